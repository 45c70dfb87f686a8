/* SPDX-License-Identifier: Apache-2.0 */
/* json_test.c - the tables below are the specification of format/json.h. */
#include "cmocka_all.h"

#include "format/json.h"

#include <stdio.h>
#include <string.h>

/* A string literal that may hold NUL bytes. */
#define S(text)                                                                                    \
    {                                                                                              \
        text, sizeof(text) - 1                                                                     \
    }

static const struct {
    struct str text, json;
} strings[] = {
    {S(""), S("\"\"")},
    {S("plain"), S("\"plain\"")},
    {S("\"\\/"), S("\"\\\"\\\\/\"")},
    {S("\b\t\n\f\r"), S("\"\\b\\t\\n\\f\\r\"")},
    {S("\0\x01\x0b\x1f"), S("\"\\u0000\\u0001\\u000b\\u001f\"")},
    {S("\x7f"), S("\"\x7f\"")},
    {S("\u20ac\u2028\u2029"), S("\"\u20ac\u2028\u2029\"")}, /* RFC 8785: as they are */
    {S("\xf0\x9f\x94\x94"), S("\"\xf0\x9f\x94\x94\"")},
    {S("1234567\"12345678\"123456789\n"), S("\"1234567\\\"12345678\\\"123456789\\n\"")},
};

static void strings_are_written_as_in_the_table(void **state)
{
    (void)state;
    struct buf b = {0};
    for (size_t i = 0; i < COUNT(strings); i++) {
        buf_clear(&b);
        json_string(&b, strings[i].text);
        assert_int_equal(b.len, strings[i].json.len);
        assert_memory_equal(b.s, strings[i].json.s, b.len);
    }
    buf_free(&b);
}

static void see_every_byte(struct buf *b, size_t len, size_t at)
{
    for (int byte = 0; byte < 256; byte++) {
        char text[40];
        memset(text, 'x', len);
        text[at] = (char)byte;
        bool pair = byte == '"' || byte == '\\' || (byte && strchr("\b\t\n\f\r", byte));
        size_t more = pair ? 1 : byte < ' ' ? 5 : 0;
        buf_clear(b);
        json_string(b, (struct str){text, len});
        assert_int_equal(b->len, len + 2 + more);
        assert_memory_equal(b->s + 1, text, at);
        assert_true(more ? b->s[1 + at] == '\\' : b->s[1 + at] == text[at]);
        assert_memory_equal(b->s + 2 + at + more, text + at + 1, len - at - 1);
    }
}

/* At every place of a text of every length that is looked at in its own way. */
static void every_byte_is_seen_at_every_place(void **state)
{
    (void)state;
    struct buf b = {0};
    for (size_t len = 1; len <= 40; len++)
        for (size_t at = 0; at < len; at++)
            see_every_byte(&b, len, at);
    buf_free(&b);
}

static void members_find_their_commas(void **state)
{
    (void)state;
    struct buf b = {0};
    buf_byte(&b, '{');
    json_member(&b, "a", STR("1"));
    json_member(&b, "gone", STR(""));
    json_key(&b, "b");
    buf_byte(&b, '{');
    json_member(&b, "c", STR("{"));
    json_member_or_null(&b, "d", STR(""));
    json_member_or_null(&b, "e", STR("["));
    buf_puts(&b, "}}");
    assert_string_equal(buf_cstr(&b), "{\"a\":\"1\",\"b\":{\"c\":\"{\",\"d\":null,\"e\":\"[\"}}");
    buf_free(&b);
}

static const struct {
    struct str json, text;
    enum json_type type;
} values[] = {
    {S("\"\""), S(""), JSON_STRING},
    {S("\xEF\xBB\xBF \"bom\" "), S("bom"), JSON_STRING},
    {S("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\""), S("\"\\/\b\f\n\r\t"), JSON_STRING},
    {S("\"\\u0000\\u00e9\\u20AC\\ud83d\\udD14\""), S("\0\u00e9\u20ac\xf0\x9f\x94\x94"),
     JSON_STRING},
    {S("\"\\u007f\\u0080\\u07ff\\u0800\\uffff\""),
     S("\x7f\xc2\x80\xdf\xbf\xe0\xa0\x80\xef\xbf\xbf"), JSON_STRING},
    {S("\" \\\\\""), S(" \\"), JSON_STRING},
    {S("\"\u2028\""), S("\u2028"), JSON_STRING},
    {S("true"), S("true"), JSON_BOOL},
    {S("\tfalse\r\n"), S("false"), JSON_BOOL},
    {S("null"), S(""), JSON_NULL},
    {S("0"), S("0"), JSON_NUMBER},
    {S("-0.10"), S("-0.10"), JSON_NUMBER}, /* digits as written */
    {S("1e999"), S("1e999"), JSON_NUMBER},
    {S("123456789012345678901234567890"), S("123456789012345678901234567890"), JSON_NUMBER},
    {S("[]"), S(""), JSON_ARRAY},
    {S("{ }"), S(""), JSON_OBJECT},
};

