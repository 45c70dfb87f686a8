/* SPDX-License-Identifier: Apache-2.0 */
/* measure.c - what a designation does, in the words that all lists share.
 *
 * A list's own words are reduced to their ASCII letters and digits in lower case, so that
 * "Asset freeze", "asset-freeze" and the element name AssetFreeze are one; the first line
 * of the table that fits decides.
 *
 * Where a list states no measure, data/regimes.csv does, by programme.  It is searched in
 * place: its lines are sorted by key, ASCII case folded, and its first three columns are
 * never quoted, so that nine comparisons find a row and nothing is parsed or kept.  One
 * look-up takes about 250 ns. */
#include "base/data.h"
#include "record/record.h"
#include "text/clean.h"

#include <string.h>

enum { PLAIN_MAX = 256 }; /* of a list's words, the letters and digits that are looked at */

static const struct {
    const char *plain; /* anywhere in the words, or with '=' in front: all of them */
    const char *type;
} words_known[] = {
    {"assetfreeze", "asset-freeze"},
    {"assetsfreeze", "asset-freeze"},
    {"freezeofassets", "asset-freeze"},
    {"freezingofassets", "asset-freeze"},
    {"freezeoffunds", "asset-freeze"},
    {"freezingoffunds", "asset-freeze"},
    {"fundsfreeze", "asset-freeze"},
    {"makefundsavailable", "asset-freeze"},
    {"makingfundsavailable", "asset-freeze"},
    {"targetedfinancialsanction", "asset-freeze"},
    {"=financialmeasures", "asset-freeze"},
    {"financialmeasuresannex", "asset-freeze"},
    {"dealingsprohibition", "asset-freeze"},
    {"=block", "asset-freeze"},
    {"=blocked", "asset-freeze"},
    {"=blocking", "asset-freeze"},
    {"blockingofproperty", "asset-freeze"},

    {"travelban", "travel-ban"},
    {"travelrestriction", "travel-ban"},
    {"entryban", "travel-ban"},
    {"entryandtransit", "travel-ban"},
    {"visaban", "travel-ban"},
    {"restrictionsonadmission", "travel-ban"},
    {"inadmissib", "travel-ban"},
    {"immigration", "travel-ban"},

    {"armsembargo", "arms-embargo"}, /* and TargetedArmsEmbargo */
    {"armsrestriction", "arms-embargo"},

    {"directordisqualification", "director-disqualification"},
    {"trustservices", "services-ban"},
    {"crewservicing", "services-ban"},
    {"technicalassistance", "services-ban"},
    {"servicesban", "services-ban"},
    {"provisionofservices", "services-ban"},

    {"prohibitionofportentry", "transport-restrictions"},
    {"portban", "transport-restrictions"},
    {"deflag", "transport-restrictions"},
    {"charteringofships", "transport-restrictions"}, /* and PreventionOf… …AndAircraft */
    {"maritimerestriction", "transport-restrictions"},
    {"transportrestriction", "transport-restrictions"},
    {"transportationrestriction", "transport-restrictions"},

    {"businessarrangement", "business-restrictions"},
    {"representativeoffice", "business-restrictions"},
    {"businessrestrictions", "business-restrictions"},

    {"secondarysanctions", "secondary-sanctions"},
    {"correspondentaccount", "financial-restrictions"},
    {"payablethrough", "financial-restrictions"},
    {"debtandequity", "financial-restrictions"},
    {"financialrestriction", "financial-restrictions"},
    {"=reject", "financial-restrictions"},
    {"investmentban", "investment-ban"},
    {"prohibitiononinvestment", "investment-ban"},

    {"exportcontrol", "export-control"},
    {"exportrestriction", "export-control"},
    {"importrestriction", "import-restrictions"},
    {"importban", "import-restrictions"},
    {"sectoralsanctions", "sectoral-sanctions"},
    {"prohibitiontosatisfyclaims", "no-claims"},
    {"noclaims", "no-claims"},
    {"debarment", "debarment"},
    {"aidsuspension", "aid-suspension"},

    {"membershipcrime", "membership-crime"},
    {"supportcrime", "support-crime"},
    {"materialsupport", "support-crime"},
    {"fundingcrime", "funding-crime"},
    {"forfeiture", "forfeiture"},
    {"organisationban", "organisation-ban"},
};

