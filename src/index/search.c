/* SPDX-License-Identifier: Apache-2.0 */
/* search.c - exact candidates by MaxScore, with costs worked out last.
 *
 *   1. A plan (plan.h): for each unit of the query the words of the snapshot that
 *      it can be matched with in a name that is found, and the words of the query
 *      that are left aside, since names that have none of the others are not found.
 *   2. The names of what covers a word not left aside, each with the sum of what
 *      was found: those that would be found with all that was left aside (walk.h).
 *   3. Of each of these its units, held against the words of step 1.  Only of
 *      names that could still be found is worked out what their words cost.
 *
 * Every step but the last gives upper bounds (doc/design/index.md). */
#include "index/closed.h"
#include "index/walk.h"

#include <stdlib.h>
#include <string.h>

/* What was told of the cost of a unit of the query and a word, for the next name that has it. */
struct told {
    uint64_t search; /* its number */
    uint32_t word;
    uint8_t unit, cost;
};
enum { TOLD = 1024, SHARED_BITS = 14 };

/* A word that a unit of the query can be matched with. */
struct pair {
    uint32_t word; /* + 1; 0: a free slot */
    uint32_t item; /* in the pool */
    uint32_t unit;
};

struct index_scratch {
    const struct index *ix;
    struct similar_known known;
    struct plan plan;
    struct walk walk;
    struct pair *pairs; /* open addressing */
    unsigned pair_bits;
    size_t pair_room;
    bool guessed;                             /* of the name at hand is told what it adds at most */
    struct told told[TOLD];                   /* each at its hash alone */
    bool all_looked;                          /* every unit was looked for */
    uint64_t sharing;                         /* the search that `shared` is of */
    uint64_t shared[(1 << SHARED_BITS) / 64]; /* by hash: words that share a probe with a unit */
    struct index_effort effort;
};

