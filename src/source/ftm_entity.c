/* SPDX-License-Identifier: Apache-2.0 */
/* ftm_entity.c - one FollowTheMoney entity as a record.
 *
 * first_seen, last_seen and last_change are not part of the record: they tell
 * of the publisher's machinery, last_seen changes every day, and a change of
 * the entity shows in what has changed.  Neither is target, which follows from
 * the topics.  All else has a place, if only as a detail. */
#include "source/ftm.h"

#include "base/clock.h"
#include "text/clean.h"

#include <string.h>

/* What is being filled. */
struct fill {
    const struct ftm_map *map;
    struct arena *a;
    struct record *r;
    struct sink *out;
    struct json_items items;
    struct str schema, caption, property;
    struct str path;         /* of the nested entity ("sanctions/"), else "" */
    struct str currency;     /* for the identifiers of a wallet */
    struct identifier about; /* what a document says of its number */
    struct place address;    /* an address by its parts */
    str_vec *regimes;        /* keys of programmes, for measures that are not stated */
    size_t first_id;         /* identifiers from here on are of this entity */
};

/* The members of an entity, by their places in the items; 0 where absent. */
struct entity {
    uint32_t id, caption, schema, properties, referents, datasets, last_change;
};

static struct str text_at(const struct fill *f, uint32_t at)
{
    return at ? f->items.at[at].text : (struct str){0};
}

static struct str join(struct arena *a, struct str x, struct str y, struct str z)
{
    char *room = arena_alloc(a, x.len + y.len + z.len + 1, 1), *at = room;
    if (!room)
        return (struct str){0};
    at = mempcpy(at, x.s ? x.s : "", x.len);
    at = mempcpy(at, y.s ? y.s : "", y.len);
    mempcpy(at, z.s ? z.s : "", z.len);
    return (struct str){room, x.len + y.len + z.len};
}

/* ---- One function for each place. */

typedef void put_fn(struct fill *f, const struct ftm_rule *rule, struct str text);

static void detail(struct fill *f, struct str type, struct str text)
{
    text = text_clean(f->a, text);
    if (text.len == 0)
        return;
    struct detail *d = VEC_ADD(f->a, &f->r->details);
    d->type = type;
    d->text = text;
}

static void put_detail(struct fill *f, const struct ftm_rule *rule, struct str text)
{
    (void)rule;
    detail(f, f->path.len ? join(f->a, f->path, f->property, (struct str){0}) : f->property, text);
}

/* The caption is the primary name already. */
static void put_name(struct fill *f, const struct ftm_rule *rule, struct str text)
{
    bool first = f->r->names.count == 0 && str_is(f->property, "name");
    if (!str_equal(text, f->caption))
        record_name(f->a, f->r, first ? QUALITY_PRIMARY : (enum quality)rule->what, text);
}

