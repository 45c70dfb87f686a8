/* SPDX-License-Identifier: Apache-2.0 */
/* au.c - Australia's Consolidated List (DFAT), an XLSX sheet with one row a name.
 *
 * Every row repeats all that is said of its party, and rows of one party do not
 * always agree, so the rows that share the number of their Reference ("2",
 * "2a", "34c1") are one entry, wherever they stand, and each field is the union
 * of theirs.  Numbers have been given to other parties before: when one number
 * has two different primary names in one file, each of them begins an entry of
 * its own, whose ref has the name behind the number, and that is reported.
 *
 * The layout until 2025 has 12 columns, the one after it 19; both are read by
 * the names of their columns.  Only the second says which measures apply. */
#include "source/source.h"

#include "format/sheet.h"
#include "record/date.h"
#include "source/au_dates.h"
#include "text/clean.h"

#include <stdlib.h>
#include <string.h>

enum column {
    REFERENCE,
    NAME,
    TYPE,
    NAME_TYPE,
    STRENGTH,
    BIRTH,
    BIRTHPLACE,
    CITIZENSHIP,
    ADDRESS,
    INFORMATION,
    LISTING,
    IMO,
    COMMITTEES,
    CONTROL,
    INSTRUMENT,
    FREEZE,
    TRAVEL,
    ARMS,
    MARITIME,
    COLUMNS,
};

static const struct {
    const char *name;
    bool needed;
} columns[COLUMNS] = {
    [REFERENCE] = {"Reference", true},
    [NAME] = {"Name of Individual or Entity", true},
    [TYPE] = {"Type", true},
    [NAME_TYPE] = {"Name Type", true},
    [STRENGTH] = {"Alias Strength", false},
    [BIRTH] = {"Date of Birth", true},
    [BIRTHPLACE] = {"Place of Birth", true},
    [CITIZENSHIP] = {"Citizenship", true},
    [ADDRESS] = {"Address", true},
    [INFORMATION] = {"Additional Information", true},
    [LISTING] = {"Listing Information", true},
    [IMO] = {"IMO Number", false},
    [COMMITTEES] = {"Committees", true},
    [CONTROL] = {"Control Date", true},
    [INSTRUMENT] = {"Instrument of Designation", false},
    [FREEZE] = {"Targeted Financial Sanction", false},
    [TRAVEL] = {"Travel Ban", false},
    [ARMS] = {"Arms Embargo", false},
    [MARITIME] = {"Maritime Restriction", false},
};

struct line {
    struct str key; /* the number of the Reference; else the name in brackets */
    size_t place;   /* among all lines */
    struct str cell[COLUMNS];
};

struct reader {
    struct sink *out;
    struct str list;
    struct sheet_info info;
    struct arena kept; /* of the lines */
    struct arena a;    /* of the entry at hand */
    VEC(struct line) lines;
    size_t column[COLUMNS]; /* where each stands in the sheet at hand; SIZE_MAX: nowhere */
    struct header header;
    struct str sheet;
    bool any, skipped; /* a sheet has begun; the one at hand is not the list */
};

/* ---- Reading the lines. */

static enum status begin_sheet(struct reader *r, struct str sheet, const struct row *row,
                               struct error *err)
{
    bool first = !r->any;
    const char *missing = NULL;
    r->any = true;
    r->sheet = arena_copy(&r->kept, sheet);
    enum status rc = header_read(&r->kept, row, &r->header, err);
    if (rc)
        return rc;
    for (size_t i = 0; i < COLUMNS; i++) {
        r->column[i] = header_find(&r->header, columns[i].name, 0);
        if (r->column[i] == SIZE_MAX && columns[i].needed && !missing)
            missing = columns[i].name;
    }
    r->skipped = missing != NULL;
    if (missing && first)
        return fault_at(err, ERR_INPUT, row->line, 0,
                        "no column \"%s\" in row %zu of sheet \"%.*s\": not the Consolidated List",
                        missing, row->line, STRF(str_span(sheet, 0, 60)));
    if (missing)
        sink_unread(r->out, "sheet", sheet);
    return OK;
}

/* "34" of "34c1", without leading zeros. */
static struct str number_of(struct str reference)
{
    size_t len = 0;
    while (reference.len > 1 && reference.s[0] == '0')
        reference = str_from(reference, 1);
    while (len < reference.len && reference.s[len] >= '0' && reference.s[len] <= '9')
        len++;
    return str_span(reference, 0, len);
}

static bool is_null(struct str s)
{
    static const char *const words[] = {"na", "n/a", "n.a.", "nil", "none", "-", "unknown"};
    for (size_t i = 0; i < COUNT(words); i++)
        if (str_is_nocase(s, words[i]))
            return true;
    return s.len == 0;
}

