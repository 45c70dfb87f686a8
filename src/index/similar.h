/* SPDX-License-Identifier: Apache-2.0 */
/* similar.h - the words of a snapshot that are alike to one, for src/index alone. */
#ifndef TOCSIN_INDEX_SIMILAR_H
#define TOCSIN_INDEX_SIMILAR_H

#include "index/map.h"
#include "index/search.h"
#include "text/alike_sought.h"

/* A word that shares a probe with one that was asked for.  What it costs is
 * worked out when a name turns on it, which of most it never does. */
struct similar {
    uint32_t word, postings, names; /* where its postings begin, and how many */
    uint8_t cost, kind;
    bool known; /* cost is; until then it is the least that it can be */
};

/* In `pool`, so that they stay where they are when it grows. */
struct similar_set {
    uint32_t at, count;
};

/* Words asked for lately.  Everything is forgotten when the pool is full, and
 * only between queries. */
struct similar_known {
    struct known_word *slots;
    size_t mask, count;
    struct similar *pool;
    size_t used, room;
    uint64_t *seen;              /* a bit for each word of the snapshot, all clear between calls */
    struct similar_ready *ready; /* what the query's units were made ready as, by unit */
    uint32_t query;              /* its number */
    uint64_t asked, hit, shared, compared;
};

bool similar_begin(struct similar_known *k, const struct index *ix);
void similar_end(struct similar_known *k);
/* Before each query: nothing is ready, and when too much is remembered it is forgotten. */
void similar_trim(struct similar_known *k);

/* A unit of the query: its number, so that it is made ready only once. */
struct similar_unit {
    struct str letters;
    enum letters in;
    size_t number;
    bool joins; /* and acronyms are wanted too */
    bool bound; /* what words cost at least is worked out when it is looked for */
};

/* All words of the kinds that are wanted that share a probe with it, so every one of
 * them with alike_cost less than ALIKE_FAR is among them.  false when memory is out. */
MUST_CHECK bool similar_words(struct similar_known *k, const struct index *ix,
                              struct similar_unit unit, struct similar_set *out);
/* What one of them costs: alike_cost where that is less than `limit`, which is at most
 * RARITY_SPELT, since what costs so much adds nothing; else ALIKE_FAR. */
unsigned similar_cost(struct similar_known *k, const struct index *ix, struct similar_unit unit,
                      struct similar *w, unsigned limit);
/* The same for any word, and nothing is remembered. */
unsigned similar_cost_of(struct similar_known *k, const struct index *ix, struct similar_unit unit,
                         uint32_t word);

#endif
