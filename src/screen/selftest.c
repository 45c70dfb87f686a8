/* SPDX-License-Identifier: Apache-2.0 */
/* selftest.c - questions made from the lists, asked on every core, and counted.
 *
 * Names alone are asked, without kind or birth date, of every list: the hardest
 * question, and the one that a payment puts.  The first pieces of the crew's
 * work are names, those behind them placebos. */
#include "screen/selftest.h"

#include "screen/answer.h"

#include "format/json.h"
#include "screen/compare.h"
#include "screen/crew.h"
#include "screen/screen.h"
#include "screen/selftest_names.h"

#include <math.h>
#include <stdlib.h>

enum { PIECE = 16, HITS_MAX = 1000, TRIES = 20 };

struct run {
    const struct selftest *test;
    struct names_tested names;
    struct selftest_result *result;
    size_t name_pieces, placebo_pieces; /* the latter of each class */
    size_t asked, to_ask;
};

/* What one thread has. */
struct tester {
    struct run *run;
    struct screener *screener;
    struct arena arena; /* of a question */
    struct buf asked, misses;
    struct selftest_result result; /* of the piece at hand */
    struct asked query, name;      /* of a miss */
    size_t questions;
};

static void *begin(void *ctx)
{
    struct run *r = ctx;
    struct tester *t = calloc(1, sizeof *t);
    if (!t)
        return NULL;
    t->run = r;
    t->screener = screener_new(r->test->ix);
    if (t->screener)
        return t;
    free(t);
    return NULL;
}

static void end(void *ctx, void *own)
{
    struct tester *t = own;
    (void)ctx;
    screener_free(t->screener);
    arena_free(&t->arena);
    buf_free(&t->asked);
    buf_free(&t->misses);
    free(t);
}

/* ---- Asking. */

static double threshold_of(const struct selftest *t)
{
    return t->threshold > 0 ? t->threshold : SCREEN_THRESHOLD;
}

static enum status ask(struct tester *t, hit_vec *hits, enum unscreened *why, struct error *err)
{
    struct question q = {.name = buf_str(&t->asked)};
    struct screen_options o = {.threshold = threshold_of(t->run->test), .limit = HITS_MAX};
    *hits = (hit_vec){0};
    arena_reset(&t->arena);
    t->questions++;
    return screen_ask(t->screener, &q, &o, &t->arena, hits, why, err);
}

static void count_untested(struct selftest_class *c, const char *why, size_t count)
{
    size_t i = 0;
    while (i < UNTESTED_MAX - 1 && c->untested[i].why && !str_is(str_of(why), c->untested[i].why))
        i++;
    c->untested[i].why = why;
    c->untested[i].count += count;
}

static const struct hit *hit_of(const hit_vec *hits, uint32_t entry)
{
    for (size_t i = 0; i < hits->count; i++)
        if (hits->at[i].entry == entry)
            return &hits->at[i];
    return NULL;
}

/* ---- Misses. */

static enum subject subject_of(enum kind kind, const struct tester *t)
{
    if (kind == KIND_UNKNOWN)
        return compare_subject(&t->query.reading[0], &t->name.reading[0]);
    return kind == KIND_PERSON ? SUBJECT_PERSON : SUBJECT_THING;
}

/* What the entry's best name scores, by comparing all of them; *best is its number. */
static double best_odds(struct tester *t, uint32_t entry, uint32_t *best)
{
    struct score s;
    struct index_entry e = index_entry(t->run->test->ix, entry);
    int64_t now = index_list(t->run->test->ix, e.list).at;
    double most = -HUGE_VAL;
    *best = e.names.from;
    asked_read(buf_str(&t->asked), &t->query);
    for (uint32_t i = e.names.from; i < e.names.until; i++) {
        struct index_name n = index_name(t->run->test->ix, i);
        asked_read(n.text, &t->name);
        if (n.quality == QUALITY_WEAK || !index_stood(t->run->test->ix, n.times, now, NULL) ||
            !t->query.side[0].total || !t->name.side[0].total)
            continue;
        compare_names(&t->query, &t->name, subject_of(e.kind, t), &s, NULL, NULL);
        if (s.odds <= most)
            continue;
        most = s.odds;
        *best = i;
    }
    return most;
}

static void put_party(struct buf *b, const struct index *ix, uint32_t name)
{
    struct index_entry e = index_entry(ix, index_name(ix, name).entry);
    json_member(b, "list", index_list(ix, e.list).id);
    json_member(b, "ref", e.ref);
    json_member(b, "name", index_name(ix, name).text);
}

