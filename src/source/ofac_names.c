/* SPDX-License-Identifier: Apache-2.0 */
/* ofac_names.c - names, kinds, programmes and measures in OFAC's words.
 *
 * OFAC prints a person as "FAMILY, Given" (and "FAMILY, Given, Jr."), and all
 * else as it is.  The record's text is "Given FAMILY Jr.", which is how others
 * write it and how a payment carries it; the parts say which is which. */
#include "source/ofac.h"

#include "text/clean.h"

enum kind ofac_kind(struct ofac *o, struct str text)
{
    static const struct {
        const char *text;
        enum kind kind;
    } kinds[] = {
        {"individual", KIND_PERSON}, {"entity", KIND_ORGANISATION}, {"", KIND_ORGANISATION},
        {"vessel", KIND_VESSEL},     {"aircraft", KIND_AIRCRAFT},
    };
    for (size_t i = 0; i < COUNT(kinds); i++)
        if (str_is_nocase(str_trim(text), kinds[i].text))
            return kinds[i].kind;
    sink_unread(o->out, "type of party", text);
    ofac_detail(o, STR("type"), text);
    return KIND_UNKNOWN;
}

/* ---- Names. */

struct name *ofac_split_name(struct ofac *o, enum quality q, struct str family, struct str given)
{
    struct str suffix = str_cut_at(given, STR(", "), &given);
    if (str_trim(given).len == 0)
        return ofac_listed_name(o, q, family);
    struct str pieces[] = {given, family, suffix};
    struct name *n = record_name(o->a, o->r, q, name_join(o->a, pieces, COUNT(pieces)));
    n->verbatim = (struct str){0};
    name_part(o->a, n, PART_FAMILY, family);
    name_part(o->a, n, PART_GIVEN, given);
    name_part(o->a, n, PART_SUFFIX, suffix);
    return n;
}

struct name *ofac_listed_name(struct ofac *o, enum quality q, struct str listed)
{
    struct str family = {0}, given = {0};
    listed = str_trim(listed);
    if (o->r->kind == KIND_PERSON)
        given = str_cut_at(listed, STR(", "), &family);
    if (str_trim(given).len == 0)
        return record_name(o->a, o->r, q, listed);
    struct name *n = ofac_split_name(o, q, family, given);
    if (n->text.len)
        n->verbatim = listed;
    return n;
}

enum quality ofac_alias(struct ofac *o, struct str type, struct str *note)
{
    static const struct {
        const char *text;
        enum quality quality;
        const char *note;
    } types[] = {
        {"aka", QUALITY_STRONG, ""},
        {"a.k.a.", QUALITY_STRONG, ""},
        {"fka", QUALITY_FORMER, ""},
        {"f.k.a.", QUALITY_FORMER, ""},
        {"nka", QUALITY_STRONG, "now known as"},
        {"n.k.a.", QUALITY_STRONG, "now known as"},
        {"name", QUALITY_STRONG, ""},
    };
    type = str_trim(type);
    for (size_t i = 0; i < COUNT(types); i++) {
        if (str_is_nocase(type, types[i].text)) {
            *note = str_of(types[i].note);
            return types[i].quality;
        }
    }
    sink_unread(o->out, "type of alias", type);
    *note = type;
    return QUALITY_STRONG;
}

enum quality ofac_weaken(enum quality q, struct str *note)
{
    if (q == QUALITY_STRONG)
        return QUALITY_WEAK;
    if (q == QUALITY_FORMER)
        *note = STR("weak");
    return q;
}

/* The whole name of an organisation comes in its proper case here; it is kept as
 * the list's own form, beside the capitals that all formats share. */
void ofac_part(struct ofac *o, struct name *n, struct str role, struct str text)
{
    static const struct {
        const char *role;
        enum part part;
    } parts[] = {
        {"Last Name", PART_FAMILY},      {"First Name", PART_GIVEN},
        {"Middle Name", PART_MIDDLE},    {"Maiden Name", PART_MAIDEN},
        {"Patronymic", PART_PATRONYMIC}, {"Matronymic", PART_MATRONYMIC},
        {"Nickname", PART_NICKNAME},
    };
    static const char *const wholes[] = {"Entity Name", "Vessel Name", "Aircraft Name"};
    for (size_t i = 0; i < COUNT(parts); i++) {
        if (str_is_nocase(role, parts[i].role)) {
            name_part(o->a, n, parts[i].part, text);
            return;
        }
    }
    for (size_t i = 0; i < COUNT(wholes); i++) {
        if (str_is_nocase(role, wholes[i])) {
            text = text_clean(o->a, text);
            if (!str_equal(text, n->text))
                n->verbatim = text;
            return;
        }
    }
    sink_unread(o->out, "part of a name", role);
    name_part(o->a, n, PART_OTHER, text);
}