static bool is_letter_at(struct str s, size_t at)
{
    unsigned char c = at < s.len ? (unsigned char)s.s[at] : ' ';
    return c >= 0x80 || (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

static bool has_word(struct str s, struct str word)
{
    size_t at = word.len ? str_find(s, word) : SIZE_MAX;
    return at != SIZE_MAX && !(at && is_letter_at(s, at - 1)) && !is_letter_at(s, at + word.len);
}

/* The model does not say which name a part is of.  It is of the caption if it
 * stands there; else it is a detail. */
static void put_part(struct fill *f, const struct ftm_rule *rule, struct str text)
{
    if (f->r->names.count && has_word(f->caption, str_trim(text)))
        name_part(f->a, &f->r->names.at[0], (enum part)rule->what, text);
    else
        put_detail(f, rule, text);
}

static bool digits_at(struct str s, size_t at, size_t count, int *out)
{
    uint64_t n;
    if (at + count > s.len || !str_number(str_span(s, at, count), 9999, &n))
        return false;
    *out = (int)n;
    return true;
}

/* The model's dates are the beginnings of ISO 8601: "1962", "1962-05",
 * "1962-05-17", "1962-05-17T10:00:00". */
static bool read_day(struct str s, struct day *d)
{
    int year = 0, month = 0, day = 0;
    bool good = digits_at(s, 0, 4, &year) && year;
    if (s.len > 4)
        good = good && s.s[4] == '-' && digits_at(s, 5, 2, &month);
    if (s.len > 7)
        good = good && s.s[7] == '-' && digits_at(s, 8, 2, &day);
    if (s.len > 10)
        good = good && s.s[10] == 'T';
    if (!good || !day_valid(year, s.len > 4 ? month : 1, s.len > 7 ? day : 1))
        return false;
    *d = (struct day){(int16_t)year, (int8_t)month, (int8_t)day};
    return true;
}

static struct dating dating(struct fill *f, struct str text)
{
    struct dating d = {0};
    text = str_trim(text);
    if (!read_day(text, &d.from))
        sink_unread(f->out, "date", text);
    d.to = d.from;
    if (d.from.year == 0 || text.len > 10)
        d.text = text;
    return d;
}

static void put_birth(struct fill *f, const struct ftm_rule *rule, struct str text)
{
    (void)rule;
    struct dating *d = VEC_ADD(f->a, &f->r->births);
    *d = dating(f, text);
}

static void put_date(struct fill *f, const struct ftm_rule *rule, struct str text)
{
    struct dating *d = VEC_ADD(f->a, &f->r->dates);
    *d = dating(f, text);
    d->type = str_of(rule->type);
}

/* The stated dates of a record are days at most; others stay details. */
static void stated(struct fill *f, struct str *into, struct str text)
{
    struct day d;
    text = str_trim(text);
    if (into->len == 0 && read_day(text, &d))
        *into = str_span(text, 0, 10);
    else
        put_detail(f, NULL, text);
}

static void put_listed(struct fill *f, const struct ftm_rule *rule, struct str text)
{
    (void)rule;
    stated(f, &f->r->listed, text);
}

static void put_ended(struct fill *f, const struct ftm_rule *rule, struct str text)
{
    (void)rule;
    stated(f, &f->r->ended, text);
}

static void put_amended(struct fill *f, const struct ftm_rule *rule, struct str text)
{
    struct str day = {0};
    (void)rule;
    stated(f, &day, text);
    record_text(f->a, &f->r->amended, day);
}

static void put_birth_place(struct fill *f, const struct ftm_rule *rule, struct str text)
{
    (void)rule;
    struct place *p = VEC_ADD(f->a, &f->r->places);
    p->type = STR("birth");
    p->text = text_clean(f->a, text);
}

static bool is_small(char c)
{
    return c >= 'a' && c <= 'z';
}

/* The model's countries are ISO 3166-1 codes in small letters, and some longer
 * ones of its own ("suhh", "gb-sct"), which have no code here. */
static struct str country_code(struct fill *f, struct str text)
{
    char *code = text.len == 2 && is_small(text.s[0]) && is_small(text.s[1])
                     ? arena_alloc(f->a, 2, 1)
                     : NULL;
    if (!code)
        return (struct str){0};
    code[0] = (char)(text.s[0] - 'a' + 'A');
    code[1] = (char)(text.s[1] - 'a' + 'A');
    return (struct str){code, 2};
}

static void put_country(struct fill *f, const struct ftm_rule *rule, struct str text)
{
    struct str code = country_code(f, text);
    record_country(f->a, f->r, rule->type, code.len ? (struct str){0} : text, code);
}

static void put_birth_country(struct fill *f, const struct ftm_rule *rule, struct str text)
{
    (void)rule;
    struct str code = country_code(f, text);
    struct place *p = VEC_ADD(f->a, &f->r->places);
    p->type = STR("birth");
    p->country = code.len ? code : text;
}

static void put_address(struct fill *f, const struct ftm_rule *rule, struct str text)
{
    (void)rule;
    struct place *p = VEC_ADD(f->a, &f->r->addresses);
    p->text = text_clean(f->a, text);
}

/* Takes the first value of a member; what is said more than once cannot be told
 * apart, so the rest are details. */
static void once(struct fill *f, struct str *member, struct str text)
{
    if (member->len == 0)
        *member = text_clean(f->a, text);
    else
        put_detail(f, NULL, text);
}

static void put_address_field(struct fill *f, const struct ftm_rule *rule, struct str text)
{
    once(f, (void *)((char *)&f->address + rule->what), text);
}

static void put_id(struct fill *f, const struct ftm_rule *rule, struct str text)
{
    record_identifier(f->a, f->r, str_of(rule->type), text);
}

static void put_id_field(struct fill *f, const struct ftm_rule *rule, struct str text)
{
    once(f, (void *)((char *)&f->about + rule->what), text);
}

static void put_currency(struct fill *f, const struct ftm_rule *rule, struct str text)
{
    (void)rule;
    once(f, &f->currency, text);
}

static void put_gender(struct fill *f, const struct ftm_rule *rule, struct str text)
{
    (void)rule;
    once(f, &f->r->gender, text);
}

static void put_text(struct fill *f, const struct ftm_rule *rule, struct str text)
{
    record_text(f->a, (void *)((char *)f->r + rule->what), text);
}

static void put_programme(struct fill *f, const struct ftm_rule *rule, struct str text)
{
    (void)rule;
    record_text(f->a, &f->r->programmes, text);
    struct str *key = VEC_ADD(f->a, f->regimes);
    *key = join(f->a, STR("ftm:"), str_trim(text), (struct str){0});
}

static void put_link(struct fill *f, const struct ftm_rule *rule, struct str text)
{
    (void)rule;
    struct link *l = VEC_ADD(f->a, &f->r->links);
    l->type = join(f->a, f->schema, STR("/"), f->property);
    l->ref = str_trim(text);
}

static void put_un_ref(struct fill *f, const struct ftm_rule *rule, struct str text)
{
    (void)rule;
    record_xref(f->a, f->r, "un", text);
}

static void put_measure(struct fill *f, const struct ftm_rule *rule, struct str text)
{
    (void)rule;
    record_measure(f->a, f->r, text);
}

/* Publishers' own words pass through; these few say where the sanction stands. */
static void put_standing(struct fill *f, const struct ftm_rule *rule, struct str text)
{
    static const struct {
        const char *word;
        enum standing standing;
    } words[] = {{"suspended", STANDING_SUSPENDED},
                 {"expired", STANDING_LAPSED},
                 {"inactive", STANDING_LAPSED}};
    for (size_t i = 0; i < COUNT(words); i++)
        if (str_is_nocase(str_trim(text), words[i].word))
            f->r->standing = words[i].standing;
    put_detail(f, rule, text);
}

static void put_authority(struct fill *f, const struct ftm_rule *rule, struct str text)
{
    (void)rule;
    once(f, &f->r->authority, text);
}

/* `piece`: whether a nested entity of its own (an address, a sanction, a
 * document) may put this into the record around it.  What says something of
 * the piece alone (its standing, its dates) stays a detail there. */
static const struct {
    put_fn *put;
    bool piece;
} places[FTM_PLACES] = {
    [FTM_DETAIL] = {put_detail, true},
    [FTM_NAME] = {put_name, false},
    [FTM_PART] = {put_part, false},
    [FTM_BIRTH] = {put_birth, false},
    [FTM_DATE] = {put_date, false},
    [FTM_AMENDED] = {put_amended, false},
    [FTM_BIRTH_PLACE] = {put_birth_place, false},
    [FTM_BIRTH_COUNTRY] = {put_birth_country, false},
    [FTM_ADDRESS] = {put_address, true},
    [FTM_ADDRESS_FIELD] = {put_address_field, true},
    [FTM_COUNTRY] = {put_country, false},
    [FTM_ID] = {put_id, true},
    [FTM_ID_FIELD] = {put_id_field, true},
    [FTM_CURRENCY] = {put_currency, false},
    [FTM_GENDER] = {put_gender, false},
    [FTM_TEXT] = {put_text, true},
    [FTM_PROGRAMME] = {put_programme, true},
    [FTM_LINK] = {put_link, false},
    [FTM_UN_REF] = {put_un_ref, true},
    [FTM_MEASURE] = {put_measure, true},
    [FTM_LISTED] = {put_listed, false},
    [FTM_ENDED] = {put_ended, false},
    [FTM_STANDING] = {put_standing, false},
    [FTM_AUTHORITY] = {put_authority, false},
};

/* ---- Entities. */

static enum status wrong(const struct fill *f, uint32_t at, const char *why, struct error *err)
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

static enum status find_members(struct fill *f, size_t at, struct entity *e, struct error *err)
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

static enum status fill_nested(struct fill *f, uint32_t at, struct error *err);

/* Puts one value, which may be an array of them, where its rule says. */
static enum status put_value(struct fill *f, const struct ftm_rule *rule, uint32_t at,
                             struct error *err)
{
    const struct json_item *item = &f->items.at[at];
    enum ftm_place place = rule ? rule->place : FTM_DETAIL;
    if (f->path.len && place == FTM_LINK && str_equal(item->text, f->r->ref))
        return OK; /* the way back */
    if (f->path.len && !places[place].piece)
        place = FTM_DETAIL;
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
        if (str_trim(item->text).len)
            places[place].put(f, rule, item->text);
        return OK;
    }
}

static enum status put_properties(struct fill *f, uint32_t at, bool by_rule, struct error *err)
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
static void finish(struct fill *f)
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
            id->type = join(f->a, id->type, STR(":"), f->currency);
        id->country = f->about.country;
        id->issuer = f->about.issuer;
        id->issued = f->about.issued;
        id->expires = f->about.expires;
        id->note = f->about.note;
    }
    if (f->first_id < r->identifiers.count)
        return;
    detail(f, STR("currency"), f->currency);
    detail(f, STR("document country"), f->about.country);
    detail(f, STR("document issuer"), f->about.issuer);
    detail(f, STR("document issued"), f->about.issued);
    detail(f, STR("document expires"), f->about.expires);
    detail(f, STR("document type"), f->about.note);
}

