/* SPDX-License-Identifier: Apache-2.0 */
/* base_test.c - strings are cut at the first separator, arenas stop at their
 * limit, and the first error described is the one that stays. */
#include "cmocka_all.h"

#include "base/base.h"

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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cut_splits_at_the_first_separator),
        cmocka_unit_test(arena_stops_at_its_limit),
        cmocka_unit_test(the_first_error_stays),
    };
    return cmocka_run_group_tests_name("base", tests, NULL, NULL);
}
