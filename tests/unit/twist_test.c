/* SPDX-License-Identifier: Apache-2.0 */
/* twist_test.c - what the classes of the self-test make of a name, over many seeds;
 * placebos; the crew that asks; intervals; and a self-test of invented lists. */
#include "cmocka_all.h"

#include "index/build.h"
#include "screen/crew.h"
#include "screen/placebo.h"
#include "screen/selftest.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- Classes. */

static const struct {
    enum twist class;
    const char *name;
    enum kind kind;
    const char *made; /* everything that may come out; or `!`, why nothing can */
} table[] = {
    {TWIST_EXACT, "Ordan Velmar", KIND_PERSON, "Ordan Velmar"},
    {TWIST_ORDER, "Ordan Velmar", KIND_PERSON, "Velmar, Ordan|Velmar Ordan"},
    {TWIST_ORDER, "Ordan bin Velmar", KIND_PERSON,
     "bin Velmar, Ordan|Velmar bin Ordan|bin Velmar Ordan"},
    {TWIST_ORDER, "Bank Velmar", KIND_ORGANISATION, "Velmar Bank"},
    {TWIST_ORDER, "Velmar Bank of Ordan Ltd", KIND_ORGANISATION, "Bank Velmar of Ordan Ltd"},
    {TWIST_ORDER, "Velmar Ltd", KIND_ORGANISATION, "!no two words that can change places"},
    {TWIST_ORDER, "Velmar", KIND_PERSON, "!only one word"},
    {TWIST_JOINED, "Ordan Vel", KIND_PERSON, "OrdanVel"},
    {TWIST_JOINED, "Ordavelm", KIND_PERSON, "Ord avelm|Orda velm|Ordav elm"},
    {TWIST_JOINED, "Velm Ltd", KIND_ORGANISATION,
     "!no two words to join, and none of eight letters to split"},
    {TWIST_MISSING, "Ordan Kesh Velmar", KIND_PERSON, "Ordan Velmar"},
    {TWIST_MISSING, "Ordan Kesh bin Tomar Velmar", KIND_PERSON,
     "Ordan bin Tomar Velmar|Ordan Kesh Velmar"},
    {TWIST_MISSING, "Velmar Trading Kesh Ltd", KIND_ORGANISATION, "Velmar Kesh Ltd"},
    {TWIST_MISSING, "Velmar Ordan Keshovich", KIND_PERSON, "Velmar Ordan"},
    {TWIST_MISSING, "Вельмар Ордан Кешович", KIND_PERSON, "Вельмар Ордан"},
    {TWIST_MISSING, "Ordan Abd al-Kesh Velmar", KIND_PERSON, "!no word that can be left out"},
    {TWIST_MISSING, "Ordan Velmar", KIND_PERSON, "!fewer than three words"},
    {TWIST_MISSING, "Ordan bin Velmar", KIND_PERSON, "!too little would be left"},
    {TWIST_INITIALS, "Ordan Velmar", KIND_PERSON, "O Velmar|O. Velmar"},
    {TWIST_INITIALS, "Ordan Kesh Velmar", KIND_PERSON, "Ordan K Velmar|Ordan K. Velmar"},
    {TWIST_INITIALS, "Вельмар Ордан", KIND_PERSON, "Вельмар О|Вельмар О."},
    {TWIST_MISSING, "Ali Kesh Hassan", KIND_PERSON, "!it would be the name of many people"},
    {TWIST_INITIALS, "Ordan Hassan", KIND_PERSON, "!it would be the name of many people"},
    {TWIST_TYPOS, "Mohammad Hassan", KIND_PERSON, "!it would be the name of many people"},
    {TWIST_INITIALS, "Velmar Bank", KIND_ORGANISATION, "!no person"},
    {TWIST_PUNCTUATION, "Al-Ordan", KIND_PERSON, "al-ordan|AL-ORDAN|Al Ordan"},
    {TWIST_PUNCTUATION, "Ordan Velmar", KIND_PERSON, "ordan velmar|ORDAN VELMAR|Ordan-Velmar"},
    {TWIST_PUNCTUATION, "Ordán", KIND_PERSON, "!it has neither case nor punctuation"},
    {TWIST_PUNCTUATION, "Ordán V.", KIND_PERSON, "Ordán V|Ordán-V."},
    {TWIST_MARK, "Żołędź", KIND_PERSON, "Zoledz"},
    {TWIST_MARK, "Ржев", KIND_PERSON, "!no Latin letters"},
    {TWIST_TRANSLITERATION, "Vexxov", KIND_PERSON, "Vexxoff|Vexov|Vexxow"},
    {TWIST_TRANSLITERATION, "Bank Ltd", KIND_ORGANISATION, "!no word of five letters"},
    {TWIST_SPELLING, "Bxdab", KIND_PERSON, "Bksdab|Bxtab|Bxdeb|Bxdob|Bxdap"},
    {TWIST_SPELLING, "Bxbxb", KIND_PERSON, "Bksbxb|Bxpxb|Bxbksb|Bxbxp"},
    {TWIST_LEGAL, "Velmar Company", KIND_ORGANISATION, "Velmar|Velmar Co|Velmar Co."},
    {TWIST_LEGAL, "Velmar, S.A. de C.V.", KIND_ORGANISATION, "Velmar,"},
    {TWIST_LEGAL, "Joint-Stock Company Velmar", KIND_ORGANISATION, "Velmar"},
    {TWIST_LEGAL, "Общество Вельмар", KIND_ORGANISATION,
     "!a script that the test has no legal forms for"},
    {TWIST_LEGAL, "Ordan Velmar", KIND_PERSON, "!no organisation"},
    {TWIST_GENERIC, "Ordan", KIND_VESSEL, "MV Ordan|M/V Ordan|MT Ordan|M/T Ordan"},
    {TWIST_GENERIC, "Ordan", KIND_PERSON, "!no organisation or vessel"},
    {TWIST_SCRIPT, "Shukhov Quay", KIND_PERSON, "шухов квай|σουχοβ κουαι"},
    {TWIST_SCRIPT, "Ahmad Tolis", KIND_PERSON, "ахмад толис|αχμαντ τολις|أحمد توليس"},
    {TWIST_SCRIPT, "Ёлкин Ющенко", KIND_PERSON, "elkin yushchenko"},
    {TWIST_SCRIPT, "Velmar Trading", KIND_ORGANISATION, "!words that would be translated"},
    {TWIST_TYPOS, "Ordan Kesh", KIND_PERSON, "!fewer than twelve letters"},
    {TWIST_TYPO, "Vel", KIND_PERSON, "!no word of five letters"},
};

