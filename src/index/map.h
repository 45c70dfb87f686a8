/* SPDX-License-Identifier: Apache-2.0 */
/* map.h - the mapped file and how its bytes are reached, for src/index alone.
 *
 * Nothing is read but through index_at: it keeps within the section, and the
 * block that a byte lies in has been checked when it returns. */
#ifndef TOCSIN_INDEX_MAP_H
#define TOCSIN_INDEX_MAP_H

#include "index/index.h"
#include "index/layout.h"

#include <stdatomic.h>

struct index {
    const unsigned char *map;
    size_t size;
    void *mapped; /* to be unmapped, or NULL */
    const struct disk_header *head;
    const uint64_t *sums;
    _Atomic uint64_t *checked; /* a bit a block, set once its sum was right */
    _Atomic uint64_t *damage;  /* 0, or 1 + the byte of the first damage met */
    uint32_t entries, names, words;
    unsigned probe_bits;
};

/* Checks the blocks of these bytes of the map, which lie between the header and
 * the sums; false when one is damaged, which is remembered. */
bool index_check(const struct index *ix, size_t at, size_t len);
/* Remembers that what stands at that byte makes no sense; returns NULL. */
const void *index_damaged(const struct index *ix, size_t at);

static inline bool index_checked(const struct index *ix, size_t at, size_t len)
{
    size_t first = (at - HEADER_SIZE) / BLOCK_SIZE,
           last = (at + len - 1 - HEADER_SIZE) / BLOCK_SIZE;
    uint64_t bits = atomic_load_explicit(&ix->checked[first / 64], memory_order_acquire);
    return first == last && bits >> first % 64 & 1;
}

/* `count` items from number `i` of a section, or NULL.  No items are NULL too,
 * and no damage. */
static inline const void *index_at(const struct index *ix, enum section s, uint64_t i,
                                   uint64_t count)
{
    const struct disk_section *in = &ix->head->section[s];
    size_t at = (size_t)(in->at + i * section_table[s].size);
    size_t len = (size_t)(count * section_table[s].size);
    if (i > in->count || count > in->count - i)
        return index_damaged(ix, (size_t)in->at);
    if (!len)
        return NULL;
    return index_checked(ix, at, len) || index_check(ix, at, len) ? ix->map + at : NULL;
}

/* Asks for item number `i` early; whatever number it is, nothing can go wrong. */
static inline void index_ahead(const struct index *ix, enum section s, uint64_t i)
{
    __builtin_prefetch(ix->map + ix->head->section[s].at + i * section_table[s].size);
}

static inline uint64_t index_items(const struct index *ix, enum section s)
{
    return ix->head->section[s].count;
}

#endif
