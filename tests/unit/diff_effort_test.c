/* SPDX-License-Identifier: Apache-2.0 */
/* diff_effort_test.c - two records of one entry, however long a hostile list makes them:
 * what is compared pairwise is bounded. */
#include "cmocka_all.h"

#include "base/clock.h"
#include "record/decode.h"
#include "record/diff.h"
#include "record/record.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct sides {
    struct arena a;
    struct buf bytes[2];
    struct node *top[2];
};

/* A record with so many names and remarks, none like those of another seed. */
static void make_side(struct sides *s, int side, size_t names, size_t remarks)
{
    struct record r = {.list = STR("test"), .ref = STR("1")};
    struct error err = {0};
    static const char *const letters[2] = {"bcdfg", "klmnp"};
    for (size_t i = 0; i < names; i++) {
        char text[64];
        size_t len = 0;
        for (size_t n = i * 7919 + 1, k = 0; k < 40; k++, n = n / 5 + i * (k + 1))
            text[len++] = k % 8 == 7 ? ' ' : letters[side][n % 5];
        record_name(&s->a, &r, QUALITY_STRONG, arena_copy(&s->a, (struct str){text, len}));
    }
    for (size_t i = 0; i < remarks; i++)
        record_text(&s->a, &r.remarks, arena_printf(&s->a, "%s %zu", letters[side], i));
    record_write(&r, &s->bytes[side]);
    if (record_decode(&s->a, buf_str(&s->bytes[side]), &s->top[side], &err))
        fail_msg("%s", err.why);
}

static void free_sides(struct sides *s)
{
    buf_free(&s->bytes[0]);
    buf_free(&s->bytes[1]);
    arena_free(&s->a);
}

static void long_records_take_no_longer_than_their_length(void **state)
{
    struct sides s = {0};
    struct buf out = {0};
    (void)state;
    for (int i = 0; i < 2; i++)
        make_side(&s, i, 5000, 50000);
    double began = clock_seconds();
    (void)record_same_party(s.top[0], s.top[1]);
    double compared = clock_seconds();
    record_diff(s.top[0], s.top[1], &out);
    double told = clock_seconds();
    printf("same party %.2f s, differences %.2f s\n", compared - began, told - compared);
    assert_true(compared - began < 2);
    assert_true(told - compared < 2);
    buf_free(&out);
    free_sides(&s);
}

static void other_names_are_another_party(void **state)
{
    struct sides s = {0};
    (void)state;
    make_side(&s, 0, 20, 2);
    make_side(&s, 1, 20, 2);
    assert_false(record_same_party(s.top[0], s.top[1]));
    assert_true(record_same_party(s.top[0], s.top[0]));
    free_sides(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(long_records_take_no_longer_than_their_length),
        cmocka_unit_test(other_names_are_another_party),
    };
    return cmocka_run_group_tests_name("diff_effort", tests, NULL, NULL);
}