static bool among(const char *set, struct str text)
{
    struct str rest = str_of(set), one;
    while (rest.len) {
        rest = str_cut(rest, '|', &one);
        if (str_equal(one, text))
            return true;
    }
    return false;
}

static size_t alternatives(const char *set)
{
    size_t count = 1;
    for (; *set; set++)
        count += *set == '|';
    return count;
}

/* All that comes out over many seeds is in the table, and all of the table comes out. */
static void everything_that_is_made(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(table); i++) {
        char seen[16][128] = {{0}};
        size_t kinds = 0;
        for (uint64_t seed = 0; seed < 400; seed++) {
            struct chance c = {seed * 7919}, again = c;
            struct buf out = {0}, same = {0};
            const char *why =
                twist_name(table[i].class, str_of(table[i].name), table[i].kind, &c, &out);
            twist_name(table[i].class, str_of(table[i].name), table[i].kind, &again, &same);
            assert_string_equal(buf_cstr(&out), buf_cstr(&same));
            if (table[i].made[0] == '!') {
                assert_non_null(why);
                assert_string_equal(why, table[i].made + 1);
            } else if (why || !among(table[i].made, buf_str(&out))) {
                fail_msg("%s of '%s' gave '%s' (%s)", twist_text(table[i].class), table[i].name,
                         buf_cstr(&out), why ? why : "");
            } else {
                size_t k = 0;
                while (k < kinds && strcmp(seen[k], buf_cstr(&out)) != 0)
                    k++;
                if (k == kinds && kinds < COUNT(seen))
                    snprintf(seen[kinds++], sizeof seen[0], "%s", buf_cstr(&out));
            }
            buf_free(&out);
            buf_free(&same);
        }
        if (table[i].made[0] != '!' && kinds != alternatives(table[i].made))
            fail_msg("%s of '%s': %zu of %zu came out", twist_text(table[i].class), table[i].name,
                     kinds, alternatives(table[i].made));
    }
}

