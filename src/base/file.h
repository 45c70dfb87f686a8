/* SPDX-License-Identifier: Apache-2.0 */
/* file.h - files that are whole or absent, never half.
 *
 * The only place that writes files of the home.  A file appears under its name
 * with all of its bytes, synced, or not at all: temporary file in the same
 * folder, fsync, rename, fsync of the folder. */
#ifndef TOCSIN_FILE_H
#define TOCSIN_FILE_H

#include "base/buf.h"

/* Reads a whole regular file into b, replacing what was there.  More than
 * `limit` bytes is ERR_INPUT. */
MUST_CHECK enum status file_read(const char *path, size_t limit, struct buf *b, struct error *err);

/* Writes bytes under path, durably, replacing what was there.  mode is that of
 * open(2). */
MUST_CHECK enum status file_write(const char *path, struct str bytes, unsigned mode,
                                  struct error *err);

/* The same where there is no file yet: ERR_CONFLICT, and nothing is changed, when there is one. */
MUST_CHECK enum status file_create(const char *path, struct str bytes, unsigned mode,
                                   struct error *err);

/* Makes bytes the content of path from byte `at` on, durably: what stood there
 * is cut off first.  For logs whose owner knows how far they are good. */
MUST_CHECK enum status file_append(const char *path, uint64_t at, struct str bytes,
                                   struct error *err);
/* Length of the file; 0 when there is none. */
uint64_t file_size(const char *path);

/* A temporary file beside `path` for bytes that come piece by piece: fill fd,
 * then keep or drop it.  Keeping syncs and renames; dropping removes.  Settling is
 * the sync ahead of time: nothing may be written behind it. */
struct file_draft {
    int fd;
    bool settled;    /* nothing was written since file_settle */
    bool only_new;   /* keeping is ERR_CONFLICT when path is there by then */
    char name[4096]; /* the temporary name, in the folder of path */
    char path[4096];
};
MUST_CHECK enum status file_begin(struct file_draft *d, const char *path, unsigned mode,
                                  struct error *err);
MUST_CHECK enum status file_settle(struct file_draft *d, struct error *err);
MUST_CHECK enum status file_keep(struct file_draft *d, struct error *err);
void file_drop(struct file_draft *d); /* harmless after file_keep */

/* A draft under the stable name PATH.part, for bytes that may come in several
 * runs: what an earlier one left is there still, up to `size` bytes; size says
 * how many.  ERR_CONFLICT while another process has it.  file_cut shortens it and goes on writing
 * from there; file_leave syncs and closes it for the next file_continue. */
MUST_CHECK enum status file_continue(struct file_draft *d, const char *path, unsigned mode,
                                     uint64_t *size, struct error *err);
MUST_CHECK enum status file_cut(struct file_draft *d, uint64_t size, struct error *err);
MUST_CHECK enum status file_leave(struct file_draft *d, struct error *err);

/* Writes all of s to fd, however often that takes. */
MUST_CHECK enum status file_put(int fd, struct str s, const char *path, struct error *err);

/* Makes the folder and those above it (0700 when private). */
MUST_CHECK enum status file_make_dirs(const char *path, bool private, struct error *err);
MUST_CHECK enum status file_sync_dir(const char *path, struct error *err);
/* Removes the file, durably; one that is not there is no error. */
MUST_CHECK enum status file_remove(const char *path, struct error *err);
/* Gives a file that is whole the name `to`, durably, in the place of what was there. */
MUST_CHECK enum status file_move(const char *from, const char *to, struct error *err);
/* Removes the files in a folder whose names begin so: what writers that crashed
 * have left.  Nobody else may be writing there. */
MUST_CHECK enum status file_sweep(const char *folder, const char *beginning, struct error *err);
/* How the names of drafts begin. */
#define FILE_DRAFT ".draft-"
bool file_exists(const char *path);

#endif
