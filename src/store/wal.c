/* SPDX-License-Identifier: Apache-2.0 */
/* wal.c - a layer over SQLite's own files that only the log goes through. */
#include "store/wal.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* SQLite's files take less than 128 KiB in one call. */
enum { PIECE = 256 << 10, SLICE = 64 << 10 };

struct wal {
    sqlite3_vfs vfs;
    sqlite3_vfs *below;
    char name[32];
};

/* SQLite gives the room: this, and behind it the file of the layer below. */
struct log {
    sqlite3_file base;
    sqlite3_file *below;
    char *piece;      /* what is not yet written: */
    int len;          /* so many bytes */
    sqlite3_int64 at; /* from here */
    int fd;           /* of the same file, to start the disk; -1: it starts by itself */
};

static struct log *log_of(sqlite3_file *f)
{
    return (struct log *)(void *)f;
}

/* ---- Gathering. */

static int write_piece(struct log *l)
{
    int len = l->len, rc = SQLITE_OK;
    l->len = 0;
    for (int i = 0; i < len && rc == SQLITE_OK; i += SLICE)
        rc = l->below->pMethods->xWrite(l->below, l->piece + i, len - i < SLICE ? len - i : SLICE,
                                        l->at + i);
    /* A piece that is not full is followed by a sync. */
    if (rc == SQLITE_OK && l->fd >= 0 && len > PIECE / 2)
        (void)sync_file_range(l->fd, l->at, len, SYNC_FILE_RANGE_WRITE);
    return rc;
}

static int log_write(sqlite3_file *f, const void *bytes, int len, sqlite3_int64 at)
{
    struct log *l = log_of(f);
    int rc = SQLITE_OK;
    if (l->len && (at != l->at + l->len || len > PIECE - l->len))
        rc = write_piece(l);
    if (rc)
        return rc;
    if (!l->piece)
        l->piece = malloc(PIECE);
    if (!l->piece || len > PIECE)
        return l->below->pMethods->xWrite(l->below, bytes, len, at);
    if (l->len == 0)
        l->at = at;
    memcpy(l->piece + l->len, bytes, (size_t)len);
    l->len += len;
    return SQLITE_OK;
}

/* ---- Everything else first lets go of what was gathered. */

static int log_read(sqlite3_file *f, void *into, int len, sqlite3_int64 at)
{
    struct log *l = log_of(f);
    int rc = write_piece(l);
    return rc ? rc : l->below->pMethods->xRead(l->below, into, len, at);
}

static int log_truncate(sqlite3_file *f, sqlite3_int64 size)
{
    struct log *l = log_of(f);
    int rc = write_piece(l);
    return rc ? rc : l->below->pMethods->xTruncate(l->below, size);
}

static int log_sync(sqlite3_file *f, int flags)
{
    struct log *l = log_of(f);
    int rc = write_piece(l);
    return rc ? rc : l->below->pMethods->xSync(l->below, flags);
}

static int log_size(sqlite3_file *f, sqlite3_int64 *size)
{
    struct log *l = log_of(f);
    int rc = write_piece(l);
    return rc ? rc : l->below->pMethods->xFileSize(l->below, size);
}

static int log_control(sqlite3_file *f, int what, void *arg)
{
    struct log *l = log_of(f);
    int rc = write_piece(l);
    return rc ? rc : l->below->pMethods->xFileControl(l->below, what, arg);
}

static int log_close(sqlite3_file *f)
{
    struct log *l = log_of(f);
    int written = write_piece(l), rc = l->below->pMethods->xClose(l->below);
    free(l->piece);
    if (l->fd >= 0)
        close(l->fd);
    return written ? written : rc;
}

/* ---- Questions that the layer below answers. */

static int log_lock(sqlite3_file *f, int level)
{
    return log_of(f)->below->pMethods->xLock(log_of(f)->below, level);
}

static int log_unlock(sqlite3_file *f, int level)
{
    return log_of(f)->below->pMethods->xUnlock(log_of(f)->below, level);
}

static int log_reserved(sqlite3_file *f, int *out)
{
    return log_of(f)->below->pMethods->xCheckReservedLock(log_of(f)->below, out);
}

static int log_sector(sqlite3_file *f)
{
    return log_of(f)->below->pMethods->xSectorSize(log_of(f)->below);
}

static int log_traits(sqlite3_file *f)
{
    return log_of(f)->below->pMethods->xDeviceCharacteristics(log_of(f)->below);
}

/* Version 1: what is newer is for the database itself, which does not pass here. */
static const sqlite3_io_methods log_methods = {
    .iVersion = 1,
    .xClose = log_close,
    .xRead = log_read,
    .xWrite = log_write,
    .xTruncate = log_truncate,
    .xSync = log_sync,
    .xFileSize = log_size,
    .xLock = log_lock,
    .xUnlock = log_unlock,
    .xCheckReservedLock = log_reserved,
    .xFileControl = log_control,
    .xSectorSize = log_sector,
    .xDeviceCharacteristics = log_traits,
};

/* ---- Opening. */

static int open_file(sqlite3_vfs *vfs, const char *name, sqlite3_file *f, int flags, int *out_flags)
{
    struct wal *w = (struct wal *)(void *)vfs;
    if (!(flags & SQLITE_OPEN_WAL))
        return w->below->xOpen(w->below, name, f, flags, out_flags);
    struct log *l = log_of(f);
    *l = (struct log){.below = (sqlite3_file *)(void *)(l + 1), .fd = -1};
    int rc = w->below->xOpen(w->below, name, l->below, flags, out_flags);
    if (rc)
        return rc;
    l->fd = open(name, O_RDONLY | O_CLOEXEC);
    l->base.pMethods = &log_methods;
    return SQLITE_OK;
}

enum status wal_new(struct wal **out, struct error *err)
{
    sqlite3_vfs *below = sqlite3_vfs_find(NULL);
    struct wal *w = calloc(1, sizeof *w);
    *out = w;
    if (!w || !below)
        goto failed;
    snprintf(w->name, sizeof w->name, "tocsin-%p", (void *)w);
    w->below = below;
    w->vfs = *below;
    w->vfs.pNext = NULL;
    w->vfs.zName = w->name;
    w->vfs.szOsFile = (int)sizeof(struct log) + below->szOsFile;
    w->vfs.xOpen = open_file;
    if (sqlite3_vfs_register(&w->vfs, 0) == SQLITE_OK)
        return OK;
failed:
    free(w);
    *out = NULL;
    return fault(err, ERR_MEMORY, 0, "no memory for the store");
}

const char *wal_name(const struct wal *w)
{
    return w->name;
}

void wal_free(struct wal *w)
{
    if (!w)
        return;
    sqlite3_vfs_unregister(&w->vfs);
    free(w);
}
