/* SPDX-License-Identifier: Apache-2.0 */
/* near_test.c - the table below is the specification of near_distance; the slow and obvious
 * way is what it is held against. */
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

/* Every cell of the table of both strings. */
static unsigned slow_distance(struct str a, struct str b)
{
    unsigned t[NEAR_MAX + 1][NEAR_MAX + 1];
    for (size_t i = 0; i <= a.len; i++)
        for (size_t j = 0; j <= b.len; j++) {
            unsigned best = (unsigned)(i + j);
            if (i && j) {
                bool same = a.s[i - 1] == b.s[j - 1];
                best = t[i - 1][j - 1] + !same;
                best = t[i - 1][j] + 1 < best ? t[i - 1][j] + 1 : best;
                best = t[i][j - 1] + 1 < best ? t[i][j - 1] + 1 : best;
            }
            if (i > 1 && j > 1 && a.s[i - 1] == b.s[j - 2] && a.s[i - 2] == b.s[j - 1] &&
                t[i - 2][j - 2] + 1 < best)
                best = t[i - 2][j - 2] + 1;
            t[i][j] = best;
        }
    return t[a.len][b.len];
}

static uint32_t next_number(uint32_t *state)
{
    return (*state = *state * 1664525u + 1013904223u) >> 8;
}

/* Strings of few letters, so that much is the same and much has changed places. */
static struct str made_up(uint32_t *state, char out[NEAR_MAX])
{
    size_t len = next_number(state) % 3 ? next_number(state) % 12 : next_number(state) % 65;
    unsigned letters = 1 + next_number(state) % 4;
    for (size_t i = 0; i < len; i++)
        out[i] = (char)(0xFE + next_number(state) % letters);
    return (struct str){out, len};
}

static void distances_are_those_of_the_table(void **state)
{
    (void)state;
    uint32_t seed = 1;
    for (unsigned k = 0; k < 200000; k++) {
        char x[NEAR_MAX], y[NEAR_MAX];
        struct str a = made_up(&seed, x), b = made_up(&seed, y);
        unsigned limit = next_number(&seed) % 70, want = slow_distance(a, b);
        assert_int_equal(near_distance(a, b, limit), want <= limit ? want : limit + 1);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(distances_are_as_in_the_table),
                                       cmocka_unit_test(distances_are_those_of_the_table)};
    return cmocka_run_group_tests_name("near", tests, NULL, NULL);
}
