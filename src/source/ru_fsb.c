/* SPDX-License-Identifier: Apache-2.0 */
/* ru_fsb.c - Russia's unified federal list of terrorist organisations, as the FSB prints it.
 *
 * One large table and many of one row; a ruling may span the rows of all that
 * it names.  Item numbers move and names are set with whatever quotes were at
 * hand, so the ref is the name without brackets, as a slug, and the day of
 * the ruling.
 *
 * That a row is there does not prove a ban in force: since 2024 a court can
 * suspend one, and the row stays.  A row is suspended when it or a text of
 * the page that names it says "приостановлен"; and, because the page may not,
 * when data/overrides.csv, kept by hand, says so.  Then the record tells that
 * and its source. */
#include "source/source.h"

#include "base/data.h"
#include "format/csv.h"
#include "format/html_rows.h"
#include "record/date.h"
#include "source/names.h"
#include "source/slug.h"
#include "text/clean.h"

#include <string.h>

/* Bytes (two a letter) of a name in quotes that is worth being an alias, and of a
 * part of a name by which a notice may mean the whole. */
enum { QUOTED_MIN = 8, PART_MIN = 12 };

#define SUSPENDED_WORD                                                                             \
    "\xD1\x80\xD0\xB8\xD0\xBE\xD1\x81\xD1\x82\xD0\xB0\xD0\xBD\xD0\xBE\xD0\xB2" /* "риостанов" */
#define COURT_WORD "\xD1\x83\xD0\xB4" /* "уд" of суд */

static const struct name_label labels[] = {
    {"другие названия", QUALITY_STRONG},
    {"Другие названия", QUALITY_STRONG},
    {"другое название", QUALITY_STRONG},
    {"Другое название", QUALITY_STRONG},
    {"другие наименования", QUALITY_STRONG},
    {"Другие наименования", QUALITY_STRONG},
    {"другое наименование", QUALITY_STRONG},
    {"Другое наименование", QUALITY_STRONG},
    {"иные наименования", QUALITY_STRONG},
    {"Иные наименования", QUALITY_STRONG},
    {"также", QUALITY_STRONG},
    {"Также", QUALITY_STRONG},
    {"прежнее название", QUALITY_FORMER},
    {"Прежнее название", QUALITY_FORMER},
    {"прежнее наименование", QUALITY_FORMER},
    {"Прежнее наименование", QUALITY_FORMER},
    {"ранее", QUALITY_FORMER},
    {"Ранее", QUALITY_FORMER},
    {"бывшее", QUALITY_FORMER},
    {"Бывшее", QUALITY_FORMER},
};

/* A text of the page outside of its tables that speaks of a suspension. */
struct notice {
    struct str text, slug;
    bool used;
};

struct override {
    struct str match, standing, date, ruling, source, confidence;
    bool used;
};

struct reader {
    struct sink *out;
    struct str list;
    struct arena page; /* of the tree, notices, overrides and refs */
    struct arena a;    /* of the row at hand */
    VEC(struct notice) notices;
    VEC(struct override) overrides;
    str_vec refs;
    bool gathering; /* the first of two passes: only notices */
};

/* ---- Dates in prose. */

static bool is_digit(struct str s, size_t at)
{
    return at < s.len && s.s[at] >= '0' && s.s[at] <= '9';
}

/* Where the first dd.mm.yyyy of s begins, from `at` on; SIZE_MAX: nowhere. */
static size_t day_find(struct str s, size_t at)
{
    for (; at + 10 <= s.len; at++) {
        bool fits = at == 0 || !is_digit(s, at - 1);
        for (size_t i = 0; i < 10 && fits; i++)
            fits = i == 2 || i == 5 ? s.s[at + i] == '.' : is_digit(s, at + i);
        if (fits && !is_digit(s, at + 10))
            return at;
    }
    return SIZE_MAX;
}

