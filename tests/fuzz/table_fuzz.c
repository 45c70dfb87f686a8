/* SPDX-License-Identifier: Apache-2.0 */
/* table_fuzz.c - a mapping, a blank line, a table: both untrusted.  A wrong mapping is
 * told with a line that it has; the order of rows changes nothing. */
#include "fuzz_source.h"
#include "source/table_map.h"

static size_t lines_of(struct str s)
{
    size_t lines = 0;
    for (struct str line; s.len; lines++)
        s = str_cut(s, '\n', &line);
    return lines;
}

static void check_mapping(struct str text)
{
    struct table_map map;
    struct error err = {0};
    enum status rc = table_map_read(text, &map, &err);
    must(rc == err.status && err.line <= lines_of(text));
    must(rc == OK || err.why[0]);
    if (rc == OK)
        must(map.fields.count >= 2 && (map.header > 0) != (map.marker.len > 0));
    table_map_free(&map);
}

/* A plain table, its rows from last to first. */
static void reversed(struct str table, struct buf *out)
{
    struct str header, rest = str_cut(table, '\n', &header);
    buf_put(out, header);
    buf_byte(out, '\n');
    while (rest.len) {
        size_t from = rest.len - 1;
        while (from && rest.s[from - 1] != '\n')
            from--;
        struct str row = str_from(rest, from);
        rest.len = from;
        if (str_ends(row, STR("\n")))
            row.len--;
        buf_put(out, row);
        buf_byte(out, '\n');
    }
}

static bool has_any(struct str s, const char *set)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.s[i] == 0 || strchr(set, s.s[i]))
            return true;
    return false;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str in = {(const char *)data, size}, mapping;
    struct fuzz_seen seen;
    struct str table = str_cut_at(in, STR("\n\n"), &mapping);
    if (size > 6000)
        return 0;
    check_mapping(mapping);
    enum status rc = fuzz_source(&source_table, table, mapping, &seen);
    bool plain = !has_any(table, "\"[{\r") && str_find(mapping, STR("header")) == SIZE_MAX &&
                 str_find(mapping, STR("marker")) == SIZE_MAX &&
                 str_find(mapping, STR("merge")) == SIZE_MAX;
    if (rc == OK && plain) {
        struct buf turned = {0};
        struct fuzz_seen other;
        reversed(table, &turned);
        must(fuzz_source(&source_table, buf_str(&turned), mapping, &other) == OK);
        must(str_equal(buf_str(&seen.text), buf_str(&other.text)));
        fuzz_free(&other);
        buf_free(&turned);
    }
    fuzz_free(&seen);
    return 0;
}
