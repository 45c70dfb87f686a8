/* SPDX-License-Identifier: Apache-2.0 */
/* known.h - what is known of a party beside its name, as evidence.
 *
 * Weights are logarithms of the odds (score.h).  What one side does not know
 * says nothing.  The numbers are those of doc/design/scoring.md. */
#ifndef TOCSIN_KNOWN_H
#define TOCSIN_KNOWN_H

#include "index/index.h"
#include "screen/align.h"

struct known {
    struct day birth; /* year 0: not known; month or day 0: not known */
    char country[2];  /* ISO 3166-1 alpha-2, or zeros */
    enum gender gender;
};

struct known_weights {
    double birth, country, gender;
    uint32_t birth_at, country_at; /* which of the entry's agrees best */
};

/* What the entry's births, countries and gender say of the question; those that
 * stood at the instant. */
struct known_weights known_weigh(const struct index *ix, const struct index_entry *e,
                                 const struct known *k, int64_t at);
/* The most that they can add. */
double known_most(const struct known *k);
/* What of it is asked of such a party: of things, neither birth nor gender.  Else a name
 * of nothing in common would come near a hit by its day, and all would be looked at. */
struct known known_about(const struct known *k, enum subject subject);

#endif
