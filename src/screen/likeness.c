/* SPDX-License-Identifier: Apache-2.0 */
/* likeness.c - names of two entries both ways, and what else is known of them.
 *
 * A score says how well a name that was asked for fits one that is listed, which
 * is not the same both ways: what only the asked one has weighs otherwise than
 * what only the listed one has.  The lesser of the two is the claim that we dare
 * to make.  Bounds from screening spare most of the work: a name that was not
 * found can be no part of the best pair. */
#include "screen/likeness.h"

bool kinds_fit(enum kind one, enum kind other)
{
    return one == other || one == KIND_UNKNOWN || other == KIND_UNKNOWN;
}

/* ---- An entry. */

static double most_of(const struct likened *l)
{
    struct known k = {0};
    const struct index_entry *e = &l->entry;
    for (uint32_t i = e->births.from; i < e->births.until; i++) {
        struct index_birth b = index_birth(l->ix, i);
        struct known one = {.birth = b.from};
        if (index_stood(l->ix, b.times, l->at, NULL) && known_most(&one) > known_most(&k))
            k.birth = b.from;
    }
    for (uint32_t i = e->countries.from; i < e->countries.until; i++) {
        struct index_country c = index_country(l->ix, i);
        if (index_stood(l->ix, c.times, l->at, NULL) && c.code[0]) {
            k.country[0] = c.code[0];
            k.country[1] = c.code[1];
        }
    }
    for (uint32_t i = e->genders.from; i < e->genders.until; i++) {
        struct index_gender g = index_gender(l->ix, i);
        if (index_stood(l->ix, g.times, l->at, NULL) && g.gender)
            k.gender = g.gender;
    }
    return known_most(&k);
}

void likened_of(const struct index *ix, const struct present *p, struct moment m, struct arena *a,
                struct likened *out)
{
    *out = (struct likened){
        .ix = ix, .entry = index_entry(ix, p->entry), .at = moment_of(ix, p->list, m)};
    for (uint32_t i = out->entry.names.from; i < out->entry.names.until; i++) {
        struct index_name n = index_name(ix, i);
        if (n.quality == QUALITY_WEAK || !index_stood(ix, n.times, out->at, NULL))
            continue;
        struct str *name = VEC_ADD(a, &out->names);
        *name = n.text;
    }
    out->most = most_of(out);
}

/* ---- Two names. */

static enum subject subject_of(const struct likened *a, const struct likened *b,
                               const struct reading *x, const struct reading *y)
{
    enum kind kind = a->entry.kind == KIND_UNKNOWN ? b->entry.kind : a->entry.kind;
    if (kind == KIND_UNKNOWN)
        return compare_subject(x, y);
    return kind == KIND_PERSON ? SUBJECT_PERSON : SUBJECT_THING;
}

/* Asking for x where y is listed; which readings it took, if that is wanted. */
static void ask_for(const struct likened *a, const struct likened *b, const struct asked *x,
                    const struct asked *y, struct score *best, size_t at[2])
{
    struct costs costs;
    struct score one;
    at[0] = at[1] = 0;
    for (size_t i = 0; i < x->readings; i++) {
        for (size_t j = 0; j < y->readings; j++) {
            enum subject subject = subject_of(a, b, &x->reading[i], &y->reading[j]);
            score_costs(&x->side[i], &y->side[j], subject, &costs);
            score_names(&x->side[i], &y->side[j], &costs, subject, &one);
            if ((i || j) && one.odds <= best->odds)
                continue;
            *best = one;
            at[0] = i;
            at[1] = j;
        }
    }
}

/* Whether the pair is a better one, or as good and earlier in byte order. */
static bool better(const struct likeness *one, const struct likeness *best)
{
    int order = str_compare(one->a_name, best->a_name);
    if (one->odds != best->odds)
        return one->odds > best->odds;
    return order < 0 || (order == 0 && str_compare(one->b_name, best->b_name) < 0);
}

/* The likeness of two names, from what asking for each among the other's gives. */
static struct likeness lesser(struct str one, double there, struct str other, double back,
                              bool one_is_b)
{
    double asked_a = one_is_b ? back : there, asked_b = one_is_b ? there : back;
    return (struct likeness){.asked_b = asked_b < asked_a,
                             .odds = asked_b < asked_a ? asked_b : asked_a,
                             .a_name = one_is_b ? other : one,
                             .b_name = one_is_b ? one : other};
}

static void try_name(const struct likened *one, const struct likened *other, struct str name,
                     bool one_is_b, struct likeness *best)
{
    struct asked asked, listed;
    struct score there, back;
    size_t at[2];
    asked_read(name, &asked);
    for (size_t j = 0; j < other->names.count; j++) {
        asked_read(other->names.at[j], &listed);
        ask_for(one, other, &asked, &listed, &there, at);
        if (there.odds < best->odds)
            continue;
        ask_for(other, one, &listed, &asked, &back, at);
        struct likeness l = lesser(name, there.odds, other->names.at[j], back.odds, one_is_b);
        if (better(&l, best))
            *best = l;
    }
}

