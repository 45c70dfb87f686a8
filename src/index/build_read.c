/* SPDX-License-Identifier: Apache-2.0 */
/* build_read.c - all names of a snapshot in the making, read into units.
 *
 * This is most of the work, and names have nothing to do with each other: each
 * thread reads a run of them and numbers the words that it meets by itself. */
#include "index/builder.h"
#include "index/sum.h"
#include "text/rarity.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

/* ---- Threads. */

struct part_job {
    void (*job)(void *ctx, unsigned part);
    void *ctx;
    pthread_t thread;
    unsigned part;
    bool started;
};

static void *part_start(void *ctx)
{
    struct part_job *p = ctx;
    p->job(p->ctx, p->part);
    return NULL;
}

enum { PARTS_MOST = 256 };

void parts_run(unsigned parts, void (*job)(void *ctx, unsigned part), void *ctx)
{
    struct part_job jobs[PARTS_MOST];
    for (unsigned i = 0; i < parts; i++) {
        jobs[i] = (struct part_job){.job = job, .ctx = ctx, .part = i};
        jobs[i].started =
            i + 1 < parts && pthread_create(&jobs[i].thread, NULL, part_start, &jobs[i]) == 0;
    }
    for (unsigned i = 0; i < parts; i++)
        if (!jobs[i].started)
            job(ctx, i);
    for (unsigned i = 0; i < parts; i++)
        if (jobs[i].started)
            pthread_join(jobs[i].thread, NULL);
}

/* ---- Words, numbered as they are met. */

struct form_sought {
    const struct share *part;
    const struct form *form;
};

static uint64_t form_hash_of(const struct form *f)
{
    return sum_of(f, sizeof *f);
}

static const struct form *form_row(const struct share *p, uint32_t i)
{
    return (const struct form *)(const void *)p->forms.s + i;
}

static bool form_same(void *ctx, uint32_t i)
{
    const struct form_sought *f = ctx;
    return memcmp(form_row(f->part, i), f->form, sizeof *f->form) == 0;
}

static uint64_t form_hash(void *ctx, uint32_t i)
{
    const struct form_sought *f = ctx;
    return form_hash_of(form_row(f->part, i));
}

static uint32_t form_number(struct share *p, const struct unit *u)
{
    struct form f = {.letters.len = u->len,
                     .in = u->in,
                     .kind = u->kind == UNIT_JOIN_OVER ? UNIT_JOIN : u->kind};
    memcpy(f.letters.letters, u->letters, u->len);
    struct form_sought sought = {p, &f};
    uint32_t *slot = interned_slot(&p->met, form_hash_of(&f), form_same, form_hash, &sought);
    if (!slot) {
        p->failed = true;
        return 0;
    }
    if (!*slot) {
        buf_put(&p->forms, (struct str){(const char *)&f, sizeof f});
        *slot = (uint32_t)++p->met.count;
    }
    return *slot - 1;
}

/* ---- Names. */

static void read_units(struct share *p, const struct reading *r, bool acronym, uint16_t *count)
{
    struct unit units[UNITS_MAX];
    size_t n = units_of(r, acronym, units);
    for (size_t i = 0; i < n && !p->failed; i++) {
        const struct unit *u = &units[i];
        struct index_unit d = {.word = form_number(p, u), .first = u->first};
        d.is = (uint8_t)(u->kind << 4);
        if (u->kind == UNIT_WORD) {
            const struct word *w = &r->words[u->first];
            d.is = (uint8_t)(d.is | (w->role & 7));
            d.flags = w->flags;
            d.rarity = (uint8_t)rarity(unit_letters(u), w->role);
        }
        buf_put(&p->units, (struct str){(const char *)&d, sizeof d});
    }
    *count = (uint16_t)n;
}

static void read_name(struct share *p, struct str name, bool acronym, uint8_t *flags)
{
    struct reading r[READINGS_MAX];
    size_t n = name_read(name, r);
    struct disk_head head = {.readings = (uint8_t)n};
    size_t at = p->units.len;
    *flags = r[0].flags;
    buf_put(&p->units, (struct str){(const char *)&head, sizeof head});
    for (size_t k = 0; k < n; k++)
        read_units(p, &r[k], acronym, &head.units[k]);
    if (!p->units.failed)
        memcpy(p->units.s + at, &head, sizeof head);
    uint32_t end = (uint32_t)(p->units.len / sizeof head);
    buf_put(&p->ends, (struct str){(const char *)&end, sizeof end});
    p->failed |= p->units.failed || p->ends.failed || p->forms.failed ||
                 p->units.len / sizeof head > UINT32_MAX;
}

struct reading_job {
    struct index_builder *b;
    struct share *parts;
};

static void read_part(void *ctx, unsigned part)
{
    const struct reading_job *job = ctx;
    struct share *p = &job->parts[part];
    struct disk_name *names = (void *)job->b->rows[SECTION_NAMES].s;
    const struct disk_entry *entries = (const void *)job->b->rows[SECTION_ENTRIES].s;
    const char *text = job->b->rows[SECTION_TEXT].s;
    for (uint32_t i = p->from; i < p->until && !p->failed; i++) {
        uint8_t kind = entries[names[i].entry].kind;
        read_name(p, (struct str){text + names[i].text_at, names[i].text_len},
                  kind == KIND_ORGANISATION || kind == KIND_UNKNOWN, &names[i].flags);
    }
}

bool names_read(struct index_builder *b, struct share *parts, unsigned count)
{
    uint64_t names = row_count(b, SECTION_NAMES);
    for (unsigned i = 0; i < count; i++)
        parts[i] = (struct share){.from = (uint32_t)(names * i / count),
                                  .until = (uint32_t)(names * (i + 1) / count)};
    parts_run(count, read_part, &(struct reading_job){b, parts});
    bool good = true;
    for (unsigned i = 0; i < count; i++)
        good &= !parts[i].failed;
    return good;
}
