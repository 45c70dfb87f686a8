/* SPDX-License-Identifier: Apache-2.0 */
/* score.c - two names, aligned word by word, as a sum of evidence.
 *
 * Alignment is greedy: of all pairs of words that are alike (also two words for
 * one), the one with most in common is taken first, then the best of those that
 * are left.  With words of different rarity that is nearly always the best
 * alignment, and it is the same from both sides.  What has a partner and what
 * has none is then counted by sort, and each sort has its weight (weights.h,
 * learned by tools/learn-weights). */
#include "screen/score.h"

#include "screen/weights.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Names in all-generic words say at least something. */
static uint8_t worth(struct str word, enum role role)
{
    switch (role) {
    case ROLE_PARTICLE:
    case ROLE_HONORIFIC:
    case ROLE_LEGAL:
        return 0;
    case ROLE_INITIAL:
        return SCORE_INITIAL;
    default:
        return (uint8_t)rarity(word, role);
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
        s->total = (uint16_t)(s->total + s->rarity[i]);
        s->words = (uint8_t)(s->words + (s->rarity[i] > 0));
    }
}

/* The word that i can be written as one with: the next, or the one behind a
 * particle; 0 for none. */
static uint8_t joined_with(const struct reading *r, size_t i)
{
    size_t next = i + 1;
    if (r->words[i].role != ROLE_PARTICLE && next + 1 < r->count &&
        r->words[next].role == ROLE_PARTICLE && r->words[next].len <= 3)
        next++;
    if (next >= r->count || r->words[i].role == ROLE_NUMBER || r->words[next].role == ROLE_NUMBER)
        return 0;
    return (uint8_t)next;
}

static void first_letters(struct side *s)
{
    s->acronym_len = 0;
    for (size_t i = 0; i < s->reading->count; i++)
        if (s->rarity[i] > 0 && s->acronym_len < sizeof s->acronym)
            s->acronym[s->acronym_len++] = s->reading->bytes[s->reading->words[i].at];
    if (s->acronym_len < 3)
        s->acronym_len = 0;
}

void score_side(const struct reading *r, struct side *out)
{
    out->reading = r;
    for (size_t i = 0; i < r->count; i++) {
        out->rarity[i] = repeated(r, i) ? 0 : worth(reading_word(r, i), r->words[i].role);
        out->place[i] = joined_with(r, i);
    }
    sum_up(out);
    if (!out->total) { /* a name of titles and articles: they are all there is */
        for (size_t i = 0; i < r->count; i++)
            out->rarity[i] = repeated(r, i) ? 0 : (uint8_t)rarity(reading_word(r, i), ROLE_GENERIC);
        sum_up(out);
    }
    first_letters(out);
}

struct str score_join(const struct side *s, size_t i, char out[2 * WORD_MAX])
{
    size_t len = 0;
    for (size_t k = i; k <= s->place[i]; k++) {
        struct str w = reading_word(s->reading, k);
        size_t room = WORD_MAX - len;
        size_t take = w.len < room ? w.len : room;
        memcpy(out + len, w.s, take);
        len += take;
    }
    return (struct str){out, len};
}

/* ---- Costs. */

static unsigned cost_of(const struct side *query, size_t i, const struct side *name, size_t j)
{
    const struct word *a = &query->reading->words[i], *b = &name->reading->words[j];
    if (!query->rarity[i] || !name->rarity[j])
        return ALIKE_FAR;
    return alike_cost(reading_word(query->reading, i), a->letters, reading_word(name->reading, j),
                      b->letters);
}

void score_costs(const struct side *query, const struct side *name, struct costs *out)
{
    char letters[2 * WORD_MAX];
    const struct word *a = query->reading->words, *b = name->reading->words;
    for (size_t i = 0; i < query->reading->count; i++) {
        for (size_t j = 0; j < name->reading->count; j++) {
            out->single[i][j] = (uint8_t)cost_of(query, i, name, j);
            out->ours[i][j] = out->theirs[i][j] = ALIKE_FAR;
            if (query->place[i] && name->rarity[j])
                out->ours[i][j] = (uint8_t)alike_cost(score_join(query, i, letters), a[i].letters,
                                                      reading_word(name->reading, j), b[j].letters);
            if (name->place[j] && query->rarity[i])
                out->theirs[i][j] =
                    (uint8_t)alike_cost(reading_word(query->reading, i), a[i].letters,
                                        score_join(name, j, letters), b[j].letters);
        }
    }
}

