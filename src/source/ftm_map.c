/* SPDX-License-Identifier: Apache-2.0 */
/* ftm_map.c - the FollowTheMoney model in tables: what becomes of each property.
 *
 * Only properties that have a place in a record are here; every other one is
 * kept as a detail under its own name, so a property that the model gains later
 * is not lost.  Rules of one schema stand before the rule of all.
 *
 * The rules are found by hash, since an entity asks for some twenty. */
#include "source/ftm.h"

#include <string.h>

/* clang-format off */
#define RULE(property, schema, place, what, type) \
    {{(property), sizeof(property) - 1}, schema, FTM_##place, what, type}
/* clang-format on */
#define NAME(property, quality)       RULE(property, NULL, NAME, QUALITY_##quality, NULL)
#define PART(property, part)          RULE(property, NULL, PART, PART_##part, NULL)
#define DATE(property, type)          RULE(property, NULL, DATE, 0, type)
#define COUNTRY(property, type)       RULE(property, NULL, COUNTRY, 0, type)
#define ID(property, type)            RULE(property, NULL, ID, 0, type)
#define TEXT(property, set)           TEXT_OF(NULL, property, set)
#define LINK(property)                RULE(property, NULL, LINK, 0, NULL)
#define ALL(property, place)          RULE(property, NULL, place, 0, NULL)
#define OF(schema, property, place)   RULE(property, schema, place, 0, NULL)
#define ID_OF(schema, property, type) RULE(property, schema, ID, 0, type)
#define TEXT_OF(schema, property, set)                                                             \
    RULE(property, schema, TEXT, offsetof(struct record, set), NULL)
#define ID_FIELD(schema, property, field)                                                          \
    RULE(property, schema, ID_FIELD, offsetof(struct identifier, field), NULL)
#define ADDRESS_FIELD(property, field)                                                             \
    RULE(property, "Address", ADDRESS_FIELD, offsetof(struct place, field), NULL)

static const struct ftm_rule rules[] = {
    /* Words that one schema uses in its own sense. */
    OF("Sanction", "authority", AUTHORITY),
    OF("Sanction", "listingDate", LISTED),
    OF("Sanction", "endDate", ENDED),
    OF("Sanction", "status", STANDING),
    RULE("country", "Sanction", COUNTRY, 0, "authority"),
    TEXT_OF("Sanction", "reason", reasons),
    TEXT_OF("Sanction", "programUrl", sources),
    OF("Sanction", "provisions", MEASURE),
    OF("Sanction", "unscId", UN_REF),
    OF("Address", "full", ADDRESS),
    ADDRESS_FIELD("city", city),
    ADDRESS_FIELD("region", region),
    ADDRESS_FIELD("postalCode", postcode),
    ADDRESS_FIELD("street", street),
    ADDRESS_FIELD("remarks", note),
    ID_OF("Passport", "number", "passport"),
    ID_OF("Passport", "personalNumber", "personal-number"),
    ID_FIELD("Passport", "country", country),
    ID_FIELD("Passport", "authority", issuer),
    ID_FIELD("Passport", "startDate", issued),
    ID_FIELD("Passport", "endDate", expires),
    ID_FIELD("Passport", "type", note),
    ID_OF("Identification", "number", "identification"),
    ID_FIELD("Identification", "country", country),
    ID_FIELD("Identification", "authority", issuer),
    ID_FIELD("Identification", "startDate", issued),
    ID_FIELD("Identification", "endDate", expires),
    ID_FIELD("Identification", "type", note),
    OF("CryptoWallet", "currency", CURRENCY),
    OF("CryptoWallet", "currencySymbol", CURRENCY),
    /* A title is a person's; elsewhere it is the title of a text. */
    TEXT_OF("Person", "title", titles),
    /* Elsewhere these refer to another entity. */
    OF("Email", "sender", DETAIL),
    OF("Email", "subject", DETAIL),
    OF("Message", "subject", DETAIL),
    OF("Post", "organization", DETAIL),

    NAME("name", STRONG),
    NAME("alias", STRONG),
    NAME("weakAlias", WEAK),
    NAME("previousName", FORMER),
    PART("firstName", GIVEN),
    PART("secondName", MIDDLE),
    PART("middleName", MIDDLE),
    PART("fatherName", PATRONYMIC),
    PART("motherName", MATRONYMIC),
    PART("lastName", FAMILY),
    PART("nameSuffix", SUFFIX),

    ALL("birthDate", BIRTH),
    DATE("deathDate", "death"),
    DATE("incorporationDate", "founded"),
    DATE("inceptionDate", "founded"),
    DATE("dissolutionDate", "dissolved"),
    DATE("buildDate", "built"),
    DATE("registrationDate", "registered"),
    DATE("deregistrationDate", "deregistered"),
    DATE("nameChangeDate", "renamed"),
    DATE("issueDate", "issued"),
    DATE("maturityDate", "matures"),
    DATE("creationDate", "created"),
    DATE("createDate", "created"),
    DATE("createdAt", "created"),
    DATE("retrievedAt", "retrieved"),
    DATE("declarationDate", "declared"),
    DATE("publishDate", "published"),
    DATE("date", "date"),
    DATE("startDate", "start"),
    DATE("endDate", "end"),
    ALL("modifiedAt", AMENDED),

    ALL("birthPlace", BIRTH_PLACE),
    ALL("birthCountry", BIRTH_COUNTRY),
    ALL("address", ADDRESS),
    ALL("gender", GENDER),
    COUNTRY("nationality", "nationality"),
    COUNTRY("citizenship", "citizenship"),
    COUNTRY("country", "country"),
    COUNTRY("mainCountry", "country"),
    COUNTRY("jurisdiction", "jurisdiction"),
    COUNTRY("flag", "flag"),
    COUNTRY("pastFlags", "former-flag"),

    ID("passportNumber", "passport"),
    ID("idNumber", "national-id"),
    ID("socialSecurityNumber", "social-security"),
    ID("taxNumber", "tax"),
    ID("vatCode", "vat"),
    ID("innCode", "inn"),
    ID("irsCode", "us-ein"),
    ID("registrationNumber", "registration"),
    ID("ogrnCode", "ogrn"),
    ID("okpoCode", "okpo"),
    ID("kppCode", "kpp"),
    ID("licenseNumber", "license"),
    ID("leiCode", "lei"),
    ID("dunsCode", "duns"),
    ID("bvdId", "bvd"),
    ID("uscCode", "usc"),
    ID("uniqueEntityId", "uei"),
    ID("npiCode", "npi"),
    ID("cageCode", "cage"),
    ID("permId", "permid"),
    ID("giiNumber", "gii"),
    ID("cikCode", "cik"),
    ID("voenCode", "voen"),
    ID("ipoCode", "ipo"),
    ID("jibCode", "jib"),
    ID("mbsCode", "mbs"),
    ID("fnsCode", "fns"),
    ID("coatoCode", "coato"),
    ID("ibcRuc", "ruc"),
    ID("pfrNumber", "pfr"),
    ID("icijId", "icij"),
    ID("swiftBic", "swift"),
    ID("bic", "swift"),
    ID("iban", "iban"),
    ID("accountNumber", "account"),
    ID("isin", "isin"),
    ID("isinCode", "isin"),
    ID("figiCode", "figi"),
    ID("ricCode", "ric"),
    ID("ticker", "ticker"),
    ID("imoNumber", "imo"),
    ID("mmsi", "mmsi"),
    ID("crsNumber", "crs"),
    ID("callSign", "call-sign"),
    ID("icaoCode", "icao"),
    ID("serialNumber", "serial"),
    ID("cadastralCode", "cadastral"),
    ID("titleNumber", "title-number"),
    ID("caseNumber", "case"),
    ID("wikidataId", "wikidata"),
    ID("authorityId", "authority-id"),
    ID("recordId", "record-id"),
    ID("publicKey", "crypto"),

    TEXT("position", positions),
    TEXT("program", programmes),
    ALL("programId", PROGRAMME),
    TEXT("notes", remarks),
    TEXT("summary", remarks),
    TEXT("description", remarks),
    TEXT("sourceUrl", sources),

    LINK("addressEntity"),
    LINK("agent"),
    LINK("ancestors"),
    LINK("asset"),
    LINK("associate"),
    LINK("bank"),
    LINK("bankAccount"),
    LINK("bankForeign"),
    LINK("bankRub"),
    LINK("beneficiary"),
    LINK("beneficiaryAccount"),
    LINK("callForTenders"),
    LINK("caller"),
    LINK("candidate"),
    LINK("case"),
    LINK("client"),
    LINK("contract"),
    LINK("contractHolder"),
    LINK("controlled"),
    LINK("controller"),
    LINK("creditor"),
    LINK("debtor"),
    LINK("declarant"),
    LINK("director"),
    LINK("document"),
    LINK("emitters"),
    LINK("employee"),
    LINK("employer"),
    LINK("endLocation"),
    LINK("entity"),
    LINK("holder"),
    LINK("inReplyToEmail"),
    LINK("inReplyToMessage"),
    LINK("involved"),
    LINK("issuer"),
    LINK("match"),
    LINK("member"),
    LINK("object"),
    LINK("onBehalfOf"),
    LINK("operator"),
    LINK("organization"),
    LINK("organizer"),
    LINK("owner"),
    LINK("parent"),
    LINK("participant"),
    LINK("party"),
    LINK("payer"),
    LINK("payerAccount"),
    LINK("person"),
    LINK("pictured"),
    LINK("post"),
    LINK("predecessor"),
    LINK("project"),
    LINK("proof"),
    LINK("receiver"),
    LINK("recipientAccount"),
    LINK("recipients"),
    LINK("relative"),
    LINK("resolved"),
    LINK("sender"),
    LINK("senderAccount"),
    LINK("startLocation"),
    LINK("subject"),
    LINK("successor"),
    LINK("supplier"),
    LINK("taxee"),
    LINK("tenderers"),
    LINK("transport"),
    LINK("vehicle"),
};

/* A LegalEntity is what the model calls a party that may be a person or an
 * organisation, so its kind is not known. */
static const struct {
    const char *schema;
    enum kind kind;
} kinds[] = {
    {"Person", KIND_PERSON},        {"Organization", KIND_ORGANISATION},
    {"Company", KIND_ORGANISATION}, {"PublicBody", KIND_ORGANISATION},
    {"Vessel", KIND_VESSEL},        {"Airplane", KIND_AIRCRAFT},
};

static const char *const pieces[] = {"Address", "Sanction", "Passport", "Identification"};

/* FNV-1a. */
static uint32_t hash(struct str s)
{
    uint32_t h = 2166136261U;
    for (size_t i = 0; i < s.len; i++)
        h = (h ^ (unsigned char)s.s[i]) * 16777619U;
    return h ^ h >> 15;
}

void ftm_map_build(struct ftm_map *m)
{
    *m = (struct ftm_map){0};
    for (size_t i = 0; i < COUNT(rules); i++) {
        uint32_t at = hash(rules[i].property);
        while (m->slot[at % FTM_SLOTS])
            at++;
        m->slot[at % FTM_SLOTS] = &rules[i];
    }
}

const struct ftm_rule *ftm_rule_find(const struct ftm_map *m, struct str property,
                                     struct str schema)
{
    for (uint32_t at = hash(property);; at++) {
        const struct ftm_rule *rule = m->slot[at % FTM_SLOTS];
        if (!rule)
            return NULL;
        if (str_equal(property, rule->property) && (!rule->schema || str_is(schema, rule->schema)))
            return rule;
    }
}

enum kind ftm_kind(struct str schema)
{
    for (size_t i = 0; i < COUNT(kinds); i++)
        if (str_is(schema, kinds[i].schema))
            return kinds[i].kind;
    return KIND_UNKNOWN;
}

bool ftm_is_piece(struct str schema)
{
    for (size_t i = 0; i < COUNT(pieces); i++)
        if (str_is(schema, pieces[i]))
            return true;
    return false;
}
