/* SPDX-License-Identifier: Apache-2.0 */
/* un.c - the UN Security Council's Consolidated List, XML of 2015 to today.
 *
 * An entry is an INDIVIDUAL or an ENTITY; every child is looked up by name,
 * since their order has changed over the years.  The schema asks for empty
 * children where there is nothing to say; blanks are skipped.  The file's own
 * date (dateGenerated) moves every night, so the list's date is the newest day
 * that an entry says it was listed or amended on. */
#include "source/source.h"

#include "base/clock.h"
#include "format/xml.h"
#include "record/date.h"
#include "source/un.h"
#include "text/clean.h"

#include <string.h>

enum { RECORD_BYTES_MAX = 64 << 20 };

/* ---- Dates. */

/* Whether the text is a day as nearly all are written: 2026-02-24. */
static bool is_plain_day(struct str text)
{
    uint64_t year, month, day;
    return text.len == 10 && text.s[4] == '-' && text.s[7] == '-' &&
           str_number(str_span(text, 0, 4), 9999, &year) &&
           str_number(str_span(text, 5, 2), 12, &month) &&
           str_number(str_span(text, 8, 2), 31, &day) && day_valid((int)year, (int)month, (int)day);
}

static struct str stated_day(struct un *u, const char *what, struct str text)
{
    struct str iso = is_plain_day(text) ? text : date_iso(&u->a, text, DATE_YMD);
    if (text.len && iso.len == 0)
        sink_unread(u->out, what, text);
    sink_list_date(u->out, iso);
    return iso;
}

/* ---- Comments. */

static void gender(struct un *u, struct record *r, struct str word)
{
    if (word.len == 0 || str_is_nocase(word, "unknown"))
        return;
    if (str_is_nocase(word, "male"))
        r->gender = STR("male");
    else if (str_is_nocase(word, "female"))
        r->gender = STR("female");
    else
        sink_unread(u->out, "gender", word);
}

/* "Gender: female." */
static void gender_in(struct un *u, struct record *r, struct str text)
{
    size_t at = str_find(text, STR("ender:"));
    if (at == SIZE_MAX || at == 0 || (text.s[at - 1] | 32) != 'g' || r->gender.len)
        return;
    text = str_trim(str_from(text, at + 6));
    size_t len = 0;
    while (len < text.len && ((text.s[len] | 32) >= 'a' && (text.s[len] | 32) <= 'z'))
        len++;
    struct str word = str_span(text, 0, len);
    if (str_find_nocase(word, STR("female")) == 0)
        r->gender = STR("female");
    else if (str_find_nocase(word, STR("male")) == 0)
        r->gender = STR("male");
    else
        gender(u, r, word);
}

