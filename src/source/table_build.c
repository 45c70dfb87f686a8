/* SPDX-License-Identifier: Apache-2.0 */
/* table_build.c - each field of the mapping takes its cells, cuts and translates
 * them and puts the values where its key says.
 *
 * What belongs together but comes from several columns (a name and its parts,
 * the pieces of an address, a document and its issuer) is gathered in `parts`
 * and added when all fields have been seen. */
#include "source/table_build.h"

#include "source/slug.h"
#include "text/clean.h"

#include <stdio.h>
#include <string.h>

enum { REF_MAX = 120, REF_HEAD = 100, QUALITIES = QUALITY_ORIGINAL + 1 };

struct build {
    const struct table_map *map;
    const struct table_rows *rows;
    const struct table_row *row;
    struct arena *a;
    struct record *out;
    struct sink *sink;
    size_t name[QUALITIES]; /* of each quality, the first name of this row, plus 1 */
    VEC(struct name_part) parts[QUALITIES];
    str_vec numbers[TABLE_GROUPS]; /* of the identifiers of a group, which share the rest: */
    struct identifier id[TABLE_GROUPS];
    struct place address[TABLE_GROUPS], birthplace[TABLE_GROUPS];
};

/* ---- The ref. */

static struct str shortened(struct arena *a, struct hasher *hash, struct str ref)
{
    char hex[SHA256_HEX];
    size_t len = REF_HEAD;
    if (ref.len <= REF_MAX)
        return arena_copy(a, ref);
    while (len && ((unsigned char)ref.s[len] & 0xC0) == 0x80)
        len--;
    sha256_hex(hasher_of(hash, ref), hex);
    return arena_printf(a, "%.*s~%.12s", STRF(str_span(ref, 0, len)), hex);
}

struct str table_ref(const struct table_map *map, const struct table_row *row, struct hasher *hash,
                     struct arena *a)
{
    struct buf b = {0};
    struct str ref = {0};
    bool any = false;
    for (size_t i = 0; i < map->fields.count; i++) {
        const struct table_field *f = &map->fields.at[i];
        if (f->key->target != TO_REF)
            continue;
        for (size_t n = 0; n < f->columns.count; n++) {
            struct str text = text_clean(a, table_cell(row, f, n));
            any |= text.len != 0;
            if (f->columns.count == 1)
                buf_put(&b, text);
            else
                slug_put(&b, text);
            if (n + 1 < f->columns.count)
                buf_byte(&b, '/');
        }
        break;
    }
    if (any)
        ref = shortened(a, hash, buf_str(&b));
    if (b.failed)
        a->failed = true;
    buf_free(&b);
    return ref;
}

/* ---- The values of a field. */

static void split_at(struct build *b, struct str text, const struct table_field *f, size_t which,
                     str_vec *out)
{
    if (which < f->splits.count) {
        for (struct str piece; text.len;) {
            text = str_cut_at(text, f->splits.at[which], &piece);
            split_at(b, piece, f, which + 1, out);
        }
        return;
    }
    str_vec items = {0};
    if (f->items)
        text_items(b->a, text, &items);
    else
        *(struct str *)VEC_ADD(b->a, &items) = text;
    for (size_t i = 0; i < items.count; i++) {
        struct str item = str_trim(items.at[i]);
        for (size_t d = 0; d < f->drops.count; d++)
            if (str_starts(item, f->drops.at[d]))
                item = str_trim(str_from(item, f->drops.at[d].len));
        if (item.len)
            *(struct str *)VEC_ADD(b->a, out) = item;
    }
}

static void values_of(struct build *b, const struct table_field *f, str_vec *out)
{
    struct str text = table_joined(b->row, f, b->a), one;
    while (text.len) {
        text = str_cut(text, TABLE_AND, &one);
        split_at(b, one, f, 0, out);
    }
}

/* "id2.type" of a field, which is how its section of words is named. */
static bool is_section_of(const struct table_field *f, struct str section)
{
    char name[80];
    char group[2] = {0};
    if (f->group)
        group[0] = (char)('0' + f->group);
    snprintf(name, sizeof name, "%s%s%s%.*s", f->key->name, group, f->sub.len ? "." : "",
             STRF(str_span(f->sub, 0, 40)));
    return str_is(section, name);
}

