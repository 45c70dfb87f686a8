/* SPDX-License-Identifier: Apache-2.0 */
/* rows.h - the tiles of a log as they grow: of each level the hashes that are not yet a full
 * tile.  Who writes a log and who verifies one do the same with them. */
#ifndef TOCSIN_ROWS_H
#define TOCSIN_ROWS_H

#include "ledger/tile.h"
#include "ledger/tree.h"

struct row {
    unsigned count; /* below TILE_WIDTH */
    struct sha256 at[TILE_WIDTH];
};

/* Zero is the empty log. */
struct rows {
    struct tree_edge edge;
    struct row row[TILE_LEVELS_USED];
};

/* Takes a tile, full or partial, and its bytes. */
typedef enum status rows_take(void *ctx, struct tile t, struct str bytes, struct error *err);

/* Adds a leaf.  Tiles that are full by it are given to take(), lowest first.  After a failure of
 * that the rows are of no use any more. */
MUST_CHECK enum status rows_push(struct rows *r, const struct sha256 *leaf, rows_take *take,
                                 void *ctx, struct error *err);
/* The partial tile of a level; false when there is none. */
bool rows_partial(const struct rows *r, unsigned level, struct tile *t, struct str *bytes);

#endif
