/* SPDX-License-Identifier: Apache-2.0 */
/* gb_csv.c - tables of which an entry takes many rows.
 *
 * One row is one combination of a name, a birth date, an address and so on, and
 * the rows of an entry need not stand together (the OFSI list is sorted by
 * name).  A first reading notes where each row begins and whose it is; sorted,
 * these notes lead a second reading from entry to entry, so that memory follows
 * the number of rows and not their size.  Of each entry, what a set of columns
 * says is taken once, whichever rows repeat it. */
#include "format/csv.h"
#include "record/date.h"
#include "source/gb.h"
#include "text/clean.h"

#include <stdlib.h>
#include <string.h>

static const struct {
    enum gb_column column;
    const char *names[4]; /* UK Sanctions List, OFSI of 36 columns, OFSI of 29 */
} columns[] = {
    {GB_NAME_6, {"Name 6"}},
    {GB_NAME_1, {"Name 1"}},
    {GB_NAME_2, {"Name 2"}},
    {GB_NAME_3, {"Name 3"}},
    {GB_NAME_4, {"Name 4"}},
    {GB_NAME_5, {"Name 5"}},
    {GB_NAME_TYPE, {"Name type", "Alias Type"}},
    {GB_NAME_STRENGTH, {"Alias strength", "Alias Quality"}},
    {GB_ORIGINAL, {"Name Non-Latin Script"}},
    {GB_ORIGINAL_SCRIPT, {"Non-Latin Script Type"}},
    {GB_ORIGINAL_LANGUAGE, {"Non-Latin Script Language"}},
    {GB_KIND, {"Designation Type", "Group Type"}},
    {GB_TITLE, {"Title"}},
    {GB_BIRTH, {"D.O.B"}},
    {GB_BIRTH_TOWN, {"Town of birth"}},
    {GB_BIRTH_COUNTRY, {"Country of birth"}},
    {GB_NATIONALITY, {"Nationality(/ies)", "Nationality"}},
    {GB_PASSPORT, {"Passport number"}},
    {GB_PASSPORT_NOTE, {"Passport additional information", "Passport Details"}},
    {GB_NATIONAL_ID, {"National Identifier number", "National Identification Number"}},
    {GB_NATIONAL_ID_NOTE,
     {"National Identifier additional information", "National Identification Details",
      "NI Number"}},
    {GB_POSITION, {"Position"}},
    {GB_GENDER, {"Gender"}},
    {GB_ADDRESS_1, {"Address Line 1", "Address 1"}},
    {GB_ADDRESS_2, {"Address Line 2", "Address 2"}},
    {GB_ADDRESS_3, {"Address Line 3", "Address 3"}},
    {GB_ADDRESS_4, {"Address Line 4", "Address 4"}},
    {GB_ADDRESS_5, {"Address Line 5", "Address 5"}},
    {GB_ADDRESS_6, {"Address Line 6", "Address 6"}},
    {GB_POSTCODE, {"Address Postal Code", "Post/Zip Code"}},
    {GB_ADDRESS_COUNTRY, {"Address Country", "Country"}},
    {GB_OTHER, {"Other Information"}},
    {GB_REASONS, {"UK Statement of Reasons"}},
    {GB_REGIME, {"Regime Name", "Regime"}},
    {GB_LISTED, {"Listed On", "Date Designated"}},
    {GB_DESIGNATED, {"UK Sanctions List Date Designated"}},
    {GB_UPDATED, {"Last Updated"}},
    {GB_SANCTIONS, {"Sanctions Imposed"}},
    {GB_ORIGIN, {"Designation source"}},
    {GB_UN_REF, {"UN Reference Number"}},
    {GB_UNIQUE_ID, {"Unique ID"}},
    {GB_GROUP_ID, {"OFSI Group ID", "Group ID"}},
    {GB_PHONE, {"Phone number"}},
    {GB_EMAIL, {"Email address"}},
    {GB_WEBSITE, {"Website"}},
    {GB_ENTITY_TYPE, {"Type of entity"}},
    {GB_SUBSIDIARY, {"Subsidiaries"}},
    {GB_PARENT, {"Parent company"}},
    {GB_REGISTRATION, {"Business registration number (s)"}},
    {GB_IMO, {"IMO number"}},
    {GB_OWNER, {"Current owner/operator (s)"}},
    {GB_OWNER_BEFORE, {"Previous owner/operator (s)"}},
    {GB_FLAG, {"Current believed flag of ship"}},
    {GB_FLAG_BEFORE, {"Previous flags"}},
    {GB_SHIP_TYPE, {"Type of ship"}},
    {GB_TONNAGE, {"Tonnage of ship"}},
    {GB_LENGTH, {"Length of ship"}},
    {GB_YEAR_BUILT, {"Year Built"}},
    {GB_HULL, {"Hull identification number (HIN)"}},
};

/* Where a row of an entry begins. */
struct place_of_row {
    struct str ref;
    size_t at, line;
};

