/* SPDX-License-Identifier: Apache-2.0 */
/* eu_entity.c - a `sanctionEntity` of the Financial Sanctions Files 1.1.
 *
 * Nearly everything stands in attributes.  Each detail names the act that put
 * it in (regulationSummary): of that act the day is kept, as a day on which
 * the entry was amended. */
#include "source/eu.h"

#include "record/date.h"
#include "text/clean.h"

/* The file's own keys, the language that the act was read in, and which body
 * passed the act in which form, which the act itself says better. */
static const char *const ignored[] = {"logicalId", "regulationLanguage", "regulationType",
                                      "organisationType"};

static void ignore(const struct node *n)
{
    for (size_t i = 0; i < COUNT(ignored); i++)
        node_ignore(n, ignored[i]);
}

static void acts(struct eu *e, struct eu_party *p, const struct node *n)
{
    ignore(n);
    NODE_EACH (act, n, "regulationSummary") {
        ignore(act);
        eu_add_day(e, &p->acts, "publicationDate", node_get(act, "publicationDate"));
        /* The entry's own acts are kept whole; those of its details by their day. */
        static const char *const rest[] = {"numberTitle", "publicationUrl", "programme",
                                           "entryIntoForceDate"};
        for (size_t i = 0; i < COUNT(rest); i++)
            node_ignore(act, rest[i]);
    }
}

/* Remarks of a detail, in one note. */
static struct str remark(struct eu *e, const struct node *n)
{
    struct str all = {0};
    NODE_EACH (c, n, "remark")
        all = eu_join(e, all, "; ", text_clean(&e->a, text_unescape(&e->a, node_text(c))));
    return all;
}

static void regulation(struct eu *e, struct eu_party *p, const struct node *n)
{
    struct str programme = eu_get(e, n, "programme");
    struct str force = node_get(n, "entryIntoForceDate");
    ignore(n);
    eu_add_programme(e, p, programme);
    eu_add_basis(e, p, eu_get(e, n, "numberTitle"), programme);
    eu_add_day(e, &p->acts, "publicationDate", node_get(n, "publicationDate"));
    if (!str_equal(force, node_get(n, "publicationDate")))
        record_detail(&e->a, &p->r, "entry into force", force);
    NODE_EACH (url, n, "publicationUrl")
        record_text(&e->a, &p->r.sources, node_text(url));
    record_text(&e->a, &p->r.remarks, remark(e, n));
}

static void subject_type(struct eu *e, struct eu_party *p, const struct node *n)
{
    ignore(n);
    eu_add_kind(e, p, node_get(n, "code"));
    eu_add_kind(e, p, node_get(n, "classificationCode"));
}

static void name_alias(struct eu *e, struct eu_party *p, const struct node *n)
{
    struct eu_name name = {.whole = node_get(n, "wholeName"),
                           .first = node_get(n, "firstName"),
                           .middle = node_get(n, "middleName"),
                           .last = node_get(n, "lastName"),
                           .title = node_get(n, "title"),
                           .function = node_get(n, "function"),
                           .gender = node_get(n, "gender"),
                           .language = node_get(n, "nameLanguage"),
                           .id = node_get(n, "logicalId"),
                           .remark = remark(e, n),
                           .weak = str_is_nocase(node_get(n, "strong"), "false")};
    acts(e, p, n);
    eu_add_name(e, p, name);
}

/* city … country of a birthdate, address or identification; false when blank. */
static bool place_read(struct eu *e, const struct node *n, struct place *place)
{
    struct str code = eu_get(e, n, "countryIso2Code");
    *place = (struct place){.text = eu_get(e, n, "place"),
                            .city = eu_get(e, n, "city"),
                            .region = eu_get(e, n, "region"),
                            .postcode = eu_get(e, n, "zipCode"),
                            .street = eu_get(e, n, "street"),
                            .country = eu_get(e, n, "countryDescription")};
    if (place->country.len == 0)
        place->country = code;
    return place->text.len || place->city.len || place->region.len || place->postcode.len ||
           place->street.len || place->country.len;
}