/* The first day behind `at`, as ISO text; "" when there is none. */
static struct str day_from(struct arena *a, struct str s, size_t at)
{
    size_t found = at == SIZE_MAX ? SIZE_MAX : day_find(s, at);
    return found == SIZE_MAX ? ((struct str){0}) : date_iso(a, str_span(s, found, 10), DATE_DMY);
}

static bool speaks_of_suspension(struct str text)
{
    return str_find(text, STR(SUSPENDED_WORD)) != SIZE_MAX;
}

/* ---- Suspensions. */

static void suspend(struct reader *r, struct record *out, struct str text)
{
    struct str day = day_from(&r->a, text, str_find(text, STR(SUSPENDED_WORD)));
    if (day.len == 0)
        day = day_from(&r->a, text, 0);
    out->standing = STANDING_SUSPENDED;
    if (out->suspended.len == 0)
        out->suspended = day;
    record_text(&r->a, &out->remarks, text);
}

static void add_notice(struct reader *r, struct str text)
{
    if (!speaks_of_suspension(text))
        return;
    struct notice *found = VEC_ADD(&r->page, &r->notices);
    found->text = arena_copy(&r->page, text);
    found->slug = slug_of(&r->page, text);
}

/* Whether the notice names the party: by a name of several words; or in quotes,
 * by a whole name or by a longer part of one.  A name of one word may be a word
 * ("База"), so outside of quotes it says nothing. */
static bool names_party(struct reader *r, const struct notice *n, const struct record *out)
{
    for (size_t i = 0; i < out->names.count; i++) {
        struct str slug = slug_of(&r->a, out->names.at[i].text), rest = n->text, quoted;
        if (str_find(slug, STR("-")) != SIZE_MAX && slug_holds(n->slug, slug))
            return true;
        while ((quoted = names_quoted(rest, &rest)).len) {
            struct str part = slug_of(&r->a, quoted);
            if (str_equal(part, slug) || (part.len >= PART_MIN && slug_holds(slug, part)))
                return true;
        }
    }
    return false;
}

static void apply_notices(struct reader *r, struct record *out)
{
    for (size_t i = 0; i < r->notices.count; i++) {
        if (!names_party(r, &r->notices.at[i], out))
            continue;
        r->notices.at[i].used = true;
        suspend(r, out, r->notices.at[i].text);
    }
}

static void apply_overrides(struct reader *r, struct record *out)
{
    for (size_t i = 0; i < r->overrides.count; i++) {
        struct override *o = &r->overrides.at[i];
        if (!str_equal(o->match, out->ref))
            continue;
        o->used = true;
        if (str_is(o->standing, "suspended")) {
            out->standing = STANDING_SUSPENDED;
            if (out->suspended.len == 0)
                out->suspended = o->date;
        }
        record_detail(&r->a, out, "standing by hand",
                      arena_printf(&r->a, "%.*s %.*s (%.*s): %.*s", STRF(o->standing),
                                   STRF(o->date), STRF(o->confidence), STRF(o->ruling)));
        record_text(&r->a, &out->sources, o->source);
    }
}

static enum status read_overrides(struct reader *r, struct error *err)
{
    struct csv csv = csv_open(data_file("data/overrides.csv"), ',');
    struct header h = {0};
    struct row row;
    enum status rc = OK;
    if (csv_next(&csv, &r->page, &row, err))
        rc = header_read(&r->page, &row, &h, err);
    while (!rc && csv_next(&csv, &r->page, &row, err)) {
        if (!str_equal(header_get(&h, &row, "list"), r->list))
            continue;
        *(struct override *)VEC_ADD(&r->page, &r->overrides) =
            (struct override){.match = header_get(&h, &row, "match"),
                              .standing = header_get(&h, &row, "standing"),
                              .date = header_get(&h, &row, "date"),
                              .ruling = header_get(&h, &row, "ruling"),
                              .source = header_get(&h, &row, "source"),
                              .confidence = header_get(&h, &row, "confidence")};
    }
    csv_close(&csv);
    return rc;
}

/* ---- Rows. */

/* "11" and "11." */
static bool is_item_number(struct str s)
{
    uint64_t number;
    return str_number(text_strip(s, "."), 100000, &number);
}

