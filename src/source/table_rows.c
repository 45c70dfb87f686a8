/* SPDX-License-Identifier: Apache-2.0 */
/* table_rows.c - rows kept until all are read, because refs are compared across them.
 *
 * CSV and XLSX rows go the same way: title rows, a header, entries.  A JSON
 * array has no header; the paths of all values in all items are its columns. */
#include "source/table_rows.h"

#include "format/json.h"
#include "format/sheet.h"
#include "text/clean.h"

#include <stdio.h>
#include <string.h>

enum { JSON_COLUMNS_MAX = 4096 };

struct reader {
    const struct table_map *map;
    struct table_rows *rows;
    struct sink *out;
    struct table_head *head; /* of the table at hand, or NULL before it */
    size_t tables;
    struct str sheet;
    bool any;    /* a sheet has begun */
    bool wanted; /* the one at hand is to be read */
    bool *found; /* by table_head.column: in some table */
    bool *sheet_found;
};

struct str table_cell(const struct table_row *row, const struct table_field *f, size_t n)
{
    if (f->columns.at[n].sheet)
        return row->head->sheet;
    size_t at = row->head->column[f->first + n];
    return at < row->count ? row->cell[at] : (struct str){0};
}

struct str table_joined(const struct table_row *row, const struct table_field *f, struct arena *a)
{
    struct str pieces[64];
    size_t count = 0;
    for (size_t n = 0; n < f->columns.count && count < COUNT(pieces); n++) {
        struct str cell = table_cell(row, f, n);
        if (cell.len)
            pieces[count++] = cell;
    }
    return count == 1 ? pieces[0] : name_join(a, pieces, count);
}

static bool is_null(const struct table_map *m, struct str s)
{
    for (size_t i = 0; i < m->nulls.count; i++)
        if (s.len == m->nulls.at[i].len && str_find_nocase(s, m->nulls.at[i]) == 0)
            return true;
    return s.len == 0;
}

/* ---- Headers. */

static size_t place_of(struct table_head *head, const struct table_column *c, struct arena *a)
{
    if (c->sheet)
        return SIZE_MAX;
    if (!c->place) {
        struct str name = arena_copy(a, c->name);
        return name.len ? header_find(&head->names, name.s, 0) : SIZE_MAX;
    }
    if (c->place > head->names.count)
        return SIZE_MAX;
    head->names.used[c->place - 1] = true;
    return c->place - 1;
}

static enum status begin_table(struct reader *r, const struct row *row, struct error *err)
{
    struct arena *a = &r->rows->arena;
    struct table_head *head = NEW(a, struct table_head);
    size_t *column = arena_alloc(a, r->map->columns + 1, sizeof *column);
    if (!head || !column)
        return fault(err, ERR_MEMORY, 0, "no memory for the header");
    enum status rc = header_read(a, row, &head->names, err);
    if (rc)
        return rc;
    head->sheet = r->sheet;
    head->column = column;
    for (size_t i = 0; i < r->map->fields.count; i++) {
        const struct table_field *f = &r->map->fields.at[i];
        for (size_t n = 0; n < f->columns.count; n++) {
            const struct table_column *c = &f->columns.at[n];
            size_t at = column[f->first + n] = place_of(head, c, a);
            if (at != SIZE_MAX || c->sheet)
                r->found[f->first + n] = true;
            else if (!c->optional && c->place)
                return fault_at(
                    err, ERR_INPUT, row->line, row->offset,
                    "the header in row %zu has no column @%zu (line %zu of the mapping)", row->line,
                    c->place, f->line);
            else if (!c->optional)
                return fault_at(err, ERR_INPUT, row->line, row->offset,
                                "no column \"%.*s\" in row %zu (line %zu of the mapping)",
                                STRF(str_span(c->name, 0, 80)), row->line, f->line);
        }
    }
    r->head = head;
    r->tables++;
    return OK;
}