/* Our word for the list's, or "" where no line of the mapping has it. */
static struct str translated(const struct build *b, const struct table_field *f, struct str text)
{
    for (size_t i = 0; i < b->map->words.count; i++) {
        const struct table_word *w = &b->map->words.at[i];
        bool fits = w->prefix ? str_starts(text, w->theirs) : str_equal(text, w->theirs);
        if (fits && is_section_of(f, w->key))
            return w->ours;
    }
    return (struct str){0};
}

/* ---- Where values go. */

static bool set_kind(struct record *out, struct str word)
{
    for (enum kind k = 0; k <= KIND_AIRCRAFT; k++) {
        if (!str_is(word, kind_text(k)))
            continue;
        out->kind = k;
        return true;
    }
    return false;
}

static bool set_standing(struct record *out, struct str word)
{
    for (enum standing s = 0; s <= STANDING_LAPSED; s++) {
        if (!str_is(word, standing_text(s)))
            continue;
        out->standing = s;
        return true;
    }
    return false;
}

static bool set_word(struct build *b, const struct table_field *f, struct str word)
{
    if (f->key->target == TO_KIND)
        return set_kind(b->out, word);
    if (f->key->target == TO_STANDING)
        return set_standing(b->out, word);
    if (!str_is(word, "male") && !str_is(word, "female") && !str_is(word, "other"))
        return false;
    b->out->gender = word;
    return true;
}

/* A value of kind, standing or gender, which must be one of ours in the end. */
static void add_word(struct build *b, const struct table_field *f, struct str text)
{
    struct str clean = text_clean(b->a, text), word = translated(b, f, clean);
    if (set_word(b, f, word.len ? word : clean))
        return;
    if (f->otherwise.len)
        set_word(b, f, f->otherwise);
    else
        sink_unread(b->sink, f->key->name, clean);
}

static struct dating read_date(struct build *b, const struct table_field *f, struct str text)
{
    if (b->rows && b->rows->serials)
        return date_from_serial(b->a, text, b->rows->date1904, f->order);
    return date_read(b->a, text, f->order);
}

static void add_name(struct build *b, const struct table_field *f, struct str text, size_t nth)
{
    enum quality quality = (enum quality)f->key->which;
    if (f->sub.len) {
        for (enum part p = 0; p <= PART_OTHER; p++)
            if (str_is(f->sub, part_text(p)))
                *(struct name_part *)VEC_ADD(b->a, &b->parts[quality]) =
                    (struct name_part){p, text};
        return;
    }
    size_t before = b->out->names.count;
    struct name *n = record_name(
        b->a, b->out, nth && quality == QUALITY_PRIMARY ? QUALITY_STRONG : quality, text);
    n->language = f->language;
    n->note = f->note;
    if (b->out->names.count > before && nth == 0 && !b->name[quality])
        b->name[quality] = b->out->names.count;
}

static void add_births(struct build *b, const struct table_field *f, struct str text)
{
    str_vec dates = {0};
    date_split(b->a, text_clean(b->a, text), &dates);
    for (size_t i = 0; i < dates.count; i++) {
        struct dating d = read_date(b, f, dates.at[i]);
        if (!day_known(d.from))
            sink_unread(b->sink, "birth", dates.at[i]);
        *(struct dating *)VEC_ADD(b->a, &b->out->births) = d;
    }
}

static void add_date(struct build *b, const struct table_field *f, struct str text)
{
    struct dating d = read_date(b, f, text_clean(b->a, text));
    d.type = f->sub;
    if (!day_known(d.from))
        sink_unread(b->sink, "date", text);
    *(struct dating *)VEC_ADD(b->a, &b->out->dates) = d;
}

/* listed, suspended, ended: the oldest where rows differ; amended: all. */
static void add_stated(struct build *b, const struct table_field *f, struct str text)
{
    struct str clean = text_clean(b->a, text);
    struct dating d = read_date(b, f, clean);
    struct str iso = date_text(b->a, d.from);
    if (iso.len == 0) {
        sink_unread(b->sink, f->key->name, clean);
        record_detail(b->a, b->out, f->key->name, clean);
        return;
    }
    if (f->key->target == TO_AMENDED || f->key->which == (int)offsetof(struct record, listed))
        sink_list_date(b->sink, iso);
    if (f->key->target == TO_AMENDED) {
        record_text(b->a, &b->out->amended, iso);
        return;
    }
    struct str *into = (void *)((char *)b->out + f->key->which);
    if (into->len == 0 || str_compare(iso, *into) < 0)
        *into = iso;
}

