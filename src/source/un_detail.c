/* SPDX-License-Identifier: Apache-2.0 */
/* un_detail.c - births, places and documents of the UN list.
 *
 * The schema asks for these elements even where there is nothing to say, so
 * that a third of them are blank.  Documents name their type in one field, in
 * two, or in the number itself, in three languages. */
#include "source/un.h"

#include "record/date.h"
#include "text/clean.h"

#include <string.h>

/* ---- Births. */

static bool says_nothing(struct str text)
{
    return text.len == 0 || str_is_nocase(text, "null") || str_is_nocase(text, "invalid date");
}

struct dating *un_birth_text(struct un *u, struct record *r, struct str text)
{
    struct arena *a = &u->a;
    text = text_clean(a, text);
    if (says_nothing(text))
        return vec_waste(sizeof(struct dating));
    struct dating *d = VEC_ADD(a, &r->births);
    *d = date_read(a, text, DATE_DMY);
    /* An age ("30-35 years old") is understood, but on what day it was so is not told. */
    if (d->from.year == 0 && str_find_nocase(text, STR("years old")) == SIZE_MAX)
        sink_unread(u->out, "date of birth", text);
    return d;
}

/* TYPE_OF_DATE is Exact, Approximately or Between; the last is told by its two
 * years.  A date may stand in the note alone ("Nov. 1973"). */
void un_birth(struct un *u, struct record *r, const struct node *n)
{
    struct str type = node_get(n, "TYPE_OF_DATE"), note = text_clean(&u->a, node_get(n, "NOTE"));
    struct str date = node_get(n, "DATE"), year = node_get(n, "YEAR");
    struct str from = node_get(n, "FROM_YEAR"), to = node_get(n, "TO_YEAR");
    bool circa = str_is_nocase(type, "approximately") || str_is_nocase(note, "approximately");
    if (type.len && !circa && !str_is_nocase(type, "exact") && !str_is_nocase(type, "between"))
        sink_unread(u->out, "type of date", type);
    if (from.len && to.len)
        from = arena_printf(&u->a, "%.*s to %.*s", STRF(from), STRF(to));
    const struct str said[] = {date, year, from.len ? from : to};
    bool any = false;
    for (size_t i = 0; i < COUNT(said); i++) {
        struct dating *d = un_birth_text(u, r, said[i]);
        d->circa = d->circa || circa;
        if (!str_is_nocase(note, "approximately"))
            d->note = note;
        any = any || !says_nothing(said[i]);
    }
    if (!any) {
        struct dating *d = un_birth_text(u, r, note);
        d->circa = d->circa || circa;
    }
}

/* ---- Places. */

static bool place_read(struct arena *a, const struct node *n, struct place *p)
{
    *p = (struct place){.street = text_clean(a, node_get(n, "STREET")),
                        .city = text_clean(a, node_get(n, "CITY")),
                        .region = text_clean(a, node_get(n, "STATE_PROVINCE")),
                        .postcode = text_clean(a, node_get(n, "ZIP_CODE")),
                        .country = text_clean(a, node_get(n, "COUNTRY")),
                        .note = text_clean(a, node_get(n, "NOTE"))};
    return p->street.len || p->city.len || p->region.len || p->postcode.len || p->country.len ||
           p->note.len;
}

void un_address(struct un *u, struct record *r, const struct node *n)
{
    struct place p;
    if (!place_read(&u->a, n, &p))
        return;
    struct place *added = VEC_ADD(&u->a, &r->addresses);
    *added = p;
}

void un_birth_place(struct un *u, struct record *r, const struct node *n)
{
    struct place p;
    if (!place_read(&u->a, n, &p))
        return;
    p.type = STR("birth");
    struct place *added = VEC_ADD(&u->a, &r->places);
    *added = p;
}

/* ---- Documents. */

/* The first word found decides, in any case; the more particular ones stand first. */
static const struct {
    const char *word, *type;
} papers[] = {
    {"birth certificate", "birth-certificate"},
    {"nationality", "nationality-certificate"},
    {"fiscal code", "tax"},
    {"social security", "social-security"},
    {"ssn", "social-security"},
    {"driv", "driving-licence"},
    {"voter", "voter-id"},
    {"student", "student-id"},
    {"ration card", "ration-card"},
    {"military", "military-id"},
    {"serviceman", "military-id"},
    {"fardc", "military-id"},
    {"residen", "residence-permit"},
    {"travel document", "travel-document"},
    {"laissez-passer", "travel-document"},
    {"passport", "passport"},
    {"passeport", "passport"},
    {"pasaporte", "passport"},
    {"national", "national-id"},
    {"identi", "national-id"},
    {"tazkira", "national-id"},
    {"personalausweis", "national-id"},
    {"bpa", "national-id"},
};

static struct str lower(struct arena *a, struct str s)
{
    char *to = arena_alloc(a, s.len + 1, 1);
    for (size_t i = 0; to && i < s.len; i++)
        to[i] = (char)(s.s[i] >= 'A' && s.s[i] <= 'Z' ? s.s[i] + 32 : s.s[i]);
    return (struct str){to, to ? s.len : 0};
}