/* The cell that tells of a court's ruling and its day. */
static size_t ruling_of(const struct str *text, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (day_find(text[i], 0) != SIZE_MAX && str_find(text[i], STR(COURT_WORD)) != SIZE_MAX)
            return i;
    for (size_t i = count; i > 0; i--) /* a cell of the day alone */
        if (day_find(text[i - 1], 0) != SIZE_MAX)
            return i - 1;
    return SIZE_MAX;
}

static size_t name_before(const struct str *text, size_t ruling)
{
    for (size_t i = 0; i < ruling; i++)
        if (text[i].len && !is_item_number(text[i]))
            return i;
    return SIZE_MAX;
}

static void add_ruling(struct reader *r, struct record *out, struct str ruling)
{
    size_t force = str_find(ruling, STR("\xD0\xB2\xD1\x81\xD1\x82\xD1\x83\xD0\xBF")); /* "вступ" */
    struct str day = day_from(&r->a, ruling, force);
    record_text(&r->a, &out->basis, ruling);
    out->listed = day_from(&r->a, ruling, 0);
    if (day.len == 0)
        return;
    struct dating *d = VEC_ADD(&r->a, &out->dates);
    *d = date_read(&r->a, day, DATE_YMD);
    d->type = STR("in-force");
}

/* A cell besides name and ruling: a day in force, a note. */
static void add_other(struct reader *r, struct record *out, struct str text)
{
    size_t day = day_find(text, 0);
    if (day != SIZE_MAX && text.len <= 14) {
        struct dating *d = VEC_ADD(&r->a, &out->dates);
        *d = date_read(&r->a, str_span(text, day, 10), DATE_DMY);
        d->type = STR("in-force");
        return;
    }
    record_text(&r->a, &out->remarks, text);
}

/* Society "A": also by the name in quotes alone. */
static void add_quoted(struct reader *r, struct record *out, struct str name)
{
    for (struct str rest = name, quoted; (quoted = names_quoted(rest, &rest)).len;)
        if (!str_equal(quoted, name) && quoted.len >= QUOTED_MIN)
            record_name(&r->a, out, QUALITY_STRONG, quoted)->note = STR("in quotes in the name");
}

static bool seen_before(struct reader *r, struct str ref)
{
    for (size_t i = 0; i < r->refs.count; i++)
        if (str_equal(r->refs.at[i], ref))
            return true;
    *(struct str *)VEC_ADD(&r->page, &r->refs) = arena_copy(&r->page, ref);
    return false;
}

/* What a cell of several rows says of a suspension is a notice for one of them. */
static bool spans_rows(const struct node *cell)
{
    return node_child(cell, "rowspan") != NULL;
}

static enum status put_row(struct reader *r, const struct html_row *row, const struct str *text,
                           size_t ruling, size_t named, struct error *err)
{
    size_t count = row->count;
    struct record out = {.list = r->list, .kind = KIND_ORGANISATION};
    struct str name = names_in_brackets(&r->a, &out, text[named], labels, COUNT(labels));
    add_quoted(r, &out, name);
    add_ruling(r, &out, text[ruling]);
    for (size_t i = 0; i < count; i++) {
        if (i != ruling && i != named && text[i].len && !is_item_number(text[i]))
            add_other(r, &out, text[i]);
        if (speaks_of_suspension(text[i]) && !spans_rows(row->cell[i]))
            suspend(r, &out, text[i]);
    }
    struct str slug = slug_of(&r->a, name.len ? name : text[named]);
    out.ref = arena_printf(&r->a, "%.*s/%.*s", STRF(slug), STRF(out.listed));
    apply_notices(r, &out);
    apply_overrides(r, &out);
    if (out.standing == STANDING_LISTED && !record_regime(&r->a, &out, "ru:FSB"))
        sink_unread(r->out, "regime", STR("ru:FSB"));
    sink_list_date(r->out, out.listed);
    if (out.listed.len == 0)
        sink_unread(r->out, "day of a ruling", text[ruling]);
    if (seen_before(r, out.ref)) {
        sink_unread(r->out, "row that is there twice", out.ref);
        return OK;
    }
    return sink_record(r->out, &r->a, &out, err);
}

