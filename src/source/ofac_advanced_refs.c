/* SPDX-License-Identifier: Apache-2.0 */
/* ofac_advanced_refs.c - the first reading of ADVANCED_XML: all but the parties. */
#include "source/ofac_advanced.h"

#include "format/xml.h"
#include "record/date.h"

#include <stdio.h>
#include <stdlib.h>

/* ---- Reference values, by set and identifier. */

static size_t hash(struct str set, struct str id)
{
    uint64_t h = 1469598103934665603U; /* FNV-1a */
    for (size_t i = 0; i < set.len; i++)
        h = (h ^ (unsigned char)set.s[i]) * 1099511628211U;
    for (size_t i = 0; i < id.len; i++)
        h = (h ^ (unsigned char)id.s[i]) * 1099511628211U;
    return (size_t)(h ^ h >> 32);
}

static void slot_fill(struct advanced *x, size_t index)
{
    const struct ofac_value *v = &x->values.at[index];
    size_t at = hash(v->set, v->id) & (x->slot_count - 1);
    while (x->slots[at])
        at = (at + 1) & (x->slot_count - 1);
    x->slots[at] = (uint32_t)index + 1;
}

/* Twice as many slots when half are taken. */
static void slots_grow(struct advanced *x)
{
    if (x->slot_count > x->values.count * 2)
        return;
    size_t count = x->slot_count ? x->slot_count * 2 : 1024;
    uint32_t *slots = arena_alloc(&x->kept, count, sizeof *slots);
    if (!slots)
        return;
    x->slots = slots;
    x->slot_count = count;
    for (size_t i = 0; i + 1 < x->values.count; i++)
        slot_fill(x, i);
}

static void add_value(struct advanced *x, const struct node *n)
{
    static const char *const extras[] = {"PartyTypeID", "CountryID", "ISO2", "ScriptCode"};
    static const char *const texts[] = {"Description", "LegalBasisShortRef"};
    struct ofac_value v = {.id = node_get(n, "ID"), .text = str_trim(n->text)};
    for (size_t i = 0; i < COUNT(extras) && v.extra.len == 0; i++)
        v.extra = node_get(n, extras[i]);
    for (size_t i = 0; i < COUNT(texts) && v.text.len == 0; i++)
        v.text = node_get(n, texts[i]);
    struct ofac_value *to = VEC_ADD(&x->kept, &x->values);
    if (x->kept.failed)
        return;
    to->set = arena_copy(&x->kept, n->name);
    to->id = arena_copy(&x->kept, v.id);
    to->text = arena_copy(&x->kept, v.text);
    to->extra = arena_copy(&x->kept, v.extra);
    slots_grow(x);
    if (!x->kept.failed)
        slot_fill(x, x->values.count - 1);
}

const struct ofac_value *advanced_value(struct advanced *x, const char *set, struct str id)
{
    if (id.len == 0)
        return NULL;
    size_t at = x->slot_count ? hash(str_of(set), id) & (x->slot_count - 1) : 0;
    for (; x->slot_count && x->slots[at]; at = (at + 1) & (x->slot_count - 1)) {
        const struct ofac_value *v = &x->values.at[x->slots[at] - 1];
        if (str_is(v->set, set) && str_equal(v->id, id))
            return v;
    }
    char what[80];
    snprintf(what, sizeof what, "no value for %s", set);
    sink_unread(x->out, what, id);
    return NULL;
}

struct str advanced_text(struct advanced *x, const char *set, struct str id)
{
    const struct ofac_value *v = advanced_value(x, set, id);
    return v ? v->text : (struct str){0};
}

/* ---- Dates. */

static struct day read_day(const struct node *n)
{
    return date_of_parts(node_get(n, "Year"), node_get(n, "Month"), node_get(n, "Day")).from;
}

struct str advanced_date(struct arena *a, const struct node *n)
{
    return n ? date_text(a, read_day(n)) : (struct str){0};
}

