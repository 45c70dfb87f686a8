/* SPDX-License-Identifier: Apache-2.0 */
/* sheet.c - the rows of a workbook, in the order that the workbook gives its sheets.
 *
 * An XLSX file is a zip archive of parts that point at each other: _rels/.rels
 * names the workbook, the workbook names its sheets by relation, and a cell
 * names its text by its place among the shared strings (ECMA-376 part 1, 18.2
 * to 18.4).  The shared strings are kept, as one arena; a sheet is inflated
 * whole and read row by row, so that memory follows the largest sheet's bytes
 * and not its cells. */
#include "format/sheet.h"

#include "format/xml.h"
#include "format/zip.h"
#include "text/clean.h"

#include <string.h>

enum { COLUMNS_MAX = 16384, ROWS_MAX = 1048576, SHEETS_MAX = 1024 };
#define LIMIT_DEFAULT ((size_t)512 << 20)

struct relation {
    struct str id, type, part;
};

struct listed_sheet {
    struct str name, id;
};

struct book {
    struct zip *zip;
    struct buf part;    /* the inflated part at hand */
    struct arena arena; /* of everything below */
    struct str folder;  /* of the workbook part: "xl/" */
    VEC(struct relation) relations;
    VEC(struct listed_sheet) sheets;
    VEC(struct str) strings;
    struct sheet_info *info;
    /* The sheet and row at hand. */
    struct str sheet, path;
    struct arena texts; /* of the row at hand */
    struct str *cells;  /* COLUMNS_MAX of them, "" from `width` on */
    size_t width, row;
    sheet_take *take;
    void *ctx;
    struct error *err;
};

bool sheet_claims(struct str head)
{
    return str_starts(head, STR("PK\x03\x04"));
}

/* ---- Parts and relations. */

/* Reads one part of the archive as XML; a fault of the XML names the part. */
static enum status read_part(struct book *b, struct str path, const char *const *records,
                             xml_take *take)
{
    struct error local = {0};
    b->path = path;
    enum status rc = zip_read(b->zip, path, &b->part, b->err);
    if (rc)
        return rc;
    rc = xml_read(buf_str(&b->part), records, take, b, &local);
    if (rc)
        fault_at(b->err, rc, local.line, local.offset, "%.*s: %s", STRF(str_span(path, 0, 100)),
                 local.why);
    return rc;
}

/* The part that `target` names, seen from `folder` ("xl/"): "../a/b.xml",
 * "b.xml", "/xl/b.xml". */
static struct str resolve(struct arena *a, struct str folder, struct str target)
{
    if (str_starts(target, STR("/")))
        return arena_copy(a, str_from(target, 1));
    for (;;) {
        if (str_starts(target, STR("./"))) {
            target = str_from(target, 2);
        } else if (str_starts(target, STR("../"))) {
            target = str_from(target, 3);
            if (folder.len)
                folder.len--;
            while (folder.len && folder.s[folder.len - 1] != '/')
                folder.len--;
        } else {
            return arena_printf(a, "%.*s%.*s", STRF(folder), STRF(target));
        }
    }
}

static enum status take_relation(void *ctx, struct node *n, struct error *err)
{
    struct book *b = ctx;
    (void)err;
    if (!str_is(n->name, "Relationship") || str_is(node_get(n, "TargetMode"), "External"))
        return OK;
    struct relation *r = VEC_ADD(&b->arena, &b->relations);
    r->id = arena_copy(&b->arena, node_get(n, "Id"));
    r->type = arena_copy(&b->arena, node_get(n, "Type"));
    r->part = resolve(&b->arena, b->folder, node_get(n, "Target"));
    return OK;
}

/* The relation whose type ends so: the two editions of the standard differ in
 * what stands before. */
static const struct relation *relation_of(const struct book *b, const char *type)
{
    for (size_t i = 0; i < b->relations.count; i++)
        if (str_ends(b->relations.at[i].type, str_of(type)))
            return &b->relations.at[i];
    return NULL;
}

static const struct relation *relation_by_id(const struct book *b, struct str id)
{
    for (size_t i = 0; i < b->relations.count; i++)
        if (str_equal(b->relations.at[i].id, id))
            return &b->relations.at[i];
    return NULL;
}

