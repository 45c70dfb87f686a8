/* SPDX-License-Identifier: Apache-2.0 */
/* log.c - opening at a checkpoint, appending, publishing.
 *
 * The tiles of the right edge, all hashes of them, make the root: so a root that comes out as it
 * was signed says that these tiles are good, and all that is appended hangs on them.  Entries
 * go into a bundle in memory and their hashes into rows; what is full is written at once, so
 * that a batch of a million takes no more memory than one of a hundred, and is synced with the
 * rest by log_write.  Partial tiles that did not change are not written again. */
#include "ledger/log_parts.h"

#include "base/file.h"
#include "ledger/checkpoint.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <unistd.h>

/* ---- Opening. */

/* The paths of the last tiles, for who has to look for the fault. */
static enum status edge_is_wrong(const struct log *l, struct error *err)
{
    char path[TILE_PATH];
    struct buf names = {0};
    for (unsigned level = 0; level < TILE_LEVELS_USED && tile_hashes(level, l->size); level++) {
        struct tile t = {.level = level, .number = tile_hashes(level, l->size) / TILE_WIDTH};
        t.width = tile_width(level, t.number, l->size);
        if (t.width == 0) /* the hash above it is in the edge instead */
            continue;
        buf_printf(&names, "%s%s", names.len ? ", " : "", tile_path(t, path));
    }
    enum status rc = fault(err, ERR_CORRUPT, 0, "%s: not the root that was signed at %llu entries",
                           buf_cstr(&names), (unsigned long long)l->size);
    buf_free(&names);
    return rc;
}

static enum status read_edge(struct log *l, const struct sha256 *root, struct error *err)
{
    l->root = l->size ? *root : tree_empty();
    enum status rc = tree_edge_read(l->size, log_hash, l, &l->rows.edge, err);
    if (rc)
        return rc;
    return sha256_equal(tree_root(&l->rows.edge), l->root) ? OK : edge_is_wrong(l, err);
}

/* NULL, with *rc, when it fails. */
static struct log *log_new(uint64_t size, enum status *rc, struct error *err)
{
    struct log *l = size <= TREE_SIZE_MAX ? calloc(1, sizeof *l) : NULL;
    if (!l) {
        *rc = size > TREE_SIZE_MAX
                  ? fault(err, ERR_USAGE, 0, "no log has %llu entries", (unsigned long long)size)
                  : fault(err, ERR_MEMORY, 0, "no memory for the log");
        return NULL;
    }
    *rc = OK;
    l->lock = -1;
    l->size = size;
    return l;
}

enum status log_open_by(log_fetch *fetch, void *ctx, uint64_t size, const struct sha256 *root,
                        struct log **out, struct error *err)
{
    enum status rc;
    struct log *l = *out = log_new(size, &rc, err);
    if (!l)
        return rc;
    l->fetch = fetch;
    l->ctx = ctx;
    rc = read_edge(l, root, err);
    if (rc) {
        log_close(l);
        *out = NULL;
    }
    return rc;
}