static struct dating birth_date(struct eu *e, const struct node *n)
{
    struct str whole = eu_get(e, n, "birthdate"), year = eu_get(e, n, "year");
    struct str month = eu_get(e, n, "monthOfYear"), day = eu_get(e, n, "dayOfMonth");
    struct str from = eu_get(e, n, "yearRangeFrom"), to = eu_get(e, n, "yearRangeTo");
    struct str calendar = eu_get(e, n, "calendarType");
    struct dating d = {0};
    if (whole.len)
        d = date_read(&e->a, whole, DATE_YMD);
    else if (year.len)
        d = date_of_parts(year, month, day);
    else if (from.len || to.len)
        d = date_read(&e->a, eu_join(e, from, " to ", to), DATE_YMD);
    d.circa = d.circa || node_is_true(n, "circa");
    if (calendar.len && !str_is_nocase(calendar, "gregorian"))
        d.calendar = eu_lower(e, calendar);
    return d;
}

static void birth(struct eu *e, struct eu_party *p, const struct node *n)
{
    struct place place;
    struct dating d = birth_date(e, n);
    struct str note = remark(e, n);
    acts(e, p, n);
    d.note = note;
    eu_add_dating(e, p, d);
    if (place_read(e, n, &place)) {
        place.type = STR("birth");
        place.note = note;
        struct place *added = VEC_ADD(&e->a, &p->r.places);
        *added = place;
    } else if (d.from.year == 0 && d.text.len == 0 && note.len) {
        record_detail(&e->a, &p->r, "birth", note);
    }
}

static void citizenship(struct eu *e, struct eu_party *p, const struct node *n)
{
    struct country c = {.type = STR("citizenship"),
                        .country = eu_get(e, n, "countryDescription"),
                        .code = eu_get(e, n, "countryIso2Code")};
    c.note = eu_join(e, eu_get(e, n, "region"), "; ", remark(e, n));
    acts(e, p, n);
    if (c.country.len || c.code.len) {
        struct country *added = VEC_ADD(&e->a, &p->r.countries);
        *added = c;
    } else {
        record_detail(&e->a, &p->r, "citizenship", c.note);
    }
}

static const struct {
    const char *key, *type;
} contact_types[] = {{"PHONE", "phone"}, {"FAX", "fax"}, {"EMAIL", "e-mail"}, {"WEB", "web site"}};

/* In XML a key and a value; in CSV all of an address in one cell. */
static void contact(struct eu *e, struct eu_party *p, const struct node *n)
{
    struct str key = eu_get(e, n, "key"), value = node_get(n, "value");
    const char *type = NULL;
    acts(e, p, n);
    for (size_t i = 0; i < COUNT(contact_types); i++)
        if (str_is_nocase(key, contact_types[i].key))
            type = contact_types[i].type;
    if (key.len == 0)
        value = eu_add_contacts(e, p, value);
    if (type)
        record_detail(&e->a, &p->r, type, value);
    else
        record_detail(&e->a, &p->r, "contact", eu_join(e, eu_lower(e, key), ": ", value));
}

static void address(struct eu *e, struct eu_party *p, const struct node *n)
{
    struct place place;
    bool any = place_read(e, n, &place);
    struct str box = eu_get(e, n, "poBox");
    if (box.len)
        place.street =
            eu_join(e, place.street, ", ", arena_printf(&e->a, "P.O. Box %.*s", STRF(box)));
    place.note = remark(e, n);
    if (node_is_true(n, "asAtListingTime"))
        place.note = eu_join(e, STR("as at listing time"), "; ", place.note);
    acts(e, p, n);
    NODE_EACH (c, n, "contactInfo")
        contact(e, p, c);
    if (any || box.len || place.note.len) {
        struct place *added = VEC_ADD(&e->a, &p->r.addresses);
        *added = place;
    }
}

static struct str flags(struct eu *e, const struct node *n)
{
    static const struct {
        const char *name, *words;
    } known[] = {{"diplomatic", "diplomatic"},
                 {"knownExpired", "known to be expired"},
                 {"knownFalse", "known to be false"},
                 {"reportedLost", "reported lost"},
                 {"revokedByIssuer", "revoked by the issuer"}};
    struct str all = {0};
    for (size_t i = 0; i < COUNT(known); i++)
        if (node_is_true(n, known[i].name))
            all = eu_join(e, all, "; ", str_of(known[i].words));
    return all;
}

