/* SPDX-License-Identifier: Apache-2.0 */
/* reach.h - the most that units which cover no word twice can add, for src/index
 * alone. */
#ifndef TOCSIN_INDEX_REACH_H
#define TOCSIN_INDEX_REACH_H

#include "index/search.h"

struct reach_step {
    uint8_t first, end; /* words first to end - 1 of the query */
    uint8_t unit;       /* or REACH_NONE: they may be covered by nothing */
};
enum { REACH_NONE = SOUGHT_MAX };

/* The units of a query in the order of the last word that they cover. */
struct reach {
    uint8_t words; /* of the query */
    uint8_t count; /* units in `order` */
    uint8_t steps_count;
    uint8_t order[SOUGHT_MAX];
    struct reach_step steps[SOUGHT_MAX + WORDS_MAX];
};

void reach_make(struct reach *r, const struct index_query *q);
/* `adds` has what each unit of the query adds, and a zero at REACH_NONE. */
unsigned reach_sum(const struct reach *r, const uint16_t adds[SOUGHT_MAX + 1]);
/* Whether a name with these is found (search.h): a choice that covers two words or
 * more reaches need, or one that covers a single word reaches `alone` too. */
bool reach_enough(const struct reach *r, const uint16_t adds[SOUGHT_MAX + 1],
                  const struct index_query *q);

#endif