static const char *const relationships[] = {"Relationship", NULL};

/* ---- The workbook. */

static enum status take_workbook(void *ctx, struct node *n, struct error *err)
{
    struct book *b = ctx;
    if (str_is(n->name, "workbookPr"))
        b->info->date1904 = node_is_true(n, "date1904");
    if (!str_is(n->name, "sheet"))
        return OK;
    if (b->sheets.count == SHEETS_MAX)
        return fault(err, ERR_INPUT, 0, "more than %d sheets", SHEETS_MAX);
    struct listed_sheet *s = VEC_ADD(&b->arena, &b->sheets);
    s->name = arena_copy(&b->arena, node_get(n, "name"));
    s->id = arena_copy(&b->arena, node_get(n, "id"));
    return OK;
}

static enum status read_workbook(struct book *b)
{
    static const char *const sheet[] = {"sheet", NULL};
    enum status rc = read_part(b, STR("_rels/.rels"), relationships, take_relation);
    if (rc)
        return rc;
    const struct relation *main = relation_of(b, "/officeDocument");
    if (!main)
        return fault(b->err, ERR_INPUT, 0, "the archive names no workbook: not an XLSX file");
    struct str path = main->part, name = path;
    while (name.len && memchr(name.s, '/', name.len))
        name = str_from(name, 1);
    b->folder = str_span(path, 0, path.len - name.len);
    rc = read_part(b, path, sheet, take_workbook);
    if (rc)
        return rc;
    b->relations.count = 0;
    struct str rels = arena_printf(&b->arena, "%.*s_rels/%.*s.rels", STRF(b->folder), STRF(name));
    rc = read_part(b, rels, relationships, take_relation);
    if (!rc && b->sheets.count == 0)
        rc = fault(b->err, ERR_INPUT, 0, "the workbook has no sheets");
    return rc;
}

/* ---- Texts. */