/* The cell, cleaned and kept; the one of the line before where it is the same,
 * as it mostly is. */
static struct str keep(struct reader *r, struct str cell, struct str before)
{
    struct str clean = text_clean(&r->a, cell);
    if (is_null(clean))
        return (struct str){0};
    return str_equal(clean, before) ? before : arena_copy(&r->kept, clean);
}

static void tell_unmapped(struct reader *r, size_t column)
{
    struct str name = column < r->header.count ? r->header.name[column] : (struct str){0};
    sink_unknown(r->out, name.len ? arena_printf(&r->a, "column %.*s", STRF(name))
                                  : arena_printf(&r->a, "column %zu", column + 1));
}

static enum status take_row(void *ctx, struct str sheet, const struct row *row, struct error *err)
{
    struct reader *r = ctx;
    if (!r->any || !str_equal(sheet, r->sheet))
        return begin_sheet(r, sheet, row, err);
    if (r->skipped)
        return OK;
    struct line line = {.place = r->lines.count};
    bool blank = true;
    arena_reset(&r->a);
    for (size_t i = 0; i < COLUMNS; i++) {
        struct str before = line.place ? r->lines.at[line.place - 1].cell[i] : (struct str){0};
        line.cell[i] = keep(r, row_cell(row, r->column[i]), before);
        blank &= line.cell[i].len == 0;
    }
    for (size_t i = 0; i < row->count; i++)
        if (row_cell(row, i).len && (i >= r->header.count || !r->header.used[i]))
            tell_unmapped(r, i);
    if (blank)
        return OK;
    line.key = number_of(line.cell[REFERENCE]);
    if (line.cell[NAME].len == 0)
        return fault_at(err, ERR_INPUT, row->line, 0, "row %zu (reference %.*s) has no name",
                        row->line, STRF(str_span(line.cell[REFERENCE], 0, 40)));
    if (line.key.len == 0) {
        sink_unread(r->out, "Reference", line.cell[REFERENCE]);
        line.key = arena_printf(&r->kept, "(%.*s)", STRF(line.cell[NAME]));
    }
    *(struct line *)VEC_ADD(&r->kept, &r->lines) = line;
    if (r->kept.failed || r->a.failed)
        return fault(err, ERR_MEMORY, 0, "the list needs more memory than is allowed");
    return OK;
}

/* ---- The fields of an entry. */

static enum kind kind_of(struct str type)
{
    static const struct {
        const char *word;
        enum kind kind;
    } words[] = {{"individual", KIND_PERSON},
                 {"entity", KIND_ORGANISATION},
                 {"vessel", KIND_VESSEL},
                 {"aircraft", KIND_AIRCRAFT}};
    for (size_t i = 0; i < COUNT(words); i++)
        if (str_is_nocase(type, words[i].word))
            return words[i].kind;
    return KIND_UNKNOWN;
}

static bool is_primary(const struct line *l)
{
    return str_is_nocase(l->cell[NAME_TYPE], "primary name");
}

static void add_name(struct reader *r, struct record *out, const struct line *l)
{
    static const struct {
        const char *word;
        enum quality quality;
        const char *note;
    } words[] = {{"primary name", QUALITY_PRIMARY, NULL},
                 {"aka", QUALITY_STRONG, NULL},
                 {"alias", QUALITY_STRONG, NULL},
                 {"original script", QUALITY_ORIGINAL, NULL},
                 {"formerly known as", QUALITY_FORMER, NULL},
                 {"fka", QUALITY_FORMER, NULL},
                 {"previously listed as", QUALITY_FORMER, "previously listed as"}};
    struct str type = l->cell[NAME_TYPE], strength = l->cell[STRENGTH];
    enum quality quality = QUALITY_STRONG;
    const char *note = NULL;
    bool known = false;
    for (size_t i = 0; i < COUNT(words) && !known; i++) {
        if (!str_is_nocase(type, words[i].word))
            continue;
        quality = words[i].quality;
        note = words[i].note;
        known = true;
    }
    if (!known)
        sink_unread(r->out, "Name Type", type);
    if (quality == QUALITY_STRONG && str_is_nocase(strength, "weak"))
        quality = QUALITY_WEAK;
    else if (strength.len && !str_is_nocase(strength, "strong") && !str_is_nocase(strength, "weak"))
        sink_unread(r->out, "Alias Strength", strength);
    struct name *n = record_name(&r->a, out, quality, l->cell[NAME]);
    n->note = str_of(note);
}

