/* SPDX-License-Identifier: Apache-2.0 */
/* plan.c - bounds before any name is looked at.
 *
 *   1. For each unit of the query the words of the snapshot that share a probe,
 *      those of the rarest word first: mostly nothing can be found without it.
 *   2. What a unit must add, given the most that the others can; words that add
 *      less are dropped, until no more can be.  What words of many names cost was
 *      worked out; of the others it rests on what they cost at least.
 *   3. For each word of the query, the most that it could add.  Words with many
 *      names are left aside, as long as all that are cannot do without others. */
#include "index/plan.h"

#include <stdlib.h>

/* ---- 1. Words. */

static bool room_for(struct plan *p, size_t more)
{
    if (p->words && p->used + more <= p->room)
        return true;
    size_t wider = 2 * (p->used + more) + 1;
    struct plan_word *words = realloc(p->words, wider * sizeof *words);
    if (!words)
        return false;
    p->words = words;
    p->room = wider;
    return true;
}

static int lesser(int a, int b)
{
    return a < b ? a : b;
}

static bool has_letter(const struct plan *p)
{
    for (size_t i = 0; i < p->count; i++)
        if (p->query->units[i].is == SOUGHT_LETTER && p->best[i])
            return true;
    return false;
}

/* What a unit must add so that a choice that has it is found, whether letters could
 * make a difference, and whether nothing can be found: all by the most that units
 * can add. */
static void know_least(struct plan *p)
{
    struct reach_around around;
    const struct index_query *q = p->query;
    int need = (int)reach_need(q), open = (int)reach_open_need(q), alone = (int)reach_alone_need(q);
    int lettered = (int)reach_lettered_need(q);
    if (!p->stale)
        return;
    p->stale = false;
    reach_around(&p->reach, p->best, &around);
    p->letters &= around.any_behind[0] >= lettered && has_letter(p);
    p->nothing |= around.full_behind[0] < need && around.any_behind[0] < open && !p->letters;
    for (size_t k = 0; k < p->reach.count; k++) {
        size_t i = p->reach.order[k], first = q->units[i].first, end = first + q->units[i].count;
        int any = around.any_before[first] + around.any_behind[end];
        int full = around.full_before[first] + around.full_behind[end];
        int least = lesser((any || end - first > 1 ? open : alone) - any, need - full);
        if (p->letters)
            least = lesser(least, lettered - any);
        if (q->units[i].is == SOUGHT_LETTER)
            least = p->letters ? 1 : UINT16_MAX;
        p->least[i] = (uint16_t)(least < 1 ? 1 : least > UINT16_MAX ? UINT16_MAX : least);
    }
}

/* Keeps the words that add as much as the unit must. */
static void drop_words(struct plan *p, const struct similar_known *known, size_t i)
{
    struct plan_set *set = &p->set[i];
    struct plan_word *at = p->words + set->at;
    uint32_t kept = 0;
    uint16_t best = 0, fewest = UINT16_MAX;
    if (p->fewest[i] >= p->least[i])
        return;
    p->names[i] = 0;
    for (uint32_t k = 0; k < set->count; k++) {
        struct plan_word w = at[k];
        if (w.adds < p->least[i])
            continue;
        at[kept++] = w;
        best = w.adds > best ? w.adds : best;
        fewest = w.adds < fewest ? w.adds : fewest;
        p->names[i] += known->pool[w.item].names;
    }
    set->count = kept;
    p->stale |= best != p->best[i];
    p->best[i] = best;
    p->fewest[i] = fewest;
}

unsigned plan_limit(const struct plan *p, size_t unit)
{
    const struct index_sought *u = &p->query->units[unit];
    unsigned weight = u->weight, least = p->least[unit];
    /* rarity_left(weight, cost) >= least */
    unsigned most = (weight - least) * RARITY_SPELT / weight + 1;
    return most < u->limit ? most : u->limit;
}

/* A word with fewer names than this is rather walked than compared. */
enum { COMPARED_FROM = 8 };

/* What a word adds at most, 0 for too little; worked out when it has names enough.  `plain`
 * is what words add, by kind, that cost nothing. */
