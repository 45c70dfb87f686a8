/* SPDX-License-Identifier: Apache-2.0 */
/* bundle_fuzz.c - any bytes as the one bundle of a log: entries that are read make the same bytes
 * again, and a log of them, whose tile and root are made here, verifies exactly when they are all
 * of it. */
#include "ledger/log.h"

#include <stdlib.h>

struct files {
    struct str bundle;
    struct buf tile;
    unsigned count;
};

static void must(bool good)
{
    if (!good)
        abort();
}

static enum status fetch(void *ctx, const char *path, size_t limit, struct buf *out, bool *there,
                         struct error *err)
{
    const struct files *f = ctx;
    struct tile t;
    must(tile_parse(str_of(path), &t) && t.number == 0 && t.level == 0);
    *there = t.width == f->count;
    struct str bytes = t.entries ? f->bundle : buf_str(&f->tile);
    if (bytes.len > limit)
        return fault(err, ERR_CORRUPT, limit, "too large");
    buf_clear(out);
    buf_put(out, bytes);
    return OK;
}

static enum status again(void *ctx, uint64_t index, struct str entry, struct error *err)
{
    (void)index, (void)err;
    bundle_put(ctx, entry);
    return OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct files f = {.bundle = {(const char *)data, size}};
    struct str rest = f.bundle, entry;
    struct tree_edge e = {0};
    struct buf made = {0};
    struct error err = {0};
    while (f.count < TILE_WIDTH - 1 && bundle_take(&rest, &entry)) {
        struct sha256 leaf = tree_leaf(entry);
        tree_push(&e, &leaf);
        buf_put(&f.tile, (struct str){(const char *)leaf.byte, SHA256_SIZE});
        f.count++;
    }
    if (f.count) {
        struct sha256 root = tree_root(&e);
        enum status rc = log_verify(fetch, &f, f.count, &root, again, &made, &err);
        must((rc == OK) == (rest.len == 0) && (rc == OK || rc == ERR_CORRUPT));
        must(str_equal(buf_str(&made), str_span(f.bundle, 0, size - rest.len)));
    }
    buf_free(&f.tile);
    buf_free(&made);
    return 0;
}