/* ---- Alignment. */

unsigned score_left(unsigned rarity_of, unsigned cost)
{
    return cost >= SCORE_SPELT ? 0 : rarity_of * (SCORE_SPELT - cost) / SCORE_SPELT;
}

struct edge {
    uint16_t gain;
    uint8_t i, i2, j, j2, cost, agreed;
};

enum { EDGES_MAX = 256 };

static unsigned of_two(const struct side *s, size_t i, size_t two)
{
    unsigned sum = (unsigned)s->rarity[i] + (two ? s->rarity[two] : 0);
    return sum < UINT8_MAX ? sum : UINT8_MAX;
}

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
    unsigned ours = of_two(query, e.i, e.i2), theirs = of_two(name, e.j, e.j2);
    e.agreed = (uint8_t)(ours < theirs ? ours : theirs);
    e.gain = (uint16_t)score_left(e.agreed, e.cost);
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
    const struct word *x = &a->reading->words[i], *y = &b->reading->words[j];
    return x->role == ROLE_INITIAL && b->rarity[j] &&
           (y->role == ROLE_NAME || y->role == ROLE_PATRONYMIC || y->role == ROLE_INITIAL) &&
           a->reading->bytes[x->at] == b->reading->bytes[y->at];
}

static size_t all_edges(const struct side *query, const struct side *name,
                        const struct costs *costs, struct edge *edges)
{
    size_t n = 0;
    for (uint8_t i = 0; i < query->reading->count; i++) {
        for (uint8_t j = 0; j < name->reading->count; j++) {
            if (costs->single[i][j] < ALIKE_FAR)
                add_edge(edges, &n, query, name,
                         (struct edge){.i = i, .j = j, .cost = costs->single[i][j]});
            else if (stands_for(query, i, name, j) || stands_for(name, j, query, i))
                add_edge(edges, &n, query, name, (struct edge){.i = i, .j = j});
            if (costs->ours[i][j] < ALIKE_FAR)
                add_edge(edges, &n, query, name,
                         (struct edge){
                             .i = i, .i2 = query->place[i], .j = j, .cost = costs->ours[i][j]});
            if (costs->theirs[i][j] < ALIKE_FAR)
                add_edge(edges, &n, query, name,
                         (struct edge){
                             .i = i, .j = j, .j2 = name->place[j], .cost = costs->theirs[i][j]});
        }
    }
    return n;
}

/* Marks the words first to last (or first alone) of one side as taken; false
 * when one of them is already. */
static bool take(uint64_t *taken, size_t first, size_t last)
{
    uint64_t bits = 0;
    for (size_t k = first; k <= (last ? last : first); k++)
        bits |= (uint64_t)1 << k;
    if (*taken & bits)
        return false;
    *taken |= bits;
    return true;
}

struct alignment {
    uint64_t ours, theirs; /* words with a partner */
};

static void align(const struct side *query, const struct side *name, const struct costs *costs,
                  struct alignment *al, struct score *out)
{
    struct edge edges[EDGES_MAX];
    size_t n = all_edges(query, name, costs, edges);
    *al = (struct alignment){0};
    out->pairs = 0;
    for (size_t k = 0; k < n && out->pairs < WORDS_MAX; k++) {
        const struct edge *e = &edges[k];
        uint64_t ours = al->ours;
        if (!take(&al->ours, e->i, e->i2))
            continue;
        if (!take(&al->theirs, e->j, e->j2)) {
            al->ours = ours;
            continue;
        }
        out->pair[out->pairs++] = (struct pair){.query = e->i,
                                                .query_two = e->i2,
                                                .name = e->j,
                                                .name_two = e->j2,
                                                .cost = e->cost,
                                                .agreed = e->agreed};
    }
}

/* ---- Evidence. */

/* What is left without a partner on one side, by what it is for. */
struct left {
    float names, patronymics, numbers, generic;
};

