/* SPDX-License-Identifier: Apache-2.0 */
/* states_test.c - what was put under a ref is found, and looking puts nothing. */
#include "cmocka_all.h"

#include "ingest/states.h"

#include <stdio.h>

enum { REFS = 20000 };

static struct str ref_of(int n, char text[16])
{
    return (struct str){text, (size_t)snprintf(text, 16, "ref.%d", n)};
}

static void what_was_put_is_found(void **state)
{
    struct states *s;
    struct error err = {0};
    char text[16];
    (void)state;
    assert_int_equal(states_new(&s, &err), OK);
    for (int n = 0; n < REFS; n++) {
        assert_null(states_find(s, ref_of(n, text)));
        struct state_item *item = states_at(s, ref_of(n, text));
        assert_non_null(item);
        item->record = (uint32_t)n;
    }
    for (int n = 0; n < REFS; n++) {
        assert_int_equal(states_find(s, ref_of(n, text))->record, n);
        assert_int_equal(states_at(s, ref_of(n, text))->record, n);
    }
    states_free(s);
}

static void looking_puts_nothing(void **state)
{
    struct states *s;
    struct error err = {0};
    char text[16];
    (void)state;
    assert_int_equal(states_new(&s, &err), OK);
    for (int turn = 0; turn < 2; turn++)
        for (int n = 0; n < REFS; n++)
            assert_null(states_find(s, ref_of(n, text)));
    states_free(s);
    states_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_put_is_found),
        cmocka_unit_test(looking_puts_nothing),
    };
    return cmocka_run_group_tests_name("states", tests, NULL, NULL);
}