/* Every class either changes a name or says why not, whatever the bytes. */
static void any_bytes(void **state)
{
    static const char *const names[] = {
        "",
        " ",
        "a",
        "Ordan Velmar",
        "Абдул-Азиз",
        "عبد الرحمن",
        "李 小龙",
        "O'Brien-Smith, Jr.",
        "\xff\xfe",
        "a\xf0\x90 bcdefgh\xf0",
        "Xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        "a b c d e f g h i j k l m n o p q r s t u v w x y z a b c d e f g h i j k l m n o p q r s "
        "t u "
        "v w x y z a b c d e f g h i j k l m n o p q r s t u v w x y z"};
    (void)state;
    for (size_t n = 0; n < COUNT(names); n++)
        for (int k = 1; k < TWIST_COUNT; k++)
            for (int kind = KIND_UNKNOWN; kind <= KIND_AIRCRAFT; kind++)
                for (uint64_t seed = 0; seed < 50; seed++) {
                    struct chance c = {seed};
                    struct buf out = {0};
                    const char *why =
                        twist_name((enum twist)k, str_of(names[n]), (enum kind)kind, &c, &out);
                    if (!why && str_equal(buf_str(&out), str_of(names[n])))
                        fail_msg("%s left '%s' as it was", twist_text((enum twist)k), names[n]);
                    buf_free(&out);
                }
}

static size_t edits(struct str a, struct str b)
{
    static size_t d[64][64];
    for (size_t i = 0; i <= a.len; i++)
        for (size_t j = 0; j <= b.len; j++) {
            size_t least = i && j ? d[i - 1][j - 1] + (a.s[i - 1] != b.s[j - 1]) : i + j;
            if (i && d[i - 1][j] + 1 < least)
                least = d[i - 1][j] + 1;
            if (j && d[i][j - 1] + 1 < least)
                least = d[i][j - 1] + 1;
            if (i > 1 && j > 1 && a.s[i - 1] == b.s[j - 2] && a.s[i - 2] == b.s[j - 1] &&
                d[i - 2][j - 2] + 1 < least)
                least = d[i - 2][j - 2] + 1;
            d[i][j] = least;
        }
    return d[a.len][b.len];
}

static void a_typo_is_one_edit(void **state)
{
    struct str name = STR("Ordanion Velmarquez");
    (void)state;
    for (uint64_t seed = 0; seed < 2000; seed++) {
        struct chance c = {seed};
        struct buf one = {0}, two = {0};
        assert_null(twist_name(TWIST_TYPO, name, KIND_PERSON, &c, &one));
        assert_int_equal(edits(name, buf_str(&one)), 1);
        assert_null(twist_name(TWIST_TYPOS, name, KIND_PERSON, &c, &two));
        assert_int_equal(edits(name, buf_str(&two)), 2);
        assert_true(two.s[0] == 'O' && str_find(buf_str(&two), STR(" V")) != SIZE_MAX);
        buf_free(&one);
        buf_free(&two);
    }
}

/* ---- Placebos. */

static void placebos_are_many(void **state)
{
    (void)state;
    for (int k = 0; k < PLACEBO_COUNT; k++) {
        struct arena a = {0};
        str_vec seen = {0};
        size_t again = 0;
        for (uint64_t seed = 0; seed < 300; seed++) {
            struct chance c = {seed};
            struct buf out = {0};
            placebo_name((enum placebo)k, &c, &out);
            assert_true(out.len > 3 && str_find(buf_str(&out), STR("  ")) == SIZE_MAX);
            assert_true(out.s[0] != ' ' && out.s[out.len - 1] != ' ');
            for (size_t i = 0; i < seen.count; i++)
                again += str_equal(seen.at[i], buf_str(&out));
            struct str *row = VEC_ADD(&a, &seen);
            *row = arena_copy(&a, buf_str(&out));
            buf_free(&out);
        }
        if (again > 30)
            fail_msg("%s: %zu of 300 came twice", placebo_text((enum placebo)k), again);
        arena_free(&a);
    }
}

/* ---- The crew. */

struct order {
    size_t next, faulty, stop;
};

