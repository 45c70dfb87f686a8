/* SPDX-License-Identifier: Apache-2.0 */
/* screen.c - a question against every name of the snapshot.
 *
 * The query's words are looked for (index/search.h), each name that could reach
 * the threshold is scored, and the best name of each entry is a hit.  What an
 * identifier says stands by itself. */
#include "screen/screen.h"

#include "screen/compare.h"
#include "screen/seek.h"

#include <stdlib.h>
#include <string.h>

/* A weak alias ("a.k.a. the Teacher") is worth less; an exact identifier makes
 * the odds those of a score of 0.999. */
static const double WEAK_ALIAS = -0.8, SAME_IDENTIFIER = 6.9;
enum { IDENTIFIER_LEAST = 5 /* letters and digits that decide alone */ };

struct screener {
    const struct index *ix;
    struct index_scratch *scratch;
    struct asked asked;
    struct costs costs;

    /* of the question at hand */
    const struct question *q;
    const struct screen_options *o;
    struct arena *arena;
    hit_vec *hits;
    double least;    /* odds of the threshold */
    size_t left_out; /* hits beyond the limit */
    size_t reading;
    struct seek seek;
    struct reading name_reading; /* of the name at hand */
    struct side name_side;
    struct score score;
};

struct screener *screener_new(const struct index *ix)
{
    struct screener *s = calloc(1, sizeof *s);
    if (!s)
        return NULL;
    s->ix = ix;
    s->scratch = index_scratch_new(ix);
    if (!s->scratch) {
        free(s);
        return NULL;
    }
    return s;
}

void screener_free(struct screener *s)
{
    if (!s)
        return;
    index_scratch_free(s->scratch);
    free(s);
}

/* ---- Whether an entry is asked about at all. */

static bool stood_before(const struct index *ix, const struct index_list *list,
                         const struct index_entry *e, int64_t at, struct hit *h)
{
    int64_t listed = (int64_t)e->listed * DAY_SECONDS;
    h->reconstructed = true;
    return e->listed != INDEX_NO_DAY && listed <= at &&
           index_stood(ix, e->times, list->first, &h->stood);
}

/* Sets h->stood; false when the list had not, or had let go of, the entry. */
static bool entry_stood(const struct screener *s, const struct index_entry *e, struct hit *h)
{
    struct index_list list = index_list(s->ix, e->list);
    int64_t at = s->o->then ? s->o->at : list.at;
    bool there = at < list.first ? stood_before(s->ix, &list, e, at, h)
                                 : index_stood(s->ix, e->times, at, &h->stood);
    return there &&
           (h->stood.standing == STANDING_LISTED || h->stood.standing == STANDING_SUSPENDED);
}

/* When things that are said of an entry must have stood. */
static int64_t instant_of(const struct screener *s, const struct index_entry *e)
{
    struct index_list list = index_list(s->ix, e->list);
    int64_t at = s->o->then ? s->o->at : list.at;
    return at < list.first ? list.first : at;
}

static bool kind_fits(enum kind asked, enum kind listed)
{
    return asked == KIND_UNKNOWN || listed == KIND_UNKNOWN || asked == listed;
}

static bool asked_about(const struct screener *s, const struct index_entry *e, struct hit *h)
{
    return (!s->o->lists || s->o->lists[e->list]) && kind_fits(s->q->kind, e->kind) &&
           entry_stood(s, e, h);
}

static void add_hit(const struct screener *s, hit_vec *hits, const struct hit *h)
{
    struct hit *row = VEC_ADD(s->arena, hits);
    *row = *h;
}

/* ---- Scoring a name of the snapshot. */

/* How many words a unit covers; an acronym, those from the first significant one
 * to the last (index/unit.h). */
static uint8_t covered(const struct reading *r, const struct unit *u)
{
    static const uint8_t words[UNIT_KINDS] = {
        [UNIT_WORD] = 1, [UNIT_JOIN] = 2, [UNIT_JOIN_OVER] = 3};
    uint8_t last = u->first;
    if (u->kind != UNIT_ACRONYM)
        return words[u->kind];
    for (uint8_t i = u->first; i < r->count; i++)
        if (r->words[i].role == ROLE_NAME || r->words[i].role == ROLE_GENERIC)
            last = i;
    return (uint8_t)(last + 1 - u->first);
}

static void add_word(struct reading *r, const struct unit *u, struct index_unit from)
{
    r->words[r->count++] = (struct word){.at = r->used,
                                         .len = u->len,
                                         .letters = u->in,
                                         .role = (uint8_t)unit_role(from),
                                         .flags = from.flags};
    memcpy(r->bytes + r->used, u->letters, u->len);
    r->used = (uint16_t)(r->used + u->len);
}

