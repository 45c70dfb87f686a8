/* SPDX-License-Identifier: Apache-2.0 */
/* ch.c - SECO's SESAM list: programmes, places and targets in one XML file.
 *
 * Targets refer to programmes (through a set of measures) and to places by
 * number.  The dictionaries usually come first, but nothing says so, so the
 * bytes are read twice: once for the dictionaries, once for the targets.
 *
 * Targets stay in the file when they are let go.  The latest modification by
 * its day of effect tells, and such a record is handed on as delisted. */
#include "source/ch.h"

#include "format/xml.h"
#include "record/date.h"
#include "text/clean.h"

#include <stdlib.h>

/* One set of measures of a programme, in English. */
struct measure_set {
    struct str id, text, programme, key, origin;
};

struct reading {
    struct sink *out;
    struct str list;
    struct arena whole, own;
    VEC(struct measure_set) sets;
    VEC(struct ch_place) places;
    enum { DICTIONARIES, TARGETS } pass;
};

/* ---- Dictionaries. */

/* The child of that name in English, or the first in any language. */
static struct str english(const struct node *parent, const char *name)
{
    struct node *found = node_child(parent, name);
    NODE_EACH (n, parent, name) {
        if (str_is(node_get(n, "lang"), "eng")) {
            found = n;
            break;
        }
    }
    return node_text(found);
}

/* The texts in the other languages say the same. */
static void take_programme(struct reading *r, struct node *n)
{
    struct arena *a = &r->whole;
    struct str key = arena_copy(a, english(n, "program-key"));
    struct str name = text_clean(a, arena_copy(a, english(n, "program-name")));
    struct str origin = arena_copy(a, node_get(n, "origin"));
    NODE_EACH (s, n, "sanctions-set") {
        struct str id = node_get(s, "ssid"), lang = node_get(s, "lang");
        struct measure_set *set = NULL;
        for (size_t i = r->sets.count; i-- > 0 && !set;)
            if (str_equal(r->sets.at[i].id, id))
                set = &r->sets.at[i];
        if (set && !str_is(lang, "eng"))
            continue;
        if (!set)
            set = VEC_ADD(a, &r->sets);
        *set = (struct measure_set){arena_copy(a, id), text_clean(a, arena_copy(a, node_text(s))),
                                    name.len ? name : key, key, origin};
    }
    static const char *const known[] = {"ssid",        "version-date", "predecessor-version-date",
                                        "program-key", "program-name", "sanctions-set"};
    for (size_t i = 0; i < COUNT(known); i++)
        node_ignore(n, known[i]);
    sink_leftovers(r->out, n);
}

static void take_place(struct reading *r, struct node *n)
{
    struct arena *a = &r->whole;
    struct ch_place *p = VEC_ADD(a, &r->places);
    struct node *country = node_child(n, "country");
    struct str variant = {0};
    p->id = arena_copy(a, node_get(n, "ssid"));
    p->location = text_clean(a, arena_copy(a, node_get(n, "location")));
    p->area = text_clean(a, arena_copy(a, node_get(n, "area")));
    p->country = text_clean(a, arena_copy(a, node_text(country)));
    struct str code = node_get(country, "iso-code");
    if (!p->country.len)
        p->country = arena_copy(a, code);
    NODE_ALL (v, n) {
        if (!str_is(v->name, "location-variant") && !str_is(v->name, "area-variant"))
            continue;
        variant = variant.len ? arena_printf(a, "%.*s, %.*s", STRF(variant), STRF(node_text(v)))
                              : arena_copy(a, node_text(v));
        node_ignore_all(v);
    }
    if (variant.len)
        p->note = arena_printf(a, "also %.*s", STRF(variant));
    sink_leftovers(r->out, n);
}

static int by_place_id(const void *x, const void *y)
{
    return str_compare(((const struct ch_place *)x)->id, ((const struct ch_place *)y)->id);
}

/* ---- A target. */

static bool is_un_ref(struct str s)
{
    for (size_t i = 4; i < s.len; i++)
        if (s.s[i] < '0' || s.s[i] > '9')
            return false;
    return s.len == 7 && (s.s[2] == 'i' || s.s[2] == 'e') && s.s[3] == '.' && s.s[0] >= 'A' &&
           s.s[0] <= 'Z' && s.s[1] >= 'A' && s.s[1] <= 'Z';
}

