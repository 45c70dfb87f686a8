/* SPDX-License-Identifier: Apache-2.0 */
/* screen_test.c - what is found is what scoring every name would find; days, lists,
 * kinds and identifiers are respected. */
#include "cmocka_all.h"

#include "index/build.h"
#include "screen/answer.h"
#include "screen/question.h"
#include "screen/seek.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- A snapshot of invented names. */

struct made {
    struct arena arena;
    struct index_builder *builder;
    struct buf bytes;
    struct index *ix;
};

static void add_entry(struct made *m, const char *ref, enum kind kind, const char *const *names,
                      size_t count, int64_t from, int64_t until, int year)
{
    struct index_state s = {.from = from,
                            .until = until,
                            .kind = kind,
                            .listed = INDEX_NO_DAY,
                            .name = str_of(names[0])};
    for (size_t i = 0; i < count; i++) {
        struct index_name *n = VEC_ADD(&m->arena, &s.names);
        *n = (struct index_name){.text = str_of(names[i]),
                                 .quality = i ? QUALITY_STRONG : QUALITY_PRIMARY};
    }
    if (year) {
        struct index_birth *b = VEC_ADD(&m->arena, &s.births);
        b->from = b->to = (struct day){.year = (int16_t)year};
    }
    index_builder_entry(m->builder, str_of(ref));
    index_builder_state(m->builder, &s);
}

static void begin_list(struct made *m, const char *id, int64_t first, int64_t last)
{
    struct index_list l = {.id = str_of(id), .at = last, .first = first, .last = last};
    index_builder_list(m->builder, &l);
}

static void make_begin(struct made *m)
{
    *m = (struct made){.builder = index_builder_new(1)};
    assert_non_null(m->builder);
}

static void make_end(struct made *m)
{
    struct error err = {0};
    assert_int_equal(index_builder_bytes(m->builder, &m->bytes, &err), OK);
    assert_int_equal(index_open_bytes(buf_str(&m->bytes), &m->ix, &err), OK);
}

static void make_free(struct made *m)
{
    index_close(m->ix);
    index_builder_free(m->builder);
    buf_free(&m->bytes);
    arena_free(&m->arena);
}

/* ---- Fast is slow, on names that are made so that many are nearly alike. */

static uint32_t chance(uint32_t *seed, uint32_t below)
{
    *seed = *seed * 1664525u + 1013904223u;
    return (uint32_t)((uint64_t)(*seed >> 1) * below >> 31);
}

static const char *const syllables[] = {
    "mo", "ha", "med",  "mu", "sa",  "li",  "ka",  "rim", "ya",  "sin", "vla", "di", "mir", "iv",
    "an", "ov", "petr", "ab", "dul", "rah", "man", "ser", "gey", "no",  "vak", "ta", "re",  "q"};
static const char *const extras[] = {
    "al",      "bin",  "Ltd",   "Company", "J.",    "44",    "OOO", "Dr",         "M",
    "Trading", "Haji", "Sayid", "Hafiz",   "Group", "Abdul", "and", "Industries", "Ivanovich"};

static void put_word(struct buf *b, uint32_t *seed)
{
    size_t parts = 1 + chance(seed, 3);
    for (size_t i = 0; i < parts; i++)
        buf_puts(b, syllables[chance(seed, COUNT(syllables))]);
}

static const char *random_name(struct arena *a, uint32_t *seed)
{
    struct buf b = {0};
    size_t words = 1 + chance(seed, 4);
    for (size_t i = 0; i < words; i++) {
        buf_puts(&b, i ? " " : "");
        if (chance(seed, 4) == 0)
            buf_puts(&b, extras[chance(seed, COUNT(extras))]);
        else
            put_word(&b, seed);
    }
    struct str text = arena_copy(a, buf_str(&b));
    buf_free(&b);
    return text.s;
}

/* A listed name with a letter changed, left out, or put in; a blank gone; words
 * turned round. */