static struct str paper_type(struct un *u, struct str words)
{
    words = lower(&u->a, words);
    for (size_t i = 0; words.len && i < COUNT(papers); i++)
        if (str_find(words, str_of(papers[i].word)) != SIZE_MAX)
            return str_of(papers[i].type);
    return (struct str){0};
}

/* TYPE_OF_DOCUMENT2 says more closely what TYPE_OF_DOCUMENT says, and so may
 * the words around a number. */
static struct str document_type(struct un *u, struct str first, struct str second,
                                struct str around)
{
    struct str type = paper_type(u, second);
    if (type.len == 0)
        type = paper_type(u, around);
    if (type.len == 0)
        type = paper_type(u, first);
    if (type.len == 0)
        type = lower(&u->a, second.len ? second : first);
    return type.len ? type : STR("document");
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool ends_number(char c)
{
    return c == ',' || c == ';' || c == '(' || c == ')' || (c >= 'a' && c <= 'z');
}

/* The number in words such as "Libyan passport number 347834, issued under …":
 * what stands behind "number" or "no." up to the next comma or small letter,
 * when it holds a digit.  Text that begins with a digit is a number itself. */
static struct str number_in(struct str words)
{
    static const char *const before[] = {"number", "no.", "no:", "SSN", "code:"};
    struct str rest = {0};
    for (size_t i = 0; i < COUNT(before) && rest.len == 0; i++) {
        size_t at = str_find_nocase(words, str_of(before[i]));
        if (at != SIZE_MAX)
            rest = text_strip(str_from(words, at + strlen(before[i])), ":");
    }
    if (rest.len == 0 && words.len && is_digit(words.s[0]))
        rest = words;
    size_t len = 0, digits = 0;
    while (len < rest.len && !ends_number(rest.s[len]))
        digits += is_digit(rest.s[len++]);
    return digits ? str_trim(str_span(rest, 0, len)) : (struct str){0};
}

static struct str joined(struct arena *a, struct str x, struct str y, const char *with)
{
    if (x.len == 0 || y.len == 0)
        return x.len ? x : y;
    return arena_printf(a, "%.*s%s%.*s", STRF(x), with, STRF(y));
}

static struct str issue_day(struct un *u, const struct node *n, const char *name)
{
    struct str text = node_get(n, name), iso = date_iso(&u->a, text, DATE_YMD);
    if (iso.len == 0 && !says_nothing(text))
        sink_unread(u->out, name, text);
    return iso.len || says_nothing(text) ? iso : text;
}

/* What is said of a document whose number is not. */
static void unnumbered_document(struct arena *a, struct record *r, struct str first,
                                const struct identifier *id)
{
    struct str said = str_is_nocase(id->note, "none") ? ((struct str){0}) : id->note;
    const struct {
        const char *before;
        struct str text;
    } more[] = {
        {"", id->issuer}, {"", id->country}, {"issued ", id->issued}, {"expires ", id->expires}};
    for (size_t i = 0; i < COUNT(more); i++)
        if (more[i].text.len)
            said = joined(a, said, arena_printf(a, "%s%.*s", more[i].before, STRF(more[i].text)),
                          ", ");
    if (said.len)
        record_detail(a, r, "document", joined(a, first, said, ": "));
}

void un_document(struct un *u, struct record *r, const struct node *n)
{
    struct arena *a = &u->a;
    struct str first = text_clean(a, node_get(n, "TYPE_OF_DOCUMENT"));
    struct str second = text_clean(a, node_get(n, "TYPE_OF_DOCUMENT2"));
    struct str number = node_get(n, "NUMBER"), note = text_clean(a, node_get(n, "NOTE"));
    struct str country = text_clean(a, node_get(n, "ISSUING_COUNTRY"));
    struct str issuer = text_clean(a, node_get(n, "COUNTRY_OF_ISSUE"));
    struct str around = text_clean(a, number);
    struct identifier id = {.type = document_type(u, first, second, around),
                            .country = country.len ? country : issuer,
                            .issued = issue_day(u, n, "DATE_OF_ISSUE"),
                            .expires = issue_day(u, n, "DATE_OF_EXPIRY"),
                            .note = joined(a, second, note, "; ")};
    if (str_equal(issuer, id.country))
        issuer = (struct str){0};
    id.issuer = joined(a, text_clean(a, node_get(n, "CITY_OF_ISSUE")), issuer, ", ");
    if (number.len == 0)
        number = number_in(second);
    if (number.len == 0 && second.len == 0) {
        number = number_in(note);
        id.type = document_type(u, first, second, note);
    }
    if (number.len == 0) {
        unnumbered_document(a, r, first, &id);
        return;
    }
    id.number = number;
    struct identifier *added = VEC_ADD(a, &r->identifiers);
    *added = id;
}
