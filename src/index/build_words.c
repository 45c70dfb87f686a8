/* SPDX-License-Identifier: Apache-2.0 */
/* build_words.c - one vocabulary out of what each thread met, and its postings.
 *
 * Words are sorted, so that their numbers do not depend on who met them first.
 * Sorting is by the first eight letters as one number, radix by radix, then by
 * comparison where these are equal. */
#include "index/builder.h"

#include <stdlib.h>
#include <string.h>

/* A form on its way to its place. */
struct place_of {
    uint64_t key;
    uint32_t part, form;
};

static uint64_t form_key(const struct form *f)
{
    uint64_t key = 0;
    for (size_t i = 0; i < 8; i++)
        key = key << 8 | (unsigned char)f->letters.letters[i];
    return key;
}

static int form_compare(const struct form *a, const struct form *b)
{
    int d = memcmp(a->letters.letters, b->letters.letters, WORD_MAX);
    if (d)
        return d;
    return a->in != b->in ? a->in - b->in : a->kind - b->kind;
}

struct merging {
    struct share *parts;
    struct place_of **sorted; /* of each part */
    size_t *count;
};

static const struct form *form_at(const struct merging *m, struct place_of p)
{
    return (const struct form *)(const void *)m->parts[p.part].forms.s + p.form;
}

static int place_compare(const void *a, const void *b, void *ctx)
{
    const struct place_of *x = a, *y = b;
    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    int d = form_compare(form_at(ctx, *x), form_at(ctx, *y));
    return d ? d : (x->part > y->part) - (x->part < y->part);
}

/* Least significant digit first; each pass keeps the order of the one before. */
static void radix_sort(struct place_of *at, struct place_of *spare, size_t n)
{
    for (unsigned shift = 0; shift < 64; shift += 8) {
        size_t start[257] = {0};
        for (size_t i = 0; i < n; i++)
            start[(at[i].key >> shift & 255) + 1]++;
        for (size_t d = 0; d < 256; d++)
            start[d + 1] += start[d];
        for (size_t i = 0; i < n; i++)
            spare[start[at[i].key >> shift & 255]++] = at[i];
        struct place_of *swap = at;
        at = spare;
        spare = swap;
    }
}

static void sort_part(void *ctx, unsigned part)
{
    struct merging *m = ctx;
    size_t n = m->parts[part].met.count;
    struct place_of *at = malloc((2 * n + 1) * sizeof *at);
    m->sorted[part] = at;
    m->count[part] = n;
    if (!at) {
        m->parts[part].failed = true;
        return;
    }
    for (size_t i = 0; i < n; i++) {
        at[i] = (struct place_of){.part = part, .form = (uint32_t)i};
        at[i].key = form_key(form_at(m, at[i]));
    }
    radix_sort(at, at + n, n); /* eight passes end where they began */
    for (size_t i = 0, j; i < n; i = j) {
        for (j = i + 1; j < n && at[j].key == at[i].key;)
            j++;
        if (j - i > 1)
            qsort_r(at + i, j - i, sizeof *at, place_compare, m);
    }
}

/* Merges the parts' sorted forms, two and two, into the first. */
static bool merge_parts(struct merging *m, unsigned count)
{
    for (unsigned step = 1; step < count; step *= 2)
        for (unsigned i = 0; i + step < count; i += 2 * step) {
            size_t n = m->count[i], k = m->count[i + step], x = 0, y = 0, out = 0;
            struct place_of *a = m->sorted[i], *b = m->sorted[i + step];
            struct place_of *to = malloc((n + k + 1) * sizeof *to);
            if (!to)
                return false;
            while (x < n || y < k)
                to[out++] =
                    y == k || (x < n && place_compare(&a[x], &b[y], m) <= 0) ? a[x++] : b[y++];
            free(a);
            free(b);
            m->sorted[i] = to;
            m->sorted[i + step] = NULL;
            m->count[i] = out;
        }
    return true;
}

/* Gives equal forms one number and writes the words. */
static bool number_words(struct index_builder *b, const struct merging *m)
{
    const struct form *before = NULL;
    for (size_t i = 0; i < m->count[0] && !b->failed; i++) {
        struct place_of p = m->sorted[0][i];
        const struct form *f = form_at(m, p);
        if (!before || form_compare(before, f) != 0) {
            struct disk_letters *l = row_new(b, SECTION_LETTERS);
            struct disk_word *w = row_new(b, SECTION_WORDS);
            if (!l || !w)
                return false;
            *l = f->letters;
            *w = (struct disk_word){.in = f->in, .kind = f->kind};
            before = f;
        }
        m->parts[p.part].number[p.form] = (uint32_t)row_count(b, SECTION_WORDS) - 1;
    }
    return row_new(b, SECTION_WORDS) != NULL; /* the one behind the last */
}

