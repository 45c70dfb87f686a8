/* SPDX-License-Identifier: Apache-2.0 */
/* walk.c - names by the postings of their words: MaxScore, with what is left aside told by
 * the plan.
 *
 * The walk adds up what words add and notes which words of the query were met, so that
 * of a name is known what it comes to at most, and whether every word can have a partner. */
#include "index/walk.h"

#include <stdlib.h>
#include <sys/mman.h>

bool walk_begin(struct walk *s, const struct index *ix)
{
    s->ix = ix;
    s->met_size = ((size_t)ix->names + 1) * sizeof *s->met;
    void *met = mmap(NULL, s->met_size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (met == MAP_FAILED)
        return false;
    madvise(met, s->met_size, MADV_HUGEPAGE); /* where it is not to be had, nothing is lost */
    s->met = met;
    return true;
}

void walk_end(struct walk *s)
{
    if (s->met)
        munmap(s->met, s->met_size);
    free(s->names);
}

/* Room for all names that are in the postings of units not left aside. */
static bool room_for_names(struct walk *s)
{
    const struct plan *p = s->plan;
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

/* Adds to what was met of the names that were taken; those of which nothing was are new to
 * `names`, or are passed over when none can be new.  Written without branches on what is
 * found, which nobody can foresee, and what was met of the names some way ahead is asked
 * for early, since it lies far apart.  A name that is none counts as the one behind the
 * last, of which what is met means nothing. */
static void add_taken(struct walk *s, uint32_t words, bool fresh)
{
    enum { AHEAD = 32 };
    uint32_t *met = s->met;
    size_t count = s->count, taken = s->taken_count;
    for (size_t i = 0; i < taken && i < AHEAD; i++)
        __builtin_prefetch(&met[s->taken[i].name], 1);
    for (size_t i = 0; i < taken; i++) {
        struct walk_taken t = s->taken[i];
        uint32_t before = met[t.name];
        __builtin_prefetch(&met[s->taken[i + AHEAD < taken ? i + AHEAD : i].name], 1);
        met[t.name] = fresh || before ? meet(before, t.adds, words) : 0;
        if (fresh) {
            s->names[count] = t.name;
            count += !before;
        }
    }
    s->count = count;
    s->taken_count = 0;
}

/* Takes the names of the words of a unit.  Most words have few, so that each list of names
 * is asked for some words early. */
static void add_unit(struct walk *s, size_t unit, bool fresh)
{
    enum { AHEAD = 24 };
    const struct plan *p = s->plan;
    const struct index_sought *u = &p->query->units[unit];
    const struct plan_word *w = p->words + p->set[unit].at;
    const struct similar *pool = s->known->pool;
    uint32_t words = met_words(u->first, u->count), most = s->ix->names;
    for (size_t j = 0; j < p->set[unit].count; j++) {
        const struct similar *at = &pool[w[j].item];
        if (j + AHEAD < p->set[unit].count)
            index_ahead(s->ix, SECTION_POSTINGS, pool[w[j + AHEAD].item].postings);
        const uint32_t *names = index_at(s->ix, SECTION_POSTINGS, at->postings, at->names);
        s->postings += at->names;
        for (uint32_t i = 0; names && i < at->names; i++) {
            uint32_t name = names[i] < most ? names[i] : most;
            s->taken[s->taken_count++] = (struct walk_taken){name, w[j].adds};
            if (s->taken_count == WALK_TAKEN)
                add_taken(s, words, fresh);
        }
    }
    add_taken(s, words, fresh);
}

static void mark_postings(struct walk *s, const struct similar *w)
{
    const uint32_t *names = index_at(s->ix, SECTION_POSTINGS, w->postings, w->names);
    s->postings += w->names;
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
static unsigned mark_lettered(struct walk *s, const struct least *l, size_t met)
{
    const struct plan *p = s->plan;
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
            mark_postings(s, &s->known->pool[w[j].item]);
    }
    return SUM_MOST;
}

/* Of the names that were met, those that could be found. */
static size_t keep_names(struct walk *s, size_t met, const bool walked[WORDS_MAX])
{
    struct least l = least_sums(s->plan, walked);
    unsigned all = s->plan->letters ? mark_lettered(s, &l, met) : SUM_MOST;
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
static void add_word(struct walk *s, size_t word, bool fresh, bool walked[SOUGHT_MAX])
{
    const struct plan *p = s->plan;
    for (size_t k = 0; k < p->reach.count; k++) {
        size_t i = p->reach.order[k];
        const struct index_sought *u = &p->query->units[i];
        if (walked[i] || !plan_covers(u, word) || u->is == SOUGHT_LETTER)
            continue;
        walked[i] = true;
        add_unit(s, i, fresh);
    }
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

/* Of words left aside those are walked too that take less time than holding all that
 * was met. */
bool walk_names(struct walk *s, struct plan *p, const struct similar_known *known)
{
    s->plan = p;
    s->known = known;
    s->count = 0;
    if (!room_for_names(s))
        return false;
    bool walked[SOUGHT_MAX] = {false}, words[WORDS_MAX] = {false};
    size_t k = 0;
    for (; k < p->tried; k++)
        add_word(s, p->order[k], true, walked);
    for (; k < p->reach.words; k++) {
        size_t word = p->order[k];
        if (names_to_walk(p, word, walked) > (uint64_t)s->count * WALK_FOR_HOLD)
            break;
        add_word(s, word, false, walked);
        p->left -= p->most[word];
    }
    while (k > 0)
        words[p->order[--k]] = true;
    s->count = keep_names(s, s->count, words);
    return true;
}