struct dating advanced_period(const struct node *n)
{
    const struct node *start = node_child(n, "Start"), *end = node_child(n, "End");
    struct dating d = {.from = read_day(node_child(start, "From")),
                       .to = read_day(node_child(end, "To"))};
    d.circa = node_is_true(start, "Approximate") || node_is_true(end, "Approximate");
    /* The inner ends, the Fixed flags and the calendar's number say no more. */
    NODE_ALL (child, n)
        node_ignore_all(child);
    return ofac_whole_years(d);
}

/* ---- What is kept. */

static struct str keep(struct advanced *x, struct str s)
{
    return s.len ? arena_copy(&x->kept, s) : s;
}

static struct ofac_said *say(struct advanced *x, char kind, struct str id)
{
    size_t order = x->said.count;
    struct ofac_said *s = VEC_ADD(&x->kept, &x->said);
    s->key = arena_printf(&x->kept, "%c%.*s", kind, STRF(id));
    s->order = order;
    return s;
}

static void add_location(struct advanced *x, const struct node *n)
{
    struct ofac o = {&x->a, NULL, x->out, NULL};
    struct place p = {0};
    struct str lines[3] = {{0}};
    const struct ofac_value *area =
        advanced_value(x, "AreaCode", node_get(node_child(n, "LocationAreaCode"), "AreaCodeID"));
    struct str country =
        advanced_text(x, "Country", node_get(node_child(n, "LocationCountry"), "CountryID"));
    if (country.len == 0 && area)
        country = area->extra.len ? advanced_text(x, "Country", area->extra) : area->text;
    NODE_EACH (part, n, "LocationPart") {
        struct str role = advanced_text(x, "LocPartType", node_get(part, "LocPartTypeID"));
        NODE_EACH (value, part, "LocationPartValue") {
            ofac_address_part(&o, &p, lines, role, node_get(value, "Value"));
            p.note = ofac_join(&o, p.note, node_get(value, "Comment"));
            node_ignore(value, "Primary");
            node_ignore(value, "LocPartValueTypeID");
            node_ignore(value, "LocPartValueStatusID");
        }
    }
    node_ignore(n, "FeatureVersionReference");
    node_ignore(node_child(n, "LocationCountry"), "CountryRelevanceID");
    struct ofac_location *l = VEC_ADD(&x->kept, &x->locations);
    l->id = keep(x, node_get(n, "ID"));
    l->country = l->place.country = country;
    l->place.street = keep(x, ofac_street(&o, lines[0], lines[1], lines[2]));
    l->place.city = keep(x, p.city);
    l->place.region = keep(x, p.region);
    l->place.postcode = keep(x, p.postcode);
    l->place.text = keep(x, p.text);
    l->place.note = keep(x, ofac_join(&o, p.note, node_get(n, "Comment")));
}

static void add_paper(struct advanced *x, const struct node *n)
{
    struct ofac o = {&x->a, NULL, x->out, NULL};
    struct ofac_fact *f = NEW(&x->kept, struct ofac_fact);
    if (!f)
        return;
    f->label = advanced_text(x, "IDRegDocType", node_get(n, "IDRegDocTypeID"));
    f->value = keep(x, node_get(n, "IDRegistrationNo"));
    f->country = advanced_text(x, "Country", node_get(n, "IssuedBy-CountryID"));
    f->issuer = keep(x, node_get(n, "IssuingAuthority"));
    struct str validity = advanced_text(x, "Validity", node_get(n, "ValidityID"));
    struct str note = str_is_nocase(validity, "valid") ? STR("") : validity;
    NODE_EACH (date, n, "DocumentDate") {
        struct str type =
            advanced_text(x, "IDRegDocDateType", node_get(date, "IDRegDocDateTypeID"));
        struct dating when = advanced_period(node_child(date, "DatePeriod"));
        struct str day = date_text(&x->kept, when.from);
        if (str_find_nocase(type, STR("issue")) != SIZE_MAX)
            f->issued = day;
        else if (str_find_nocase(type, STR("expir")) != SIZE_MAX)
            f->expires = day;
        else
            note = ofac_join(&o, note, arena_printf(o.a, "%.*s %.*s", STRF(type), STRF(day)));
    }
    f->note = keep(x, ofac_join(&o, note, node_get(n, "Comment")));
    node_ignore(n, "DocumentedNameReference");
    struct ofac_said *s = say(x, 'i', node_get(n, "IdentityID"));
    s->what = SAID_PAPER;
    s->fact = f;
    s->more = keep(x, node_get(n, "IssuedIn-LocationID"));
    node_ignore(n, "ID");
}

