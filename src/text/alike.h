/* SPDX-License-Identifier: Apache-2.0 */
/* alike.h - how likely is it that one word is a way to write the other?
 *
 * Words are those of a reading (reading.h): letters a-z and digits.  Costs are
 * minus the natural logarithm of a likelihood, in sixteenths.  Every function
 * is total and pure. */
#ifndef TOCSIN_ALIKE_H
#define TOCSIN_ALIKE_H

#include "text/reading.h"

enum { NAT = 16, ALIKE_FAR = 255 };

/* 0 when the words are equal, else what it costs that they are two spellings of
 * one name; ALIKE_FAR when they are not.  Symmetric.  `a_in` and `b_in` are
 * what the words were written in: between scripts other changes are usual. */
unsigned alike_cost(struct str a, enum letters a_in, struct str b, enum letters b_in);

/* Hashes such that two words whose cost is less than ALIKE_FAR have at least
 * one in common.  Returns how many, none twice.  A word's probes do not depend
 * on what it was written in. */
enum { ALIKE_PROBES = 64 };
size_t alike_probes(struct str word, uint32_t out[ALIKE_PROBES]);

/* Is one of the word's probes among these? */
bool alike_probes_meet(struct str word, const uint32_t *probes, size_t n);

/* A word made ready to be compared with many.  It owns all it holds, and is
 * filled by alike_ready() alone; of a word longer than WORD_MAX it has the
 * beginning. */
struct alike_word {
    uint32_t mask;      /* which letters it has, by code */
    uint16_t number;    /* among the words that more is known of, or 0 */
    uint8_t len, plain; /* letters; only of a-z, and not too long */
    char letters[WORD_MAX];
    uint8_t code[WORD_MAX + 5]; /* BEGIN, a = 1 to z = 26, END, zeros */
    uint16_t two[WORD_MAX + 5]; /* the group of the letters from here, or 0 */
    uint16_t three[WORD_MAX + 5];
};

void alike_ready(struct str word, struct alike_word *out);

/* alike_cost() of the two words. */
unsigned alike_ready_cost(const struct alike_word *a, enum letters a_in, const struct alike_word *b,
                          enum letters b_in);

#endif
