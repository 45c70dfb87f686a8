/* SPDX-License-Identifier: Apache-2.0 */
/* ofac_labels.c - the one table of OFAC's labels, and how one is found.
 *
 * A label is the text of an idType (legacy XML), of a feature or document type
 * (enhanced, advanced), or the words that begin a clause of Remarks (CSV).
 * Labels compare without case; the longest that fits wins.  The table is in the
 * order of its labels, so that a clause looks only at those of its first
 * letter; sdn.csv has 33,000 clauses. */
#include "source/ofac_labels.h"

static const struct ofac_label labels[] = {
    /* clang-format off */
    {"Additional Sanctions Information", NULL, ROLE_DETAIL, false},
    {"Afghan Money Service Provider License Number", "registration", ROLE_ID, false},
    {"Aircraft Construction Number (also called L/N or S/N or F/N)", "serial-number", ROLE_ID, false},
    {"Aircraft Manufacture Date", "built", ROLE_DATE, false},
    {"Aircraft Manufacturer's Serial Number (MSN)", "msn", ROLE_ID, true},
    {"Aircraft Manufacturer\xE2\x80\x99" "s Serial Number (MSN)", "msn", ROLE_ID, true},
    {"Aircraft Mode S Transponder Code", "mode-s", ROLE_ID, true},
    {"Aircraft Model", NULL, ROLE_DETAIL, false},
    {"Aircraft Operator", NULL, ROLE_DETAIL, false},
    {"Aircraft Serial Identification", "serial-number", ROLE_ID, false},
    {"Aircraft Tail Number", "tail-number", ROLE_ID, true},
    {"Alternate Title", NULL, ROLE_POSITION, false},
    {"BIK (RU)", "bik", ROLE_ID, true},
    {"Birth Certificate Number", "national-id", ROLE_ID, false},
    {"Birthdate", NULL, ROLE_BIRTH, false},
    {"Bosnian Personal ID No.", "national-id", ROLE_ID, false},
    {"Branch Unit Number", "registration", ROLE_ID, false},
    {"British National Overseas Passport", "passport", ROLE_ID, false},
    {"Business Number", "registration", ROLE_ID, false},
    {"Business Registration Document #", "registration", ROLE_ID, false},
    {"Business Registration Number", "registration", ROLE_ID, false},
    {"C.I.F.", "tax", ROLE_ID, false},
    {"C.I.N.", "national-id", ROLE_ID, false},
    {"C.R. No.", "registration", ROLE_ID, false},
    {"C.U.I.", "national-id", ROLE_ID, false},
    {"C.U.I.P.", "tax", ROLE_ID, false},
    {"C.U.I.T.", "tax", ROLE_ID, false},
    {"C.U.R.P.", "national-id", ROLE_ID, false},
    {"CAATSA Section 235 Information", NULL, ROLE_DETAIL, false},
    {"Call Sign", "call sign", ROLE_DETAIL, false},
    {"Carnet", "national-id", ROLE_ID, false},
    {"Cartilla de Servicio Militar Nacional", "national-id", ROLE_ID, false},
    {"Cedula", "national-id", ROLE_ID, false},
    {"Cedula de Ciudadania", "national-id", ROLE_ID, false},
    {"Cedula de Residencia", "residence-permit", ROLE_ID, false},
    {"Cedula No.", "national-id", ROLE_ID, false},
    {"Cell phone", "phone", ROLE_DETAIL, false},
    {"Central Registration System Number", "registration", ROLE_ID, false},
    {"Certificate of Incorporation Number", "registration", ROLE_ID, false},
    {"Certificate of Registration", "registration", ROLE_ID, false},
    {"Chamber of Commerce Number", "registration", ROLE_ID, false},
    {"Chamber of Commerce Registration", "registration", ROLE_ID, false},
    {"Chinese Commercial Code", "chinese-commercial-code", ROLE_ID, false},
    {"citizen", "citizenship", ROLE_COUNTRY, false},
    {"Citizen's Card Number", "national-id", ROLE_ID, false},
    {"Citizenship Country", "citizenship", ROLE_COUNTRY, false},
    {"Citizen\xE2\x80\x99" "s Card Number", "national-id", ROLE_ID, false},
    {"CNP (Personal Numerical Code)", "tax", ROLE_ID, false},
    {"Commercial Activities License No.", "registration", ROLE_ID, false},
    {"Commercial Registry Number", "registration", ROLE_ID, false},
    {"Company Number", "registration", ROLE_ID, false},
    {"Credencial electoral", "national-id", ROLE_ID, false},
    {"D-U-N-S Number", "duns", ROLE_ID, true},
    {"D.N.I.", "national-id", ROLE_ID, false},
    {"D.U.I.", "national-id", ROLE_ID, false},
    {"Digital Currency Address", NULL, ROLE_CRYPTO, false},
    {"Diplomatic Passport", "passport", ROLE_ID, false},
    {"DOB", NULL, ROLE_BIRTH, false},
    {"Driver's License is issued by the State of", "driving-licence", ROLE_ID, false},
    {"Driver's License No.", "driving-licence", ROLE_ID, false},
    {"Driver\xE2\x80\x99" "s License No.", "driving-licence", ROLE_ID, false},
    {"Dubai Chamber of Commerce Membership No.", "registration", ROLE_ID, false},
    {"Economic Register Number (CBLS)", "registration", ROLE_ID, false},
    {"Effective Date", NULL, ROLE_DATE, false},
    {"Electoral Registry No.", "national-id", ROLE_ID, false},
    {"Email", "email", ROLE_DETAIL, false},
    {"Email Address", "email", ROLE_DETAIL, false},
    {"Enterprise Number", "registration", ROLE_ID, false},
    {"Equity Ticker", "ticker", ROLE_ID, true},
    {"ethnicity", "ethnicity", ROLE_DETAIL, false},
    {"Executive Order", NULL, ROLE_ORDER, false},
    {"Fax", "fax", ROLE_DETAIL, false},
    {"Fax No.", "fax", ROLE_DETAIL, false},
    {"Fax Number", "fax", ROLE_DETAIL, false},
    {"File Number", "registration", ROLE_ID, false},
    {"Folio Mercantil No.", "registration", ROLE_ID, false},
    {"Former Vessel Flag", "former flag", ROLE_COUNTRY, false},
    {"Gender", NULL, ROLE_GENDER, false},
    {"Government Gazette Number", "registration", ROLE_ID, false},
    {"I.F.E.", "national-id", ROLE_ID, false},
    {"Identification Number", "national-id", ROLE_ID, false},
    {"IFCA Determination", NULL, ROLE_DETAIL, false},
    {"Immigration No.", "residence-permit", ROLE_ID, false},
    {"ISIN", "isin", ROLE_ID, true},
    {"Issuer Name", NULL, ROLE_DETAIL, false},
    {"Istanbul Chamber of Comm. No.", "registration", ROLE_ID, false},
    {"Italian Fiscal Code", "tax", ROLE_ID, false},
    {"Kenyan ID No.", "national-id", ROLE_ID, false},
    {"LE Number", "national-id", ROLE_ID, false},
    {"Legal Entity Number", "registration", ROLE_ID, false},
    {"License", "registration", ROLE_ID, false},
    {"Linked To", NULL, ROLE_LINK, false},
    {"Listing Date", NULL, ROLE_DATE, false},
    {"Location", NULL, ROLE_DETAIL, false},
    {"Matricula Mercantil No", "registration", ROLE_ID, false},
    {"MICEX Code", "micex", ROLE_ID, true},
    {"MMSI", "mmsi", ROLE_ID, true},
    {"Moroccan Personal ID No.", "national-id", ROLE_ID, false},
    {"N.I.E.", "national-id", ROLE_ID, false},
    {"N.I.F.", "tax", ROLE_ID, false},
    {"National Foreign ID Number", "national-id", ROLE_ID, false},
    {"National ID No.", "national-id", ROLE_ID, false},
    {"nationality", "nationality", ROLE_COUNTRY, false},
    {"Nationality Country", "nationality", ROLE_COUNTRY, false},
    {"Nationality of Registration", "registration", ROLE_COUNTRY, false},
    {"NIT #", "tax", ROLE_ID, false},
    {"Numero de Identidad", "national-id", ROLE_ID, false},
    {"Numero Unico de Identificacao Tributaria (NUIT)", "national-id", ROLE_ID, false},
    {"Occupation", NULL, ROLE_POSITION, false},
    {"Organization Code", "registration", ROLE_ID, false},
    {"Organization Established Date", "founded", ROLE_DATE, false},
    {"Organization Type", NULL, ROLE_DETAIL, false},
    {"Other Information", NULL, ROLE_DETAIL, false},
    {"Other Vessel Call Sign", "other call sign", ROLE_DETAIL, false},
    {"Other Vessel Flag", "other flag", ROLE_COUNTRY, false},
    {"Other Vessel Type", NULL, ROLE_DETAIL, false},
    {"Passport", "passport", ROLE_ID, true},
    {"PEESA Information", NULL, ROLE_DETAIL, false},
    {"Permanent Resident Card", "residence-permit", ROLE_ID, false},
    {"Personal ID Card", "national-id", ROLE_ID, false},
    {"PHONE", "phone", ROLE_DETAIL, false},
    {"Phone No.", "phone", ROLE_DETAIL, false},
    {"Phone Number", "phone", ROLE_DETAIL, false},
    {"Place of Birth", "birth", ROLE_PLACE, false},
    {"POB", "birth", ROLE_PLACE, false},
    {"Previous Aircraft Tail Number", "tail-number", ROLE_ID, false},
    {"Public Registration Number", "registration", ROLE_ID, false},
    {"Purchase/Sales For Divestment Date", NULL, ROLE_DATE, false},
    {"R.F.C.", "tax", ROLE_ID, false},
    {"R.U.T.", "tax", ROLE_ID, false},
    {"Refugee ID Card", "travel-document", ROLE_ID, false},
    {"Registered Charity No.", "registration", ROLE_ID, false},
    {"Registration Country", "registration", ROLE_COUNTRY, false},
    {"Registration ID", "registration", ROLE_ID, false},
    {"Registration Number", "registration", ROLE_ID, false},
    {"Residency Card", "residence-permit", ROLE_ID, false},
    {"Residency Number", "residence-permit", ROLE_ID, false},
    {"RFC", "tax", ROLE_ID, false},
    {"RIF #", "tax", ROLE_ID, false},
    {"Romanian Permanent Resident", "residence-permit", ROLE_ID, false},
    {"RSIN", "registration", ROLE_ID, false},
    {"RTN", "tax", ROLE_ID, false},
    {"RUC #", "tax", ROLE_ID, false},
    {"Seafarer's Identification Document", "travel-document", ROLE_ID, false},
    {"Secondary sanctions risk", "secondary sanctions risk", ROLE_DETAIL, false},
    {"SRE Permit No.", "registration", ROLE_ID, false},
    {"SSN", "national-id", ROLE_ID, false},
    {"Stateless Person ID Card", "travel-document", ROLE_ID, false},
    {"Stateless Person Passport", "passport", ROLE_ID, false},
    {"Subtribe", "subtribe", ROLE_DETAIL, false},
    {"SWIFT/BIC", "swift", ROLE_ID, true},
    {"Target Type", NULL, ROLE_DETAIL, false},
    {"Tarjeta Profesional", "professional-licence", ROLE_ID, false},
    {"Tax ID No.", "tax", ROLE_ID, false},
    {"Tazkira National ID Card", "national-id", ROLE_ID, false},
    {"Tel.", "phone", ROLE_DETAIL, false},
    {"Telefax", "fax", ROLE_DETAIL, false},
    {"Telephone", "phone", ROLE_DETAIL, false},
    {"Telephone No.", "phone", ROLE_DETAIL, false},
    {"Telephone Number", "phone", ROLE_DETAIL, false},
    {"Title", NULL, ROLE_POSITION, false},
    {"Tourism License No.", "registration", ROLE_ID, false},
    {"Trade License No.", "registration", ROLE_ID, false},
    {"Transactions Prohibited For Persons Owned or Controlled By U.S. Financial Institutions", NULL, ROLE_DETAIL, false},
    {"Travel Document Number", "travel-document", ROLE_ID, false},
    {"Tribe", "tribe", ROLE_DETAIL, false},
    {"Turkish Identification Number", "national-id", ROLE_ID, false},
    {"Turkish Identificiation Number", "national-id", ROLE_ID, false},
    {"U.S. Social Security Number", "national-id", ROLE_ID, false},
    {"UAE Identification", "national-id", ROLE_ID, false},
    {"UK Company Number", "registration", ROLE_ID, false},
    {"UN/LOCODE", "un/locode", ROLE_ID, true},
    {"Unified Social Credit Code (USCC)", "registration", ROLE_ID, false},
    {"United Social Credit Code Certificate (USCCC)", "registration", ROLE_ID, false},
    {"US FEIN", "tax", ROLE_ID, false},
    {"V.A.T. Number", "tax", ROLE_ID, false},
    {"Vessel Call Sign", "call sign", ROLE_DETAIL, false},
    {"Vessel Flag", "flag", ROLE_COUNTRY, false},
    {"Vessel Gross Registered Tonnage", "gross registered tonnage", ROLE_DETAIL, false},
    {"Vessel Manager", NULL, ROLE_DETAIL, false},
    {"Vessel Owner", "vessel owner", ROLE_DETAIL, false},
    {"Vessel Registration Identification", "imo", ROLE_IMO, false},
    {"Vessel Tonnage", "tonnage", ROLE_DETAIL, false},
    {"VESSEL TYPE", "vessel type", ROLE_DETAIL, false},
    {"Vessel Year of Build", "built", ROLE_DATE, false},
    {"Visa Number ID", "residence-permit", ROLE_ID, false},
    {"VisaNumberID", "visa", ROLE_ID, false},
    {"Website", "website", ROLE_DETAIL, false},
    /* clang-format on */
};

