/* SPDX-License-Identifier: Apache-2.0 */
/* eu_record.c - one record of the EU list, from one or more parts. */
#include "source/eu.h"

#include "record/date.h"
#include "text/clean.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The text of the first child, of those named, that has any; not marked as used. */
static struct str first_text(const struct node *n, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct node *child = node_child(n, names[i]);
        if (child && str_trim(child->text).len)
            return str_trim(child->text);
    }
    return (struct str){0};
}

struct eu_part eu_part_of(struct node *tree)
{
    static const char *const refs[] = {"euReferenceNumber", "EU_ref_num"};
    static const char *const ids[] = {"logicalId", "Id"};
    struct str id = first_text(tree, ids, COUNT(ids));
    struct eu_part part = {tree, first_text(tree, refs, COUNT(refs)), UINT64_MAX};
    if (part.key.len == 0)
        part.key = id;
    if (!str_number(id, UINT64_MAX, &part.id))
        part.id = UINT64_MAX;
    return part;
}

void eu_day(struct eu *e, struct str text)
{
    struct arena a = {0};
    struct str iso = date_iso(&a, str_span(text, 0, 10), DATE_DMY);
    if (iso.len == 10)
        snprintf(e->day, sizeof e->day, "%.*s", STRF(iso));
    else if (text.len)
        sink_unread(e->out, "day of the file", text);
    sink_list_date(e->out, iso);
    sink_generated(e->out, text.len > 10 ? text : iso);
    arena_free(&a);
}

/* ---- Small words. */

static const char *const nothing[] = {"UNKNOWN", "00", "N/A", "unknown"};

struct str eu_get(struct eu *e, const struct node *n, const char *name)
{
    struct str text = text_clean(&e->a, node_get(n, name));
    for (size_t i = 0; i < COUNT(nothing); i++)
        if (str_is(text, nothing[i]))
            return (struct str){0};
    return text;
}

struct str eu_lower(struct eu *e, struct str s)
{
    char *to = arena_alloc(&e->a, s.len + 1, 1);
    for (size_t i = 0; to && i < s.len; i++)
        to[i] = (char)(s.s[i] >= 'A' && s.s[i] <= 'Z' ? s.s[i] + 32 : s.s[i]);
    return (struct str){to, to ? s.len : 0};
}

struct str eu_join(struct eu *e, struct str x, const char *with, struct str y)
{
    if (x.len == 0 || y.len == 0)
        return x.len ? x : y;
    return arena_printf(&e->a, "%.*s%s%.*s", STRF(x), with, STRF(y));
}

struct str eu_paper(struct str code)
{
    static const struct {
        const char *code, *type;
    } papers[] = {
        {"id", "national-id"},
        {"passport", "passport"},
        {"ssn", "social-security"},
        {"unssn", "social-security"},
        {"NRN", "national-id"},
        {"swiftbic", "swift"},
        {"imo", "imo"},
        {"regnumber", "registration"},
        {"taxid", "tax"},
        {"fiscalcode", "tax"},
        {"euvat", "vat"},
        {"tradelic", "trade-licence"},
        {"birthcert", "birth-certificate"},
        {"nationcert", "nationality-certificate"},
        {"travelcardid", "travel-document"},
        {"electionid", "voter-id"},
        {"residentperm", "residence-permit"},
        {"drivinglicence", "driving-licence"},
        {"other", "other"},
    };
    for (size_t i = 0; i < COUNT(papers); i++)
        if (str_is_nocase(code, papers[i].code))
            return str_of(papers[i].type);
    return (struct str){0};
}

/* ---- Additions that all formats make. */

void eu_add_items(struct eu *e, str_vec *set, struct str text)
{
    text_items(&e->a, text_clean(&e->a, text_unescape(&e->a, text)), set);
}