static void tell_never_found(struct reader *r)
{
    for (size_t i = 0; i < r->map->fields.count; i++) {
        const struct table_field *f = &r->map->fields.at[i];
        for (size_t n = 0; n < f->columns.count; n++)
            if (!r->found[f->first + n])
                sink_unread(r->out, "column of the mapping that no table has",
                            f->columns.at[n].name);
    }
}

/* ---- Rows. */

static bool is_number(struct str s)
{
    uint64_t number;
    return str_number(s, UINT64_MAX, &number);
}

static bool rule_holds(const struct table_field *f, struct str cell)
{
    switch (f->rule) {
    case RULE_BLANK:
        return cell.len == 0;
    case RULE_IS:
        return str_equal(cell, f->word);
    case RULE_BEGINS:
        return str_starts(cell, f->word);
    case RULE_NOT_NUMBER:
        return !is_number(cell);
    case RULE_NONE:
        break;
    }
    return false;
}

static bool is_skipped(struct reader *r, const struct table_row *row)
{
    for (size_t i = 0; i < r->map->fields.count; i++) {
        const struct table_field *f = &r->map->fields.at[i];
        if (f->key->target != TO_SKIP)
            continue;
        if (rule_holds(f, text_clean(&r->rows->arena, table_joined(row, f, &r->rows->arena))))
            return true;
    }
    return false;
}

static void tell_unmapped(struct reader *r, const struct table_row *row)
{
    char what[160];
    for (size_t i = 0; i < row->count; i++) {
        const struct header *h = &row->head->names;
        if (row->cell[i].len == 0 || (i < h->count && h->used[i]))
            continue;
        if (i < h->count && h->name[i].len)
            snprintf(what, sizeof what, "column %.*s", STRF(str_span(h->name[i], 0, 100)));
        else
            snprintf(what, sizeof what, "column @%zu", i + 1);
        sink_unknown(r->out, str_of(what));
    }
}

/* Keeps one row.  With `lasting` its texts outlive the reading; else they are
 * copied, but where they are those of the row before. */
static enum status keep(struct reader *r, const struct row *row, bool lasting, struct error *err)
{
    struct arena *a = &r->rows->arena;
    size_t rows = r->rows->rows.count;
    const struct table_row *before = rows ? &r->rows->rows.at[rows - 1] : NULL;
    struct table_row kept = {.head = r->head, .count = row->count, .line = row->line};
    bool blank = true;
    kept.cell = arena_alloc(a, row->count + 1, sizeof *kept.cell);
    for (size_t i = 0; kept.cell && i < row->count; i++) {
        struct str cell = row_cell(row, i);
        if (is_null(r->map, cell))
            continue;
        blank = false;
        if (lasting)
            kept.cell[i] = cell;
        else if (before && i < before->count && str_equal(before->cell[i], cell))
            kept.cell[i] = before->cell[i];
        else
            kept.cell[i] = arena_copy(a, cell);
    }
    if (kept.cell && !blank && !is_skipped(r, &kept)) {
        tell_unmapped(r, &kept);
        *(struct table_row *)VEC_ADD(a, &r->rows->rows) = kept;
    }
    if (a->failed)
        return fault(err, ERR_MEMORY, 0, "the table needs more memory than is allowed");
    return OK;
}

/* Title rows, headers and entries; `number` is the row's on its sheet. */
static enum status take(struct reader *r, const struct row *row, size_t number, bool lasting,
                        struct error *err)
{
    const struct table_map *m = r->map;
    if (m->marker.len) {
        if (str_equal(text_clean(&r->rows->arena, row_cell(row, 0)), m->marker))
            return begin_table(r, row, err);
        return r->head ? keep(r, row, lasting, err) : OK;
    }
    if (number == m->header)
        return begin_table(r, row, err);
    if (number < m->header)
        return OK;
    if (!r->head)
        return fault_at(err, ERR_INPUT, row->line, row->offset,
                        "row %zu, where the column names should be, is blank", m->header);
    return keep(r, row, lasting, err);
}

/* ---- Formats. */

