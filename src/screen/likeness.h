/* SPDX-License-Identifier: Apache-2.0 */
/* likeness.h - how alike two entries are by their names, and by what else is
 * known of them.
 *
 * Both are functions of the two entries alone, whichever of them is asked about
 * the other, so that it does not matter which of the two came last. */
#ifndef TOCSIN_LIKENESS_H
#define TOCSIN_LIKENESS_H

#include "screen/known.h"
#include "screen/present.h"
#include "screen/reason.h"

/* Of two names: the lesser of the scores of asking for each among the other's.
 * Of two entries: the best of their strong names (any quality but weak).  Of
 * equal ones, the names that come first in byte order. */
struct likeness {
    uint32_t a, b;             /* a < b: numbers among the present (present.h) */
    bool asked_b;              /* the lesser score is that of asking for b's name */
    double odds;               /* in nats */
    struct str a_name, b_name; /* as listed */
    double shared;             /* share of the names that are like one of the other's: the
                                  mean of both entries' */
};
typedef VEC(struct likeness) likeness_vec;

/* An entry to be held against others. */
struct likened {
    const struct index *ix;
    struct index_entry entry;
    int64_t at;            /* when what is said of it must have stood */
    VEC(struct str) names; /* strong ones of that instant,, in the arena */
    double most;           /* that known_between can add for it */
};
void likened_of(const struct index *ix, const struct present *p, struct moment m, struct arena *a,
                struct likened *out);

/* Sets odds, names and asked_b; out->a and out->b say which is which: `one` is
 * either of them.  `bound[i]` is the most that one->names.at[i] can reach with the
 * other, or less than `least`, below which nothing is looked for.  false when
 * nothing reaches it. */
MUST_CHECK bool likeness_of(const struct likened *one, const struct likened *other,
                            const double *bound, double least, bool one_is_b, struct likeness *out);
/* Reasons that add up to its odds. */
void likeness_reasons(struct arena *arena, const struct likened *a, const struct likened *b,
                      const struct likeness *l, reason_vec *out);

/* Whether entries of these kinds can be of one party. */
bool kinds_fit(enum kind one, enum kind other);

/* Births, countries and gender of both: what agrees best counts.  The sum is at
 * most the lesser of the two `most`. */
struct known_between {
    double birth, country, gender;
    struct day births[2]; /* that agree best, of a and b */
};
struct known_between known_between(const struct likened *a, const struct likened *b);

#endif