void eu_add_day(struct eu *e, str_vec *days, const char *what, struct str text)
{
    struct str iso = date_iso(&e->a, text, DATE_DMY);
    if (iso.len == 0 && text.len)
        sink_unread(e->out, what, text);
    record_text(&e->a, days, iso);
}

/* What the file holds are asset freezes, also under programmes that came after
 * data/regimes.csv was written. */
void eu_add_programme(struct eu *e, struct eu_party *p, struct str programme)
{
    if (programme.len == 0)
        return;
    record_text(&e->a, &p->r.programmes, programme);
    struct str key = arena_printf(&e->a, "eu:%.*s", STRF(programme));
    if (key.len == 0 || record_regime(&e->a, &p->r, key.s))
        return;
    struct measure *m = VEC_ADD(&e->a, &p->r.measures);
    *m = (struct measure){.type = STR("asset-freeze"), .from = STR("regime")};
}

void eu_add_basis(struct eu *e, struct eu_party *p, struct str title, struct str programme)
{
    if (title.len && programme.len)
        title = arena_printf(&e->a, "%.*s (%.*s)", STRF(title), STRF(programme));
    record_text(&e->a, &p->r.basis, title);
}

void eu_add_kind(struct eu *e, struct eu_party *p, struct str word)
{
    static const struct {
        const char *word;
        enum kind kind;
    } kinds[] = {{"P", KIND_PERSON},
                 {"person", KIND_PERSON},
                 {"E", KIND_ORGANISATION},
                 {"enterprise", KIND_ORGANISATION}};
    for (size_t i = 0; i < COUNT(kinds); i++) {
        if (!str_is_nocase(word, kinds[i].word))
            continue;
        if (p->r.kind != KIND_UNKNOWN && p->r.kind != kinds[i].kind)
            sink_unread(e->out, "another subject type under the same reference", p->r.ref);
        else
            p->r.kind = kinds[i].kind;
        return;
    }
    if (word.len)
        sink_unread(e->out, "subject type", word);
}

void eu_add_dating(struct eu *e, struct eu_party *p, struct dating d)
{
    if (d.from.year == 0 && d.text.len == 0)
        return;
    if (d.from.year == 0)
        sink_unread(e->out, "date of birth", d.text);
    struct dating *added = VEC_ADD(&e->a, &p->r.births);
    *added = d;
}

/* ---- Names. */

/* "Low quality alias", and the "lo quality" that has been seen. */
static bool says_weak(struct str remark)
{
    return str_find_nocase(remark, STR("low quality")) != SIZE_MAX ||
           str_find_nocase(remark, STR("lo quality")) != SIZE_MAX;
}

/* The list has no primary name.  It is taken to be the oldest (least logical
 * id) of those that are not weak, and of those in English if there are any. */
static void consider_first(struct eu_party *p, struct str id, struct str language)
{
    struct eu_first now = {.found = true, .at = p->r.names.count - 1};
    now.foreign = language.len && !str_is_nocase(language, "en");
    if (!str_number(id, UINT64_MAX, &now.id))
        now.id = UINT64_MAX;
    const struct eu_first *best = &p->first;
    bool better = !best->found || now.foreign < best->foreign;
    if (best->found && now.foreign == best->foreign)
        better = now.id != best->id
                     ? now.id < best->id
                     : str_compare(p->r.names.at[now.at].text, p->r.names.at[best->at].text) < 0;
    if (better)
        p->first = now;
}

static void add_gender(struct eu *e, struct eu_party *p, struct str word)
{
    if (word.len == 0 || str_is(word, "?"))
        return;
    struct str said = str_is_nocase(word, "M")   ? STR("male")
                      : str_is_nocase(word, "F") ? STR("female")
                                                 : (struct str){0};
    if (said.len == 0 || (p->r.gender.len && !str_equal(p->r.gender, said)))
        sink_unread(e->out, "gender", word);
    else
        p->r.gender = said;
}

