/* SPDX-License-Identifier: Apache-2.0 */
/* build.c - what is told of entries, state by state, as rows of a snapshot.
 *
 * The states of an entry say mostly the same.  Each thing said is kept once with
 * its times; as the states come in the order of time and say things in the same
 * order, the next thing is nearly always where the hint is. */
#include "index/builder.h"
#include "index/sum.h"

#include <stdlib.h>
#include <string.h>

struct index_builder *index_builder_new(unsigned threads)
{
    struct index_builder *b = calloc(1, sizeof *b);
    if (b)
        b->threads = threads;
    return b;
}

void index_builder_free(struct index_builder *b)
{
    if (!b)
        return;
    for (size_t s = 0; s < SECTION_COUNT; s++)
        buf_free(&b->rows[s]);
    free(b->times.slots);
    free(b->words.slots);
    arena_free(&b->arena);
    free(b);
}

/* ---- Equal things once. */

static bool interned_grow(struct interned *in, uint64_t (*hash_of)(void *ctx, uint32_t i),
                          void *ctx)
{
    size_t size = in->slots ? 2 * (in->mask + 1) : 1024;
    uint32_t *slots = calloc(size, sizeof *slots);
    if (!slots)
        return false;
    for (size_t i = 0; in->slots && i <= in->mask; i++) {
        if (!in->slots[i])
            continue;
        size_t at = (size_t)hash_of(ctx, in->slots[i] - 1) & (size - 1);
        while (slots[at])
            at = (at + 1) & (size - 1);
        slots[at] = in->slots[i];
    }
    free(in->slots);
    in->slots = slots;
    in->mask = size - 1;
    return true;
}

uint32_t *interned_slot(struct interned *in, uint64_t hash, bool (*same)(void *ctx, uint32_t i),
                        uint64_t (*hash_of)(void *ctx, uint32_t i), void *ctx)
{
    if ((!in->slots || in->count * 2 > in->mask) && !interned_grow(in, hash_of, ctx))
        return NULL;
    size_t at = (size_t)hash & in->mask;
    while (in->slots[at] && !same(ctx, in->slots[at] - 1))
        at = (at + 1) & in->mask;
    return &in->slots[at];
}

/* ---- Text. */

static uint32_t text_add(struct index_builder *b, struct str s)
{
    struct buf *text = &b->rows[SECTION_TEXT];
    if (text->len > UINT32_MAX - s.len)
        b->full = "text";
    if (b->full)
        return 0;
    uint32_t at = (uint32_t)text->len;
    buf_put(text, s);
    return at;
}

/* ---- Times. */

struct times_sought {
    struct index_builder *b;
    const struct disk_time *at;
    size_t count;
};

static const struct disk_time *time_rows(const struct index_builder *b, uint32_t i)
{
    return (const struct disk_time *)(const void *)b->rows[SECTION_TIMES].s + i;
}

static bool times_same(void *ctx, uint32_t i)
{
    const struct times_sought *t = ctx;
    return row_count(t->b, SECTION_TIMES) - i >= t->count &&
           memcmp(time_rows(t->b, i), t->at, t->count * sizeof *t->at) == 0;
}

static uint64_t times_hash(void *ctx, uint32_t i)
{
    const struct times_sought *t = ctx;
    const struct disk_time *at = time_rows(t->b, i);
    size_t count = 1;
    while (at[count - 1].more)
        count++;
    return sum_of(at, count * sizeof *at);
}

/* Number of the first of rows that hold these times, the last without `more`. */
static uint32_t times_add(struct index_builder *b, struct disk_time *at, size_t count)
{
    for (size_t i = 0; i < count; i++)
        at[i].more = i + 1 < count;
    struct times_sought t = {b, at, count};
    uint32_t *slot =
        interned_slot(&b->times, sum_of(at, count * sizeof *at), times_same, times_hash, &t);
    if (!slot) {
        b->failed = true;
        return 0;
    }
    if (!*slot) {
        *slot = (uint32_t)row_count(b, SECTION_TIMES) + 1;
        buf_put(&b->rows[SECTION_TIMES], (struct str){(const char *)at, count * sizeof *at});
        b->times.count++;
    }
    return *slot - 1;
}

/* Lengthens the last of the times when the new one touches it. */
#define TIME_EXTEND(arena, vec, from_, until_, standing_)                                          \
    do {                                                                                           \
        struct disk_time *t_ = (vec)->count ? &(vec)->at[(vec)->count - 1] : NULL;                 \
        if (t_ && t_->until >= (from_) && t_->standing == (standing_)) {                           \
            t_->until = (until_) > t_->until ? (until_) : t_->until;                               \
        } else {                                                                                   \
            t_ = VEC_ADD((arena), (vec));                                                          \
            *t_ = (struct disk_time){.from = (from_), .until = (until_), .standing = (standing_)}; \
        }                                                                                          \
    } while (0)

