/* SPDX-License-Identifier: Apache-2.0 */
/* twist.h - a listed name as others come to write it: what a regulator's test asks.
 *
 * Written for the test alone.  Its tables are not those of src/text, so that a
 * gap there shows.  doc/design/selftest.md says what each class does and why it
 * counts as minor or major. */
#ifndef TOCSIN_TWIST_H
#define TOCSIN_TWIST_H

#include "base/buf.h"
#include "record/record.h"
#include "screen/chance.h"

enum twist {
    TWIST_EXACT,
    TWIST_SPELLING,        /* a letter of a rare word, by a usual confusion */
    TWIST_TRANSLITERATION, /* kh/h, q/k, ou/u, -ov/-off, al-/el- … */
    TWIST_ORDER,           /* family name first with a comma; words turned round */
    TWIST_JOINED,          /* two words as one, or one as two */
    TWIST_TYPO,            /* a letter put in, left out, changed, or swapped with the next */
    TWIST_MARK,            /* é, ü, ş, ł … put on, or taken off */
    TWIST_PUNCTUATION,     /* case, hyphens, dots, apostrophes, blanks */
    TWIST_LEGAL,     /* a legal form put on, taken off, written in full, or another country's */
    TWIST_MISSING,   /* a middle word left out */
    TWIST_INITIALS,  /* a middle or the first given name by its initial */
    TWIST_TYPOS,     /* two letters of a long name */
    TWIST_SCRIPT,    /* in another script */
    TWIST_HOMOGLYPH, /* look-alikes, digits for letters, invisible characters */
    TWIST_GENERIC,   /* Group, Trading, International … put in */
    TWIST_COUNT
};
enum twist_level { LEVEL_EXACT, LEVEL_MINOR, LEVEL_MAJOR, LEVEL_COUNT };

const char *twist_text(enum twist t); /* "spelling" */
enum twist_level twist_level(enum twist t);
const char *level_text(enum twist_level l); /* "minor" */

/* Appends the name, twisted, to out and returns NULL; or says in words why this
 * class cannot be made of it.  The same for the same chance. */
const char *twist_name(enum twist t, struct str name, enum kind kind, struct chance *c,
                       struct buf *out);

#endif