/* One of the name's readings, made again from its units. */
static void read_units(struct screener *s, const struct index_unit *at, size_t count)
{
    struct reading *r = &s->name_reading;
    struct side *side = &s->name_side;
    r->count = r->used = r->flags = 0;
    side->reading = r;
    side->units = (uint8_t)count;
    for (size_t i = 0; i < count; i++) {
        struct index_word w = index_word(s->ix, at[i].word);
        struct unit *u = &side->unit[i];
        u->kind = (uint8_t)unit_is(at[i]);
        u->in = (uint8_t)w.in;
        u->first = at[i].first;
        u->len = (uint8_t)w.letters.len;
        memcpy(u->letters, w.letters.s, w.letters.len);
        if (u->kind == UNIT_WORD && r->used + u->len <= READING_BYTES && r->count < WORDS_MAX) {
            side->rarity[r->count] = at[i].rarity;
            add_word(r, u, at[i]);
        }
        u->count = covered(r, u);
    }
    score_side_known(side);
}

/* What the search has found out of what a unit of the name costs, for score_names. */
static void found_cost(struct screener *s, size_t j, uint32_t word, enum subject subject)
{
    const struct side *query = &s->asked.side[s->reading];
    const struct unit *v = &s->name_side.unit[j];
    bool may = score_rarity(&s->name_side, v) && index_meets(s->scratch, word);
    for (size_t i = 0; i < query->units; i++)
        s->costs.of[i][j] = ALIKE_FAR;
    for (size_t i = 0; may && i < query->units; i++) {
        const struct unit *u = &query->unit[i];
        if (s->seek.of[i] == SEEK_NONE || !score_kinds_pair(u, v, subject))
            continue;
        unsigned cost = index_cost(s->scratch, s->seek.of[i], word);
        bool acronym = u->kind == UNIT_ACRONYM || v->kind == UNIT_ACRONYM;
        s->costs.of[i][j] = (uint8_t)(acronym && cost ? ALIKE_FAR : cost);
    }
}

static enum subject subject_of(const struct screener *s, enum kind kind)
{
    if (kind == KIND_UNKNOWN)
        kind = s->q->kind;
    if (kind == KIND_UNKNOWN)
        return compare_subject(&s->asked.reading[s->reading], &s->name_reading);
    return kind == KIND_PERSON ? SUBJECT_PERSON : SUBJECT_THING;
}

/* Keeps the name as a hit if it reaches the threshold. */
static void keep(struct screener *s, const struct index_name *n, const struct index_entry *e,
                 struct hit *h)
{
    h->entry = n->entry;
    h->score = s->score;
    h->quality = n->quality == QUALITY_WEAK ? WEAK_ALIAS : 0;
    struct known about = known_about(&s->q->known, s->score.subject);
    h->known = known_weigh(s->ix, e, &about, instant_of(s, e));
    h->odds = s->score.odds + h->quality + h->known.birth + h->known.country + h->known.gender;
    h->asked_at = (uint8_t)s->reading;
    if (h->odds >= s->least)
        add_hit(s, s->hits, h);
}

static void score_name(struct screener *s, uint32_t name, const struct index_units *units,
                       bool found)
{
    struct hit h = {.name = name};
    struct index_name n = index_name(s->ix, name);
    struct index_entry e = index_entry(s->ix, n.entry);
    if (!asked_about(s, &e, &h) || !index_stood(s->ix, n.times, instant_of(s, &e), NULL))
        return;
    size_t from = 0;
    for (uint8_t k = 0; k < units->readings; from += units->count[k], k++) {
        read_units(s, units->at + from, units->count[k]);
        enum subject subject = subject_of(s, e.kind);
        if (found)
            for (size_t j = 0; j < s->name_side.units; j++)
                found_cost(s, j, units->at[from + j].word, subject);
        else
            score_costs(&s->asked.side[s->reading], &s->name_side, subject, &s->costs);
        score_names(&s->asked.side[s->reading], &s->name_side, &s->costs, subject, &s->score);
        h.name_at = k;
        keep(s, &n, &e, &h);
    }
}

static void visit(void *ctx, const struct index_found *found)
{
    score_name(ctx, found->name, &found->units, true);
}

/* ---- Which names are scored. */

static enum status ask_every_name(struct screener *s, struct error *err)
{
    for (uint32_t n = 0; n < index_count(s->ix).names; n++) {
        struct index_units units = index_units(s->ix, n);
        score_name(s, n, &units, false);
    }
    return index_sound(s->ix, err);
}

static enum status ask_reading(struct screener *s, struct error *err)
{
    if (s->o->exhaustive)
        return ask_every_name(s, err);
    double odds[SUBJECT_COUNT];
    for (enum subject k = 0; k < SUBJECT_COUNT; k++) {
        struct known about = known_about(&s->q->known, k);
        odds[k] = s->least - known_most(&about);
    }
    seek_make(&s->seek, &s->asked.side[s->reading], s->q->kind, odds);
    if (s->seek.every)
        return ask_every_name(s, err);
    return index_search(s->ix, s->scratch, &s->seek.query, visit, s, err);
}

/* ---- Identifiers. */

enum { IDENTIFIED_MAX = 256 };

