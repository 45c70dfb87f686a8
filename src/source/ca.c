/* SPDX-License-Identifier: Apache-2.0 */
/* ca.c - Canada's autonomous sanctions (SEMA and JVCFOA), a flat XML file.
 *
 * The list has no permanent key: items are numbered anew.  A record's reference
 * is therefore its programme and its name (doc/design/refs.md).  Which of
 * several records of one name gets the plain reference can be told only when all
 * have been seen, so the bytes are read twice: once for the keys, once for the
 * records.  Each record of the file is an entry of its own, also where the same
 * person stands in two schedules; only an exact repetition is dropped, and told. */
#include "source/ca.h"

#include "format/xml.h"
#include "record/date.h"
#include "text/clean.h"

#include <stdlib.h>
#include <string.h>

/* What tells records of one name apart, in the order in which it is asked. */
struct key {
    struct str base;                          /* programme and name */
    struct str listed, birth, schedule, item; /* as keys */
    struct str all;                           /* every text of the record */
    size_t place;                             /* in the file */
    struct str ref;                           /* "" for an exact repetition */
};

struct reading {
    struct sink *out;
    struct str list;
    struct arena whole, own;
    VEC(struct key) keys;
    size_t place;
    enum { KEYS, RECORDS } pass;
};

/* The first of these elements that has a text: names have changed over time. */
static struct str any_of(const struct node *n, const char *now, const char *before)
{
    struct str text = node_get(n, now);
    return text.len ? text : node_get(n, before);
}

static struct str entity_of(const struct node *n)
{
    return any_of(n, "EntityOrShip", "Entity");
}

static struct str birth_of(const struct node *n)
{
    return any_of(n, "DateOfBirthOrShipBuildDate", "DateOfBirth");
}

/* ---- English and French in one text. */

/* Whether a side of "Iranian Army/Armée iranienne" may be a name of its own:
 * "A/S" and "Import/Export" are not two names. */
static bool stands_alone(struct str side)
{
    size_t letters = 0, capitals = 0, blanks = 0;
    side = str_trim(side);
    for (size_t i = 0; i < side.len; i++) {
        capitals += side.s[i] >= 'A' && side.s[i] <= 'Z';
        blanks += side.s[i] == ' ';
        letters += side.s[i] != ' ';
    }
    return blanks || letters >= 8 || (letters >= 2 && capitals == letters);
}

/* The place of the slash outside brackets that parts two names, or s.len. */
static size_t slash_find(struct str s)
{
    size_t depth = 0;
    for (size_t i = 0; i < s.len; i++) {
        depth += s.s[i] == '(';
        depth -= s.s[i] == ')' && depth;
        if (s.s[i] == '/' && !depth && stands_alone(str_span(s, 0, i)) &&
            stands_alone(str_from(s, i + 1)))
            return i;
    }
    return s.len;
}

/* "Russia" of "Russia / Russie"; "JVCFOR" of "… Regulations (JVCFOR) / Règlement …". */
static struct str programme_key(struct arena *a, struct str country)
{
    struct str english, rest, inside;
    str_cut_at(country, STR(" / "), &english);
    rest = str_cut(english, '(', &inside);
    str_cut(rest, ')', &inside);
    return ca_key(a, inside.len > 1 ? inside : english);
}

/* ---- References. */

static struct str joined(struct arena *a, const struct node *record)
{
    struct buf all = {0};
    NODE_ALL (n, record) {
        buf_put(&all, n->name);
        buf_byte(&all, 0);
        buf_put(&all, str_trim(n->text));
        buf_byte(&all, 0);
    }
    struct str copy = arena_copy(a, buf_str(&all));
    a->failed = a->failed || all.failed;
    buf_free(&all);
    return copy;
}

static struct str name_key(struct arena *a, const struct node *n)
{
    struct str person[] = {node_get(n, "LastName"), node_get(n, "GivenName")};
    struct str imo = node_get(n, "ShipIMONumber"), entity = entity_of(n);
    if (imo.len)
        return arena_printf(a, "imo-%.*s", STRF(ca_key(a, imo)));
    if (person[0].len || person[1].len)
        return ca_key(a, name_join(a, person, COUNT(person)));
    return ca_key(a, str_span(entity, 0, slash_find(entity)));
}

