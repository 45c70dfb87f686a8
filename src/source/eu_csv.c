/* SPDX-License-Identifier: Apache-2.0 */
/* eu_csv.c - the two CSV formats: rows, one for each detail of an entity, put
 * together to the trees that the XML formats have.
 *
 * Rows of one entity need not be neighbours, so the file is read once to learn
 * where the rows of each reference begin, and then again in the order of
 * references; what is kept of a row meanwhile is 48 bytes and its two keys.
 *
 * Copies of CSV 1.0 are about that went through a spreadsheet: the whole line in
 * quotes, tabs in the place of commas and behind the last cell, Windows-1252. */
#include "source/eu.h"

#include "format/csv.h"
#include "source/eu_columns.h"
#include "text/clean.h"

#include <stdlib.h>
#include <string.h>

enum { TREES_BYTES_MAX = 256 << 20 };

/* ---- The file. */

struct line {
    struct str ref, id;
    size_t offset, number;
};

struct table {
    struct eu *e;
    const struct eu_dialect *d;
    struct csv csv;
    struct header header;
    struct eu_column *columns;
    struct arena own;   /* header, columns, lines */
    struct arena trees; /* of the entity at hand */
    VEC(struct line) lines;
    size_t id, ref;
};

static enum status read_header(struct table *t, struct error *err)
{
    struct row row;
    if (!csv_next(&t->csv, &t->own, &row, err))
        return err->status ? err->status : fault(err, ERR_INPUT, 0, "the file has no header");
    enum status rc = header_read(&t->own, &row, &t->header, err);
    if (rc)
        return rc;
    t->columns = arena_alloc(&t->own, row.count, sizeof *t->columns);
    if (!t->columns)
        return fault(err, ERR_MEMORY, 0, "no memory for the columns");
    t->id = header_find(&t->header, t->d->id, 0);
    t->ref = header_find(&t->header, t->d->ref, 0);
    if (t->id == SIZE_MAX)
        return fault_at(err, ERR_INPUT, 1, 0, "the header has no column %s", t->d->id);
    for (size_t i = 0; i < row.count; i++) {
        struct str name = t->header.name[i];
        t->columns[i] = eu_column_of(t->d, &t->own, name);
        /* The file's own day, and the entity's id again in front of each block. */
        if (str_starts(name, str_of(t->d->day)) || (i != t->id && str_is(name, t->d->id)))
            t->columns[i].wanted = false;
    }
    return OK;
}

/* ---- First pass: where each entity's rows are. */

static bool is_blank(const struct row *row)
{
    for (size_t i = 0; i < row->count; i++)
        if (row_cell(row, i).len)
            return false;
    return true;
}

static enum status learn_lines(struct table *t, struct error *err)
{
    struct row row;
    struct error none = {0};
    if (!err)
        err = &none;
    while (csv_next(&t->csv, &t->own, &row, err)) {
        if (is_blank(&row))
            continue;
        if (t->lines.count == 0)
            eu_day(t->e, row_cell(&row, 0));
        if (row.count != t->header.count)
            sink_unread(t->e->out, "row with another number of cells than the header",
                        str_span(t->csv.bytes, row.offset, 80));
        struct line *line = VEC_ADD(&t->own, &t->lines);
        *line = (struct line){.ref = arena_copy(&t->own, row_cell(&row, t->ref)),
                              .id = arena_copy(&t->own, row_cell(&row, t->id)),
                              .offset = row.offset,
                              .number = row.line};
    }
    if (err->status)
        return err->status;
    return t->own.failed ? fault(err, ERR_MEMORY, 0, "no memory for the rows") : OK;
}

static int by_offset(const struct line *a, const struct line *b)
{
    return a->offset < b->offset ? -1 : a->offset > b->offset;
}

static int by_id(const void *x, const void *y)
{
    const struct line *a = x, *b = y;
    int order = str_compare(a->id, b->id);
    return order ? order : by_offset(a, b);
}

static int by_reference(const void *x, const void *y)
{
    const struct line *a = x, *b = y;
    int order = str_compare(a->ref, b->ref);
    return order ? order : by_id(x, y);
}

/* A row without the reference has the one of the entity's other rows, or the
 * logical id. */
static void sort_lines(struct table *t)
{
    struct line *at = t->lines.at;
    size_t count = t->lines.count;
    if (count == 0)
        return;
    qsort(at, count, sizeof *at, by_id);
    for (size_t i = 0, end; i < count; i = end) {
        struct str ref = {0};
        for (end = i; end < count && str_equal(at[end].id, at[i].id); end++)
            if (at[end].ref.len && (ref.len == 0 || str_compare(at[end].ref, ref) < 0))
                ref = at[end].ref;
        for (size_t k = i; k < end; k++)
            at[k].ref = ref.len ? ref : at[i].id;
    }
    qsort(at, count, sizeof *at, by_reference);
}

/* ---- Second pass: rows to trees. */

static bool has_attribute(const struct node *n, struct str name, struct str text)
{
    NODE_ALL (c, n)
        if (c->type == NODE_ATTRIBUTE && str_equal(c->name, name) && str_equal(c->text, text))
            return true;
    return false;
}

/* The element of a block in the present row, made when its first cell comes. */
static struct node *element(struct table *t, struct node **open, size_t block, size_t line)
{
    if (open[block])
        return open[block];
    const struct eu_block *b = &t->d->blocks[block];
    struct node *parent = element(t, open, b->parent, line);
    if (!parent)
        return NULL;
    open[block] = node_add(&t->trees, parent, NODE_ELEMENT, str_of(b->element), (struct str){0});
    if (open[block])
        open[block]->line = line;
    return open[block];
}

