/* SPDX-License-Identifier: Apache-2.0 */
/* align.c - which word of one name is which word of the other.
 *
 * Greedy: of all pairs of units that are alike, the one with most in common is
 * taken first, then the best of those that are left.  With words of different
 * rarity that is nearly always the best alignment, and it is the same from both
 * sides. */
#include "screen/align.h"

#include <stdlib.h>

/* ---- Sides. */

/* One syllable of a Chinese or Korean name, in letters: there are some hundred of
 * them, whatever they were written in, so each says little, and a syllable that
 * is spelt otherwise is mostly another one. */
enum { SYLLABLE_LETTERS = 5, SYLLABLE_WORTH = 3 * NAT + NAT / 2, SYLLABLE_STRICT = 3 };

static bool syllable(const struct word *w)
{
    return w->len <= SYLLABLE_LETTERS &&
           (w->letters == LETTERS_HAN || w->letters == LETTERS_HANGUL);
}

/* What a word says, of its rarity. */
static uint8_t worth(uint8_t rare, const struct word *w)
{
    if (syllable(w) && rare > SYLLABLE_WORTH)
        rare = SYLLABLE_WORTH;
    switch ((enum role)w->role) {
    case ROLE_PARTICLE:
    case ROLE_HONORIFIC:
    case ROLE_LEGAL:
        return 0;
    case ROLE_INITIAL:
        return SCORE_INITIAL;
    default:
        return rare;
    }
}

static bool repeated(const struct reading *r, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (str_equal(reading_word(r, k), reading_word(r, i)))
            return true;
    return false;
}

static void sum_up(struct side *s)
{
    s->total = 0;
    s->words = 0;
    for (size_t i = 0; i < s->reading->count; i++) {
        if (!s->rarity[i] || s->repeats >> i & 1)
            continue;
        s->total = (uint16_t)(s->total + s->rarity[i]);
        s->words++;
    }
}

void score_side_known(struct side *out)
{
    const struct reading *r = out->reading;
    out->repeats = 0;
    for (size_t i = 0; i < r->count; i++) {
        out->rarity[i] = worth(out->rarity[i], &r->words[i]);
        out->repeats |= (uint64_t)repeated(r, i) << i;
    }
    sum_up(out);
    if (out->total)
        return;
    /* A name of titles and articles: they are all there is. */
    for (size_t i = 0; i < r->count; i++)
        out->rarity[i] = (uint8_t)rarity(reading_word(r, i), ROLE_GENERIC);
    sum_up(out);
}

void score_side(const struct reading *r, struct side *out)
{
    out->reading = r;
    out->units = (uint8_t)units_of(r, true, out->unit);
    for (size_t i = 0; i < r->count; i++)
        out->rarity[i] = (uint8_t)rarity(reading_word(r, i), r->words[i].role);
    score_side_known(out);
}

unsigned score_rarity(const struct side *s, const struct unit *u)
{
    unsigned sum = 0;
    for (size_t k = 0; k < u->count; k++)
        sum += s->rarity[u->first + k];
    return sum;
}

bool score_stands_for(const struct side *s, size_t word)
{
    uint8_t role = s->reading->words[word].role;
    return s->rarity[word] && s->reading->words[word].len > 1 &&
           (role == ROLE_NAME || role == ROLE_PATRONYMIC);
}

/* ---- Costs. */

static unsigned cost_of(const struct unit *u, const struct unit *v)
{
    if (u->kind == UNIT_ACRONYM || v->kind == UNIT_ACRONYM)
        return str_equal(unit_letters(u), unit_letters(v)) ? 0 : ALIKE_FAR;
    return alike_cost(unit_letters(u), (enum letters)u->in, unit_letters(v), (enum letters)v->in);
}

void score_costs(const struct side *query, const struct side *name, enum subject subject,
                 struct costs *out)
{
    for (size_t i = 0; i < query->units; i++) {
        const struct unit *u = &query->unit[i];
        for (size_t j = 0; j < name->units; j++) {
            const struct unit *v = &name->unit[j];
            bool may =
                score_kinds_pair(u, v, subject) && score_rarity(query, u) && score_rarity(name, v);
            out->of[i][j] = (uint8_t)(may ? cost_of(u, v) : ALIKE_FAR);
        }
    }
}