/* What a set of columns said in an earlier row of the entry. */
struct said {
    uint64_t hash;
    const struct gb_field *field;
    struct str *cell; /* of the field's columns */
    struct said *next;
};

struct table {
    struct sink *out;
    struct str list;
    struct csv csv;
    struct arena whole; /* the header and the places */
    struct arena group; /* of one entry */
    struct header header;
    size_t column[GB_COLUMNS];
    enum gb_column key;
    VEC(struct place_of_row) places;
    struct said **said; /* chains by hash; NULL for an entry of one row */
    size_t buckets;     /* a power of two */
};

/* ---- The lines before the rows. */

static void find_columns(struct table *t)
{
    for (size_t c = 0; c < GB_COLUMNS; c++)
        t->column[c] = SIZE_MAX;
    for (size_t i = 0; i < COUNT(columns); i++)
        for (size_t k = 0; k < COUNT(columns[i].names) && columns[i].names[k]; k++) {
            size_t *at = &t->column[columns[i].column];
            if (*at == SIZE_MAX)
                *at = header_find(&t->header, columns[i].names[k], 0);
        }
}

/* "Last Updated,13/04/2018" or "Report Date: 29-Apr-2026". */
static void take_list_date(struct table *t, const struct row *row)
{
    struct str label, date = str_cut(row_cell(row, 0), ':', &label);
    date = date.len ? date : row_cell(row, 1);
    struct str iso = date_iso(&t->whole, date, DATE_DMY);
    if (iso.len != 10) {
        sink_unread(t->out, "line before the header", row_cell(row, 0));
        return;
    }
    sink_list_date(t->out, iso);
    sink_generated(t->out, iso);
}

static enum status read_head(struct table *t, struct error *err)
{
    enum { LINES = 10 };
    struct row row;
    for (int line = 0; line < LINES && csv_next(&t->csv, &t->whole, &row, err); line++) {
        enum status rc = header_read(&t->whole, &row, &t->header, err);
        if (rc)
            return rc;
        if (header_has(&t->header, "Unique ID") || header_has(&t->header, "Group ID")) {
            find_columns(t);
            bool ofsi = t->column[GB_UNIQUE_ID] == SIZE_MAX;
            t->key = ofsi ? GB_GROUP_ID : GB_UNIQUE_ID;
            sink_format(t->out, ofsi ? "conlist" : "csv");
            return t->column[GB_NAME_6] == SIZE_MAX
                       ? fault_at(err, ERR_INPUT, row.line, row.offset, "no column \"Name 6\"")
                       : OK;
        }
        if (row_cell(&row, 0).len)
            take_list_date(t, &row);
    }
    if (err->status)
        return err->status;
    return fault(err, ERR_INPUT, 0, "no header row with a Unique ID or a Group ID");
}

static size_t lines_before(struct str bytes, size_t at)
{
    size_t lines = 0;
    for (size_t i = 0; i < at; i++)
        lines += bytes.s[i] == '\n';
    return lines;
}

/* The OFSI layout of 29 columns is Windows-1252 unless all of its rows happen
 * to be UTF-8; the other layouts have names in every script and can only be
 * UTF-8.  A byte that Windows-1252 leaves unassigned becomes U+FFFD and is
 * reported. */
static enum status decode_rows(struct table *t, struct error *err)
{
    struct str rows = str_from(t->csv.bytes, t->csv.at);
    size_t good = utf8_valid(rows);
    if (good == rows.len)
        return OK;
    if (t->key != GB_GROUP_ID || t->column[GB_ORIGINAL] != SIZE_MAX)
        return fault_at(err, ERR_INPUT, t->csv.line + lines_before(rows, good), t->csv.at + good,
                        "invalid UTF-8: byte 0x%02x at %zu", (unsigned)(unsigned char)rows.s[good],
                        t->csv.at + good);
    for (size_t i = good; i < rows.len; i++)
        if (rows.s[i] & 0x80 && strchr("\x81\x8d\x8f\x90\x9d", rows.s[i]))
            sink_unknown(t->out, STR("byte that Windows-1252 does not have"));
    t->csv.bytes = text_from_1252(&t->whole, rows);
    t->csv.at = 0;
    return t->whole.failed ? fault(err, ERR_MEMORY, 0, "no memory to decode the table") : OK;
}

/* ---- The rows. */

static bool row_blank(const struct row *row)
{
    for (size_t i = 0; i < row->count; i++)
        if (row_cell(row, i).len)
            return false;
    return true;
}

static enum status note_rows(struct table *t, struct error *err)
{
    struct row row;
    while (csv_next(&t->csv, &t->group, &row, err)) {
        struct str ref = row_cell(&row, t->column[t->key]);
        sink_columns(t->out, &t->header, &row);
        if (ref.len == 0 && row_blank(&row))
            continue;
        if (ref.len == 0)
            return fault_at(err, ERR_INPUT, row.line, row.offset, "the row on line %zu has no %s",
                            row.line, t->key == GB_GROUP_ID ? "Group ID" : "Unique ID");
        struct place_of_row *place = VEC_ADD(&t->whole, &t->places);
        /* A quoted reference was copied only if it held quotes itself. */
        place->ref = arena_copy(&t->whole, ref);
        place->at = row.offset;
        place->line = row.line;
        arena_reset(&t->group);
    }
    if (err->status)
        return err->status;
    return t->whole.failed ? fault(err, ERR_MEMORY, 0, "no memory for the rows") : OK;
}

