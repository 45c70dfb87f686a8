/* SPDX-License-Identifier: Apache-2.0 */
/* words.h - what words of names are known to be: particles, titles, legal forms, numbers.
 *
 * The table is made by tools/make-words from data/words/, which says where it is
 * from.  A word is found by its letters; so is a phrase, by the letters of its
 * words one behind the other and how many they are. */
#ifndef TOCSIN_WORDS_H
#define TOCSIN_WORDS_H

#include "text/reading.h"

enum {
    LEXEME_GIVEN = 1,  /* a common given name */
    LEXEME_CAPS = 2,   /* is that only when it is written in capitals */
    LEXEME_PARENT = 4, /* the word behind it is a patronymic */
    LEXEME_CHILD = 8,  /* the word before it is one */
    LEXEME_TENS = 16,  /* twenty: a unit behind it is added */
    LEXEME_UNIT = 32,  /* four */
    LEXEME_TITLE = 64, /* also a name: is a title only in front */
};

struct lexeme {
    uint16_t at, as; /* its letters; those that stand for it, parted by blanks */
    uint8_t len, as_len, words, role, flags;
    uint8_t ends; /* bit n: phrases of n words end with it */
};

/* NULL when it is not known.  Some words are known only in one script. */
const struct lexeme *words_find(struct str letters, size_t words, enum letters in);
/* The same for letters with a slash between them (m/v, s/o). */
const struct lexeme *words_find_slashed(struct str letters);
/* The generic word, legal form or number that letters stand for which are none, but for one
 * slip of the hand behind the first letter: of seven letters and more, when both sound the
 * same; of eight, when the letters are nobody's name (`unheard`: rarity_unheard). */
const struct lexeme *words_find_meant(struct str letters, bool unheard);
struct str words_as(const struct lexeme *l); /* empty: its letters stay */
struct str words_letters(const struct lexeme *l);

/* Whether a word is a name of God or of what is His, as far as its consonants
 * tell: what stands behind "servant of". */
bool words_is_divine(struct str word);

#endif
