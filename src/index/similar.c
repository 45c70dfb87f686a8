/* SPDX-License-Identifier: Apache-2.0 */
/* similar.c - from a word to the words that may be alike to it: those that share a
 * probe with it.  They are remembered, and what each costs once it was asked for,
 * because the same names are common among those who are asked about. */
#include "index/similar.h"

#include <stdlib.h>
#include <string.h>

enum {
    POOL_LIMIT = 1 << 20, /* of 16 bytes */
    KNOWN_LIMIT = 1 << 17,
};

struct known_word {
    struct disk_letters letters; /* len 0: a free slot */
    uint8_t in;
    bool joins;
    uint8_t again;  /* how often other queries asked for it, as far as SETTLED_AT */
    uint32_t query; /* the last that asked for it */
    struct similar_set set;
};

/* When a word is asked for again so often, all its words are compared: then those that are
 * not alike to it are forgotten, and are neither walked nor held ever after. */
enum { SETTLED_AT = 8 };

/* Units whose numbers are equal modulo this many take each other's place. */
enum { READY = 16 };

struct similar_ready {
    size_t unit; /* 1 + its number; 0 is nothing */
    struct alike_sought word;
};

bool similar_begin(struct similar_known *k, const struct index *ix)
{
    *k = (struct similar_known){.mask = 1023, .room = 1024};
    k->pool = calloc(k->room, sizeof *k->pool);
    k->slots = calloc(k->mask + 1, sizeof *k->slots);
    k->seen = calloc(ix->words / 64 + 1, sizeof *k->seen);
    k->ready = calloc(READY, sizeof *k->ready);
    return k->slots && k->seen && k->pool && k->ready;
}

void similar_end(struct similar_known *k)
{
    free(k->slots);
    free(k->pool);
    free(k->seen);
    free(k->ready);
}

void similar_trim(struct similar_known *k)
{
    k->query++;
    for (size_t i = 0; i < READY; i++)
        k->ready[i].unit = 0;
    if (k->used <= POOL_LIMIT && k->count <= KNOWN_LIMIT)
        return;
    memset(k->slots, 0, (k->mask + 1) * sizeof *k->slots);
    k->count = k->used = 0;
}

/* ---- What is remembered. */

