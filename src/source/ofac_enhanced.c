/* SPDX-License-Identifier: Apache-2.0 */
/* ofac_enhanced.c - SDN_ENHANCED.XML and CONS_ENHANCED.XML: sanctionsData/entities/entity.
 *
 * The most complete of OFAC's formats: listing dates, measures, legal
 * authorities, names in their scripts.  Whatever is said by reference is said
 * by text as well, so the reference values before the entities are passed over.
 * An export may be filtered; then it is not the list, and says so. */
#include "source/ofac.h"

#include "format/xml.h"
#include "record/date.h"
#include "text/clean.h"

struct enhanced {
    const struct input *in;
    struct sink *out;
    struct arena a;
    struct ofac_memory memory;
};

/* ---- Names. */

/* The parts with their own roles, where they say more than first and last. */
static void name_parts(struct ofac *o, struct name *n, const struct node *translation)
{
    struct node *list = node_child(translation, "nameParts");
    n->parts.count = 0;
    NODE_EACH (p, list, "namePart") {
        ofac_part(o, n, node_get(p, "type"), node_get(p, "value"));
        node_ignore(p, "id");
        node_ignore(node_child(p, "type"), "refId");
    }
}

static void translation(struct ofac *o, const struct node *name, const struct node *t,
                        enum quality quality, struct str note)
{
    struct str family = node_get(t, "formattedLastName"), given = node_get(t, "formattedFirstName");
    struct str full = node_get(t, "formattedFullName");
    bool latin = str_is_nocase(node_get(t, "script"), "latin");
    bool low = node_is_true(name, "isLowQuality");
    struct name *n = family.len ? ofac_split_name(o, quality, family, given)
                                : ofac_listed_name(o, quality, full);
    n->verbatim = (struct str){0};
    n->note = note;
    if (!latin && !low)
        n->quality = QUALITY_ORIGINAL;
    name_parts(o, n, t);
    node_ignore(t, "id");
    node_ignore(t, "isPrimary");
    node_ignore(node_child(t, "script"), "refId");
}

static void names(struct ofac *o, const struct node *e)
{
    struct node *list = node_child(e, "names");
    NODE_EACH (n, list, "name") {
        struct str note = {0}, type = node_get(n, "aliasType");
        enum quality quality = QUALITY_STRONG;
        if (type.len)
            quality = ofac_alias(o, type, &note);
        if (node_is_true(n, "isLowQuality"))
            quality = ofac_weaken(quality, &note);
        if (node_is_true(n, "isPrimary"))
            quality = QUALITY_PRIMARY;
        struct node *translations = node_child(n, "translations");
        NODE_EACH (t, translations, "translation")
            translation(o, n, t, quality, note);
        node_ignore(n, "id");
        node_ignore(node_child(n, "aliasType"), "refId");
    }
}

/* ---- Dates: the first and the last day of a period's beginning and end. */

static struct str period_day(const struct node *n, const char *name)
{
    struct str day = node_get(n, name);
    return str_span(day, 0, 10);
}

static struct dating period(struct ofac *o, const struct node *n)
{
    struct dating from = date_read(o->a, period_day(n, "fromDateBegin"), DATE_YMD);
    struct dating to = date_read(o->a, period_day(n, "toDateEnd"), DATE_YMD);
    struct dating d = {.from = from.from, .to = to.to};
    node_ignore(n, "fromDateEnd");
    node_ignore(n, "toDateBegin");
    node_ignore(n, "isDateRange");
    node_ignore(n, "id");
    d.circa = node_is_true(n, "isApproximate");
    return ofac_whole_years(d);
}

static struct str document_date(struct ofac *o, const struct node *n)
{
    return n ? date_text(o->a, period(o, n).from) : (struct str){0};
}

/* ---- What is said of the party. */

