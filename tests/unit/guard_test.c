/* SPDX-License-Identifier: Apache-2.0 */
/* guard_test.c - the table is the specification of what is held, and in which words. */
#include "cmocka_all.h"

#include "ingest/guard.h"

#include <string.h>

#define DAY(text)                                                                                  \
    {                                                                                              \
        text "T00:00:00Z", sizeof(text "T00:00:00Z") - 1                                           \
    }

static const struct row {
    struct guard_facts facts;
    const char *why; /* NULL: it stands */
} table[] = {
    {{.first = true, .records = 10}, NULL},
    {{.records = 100, .before = 100, .gone = 20, .guard = 20}, NULL},
    {{.records = 100, .before = 100, .gone = 21, .guard = 20},
     "21 of 100 entries (21.0 %) are gone at once; at most 20 % may be"},
    {{.first = true, .records = 100, .before = 100, .gone = 99, .guard = 20}, NULL},
    {{.records = 1, .before = GUARD_LEAST - 1, .gone = GUARD_LEAST - 1, .guard = 20}, NULL},
    {{.records = 1, .before = GUARD_LEAST, .gone = 11, .guard = 20},
     "11 of 50 entries (22.0 %) are gone at once; at most 20 % may be"},
    {{.records = 1, .before = 1000, .gone = 1, .guard = 0},
     "1 of 1000 entries (0.1 %) are gone at once; at most 0 % may be"},
    {{.records = 1, .before = 1000, .gone = 1000, .guard = 100}, NULL},
    {{.first = true, .declared = 10, .records = 9},
     "the file says that it has 10 records, but 9 were read"},
    {{.first = true, .declared = 10, .records = 10}, NULL},
    {{.first = true, .partial = true, .records = 1},
     "the file says that it is filtered: it is not the whole list"},
    {{.generated = DAY("2025-01-01"), .generated_before = DAY("2025-01-02"), .guard = 20},
     "the file was made on 2025-01-01, before the newest version (2025-01-02)"},
    {{.generated = DAY("2025-01-02"), .generated_before = DAY("2025-01-02"), .guard = 20}, NULL},
    {{.first = true, .generated = DAY("2025-01-01")}, NULL},
    {{.generated_before = DAY("2025-01-02"), .guard = 20}, NULL},
    {{.partial = true, .declared = 2, .records = 1, .before = 60, .gone = 60, .guard = 20},
     "the file says that it has 2 records, but 1 were read; the file says that it is filtered: it "
     "is not the whole list; 60 of 60 entries (100.0 %) are gone at once; at most 20 % may be"},
};

static void reasons_are_as_the_table_says(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(table); i++) {
        char why[400];
        bool held = guard_holds(&table[i].facts, why, sizeof why);
        if (held != (table[i].why != NULL) || (held && strcmp(why, table[i].why) != 0))
            fail_msg("row %zu: %s", i, held ? why : "stands");
    }
}

static void reasons_are_cut_and_never_longer_than_their_room(void **state)
{
    const struct guard_facts *all = &table[COUNT(table) - 1].facts;
    (void)state;
    for (size_t size = 1; size < 200; size++) {
        char why[256];
        memset(why, '#', sizeof why);
        assert_int_equal(guard_holds(all, why, size), size > 1);
        assert_true(strlen(why) < size);
        assert_int_equal(why[size], '#');
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reasons_are_as_the_table_says),
        cmocka_unit_test(reasons_are_cut_and_never_longer_than_their_room),
    };
    return cmocka_run_group_tests_name("guard", tests, NULL, NULL);
}