/* One process writes; the lock goes with the descriptor. */
static enum status lock(struct log *l, struct error *err)
{
    char above[LOG_PATH];
    bool fresh = !file_exists(l->folder);
    enum status rc = file_make_dirs(l->folder, false, err);
    snprintf(above, sizeof above, "%.*s/..", LOG_PATH - 256, l->folder);
    if (!rc && fresh)
        rc = file_sync_dir(above, err);
    if (rc)
        return rc;
    l->lock = open(l->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (l->lock < 0)
        return fault_errno(err, "cannot open", l->folder);
    if (flock(l->lock, LOCK_EX | LOCK_NB) == 0)
        return OK;
    return errno == EWOULDBLOCK
               ? fault(err, ERR_CONFLICT, 0, "%s is being written by another process", l->folder)
               : fault_errno(err, "cannot lock", l->folder);
}

static enum status keep_entry(void *ctx, unsigned place, size_t at, struct str entry,
                              struct error *err)
{
    struct log *l = ctx;
    char path[TILE_PATH];
    struct sha256 leaf = tree_leaf(entry);
    if (!sha256_equal(leaf, l->rows.row[0].at[place]))
        return fault(err, ERR_CORRUPT, at, "entry %u in %s does not have the hash of its tile",
                     place, tile_path(l->bundle_tile, path));
    bundle_put(&l->entries, entry);
    return OK;
}

/* The rows, whose hashes the root has vouched for, and the entries of the last bundle. */
static enum status read_rows(struct log *l, struct error *err)
{
    struct tile used, t = {.entries = true, .number = l->size / TILE_WIDTH};
    enum status rc = OK;
    for (unsigned level = 0; !rc && level < TILE_LEVELS_USED; level++) {
        struct row *row = &l->rows.row[level];
        struct tile edge = {.level = level, .number = tile_hashes(level, l->size) / TILE_WIDTH};
        edge.width = tile_width(level, edge.number, l->size);
        if (edge.width)
            rc = log_read(l->fetch, l->ctx, edge, &l->file, &used, err);
        if (!rc && edge.width) {
            row->count = edge.width;
            memcpy(row->at, l->file.s, l->file.len);
        }
    }
    t.width = tile_width(0, t.number, l->size);
    if (rc || t.width == 0)
        return rc;
    rc = log_read(l->fetch, l->ctx, t, &l->bundle, &l->bundle_tile, err);
    if (!rc)
        rc = log_walk_bundle(buf_str(&l->bundle), t, l->bundle_tile, keep_entry, l, err);
    l->bundle_tile.width = 0;
    if (!rc && l->entries.failed)
        rc = fault(err, ERR_MEMORY, 0, "no memory for the log");
    return rc;
}

/* What the file `checkpoint` says, if it says anything, and whether this log may follow it: what it
 * promises is never written over, even if the owner has forgotten that it did. */
static enum status check_step(struct log *l, struct error *err)
{
    struct arena a = {.limit = (size_t)4 * NOTE_MOST};
    struct error ignored = {0};
    struct checkpoint c;
    struct note n;
    bool there;
    enum status rc = l->fetch(l->ctx, "checkpoint", LOG_CHECKPOINT_MOST, &l->file, &there, err);
    bool known = !rc && there && note_parse(&a, buf_str(&l->file), &n, &ignored) == OK &&
                 checkpoint_parse(n.text, &c, &ignored) == OK;
    if (known && c.size > l->size)
        rc = fault(err, ERR_CONFLICT, 0, "the checkpoint in %s is of %llu entries already",
                   l->folder, (unsigned long long)c.size);
    else if (known && c.size == l->size && !sha256_equal(c.root, l->root))
        rc = fault(err, ERR_CONFLICT, 0, "the checkpoint in %s has another root at %llu entries",
                   l->folder, (unsigned long long)c.size);
    l->published = known ? c.size : 0;
    arena_free(&a);
    return rc;
}

enum status log_open(const char *folder, bool writing, uint64_t size, const struct sha256 *root,
                     struct log **out, struct error *err)
{
    enum status rc;
    struct log *l = *out = log_new(size, &rc, err);
    if (!l)
        return rc;
    l->fetch = log_fetch_folder;
    l->ctx = l->folder;
    if (snprintf(l->folder, sizeof l->folder, "%s", folder) >= (int)sizeof l->folder - 256)
        rc = fault(err, ERR_INPUT, 0, "the path %.80s… is too long", folder);
    if (!rc && writing)
        rc = lock(l, err);
    if (!rc && writing)
        rc = files_new(folder, &l->files, err);
    if (!rc)
        rc = read_edge(l, root, err);
    if (!rc && writing)
        rc = check_step(l, err);
    if (!rc && writing)
        rc = read_rows(l, err);
    if (rc) {
        log_close(l);
        *out = NULL;
    }
    return rc;
}

void log_close(struct log *l)
{
    if (!l)
        return;
    for (size_t i = 0; i < KNOWN; i++)
        free(l->known[i]);
    buf_free(&l->file);
    buf_free(&l->bundle);
    buf_free(&l->entries);
    files_free(l->files);
    if (l->lock >= 0)
        close(l->lock);
    free(l);
}

uint64_t log_size(const struct log *l)
{
    return l->rows.edge.size;
}

struct sha256 log_root(const struct log *l)
{
    return tree_root(&l->rows.edge);
}

/* ---- Appending. */

static enum status write_tile(void *ctx, struct tile t, struct str bytes, struct error *err)
{
    struct log *l = ctx;
    char path[TILE_PATH];
    return files_write(l->files, tile_path(t, path), bytes, err);
}

static enum status write_bundle(struct log *l, struct tile t, struct error *err)
{
    if (l->entries.failed)
        return fault(err, ERR_MEMORY, 0, "no memory for entries");
    t.entries = true;
    return write_tile(l, t, buf_str(&l->entries), err);
}

/* A full tile of leaves: its bundle goes before it. */
static enum status take_full(void *ctx, struct tile t, struct str bytes, struct error *err)
{
    struct log *l = ctx;
    enum status rc = OK;
    if (t.level == 0) {
        rc = write_bundle(l, t, err);
        buf_clear(&l->entries);
    }
    return rc ? rc : write_tile(l, t, bytes, err);
}

enum status log_add(struct log *l, struct str entry, struct error *err)
{
    assert(l->files && !l->failed);
    if (entry.len > ENTRY_MOST)
        return fault(err, ERR_INPUT, ENTRY_MOST, "an entry of a log has at most %d bytes",
                     ENTRY_MOST);
    struct sha256 leaf = tree_leaf(entry);
    bundle_put(&l->entries, entry);
    enum status rc = rows_push(&l->rows, &leaf, take_full, l, err);
    l->failed |= rc != OK;
    return rc;
}

static enum status write_partial(struct log *l, unsigned level, struct error *err)
{
    struct tile t;
    struct str bytes;
    bool changed = tile_hashes(level, l->size) != tile_hashes(level, log_size(l));
    if (!changed || !rows_partial(&l->rows, level, &t, &bytes))
        return OK;
    enum status rc = level == 0 ? write_bundle(l, t, err) : OK;
    return rc ? rc : write_tile(l, t, bytes, err);
}

enum status log_write(struct log *l, struct error *err)
{
    enum status rc = OK;
    assert(l->files && !l->failed);
    if (log_size(l) == l->size)
        return OK;
    for (unsigned level = 0; !rc && level < TILE_LEVELS_USED; level++)
        rc = write_partial(l, level, err);
    if (!rc)
        rc = files_sync(l->files, err);
    l->failed |= rc != OK;
    if (rc)
        return rc;
    l->size = log_size(l);
    l->root = log_root(l);
    return OK;
}

/* ---- Publishing. */

static enum status check_checkpoint(const struct log *l, struct str bytes, struct error *err)
{
    struct arena a = {.limit = (size_t)4 * NOTE_MOST};
    struct checkpoint c;
    struct note n;
    enum status rc = note_parse(&a, bytes, &n, err);
    if (!rc)
        rc = checkpoint_parse(n.text, &c, err);
    if (!rc && (c.size != l->size || !sha256_equal(c.root, l->root)))
        rc = fault(err, ERR_USAGE, 0, "the checkpoint is of another log than that of %llu entries",
                   (unsigned long long)l->size);
    arena_free(&a);
    return rc;
}

static void drop_partials_of(struct log *l, struct tile t)
{
    char path[TILE_PATH + 2];
    tile_path(t, path);
    memcpy(path + strlen(path), ".p", 3);
    files_drop(l->files, path);
}

/* Removes the partial tiles and bundles of tiles that have become full since the last checkpoint
 * was published, and of the one before, which a run that crashed here may have left. */
static void drop_partials(struct log *l)
{
    for (unsigned level = 0; level < TILE_LEVELS_USED; level++) {
        uint64_t old = tile_hashes(level, l->published) / TILE_WIDTH;
        uint64_t full = tile_hashes(level, l->size) / TILE_WIDTH;
        for (uint64_t n = old ? old - 1 : 0; n < full; n++) {
            drop_partials_of(l, (struct tile){.level = level, .number = n, .width = TILE_WIDTH});
            if (level == 0)
                drop_partials_of(l,
                                 (struct tile){.entries = true, .number = n, .width = TILE_WIDTH});
        }
    }
}

enum status log_publish(struct log *l, struct str checkpoint, struct error *err)
{
    char path[LOG_PATH];
    assert(l->files && !l->failed && log_size(l) == l->size);
    enum status rc = check_checkpoint(l, checkpoint, err);
    if (!rc)
        rc = check_step(l, err);
    if (rc)
        return rc;
    snprintf(path, sizeof path, "%.*s/checkpoint", LOG_PATH - 256, l->folder);
    rc = file_write(path, checkpoint, 0644, err);
    if (rc)
        return rc;
    drop_partials(l);
    return OK;
}