static void address(struct ofac *o, const struct node *a)
{
    struct str country = ofac_text(o, node_get(a, "country"));
    struct node *list = node_child(a, "translations");
    size_t before = o->r->addresses.count;
    NODE_EACH (t, list, "translation") {
        struct place p = {.country = country};
        struct str lines[3] = {{0}};
        struct node *parts = node_child(t, "addressParts");
        NODE_EACH (part, parts, "addressPart") {
            ofac_address_part(o, &p, lines, node_get(part, "type"), node_get(part, "value"));
            node_ignore(part, "id");
            node_ignore(node_child(part, "type"), "refId");
        }
        p.street = ofac_street(o, lines[0], lines[1], lines[2]);
        *(struct place *)VEC_ADD(o->a, &o->r->addresses) = p;
        node_get(t, "script");
        node_ignore(node_child(t, "script"), "refId");
        node_ignore(t, "isPrimary");
        node_ignore(t, "id");
    }
    if (o->r->addresses.count == before && country.len)
        *(struct place *)VEC_ADD(o->a, &o->r->addresses) = (struct place){.country = country};
    node_ignore(node_child(a, "country"), "refId");
    node_ignore(a, "id");
}

static bool same_day(struct day a, struct day b)
{
    return a.year == b.year && a.month == b.month && a.day == b.day;
}

/* The text ("circa 1957") is read as in the other formats; the period is for
 * texts that cannot be read, and is noted where it says something else. */
static void feature_date(struct ofac *o, const struct node *value, struct ofac_fact *f,
                         struct dating *when)
{
    struct dating said = date_read(o->a, f->value, DATE_MDY), meant = period(o, value);
    *when = said;
    if (said.from.year == 0) {
        *when = meant;
        when->text = f->value;
    } else if (!same_day(said.from, meant.from) || !same_day(said.to, meant.to)) {
        when->text = f->value;
        f->note =
            arena_printf(o->a, "period %.*s to %.*s", STRF(period_day(value, "fromDateBegin")),
                         STRF(period_day(value, "toDateEnd")));
    }
    f->when = when;
}

static void feature(struct ofac *o, const struct node *n)
{
    struct ofac_fact f = {.label = node_get(n, "type"), .value = node_get(n, "value")};
    struct dating when;
    struct node *date = node_child(n, "valueDate");
    struct str reliability = node_get(n, "reliability");
    if (reliability.len && !str_is_nocase(reliability, "confirmed"))
        f.note = reliability;
    if (date)
        feature_date(o, date, &f, &when);
    ofac_bag(o, &f);
    node_ignore(node_child(n, "type"), "featureTypeId");
    node_ignore(node_child(n, "reliability"), "refId");
    node_ignore(n, "valueRefId");
    node_ignore(n, "versionId");
    node_ignore(n, "isPrimary");
    node_ignore(n, "id");
}

static void document(struct ofac *o, const struct node *n)
{
    struct node *features = node_child(n, "idFeatures");
    struct ofac_fact f = {.label = node_get(n, "type"),
                          .value = node_get(n, "documentNumber"),
                          .country = node_get(n, "issuingCountry"),
                          .issuer = node_get(n, "issuingAuthority"),
                          .issued = document_date(o, node_child(n, "issueDate")),
                          .expires = document_date(o, node_child(n, "expirationDate"))};
    struct str place = node_get(n, "issuingLocation");
    if (!str_equal(place, f.country))
        f.issuer = f.issuer.len ? f.issuer : place;
    struct node *valid = node_child(n, "isValid");
    if (valid && !node_is_true(n, "isValid"))
        f.note = STR("not valid");
    NODE_EACH (feature, features, "idFeature") {
        f.note = ofac_join(o, f.note, node_text(feature));
        node_ignore(feature, "id");
        node_ignore(feature, "featureVersionId");
    }
    f.note = ofac_join(o, f.note, node_get(n, "comments"));
    ofac_bag(o, &f);
    node_ignore(n, "name"); /* one of the entity's own names */
    node_ignore(node_child(n, "type"), "refId");
    node_ignore(node_child(n, "issuingCountry"), "refId");
    node_ignore(n, "id");
}

static void relationship(struct ofac *o, const struct node *n)
{
    struct node *other = node_child(n, "relatedEntity");
    struct str note = node_get(n, "quality");
    if (note.len)
        note = arena_printf(o->a, "quality %.*s", STRF(note));
    note = ofac_join(o, note, node_get(n, "comments"));
    ofac_link(o, node_get(n, "type"), node_get(other, "entityId"), node_text(other), note);
    node_ignore(node_child(n, "type"), "refId");
    node_ignore(node_child(n, "quality"), "refId");
    node_ignore(n, "id");
}

/* ---- The listing. */