/* ---- What states say. */

static struct told *told_find(struct index_builder *b, enum section s, struct str key)
{
    size_t n = b->told.count;
    for (size_t k = 0; k < n; k++) {
        size_t i = b->hint + k < n ? b->hint + k : b->hint + k - n;
        if (b->told.at[i].section == s && str_equal(b->told.at[i].key, key)) {
            b->hint = i + 1 < n ? i + 1 : 0;
            return &b->told.at[i];
        }
    }
    struct told *t = VEC_ADD(&b->arena, &b->told);
    *t = (struct told){.section = s, .key = arena_copy(&b->arena, key)};
    b->hint = 0;
    return t;
}

static void tell(struct index_builder *b, const struct index_state *s, enum section section,
                 const void *key, size_t len)
{
    struct told *t = told_find(b, section, (struct str){key, len});
    TIME_EXTEND(&b->arena, &t->times, s->from, s->until, 0);
}

static void tell_names(struct index_builder *b, const struct index_state *s)
{
    for (size_t i = 0; i < s->names.count; i++) {
        const struct index_name *n = &s->names.at[i];
        char *key = arena_alloc(&b->arena, 1 + n->text.len, 1);
        if (!key)
            continue;
        key[0] = (char)n->quality;
        if (n->text.len)
            memcpy(key + 1, n->text.s, n->text.len);
        tell(b, s, SECTION_NAMES, key, 1 + n->text.len);
    }
}

static struct disk_day disk_day(struct day d)
{
    return (struct disk_day){d.year, (uint8_t)d.month, (uint8_t)d.day};
}

static void tell_facts(struct index_builder *b, const struct index_state *s)
{
    for (size_t i = 0; i < s->births.count; i++) {
        const struct index_birth *f = &s->births.at[i];
        struct disk_birth d = {.from = disk_day(f->from), .to = disk_day(f->to), .circa = f->circa};
        tell(b, s, SECTION_BIRTHS, &d, sizeof d);
    }
    for (size_t i = 0; i < s->countries.count; i++) {
        const struct index_country *f = &s->countries.at[i];
        struct disk_country d = {.code = {f->code[0], f->code[1]}, .what = (uint8_t)f->what};
        tell(b, s, SECTION_COUNTRIES, &d, sizeof d);
    }
    if (s->gender) {
        struct disk_gender d = {.gender = (uint8_t)s->gender};
        tell(b, s, SECTION_GENDERS, &d, sizeof d);
    }
}

/* The key is two letters of the country, the number, a NUL, the type. */
static void tell_identifiers(struct index_builder *b, const struct index_state *s)
{
    for (size_t i = 0; i < s->identifiers.count; i++) {
        const struct index_identifier *f = &s->identifiers.at[i];
        char room[IDENTIFIER_MAX];
        struct str number = identifier_normal(f->number, room);
        if (!number.len)
            continue;
        char *key = arena_alloc(&b->arena, 3 + number.len + f->type.len, 1);
        if (!key)
            continue;
        memcpy(key, f->country, 2);
        memcpy(key + 2, number.s, number.len);
        if (f->type.len)
            memcpy(key + 3 + number.len, f->type.s, f->type.len);
        tell(b, s, SECTION_IDENTIFIERS, key, 3 + number.len + f->type.len);
    }
}

void index_builder_state(struct index_builder *b, const struct index_state *s)
{
    if (!b->open || s->from >= s->until)
        return;
    TIME_EXTEND(&b->arena, &b->stood, s->from, s->until, (uint8_t)s->standing);
    tell_names(b, s);
    tell_facts(b, s);
    tell_identifiers(b, s);
    b->last = (struct index_state){
        .kind = s->kind, .listed = s->listed, .name = arena_copy(&b->arena, s->name)};
}

/* ---- Entries. */

void index_builder_list(struct index_builder *b, const struct index_list *list)
{
    builder_flush(b);
    struct disk_list *d = row_new(b, SECTION_LISTS);
    if (!d)
        return;
    *d = (struct disk_list){.id_at = text_add(b, list->id),
                            .id_len = (uint32_t)list->id.len,
                            .at = list->at,
                            .first = list->first,
                            .last = list->last};
    memcpy(d->root, list->root.byte, sizeof d->root);
}

void index_builder_entry(struct index_builder *b, struct str ref)
{
    builder_flush(b);
    if (!row_count(b, SECTION_LISTS) || b->written)
        return;
    b->open = true;
    b->ref = arena_copy(&b->arena, ref);
}

