/* SPDX-License-Identifier: Apache-2.0 */
/* base_test.c - strings are cut at the first separator, arenas stop at their
 * limit, and the first error described is the one that stays. */
#include "cmocka_all.h"

#include "base/base.h"
#include "text/clean.h"

#include <errno.h>
#include <string.h>

static void cut_splits_at_the_first_separator(void **state)
{
    (void)state;
    struct str head, rest = str_cut(STR("a,b,c"), ',', &head);
    assert_true(str_equal(head, STR("a")));
    assert_true(str_equal(rest, STR("b,c")));
    rest = str_cut(STR("ab"), ',', &head);
    assert_true(str_equal(head, STR("ab")));
    assert_int_equal(rest.len, 0);
}

static void arena_stops_at_its_limit(void **state)
{
    (void)state;
    struct arena a = {.limit = 64};
    assert_non_null(arena_alloc(&a, 1, 64));
    assert_null(arena_alloc(&a, 1, 1));
    assert_null(arena_alloc(&a, SIZE_MAX, 2)); /* the product overflows */
    arena_free(&a);
    assert_int_equal(a.used, 0);
}

struct two {
    uint64_t a, b;
};

/* The longer half of a vector that grows where it is is as empty as a new one. */
static void a_vector_grows_in_place_or_moves(void **state)
{
    (void)state;
    struct arena a = {0};
    VEC(struct two) v = {0};
    for (unsigned round = 0; round < 2; round++) {
        memset(arena_alloc(&a, 4096, 1), 0xFF, 4096); /* what the next round finds */
        arena_reset(&a);
        v.at = NULL;
        v.count = v.cap = 0;
        for (uint64_t i = 0; i < 1000; i++) {
            if (i % 37 == round)
                assert_non_null(arena_alloc(&a, 1, 1));
            struct two *t = VEC_ADD(&a, &v);
            assert_true(t->a == 0 && t->b == 0);
            *t = (struct two){i, ~i};
        }
        for (uint64_t i = 0; i < 1000; i++)
            assert_true(v.at[i].a == i && v.at[i].b == ~i);
    }
    arena_free(&a);
    a.limit = 10 * sizeof(struct two);
    v.at = NULL;
    v.count = v.cap = 0;
    while (!a.failed && v.count < 100)
        (void)VEC_ADD(&a, &v);
    assert_true(a.failed && a.used <= a.limit);
    arena_free(&a);
}

static void the_first_error_stays(void **state)
{
    (void)state;
    struct error err = {0};
    assert_int_equal(fault(&err, ERR_INPUT, 7, "bad %s", "date"), ERR_INPUT);
    assert_int_equal(fault(&err, ERR_IO, 9, "later"), ERR_IO);
    assert_int_equal(err.status, ERR_INPUT);
    assert_int_equal(err.offset, 7);
    assert_string_equal(err.why, "bad date");
}

static void reasons_can_be_shown(void **state)
{
    static const struct {
        const char *given, *shown;
    } cases[] = {
        {"plain", "plain"},
        {"two\nlines\x1b[0m\x7f", "two lines [0m "},
        {"\xd0\x90\xe2\x82\xac\xf0\x9f\x94\x94", "\xd0\x90\xe2\x82\xac\xf0\x9f\x94\x94"},
        {"cut \xe2\x82", "cut ??"},
        {"\xc0\x80 \xed\xa0\x80 \xf4\x90\x80\x80 \xff", "?? ??? ???? ?"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct error err = {0};
        (void)fault(&err, ERR_INPUT, 0, "%s", cases[i].given);
        assert_string_equal(err.why, cases[i].shown);
    }
}

static void a_long_reason_is_cut_between_characters(void **state)
{
    (void)state;
    struct error err = {0};
    char text[601];
    for (size_t i = 0; i < 600; i += 3)
        memcpy(text + i, "\xe2\x82\xac", 3);
    text[600] = 0;
    (void)fault(&err, ERR_INPUT, 0, "x%s", text);
    struct str why = str_of(err.why);
    assert_int_equal(utf8_valid(why), why.len);
    assert_true(why.len >= 390);
}

static void what_the_system_says_is_told(void **state)
{
    (void)state;
    struct error err = {0};
    errno = ENOENT;
    assert_int_equal(fault_errno(&err, "cannot open", "there"), ERR_IO);
    assert_string_equal(err.why, "cannot open there: No such file or directory");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cut_splits_at_the_first_separator),
        cmocka_unit_test(arena_stops_at_its_limit),
        cmocka_unit_test(a_vector_grows_in_place_or_moves),
        cmocka_unit_test(the_first_error_stays),
        cmocka_unit_test(reasons_can_be_shown),
        cmocka_unit_test(a_long_reason_is_cut_between_characters),
        cmocka_unit_test(what_the_system_says_is_told),
    };
    return cmocka_run_group_tests_name("base", tests, NULL, NULL);
}