static inline unsigned adds_of(const struct plan *p, struct similar_known *known,
                               const struct index *ix, size_t i, struct similar *w,
                               const uint16_t plain[UNIT_KINDS])
{
    const struct index_sought *u = &p->query->units[i];
    if (!w->known && w->names >= COMPARED_FROM && u->is == SOUGHT_ALIKE)
        similar_cost(known, ix, plan_unit(p->query, i), w, plan_limit(p, i));
    return w->cost ? plan_gain(u, w) : plain[w->kind];
}

/* Keeps of the words that share a probe those that add as much as the unit must. */
static void take_words(struct plan *p, struct similar_known *known, const struct index *ix,
                       size_t i)
{
    const struct similar_set *shared = &p->shared[i];
    struct plan_word *to = p->words + p->used;
    unsigned limit = plan_limit(p, i), best = 0, fewest = UINT16_MAX;
    uint64_t names = 0;
    uint32_t kept = 0;
    uint16_t plain[UNIT_KINDS];
    for (size_t kind = 0; kind < UNIT_KINDS; kind++)
        plain[kind] =
            (uint16_t)plan_gain(&p->query->units[i], &(struct similar){.kind = (uint8_t)kind});
    for (uint32_t k = shared->at; k < shared->at + shared->count; k++) {
        struct similar *w = &known->pool[k];
        if (w->cost >= limit)
            continue;
        unsigned adds = adds_of(p, known, ix, i, w, plain);
        if (adds < p->least[i])
            continue;
        to[kept++] = (struct plan_word){k, (uint16_t)adds};
        names += w->names;
        best = adds > best ? adds : best;
        fewest = adds < fewest ? adds : fewest;
    }
    p->set[i] = (struct plan_set){(uint32_t)p->used, kept};
    p->used += kept;
    p->names[i] = names;
    p->stale |= best != p->best[i];
    p->best[i] = (uint16_t)best;
    p->fewest[i] = (uint16_t)fewest;
}

static bool find_unit(struct plan *p, struct similar_known *known, const struct index *ix, size_t i)
{
    struct similar_set *shared = &p->shared[i];
    if (!similar_words(known, ix, plan_unit(p->query, i), shared) || !room_for(p, shared->count))
        return false;
    p->looked[i] = true;
    take_words(p, known, ix, i);
    return true;
}

/* The words of the query, those with the heaviest units first. */
static void heaviest_first(const struct plan *p, uint8_t order[WORDS_MAX])
{
    unsigned weight[WORDS_MAX] = {0};
    for (size_t k = 0; k < p->reach.count; k++) {
        const struct index_sought *u = &p->query->units[p->reach.order[k]];
        if (u->count == 1 && u->weight > weight[u->first])
            weight[u->first] = u->weight;
    }
    for (size_t w = 0; w < p->reach.words; w++) {
        size_t at = w;
        for (; at && weight[order[at - 1]] < weight[w]; at--)
            order[at] = order[at - 1];
        order[at] = (uint8_t)w;
    }
}

/* Looks for the units that cover a word, letters or not, until nothing can be found. */
static bool find_word(struct plan *p, struct similar_known *known, const struct index *ix,
                      size_t word, bool letters, bool found[SOUGHT_MAX])
{
    for (size_t k = 0; k < p->reach.count && !p->nothing; k++) {
        size_t i = p->reach.order[k];
        const struct index_sought *u = &p->query->units[i];
        if (found[i] || !plan_covers(u, word) || (u->is == SOUGHT_LETTER) != letters)
            continue;
        found[i] = true;
        if (p->least[i] <= u->weight) {
            if (!find_unit(p, known, ix, i))
                return false;
        } else {
            p->best[i] = 0;
            p->stale = true;
        }
        know_least(p);
    }
    return true;
}

/* Until it was looked for, a unit may add all of its weight; as soon as nothing can
 * be found the others are not looked for. */
static bool find_words(struct plan *p, struct similar_known *known, const struct index *ix)
{
    uint8_t order[WORDS_MAX] = {0};
    bool found[SOUGHT_MAX] = {false};
    for (size_t k = 0; k < p->reach.count; k++)
        p->best[p->reach.order[k]] = p->query->units[p->reach.order[k]].weight;
    know_least(p);
    heaviest_first(p, order);
    for (int letters = 0; letters < 2; letters++)
        for (size_t w = 0; w < p->reach.words && !p->nothing; w++)
            if (!find_word(p, known, ix, order[w], letters, found))
                return false;
    return true;
}

