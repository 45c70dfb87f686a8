/* SPDX-License-Identifier: Apache-2.0 */
/* ch_identity.c - a persona: names, dates, places and documents that belong together.
 *
 * A name is parts in an order; a part may have variants by language and script.
 * Each pair of language and script makes a further name, in which the parts
 * that have no such variant stay as they are. */
#include "format/node.h"
#include "record/date.h"
#include "source/ch.h"
#include "text/clean.h"

#include <stdlib.h>

/* ---- Names. */

static const struct {
    const char *type;
    enum part part;
} part_types[] = {
    {"given-name", PART_GIVEN},   {"further-given-name", PART_MIDDLE},
    {"father-name", PART_FATHER}, {"grand-father-name", PART_GRANDFATHER},
    {"family-name", PART_FAMILY}, {"maiden-name", PART_MAIDEN},
    {"tribal-name", PART_TRIBAL}, {"title", PART_TITLE},
    {"suffix", PART_SUFFIX},      {"whole-name", PART_OTHER},
    {"other", PART_OTHER},
};

struct name_piece {
    uint64_t order;
    size_t place; /* in the file, where orders are equal */
    enum part part;
    bool whole;
    const struct node *node;
    struct str value;
};

static int by_order(const void *x, const void *y)
{
    const struct name_piece *a = x, *b = y;
    int order = (a->order > b->order) - (a->order < b->order);
    return order ? order : (a->place > b->place) - (a->place < b->place);
}

static struct name_piece *read_pieces(struct ch *c, const struct node *name, size_t *count)
{
    VEC(struct name_piece) pieces = {0};
    NODE_EACH (n, name, "name-part") {
        struct str type = node_get(n, "name-part-type"), order = node_get(n, "order");
        struct name_piece *p = VEC_ADD(c->a, &pieces);
        size_t i = 0;
        while (i < COUNT(part_types) && !str_is(type, part_types[i].type))
            i++;
        if (i == COUNT(part_types))
            sink_unread(c->out, "type of name part", type);
        p->part = i < COUNT(part_types) ? part_types[i].part : PART_OTHER;
        p->whole = str_is(type, "whole-name");
        p->place = pieces.count;
        p->node = n;
        p->value = node_get(n, "value");
        if (order.len && !str_number(order, 1000, &p->order))
            sink_unread(c->out, "order of name part", order);
    }
    if (pieces.count)
        qsort(pieces.at, pieces.count, sizeof *pieces.at, by_order);
    *count = pieces.count;
    return pieces.at;
}

/* Language and script of variants, and which of several variants of one part. */
struct variant {
    struct str lang, script;
    size_t nth;
};

static struct str piece_value(const struct name_piece *p, const struct variant *v)
{
    struct str value = p->value;
    size_t seen = 0;
    if (!v)
        return value;
    NODE_EACH (n, p->node, "spelling-variant") {
        if (!str_equal(node_get(n, "lang"), v->lang) ||
            !str_equal(node_get(n, "script"), v->script))
            continue;
        if (seen == 0 || seen == v->nth)
            value = node_text(n);
        seen++;
    }
    return value;
}

static enum quality quality_of(struct ch *c, const struct node *name, bool first)
{
    struct str type = node_get(name, "name-type"), quality = node_get(name, "quality");
    bool weak = str_is(quality, "low");
    if (quality.len && !weak && !str_is(quality, "good"))
        sink_unread(c->out, "quality of name", quality);
    if (str_is(type, "formerly-known-as"))
        return QUALITY_FORMER;
    if (str_is(type, "primary-name") && first)
        return QUALITY_PRIMARY;
    if (!str_is(type, "primary-name") && !str_is(type, "alias"))
        sink_unread(c->out, "type of name", type);
    return weak ? QUALITY_WEAK : QUALITY_STRONG;
}

/* Titles are parts of the name, but not of its text. */
static void add_name(struct ch *c, const struct name_piece *piece, size_t count,
                     const struct variant *v, enum quality quality, struct str persona)
{
    str_vec text = {0};
    for (size_t i = 0; i < count; i++)
        if (piece[i].part != PART_TITLE)
            *(struct str *)VEC_ADD(c->a, &text) = piece_value(&piece[i], v);
    struct str whole = name_join(c->a, text.at, text.count);
    bool original = v && !str_is(str_of(text_script(whole)), "Latn");
    struct name *n = record_name(c->a, &c->r, original ? QUALITY_ORIGINAL : quality, whole);
    for (size_t i = 0; i < count; i++)
        if (!piece[i].whole)
            name_part(c->a, n, piece[i].part, piece_value(&piece[i], v));
    n->note = persona;
    if (v)
        n->language = v->lang;
    if (original && v->script.len)
        n->script = v->script;
}

static bool variant_known(const struct variant *v, size_t count, const struct variant *w)
{
    for (size_t i = 0; i < count; i++)
        if (str_equal(v[i].lang, w->lang) && str_equal(v[i].script, w->script) &&
            v[i].nth == w->nth)
            return true;
    return false;
}

static void add_variants(struct ch *c, const struct name_piece *piece, size_t count,
                         enum quality quality, struct str persona)
{
    VEC(struct variant) done = {0};
    for (size_t i = 0; i < count; i++)
        NODE_EACH (n, piece[i].node, "spelling-variant") {
            struct variant v = {node_get(n, "lang"), node_get(n, "script"), 0};
            NODE_EACH (before, piece[i].node, "spelling-variant") {
                if (before == n)
                    break;
                v.nth += str_equal(node_get(before, "lang"), v.lang) &&
                         str_equal(node_get(before, "script"), v.script);
            }
            if (variant_known(done.at, done.count, &v))
                continue;
            *(struct variant *)VEC_ADD(c->a, &done) = v;
            add_name(c, piece, count, &v, quality, persona);
        }
}

