/* SPDX-License-Identifier: Apache-2.0 */
/* closed.h - whether a name has nothing that the query has not, for src/index alone.
 *
 * A word of a name is left open when it says something and no unit that covers it
 * is matched in a full choice that reaches need.  A name is closed when one of its
 * readings has no word left open.  Told are all its matches, one after another. */
#ifndef TOCSIN_INDEX_CLOSED_H
#define TOCSIN_INDEX_CLOSED_H

#include "index/reach.h"

struct closed {
    const struct index_query *query;
    struct reach_around around;
    const struct index_units *units;
    uint64_t covered[READINGS_MAX]; /* words, as bits */
};

/* `adds`: the most that each unit of the query adds with this name. */
void closed_begin(struct closed *c, const struct reach *r, const struct index_query *q,
                  const uint16_t adds[SOUGHT_MAX + 1], const struct index_units *units);
/* Unit `sought` of the query matched with unit `unit` of the name adds so much. */
void closed_meet(struct closed *c, size_t sought, size_t unit, unsigned adds);
bool closed_end(const struct closed *c);

#endif