/* The ASCII letters and digits of s, in lower case, as far as there is room. */
static struct str plain_of(struct str s, char room[PLAIN_MAX])
{
    size_t len = 0;
    for (size_t i = 0; i < s.len && len < PLAIN_MAX; i++) {
        char c = s.s[i];
        if (c >= 'A' && c <= 'Z')
            c = (char)(c - 'A' + 'a');
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
            room[len++] = c;
    }
    return (struct str){room, len};
}

static bool fits(struct str plain, const char *known)
{
    if (known[0] == '=')
        return str_is(plain, known + 1);
    return str_find(plain, str_of(known)) != SIZE_MAX;
}

const char *measure_of(struct str words)
{
    char room[PLAIN_MAX];
    struct str plain = plain_of(words, room);
    for (size_t i = 0; i < COUNT(words_known); i++)
        if (fits(plain, words_known[i].plain))
            return words_known[i].type;
    return "other";
}

void record_measure(struct arena *a, struct record *r, struct str words)
{
    words = text_clean(a, words);
    if (words.len == 0)
        return;
    struct measure *m = VEC_ADD(a, &r->measures);
    m->type = str_of(measure_of(words));
    m->text = words;
    m->from = STR("entry");
}

/* ---- By programme. */

static int fold(char c)
{
    return (unsigned char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

/* Byte order with ASCII case folded, the order of the file. */
static int key_compare(struct str a, struct str b)
{
    size_t len = a.len < b.len ? a.len : b.len;
    for (size_t i = 0; i < len; i++)
        if (fold(a.s[i]) != fold(b.s[i]))
            return fold(a.s[i]) - fold(b.s[i]);
    return (a.len > b.len) - (a.len < b.len);
}

/* The rest of the line behind its key; s NULL when no line has that key.  Everything
 * before `low` sorts below the key, everything from `high` on above it. */
static struct str regime_find(struct str key)
{
    struct str line, found, table = str_cut(data_file("data/regimes.csv"), '\n', &line);
    size_t low = 0, high = table.len;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const char *newline = memrchr(table.s + low, '\n', middle - low);
        size_t begin = newline ? (size_t)(newline - table.s) + 1 : low;
        struct str rest = str_cut(str_from(table, begin), ',', &found);
        int order = key_compare(key, found);
        if (order < 0) {
            high = begin;
            continue;
        }
        rest = str_cut(rest, '\n', &line);
        if (order == 0)
            return line;
        low = table.len - rest.len;
    }
    return (struct str){0};
}

static bool has_own_measures(const struct record *r)
{
    for (size_t i = 0; i < r->measures.count; i++)
        if (str_is(r->measures.at[i].from, "entry"))
            return true;
    return false;
}

static bool listed_in(struct str set, struct str word)
{
    while (set.len) {
        struct str head;
        set = str_cut(set, ';', &head);
        if (str_equal(head, word))
            return true;
    }
    return false;
}

static struct str regime_of(struct str list, struct str tag)
{
    char room[200], *at = room;
    if (list.len >= sizeof room || tag.len >= sizeof room - list.len - 1)
        return (struct str){0};
    at = mempcpy(at, list.s, list.len);
    *at++ = ':';
    at = mempcpy(at, tag.s ? tag.s : "", tag.len);
    return regime_find((struct str){room, (size_t)(at - room)});
}

/* The rows of a country ("us:SDGT") serve all its lists, but for a list that has rows of
 * its own ("us-cons:SDGT") and says so by "us-cons:*": there the same tag does less. */
static struct str regime_row(const struct record *r, struct str regime)
{
    struct str country, tag = str_cut(regime, ':', &country);
    if (str_starts(r->list, country) && r->list.len > country.len &&
        r->list.s[country.len] == '-' && regime_of(r->list, STR("*")).s)
        return regime_of(r->list, tag);
    return regime_find(regime);
}

bool record_regime(struct arena *a, struct record *r, const char *regime)
{
    struct str row = regime_row(r, str_of(regime));
    if (!row.s)
        return false;
    if (has_own_measures(r))
        return true;
    struct str measures, persons;
    row = str_cut(row, ',', &measures);
    str_cut(row, ',', &persons);
    while (measures.len) {
        struct str type;
        measures = str_cut(measures, ';', &type);
        if (r->kind != KIND_PERSON && r->kind != KIND_UNKNOWN && listed_in(persons, type))
            continue;
        struct measure *m = VEC_ADD(a, &r->measures);
        m->type = type;
        m->from = STR("regime");
    }
    return true;
}
