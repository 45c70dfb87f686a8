/* SPDX-License-Identifier: Apache-2.0 */
/* search.c - exact candidates by MaxScore, with costs worked out last.
 *
 *   1. For each unit of the query, the words of the snapshot that share a probe.
 *   2. For each word of the query, the most that it could add.  Words with many
 *      names are left aside, as long as all that are cannot reach `need`.
 *   3. The names of what covers a word not left aside, each with the sum of what
 *      was found: those that would reach `need` with all that was left aside.
 *   4. Of each of these its units, held against the words of step 1.  Only of
 *      names that could still reach `need` is worked out what their words cost.
 *
 * Every step but the last gives upper bounds (doc/design/index.md). */
#include "index/reach.h"
#include "index/similar.h"

#include <stdlib.h>
#include <string.h>

/* A word that shares a probe with a unit of the query. */
struct pair {
    uint32_t word; /* + 1; 0: a free slot */
    uint32_t item; /* in the pool */
    uint32_t unit;
};

struct index_scratch {
    const struct index *ix;
    const struct index_query *query;
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
    uint16_t best[SOUGHT_MAX + 1]; /* the most that the unit can add */
    uint64_t names[SOUGHT_MAX];    /* in the postings of its words */
    unsigned most[WORDS_MAX];      /* the most that is put down to a word */
    unsigned total;                /* sum of `most` */
    unsigned left;                 /* sum of `most` of the words left aside */
    uint8_t order[WORDS_MAX];      /* words, those with fewest names first */
    size_t tried;                  /* words of `order` that are not left aside */
    bool done;                     /* nothing can be found */
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
    e.shared = s->known.shared;
    e.compared = s->known.compared;
    return e;
}

/* ---- 1. Words. */

/* The most that matching the unit with that word can add, as far as is known. */
static unsigned gain(const struct index_sought *u, const struct similar *w)
{
    unsigned joins = 1u << UNIT_JOIN | 1u << UNIT_JOIN_OVER;
    unsigned kinds = w->kind == UNIT_JOIN ? joins : 1u << w->kind;
    return u->accept & kinds ? rarity_left(u->weight, w->cost) : 0;
}

static struct similar *words_of(const struct index_scratch *s, const struct plan *p, size_t unit)
{
    return s->known.pool + p->set[unit].at;
}

static bool find_unit(struct index_scratch *s, struct plan *p, size_t i)
{
    const struct index_sought *u = &p->query->units[i];
    p->best[i] = 0;
    if (!similar_words(&s->known, s->ix, (struct similar_unit){u->letters, u->in, i}, &p->set[i]))
        return false;
    const struct similar *w = words_of(s, p, i);
    for (size_t k = 0; k < p->set[i].count; k++) {
        unsigned adds = gain(u, &w[k]);
        p->best[i] = (uint16_t)(adds > p->best[i] ? adds : p->best[i]);
        p->names[i] += adds ? w[k].names : 0;
    }
    return true;
}

/* Until it was looked for, a unit may add all of its weight; as soon as need is
 * out of reach the others are not looked for. */
