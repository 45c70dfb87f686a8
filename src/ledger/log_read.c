/* SPDX-License-Identifier: Apache-2.0 */
/* log_read.c - files of a log, and what is looked up in them.
 *
 * Of a partial tile the file of that very width is asked for first, then the full one: while
 * a log is written, a full tile may be there in part, but then the partial one is there still. */
#include "ledger/log_parts.h"

#include "base/file.h"

#include <stdio.h>
#include <stdlib.h>

enum status log_fetch_folder(void *ctx, const char *path, size_t limit, struct buf *out,
                             bool *there, struct error *err)
{
    char full[LOG_PATH];
    struct error why = {0};
    *there = false;
    if (snprintf(full, sizeof full, "%s/%s", (const char *)ctx, path) >= (int)sizeof full)
        return fault(err, ERR_INPUT, 0, "the path %.80s… is too long", (const char *)ctx);
    enum status rc = file_read(full, limit, out, &why);
    *there = rc == OK || file_exists(full);
    if (rc == OK || !*there)
        return OK;
    return fault(err, rc == ERR_INPUT ? ERR_CORRUPT : rc, 0, "%s", why.why);
}

static size_t limit_of(struct tile t)
{
    return t.entries ? (size_t)t.width * (2 + ENTRY_MOST) : t.width * (size_t)SHA256_SIZE;
}

enum status log_read(log_fetch *fetch, void *ctx, struct tile t, struct buf *out, struct tile *used,
                     struct error *err)
{
    char path[TILE_PATH], full[TILE_PATH];
    bool there;
    *used = t;
    enum status rc = fetch(ctx, tile_path(t, path), limit_of(t), out, &there, err);
    if (!rc && !there && t.width < TILE_WIDTH) {
        used->width = TILE_WIDTH;
        rc = fetch(ctx, tile_path(*used, full), limit_of(*used), out, &there, err);
    }
    if (rc)
        return rc;
    if (!there)
        return fault(err, ERR_CORRUPT, 0, "%s is not there", path);
    if (!t.entries && out->len != limit_of(*used))
        return fault(err, ERR_CORRUPT, out->len, "%s has %zu bytes, not %zu",
                     tile_path(*used, path), out->len, limit_of(*used));
    if (!t.entries)
        out->len = limit_of(t);
    return OK;
}

enum status log_walk_bundle(struct str bytes, struct tile t, struct tile used, bundle_each *each,
                            void *ctx, struct error *err)
{
    char path[TILE_PATH];
    struct str rest = bytes, entry;
    for (unsigned i = 0; i < used.width; i++) {
        size_t at = bytes.len - rest.len;
        if (!bundle_take(&rest, &entry))
            return fault(err, ERR_CORRUPT, at, "%s ends inside entry %u of %u",
                         tile_path(used, path), i, used.width);
        enum status rc = i < t.width ? each(ctx, i, at, entry, err) : OK;
        if (rc)
            return rc;
    }
    if (rest.len)
        return fault(err, ERR_CORRUPT, bytes.len - rest.len, "%s has %zu bytes behind its entries",
                     tile_path(used, path), rest.len);
    return OK;
}

/* ---- Hashes. */

static size_t slot_of(struct tile t)
{
    return t.level ? KNOWN_LEAVES + (t.number * 7 + t.level) % KNOWN_ABOVE
                   : t.number % KNOWN_LEAVES;
}

/* Where the hashes of subtrees of 2^height hashes begin in a pyramid. */
static size_t floor_of(unsigned height)
{
    return (2U * TILE_WIDTH) - (2U * TILE_WIDTH >> height);
}

static void build(struct known_tile *k, struct str bytes)
{
    memcpy(k->at, bytes.s, bytes.len);
    for (unsigned height = 1; k->tile.width >> height; height++)
        for (size_t i = 0; i < k->tile.width >> height; i++) {
            const struct sha256 *below = &k->at[floor_of(height - 1) + 2 * i];
            k->at[floor_of(height) + i] = tree_node(below, below + 1);
        }
}

/* The hash at a place of the pyramid of a tile. */
static enum status known_hash(struct log *l, struct tile t, size_t place, struct sha256 *out,
                              struct error *err)
{
    struct known_tile **slot = &l->known[slot_of(t)], *k = *slot;
    struct tile used;
    if (!k && !(k = *slot = calloc(1, sizeof *k)))
        return fault(err, ERR_MEMORY, 0, "no memory for a tile");
    bool there = k->tile.level == t.level && k->tile.number == t.number && k->tile.width >= t.width;
    if (!there) {
        k->tile.width = 0;
        enum status rc = log_read(l->fetch, l->ctx, t, &l->file, &used, err);
        if (rc)
            return rc;
        k->tile = t;
        build(k, buf_str(&l->file));
    }
    *out = k->at[place];
    return OK;
}