static int by_ref(const void *x, const void *y)
{
    const struct place_of_row *a = x, *b = y;
    int order = str_compare(a->ref, b->ref);
    return order ? order : (a->at > b->at) - (a->at < b->at);
}

/* FNV-1a, eight bytes at a step. */
static uint64_t hash_text(uint64_t h, struct str s)
{
    const uint64_t prime = 0x100000001b3U;
    for (; s.len >= 8; s = str_from(s, 8)) {
        uint64_t w;
        memcpy(&w, s.s, sizeof w);
        h = (h ^ w) * prime;
        h ^= h >> 32;
    }
    for (size_t i = 0; i < s.len; i++)
        h = (h ^ (unsigned char)s.s[i]) * prime;
    return (h ^ 0xFF) * prime;
}

static uint64_t hash_cells(const struct gb_field *f, const struct str *cell)
{
    uint64_t h = 0xcbf29ce484222325U ^ f->first;
    for (size_t c = f->first; c < f->first + f->count; c++)
        h = hash_text(h, cell[c]);
    return h;
}

static bool same_cells(const struct said *s, const struct str *cell)
{
    for (size_t i = 0; i < s->field->count; i++)
        if (!str_equal(s->cell[i], cell[s->field->first + i]))
            return false;
    return true;
}

/* Whether no earlier row of this entry said the same; notes it. */
static bool is_new(struct table *t, const struct gb_field *f, const struct str *cell)
{
    if (!t->said)
        return true;
    uint64_t hash = hash_cells(f, cell);
    struct said **bucket = &t->said[(hash ^ hash >> 32) & (t->buckets - 1)];
    for (struct said *s = *bucket; s; s = s->next)
        if (s->hash == hash && s->field == f && same_cells(s, cell))
            return false;
    struct said *s = NEW(&t->group, struct said);
    struct str *copy = arena_alloc(&t->group, f->count, sizeof *copy);
    if (!s || !copy)
        return false; /* and the arena has failed */
    memcpy(copy, cell + f->first, f->count * sizeof *copy);
    *s = (struct said){hash, f, copy, *bucket};
    *bucket = s;
    return true;
}

static void take_row(struct table *t, struct gb *g, const struct row *row)
{
    struct str cell[GB_COLUMNS];
    for (size_t c = 0; c < GB_COLUMNS; c++)
        cell[c] = row_cell(row, t->column[c]);
    for (size_t i = 0; i < gb_fields_count; i++) {
        const struct gb_field *f = &gb_fields[i];
        if (!gb_field_blank(f, cell) && is_new(t, f, cell))
            f->take(g, cell, f);
    }
}

static enum status read_group(struct table *t, const struct place_of_row *place, size_t count,
                              struct error *err)
{
    struct gb g = {.a = &t->group, .out = t->out, .r = {.list = t->list}};
    struct row row;
    arena_reset(&t->group);
    for (t->buckets = 16; t->buckets < count * 4;)
        t->buckets *= 2;
    t->said = count > 1 ? arena_alloc(&t->group, t->buckets, sizeof(struct said *)) : NULL;
    for (size_t i = 0; i < count; i++) {
        t->csv.at = place[i].at;
        t->csv.line = place[i].line;
        if (!csv_next(&t->csv, &t->group, &row, err))
            return err->status;
        take_row(t, &g, &row);
    }
    enum status rc = gb_finish(&g, err);
    if (rc && err->line == 0) {
        err->line = place->line;
        err->offset = place->at;
    }
    return rc;
}

static enum status read_groups(struct table *t, struct error *err)
{
    enum status rc = OK;
    if (t->places.count)
        qsort(t->places.at, t->places.count, sizeof *t->places.at, by_ref);
    for (size_t i = 0, end; i < t->places.count && !rc; i = end) {
        end = i + 1;
        while (end < t->places.count && str_equal(t->places.at[end].ref, t->places.at[i].ref))
            end++;
        rc = read_group(t, t->places.at + i, end - i, err);
    }
    return rc;
}

enum status gb_read_csv(const struct input *in, struct sink *out, struct error *err)
{
    struct error local = {0};
    struct table t = {.out = out, .list = in->list};
    err = err ? err : &local;
    t.csv = csv_open(in->files[0].bytes, ',');
    enum status rc = read_head(&t, err);
    if (!rc)
        rc = decode_rows(&t, err);
    if (!rc)
        rc = note_rows(&t, err);
    if (!rc)
        rc = read_groups(&t, err);
    csv_close(&t.csv);
    arena_free(&t.group);
    arena_free(&t.whole);
    return rc;
}