static void add_row(struct table *t, struct node *entity, const struct row *row)
{
    struct node *open[EU_BLOCKS_MAX] = {entity};
    for (size_t i = 0; i < row->count && i < t->header.count; i++) {
        struct str cell = row_cell(row, i);
        if (cell.len == 0 || !t->columns[i].wanted)
            continue;
        struct node *n = element(t, open, t->columns[i].block, row->line);
        if (!n || (n == entity && has_attribute(n, t->columns[i].attribute, cell)))
            continue;
        struct node *added = node_add(&t->trees, n, NODE_ATTRIBUTE, t->columns[i].attribute, cell);
        if (added && str_is(added->name, "publicationUrl"))
            added->type = NODE_ELEMENT;
    }
}

static enum status read_line(struct table *t, struct node *entity, const struct line *line,
                             struct error *err)
{
    struct row row;
    t->csv.at = line->offset;
    t->csv.line = line->number;
    if (!csv_next(&t->csv, &t->trees, &row, err))
        return fault_at(err, ERR_INPUT, line->number, line->offset, "the row cannot be read again");
    add_row(t, entity, &row);
    return OK;
}

/* The trees of the lines from..to, which have one reference: one for each
 * logical id. */
static enum status read_parts(struct table *t, size_t from, size_t to, struct eu_part *parts,
                              size_t *count, struct error *err)
{
    for (size_t i = from; i < to; i++) {
        const struct line *line = &t->lines.at[i];
        if (i == from || !str_equal(line->id, line[-1].id)) {
            struct node *tree =
                node_add(&t->trees, NULL, NODE_ELEMENT, str_of(t->d->entity), (struct str){0});
            if (!tree)
                break;
            tree->line = line->number;
            parts[(*count)++].tree = tree;
        }
        enum status rc = read_line(t, parts[*count - 1].tree, line, err);
        if (rc)
            return rc;
    }
    return t->trees.failed
               ? fault_at(err, ERR_MEMORY, t->lines.at[from].number, t->lines.at[from].offset,
                          "the rows of one entity need more memory than is allowed")
               : OK;
}

static enum status make(struct table *t, size_t from, size_t to, struct error *err)
{
    size_t count = 0;
    arena_reset(&t->trees);
    struct eu_part *parts = arena_alloc(&t->trees, to - from, sizeof *parts);
    if (!parts)
        return fault(err, ERR_MEMORY, 0, "no memory for the rows of one entity");
    enum status rc = read_parts(t, from, to, parts, &count, err);
    if (rc)
        return rc;
    for (size_t i = 0; i < count; i++) {
        parts[i] = eu_part_of(parts[i].tree);
        parts[i].key = t->lines.at[from].ref;
    }
    rc = eu_record(t->e, parts, count, err);
    if (rc && err->line == 0)
        err->line = t->lines.at[from].number;
    return rc;
}

/* ---- A copy out of a spreadsheet, made CSV again. */

static bool is_wrapped(struct str bytes)
{
    struct str line;
    if (str_starts(bytes, STR("\xEF\xBB\xBF")))
        bytes = str_from(bytes, 3);
    str_cut(bytes, '\n', &line);
    line = str_trim(line);
    return line.len > 1 && line.s[0] == '"' &&
           str_find(str_from(line, 1), STR("\"")) == line.len - 2;
}

static size_t unwrap_line(struct str line, char *to)
{
    size_t len = 0;
    line = text_strip(line, "");
    if (str_starts(line, STR("\"")) && str_ends(line, STR("\"")) && line.len > 1)
        line = str_trim(str_span(line, 1, line.len - 2));
    for (size_t i = 0; i < line.len; i++) {
        to[len] = line.s[i];
        if (to[len] == '\t')
            to[len] = ',';
        len++;
        i += line.s[i] == '"' && i + 1 < line.len && line.s[i + 1] == '"';
    }
    to[len++] = '\n';
    return len;
}

static struct str unwrapped(struct arena *a, struct str bytes)
{
    char *to = arena_alloc(a, bytes.len + 1, 1);
    size_t len = 0;
    while (to && bytes.len) {
        struct str line;
        bytes = str_cut(bytes, '\n', &line);
        len += unwrap_line(line, to + len);
    }
    return (struct str){to, to ? len : 0};
}

static size_t line_at(struct str bytes, size_t at)
{
    size_t line = 1;
    for (size_t i = 0; i < at; i++)
        line += bytes.s[i] == '\n';
    return line;
}

enum status eu_csv(struct eu *e, struct str bytes, bool old, struct error *err)
{
    struct table t = {
        .e = e, .d = old ? &eu_old_columns : &eu_new_columns, .trees = {.limit = TREES_BYTES_MAX}};
    struct error local = {0};
    err = err ? err : &local;
    size_t good = utf8_valid(bytes);
    if (good != bytes.len && !old)
        return fault_at(err, ERR_INPUT, line_at(bytes, good), good, "invalid UTF-8 at byte %zu",
                        good);
    if (good != bytes.len)
        bytes = text_from_1252(&t.own, bytes);
    if (is_wrapped(bytes))
        bytes = unwrapped(&t.own, bytes);
    t.csv = csv_open(bytes, ';');
    enum status rc = read_header(&t, err);
    if (rc == OK)
        rc = learn_lines(&t, err);
    sort_lines(&t);
    for (size_t from = 0, to; rc == OK && from < t.lines.count; from = to) {
        for (to = from + 1; to < t.lines.count; to++)
            if (!str_equal(t.lines.at[to].ref, t.lines.at[from].ref))
                break;
        rc = make(&t, from, to, err);
    }
    csv_close(&t.csv);
    arena_free(&t.trees);
    arena_free(&t.own);
    return rc;
}
