/* SPDX-License-Identifier: Apache-2.0 */
/* search.c - exact candidates by MaxScore.
 *
 *   1. For each unit of the query, the words of the snapshot that are alike.
 *   2. For each word of the query, the most that it could add.  Words with many
 *      names are left aside, as long as all that are cannot reach `need`.
 *   3. The names of what covers a word not left aside, each with the sum of what
 *      was found: those that would reach `need` with all that was left aside.
 *   4. Of each of these its units, held against all words of step 1.
 *
 * Every step but the last gives upper bounds (doc/design/index.md). */
#include "index/reach.h"
#include "index/similar.h"

#include <stdlib.h>
#include <string.h>

/* A word that is alike to a unit of the query. */
struct pair {
    uint32_t word; /* + 1; 0: a free slot */
    uint8_t unit, cost;
};

struct index_scratch {
    const struct index *ix;
    struct similar_known known;
    uint16_t *sums; /* of each name; all zero between searches */
    uint32_t *names;
    size_t room;
    struct pair *pairs; /* open addressing */
    unsigned pair_bits;
    size_t pair_room;
    struct index_effort effort;
};

struct plan {
    const struct index_query *query;
    struct reach reach;
    size_t count; /* units */
    unsigned need;
    struct similar_set set[SOUGHT_MAX];
    uint16_t best[SOUGHT_MAX];  /* the most that the unit can add */
    uint64_t names[SOUGHT_MAX]; /* in the postings of its words */
    unsigned most[WORDS_MAX];   /* the most that is put down to a word */
    unsigned total;             /* sum of `most` */
    unsigned left;              /* sum of `most` of the words left aside */
    bool aside[WORDS_MAX];
    bool done; /* nothing can be found */
};

struct index_scratch *index_scratch_new(const struct index *ix)
{
    struct index_scratch *s = calloc(1, sizeof *s);
    if (!s)
        return NULL;
    s->ix = ix;
    s->sums = calloc((size_t)ix->names + 1, sizeof *s->sums);
    if (!similar_begin(&s->known, ix) || !s->sums) {
        index_scratch_free(s);
        return NULL;
    }
    return s;
}

void index_scratch_free(struct index_scratch *s)
{
    if (!s)
        return;
    similar_end(&s->known);
    free(s->sums);
    free(s->names);
    free(s->pairs);
    free(s);
}

struct index_effort index_effort(const struct index_scratch *s)
{
    struct index_effort e = s->effort;
    e.words = s->known.asked;
    e.known = s->known.hit;
    e.shared = s->known.compared;
    return e;
}

/* ---- 1. Words. */

/* What matching the unit with that word adds, or 0. */
static unsigned gain(const struct index_sought *u, const struct similar *w)
{
    unsigned joins = 1u << UNIT_JOIN | 1u << UNIT_JOIN_OVER;
    unsigned kinds = w->kind == UNIT_JOIN ? joins : 1u << w->kind;
    return u->accept & kinds ? rarity_left(u->weight, w->cost) : 0;
}

static const struct similar *words_of(const struct index_scratch *s, const struct plan *p,
                                      size_t unit)
{
    return s->known.pool + p->set[unit].at;
}

static bool find_words(struct index_scratch *s, struct plan *p)
{
    for (size_t i = 0; i < p->count; i++) {
        const struct index_sought *u = &p->query->units[i];
        bool sound = u->count && u->first + u->count <= WORDS_MAX;
        if (u->weight && sound && !similar_words(&s->known, s->ix, u->letters, u->in, &p->set[i]))
            return false;
    }
    for (size_t i = 0; i < p->count; i++) {
        const struct similar *w = words_of(s, p, i);
        for (size_t k = 0; k < p->set[i].count; k++) {
            unsigned adds = gain(&p->query->units[i], &w[k]);
            p->best[i] = (uint16_t)(adds > p->best[i] ? adds : p->best[i]);
            p->names[i] += adds ? w[k].names : 0;
        }
    }
    return true;
}

/* ---- 2. Bounds. */

/* Puts down to words what units can add: of any unit, the words that it covers
 * have at least as much as it adds.  What a join adds beyond its words goes to
 * its dearest word. */
