/* SPDX-License-Identifier: Apache-2.0 */
/* validate.c - the first thing that is wrong with a snapshot.
 *
 * Opening and searching never trust a place or a count that the file gives; here
 * all that doc/format/snapshot.md promises is asked, so that a snapshot that
 * passes finds everything that it holds. */
#include "index/map.h"
#include "index/sum.h"
#include "text/alike.h"

#include <string.h>

struct checking {
    const struct index *ix;
    struct error *err;
};

static const void *rows(const struct index *ix, enum section s)
{
    return ix->map + ix->head->section[s].at;
}

static enum status wrong(const struct checking *c, enum section s, uint64_t i, const char *what)
{
    return fault(c->err, ERR_CORRUPT,
                 (size_t)(c->ix->head->section[s].at + i * section_table[s].size),
                 "section %s of the snapshot, item %llu: %s", section_table[s].name,
                 (unsigned long long)i, what);
}

static bool within(const struct index *ix, enum section s, uint64_t at, uint64_t len)
{
    uint64_t count = index_items(ix, s);
    return at <= count && len <= count - at;
}

/* ---- Bytes. */

static enum status check_blocks(const struct checking *c)
{
    const struct index *ix = c->ix;
    uint64_t end = ix->head->section[SECTION_SUMS].at;
    if (end > HEADER_SIZE)
        (void)index_check(ix, HEADER_SIZE, (size_t)end - HEADER_SIZE);
    return index_sound(ix, c->err);
}

static enum status check_id(const struct checking *c)
{
    struct hasher *hash = hasher_new();
    if (!hash)
        return fault(c->err, ERR_MEMORY, 0, "no memory to hash");
    struct disk_header h = *c->ix->head;
    memset(h.id, 0, sizeof h.id);
    h.sum = 0;
    hasher_begin(hash);
    hasher_add(hash,
               (struct str){(const char *)c->ix->map + HEADER_SIZE, c->ix->size - HEADER_SIZE});
    hasher_add(hash, (struct str){(const char *)&h, sizeof h});
    struct sha256 id = hasher_end(hash);
    hasher_free(hash);
    if (memcmp(id.byte, c->ix->head->id, sizeof id.byte) != 0)
        return fault(c->err, ERR_CORRUPT, 32, "the snapshot's id is not that of its bytes");
    return OK;
}

static enum status check_spare(const struct checking *c)
{
    static const enum section spare[] = {SECTION_SPARE_17, SECTION_SPARE_19, SECTION_SPARE_20};
    for (size_t i = 0; i < COUNT(spare); i++)
        if (index_items(c->ix, spare[i]))
            return wrong(c, spare[i], 0, "is not empty");
    return OK;
}

/* ---- Lists, entries, facts. */

static enum status check_times(const struct checking *c)
{
    const struct disk_time *t = rows(c->ix, SECTION_TIMES);
    uint64_t n = index_items(c->ix, SECTION_TIMES);
    for (uint64_t i = 0; i < n; i++) {
        if (t[i].from >= t[i].until || t[i].standing > STANDING_NEVER || t[i].more > 1)
            return wrong(c, SECTION_TIMES, i, "is no interval");
        if (t[i].more && (i + 1 == n || t[i + 1].from < t[i].until))
            return wrong(c, SECTION_TIMES, i, "is not followed by a later one");
    }
    return OK;
}

static enum status check_lists(const struct checking *c)
{
    const struct disk_list *l = rows(c->ix, SECTION_LISTS);
    uint64_t entries = 0;
    for (uint64_t i = 0; i < index_items(c->ix, SECTION_LISTS); i++) {
        if (!within(c->ix, SECTION_TEXT, l[i].id_at, l[i].id_len))
            return wrong(c, SECTION_LISTS, i, "its id lies outside of the text");
        entries += l[i].entries;
    }
    return entries == c->ix->entries ? OK : wrong(c, SECTION_LISTS, 0, "entries are miscounted");
}

static bool spans_rise(const struct disk_entry *d)
{
    return d[0].names <= d[1].names && d[0].births <= d[1].births &&
           d[0].countries <= d[1].countries && d[0].genders <= d[1].genders &&
           d[0].identifiers <= d[1].identifiers;
}

