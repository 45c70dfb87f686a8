/* SPDX-License-Identifier: Apache-2.0 */
/* unit.h - what of a name can meet a word of another name: its words, and
 * several of them written as one.
 *
 * Both sides of a search take their units from here, so that "Abdulrahman",
 * "Abdul Rahman" and "Abd al-Rahman" meet, and "IRGC" meets its long form. */
#ifndef TOCSIN_INDEX_UNIT_H
#define TOCSIN_INDEX_UNIT_H

#include "text/reading.h"

enum unit_kind {
    UNIT_WORD,
    UNIT_JOIN,      /* two neighbours written as one */
    UNIT_JOIN_OVER, /* two and the particle between them */
    UNIT_ACRONYM,   /* first letters of the significant words */
    UNIT_KINDS
};

/* Words of a reading, its joins, one acronym. */
enum { UNITS_MAX = 3 * WORDS_MAX };

struct unit {
    uint8_t kind, in, first, count; /* covers words first to first + count - 1 of the reading */
    uint8_t len;
    char letters[WORD_MAX];
};

static inline struct str unit_letters(const struct unit *u)
{
    return (struct str){u->letters, u->len};
}

/* The units of a reading: its words in their order, then joins of two, then
 * joins over a particle, each from left to right, then the acronym when it is
 * wanted (organisations) and three words or more are a name or generic.  Joins
 * that would have more than WORD_MAX letters are left out.  A join is written
 * in what its first word was.  Returns how many. */
size_t units_of(const struct reading *r, bool acronym, struct unit out[UNITS_MAX]);

#endif