static struct left left_over(const struct side *s, uint64_t taken)
{
    struct left l = {0};
    for (size_t i = 0; i < s->reading->count; i++) {
        if (!s->rarity[i] || taken & (uint64_t)1 << i)
            continue;
        float much = (float)s->rarity[i] / (6 * NAT);
        switch ((enum role)s->reading->words[i].role) {
        case ROLE_PATRONYMIC:
            l.patronymics += 1;
            break;
        case ROLE_NUMBER:
            l.numbers += 1;
            break;
        case ROLE_GENERIC:
            l.generic += much;
            break;
        case ROLE_INITIAL:
            l.names += 0.25F;
            break;
        default:
            l.names += much;
        }
    }
    return l;
}

static float least(float a, float b)
{
    return a < b ? a : b;
}

static void compare_left(struct left q, struct left n, float *amount)
{
    float patronymics = least(q.patronymics, n.patronymics);
    amount[EVIDENCE_PATRONYMIC] = patronymics;
    q.names += (q.patronymics - patronymics) / 2;
    n.names += (n.patronymics - patronymics) / 2;
    float conflict = least(q.names, n.names);
    amount[EVIDENCE_CONFLICT] = least(conflict, 1);
    amount[EVIDENCE_CONFLICTS] = conflict - least(conflict, 1);
    amount[EVIDENCE_ONLY_QUERY] = q.names - conflict;
    amount[EVIDENCE_ONLY_NAME] = n.names - conflict;
    amount[EVIDENCE_NUMBER] = q.numbers + n.numbers;
    amount[EVIDENCE_GENERIC] = least(q.generic, n.generic);
    amount[EVIDENCE_GENERIC_EXTRA] = q.generic + n.generic - 2 * amount[EVIDENCE_GENERIC];
}

static bool has_legal(const struct reading *r, struct str form)
{
    for (size_t i = 0; i < r->count; i++)
        if (r->words[i].role == ROLE_LEGAL && (!form.len || str_equal(form, reading_word(r, i))))
            return true;
    return false;
}

/* Both have legal forms, and none in common. */
static bool legal_differs(const struct reading *a, const struct reading *b)
{
    if (!has_legal(b, STR("")))
        return false;
    bool any = false;
    for (size_t i = 0; i < a->count; i++) {
        if (a->words[i].role != ROLE_LEGAL)
            continue;
        any = true;
        if (has_legal(b, reading_word(a, i)))
            return false;
    }
    return any;
}

/* How often, going round, the partners of the query's words stand before the
 * partner of the word before: once for the same order and for a rotation. */
static float disorder(const struct score *s)
{
    uint8_t partner[WORDS_MAX];
    memset(partner, 0xFF, sizeof partner);
    for (size_t k = 0; k < s->pairs; k++)
        partner[s->pair[k].query] = s->pair[k].name;
    unsigned falls = 0, first = 0xFF, last = 0xFF;
    for (size_t i = 0; i < WORDS_MAX; i++) {
        if (partner[i] == 0xFF)
            continue;
        if (first == 0xFF)
            first = partner[i];
        else
            falls += partner[i] < last;
        last = partner[i];
    }
    falls += s->pairs > 1 && first < last;
    return falls > 1 ? (float)(falls - 1) : 0;
}

static void weigh_pairs(const struct side *query, const struct side *name, struct score *out)
{
    unsigned agreed = 0, ours = 0, theirs = 0, initials = 0;
    for (size_t k = 0; k < out->pairs; k++) {
        const struct pair *p = &out->pair[k];
        agreed += score_left(p->agreed, p->cost);
        ours += score_left(of_two(query, p->query, p->query_two), p->cost);
        theirs += score_left(of_two(name, p->name, p->name_two), p->cost);
        out->amount[EVIDENCE_SPELLING] += (float)p->cost / NAT;
        if ((float)p->cost / NAT > out->amount[EVIDENCE_WORST])
            out->amount[EVIDENCE_WORST] = (float)p->cost / NAT;
        initials += query->reading->words[p->query].role == ROLE_INITIAL ||
                    name->reading->words[p->name].role == ROLE_INITIAL;
    }
    out->amount[EVIDENCE_AGREED] = least((float)agreed / NAT, 16);
    out->amount[EVIDENCE_OF_QUERY] = query->total ? least((float)ours / query->total, 1) : 0;
    out->amount[EVIDENCE_OF_NAME] = name->total ? least((float)theirs / name->total, 1) : 0;
    out->amount[EVIDENCE_INITIALS] = (float)initials;
    out->amount[EVIDENCE_ONE_WORD] = out->pairs == 1 && (query->words > 1 || name->words > 1);
}

