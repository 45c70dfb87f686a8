/* SPDX-License-Identifier: Apache-2.0 */
/* party.h - entries of several lists that mean the same party.
 *
 * Claims are taken from the strongest down, and each joins two parties unless
 * one of them has an entry of a list that the other has one of, or a person has
 * split an entry of the one from an entry of the other.  So a party never has two
 * entries of one list. */
#ifndef TOCSIN_PARTY_H
#define TOCSIN_PARTY_H

#include "screen/claim.h"

enum refusal { REFUSED_SAME_LIST, REFUSED_SPLIT };

/* A claim that joined nothing. */
struct refused {
    const struct claim *claim;
    enum refusal why;
    uint32_t x, y; /* the entries that cannot be of one party: of a's, of b's */
    const struct decision *split;
};

struct parties {
    struct arena arena; /* of everything below */
    const struct index *ix;
    const struct links *links;
    double least;     /* odds of a claim that counts */
    claim_vec claims; /* that count, strongest first */
    VEC(struct refused) refused;
    uint32_t *party;             /* by number among the present: the first entry of its party */
    uint32_t *member;            /* all entries, by party and number */
    uint32_t *from;              /* by number of a party's first entry: where in member it begins */
    const struct claim **within; /* claims between entries of one party: by party, then strength */
    uint32_t *within_from;       /* as `from`, in within */
};

/* links and decisions outlive it. */
MUST_CHECK enum status parties_make(const struct index *ix, const struct links *l,
                                    const struct decisions *d, const struct claim_options *o,
                                    struct parties *out, struct error *err);
void parties_free(struct parties *p);

/* The entries of the party of `who`, in order of number. */
struct party_entries {
    const uint32_t *at;
    size_t count;
};
struct party_entries party_of(const struct parties *p, uint32_t who);

/* The claims between them, strongest first. */
struct party_claims {
    const struct claim *const *at;
    size_t count;
};
struct party_claims party_claims(const struct parties *p, uint32_t who);

/* How the entries of a party hang together, seen from one of them. */
struct tie {
    uint32_t who;
    const struct claim *by; /* that ties it to those before; NULL for the first */
    double odds;            /* of the weakest claim on the way from the first */
};
typedef VEC(struct tie) tie_vec;
/* All entries of the party of `who`, itself first, then whatever is tied best to
 * those there are; by the claim between it and the first, if there is one.  In the
 * arena. */
void party_ties(const struct parties *p, uint32_t who, struct arena *a, tie_vec *out);

#endif