static const char *misspelt(struct arena *a, const char *name, uint32_t *seed)
{
    struct str text = arena_copy(a, str_of(name));
    char *s = (char *)(uintptr_t)text.s;
    if (text.len < 4)
        return s;
    size_t at = 1 + chance(seed, (uint32_t)text.len - 2);
    char *blank = strchr(s, ' ');
    switch (chance(seed, 5)) {
    case 0:
        s[at] = (char)('a' + chance(seed, 26));
        break;
    case 1:
        memmove(s + at, s + at + 1, text.len - at);
        break;
    case 2:
        if (blank)
            memmove(blank, blank + 1, strlen(blank));
        break;
    case 3:
        if (blank)
            return arena_printf(a, "%s %.*s", blank + 1, (int)(blank - s), s).s;
        break;
    default:
        break;
    }
    return s;
}

/* A hit is found by the highest threshold that it reaches, too: there every bound is
 * as tight as it can be. */
static void found_at_its_own(const struct made *m, struct screener *s, const struct question *q,
                             struct screen_options o, const struct hit *h)
{
    struct arena a = {0};
    struct error err = {0};
    hit_vec hits = {0};
    enum unscreened why;
    bool found = false;
    o.exhaustive = false;
    o.threshold = score_of_odds(h->odds) * (1 - 1e-9);
    assert_int_equal(screen_ask(s, q, &o, &a, &hits, &why, &err), OK);
    for (size_t i = 0; i < hits.count; i++)
        found |= hits.at[i].entry == h->entry;
    if (!found)
        print_error("%.*s: %.*s at %f is lost\n", STRF(q->name),
                    STRF(index_name(m->ix, h->name).text), h->odds);
    assert_true(found);
    arena_free(&a);
}

/* How many there are. */
static size_t same_hits(const struct made *m, struct screener *s, const struct question *q,
                        struct screen_options o)
{
    struct arena a = {0};
    struct error err = {0};
    hit_vec fast = {0}, slow = {0};
    enum unscreened why;
    assert_int_equal(screen_ask(s, q, &o, &a, &fast, &why, &err), OK);
    o.exhaustive = true;
    assert_int_equal(screen_ask(s, q, &o, &a, &slow, &why, &err), OK);
    if (fast.count != slow.count)
        print_error("%.*s: %zu hits, not %zu\n", STRF(q->name), fast.count, slow.count);
    assert_int_equal(fast.count, slow.count);
    for (size_t i = 0; i < fast.count; i++) {
        const struct hit *x = &fast.at[i], *y = &slow.at[i];
        if (x->entry != y->entry || x->odds != y->odds)
            print_error("%.*s: %.*s at %f, not %.*s at %f\n", STRF(q->name),
                        STRF(index_name(m->ix, x->name).text), x->odds,
                        STRF(index_name(m->ix, y->name).text), y->odds);
        assert_int_equal(x->entry, y->entry);
        assert_true(x->odds == y->odds);
        found_at_its_own(m, s, q, o, y);
    }
    arena_free(&a);
    return slow.count;
}

enum { ENTRIES = 400, QUESTIONS = 2000 };

static void fast_is_slow(void **state)
{
    (void)state;
    static const char *names[ENTRIES];
    struct made m;
    uint32_t seed = 4;
    make_begin(&m);
    begin_list(&m, "un", 100, 100);
    for (size_t i = 0; i < ENTRIES; i++) {
        char ref[16];
        snprintf(ref, sizeof ref, "R%zu", i);
        names[i] = random_name(&m.arena, &seed);
        enum kind kind = (enum kind)chance(&seed, 3);
        add_entry(&m, ref, kind, &names[i], 1, 100, INSTANT_END, chance(&seed, 2) ? 1970 : 0);
    }
    make_end(&m);
    struct screener *s = screener_new(m.ix);
    assert_non_null(s);
    for (size_t i = 0; i < QUESTIONS; i++) {
        struct question q = {.kind = (enum kind)chance(&seed, 3)};
        const char *name =
            i % 4 == 0 ? random_name(&m.arena, &seed) : names[chance(&seed, ENTRIES)];
        q.name = str_of(i % 4 > 1 ? misspelt(&m.arena, name, &seed) : name);
        if (chance(&seed, 3) == 0)
            q.known.birth.year = 1970;
        q.known.birth.month = q.known.birth.year && chance(&seed, 2) ? 5 : 0;
        q.known.gender = chance(&seed, 4) ? GENDER_UNKNOWN : GENDER_MALE;
        static const double thresholds[] = {0.7, 0.5, 0.9, 0.2};
        same_hits(&m, s, &q,
                  (struct screen_options){.threshold = thresholds[i / 4 % 4], .limit = 50});
    }
    screener_free(s);
    make_free(&m);
}