/* "first":{…}, or null. */
static void put_first(struct buf *b, const struct index *ix, const hit_vec *hits)
{
    json_key(b, "first");
    if (!hits->count) {
        buf_puts(b, "null");
        return;
    }
    buf_byte(b, '{');
    put_party(b, ix, hits->at[0].name);
    json_key(b, "score");
    buf_printf(b, "%.4f}", score_of_odds(hits->at[0].odds));
}

static void put_miss(struct tester *t, enum twist class, uint32_t name, const hit_vec *hits,
                     double odds, uint32_t best, bool lost)
{
    const struct index *ix = t->run->test->ix;
    struct buf *b = &t->misses;
    buf_byte(b, '{');
    json_member(b, "class", str_of(twist_text(class)));
    put_party(b, ix, name);
    json_member(b, "kind", str_of(kind_text(index_entry(ix, index_name(ix, name).entry).kind)));
    json_member(b, "manipulated", buf_str(&t->asked));
    json_key(b, "score");
    buf_printf(b, "%.4f", score_of_odds(odds));
    json_member(b, "best", index_name(ix, best).text);
    json_key(b, "lost");
    buf_puts(b, lost ? "true" : "false");
    put_first(b, ix, hits);
    buf_puts(b, "}\n");
}

static void miss(struct tester *t, struct selftest_class *c, enum twist class, uint32_t name,
                 const hit_vec *hits)
{
    uint32_t best;
    double odds = best_odds(t, index_name(t->run->test->ix, name).entry, &best);
    bool lost = odds >= odds_of_score(threshold_of(t->run->test)) && hits->count < HITS_MAX;
    c->lost += lost;
    if (t->run->test->misses)
        put_miss(t, class, name, hits, odds, best, lost);
}

/* ---- Names. */

static const char no_letters[] = "no letters that can be read";

/* Whether the first hit is of another party: it scores more, and no name of its
 * entry is one of the right one's. */
static bool wrong_first(const struct index *ix, const hit_vec *hits, const struct hit *right,
                        uint32_t entry)
{
    if (!hits->count || hits->at[0].entry == entry || (right && right->odds >= hits->at[0].odds))
        return false;
    return !names_shared(ix, hits->at[0].entry, entry);
}

/* *exact takes whether the name can be read as it stands.  If it can, then a
 * twisted one that cannot is a miss. */
static enum status ask_for(struct tester *t, enum twist class, uint32_t name,
                           struct selftest_class *c, bool *exact, struct error *err)
{
    hit_vec hits;
    enum unscreened why = SCREENED;
    uint32_t entry = index_name(t->run->test->ix, name).entry;
    enum status rc = ask(t, &hits, &why, err);
    if (rc)
        return rc;
    if (class == TWIST_EXACT && unscreened(why)) {
        *exact = false;
        return OK;
    }
    const struct hit *right = hit_of(&hits, entry);
    c->tested++;
    c->found += right != NULL;
    c->hits += hits.count;
    c->wrong_first += wrong_first(t->run->test->ix, &hits, right, entry);
    if (!right)
        miss(t, c, class, name, &hits);
    return OK;
}

static enum status test_name(struct tester *t, uint32_t name, struct error *err)
{
    const struct index *ix = t->run->test->ix;
    struct index_name n = index_name(ix, name);
    struct index_entry e = index_entry(ix, n.entry);
    enum status rc = OK;
    bool readable = true;
    for (int k = 0; !rc && k < TWIST_COUNT; k++) {
        enum twist class = (enum twist)k;
        struct chance c = {chance_seed(t->run->test->seed + (uint64_t)k, n.text)};
        buf_clear(&t->asked);
        const char *why = readable ? twist_name(class, n.text, e.kind, &c, &t->asked) : no_letters;
        if (!why)
            rc = ask_for(t, class, name, &t->result.of[k], &readable, err);
        if (why || !readable)
            count_untested(&t->result.of[k], readable ? why : no_letters, 1);
    }
    return rc;
}

/* ---- Placebos. */

static void put_alert(struct tester *t, enum placebo class, const hit_vec *hits)
{
    struct buf *b = &t->misses;
    buf_byte(b, '{');
    json_member(b, "placebo", str_of(placebo_text(class)));
    json_member(b, "asked", buf_str(&t->asked));
    put_first(b, t->run->test->ix, hits);
    json_key(b, "hits");
    buf_printf(b, "%zu}\n", hits->count);
}