/* Moves the parts' units, with the numbers of all, behind each other. */
static bool join_units(struct index_builder *b, struct share *parts, unsigned count)
{
    struct buf *units = &b->rows[SECTION_UNITS], *at = &b->rows[SECTION_UNITS_AT];
    uint64_t before = 0;
    if (!row_new(b, SECTION_UNITS_AT))
        return false;
    for (unsigned i = 0; i < count; i++) {
        struct share *p = &parts[i];
        const uint32_t *ends = (const void *)p->ends.s;
        struct index_unit *u = (void *)p->units.s;
        uint32_t from = 0;
        for (uint32_t k = 0; k < p->until - p->from; k++) {
            for (uint32_t j = from + 1; j < ends[k]; j++)
                u[j].word = p->number[u[j].word];
            from = ends[k];
            uint32_t end = (uint32_t)(before + ends[k]);
            buf_put(at, (struct str){(const char *)&end, sizeof end});
        }
        buf_put(units, buf_str(&p->units));
        before += from;
        buf_free(&p->units);
        buf_free(&p->ends);
        if (before > UINT32_MAX)
            b->full = "words";
    }
    return !units->failed && !at->failed;
}

bool words_merge(struct index_builder *b, struct share *parts, unsigned count)
{
    bool good = true;
    struct merging m = {.parts = parts,
                        .sorted = calloc(count, sizeof *m.sorted),
                        .count = calloc(count, sizeof *m.count)};
    if (!m.sorted || !m.count) {
        good = false;
        goto out;
    }
    for (unsigned i = 0; i < count; i++) {
        parts[i].number = malloc((parts[i].met.count + 1) * sizeof *parts[i].number);
        good &= parts[i].number != NULL;
        free(parts[i].met.slots);
        parts[i].met.slots = NULL;
    }
    parts_run(count, sort_part, &m);
    for (unsigned i = 0; i < count; i++)
        good &= !parts[i].failed;
    good = good && merge_parts(&m, count) && number_words(b, &m) && join_units(b, parts, count);
out:
    for (unsigned i = 0; i < count && m.sorted; i++)
        free(m.sorted[i]);
    free(m.sorted);
    free(m.count);
    for (unsigned i = 0; i < count; i++) {
        free(parts[i].number);
        parts[i].number = NULL;
    }
    return good;
}

/* ---- Postings: counted, then laid. */

struct unit_walk {
    const uint32_t *ends;
    const struct index_unit *units;
    uint32_t names;
};

static struct unit_walk walk_of(const struct index_builder *b)
{
    return (struct unit_walk){(const void *)b->rows[SECTION_UNITS_AT].s,
                              (const void *)b->rows[SECTION_UNITS].s,
                              (uint32_t)row_count(b, SECTION_NAMES)};
}

/* Into words[i].postings goes where the postings of i begin.  `last` has the
 * name behind the one met last with each word. */
static uint64_t count_postings(struct index_builder *b, uint32_t *last)
{
    struct unit_walk k = walk_of(b);
    struct disk_word *words = (void *)b->rows[SECTION_WORDS].s;
    for (uint32_t n = 0; n < k.names; n++)
        for (uint32_t j = k.ends[n] + 1; j < k.ends[n + 1]; j++)
            if (last[k.units[j].word] != n + 1) {
                last[k.units[j].word] = n + 1;
                words[k.units[j].word].postings++;
            }
    uint64_t sum = 0;
    for (size_t i = 0; i < row_count(b, SECTION_WORDS); i++) {
        uint32_t count = words[i].postings;
        words[i].postings = (uint32_t)sum;
        sum += count;
    }
    return sum;
}

bool postings_make(struct index_builder *b)
{
    size_t words = row_count(b, SECTION_WORDS);
    uint32_t *next = calloc(words, sizeof *next);
    if (!next)
        return false;
    struct unit_walk k = walk_of(b);
    uint64_t sum = count_postings(b, next);
    uint32_t *postings = rows_make(b, SECTION_POSTINGS, (size_t)sum);
    if (sum && !postings) {
        free(next);
        return false;
    }
    const struct disk_word *w = (const void *)b->rows[SECTION_WORDS].s;
    for (size_t i = 0; i < words; i++)
        next[i] = w[i].postings;
    for (uint32_t n = 0; n < k.names; n++)
        for (uint32_t j = k.ends[n] + 1; j < k.ends[n + 1]; j++) {
            uint32_t word = k.units[j].word, at = next[word];
            if (at == w[word].postings || postings[at - 1] != n)
                postings[next[word]++] = n;
        }
    free(next);
    return true;
}