static void *crew_begin(void *ctx)
{
    (void)ctx;
    return calloc(1, sizeof(size_t));
}

static enum status crew_work(void *ctx, void *own, size_t piece, struct error *err)
{
    struct order *o = ctx;
    *(size_t *)own = piece * piece;
    return piece >= o->faulty ? fault(err, ERR_CORRUPT, piece, "piece %zu", piece) : OK;
}

static bool crew_take(void *ctx, void *own, size_t piece)
{
    struct order *o = ctx;
    assert_int_equal(piece, o->next++);
    assert_int_equal(*(size_t *)own, piece * piece);
    return piece != o->stop;
}

static void crew_end(void *ctx, void *own)
{
    (void)ctx;
    free(own);
}

static void pieces_are_taken_in_order(void **state)
{
    (void)state;
    for (unsigned threads = 0; threads < 9; threads++) {
        struct order o = {.faulty = SIZE_MAX, .stop = SIZE_MAX};
        struct crew crew = {.pieces = 500,
                            .threads = threads,
                            .begin = crew_begin,
                            .work = crew_work,
                            .take = crew_take,
                            .end = crew_end,
                            .ctx = &o};
        struct error err = {0};
        assert_int_equal(crew_run(&crew, &err), OK);
        assert_int_equal(o.next, 500);
        o = (struct order){.faulty = 77, .stop = SIZE_MAX};
        assert_int_equal(crew_run(&crew, &err), ERR_CORRUPT);
        assert_string_equal(err.why, "piece 77");
        assert_int_equal(o.next, 77);
        o = (struct order){.faulty = SIZE_MAX, .stop = 123};
        err = (struct error){0};
        assert_int_equal(crew_run(&crew, &err), OK);
        assert_int_equal(o.next, 124);
    }
}

/* ---- Intervals: from the formula, worked by hand, and R's prop.test(correct = FALSE). */

static void intervals(void **state)
{
    static const struct {
        size_t found, tested;
        double low, high;
    } rows[] = {{0, 0, 0, 1},
                {0, 10, 0, 0.277533},
                {10, 10, 0.722467, 1},
                {5, 10, 0.236593, 0.763407},
                {81, 263, 0.255289, 0.366210}};
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        double low, high;
        wilson(rows[i].found, rows[i].tested, &low, &high);
        assert_true(low - rows[i].low < 1e-5 && rows[i].low - low < 1e-5);
        assert_true(high - rows[i].high < 1e-5 && rows[i].high - high < 1e-5);
    }
}

/* ---- The whole, on two invented lists. */

struct lists {
    struct arena arena;
    struct index_builder *builder;
    struct buf bytes;
    struct index *ix;
};

static void add_entry(struct lists *l, const char *ref, enum kind kind, const char *name,
                      const char *alias, enum quality quality)
{
    struct index_state s = {.from = 1000,
                            .until = INSTANT_END,
                            .kind = kind,
                            .listed = INDEX_NO_DAY,
                            .name = str_of(name)};
    struct index_name *n = VEC_ADD(&l->arena, &s.names);
    *n = (struct index_name){.text = str_of(name), .quality = QUALITY_PRIMARY};
    if (alias) {
        n = VEC_ADD(&l->arena, &s.names);
        *n = (struct index_name){.text = str_of(alias), .quality = quality};
    }
    index_builder_entry(l->builder, str_of(ref));
    index_builder_state(l->builder, &s);
}

static void lists_made(struct lists *l)
{
    struct error err = {0};
    struct index_list one = {.id = STR("un"), .at = 2000, .first = 1000, .last = 2000};
    *l = (struct lists){.builder = index_builder_new(1)};
    assert_non_null(l->builder);
    index_builder_list(l->builder, &one);
    add_entry(l, "A.1", KIND_PERSON, "Ordanion Velmarquez", "Keshtan Tomarov", QUALITY_STRONG);
    add_entry(l, "A.2", KIND_PERSON, "Brenwick Zolanteri", "Zol", QUALITY_WEAK);
    add_entry(l, "A.3", KIND_ORGANISATION, "Quorvex Plimsoll Trading LLC", NULL, QUALITY_WEAK);
    add_entry(l, "A.4", KIND_PERSON, "...", NULL, QUALITY_WEAK);
    one.id = STR("zz");
    index_builder_list(l->builder, &one);
    add_entry(l, "Z.1", KIND_VESSEL, "Harrowgate Nebula", NULL, QUALITY_WEAK);
    assert_int_equal(index_builder_bytes(l->builder, &l->bytes, &err), OK);
    assert_int_equal(index_open_bytes(buf_str(&l->bytes), &l->ix, &err), OK);
}