static void add_place(struct build *b, const struct table_field *f, struct str text, size_t nth)
{
    bool birth = f->key->target == TO_BIRTHPLACE;
    struct place *first = birth ? &b->birthplace[f->group] : &b->address[f->group];
    struct str clean = text_clean(b->a, text);
    const struct {
        const char *sub;
        struct str *into;
    } pieces[] = {{"", &first->text},           {"text", &first->text},
                  {"street", &first->street},   {"city", &first->city},
                  {"region", &first->region},   {"postcode", &first->postcode},
                  {"country", &first->country}, {"note", &first->note}};
    for (size_t i = 0; i < COUNT(pieces); i++) {
        if (!str_is(f->sub, pieces[i].sub))
            continue;
        if (nth == 0) {
            *pieces[i].into = clean;
            return;
        }
        struct place *p =
            birth ? VEC_ADD(b->a, &b->out->places) : VEC_ADD(b->a, &b->out->addresses);
        p->type = birth ? STR("birth") : (struct str){0};
        p->text = clean;
        return;
    }
}

static void add_id(struct build *b, const struct table_field *f, struct str text)
{
    struct identifier *id = &b->id[f->group];
    struct str clean = text_clean(b->a, text), word = translated(b, f, clean);
    struct dating d;
    if (str_is(f->sub, "number")) {
        *(struct str *)VEC_ADD(b->a, &b->numbers[f->group]) = str_trim(text);
        if (f->as.len)
            id->type = f->as;
        return;
    }
    const struct {
        const char *sub;
        struct str *into;
        bool date;
    } pieces[] = {{"type", &id->type, false},      {"country", &id->country, false},
                  {"issuer", &id->issuer, false},  {"issued", &id->issued, true},
                  {"expires", &id->expires, true}, {"note", &id->note, false}};
    for (size_t i = 0; i < COUNT(pieces); i++) {
        if (!str_is(f->sub, pieces[i].sub))
            continue;
        *pieces[i].into = word.len ? word : clean;
        if (!pieces[i].date)
            return;
        d = read_date(b, f, clean);
        struct str iso = date_text(b->a, d.from);
        if (iso.len)
            *pieces[i].into = iso;
        else
            sink_unread(b->sink, "date of a document", clean);
        return;
    }
}

static void add_link(struct build *b, const struct table_field *f, struct str text)
{
    struct link *l = VEC_ADD(b->a, &b->out->links);
    l->type = f->sub;
    l->name = text_clean(b->a, text);
}

/* The list's own words, and ours for them where the mapping has it. */
static void add_measure(struct build *b, struct str words, struct str type)
{
    size_t before = b->out->measures.count;
    record_measure(b->a, b->out, words);
    if (type.len && b->out->measures.count > before)
        b->out->measures.at[before].type = type;
}

static void add_value(struct build *b, const struct table_field *f, struct str text, size_t nth)
{
    struct str clean = text_clean(b->a, text), word = translated(b, f, clean);
    struct str value = word.len ? word : clean;
    char *record = (char *)b->out;
    switch (f->key->target) {
    case TO_NATIVE:
        b->out->native = value;
        break;
    case TO_AUTHORITY:
        b->out->authority = value;
        break;
    case TO_KIND:
    case TO_STANDING:
    case TO_GENDER:
        add_word(b, f, text);
        break;
    case TO_NAME:
        add_name(b, f, text, nth);
        break;
    case TO_BIRTH:
        add_births(b, f, text);
        break;
    case TO_DATE:
        add_date(b, f, text);
        break;
    case TO_BIRTHPLACE:
    case TO_ADDRESS:
        add_place(b, f, text, nth);
        break;
    case TO_COUNTRY:
        record_country(b->a, b->out, f->key->name, value, (struct str){0});
        break;
    case TO_ID:
        add_id(b, f, text);
        break;
    case TO_STATED:
    case TO_AMENDED:
        add_stated(b, f, text);
        break;
    case TO_TEXT:
        record_text(b->a, (void *)(record + f->key->which), value);
        break;
    case TO_MEASURE:
        add_measure(b, clean, word);
        break;
    case TO_DETAIL:
        record_detail(b->a, b->out, f->sub.s, value);
        break;
    case TO_LINK:
        add_link(b, f, text);
        break;
    case TO_XREF:
        record_xref(b->a, b->out, f->sub.s, value);
        break;
    case TO_REF:
    case TO_REGIME:
    case TO_IGNORE:
    case TO_SKIP:
        break;
    }
}

