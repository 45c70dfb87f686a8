/* SPDX-License-Identifier: Apache-2.0 */
/* pull.h - fetches lists from their authorities, a mirror or a folder, and
 * takes in what came. */
#ifndef TOCSIN_PULL_H
#define TOCSIN_PULL_H

#include "ingest/fetch.h"
#include "ingest/import.h"

enum pull_outcome {
    PULL_NEW,       /* a version that says something new */
    PULL_SAME,      /* other bytes, the same content */
    PULL_UNCHANGED, /* the bytes of the newest version, or the server said so */
    PULL_HELD,
    PULL_FAILED,     /* not fetched, or not taken in; error says why */
    PULL_NO_ADDRESS, /* nothing says where the list is: it comes by `tocsin import` */
};
const char *pull_outcome_text(enum pull_outcome o);

struct pull_result {
    struct str list;
    enum pull_outcome outcome;
    struct import_result import; /* when it came to that */
    uint64_t bytes;
    double seconds; /* of fetching */
    struct error error;
};

struct pull_job {
    const struct str *lists; /* none: all that are pulled by default */
    size_t count;
    const char *from; /* a folder or an http(s) address that has the files; NULL: the authorities */
    fetch_progress *progress;
    /* Called after each list has been taken in. */
    void (*done)(void *ctx, const struct pull_result *r);
    void *ctx; /* of both */
};

/* OK although lists failed: each result says so.  The array is in the arena.
 * From a folder, a list's file is DIR/LIST/NAME, DIR/NAME or DIR/LIST.EXT, where
 * NAME is the last part of its address and EXT that of NAME. */
MUST_CHECK enum status pull_lists(struct home *h, const struct pull_job *job, struct arena *a,
                                  struct pull_result **out, size_t *count, struct error *err);

/* The casebook that the program carries (ingest/builtin.h). */
MUST_CHECK enum status pull_casebook(struct home *h, struct arena *a, struct pull_result *out,
                                     struct error *err);

#endif