enum status log_hash(void *ctx, unsigned level, uint64_t number, struct sha256 *out,
                     struct error *err)
{
    struct log *l = ctx;
    if (level >= TREE_LEVELS || number >= l->size >> level)
        return fault(err, ERR_USAGE, 0, "the log has no subtree %llu of level %u",
                     (unsigned long long)number, level);
    unsigned height = level % 8;
    uint64_t wide = TILE_WIDTH >> height;
    struct tile t = {.level = level / 8, .number = number / wide};
    t.width = tile_width(t.level, t.number, l->size);
    return known_hash(l, t, floor_of(height) + number % wide, out, err);
}

/* ---- Entries. */

static enum status read_bundle(struct log *l, struct tile t, struct error *err)
{
    struct tile used;
    if (l->bundle_tile.width >= t.width && l->bundle_tile.number == t.number)
        return OK;
    l->bundle_tile.width = 0;
    enum status rc = log_read(l->fetch, l->ctx, t, &l->bundle, &used, err);
    if (!rc)
        l->bundle_tile = used;
    return rc;
}

struct sought {
    unsigned place;
    size_t at;
    struct str entry;
};

static enum status seek_entry(void *ctx, unsigned place, size_t at, struct str entry,
                              struct error *err)
{
    struct sought *s = ctx;
    (void)err;
    if (place == s->place) {
        s->at = at;
        s->entry = entry;
    }
    return OK;
}

enum status log_entry(struct log *l, uint64_t index, struct buf *out, struct error *err)
{
    char path[TILE_PATH];
    struct sha256 want, got;
    if (index >= l->size)
        return fault(err, ERR_USAGE, 0, "a log of %llu entries has no entry %llu",
                     (unsigned long long)l->size, (unsigned long long)index);
    struct sought s = {.place = index % TILE_WIDTH};
    struct tile t = {.entries = true, .number = index / TILE_WIDTH};
    t.width = tile_width(0, t.number, l->size);
    enum status rc = read_bundle(l, t, err);
    if (!rc)
        rc = log_walk_bundle(buf_str(&l->bundle), t, l->bundle_tile, seek_entry, &s, err);
    if (!rc)
        rc = log_hash(l, 0, index, &want, err);
    if (rc)
        return rc;
    got = tree_leaf(s.entry);
    if (!sha256_equal(got, want))
        return fault(err, ERR_CORRUPT, s.at, "entry %llu in %s does not have the hash of its tile",
                     (unsigned long long)index, tile_path(l->bundle_tile, path));
    buf_clear(out);
    buf_put(out, s.entry);
    return out->failed ? fault(err, ERR_MEMORY, 0, "no memory for an entry") : OK;
}

/* ---- Proofs. */

static enum status wrong_tiles(const struct log *l, struct error *err)
{
    return fault(err, ERR_CORRUPT, 0, "tiles of the log do not give its root at %llu entries",
                 (unsigned long long)l->size);
}

enum status log_prove(struct log *l, uint64_t index, uint64_t size, struct tree_proof *out,
                      struct error *err)
{
    struct sha256 leaf;
    if (size > l->size)
        return fault(err, ERR_USAGE, 0, "the log has %llu entries, not %llu",
                     (unsigned long long)l->size, (unsigned long long)size);
    enum status rc = tree_prove(index, size, log_hash, l, out, err);
    if (rc || size < l->size)
        return rc;
    rc = log_hash(l, 0, index, &leaf, err);
    if (!rc && !tree_holds(index, size, &leaf, out, &l->root))
        rc = wrong_tiles(l, err);
    return rc;
}

enum status log_prove_growth(struct log *l, uint64_t old, uint64_t size, struct tree_proof *out,
                             struct error *err)
{
    struct tree_edge edge;
    if (size > l->size)
        return fault(err, ERR_USAGE, 0, "the log has %llu entries, not %llu",
                     (unsigned long long)l->size, (unsigned long long)size);
    enum status rc = tree_prove_growth(old, size, log_hash, l, out, err);
    if (rc || size < l->size || old == 0)
        return rc;
    rc = tree_edge_read(old, log_hash, l, &edge, err);
    if (rc)
        return rc;
    struct sha256 old_root = tree_root(&edge);
    return tree_grew(old, &old_root, size, &l->root, out) ? OK : wrong_tiles(l, err);
}