static void flush_name(struct index_builder *b, struct told *t, uint32_t entry)
{
    struct disk_name *d = row_new(b, SECTION_NAMES);
    if (!d)
        return;
    struct str text = str_from(t->key, 1);
    *d = (struct disk_name){.text_at = text_add(b, text),
                            .text_len = (uint32_t)text.len,
                            .entry = entry,
                            .when = times_add(b, t->times.at, t->times.count),
                            .quality = (uint8_t)t->key.s[0]};
}

static void flush_identifier(struct index_builder *b, struct told *t, uint32_t entry)
{
    uint32_t number = (uint32_t)row_count(b, SECTION_IDENTIFIERS);
    struct disk_identifier *d = row_new(b, SECTION_IDENTIFIERS);
    struct disk_number *n = row_new(b, SECTION_NUMBERS);
    if (!d || !n)
        return;
    struct str digits, type = str_cut(str_from(t->key, 2), '\0', &digits);
    type = str_span(type, 0, UINT16_MAX);
    *d = (struct disk_identifier){.type_at = text_add(b, type),
                                  .number_at = text_add(b, digits),
                                  .entry = entry,
                                  .when = times_add(b, t->times.at, t->times.count),
                                  .type_len = (uint16_t)type.len,
                                  .number_len = (uint16_t)digits.len,
                                  .country = {t->key.s[0], t->key.s[1]}};
    *n = (struct disk_number){(uint32_t)sum_of(digits.s, digits.len), number};
}

/* Births, countries and genders: the key is the row but for its times. */
static void flush_fact(struct index_builder *b, struct told *t)
{
    void *d = row_new(b, t->section);
    if (!d)
        return;
    memcpy(d, t->key.s, t->key.len);
    uint32_t when = times_add(b, t->times.at, t->times.count);
    size_t at = t->section == SECTION_BIRTHS ? offsetof(struct disk_birth, when)
                                             : offsetof(struct disk_country, when);
    memcpy((char *)d + at, &when, sizeof when);
}
_Static_assert(offsetof(struct disk_country, when) == offsetof(struct disk_gender, when), "facts");

static void flush_entry(struct index_builder *b, uint32_t entry)
{
    size_t lists = row_count(b, SECTION_LISTS);
    struct str ref = str_span(b->ref, 0, UINT16_MAX), name = str_span(b->last.name, 0, UINT16_MAX);
    struct disk_entry d = {
        .list = (uint32_t)lists - 1,
        .ref_at = text_add(b, ref),
        .listed = b->last.listed,
        .when = times_add(b, b->stood.at, b->stood.count),
        .names = (uint32_t)row_count(b, SECTION_NAMES),
        .births = (uint32_t)row_count(b, SECTION_BIRTHS),
        .countries = (uint32_t)row_count(b, SECTION_COUNTRIES),
        .genders = (uint32_t)row_count(b, SECTION_GENDERS),
        .identifiers = (uint32_t)row_count(b, SECTION_IDENTIFIERS),
        .ref_len = (uint16_t)ref.len,
        .name_len = (uint16_t)name.len,
        .kind = (uint8_t)b->last.kind,
    };
    bool shown = false; /* the display name is one of its names */
    for (size_t i = 0; i < b->told.count; i++) {
        struct told *t = &b->told.at[i];
        if (t->section == SECTION_NAMES)
            flush_name(b, t, entry);
        else if (t->section == SECTION_IDENTIFIERS)
            flush_identifier(b, t, entry);
        else
            flush_fact(b, t);
        if (!b->failed && !shown && t->section == SECTION_NAMES &&
            str_equal(str_from(t->key, 1), name)) {
            const struct disk_name *n = (const void *)b->rows[SECTION_NAMES].s;
            d.name_at = n[row_count(b, SECTION_NAMES) - 1].text_at;
            shown = true;
        }
    }
    if (!shown)
        d.name_at = text_add(b, name);
    struct disk_entry *row = row_new(b, SECTION_ENTRIES);
    struct disk_list *l = (void *)b->rows[SECTION_LISTS].s;
    if (row)
        *row = d;
    l[lists - 1].entries++;
}

void builder_flush(struct index_builder *b)
{
    if (!b->open)
        return;
    b->open = false;
    size_t entry = row_count(b, SECTION_ENTRIES);
    if (entry >= UINT32_MAX - 1 || row_count(b, SECTION_NAMES) + b->told.count >= UINT32_MAX ||
        row_count(b, SECTION_TIMES) + b->told.count >= UINT32_MAX)
        b->full = "entries";
    if (b->stood.count && !b->failed && !b->full && !b->arena.failed)
        flush_entry(b, (uint32_t)entry);
    b->failed |= b->arena.failed;
    arena_reset(&b->arena);
    b->told.at = NULL;
    b->told.count = b->told.cap = 0;
    b->stood.at = NULL;
    b->stood.count = b->stood.cap = 0;
    b->hint = 0;
}