/* ---- Labels. */

char ofac_lower(char c)
{
    if (c >= 'A' && c <= 'Z')
        c = (char)(c - 'A' + 'a');
    return c;
}

bool ofac_begins(struct str s, struct str with)
{
    if (s.len < with.len)
        return false;
    for (size_t i = 0; i < with.len; i++)
        if (ofac_lower(s.s[i]) != ofac_lower(with.s[i]))
            return false;
    return true;
}

static bool is_alnum(char c)
{
    return (ofac_lower(c) >= 'a' && ofac_lower(c) <= 'z') || (c >= '0' && c <= '9');
}

static bool begins(struct str s, const char *text, size_t *len)
{
    for (*len = 0; text[*len]; ++*len)
        if (*len == s.len || ofac_lower(s.s[*len]) != ofac_lower(text[*len]))
            return false;
    return true;
}

/* How far a label goes on behind its text, for those whose text varies; SIZE_MAX
 * when what must follow does not. */
static size_t tail(struct str s, size_t at, enum ofac_role role)
{
    struct str rest = str_from(s, at);
    if (role == ROLE_DATE && str_starts(rest, STR(" ("))) {
        size_t close = str_find(rest, STR(")"));
        return close == SIZE_MAX ? at : at + close + 1;
    }
    if (role == ROLE_CRYPTO) {
        struct str coin;
        if (!str_starts(rest, STR(" - ")))
            return SIZE_MAX;
        str_cut(str_from(rest, 3), ' ', &coin);
        return coin.len ? at + 3 + coin.len : SIZE_MAX;
    }
    if (role == ROLE_ORDER) {
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
        if (ofac_lower(labels[mid].text[0]) < c)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

/* The longest label that s begins with; *own is the length of the label alone,
 * *len that with the punctuation behind it. */
const struct ofac_label *ofac_label_find(struct str s, size_t *own, size_t *len)
{
    const struct ofac_label *best = NULL;
    char c = 0;
    if (s.len)
        c = ofac_lower(s.s[0]);
    *own = *len = 0;
    for (size_t i = first_of(c); c && i < COUNT(labels) && ofac_lower(labels[i].text[0]) == c;
         i++) {
        size_t at;
        if (s.len < 2 || ofac_lower(s.s[1]) != ofac_lower(labels[i].text[1]) ||
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
    return ofac_label_find(s, &own, &len) ? len : 0;
}
