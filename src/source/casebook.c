/* SPDX-License-Identifier: Apache-2.0 */
/* casebook.c - designations kept by hand, a row for each interval (doc/format/designations.md).
 *
 * People write these files, so a word or a date that is not understood is a fault with its
 * line, never a guess: a stance read wrongly is worse than a file that is refused. */
#include "base/clock.h"
#include "format/csv.h"
#include "source/source.h"
#include "text/clean.h"

static const char *const columns[] = {
    "ref",   "group",      "authority", "regime", "status", "listed",     "suspended",
    "ended", "instrument", "measures",  "note",   "source", "confidence",
};

struct reader {
    struct str list;
    struct header head;
    struct row row; /* the one at hand */
    struct sink *out;
    struct arena *a; /* of that row */
    struct error *err;
};

static struct str cell(struct reader *rd, const char *column)
{
    return text_clean(rd->a, header_get(&rd->head, &rd->row, column));
}

static enum status wrong(const struct reader *rd, const char *column, struct str value,
                         const char *want)
{
    return fault_at(rd->err, ERR_INPUT, rd->row.line, rd->row.offset, "%s \"%.*s\" is not %s",
                    column, STRF(str_span(value, 0, 80)), want);
}

/* ---- Words. */

static enum status read_standing(struct reader *rd, struct record *r)
{
    struct str word = cell(rd, "status");
    for (enum standing s = STANDING_LISTED; s <= STANDING_NEVER; s++) {
        if (str_is(word, standing_text(s))) {
            r->standing = s;
            return OK;
        }
    }
    return wrong(rd, "status", word, "listed, suspended, delisted, lapsed or never");
}

static enum status read_confidence(struct reader *rd, struct record *r)
{
    static const char *const known[] = {"confirmed", "partly", "memory"};
    r->confidence = cell(rd, "confidence");
    for (size_t i = 0; i < COUNT(known); i++)
        if (str_is(r->confidence, known[i]))
            return OK;
    return wrong(rd, "confidence", r->confidence, "confirmed, partly or memory");
}

/* ---- Dates, with the precision that they have. */

static bool is_date(struct str d)
{
    uint64_t year, month = 1, day = 1;
    if (d.len != 4 && d.len != 7 && d.len != 10)
        return false;
    if (!str_number(str_span(d, 0, 4), 9999, &year))
        return false;
    if (d.len >= 7 && (d.s[4] != '-' || !str_number(str_span(d, 5, 2), 12, &month)))
        return false;
    if (d.len == 10 && (d.s[7] != '-' || !str_number(str_span(d, 8, 2), 31, &day)))
        return false;
    return day_valid((int)year, (int)month, (int)day);
}

static enum status read_date(struct reader *rd, const char *column, struct str *out)
{
    *out = cell(rd, column);
    if (out->len == 0)
        return OK;
    if (!is_date(*out))
        return wrong(rd, column, *out, "a date (YYYY, YYYY-MM or YYYY-MM-DD)");
    sink_list_date(rd->out, *out);
    return OK;
}

/* Whether a is certainly after b: what both of them say differs that way. */
static bool is_after(struct str a, struct str b)
{
    size_t both = a.len < b.len ? a.len : b.len;
    return str_compare(str_span(a, 0, both), str_span(b, 0, both)) > 0;
}

static enum status read_dates(struct reader *rd, struct record *r)
{
    enum status rc;
    if ((rc = read_date(rd, "listed", &r->listed)) ||
        (rc = read_date(rd, "suspended", &r->suspended)) ||
        (rc = read_date(rd, "ended", &r->ended)))
        return rc;
    if (r->standing == STANDING_NEVER && (r->listed.len || r->suspended.len || r->ended.len))
        return wrong(rd, "status", STR("never"), "possible with a date");
    if ((r->standing == STANDING_LISTED || r->standing == STANDING_SUSPENDED) && r->ended.len)
        return wrong(rd, "ended", r->ended, "possible while listed or suspended");
    if (is_after(r->listed, r->suspended) || is_after(r->listed, r->ended) ||
        is_after(r->suspended, r->ended))
        return wrong(rd, "order of dates", r->listed, "listed, suspended, ended");
    return OK;
}

/* ---- The party. */

/* Cuts the kind in brackets at the end of a group, such as "(person)". */
static struct str read_kind(struct reader *rd, struct record *r, struct str group)
{
    static const struct {
        const char *word;
        enum kind kind;
    } known[] = {
        {"(person)", KIND_PERSON},
        {"(persons)", KIND_PERSON},
        {"(state)", KIND_UNKNOWN},
    };
    r->kind = KIND_ORGANISATION;
    for (size_t i = 0; i < COUNT(known); i++) {
        struct str word = str_of(known[i].word);
        if (!str_ends(group, word))
            continue;
        r->kind = known[i].kind;
        if (r->kind == KIND_UNKNOWN)
            record_detail(rd->a, r, "kind", text_strip(word, "()"));
        return str_trim(str_span(group, 0, group.len - word.len));
    }
    return group;
}

/* "FARC / Revolutionary Forces (person)": the first name is the group's. */
static void read_group(struct reader *rd, struct record *r)
{
    struct str name, rest = read_kind(rd, r, cell(rd, "group"));
    rest = str_cut_at(rest, STR(" / "), &name);
    r->group = str_trim(name);
    record_name(rd->a, r, QUALITY_PRIMARY, name);
    while (rest.len) {
        rest = str_cut_at(rest, STR(" / "), &name);
        record_name(rd->a, r, QUALITY_STRONG, name);
    }
}