static enum status check_entries(const struct checking *c)
{
    const struct index *ix = c->ix;
    const struct disk_entry *d = rows(ix, SECTION_ENTRIES), *end = d + ix->entries;
    if (d->names || d->births || d->countries || d->genders || d->identifiers)
        return wrong(c, SECTION_ENTRIES, 0, "does not begin at the beginning");
    for (uint64_t i = 0; i < ix->entries; i++) {
        if (d[i].list >= index_items(ix, SECTION_LISTS) || d[i].kind > KIND_AIRCRAFT ||
            d[i].when >= index_items(ix, SECTION_TIMES) || !spans_rise(&d[i]))
            return wrong(c, SECTION_ENTRIES, i, "makes no sense");
        if (!within(ix, SECTION_TEXT, d[i].ref_at, d[i].ref_len) ||
            !within(ix, SECTION_TEXT, d[i].name_at, d[i].name_len))
            return wrong(c, SECTION_ENTRIES, i, "its text lies outside of the text");
    }
    if (end->names != ix->names || end->births != index_items(ix, SECTION_BIRTHS) ||
        end->countries != index_items(ix, SECTION_COUNTRIES) ||
        end->genders != index_items(ix, SECTION_GENDERS) ||
        end->identifiers != index_items(ix, SECTION_IDENTIFIERS))
        return wrong(c, SECTION_ENTRIES, ix->entries, "does not end at the end");
    return OK;
}

static enum status check_names(const struct checking *c)
{
    const struct index *ix = c->ix;
    const struct disk_entry *e = rows(ix, SECTION_ENTRIES);
    const struct disk_name *d = rows(ix, SECTION_NAMES);
    for (uint64_t i = 0; i < ix->names; i++) {
        if (d[i].entry >= ix->entries || i < e[d[i].entry].names || i >= e[d[i].entry + 1].names)
            return wrong(c, SECTION_NAMES, i, "is not of its entry");
        if (d[i].when >= index_items(ix, SECTION_TIMES) || d[i].quality > QUALITY_ORIGINAL ||
            !within(ix, SECTION_TEXT, d[i].text_at, d[i].text_len))
            return wrong(c, SECTION_NAMES, i, "makes no sense");
    }
    return OK;
}

static enum status check_facts(const struct checking *c)
{
    const struct index *ix = c->ix;
    uint64_t times = index_items(ix, SECTION_TIMES);
    const struct disk_birth *b = rows(ix, SECTION_BIRTHS);
    for (uint64_t i = 0; i < index_items(ix, SECTION_BIRTHS); i++)
        if (b[i].when >= times || b[i].circa > 1)
            return wrong(c, SECTION_BIRTHS, i, "makes no sense");
    const struct disk_country *n = rows(ix, SECTION_COUNTRIES);
    for (uint64_t i = 0; i < index_items(ix, SECTION_COUNTRIES); i++)
        if (n[i].when >= times || n[i].what > COUNTRY_FLAG)
            return wrong(c, SECTION_COUNTRIES, i, "makes no sense");
    const struct disk_gender *g = rows(ix, SECTION_GENDERS);
    for (uint64_t i = 0; i < index_items(ix, SECTION_GENDERS); i++)
        if (g[i].when >= times || !g[i].gender || g[i].gender > GENDER_OTHER)
            return wrong(c, SECTION_GENDERS, i, "makes no sense");
    return OK;
}

static enum status check_identifiers(const struct checking *c)
{
    const struct index *ix = c->ix;
    const struct disk_identifier *d = rows(ix, SECTION_IDENTIFIERS);
    const struct disk_number *n = rows(ix, SECTION_NUMBERS);
    const char *text = rows(ix, SECTION_TEXT);
    uint64_t count = index_items(ix, SECTION_IDENTIFIERS);
    for (uint64_t i = 0; i < count; i++)
        if (d[i].entry >= ix->entries || d[i].when >= index_items(ix, SECTION_TIMES) ||
            !within(ix, SECTION_TEXT, d[i].type_at, d[i].type_len) ||
            !within(ix, SECTION_TEXT, d[i].number_at, d[i].number_len))
            return wrong(c, SECTION_IDENTIFIERS, i, "makes no sense");
    if (index_items(ix, SECTION_NUMBERS) != count)
        return wrong(c, SECTION_NUMBERS, 0, "there is not one for each identifier");
    for (uint64_t i = 0; i < count; i++) {
        const struct disk_identifier *of = n[i].identifier < count ? &d[n[i].identifier] : NULL;
        if (!of || n[i].hash != (uint32_t)sum_of(text + of->number_at, of->number_len))
            return wrong(c, SECTION_NUMBERS, i, "is not the hash of its number");
        if (i && (n[i].hash < n[i - 1].hash ||
                  (n[i].hash == n[i - 1].hash && n[i].identifier <= n[i - 1].identifier)))
            return wrong(c, SECTION_NUMBERS, i, "is out of order");
    }
    return OK;
}

