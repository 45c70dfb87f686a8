/* SPDX-License-Identifier: Apache-2.0 */
/* ca_fuzz.c - any records: turning their order round gives the same ones, and no
 * two of them have one reference.  A key of a key is that key; pieces of a text
 * stand in it in order.  Any bytes as either of the files. */
#include "source/ca.h"

#include <stdlib.h>

struct lines {
    struct arena a;
    str_vec line, ref;
};

static enum status put(void *ctx, const struct record *r, struct str canonical, struct error *err)
{
    struct lines *l = ctx;
    (void)err;
    for (size_t i = 0; i < l->ref.count; i++)
        if (str_equal(l->ref.at[i], r->ref))
            abort();
    *(struct str *)VEC_ADD(&l->a, &l->ref) = arena_copy(&l->a, r->ref);
    *(struct str *)VEC_ADD(&l->a, &l->line) = arena_copy(&l->a, canonical);
    return OK;
}

static enum status put_any(void *ctx, const struct record *r, struct str canonical,
                           struct error *err)
{
    (void)ctx, (void)r, (void)canonical, (void)err;
    return OK;
}

static enum status read_all(const struct source *source, struct str bytes, struct lines *l)
{
    struct error err = {0};
    struct sink sink = {.put = l ? put : put_any, .ctx = l};
    struct input_file file = {STR("list"), bytes};
    struct input in = {.list = STR("ca"), .files = &file, .count = 1};
    enum status rc = source->parse(&in, &sink, &err);
    if ((rc == OK) != (err.status == OK))
        abort();
    sink_free(&sink);
    return rc;
}

/* One line of the input, its fields parted by tabs, as a record. */
static void write_record(struct buf *xml, struct str line)
{
    static const char *const fields[] = {"LastName",      "GivenName",    "DateOfBirth",
                                         "Schedule",      "Item",         "DateOfListing",
                                         "ShipIMONumber", "EntityOrShip", "Aliases"};
    buf_puts(xml, "<record><Country>Iran</Country>");
    for (size_t i = 0; i < COUNT(fields); i++) {
        struct str field;
        line = str_cut(line, '\t', &field);
        buf_printf(xml, "<%s>", fields[i]);
        buf_put(xml, field);
        buf_printf(xml, "</%s>", fields[i]);
    }
    buf_puts(xml, "</record>");
}

static int by_bytes(const void *x, const void *y)
{
    return str_compare(*(const struct str *)x, *(const struct str *)y);
}

static void both_ways(struct str bytes)
{
    struct lines forth = {0}, back = {0};
    struct buf one = {0}, two = {0};
    str_vec rows = {0};
    for (struct str row; bytes.len;) {
        bytes = str_cut(bytes, '\n', &row);
        *(struct str *)VEC_ADD(&forth.a, &rows) = row;
    }
    buf_puts(&one, "<data-set>");
    buf_puts(&two, "<data-set>");
    for (size_t i = 0; i < rows.count; i++) {
        write_record(&one, rows.at[i]);
        write_record(&two, rows.at[rows.count - 1 - i]);
    }
    buf_puts(&one, "</data-set>");
    buf_puts(&two, "</data-set>");
    enum status rc = read_all(&source_ca, buf_str(&one), &forth);
    if (read_all(&source_ca, buf_str(&two), &back) != rc ||
        (rc == OK && forth.line.count != back.line.count))
        abort();
    if (rc == OK && forth.line.count) {
        qsort(forth.line.at, forth.line.count, sizeof *forth.line.at, by_bytes);
        qsort(back.line.at, back.line.count, sizeof *back.line.at, by_bytes);
    }
    for (size_t i = 0; rc == OK && i < forth.line.count; i++)
        if (!str_equal(forth.line.at[i], back.line.at[i]))
            abort();
    buf_free(&one);
    buf_free(&two);
    arena_free(&forth.a);
    arena_free(&back.a);
}

static void names(struct str bytes)
{
    struct arena a = {0};
    struct str key = ca_key(&a, bytes), again = ca_key(&a, key);
    str_vec pieces = {0};
    const char *end = bytes.s;
    if (!str_equal(key, again))
        abort();
    ca_split(&a, bytes, &pieces);
    for (size_t i = 0; i < pieces.count; i++) {
        if (pieces.at[i].s < end || pieces.at[i].s + pieces.at[i].len > bytes.s + bytes.len)
            abort();
        end = pieces.at[i].s + pieces.at[i].len;
    }
    arena_free(&a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str bytes = {(const char *)data, size};
    if (size == 0)
        return 0;
    names(bytes);
    if (data[0] == '<') {
        (void)read_all(&source_ca, bytes, NULL);
        (void)read_all(&source_ca_terror, bytes, NULL);
    } else if (str_find(bytes, STR("<")) == SIZE_MAX && str_find(bytes, STR("&")) == SIZE_MAX) {
        both_ways(bytes);
    }
    return 0;
}