static void put_datasets(struct fill *f, uint32_t at)
{
    const struct json_item *item = f->items.at;
    struct str type = STR("dataset");
    if (f->path.len)
        type = join(f->a, f->path, type, (struct str){0});
    for (uint32_t i = at + 1; at && i < item[at].next; i = item[i].next)
        detail(f, type, item[i].text);
}

/* What the programmes do, once it is known whether the record says it itself. */
static void put_regimes(struct fill *f)
{
    for (size_t i = 0; i < f->regimes->count; i++) {
        struct str key = f->regimes->at[i];
        if (key.len && !record_regime(f->a, f->r, key.s))
            sink_unread(f->out, "programme whose measures are not known", str_from(key, 4));
    }
}

/* The ids that the publisher has merged into this one. */
static void put_referents(struct fill *f, uint32_t at)
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
static enum status fill_nested(struct fill *f, uint32_t at, struct error *err)
{
    struct fill in = *f;
    struct entity e;
    enum status rc = find_members(f, at, &e, err);
    if (rc)
        return rc;
    in.schema = text_at(f, e.schema);
    in.path = join(f->a, f->path, f->property, STR("/"));
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
    struct fill f = {.map = m, .a = a, .r = r, .out = out, .items = items, .regimes = &regimes};
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
    detail(&f, STR("schema"), f.schema);
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