/* Items of a packed cell: "a) … b) …", and what ";" separates in each. */
static void items_of(struct reader *r, struct str cell, str_vec *out)
{
    str_vec items = {0};
    text_items(&r->a, cell, &items);
    for (size_t i = 0; i < items.count; i++) {
        for (struct str rest = items.at[i], item; rest.len;) {
            rest = str_cut(rest, ';', &item);
            item = text_strip(item, ";,");
            if (!is_null(item))
                *(struct str *)VEC_ADD(&r->a, out) = item;
        }
    }
}

static void add_places(struct reader *r, struct record *out, struct str cell, bool birth)
{
    str_vec items = {0};
    items_of(r, cell, &items);
    for (size_t i = 0; i < items.count; i++) {
        struct place *p = birth ? VEC_ADD(&r->a, &out->places) : VEC_ADD(&r->a, &out->addresses);
        p->type = birth ? STR("birth") : (struct str){0};
        p->text = items.at[i];
    }
}

static void add_citizenships(struct reader *r, struct record *out, struct str cell)
{
    str_vec items = {0};
    items_of(r, cell, &items);
    for (size_t i = 0; i < items.count; i++)
        record_country(&r->a, out, "citizenship", items.at[i], (struct str){0});
}

/* "TAi.002" of "TAi.002. Title: …": only at the beginning, since further in it
 * is another party that is spoken of. */
static void add_information(struct reader *r, struct record *out, struct str cell)
{
    size_t len = 4;
    record_text(&r->a, &out->remarks, cell);
    if (cell.len < 5 || cell.s[0] < 'A' || cell.s[0] > 'Z' || cell.s[1] < 'A' || cell.s[1] > 'Z' ||
        (cell.s[2] != 'i' && cell.s[2] != 'e') || cell.s[3] != '.')
        return;
    while (len < cell.len && cell.s[len] >= '0' && cell.s[len] <= '9')
        len++;
    if (len > 4)
        record_xref(&r->a, out, "un", str_span(cell, 0, len));
}

static void add_control_date(struct reader *r, struct record *out, struct str cell)
{
    struct dating d = date_from_serial(&r->a, cell, r->info.date1904, DATE_DMY);
    struct str iso = date_text(&r->a, d.from);
    if (iso.len == 0) {
        sink_unread(r->out, "Control Date", cell);
        return;
    }
    record_text(&r->a, &out->amended, iso);
    sink_list_date(r->out, iso);
}

static void add_measure(struct reader *r, struct record *out, enum column c, struct str cell)
{
    if (str_is_nocase(cell, "true") || str_is(cell, "1") || str_is_nocase(cell, "yes"))
        record_measure(&r->a, out, str_of(columns[c].name));
    else if (!str_is_nocase(cell, "false") && !str_is(cell, "0") && !str_is_nocase(cell, "no"))
        sink_unread(r->out, columns[c].name, cell);
}

static void add_imo(struct reader *r, struct record *out, struct str cell)
{
    str_vec items = {0};
    items_of(r, cell, &items);
    for (size_t i = 0; i < items.count; i++)
        record_identifier(&r->a, out, STR("imo"), items.at[i]);
}

static void add_cell(struct reader *r, struct record *out, enum column c, struct str cell)
{
    switch (c) {
    case BIRTH:
        au_births(&r->a, out, cell, r->info.date1904, r->out);
        break;
    case BIRTHPLACE:
        add_places(r, out, cell, true);
        break;
    case CITIZENSHIP:
        add_citizenships(r, out, cell);
        break;
    case ADDRESS:
        add_places(r, out, cell, false);
        break;
    case INFORMATION:
        add_information(r, out, cell);
        break;
    case LISTING:
        au_listing(&r->a, out, cell, r->info.date1904);
        break;
    case IMO:
        add_imo(r, out, cell);
        break;
    case COMMITTEES:
        record_text(&r->a, &out->programmes, cell);
        break;
    case CONTROL:
        add_control_date(r, out, cell);
        break;
    case INSTRUMENT:
        record_text(&r->a, &out->basis, cell);
        break;
    case FREEZE:
    case TRAVEL:
    case ARMS:
    case MARITIME:
        add_measure(r, out, c, cell);
        break;
    default:
        break; /* the columns that make the ref, the kind and the name */
    }
}

/* The measures of the programmes, where the list itself does not say. */
static void add_regimes(struct reader *r, struct record *out)
{
    for (size_t i = 0; i < out->programmes.count; i++) {
        struct str key = arena_printf(&r->a, "au:%.*s", STRF(out->programmes.at[i]));
        if (key.len && !record_regime(&r->a, out, key.s))
            sink_unread(r->out, "programme whose measures are not known", out->programmes.at[i]);
    }
}