static void bound_words(struct plan *p)
{
    for (size_t k = 0; k < p->reach.count; k++) {
        size_t i = p->reach.order[k];
        const struct index_sought *u = &p->query->units[i];
        unsigned *dearest = &p->most[u->first], sum = 0;
        for (size_t w = u->first; w < (size_t)u->first + u->count; w++) {
            sum += p->most[w];
            dearest = p->most[w] > *dearest ? &p->most[w] : dearest;
        }
        if (sum < p->best[i])
            *dearest += p->best[i] - sum;
    }
    for (size_t w = 0; w < p->reach.words; w++)
        p->total += p->most[w];
}

/* Names in the postings of units that cover the word. */
static uint64_t word_names(const struct plan *p, size_t word)
{
    uint64_t n = 0;
    for (size_t i = 0; i < p->count; i++) {
        const struct index_sought *u = &p->query->units[i];
        if (word >= u->first && word < (size_t)u->first + u->count)
            n += p->names[i];
    }
    return n;
}

/* Leaves aside the words with most names, for as long as need is out of their
 * reach. */
static void leave_aside(struct plan *p)
{
    uint64_t names[WORDS_MAX];
    uint8_t order[WORDS_MAX]; /* words, those with most names first */
    for (size_t w = 0; w < p->reach.words; w++) {
        size_t at = w;
        names[w] = word_names(p, w);
        for (; at && names[order[at - 1]] < names[w]; at--)
            order[at] = order[at - 1];
        order[at] = (uint8_t)w;
    }
    for (size_t i = 0; i < p->reach.words; i++) {
        size_t w = order[i];
        if (p->left + p->most[w] >= p->need)
            continue;
        p->aside[w] = true;
        p->left += p->most[w];
    }
}

static bool is_aside(const struct plan *p, const struct index_sought *u)
{
    for (size_t w = u->first; w < (size_t)u->first + u->count; w++)
        if (!p->aside[w])
            return false;
    return true;
}

/* ---- 3. Names. */

/* Room for the names of all units that are not left aside. */
static bool room_for_names(struct index_scratch *s, const struct plan *p)
{
    uint64_t want = 1;
    for (size_t i = 0; i < p->count; i++)
        want += p->best[i] && !is_aside(p, &p->query->units[i]) ? p->names[i] : 0;
    want = want < s->ix->names ? want : (uint64_t)s->ix->names + 1;
    if (want <= s->room)
        return true;
    free(s->names);
    s->names = malloc((size_t)want * 2 * sizeof *s->names);
    s->room = s->names ? (size_t)want * 2 : 0;
    return s->names != NULL;
}

/* What words outside of the unit can add at most. */
static unsigned others(const struct plan *p, const struct index_sought *u)
{
    unsigned own = 0;
    for (size_t w = u->first; w < (size_t)u->first + u->count; w++)
        own += p->most[w];
    return p->total - own;
}

static const uint32_t *postings_of(const struct index_scratch *s, const struct similar *w)
{
    return index_at(s->ix, SECTION_POSTINGS, w->postings, w->names);
}

static void add_postings(struct index_scratch *s, const struct similar *w, unsigned adds,
                         size_t *count)
{
    const uint32_t *names = postings_of(s, w);
    for (uint32_t i = 0; names && i < w->names; i++) {
        if (names[i] >= s->ix->names) {
            index_damaged(s->ix, (size_t)((const unsigned char *)&names[i] - s->ix->map));
            return;
        }
        unsigned sum = s->sums[names[i]];
        if (!sum)
            s->names[(*count)++] = names[i];
        sum += adds;
        s->sums[names[i]] = (uint16_t)(sum < UINT16_MAX ? sum : UINT16_MAX);
    }
    s->effort.postings += w->names;
}

/* The names that could reach need; their number. */
static size_t find_names(struct index_scratch *s, const struct plan *p)
{
    size_t met = 0, kept = 0;
    for (size_t i = 0; i < p->count; i++) {
        const struct index_sought *u = &p->query->units[i];
        const struct similar *w = words_of(s, p, i);
        if (!p->best[i] || is_aside(p, u))
            continue;
        unsigned rest = others(p, u);
        for (size_t k = 0; k < p->set[i].count; k++) {
            unsigned adds = gain(u, &w[k]);
            if (adds && adds + rest >= p->need)
                add_postings(s, &w[k], adds, &met);
        }
    }
    for (size_t i = 0; i < met; i++) {
        uint32_t name = s->names[i];
        if (s->sums[name] + p->left >= p->need)
            s->names[kept++] = name;
        s->sums[name] = 0;
    }
    return kept;
}

/* ---- 4. Each name in full. */