/* true when one of the lists is the SDN list. */
static bool lists(struct ofac *o, const struct node *e)
{
    struct node *all = node_child(e, "sanctionsLists");
    bool sdn = false;
    NODE_EACH (n, all, "sanctionsList") {
        struct str name = node_text(n), since = node_get(n, "datePublished");
        sdn |= str_is(name, "SDN List");
        ofac_listed(o, name, since);
        node_ignore(n, "refId");
        node_ignore(n, "id");
    }
    return sdn;
}

/* Texts of a list such as sanctionsPrograms/sanctionsProgram. */
static void texts(struct ofac *o, const struct node *e, const char *list, const char *item,
                  str_vec *to)
{
    struct node *all = node_child(e, list);
    NODE_EACH (n, all, item) {
        record_text(o->a, to, node_text(n));
        node_ignore(n, "refId");
        node_ignore(n, "id");
    }
}

static void general(struct ofac *o, struct node *e)
{
    struct node *info = node_child(e, "generalInfo");
    o->r->kind = ofac_kind(o, node_get(info, "entityType"));
    record_text(o->a, &o->r->positions, node_get(info, "title"));
    record_text(o->a, &o->r->remarks, node_get(info, "remarks"));
    ofac_remarks(o, node_get(info, "remarks"), false);
    node_ignore(info, "identityId");
    node_ignore(node_child(info, "entityType"), "refId");
}

static void each(struct ofac *o, const struct node *e, const char *list, const char *item,
                 void (*read)(struct ofac *o, const struct node *n))
{
    struct node *all = node_child(e, list);
    NODE_EACH (n, all, item)
        read(o, n);
}

static enum status entity(struct enhanced *x, struct node *e, struct error *err)
{
    struct record r = {.list = x->in->list, .ref = node_get(e, "id")};
    struct ofac o = {&x->a, &r, x->out, &x->memory};
    str_vec types = {0};
    general(&o, e);
    names(&o, e);
    texts(&o, e, "sanctionsPrograms", "sanctionsProgram", &r.programmes);
    texts(&o, e, "legalAuthorities", "legalAuthority", &r.basis);
    texts(&o, e, "sanctionsTypes", "sanctionsType", &types);
    for (size_t i = 0; i < types.count; i++)
        ofac_measure(&o, types.at[i]);
    each(&o, e, "addresses", "address", address);
    each(&o, e, "features", "feature", feature);
    each(&o, e, "identityDocuments", "identityDocument", document);
    each(&o, e, "relationships", "relationship", relationship);
    ofac_measures(&o, lists(&o, e));
    sink_leftovers(x->out, e);
    enum status rc = sink_record(x->out, o.a, &r, err);
    arena_reset(&x->a);
    return rc;
}

/* ---- The file. */

/* A filter on lists is how an export of one list is made; it must let that list
 * through.  Any other filter leaves entries out. */
static void filters(struct enhanced *x, struct node *n)
{
    struct node *lists = node_child(n, "sanctionsLists");
    bool sdn = lists == NULL, other = false;
    NODE_ALL (filter, n)
        other |= !str_is(filter->name, "sanctionsLists") && (filter->first || filter->text.len);
    NODE_EACH (list, lists, "sanctionsList")
        sdn |= str_is(node_text(list), "SDN List");
    if (other || (!sdn && str_is(x->in->list, "us-sdn")))
        x->out->partial = true;
    node_ignore_all(n);
}

static enum status take(void *ctx, struct node *n, struct error *err)
{
    struct enhanced *x = ctx;
    if (str_is(n->name, "entity"))
        return entity(x, n, err);
    if (str_is(n->name, "filters"))
        filters(x, n);
    else if (str_is(n->name, "dataAsOf")) {
        sink_list_date(x->out, node_text(n));
        sink_generated(x->out, node_text(n));
    } else if (str_is(n->name, "referenceValue") || str_is(n->name, "featureType"))
        node_ignore_all(n);
    sink_leftovers(x->out, n);
    return OK;
}

enum status ofac_enhanced_parse(const struct input *in, struct sink *out, struct error *err)
{
    static const char *const records[] = {"entity", "filters", "referenceValue", "featureType",
                                          NULL};
    struct enhanced x = {.in = in, .out = out, .a = {.limit = (size_t)64 << 20}};
    sink_format(out, "enhanced");
    enum status rc = xml_read(in->files[0].bytes, records, take, &x, err);
    arena_free(&x.memory.arena);
    arena_free(&x.a);
    return rc;
}
