/* SPDX-License-Identifier: Apache-2.0 */
/* batch.h - many questions, on every core, answered in their order.
 *
 * One thread reads questions in blocks, workers answer blocks, and the reading
 * thread hands the answers on in the order of the questions.  Memory is bounded:
 * two blocks a worker. */
#ifndef TOCSIN_BATCH_H
#define TOCSIN_BATCH_H

#include "screen/answer.h"

struct batch_row {
    struct str id;
    struct question question;
    const char *bad; /* why it is no question (in the arena), or NULL */
};

struct batch_count {
    /* hits: rows that have one; unscreened: also bad ones; partly: screened, but with
     * something left out */
    size_t rows, hits, unscreened, partly;
};

struct batch {
    const struct index *ix;
    const struct screen_options *options;
    unsigned threads; /* 0: one a core */
    /* Reads the next question; its texts live in the arena or longer.  false at
     * the end, or on a fault. */
    bool (*next)(void *ctx, struct arena *a, struct batch_row *row, struct error *err);
    /* Takes the answers of a block, a line each, in order.  false: stop. */
    bool (*put)(void *ctx, struct str lines, struct batch_count of);
    void *ctx;
};

/* ERR_CORRUPT when the snapshot turns out to be damaged; what was put before
 * that is good. */
MUST_CHECK enum status batch_run(const struct batch *b, struct error *err);

#endif
