/* SPDX-License-Identifier: Apache-2.0 */
/* decode_test.c - the one decoder of records takes their canonical form and no other. */
#include "cmocka_all.h"

#include "record/decode.h"

#include <string.h>

#define BEFORE "\"kind\":\"person\",\"list\":\"x\","
#define NAMES  "\"names\":[{\"quality\":\"primary\",\"text\":\"A\"}],"
#define AFTER  "\"ref\":\"1\",\"status\":\"listed\"}"
#define GOOD   "{" BEFORE NAMES AFTER

static const struct {
    const char *what, *bytes;
} refused[] = {
    {"nothing", ""},
    {"no object", "[]"},
    {"a blank", "{ " BEFORE NAMES AFTER},
    {"bytes behind it", GOOD " "},
    {"two of them", GOOD GOOD},
    {"an end too early", "{" BEFORE NAMES "\"ref\":\"1\",\"status\":\"listed\""},
    {"keys out of order", "{\"list\":\"x\",\"kind\":\"person\"," NAMES AFTER},
    {"a key twice", "{\"kind\":\"person\"," BEFORE NAMES AFTER},
    {"an unknown key", "{\"colour\":\"red\"," BEFORE NAMES AFTER},
    {"a number for a text", "{\"kind\":1,\"list\":\"x\"," NAMES AFTER},
    {"a text for a set", "{" BEFORE "\"names\":\"A\"," AFTER},
    {"set items out of order", "{" BEFORE NAMES "\"programmes\":[\"b\",\"a\"]," AFTER},
    {"a set item twice", "{" BEFORE NAMES "\"programmes\":[\"a\",\"a\"]," AFTER},
    {"an unknown member of a name",
     "{" BEFORE "\"names\":[{\"colour\":\"red\",\"quality\":\"primary\",\"text\":\"A\"}]," AFTER},
    {"an escape that is not needed", "{" BEFORE NAMES "\"programmes\":[\"\\u0061\"]," AFTER},
    {"an escaped slash", "{" BEFORE NAMES "\"programmes\":[\"a\\/b\"]," AFTER},
    {"an upper case escape", "{" BEFORE NAMES "\"programmes\":[\"\\u001F\"]," AFTER},
    {"a raw control character", "{" BEFORE NAMES "\"programmes\":[\"a\tb\"]," AFTER},
    {"bytes that are not UTF-8", "{" BEFORE NAMES "\"programmes\":[\"\xff\"]," AFTER},
    {"null", "{" BEFORE NAMES "\"programmes\":null," AFTER},
};

/* Without a tree the same is taken and refused, at the same byte, and the head is
 * the same. */
static void assert_checked_alike(struct str bytes)
{
    struct arena a = {0};
    struct error one = {0}, two = {0};
    struct node *top;
    struct record_head h, c;
    enum status rc = record_decode(&a, bytes, &top, &one);
    if (record_check(&a, bytes, &c, &two) != rc || one.offset != two.offset ||
        strcmp(one.why, two.why) != 0)
        fail_msg("%.*s: \"%s\", but \"%s\"", STRF(bytes), one.why, two.why);
    if (!rc) {
        h = record_head_of(top);
        assert_true(str_equal(h.list, c.list) && str_equal(h.ref, c.ref));
        assert_true(str_equal(h.native, c.native) && str_equal(h.kind, c.kind));
        assert_true(str_equal(h.status, c.status) && str_equal(h.name, c.name));
        assert_true(str_equal(h.listed, c.listed) && str_equal(h.suspended, c.suspended));
        assert_true(str_equal(h.ended, c.ended) && str_equal(h.amended, c.amended));
        assert_int_equal(h.in_force, c.in_force);
    }
    arena_free(&a);
}

static const char *const heads[] = {
    GOOD,
    "{\"amended\":[\"2001-01-01\",\"2002-02-02\"],\"ended\":\"2003\",\"kind\":\"vessel\","
    "\"list\":\"x\",\"listed\":\"2000\",\"names\":[{\"quality\":\"former\",\"text\":\"A\"},"
    "{\"quality\":\"strong\",\"text\":\"B\"},{\"quality\":\"strong\",\"text\":\"C\"},"
    "{\"quality\":\"weak\",\"text\":\"D\"}],\"native\":\"n\",\"ref\":\"1\",\"status\":"
    "\"suspended\",\"suspended\":\"2002\",\"xrefs\":[{\"list\":\"y\",\"ref\":\"2\"}]}",
    /* Escapes and blanks in what the head tells. */
    "{" BEFORE "\"names\":[{\"quality\":\"primary\",\"text\":\" A \\\"B\\\" \"}],"
    "\"ref\":\" 1\\\\2\",\"status\":\"delisted\"}",
    "{" BEFORE NAMES "\"ref\":\"a\\u0001b\",\"remarks\":[\"\\n\"],\"status\":\"lapsed\"}",
    /* No name of a quality that is known, or one that is only blanks. */
    "{" BEFORE "\"names\":[{\"quality\":\"loud\",\"text\":\"A\"}]," AFTER,
    "{" BEFORE "\"names\":[{\"quality\":\"primary\",\"text\":\" \"},{\"quality\":\"weak\","
    "\"text\":\"B\"}]," AFTER,
    "{" BEFORE NAMES "\"ref\":\" \",\"status\":\"listed\"}",
    "{" BEFORE NAMES "\"ref\":\"1\",\"status\":\"loud\"}",
};

static void without_a_tree_it_is_the_same(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(heads); i++)
        for (size_t len = 0; len <= strlen(heads[i]); len++)
            assert_checked_alike((struct str){heads[i], len});
    for (size_t i = 0; i < COUNT(refused); i++)
        assert_checked_alike(str_of(refused[i].bytes));
}

static void other_forms_are_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(refused); i++) {
        struct arena a = {0};
        struct error err = {0};
        struct node *top;
        enum status rc = record_decode(&a, str_of(refused[i].bytes), &top, &err);
        if (rc != ERR_CORRUPT || !err.why[0])
            fail_msg("%s: %d \"%s\"", refused[i].what, (int)rc, err.why);
        arena_free(&a);
    }
}

static void every_beginning_is_refused(void **state)
{
    (void)state;
    for (size_t len = 0; len < strlen(GOOD); len++) {
        struct arena a = {0};
        struct error err = {0};
        struct node *top;
        assert_int_equal(record_decode(&a, (struct str){GOOD, len}, &top, &err), ERR_CORRUPT);
        arena_free(&a);
    }
}

static void the_head_says_who_it_is(void **state)
{
    struct arena a = {0};
    struct error err = {0};
    struct node *top;
    (void)state;
    assert_int_equal(record_decode(&a, STR(GOOD), &top, &err), OK);
    assert_true(str_is(top->text, GOOD));
    struct record_head h = record_head_of(top);
    assert_true(str_is(h.list, "x") && str_is(h.ref, "1") && str_is(h.name, "A"));
    assert_true(str_is(h.kind, "person") && str_is(h.status, "listed") && h.in_force);
    assert_true(h.native.len == 0 && h.listed.len == 0 && h.amended.len == 0);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(other_forms_are_refused),
        cmocka_unit_test(every_beginning_is_refused),
        cmocka_unit_test(the_head_says_who_it_is),
        cmocka_unit_test(without_a_tree_it_is_the_same),
    };
    return cmocka_run_group_tests_name("decode", tests, NULL, NULL);
}
