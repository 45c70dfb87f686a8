/* SPDX-License-Identifier: Apache-2.0 */
/* casebook_test.c - rows and the canonical bytes they give; rows that are refused; and the
 * casebook that the program carries. */
#include "cmocka_all.h"

#include "base/data.h"
#include "format/csv.h"
#include "record/decode.h"
#include "source/source.h"

#include <string.h>

#define HEADER                                                                                     \
    "ref,group,authority,regime,status,listed,suspended,ended,instrument,measures,note,source,"    \
    "confidence\n"

struct taken {
    struct buf all; /* canonical bytes, a record a line */
    size_t count, persons, never;
    bool has_ru_taliban, has_second_fto;
};

static enum status take(void *ctx, const struct record *r, struct str canonical, struct error *err)
{
    struct taken *t = ctx;
    struct arena a = {0};
    struct node *top;
    assert_int_equal(record_decode(&a, canonical, &top, err), OK);
    assert_true(str_equal(record_head_of(top).ref, r->ref));
    arena_free(&a);
    buf_put(&t->all, canonical);
    buf_byte(&t->all, '\n');
    t->count++;
    t->persons += r->kind == KIND_PERSON;
    t->never += r->standing == STANDING_NEVER;
    if (str_is(r->ref, "taliban.ru"))
        t->has_ru_taliban = r->standing == STANDING_SUSPENDED &&
                            str_is(r->suspended, "2025-04-17") && r->ended.len == 0;
    if (str_is(r->ref, "ansarallah.us-fto.2"))
        t->has_second_fto = str_is(r->group, "Ansarallah") && str_is(r->listed, "2025-03-04");
    return OK;
}

static enum status parse(struct str bytes, struct sink *sink, struct taken *t, struct error *err)
{
    struct input_file file = {STR("cases.csv"), bytes};
    struct input in = {.list = STR("casebook"), .files = &file, .count = 1};
    *t = (struct taken){0};
    *sink = (struct sink){.put = take, .ctx = t};
    return source_casebook.parse(&in, sink, err);
}

static const struct {
    const char *row, *want;
} rows[] = {
    /* every column */
    {"zf.xx,Zarif Front / ZF / The Zarifs,Court of Testland,us:FTO,suspended,2003-02,2025-04-17,,"
     "\"Ruling 1, of 2003\",asset-freeze;support-crime,a note,https://a.test https://b.test,partly",
     "{\"authority\":\"Court of Testland\",\"basis\":[\"Ruling 1, of 2003\"],"
     "\"confidence\":\"partly\",\"group\":\"Zarif Front\",\"kind\":\"organisation\","
     "\"list\":\"casebook\",\"listed\":\"2003-02\","
     "\"measures\":[{\"from\":\"entry\",\"text\":\"asset-freeze\",\"type\":\"asset-freeze\"},"
     "{\"from\":\"entry\",\"text\":\"support-crime\",\"type\":\"support-crime\"}],"
     "\"names\":[{\"quality\":\"primary\",\"text\":\"Zarif Front\"},"
     "{\"quality\":\"strong\",\"text\":\"The Zarifs\"},{\"quality\":\"strong\",\"text\":\"ZF\"}],"
     "\"programmes\":[\"us:FTO\"],\"ref\":\"zf.xx\",\"remarks\":[\"a note\"],"
     "\"sources\":[\"https://a.test\",\"https://b.test\"],\"status\":\"suspended\","
     "\"suspended\":\"2025-04-17\"}"},
    /* a person; measures of the regime where the row has none */
    {"zt.un,Zarif Testov (person),UN,un:Taliban,delisted,2001,,2017-02-03,,,,,memory",
     "{\"authority\":\"UN\",\"confidence\":\"memory\",\"ended\":\"2017-02-03\","
     "\"group\":\"Zarif Testov\",\"kind\":\"person\",\"list\":\"casebook\",\"listed\":\"2001\","
     "\"measures\":[{\"from\":\"regime\",\"type\":\"arms-embargo\"},"
     "{\"from\":\"regime\",\"type\":\"asset-freeze\"},{\"from\":\"regime\",\"type\":\"travel-ban\"}"
     "],\"names\":[{\"quality\":\"primary\",\"text\":\"Zarif Testov\"}],"
     "\"programmes\":[\"un:Taliban\"],\"ref\":\"zt.un\",\"status\":\"delisted\"}"},
    /* never: no dates, and nothing from the regime; brackets that are not a kind stay */
    {"zf.us,Zarif Front (Testville faction),US,us:FTO,never,,,,,,,,memory",
     "{\"authority\":\"US\",\"confidence\":\"memory\",\"group\":\"Zarif Front (Testville faction)\""
     ",\"kind\":\"organisation\",\"list\":\"casebook\",\"names\":[{\"quality\":\"primary\","
     "\"text\":\"Zarif Front (Testville faction)\"}],\"programmes\":[\"us:FTO\"],"
     "\"ref\":\"zf.us\",\"status\":\"never\"}"},
    /* quotes, a backslash and a control byte */
    {"zf.yy,\"Zarif \"\"Z\"\" Front\",Y\\Z,,listed,,,,,,\"\"\"\x02\"\"\",,memory",
     "{\"authority\":\"Y\\\\Z\",\"confidence\":\"memory\",\"group\":\"Zarif \\\"Z\\\" Front\","
     "\"kind\":\"organisation\",\"list\":\"casebook\",\"names\":[{\"quality\":\"primary\","
     "\"text\":\"Zarif \\\"Z\\\" Front\"}],\"ref\":\"zf.yy\",\"remarks\":[\"\\\"\\u0002\\\"\"],"
     "\"status\":\"listed\"}"},
    /* a state is none of the kinds */
    {"tl.us,Testland (state),US,,lapsed,,,,,,,,memory",
     "{\"authority\":\"US\",\"confidence\":\"memory\",\"details\":[{\"text\":\"state\",\"type\":"
     "\"kind\"}],\"group\":\"Testland\",\"kind\":\"unknown\",\"list\":\"casebook\",\"names\":["
     "{\"quality\":\"primary\",\"text\":\"Testland\"}],\"ref\":\"tl.us\",\"status\":\"lapsed\"}"},
};

