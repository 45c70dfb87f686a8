/* SPDX-License-Identifier: Apache-2.0 */
/* eu_fsd.c - an `ENTITY` of the EU's files before 2018 (FSD XML, CSV 1.0).
 *
 * Countries are ISO alpha-3 codes, dates of birth and documents are written
 * out: "1963 - 1968 (approximative)", "D 000952 (passport-National passport)
 * [known to be expired](issued in Kabul)". */
#include "source/eu.h"

#include "record/date.h"
#include "text/clean.h"

/* Keys of the file; and under which programme and act a detail came in, of
 * which the day is kept. */
static const char *const ignored[] = {"Id", "Entity_id", "legal_basis", "pdf_link", "programme"};

static void act(struct eu *e, struct eu_party *p, const struct node *n)
{
    for (size_t i = 0; i < COUNT(ignored); i++)
        node_ignore(n, ignored[i]);
    eu_add_day(e, &p->acts, "reg_date", node_get(n, "reg_date"));
}

/* Spreadsheets write a line break as \n. */
static struct str unbroken(struct eu *e, struct str text)
{
    struct str all = {0}, head;
    while (text.len) {
        text = str_cut_at(text, STR("\\n"), &head);
        all = eu_join(e, all, " ", str_trim(head));
    }
    return text_clean(&e->a, all);
}

static void name(struct eu *e, struct eu_party *p, const struct node *n)
{
    eu_add_name(e, p,
                (struct eu_name){.whole = node_get(n, "WHOLENAME"),
                                 .first = node_get(n, "FIRSTNAME"),
                                 .middle = node_get(n, "MIDDLENAME"),
                                 .last = node_get(n, "LASTNAME"),
                                 .title = node_get(n, "TITLE"),
                                 .function = node_get(n, "FUNCTION"),
                                 .gender = node_get(n, "GENDER"),
                                 .language = node_get(n, "LANGUAGE"),
                                 .id = node_get(n, "Id")});
    act(e, p, n);
}

static void address(struct eu *e, struct eu_party *p, const struct node *n)
{
    struct place place = {.street = eu_join(e, eu_get(e, n, "NUMBER"), " ", eu_get(e, n, "STREET")),
                          .city = eu_get(e, n, "CITY"),
                          .postcode = eu_get(e, n, "ZIPCODE"),
                          .country = eu_get(e, n, "COUNTRY")};
    place.note = eu_add_contacts(e, p, unbroken(e, node_get(n, "OTHER")));
    act(e, p, n);
    if (place.street.len || place.city.len || place.postcode.len || place.country.len ||
        place.note.len) {
        struct place *added = VEC_ADD(&e->a, &p->r.addresses);
        *added = place;
    }
}

static void birth(struct eu *e, struct eu_party *p, const struct node *n)
{
    static const struct str about = {" (approximative)", sizeof " (approximative)" - 1};
    struct str date = eu_get(e, n, "DATE");
    struct place place = {
        .type = STR("birth"), .text = eu_get(e, n, "PLACE"), .country = eu_get(e, n, "COUNTRY")};
    bool circa = str_ends(date, about);
    act(e, p, n);
    if (circa)
        date = str_span(date, 0, date.len - about.len);
    if (date.len) {
        struct dating d = date_read(&e->a, date, DATE_YMD);
        d.circa = d.circa || circa;
        eu_add_dating(e, p, d);
    }
    if (place.text.len || place.country.len) {
        struct place *added = VEC_ADD(&e->a, &p->r.places);
        *added = place;
    }
}

/* The bracket "(code-Description)" that ends the number, or SIZE_MAX. */
static size_t type_bracket(struct str number, struct str *code, struct str *rest)
{
    for (size_t i = 0; i < number.len; i++) {
        struct str inside, head;
        if (number.s[i] != '(')
            continue;
        *rest = str_cut(str_from(number, i + 1), ')', &inside);
        str_cut(inside, '-', &head);
        *code = head;
        if (head.len < inside.len && eu_paper(head).len)
            return i;
    }
    return SIZE_MAX;
}

static void document(struct eu *e, struct eu_party *p, const struct node *n)
{
    struct str text = node_get(n, "NUMBER"), code = {0}, rest = {0};
    size_t end = type_bracket(text, &code, &rest);
    struct str country = eu_get(e, n, "COUNTRY");
    act(e, p, n);
    if (end == SIZE_MAX)
        sink_unread(e->out, "document", text);
    struct str number = end == SIZE_MAX ? text : text_strip(str_span(text, 0, end), "\"");
    struct str type = end == SIZE_MAX ? STR("other") : eu_paper(code);
    rest = text_strip(unbroken(e, rest), "\"");
    if (number.len == 0) {
        record_detail(&e->a, &p->r, "identification", eu_join(e, type, ": ", rest));
        return;
    }
    struct identifier *id = record_identifier(&e->a, &p->r, type, number);
    id->country = country;
    id->note = rest;
}

static void citizen(struct eu *e, struct eu_party *p, const struct node *n)
{
    record_country(&e->a, &p->r, "citizenship", eu_get(e, n, "COUNTRY"), (struct str){0});
    act(e, p, n);
}

static const struct {
    const char *name;
    void (*read)(struct eu *e, struct eu_party *p, const struct node *n);
} groups[] = {{"NAME", name},
              {"BIRTH", birth},
              {"ADDRESS", address},
              {"PASSPORT", document},
              {"CITIZEN", citizen}};

/* An entity under several acts has them all in the rows of CSV 1.0. */
static void legal(struct eu *e, struct eu_party *p, const struct node *n)
{
    struct str programme = eu_get(e, n, "programme");
    eu_add_programme(e, p, programme);
    eu_add_basis(e, p, eu_get(e, n, "legal_basis"), programme);
    eu_add_day(e, &p->acts, "reg_date", node_get(n, "reg_date"));
    record_text(&e->a, &p->r.sources, node_get(n, "pdf_link"));
    NODE_EACH (remark, n, "remark")
        eu_add_remark(e, p, unbroken(e, node_text(remark)));
}

void eu_fsd_entity(struct eu *e, struct eu_party *p, struct node *n)
{
    struct str id = node_get(n, "Id");
    node_ignore(n, "EU_ref_num"); /* the reference, taken by eu_key */
    if (p->r.native.len == 0)
        p->r.native = id;
    else
        record_detail(&e->a, &p->r, "logical id", id);
    eu_add_kind(e, p, node_get(n, "Type"));
    legal(e, p, n);
    NODE_EACH (more, n, "LEGAL")
        legal(e, p, more);
    for (size_t i = 0; i < COUNT(groups); i++)
        NODE_EACH (c, n, groups[i].name)
            groups[i].read(e, p, c);
}
