/* SPDX-License-Identifier: Apache-2.0 */
/* ofac_facts.c - the one table of OFAC's labels, and what is done with each.
 *
 * A label is the text of an idType (legacy XML), of a feature or document type
 * (enhanced, advanced), or the words that begin a clause of Remarks (CSV).
 * Labels compare without case; the longest that fits wins.  The table is in the
 * order of its labels, so that a clause looks only at those of its first
 * letter; sdn.csv has 33,000 clauses. */
#include "source/ofac.h"

#include "record/date.h"
#include "text/clean.h"

#include <string.h>

enum role {
    BIRTH,    /* a date of birth */
    PLACE,    /* a place of that type */
    COUNTRY,  /* a country in that role */
    GENDER,   /* male or female */
    POSITION, /* a post that the party holds */
    LINK,     /* another party */
    ID,       /* a number that someone gave the party */
    IMO,      /* a ship's number, behind the letters IMO */
    CRYPTO,   /* an address; the coin ends the label: "Digital Currency Address - XBT" */
    DATE,     /* a date of that type; "(…)" behind the label belongs to it */
    DETAIL,   /* anything else; without a type, the label is the type */
    ORDER,    /* a detail whose label goes on to "information" or "determination" */
};

/* `exact`: the type says all that the label says; otherwise the label becomes
 * the note of the identifier. */
