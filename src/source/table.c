/* SPDX-License-Identifier: Apache-2.0 */
/* table.c - any list that is a table, described by a mapping file (doc/format/table.md).
 *
 * Rows are sorted by their refs.  A ref that one row has is that row's record;
 * rows that share one are merged or told apart by their content, as the
 * mapping says, so that neither depends on the order of rows. */
#include "source/source.h"

#include "base/sha256.h"
#include "format/sheet.h"
#include "source/table_build.h"

#include <stdlib.h>
#include <string.h>

struct keyed {
    struct str ref;
    size_t place; /* of the row */
};

struct reader {
    struct str list;
    struct table_map map;
    struct table_rows rows;
    struct sink *out;
    struct arena refs;
    struct arena a; /* of the records of one ref */
    struct keyed *keyed;
    struct hasher *hash;
};

/* A record and what tells it from others with the same ref. */
struct version {
    char content[SHA256_HEX]; /* SHA-256 of its canonical bytes */
    struct record *record;
};

static enum status add_row(struct reader *r, size_t place, struct record *out, struct error *err)
{
    const struct table_row *row = &r->rows.rows.at[place];
    size_t names = out->names.count;
    table_add(&r->map, &r->rows, row, &r->a, out, r->out);
    if (out->names.count > names)
        return OK;
    if (r->map.nameless && out->ref.len) {
        record_name(&r->a, out, QUALITY_PRIMARY, out->ref)->note = STR("the list gives no name");
        return OK;
    }
    return fault_at(err, ERR_INPUT, row->line, 0,
                    "row %zu%s%.*s has no name; if such rows are no entries, the mapping needs a "
                    "skip rule",
                    row->line, row->head->sheet.len ? " of sheet " : "",
                    STRF(str_span(row->head->sheet, 0, 60)));
}

/* Rows of one ref that are one entry. */
static enum status put_merged(struct reader *r, const struct keyed *k, size_t count,
                              struct error *err)
{
    struct record out = {.list = r->list, .ref = k->ref};
    enum status rc = OK;
    for (size_t i = 0; i < count && !rc; i++)
        rc = add_row(r, k[i].place, &out, err);
    table_add_fixed(&r->map, &r->a, &out, r->out);
    return rc ? rc : sink_record(r->out, &r->a, &out, err);
}

static int by_content(const void *x, const void *y)
{
    const struct version *a = x, *b = y;
    return strcmp(a->content, b->content);
}

static int by_text(const void *key, const void *item)
{
    return str_compare(*(const struct str *)key, ((const struct keyed *)item)->ref);
}

/* The ref with digits of the content behind it, more of them while some row has
 * just that for its own ref. */
static struct str ref_with(struct reader *r, struct str ref, const char *content)
{
    struct str longer = {0};
    for (int digits = ref.len ? 8 : 12; digits < SHA256_HEX; digits++) {
        longer = arena_printf(&r->a, "%.*s~%.*s", STRF(ref), digits, content);
        if (!bsearch(&longer, r->keyed, r->rows.rows.count, sizeof *r->keyed, by_text))
            break;
    }
    return longer;
}