/* ---- Listing and measures. */

void ofac_listed(struct ofac *o, struct str list, struct str since)
{
    since = str_span(since, 0, 10);
    list = text_clean(o->a, list);
    if (since.len)
        list = arena_printf(o->a, "%.*s, since %.*s", STRF(list), STRF(since));
    ofac_detail(o, STR("list"), list);
    if (since.len && (o->r->listed.len == 0 || str_compare(since, o->r->listed) < 0))
        o->r->listed = since;
}

static bool has_measure(const struct record *r, const char *type)
{
    for (size_t i = 0; i < r->measures.count; i++)
        if (str_is(r->measures.at[i].type, type))
            return true;
    return false;
}

void ofac_measure(struct ofac *o, struct str words)
{
    static const struct {
        const char *words, *type;
    } types[] = {
        {"Block", "asset-freeze"},
        {"Blocking", "asset-freeze"},
    };
    words = text_clean(o->a, words);
    for (size_t i = 0; i < COUNT(types); i++) {
        if (str_is_nocase(words, types[i].words)) {
            *(struct measure *)VEC_ADD(o->a, &o->r->measures) =
                (struct measure){str_of(types[i].type), words, STR("entry")};
            return;
        }
    }
    record_measure(o->a, o->r, words);
}

/* false when a programme is in no regime that we know. */
static bool derive(struct ofac *o, bool sdn)
{
    struct record *r = o->r;
    bool known = true;
    for (size_t i = 0; i < r->programmes.count; i++) {
        struct str tag = r->programmes.at[i];
        char key[80] = "us:";
        size_t len = 3;
        for (size_t j = 0; j < tag.len && len + 1 < sizeof key; j++)
            key[len++] = tag.s[j];
        if (record_regime(o->a, r, key) || sdn)
            continue;
        sink_unread(o->out, "measures of the programme", tag);
        known = false;
    }
    if (sdn && !has_measure(r, "asset-freeze"))
        *(struct measure *)VEC_ADD(o->a, &r->measures) =
            (struct measure){STR("asset-freeze"), {0}, STR("regime")};
    return known;
}

/* ---- What the same programmes gave before.  A list of 10,000 entries has some
 * 300 different sets of them. */

static bool same_case(const struct ofac_derived *d, const struct record *r, bool sdn)
{
    if (d->kind != r->kind || d->sdn != sdn || d->programmes.count != r->programmes.count)
        return false;
    for (size_t i = 0; i < r->programmes.count; i++)
        if (!str_equal(d->programmes.at[i], r->programmes.at[i]))
            return false;
    return true;
}

static void remember(struct ofac *o, bool sdn)
{
    const struct record *r = o->r;
    struct ofac_memory *m = o->memory;
    if (m->count == COUNT(m->derived))
        return;
    struct ofac_derived d = {.kind = r->kind, .sdn = sdn};
    for (size_t i = 0; i < r->programmes.count; i++)
        *(struct str *)VEC_ADD(&m->arena, &d.programmes) =
            arena_copy(&m->arena, r->programmes.at[i]);
    for (size_t i = 0; i < r->measures.count; i++) {
        struct measure *to = VEC_ADD(&m->arena, &d.measures);
        *to = r->measures.at[i];
        to->type = arena_copy(&m->arena, to->type);
        to->text = arena_copy(&m->arena, to->text);
    }
    if (!m->arena.failed)
        m->derived[m->count++] = d;
}

void ofac_measures(struct ofac *o, bool sdn)
{
    struct record *r = o->r;
    if (!o->memory || r->measures.count) {
        derive(o, sdn);
        return;
    }
    for (size_t i = 0; i < o->memory->count; i++) {
        if (!same_case(&o->memory->derived[i], r, sdn))
            continue;
        struct ofac_derived d = o->memory->derived[i];
        for (size_t j = 0; j < d.measures.count; j++)
            *(struct measure *)VEC_ADD(o->a, &r->measures) = d.measures.at[j];
        /* What is asked for often moves to the front. */
        o->memory->derived[i] = o->memory->derived[i / 2];
        o->memory->derived[i / 2] = d;
        return;
    }
    if (derive(o, sdn))
        remember(o, sdn);
}
