/* SPDX-License-Identifier: Apache-2.0 */
/* crew.h - numbered pieces of work on every core, their results taken in order.
 *
 * For work that is known before it begins; questions that are read from a file
 * go round the ring of batch.h. */
#ifndef TOCSIN_CREW_H
#define TOCSIN_CREW_H

#include "base/base.h"

struct crew {
    size_t pieces;
    unsigned threads; /* 0: one a core */
    /* What one thread needs; NULL: no memory. */
    void *(*begin)(void *ctx);
    /* Does a piece, alone with `own`. */
    enum status (*work)(void *ctx, void *own, size_t piece, struct error *err);
    /* Takes what the piece has left in `own`: called in the order of the pieces,
     * by one thread at a time.  false: stop. */
    bool (*take)(void *ctx, void *own, size_t piece);
    void (*end)(void *ctx, void *own);
    void *ctx;
};

/* The first fault in the order of the pieces; those before it have been taken. */
MUST_CHECK enum status crew_run(const struct crew *c, struct error *err);

#endif
