/* SPDX-License-Identifier: Apache-2.0 */
/* seek.h - what of a query an index is searched for, so that every name is found
 * that could reach the odds.
 *
 * The bounds are those of bound.h; what a search does with them is in index/search.h. */
#ifndef TOCSIN_SEEK_H
#define TOCSIN_SEEK_H

#include "index/search.h"
#include "screen/score.h"

enum { SEEK_NONE = UINT8_MAX };

struct seek {
    struct index_query query; /* of `units`; the query's letters are views into the side */
    struct index_sought units[SOUGHT_MAX];
    uint8_t of[UNITS_MAX]; /* which of them a unit of the query is, or SEEK_NONE */
    bool every;            /* name could reach the odds, or more is sought than a search can */
};
/* odds: what a name must come to, of a person and of a thing. */
void seek_make(struct seek *s, const struct side *query, enum kind kind,
               const double odds[SUBJECT_COUNT]);

#endif