static void ask_identifier(struct screener *s)
{
    char letters[IDENTIFIER_MAX];
    uint32_t found[IDENTIFIED_MAX];
    struct str normal = identifier_normal(s->q->identifier, letters);
    if (normal.len < IDENTIFIER_LEAST)
        return;
    size_t count = index_identified(s->ix, normal, found, IDENTIFIED_MAX);
    for (size_t i = 0; i < count && i < IDENTIFIED_MAX; i++) {
        struct index_identifier id = index_identifier(s->ix, found[i]);
        struct index_entry e = index_entry(s->ix, id.entry);
        struct hit h = {.entry = id.entry, .identifier = found[i] + 1};
        if (!asked_about(s, &e, &h) || !index_stood(s->ix, id.times, instant_of(s, &e), NULL))
            continue;
        h.name = e.names.from;
        h.odds = SAME_IDENTIFIER;
        add_hit(s, s->hits, &h);
    }
}

/* ---- Hits: all that were met, then the best of each entry, then the best. */

/* By entry, and of one entry what it is known by best: an identifier, else the name. */
static int by_entry(const void *a, const void *b)
{
    const struct hit *x = *(const struct hit *const *)a, *y = *(const struct hit *const *)b;
    if (x->entry != y->entry)
        return x->entry < y->entry ? -1 : 1;
    if (!x->identifier != !y->identifier)
        return x->identifier ? -1 : 1;
    if (x->odds != y->odds)
        return x->odds > y->odds ? -1 : 1;
    if (x->name != y->name)
        return x->name < y->name ? -1 : 1;
    return x < y ? -1 : x > y; /* the one met first */
}

/* The best first; of equal ones, by list and ref. */
static int by_odds(const void *a, const void *b, void *screener)
{
    const struct screener *s = screener;
    const struct hit *x = *(const struct hit *const *)a, *y = *(const struct hit *const *)b;
    if (x->odds != y->odds)
        return x->odds > y->odds ? -1 : 1;
    struct index_entry e = index_entry(s->ix, x->entry), f = index_entry(s->ix, y->entry);
    int order = str_compare(index_list(s->ix, e.list).id, index_list(s->ix, f.list).id);
    return order ? order : str_compare(e.ref, f.ref);
}

static size_t one_of_each(struct hit **at, size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        if (!kept || at[i]->entry != at[kept - 1]->entry)
            at[kept++] = at[i];
    return kept;
}

/* Leaves the best, at most so many, in order; how many were left out. */
static size_t keep_best(struct screener *s, size_t limit)
{
    hit_vec best = {0};
    size_t count = s->hits->count;
    struct hit **at = arena_alloc(s->arena, count, sizeof *at);
    if (!at || !count)
        return 0;
    for (size_t i = 0; i < count; i++)
        at[i] = &s->hits->at[i];
    qsort(at, count, sizeof(struct hit *), by_entry);
    count = one_of_each(at, count);
    qsort_r(at, count, sizeof(struct hit *), by_odds, s);
    for (size_t i = 0; i < count && i < limit; i++)
        add_hit(s, &best, at[i]);
    *s->hits = best;
    return count - best.count;
}

/* ---- The question. */

static enum unscreened readable(const struct screener *s)
{
    const struct reading *r = &s->asked.reading[0];
    char letters[IDENTIFIER_MAX];
    bool given = s->q->identifier.len > 0;
    bool looked_for = given && identifier_normal(s->q->identifier, letters).len >= IDENTIFIER_LEAST;
    if (!r->count && !looked_for)
        return s->q->name.len ? UNSCREENED_UNREADABLE : given ? UNSCREENED_SHORT : UNSCREENED_EMPTY;
    if (!r->count)
        return s->q->name.len ? UNSCREENED_PART : SCREENED;
    if (given && !looked_for)
        return UNSCREENED_NAME_ALONE;
    if (r->flags & READING_CUT)
        return UNSCREENED_CUT;
    return r->flags & READING_UNREAD ? UNSCREENED_PART : SCREENED;
}

enum status screen_ask(struct screener *s, const struct question *q, const struct screen_options *o,
                       struct arena *a, hit_vec *hits, enum unscreened *why, struct error *err)
{
    enum status rc = OK;
    s->q = q;
    s->o = o;
    s->arena = a;
    s->hits = hits;
    s->left_out = 0;
    s->least = odds_of_score(o->threshold > 0 ? o->threshold : SCREEN_THRESHOLD);
    asked_read(q->name, &s->asked);
    *why = readable(s);
    if (q->identifier.len)
        ask_identifier(s);
    for (s->reading = 0; !rc && s->reading < s->asked.readings; s->reading++)
        if (s->asked.side[s->reading].total)
            rc = ask_reading(s, err);
    if (rc)
        return rc;
    s->left_out = keep_best(s, o->limit ? o->limit : SCREEN_LIMIT);
    return a->failed ? fault(err, ERR_MEMORY, 0, "no memory for the hits")
                     : index_sound(s->ix, err);
}

size_t screener_left_out(const struct screener *s)
{
    return s->left_out;
}