static void take_foreign(struct ch *c, struct str id)
{
    if (is_un_ref(id))
        record_xref(c->a, &c->r, "un", id);
    else
        record_detail(c->a, &c->r, "foreign identifier", id);
}

static const struct measure_set *set_find(const struct reading *r, struct str id)
{
    for (size_t i = 0; i < r->sets.count; i++)
        if (str_equal(r->sets.at[i].id, id))
            return &r->sets.at[i];
    return NULL;
}

static bool add_regime(struct ch *c, struct str programme)
{
    struct str key = arena_printf(c->a, "ch:%.*s", STRF(programme));
    return key.len && programme.len && record_regime(c->a, &c->r, key.s);
}

/* "Financial measures, annex 2" states a measure; "Annex 2" does not, and then
 * the programme tells. */
static void take_set(struct reading *r, struct ch *c, struct str id)
{
    const struct measure_set *set = set_find(r, id);
    if (!set) {
        sink_unread(r->out, "sanctions set that the list does not have", id);
        record_text(c->a, &c->r.programmes, id);
        return;
    }
    record_text(c->a, &c->r.programmes, set->programme);
    record_text(c->a, &c->r.basis, set->text);
    record_detail(c->a, &c->r, "origin", set->origin);
    if (!str_is(str_of(measure_of(set->text)), "other"))
        record_measure(c->a, &c->r, set->text);
    else if (!add_regime(c, set->key) && !add_regime(c, set->programme))
        record_measure(c->a, &c->r, set->text.len ? set->text : set->programme);
}

/* Older files give the only set as an attribute. */
static void take_sets(struct reading *r, struct ch *c, const struct node *target)
{
    NODE_EACH (n, target, "sanctions-set-id")
        take_set(r, c, node_text(n));
}

/* "listed: published 2001-02-01, effective 2001-02-02", as a detail; the day
 * that counts is returned. */
static struct str modification_day(struct ch *c, const struct node *n)
{
    static const char *const days[] = {"effective", "published", "enacted"};
    struct str text[] = {node_get(n, "effective-date"), node_get(n, "publication-date"),
                         node_get(n, "enactment-date")};
    struct str type = node_get(n, "modification-type"), day = {0}, told = type;
    for (size_t i = 0; i < COUNT(text); i++) {
        struct str iso = date_iso(c->a, text[i], DATE_YMD);
        day = day.len ? day : iso;
        if (text[i].len)
            told = arena_printf(c->a, "%.*s, %s %.*s", STRF(told), days[i], STRF(text[i]));
    }
    if (day.len == 0)
        sink_unread(c->out, "date of modification", told);
    record_detail(c->a, &c->r, "modification", told);
    return day;
}

static void take_modifications(struct ch *c, const struct node *target)
{
    struct str latest = {0}, latest_type = {0};
    NODE_EACH (n, target, "modification") {
        struct str day = modification_day(c, n), type = node_get(n, "modification-type");
        if (str_is(type, "listed")) {
            if (!c->r.listed.len || str_compare(day, c->r.listed) < 0)
                c->r.listed = day;
        } else if (str_is(type, "amended")) {
            record_text(c->a, &c->r.amended, day);
        } else if (!str_is(type, "de-listed")) {
            sink_unread(c->out, "type of modification", type);
        }
        if (str_compare(day, latest) >= 0) {
            latest = day;
            latest_type = type;
        }
    }
    if (str_is(latest_type, "de-listed")) {
        c->r.standing = STANDING_DELISTED;
        c->r.ended = latest;
    }
}

static struct str persona_of(struct ch *c, const struct node *identity, bool several)
{
    struct str id = node_get(identity, "ssid");
    return several ? arena_printf(c->a, "identity %.*s", STRF(id)) : (struct str){0};
}

static void take_party(struct ch *c, struct node *party)
{
    struct node *one = node_child(party, "identity");
    bool several = one && node_next(one), first = true;
    NODE_EACH (n, party, "identity") {
        bool main_one = node_is_true(n, "main") || !several;
        ch_identity(c, n, persona_of(c, n, several), main_one && first);
        first = first && !main_one;
    }
    NODE_EACH (n, party, "justification")
        record_text(c->a, &c->r.reasons, text_unescape(c->a, node_text(n)));
    NODE_EACH (n, party, "other-information")
        record_text(c->a, &c->r.remarks, text_unescape(c->a, node_text(n)));
    NODE_EACH (n, party, "relation") {
        struct link *l = VEC_ADD(c->a, &c->r.links);
        l->type = node_get(n, "relation-type");
        l->ref = node_get(n, "target-id");
        l->note = text_clean(c->a, node_get(n, "remark"));
        if (!l->note.len)
            l->note = text_clean(c->a, node_text(n));
    }
    static const char *const numbered[] = {"justification", "other-information", "relation"};
    for (size_t i = 0; i < COUNT(numbered); i++)
        NODE_EACH (n, party, numbered[i])
            node_ignore(n, "ssid");
}