/* ---- Entries. */

/* One entry from the lines that take part, which are those whose `part` is
 * `which`. */
static enum status put_entry(struct reader *r, const struct line *lines, const size_t *part,
                             size_t count, size_t which, struct str ref, struct error *err)
{
    struct record out = {.list = r->list, .ref = ref};
    const struct line *before = NULL;
    for (size_t i = 0; i < count; i++) {
        const struct line *l = &lines[i];
        if (part[i] != which)
            continue;
        enum kind kind = kind_of(l->cell[TYPE]);
        if (kind == KIND_UNKNOWN || (before && out.kind != kind))
            sink_unread(r->out, kind ? "Type that differs between rows" : "Type", l->cell[TYPE]);
        if (!before || is_primary(l))
            out.kind = kind;
        add_name(r, &out, l);
        for (enum column c = 0; c < COLUMNS; c++)
            if (l->cell[c].len && !(before && str_equal(before->cell[c], l->cell[c])))
                add_cell(r, &out, c, l->cell[c]);
        before = l;
    }
    if (r->column[FREEZE] == SIZE_MAX)
        add_regimes(r, &out);
    return sink_record(r->out, &r->a, &out, err);
}

/* Says for each line of a number which of its primary names it belongs to, and
 * returns how many different ones there are. */
static size_t divide(struct reader *r, const struct line *lines, size_t count, size_t *part,
                     struct str *name)
{
    size_t names = 0, now = 0;
    for (size_t i = 0; i < count; i++) {
        if (is_primary(&lines[i])) {
            for (now = 0; now < names && !str_equal(name[now], lines[i].cell[NAME]); now++)
                ;
            if (now == names)
                name[names++] = lines[i].cell[NAME];
        }
        part[i] = now;
    }
    if (names != 1)
        sink_unread(r->out, names ? "Reference of several parties" : "entry without a primary name",
                    lines->key);
    return names;
}

static enum status put_number(struct reader *r, const struct line *lines, size_t count,
                              struct error *err)
{
    arena_reset(&r->a);
    size_t *part = arena_alloc(&r->a, count, sizeof *part);
    struct str *name = arena_alloc(&r->a, count, sizeof *name);
    if (!part || !name)
        return fault(err, ERR_MEMORY, 0, "entry %.*s needs more memory than is allowed",
                     STRF(str_span(lines->key, 0, 60)));
    size_t names = divide(r, lines, count, part, name);
    enum status rc = OK;
    if (names < 2)
        return put_entry(r, lines, part, count, 0, lines->key, err);
    for (size_t i = 0; i < names && !rc; i++) {
        struct str ref = arena_printf(&r->a, "%.*s (%.*s)", STRF(lines->key), STRF(name[i]));
        rc = put_entry(r, lines, part, count, i, ref, err);
    }
    return rc;
}

static int by_number(const void *x, const void *y)
{
    const struct line *a = x, *b = y;
    if (a->key.len != b->key.len)
        return a->key.len < b->key.len ? -1 : 1;
    int order = str_compare(a->key, b->key);
    return order ? order : a->place < b->place ? -1 : 1;
}

static enum status put_all(struct reader *r, struct error *err)
{
    enum status rc = OK;
    if (r->lines.count == 0)
        return fault(err, ERR_INPUT, 0, "the workbook has no rows below its header");
    qsort(r->lines.at, r->lines.count, sizeof *r->lines.at, by_number);
    for (size_t from = 0, to; from < r->lines.count && !rc; from = to) {
        for (to = from + 1; to < r->lines.count; to++)
            if (!str_equal(r->lines.at[to].key, r->lines.at[from].key))
                break;
        rc = put_number(r, &r->lines.at[from], to - from, err);
    }
    return rc;
}

static enum status parse(const struct input *in, struct sink *out, struct error *err)
{
    struct reader r = {.out = out, .list = in->list};
    if (in->count != 1)
        return fault(err, ERR_USAGE, 0, "the Australian list is one file, not %zu", in->count);
    enum status rc = sheet_read(in->files[0].bytes, 0, &r.info, take_row, &r, err);
    if (!rc) {
        sink_format(out, r.column[FREEZE] == SIZE_MAX ? "xlsx-12-columns" : "xlsx-19-columns");
        rc = put_all(&r, err);
    }
    arena_free(&r.kept);
    arena_free(&r.a);
    return rc;
}

static const char *claims(struct str name, struct str head)
{
    (void)name;
    return sheet_claims(head) ? "xlsx" : NULL;
}

const struct source source_au = {.name = "au", .claims = claims, .parse = parse};