static void values_are_read_as_in_the_table(void **state)
{
    struct json_reader *r = *state;
    for (size_t i = 0; i < COUNT(values); i++) {
        struct error err = {0};
        struct json_items items;
        assert_int_equal(json_flat(r, values[i].json, &items, &err), OK);
        assert_int_equal(items.count, 1);
        assert_int_equal(items.at[0].type, values[i].type);
        assert_true(str_equal(items.at[0].text, values[i].text));
        assert_int_equal(json_check(values[i].json, &err), OK);
    }
}

static const struct {
    struct str json;
    size_t offset;
    const char *why;
} faults[] = {
    {S(""), 0, "ends"},
    {S("  "), 2, "ends"},
    {S("{\"a\":1} x"), 8, "follows"},
    {S("1 2"), 2, "follows"},
    {S("[1,]"), 3, "value"},
    {S("[1 2]"), 3, "comma or ]"},
    {S("[\"a\"\"b\"]"), 4, "comma or ]"},
    {S("{\"a\" 1}"), 5, "colon"},
    {S("{\"a\":1,}"), 7, "string"},
    {S("{a:1}"), 1, "string"},
    {S("{\"a\":1]"), 6, "comma or }"},
    {S("[\"a"), 3, "ends"},
    {S("\"a\nb\""), 2, "control"},
    {S("\"a\0\""), 2, "control"},
    {S("\"\\x\""), 2, "escape"},
    {S("\"\\\0\""), 2, "escape"},
    {S("\"\\u12g4\""), 5, "hexadecimal"},
    {S("\"\\ud800\""), 1, "surrogate"},
    {S("\"\\udc00\""), 1, "surrogate"},
    {S("\"\\ud800\\u0041\""), 1, "surrogate"},
    {S("\"a\xff\""), 2, "0xff is not UTF-8"},
    {S("\"\xc0\x80\""), 1, "UTF-8"},     /* overlong */
    {S("\"\xed\xa0\x80\""), 1, "UTF-8"}, /* a surrogate */
    {S("\"\xf4\x90\x80\x80\""), 1, "UTF-8"},
    {S("\"\xe2\x82\""), 1, "UTF-8"},
    {S("truE"), 3, "word"},
    {S("nul"), 3, "ends"},
    {S("truefalse"), 4, "follows"},
    {S("01"), 1, "follows"},
    {S("-"), 1, "ends"},
    {S("1.x"), 2, "value"},
    {S("+1"), 0, "value"},
    {S("1\f"), 1, "follows"},
    {S("\xEF\xBB\xBF[x]"), 4, "value"},
};

static void faults_are_told_with_their_byte(void **state)
{
    struct json_reader *r = *state;
    for (size_t i = 0; i < COUNT(faults); i++) {
        struct error err = {0};
        struct json_items items;
        assert_int_equal(json_flat(r, faults[i].json, &items, &err), ERR_INPUT);
        if (err.offset != faults[i].offset || !strstr(err.why, faults[i].why))
            print_error("%.*s: byte %zu, %s\n", STRF(faults[i].json), err.offset, err.why);
        assert_int_equal(err.offset, faults[i].offset);
        assert_non_null(strstr(err.why, faults[i].why));
    }
}

static void depth_has_a_limit(void **state)
{
    struct json_reader *r = *state;
    for (size_t depth = JSON_DEPTH - 1; depth <= JSON_DEPTH + 1; depth++) {
        char text[2 * (JSON_DEPTH + 1)];
        struct error err = {0};
        struct json_items items;
        memset(text, '[', depth);
        memset(text + depth, ']', depth);
        enum status rc = json_flat(r, (struct str){text, 2 * depth}, &items, &err);
        assert_int_equal(rc, depth <= JSON_DEPTH ? OK : ERR_INPUT);
        if (rc)
            assert_int_equal(err.offset, JSON_DEPTH);
    }
}

