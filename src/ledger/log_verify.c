/* SPDX-License-Identifier: Apache-2.0 */
/* log_verify.c - the log made again from its bundles, and compared with what stands there.
 *
 * One bundle and one tile are in memory at a time.  Where an entry and its tile disagree, what is
 * above the tile says which of them is wrong. */
#include "ledger/log_parts.h"

#include <stdlib.h>

struct verifier {
    log_fetch *fetch;
    void *fetch_ctx;
    log_each *each;
    void *ctx;
    uint64_t size;
    const struct sha256 *root;
    struct rows rows;
    struct buf bundle, leaves, above;
    struct tile used; /* what the bundle was read from */
    struct tile tile; /* the leaves of this bundle, as they are in `leaves` */
};

/* The first hash in which the two differ. */
static size_t differs_at(struct str a, struct str b)
{
    size_t at = 0;
    while (memcmp(a.s + at, b.s + at, SHA256_SIZE) == 0)
        at += SHA256_SIZE;
    return at;
}

static enum status compare(void *ctx, struct tile t, struct str bytes, struct error *err)
{
    struct verifier *v = ctx;
    char path[TILE_PATH];
    struct tile used;
    if (t.level == 0)
        return OK; /* hash by hash, as the entries come */
    enum status rc = log_read(v->fetch, v->fetch_ctx, t, &v->above, &used, err);
    if (rc || str_equal(buf_str(&v->above), bytes))
        return rc;
    size_t at = differs_at(buf_str(&v->above), bytes);
    return fault(err, ERR_CORRUPT, at, "%s: the hash at byte %zu is not that of the tile below",
                 tile_path(used, path), at);
}

/* Whether the tile of leaves, taken as it is from `place` on, is what the hash above it was made
 * of: that in the next level, or the root when nothing follows. */
static bool tile_is_right(struct verifier *v, unsigned place)
{
    struct tree_edge e = v->rows.edge;
    struct error ignored = {0};
    struct tile used, above = {.level = 1, .number = v->tile.number / TILE_WIDTH};
    size_t at = v->tile.number % TILE_WIDTH * SHA256_SIZE;
    for (size_t i = place; i < v->leaves.len / SHA256_SIZE; i++) {
        struct sha256 leaf;
        memcpy(leaf.byte, v->leaves.s + i * SHA256_SIZE, SHA256_SIZE);
        tree_push(&e, &leaf);
    }
    if (e.size == v->size)
        return sha256_equal(tree_root(&e), *v->root);
    above.width = tile_width(1, above.number, v->size);
    return log_read(v->fetch, v->fetch_ctx, above, &v->above, &used, &ignored) == OK &&
           memcmp(e.at[8].byte, v->above.s + at, SHA256_SIZE) == 0;
}

static enum status disagree(struct verifier *v, unsigned place, size_t at, struct error *err)
{
    char path[TILE_PATH], tile[TILE_PATH];
    unsigned long long index = v->rows.edge.size;
    size_t hash_at = (size_t)place * SHA256_SIZE;
    tile_path(v->used, path);
    tile_path(v->tile, tile);
    if (tile_is_right(v, place))
        return fault(err, ERR_CORRUPT, at,
                     "%s: entry %llu at byte %zu does not have the hash at byte %zu of %s", path,
                     index, at, hash_at, tile);
    return fault(err, ERR_CORRUPT, hash_at,
                 "%s: the hash at byte %zu is not that of entry %llu in %s", tile, hash_at, index,
                 path);
}

static enum status verify_entry(void *ctx, unsigned place, size_t at, struct str entry,
                                struct error *err)
{
    struct verifier *v = ctx;
    struct sha256 leaf = tree_leaf(entry);
    if (memcmp(leaf.byte, v->leaves.s + (size_t)place * SHA256_SIZE, SHA256_SIZE) != 0)
        return disagree(v, place, at, err);
    enum status rc = v->each ? v->each(v->ctx, v->rows.edge.size, entry, err) : OK;
    return rc ? rc : rows_push(&v->rows, &leaf, compare, v, err);
}

static enum status verify_bundle(struct verifier *v, uint64_t number, struct error *err)
{
    struct tile t = {.entries = true, .number = number};
    struct tile leaves = {.number = number};
    t.width = leaves.width = tile_width(0, number, v->size);
    enum status rc = log_read(v->fetch, v->fetch_ctx, leaves, &v->leaves, &v->tile, err);
    if (!rc)
        rc = log_read(v->fetch, v->fetch_ctx, t, &v->bundle, &v->used, err);
    return rc ? rc : log_walk_bundle(buf_str(&v->bundle), t, v->used, verify_entry, v, err);
}

static enum status verify_all(struct verifier *v, struct error *err)
{
    enum status rc = OK;
    struct tile t;
    struct str bytes;
    for (uint64_t n = 0; !rc && n * TILE_WIDTH < v->size; n++)
        rc = verify_bundle(v, n, err);
    for (unsigned level = 1; !rc && level < TILE_LEVELS_USED; level++)
        if (rows_partial(&v->rows, level, &t, &bytes))
            rc = compare(v, t, bytes, err);
    if (!rc && !sha256_equal(tree_root(&v->rows.edge), *v->root))
        rc = fault(err, ERR_CORRUPT, 0,
                   "checkpoint: its root is not that of the %llu entries of the log",
                   (unsigned long long)v->size);
    return rc;
}

enum status log_verify(log_fetch *fetch, void *fetch_ctx, uint64_t size, const struct sha256 *root,
                       log_each *each, void *ctx, struct error *err)
{
    if (size > TREE_SIZE_MAX)
        return fault(err, ERR_USAGE, 0, "no log has %llu entries", (unsigned long long)size);
    struct verifier *v = calloc(1, sizeof *v);
    if (!v)
        return fault(err, ERR_MEMORY, 0, "no memory to verify the log");
    v->fetch = fetch;
    v->fetch_ctx = fetch_ctx;
    v->each = each;
    v->ctx = ctx;
    v->size = size;
    v->root = root;
    enum status rc = verify_all(v, err);
    buf_free(&v->bundle);
    buf_free(&v->leaves);
    buf_free(&v->above);
    free(v);
    return rc;
}

enum status log_verify_folder(const char *folder, uint64_t size, const struct sha256 *root,
                              log_each *each, void *ctx, struct error *err)
{
    char name[LOG_PATH] = "";
    size_t len = strlen(folder);
    if (len >= sizeof name)
        return fault(err, ERR_INPUT, 0, "the path %.80s… is too long", folder);
    memcpy(name, folder, len);
    return log_verify(log_fetch_folder, name, size, root, each, ctx, err);
}
