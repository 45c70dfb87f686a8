/* SPDX-License-Identifier: Apache-2.0 */
/* ofac_xml.c - the legacy XML (SDN.XML, CONSOLIDATED.XML): sdnList/sdnEntry.
 *
 * idList is a bag: besides papers it holds gender, sanctions information, web
 * sites and whatever else OFAC has no column for, each under its label, which
 * is for ofac_facts.c. */
#include "source/ofac.h"

#include "format/xml.h"
#include "record/date.h"

struct legacy {
    const struct input *in;
    struct sink *out;
    struct arena a;
    struct ofac_memory memory;
};

static void names(struct ofac *o, const struct node *e)
{
    ofac_split_name(o, QUALITY_PRIMARY, node_get(e, "lastName"), node_get(e, "firstName"));
    struct node *list = node_child(e, "akaList");
    NODE_EACH (aka, list, "aka") {
        struct str note, category = node_get(aka, "category");
        enum quality quality = ofac_alias(o, node_get(aka, "type"), &note);
        if (str_is_nocase(category, "weak"))
            quality = ofac_weaken(quality, &note);
        else if (!str_is_nocase(category, "strong") && category.len)
            sink_unread(o->out, "category of an alias", category);
        struct name *n =
            ofac_split_name(o, quality, node_get(aka, "lastName"), node_get(aka, "firstName"));
        n->note = note;
        node_ignore(aka, "uid");
    }
}

static void addresses(struct ofac *o, const struct node *e)
{
    struct node *list = node_child(e, "addressList");
    NODE_EACH (n, list, "address") {
        struct place *p = VEC_ADD(o->a, &o->r->addresses);
        p->street = ofac_street(o, node_get(n, "address1"), node_get(n, "address2"),
                                node_get(n, "address3"));
        p->city = ofac_text(o, node_get(n, "city"));
        p->region = ofac_text(o, node_get(n, "stateOrProvince"));
        p->postcode = ofac_text(o, node_get(n, "postalCode"));
        p->country = ofac_text(o, node_get(n, "country"));
        node_ignore(n, "uid");
    }
}

/* Lists of one text each, and the labels that OFAC's other formats have for them. */
static void simple_lists(struct ofac *o, const struct node *e)
{
    static const struct {
        const char *list, *item, *text, *label;
    } lists[] = {
        {"dateOfBirthList", "dateOfBirthItem", "dateOfBirth", "Birthdate"},
        {"placeOfBirthList", "placeOfBirthItem", "placeOfBirth", "Place of Birth"},
        {"nationalityList", "nationality", "country", "Nationality Country"},
        {"citizenshipList", "citizenship", "country", "Citizenship Country"},
    };
    for (size_t i = 0; i < COUNT(lists); i++) {
        struct node *list = node_child(e, lists[i].list);
        NODE_EACH (n, list, lists[i].item) {
            struct ofac_fact f = {.label = str_of(lists[i].label),
                                  .value = node_get(n, lists[i].text)};
            ofac_fact(o, &f);
            node_ignore(n, "uid");
            node_ignore(n, "mainEntry");
        }
    }
}

static void vessel(struct ofac *o, const struct node *e)
{
    static const struct {
        const char *element, *label;
    } fields[] = {
        {"callSign", "Vessel Call Sign"},
        {"vesselType", "VESSEL TYPE"},
        {"vesselFlag", "Vessel Flag"},
        {"vesselOwner", "Vessel Owner"},
        {"tonnage", "Vessel Tonnage"},
        {"grossRegisteredTonnage", "Vessel Gross Registered Tonnage"},
    };
    struct node *info = node_child(e, "vesselInfo");
    for (size_t i = 0; i < COUNT(fields); i++) {
        struct ofac_fact f = {.label = str_of(fields[i].label),
                              .value = node_get(info, fields[i].element)};
        if (f.value.len)
            ofac_fact(o, &f);
    }
}

static void ids(struct ofac *o, const struct node *e)
{
    struct node *list = node_child(e, "idList");
    NODE_EACH (n, list, "id") {
        struct ofac_fact f = {.label = node_get(n, "idType"),
                              .value = node_get(n, "idNumber"),
                              .country = node_get(n, "idCountry"),
                              .issued = node_get(n, "issueDate"),
                              .expires = node_get(n, "expirationDate")};
        node_ignore(n, "uid");
        ofac_bag(o, &f);
    }
}

static enum status entry(struct legacy *l, struct node *e, struct error *err)
{
    struct record r = {.list = l->in->list, .ref = node_get(e, "uid")};
    struct ofac o = {&l->a, &r, l->out, &l->memory};
    r.kind = ofac_kind(&o, node_get(e, "sdnType"));
    names(&o, e);
    struct node *programmes = node_child(e, "programList");
    NODE_EACH (n, programmes, "program")
        record_text(o.a, &r.programmes, node_text(n));
    record_text(o.a, &r.positions, node_get(e, "title"));
    addresses(&o, e);
    simple_lists(&o, e);
    vessel(&o, e);
    ids(&o, e);
    record_text(o.a, &r.remarks, node_get(e, "remarks"));
    ofac_remarks(&o, node_get(e, "remarks"), false);
    ofac_measures(&o, str_is(r.list, "us-sdn"));
    sink_leftovers(l->out, e);
    enum status rc = sink_record(l->out, o.a, &r, err);
    arena_reset(&l->a);
    return rc;
}

static enum status take(void *ctx, struct node *n, struct error *err)
{
    struct legacy *l = ctx;
    uint64_t count;
    if (str_is(n->name, "sdnEntry"))
        return entry(l, n, err);
    if (str_is(n->name, "Publish_Date")) {
        struct str published = date_iso(&l->a, node_text(n), DATE_MDY);
        sink_list_date(l->out, published);
        sink_generated(l->out, published);
    } else if (str_is(n->name, "Record_Count")) {
        if (str_number(node_text(n), 10000000, &count))
            l->out->declared = (size_t)count;
    }
    sink_leftovers(l->out, n);
    return OK;
}

enum status ofac_xml_parse(const struct input *in, struct sink *out, struct error *err)
{
    static const char *const records[] = {"sdnEntry", NULL};
    struct legacy l = {.in = in, .out = out, .a = {.limit = (size_t)64 << 20}};
    sink_format(out, "xml");
    enum status rc = xml_read(in->files[0].bytes, records, take, &l, err);
    arena_free(&l.memory.arena);
    arena_free(&l.a);
    return rc;
}
