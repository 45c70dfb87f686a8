/* SPDX-License-Identifier: Apache-2.0 */
/* diff_test.c - the table says which differences two records have; the same pairs
 * the other way round, and each path followed into the record that it is about. */
#include "cmocka_all.h"

#include "format/json.h"
#include "record/decode.h"
#include "record/diff.h"

#include <string.h>

#define HEAD       "{\"kind\":\"person\",\"list\":\"x\",\"names\":["
#define A          "{\"quality\":\"primary\",\"text\":\"A\"}"
#define A_STRONG   "{\"quality\":\"strong\",\"text\":\"A\"}"
#define B          "{\"quality\":\"strong\",\"text\":\"B\"}"
#define C          "{\"quality\":\"strong\",\"text\":\"C\"}"
#define D          "{\"quality\":\"weak\",\"text\":\"D\"}"
#define TAIL       "],\"ref\":\"1\",\"status\":\"listed\"}"
#define PROG(text) "],\"programmes\":[" text "],\"ref\":\"1\",\"status\":\"listed\"}"
#define ID(number, note)                                                                           \
    HEAD_ID "{\"note\":\"" note "\",\"number\":\"" number "\",\"type\":\"passport\"}],"            \
            "\"kind\":\"person\",\"list\":\"x\",\"names\":[" A TAIL
#define HEAD_ID "{\"identifiers\":["

static const struct {
    const char *before, *after, *want;
} table[] = {
    {HEAD A TAIL, HEAD A TAIL, "[]"},
    {HEAD A "," B TAIL, HEAD A TAIL, "[{\"path\":\"/names/1\",\"before\":" B ",\"after\":null}]"},
    {HEAD A TAIL, HEAD A "," B TAIL, "[{\"path\":\"/names/1\",\"before\":null,\"after\":" B "}]"},
    {HEAD A "," B TAIL, HEAD A "," C TAIL,
     "[{\"path\":\"/names/1\",\"before\":" B ",\"after\":" C "}]"},
    {HEAD A "," C TAIL, HEAD A "," B "," C TAIL,
     "[{\"path\":\"/names/1\",\"before\":null,\"after\":" B "}]"},
    {HEAD A TAIL, HEAD A_STRONG TAIL,
     "[{\"path\":\"/names/0\",\"before\":" A ",\"after\":" A_STRONG "}]"},
    {HEAD A PROG("\"P\""), HEAD A TAIL,
     "[{\"path\":\"/programmes/0\",\"before\":\"P\",\"after\":null}]"},
    {HEAD A PROG("\"P\",\"Q\""), HEAD A PROG("\"Q\",\"R\""),
     "[{\"path\":\"/programmes/1\",\"before\":\"P\",\"after\":\"R\"}]"},
    {HEAD A PROG("\"\\\"\",\"a/b\""), HEAD A PROG("\"a/b\""), NULL},
    {ID("7", "old"), ID("7", "new"),
     "[{\"path\":\"/identifiers/0\",\"before\":{\"note\":\"old\",\"number\":\"7\",\"type\":"
     "\"passport\"},\"after\":{\"note\":\"new\",\"number\":\"7\",\"type\":\"passport\"}}]"},
    {HEAD A "," B "," D TAIL, HEAD C TAIL, NULL},
};

static struct node *decode(struct arena *a, const char *bytes)
{
    struct node *top;
    struct error err = {0};
    if (record_decode(a, str_of(bytes), &top, &err))
        fail_msg("%s: %s", bytes, err.why);
    return top;
}

/* The node that "/key" or "/key/7" leads to. */
static const struct node *follow(const struct node *top, struct str path)
{
    struct str key;
    uint64_t index;
    assert_true(str_starts(path, STR("/")));
    path = str_cut(str_from(path, 1), '/', &key);
    NODE_ALL (member, top) {
        if (!str_equal(member->name, key))
            continue;
        if (path.len == 0)
            return member;
        assert_true(str_number(path, 100, &index));
        NODE_ALL (item, member)
            if (index-- == 0)
                return item;
    }
    fail_msg("no %.*s", STRF(path));
    return NULL;
}

