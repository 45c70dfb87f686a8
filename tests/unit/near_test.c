/* SPDX-License-Identifier: Apache-2.0 */
/* near_test.c - the table below is the specification of near_distance. */
#include "cmocka_all.h"

#include "text/near.h"

#include <string.h>

static const struct {
    const char *a, *b;
    unsigned limit, want;
} cases[] = {
    {"", "", 2, 0},
    {"", "ab", 2, 2},
    {"mohamed", "mohammed", 2, 1},
    {"mohamed", "mohamde", 2, 1}, /* a swap is one edit */
    {"osama", "usama", 0, 1},     /* limit + 1, not the true distance */
    {"kadyrov", "petrov", 2, 3},
};

static void distances_are_as_in_the_table(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct str a = {cases[i].a, strlen(cases[i].a)};
        struct str b = {cases[i].b, strlen(cases[i].b)};
        assert_int_equal(near_distance(a, b, cases[i].limit), cases[i].want);
        assert_int_equal(near_distance(b, a, cases[i].limit), cases[i].want);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(distances_are_as_in_the_table)};
    return cmocka_run_group_tests_name("near", tests, NULL, NULL);
}
