/* SPDX-License-Identifier: Apache-2.0 */
/* similar.c - from a word to the words that are alike to it: those that share a
 * probe with it are compared, and what came of it is remembered, because the
 * same names are common among those who are asked about. */
#include "index/similar.h"

#include "index/sum.h"

#include <stdlib.h>
#include <string.h>

enum {
    POOL_LIMIT = 1 << 20, /* of 16 bytes */
    KNOWN_LIMIT = 1 << 17,
};

struct known_word {
    struct disk_letters letters; /* len 0: a free slot */
    uint8_t in;
    struct similar_set set;
};

bool similar_begin(struct similar_known *k, const struct index *ix)
{
    *k = (struct similar_known){.mask = 1023};
    k->slots = calloc(k->mask + 1, sizeof *k->slots);
    k->seen = calloc(ix->words / 64 + 1, sizeof *k->seen);
    return k->slots && k->seen;
}

void similar_end(struct similar_known *k)
{
    free(k->slots);
    free(k->pool);
    free(k->seen);
    free(k->shared);
}

void similar_trim(struct similar_known *k)
{
    if (k->used <= POOL_LIMIT && k->count <= KNOWN_LIMIT)
        return;
    memset(k->slots, 0, (k->mask + 1) * sizeof *k->slots);
    k->count = k->used = 0;
}

/* ---- What is remembered. */

static struct known_word *known_slot(const struct similar_known *k, const struct known_word *w)
{
    size_t at = (size_t)sum_of(&w->letters, sizeof w->letters) + w->in;
    for (;; at++) {
        struct known_word *slot = &k->slots[at & k->mask];
        if (!slot->letters.len ||
            (slot->in == w->in && !memcmp(&slot->letters, &w->letters, sizeof w->letters)))
            return slot;
    }
}

static bool known_grow(struct similar_known *k)
{
    if (2 * k->count < k->mask)
        return true;
    struct similar_known wider = *k;
    wider.mask = 2 * k->mask + 1;
    wider.slots = calloc(wider.mask + 1, sizeof *wider.slots);
    if (!wider.slots)
        return false;
    for (size_t i = 0; i <= k->mask; i++)
        if (k->slots[i].letters.len)
            *known_slot(&wider, &k->slots[i]) = k->slots[i];
    free(k->slots);
    *k = wider;
    return true;
}

/* ---- What shares a probe. */

/* `at`, or where it is now that there is room for `want`; NULL without memory. */
static void *room_for(void *at, size_t *room, size_t want, size_t size)
{
    if (want <= *room)
        return at;
    size_t wider = *room ? *room : 1024;
    while (wider < want)
        wider *= 2;
    void *grown = realloc(at, wider * size);
    if (grown)
        *room = wider;
    return grown;
}

static bool shared_add(struct similar_known *k, const struct index *ix, uint32_t probe)
{
    uint32_t mixed = probe_mixed(probe);
    const uint32_t *at = index_at(ix, SECTION_PROBES_AT, probe_bucket(mixed, ix->probe_bits), 2);
    if (!at || at[1] <= at[0])
        return true;
    uint32_t count = at[1] - at[0];
    const uint32_t *words = index_at(ix, SECTION_PROBES, at[0], count);
    const uint8_t *tags = index_at(ix, SECTION_TAGS, at[0], count);
    if (!words || !tags)
        return true;
    uint32_t *room =
        room_for(k->shared, &k->shared_room, k->shared_count + count, sizeof *k->shared);
    if (!room)
        return false;
    k->shared = room;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t w = words[i];
        if (tags[i] != (uint8_t)mixed || w >= ix->words || k->seen[w / 64] >> w % 64 & 1)
            continue;
        k->seen[w / 64] |= (uint64_t)1 << w % 64;
        k->shared[k->shared_count++] = w;
    }
    return true;
}

static bool shared_words(struct similar_known *k, const struct index *ix, struct str letters)
{
    uint32_t probes[ALIKE_PROBES];
    size_t n = alike_probes(letters, probes);
    bool good = true;
    k->shared_count = 0;
    for (size_t i = 0; i < n && good; i++)
        good = shared_add(k, ix, probes[i]);
    for (size_t i = 0; i < k->shared_count; i++)
        k->seen[k->shared[i] / 64] = 0;
    k->compared += k->shared_count;
    return good;
}

/* ---- Comparing. */

static void compare_with(struct similar_known *k, const struct index *ix, struct str letters,
                         enum letters in, uint32_t word)
{
    const struct disk_letters *l = index_at(ix, SECTION_LETTERS, word, 1);
    const struct disk_word *d = index_at(ix, SECTION_WORDS, word, 2);
    if (!l || !d)
        return;
    if (!l->len || l->len > WORD_MAX || d->in >= LETTERS_COUNT || d->kind >= UNIT_KINDS ||
        d[1].postings < d->postings) {
        index_damaged(ix, (size_t)((const unsigned char *)l - ix->map));
        return;
    }
    unsigned cost = alike_cost(letters, in, (struct str){l->letters, l->len}, d->in);
    if (cost < ALIKE_FAR)
        k->pool[k->used++] = (struct similar){.word = word,
                                              .postings = d->postings,
                                              .names = d[1].postings - d->postings,
                                              .cost = (uint8_t)cost,
                                              .kind = d->kind};
}

static int by_number(const void *a, const void *b)
{
    const struct similar *x = a, *y = b;
    return x->word < y->word ? -1 : x->word > y->word;
}

bool similar_words(struct similar_known *k, const struct index *ix, struct str letters,
                   enum letters in, struct similar_set *out)
{
    struct known_word w = {.letters.len = (uint8_t)letters.len, .in = (uint8_t)in};
    k->asked++;
    if (!letters.len || letters.len > WORD_MAX) {
        *out = (struct similar_set){0};
        return true;
    }
    memcpy(w.letters.letters, letters.s, letters.len);
    struct known_word *slot = known_slot(k, &w);
    if (slot->letters.len) {
        k->hit++;
        *out = slot->set;
        return true;
    }
    if (!shared_words(k, ix, letters) || !known_grow(k))
        return false;
    struct similar *pool =
        room_for(k->pool, &k->room, k->used + k->shared_count + 1, sizeof *k->pool);
    if (!pool)
        return false;
    k->pool = pool;
    w.set.at = (uint32_t)k->used;
    for (size_t i = 0; i < k->shared_count; i++)
        compare_with(k, ix, letters, in, k->shared[i]);
    w.set.count = (uint32_t)(k->used - w.set.at);
    qsort(k->pool + w.set.at, w.set.count, sizeof *k->pool, by_number);
    *known_slot(k, &w) = w;
    k->count++;
    *out = w.set;
    return true;
}