static const struct label {
    const char *text;
    enum role role;
    const char *type;
    bool exact;
} labels[] = {
    /* clang-format off */
    {"Additional Sanctions Information", DETAIL, NULL, false},
    {"Afghan Money Service Provider License Number", ID, "registration", false},
    {"Aircraft Construction Number (also called L/N or S/N or F/N)", ID, "serial-number", false},
    {"Aircraft Manufacture Date", DATE, "built", false},
    {"Aircraft Manufacturer's Serial Number (MSN)", ID, "msn", true},
    {"Aircraft Manufacturer\xE2\x80\x99" "s Serial Number (MSN)", ID, "msn", true},
    {"Aircraft Mode S Transponder Code", ID, "mode-s", true},
    {"Aircraft Model", DETAIL, NULL, false},
    {"Aircraft Operator", DETAIL, NULL, false},
    {"Aircraft Serial Identification", ID, "serial-number", false},
    {"Aircraft Tail Number", ID, "tail-number", true},
    {"Alternate Title", POSITION, NULL, false},
    {"BIK (RU)", ID, "bik", true},
    {"Birth Certificate Number", ID, "national-id", false},
    {"Birthdate", BIRTH, NULL, false},
    {"Bosnian Personal ID No.", ID, "national-id", false},
    {"Branch Unit Number", ID, "registration", false},
    {"British National Overseas Passport", ID, "passport", false},
    {"Business Number", ID, "registration", false},
    {"Business Registration Document #", ID, "registration", false},
    {"Business Registration Number", ID, "registration", false},
    {"C.I.F.", ID, "tax", false},
    {"C.I.N.", ID, "national-id", false},
    {"C.R. No.", ID, "registration", false},
    {"C.U.I.", ID, "national-id", false},
    {"C.U.I.P.", ID, "tax", false},
    {"C.U.I.T.", ID, "tax", false},
    {"C.U.R.P.", ID, "national-id", false},
    {"CAATSA Section 235 Information", DETAIL, NULL, false},
    {"Call Sign", DETAIL, "call sign", false},
    {"Carnet", ID, "national-id", false},
    {"Cartilla de Servicio Militar Nacional", ID, "national-id", false},
    {"Cedula", ID, "national-id", false},
    {"Cedula de Ciudadania", ID, "national-id", false},
    {"Cedula de Residencia", ID, "residence-permit", false},
    {"Cedula No.", ID, "national-id", false},
    {"Cell phone", DETAIL, "phone", false},
    {"Central Registration System Number", ID, "registration", false},
    {"Certificate of Incorporation Number", ID, "registration", false},
    {"Certificate of Registration", ID, "registration", false},
    {"Chamber of Commerce Number", ID, "registration", false},
    {"Chamber of Commerce Registration", ID, "registration", false},
    {"Chinese Commercial Code", ID, "chinese-commercial-code", false},
    {"citizen", COUNTRY, "citizenship", false},
    {"Citizen's Card Number", ID, "national-id", false},
    {"Citizenship Country", COUNTRY, "citizenship", false},
    {"Citizen\xE2\x80\x99" "s Card Number", ID, "national-id", false},
    {"CNP (Personal Numerical Code)", ID, "tax", false},
    {"Commercial Activities License No.", ID, "registration", false},
    {"Commercial Registry Number", ID, "registration", false},
    {"Company Number", ID, "registration", false},
    {"Credencial electoral", ID, "national-id", false},
    {"D-U-N-S Number", ID, "duns", true},
    {"D.N.I.", ID, "national-id", false},
    {"D.U.I.", ID, "national-id", false},
    {"Digital Currency Address", CRYPTO, NULL, false},
    {"Diplomatic Passport", ID, "passport", false},
    {"DOB", BIRTH, NULL, false},
    {"Driver's License is issued by the State of", ID, "driving-licence", false},
    {"Driver's License No.", ID, "driving-licence", false},
    {"Driver\xE2\x80\x99" "s License No.", ID, "driving-licence", false},
    {"Dubai Chamber of Commerce Membership No.", ID, "registration", false},
    {"Economic Register Number (CBLS)", ID, "registration", false},
    {"Effective Date", DATE, NULL, false},
    {"Electoral Registry No.", ID, "national-id", false},
    {"Email", DETAIL, "email", false},
    {"Email Address", DETAIL, "email", false},
    {"Enterprise Number", ID, "registration", false},
    {"Equity Ticker", ID, "ticker", true},
    {"ethnicity", DETAIL, "ethnicity", false},
    {"Executive Order", ORDER, NULL, false},
    {"Fax", DETAIL, "fax", false},
    {"Fax No.", DETAIL, "fax", false},
    {"Fax Number", DETAIL, "fax", false},
    {"File Number", ID, "registration", false},
    {"Folio Mercantil No.", ID, "registration", false},
    {"Former Vessel Flag", COUNTRY, "former flag", false},
    {"Gender", GENDER, NULL, false},
    {"Government Gazette Number", ID, "registration", false},
    {"I.F.E.", ID, "national-id", false},
    {"Identification Number", ID, "national-id", false},
    {"IFCA Determination", DETAIL, NULL, false},
    {"Immigration No.", ID, "residence-permit", false},
    {"ISIN", ID, "isin", true},
    {"Issuer Name", DETAIL, NULL, false},
    {"Istanbul Chamber of Comm. No.", ID, "registration", false},
    {"Italian Fiscal Code", ID, "tax", false},
    {"Kenyan ID No.", ID, "national-id", false},
    {"LE Number", ID, "national-id", false},
    {"Legal Entity Number", ID, "registration", false},
    {"License", ID, "registration", false},
    {"Linked To", LINK, NULL, false},
    {"Listing Date", DATE, NULL, false},
    {"Location", DETAIL, NULL, false},
    {"Matricula Mercantil No", ID, "registration", false},
    {"MICEX Code", ID, "micex", true},
    {"MMSI", ID, "mmsi", true},
    {"Moroccan Personal ID No.", ID, "national-id", false},
    {"N.I.E.", ID, "national-id", false},
    {"N.I.F.", ID, "tax", false},
    {"National Foreign ID Number", ID, "national-id", false},
    {"National ID No.", ID, "national-id", false},
    {"nationality", COUNTRY, "nationality", false},
    {"Nationality Country", COUNTRY, "nationality", false},
    {"Nationality of Registration", COUNTRY, "registration", false},
    {"NIT #", ID, "tax", false},
    {"Numero de Identidad", ID, "national-id", false},
    {"Numero Unico de Identificacao Tributaria (NUIT)", ID, "national-id", false},
    {"Occupation", POSITION, NULL, false},
    {"Organization Code", ID, "registration", false},
    {"Organization Established Date", DATE, "founded", false},
    {"Organization Type", DETAIL, NULL, false},
    {"Other Information", DETAIL, NULL, false},
    {"Other Vessel Call Sign", DETAIL, "other call sign", false},
    {"Other Vessel Flag", COUNTRY, "other flag", false},
    {"Other Vessel Type", DETAIL, NULL, false},
    {"Passport", ID, "passport", true},
    {"PEESA Information", DETAIL, NULL, false},
    {"Permanent Resident Card", ID, "residence-permit", false},
    {"Personal ID Card", ID, "national-id", false},
    {"PHONE", DETAIL, "phone", false},
    {"Phone No.", DETAIL, "phone", false},
    {"Phone Number", DETAIL, "phone", false},
    {"Place of Birth", PLACE, "birth", false},
    {"POB", PLACE, "birth", false},
    {"Previous Aircraft Tail Number", ID, "tail-number", false},
    {"Public Registration Number", ID, "registration", false},
    {"Purchase/Sales For Divestment Date", DATE, NULL, false},
    {"R.F.C.", ID, "tax", false},
    {"R.U.T.", ID, "tax", false},
    {"Refugee ID Card", ID, "travel-document", false},
    {"Registered Charity No.", ID, "registration", false},
    {"Registration Country", COUNTRY, "registration", false},
    {"Registration ID", ID, "registration", false},
    {"Registration Number", ID, "registration", false},
    {"Residency Card", ID, "residence-permit", false},
    {"Residency Number", ID, "residence-permit", false},
    {"RFC", ID, "tax", false},
    {"RIF #", ID, "tax", false},
    {"Romanian Permanent Resident", ID, "residence-permit", false},
    {"RSIN", ID, "registration", false},
    {"RTN", ID, "tax", false},
    {"RUC #", ID, "tax", false},
    {"Seafarer's Identification Document", ID, "travel-document", false},
    {"Secondary sanctions risk", DETAIL, "secondary sanctions risk", false},
    {"SRE Permit No.", ID, "registration", false},
    {"SSN", ID, "national-id", false},
    {"Stateless Person ID Card", ID, "travel-document", false},
    {"Stateless Person Passport", ID, "passport", false},
    {"Subtribe", DETAIL, "subtribe", false},
    {"SWIFT/BIC", ID, "swift", true},
    {"Target Type", DETAIL, NULL, false},
    {"Tarjeta Profesional", ID, "professional-licence", false},
    {"Tax ID No.", ID, "tax", false},
    {"Tazkira National ID Card", ID, "national-id", false},
    {"Tel.", DETAIL, "phone", false},
    {"Telefax", DETAIL, "fax", false},
    {"Telephone", DETAIL, "phone", false},
    {"Telephone No.", DETAIL, "phone", false},
    {"Telephone Number", DETAIL, "phone", false},
    {"Title", POSITION, NULL, false},
    {"Tourism License No.", ID, "registration", false},
    {"Trade License No.", ID, "registration", false},
    {"Transactions Prohibited For Persons Owned or Controlled By U.S. Financial Institutions", DETAIL, NULL, false},
    {"Travel Document Number", ID, "travel-document", false},
    {"Tribe", DETAIL, "tribe", false},
    {"Turkish Identification Number", ID, "national-id", false},
    {"Turkish Identificiation Number", ID, "national-id", false},
    {"U.S. Social Security Number", ID, "national-id", false},
    {"UAE Identification", ID, "national-id", false},
    {"UK Company Number", ID, "registration", false},
    {"UN/LOCODE", ID, "un/locode", true},
    {"Unified Social Credit Code (USCC)", ID, "registration", false},
    {"United Social Credit Code Certificate (USCCC)", ID, "registration", false},
    {"US FEIN", ID, "tax", false},
    {"V.A.T. Number", ID, "tax", false},
    {"Vessel Call Sign", DETAIL, "call sign", false},
    {"Vessel Flag", COUNTRY, "flag", false},
    {"Vessel Gross Registered Tonnage", DETAIL, "gross registered tonnage", false},
    {"Vessel Manager", DETAIL, NULL, false},
    {"Vessel Owner", DETAIL, "vessel owner", false},
    {"Vessel Registration Identification", IMO, "imo", false},
    {"Vessel Tonnage", DETAIL, "tonnage", false},
    {"VESSEL TYPE", DETAIL, "vessel type", false},
    {"Vessel Year of Build", DATE, "built", false},
    {"Visa Number ID", ID, "residence-permit", false},
    {"VisaNumberID", ID, "visa", false},
    {"Website", DETAIL, "website", false},
    /* clang-format on */
};