static void set_kind(struct ch *c, const struct node *target)
{
    struct node *person = node_child(target, "individual"), *object = node_child(target, "object");
    struct str sex = node_get(person, "sex"), type = node_get(object, "object-type");
    if (person)
        c->r.kind = KIND_PERSON;
    else if (node_child(target, "entity"))
        c->r.kind = KIND_ORGANISATION;
    else if (str_is(type, "vessel"))
        c->r.kind = KIND_VESSEL;
    else if (str_is(type, "aircraft"))
        c->r.kind = KIND_AIRCRAFT;
    else
        sink_unread(c->out, "kind of target", type);
    if (str_is(sex, "male") || str_is(sex, "female"))
        c->r.gender = sex;
    else if (sex.len)
        sink_unread(c->out, "sex", sex);
}

static enum status take_target(struct reading *r, struct node *n, struct error *err)
{
    struct ch c = {.a = &r->own,
                   .out = r->out,
                   .r = {.list = r->list, .ref = node_get(n, "ssid")},
                   .places = r->places.at,
                   .place_count = r->places.count};
    static const char *const parties[] = {"individual", "entity", "object"};
    arena_reset(&r->own);
    set_kind(&c, n);
    take_sets(r, &c, n);
    NODE_EACH (id, n, "foreign-identifier")
        take_foreign(&c, node_text(id));
    for (size_t i = 0; i < COUNT(parties); i++)
        NODE_EACH (party, n, parties[i])
            take_party(&c, party);
    NODE_EACH (info, n, "other-information")
        record_text(c.a, &c.r.remarks, text_unescape(c.a, node_text(info)));
    take_modifications(&c, n);
    sink_leftovers(r->out, n);
    return sink_record(r->out, &r->own, &c.r, err);
}

/* ---- The file. */

static void take_root(struct reading *r, struct node *n)
{
    struct str date = date_iso(&r->whole, node_get(n, "date"), DATE_YMD);
    sink_list_date(r->out, date);
    sink_generated(r->out, date);
    r->out->partial = str_is(node_get(n, "list-type"), "amendment");
    sink_leftovers(r->out, n);
}

static enum status take(void *ctx, struct node *n, struct error *err)
{
    struct reading *r = ctx;
    bool target = str_is(n->name, "target");
    if (r->pass == TARGETS)
        return target ? take_target(r, n, err) : OK;
    if (str_is(n->name, "swiss-sanctions-list"))
        take_root(r, n);
    else if (str_is(n->name, "sanctions-program"))
        take_programme(r, n);
    else if (str_is(n->name, "place"))
        take_place(r, n);
    else if (!target)
        sink_leftovers(r->out, n);
    if (r->whole.failed)
        return fault_at(err, ERR_MEMORY, n->line, 0, "no memory for the places and programmes");
    return OK;
}

static const char *claims(struct str name, struct str head)
{
    (void)name;
    return str_is(xml_root_name(head), "swiss-sanctions-list") ? "xml" : NULL;
}

static enum status parse(const struct input *in, struct sink *out, struct error *err)
{
    static const char *const records[] = {"sanctions-program", "place", "target", NULL};
    struct reading r = {.out = out, .list = in->list};
    if (in->count != 1)
        return fault(err, ERR_INPUT, 0, "one file expected, not %zu", in->count);
    if (!claims(in->files[0].name, str_span(in->files[0].bytes, 0, 4096)))
        return fault(err, ERR_INPUT, 0, "the root element is not swiss-sanctions-list");
    sink_format(out, "xml");
    enum status rc = xml_read(in->files[0].bytes, records, take, &r, err);
    if (!rc) {
        if (r.places.count)
            qsort(r.places.at, r.places.count, sizeof *r.places.at, by_place_id);
        r.pass = TARGETS;
        rc = xml_read(in->files[0].bytes, records, take, &r, err);
    }
    arena_free(&r.own);
    arena_free(&r.whole);
    return rc;
}

const struct source source_ch = {.name = "ch", .claims = claims, .parse = parse};
