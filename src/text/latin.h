/* SPDX-License-Identifier: Apache-2.0 */
/* latin.h - what each code point of a name is, and how it is written in plain letters.
 *
 * A form says what a code point is for (a letter, a blank, a hyphen, a mark) and,
 * for letters, how it is spelt when its neighbours do not matter.  It comes from
 * a generated table (tools/make-latin); what depends on neighbours is in spell.h.
 * A code point that folds to others (NFKC_Casefold) has them as its letters. */
#ifndef TOCSIN_LATIN_H
#define TOCSIN_LATIN_H

#include "text/reading.h"

enum kind {
    KIND_NONE, /* a symbol: parts words as a blank does */
    KIND_BLANK,
    KIND_COMMA,
    KIND_MARKS, /* quotation marks */
    KIND_HYPHEN,
    KIND_QUOTE, /* apostrophes */
    KIND_DOT,
    KIND_SLASH,
    KIND_AND,     /* & */
    KIND_PERCENT, /* % */
    KIND_AT,      /* @ $ !: a, s, i where they stand between letters */
    KIND_MARK,    /* a mark on the letter before it: gone */
    KIND_SKIP,    /* invisible: gone, and looked at as evasion */
    KIND_JOINER,  /* invisible, and a part of spelling in some scripts */
    KIND_FOLD,    /* its letters are UTF-8, of code points that stand for it */
    KIND_UNREAD,  /* a letter without a form */
    /* From here on it is a part of a word. */
    KIND_DIGIT,
    KIND_LETTER,
    KIND_CONSONANT, /* followed by an unwritten vowel, unless by one of the next three */
    KIND_SIGN,      /* the vowel of the consonant before it */
    KIND_VIRAMA,    /* none */
    KIND_MEDIAL,    /* a consonant that stands between the one before it and its vowel */
    KIND_PREFIXED,  /* a vowel that is written before its consonant */
    KIND_KILL,      /* the letter before it is silent */
};

enum { FORM_UPPER = 1, FORM_ODD = 2 };

struct form {
    uint16_t at; /* of its letters */
    uint8_t len, kind, letters, flags;
};

/* A folded code point of a name. */
struct atom {
    uint32_t c;
    uint16_t form;
    uint8_t kind, bits;
};

enum { ATOM_LETTERS = 0x0F, ATOM_UPPER = 0x10, ATOM_ODD = 0x20 };

static inline enum letters atom_letters(struct atom a)
{
    return (enum letters)(a.bits & ATOM_LETTERS);
}

/* Those of ASCII, the letters folded. */
extern const struct atom latin_ascii[128];

/* The number of c's form; total. */
uint16_t latin_find(uint32_t c);
const struct form *latin_form(uint16_t number);
struct str latin_letters(const struct form *f);

/* What c and the mark behind it are as one letter that is spelt otherwise than
 * c, or 0. */
uint32_t latin_compose(uint32_t c, uint32_t mark);

/* The Hangul syllable that Koreans read a Han character as, or 0. */
uint32_t latin_hangul(uint32_t han);
/* How a Han character is read as the surname of a person, where that is not its
 * usual reading; else empty. */
struct str latin_surname(uint32_t han);

#endif
