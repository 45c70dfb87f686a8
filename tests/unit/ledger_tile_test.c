/* SPDX-License-Identifier: Apache-2.0 */
/* ledger_tile_test.c - the tables are the specification of names and widths. */
#include "cmocka_all.h"

#include "ledger/tile.h"

#include <stdlib.h>

static const struct {
    const char *path;
    struct tile tile;
} named[] = {
    {"tile/0/000", {false, 0, 0, 256}},
    {"tile/0/067.p/1", {false, 0, 67, 1}},
    {"tile/1/x001/x234/067", {false, 1, 1234067, 256}},
    {"tile/63/999.p/255", {false, 63, 999, 255}},
    {"tile/2/x001/000", {false, 2, 1000, 256}},
    {"tile/entries/000", {true, 0, 0, 256}},
    {"tile/entries/x018/x446/x744/x073/x709/x551/615.p/255", {true, 0, UINT64_MAX, 255}},
};

static void names_are_as_in_the_table(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(named); i++) {
        char path[TILE_PATH];
        struct tile t = {0};
        assert_string_equal(tile_path(named[i].tile, path), named[i].path);
        assert_true(tile_parse(str_of(named[i].path), &t));
        assert_memory_equal(&t, &named[i].tile, sizeof t);
    }
}

static void other_names_are_refused(void **state)
{
    static const char *const others[] = {"",
                                         "tile",
                                         "tile/",
                                         "tile/0",
                                         "tile/0/",
                                         "tile/0/0",
                                         "tile/0/00",
                                         "tile/0/0000",
                                         "tile/00/000",
                                         "tile/64/000",
                                         "tile/-1/000",
                                         "tile/+1/000",
                                         "tile/x/000",
                                         "tile/ 0/000",
                                         "/tile/0/000",
                                         "tile//000",
                                         "tile/0//000",
                                         "tile/0/000/",
                                         "tile/0/x000/000",
                                         "tile/0/x00/000",
                                         "tile/0/001/000",
                                         "tile/0/x001",
                                         "tile/0/y001/000",
                                         "tile/0/x001/0 0",
                                         "tile/0/000.p",
                                         "tile/0/000.p/",
                                         "tile/0/000.p/0",
                                         "tile/0/000.p/256",
                                         "tile/0/000.p/01",
                                         "tile/0/000.p/1/",
                                         "tile/0/000.p/1.p/1",
                                         "tile/0/000.q/1",
                                         "tile/8/0/000",
                                         "tile/data/000",
                                         "tile/entries",
                                         "tile/entries/",
                                         "tile/Entries/000",
                                         "tile/0/../000",
                                         "tile/0/x018/x446/x744/x073/x709/x551/616",
                                         "tile/0/x999/x999/x999/x999/x999/x999/999",
                                         "tile/0/x001/x000/x000/x000/x000/x000/x000/000"};
    struct tile t;
    (void)state;
    for (size_t i = 0; i < COUNT(others); i++)
        if (tile_parse(str_of(others[i]), &t))
            fail_msg("%s", others[i]);
    assert_false(tile_parse((struct str){"tile/0/000\0", 11}, &t));
    assert_false(tile_parse((struct str){0}, &t));
}

static const struct {
    uint64_t size;
    unsigned level;
    uint64_t full;
    unsigned partial;
} widths[] = {
    {70000, 0, 273, 112}, {70000, 1, 1, 17}, {70000, 2, 0, 1}, {70000, 3, 0, 0},
    {256, 0, 1, 0},       {256, 1, 0, 1},    {255, 0, 0, 255}, {255, 1, 0, 0},
    {0, 0, 0, 0},         {65536, 1, 1, 0},  {65536, 2, 0, 1}, {INT64_MAX, 7, 0, 127},
    {INT64_MAX, 8, 0, 0}, {1, 63, 0, 0},
};

static void widths_are_as_in_the_table(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(widths); i++) {
        uint64_t full = widths[i].full;
        if (full)
            assert_int_equal(tile_width(widths[i].level, full - 1, widths[i].size), 256);
        assert_int_equal(tile_width(widths[i].level, full, widths[i].size), widths[i].partial);
        assert_int_equal(tile_width(widths[i].level, full + 1, widths[i].size), 0);
    }
}

static void bundles_give_what_was_put(void **state)
{
    struct buf b = {0};
    struct str rest, entry, want = {0};
    char *large = calloc(1, ENTRY_MOST);
    (void)state;
    assert_non_null(large);
    bundle_put(&b, STR("one"));
    bundle_put(&b, (struct str){0});
    bundle_put(&b, (struct str){large, ENTRY_MOST});
    assert_memory_equal(b.s, "\0\3one\0\0\377\377", 9);
    rest = buf_str(&b);
    assert_true(bundle_take(&rest, &entry) && str_is(entry, "one"));
    assert_true(bundle_take(&rest, &entry) && entry.len == 0);
    want = rest;
    for (size_t cut = 0; cut < 10; cut++) { /* any part of one is none */
        struct str part = str_span(want, 0, cut);
        assert_false(bundle_take(&part, &entry));
    }
    assert_true(bundle_take(&rest, &entry) && entry.len == ENTRY_MOST && rest.len == 0);
    assert_false(bundle_take(&rest, &entry));
    buf_free(&b);
    free(large);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_as_in_the_table),
        cmocka_unit_test(other_names_are_refused),
        cmocka_unit_test(widths_are_as_in_the_table),
        cmocka_unit_test(bundles_give_what_was_put),
    };
    return cmocka_run_group_tests_name("ledger_tile", tests, NULL, NULL);
}