static enum status read_csv(struct reader *r, struct str bytes, struct error *err)
{
    enum status rc = OK;
    struct row row;
    if (r->map->latin)
        bytes = text_from_1252(&r->rows->arena, bytes);
    size_t valid = utf8_valid(bytes);
    if (valid != bytes.len)
        return fault(err, ERR_INPUT, valid,
                     "invalid UTF-8 at byte %zu; should the mapping say encoding = windows-1252?",
                     valid);
    struct csv csv = csv_open(bytes, r->map->separator);
    struct error local = {0};
    for (size_t n = 1; !rc && csv_next(&csv, &r->rows->arena, &row, &local); n++)
        rc = take(r, &row, n, true, err);
    if (!rc && local.status)
        rc = fault_at(err, local.status, local.line, local.offset, "%s", local.why);
    csv_close(&csv);
    return rc;
}

static enum status take_sheet_row(void *ctx, struct str sheet, const struct row *row,
                                  struct error *err)
{
    struct reader *r = ctx;
    if (!r->any || !str_equal(sheet, r->sheet)) {
        r->any = true;
        r->sheet = arena_copy(&r->rows->arena, sheet);
        r->head = NULL;
        r->wanted = r->map->sheets.count == 0;
        for (size_t i = 0; i < r->map->sheets.count; i++)
            if (str_equal(sheet, r->map->sheets.at[i]))
                r->wanted = r->sheet_found[i] = true;
    }
    return r->wanted ? take(r, row, row->line, false, err) : OK;
}

static enum status read_xlsx(struct reader *r, struct str bytes, struct error *err)
{
    struct sheet_info info;
    enum status rc = sheet_read(bytes, 0, &info, take_sheet_row, r, err);
    r->rows->serials = true;
    r->rows->date1904 = info.date1904;
    for (size_t i = 0; i < r->map->sheets.count && !rc; i++)
        if (!r->sheet_found[i])
            rc = fault(err, ERR_INPUT, 0, "no rows on a sheet \"%.*s\", which the mapping names",
                       STRF(str_span(r->map->sheets.at[i], 0, 80)));
    return rc;
}

/* The columns of a JSON array, and the row at hand. */
struct items {
    struct arena *a;
    str_vec names;
    struct str *cell;
    size_t guess; /* where the next name probably is */
    struct buf path;
    bool too_many;
};

static size_t column_of(struct items *j, struct str name)
{
    for (size_t i = 0; i < j->names.count; i++) {
        size_t at = (j->guess + i) % j->names.count;
        if (str_equal(j->names.at[at], name)) {
            j->guess = at + 1;
            return at;
        }
    }
    if (j->names.count == JSON_COLUMNS_MAX)
        j->too_many = true;
    else
        *(struct str *)VEC_ADD(j->a, &j->names) = arena_copy(j->a, name);
    return j->names.count - 1;
}

/* Names the column of every value below n or, once there are cells, fills them. */
static void walk(struct items *j, const struct node *n)
{
    size_t mark = j->path.len;
    if (n->name.len) {
        if (mark)
            buf_byte(&j->path, '/');
        buf_put(&j->path, n->name);
    }
    if (n->type != NODE_ELEMENT && n->type != NODE_NULL) {
        size_t at = column_of(j, buf_str(&j->path));
        struct str *cell = j->cell ? &j->cell[at] : NULL;
        if (cell && cell->len)
            *cell = arena_printf(j->a, "%.*s%c%.*s", STRF(*cell), TABLE_AND, STRF(n->text));
        else if (cell)
            *cell = n->text;
    }
    NODE_ALL (c, n)
        walk(j, c);
    j->path.len = mark;
}

