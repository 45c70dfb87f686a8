/* SPDX-License-Identifier: Apache-2.0 */
/* reach.h - the most that units which cover no word twice can add, for src/index
 * alone. */
#ifndef TOCSIN_INDEX_REACH_H
#define TOCSIN_INDEX_REACH_H

#include "index/search.h"

/* The units of a query in the order of the last word that they cover. */
struct reach {
    const struct index_sought *units;
    uint8_t words;                 /* of the query */
    uint8_t behind[WORDS_MAX + 1]; /* units in `order` that end at word i or before */
    uint8_t count;
    uint8_t order[SOUGHT_MAX];
};

void reach_make(struct reach *r, const struct index_query *q);
/* `adds` has what each unit of the query adds. */
unsigned reach_sum(const struct reach *r, const uint16_t *adds);
/* Whether a name with these is found: it reaches need, and `alone` when all of
 * them cover the same word (search.h). */
bool reach_enough(const struct reach *r, const uint16_t *adds, const struct index_query *q);

#endif