/* One word that is the first letters of the other side's words. */
static bool is_acronym(const struct side *one, const struct side *many)
{
    if (one->words != 1 || !many->acronym_len)
        return false;
    for (size_t i = 0; i < one->reading->count; i++)
        if (one->rarity[i])
            return str_equal(reading_word(one->reading, i),
                             (struct str){many->acronym, many->acronym_len});
    return false;
}

void score_names(const struct side *query, const struct side *name, const struct costs *costs,
                 enum subject subject, struct score *out)
{
    struct alignment al;
    memset(out->amount, 0, sizeof out->amount);
    out->subject = subject;
    align(query, name, costs, &al, out);
    out->amount[EVIDENCE_PRIOR] = 1;
    if (!out->pairs && (is_acronym(query, name) || is_acronym(name, query))) {
        out->amount[EVIDENCE_OF_QUERY] = out->amount[EVIDENCE_OF_NAME] = 1;
        out->amount[EVIDENCE_ACRONYM] = 1;
    } else {
        weigh_pairs(query, name, out);
        compare_left(left_over(query, al.ours), left_over(name, al.theirs), out->amount);
        out->amount[EVIDENCE_LEGAL] = legal_differs(query->reading, name->reading);
        out->amount[EVIDENCE_ORDER] = disorder(out);
    }
    out->odds = 0;
    for (size_t e = 0; e < EVIDENCE_COUNT; e++)
        out->odds += (double)out->amount[e] * score_weights[subject][e];
}

double score_weight(enum subject subject, enum evidence e)
{
    return score_weights[subject][e];
}

double score_of_odds(double odds)
{
    return 1 / (1 + exp(-odds));
}

double odds_of_score(double score)
{
    return log(score / (1 - score));
}

/* ---- The bound.  Evidence that speaks for is at most what the query alone
 * allows; evidence that speaks against is at least nothing. */

static double at_most(const struct side *query, enum subject subject, unsigned sum)
{
    const double *w = score_weights[subject];
    double agreed = (double)sum / NAT, share = query->total ? (double)sum / query->total : 0;
    return w[EVIDENCE_PRIOR] + w[EVIDENCE_AGREED] * (agreed < 16 ? agreed : 16) +
           w[EVIDENCE_OF_QUERY] * (share < 1 ? share : 1) + w[EVIDENCE_OF_NAME];
}

unsigned score_need(const struct side *query, enum subject subject, double odds)
{
    unsigned low = 0, high = query->total + 1U;
    while (low < high) {
        unsigned middle = (low + high) / 2;
        if (at_most(query, subject, middle) >= odds)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

const char *evidence_text(enum evidence e)
{
    static const char *const words[EVIDENCE_COUNT] = {
        [EVIDENCE_PRIOR] = "prior",
        [EVIDENCE_AGREED] = "agreement",
        [EVIDENCE_OF_QUERY] = "share of the query",
        [EVIDENCE_OF_NAME] = "share of the name",
        [EVIDENCE_SPELLING] = "spelling",
        [EVIDENCE_WORST] = "worst spelling",
        [EVIDENCE_CONFLICT] = "conflict",
        [EVIDENCE_CONFLICTS] = "more conflicts",
        [EVIDENCE_ONLY_QUERY] = "only in the query",
        [EVIDENCE_ONLY_NAME] = "only in the name",
        [EVIDENCE_ONE_WORD] = "one word",
        [EVIDENCE_PATRONYMIC] = "patronymic",
        [EVIDENCE_NUMBER] = "number",
        [EVIDENCE_LEGAL] = "legal form",
        [EVIDENCE_GENERIC] = "generic words",
        [EVIDENCE_GENERIC_EXTRA] = "more generic words",
        [EVIDENCE_ORDER] = "order",
        [EVIDENCE_INITIALS] = "initials",
        [EVIDENCE_ACRONYM] = "acronym",
    };
    return words[e];
}