static struct known_word *known_slot(const struct similar_known *k, const struct known_word *w)
{
    uint64_t part[4], h = w->in | (uint64_t)w->joins << 8;
    memcpy(part, &w->letters, sizeof part);
    for (size_t i = 0; i < COUNT(part); i++)
        h = ((h ^ part[i]) * 0x9E3779B185EBCA87u) ^ (h >> 29);
    size_t at = (size_t)h;
    for (;; at++) {
        struct known_word *slot = &k->slots[at & k->mask];
        if (!slot->letters.len || (slot->in == w->in && slot->joins == w->joins &&
                                   !memcmp(&slot->letters, &w->letters, sizeof w->letters)))
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

/* The bucket of a probe, asked for early. */
struct bucket {
    uint32_t at, count;
};

static struct bucket bucket_of(const struct index *ix, uint32_t mixed)
{
    const uint32_t *at = index_at(ix, SECTION_PROBES_AT, probe_bucket(mixed, ix->probe_bits), 2);
    if (!at || at[1] <= at[0])
        return (struct bucket){0};
    index_ahead(ix, SECTION_TAGS, at[0]);
    index_ahead(ix, SECTION_PROBES, at[0]);
    return (struct bucket){at[0], at[1] - at[0]};
}

/* Adds words of the probe's bucket that were not added yet, and joins when they are
 * wanted. */
static bool shared_add(struct similar_known *k, const struct index *ix, struct bucket b,
                       uint32_t mixed, bool joins)
{
    const uint8_t *tags = b.count ? index_at(ix, SECTION_TAGS, b.at, b.count) : NULL;
    const uint32_t *words = tags ? index_at(ix, SECTION_PROBES, b.at, b.count) : NULL;
    if (!words)
        return true;
    struct similar *pool = room_for(k->pool, &k->room, k->used + b.count, sizeof *pool);
    if (!pool)
        return false;
    k->pool = pool;
    for (uint32_t i = 0; i < b.count; i++) {
        if ((tags[i] & ~(unsigned)joins) != (uint8_t)mixed)
            continue;
        uint32_t w = words[i];
        if (w >= ix->words || k->seen[w / 64] >> w % 64 & 1)
            continue;
        k->seen[w / 64] |= (uint64_t)1 << w % 64;
        pool[k->used++] = (struct similar){.word = w};
    }
    return true;
}

static struct alike_sought *ready_for(struct similar_known *k, struct similar_unit unit)
{
    struct similar_ready *r = &k->ready[unit.number % READY];
    if (r->unit != unit.number + 1) {
        alike_sought_begin(&r->word, unit.letters, unit.in);
        r->unit = unit.number + 1;
    }
    return &r->word;
}

/* The letters of a word and what they are in; false when there is no such word. */
static bool letters_of(const struct index *ix, uint32_t word, struct str *letters, enum letters *in)
{
    const struct disk_letters *l = index_at(ix, SECTION_LETTERS, word, 1);
    const struct disk_word *d = index_at(ix, SECTION_WORDS, word, 1);
    if (!l || !d)
        return false;
    if (!l->len || l->len > WORD_MAX || d->in >= LETTERS_COUNT) {
        index_damaged(ix, (size_t)((const unsigned char *)l - ix->map));
        return false;
    }
    *letters = (struct str){l->letters, l->len};
    *in = d->in;
    return true;
}

static void shared_fill(struct similar_known *k, const struct index *ix, struct similar_unit unit,
                        struct similar *w)
{
    struct str letters;
    enum letters in;
    const struct disk_word *d = index_at(ix, SECTION_WORDS, w->word, 2);
    if (!d)
        return;
    if (d->kind >= UNIT_KINDS || d[1].postings < d->postings) {
        index_damaged(ix, (size_t)((const unsigned char *)d - ix->map));
        return;
    }
    w->postings = d->postings;
    w->names = d[1].postings - d->postings;
    w->kind = d->kind;
    w->cost = 0;
    if (unit.bound && letters_of(ix, w->word, &letters, &in))
        w->cost = (uint8_t)alike_sought_least(ready_for(k, unit), letters, in);
}

/* How many words ahead their letters are asked for. */
enum { AHEAD = 32 };

static void letters_ahead(const struct index *ix, uint32_t word)
{
    index_ahead(ix, SECTION_LETTERS, word);
    index_ahead(ix, SECTION_WORDS, word);
}

static bool shared_words(struct similar_known *k, const struct index *ix, struct similar_unit unit,
                         struct similar_set *out)
{
    uint32_t probes[ALIKE_PROBES];
    struct bucket buckets[ALIKE_PROBES];
    size_t n = alike_probes(unit.letters, probes), from = k->used;
    bool good = true;
    for (size_t i = 0; i < n; i++) {
        probes[i] = probe_mixed(probes[i], false);
        index_ahead(ix, SECTION_PROBES_AT, probe_bucket(probes[i], ix->probe_bits));
    }
    for (size_t i = 0; i < n; i++)
        buckets[i] = bucket_of(ix, probes[i]);
    for (size_t i = 0; i < n && good; i++)
        good = shared_add(k, ix, buckets[i], probes[i], unit.joins);
    for (size_t i = from; i < k->used; i++) {
        if (i + AHEAD < k->used)
            letters_ahead(ix, k->pool[i + AHEAD].word);
        k->seen[k->pool[i].word / 64] = 0;
        shared_fill(k, ix, unit, &k->pool[i]);
    }
    *out = (struct similar_set){(uint32_t)from, (uint32_t)(k->used - from)};
    k->shared += out->count;
    return good;
}

unsigned similar_cost(struct similar_known *k, const struct index *ix, struct similar_unit unit,
                      struct similar *w, unsigned limit)
{
    struct str letters;
    enum letters in;
    if (w->known || w->cost >= limit)
        return w->cost < limit ? w->cost : ALIKE_FAR;
    unsigned cost = ALIKE_FAR;
    if (letters_of(ix, w->word, &letters, &in)) {
        k->compared++;
        cost = alike_sought_cost(ready_for(k, unit), letters, in, limit);
    }
    w->known = cost < ALIKE_FAR || limit >= RARITY_SPELT;
    w->cost = (uint8_t)(w->known ? cost : limit);
    return cost;
}

unsigned similar_cost_of(struct similar_known *k, const struct index *ix, struct similar_unit unit,
                         uint32_t word)
{
    struct similar w = {.word = word};
    return similar_cost(k, ix, unit, &w, RARITY_SPELT);
}

/* Leaves only the words that are alike.  Not within a query that has asked for them already:
 * it knows them by where they are. */
static void settle(struct similar_known *k, const struct index *ix, struct similar_unit unit,
                   struct similar_set *set)
{
    uint32_t kept = set->at;
    for (uint32_t i = set->at; i < set->at + set->count; i++)
        if (similar_cost(k, ix, unit, &k->pool[i], RARITY_SPELT) < ALIKE_FAR)
            k->pool[kept++] = k->pool[i];
    set->count = kept - set->at;
}

static void ask_again(struct similar_known *k, const struct index *ix, struct similar_unit unit,
                      struct known_word *slot)
{
    bool other = slot->query != k->query;
    k->hit++;
    slot->query = k->query;
    if (unit.bound || !other || slot->again == SETTLED_AT)
        return;
    slot->again++;
    if (slot->again == SETTLED_AT)
        settle(k, ix, unit, &slot->set);
}

bool similar_words(struct similar_known *k, const struct index *ix, struct similar_unit unit,
                   struct similar_set *out)
{
    struct str letters = unit.letters;
    struct known_word w = {.letters.len = (uint8_t)letters.len,
                           .in = (uint8_t)unit.in,
                           .joins = unit.joins,
                           .query = k->query};
    k->asked++;
    if (!letters.len || letters.len > WORD_MAX) {
        *out = (struct similar_set){0};
        return true;
    }
    memcpy(w.letters.letters, letters.s, letters.len);
    struct known_word *slot = known_slot(k, &w);
    if (slot->letters.len) {
        ask_again(k, ix, unit, slot);
        *out = slot->set;
        return true;
    }
    if (!known_grow(k) || !shared_words(k, ix, unit, &w.set))
        return false;
    *known_slot(k, &w) = w;
    k->count++;
    *out = w.set;
    return true;
}
