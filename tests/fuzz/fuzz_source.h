/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_source.h - what holds for every source, whatever bytes it gets: the same
 * bytes give the same records, no two records have one ref, a fault says why
 * and an entry has a ref and a name. */
#ifndef TOCSIN_FUZZ_SOURCE_H
#define TOCSIN_FUZZ_SOURCE_H

#include "source/source.h"
#include "text/clean.h"

#include <stdlib.h>
#include <string.h>

static void must(bool good)
{
    if (!good)
        abort();
}

struct fuzz_seen {
    struct arena arena;
    struct buf text; /* canonical bytes, one record a line */
    str_vec refs, names;
    size_t suspended;
};

static enum status fuzz_put(void *ctx, const struct record *r, struct str canonical,
                            struct error *err)
{
    struct fuzz_seen *s = ctx;
    (void)err;
    must(utf8_valid(canonical) == canonical.len);
    buf_put(&s->text, canonical);
    buf_byte(&s->text, '\n');
    *(struct str *)VEC_ADD(&s->arena, &s->refs) = arena_copy(&s->arena, r->ref);
    for (size_t i = 0; i < r->names.count; i++) {
        must(r->names.at[i].text.len > 0);
        *(struct str *)VEC_ADD(&s->arena, &s->names) = arena_copy(&s->arena, r->names.at[i].text);
    }
    s->suspended += r->standing == STANDING_SUSPENDED;
    return OK;
}

static void fuzz_free(struct fuzz_seen *s)
{
    arena_free(&s->arena);
    buf_free(&s->text);
}

static int fuzz_order(const void *a, const void *b)
{
    return str_compare(*(const struct str *)a, *(const struct str *)b);
}

static enum status fuzz_once(const struct source *source, struct str bytes, struct str mapping,
                             struct fuzz_seen *s)
{
    struct input_file file = {STR("f"), bytes};
    struct input in = {
        .list = str_of(source->name), .files = &file, .count = 1, .mapping = mapping};
    struct sink sink = {.put = fuzz_put, .ctx = s};
    struct error err = {0};
    enum status rc = source->parse(&in, &sink, &err);
    must(rc == err.status && (rc == OK || err.why[0]));
    must(sink.records == s->refs.count && (rc || sink.records > 0));
    sink_free(&sink);
    if (s->refs.count)
        qsort(s->refs.at, s->refs.count, sizeof *s->refs.at, fuzz_order);
    for (size_t i = 1; i < s->refs.count; i++)
        must(!str_equal(s->refs.at[i - 1], s->refs.at[i]));
    return rc;
}

/* Fills *seen, which the caller frees. */
static enum status fuzz_source(const struct source *source, struct str bytes, struct str mapping,
                               struct fuzz_seen *seen)
{
    struct fuzz_seen again = {0};
    *seen = (struct fuzz_seen){0};
    enum status rc = fuzz_once(source, bytes, mapping, seen);
    must(fuzz_once(source, bytes, mapping, &again) == rc);
    must(str_equal(buf_str(&seen->text), buf_str(&again.text)));
    fuzz_free(&again);
    return rc;
}

#endif