/* ---- What was gathered. */

static void add_parts(struct build *b)
{
    for (size_t q = 0; q < QUALITIES; q++) {
        struct str whole[64];
        size_t count = 0;
        if (b->parts[q].count == 0)
            continue;
        for (; count < b->parts[q].count && count < COUNT(whole); count++)
            whole[count] = b->parts[q].at[count].text;
        if (!b->name[q]) {
            record_name(b->a, b->out, (enum quality)q, name_join(b->a, whole, count));
            b->name[q] = b->out->names.count;
        }
        for (size_t i = 0; i < b->parts[q].count && b->name[q]; i++)
            name_part(b->a, &b->out->names.at[b->name[q] - 1], b->parts[q].at[i].part,
                      b->parts[q].at[i].text);
    }
}

static bool place_is_blank(const struct place *p)
{
    return !(p->text.len || p->street.len || p->city.len || p->region.len || p->postcode.len ||
             p->country.len || p->note.len);
}

static void add_groups(struct build *b)
{
    for (size_t g = 0; g < TABLE_GROUPS; g++) {
        const struct identifier *id = &b->id[g];
        if (!place_is_blank(&b->address[g]))
            *(struct place *)VEC_ADD(b->a, &b->out->addresses) = b->address[g];
        if (!place_is_blank(&b->birthplace[g])) {
            b->birthplace[g].type = STR("birth");
            *(struct place *)VEC_ADD(b->a, &b->out->places) = b->birthplace[g];
        }
        for (size_t i = 0; i < b->numbers[g].count; i++) {
            struct identifier *to =
                record_identifier(b->a, b->out, STR("other"), b->numbers[g].at[i]);
            struct str number = to->number;
            *to = *id;
            to->number = number;
            if (to->type.len == 0)
                to->type = STR("other");
        }
        if (b->numbers[g].count == 0 && (id->type.len || id->issuer.len || id->country.len ||
                                         id->issued.len || id->expires.len || id->note.len))
            sink_unread(b->sink, "document without a number", id->type);
    }
}

void table_add(const struct table_map *map, const struct table_rows *rows,
               const struct table_row *row, struct arena *a, struct record *out, struct sink *sink)
{
    struct build b = {.map = map, .rows = rows, .row = row, .a = a, .out = out, .sink = sink};
    for (size_t i = 0; i < map->fields.count; i++) {
        const struct table_field *f = &map->fields.at[i];
        str_vec values = {0};
        if (f->fixed.len || f->key->target == TO_IGNORE || f->key->target == TO_SKIP)
            continue;
        values_of(&b, f, &values);
        for (size_t k = 0; k < values.count; k++)
            add_value(&b, f, values.at[k], k);
        if (values.count == 0 && f->otherwise.len)
            set_word(&b, f, f->otherwise);
    }
    add_parts(&b);
    add_groups(&b);
}

void table_add_fixed(const struct table_map *map, struct arena *a, struct record *out,
                     struct sink *sink)
{
    struct build b = {.map = map, .a = a, .out = out, .sink = sink};
    for (size_t i = 0; i < map->fields.count; i++) {
        const struct table_field *f = &map->fields.at[i];
        bool word = f->key->target == TO_KIND || f->key->target == TO_STANDING;
        if (f->fixed.len && !(f->key->target == TO_KIND && out->kind != KIND_UNKNOWN) &&
            !(f->key->target == TO_STANDING && out->standing != STANDING_LISTED)) {
            if (word)
                set_word(&b, f, f->fixed);
            else
                add_value(&b, f, f->fixed, 0);
        }
    }
    for (size_t i = 0; i < map->fields.count; i++) {
        const struct table_field *f = &map->fields.at[i];
        if (f->key->target != TO_REGIME)
            continue;
        struct str key = arena_copy(a, f->fixed);
        if (key.len && !record_regime(a, out, key.s))
            sink_unread(sink, "regime", key);
    }
}