static void add_relationship(struct advanced *x, const struct node *n)
{
    struct ofac o = {&x->kept, NULL, x->out, NULL};
    struct str relation = advanced_text(x, "RelationType", node_get(n, "RelationTypeID"));
    struct str quality = node_get(n, "RelationQualityID"), note = keep(x, node_get(n, "Comment"));
    if (quality.len)
        quality = advanced_text(x, "RelationQuality", quality);
    if (quality.len && !str_is_nocase(quality, "unknown"))
        note = ofac_join(&o, arena_printf(o.a, "quality %.*s", STRF(quality)), note);
    if (node_is_true(n, "Former"))
        note = ofac_join(&o, STR("former"), note);
    struct ofac_said *s = say(x, 'p', node_get(n, "From-ProfileID"));
    s->what = SAID_LINK;
    s->text = relation;
    s->more = keep(x, node_get(n, "To-ProfileID"));
    s->note = note;
    node_ignore(n, "SanctionsEntryID");
    node_ignore(n, "ID");
}

static void entry_event(struct advanced *x, const struct node *n, struct str profile,
                        struct str *since)
{
    struct str basis = node_get(n, "LegalBasisID"), date;
    if (basis.len) {
        struct ofac_said *s = say(x, 'p', profile);
        s->what = SAID_BASIS;
        s->text = advanced_text(x, "LegalBasis", basis);
    }
    if (node_get(n, "Comment").len) {
        struct ofac_said *s = say(x, 'p', profile);
        s->what = SAID_NOTE;
        s->text = keep(x, node_get(n, "Comment"));
        s->more = STR("entry event");
    }
    date = advanced_date(&x->kept, node_child(n, "Date"));
    if (date.len && (since->len == 0 || str_compare(date, *since) < 0))
        *since = date;
    node_ignore(node_child(n, "Date"), "CalendarTypeID");
    node_ignore(n, "EntryEventTypeID");
    node_ignore(n, "ID");
}

/* The measure "Program" names a programme in its comment. */
static void entry_measure(struct advanced *x, const struct node *n, struct str profile)
{
    struct str type = advanced_text(x, "SanctionsType", node_get(n, "SanctionsTypeID"));
    struct str comment = keep(x, node_get(n, "Comment"));
    bool programme = str_is_nocase(type, "Program") && comment.len;
    struct ofac_said *s = say(x, 'p', profile);
    s->what = programme ? SAID_PROGRAMME : SAID_MEASURE;
    s->text = programme ? comment : type;
    if (!programme && comment.len) {
        s = say(x, 'p', profile);
        s->what = SAID_NOTE;
        s->text = comment;
        s->more = type;
    }
    node_ignore(n, "ID");
    NODE_EACH (period, n, "DatePeriod")
        node_ignore_all(period);
}

static void add_entry(struct advanced *x, const struct node *n)
{
    struct str profile = node_get(n, "ProfileID"), since = {0};
    struct str list = advanced_text(x, "List", node_get(n, "ListID"));
    NODE_EACH (event, n, "EntryEvent")
        entry_event(x, event, profile, &since);
    NODE_EACH (measure, n, "SanctionsMeasure")
        entry_measure(x, measure, profile);
    static const char *const notes[] = {"LimitationsToListing", "SupportingInfo"};
    for (size_t i = 0; i < COUNT(notes); i++) {
        NODE_EACH (note, n, notes[i]) {
            struct str text = node_text(note);
            struct ofac_said *s = say(x, 'p', profile);
            s->what = SAID_NOTE;
            s->text = keep(x, text.len ? text : node_get(note, "Comment"));
            s->more = str_of(notes[i]);
        }
    }
    struct ofac_said *s = say(x, 'p', profile);
    s->what = SAID_LIST;
    s->text = list;
    s->more = since;
    node_ignore(n, "ID");
}

