/* SPDX-License-Identifier: Apache-2.0 */
/* pieces.h - where the words of a name begin and end, and what its letters pretend to be.
 *
 * Words end at blanks, hyphens, commas, between letters and digits, between
 * scripts, and in camel case.  Apostrophes inside a word are dropped, letters with
 * dots between them are one word, and look-alikes are undone in place. */
#ifndef TOCSIN_PIECES_H
#define TOCSIN_PIECES_H

#include "text/fold.h"
#include "text/words.h"

enum {
    PIECE_JOINED = 1,   /* nothing but a hyphen, apostrophe or the like before it */
    PIECE_COMMA = 2,    /* a comma before it */
    PIECE_ODD = 4,      /* something was undone in it */
    PIECE_UPPER = 8,    /* all of it in capitals */
    PIECE_DOTTED = 16,  /* letters with dots between them */
    PIECE_SLASHED = 32, /* or slashes */
    PIECE_AND = 64,     /* the sign &; it has no atoms */
};

struct piece {
    uint16_t from, to; /* its atoms */
    uint8_t letters, bits;
    const struct lexeme *known; /* for what is found before it is spelt, in Han and Hangul */
};

enum { PIECES_MAX = 64 };

/* Digits that may be letters: only where they surely are, where 1 is i; or in every word that
 * has no fewer letters than digits, or at most three characters, and 1 is i, or l. */
enum ones { ONES_SURE, ONES_I, ONES_L };

/* Words that are read otherwise by another choice. */
enum {
    EVASION_MAY = 1,  /* than ONES_SURE */
    EVASION_ONES = 2, /* by ONES_L than by ONES_I */
};

struct pieces {
    struct piece at[PIECES_MAX];
    size_t count;
    unsigned scripts;                /* bits of enum letters */
    unsigned digits;                 /* EVASION_MAY, EVASION_ONES */
    bool cut, unread, quoted, lower; /* has letters that are not capitals */
};

/* Splits a name into its pieces.  Changes atoms: what was undone, and what is
 * dropped inside a word. */
void pieces_split(struct atom *a, size_t n, enum ones how, struct pieces *out);

/* In evasion.c.  Undoes what stands for other letters in a segment without breaks;
 * returns EVASION_MAY, EVASION_ONES. */
unsigned evasion_undo(struct atom *a, size_t n, enum ones how);
/* Whether all letters of a word look Latin, and the Latin letter that one looks like. */
bool evasion_looks_latin(const struct atom *a, size_t n);
uint32_t evasion_latin(struct atom a);

#endif