/* A date of birth and a gender are asked of persons alone: of a thing too, and any name
 * with the same day and country came so near a hit that none could be left out. */
static void births_are_of_persons(void **state)
{
    (void)state;
    static const char *const names[] = {"Velmisar Ordanka"};
    static const enum kind kinds[] = {KIND_PERSON, KIND_ORGANISATION};
    struct made m;
    make_begin(&m);
    begin_list(&m, "un", 100, 100);
    add_entry(&m, "P", KIND_PERSON, names, 1, 100, INSTANT_END, 1970);
    add_entry(&m, "T", KIND_ORGANISATION, names, 1, 100, INSTANT_END, 1970);
    make_end(&m);
    struct screener *s = screener_new(m.ix);
    assert_non_null(s);
    for (size_t i = 0; i < COUNT(kinds); i++) {
        struct arena a = {0};
        struct error err = {0};
        hit_vec hits = {0};
        enum unscreened why;
        struct question q = {.name = str_of(names[0]), .kind = kinds[i]};
        q.known.birth.year = 1970;
        assert_int_equal(screen_ask(s, &q, &(struct screen_options){0}, &a, &hits, &why, &err), OK);
        assert_int_equal(hits.count, 1);
        assert_true((hits.at[0].known.birth > 0) == (kinds[i] == KIND_PERSON));
        arena_free(&a);
    }
    screener_free(s);
    make_free(&m);
}

/* All that can be known of a person leaves a search something to look for. */
static void all_known_is_searched(void **state)
{
    (void)state;
    static struct asked asked;
    static struct seek seek;
    struct known all = {.birth = {1970, 3, 21}, .country = {'A', 'F'}, .gender = GENDER_MALE};
    double odds[SUBJECT_COUNT];
    for (enum subject k = 0; k < SUBJECT_COUNT; k++) {
        struct known about = known_about(&all, k);
        odds[k] = odds_of_score(SCREEN_THRESHOLD) - known_most(&about);
    }
    asked_read(STR("Velmisar Ordanka"), &asked);
    seek_make(&seek, &asked.side[0], KIND_UNKNOWN, odds);
    assert_false(seek.every);
    assert_true(seek.query.need > asked.side[0].total / 3);
}

/* Where a bound was once too tight: what is asked, and the listed name that is a hit. */
static void none_is_lost(void **state)
{
    (void)state;
    static const struct {
        const char *listed, *asked;
    } rows[] = {{"Ahmad Haji", "Haji Ahmad"}, /* a title where it stands first, else a name */
                {"Mohammad Sayed", "Sayed Mohammad"},
                {"Yahya al-Haj", "al-Haj Yahya"},
                {"Velmisar Industries", "Velmisar"}, /* what is left over names no business */
                {"Velmisar", "Velmisar Industries"},
                {"Ordanka K. Velmisar", "O. K. Velmisar"}, /* letters for words, on both sides */
                {"Q. Velmisar", "Quasimod Velmisar"},
                {"Ordanka Velmisar", "Ordanka Velmisra"},       /* a slip */
                {"Ordan Velmarovich Keltrim", "Ordan Keltrim"}, /* without his father */
                {"Ordan Velmar Keltrim", "President Keltrim"}, /* as people of rank are spoken of */
                {"Ordan Keltrim", "Ordan Velmarovich Keltrim"},
                {"Ordan bin Velmar bin Osk bin Keltrim", "Ordan bin Keltrim"},
                {"Ordan bin Keltrim", "Ordan bin Velmar bin Osk bin Keltrim"}};
    struct made m;
    make_begin(&m);
    begin_list(&m, "un", 100, 100);
    for (size_t i = 0; i < COUNT(rows); i++) {
        char ref[16];
        snprintf(ref, sizeof ref, "R%zu", i);
        add_entry(&m, ref, KIND_UNKNOWN, &rows[i].listed, 1, 100, INSTANT_END, 0);
    }
    make_end(&m);
    struct screener *s = screener_new(m.ix);
    assert_non_null(s);
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct question q = {.name = str_of(rows[i].asked)};
        struct screen_options o = {.threshold = 0.7, .limit = 50};
        assert_true(same_hits(&m, s, &q, o) > 0);
        o.threshold = 0.3;
        assert_true(same_hits(&m, s, &q, o) > 0);
    }
    screener_free(s);
    make_free(&m);
}