static enum status test_placebo(struct tester *t, enum placebo class, size_t number,
                                struct error *err)
{
    hit_vec hits;
    enum unscreened why;
    struct selftest_placebo *p = &t->result.placebo[class];
    struct chance c = {chance_seed(t->run->test->seed + number, str_of(placebo_text(class)))};
    for (int i = 0; i < TRIES; i++) {
        buf_clear(&t->asked);
        placebo_name(class, &c, &t->asked);
        if (!name_listed(&t->run->names, buf_str(&t->asked)))
            break;
    }
    enum status rc = ask(t, &hits, &why, err);
    p->tested++;
    p->alerts += !rc && hits.count > 0;
    p->hits += hits.count;
    if (!rc && hits.count && t->run->test->misses)
        put_alert(t, class, &hits);
    return rc;
}

/* ---- The crew. */

static enum status work(void *ctx, void *own, size_t piece, struct error *err)
{
    struct run *r = ctx;
    struct tester *t = own;
    enum status rc = OK;
    t->result = (struct selftest_result){0};
    t->questions = 0;
    buf_clear(&t->misses);
    if (piece < r->name_pieces) {
        for (size_t i = piece * PIECE; !rc && i < r->names.count && i < (piece + 1) * PIECE; i++)
            rc = test_name(t, r->names.at[i], err);
    } else {
        size_t number = piece - r->name_pieces, class = number / r->placebo_pieces;
        size_t from = number % r->placebo_pieces * PIECE;
        for (size_t i = from; !rc && i < r->test->placebos && i < from + PIECE; i++)
            rc = test_placebo(t, (enum placebo) class, i, err);
    }
    if (!rc && (t->asked.failed || t->misses.failed))
        rc = fault(err, ERR_MEMORY, 0, "no memory for the questions");
    return rc;
}

static void add_class(struct selftest_class *to, const struct selftest_class *from)
{
    to->tested += from->tested;
    to->found += from->found;
    to->lost += from->lost;
    to->wrong_first += from->wrong_first;
    to->hits += from->hits;
    for (size_t i = 0; i < UNTESTED_MAX && from->untested[i].why; i++)
        count_untested(to, from->untested[i].why, from->untested[i].count);
}

static bool take(void *ctx, void *own, size_t piece)
{
    struct run *r = ctx;
    struct tester *t = own;
    r->asked += t->questions;
    for (size_t k = 0; k < TWIST_COUNT; k++)
        add_class(&r->result->of[k], &t->result.of[k]);
    for (size_t k = 0; k < PLACEBO_COUNT; k++) {
        r->result->placebo[k].tested += t->result.placebo[k].tested;
        r->result->placebo[k].alerts += t->result.placebo[k].alerts;
        r->result->placebo[k].hits += t->result.placebo[k].hits;
    }
    if (piece < r->name_pieces) /* how many questions a name makes is known from those before */
        r->to_ask = r->asked * r->name_pieces / (piece + 1);
    return r->test->tell(r->test->ctx, r->asked, r->to_ask + PLACEBO_COUNT * r->test->placebos,
                         buf_str(&t->misses));
}

enum status selftest_run(const struct selftest *t, struct selftest_result *out, struct error *err)
{
    struct arena a = {0};
    struct run r = {.test = t, .result = out};
    *out = (struct selftest_result){0};
    enum status rc = names_to_test(t, &a, &r.names, err);
    if (!rc) {
        out->names = r.names.count;
        out->entries = r.names.entries;
        r.name_pieces = (r.names.count + PIECE - 1) / PIECE;
        r.placebo_pieces = (t->placebos + PIECE - 1) / PIECE;
        struct crew crew = {.pieces = r.name_pieces + PLACEBO_COUNT * r.placebo_pieces,
                            .threads = t->threads,
                            .begin = begin,
                            .work = work,
                            .take = take,
                            .end = end,
                            .ctx = &r};
        rc = crew_run(&crew, err);
    }
    arena_free(&a);
    return rc;
}

struct selftest_class selftest_level(const struct selftest_result *r, enum twist_level l)
{
    struct selftest_class sum = {0};
    for (int k = 0; k < TWIST_COUNT; k++)
        if (twist_level((enum twist)k) == l)
            add_class(&sum, &r->of[k]);
    return sum;
}

void wilson(size_t found, size_t tested, double *low, double *high)
{
    const double z = 1.959963984540054;
    double n = (double)tested, p = tested ? (double)found / n : 0.5;
    *low = 0;
    *high = 1;
    if (!tested)
        return;
    double middle = p + z * z / (2 * n), spread = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n));
    *low = fmax(0, (middle - spread) / (1 + z * z / n));
    *high = fmin(1, (middle + spread) / (1 + z * z / n));
}
