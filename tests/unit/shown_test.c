/* SPDX-License-Identifier: Apache-2.0 */
/* shown_test.c - the table says what becomes of text before it is shown. */
#include "cmocka_all.h"

#include "ingest/shown.h"

static const struct {
    const char *text, *token, *want;
} cases[] = {
    {"plain text", "", "plain text"},
    {"a\r\nb\tc\x1b[0m", "", "a\nb%09c%1B[0m"},
    {"caf\xc3\xa9", "", "caf%C3%A9"},
    {"x?t=abc&u=abc", "abc", "x?t=***&u=***"},
    {"abcabc", "abc", "******"},
    {"ab", "abc", "ab"},
    {"t=a%2Fb", "a/b", "t=***"},
    {"t=a%2fb", "a/b", "t=***"},
    {"t=%61%2f%62!", "a/b", "t=***!"},
    {"t=a+b c", "a b c", "t=***"},
    {"t=a%20b%20c", "a b c", "t=***"},
    {"t=50%25", "50%", "t=***"},
    {"t=50%", "50%", "t=***"},
    {"a%2", "a/", "a%2"},
    {"", "abc", ""},
};

static void text_is_shown_as_in_the_table(void **state)
{
    (void)state;
    struct arena a = {0};
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct str got = shown_text(&a, str_of(cases[i].text), str_of(cases[i].token));
        if (!str_is(got, cases[i].want))
            fail_msg("row %zu: \"%.*s\"", i, STRF(got));
    }
    arena_free(&a);
}

static void without_memory_nothing_is_shown(void **state)
{
    (void)state;
    struct arena a = {.limit = 4};
    assert_int_equal(shown_text(&a, STR("a token"), STR("token")).len, 0);
    assert_true(a.failed);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_is_shown_as_in_the_table),
        cmocka_unit_test(without_memory_nothing_is_shown),
    };
    return cmocka_run_group_tests_name("shown", tests, NULL, NULL);
}
