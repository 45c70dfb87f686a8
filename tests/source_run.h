/* SPDX-License-Identifier: Apache-2.0 */
/* source_run.h - a source run on bytes in a test, its records gathered as lines of text. */
#ifndef TOCSIN_TESTS_SOURCE_RUN_H
#define TOCSIN_TESTS_SOURCE_RUN_H

#include "base/file.h"
#include "source/source.h"

#include <stdio.h>
#include <stdlib.h>

struct ran {
    enum status rc;
    struct error err;
    struct sink sink;
    struct buf lines; /* canonical bytes, one record a line */
};

static inline enum status run_put(void *ctx, const struct record *r, struct str canonical,
                                  struct error *err)
{
    struct buf *lines = ctx;
    (void)r, (void)err;
    buf_put(lines, canonical);
    buf_byte(lines, '\n');
    return OK;
}

/* Fills *ran, which must stay where it is; run_free it afterwards. */
static inline void run_source(struct ran *ran, const struct source *source, const char *list,
                              const char *name, struct str bytes, struct str mapping)
{
    struct input_file file = {str_of(name), bytes};
    struct input in = {.list = str_of(list), .files = &file, .count = 1, .mapping = mapping};
    *ran = (struct ran){.rc = OK};
    ran->sink = (struct sink){.put = run_put, .ctx = &ran->lines};
    ran->rc = source->parse(&in, &ran->sink, &ran->err);
}

static inline void run_free(struct ran *ran)
{
    sink_free(&ran->sink);
    buf_free(&ran->lines);
}

/* How often the sink was told of something that begins so. */
static inline size_t run_unknown(const struct ran *ran, const char *what)
{
    size_t count = 0;
    for (size_t i = 0; i < ran->sink.unknown.count; i++)
        if (str_starts(ran->sink.unknown.at[i].what, str_of(what)))
            count += ran->sink.unknown.at[i].count;
    return count;
}

/* A real file below the folder of shared data; false, and a line that says so,
 * where it is not there. */
static inline bool run_real(const char *file, struct buf *bytes)
{
    struct error err = {0};
    const char *shared = getenv("TOCSIN_SHARED");
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", shared ? shared : "../shared", file);
    if (file_read(path, (size_t)1 << 30, bytes, &err) == OK)
        return true;
    printf("skipped: %s is not here\n", path);
    return false;
}

#endif
