/* SPDX-License-Identifier: Apache-2.0 */
/* plan.h - which words of the snapshot a name that is found can have, and whose
 * names need not be walked, for src/index alone. */
#ifndef TOCSIN_INDEX_PLAN_H
#define TOCSIN_INDEX_PLAN_H

#include "index/reach.h"
#include "index/similar.h"

/* A word that a unit of the query can be matched with in a name that is found. */
struct plan_word {
    uint32_t item; /* in the pool of what is known */
    uint16_t adds; /* at most */
};

struct plan_set {
    uint32_t at, count; /* in plan.words */
};

struct plan {
    const struct index_query *query;
    struct reach reach;
    size_t count; /* units */
    struct plan_word *words;
    size_t used, room;
    bool looked[SOUGHT_MAX];               /* for the words of the unit: they are in */
    struct similar_set shared[SOUGHT_MAX]; /* all that share a probe with the unit */
    struct plan_set set[SOUGHT_MAX];       /* of them, those that it can be matched with */
    uint16_t best[SOUGHT_MAX + 1];         /* the most that the unit can add */
    uint16_t fewest[SOUGHT_MAX];           /* the least that one of its words adds */
    uint16_t least[SOUGHT_MAX];            /* what it adds at least in a name that is found */
    uint64_t names[SOUGHT_MAX];            /* in the postings of its words */
    unsigned most[WORDS_MAX];              /* the most that is put down to a word */
    unsigned left;                         /* sum of `most` of the words left aside */
    uint8_t order[WORDS_MAX];              /* words, those with fewest names first */
    size_t tried;                          /* words of `order` that are not left aside */
    bool again;                            /* has a unit that is there again */
    bool letters;                          /* could make a difference */
    bool stale;                            /* are letters and what units must add */
    bool nothing;                          /* can be found */
};

/* false when memory is out. */
MUST_CHECK bool plan_make(struct plan *p, struct similar_known *known, const struct index *ix,
                          const struct index_query *q);
void plan_free(struct plan *p);

static inline bool plan_covers(const struct index_sought *u, size_t word)
{
    return word >= u->first && word < (size_t)u->first + u->count;
}

/* The most that matching the unit with that word can add, as far as is known. */
static inline unsigned plan_gain(const struct index_sought *u, const struct similar *w)
{
    unsigned joins = 1u << UNIT_JOIN | 1u << UNIT_JOIN_OVER;
    unsigned kinds = w->kind == UNIT_JOIN ? joins : 1u << w->kind;
    bool equal = u->is != SOUGHT_ALIKE || w->kind == UNIT_ACRONYM;
    if (!(u->accept & kinds) || (equal && w->cost) || w->cost >= u->limit)
        return 0;
    return rarity_left(u->weight, w->cost);
}

/* Of the unit: below what cost it adds as much as it must. */
unsigned plan_limit(const struct plan *p, size_t unit);

static inline struct similar_unit plan_unit(const struct index_query *q, size_t i)
{
    const struct index_sought *u = &q->units[i];
    bool joins = u->accept & ~(1U << UNIT_WORD);
    return (struct similar_unit){u->letters, u->in, i, joins,
                                 u->count > 1 || u->is == SOUGHT_LETTER};
}

#endif
