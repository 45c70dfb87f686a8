/* SPDX-License-Identifier: Apache-2.0 */
/* gb_fields.c - what each column of the British lists means.
 *
 * Rows and elements arrive in any order, so nothing here depends on it: texts
 * go into sets, and of single values that contradict each other the earliest
 * date or the first in byte order stays. */
#include "record/date.h"
#include "source/gb.h"
#include "text/clean.h"

/* ---- Names. */

static enum quality quality_of(struct gb *g, struct str type, struct str strength)
{
    static const struct {
        const char *type;
        enum quality quality;
    } known[] = {
        {"Primary name", QUALITY_PRIMARY},
        {"Prime Alias", QUALITY_PRIMARY},
        {"Primary name variation", QUALITY_STRONG},
        {"Alias", QUALITY_STRONG},
        {"AKA", QUALITY_STRONG},
        {"FKA", QUALITY_FORMER},
        {"", QUALITY_STRONG},
    };
    size_t i = 0;
    while (i < COUNT(known) && !str_is_nocase(type, known[i].type))
        i++;
    if (i == COUNT(known))
        sink_unread(g->out, "type of name", type);
    enum quality quality = i < COUNT(known) ? known[i].quality : QUALITY_STRONG;
    if (strength.len == 0 || str_find_nocase(strength, STR("good")) == 0)
        return quality;
    if (str_find_nocase(strength, STR("low")) == 0)
        return quality == QUALITY_STRONG ? QUALITY_WEAK : quality;
    sink_unread(g->out, "strength of alias", strength);
    return quality;
}

static void take_name(struct gb *g, const struct str *cell, const struct gb_field *f)
{
    static const enum gb_column order[] = {GB_NAME_1, GB_NAME_2, GB_NAME_3,
                                           GB_NAME_4, GB_NAME_5, GB_NAME_6};
    struct str part[COUNT(order)];
    (void)f;
    for (size_t i = 0; i < COUNT(order); i++)
        part[i] = cell[order[i]];
    struct name *n =
        record_name(g->a, &g->r, quality_of(g, cell[GB_NAME_TYPE], cell[GB_NAME_STRENGTH]),
                    name_join(g->a, part, COUNT(part)));
    for (size_t i = 0; i < COUNT(order); i++)
        name_part(g->a, n,
                  order[i] == GB_NAME_1   ? PART_GIVEN
                  : order[i] == GB_NAME_6 ? PART_FAMILY
                                          : PART_OTHER,
                  part[i]);
    if (str_is_nocase(cell[GB_NAME_TYPE], "Primary name variation"))
        n->note = cell[GB_NAME_TYPE];
}

static void take_original(struct gb *g, const struct str *cell, const struct gb_field *f)
{
    (void)f;
    struct name *n = record_name(g->a, &g->r, QUALITY_ORIGINAL, cell[GB_ORIGINAL]);
    n->language = cell[GB_ORIGINAL_LANGUAGE];
    n->note = cell[GB_ORIGINAL_SCRIPT];
}

static void take_kind(struct gb *g, const struct str *cell, const struct gb_field *f)
{
    static const struct {
        const char *word;
        enum kind kind;
    } kinds[] = {
        {"Individual", KIND_PERSON},
        {"Entity", KIND_ORGANISATION},
        {"Ship", KIND_VESSEL},
    };
    (void)f;
    for (size_t i = 0; i < COUNT(kinds); i++)
        if (str_is_nocase(cell[GB_KIND], kinds[i].word)) {
            if (g->kind_known && g->r.kind != kinds[i].kind)
                sink_unread(g->out, "entry of two kinds", cell[GB_KIND]);
            g->r.kind = g->r.kind > kinds[i].kind ? g->r.kind : kinds[i].kind;
            g->kind_known = true;
            return;
        }
    sink_unread(g->out, "kind of party", cell[GB_KIND]);
}

/* ---- A person. */

static void take_birth(struct gb *g, const struct str *cell, const struct gb_field *f)
{
    str_vec items = gb_items(g, cell[f->first]);
    for (size_t i = 0; i < items.count; i++) {
        struct dating *d = VEC_ADD(g->a, &g->r.births);
        *d = date_read(g->a, items.at[i], DATE_DMY);
        if (!day_known(d->from))
            sink_unread(g->out, "date of birth", items.at[i]);
    }
}

/* A packed list may stand behind a label: "Passport No: (a) 1 (b) 2". */
static str_vec packed(struct gb *g, struct str text)
{
    static const char *const firsts[] = {"(1)", "(a)"};
    str_vec items = gb_items(g, text);
    for (size_t i = 0; i < COUNT(firsts) && items.count == 1; i++) {
        size_t at = str_find(text, str_of(firsts[i]));
        if (at != SIZE_MAX && at > 0) {
            str_vec behind = gb_items(g, str_from(text, at));
            items = behind.count > 1 ? behind : items;
        }
    }
    return items;
}