static void a_flat_document_says_what_is_inside_what(void **state)
{
    struct json_reader *r = *state;
    struct error err = {0};
    struct json_items items;
    struct str json = STR("{\"a\\u0062\":[1,{\"c\":null},[]], \"d\" : \"e\"}");
    static const struct {
        const char *key, *text;
        enum json_type type;
        uint32_t next, offset;
    } want[] = {
        {"", "", JSON_OBJECT, 7, 0},    {"ab", "", JSON_ARRAY, 6, 11},
        {"", "1", JSON_NUMBER, 3, 12},  {"", "", JSON_OBJECT, 5, 14},
        {"c", "", JSON_NULL, 5, 19},    {"", "", JSON_ARRAY, 6, 25},
        {"d", "e", JSON_STRING, 7, 36},
    };
    assert_int_equal(json_flat(r, json, &items, &err), OK);
    assert_int_equal(items.count, COUNT(want));
    for (size_t i = 0; i < COUNT(want); i++) {
        assert_true(str_is(items.at[i].key, want[i].key));
        assert_true(str_is(items.at[i].text, want[i].text));
        assert_int_equal(items.at[i].type, want[i].type);
        assert_int_equal(items.at[i].next, want[i].next);
        assert_int_equal(items.at[i].offset, want[i].offset);
    }
}

static void a_tree_can_be_walked_by_name(void **state)
{
    struct json_reader *r = *state;
    struct arena a = {0};
    struct error err = {0};
    struct node *top;
    struct str json =
        STR("{\"who\":[{\"name\":\"Xy\",\"age\":40.50},{\"name\":\"Zed\",\"ok\":true}]}");
    assert_int_equal(json_parse(r, &a, json, &top, &err), OK);
    struct node *first = node_child(top, "who")->first;
    assert_true(str_is(node_get(first, "name"), "Xy"));
    assert_true(str_is(node_get(first, "age"), "40.50"));
    assert_int_equal(node_child(first, "age")->type, NODE_NUMBER);
    assert_true(node_is_true(first->next, "ok"));
    assert_null(first->next->next);
    assert_int_equal(first->next->offset, 34);
    arena_free(&a);
}

static void a_tree_too_large_for_its_arena_is_a_failure(void **state)
{
    struct json_reader *r = *state;
    struct arena a = {.limit = 300};
    struct error err = {0};
    struct node *top;
    assert_int_equal(json_parse(r, &a, STR("[1,2,3,4,5]"), &top, &err), ERR_MEMORY);
    assert_null(top);
    arena_free(&a);
}

static int open_reader(void **state)
{
    *state = json_reader_new();
    return *state ? 0 : -1;
}

static int close_reader(void **state)
{
    json_reader_free(*state);
    return 0;
}

/* Wherever a byte of any kind stands, whatever stands before and behind it. */
static void what_needs_no_escape(void **state)
{
    enum { LEN = 27 };
    char text[LEN];
    (void)state;
    for (unsigned c = 0; c < 256; c++)
        for (size_t at = 0; at < LEN; at++) {
            bool special = c < ' ' || c == '"' || c == '\\';
            memset(text, at % 2 ? 'a' : 0xE9, sizeof text);
            text[at] = (char)c;
            assert_int_equal(json_plain((struct str){text, LEN}), special ? at : LEN);
            assert_int_equal(json_plain((struct str){text, at}), at);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(strings_are_written_as_in_the_table),
        cmocka_unit_test(every_byte_is_seen_at_every_place),
        cmocka_unit_test(members_find_their_commas),
        cmocka_unit_test(values_are_read_as_in_the_table),
        cmocka_unit_test(faults_are_told_with_their_byte),
        cmocka_unit_test(depth_has_a_limit),
        cmocka_unit_test(a_flat_document_says_what_is_inside_what),
        cmocka_unit_test(a_tree_can_be_walked_by_name),
        cmocka_unit_test(a_tree_too_large_for_its_arena_is_a_failure),
        cmocka_unit_test(what_needs_no_escape),
    };
    return cmocka_run_group_tests_name("json", tests, open_reader, close_reader);
}