static void rows_become_records(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct buf file = {0};
        struct taken t;
        struct sink sink;
        struct error err = {0};
        buf_printf(&file, "%s%s\n", HEADER, rows[i].row);
        assert_int_equal(parse(buf_str(&file), &sink, &t, &err), OK);
        buf_byte(&t.all, '\0');
        t.all.s[strcspn(t.all.s, "\n")] = '\0';
        assert_string_equal(t.all.s, rows[i].want);
        assert_int_equal(sink.unknown.count, 0);
        assert_string_equal(sink.format, "csv");
        sink_free(&sink);
        buf_free(&t.all);
        buf_free(&file);
    }
}

static const struct {
    const char *file, *why;
    size_t line;
} refused[] = {
    {"", "the file has no header row", 0},
    {"ref,group\nx,X\n", "the column \"authority\" is missing", 1},
    {HEADER "a.b,A,B,,frozen,,,,,,,,memory\n",
     "status \"frozen\" is not listed, suspended, delisted, lapsed or never", 2},
    {HEADER "a.b,A,B,,listed,,,,,,,,sure\n",
     "confidence \"sure\" is not confirmed, partly or memory", 2},
    {HEADER "\n\na.b,A,B,,listed,2003-13,,,,,,,memory\n",
     "listed \"2003-13\" is not a date (YYYY, YYYY-MM or YYYY-MM-DD)", 4},
    {HEADER "a.b,A,B,,listed,2003-02-30,,,,,,,memory\n",
     "listed \"2003-02-30\" is not a date (YYYY, YYYY-MM or YYYY-MM-DD)", 2},
    {HEADER "a.b,A,B,,listed,14/02/2003,,,,,,,memory\n",
     "listed \"14/02/2003\" is not a date (YYYY, YYYY-MM or YYYY-MM-DD)", 2},
    {HEADER "a.b,A,B,,never,2003,,,,,,,memory\n", "status \"never\" is not possible with a date",
     2},
    {HEADER "a.b,A,B,,listed,2003,,2004,,,,,memory\n",
     "ended \"2004\" is not possible while listed or suspended", 2},
    {HEADER "a.b,A,B,,delisted,2003-02-14,,2003-02,,,,,memory\n", NULL, 0},
    {HEADER "a.b,A,B,,delisted,2003-03-14,,2003-02,,,,,memory\n",
     "order of dates \"2003-03-14\" is not listed, suspended, ended", 2},
    {HEADER "a.b,A,B,,delisted,,2004,2003-12-31,,,,,memory\n",
     "order of dates \"\" is not listed, suspended, ended", 2},
    {HEADER "a.b,A,B,,listed,,,,,,caf\xE9,,memory\n", "a byte is not UTF-8 text", 2},
    {HEADER ",A,B,,listed,,,,,,,,memory\n", "record 1 (A) has no reference", 2},
    {HEADER "a.b,,B,,listed,,,,,,,,memory\n", "record 1 (a.b) has no name", 2},
    {HEADER "a.b,\"A,B,,listed,,,,,,,,memory\n", "the quote that opens on line 2 never closes", 2},
};