static void note_key(struct reading *r, const struct node *n)
{
    struct arena *a = &r->whole;
    struct key *k = VEC_ADD(a, &r->keys);
    struct str programme = programme_key(a, node_get(n, "Country")), name = name_key(a, n);
    *k = (struct key){.place = r->place++};
    if (name.len)
        k->base = arena_printf(a, "%.*s:%.*s", STRF(programme), STRF(name));
    k->listed = ca_key(a, node_get(n, "DateOfListing"));
    k->birth = ca_key(a, birth_of(n));
    k->schedule = ca_key(a, node_get(n, "Schedule"));
    k->item = ca_key(a, node_get(n, "Item"));
    k->all = joined(a, n);
}

/* Numbers by value: a longer one is greater. */
static int by_number(struct str a, struct str b)
{
    return a.len != b.len ? (a.len > b.len) - (a.len < b.len) : str_compare(a, b);
}

static int by_key(const void *x, const void *y)
{
    const struct key *a = x, *b = y;
    int order = str_compare(a->base, b->base);
    order = order ? order : str_compare(a->listed, b->listed);
    order = order ? order : str_compare(a->birth, b->birth);
    order = order ? order : str_compare(a->schedule, b->schedule);
    order = order ? order : by_number(a->item, b->item);
    order = order ? order : str_compare(a->all, b->all);
    return order ? order : (a->place > b->place) - (a->place < b->place);
}

static bool taken(const struct key *group, const struct key *k, struct str ref)
{
    for (; group < k; group++)
        if (str_equal(group->ref, ref))
            return true;
    return false;
}

/* The plain reference, or the first of its longer forms that nobody before it
 * in the group has. */
static void give_ref(struct reading *r, struct key *group, struct key *k)
{
    const struct {
        const char *mark;
        struct str text;
    } more[] = {{"", k->birth}, {"s", k->schedule}, {"i", k->item}};
    if (k > group && str_equal(k[-1].all, k->all)) {
        sink_unknown(r->out, STR("record that stands twice"));
        return;
    }
    k->ref = k->base;
    for (size_t i = 0; i < COUNT(more) && taken(group, k, k->ref); i++)
        if (more[i].text.len)
            k->ref = arena_printf(&r->whole, "%.*s:%s%.*s", STRF(k->ref), more[i].mark,
                                  STRF(more[i].text));
    struct str longest = k->ref;
    for (size_t n = 2; taken(group, k, k->ref); n++)
        k->ref = arena_printf(&r->whole, "%.*s:%zu", STRF(longest), n);
}

static int by_place(const void *x, const void *y)
{
    const struct key *a = x, *b = y;
    return (a->place > b->place) - (a->place < b->place);
}

static enum status give_refs(struct reading *r, struct error *err)
{
    struct key *k = r->keys.at, *group = k;
    if (r->whole.failed)
        return fault(err, ERR_MEMORY, 0, "no memory for the keys of the records");
    if (!r->keys.count)
        return OK;
    qsort(k, r->keys.count, sizeof *k, by_key);
    for (size_t i = 0; i < r->keys.count; i++) {
        if (!str_equal(group->base, k[i].base))
            group = &k[i];
        give_ref(r, group, &k[i]);
    }
    qsort(k, r->keys.count, sizeof *k, by_place);
    return OK;
}

/* ---- Records. */