/* "[Old Reference # I.47.D.7]" */
static void old_reference_in(struct un *u, struct record *r, struct str text)
{
    static const struct str mark = {"[Old Reference #", sizeof "[Old Reference #" - 1};
    for (size_t at; (at = str_find(text, mark)) != SIZE_MAX;) {
        struct str old;
        text = str_cut(str_from(text, at + mark.len), ']', &old);
        record_detail(&u->a, r, "former reference", old);
    }
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* A reference of this list, as in "listed as Al-Qaida in Iraq (QDe.115)". */
static bool is_reference(struct str s)
{
    return s.len == 7 && s.s[0] >= 'A' && s.s[0] <= 'Z' && s.s[1] >= 'A' && s.s[1] <= 'Z' &&
           (s.s[2] == 'i' || s.s[2] == 'e') && s.s[3] == '.' && is_digit(s.s[4]) &&
           is_digit(s.s[5]) && is_digit(s.s[6]);
}

static void mentions_in(struct un *u, struct record *r, struct str text)
{
    const char *dot = text.s, *end = text.s + text.len;
    while ((dot = memchr(dot, '.', (size_t)(end - dot)))) {
        size_t at = (size_t)(dot++ - text.s);
        struct str ref = at >= 3 ? str_span(text, at - 3, 7) : (struct str){0};
        if (!is_reference(ref) || str_equal(ref, r->ref))
            continue;
        struct link *l = VEC_ADD(&u->a, &r->links);
        *l = (struct link){.type = STR("mentions"), .ref = ref};
    }
}

static void comment(struct un *u, struct record *r, struct str text)
{
    text = text_unescape(&u->a, text_clean(&u->a, text));
    if (text.len == 0)
        return;
    record_text(&u->a, &r->remarks, text);
    gender_in(u, r, text);
    old_reference_in(u, r, text);
    mentions_in(u, r, text);
}

/* ---- The entry. */

/* The regimes by the letters that begin a reference, for entries whose
 * UN_LIST_TYPE is not one of them (HTi.001 had "26532022" in 2022). */
static const struct {
    const char *letters, *regime;
} regimes[] = {
    {"QD", "un:Al-Qaida"}, {"TA", "un:Taliban"},    {"KP", "un:DPRK"},  {"IR", "un:Iran"},
    {"IQ", "un:Iraq"},     {"CD", "un:DRC"},        {"LY", "un:Libya"}, {"SO", "un:Somalia"},
    {"CF", "un:CAR"},      {"SD", "un:Sudan"},      {"HT", "un:Haiti"}, {"YE", "un:Yemen"},
    {"GB", "un:GB"},       {"SS", "un:SouthSudan"},
};

static void programme(struct un *u, struct record *r, struct str type)
{
    record_text(&u->a, &r->programmes, type);
    struct str key = arena_printf(&u->a, "un:%.*s", STRF(type));
    if (key.len && record_regime(&u->a, r, key.s))
        return;
    for (size_t i = 0; i < COUNT(regimes); i++)
        if (str_starts(r->ref, str_of(regimes[i].letters)) &&
            record_regime(&u->a, r, regimes[i].regime))
            return;
    sink_unread(u->out, "measures of", type);
}

static void texts(struct un *u, str_vec *set, const struct node *n, const char *name)
{
    NODE_EACH (list, n, name)
        NODE_EACH (value, list, "VALUE")
            text_items(&u->a, text_clean(&u->a, node_text(value)), set);
}

static void nationalities(struct un *u, struct record *r, const struct node *n)
{
    NODE_EACH (list, n, "NATIONALITY")
        NODE_EACH (value, list, "VALUE")
            record_country(&u->a, r, "nationality", node_text(value), (struct str){0});
    NODE_EACH (second, n, "NATIONALITY2")
        record_country(&u->a, r, "nationality", node_text(second), (struct str){0});
}

static void stated_days(struct un *u, struct record *r, const struct node *n)
{
    r->listed = stated_day(u, "LISTED_ON", node_get(n, "LISTED_ON"));
    NODE_EACH (list, n, "LAST_DAY_UPDATED")
        NODE_EACH (value, list, "VALUE")
            record_text(&u->a, &r->amended, stated_day(u, "LAST_DAY_UPDATED", node_text(value)));
    r->ended = stated_day(u, "DELISTED_ON", node_get(n, "DELISTED_ON"));
    if (r->ended.len)
        r->standing = STANDING_DELISTED;
}

/* Said of every entry alike, or of the machine that keeps the list: a count of
 * edits, keys for sorting, and one and the same address at Interpol. */
static const char *const ignored[] = {"VERSIONNUM",        "SORT_KEY",      "SORT_KEY_LAST_MOD",
                                      "HAS_INTERPOL_LINK", "INTERPOL_LINK", "LIST_TYPE"};

static const struct {
    const char *name;
    void (*read)(struct un *u, struct record *r, const struct node *n);
} groups[] = {
    {"INDIVIDUAL_DATE_OF_BIRTH", un_birth}, {"INDIVIDUAL_PLACE_OF_BIRTH", un_birth_place},
    {"INDIVIDUAL_ADDRESS", un_address},     {"ENTITY_ADDRESS", un_address},
    {"INDIVIDUAL_DOCUMENT", un_document},
};

/* "QDi.346." and "TAI.171" have been printed for QDi.346 and TAi.171: the same
 * reference, whose form is two capitals, i or e, a point and three digits. */
static struct str reference(struct un *u, struct record *r, struct str printed)
{
    struct str ref = text_strip(printed, ".");
    if (ref.len == 7 && (ref.s[2] == 'I' || ref.s[2] == 'E'))
        ref = arena_printf(&u->a, "%.2s%c%.*s", ref.s, ref.s[2] | 0x20, STRF(str_from(ref, 3)));
    if (!str_equal(ref, printed))
        record_detail(&u->a, r, "reference as printed", printed);
    return ref;
}

static enum status entry(struct un *u, struct node *n, enum kind kind, struct error *err)
{
    arena_reset(&u->a);
    struct record r = {.list = u->list, .native = node_get(n, "DATAID"), .kind = kind};
    r.ref = reference(u, &r, node_get(n, "REFERENCE_NUMBER"));
    un_names(u, &r, n);
    programme(u, &r, node_get(n, "UN_LIST_TYPE"));
    stated_days(u, &r, n);
    gender(u, &r, node_get(n, "GENDER"));
    NODE_EACH (c, n, "COMMENTS1")
        comment(u, &r, node_text(c));
    texts(u, &r.titles, n, "TITLE");
    texts(u, &r.positions, n, "DESIGNATION");
    nationalities(u, &r, n);
    for (size_t i = 0; i < COUNT(groups); i++)
        NODE_EACH (c, n, groups[i].name)
            groups[i].read(u, &r, c);
    record_detail(&u->a, &r, "submitted by", node_get(n, "SUBMITTED_BY"));
    record_detail(&u->a, &r, "submitted on", node_get(n, "SUBMITTED_ON"));
    for (size_t i = 0; i < COUNT(ignored); i++)
        node_ignore(n, ignored[i]);
    sink_leftovers(u->out, n);
    return sink_record(u->out, &u->a, &r, err);
}

static enum status take(void *ctx, struct node *n, struct error *err)
{
    struct un *u = ctx;
    if (str_is(n->name, "INDIVIDUAL"))
        return entry(u, n, KIND_PERSON, err);
    if (str_is(n->name, "ENTITY"))
        return entry(u, n, KIND_ORGANISATION, err);
    if (str_is(n->name, "CONSOLIDATED_LIST"))
        sink_generated(u->out, node_get(n, "dateGenerated"));
    sink_leftovers(u->out, n);
    return OK;
}

static const char *claims(struct str name, struct str head)
{
    (void)name;
    return str_is(xml_root_name(head), "CONSOLIDATED_LIST") ? "xml" : NULL;
}

static enum status parse(const struct input *in, struct sink *out, struct error *err)
{
    static const char *const records[] = {"INDIVIDUAL", "ENTITY", NULL};
    struct un u = {.list = in->list, .out = out, .a = {.limit = RECORD_BYTES_MAX}};
    if (in->count != 1 || !claims(in->files[0].name, str_span(in->files[0].bytes, 0, 4096)))
        return fault(err, ERR_INPUT, 0, "this is not the UN Consolidated List");
    sink_format(out, "xml");
    enum status rc = xml_read(in->files[0].bytes, records, take, &u, err);
    arena_free(&u.a);
    return rc;
}

const struct source source_un = {.name = "un", .claims = claims, .parse = parse};