/* Rows of one ref that are as many entries as they differ; also rows without. */
static enum status put_distinct(struct reader *r, const struct keyed *k, size_t count,
                                struct error *err)
{
    struct version *v = arena_alloc(&r->a, count, sizeof *v);
    struct buf bytes = {0};
    enum status rc = OK;
    size_t different = 0;
    if (!v)
        return fault(err, ERR_MEMORY, 0, "too many rows have the ref %.*s",
                     STRF(str_span(k->ref, 0, 60)));
    for (size_t i = 0; i < count && !rc; i++) {
        struct record *out = v[i].record = NEW(&r->a, struct record);
        if (!out) {
            rc = fault(err, ERR_MEMORY, 0, "too many rows have the ref %.*s",
                       STRF(str_span(k->ref, 0, 60)));
            break;
        }
        *out = (struct record){.list = r->list, .ref = k->ref};
        rc = add_row(r, k[i].place, out, err);
        table_add_fixed(&r->map, &r->a, out, r->out);
        buf_clear(&bytes);
        record_write(out, &bytes);
        sha256_hex(hasher_of(r->hash, buf_str(&bytes)), v[i].content);
    }
    if (!rc)
        qsort(v, count, sizeof *v, by_content);
    for (size_t i = 0; i < count && !rc; i++)
        if (i == 0 || by_content(&v[i - 1], &v[i]))
            v[different++] = v[i];
    if (!rc && k->ref.len == 0)
        sink_unread(r->out, "row without a ref", v[0].record->names.at[0].text);
    else if (!rc && different > 1)
        sink_unread(r->out, "ref of several parties", k->ref);
    for (size_t i = 0; i < different && !rc; i++) {
        if (k->ref.len == 0 || different > 1)
            v[i].record->ref = ref_with(r, k->ref, v[i].content);
        rc = sink_record(r->out, &r->a, v[i].record, err);
    }
    buf_free(&bytes);
    return rc;
}

static int by_ref(const void *x, const void *y)
{
    const struct keyed *a = x, *b = y;
    int order = str_compare(a->ref, b->ref);
    return order ? order : a->place < b->place ? -1 : a->place > b->place;
}

static enum status put_all(struct reader *r, struct error *err)
{
    size_t count = r->rows.rows.count;
    enum status rc = OK;
    r->keyed = arena_alloc(&r->refs, count + 1, sizeof *r->keyed);
    if (!r->keyed)
        return fault(err, ERR_MEMORY, 0, "the refs need more memory than is allowed");
    for (size_t i = 0; i < count; i++)
        r->keyed[i] = (struct keyed){table_ref(&r->map, &r->rows.rows.at[i], r->hash, &r->refs), i};
    if (r->refs.failed)
        return fault(err, ERR_MEMORY, 0, "the refs need more memory than is allowed");
    qsort(r->keyed, count, sizeof *r->keyed, by_ref);
    for (size_t from = 0, to; from < count && !rc; from = to) {
        const struct keyed *k = &r->keyed[from];
        for (to = from + 1; to < count && str_equal(r->keyed[to].ref, k->ref); to++)
            ;
        arena_reset(&r->a);
        if (k->ref.len && (r->map.merge || to == from + 1))
            rc = put_merged(r, k, to - from, err);
        else
            rc = put_distinct(r, k, to - from, err);
    }
    return rc;
}

static enum status parse(const struct input *in, struct sink *out, struct error *err)
{
    struct reader r = {.list = in->list, .out = out};
    enum status rc;
    if (in->count != 1)
        return fault(err, ERR_USAGE, 0, "a table is one file, not %zu", in->count);
    r.hash = hasher_new();
    if (!r.hash)
        return fault(err, ERR_MEMORY, 0, "no memory for SHA-256");
    rc = table_map_read(in->mapping, &r.map, err);
    if (!rc)
        rc = table_rows_read(&r.map, in->files[0].bytes, out, &r.rows, err);
    if (!rc)
        rc = put_all(&r, err);
    hasher_free(r.hash);
    table_map_free(&r.map);
    table_rows_free(&r.rows);
    arena_free(&r.refs);
    arena_free(&r.a);
    return rc;
}

/* Which columns a table has only its mapping knows; HTML and XML are none. */
static const char *claims(struct str name, struct str head)
{
    (void)name;
    if (sheet_claims(head))
        return "xlsx";
    if (str_starts(head, STR("\xEF\xBB\xBF")))
        head = str_from(head, 3);
    head = str_trim(head);
    if (head.len == 0 || head.s[0] == '<')
        return NULL;
    return head.s[0] == '[' || head.s[0] == '{' ? "json" : "csv";
}

const struct source source_table = {.name = "table", .claims = claims, .parse = parse};