/* ---- Labels. */

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool is_alnum(char c)
{
    return (lower(c) >= 'a' && lower(c) <= 'z') || (c >= '0' && c <= '9');
}

/* Small letters and no figure: not a number, which may be capitals alone (SWIFT). */
static bool is_words(struct str s)
{
    bool small = false;
    for (size_t i = 0; i < s.len; i++) {
        if (s.s[i] >= '0' && s.s[i] <= '9')
            return false;
        small |= s.s[i] >= 'a' && s.s[i] <= 'z';
    }
    return small;
}

static bool begins(struct str s, const char *text, size_t *len)
{
    for (*len = 0; text[*len]; ++*len)
        if (*len == s.len || lower(s.s[*len]) != lower(text[*len]))
            return false;
    return true;
}

/* How far a label goes on behind its text, for those whose text varies; SIZE_MAX
 * when what must follow does not. */
static size_t tail(struct str s, size_t at, enum role role)
{
    struct str rest = str_from(s, at);
    if (role == DATE && str_starts(rest, STR(" ("))) {
        size_t close = str_find(rest, STR(")"));
        return close == SIZE_MAX ? at : at + close + 1;
    }
    if (role == CRYPTO) {
        struct str coin;
        if (!str_starts(rest, STR(" - ")))
            return SIZE_MAX;
        str_cut(str_from(rest, 3), ' ', &coin);
        return coin.len ? at + 3 + coin.len : SIZE_MAX;
    }
    if (role == ORDER) {
        static const struct str ends[] = {{"information", 11}, {"determination", 13}};
        for (size_t i = 0; i < COUNT(ends); i++) {
            size_t found = str_find_nocase(str_span(rest, 0, 60), ends[i]);
            if (found != SIZE_MAX)
                return at + found + ends[i].len;
        }
        return SIZE_MAX;
    }
    return at;
}