static int hex_digit(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

/* The character of an escape "_x000D_" at the start of s (22.9.2.19), or 0:
 * half of a surrogate pair and U+0000 stay as they are. */
static uint32_t escape_at(struct str s)
{
    uint32_t c = 0;
    if (s.len < 7 || s.s[0] != '_' || s.s[1] != 'x' || s.s[6] != '_')
        return 0;
    for (size_t i = 2; i < 6; i++) {
        int digit = hex_digit(s.s[i]);
        if (digit < 0)
            return 0;
        c = c << 4 | (uint32_t)digit;
    }
    return c >= 0xD800 && c <= 0xDFFF ? 0 : c;
}

/* The text without its escapes, in the arena where it had any: it only becomes
 * shorter. */
static struct str undo_escapes(struct arena *a, struct str s)
{
    if (str_find(s, STR("_x")) == SIZE_MAX)
        return s;
    char *to = arena_alloc(a, s.len + 1, 1);
    size_t len = 0;
    for (size_t at = 0; to && at < s.len;) {
        uint32_t c = escape_at(str_from(s, at));
        if (c) {
            len += utf8_put(c, to + len);
            at += 7;
        } else {
            to[len++] = s.s[at++];
        }
    }
    return (struct str){to, len};
}

/* The text of a string item (18.4.8): its own, or that of its rich text runs;
 * phonetic hints are left aside. */
static struct str item_text(struct arena *a, struct node *item)
{
    size_t len = 0;
    for (int pass = 0;; pass++) {
        char *to = pass ? arena_alloc(a, len + 1, 1) : NULL;
        if (pass && !to)
            return (struct str){0};
        len = 0;
        NODE_ALL (c, item) {
            struct node *t = str_is(c->name, "r") ? node_child(c, "t") : c;
            if (!t || !str_is(t->name, "t"))
                continue;
            if (to && t->text.len)
                memcpy(to + len, t->text.s, t->text.len);
            len += t->text.len;
        }
        if (pass)
            return undo_escapes(a, (struct str){to, len});
    }
}

static enum status take_string(void *ctx, struct node *n, struct error *err)
{
    struct book *b = ctx;
    if (!str_is(n->name, "si"))
        return OK;
    struct str *s = VEC_ADD(&b->arena, &b->strings);
    *s = item_text(&b->arena, n);
    if (b->arena.failed)
        return fault(err, ERR_MEMORY, 0, "the shared strings need more memory than is allowed");
    return OK;
}

static enum status read_strings(struct book *b)
{
    static const char *const items[] = {"si", NULL};
    const struct relation *r = relation_of(b, "/sharedStrings");
    return r ? read_part(b, r->part, items, take_string) : OK;
}

/* ---- Rows. */

/* Column of "AB12" from 0, and its row number; false for what is no reference. */
static bool read_reference(struct str ref, size_t *column, uint64_t *row)
{
    size_t at = 0, c = 0;
    while (at < ref.len && ref.s[at] >= 'A' && ref.s[at] <= 'Z' && c <= COLUMNS_MAX)
        c = c * 26 + (size_t)(ref.s[at++] - 'A') + 1;
    if (at == 0 || c > COLUMNS_MAX)
        return false;
    *column = c - 1;
    return str_number(str_from(ref, at), ROWS_MAX, row) && *row > 0;
}

/* Faults of a sheet tell its row as their line: XML has all of it on one. */
static enum status bad_cell(struct book *b, const struct node *cell, const char *why)
{
    const struct node *r = node_child(cell, "r");
    struct str ref = r ? r->text : (struct str){0};
    return fault_at(b->err, ERR_INPUT, b->row, 0, "sheet \"%.*s\" row %zu cell %.*s: %s",
                    STRF(str_span(b->sheet, 0, 60)), b->row, STRF(str_span(ref, 0, 20)), why);
}

/* The value of a cell by its type (18.18.11). */
static enum status cell_text(struct book *b, struct node *cell, struct str type, struct str *out)
{
    struct node *value = node_child(cell, "v");
    struct str v = value ? value->text : (struct str){0};
    uint64_t place;
    *out = (struct str){0};
    if (str_is(type, "s")) {
        if (v.len && (!str_number(str_trim(v), SIZE_MAX, &place) || place >= b->strings.count))
            return bad_cell(b, cell, "points behind the shared strings");
        if (v.len)
            *out = b->strings.at[place];
    } else if (str_is(type, "inlineStr")) {
        struct node *is = node_child(cell, "is");
        if (is)
            *out = item_text(&b->texts, is);
    } else if (str_is(type, "b")) {
        bool yes = str_is(str_trim(v), "1") || str_is_nocase(str_trim(v), "true");
        if (v.len)
            *out = yes ? STR("true") : STR("false");
    } else if (str_is(type, "str")) {
        *out = undo_escapes(&b->texts, v);
    } else if (type.len == 0 || str_is(type, "n") || str_is(type, "d")) {
        *out = v;
    } else if (!str_is(type, "e")) {
        return bad_cell(b, cell, "has a type that is not known");
    }
    return OK;
}

static enum status take_cell(struct book *b, struct node *cell, size_t *next)
{
    struct str ref = {0}, type = {0}, text;
    NODE_ALL (at, cell) {
        if (at->type == NODE_ATTRIBUTE && str_is(at->name, "r"))
            ref = at->text;
        else if (at->type == NODE_ATTRIBUTE && str_is(at->name, "t"))
            type = at->text;
    }
    size_t column = *next;
    uint64_t row = b->row;
    if (ref.len && (!read_reference(ref, &column, &row) || row != b->row))
        return bad_cell(b, cell, "a reference that cannot be in this row");
    if (column < *next)
        return bad_cell(b, cell, "stands behind a cell further right");
    if (column >= COLUMNS_MAX)
        return bad_cell(b, cell, "more columns than a sheet can have");
    *next = column + 1;
    enum status rc = cell_text(b, cell, type, &text);
    b->cells[column] = text;
    if (!rc && text.len)
        b->width = column + 1;
    return rc;
}

static enum status row_number(struct book *b, const struct node *n)
{
    struct str given = {0};
    uint64_t number = b->row + 1;
    NODE_ALL (at, n)
        if (at->type == NODE_ATTRIBUTE && str_is(at->name, "r"))
            given = at->text;
    if ((given.len && !str_number(given, ROWS_MAX, &number)) || number > ROWS_MAX)
        return fault_at(b->err, ERR_INPUT, b->row + 1, 0,
                        "sheet \"%.*s\": row %.*s is not one that a sheet can have",
                        STRF(str_span(b->sheet, 0, 60)), STRF(str_span(given, 0, 20)));
    if (number <= b->row)
        return fault_at(b->err, ERR_INPUT, b->row + 1, 0, "sheet \"%.*s\": row %zu follows row %zu",
                        STRF(str_span(b->sheet, 0, 60)), (size_t)number, b->row);
    b->row = (size_t)number;
    return OK;
}

static enum status take_row(void *ctx, struct node *n, struct error *err)
{
    struct book *b = ctx;
    if (!str_is(n->name, "row"))
        return OK;
    size_t next = 0;
    (void)err;
    b->width = 0;
    arena_reset(&b->texts);
    enum status rc = row_number(b, n);
    for (struct node *c = n->first; c && !rc; c = c->next)
        if (c->type == NODE_ELEMENT && str_is(c->name, "c"))
            rc = take_cell(b, c, &next);
    if (!rc && b->texts.failed)
        rc = fault(b->err, ERR_MEMORY, 0, "row %zu needs more memory than is allowed", b->row);
    struct row row = {.cell = b->cells, .count = b->width, .line = b->row};
    if (!rc && row.count)
        rc = b->take(b->ctx, b->sheet, &row, b->err);
    if (rc && b->err->line == 0)
        b->err->line = b->row;
    memset(b->cells, 0, next * sizeof *b->cells);
    return rc;
}

static enum status read_sheets(struct book *b)
{
    static const char *const rows[] = {"row", NULL};
    enum status rc = OK;
    for (size_t i = 0; i < b->sheets.count && !rc; i++) {
        const struct listed_sheet *s = &b->sheets.at[i];
        const struct relation *r = relation_by_id(b, s->id);
        if (!r)
            return fault(b->err, ERR_INPUT, 0, "sheet \"%.*s\" points at no part of the archive",
                         STRF(str_span(s->name, 0, 60)));
        if (!str_ends(r->type, STR("/worksheet")))
            continue; /* a chart or a dialog: it has no rows */
        b->sheet = s->name;
        b->row = 0;
        rc = read_part(b, r->part, rows, take_row);
    }
    return rc;
}

/* ---- */

static enum status refuse_others(struct str bytes, struct error *err)
{
    if (sheet_claims(bytes))
        return OK;
    if (str_starts(bytes, STR("\xD0\xCF\x11\xE0")))
        return fault(err, ERR_INPUT, 0,
                     "an old (.xls) or password-protected workbook; save it as .xlsx or CSV");
    return fault(err, ERR_INPUT, 0, bytes.len ? "not an XLSX workbook" : "the file is empty");
}

enum status sheet_read(struct str bytes, size_t limit, struct sheet_info *info, sheet_take *take,
                       void *ctx, struct error *err)
{
    struct error local_error = {0};
    struct sheet_info local_info = {0};
    struct book b = {.info = info ? info : &local_info,
                     .take = take,
                     .ctx = ctx,
                     .err = err ? err : &local_error};
    *b.info = (struct sheet_info){0};
    enum status rc = refuse_others(bytes, b.err);
    if (rc)
        return rc;
    rc = zip_open(bytes, limit ? limit : LIMIT_DEFAULT, &b.zip, b.err);
    if (rc)
        goto out;
    b.cells = arena_alloc(&b.arena, COLUMNS_MAX, sizeof *b.cells);
    if (!b.cells) {
        rc = fault(b.err, ERR_MEMORY, 0, "no memory for the cells of a row");
        goto out;
    }
    rc = read_workbook(&b);
    if (!rc)
        rc = read_strings(&b);
    if (!rc && b.arena.failed)
        rc = fault(b.err, ERR_MEMORY, 0, "the workbook needs more memory than is allowed");
    if (!rc)
        rc = read_sheets(&b);
out:
    zip_close(b.zip);
    buf_free(&b.part);
    arena_free(&b.arena);
    arena_free(&b.texts);
    return rc;
}
