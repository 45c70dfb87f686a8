/* SPDX-License-Identifier: Apache-2.0 */
/* similar.h - the words of a snapshot that are alike to one, for src/index alone. */
#ifndef TOCSIN_INDEX_SIMILAR_H
#define TOCSIN_INDEX_SIMILAR_H

#include "index/map.h"
#include "index/search.h"

/* A word that shares a probe with one that was asked for.  What it costs is
 * worked out when a name turns on it, which of most it never does. */
struct similar {
    uint32_t word, postings, names; /* where its postings begin, and how many */
    uint8_t cost, kind;
    bool known; /* cost is; until then it is 0, the least that it can be */
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
    uint64_t *seen; /* a bit for each word of the snapshot, all clear between calls */
    uint64_t asked, hit, shared, compared;
};

bool similar_begin(struct similar_known *k, const struct index *ix);
void similar_end(struct similar_known *k);
/* Between queries: forgets when too much is remembered. */
void similar_trim(struct similar_known *k);
/* All words that share a probe with it, so every one with alike_cost less than
 * ALIKE_FAR is among them.  false when memory is out. */
MUST_CHECK bool similar_words(struct similar_known *k, const struct index *ix, struct str letters,
                              enum letters in, struct similar_set *out);
/* The cost of one of them; `letters` and `in` are those that were asked for. */
unsigned similar_cost(struct similar_known *k, const struct index *ix, struct str letters,
                      enum letters in, struct similar *w);

#endif
