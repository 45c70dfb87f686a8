/* SPDX-License-Identifier: Apache-2.0 */
/* us_fto.c - the US Department of State's page of Foreign Terrorist Organizations.
 *
 * Two tables: designated groups and groups no longer designated.  Their
 * headings change, so a table is known by what its columns are: a name and a
 * date is a designation; a date of removal besides makes it a removal.  In one
 * cell stand the name, aliases in brackets and one line for each amendment.
 *
 * The page has no references.  The ref is the name without what is in brackets,
 * as a slug, and the day of the original designation: both stay when aliases
 * and headings change and when a group goes from the one table to the other,
 * and a group that is designated again is a new entry. */
#include "source/source.h"

#include "format/html_rows.h"
#include "record/date.h"
#include "source/names.h"
#include "source/slug.h"
#include "text/clean.h"

#include <string.h>

enum meaning { OTHER, NAME, LISTED, ENDED, MEANINGS };

struct reader {
    struct sink *out;
    struct str list;
    struct arena page; /* of the tree and the refs */
    struct arena a;    /* of the row at hand */
    size_t table;      /* the one that `column` is about */
    bool known;        /* its header has been understood */
    size_t column[MEANINGS];
    size_t listed, ended; /* rows of each kind */
    str_vec refs;
};

/* ---- Headers. */

static bool has(struct str s, const char *word)
{
    return str_find_nocase(s, str_of(word)) != SIZE_MAX;
}

static enum meaning meaning_of(struct str heading)
{
    static const char *const ends[] = {"remov", "revo", "delist", "rescind", "ended"};
    bool date = has(heading, "date");
    for (size_t i = 0; date && i < COUNT(ends); i++)
        if (has(heading, ends[i]))
            return ENDED;
    if (date)
        return LISTED;
    return has(heading, "name") || has(heading, "organization") ? NAME : OTHER;
}

/* Reads the row as a header; false when it is none. */
static bool read_header(struct reader *r, const struct html_row *row)
{
    size_t column[MEANINGS] = {SIZE_MAX, SIZE_MAX, SIZE_MAX, SIZE_MAX};
    for (size_t i = 0; i < row->count; i++) {
        struct str heading = row->cell[i] ? html_text(&r->a, row->cell[i]) : (struct str){0};
        enum meaning m = heading.len < 60 ? meaning_of(heading) : OTHER;
        if (m != OTHER && column[m] == SIZE_MAX)
            column[m] = i;
    }
    if (column[NAME] == SIZE_MAX || column[LISTED] == SIZE_MAX)
        return false;
    memcpy(r->column, column, sizeof column);
    r->known = true;
    return true;
}

/* ---- The cell of the name. */

static const struct name_label labels[] = {
    {"formerly known as", QUALITY_FORMER},
    {"formerly", QUALITY_FORMER},
    {"f.k.a.", QUALITY_FORMER},
    {"fka", QUALITY_FORMER},
    {"also known as", QUALITY_STRONG},
    {"a.k.a.", QUALITY_STRONG},
    {"aka", QUALITY_STRONG},
};

static bool is_dash(struct str *line)
{
    static const char *const dashes[] = {"\xE2\x80\x94", "\xE2\x80\x93", "-"};
    bool any = false;
    for (size_t i = 0; i < COUNT(dashes); i++)
        while (str_starts(*line, str_of(dashes[i]))) {
            *line = str_trim(str_from(*line, strlen(dashes[i])));
            any = true;
            i = 0;
        }
    return any;
}

/* "Other Name Amendment (May 2, 2023)": an alias and the day it was added. */
static void add_amendment(struct reader *r, struct record *out, struct str line)
{
    size_t word = str_find_nocase(line, STR("amendment"));
    struct str alias = text_strip(str_span(line, 0, word), ",;:-"), date, rest;
    bool any = false;
    record_text(&r->a, &out->remarks, line);
    if (alias.len && !str_is_nocase(alias, "name") && !str_is_nocase(alias, "alias"))
        record_name(&r->a, out, QUALITY_STRONG, alias);
    for (rest = str_from(line, word); rest.len;) {
        rest = str_cut_at(rest, STR("("), &date);
        struct str inside;
        rest = str_cut(rest, ')', &inside);
        struct str iso = date_iso(&r->a, text_strip(inside, ",. "), DATE_MDY);
        if (inside.len == 0)
            continue;
        if (iso.len == 0)
            sink_unread(r->out, "date of an amendment", inside);
        else
            record_text(&r->a, &out->amended, iso);
        sink_list_date(r->out, iso);
        any = any || iso.len;
    }
    if (!any)
        sink_unread(r->out, "amendment without a date", line);
}

/* Cuts "Name (ALIAS) — Other Name Amendment (date)" in one line into two. */
static struct str cut_amendment(struct str line, struct str *name)
{
    struct str head, rest = str_cut_at(line, STR("\xE2\x80\x94"), &head);
    *name = line;
    if (str_find_nocase(rest, STR("amendment")) == SIZE_MAX)
        return (struct str){0};
    *name = str_trim(head);
    return str_trim(rest);
}

static struct str add_names(struct reader *r, struct record *out, struct node *cell)
{
    str_vec lines = {0}, pieces = {0};
    html_lines(&r->a, cell, &lines);
    for (size_t i = 0; i < lines.count; i++) {
        struct str name, amendment, line = lines.at[i];
        bool dash = is_dash(&line);
        if (str_find_nocase(line, STR("amendment")) == SIZE_MAX && !dash) {
            *(struct str *)VEC_ADD(&r->a, &pieces) = line;
            continue;
        }
        if (dash || str_find(line, STR("\xE2\x80\x94")) == SIZE_MAX) {
            if (str_find_nocase(line, STR("amendment")) == SIZE_MAX) {
                record_text(&r->a, &out->remarks, line);
                sink_unread(r->out, "line below a name", line);
            } else {
                add_amendment(r, out, line);
            }
            continue;
        }
        for (amendment = cut_amendment(line, &name); amendment.len;) {
            struct str next = cut_amendment(amendment, &amendment);
            add_amendment(r, out, amendment);
            amendment = next;
        }
        *(struct str *)VEC_ADD(&r->a, &pieces) = name;
    }
    struct str whole = name_join(&r->a, pieces.at, pieces.count);
    return names_in_brackets(&r->a, out, whole, labels, COUNT(labels));
}

