/* SPDX-License-Identifier: Apache-2.0 */
/* index_run.h - snapshots of made names in memory, queries of them, and how their
 * bytes are changed and made to look right again. */
#ifndef TOCSIN_TESTS_INDEX_RUN_H
#define TOCSIN_TESTS_INDEX_RUN_H

#include "../bench/names_gen.h"
#include "index/build.h"
#include "index/layout.h"
#include "index/search.h"
#include "index/sum.h"
#include "text/rarity.h"

#include <stdio.h>
#include <stdlib.h>

static inline void run_entry(struct index_builder *b, const char *ref, struct str *names,
                             size_t count, enum kind kind)
{
    struct index_name rows[8];
    for (size_t i = 0; i < count; i++)
        rows[i] =
            (struct index_name){.text = names[i], .quality = i ? QUALITY_STRONG : QUALITY_PRIMARY};
    struct index_state s = {
        .from = 100, .until = INSTANT_END, .kind = kind, .listed = INDEX_NO_DAY, .name = names[0]};
    s.names.at = rows;
    s.names.count = count;
    index_builder_entry(b, str_of(ref));
    index_builder_state(b, &s);
}

/* NULL when memory is out. */
static inline struct index_builder *run_builder(uint64_t seed, uint32_t entries, unsigned threads)
{
    struct index_builder *b = index_builder_new(threads);
    if (!b)
        return NULL;
    index_builder_list(b, &(struct index_list){.id = STR("made"), .at = 500, .first = 100});
    for (uint32_t i = 0; i < entries; i++) {
        struct gen_name made[3];
        struct str names[3];
        unsigned n = gen_aliases(seed, i);
        for (unsigned k = 0; k < n; k++) {
            made[k] = gen_entry(seed, i, k);
            names[k] = (struct str){made[k].s, made[k].len};
        }
        char ref[24];
        snprintf(ref, sizeof ref, "M%u", i);
        run_entry(b, ref, names, n, made[0].organisation ? KIND_ORGANISATION : KIND_PERSON);
    }
    return b;
}

/* ---- Queries. */

struct run_query {
    struct reading r[READINGS_MAX];
    struct unit units[UNITS_MAX];
    struct index_sought sought[SOUGHT_MAX];
    struct index_query query;
};

/* A weight for each word, for a join those of its words; need is a share of the
 * most that could be had. */
static inline void run_ask(struct run_query *a, struct str text, unsigned percent)
{
    enum { ACCEPT_ALL = 15, ACCEPT_WORDS = 1 };
    struct reading *r = a->r;
    unsigned total = 0, weight[WORDS_MAX];
    name_read(text, r);
    for (size_t i = 0; i < r->count; i++) {
        weight[i] = rarity(reading_word(r, i), r->words[i].role);
        total += weight[i];
    }
    size_t n = units_of(r, true, a->units), sought = n;
    for (size_t i = 0; i < n; i++) {
        const struct unit *u = &a->units[i];
        unsigned sum = 0;
        for (size_t w = u->first; w < (size_t)u->first + u->count; w++)
            sum += weight[w];
        a->sought[i] = (struct index_sought){
            .letters = unit_letters(u),
            .in = u->in,
            .first = u->first,
            .count = u->count,
            .accept = u->kind == UNIT_WORD ? ACCEPT_ALL : ACCEPT_WORDS,
            .limit = (uint8_t)(percent > 60 ? 300 - 2 * percent : RARITY_SPELT),
            .is = u->kind == UNIT_ACRONYM ? SOUGHT_EQUAL : SOUGHT_ALIKE,
            .weight = (uint16_t)sum};
        for (size_t k = 0; k < i; k++)
            a->sought[i].again |= a->sought[k].is == a->sought[i].is &&
                                  str_equal(a->sought[k].letters, a->sought[i].letters);
    }
    for (size_t i = 0; i < r->count && sought < SOUGHT_MAX; i++)
        if (weight[i] && r->words[i].len > 1)
            a->sought[sought++] = (struct index_sought){.letters = {reading_word(r, i).s, 1},
                                                        .in = r->words[i].letters,
                                                        .first = (uint8_t)i,
                                                        .count = 1,
                                                        .accept = ACCEPT_WORDS,
                                                        .is = SOUGHT_LETTER,
                                                        .limit = RARITY_SPELT,
                                                        .weight = (uint16_t)weight[i]};
    a->query = (struct index_query){.units = a->sought,
                                    .count = sought,
                                    .lettered = total * percent / 130,
                                    .need = total * percent / 100,
                                    .optional = percent % 3 ? 0 : 2,
                                    .open = total * (percent < 80 ? percent + 20 : 100) / 100,
                                    .alone = total * (percent < 60 ? percent + 40 : 100) / 100};
}

static inline unsigned run_least(const struct run_query *a)
{
    return a->query.need < a->query.lettered ? a->query.need : a->query.lettered;
}

/* Asks for so much more. */
static inline void run_slip(struct run_query *a, unsigned slip)
{
    a->query.need += slip;
    a->query.open += slip;
    a->query.alone += slip;
}

/* What was found, whatever its order. */
struct run_found {
    uint64_t names, hash;
    unsigned need; /* the least of all that are asked for */
    bool below;
};

static inline void run_take(void *ctx, const struct index_found *f)
{
    struct run_found *r = ctx;
    uint64_t h = f->name * 0x9E3779B97F4A7C15u + f->sum;
    r->hash += h * h;
    r->names++;
    r->below |= f->sum < r->need;
}

/* ---- Bytes. */

/* Makes the id and all sums right for the bytes as they are, so that only what
 * they say can be wrong with them.  The header must be good. */
static inline void run_resign(struct buf *b)
{
    struct disk_header *h = (void *)b->s;
    size_t end = (size_t)h->section[SECTION_SUMS].at;
    uint64_t *sums = (void *)(b->s + end);
    for (size_t at = HEADER_SIZE, k = 0; at < end; at += BLOCK_SIZE, k++)
        sums[k] = sum_of(b->s + at, end - at < BLOCK_SIZE ? end - at : BLOCK_SIZE);
    h->sums = sum_of(sums, (size_t)h->section[SECTION_SUMS].count * 8);
    struct hasher *hash = hasher_new();
    if (!hash)
        abort();
    for (size_t i = 0; i < sizeof h->id; i++)
        h->id[i] = 0;
    h->sum = 0;
    hasher_begin(hash);
    hasher_add(hash, str_from(buf_str(b), HEADER_SIZE));
    hasher_add(hash, (struct str){b->s, HEADER_SIZE});
    struct sha256 id = hasher_end(hash);
    hasher_free(hash);
    for (size_t i = 0; i < sizeof h->id; i++)
        h->id[i] = id.byte[i];
    h->sum = sum_of(h, offsetof(struct disk_header, sum));
}

static inline void *run_rows(struct buf *b, enum section s, size_t *count)
{
    const struct disk_header *h = (const void *)b->s;
    *count = (size_t)h->section[s].count;
    return b->s + h->section[s].at;
}

#endif