static void add_document(struct gb *g, const char *type, struct str number, struct str note)
{
    struct identifier *id = record_identifier(g->a, &g->r, str_of(type), number);
    id->note = !str_equal(id->number, note) ? text_clean(g->a, note) : (struct str){0};
}

/* Columns: the number, and what is said of it.  Where only the latter is
 * filled, as in the oldest layout, the number is inside it. */
static void take_document(struct gb *g, const struct str *cell, const struct gb_field *f)
{
    struct str number = cell[f->first], note = cell[f->first + 1];
    str_vec items = packed(g, number.len ? number : note), notes = gb_items(g, note);
    bool paired = notes.count == items.count;
    for (size_t i = 0; i < items.count; i++)
        if (number.len)
            add_document(g, f->word, items.at[i], paired ? notes.at[i] : note);
        else
            add_document(g, f->word, gb_number(items.at[i]), paired ? items.at[i] : note);
}

static void take_gender(struct gb *g, const struct str *cell, const struct gb_field *f)
{
    static const char *const genders[] = {"female", "male", "other"};
    for (size_t i = 0; i < COUNT(genders); i++)
        if (str_is_nocase(cell[f->first], genders[i])) {
            if (g->r.gender.len && !str_is(g->r.gender, genders[i]))
                sink_unread(g->out, "entry of two genders", cell[f->first]);
            if (!g->r.gender.len || str_compare(str_of(genders[i]), g->r.gender) < 0)
                g->r.gender = str_of(genders[i]);
            return;
        }
    sink_unread(g->out, "gender", cell[f->first]);
}

/* ---- Where, why and since when. */

static struct str day_of(struct gb *g, struct str text, const char *what)
{
    struct str iso = date_iso(g->a, text, DATE_DMY);
    if (iso.len == 0 && text.len)
        sink_unread(g->out, what, text);
    return iso;
}

static void take_regime(struct gb *g, const struct str *cell, const struct gb_field *f)
{
    struct gb_listing *l = VEC_ADD(g->a, &g->listings);
    (void)f;
    l->regime = text_clean(g->a, cell[GB_REGIME]);
    l->listed = day_of(g, cell[GB_LISTED], "date of listing");
    record_text(g->a, &g->r.programmes, l->regime);
    if (l->listed.len && (!g->r.listed.len || str_compare(l->listed, g->r.listed) < 0))
        g->r.listed = l->listed;
}

static void take_updated(struct gb *g, const struct str *cell, const struct gb_field *f)
{
    record_text(g->a, &g->r.amended, day_of(g, cell[f->first], "date of amendment"));
}

static void take_designated(struct gb *g, const struct str *cell, const struct gb_field *f)
{
    record_detail(g->a, &g->r, f->word, day_of(g, cell[f->first], "date of designation"));
}

static void take_sanctions(struct gb *g, const struct str *cell, const struct gb_field *f)
{
    struct str rest = cell[f->first], words;
    while (rest.len) {
        rest = str_cut(rest, '|', &words);
        if (str_trim(words).len)
            record_measure(g->a, &g->r, str_trim(words));
    }
}

static void take_other(struct gb *g, const struct str *cell, const struct gb_field *f)
{
    gb_other(g, cell[f->first]);
}

static void take_un_ref(struct gb *g, const struct str *cell, const struct gb_field *f)
{
    gb_un_ref(g, cell[f->first]);
}

static void take_key(struct gb *g, const struct str *cell, const struct gb_field *f)
{
    struct str *key = f->first == GB_UNIQUE_ID ? &g->unique_id : &g->group_id;
    if (key->len && !str_equal(*key, cell[f->first]))
        sink_unread(g->out, "entry of two keys", cell[f->first]);
    if (!key->len || str_compare(cell[f->first], *key) < 0)
        *key = cell[f->first];
}

/* ---- Columns that are one thing in one place. */

static void take_texts(struct gb *g, const struct str *cell, const struct gb_field *f)
{
    str_vec items = gb_items(g, cell[f->first]);
    str_vec *set = f->first == GB_TITLE ? &g->r.titles : &g->r.positions;
    for (size_t i = 0; i < items.count; i++)
        record_text(g->a, set, items.at[i]);
}

static void take_reasons(struct gb *g, const struct str *cell, const struct gb_field *f)
{
    record_text(g->a, &g->r.reasons, text_unescape(g->a, cell[f->first]));
}

static void take_detail(struct gb *g, const struct str *cell, const struct gb_field *f)
{
    record_detail(g->a, &g->r, f->word, cell[f->first]);
}

static void take_link(struct gb *g, const struct str *cell, const struct gb_field *f)
{
    str_vec items = gb_items(g, cell[f->first]);
    for (size_t i = 0; i < items.count; i++) {
        struct link *l = VEC_ADD(g->a, &g->r.links);
        l->type = str_of(f->word);
        l->name = text_clean(g->a, items.at[i]);
    }
}

static void take_identifier(struct gb *g, const struct str *cell, const struct gb_field *f)
{
    str_vec items = gb_items(g, cell[f->first]);
    for (size_t i = 0; i < items.count; i++)
        add_document(g, f->word, items.at[i], (struct str){0});
}