static bool find_words(struct index_scratch *s, struct plan *p)
{
    for (size_t k = 0; k < p->reach.count; k++) {
        size_t i = p->reach.order[k];
        p->best[i] = p->query->units[i].weight;
    }
    for (size_t k = 0; k < p->reach.count && !p->done; k++) {
        size_t i = p->reach.order[k];
        if (p->best[i] && !find_unit(s, p, i))
            return false;
        if (p->best[i] < p->query->units[i].weight)
            p->done = !reach_enough(&p->reach, p->best, p->query);
    }
    p->done |= !reach_enough(&p->reach, p->best, p->query);
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

static bool covers(const struct index_sought *u, size_t word)
{
    return word >= u->first && word < (size_t)u->first + u->count;
}

/* Whether a name could be found for words left aside alone: one of them, which
 * then stands alone, or several. */
static bool would_do(const struct plan *p, size_t words, unsigned most)
{
    unsigned alone = p->query->alone > p->need ? p->query->alone : p->need;
    return most >= (words == 1 ? alone : p->need);
}

/* Orders words by their names, and leaves aside those with most for as long as
 * they alone would not do. */
static void leave_aside(struct plan *p)
{
    uint64_t names[WORDS_MAX] = {0};
    for (size_t k = 0; k < p->reach.count; k++) {
        size_t i = p->reach.order[k];
        const struct index_sought *u = &p->query->units[i];
        for (size_t w = u->first; w < (size_t)u->first + u->count; w++)
            names[w] += p->names[i];
    }
    for (size_t w = 0; w < p->reach.words; w++) {
        size_t at = w;
        for (; at && names[p->order[at - 1]] > names[w]; at--)
            p->order[at] = p->order[at - 1];
        p->order[at] = (uint8_t)w;
    }
    p->tried = p->reach.words;
    for (size_t aside = 1; p->tried; aside++) {
        unsigned most = p->left + p->most[p->order[p->tried - 1]];
        if (would_do(p, aside, most))
            break;
        p->left = most;
        p->tried--;
    }
}

/* ---- 3. Names. */

/* What words outside of the unit can add at most. */
static unsigned others(const struct plan *p, const struct index_sought *u)
{
    unsigned own = 0;
    for (size_t w = u->first; w < (size_t)u->first + u->count; w++)
        own += p->most[w];
    return p->total - own;
}

/* Room for all names that are in the postings of units not left aside. */
static bool room_for_names(struct index_scratch *s, const struct plan *p)
{
    uint64_t want = 1;
    for (size_t k = 0; k < p->reach.count; k++)
        want += p->names[p->reach.order[k]];
    want = want < s->ix->names ? want : (uint64_t)s->ix->names + 2;
    if (want <= s->room)
        return true;
    free(s->names);
    s->names = malloc((size_t)want * 2 * sizeof *s->names);
    s->room = s->names ? (size_t)want * 2 : 0;
    return s->names != NULL;
}

static uint16_t capped(unsigned sum)
{
    return (uint16_t)(sum < UINT16_MAX ? sum : UINT16_MAX);
}

/* Adds to the sums of a word's names; those that had none are new to `names`, or
 * are passed over when none can be new.  Written without branches on what is
 * found, which nobody can foresee.  A name that is none counts as the one behind
 * the last, whose sum means nothing. */
static size_t add_postings(struct index_scratch *s, const struct similar *w, unsigned adds,
                           size_t count, bool fresh)
{
    const uint32_t *names = index_at(s->ix, SECTION_POSTINGS, w->postings, w->names);
    uint32_t most = s->ix->names;
    s->effort.postings += w->names;
    uint16_t *sums = s->sums;
    for (uint32_t i = 0; names && !fresh && i < w->names; i++) {
        uint32_t name = names[i] < most ? names[i] : most;
        unsigned sum = sums[name];
        sums[name] = capped(sum + (sum ? adds : 0));
    }
    for (uint32_t i = 0; names && fresh && i < w->names; i++) {
        uint32_t name = names[i] < most ? names[i] : most;
        unsigned sum = sums[name];
        s->names[count] = name;
        count += !sum;
        sums[name] = capped(sum + adds);
    }
    return count;
}

/* Walks the postings of the units that cover a word and were not walked yet. */
static size_t add_word(struct index_scratch *s, struct plan *p, size_t word, size_t met, bool fresh,
                       bool walked[SOUGHT_MAX])
{
    for (size_t k = 0; k < p->reach.count; k++) {
        size_t i = p->reach.order[k];
        const struct index_sought *u = &p->query->units[i];
        if (walked[i] || !p->best[i] || !covers(u, word))
            continue;
        walked[i] = true;
        unsigned rest = others(p, u);
        const struct similar *w = words_of(s, p, i);
        for (size_t j = 0; j < p->set[i].count; j++) {
            unsigned adds = gain(u, &w[j]);
            if (adds && adds + rest >= p->need)
                met = add_postings(s, &w[j], adds, met, fresh);
        }
    }
    return met;
}

static uint64_t names_to_walk(const struct plan *p, size_t word, const bool walked[SOUGHT_MAX])
{
    uint64_t n = 0;
    for (size_t k = 0; k < p->reach.count; k++) {
        size_t i = p->reach.order[k];
        n += !walked[i] && covers(&p->query->units[i], word) ? p->names[i] : 0;
    }
    return n;
}

/* How many postings can be walked in the time in which one name is held. */
enum { WALK_FOR_HOLD = 24 };

/* The names that could reach need; their number.  Of words left aside those are
 * walked too that take less time than holding all that was met. */
static size_t find_names(struct index_scratch *s, struct plan *p)
{
    bool walked[SOUGHT_MAX] = {false};
    size_t met = 0, kept = 0;
    for (size_t k = 0; k < p->tried; k++)
        met = add_word(s, p, p->order[k], met, true, walked);
    for (size_t k = p->tried; k < p->reach.words; k++) {
        size_t word = p->order[k];
        if (names_to_walk(p, word, walked) > (uint64_t)met * WALK_FOR_HOLD)
            break;
        add_word(s, p, word, met, false, walked);
        p->left -= p->most[word];
    }
    for (size_t i = 0; i < met; i++) {
        uint32_t name = s->names[i];
        if (s->sums[name] + p->left >= p->need && name < s->ix->names)
            s->names[kept++] = name;
        s->sums[name] = 0;
    }
    return kept;
}

/* ---- 4. Each name in full. */

static size_t pair_slot(const struct index_scratch *s, uint32_t word)
{
    return word * 0x9E3779B1u >> (32 - s->pair_bits);
}

static size_t pair_next(const struct index_scratch *s, size_t slot)
{
    return (slot + 1) & (((size_t)1 << s->pair_bits) - 1);
}

static bool make_pairs(struct index_scratch *s, const struct plan *p)
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
        if (!s->pairs)
            return false;
    }
    memset(s->pairs, 0, size * sizeof *s->pairs);
    for (size_t k = 0; k < p->reach.count; k++) {
        size_t i = p->reach.order[k];
        const struct similar *w = words_of(s, p, i);
        for (size_t j = 0; j < p->set[i].count; j++) {
            if (!gain(&p->query->units[i], &w[j]))
                continue;
            size_t at = pair_slot(s, w[j].word);
            while (s->pairs[at].word)
                at = pair_next(s, at);
            s->pairs[at] = (struct pair){w[j].word + 1, (uint32_t)(p->set[i].at + j), (uint32_t)i};
        }
    }
    return true;
}

