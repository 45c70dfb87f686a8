/* SPDX-License-Identifier: Apache-2.0 */
/* log_parts.h - what the files log*.c share and nobody else sees. */
#ifndef TOCSIN_LOG_PARTS_H
#define TOCSIN_LOG_PARTS_H

#include "base/files.h"
#include "ledger/log.h"
#include "ledger/rows.h"

/* A tile with the hashes of the complete subtrees in it: 256 of its own, 128 above, … 1. */
enum { PYRAMID = 2 * TILE_WIDTH - 1 };
struct known_tile {
    struct tile tile; /* width 0: nothing is known here */
    struct sha256 at[PYRAMID];
};
/* Level 0 is looked into at random; the levels above it soon are all here. */
enum { KNOWN_LEAVES = 4, KNOWN_ABOVE = 60, KNOWN = KNOWN_LEAVES + KNOWN_ABOVE };

enum { LOG_PATH = 4096 };

struct log {
    log_fetch *fetch;
    void *ctx;
    char folder[LOG_PATH]; /* ctx of what reads a folder */
    uint64_t size;         /* written */
    struct sha256 root;    /* of that */
    struct known_tile *known[KNOWN];
    struct buf file;
    struct buf bundle;       /* the last one read, */
    struct tile bundle_tile; /* and which it is */

    /* When writing. */
    int lock; /* the folder, or -1 */
    struct files *files;
    struct rows rows;   /* of all that was added; when reading, its edge alone */
    struct buf entries; /* of the bundle that is not full */
    uint64_t published; /* size in the file `checkpoint` before the last log_publish */
    bool failed;
};

/* Reads a file of a log into *out: that of the tile itself, or, when it is partial and not there
 * any more, the full one, of which *out is cut to the width when it holds hashes.  *used is what
 * was read. */
MUST_CHECK enum status log_read(log_fetch *fetch, void *ctx, struct tile t, struct buf *out,
                                struct tile *used, struct error *err);

/* Checks that the bytes are the beginning of a bundle: t.width entries, each given to take() with
 * its place in the bytes, and nothing more when the file has the width of t. */
typedef enum status bundle_each(void *ctx, unsigned place, size_t at, struct str entry,
                                struct error *err);
MUST_CHECK enum status log_walk_bundle(struct str bytes, struct tile t, struct tile used,
                                       bundle_each *each, void *ctx, struct error *err);

#endif