/* ---- How many names are like one of the other's. */

/* Odds from which two names are like each other: the threshold of screening. */
static bool alike(const struct likened *one, const struct likened *other, const struct asked *x,
                  const struct asked *y)
{
    const double least = odds_of_score(0.7);
    struct score score;
    size_t at[2];
    ask_for(one, other, x, y, &score, at);
    if (score.odds < least)
        return false;
    ask_for(other, one, y, x, &score, at);
    return score.odds >= least;
}

/* Share of one's names that are like one of the other's. */
static double share_of(const struct likened *one, const struct likened *other)
{
    struct asked x, y;
    size_t shared = 0;
    for (size_t i = 0; i < one->names.count; i++) {
        bool found = false;
        asked_read(one->names.at[i], &x);
        for (size_t j = 0; j < other->names.count && !found; j++) {
            asked_read(other->names.at[j], &y);
            found = alike(one, other, &x, &y);
        }
        shared += found;
    }
    return (double)shared / (double)one->names.count;
}

/* ---- The whole. */

bool likeness_of(const struct likened *one, const struct likened *other, const double *bound,
                 double least, bool one_is_b, struct likeness *out)
{
    /* A byte that no text has stands behind every name: all that reach `least` are better. */
    const struct str behind = STR("\xff");
    struct likeness best = {.odds = least, .a_name = behind, .b_name = behind};
    /* The fast way and the slow one may differ in the last bits of their sums. */
    const double slack = 1e-6;
    for (size_t i = 0; i < one->names.count; i++)
        if (bound[i] >= best.odds - slack)
            try_name(one, other, one->names.at[i], one_is_b, &best);
    if (str_equal(best.a_name, behind))
        return false;
    best.a = out->a;
    best.b = out->b;
    best.shared = (share_of(one, other) + share_of(other, one)) / 2;
    *out = best;
    return true;
}

void likeness_reasons(struct arena *arena, const struct likened *a, const struct likened *b,
                      const struct likeness *l, reason_vec *out)
{
    struct asked *x = NEW(arena, struct asked), *y = NEW(arena, struct asked);
    struct score score;
    size_t at[2];
    if (!x || !y)
        return;
    asked_read(l->asked_b ? l->b_name : l->a_name, x);
    asked_read(l->asked_b ? l->a_name : l->b_name, y);
    ask_for(a, b, x, y, &score, at);
    reasons_of(arena, &x->side[at[0]], &y->side[at[1]], &score, out);
}

/* ---- What else is known. */

/* The best that one's births say of the other; *any: there was something to say. */
static void weigh_births(const struct likened *asked, const struct likened *listed, bool swapped,
                         bool *any, struct known_between *out)
{
    for (uint32_t i = asked->entry.births.from; i < asked->entry.births.until; i++) {
        struct index_birth b = index_birth(asked->ix, i);
        struct known k = {.birth = b.from};
        bool both = listed->entry.births.from < listed->entry.births.until;
        if (!both || !b.from.year || !index_stood(asked->ix, b.times, asked->at, NULL))
            continue;
        if (b.circa || b.to.year != b.from.year || b.to.month != b.from.month)
            k.birth.month = k.birth.day = 0;
        struct known_weights w = known_weigh(listed->ix, &listed->entry, &k, listed->at);
        if (*any && w.birth <= out->birth)
            continue;
        *any = true;
        out->birth = w.birth;
        out->births[swapped] = k.birth;
        out->births[!swapped] = index_birth(listed->ix, w.birth_at).from;
    }
}

static double weigh_countries(const struct likened *a, const struct likened *b)
{
    double best = 0;
    bool any = false;
    for (uint32_t i = a->entry.countries.from; i < a->entry.countries.until; i++) {
        struct index_country c = index_country(a->ix, i);
        struct known k = {.country = {c.code[0], c.code[1]}};
        if (!c.code[0] || !index_stood(a->ix, c.times, a->at, NULL))
            continue;
        double weight = known_weigh(b->ix, &b->entry, &k, b->at).country;
        best = !any || weight > best ? weight : best;
        any = true;
    }
    return best;
}

static double weigh_gender(const struct likened *a, const struct likened *b)
{
    struct known k = {0};
    for (uint32_t i = a->entry.genders.from; i < a->entry.genders.until; i++) {
        struct index_gender g = index_gender(a->ix, i);
        if (index_stood(a->ix, g.times, a->at, NULL))
            k.gender = g.gender;
    }
    return k.gender ? known_weigh(b->ix, &b->entry, &k, b->at).gender : 0;
}

struct known_between known_between(const struct likened *a, const struct likened *b)
{
    struct known_between k = {0};
    bool any = false;
    weigh_births(a, b, false, &any, &k);
    weigh_births(b, a, true, &any, &k);
    k.country = weigh_countries(a, b);
    k.gender = weigh_gender(a, b);
    double most = a->most < b->most ? a->most : b->most;
    double over = k.birth + k.country + k.gender - most;
    k.birth -= over > 0 ? over : 0;
    return k;
}