static unsigned pair_cost(struct index_scratch *s, const struct pair *x)
{
    const struct index_sought *u = &s->query->units[x->unit];
    return similar_cost(&s->known, s->ix, (struct similar_unit){u->letters, u->in, x->unit},
                        &s->known.pool[x->item]);
}

unsigned index_cost(struct index_scratch *s, size_t unit, uint32_t word)
{
    for (size_t at = pair_slot(s, word); s->pairs[at].word; at = pair_next(s, at))
        if (s->pairs[at].word == word + 1 && s->pairs[at].unit == unit) {
            unsigned cost = pair_cost(s, &s->pairs[at]);
            return rarity_left(s->query->units[unit].weight, cost) ? cost : ALIKE_FAR;
        }
    return ALIKE_FAR;
}

/* What a name's units meet of the query's. */
struct met {
    struct index_match match[SOUGHT_MAX];
    uint16_t adds[SOUGHT_MAX + 1];
    unsigned all; /* sum of adds */
};

/* Where a unit of a name meets one of the query: what that adds at most, or with
 * `costs` what it adds. */
static void meet(struct index_scratch *s, const struct pair *x, uint16_t unit, bool costs,
                 struct met *m)
{
    unsigned weight = s->query->units[x->unit].weight;
    unsigned cost = costs ? pair_cost(s, x) : s->known.pool[x->item].cost;
    unsigned adds = rarity_left(weight, cost);
    if (!adds || cost >= m->match[x->unit].cost)
        return;
    m->match[x->unit] = (struct index_match){(uint8_t)cost, unit};
    m->all += adds - m->adds[x->unit];
    m->adds[x->unit] = (uint16_t)adds;
}