/* ---- Rows. */

static struct node *cell_of(const struct html_row *row, size_t column)
{
    return column < row->count ? row->cell[column] : NULL;
}

static struct str read_day(struct reader *r, const struct html_row *row, enum meaning m)
{
    struct str text = html_text(&r->a, cell_of(row, r->column[m]));
    struct str iso = date_iso(&r->a, text, DATE_MDY);
    if (iso.len == 0)
        sink_unread(r->out, m == ENDED ? "date of removal" : "date of designation", text);
    sink_list_date(r->out, iso);
    return iso;
}

static void tell_others(struct reader *r, struct record *out, const struct html_row *row)
{
    for (size_t i = 0; i < row->count; i++) {
        if (!row->cell[i] || row->cell[i]->used)
            continue;
        struct str text = html_text(&r->a, row->cell[i]);
        if (text.len)
            sink_unread(r->out, "cell of a further column", text);
        record_text(&r->a, &out->remarks, text);
    }
}

static bool seen_before(struct reader *r, struct str ref)
{
    for (size_t i = 0; i < r->refs.count; i++)
        if (str_equal(r->refs.at[i], ref))
            return true;
    *(struct str *)VEC_ADD(&r->page, &r->refs) = arena_copy(&r->page, ref);
    return false;
}

static enum status put_group(struct reader *r, const struct html_row *row, struct error *err)
{
    struct record out = {.list = r->list, .kind = KIND_ORGANISATION};
    bool ended = r->column[ENDED] != SIZE_MAX;
    struct str name = add_names(r, &out, cell_of(row, r->column[NAME]));
    if (out.names.count == 0)
        return fault_at(err, ERR_INPUT, row->line, 0, "a row on line %zu has no name", row->line);
    out.listed = read_day(r, row, LISTED);
    if (ended) {
        out.ended = read_day(r, row, ENDED);
        out.standing = STANDING_DELISTED;
    } else if (!record_regime(&r->a, &out, "us:FTO")) {
        sink_unread(r->out, "regime", STR("us:FTO"));
    }
    record_text(&r->a, &out.programmes, STR("FTO"));
    tell_others(r, &out, row);
    struct str slug = slug_of(&r->a, name.len ? name : out.names.at[0].text);
    out.ref = arena_printf(&r->a, "%.*s/%.*s", STRF(slug), STRF(out.listed));
    bool again = seen_before(r, out.ref);
    if (again && ended) {
        out.ref = arena_printf(&r->a, "%.*s/%.*s", STRF(out.ref), STRF(out.ended));
        again = seen_before(r, out.ref);
    }
    if (again) {
        sink_unread(r->out, "row that is there twice", out.ref);
        return OK;
    }
    r->listed += !ended;
    r->ended += ended;
    return sink_record(r->out, &r->a, &out, err);
}

static bool is_blank(struct reader *r, const struct html_row *row)
{
    for (size_t i = 0; i < row->count; i++)
        if (row->cell[i] && html_text(&r->a, row->cell[i]).len)
            return false;
    return true;
}

static enum status take_row(void *ctx, const struct html_row *row, struct error *err)
{
    struct reader *r = ctx;
    arena_reset(&r->a);
    if (row->table != r->table)
        r->known = false;
    r->table = row->table;
    if (!r->known && read_header(r, row))
        return OK;
    if (!r->known) {
        if (!is_blank(r, row))
            sink_unread(r->out, "row of a table that is not understood",
                        html_text(&r->a, row->cell[0]));
        return OK;
    }
    if (is_blank(r, row))
        return OK;
    for (size_t i = 0; i < row->count; i++)
        if (row->cell[i])
            row->cell[i]->used = false;
    return put_group(r, row, err);
}

static enum status parse(const struct input *in, struct sink *out, struct error *err)
{
    struct reader r = {.out = out, .list = in->list, .table = SIZE_MAX};
    html_table_vec tables = {0};
    struct node *top;
    if (in->count != 1)
        return fault(err, ERR_USAGE, 0, "the list is one page, not %zu files", in->count);
    enum status rc = html_read(&r.page, in->files[0].bytes, &top, err);
    if (!rc) {
        html_tables(&r.page, top, &tables);
        rc = html_rows(&tables, take_row, &r, err);
    }
    if (!rc && r.page.failed)
        rc = fault(err, ERR_MEMORY, 0, "the page needs more memory than is allowed");
    if (!rc && (r.listed == 0 || r.ended == 0))
        rc = fault(err, ERR_INPUT, 0,
                   "no tables of designated and of delisted groups (%zu and %zu rows): another "
                   "format, or a page that asks for a browser",
                   r.listed, r.ended);
    sink_format(out, "html");
    arena_free(&r.page);
    arena_free(&r.a);
    return rc;
}

static const char *claims(struct str name, struct str head)
{
    (void)name;
    struct str root = xml_root_name(head);
    return str_is_nocase(root, "html") || str_find_nocase(head, STR("<table")) != SIZE_MAX ? "html"
                                                                                           : NULL;
}

const struct source source_us_fto = {.name = "us-fto", .claims = claims, .parse = parse};
