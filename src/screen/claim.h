/* SPDX-License-Identifier: Apache-2.0 */
/* claim.h - all that speaks for two entries being one party, as one sum.
 *
 * In nats, like a score: likeness by name, births, countries and gender, an
 * identifier in common, a cross reference, a person's decision; less what other
 * entries of the same list would claim as well. */
#ifndef TOCSIN_CLAIM_H
#define TOCSIN_CLAIM_H

#include "screen/decision.h"
#include "screen/links.h"

/* What is left out; zero is all evidence. */
struct claim_options {
    bool no_xrefs, no_identifiers, no_known, no_decisions;
    double threshold; /* a probability from PARTY_THRESHOLD up; 0: that */
};

struct claim {
    uint32_t a, b;                   /* a < b: numbers among the present */
    double odds;                     /* in all */
    const struct likeness *likeness; /* or NULL */
    struct known_between known;
    uint32_t identifier;           /* of a, in the snapshot, + 1; or 0 */
    double identifier_weight;      /* 0: none */
    bool a_says, b_says;           /* that the other is the same */
    bool contested;                /* others of that list say so of the same, or it of others */
    double rivals;                 /* what others of the same list take away */
    const struct decision *joined; /* or NULL */
};
typedef VEC(struct claim) claim_vec;

/* All claims, by a and b, whatever their odds.  The links, the decisions and the
 * arena outlive them. */
MUST_CHECK enum status claims_make(const struct index *ix, const struct links *l,
                                   const struct decisions *d, const struct claim_options *o,
                                   struct arena *a, claim_vec *out, struct error *err);
/* Its reasons, which add up to its odds. */
void claim_reasons(struct arena *a, const struct index *ix, const struct links *l,
                   const struct claim *c, reason_vec *out);

#endif
