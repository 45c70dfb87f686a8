/* SPDX-License-Identifier: Apache-2.0 */
/* bound.h - the least that a name must have in common with a query so that its score
 * could reach some odds: what a search asks for (index/search.h). */
#ifndef TOCSIN_BOUND_H
#define TOCSIN_BOUND_H

#include "screen/score.h"

/* The least sum of rarity_left() over units of the query that have a partner, that
 * any name needs in order to reach `odds` whose words and the query's all have one, but
 * for words of the query that a firm leaves off (score_put_on);
 * what it needs where a word of either is left over; and where, then, the units all
 * cover one and the same word of the query; and where words have letters that stand
 * for them, which count for nothing.  0 when a name without a common word could.
 * What the query's own initials may add is taken off already. */
struct need {
    unsigned full, open, alone, lettered;
};
struct need bound_need(const struct side *query, enum subject subject, double odds);
/* What spelling a unit of the query of that rarity otherwise may cost at most, and one
 * more, when all the rest is the same and the name reaches `odds`; 0 to RARITY_SPELT. */
unsigned bound_limit(const struct side *query, enum subject subject, double odds, unsigned rare);

#endif
