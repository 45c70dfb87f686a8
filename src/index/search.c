/* SPDX-License-Identifier: Apache-2.0 */
/* search.c - exact candidates by MaxScore, with costs worked out last.
 *
 *   1. A plan (plan.h): for each unit of the query the words of the snapshot that
 *      it can be matched with in a name that is found, and the words of the query
 *      that are left aside, since names that have none of the others are not found.
 *   2. The names of what covers a word not left aside, each with the sum of what
 *      was found: those that would be found with all that was left aside.
 *   3. Of each of these its units, held against the words of step 1.  Only of
 *      names that could still be found is worked out what their words cost.
 *
 * Every step but the last gives upper bounds (doc/design/index.md). */
#include "index/closed.h"
#include "index/plan.h"

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
    uint32_t *met; /* of each name, what was met; all zero between searches */
    uint32_t *names;
    size_t room;
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
    s->met = calloc((size_t)ix->names + 1, sizeof *s->met);
    if (!similar_begin(&s->known, ix) || !s->met) {
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
    free(s->met);
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

/* ---- 2. Names. */

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

/* How many postings can be walked in the time in which one name is held. */
enum { WALK_FOR_HOLD = 24 };

/* What was met of a name: the sum of what words add, whether it has a letter that may
 * stand for a word, and which of the query's first sixteen words have a partner. */
enum { SUM_MOST = (1 << 15) - 1, LETTERED = 1 << 15, WORDS_AT = 16, WORDS_TOLD = 16 };

static uint32_t met_words(size_t first, size_t count)
{
    uint64_t words = (((uint64_t)1 << count) - 1) << first;
    return (uint32_t)(words & ((1U << WORDS_TOLD) - 1)) << WORDS_AT;
}

static inline uint32_t meet(uint32_t met, uint32_t adds, uint32_t words)
{
    uint32_t sum = (met & SUM_MOST) + adds;
    return (sum < SUM_MOST ? sum : SUM_MOST) | (met & ~(uint32_t)SUM_MOST) | words;
}

/* Adds to what was met of a word's names; those of which nothing was are new to `names`,
 * or are passed over when none can be new.  Written without branches on what is
 * found, which nobody can foresee.  A name that is none counts as the one behind
 * the last, of which what is met means nothing. */
static size_t add_postings(struct index_scratch *s, const struct similar *w, uint32_t adds,
                           uint32_t words, size_t count, bool fresh)
{
    const uint32_t *names = index_at(s->ix, SECTION_POSTINGS, w->postings, w->names);
    uint32_t most = s->ix->names, *met = s->met;
    s->effort.postings += w->names;
    for (uint32_t i = 0; names && !fresh && i < w->names; i++) {
        uint32_t *at = &met[names[i] < most ? names[i] : most];
        *at = *at ? meet(*at, adds, words) : 0;
    }
    for (uint32_t i = 0; names && fresh && i < w->names; i++) {
        uint32_t name = names[i] < most ? names[i] : most;
        s->names[count] = name;
        count += !met[name];
        met[name] = meet(met[name], adds, words);
    }
    return count;
}

static void mark_postings(struct index_scratch *s, const struct similar *w)
{
    const uint32_t *names = index_at(s->ix, SECTION_POSTINGS, w->postings, w->names);
    s->effort.postings += w->names;
    for (uint32_t i = 0; names && i < w->names; i++) {
        uint32_t *met = &s->met[names[i] < s->ix->names ? names[i] : s->ix->names];
        *met |= *met ? LETTERED : 0;
    }
}

/* The least sums of names that are found, given what may be added to them: of one that
 * can be full, one that can not, one of which a single word is met, one with a letter. */
struct least {
    unsigned full, open, alone, lettered;
    uint32_t sought, aside; /* words, as they are told: sought alone; not walked */
};

static unsigned less(unsigned need, unsigned left)
{
    unsigned least = need > left ? need - left : 0;
    return least < SUM_MOST ? least : SUM_MOST;
}

static struct least least_sums(const struct plan *p, const bool walked[WORDS_MAX])
{
    const struct index_query *q = p->query;
    struct least l = {.full = less(reach_need(q), p->left),
                      .open = less(reach_open_need(q), p->left),
                      .alone = less(reach_alone_need(q), p->left),
                      .lettered = p->letters ? less(reach_lettered_need(q), p->left) : SUM_MOST};
    for (size_t k = 0; k < p->reach.steps_count; k++)
        if (p->reach.steps[k].gap)
            l.sought |= met_words(p->reach.steps[k].first, 1);
    for (size_t w = 0; w < p->reach.words; w++)
        l.aside |= walked[w] ? 0 : met_words(w, 1);
    if (p->reach.words > WORDS_TOLD) /* any of these may be met */
        l.alone = l.open;
    return l;
}

/* Could a name of which that was met be found without a letter?  Mostly there is too little. */
static inline bool enough(const struct least *l, uint32_t met)
{
    if ((met & SUM_MOST) < l->full)
        return false;
    uint32_t words = (met | l->aside) >> WORDS_AT;
    unsigned need = words & (words - 1) ? l->open : l->alone;
    return (met & SUM_MOST) >= (l->sought & ~(words << WORDS_AT) ? need : l->full);
}

/* Looks which names have a letter that is sought, and is told from what sum on those are
 * found: all of them are, when that takes less time than to look. */
static unsigned mark_lettered(struct index_scratch *s, const struct least *l, size_t met)
{
    const struct plan *p = &s->plan;
    uint64_t walk = 0, turn = 0;
    for (size_t i = 0; i < p->count; i++)
        walk += p->query->units[i].is == SOUGHT_LETTER ? p->names[i] : 0;
    for (size_t i = 0; i < met && walk > met; i++) {
        uint32_t of = s->met[s->names[i]];
        turn += (of & SUM_MOST) >= l->lettered && !enough(l, of);
    }
    if (walk > met && walk > turn * WALK_FOR_HOLD)
        return l->lettered;
    for (size_t i = 0; i < p->count && walk; i++) {
        const struct plan_word *w = p->words + p->set[i].at;
        for (size_t j = 0; j < p->set[i].count && p->query->units[i].is == SOUGHT_LETTER; j++)
            mark_postings(s, &s->known.pool[w[j].item]);
    }
    return SUM_MOST;
}

/* Of the names that were met, those that could be found. */
static size_t keep_names(struct index_scratch *s, size_t met, const bool walked[WORDS_MAX])
{
    struct least l = least_sums(&s->plan, walked);
    unsigned all = s->plan.letters ? mark_lettered(s, &l, met) : SUM_MOST;
    size_t kept = 0;
    for (size_t i = 0; i < met; i++) {
        uint32_t name = s->names[i], of = s->met[name];
        unsigned least = of & LETTERED ? l.lettered : all;
        s->met[name] = 0;
        if ((of & SUM_MOST) >= least || enough(&l, of))
            s->names[kept++] = name;
    }
    return kept;
}

/* Walks the postings of the units that cover a word and were not walked yet. */
static size_t add_word(struct index_scratch *s, size_t word, size_t met, bool fresh,
                       bool walked[SOUGHT_MAX])
{
    const struct plan *p = &s->plan;
    for (size_t k = 0; k < p->reach.count; k++) {
        size_t i = p->reach.order[k];
        const struct index_sought *u = &p->query->units[i];
        if (walked[i] || !plan_covers(u, word) || u->is == SOUGHT_LETTER)
            continue;
        walked[i] = true;
        uint32_t words = met_words(u->first, u->count);
        const struct plan_word *w = p->words + p->set[i].at;
        for (size_t j = 0; j < p->set[i].count; j++)
            met = add_postings(s, &s->known.pool[w[j].item], w[j].adds, words, met, fresh);
    }
    return met;
}

static uint64_t names_to_walk(const struct plan *p, size_t word, const bool walked[SOUGHT_MAX])
{
    uint64_t n = 0;
    for (size_t k = 0; k < p->reach.count; k++) {
        size_t i = p->reach.order[k];
        const struct index_sought *u = &p->query->units[i];
        bool walk = !walked[i] && plan_covers(u, word) && u->is != SOUGHT_LETTER;
        n += walk ? p->names[i] : 0;
    }
    return n;
}

/* The names that could be found; their number.  Of words left aside those are
 * walked too that take less time than holding all that was met. */
static size_t find_names(struct index_scratch *s)
{
    struct plan *p = &s->plan;
    bool walked[SOUGHT_MAX] = {false}, words[WORDS_MAX] = {false};
    size_t met = 0, k = 0;
    for (; k < p->tried; k++)
        met = add_word(s, p->order[k], met, true, walked);
    for (; k < p->reach.words; k++) {
        size_t word = p->order[k];
        if (names_to_walk(p, word, walked) > (uint64_t)met * WALK_FOR_HOLD)
            break;
        add_word(s, word, met, false, walked);
        p->left -= p->most[word];
    }
    while (k > 0)
        words[p->order[--k]] = true;
    return keep_names(s, met, words);
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

static struct reach_best best_of(struct index_scratch *s, const struct index_units *units,
                                 bool costs, uint16_t most[SOUGHT_MAX + 1])
{
    const struct plan *p = &s->plan;
    for (size_t i = 0; i < p->count; i++)
        most[i] = 0;
    most[REACH_NONE] = 0;
    each_match(s, units, costs, tell_most, most);
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
    if (reach_open(b, p->query))
        return reach_sum(b, p->query);
    if (!reach_full(b, p->query))
        return 0;
    struct closed c;
    closed_begin(&c, &p->reach, p->query, most, units);
    each_match(s, units, true, tell_closed, &c);
    return closed_end(&c) ? reach_sum(b, p->query) : 0;
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
    enum { FIRST = 12, SECOND = 6 };
    const uint32_t *at = (const void *)(ix->map + ix->head->section[SECTION_UNITS_AT].at);
    const uint64_t *units = (const void *)(ix->map + ix->head->section[SECTION_UNITS].at);
    if (i + FIRST < count)
        __builtin_prefetch(&at[names[i + FIRST]]);
    if (i + SECOND < count)
        __builtin_prefetch(units + at[names[i + SECOND]]);
}

enum status index_search(const struct index *ix, struct index_scratch *s,
                         const struct index_query *q, index_visit *visit, void *ctx,
                         struct error *err)
{
    struct plan *p = &s->plan;
    s->effort.searches++;
    similar_trim(&s->known);
    if (!plan_make(p, &s->known, ix, q) || (!p->nothing && !room_for_names(s, p)))
        return fault(err, ERR_MEMORY, 0, "no memory to search");
    if (p->nothing)
        return index_sound(ix, err);
    size_t names = find_names(s);
    if (names && !make_pairs(s))
        return fault(err, ERR_MEMORY, 0, "no memory to search");
    for (size_t i = 0; i < names; i++) {
        ahead(ix, s->names, i, names);
        if (s->names[i] < ix->names)
            hold(s, s->names[i], visit, ctx);
    }
    return index_sound(ix, err);
}
