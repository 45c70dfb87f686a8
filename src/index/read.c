/* SPDX-License-Identifier: Apache-2.0 */
/* read.c - what the snapshot says of lists, entries, names and words. */
#include "index/map.h"
#include "index/sum.h"

#include <string.h>

struct index_counts index_count(const struct index *ix)
{
    return (struct index_counts){.lists = (uint32_t)index_items(ix, SECTION_LISTS),
                                 .entries = ix->entries,
                                 .names = ix->names,
                                 .words = ix->words,
                                 .identifiers = (uint32_t)index_items(ix, SECTION_IDENTIFIERS),
                                 .bytes = ix->size};
}

struct sha256 index_id(const struct index *ix)
{
    struct sha256 id;
    memcpy(id.byte, ix->head->id, sizeof id.byte);
    return id;
}

static struct str text(const struct index *ix, uint32_t at, uint32_t len)
{
    const char *s = index_at(ix, SECTION_TEXT, at, len);
    return s ? (struct str){s, len} : STR("");
}

struct index_list index_list(const struct index *ix, uint32_t list)
{
    const struct disk_list *d = index_at(ix, SECTION_LISTS, list, 1);
    if (!d)
        return (struct index_list){.id = STR("")};
    struct index_list l = {.id = text(ix, d->id_at, d->id_len),
                           .at = d->at,
                           .first = d->first,
                           .last = d->last,
                           .entries = d->entries};
    memcpy(l.root.byte, d->root, sizeof l.root.byte);
    return l;
}

struct index_entry index_entry(const struct index *ix, uint32_t entry)
{
    const struct disk_entry *d = index_at(ix, SECTION_ENTRIES, entry, 2);
    if (!d)
        return (struct index_entry){.ref = STR(""), .name = STR("")};
    return (struct index_entry){.list = d->list,
                                .kind = d->kind,
                                .ref = text(ix, d->ref_at, d->ref_len),
                                .name = text(ix, d->name_at, d->name_len),
                                .listed = d->listed,
                                .times = d->when,
                                .names = {d->names, d[1].names},
                                .births = {d->births, d[1].births},
                                .countries = {d->countries, d[1].countries},
                                .genders = {d->genders, d[1].genders},
                                .identifiers = {d->identifiers, d[1].identifiers}};
}

struct index_time index_time(const struct index *ix, uint32_t times)
{
    const struct disk_time *d = index_at(ix, SECTION_TIMES, times, 1);
    return d ? (struct index_time){d->from, d->until, d->standing, d->more}
             : (struct index_time){0};
}

bool index_stood(const struct index *ix, uint32_t times, int64_t at, struct index_time *out)
{
    for (;; times++) {
        struct index_time t = index_time(ix, times);
        if (at < t.until) {
            if (out)
                *out = t;
            return at >= t.from;
        }
        if (!t.more)
            return false;
    }
}

static struct day day_of(struct disk_day d)
{
    return (struct day){d.year, (int8_t)d.month, (int8_t)d.day};
}

struct index_birth index_birth(const struct index *ix, uint32_t birth)
{
    const struct disk_birth *d = index_at(ix, SECTION_BIRTHS, birth, 1);
    return d ? (struct index_birth){day_of(d->from), day_of(d->to), d->circa, d->when}
             : (struct index_birth){0};
}

struct index_country index_country(const struct index *ix, uint32_t country)
{
    const struct disk_country *d = index_at(ix, SECTION_COUNTRIES, country, 1);
    return d ? (struct index_country){{d->code[0], d->code[1]}, d->what, d->when}
             : (struct index_country){0};
}

struct index_gender index_gender(const struct index *ix, uint32_t gender)
{
    const struct disk_gender *d = index_at(ix, SECTION_GENDERS, gender, 1);
    return d ? (struct index_gender){d->gender, d->when} : (struct index_gender){0};
}

