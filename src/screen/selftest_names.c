/* SPDX-License-Identifier: Apache-2.0 */
/* selftest_names.c - names of the snapshot, chosen by chance, known by their prints. */
#include "screen/selftest_names.h"

#include "screen/twist_parts.h"

#include <stdlib.h>

/* ---- Prints. */

static bool in_word(char c)
{
    return ascii_letter(c) || (c >= '0' && c <= '9') || (unsigned char)c >= 0x80;
}

uint64_t name_print(struct str name)
{
    uint64_t sum = 0;
    for (size_t at = 0; at < name.len;) {
        uint64_t h = 0xcbf29ce484222325U;
        for (; at < name.len && in_word(name.s[at]); at++)
            h = (h ^ (unsigned char)ascii_lower(name.s[at])) * 0x100000001b3U;
        sum += h * (h >> 32 | 1);
        while (at < name.len && !in_word(name.s[at]))
            at++;
    }
    return sum;
}

static int by_print(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

bool name_listed(const struct names_tested *n, struct str name)
{
    uint64_t print = name_print(name);
    return n->listed_count &&
           bsearch(&print, n->listed, n->listed_count, sizeof print, by_print) != NULL;
}

bool names_shared(const struct index *ix, uint32_t a, uint32_t b)
{
    struct index_span x = index_entry(ix, a).names, y = index_entry(ix, b).names;
    for (uint32_t i = x.from; i < x.until; i++) {
        uint64_t print = name_print(index_name(ix, i).text);
        for (uint32_t j = y.from; j < y.until; j++)
            if (print == name_print(index_name(ix, j).text))
                return true;
    }
    return false;
}

/* ---- Which. */

static bool in_force(const struct index *ix, const struct index_entry *e, int64_t at)
{
    struct index_time stood;
    return index_stood(ix, e->times, at, &stood) &&
           (stood.standing == STANDING_LISTED || stood.standing == STANDING_SUSPENDED);
}

static bool said_before(const struct index *ix, uint32_t first, uint32_t name)
{
    struct str text = index_name(ix, name).text;
    for (uint32_t i = first; i < name; i++)
        if (str_equal(index_name(ix, i).text, text))
            return true;
    return false;
}

static size_t add_names(const struct index *ix, uint32_t entry, uint32_t *at)
{
    struct index_entry e = index_entry(ix, entry);
    int64_t now = index_list(ix, e.list).at;
    size_t count = 0;
    if (!in_force(ix, &e, now))
        return 0;
    for (uint32_t i = e.names.from; i < e.names.until; i++) {
        struct index_name n = index_name(ix, i);
        if (n.quality != QUALITY_WEAK && index_stood(ix, n.times, now, NULL) &&
            !said_before(ix, e.names.from, i))
            at[count++] = i;
    }
    return count;
}

static int by_number(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static void take_sample(struct names_tested *n, size_t sample, uint64_t seed)
{
    struct chance c = {seed};
    for (size_t i = 0; i < sample; i++) {
        size_t other = i + chance_below(&c, n->count - i);
        uint32_t swap = n->at[i];
        n->at[i] = n->at[other];
        n->at[other] = swap;
    }
    n->count = sample;
    qsort(n->at, n->count, sizeof *n->at, by_number);
}

static size_t entries_of(const struct index *ix, const struct names_tested *n)
{
    size_t entries = 0;
    uint32_t last = UINT32_MAX;
    for (size_t i = 0; i < n->count; i++) {
        uint32_t entry = index_name(ix, n->at[i]).entry;
        entries += entry != last;
        last = entry;
    }
    return entries;
}

enum status names_to_test(const struct selftest *t, struct arena *a, struct names_tested *out,
                          struct error *err)
{
    struct index_counts all = index_count(t->ix);
    *out =
        (struct names_tested){.at = arena_alloc(a, all.names + (size_t)1, sizeof *out->at),
                              .listed = arena_alloc(a, all.names + (size_t)1, sizeof *out->listed),
                              .listed_count = all.names};
    if (!out->at || !out->listed)
        return fault(err, ERR_MEMORY, 0, "no memory for the names to test");
    for (uint32_t i = 0; i < all.names; i++)
        out->listed[i] = name_print(index_name(t->ix, i).text);
    qsort(out->listed, out->listed_count, sizeof *out->listed, by_print);
    for (uint32_t e = 0; e < all.entries; e++)
        if (!t->lists || t->lists[index_entry(t->ix, e).list])
            out->count += add_names(t->ix, e, out->at + out->count);
    if (t->sample && t->sample < out->count)
        take_sample(out, t->sample, t->seed);
    out->entries = entries_of(t->ix, out);
    return index_sound(t->ix, err);
}