static const struct {
    const char *label;
    enum quality quality;
    const char *language;
} labels[] = {
    {"a.k.a.", QUALITY_STRONG, ""},
    {"a.k.a", QUALITY_STRONG, ""},
    {"aka ", QUALITY_STRONG, ""},
    {"also known as", QUALITY_STRONG, ""},
    {"f.k.a.", QUALITY_FORMER, ""},
    {"formerly known as", QUALITY_FORMER, ""},
    {"formerly ", QUALITY_FORMER, ""},
    {"Arabic:", QUALITY_STRONG, "Arabic"},
    {"Belarusian:", QUALITY_STRONG, "Belarusian"},
    {"Burmese:", QUALITY_STRONG, "Burmese"},
    {"Chinese:", QUALITY_STRONG, "Chinese"},
    {"Farsi:", QUALITY_STRONG, "Farsi"},
    {"French:", QUALITY_STRONG, "French"},
    {"Persian:", QUALITY_STRONG, "Persian"},
    {"Russian:", QUALITY_STRONG, "Russian"},
    {"Spanish:", QUALITY_STRONG, "Spanish"},
    {"Ukrainian:", QUALITY_STRONG, "Ukrainian"},
};

/* A person's alias of one word is a variant of one part of the name ("Sergei"),
 * and says little alone. */
static void add_alias(struct reading *r, struct record *out, struct str text)
{
    enum quality quality = QUALITY_STRONG;
    struct str language = {0};
    for (size_t i = 0; i < COUNT(labels); i++)
        if (str_find_nocase(text, str_of(labels[i].label)) == 0) {
            text = str_trim(str_from(text, str_of(labels[i].label).len));
            quality = labels[i].quality;
            language = str_of(labels[i].language);
            break;
        }
    bool latin = str_is(str_of(text_script(text)), "Latn");
    bool weak = out->kind == KIND_PERSON && str_find(text, STR(" ")) == SIZE_MAX;
    if (!latin && text.len && !str_is(str_of(text_script(text)), "Zyyy"))
        quality = QUALITY_ORIGINAL;
    else if (weak && quality == QUALITY_STRONG)
        quality = QUALITY_WEAK;
    record_name(&r->own, out, quality, text)->language = language;
}

static void add_aliases(struct reading *r, struct record *out, struct str text)
{
    str_vec pieces = {0};
    struct str head;
    while (text.len) { /* "Ivan a.k.a. Vanya" */
        text = str_cut_at(text, STR(" a.k.a. "), &head);
        ca_split(&r->own, head, &pieces);
    }
    for (size_t i = 0; i < pieces.count; i++) {
        size_t slash = slash_find(pieces.at[i]);
        add_alias(r, out, str_trim(str_span(pieces.at[i], 0, slash)));
        if (slash < pieces.at[i].len)
            add_alias(r, out, str_trim(str_from(pieces.at[i], slash + 1)));
    }
}

static void add_names(struct reading *r, struct record *out, const struct node *n)
{
    struct str given = node_get(n, "GivenName"), family = node_get(n, "LastName");
    struct str person[] = {given, family}, entity = entity_of(n);
    if (given.len || family.len) {
        struct name *name =
            record_name(&r->own, out, QUALITY_PRIMARY, name_join(&r->own, person, 2));
        if (given.len && family.len) {
            name_part(&r->own, name, PART_GIVEN, given);
            name_part(&r->own, name, PART_FAMILY, family);
        }
    }
    if (entity.len) {
        size_t slash = slash_find(entity);
        struct name *name =
            record_name(&r->own, out, out->names.count ? QUALITY_STRONG : QUALITY_PRIMARY,
                        str_span(entity, 0, slash));
        if (slash < entity.len) {
            name->verbatim = entity;
            record_name(&r->own, out, QUALITY_STRONG, str_from(entity, slash + 1));
        }
    }
}

static void add_births(struct reading *r, struct record *out, struct str text)
{
    bool built = out->kind == KIND_VESSEL;
    while (text.len) {
        struct str one;
        text = str_cut_at(text, STR(" or "), &one);
        struct dating d = date_from_serial(&r->own, str_trim(one), false, DATE_DMY);
        if (!day_known(d.from))
            sink_unread(r->out, built ? "ship build date" : "date of birth", one);
        if (built)
            d.type = STR("built");
        struct dating *place =
            built ? VEC_ADD(&r->own, &out->dates) : VEC_ADD(&r->own, &out->births);
        *place = d;
    }
}

