/* SPDX-License-Identifier: Apache-2.0 */
/* build_probes.c - the table from a probe to the words that have it.
 *
 * Tens of millions of pairs of a probe and a word, to be sorted: each thread
 * deals those of its words to 256 heaps by the upper bits of the probe; then
 * each heap, which fits the caches, is sorted by itself. */
#include "index/builder.h"
#include "text/alike.h"

#include <stdlib.h>
#include <string.h>

enum { HEAPS = 256 };

struct probing {
    struct index_builder *b;
    unsigned parts, bits;
    struct buf (*heap)[HEAPS]; /* of each part: u64, mixed probe above, word below */
    size_t start[HEAPS + 1];   /* of each heap among all */
    bool *failed;
    uint32_t *at, *words;
    uint8_t *tags;
};

static void deal_part(void *ctx, unsigned part)
{
    const struct probing *p = ctx;
    const struct disk_letters *letters = (const void *)p->b->rows[SECTION_LETTERS].s;
    const struct disk_word *rows = (const void *)p->b->rows[SECTION_WORDS].s;
    uint64_t words = row_count(p->b, SECTION_LETTERS);
    uint32_t from = (uint32_t)(words * part / p->parts);
    uint32_t until = (uint32_t)(words * (part + 1) / p->parts);
    uint32_t probes[ALIKE_PROBES] = {0};
    size_t n = 0;
    for (uint32_t w = from; w < until; w++) {
        if (w == from || memcmp(&letters[w], &letters[w - 1], sizeof *letters) != 0)
            n = alike_probes((struct str){letters[w].letters, letters[w].len}, probes);
        for (size_t i = 0; i < n; i++) {
            uint64_t mixed = probe_mixed(probes[i], rows[w].kind != UNIT_WORD);
            uint64_t pair = mixed << 32 | w;
            buf_put(&p->heap[part][mixed >> 24], (struct str){(const char *)&pair, sizeof pair});
        }
    }
    for (size_t h = 0; h < HEAPS; h++)
        p->failed[part] |= p->heap[part][h].failed;
}

/* By the lower 24 bits of the probe; the words of equal ones are in order. */
static void sort_pairs(uint64_t *at, uint64_t *spare, size_t n)
{
    for (unsigned shift = 32; shift < 56; shift += 8) {
        size_t start[257] = {0};
        for (size_t i = 0; i < n; i++)
            start[(at[i] >> shift & 255) + 1]++;
        for (size_t d = 0; d < 256; d++)
            start[d + 1] += start[d];
        for (size_t i = 0; i < n; i++)
            spare[start[at[i] >> shift & 255]++] = at[i];
        uint64_t *swap = at;
        at = spare;
        spare = swap;
    }
}

static bool lay_heap(const struct probing *p, size_t heap)
{
    size_t n = p->start[heap + 1] - p->start[heap], got = 0;
    uint64_t *at = malloc((2 * n + 1) * sizeof *at);
    if (!at)
        return false;
    uint64_t *sorted = at + n;
    for (unsigned i = 0; i < p->parts; i++) {
        struct buf *from = &p->heap[i][heap];
        if (from->len)
            memcpy(at + got, from->s, from->len);
        got += from->len / sizeof *at;
        buf_free(from);
    }
    sort_pairs(at, sorted, got); /* three passes end in the spare half */
    for (size_t i = 0; i < got; i++) {
        uint32_t mixed = (uint32_t)(sorted[i] >> 32);
        p->words[p->start[heap] + i] = (uint32_t)sorted[i];
        p->tags[p->start[heap] + i] = (uint8_t)mixed;
        p->at[probe_bucket(mixed, p->bits) + 1]++; /* counts, until lay_all adds them up */
    }
    free(at);
    return true;
}

static void lay_part(void *ctx, unsigned part)
{
    const struct probing *p = ctx;
    for (size_t h = part; h < HEAPS; h += p->parts)
        p->failed[part] |= !lay_heap(p, h);
}

static size_t heap_total(const struct probing *p, size_t heap)
{
    size_t n = 0;
    for (unsigned i = 0; i < p->parts; i++)
        n += p->heap[i][heap].len / sizeof(uint64_t);
    return n;
}

static bool lay_all(struct probing *p)
{
    struct index_builder *b = p->b;
    for (size_t h = 0; h < HEAPS; h++)
        p->start[h + 1] = p->start[h] + heap_total(p, h);
    size_t total = p->start[HEAPS];
    for (p->bits = 8; p->bits < 31 && (size_t)1 << p->bits < total / 4;)
        p->bits++;
    if (total > UINT32_MAX) {
        b->full = "words";
        return false;
    }
    size_t buckets = (size_t)1 << p->bits;
    p->at = rows_make(b, SECTION_PROBES_AT, buckets + 1);
    p->words = rows_make(b, SECTION_PROBES, total);
    p->tags = rows_make(b, SECTION_TAGS, total);
    if (!p->at || (total && (!p->words || !p->tags)))
        return false;
    memset(p->at, 0, (buckets + 1) * sizeof *p->at);
    parts_run(p->parts, lay_part, p);
    for (size_t i = 0; i < buckets; i++)
        p->at[i + 1] += p->at[i];
    return true;
}

bool probes_make(struct index_builder *b)
{
    struct probing p = {.b = b, .parts = b->threads};
    bool good = false;
    p.heap = calloc(p.parts, sizeof *p.heap);
    p.failed = calloc(p.parts, sizeof *p.failed);
    if (!p.heap || !p.failed)
        goto out;
    parts_run(p.parts, deal_part, &p);
    good = lay_all(&p);
    for (unsigned i = 0; i < p.parts; i++)
        good &= !p.failed[i];
out:
    for (unsigned i = 0; i < p.parts && p.heap; i++)
        for (size_t h = 0; h < HEAPS; h++)
            buf_free(&p.heap[i][h]);
    free(p.heap);
    free(p.failed);
    return good;
}
