/* SPDX-License-Identifier: Apache-2.0 */
/* spell.h - a word of one script in plain letters.
 *
 * Where usage is split so much that likeness of letters cannot bridge it, a
 * manner says which way to spell; doc/design/reading.md has the choices. */
#ifndef TOCSIN_SPELL_H
#define TOCSIN_SPELL_H

#include "text/latin.h"

struct manner {
    enum { CYRILLIC_RUSSIAN, CYRILLIC_UKRAINIAN, CYRILLIC_SERBIAN } cyrillic;
    enum { HAN_CHINESE, HAN_KOREAN } han;
    /* Of a name from abroad, letters are put together for sounds that Greek has not; chi is h or
     * kh. */
    enum { GREEK_NATIVE, GREEK_FOREIGN, GREEK_FOREIGN_KH } greek;
    bool looks;   /* words of other alphabets that look Latin are that */
    bool surname; /* the word is the whole name of a person, the surname first, if it can be */
};

enum { SPELL_MAX = 160 };

/* Letters a-z and digits.  A blank parts what is written as one word and read as
 * several: an article, a surname. */
struct spelling {
    char s[SPELL_MAX];
    size_t len;
    bool cut;
};

void spell_put(struct spelling *out, struct str letters);
/* The letters of an atom whose neighbours do not matter. */
void spell_atom(struct spelling *out, struct atom a);

/* Adds the letters of a word: `n` atoms of kind KIND_DIGIT and up, all in one script. */
void spell_word(const struct atom *a, size_t n, const struct manner *m, struct spelling *out);

/* By script; for spell_word alone. */
void spell_arabic(const struct atom *a, size_t n, struct spelling *out);
void spell_hebrew(const struct atom *a, size_t n, struct spelling *out);
void spell_stacked(const struct atom *a, size_t n, struct spelling *out); /* Indic and its kin */
void spell_han(const struct atom *a, size_t n, const struct manner *m, struct spelling *out);
void spell_hangul(const struct atom *a, size_t n, const struct manner *m, struct spelling *out);
void spell_kana(const struct atom *a, size_t n, struct spelling *out);

/* Whether a Korean is likely to be called so: two to four syllables or
 * characters, the first a surname. */
bool spell_is_korean(const struct atom *a, size_t n);

#endif
