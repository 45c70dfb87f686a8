/* SPDX-License-Identifier: Apache-2.0 */
/* ofac_remarks.c - the mini-format of OFAC's Remarks column.
 *
 *   DOB 12 Mar 1970; alt. DOB 1971; POB City, Country; Gender Male; Passport
 *   N123 (Country) issued 01 Jan 2010 expires 31 Dec 2019; a.k.a. 'ABC'; Linked
 *   To: NAME.
 *
 * Clauses are parted by semicolons and the whole ends in a full stop.  A clause
 * is a label of ofac_facts.c and its value, a quoted weak alias, a relative, a
 * post, or one of a few standing notes.  The record keeps the remark whole as
 * well, so that a clause that is not understood is counted, never lost. */
#include "source/ofac.h"

#include "text/clean.h"

/* ---- Words. */

static bool is_letter(char c)
{
    return (ofac_lower(c) >= 'a' && ofac_lower(c) <= 'z') || (c & 0x80);
}

/* ---- Aliases, relatives, posts, notes. */

static bool alias(struct ofac *o, struct str clause)
{
    static const struct {
        struct str lead;
        enum quality quality;
        const char *note;
    } leads[] = {
        {{"a.k.a. ", 7}, QUALITY_WEAK, ""},
        {{"f.k.a. ", 7}, QUALITY_FORMER, "weak"},
        {{"n.k.a. ", 7}, QUALITY_WEAK, "now known as"},
        {{"d.b.a. ", 7}, QUALITY_WEAK, "doing business as"},
    };
    for (size_t i = 0; i < COUNT(leads); i++) {
        if (!ofac_begins(clause, leads[i].lead))
            continue;
        struct str text = str_trim(str_from(clause, leads[i].lead.len));
        if (text.len > 2 && (text.s[0] == '\'' || text.s[0] == '"') &&
            text.s[text.len - 1] == text.s[0])
            text = str_span(text, 1, text.len - 2);
        struct name *n = ofac_listed_name(o, leads[i].quality, text);
        n->note = str_of(leads[i].note);
        return true;
    }
    return false;
}

static bool relative(struct ofac *o, struct str clause)
{
    static const struct str relations[] = {
        {"wife of ", 8},        {"husband of ", 11},        {"spouse of ", 10},
        {"son of ", 7},         {"daughter of ", 12},       {"brother of ", 11},
        {"sister of ", 10},     {"father of ", 10},         {"half-brother of ", 16},
        {"mother of ", 10},     {"cousin of ", 10},         {"nephew of ", 10},
        {"son-in-law of ", 14}, {"brother-in-law of ", 18}, {"uncle of ", 9},
        {"child of ", 9},       {"sister-in-law of ", 17},  {"daughter-in-law of ", 19},
        {"widow of ", 9},
    };
    for (size_t i = 0; i < COUNT(relations); i++) {
        if (!ofac_begins(clause, relations[i]))
            continue;
        ofac_link(o, str_trim(relations[i]), (struct str){0}, str_from(clause, relations[i].len),
                  (struct str){0});
        return true;
    }
    return false;
}

/* Words that only a post, rank or honorific has, in their order. */
static const char *const posts[] = {
    "academician",
    "adjutant",
    "admiral",
    "adviser",
    "advisor",
    "aide",
    "agent",
    "ambassador",
    "assistant",
    "associate",
    "attache",
    "ayatollah",
    "brigadier",
    "captain",
    "ceo",
    "chair",
    "chairman",
    "chairperson",
    "chairwoman",
    "chancellor",
    "chief",
    "coach",
    "colonel",
    "commander",
    "commandant",
    "commissioner",
    "constituent",
    "consul",
    "coordinator",
    "counsel",
    "councilor",
    "counselor",
    "deputy",
    "delegate",
    "director",
    "doctor",
    "dr",
    "editor",
    "emir",
    "employee",
    "engineer",
    "envoy",
    "executive",
    "figure",
    "former",
    "founder",
    "general",
    "governor",
    "haji",
    "head",
    "hojjatoleslam",
    "imam",
    "inspector",
    "journalist",
    "judge",
    "justice",
    "leader",
    "lawyer",
    "lieutenant",
    "magistrate",
    "maj",
    "major",
    "manager",
    "marshal",
    "maulana",
    "maulawi",
    "mayor",
    "member",
    "minister",
    "moulana",
    "mp",
    "mulawi",
    "mullah",
    "officer",
    "ombudsman",
    "official",
    "operative",
    "owner",
    "partner",
    "president",
    "prime",
    "principal",
    "procurator",
    "professor",
    "prosecutor",
    "qari",
    "rector",
    "representative",
    "secretary",
    "senator",
    "sergeant",
    "shaykh",
    "sheik",
    "sheikh",
    "shareholder",
    "speaker",
    "spokesman",
    "spokesperson",
    "superintendent",
    "supervisor",
    "technician",
    "treasurer",
    "trustee",
    "undersecretary",
    "ustad",
    "ustadz",
    "vice",
    "viceminister",
    "warden",
};

