/* SPDX-License-Identifier: Apache-2.0 */
/* ofac_run.h - runs source_ofac over files of the test and keeps what it says. */
#ifndef TOCSIN_OFAC_RUN_H
#define TOCSIN_OFAC_RUN_H

#include "record/decode.h"
#include "source/source.h"

#include <stdlib.h>

struct run {
    struct buf all; /* canonical bytes, a record a line */
    struct sink sink;
    struct error err;
};

static inline enum status run_take(void *ctx, const struct record *r, struct str canonical,
                                   struct error *err)
{
    struct run *run = ctx;
    struct arena a = {0};
    struct node *top;
    if (record_decode(&a, canonical, &top, err) || !str_equal(record_head_of(top).ref, r->ref))
        abort();
    arena_free(&a);
    buf_put(&run->all, canonical);
    buf_byte(&run->all, '\n');
    return OK;
}

static inline enum status run_ofac(struct run *run, const char *list,
                                   const struct input_file *files, size_t count)
{
    struct input in = {.list = str_of(list), .files = files, .count = count};
    *run = (struct run){.sink = {.put = run_take, .ctx = run}};
    return source_ofac.parse(&in, &run->sink, &run->err);
}

/* How many things were not understood, and whether one begins with `what`. */
static inline size_t run_unknown(const struct run *run, const char *what)
{
    size_t count = 0;
    for (size_t i = 0; i < run->sink.unknown.count; i++)
        if (str_starts(run->sink.unknown.at[i].what, str_of(what)))
            count += run->sink.unknown.at[i].count;
    return count;
}

static inline bool run_has(const struct run *run, const char *text)
{
    return str_find(buf_str(&run->all), str_of(text)) != SIZE_MAX;
}

static inline void run_free(struct run *run)
{
    sink_free(&run->sink);
    buf_free(&run->all);
}

#endif
