/* SPDX-License-Identifier: Apache-2.0 */
/* builder.h - a snapshot in the making, for src/index alone. */
#ifndef TOCSIN_INDEX_BUILDER_H
#define TOCSIN_INDEX_BUILDER_H

#include "index/build.h"
#include "index/layout.h"

/* A set of equal things by hash: numbers of rows, + 1. */
struct interned {
    uint32_t *slots;
    size_t mask, count;
};

/* Something said of the entry at hand, and when. */
struct told {
    enum section section;
    struct str key; /* what must be equal for it to be the same thing */
    struct str text;
    VEC(struct disk_time) times;
};

struct index_builder {
    unsigned threads;
    bool failed, written; /* memory ran out; nothing may be added */
    const char *full;     /* what there is too much of, or NULL */
    struct buf rows[SECTION_COUNT];
    struct interned times, words;

    struct arena arena; /* of the entry at hand */
    bool open;
    struct str ref;
    struct index_state last; /* its newest state, without arrays */
    VEC(struct told) told;
    VEC(struct disk_time) stood;
    size_t hint; /* where in `told` the next thing probably is */
};

/* A new row, zeroed; NULL (and failed) when memory is out. */
static inline void *row_new(struct index_builder *b, enum section s)
{
    size_t size = section_table[s].size;
    char *at = buf_room(&b->rows[s], size);
    if (!at) {
        b->failed = true;
        return NULL;
    }
    for (size_t i = 0; i < size; i++)
        at[i] = 0;
    b->rows[s].len += size;
    return at;
}

static inline size_t row_count(const struct index_builder *b, enum section s)
{
    return b->rows[s].len / section_table[s].size;
}

/* Makes the section that long, its bytes not set; NULL when memory is out. */
void *rows_make(struct index_builder *b, enum section s, size_t count);

/* Does job(ctx, part) for part 0 to parts - 1, each on a thread of its own. */
void parts_run(unsigned parts, void (*job)(void *ctx, unsigned part), void *ctx);

/* What one thread has read: the units of names from <= i < until, their words
 * numbered by itself until words_merge has numbered them for all. */
struct form {
    struct disk_letters letters;
    uint8_t in, kind, zero[2];
};
struct share {
    uint32_t from, until;
    struct buf units; /* disk_head, index_unit … */
    struct buf ends;  /* of each name: items of units up to its end */
    struct buf forms; /* struct form, as they were met */
    struct interned met;
    uint32_t *number; /* of each form among all */
    bool failed;
};

/* The steps of writing; each false when memory is out. */
MUST_CHECK bool names_read(struct index_builder *b, struct share *parts, unsigned count);
MUST_CHECK bool words_merge(struct index_builder *b, struct share *parts, unsigned count);
MUST_CHECK bool postings_make(struct index_builder *b);
MUST_CHECK bool probes_make(struct index_builder *b);

/* Ends the entry at hand. */
void builder_flush(struct index_builder *b);

/* Finds the slot where something with that hash is, or should be: `same` says
 * whether row number i is it.  NULL when memory is out. */
uint32_t *interned_slot(struct interned *in, uint64_t hash, bool (*same)(void *ctx, uint32_t i),
                        uint64_t (*hash_of)(void *ctx, uint32_t i), void *ctx);

#endif
