/* SPDX-License-Identifier: Apache-2.0 */
/* rarity_test.c - which of two words says more. */
#include "cmocka_all.h"

#include "text/rarity.h"

#include <string.h>

static unsigned of(const char *word)
{
    return rarity(str_of(word), ROLE_NAME);
}

/* The first is met more often than the second. */
static const char *const more_common[][2] = {
    {"muhammad", "hibatullah"}, {"ahmad", "zawahiri"}, {"john", "hezekiah"},
    {"bank", "rosneft"},        {"smith", "lavrov"},   {"company", "petroleum"},
    {"trading", "tanker"},      {"ali", "alikhanov"},  {"islamic", "haqqani"},
};

/* Spellings of a name are as common as the name, but for this much. */
static const char *const spellings[][2] = {
    {"muhammad", "mohammaad"},
    {"muhammad", "mohamet"},
    {"yusuf", "youssef"},
    {"hasan", "hassen"},
};

static void words_are_ordered_as_in_the_tables(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(more_common); i++)
        if (of(more_common[i][0]) >= of(more_common[i][1]))
            fail_msg("%s %u, %s %u", more_common[i][0], of(more_common[i][0]), more_common[i][1],
                     of(more_common[i][1]));
    for (size_t i = 0; i < COUNT(spellings); i++)
        if (of(spellings[i][1]) > of(spellings[i][0]) + 48)
            fail_msg("%s %u, %s %u", spellings[i][0], of(spellings[i][0]), spellings[i][1],
                     of(spellings[i][1]));
}

static void values_stay_in_bounds(void **state)
{
    (void)state;
    static const char *const words[] = {
        "",    "a",    "44",         "4471",
        "ltd", "\xff", "hibatullah", "abcdefghijklmnopqrstuvwxyzabcdefghijkl"};
    for (size_t i = 0; i < COUNT(words); i++)
        for (unsigned role = 0; role < ROLE_COUNT; role++) {
            unsigned r = rarity(str_of(words[i]), (enum role)role);
            assert_in_range(r, 1, RARITY_MAX);
        }
    assert_true(rarity(STR("ltd"), ROLE_LEGAL) < rarity(STR("bank"), ROLE_GENERIC));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(words_are_ordered_as_in_the_tables),
                                       cmocka_unit_test(values_stay_in_bounds)};
    return cmocka_run_group_tests_name("rarity", tests, NULL, NULL);
}