static void take_name(struct ch *c, const struct node *name, struct str persona, bool first)
{
    size_t count, before = c->r.names.count;
    struct name_piece *piece = read_pieces(c, name, &count);
    enum quality quality = quality_of(c, name, first);
    add_name(c, piece, count, NULL, quality, persona);
    if (c->r.names.count > before)
        c->r.names.at[before].language = node_get(name, "lang");
    add_variants(c, piece, count, quality == QUALITY_PRIMARY ? QUALITY_STRONG : quality, persona);
    for (size_t i = 0; i < count; i++)
        if (piece[i].part == PART_TITLE)
            record_text(c->a, &c->r.titles, piece[i].value);
    node_ignore(name, "ssid");
}

/* ---- Dates, places, countries. */

/* What is there of the two, "one; two" for both. */
static struct str both(struct arena *a, struct str one, struct str two)
{
    if (one.len && two.len)
        return arena_printf(a, "%.*s; %.*s", STRF(one), STRF(two));
    return one.len ? one : two;
}

static void take_date(struct ch *c, const struct node *n, struct str persona)
{
    bool person = c->r.kind == KIND_PERSON || c->r.kind == KIND_UNKNOWN;
    struct str year = node_get(n, "year"), month = node_get(n, "month"), day = node_get(n, "day");
    struct str calendar = node_get(n, "calendar"), quality = node_get(n, "quality");
    struct dating d = date_of_parts(year, month, day);
    node_ignore(n, "ssid");
    if (!day_known(d.from)) {
        d.text = arena_printf(c->a, "%.*s-%.*s-%.*s", STRF(year), STRF(month), STRF(day));
        sink_unread(c->out, "date", d.text);
    }
    if (calendar.len && !str_is_nocase(calendar, "gregorian"))
        d.calendar = calendar;
    if (quality.len && !str_is(quality, "good"))
        d.note = arena_printf(c->a, "quality %.*s", STRF(quality));
    d.note = both(c->a, d.note, persona);
    if (!person)
        d.type = STR("founded");
    struct dating *place = person ? VEC_ADD(c->a, &c->r.births) : VEC_ADD(c->a, &c->r.dates);
    *place = d;
}

static int place_compare(const void *key, const void *item)
{
    return str_compare(*(const struct str *)key, ((const struct ch_place *)item)->id);
}

static struct place place_at(struct ch *c, const struct node *n)
{
    struct str id = node_get(n, "place-id");
    const struct ch_place *p =
        c->place_count ? bsearch(&id, c->places, c->place_count, sizeof *p, place_compare) : NULL;
    if (id.len && !p)
        sink_unread(c->out, "place that the list does not have", id);
    if (!p)
        return (struct place){0};
    return (struct place){
        .city = p->location, .region = p->area, .country = p->country, .note = p->note};
}

static void take_birth_place(struct ch *c, const struct node *n, struct str persona)
{
    struct place *p = VEC_ADD(c->a, &c->r.places);
    *p = place_at(c, n);
    p->type = STR("birth");
    p->note = both(c->a, p->note, persona);
    node_ignore(n, "ssid");
}

static void take_address(struct ch *c, const struct node *n, struct str persona)
{
    struct place *p = VEC_ADD(c->a, &c->r.addresses);
    *p = place_at(c, n);
    struct str street[] = {node_get(n, "c-o"), node_get(n, "address-details"),
                           node_get(n, "p-o-box")};
    p->street = text_clean(c->a, name_join(c->a, street, COUNT(street)));
    p->postcode = text_clean(c->a, node_get(n, "zip-code"));
    NODE_EACH (r, n, "remarks")
        p->note = both(c->a, p->note, text_clean(c->a, node_text(r)));
    p->note = both(c->a, p->note, persona);
    node_ignore(n, "ssid");
    node_ignore(n, "main");
}

static void take_nationality(struct ch *c, const struct node *n, struct str persona)
{
    NODE_EACH (country, n, "country") {
        size_t before = c->r.countries.count;
        record_country(c->a, &c->r, "nationality", node_text(country),
                       node_get(country, "iso-code"));
        if (c->r.countries.count > before)
            c->r.countries.at[before].note = persona;
    }
    node_ignore(n, "ssid");
}

static void take_document(struct ch *c, const struct node *n, struct str persona)
{
    struct str type = node_get(n, "document-type");
    struct identifier *id = record_identifier(
        c->a, &c->r, str_is(type, "id-card") ? STR("national-id") : type, node_get(n, "number"));
    struct node *issuer = node_child(n, "issuer");
    struct str code = node_get(issuer, "code");
    id->issuer = text_clean(c->a, node_text(issuer));
    id->country = code.len ? code : node_get(issuer, "iso-code");
    id->issued = date_iso(c->a, node_get(n, "date-of-issue"), DATE_YMD);
    id->expires = date_iso(c->a, node_get(n, "expiry-date"), DATE_YMD);
    NODE_EACH (remark, n, "remark")
        id->note = both(c->a, id->note, text_clean(c->a, node_text(remark)));
    id->note = both(c->a, id->note, persona);
    node_ignore(n, "ssid");
}

void ch_identity(struct ch *c, const struct node *identity, struct str persona, bool first)
{
    NODE_EACH (n, identity, "name")
        take_name(c, n, persona, first);
    NODE_EACH (n, identity, "day-month-year")
        take_date(c, n, persona);
    NODE_EACH (n, identity, "place-of-birth")
        take_birth_place(c, n, persona);
    NODE_EACH (n, identity, "address")
        take_address(c, n, persona);
    NODE_EACH (n, identity, "nationality")
        take_nationality(c, n, persona);
    NODE_EACH (n, identity, "identification-document")
        take_document(c, n, persona);
}