static bool make_pairs(struct index_scratch *s, const struct plan *p)
{
    size_t count = 0;
    for (size_t i = 0; i < p->count; i++)
        count += p->set[i].count;
    for (s->pair_bits = 5; (size_t)1 << s->pair_bits < 2 * count;)
        s->pair_bits++;
    size_t size = (size_t)1 << s->pair_bits, mask = size - 1;
    if (size > s->pair_room) {
        free(s->pairs);
        s->pairs = malloc(size * sizeof *s->pairs);
        s->pair_room = s->pairs ? size : 0;
        if (!s->pairs)
            return false;
    }
    memset(s->pairs, 0, size * sizeof *s->pairs);
    for (size_t i = 0; i < p->count; i++) {
        const struct similar *w = words_of(s, p, i);
        for (size_t k = 0; k < p->set[i].count; k++) {
            if (!gain(&p->query->units[i], &w[k]))
                continue;
            size_t at = w[k].word * 0x9E3779B1u >> (32 - s->pair_bits);
            while (s->pairs[at].word)
                at = (at + 1) & mask;
            s->pairs[at] = (struct pair){w[k].word + 1, (uint8_t)i, w[k].cost};
        }
    }
    return true;
}

static const struct pair *pair_first(const struct index_scratch *s, uint32_t word)
{
    return &s->pairs[word * 0x9E3779B1u >> (32 - s->pair_bits)];
}

static const struct pair *pair_next(const struct index_scratch *s, const struct pair *p)
{
    size_t at = (size_t)(p - s->pairs) + 1;
    return &s->pairs[at & (((size_t)1 << s->pair_bits) - 1)];
}

unsigned index_cost(const struct index_scratch *s, size_t unit, uint32_t word)
{
    for (const struct pair *p = pair_first(s, word); p->word; p = pair_next(s, p))
        if (p->word == word + 1 && p->unit == unit)
            return p->cost;
    return ALIKE_FAR;
}

static void hold(struct index_scratch *s, const struct plan *p, uint32_t name, index_visit *visit,
                 void *ctx)
{
    struct index_match match[SOUGHT_MAX];
    uint16_t adds[SOUGHT_MAX];
    struct index_units units = index_units(s->ix, name);
    size_t n = (size_t)units.count[0] + units.count[1] + units.count[2];
    for (size_t i = 0; i < p->count; i++) {
        match[i] = (struct index_match){ALIKE_FAR, 0};
        adds[i] = 0;
    }
    for (size_t k = 0; k < n; k++) {
        uint32_t word = units.at[k].word + 1;
        for (const struct pair *x = pair_first(s, word - 1); x->word; x = pair_next(s, x)) {
            const struct index_sought *u = &p->query->units[x->unit];
            if (x->word != word || x->cost >= match[x->unit].cost ||
                !(u->accept >> unit_is(units.at[k]) & 1))
                continue;
            match[x->unit] = (struct index_match){x->cost, (uint16_t)k};
            adds[x->unit] = (uint16_t)rarity_left(u->weight, x->cost);
        }
    }
    unsigned sum = reach_sum(&p->reach, adds);
    if (sum < p->need)
        return;
    s->effort.found++;
    visit(ctx, &(struct index_found){name, sum, units, match, s});
}

static bool search_plan(struct index_scratch *s, struct plan *p)
{
    reach_make(&p->reach, p->query);
    p->count = p->query->count < SOUGHT_MAX ? p->query->count : SOUGHT_MAX;
    p->need = p->query->need ? p->query->need : 1;
    if (!find_words(s, p))
        return false;
    if (reach_sum(&p->reach, p->best) < p->need) {
        p->done = true;
        return true;
    }
    bound_words(p);
    leave_aside(p);
    return make_pairs(s, p) && room_for_names(s, p);
}

enum status index_search(const struct index *ix, struct index_scratch *s,
                         const struct index_query *q, index_visit *visit, void *ctx,
                         struct error *err)
{
    struct plan p = {.query = q};
    s->effort.searches++;
    similar_trim(&s->known);
    if (!search_plan(s, &p))
        return fault(err, ERR_MEMORY, 0, "no memory to search");
    if (p.done)
        return index_sound(ix, err);
    size_t names = find_names(s, &p);
    s->effort.names += names;
    for (size_t i = 0; i < names; i++)
        hold(s, &p, s->names[i], visit, ctx);
    return index_sound(ix, err);
}