void eu_add_name(struct eu *e, struct eu_party *p, struct eu_name name)
{
    const struct {
        enum part part;
        struct str text;
    } parts[] = {{PART_GIVEN, name.first}, {PART_MIDDLE, name.middle}, {PART_FAMILY, name.last}};
    struct str pieces[] = {name.first, name.middle, name.last};
    struct str whole = name.whole.len ? name.whole : name_join(&e->a, pieces, COUNT(pieces));
    bool weak = name.weak || says_weak(name.remark);
    size_t before = p->r.names.count;
    struct name *n = record_name(&e->a, &p->r, weak ? QUALITY_WEAK : QUALITY_STRONG, whole);
    for (size_t i = 0; i < COUNT(parts); i++)
        name_part(&e->a, n, parts[i].part, parts[i].text);
    n->language = eu_lower(e, name.language);
    n->note = name.remark;
    if (p->r.names.count > before && !weak)
        consider_first(p, name.id, name.language);
    eu_add_items(e, &p->r.titles, name.title);
    eu_add_items(e, &p->r.positions, name.function);
    add_gender(e, p, name.gender);
}

/* ---- The whole. */

static struct str least(const str_vec *days)
{
    struct str first = {0};
    for (size_t i = 0; i < days->count; i++)
        if (first.len == 0 || str_compare(days->at[i], first) < 0)
            first = days->at[i];
    return first;
}

static struct str newest(const str_vec *days)
{
    struct str last = {0};
    for (size_t i = 0; i < days->count; i++)
        last = date_newer(last, days->at[i]);
    return last;
}

/* A delisting day that has come by the day of the file ends the entry; one that
 * is still to come is only stated. */
static void finish_end(struct eu *e, struct eu_party *p)
{
    if (p->ends.count < p->parts) {
        for (size_t i = 0; i < p->ends.count; i++)
            record_detail(&e->a, &p->r, "delisted under one act", p->ends.at[i]);
        return;
    }
    p->r.ended = newest(&p->ends);
    if (!e->day[0] || str_compare(p->r.ended, str_of(e->day)) <= 0)
        p->r.standing = STANDING_DELISTED;
}

/* A name that several acts brought is the same name each time. */
static void finish_names(struct eu_party *p)
{
    struct str first = p->r.names.at[p->first.at].text;
    for (size_t i = 0; i < p->r.names.count; i++) {
        struct name *n = &p->r.names.at[i];
        if (n->quality == QUALITY_STRONG && str_equal(n->text, first))
            n->quality = QUALITY_PRIMARY;
    }
}

/* Without a designation day, the first act that speaks of the entity.  Later
 * acts amended it. */
static void finish(struct eu *e, struct eu_party *p)
{
    p->r.listed = least(&p->designated);
    if (p->r.listed.len == 0)
        p->r.listed = least(&p->acts);
    for (size_t i = 0; i < p->acts.count; i++)
        if (str_compare(p->acts.at[i], p->r.listed) > 0)
            record_text(&e->a, &p->r.amended, p->acts.at[i]);
    if (p->first.found)
        finish_names(p);
    finish_end(e, p);
}

static int by_id(const void *x, const void *y)
{
    const struct eu_part *a = x, *b = y;
    return a->id < b->id ? -1 : a->id > b->id;
}

enum status eu_record(struct eu *e, struct eu_part *parts, size_t count, struct error *err)
{
    arena_reset(&e->a);
    qsort(parts, count, sizeof *parts, by_id);
    struct eu_party p = {.r = {.list = e->list, .ref = parts[0].key}, .parts = count};
    for (size_t i = 0; i < count; i++) {
        struct node *tree = parts[i].tree;
        if (str_is(tree->name, "ENTITY"))
            eu_fsd_entity(e, &p, tree);
        else
            eu_entity(e, &p, tree);
        sink_leftovers(e->out, tree);
    }
    finish(e, &p);
    return sink_record(e->out, &e->a, &p.r, err);
}