/* Past the punctuation that ends a label: "risk: ", "Information - ". */
static size_t past_punctuation(struct str s, size_t at)
{
    while (at < s.len &&
           (s.s[at] == ':' || s.s[at] == ' ' || s.s[at] == ',' ||
            (s.s[at] == '-' && s.s[at - 1] == ' ' && (at + 1 == s.len || s.s[at + 1] == ' '))))
        at++;
    return at;
}

/* The first label that begins with c or a later letter. */
static size_t first_of(char c)
{
    size_t low = 0, high = COUNT(labels);
    while (low < high) {
        size_t mid = (low + high) / 2;
        if (lower(labels[mid].text[0]) < c)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

/* The longest label that s begins with; *own is the length of the label alone,
 * *len that with the punctuation behind it. */
static const struct label *find(struct str s, size_t *own, size_t *len)
{
    const struct label *best = NULL;
    char c = s.len ? lower(s.s[0]) : 0;
    *own = *len = 0;
    for (size_t i = first_of(c); c && i < COUNT(labels) && lower(labels[i].text[0]) == c; i++) {
        size_t at;
        if (s.len < 2 || lower(s.s[1]) != lower(labels[i].text[1]) ||
            !begins(s, labels[i].text, &at))
            continue;
        size_t end = tail(s, at, labels[i].role);
        bool whole =
            end == s.len || (end < s.len && !(is_alnum(s.s[end]) && is_alnum(s.s[end - 1])));
        if (end == SIZE_MAX || end <= *own || !whole)
            continue;
        best = &labels[i];
        *own = end;
        *len = past_punctuation(s, end);
    }
    return best;
}

size_t ofac_label(struct str s)
{
    size_t own, len;
    return find(s, &own, &len) ? len : 0;
}

/* ---- Facts. */

struct str ofac_text(struct ofac *o, struct str s)
{
    return text_clean(o->a, s);
}

struct str ofac_join(struct ofac *o, struct str a, struct str b)
{
    if (a.len && b.len)
        return arena_printf(o->a, "%.*s; %.*s", STRF(a), STRF(b));
    return a.len ? a : b;
}

static struct dating read_date(struct ofac *o, const struct ofac_fact *f, const char *what)
{
    if (f->when)
        return *f->when;
    struct dating d = date_read(o->a, ofac_text(o, f->value), DATE_MDY);
    if (!day_known(d.from))
        sink_unread(o->out, what, f->value);
    return d;
}

static void add_birth(struct ofac *o, const struct ofac_fact *f)
{
    struct dating d = read_date(o, f, "date of birth");
    d.note = f->note;
    *(struct dating *)VEC_ADD(o->a, &o->r->births) = d;
}

static void add_date(struct ofac *o, const struct ofac_fact *f, struct str type)
{
    struct dating d = read_date(o, f, "date");
    d.type = type;
    d.note = f->note;
    *(struct dating *)VEC_ADD(o->a, &o->r->dates) = d;
}

static void add_place(struct ofac *o, const struct ofac_fact *f, const char *type)
{
    struct str text = ofac_text(o, f->value);
    if (text.len == 0)
        return;
    struct place *p = VEC_ADD(o->a, &o->r->places);
    p->type = str_of(type);
    p->text = text;
    p->note = f->note;
}

static void add_gender(struct ofac *o, const struct ofac_fact *f)
{
    static const char *const words[] = {"male", "female"};
    for (size_t i = 0; i < COUNT(words); i++) {
        if (str_is_nocase(str_trim(f->value), words[i])) {
            o->r->gender = str_of(words[i]);
            return;
        }
    }
    sink_unread(o->out, "gender", f->value);
    record_detail(o->a, o->r, "gender", f->value);
}

static void add_id(struct ofac *o, const struct ofac_fact *f, struct str type, struct str note)
{
    struct identifier *id = record_identifier(o->a, o->r, type, ofac_text(o, f->value));
    id->country = ofac_text(o, f->country);
    id->issuer = ofac_text(o, f->issuer);
    id->note = ofac_join(o, note, f->note);
    struct {
        struct str text, *to;
    } dates[] = {{f->issued, &id->issued}, {f->expires, &id->expires}};
    for (size_t i = 0; i < COUNT(dates); i++) {
        if (str_trim(dates[i].text).len == 0)
            continue;
        *dates[i].to = date_iso(o->a, dates[i].text, DATE_MDY);
        if (dates[i].to->len == 0) {
            sink_unread(o->out, "date of a document", dates[i].text);
            *dates[i].to = ofac_text(o, dates[i].text);
        }
    }
}

/* "IMO 9187629" is the ship's number, or that of the company that runs it. */
static bool imo_number(struct str value, struct str *number)
{
    value = str_trim(value);
    if (str_find_nocase(value, STR("IMO")) != 0)
        return false;
    *number = text_strip(str_from(value, 3), ":");
    return number->len && number->s[0] >= '0' && number->s[0] <= '9';
}

static void add_number(struct ofac *o, struct ofac_fact f, const struct label *l, struct str label)
{
    struct str number;
    bool packed = f.packed;
    if (packed)
        ofac_unpack(&f);
    if (packed && is_words(f.value)) { /* "Passport issued in Testville" */
        ofac_detail(o, label, f.value);
        return;
    }
    if (imo_number(f.value, &number)) {
        bool company = o->r->kind == KIND_ORGANISATION || o->r->kind == KIND_PERSON;
        f.value = number;
        add_id(o, &f, company ? STR("imo-company") : STR("imo"), l->role == IMO ? STR("") : label);
    } else if (l->role == IMO) {
        add_id(o, &f, STR("vessel-registration"), STR(""));
    } else {
        add_id(o, &f, str_of(l->type), l->exact ? STR("") : label);
    }
}

bool ofac_no_country(struct str text)
{
    static const char *const none[] = {"None Identified", "Unknown", "Undetermined", "None"};
    for (size_t i = 0; i < COUNT(none); i++)
        if (str_is_nocase(text, none[i]))
            return true;
    return false;
}

static void add_country(struct ofac *o, const struct ofac_fact *f, const char *type,
                        struct str label)
{
    if (ofac_no_country(str_trim(f->value))) {
        ofac_detail(o, label, f->value);
        return;
    }
    record_country(o->a, o->r, type, f->value, (struct str){0});
    if (f->note.len && o->r->countries.count)
        o->r->countries.at[o->r->countries.count - 1].note = f->note;
}

void ofac_detail(struct ofac *o, struct str label, struct str text)
{
    text = ofac_text(o, text);
    if (text.len == 0)
        return;
    struct detail *d = VEC_ADD(o->a, &o->r->details);
    d->type = label;
    d->text = text;
}

void ofac_other_id(struct ofac *o, const struct ofac_fact *f)
{
    struct ofac_fact own = *f;
    if (own.packed)
        ofac_unpack(&own);
    add_id(o, &own, STR("other"), ofac_text(o, f->label));
}

static void add_fact(struct ofac *o, const struct ofac_fact *f, const struct label *l,
                     struct str label)
{
    struct str type = l->type ? str_of(l->type) : label;
    switch (l->role) {
    case BIRTH:
        add_birth(o, f);
        break;
    case PLACE:
        add_place(o, f, l->type);
        break;
    case COUNTRY:
        add_country(o, f, l->type, label);
        break;
    case GENDER:
        add_gender(o, f);
        break;
    case POSITION:
        record_text(o->a, &o->r->positions, f->value);
        break;
    case LINK:
        ofac_link(o, label, (struct str){0}, f->value, f->note);
        break;
    case ID:
    case IMO:
        add_number(o, *f, l, label);
        break;
    case CRYPTO:
        label = str_from(label, sizeof "Digital Currency Address -");
        add_id(o, f, arena_printf(o->a, "crypto:%.*s", STRF(label)), STR(""));
        break;
    case DATE:
        add_date(o, f, type);
        break;
    case DETAIL:
    case ORDER:
        ofac_detail(o, type, f->value);
        break;
    }
}

bool ofac_fact(struct ofac *o, const struct ofac_fact *f)
{
    size_t own, len;
    struct str whole = ofac_text(o, f->label);
    const struct label *l = find(whole, &own, &len);
    if (!l || len < whole.len)
        return false;
    add_fact(o, f, l, str_span(whole, 0, own));
    return true;
}

bool ofac_clause(struct ofac *o, struct str clause)
{
    size_t own, len;
    const struct label *l = find(clause, &own, &len);
    if (!l || len == clause.len)
        return false;
    struct ofac_fact f = {.value = str_from(clause, len), .packed = true};
    add_fact(o, &f, l, str_span(clause, 0, own));
    return true;
}

void ofac_bag(struct ofac *o, const struct ofac_fact *f)
{
    struct str label = str_trim(f->label);
    if (str_trim(f->value).len == 0 || ofac_fact(o, f))
        return;
    bool says = label.len && (label.s[label.len - 1] == ':' || label.s[label.len - 1] == '-');
    if (says)
        ofac_detail(o, text_strip(ofac_text(o, label), ":-"), f->value);
    else
        ofac_other_id(o, f);
}

void ofac_link(struct ofac *o, struct str type, struct str ref, struct str name, struct str note)
{
    name = ofac_text(o, name);
    if (name.len == 0 && ref.len == 0)
        return;
    struct link *l = VEC_ADD(o->a, &o->r->links);
    l->type = type;
    l->ref = ref;
    l->name = name;
    l->note = note;
}