static void faults_tell_the_line(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(refused); i++) {
        struct taken t;
        struct sink sink;
        struct error err = {0};
        enum status rc = parse(str_of(refused[i].file), &sink, &t, &err);
        assert_int_equal(rc, refused[i].why ? ERR_INPUT : OK);
        assert_string_equal(err.why, refused[i].why ? refused[i].why : "");
        assert_int_equal(err.line, refused[i].line);
        sink_free(&sink);
        buf_free(&t.all);
    }
}

static void what_is_not_understood_is_reported(void **state)
{
    (void)state;
    static const char *const want[] = {"column: colour", "measure: hard stare",
                                       "regime: xx:Nothing", "cells behind the last column"};
    struct taken t;
    struct sink sink;
    struct error err = {0};
    struct str file = STR("ref,group,authority,regime,status,listed,suspended,ended,instrument,"
                          "measures,note,source,confidence,colour\n"
                          "a.b,A,B,,listed,,,,,hard stare,,,memory,red\n"
                          "a.c,A,B,xx:Nothing,listed,,,,,,,,memory,red,more\n");
    assert_int_equal(parse(file, &sink, &t, &err), OK);
    assert_int_equal(t.count, 2);
    assert_int_equal(sink.unknown.count, COUNT(want));
    for (size_t i = 0; i < COUNT(want); i++)
        assert_true(str_is(sink.unknown.at[i].what, want[i]));
    sink_free(&sink);
    buf_free(&t.all);
}

static void claims_by_the_header(void **state)
{
    (void)state;
    struct str any = STR("any.csv");
    assert_string_equal(source_casebook.claims(any, STR(HEADER "a.b")), "csv");
    assert_string_equal(source_casebook.claims(any, STR("\xEF\xBB\xBF\"ref\"," HEADER)), "csv");
    assert_null(source_casebook.claims(any, STR("ref,group,authority,status\n")));
    assert_null(source_casebook.claims(any, STR("")));
}

/* Each ref once; a ref begins with the slug of its group, which has one name
 * throughout; what is confirmed has a source; a measure that the row states is one
 * of its regime's. */
static void the_casebook_is_consistent(void **state)
{
    (void)state;
    struct taken t;
    struct sink sink;
    struct error err = {0};
    assert_int_equal(parse(data_file("cases/designations.csv"), &sink, &t, &err), OK);
    assert_int_equal(sink.unknown.count, 0);
    assert_true(t.count >= 80);
    assert_int_equal(t.persons, 3);
    assert_int_equal(t.never, 5);
    assert_true(t.has_ru_taliban);
    assert_true(t.has_second_fto);
    sink_free(&sink);
    buf_free(&t.all);

    struct arena a = {0};
    struct csv c = csv_open(data_file("cases/designations.csv"), ',');
    struct row row;
    str_vec refs = {0}, groups = {0};
    while (csv_next(&c, &a, &row, &err)) {
        struct str ref = row_cell(&row, 0), slug;
        str_cut(ref, '.', &slug);
        assert_int_equal(row.count, 13);
        assert_true(slug.len == ref.len || slug.len + 1 < ref.len);
        for (size_t i = 0; i < refs.count; i++) {
            struct str other;
            str_cut(refs.at[i], '.', &other);
            assert_false(str_equal(refs.at[i], ref));
            assert_int_equal(str_equal(other, slug), str_equal(groups.at[i], row_cell(&row, 1)));
        }
        if (str_is(row_cell(&row, 12), "confirmed"))
            assert_true(row_cell(&row, 11).len > 0);
        struct str *place = VEC_ADD(&a, &refs);
        *place = ref;
        place = VEC_ADD(&a, &groups);
        *place = row_cell(&row, 1);
    }
    assert_int_equal(err.status, OK);
    csv_close(&c);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_become_records),
        cmocka_unit_test(faults_tell_the_line),
        cmocka_unit_test(what_is_not_understood_is_reported),
        cmocka_unit_test(claims_by_the_header),
        cmocka_unit_test(the_casebook_is_consistent),
    };
    return cmocka_run_group_tests_name("casebook", tests, NULL, NULL);
}
