/* SPDX-License-Identifier: Apache-2.0 */
/* ofac_csv.c - OFAC's CSV set: sdn, alt, add and sdn_comments (cons_prim,
 * cons_alt, cons_add and cons_comments have the same columns).
 *
 *   sdn       ent_num, name, type, programmes, title, call sign, vessel type,
 *             tonnage, gross registered tonnage, flag, owner, remarks
 *   alt       ent_num, alt_num, type, name, remarks
 *   add       ent_num, add_num, street, city/state/province/postal, country, remarks
 *   comments  ent_num, the rest of remarks that were cut at 1,000 characters
 *
 * No file has a header; null is `-0- `; byte 0x1A ends each.  The first file
 * alone is a version.  Its twelve columns are kept verbatim somewhere in the
 * record, so that every change of a row is a change of the record.  The rows
 * of the other files are read first, put in the order of ent_num, and joined
 * while the first file is read: 4 MB take some 40 ms. */
#include "source/ofac_csv.h"

#include "format/csv.h"
#include "text/clean.h"

#include <stdio.h>
#include <stdlib.h>

enum { REMARK_MAX = 1000 };

/* ---- Rows. */

struct line {
    uint32_t ent, at;   /* at: its line, so that order is kept */
    struct str cell[5]; /* behind ent_num */
    bool used;
};

struct set {
    const struct input *in;
    struct sink *out;
    struct arena whole; /* of the joined rows and repaired bytes */
    struct csv_files files;
    VEC(struct line) lines[CSV_ROLES];
    size_t next[CSV_ROLES]; /* of lines: where the last search ended */
    struct ofac_memory memory;
};

/* Trimmed, and the null as the empty str.  Copies that lost their 0x1A may have
 * lost the end of the null before it. */
static struct str not_null(struct str cell)
{
    if (cell.len == 0 || cell.s[0] <= ' ' || cell.s[cell.len - 1] <= ' ')
        cell = str_trim(cell);
    if (cell.len <= 3 && (str_is(cell, "-0-") || str_is(cell, "-0")))
        cell = (struct str){0};
    return cell;
}

static enum status row_number(const struct set *s, enum csv_role role, const struct row *row,
                              uint32_t *ent, struct error *err)
{
    uint64_t number;
    if (row->count != csv_columns(role))
        return fault_at(err, ERR_INPUT, row->line, row->offset,
                        "%.*s: line %zu has %zu columns where the %s file has %zu",
                        STRF(s->files.name[role]), row->line, row->count, csv_role_name(role),
                        csv_columns(role));
    if (!str_number(row_cell(row, 0), UINT32_MAX, &number))
        return fault_at(err, ERR_INPUT, row->line, row->offset,
                        "%.*s: line %zu begins with \"%.*s\", which is not an entry number",
                        STRF(s->files.name[role]), row->line,
                        STRF(str_span(row_cell(row, 0), 0, 30)));
    *ent = (uint32_t)number;
    return OK;
}

static bool is_blank(const struct row *row)
{
    return row->count == 1 && row_cell(row, 0).len == 0;
}

static int line_order(const void *x, const void *y)
{
    const struct line *a = x, *b = y;
    if (a->ent != b->ent)
        return a->ent < b->ent ? -1 : 1;
    return (a->at > b->at) - (a->at < b->at);
}

static enum status read_lines(struct set *s, enum csv_role role, struct error *err)
{
    struct csv csv = csv_open(s->files.bytes[role], ',');
    struct row row;
    enum status rc = OK;
    struct error own = {0};
    bool sorted = true;
    while (!rc && csv_next(&csv, &s->whole, &row, &own)) {
        uint32_t ent = 0;
        if (is_blank(&row))
            continue;
        rc = row_number(s, role, &row, &ent, err);
        if (rc)
            break;
        sorted &=
            s->lines[role].count == 0 || s->lines[role].at[s->lines[role].count - 1].ent <= ent;
        struct line *l = VEC_ADD(&s->whole, &s->lines[role]);
        *l = (struct line){.ent = ent, .at = (uint32_t)row.line};
        for (size_t i = 1; i < row.count; i++)
            l->cell[i - 1] = not_null(row.cell[i]);
    }
    csv_close(&csv);
    if (!rc && own.status)
        rc = fault_at(err, own.status, own.line, own.offset, "%.*s: %s", STRF(s->files.name[role]),
                      own.why);
    if (!rc && s->whole.failed)
        rc = fault(err, ERR_MEMORY, 0, "the rows need more memory than is allowed");
    if (!rc && !sorted)
        qsort(s->lines[role].at, s->lines[role].count, sizeof *s->lines[role].at, line_order);
    return rc;
}