/* ---- The designation. */

static void read_measures(struct reader *rd, struct record *r)
{
    struct str word, rest = cell(rd, "measures"), regime = cell(rd, "regime");
    record_text(rd->a, &r->programmes, regime);
    while (rest.len) {
        rest = str_cut(rest, ';', &word);
        record_measure(rd->a, r, word);
        if (str_is(str_of(measure_of(word)), "other"))
            sink_unread(rd->out, "measure", word);
    }
    if (r->measures.count || r->standing == STANDING_NEVER || regime.len == 0)
        return;
    if (!record_regime(rd->a, r, arena_copy(rd->a, regime).s))
        sink_unread(rd->out, "regime", regime);
}

/* Addresses, with blanks between them. */
static void read_sources(struct reader *rd, struct record *r)
{
    struct str address, rest = cell(rd, "source");
    while (rest.len) {
        rest = str_cut(rest, ' ', &address);
        record_text(rd->a, &r->sources, address);
    }
}

static enum status read_row(struct reader *rd)
{
    enum status rc;
    struct record r = {.list = rd->list, .ref = cell(rd, "ref")};
    if ((rc = read_standing(rd, &r)) || (rc = read_confidence(rd, &r)) || (rc = read_dates(rd, &r)))
        return rc;
    read_group(rd, &r);
    r.authority = cell(rd, "authority");
    read_measures(rd, &r);
    record_text(rd->a, &r.basis, cell(rd, "instrument"));
    record_text(rd->a, &r.remarks, cell(rd, "note"));
    read_sources(rd, &r);
    if (rd->row.count > rd->head.count)
        sink_unknown(rd->out, STR("cells behind the last column"));
    if ((rc = sink_record(rd->out, rd->a, &r, rd->err)) && rd->err->line == 0)
        rd->err->line = rd->row.line;
    return rc;
}

/* ---- The file. */

static enum status read_header(struct reader *rd, struct arena *keep)
{
    enum status rc = header_read(keep, &rd->row, &rd->head, rd->err);
    if (rc)
        return rc;
    for (size_t i = 0; i < COUNT(columns); i++)
        if (header_find(&rd->head, columns[i], 0) == SIZE_MAX)
            return fault_at(rd->err, ERR_INPUT, rd->row.line, rd->row.offset,
                            "the column \"%s\" is missing", columns[i]);
    for (size_t i = 0; i < rd->head.count; i++)
        if (!rd->head.used[i])
            sink_unread(rd->out, "column", rd->head.name[i]);
    return OK;
}

static bool is_blank(const struct row *row)
{
    for (size_t i = 0; i < row->count; i++)
        if (row_cell(row, i).len)
            return false;
    return true;
}

/* Where the first byte stands that is no text: not UTF-8, or NUL. */
static size_t text_valid(struct str bytes)
{
    size_t nul = str_find(bytes, (struct str){"", 1});
    return utf8_valid(str_span(bytes, 0, nul));
}

static size_t line_of(struct str bytes, size_t offset)
{
    size_t line = 1;
    for (size_t i = 0; i < offset; i++)
        line += bytes.s[i] == '\n';
    return line;
}

static enum status read_file(struct reader *rd, struct str bytes, struct arena *keep)
{
    enum status rc = OK;
    struct csv c = csv_open(bytes, ',');
    size_t valid = text_valid(bytes);
    if (valid < bytes.len) {
        rc = fault_at(rd->err, ERR_INPUT, line_of(bytes, valid), valid, "a byte is not UTF-8 text");
        goto out;
    }
    if (!csv_next(&c, keep, &rd->row, rd->err)) {
        rc = fault(rd->err, ERR_INPUT, 0, "the file has no header row");
        goto out;
    }
    rc = read_header(rd, keep);
    while (!rc && csv_next(&c, rd->a, &rd->row, rd->err)) {
        if (!is_blank(&rd->row))
            rc = read_row(rd);
        arena_reset(rd->a);
    }
    if (!rc)
        rc = rd->err->status;
out:
    csv_close(&c);
    return rc;
}

static enum status casebook_parse(const struct input *in, struct sink *out, struct error *err)
{
    enum status rc = OK;
    struct arena keep = {.limit = (size_t)1 << 20}, per_row = {.limit = (size_t)16 << 20};
    struct reader rd = {.list = in->list, .out = out, .a = &per_row, .err = err};
    sink_format(out, "csv");
    for (size_t i = 0; i < in->count && !rc; i++) {
        rc = read_file(&rd, in->files[i].bytes, &keep);
        arena_reset(&keep);
    }
    arena_free(&keep);
    arena_free(&per_row);
    return rc;
}

/* Whether the first line names the column, alone between commas. */
static bool line_names(struct str line, const char *column)
{
    while (line.len) {
        struct str name;
        line = str_cut(line, ',', &name);
        if (str_is_nocase(text_strip(name, "\"\xEF\xBB\xBF"), column))
            return true;
    }
    return false;
}

static const char *casebook_claims(struct str name, struct str head)
{
    struct str line;
    (void)name;
    str_cut(head, '\n', &line);
    for (size_t i = 0; i < COUNT(columns); i++)
        if (!line_names(line, columns[i]))
            return NULL;
    return "csv";
}

const struct source source_casebook = {
    .name = "casebook",
    .claims = casebook_claims,
    .parse = casebook_parse,
};