/* ---- Words. */

static bool letters_plain(const struct disk_letters *l)
{
    if (!l->len || l->len > WORD_MAX)
        return false;
    for (size_t i = 0; i < WORD_MAX; i++) {
        char x = l->letters[i];
        bool plain = (x >= 'a' && x <= 'z') || (x >= '0' && x <= '9');
        if (i < l->len ? !plain : x != 0)
            return false;
    }
    return true;
}

static enum status check_words(const struct checking *c)
{
    const struct index *ix = c->ix;
    const struct disk_letters *l = rows(ix, SECTION_LETTERS);
    const struct disk_word *w = rows(ix, SECTION_WORDS);
    for (uint64_t i = 0; i < ix->words; i++) {
        if (!letters_plain(&l[i]) || w[i].in >= LETTERS_COUNT || w[i].kind > UNIT_ACRONYM)
            return wrong(c, SECTION_LETTERS, i, "is no word");
        int d = i ? memcmp(l[i - 1].letters, l[i].letters, WORD_MAX) : -1;
        if (i && !d)
            d = w[i - 1].in != w[i].in ? w[i - 1].in - w[i].in : w[i - 1].kind - w[i].kind;
        if (d >= 0)
            return wrong(c, SECTION_LETTERS, i, "is out of order");
        if (w[i].postings > w[i + 1].postings)
            return wrong(c, SECTION_WORDS, i, "its postings end before they begin");
    }
    if (w[0].postings || w[ix->words].postings != index_items(ix, SECTION_POSTINGS))
        return wrong(c, SECTION_WORDS, ix->words, "does not end where postings do");
    return OK;
}

static enum status check_postings(const struct checking *c)
{
    const struct disk_word *w = rows(c->ix, SECTION_WORDS);
    const uint32_t *p = rows(c->ix, SECTION_POSTINGS);
    for (uint64_t i = 0; i < c->ix->words; i++)
        for (uint32_t k = w[i].postings; k < w[i + 1].postings; k++)
            if (p[k] >= c->ix->names || (k > w[i].postings && p[k] <= p[k - 1]))
                return wrong(c, SECTION_POSTINGS, k, "is out of order");
    return OK;
}

/* ---- Units. */

static bool has_posting(const struct index *ix, uint32_t word, uint32_t name)
{
    const struct disk_word *w = rows(ix, SECTION_WORDS);
    const uint32_t *p = rows(ix, SECTION_POSTINGS);
    uint32_t low = w[word].postings, high = w[word + 1].postings;
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        if (p[mid] < name)
            low = mid + 1;
        else
            high = mid;
    }
    return low < w[word + 1].postings && p[low] == name;
}

static bool unit_before(const struct index_unit *u, uint32_t i)
{
    for (uint32_t k = 0; k < i; k++)
        if (u[k].word == u[i].word)
            return true;
    return false;
}

/* The units of one name; adds to *distinct how many words they are. */
static enum status check_name_units(const struct checking *c, uint32_t name, uint64_t *distinct)
{
    const struct index *ix = c->ix;
    const uint32_t *at = rows(ix, SECTION_UNITS_AT);
    const struct disk_word *w = rows(ix, SECTION_WORDS);
    struct index_units u = index_units(ix, name);
    if (!u.at || !u.readings)
        return wrong(c, SECTION_UNITS, at[name], "is no head");
    uint32_t n = (uint32_t)u.count[0] + u.count[1] + u.count[2];
    for (uint32_t i = 0; i < n; i++) {
        enum unit_kind kind = unit_is(u.at[i]);
        if (u.at[i].word >= ix->words || u.at[i].first >= WORDS_MAX || u.at[i].is >> 6 ||
            w[u.at[i].word].kind != (kind == UNIT_JOIN_OVER ? UNIT_JOIN : kind))
            return wrong(c, SECTION_UNITS, at[name] + 1 + i, "makes no sense");
        if (!has_posting(ix, u.at[i].word, name))
            return wrong(c, SECTION_UNITS, at[name] + 1 + i, "its word does not lead to its name");
        *distinct += !unit_before(u.at, i);
    }
    return OK;
}