struct index_scratch *index_scratch_new(const struct index *ix)
{
    struct index_scratch *s = calloc(1, sizeof *s);
    if (!s)
        return NULL;
    s->ix = ix;
    if (!similar_begin(&s->known, ix) || !walk_begin(&s->walk, ix)) {
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
    plan_free(&s->plan);
    walk_end(&s->walk);
    free(s->pairs);
    free(s);
}

struct index_effort index_effort(const struct index_scratch *s)
{
    struct index_effort e = s->effort;
    e.words = s->known.asked;
    e.known = s->known.hit;
    e.shared = s->known.shared;
    e.compared = s->known.compared;
    e.postings = s->walk.postings;
    return e;
}

/* ---- 3. Each name in full. */

static size_t pair_slot(const struct index_scratch *s, uint32_t word)
{
    return word * 0x9E3779B1u >> (32 - s->pair_bits);
}

static size_t pair_next(const struct index_scratch *s, size_t slot)
{
    return (slot + 1) & (((size_t)1 << s->pair_bits) - 1);
}

static bool room_for_pairs(struct index_scratch *s, const struct plan *p)
{
    size_t count = 0;
    for (size_t k = 0; k < p->reach.count; k++)
        count += p->set[p->reach.order[k]].count;
    for (s->pair_bits = 5; (size_t)1 << s->pair_bits < 2 * count;)
        s->pair_bits++;
    size_t size = (size_t)1 << s->pair_bits;
    if (size > s->pair_room) {
        free(s->pairs);
        s->pairs = malloc(size * sizeof *s->pairs);
        s->pair_room = s->pairs ? size : 0;
    }
    if (s->pairs)
        memset(s->pairs, 0, size * sizeof *s->pairs);
    return s->pairs != NULL;
}

static bool make_pairs(struct index_scratch *s)
{
    const struct plan *p = &s->plan;
    if (!room_for_pairs(s, p))
        return false;
    for (size_t k = 0; k < p->reach.count; k++) {
        size_t i = p->reach.order[k];
        const struct plan_word *w = p->words + p->set[i].at;
        for (size_t j = 0; j < p->set[i].count; j++) {
            uint32_t word = s->known.pool[w[j].item].word;
            size_t at = pair_slot(s, word);
            while (s->pairs[at].word)
                at = pair_next(s, at);
            s->pairs[at] = (struct pair){word + 1, w[j].item, (uint32_t)i};
        }
    }
    return true;
}

static unsigned find_cost(struct index_scratch *s, size_t unit, uint32_t word)
{
    const struct plan *p = &s->plan;
    if (!p->looked[unit])
        return similar_cost_of(&s->known, s->ix, plan_unit(p->query, unit), word);
    struct similar *at = s->known.pool + p->shared[unit].at;
    for (uint32_t i = 0; i < p->shared[unit].count; i++)
        if (at[i].word == word)
            return similar_cost(&s->known, s->ix, plan_unit(p->query, unit), &at[i], RARITY_SPELT);
    return ALIKE_FAR;
}

static uint32_t word_hash(uint32_t word)
{
    return word * 0x9E3779B1u >> (32 - SHARED_BITS);
}

/* All words that share a probe with a unit of the query, and whether every unit was looked for. */
static void find_shared(struct index_scratch *s)
{
    const struct plan *p = &s->plan;
    s->sharing = s->effort.searches;
    s->all_looked = true;
    memset(s->shared, 0, sizeof s->shared);
    for (size_t k = 0; k < p->reach.count; k++) {
        const struct similar_set *set = &p->shared[p->reach.order[k]];
        s->all_looked &= p->looked[p->reach.order[k]];
        for (uint32_t i = 0; i < set->count; i++) {
            uint32_t h = word_hash(s->known.pool[set->at + i].word);
            s->shared[h / 64] |= (uint64_t)1 << h % 64;
        }
    }
}

bool index_meets(struct index_scratch *s, uint32_t word)
{
    uint32_t h = word_hash(word);
    if (s->sharing != s->effort.searches)
        find_shared(s);
    return !s->all_looked || s->shared[h / 64] >> h % 64 & 1;
}

unsigned index_cost(struct index_scratch *s, size_t unit, uint32_t word)
{
    struct told *t = &s->told[(word_hash(word) ^ unit * 37) % TOLD];
    if (t->search != s->effort.searches || t->word != word || t->unit != unit)
        *t = (struct told){s->effort.searches, word, (uint8_t)unit,
                           (uint8_t)find_cost(s, unit, word)};
    return t->cost;
}

/* What the pair adds at most, or with `costs` what it adds; 0 when less than it
 * must. */
static unsigned pair_adds(struct index_scratch *s, const struct pair *x, bool costs)
{
    const struct plan *p = &s->plan;
    struct similar *w = &s->known.pool[x->item];
    if (costs)
        similar_cost(&s->known, s->ix, plan_unit(p->query, x->unit), w, plan_limit(p, x->unit));
    unsigned adds = plan_gain(&p->query->units[x->unit], w);
    if (adds < p->least[x->unit])
        return 0;
    s->guessed |= !w->known;
    return adds;
}

/* Tells every match of a unit of the name with one of the query. */
typedef void tell_match(void *ctx, size_t sought, size_t unit, unsigned adds);

static ALWAYS_INLINE void each_match(struct index_scratch *s, const struct index_units *units,
                                     bool costs, tell_match *tell, void *ctx)
{
    const struct index_sought *sought = s->plan.query->units;
    size_t n = (size_t)units->count[0] + units->count[1] + units->count[2];
    for (size_t k = 0; k < n; k++) {
        uint32_t word = units->at[k].word + 1;
        for (size_t at = pair_slot(s, word - 1); s->pairs[at].word; at = pair_next(s, at)) {
            const struct pair *x = &s->pairs[at];
            unsigned adds = x->word == word && sought[x->unit].accept >> unit_is(units->at[k]) & 1
                                ? pair_adds(s, x, costs)
                                : 0;
            if (adds)
                tell(ctx, x->unit, k, adds);
        }
    }
}

static void tell_most(void *ctx, size_t sought, size_t unit, unsigned adds)
{
    uint16_t *most = ctx;
    (void)unit;
    if (adds > most[sought])
        most[sought] = (uint16_t)adds;
}

static void tell_closed(void *ctx, size_t sought, size_t unit, unsigned adds)
{
    closed_meet(ctx, sought, unit, adds);
}

/* What the best two of a name's units add, matched with one of the query. */
struct two_best {
    size_t sought;
    unsigned first, second;
};

static void tell_second(void *ctx, size_t sought, size_t unit, unsigned adds)
{
    struct two_best *b = ctx;
    if (sought != b->sought)
        return;
    unsigned lesser = adds < b->first ? adds : b->first;
    b->second = lesser > b->second ? lesser : b->second;
    b->first = adds > b->first ? adds : b->first;
    (void)unit;
}

static void least_again(struct index_scratch *s, const struct index_units *units, bool costs,
                        uint16_t most[SOUGHT_MAX + 1])
{
    for (size_t i = 0; i < s->plan.count; i++) {
        if (!s->plan.query->units[i].again)
            continue;
        struct two_best b = {.sought = i};
        each_match(s, units, costs, tell_second, &b);
        most[i] = (uint16_t)b.second;
    }
}

static struct reach_best best_of(struct index_scratch *s, const struct index_units *units,
                                 bool costs, uint16_t most[SOUGHT_MAX + 1])
{
    const struct plan *p = &s->plan;
    for (size_t i = 0; i < p->count; i++)
        most[i] = 0;
    most[REACH_NONE] = 0;
    each_match(s, units, costs, tell_most, most);
    if (p->again)
        least_again(s, units, costs, most);
    return reach_best(&p->reach, most);
}

/* What the name adds up to, or 0 when it is not found. */
static unsigned sum_of_name(struct index_scratch *s, const struct index_units *units)
{
    const struct plan *p = &s->plan;
    uint16_t most[SOUGHT_MAX + 1];
    s->guessed = false;
    struct reach_best b = best_of(s, units, false, most);
    if (!reach_open(b, p->query) && !reach_full(b, p->query))
        return 0;
    if (s->guessed)
        b = best_of(s, units, true, most);
    unsigned open = reach_open(b, p->query);
    if (!reach_full(b, p->query) || b.full <= (int)open)
        return open;
    struct closed c;
    closed_begin(&c, &p->reach, p->query, most, units);
    each_match(s, units, true, tell_closed, &c);
    return closed_end(&c) ? (unsigned)b.full : open;
}

static void hold(struct index_scratch *s, uint32_t name, index_visit *visit, void *ctx)
{
    struct index_units units = index_units(s->ix, name);
    s->effort.names++;
    unsigned sum = sum_of_name(s, &units);
    if (!sum)
        return;
    s->effort.found++;
    visit(ctx, &(struct index_found){name, sum, units});
}

/* Names lie far from each other: those some way ahead are asked for early. */
static void ahead(const struct index *ix, const uint32_t *names, size_t i, size_t count)
{
    enum { FIRST = 48, SECOND = 24 };
    const uint32_t *at = (const void *)(ix->map + ix->head->section[SECTION_UNITS_AT].at);
    if (i + FIRST < count)
        index_ahead(ix, SECTION_UNITS_AT, names[i + FIRST]);
    if (i + SECOND < count)
        index_ahead(ix, SECTION_UNITS, at[names[i + SECOND]]);
}

enum status index_search(const struct index *ix, struct index_scratch *s,
                         const struct index_query *q, index_visit *visit, void *ctx,
                         struct error *err)
{
    struct plan *p = &s->plan;
    s->effort.searches++;
    similar_trim(&s->known);
    const struct walk *w = &s->walk;
    if (!plan_make(p, &s->known, ix, q) || (!p->nothing && !walk_names(&s->walk, p, &s->known)))
        return fault(err, ERR_MEMORY, 0, "no memory to search");
    if (p->nothing)
        return index_sound(ix, err);
    if (w->count && !make_pairs(s))
        return fault(err, ERR_MEMORY, 0, "no memory to search");
    for (size_t i = 0; i < w->count; i++) {
        ahead(ix, w->names, i, w->count);
        if (w->names[i] < ix->names)
            hold(s, w->names[i], visit, ctx);
    }
    return index_sound(ix, err);
}
