/* SPDX-License-Identifier: Apache-2.0 */
/* similar.h - the words of a snapshot that are alike to one, for src/index alone. */
#ifndef TOCSIN_INDEX_SIMILAR_H
#define TOCSIN_INDEX_SIMILAR_H

#include "index/map.h"
#include "index/search.h"

struct similar {
    uint32_t word, postings, names; /* where its postings begin, and how many */
    uint8_t cost, kind;
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
    uint32_t *shared;
    size_t shared_count, shared_room;
    uint64_t asked, hit, compared;
};

bool similar_begin(struct similar_known *k, const struct index *ix);
void similar_end(struct similar_known *k);
/* Between queries: forgets when too much is remembered. */
void similar_trim(struct similar_known *k);
/* All words w with alike_cost(letters, w) < ALIKE_FAR, by number.  false when
 * memory is out. */
MUST_CHECK bool similar_words(struct similar_known *k, const struct index *ix, struct str letters,
                              enum letters in, struct similar_set *out);

#endif