static enum status check_units(const struct checking *c)
{
    const struct index *ix = c->ix;
    const uint32_t *at = rows(ix, SECTION_UNITS_AT);
    uint64_t distinct = 0;
    if (at[0] || at[ix->names] != index_items(ix, SECTION_UNITS))
        return wrong(c, SECTION_UNITS_AT, 0, "are not from the beginning to the end");
    for (uint32_t i = 0; i < ix->names; i++) {
        if (at[i + 1] <= at[i] || at[i + 1] > index_items(ix, SECTION_UNITS))
            return wrong(c, SECTION_UNITS_AT, i, "ends before it begins");
        enum status rc = check_name_units(c, i, &distinct);
        if (rc)
            return rc;
    }
    if (distinct != index_items(ix, SECTION_POSTINGS))
        return wrong(c, SECTION_POSTINGS, 0, "there are some of no name");
    return OK;
}

/* ---- Probes. */

static bool has_probe(const struct index *ix, uint32_t mixed, uint32_t word)
{
    const uint32_t *at = rows(ix, SECTION_PROBES_AT), *words = rows(ix, SECTION_PROBES);
    const uint8_t *tags = rows(ix, SECTION_TAGS);
    uint32_t bucket = probe_bucket(mixed, ix->probe_bits);
    for (uint32_t i = at[bucket]; i < at[bucket + 1]; i++)
        if (words[i] == word && tags[i] == (uint8_t)mixed)
            return true;
    return false;
}

static enum status check_probes(const struct checking *c)
{
    const struct index *ix = c->ix;
    const uint32_t *at = rows(ix, SECTION_PROBES_AT), *words = rows(ix, SECTION_PROBES);
    uint64_t buckets = index_items(ix, SECTION_PROBES_AT) - 1, due = 0;
    for (uint64_t i = 0; i < buckets; i++)
        if (at[i] > at[i + 1])
            return wrong(c, SECTION_PROBES_AT, i, "ends before it begins");
    if (at[0] || at[buckets] != index_items(ix, SECTION_PROBES))
        return wrong(c, SECTION_PROBES_AT, 0, "are not from the beginning to the end");
    for (uint64_t i = 0; i < index_items(ix, SECTION_PROBES); i++)
        if (words[i] >= ix->words)
            return wrong(c, SECTION_PROBES, i, "is no word");
    const struct disk_letters *l = rows(ix, SECTION_LETTERS);
    const struct disk_word *d = rows(ix, SECTION_WORDS);
    for (uint32_t w = 0; w < ix->words; w++) {
        uint32_t probes[ALIKE_PROBES];
        size_t n = alike_probes((struct str){l[w].letters, l[w].len}, probes);
        for (size_t i = 0; i < n; i++)
            if (!has_probe(ix, probe_mixed(probes[i], d[w].kind != UNIT_WORD), w))
                return wrong(c, SECTION_LETTERS, w, "one of its probes does not lead to it");
        due += n;
    }
    return due == index_items(ix, SECTION_PROBES)
               ? OK
               : wrong(c, SECTION_PROBES, 0, "there are some of no word");
}

enum status index_validate(const struct index *ix, struct error *err)
{
    static enum status (*const checks[])(const struct checking *c) = {
        check_blocks,   check_id,    check_spare, check_times,       check_lists,
        check_entries,  check_names, check_facts, check_identifiers, check_words,
        check_postings, check_units, check_probes};
    struct checking c = {ix, err};
    for (size_t i = 0; i < COUNT(checks); i++) {
        enum status rc = checks[i](&c);
        if (rc)
            return rc;
    }
    return index_sound(ix, err);
}