static bool is_post(struct str word)
{
    for (size_t i = 0; i < COUNT(posts); i++)
        if (ofac_lower(word.s[0]) == posts[i][0] && str_is_nocase(word, posts[i]))
            return true;
    return false;
}

static bool post(struct ofac *o, struct str clause)
{
    size_t start = 0;
    if (o->r->kind != KIND_PERSON)
        return false;
    for (size_t i = 0; i <= clause.len; i++) {
        if (i < clause.len && is_letter(clause.s[i]))
            continue;
        if (i > start && is_post(str_span(clause, start, i - start))) {
            record_text(o->a, &o->r->positions, clause);
            return true;
        }
        start = i + 1;
    }
    return false;
}

/* What OFAC writes in the same words again and again. */
static bool standing_note(struct ofac *o, struct str clause)
{
    static const struct {
        struct str lead;
        const char *type;
    } notes[] = {
        {{"all offices", 11}, "scope"},
        {{"all branches", 12}, "scope"},
        {{"and all other", 13}, "scope"},
        {{"all locations", 13}, "scope"},
        {{"ICTY indictee", 13}, "legal status"},
        {{"arrested", 8}, "legal status"},
        {{"currently incarcerated", 22}, "legal status"},
        {{"in custody", 10}, "legal status"},
        {{"deceased", 8}, "legal status"},
        {{"located in", 10}, "location"},
        {{"member ETA", 10}, "affiliation"},
        {{"HAMAS - ", 8}, "affiliation"},
        {{"PFLP", 4}, "affiliation"},
        {{"DFLP", 4}, "affiliation"},
        {{"www.", 4}, "website"},
        {{"http", 4}, "website"},
        {{"United States financial institutions are prohibited", 51}, "note"},
        {{"for more information", 20}, "note"},
    };
    for (size_t i = 0; i < COUNT(notes); i++) {
        if (!ofac_begins(clause, notes[i].lead))
            continue;
        ofac_detail(o, str_of(notes[i].type), clause);
        return true;
    }
    return false;
}

/* ---- Clauses. */

/* "(Linked To: X)" without its parentheses, which may hold several clauses. */
static struct str outside_parentheses(struct str clause)
{
    int depth = 0;
    if (str_starts(clause, STR("(")) && ofac_label(str_from(clause, 1)))
        clause = str_from(clause, 1);
    if (!str_ends(clause, STR(")")))
        return str_trim(clause);
    for (size_t i = 0; i < clause.len; i++)
        depth += (clause.s[i] == '(') - (clause.s[i] == ')');
    if (depth < 0)
        clause.len--;
    return str_trim(clause);
}

static void read_clause(struct ofac *o, struct str clause)
{
    clause = outside_parentheses(str_trim(clause));
    if (ofac_begins(clause, STR("alt. ")))
        clause = str_trim(str_from(clause, 5));
    if (clause.len == 0 || alias(o, clause))
        return;
    if (ofac_clause(o, clause))
        return;
    if (ofac_unlisted_number(o, clause) || relative(o, clause) || standing_note(o, clause) ||
        post(o, clause))
        return;
    sink_unread(o->out, "remark", clause);
}

/* A weak alias may hold a semicolon; its clause ends behind the closing quote. */
static struct str next_clause(struct str text, struct str *clause)
{
    struct str rest = str_cut(text, ';', clause);
    bool quoted = str_find(str_span(str_trim(*clause), 0, 14), STR(".k.a. '")) != SIZE_MAX;
    while (quoted && rest.len && !str_ends(str_trim(*clause), STR("'"))) {
        struct str more;
        struct str after = str_cut(rest, ';', &more);
        if (!str_ends(str_trim(more), STR("'")) || str_find(more, STR(".k.a.")) != SIZE_MAX)
            break;
        *clause = str_span(text, 0, (size_t)(more.s + more.len - text.s));
        rest = after;
    }
    return rest;
}

/* Without the full stop that ends it, unless that is the last of an abbreviation's
 * own ("S.A."), behind which OFAC puts no other. */
static struct str without_stop(struct str text)
{
    size_t at = text.len;
    if (!str_ends(text, STR(".")))
        return text;
    for (text.len--; at > 0 && text.s[at - 1] != ' ' && text.s[at - 1] != ';';)
        at--;
    bool abbreviation = text.len - at >= 3 && text.len - at <= 7 && is_letter(text.s[at]) &&
                        str_find(str_from(text, at), STR(".")) != SIZE_MAX;
    text.len += abbreviation;
    return text;
}

void ofac_remarks(struct ofac *o, struct str text, bool cut)
{
    text = str_trim(text);
    if (!cut)
        text = without_stop(text);
    while (text.len) {
        struct str clause, rest = next_clause(text, &clause);
        if (cut && rest.len == 0) {
            sink_unread(o->out, "remark cut at 1,000 characters", clause);
            break;
        }
        read_clause(o, clause);
        text = rest;
    }
}