static void lists_free(struct lists *l)
{
    index_close(l->ix);
    index_builder_free(l->builder);
    buf_free(&l->bytes);
    arena_free(&l->arena);
}

static bool keep(void *ctx, size_t asked, size_t of, struct str misses)
{
    assert_true(asked <= of || of == 0);
    buf_put(ctx, misses);
    return true;
}

static void a_whole_test(void **state)
{
    struct lists l;
    struct selftest_result r, again;
    struct error err = {0};
    struct buf misses = {0}, more = {0};
    (void)state;
    lists_made(&l);
    struct selftest t = {.ix = l.ix,
                         .seed = 1,
                         .placebos = 40,
                         .threads = 1,
                         .misses = true,
                         .tell = keep,
                         .ctx = &misses};
    assert_int_equal(selftest_run(&t, &r, &err), OK);
    assert_int_equal(r.entries, 5);
    assert_int_equal(r.names, 6); /* a weak alias is not asked for */
    assert_int_equal(r.of[TWIST_EXACT].tested, 5);
    assert_int_equal(r.of[TWIST_EXACT].found, 5);
    assert_int_equal(r.of[TWIST_EXACT].wrong_first, 0);
    assert_int_equal(r.of[TWIST_EXACT].untested[0].count, 1);
    assert_string_equal(r.of[TWIST_EXACT].untested[0].why, "no letters that can be read");
    for (int k = 0; k < TWIST_COUNT; k++) {
        size_t all = r.of[k].tested;
        for (size_t i = 0; i < UNTESTED_MAX; i++)
            all += r.of[k].untested[i].count;
        assert_int_equal(all, 6);
        assert_int_equal(r.of[k].lost, 0);
    }
    for (int k = 0; k < PLACEBO_COUNT; k++)
        assert_int_equal(r.placebo[k].tested, 40);
    t.threads = 3; /* the same, whoever asks */
    t.ctx = &more;
    assert_int_equal(selftest_run(&t, &again, &err), OK);
    assert_memory_equal(&r, &again, sizeof r);
    assert_string_equal(buf_cstr(&misses), buf_cstr(&more));
    bool only[] = {false, true};
    t.lists = only;
    assert_int_equal(selftest_run(&t, &again, &err), OK);
    assert_int_equal(again.names, 1);
    t.lists = NULL;
    t.sample = 2;
    assert_int_equal(selftest_run(&t, &again, &err), OK);
    assert_int_equal(again.names, 2);
    buf_free(&misses);
    buf_free(&more);
    lists_free(&l);
}

/* A threshold that nothing reaches: everything is a miss, and told. */
static void misses_are_told(void **state)
{
    struct lists l;
    struct selftest_result r;
    struct error err = {0};
    struct buf misses = {0};
    (void)state;
    lists_made(&l);
    struct selftest t = {
        .ix = l.ix, .threshold = 0.999999, .misses = true, .tell = keep, .ctx = &misses};
    assert_int_equal(selftest_run(&t, &r, &err), OK);
    assert_int_equal(r.of[TWIST_EXACT].found, 0);
    assert_true(
        str_starts(buf_str(&misses), STR("{\"class\":\"exact\",\"list\":\"un\",\"ref\":\"A.1\","
                                         "\"name\":\"Ordanion Velmarquez\"")));
    assert_true(str_find(buf_str(&misses), STR("\"first\":null}\n")) != SIZE_MAX);
    buf_free(&misses);
    lists_free(&l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everything_that_is_made),
        cmocka_unit_test(any_bytes),
        cmocka_unit_test(a_typo_is_one_edit),
        cmocka_unit_test(placebos_are_many),
        cmocka_unit_test(pieces_are_taken_in_order),
        cmocka_unit_test(intervals),
        cmocka_unit_test(a_whole_test),
        cmocka_unit_test(misses_are_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