/* ---- The first reading. */

static void issued(struct advanced *x, const struct node *n)
{
    struct str issued = advanced_date(&x->a, n);
    sink_list_date(x->out, issued);
    sink_generated(x->out, issued);
    node_ignore(n, "CalendarTypeID");
}

/* Only part of a list is in a file that stands on another one. */
static void root(struct advanced *x, const struct node *n)
{
    node_ignore(n, "Version");
    if (node_get(n, "DeltaBaseVersion").len)
        x->out->partial = true;
}

static enum status collect(void *ctx, struct node *n, struct error *err)
{
    static const struct {
        const char *name;
        void (*take)(struct advanced *x, const struct node *n);
    } takers[] = {
        {"Location", add_location},    {"IDRegDocument", add_paper},
        {"SanctionsEntry", add_entry}, {"ProfileRelationship", add_relationship},
        {"DateOfIssue", issued},       {"Sanctions", root},
    };
    struct advanced *x = ctx;
    if (str_is(n->name, "DistinctParty"))
        return OK;
    size_t i = 0;
    while (i < COUNT(takers) && !str_is(n->name, takers[i].name))
        i++;
    if (i < COUNT(takers))
        takers[i].take(x, n);
    else if (node_child(n, "ID"))
        add_value(x, n), node_ignore_all(n);
    sink_leftovers(x->out, n);
    arena_reset(&x->a);
    if (x->kept.failed || x->a.failed)
        return fault(err, ERR_MEMORY, 0, "the reference values need more memory than is allowed");
    return OK;
}

static int said_order(const void *x, const void *y)
{
    const struct ofac_said *a = x, *b = y;
    int order = str_compare(a->key, b->key);
    return order ? order : (a->order > b->order) - (a->order < b->order);
}

static int location_order(const void *x, const void *y)
{
    const struct ofac_location *a = x, *b = y;
    return str_compare(a->id, b->id);
}

const char *const advanced_records[] = {
    "DateOfIssue",         "Location", "IDRegDocument", "DistinctParty", "SanctionsEntry",
    "ProfileRelationship", NULL};

enum status advanced_collect(struct advanced *x, struct error *err)
{
    enum status rc = xml_read(x->in->files[0].bytes, advanced_records, collect, x, err);
    if (!rc && x->said.count)
        qsort(x->said.at, x->said.count, sizeof *x->said.at, said_order);
    if (!rc && x->locations.count)
        qsort(x->locations.at, x->locations.count, sizeof *x->locations.at, location_order);
    return rc;
}

const struct ofac_location *advanced_location(struct advanced *x, struct str id)
{
    struct ofac_location key = {.id = id}, *found = NULL;
    if (x->locations.count)
        found = bsearch(&key, x->locations.at, x->locations.count, sizeof key, location_order);
    if (!found)
        sink_unread(x->out, "no location", id);
    return found;
}

const struct ofac_said *advanced_said(const struct advanced *x, char kind, struct str id,
                                      size_t *count)
{
    char text[64];
    int len = snprintf(text, sizeof text, "%c%.*s", kind, STRF(str_span(id, 0, 60)));
    struct str key = {text, (size_t)len};
    size_t low = 0, high = x->said.count;
    while (low < high) {
        size_t mid = (low + high) / 2;
        if (str_compare(x->said.at[mid].key, key) < 0)
            low = mid + 1;
        else
            high = mid;
    }
    for (*count = 0; low + *count < x->said.count; ++*count)
        if (!str_equal(x->said.at[low + *count].key, key))
            break;
    return x->said.at + low;
}
