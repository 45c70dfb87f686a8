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
    };
    return cmocka_run_group_tests_name("decode", tests, NULL, NULL);
}