static struct str labelled(struct eu *e, const char *label, struct str text)
{
    return text.len ? arena_printf(&e->a, "%s %.*s", label, STRF(text)) : text;
}

static struct str identification_note(struct eu *e, const struct node *n, struct str description)
{
    const struct str pieces[] = {
        description,
        flags(e, n),
        labelled(e, "name on document:", eu_get(e, n, "nameOnDocument")),
        labelled(e, "valid from", eu_get(e, n, "validFrom")),
        labelled(e, "region:", eu_get(e, n, "region")),
        remark(e, n),
    };
    struct str note = {0};
    for (size_t i = 0; i < COUNT(pieces); i++)
        note = eu_join(e, note, "; ", pieces[i]);
    return note;
}

static void identification(struct eu *e, struct eu_party *p, const struct node *n)
{
    struct str code = node_get(n, "identificationTypeCode");
    struct str description = eu_get(e, n, "identificationTypeDescription");
    struct str number = node_get(n, "number"), latin = node_get(n, "latinNumber");
    struct str iso = eu_get(e, n, "countryIso2Code"), type = eu_paper(code);
    struct identifier id = {.country = eu_get(e, n, "countryDescription"),
                            .issuer = eu_get(e, n, "issuedBy"),
                            .issued = eu_get(e, n, "issueDate"),
                            .expires = eu_get(e, n, "validTo")};
    /* A description says more only where the code does not say it all. */
    bool told = type.len && !str_is(type, "other");
    id.note = identification_note(e, n, told ? STR("") : description);
    if (type.len == 0)
        type = eu_lower(e, description.len ? description : code);
    if (id.country.len == 0)
        id.country = iso;
    if (number.len && latin.len && !str_equal(number, latin))
        id.note = eu_join(e, labelled(e, "in Latin letters:", latin), "; ", id.note);
    acts(e, p, n);
    id.type = type.len ? type : STR("other");
    id.number = number.len ? number : latin;
    if (id.number.len) {
        struct identifier *added = VEC_ADD(&e->a, &p->r.identifiers);
        *added = id;
    } else {
        record_detail(&e->a, &p->r, "identification", eu_join(e, id.type, ": ", id.note));
    }
}

static void more(struct eu *e, struct eu_party *p, const struct node *n)
{
    struct str key = eu_get(e, n, "key");
    ignore(n);
    record_detail(&e->a, &p->r, "additional information",
                  eu_join(e, key, ": ", eu_get(e, n, "value")));
}

static void entity_remark(struct eu *e, struct eu_party *p, const struct node *n)
{
    eu_add_remark(e, p, str_trim(n->text));
}

static const struct {
    const char *name;
    void (*read)(struct eu *e, struct eu_party *p, const struct node *n);
} groups[] = {
    {"remark", entity_remark},
    {"regulation", regulation},
    {"subjectType", subject_type},
    {"nameAlias", name_alias},
    {"birthdate", birth},
    {"citizenship", citizenship},
    {"address", address},
    {"identification", identification},
    {"additionalInformation", more},
};

void eu_entity(struct eu *e, struct eu_party *p, struct node *n)
{
    struct str id = node_get(n, "logicalId"), un = node_get(n, "unitedNationId");
    node_ignore(n, "euReferenceNumber"); /* the reference, taken by eu_key */
    if (p->r.native.len == 0)
        p->r.native = id;
    else
        record_detail(&e->a, &p->r, "logical id", id);
    record_xref(&e->a, &p->r, "un", un);
    eu_add_day(e, &p->designated, "designationDate", node_get(n, "designationDate"));
    eu_add_day(e, &p->ends, "delistingDate", node_get(n, "delistingDate"));
    record_detail(&e->a, &p->r, "designation details", node_get(n, "designationDetails"));
    for (size_t i = 0; i < COUNT(groups); i++)
        NODE_EACH (c, n, groups[i].name) {
            c->used = true;
            groups[i].read(e, p, c);
        }
}