static enum status take_items(struct reader *r, const struct node *array, struct error *err)
{
    struct items j = {.a = &r->rows->arena};
    enum status rc = OK;
    NODE_ALL (item, array)
        walk(&j, item);
    if (j.too_many)
        rc = fault(err, ERR_INPUT, 0, "the items have more than %d different members",
                   JSON_COLUMNS_MAX);
    struct row names = {.cell = j.names.at, .count = j.names.count};
    if (!rc)
        rc = begin_table(r, &names, err);
    j.cell = rc ? NULL : arena_alloc(j.a, j.names.count + 1, sizeof *j.cell);
    struct row row = {.cell = j.cell, .count = j.names.count};
    for (const struct node *item = array->first; item && j.cell && !rc; item = item->next) {
        memset(j.cell, 0, j.names.count * sizeof *j.cell);
        walk(&j, item);
        row.line++;
        row.offset = item->offset;
        rc = keep(r, &row, true, err);
    }
    if (!rc && (j.path.failed || j.a->failed))
        rc = fault(err, ERR_MEMORY, 0, "the array needs more memory than is allowed");
    buf_free(&j.path);
    return rc;
}

static enum status read_json(struct reader *r, struct str bytes, struct error *err)
{
    struct node *top;
    struct json_reader *json = json_reader_new();
    if (!json)
        return fault(err, ERR_MEMORY, 0, "no memory for the JSON reader");
    enum status rc = json_parse(json, &r->rows->arena, bytes, &top, err);
    if (rc)
        goto out;
    struct node *array = top;
    for (struct str rest = r->map->path, step; rest.len && array;) {
        rest = str_cut(rest, '/', &step);
        struct str name = arena_copy(&r->rows->arena, step);
        array = name.len ? node_child(array, name.s) : NULL;
    }
    if (!array || array->type != NODE_ELEMENT || (array->first && array->first->name.len)) {
        rc = fault(err, ERR_INPUT, array ? array->offset : 0,
                   "no array at the path \"%.*s\" of the mapping", STRF(r->map->path));
        goto out;
    }
    rc = take_items(r, array, err);
    node_ignore_all(array);
    sink_leftovers(r->out, top);
out:
    json_reader_free(json);
    return rc;
}

static enum table_format format_of(struct str bytes)
{
    struct str head = str_trim(str_span(bytes, 0, 64));
    if (str_starts(head, STR("\xEF\xBB\xBF")))
        head = str_from(head, 3);
    if (sheet_claims(head) || str_starts(head, STR("\xD0\xCF\x11\xE0")))
        return TABLE_XLSX;
    return str_starts(head, STR("[")) || str_starts(head, STR("{")) ? TABLE_JSON : TABLE_CSV;
}

enum status table_rows_read(const struct table_map *map, struct str bytes, struct sink *out,
                            struct table_rows *rows, struct error *err)
{
    static const char *const names[] = {
        [TABLE_CSV] = "csv", [TABLE_XLSX] = "xlsx", [TABLE_JSON] = "json"};
    struct reader r = {.map = map, .rows = rows, .out = out};
    *rows = (struct table_rows){0};
    r.found = arena_alloc(&rows->arena, map->columns + 1, 1);
    r.sheet_found = arena_alloc(&rows->arena, map->sheets.count + 1, 1);
    if (!r.found || !r.sheet_found)
        return fault(err, ERR_MEMORY, 0, "no memory for the table");
    if (str_trim(str_span(bytes, 0, 4096)).len == 0)
        return fault(err, ERR_INPUT, 0, "the file is empty");
    enum table_format format = map->format ? map->format : format_of(bytes);
    enum status rc = format == TABLE_CSV    ? read_csv(&r, bytes, err)
                     : format == TABLE_XLSX ? read_xlsx(&r, bytes, err)
                                            : read_json(&r, bytes, err);
    sink_format(out, names[format]);
    if (!rc && r.tables == 0)
        rc = fault(err, ERR_INPUT, 0, "no header row: %s%.*s",
                   map->marker.len ? "none begins with " : "the file is too short",
                   STRF(map->marker));
    if (!rc && rows->rows.count == 0)
        rc = fault(err, ERR_INPUT, 0, "no rows below the header");
    if (!rc)
        tell_never_found(&r);
    return rc;
}

void table_rows_free(struct table_rows *rows)
{
    arena_free(&rows->arena);
    *rows = (struct table_rows){0};
}