static void add_basis(struct reading *r, struct record *out, const struct node *n)
{
    struct str schedule = node_get(n, "Schedule"), item = node_get(n, "Item");
    struct str part[] = {{0}, {0}};
    if (schedule.len && !str_is_nocase(schedule, "N/A"))
        part[0] = arena_printf(&r->own, "Schedule %.*s%s", STRF(schedule), item.len ? "," : "");
    if (item.len)
        part[1] = arena_printf(&r->own, "item %.*s", STRF(item));
    record_text(&r->own, &out->basis, name_join(&r->own, part, 2));
}

static void add_regime(struct reading *r, struct record *out, struct str country)
{
    struct str key = arena_printf(&r->own, "ca:%.*s", STRF(text_clean(&r->own, country)));
    record_text(&r->own, &out->programmes, country);
    if (key.len && !record_regime(&r->own, out, key.s))
        sink_unread(r->out, "regime", country);
}

static enum kind kind_of(const struct node *n)
{
    if (node_get(n, "ShipIMONumber").len)
        return KIND_VESSEL;
    if (node_get(n, "LastName").len || node_get(n, "GivenName").len)
        return KIND_PERSON;
    return KIND_ORGANISATION;
}

static enum status take_record(struct reading *r, const struct key *k, struct node *n,
                               struct error *err)
{
    struct record out = {.list = r->list, .ref = k->ref, .kind = kind_of(n)};
    struct str listed = node_get(n, "DateOfListing"), title = any_of(n, "TitleOrShip", "Title");
    arena_reset(&r->own);
    if (k->ref.len == 0 && k->base.len) /* a repetition */
        return OK;
    add_names(r, &out, n);
    add_aliases(r, &out, node_get(n, "Aliases"));
    add_births(r, &out, birth_of(n));
    add_basis(r, &out, n);
    add_regime(r, &out, node_get(n, "Country"));
    record_identifier(&r->own, &out, STR("imo"), node_get(n, "ShipIMONumber"));
    if (out.kind == KIND_PERSON)
        record_text(&r->own, &out.titles, title);
    else
        record_detail(&r->own, &out, "title or ship", title);
    out.listed = date_iso(&r->own, listed, DATE_YMD);
    if (listed.len && !out.listed.len)
        sink_unread(r->out, "date of listing", listed);
    sink_list_date(r->out, out.listed);
    sink_leftovers(r->out, n);
    return sink_record(r->out, &r->own, &out, err);
}

/* ---- The file. */

static enum status take(void *ctx, struct node *n, struct error *err)
{
    struct reading *r = ctx;
    if (!str_is(n->name, "record")) {
        if (r->pass == RECORDS)
            sink_leftovers(r->out, n);
        return OK;
    }
    if (r->pass == KEYS) {
        note_key(r, n);
        return OK;
    }
    return take_record(r, &r->keys.at[r->place++], n, err);
}

static const char *claims(struct str name, struct str head)
{
    (void)name;
    return str_is(xml_root_name(head), "data-set") ? "xml" : NULL;
}

static enum status parse(const struct input *in, struct sink *out, struct error *err)
{
    static const char *const records[] = {"record", NULL};
    struct reading r = {.out = out, .list = in->list};
    if (in->count != 1)
        return fault(err, ERR_INPUT, 0, "one file expected, not %zu", in->count);
    if (!claims(in->files[0].name, str_span(in->files[0].bytes, 0, 4096)))
        return fault(err, ERR_INPUT, 0, "the root element is not data-set");
    sink_format(out, "xml");
    enum status rc = xml_read(in->files[0].bytes, records, take, &r, err);
    if (!rc)
        rc = give_refs(&r, err);
    if (!rc) {
        r.pass = RECORDS;
        r.place = 0;
        rc = xml_read(in->files[0].bytes, records, take, &r, err);
    }
    arena_free(&r.own);
    arena_free(&r.whole);
    return rc;
}

const struct source source_ca = {.name = "ca", .claims = claims, .parse = parse};