static enum status take_row(void *ctx, const struct html_row *row, struct error *err)
{
    struct reader *r = ctx;
    arena_reset(&r->a);
    struct str *text = arena_alloc(&r->a, row->count, sizeof *text), all = {0};
    if (!text)
        return fault(err, ERR_MEMORY, 0, "the row on line %zu is too large", row->line);
    for (size_t i = 0; i < row->count; i++) {
        bool again = i > 0 && row->cell[i] == row->cell[i - 1]; /* it spans columns */
        if (row->cell[i] && !again)
            text[i] = html_text(&r->a, row->cell[i]);
        if (all.len == 0)
            all = text[i];
    }
    size_t ruling = ruling_of(text, row->count);
    size_t named = ruling == SIZE_MAX ? SIZE_MAX : name_before(text, ruling);
    if (r->gathering) {
        for (size_t i = 0; i < row->count; i++)
            if (text[i].len && (named == SIZE_MAX || spans_rows(row->cell[i])))
                add_notice(r, text[i]);
        return OK;
    }
    if (named != SIZE_MAX)
        return put_row(r, row, text, ruling, named, err);
    bool heading = row->table == 0 && r->refs.count == 0;
    if (all.len && !heading && !speaks_of_suspension(all))
        sink_unread(r->out, "row without a name or a ruling", name_join(&r->a, text, row->count));
    return OK;
}

/* ---- The page. */

static bool is_inline(struct str name)
{
    static const char *const names[] = {"a", "b",    "i",      "u",  "em",
                                        "s", "span", "strong", "br", "font"};
    for (size_t i = 0; i < COUNT(names); i++)
        if (str_is(name, names[i]))
            return true;
    return false;
}

/* Gathers the innermost blocks of text that speak of a suspension; the tables
 * are out already.  Returns whether there are blocks below n. */
static bool find_notices(struct reader *r, struct node *n)
{
    bool blocks = false;
    NODE_ALL (c, n) {
        if (c->type != NODE_ELEMENT || is_inline(c->name))
            continue;
        blocks = true;
        if (str_is(c->name, "script") || find_notices(r, c))
            continue;
        arena_reset(&r->a);
        add_notice(r, html_text(&r->a, c));
    }
    return blocks;
}

static void tell_unused(struct reader *r)
{
    for (size_t i = 0; i < r->notices.count; i++)
        if (!r->notices.at[i].used)
            sink_unread(r->out, "suspension of a party that no row names", r->notices.at[i].text);
    for (size_t i = 0; i < r->overrides.count; i++)
        if (!r->overrides.at[i].used)
            sink_unread(r->out, "override without a row", r->overrides.at[i].match);
}

static enum status parse(const struct input *in, struct sink *out, struct error *err)
{
    struct reader r = {.out = out, .list = in->list};
    html_table_vec tables = {0};
    struct node *top;
    if (in->count != 1)
        return fault(err, ERR_USAGE, 0, "the list is one page, not %zu files", in->count);
    enum status rc = html_read(&r.page, in->files[0].bytes, &top, err);
    if (!rc)
        rc = read_overrides(&r, err);
    if (!rc) {
        html_tables(&r.page, top, &tables);
        find_notices(&r, top);
        r.gathering = true;
        rc = html_rows(&tables, take_row, &r, err);
        r.gathering = false;
    }
    if (!rc) {
        rc = html_rows(&tables, take_row, &r, err);
    }
    if (!rc && r.refs.count == 0)
        rc = fault(err, ERR_INPUT, 0,
                   "no row with an organisation and a ruling: another page, or one that a script "
                   "draws");
    if (!rc && r.page.failed)
        rc = fault(err, ERR_MEMORY, 0, "the page needs more memory than is allowed");
    tell_unused(&r);
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

const struct source source_ru_fsb = {.name = "ru-fsb", .claims = claims, .parse = parse};