struct index_identifier index_identifier(const struct index *ix, uint32_t identifier)
{
    const struct disk_identifier *d = index_at(ix, SECTION_IDENTIFIERS, identifier, 1);
    if (!d)
        return (struct index_identifier){.type = STR(""), .number = STR("")};
    return (struct index_identifier){.type = text(ix, d->type_at, d->type_len),
                                     .number = text(ix, d->number_at, d->number_len),
                                     .country = {d->country[0], d->country[1]},
                                     .entry = d->entry,
                                     .times = d->when};
}

struct str identifier_normal(struct str number, char out[IDENTIFIER_MAX])
{
    size_t len = 0;
    for (size_t i = 0; i < number.len && len < IDENTIFIER_MAX; i++) {
        unsigned char c = (unsigned char)number.s[i];
        if (c >= 'a' && c <= 'z')
            c = (unsigned char)(c - 32);
        if ((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c > 127)
            out[len++] = (char)c;
    }
    return (struct str){out, len};
}

size_t index_identified(const struct index *ix, struct str normal, uint32_t *out, size_t most)
{
    uint32_t hash = (uint32_t)sum_of(normal.s, normal.len);
    uint64_t low = 0, high = index_items(ix, SECTION_NUMBERS);
    while (low < high) {
        uint64_t mid = (low + high) / 2;
        const struct disk_number *d = index_at(ix, SECTION_NUMBERS, mid, 1);
        if (!d)
            return 0;
        if (d->hash < hash)
            low = mid + 1;
        else
            high = mid;
    }
    size_t n = 0;
    for (; n < most && low < index_items(ix, SECTION_NUMBERS); low++) {
        const struct disk_number *d = index_at(ix, SECTION_NUMBERS, low, 1);
        if (!d || d->hash != hash)
            break;
        if (str_equal(index_identifier(ix, d->identifier).number, normal))
            out[n++] = d->identifier;
    }
    return n;
}

struct index_name index_name(const struct index *ix, uint32_t name)
{
    const struct disk_name *d = index_at(ix, SECTION_NAMES, name, 1);
    if (!d)
        return (struct index_name){.text = STR("")};
    return (struct index_name){.text = text(ix, d->text_at, d->text_len),
                               .entry = d->entry,
                               .times = d->when,
                               .quality = d->quality,
                               .flags = d->flags};
}

_Static_assert(sizeof(struct index_unit) == 8, "units are looked at in place");

struct index_units index_units(const struct index *ix, uint32_t name)
{
    struct index_units none = {0};
    const uint32_t *at = index_at(ix, SECTION_UNITS_AT, name, 2);
    if (!at)
        return none;
    uint32_t from = at[0], until = at[1];
    const struct disk_head *head =
        until > from ? index_at(ix, SECTION_UNITS, from, until - from) : NULL;
    if (!head) {
        index_damaged(ix, (size_t)ix->head->section[SECTION_UNITS_AT].at + 4 * (size_t)name);
        return none;
    }
    struct index_units u = {.at = (const struct index_unit *)(const void *)(head + 1),
                            .readings = head->readings};
    uint32_t sum = 0;
    for (size_t k = 0; k < READINGS_MAX; k++)
        sum += u.count[k] = head->units[k];
    if (u.readings > READINGS_MAX || sum != until - from - 1) {
        index_damaged(ix, (size_t)((const unsigned char *)head - ix->map));
        return none;
    }
    return u;
}

struct index_word index_word(const struct index *ix, uint32_t word)
{
    const struct disk_letters *l = index_at(ix, SECTION_LETTERS, word, 1);
    const struct disk_word *d = index_at(ix, SECTION_WORDS, word, 2);
    if (!l || !d || l->len > WORD_MAX || d->in >= LETTERS_COUNT)
        return (struct index_word){.letters = STR("")};
    return (struct index_word){.letters = {l->letters, l->len},
                               .in = d->in,
                               .kind = d->kind,
                               .names = d[1].postings - d->postings};
}