/* ---- What is asked about. */

static size_t ask(const struct made *m, const char *name, enum kind kind, const char *id,
                  const struct screen_options *o, struct hit *first)
{
    struct arena a = {0};
    struct error err = {0};
    hit_vec hits = {0};
    enum unscreened why;
    struct question q = {.name = str_of(name), .kind = kind, .identifier = str_of(id)};
    struct screener *s = screener_new(m->ix);
    assert_non_null(s);
    assert_int_equal(screen_ask(s, &q, o, &a, &hits, &why, &err), OK);
    size_t count = hits.count;
    if (count && first)
        *first = hits.at[0];
    screener_free(s);
    arena_free(&a);
    return count;
}

static void make_days(struct made *m)
{
    static const char *const one[] = {"Ordan Velmarov", "Ordan the Tall"};
    static const char *const two[] = {"Velmarov Shipping Company"};
    make_begin(m);
    begin_list(m, "un", 100, 300);
    add_entry(m, "QDi.1", KIND_PERSON, one, 2, 100, 200, 1970);
    begin_list(m, "gb", 100, 300);
    add_entry(m, "GB1", KIND_PERSON, one, 1, 100, INSTANT_END, 0);
    add_entry(m, "GB2", KIND_ORGANISATION, two, 1, 100, INSTANT_END, 0);
    make_end(m);
}

static void days_lists_and_kinds(void **state)
{
    (void)state;
    struct made m;
    struct hit h;
    make_days(&m);
    const bool un[] = {true, false};
    assert_int_equal(ask(&m, "Ordan Velmarov", KIND_UNKNOWN, "", &(struct screen_options){0}, &h),
                     1);
    assert_true(str_is(index_entry(m.ix, h.entry).ref, "GB1"));
    struct screen_options then = {.then = true, .at = 150};
    assert_int_equal(ask(&m, "Ordan Velmarov", KIND_UNKNOWN, "", &then, NULL), 2);
    then.lists = un;
    assert_int_equal(ask(&m, "Ordan Velmarov", KIND_UNKNOWN, "", &then, &h), 1);
    assert_true(str_is(index_entry(m.ix, h.entry).ref, "QDi.1"));
    assert_int_equal(h.stood.until, 200);
    then.at = 200;
    assert_int_equal(ask(&m, "Ordan Velmarov", KIND_UNKNOWN, "", &then, NULL), 0);
    then.at = 50; /* before the first version, and no stated date */
    assert_int_equal(ask(&m, "Ordan Velmarov", KIND_UNKNOWN, "", &then, NULL), 0);
    assert_int_equal(ask(&m, "Ordan Velmarov", KIND_VESSEL, "", &(struct screen_options){0}, NULL),
                     0);
    make_free(&m);
}

/* ---- What a word is for depends on its neighbours; the same words are the same name. */

static void same_words_for_other_things(void **state)
{
    (void)state;
    static const char *const names[] = {"Velmaro Imam", "Ka van", "y. Manya Haji"};
    static const char *const asked[] = {"Imam Velmaro", "van Ka", "Haji y. Manya"};
    struct made m;
    make_begin(&m);
    begin_list(&m, "un", 100, 100);
    for (size_t i = 0; i < COUNT(names); i++)
        add_entry(&m, names[i], KIND_PERSON, &names[i], 1, 100, INSTANT_END, 0);
    make_end(&m);
    struct screener *s = screener_new(m.ix);
    assert_non_null(s);
    for (size_t i = 0; i < COUNT(asked); i++) {
        struct question q = {.kind = KIND_PERSON, .name = str_of(asked[i])};
        assert_true(ask(&m, asked[i], KIND_PERSON, "", &(struct screen_options){0}, NULL) > 0);
        same_hits(&m, s, &q, (struct screen_options){.limit = 10});
    }
    screener_free(s);
    make_free(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_lists_and_kinds),  cmocka_unit_test(same_words_for_other_things),
        cmocka_unit_test(fast_is_slow),          cmocka_unit_test(births_are_of_persons),
        cmocka_unit_test(all_known_is_searched), cmocka_unit_test(none_is_lost),
    };
    return cmocka_run_group_tests_name("screen", tests, NULL, NULL);
}