/* 0 when the name is not to be found. */
static unsigned sum_of_name(struct index_scratch *s, const struct plan *p,
                            const struct index_units *units, bool costs, struct met *m)
{
    const struct index_sought *sought = s->query->units;
    size_t n = (size_t)units->count[0] + units->count[1] + units->count[2];
    for (size_t i = 0; i < p->count; i++) {
        m->match[i] = (struct index_match){ALIKE_FAR, 0};
        m->adds[i] = 0;
    }
    m->adds[REACH_NONE] = 0;
    m->all = 0;
    for (size_t k = 0; k < n; k++) {
        uint32_t word = units->at[k].word + 1;
        for (size_t at = pair_slot(s, word - 1); s->pairs[at].word; at = pair_next(s, at)) {
            const struct pair *x = &s->pairs[at];
            if (x->word == word && sought[x->unit].accept >> unit_is(units->at[k]) & 1)
                meet(s, x, (uint16_t)k, costs, m);
        }
    }
    return m->all >= p->need && reach_enough(&p->reach, m->adds, p->query)
               ? reach_sum(&p->reach, m->adds)
               : 0;
}

static void hold(struct index_scratch *s, const struct plan *p, uint32_t name, index_visit *visit,
                 void *ctx)
{
    struct met m;
    struct index_units units = index_units(s->ix, name);
    s->effort.names++;
    if (!sum_of_name(s, p, &units, false, &m))
        return;
    unsigned sum = sum_of_name(s, p, &units, true, &m);
    if (!sum)
        return;
    s->effort.found++;
    visit(ctx, &(struct index_found){name, sum, units, m.match, s});
}

/* Names lie far from each other: those some way ahead are asked for early. */
static void ahead(const struct index *ix, const uint32_t *names, size_t i, size_t count)
{
    enum { FIRST = 12, SECOND = 6 };
    const uint32_t *at = (const void *)(ix->map + ix->head->section[SECTION_UNITS_AT].at);
    const uint64_t *units = (const void *)(ix->map + ix->head->section[SECTION_UNITS].at);
    if (i + FIRST < count)
        __builtin_prefetch(&at[names[i + FIRST]]);
    if (i + SECOND < count)
        __builtin_prefetch(units + at[names[i + SECOND]]);
}

/* Only as much of a plan as the query needs is made zero. */
static void plan_begin(struct plan *p, const struct index_query *q)
{
    reach_make(&p->reach, q);
    p->query = q;
    p->count = q->count < SOUGHT_MAX ? q->count : SOUGHT_MAX;
    p->need = q->need ? q->need : 1;
    for (size_t i = 0; i < p->count; i++) {
        p->set[i] = (struct similar_set){0};
        p->best[i] = 0;
        p->names[i] = 0;
    }
    p->best[REACH_NONE] = 0;
    for (size_t w = 0; w < p->reach.words; w++)
        p->most[w] = 0;
    p->total = p->left = 0;
    p->tried = 0;
    p->done = false;
}

static bool search_plan(struct index_scratch *s, struct plan *p)
{
    if (!find_words(s, p))
        return false;
    if (p->done)
        return true;
    bound_words(p);
    leave_aside(p);
    return room_for_names(s, p);
}

enum status index_search(const struct index *ix, struct index_scratch *s,
                         const struct index_query *q, index_visit *visit, void *ctx,
                         struct error *err)
{
    struct plan p;
    s->query = q;
    plan_begin(&p, q);
    s->effort.searches++;
    similar_trim(&s->known);
    if (!search_plan(s, &p))
        return fault(err, ERR_MEMORY, 0, "no memory to search");
    if (p.done)
        return index_sound(ix, err);
    size_t names = find_names(s, &p);
    if (names && !make_pairs(s, &p))
        return fault(err, ERR_MEMORY, 0, "no memory to search");
    for (size_t i = 0; i < names; i++) {
        ahead(ix, s->names, i, names);
        hold(s, &p, s->names[i], visit, ctx);
    }
    return index_sound(ix, err);
}