/* ---- 2. What must be added. */

/* As units can add less, others must add more. */
static void tighten(struct plan *p, const struct similar_known *known)
{
    while (!p->nothing) {
        for (size_t k = 0; k < p->reach.count; k++)
            drop_words(p, known, p->reach.order[k]);
        if (!p->stale)
            return;
        know_least(p);
    }
}

/* ---- 3. Words left aside. */

/* Puts down to words what units can add: of any unit, the words that it covers
 * have at least as much as it adds.  What a join adds beyond its words goes to
 * its dearest word. */
static void bound_words(struct plan *p)
{
    for (size_t k = 0; k < p->reach.count; k++) {
        size_t i = p->reach.order[k];
        const struct index_sought *u = &p->query->units[i];
        if (u->is == SOUGHT_LETTER)
            continue;
        unsigned *dearest = &p->most[u->first], sum = 0;
        for (size_t w = u->first; w < (size_t)u->first + u->count; w++) {
            sum += p->most[w];
            dearest = p->most[w] > *dearest ? &p->most[w] : dearest;
        }
        if (sum < p->best[i])
            *dearest += p->best[i] - sum;
    }
}

/* Whether a name could be found for words left aside without any other.  Without a
 * word that is sought the choice is open. */
static bool would_do(const struct plan *p, unsigned words, unsigned most)
{
    struct reach_best b = {REACH_NEVER, REACH_NEVER, REACH_NEVER, REACH_NEVER};
    *(words > 1 ? &b.more : &b.one) = (int)most;
    if (p->letters)
        b.lettered = (int)most;
    if (words >= p->reach.sought)
        b.full = (int)most;
    return reach_open(b, p->query) || reach_full(b, p->query);
}

/* Orders words by their names, and leaves aside those with most for as long as
 * they alone would not do. */
static void leave_aside(struct plan *p)
{
    uint64_t names[WORDS_MAX] = {0};
    for (size_t k = 0; k < p->reach.count; k++) {
        size_t i = p->reach.order[k];
        const struct index_sought *u = &p->query->units[i];
        for (size_t w = u->first; w < (size_t)u->first + u->count && u->is != SOUGHT_LETTER; w++)
            names[w] += p->names[i];
    }
    for (size_t w = 0; w < p->reach.words; w++) {
        size_t at = w;
        for (; at && names[p->order[at - 1]] > names[w]; at--)
            p->order[at] = p->order[at - 1];
        p->order[at] = (uint8_t)w;
    }
    p->tried = p->reach.words;
    for (unsigned aside = 1; p->tried; aside++) {
        unsigned most = p->left + p->most[p->order[p->tried - 1]];
        if (would_do(p, aside, most))
            break;
        p->left = most;
        p->tried--;
    }
}

/* ---- All of it. */

/* Only as much of a plan as the query needs is made zero. */
static void begin(struct plan *p, const struct index_query *q)
{
    reach_make(&p->reach, q);
    p->query = q;
    p->count = q->count < SOUGHT_MAX ? q->count : SOUGHT_MAX;
    for (size_t i = 0; i < p->count; i++) {
        p->looked[i] = false;
        p->shared[i] = (struct similar_set){0};
        p->set[i] = (struct plan_set){0};
        p->best[i] = p->least[i] = 0;
        p->fewest[i] = UINT16_MAX;
        p->names[i] = 0;
    }
    p->best[REACH_NONE] = 0;
    for (size_t w = 0; w < p->reach.words; w++)
        p->most[w] = 0;
    p->left = 0;
    p->used = p->tried = 0;
    p->letters = p->stale = true;
    p->nothing = p->again = false;
    for (size_t i = 0; i < p->count; i++)
        p->again |= q->units[i].again;
}

bool plan_make(struct plan *p, struct similar_known *known, const struct index *ix,
               const struct index_query *q)
{
    begin(p, q);
    if (!find_words(p, known, ix))
        return false;
    if (!p->nothing)
        tighten(p, known);
    if (p->nothing)
        return true;
    bound_words(p);
    leave_aside(p);
    return true;
}

void plan_free(struct plan *p)
{
    free(p->words);
}