/* ---- Entries. */

/* The first row of that entry or a later one.  Entries mostly come in order, and
 * then it is where the last search ended. */
static size_t first_line(struct set *s, enum csv_role role, uint32_t ent)
{
    const struct line *lines = s->lines[role].at;
    size_t low = s->next[role], high = s->lines[role].count;
    bool near = (low == high || lines[low].ent >= ent) && (low == 0 || lines[low - 1].ent < ent);
    if (!near)
        low = 0;
    while (!near && low < high) {
        size_t mid = (low + high) / 2;
        if (lines[mid].ent < ent)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

/* The next row of that entry: *at is its place, SIZE_MAX before the first. */
static struct line *next_line(struct set *s, enum csv_role role, uint32_t ent, size_t *at)
{
    *at = *at == SIZE_MAX ? first_line(s, role, ent) : *at + 1;
    s->next[role] = *at;
    if (*at >= s->lines[role].count || s->lines[role].at[*at].ent != ent)
        return NULL;
    s->lines[role].at[*at].used = true;
    return &s->lines[role].at[*at];
}

/* The list's own form, uncleaned, so that no change of it is lost. */
static void keep(struct arena *a, str_vec *set, struct str text)
{
    if (text.len)
        *(struct str *)VEC_ADD(a, set) = text;
}

static void keep_detail(struct arena *a, struct record *r, const char *type, struct str text)
{
    if (text.len)
        *(struct detail *)VEC_ADD(a, &r->details) = (struct detail){str_of(type), text};
}

/* SDGT] [IRGC] [IFSR */
static void programmes(struct arena *a, struct record *r, struct str text)
{
    while (text.len) {
        struct str tag;
        text = str_cut_at(text, STR("] ["), &tag);
        record_text(a, &r->programmes, text_strip(tag, "[]"));
    }
}

static void aliases(struct set *s, struct ofac *o, uint32_t ent)
{
    size_t at = SIZE_MAX;
    for (struct line *l; (l = next_line(s, CSV_ALIASES, ent, &at));) {
        struct str note;
        enum quality quality = ofac_alias(o, l->cell[1], &note);
        struct name *n = ofac_listed_name(o, quality, l->cell[2]);
        n->note = note;
        if (l->cell[3].len)
            n->note = text_clean(o->a, l->cell[3]);
    }
}

static void addresses(struct set *s, struct ofac *o, uint32_t ent)
{
    size_t at = SIZE_MAX;
    for (struct line *l; (l = next_line(s, CSV_ADDRESSES, ent, &at));) {
        struct place p = {.street = text_clean(o->a, l->cell[1]),
                          .text = text_clean(o->a, l->cell[2]),
                          .country = text_clean(o->a, l->cell[3]),
                          .note = text_clean(o->a, l->cell[4])};
        if (p.street.len || p.text.len || p.country.len || p.note.len)
            *(struct place *)VEC_ADD(o->a, &o->r->addresses) = p;
    }
}

/* The remark and, glued to it, what did not fit into its column. */
static void remarks(struct set *s, struct ofac *o, uint32_t ent, struct str text)
{
    size_t at = SIZE_MAX;
    bool cut = text.len >= REMARK_MAX && !str_ends(text, STR("."));
    for (struct line *l; (l = next_line(s, CSV_COMMENTS, ent, &at));) {
        text = arena_printf(o->a, "%.*s%.*s", STRF(text), STRF(l->cell[0]));
        cut = false;
    }
    keep(o->a, &o->r->remarks, text);
    ofac_remarks(o, text, cut);
}

static void vessel(struct ofac *o, const struct str cell[12])
{
    static const struct {
        size_t column;
        const char *type;
    } details[] = {{5, "call sign"},
                   {6, "vessel type"},
                   {7, "tonnage"},
                   {8, "gross registered tonnage"},
                   {10, "vessel owner"}};
    for (size_t i = 0; i < COUNT(details); i++)
        keep_detail(o->a, o->r, details[i].type, cell[details[i].column]);
    if (ofac_no_country(cell[9]))
        keep_detail(o->a, o->r, "Vessel Flag", cell[9]);
    else if (cell[9].len)
        *(struct country *)VEC_ADD(o->a, &o->r->countries) =
            (struct country){.type = STR("flag"), .country = cell[9]};
}

static enum status entry(struct set *s, struct arena *a, const struct row *row, uint32_t ent,
                         struct error *err)
{
    struct record r = {.list = s->in->list, .ref = row_cell(row, 0)};
    struct ofac o = {a, &r, s->out, &s->memory};
    struct str cell[12];
    for (size_t i = 0; i < COUNT(cell); i++)
        cell[i] = not_null(row->cell[i]);
    r.kind = ofac_kind(&o, cell[2]);
    ofac_listed_name(&o, QUALITY_PRIMARY, cell[1]);
    programmes(a, &r, cell[3]);
    keep(a, &r.positions, cell[4]);
    vessel(&o, cell);
    aliases(s, &o, ent);
    addresses(s, &o, ent);
    remarks(s, &o, ent, cell[11]);
    ofac_measures(&o, str_is(r.list, "us-sdn"));
    enum status rc = sink_record(s->out, a, &r, err);
    if (rc && err && err->line == 0)
        err->line = row->line;
    return rc;
}

static enum status read_primary(struct set *s, struct error *err)
{
    struct csv csv = csv_open(s->files.bytes[CSV_PRIMARY], ',');
    struct arena a = {.limit = (size_t)64 << 20};
    struct row row;
    enum status rc = OK;
    struct error own = {0};
    while (!rc && csv_next(&csv, &a, &row, &own)) {
        uint32_t ent = 0;
        if (is_blank(&row))
            continue;
        rc = row_number(s, CSV_PRIMARY, &row, &ent, err);
        if (!rc)
            rc = entry(s, &a, &row, ent, err);
        arena_reset(&a);
    }
    if (!rc && own.status)
        rc = fault_at(err, own.status, own.line, own.offset, "%.*s: %s",
                      STRF(s->files.name[CSV_PRIMARY]), own.why);
    csv_close(&csv);
    arena_free(&a);
    return rc;
}

static void report_strays(struct set *s)
{
    static const char *const what[CSV_ROLES] = {NULL, "alias of an entry that is not in the list",
                                                "address of an entry that is not in the list",
                                                "comment on an entry that is not in the list"};
    for (enum csv_role role = CSV_ALIASES; role < CSV_ROLES; role++) {
        for (size_t i = 0; i < s->lines[role].count; i++) {
            char ent[16];
            const struct line *l = &s->lines[role].at[i];
            if (!l->used && snprintf(ent, sizeof ent, "%u", (unsigned)l->ent) > 0)
                sink_unread(s->out, what[role], str_of(ent));
        }
    }
}

enum status ofac_csv_parse(const struct input *in, struct sink *out, struct error *err)
{
    struct set s = {.in = in, .out = out, .whole = {.limit = (size_t)512 << 20}};
    sink_format(out, "csv");
    enum status rc = csv_files_take(in, out, &s.whole, &s.files, err);
    for (enum csv_role role = CSV_ALIASES; role < CSV_ROLES && !rc; role++)
        if (s.files.given[role])
            rc = read_lines(&s, role, err);
    if (!rc)
        rc = read_primary(&s, err);
    if (!rc && out->records == 0)
        rc = fault(err, ERR_INPUT, 0, "%.*s has no entries", STRF(s.files.name[CSV_PRIMARY]));
    if (!rc)
        report_strays(&s);
    arena_free(&s.memory.arena);
    arena_free(&s.whole);
    return rc;
}