/* The value of that key of a difference is what the path leads to. */
static void must_lead(const struct node *difference, const struct node *top)
{
    const char *side = node_child(difference, "after")->type != NODE_NULL ? "after" : "before";
    const struct node *there = follow(top, node_get(difference, "path"));
    const struct node *said = node_child(difference, side);
    if (there->type == NODE_TEXT) {
        assert_int_equal(said->type, NODE_TEXT);
        assert_true(str_equal(there->text, said->text));
        return;
    }
    const struct node *other = said->first; /* both are canonical: members in one order */
    for (const struct node *own = there->first; own; own = own->next, other = other->next) {
        assert_non_null(other);
        assert_true(str_equal(own->name, other->name));
        if (own->type == NODE_TEXT)
            assert_true(str_equal(own->text, other->text));
    }
    assert_null(other);
}

static void must_resolve(struct str json, const struct node *before, const struct node *after)
{
    struct arena a = {0};
    struct error err = {0};
    struct node *all;
    struct json_reader *reader = json_reader_new();
    assert_int_equal(json_parse(reader, &a, json, &all, &err), OK);
    NODE_ALL (difference, all)
        must_lead(difference, node_child(difference, "after")->type != NODE_NULL ? after : before);
    json_reader_free(reader);
    arena_free(&a);
}

static void differences_are_as_the_table_says(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(table); i++) {
        struct arena a = {0};
        struct buf there = {0}, back = {0};
        struct node *before = decode(&a, table[i].before), *after = decode(&a, table[i].after);
        record_diff(before, after, &there);
        if (table[i].want && strcmp(buf_cstr(&there), table[i].want) != 0)
            fail_msg("row %zu: %s", i, buf_cstr(&there));
        must_resolve(buf_str(&there), before, after);
        record_diff(after, before, &back);
        must_resolve(buf_str(&back), after, before);
        assert_int_equal(there.len == 2, back.len == 2);
        buf_free(&there);
        buf_free(&back);
        arena_free(&a);
    }
}

#define PERSON(name, births)                                                                       \
    "{" births "\"kind\":\"person\",\"list\":\"x\",\"names\":[{\"quality\":\"primary\",\"text\":"  \
    "\"" name "\"}],\"ref\":\"1\",\"status\":\"listed\"}"
#define BORN(day) "\"births\":[{\"from\":\"" day "\",\"precision\":\"day\"}],"

static void another_party_is_told_from_an_amendment(void **state)
{
    static const struct {
        const char *before, *after;
        bool same;
    } pairs[] = {
        {PERSON("Ordan Velik", ""), PERSON("Ordan Velik", ""), true},
        {PERSON("Ordan Velik", ""), PERSON("VELIK, Ordan Mars", ""), true},
        {PERSON("Ordan Velik", ""), PERSON("Tessa Quorn", ""), false},
        {PERSON("Ordan Velik", BORN("1970-01-02")), PERSON("Tessa Quorn", BORN("1970-01-02")),
         true},
        {PERSON("Ordan Velik", BORN("1970-01-02")), PERSON("Tessa Quorn", BORN("1981-05-06")),
         false},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(pairs); i++) {
        struct arena a = {0};
        struct node *x = decode(&a, pairs[i].before), *y = decode(&a, pairs[i].after);
        if (record_same_party(x, y) != pairs[i].same || record_same_party(y, x) != pairs[i].same)
            fail_msg("row %zu", i);
        arena_free(&a);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(differences_are_as_the_table_says),
        cmocka_unit_test(another_party_is_told_from_an_amendment),
    };
    return cmocka_run_group_tests_name("diff", tests, NULL, NULL);
}
