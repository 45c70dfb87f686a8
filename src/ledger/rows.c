/* SPDX-License-Identifier: Apache-2.0 */
/* rows.c - a hash of a level is the root of a full tile below, and that the right edge of the tree
 * has already: nothing is hashed twice. */
#include "ledger/rows.h"

static struct str bytes_of(const struct row *row)
{
    return (struct str){(const char *)row->at, (size_t)row->count * SHA256_SIZE};
}

enum status rows_push(struct rows *r, const struct sha256 *leaf, rows_take *take, void *ctx,
                      struct error *err)
{
    tree_push(&r->edge, leaf);
    for (unsigned level = 0; level < TILE_LEVELS_USED; level++) {
        struct row *row = &r->row[level];
        row->at[row->count++] = level ? r->edge.at[(size_t)8 * level] : *leaf;
        if (row->count < TILE_WIDTH)
            break;
        struct tile t = {.level = level,
                         .number = tile_hashes(level, r->edge.size) / TILE_WIDTH - 1,
                         .width = TILE_WIDTH};
        enum status rc = take(ctx, t, bytes_of(row), err);
        row->count = 0;
        if (rc)
            return rc;
    }
    return OK;
}

bool rows_partial(const struct rows *r, unsigned level, struct tile *t, struct str *bytes)
{
    const struct row *row = &r->row[level];
    *t = (struct tile){.level = level,
                       .number = tile_hashes(level, r->edge.size) / TILE_WIDTH,
                       .width = row->count};
    *bytes = bytes_of(row);
    return row->count > 0;
}