/* ---- Alignment. */

struct edge {
    uint16_t gain, agreed;
    uint8_t i, j, cost; /* i, j: units */
};

enum { EDGES_MAX = 256 };

static bool before(const struct edge *a, const struct edge *b)
{
    if (a->gain != b->gain)
        return a->gain > b->gain;
    if (a->cost != b->cost)
        return a->cost < b->cost;
    int far_a = abs(a->i - a->j), far_b = abs(b->i - b->j);
    if (far_a != far_b)
        return far_a < far_b;
    return a->i + a->j < b->i + b->j;
}

static void add_edge(struct edge *edges, size_t *count, const struct side *query,
                     const struct side *name, struct edge e)
{
    const struct unit *u = &query->unit[e.i], *v = &name->unit[e.j];
    if (e.cost &&
        (syllable(&query->reading->words[u->first]) || syllable(&name->reading->words[v->first])))
        e.cost =
            (uint8_t)(e.cost < ALIKE_FAR / SYLLABLE_STRICT ? e.cost * SYLLABLE_STRICT : ALIKE_FAR);
    unsigned ours = score_rarity(query, &query->unit[e.i]);
    unsigned theirs = score_rarity(name, &name->unit[e.j]);
    e.agreed = (uint16_t)(ours < theirs ? ours : theirs);
    e.gain = (uint16_t)rarity_left(e.agreed, e.cost);
    if (!e.gain || *count == EDGES_MAX)
        return;
    size_t at = (*count)++;
    for (; at > 0 && before(&e, &edges[at - 1]); at--)
        edges[at] = edges[at - 1];
    edges[at] = e;
}

/* An initial stands for any part of a name that begins with it. */
static bool stands_for(const struct side *a, size_t i, const struct side *b, size_t j)
{
    if (i >= a->reading->count || j >= b->reading->count || !b->rarity[j])
        return false;
    const struct word *x = &a->reading->words[i], *y = &b->reading->words[j];
    return x->role == ROLE_INITIAL &&
           (y->role == ROLE_NAME || y->role == ROLE_PATRONYMIC || y->role == ROLE_INITIAL) &&
           a->reading->bytes[x->at] == b->reading->bytes[y->at];
}

static bool has_initial(const struct side *s)
{
    for (size_t i = 0; i < s->reading->count; i++)
        if (s->reading->words[i].role == ROLE_INITIAL)
            return true;
    return false;
}

static size_t all_edges(const struct side *query, const struct side *name,
                        const struct costs *costs, struct edge *edges)
{
    size_t n = 0;
    uint8_t count = name->units;
    bool initials = has_initial(query) || has_initial(name);
    for (uint8_t i = 0; i < query->units; i++) {
        const uint8_t *of = costs->of[i];
        for (uint8_t j = 0; j < count; j++) {
            if (of[j] == ALIKE_FAR && !initials)
                continue;
            struct edge e = {.i = i, .j = j, .cost = of[j]};
            if (e.cost == ALIKE_FAR) {
                if (!stands_for(query, i, name, j) && !stands_for(name, j, query, i))
                    continue;
                e.cost = 0;
            }
            add_edge(edges, &n, query, name, e);
        }
    }
    return n;
}

static uint64_t covers(const struct unit *u)
{
    return (((uint64_t)1 << u->count) - 1) << u->first;
}

void score_align(const struct side *query, const struct side *name, const struct costs *costs,
                 struct alignment *out)
{
    struct edge edges[EDGES_MAX];
    size_t n = all_edges(query, name, costs, edges);
    out->ours = out->theirs = 0;
    out->pairs = 0;
    for (size_t k = 0; k < n && out->pairs < WORDS_MAX; k++) {
        const struct edge *e = &edges[k];
        uint64_t ours = covers(&query->unit[e->i]), theirs = covers(&name->unit[e->j]);
        if (out->ours & ours || out->theirs & theirs)
            continue;
        out->ours |= ours;
        out->theirs |= theirs;
        out->pair[out->pairs++] =
            (struct pair){.agreed = e->agreed, .query = e->i, .name = e->j, .cost = e->cost};
    }
}