static void take_built(struct gb *g, const struct str *cell, const struct gb_field *f)
{
    struct dating *d = VEC_ADD(g->a, &g->r.dates);
    *d = date_read(g->a, cell[f->first], DATE_DMY);
    d->type = str_of(f->word);
    if (!day_known(d->from))
        sink_unread(g->out, "year built", cell[f->first]);
}

const struct gb_field gb_fields[] = {
    {GB_NAME_6, 8, take_name, NULL},
    {GB_ORIGINAL, 3, take_original, NULL},
    {GB_KIND, 1, take_kind, NULL},
    {GB_TITLE, 1, take_texts, NULL},
    {GB_BIRTH, 1, take_birth, NULL},
    {GB_BIRTH_TOWN, 2, gb_birth_place, NULL},
    {GB_NATIONALITY, 1, gb_country, NULL},
    {GB_PASSPORT, 2, take_document, "passport"},
    {GB_NATIONAL_ID, 2, take_document, "national-id"},
    {GB_POSITION, 1, take_texts, NULL},
    {GB_GENDER, 1, take_gender, NULL},
    {GB_ADDRESS_1, 8, gb_address, NULL},
    {GB_OTHER, 1, take_other, NULL},
    {GB_REASONS, 1, take_reasons, NULL},
    {GB_REGIME, 2, take_regime, NULL},
    {GB_DESIGNATED, 1, take_designated, "UK Sanctions List date designated"},
    {GB_UPDATED, 1, take_updated, NULL},
    {GB_SANCTIONS, 1, take_sanctions, NULL},
    {GB_ORIGIN, 1, take_detail, "designation source"},
    {GB_UN_REF, 1, take_un_ref, NULL},
    {GB_UNIQUE_ID, 1, take_key, NULL},
    {GB_GROUP_ID, 1, take_key, NULL},
    {GB_PHONE, 1, take_detail, "phone"},
    {GB_EMAIL, 1, take_detail, "email"},
    {GB_WEBSITE, 1, take_detail, "website"},
    {GB_ENTITY_TYPE, 1, take_detail, "type of entity"},
    {GB_SUBSIDIARY, 1, take_link, "subsidiary"},
    {GB_PARENT, 1, take_link, "parent company"},
    {GB_REGISTRATION, 1, take_identifier, "registration"},
    {GB_IMO, 1, take_identifier, "imo"},
    {GB_OWNER, 1, take_link, "current owner/operator"},
    {GB_OWNER_BEFORE, 1, take_link, "previous owner/operator"},
    {GB_FLAG, 1, gb_country, NULL},
    {GB_FLAG_BEFORE, 1, gb_country, NULL},
    {GB_SHIP_TYPE, 1, take_detail, "type of ship"},
    {GB_TONNAGE, 1, take_detail, "tonnage"},
    {GB_LENGTH, 1, take_detail, "length"},
    {GB_YEAR_BUILT, 1, take_built, "built"},
    {GB_HULL, 1, take_identifier, "hull"},
};
const size_t gb_fields_count = COUNT(gb_fields);

bool gb_field_blank(const struct gb_field *f, const struct str *cell)
{
    for (size_t c = f->first; c < f->first + f->count; c++)
        if (cell[c].len)
            return false;
    return true;
}

/* ---- The whole entry. */

/* Parts of a name have roles only in the name of a person that has several. */
static void settle_names(struct gb *g)
{
    for (size_t i = 0; i < g->r.names.count; i++)
        if (g->r.kind != KIND_PERSON || g->r.names.at[i].parts.count < 2)
            g->r.names.at[i].parts.count = 0;
}

/* An entry under two regimes was listed twice; `listed` keeps the first day. */
static void settle_listings(struct gb *g)
{
    bool differ = false;
    for (size_t i = 1; i < g->listings.count; i++)
        differ = differ || !str_equal(g->listings.at[i].listed, g->listings.at[0].listed);
    for (size_t i = 0; i < g->listings.count && differ; i++)
        record_detail(g->a, &g->r, "listed under",
                      arena_printf(g->a, "%.*s: %.*s", STRF(g->listings.at[i].regime),
                                   STRF(g->listings.at[i].listed)));
}

static void settle_measures(struct gb *g)
{
    if (g->r.measures.count)
        return;
    for (size_t i = 0; i < g->r.programmes.count; i++) {
        struct str key = arena_printf(g->a, "gb:%.*s", STRF(g->r.programmes.at[i]));
        if (key.len && !record_regime(g->a, &g->r, key.s))
            sink_unread(g->out, "regime", g->r.programmes.at[i]);
    }
}

enum status gb_finish(struct gb *g, struct error *err)
{
    g->r.ref = g->unique_id.len ? g->unique_id : g->group_id;
    if (g->unique_id.len)
        g->r.native = g->group_id;
    settle_names(g);
    settle_listings(g);
    settle_measures(g);
    return sink_record(g->out, g->a, &g->r, err);
}
