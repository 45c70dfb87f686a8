/* SPDX-License-Identifier: Apache-2.0 */
/* ftm_entity.c - one FollowTheMoney entity as a record.
 *
 * first_seen, last_seen and last_change are not part of the record: they tell
 * of the publisher's machinery, last_seen changes every day, and a change of
 * the entity shows in what has changed.  Neither is target, which follows from
 * the topics.  All else has a place, if only as a detail. */
#include "source/ftm.h"

/* The members of an entity, by their places in the items; 0 where absent. */
struct entity {
    uint32_t id, caption, schema, properties, referents, datasets, last_change;
};

static struct str text_at(const struct ftm_fill *f, uint32_t at)
{
    return at ? f->items.at[at].text : (struct str){0};
}

static enum status wrong(const struct ftm_fill *f, uint32_t at, const char *why, struct error *err)
{
    return fault(err, ERR_INPUT, f->items.at[at].offset, "%s", why);
}

/* The members of an entity's line; those without a place are known and left out. */
static const struct member {
    struct str key;
    size_t place;
} members[] = {
#define MEMBER(name)                                                                               \
    {                                                                                              \
        {#name, sizeof(#name) - 1}, offsetof(struct entity, name)                                  \
    }
    MEMBER(id),
    MEMBER(caption),
    MEMBER(schema),
    MEMBER(properties),
    MEMBER(referents),
    MEMBER(datasets),
    MEMBER(last_change),
    {{"first_seen", 10}, SIZE_MAX},
    {{"last_seen", 9}, SIZE_MAX},
    {{"target", 6}, SIZE_MAX},
#undef MEMBER
};

static const struct member *member_find(struct str key)
{
    for (size_t i = 0; i < COUNT(members); i++)
        if (str_equal(key, members[i].key))
            return &members[i];
    return NULL;
}

static enum status find_members(struct ftm_fill *f, size_t at, struct entity *e, struct error *err)
{
    const struct json_item *item = f->items.at;
    *e = (struct entity){0};
    if (item[at].type != JSON_OBJECT)
        return wrong(f, (uint32_t)at, "an entity should be an object", err);
    for (uint32_t i = (uint32_t)at + 1; i < item[at].next; i = item[i].next) {
        const struct member *m = member_find(item[i].key);
        bool placed = m && m->place != SIZE_MAX;
        uint32_t *place = placed ? (void *)((char *)e + m->place) : NULL;
        if (!m)
            sink_unknown(f->out, item[i].key);
        if (place && *place)
            return wrong(f, i, "the entity says this twice", err);
        if (place && item[i].type != JSON_NULL)
            *place = i;
    }
    if (str_trim(text_at(f, e->id)).len == 0)
        return wrong(f, (uint32_t)at, "the entity has no id", err);
    if (text_at(f, e->schema).len == 0)
        return wrong(f, (uint32_t)at, "the entity has no schema", err);
    if (!e->properties || item[e->properties].type != JSON_OBJECT)
        return wrong(f, (uint32_t)at, "the entity has no properties", err);
    return OK;
}

static enum status fill_nested(struct ftm_fill *f, uint32_t at, struct error *err);

/* Puts one value, which may be an array of them, where its rule says. */
static enum status put_value(struct ftm_fill *f, const struct ftm_rule *rule, uint32_t at,
                             struct error *err)
{
    const struct json_item *item = &f->items.at[at];
    switch (item->type) {
    case JSON_ARRAY:
        for (uint32_t i = at + 1; i < item->next; i = f->items.at[i].next) {
            enum status rc = put_value(f, rule, i, err);
            if (rc)
                return rc;
        }
        return OK;
    case JSON_OBJECT:
        return fill_nested(f, at, err);
    case JSON_NULL:
        return OK;
    default:
        ftm_put(f, rule, item->text);
        return OK;
    }
}

static enum status put_properties(struct ftm_fill *f, uint32_t at, bool by_rule, struct error *err)
{
    const struct json_item *item = f->items.at;
    enum status rc = OK;
    for (uint32_t i = at + 1; !rc && i < item[at].next; i = item[i].next) {
        f->property = item[i].key;
        const struct ftm_rule *rule =
            by_rule ? ftm_rule_find(f->map, f->property, f->schema) : NULL;
        rc = put_value(f, rule, i, err);
    }
    return rc;
}

/* What was gathered for the entity as a whole. */
static void finish(struct ftm_fill *f)
{
    struct record *r = f->r;
    if (f->address.city.len || f->address.region.len || f->address.postcode.len ||
        f->address.street.len || f->address.note.len) {
        struct place *p = VEC_ADD(f->a, &r->addresses);
        *p = f->address;
    }
    for (size_t i = f->first_id; i < r->identifiers.count; i++) {
        struct identifier *id = &r->identifiers.at[i];
        if (f->currency.len && str_is(id->type, "crypto"))
            id->type = ftm_join(f->a, id->type, STR(":"), f->currency);
        id->country = f->about.country;
        id->issuer = f->about.issuer;
        id->issued = f->about.issued;
        id->expires = f->about.expires;
        id->note = f->about.note;
    }
    if (f->first_id < r->identifiers.count)
        return;
    ftm_detail(f, STR("currency"), f->currency);
    ftm_detail(f, STR("document country"), f->about.country);
    ftm_detail(f, STR("document issuer"), f->about.issuer);
    ftm_detail(f, STR("document issued"), f->about.issued);
    ftm_detail(f, STR("document expires"), f->about.expires);
    ftm_detail(f, STR("document type"), f->about.note);
}

static void put_datasets(struct ftm_fill *f, uint32_t at)
{
    const struct json_item *item = f->items.at;
    struct str type = STR("dataset");
    if (f->path.len)
        type = ftm_join(f->a, f->path, type, (struct str){0});
    for (uint32_t i = at + 1; at && i < item[at].next; i = item[i].next)
        ftm_detail(f, type, item[i].text);
}

/* What the programmes do, once it is known whether the record says it itself. */
static void put_regimes(struct ftm_fill *f)
{
    for (size_t i = 0; i < f->regimes->count; i++) {
        struct str key = f->regimes->at[i];
        if (key.len && !record_regime(f->a, f->r, key.s))
            sink_unread(f->out, "programme whose measures are not known", str_from(key, 4));
    }
}

/* The ids that the publisher has merged into this one. */
static void put_referents(struct ftm_fill *f, uint32_t at)
{
    const struct json_item *item = f->items.at;
    for (uint32_t i = at + 1; at && i < item[at].next; i = item[i].next) {
        if (item[i].text.len == 0 || str_equal(item[i].text, f->r->ref))
            continue;
        struct xref *x = VEC_ADD(f->a, &f->r->xrefs);
        *x = (struct xref){f->r->list, item[i].text};
    }
}

/* A nested entity leaves a link to it, and what it says: a piece by its rules,
 * another party as details named by the way to them. */
static enum status fill_nested(struct ftm_fill *f, uint32_t at, struct error *err)
{
    struct ftm_fill in = *f;
    struct entity e;
    enum status rc = find_members(f, at, &e, err);
    if (rc)
        return rc;
    in.schema = text_at(f, e.schema);
    in.path = ftm_join(f->a, f->path, f->property, STR("/"));
    in.currency = (struct str){0};
    in.about = (struct identifier){0};
    in.address = (struct place){0};
    in.first_id = f->r->identifiers.count;
    struct link *l = VEC_ADD(f->a, &f->r->links);
    l->type = str_span(in.path, 0, in.path.len ? in.path.len - 1 : 0);
    l->ref = str_trim(text_at(f, e.id));
    l->name = str_trim(text_at(f, e.caption));
    l->note = in.schema;
    rc = put_properties(&in, e.properties, ftm_is_piece(in.schema), err);
    put_datasets(&in, e.datasets);
    finish(&in);
    return rc;
}

enum status ftm_entity(const struct ftm_map *m, struct arena *a, struct json_items items, size_t at,
                       struct record *r, struct str *changed, struct sink *out, struct error *err)
{
    str_vec regimes = {0};
    struct ftm_fill f = {.map = m, .a = a, .r = r, .out = out, .items = items, .regimes = &regimes};
    struct entity e;
    enum status rc = find_members(&f, at, &e, err);
    if (rc)
        return rc;
    r->ref = str_trim(text_at(&f, e.id));
    f.schema = text_at(&f, e.schema);
    f.caption = text_at(&f, e.caption);
    r->kind = ftm_kind(f.schema);
    *changed = text_at(&f, e.last_change);
    record_name(a, r, QUALITY_PRIMARY, f.caption);
    ftm_detail(&f, STR("schema"), f.schema);
    rc = put_properties(&f, e.properties, true, err);
    if (rc)
        return rc;
    finish(&f);
    put_regimes(&f);
    put_datasets(&f, e.datasets);
    put_referents(&f, e.referents);
    if (r->names.count == 0)
        record_name(a, r, QUALITY_PRIMARY, r->ref);
    return OK;
}

struct str ftm_id(struct json_items items, size_t at)
{
    const struct json_item *item = items.at;
    for (uint32_t i = (uint32_t)at + 1; item[at].type == JSON_OBJECT && i < item[at].next;
         i = item[i].next)
        if (str_is(item[i].key, "id"))
            return str_trim(item[i].text);
    return (struct str){0};
}
