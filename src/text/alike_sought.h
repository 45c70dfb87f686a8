/* SPDX-License-Identifier: Apache-2.0 */
/* alike_sought.h - a word that is compared with many words that share a probe with
 * it, each costing a small part of what alike_cost() takes. */
#ifndef TOCSIN_ALIKE_SOUGHT_H
#define TOCSIN_ALIKE_SOUGHT_H

#include "text/alike.h"

/* Filled by alike_sought_begin() alone, and written to by every comparison: what
 * was worked out for one word is kept for the next.  It owns all it holds. */
struct alike_sought {
    struct alike_word word;
    enum letters in;
};

void alike_sought_begin(struct alike_sought *s, struct str word, enum letters in);

/* alike_cost() of the two words where that is less than `limit`, else ALIKE_FAR. */
unsigned alike_sought_cost(struct alike_sought *s, struct str word, enum letters in,
                           unsigned limit);

#endif
