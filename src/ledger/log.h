/* SPDX-License-Identifier: Apache-2.0 */
/* log.h - a log of opaque entries as a folder of tiles (c2sp.org/tlog-tiles): opened, appended to,
 * read and verified.
 *
 * A log is opened at a size and root that its owner trusts: those of the newest checkpoint that
 * was signed.  Files beyond that size were promised to nobody; they are written over.  Files
 * within it are never written again with other bytes.
 *
 *     log_open  at the last checkpoint     log_add …  log_write    all of it is on the disk
 *     sign log_size and log_root           log_publish             readers see it
 *
 * Entries and proofs are of what was written, up to log_size of the last log_write.  A log is used
 * by one thread at a time. */
#ifndef TOCSIN_LOG_H
#define TOCSIN_LOG_H

#include "base/buf.h"
#include "ledger/tile.h"
#include "ledger/tree.h"

enum { LOG_CHECKPOINT_MOST = 1 << 20 };

struct log;

/* How the files of a log are had: reads the file of that path below the log into *out, which it
 * replaces.  *there is false, and the result OK, when there is no such file.  More than `limit`
 * bytes are ERR_CORRUPT. */
typedef enum status log_fetch(void *ctx, const char *path, size_t limit, struct buf *out,
                              bool *there, struct error *err);

/* Reads a folder; ctx is its name. */
log_fetch log_fetch_folder;

/* Opens the log in a folder.  ERR_CORRUPT, with the names of the files, when its tiles do not give
 * that root at that size.  When writing, the folder is made, the last entries are checked
 * too, and ERR_CONFLICT is for a second writer, and for a folder whose checkpoint is of a larger
 * log than this or of another one of this size.  root is not looked at when size is 0. */
MUST_CHECK enum status log_open(const char *folder, bool writing, uint64_t size,
                                const struct sha256 *root, struct log **out, struct error *err);
/* The same for reading, of a log that is elsewhere.  ctx outlives the log. */
MUST_CHECK enum status log_open_by(log_fetch *fetch, void *ctx, uint64_t size,
                                   const struct sha256 *root, struct log **out, struct error *err);
void log_close(struct log *l);

/* With all that was added. */
uint64_t log_size(const struct log *l);
struct sha256 log_root(const struct log *l);

/* ---- Writing. */

/* Adds an entry; ERR_INPUT when it has more than ENTRY_MOST bytes, which adds nothing.  After any
 * other failure, of this or of log_write, the log can only be closed. */
MUST_CHECK enum status log_add(struct log *l, struct str entry, struct error *err);
/* All that was added is on the disk, synced, when this returns OK. */
MUST_CHECK enum status log_write(struct log *l, struct error *err);
/* Puts a signed checkpoint of exactly this log, as written, in the place of the last one, durably.
 * ERR_USAGE when it is of another size or root; ERR_CONFLICT when the one that is there is of a
 * larger log, or of another one of this size.  Who signed it is not checked.  Partial tiles of
 * which the full one is there by now are removed. */
MUST_CHECK enum status log_publish(struct log *l, struct str checkpoint, struct error *err);

/* ---- Reading. */

/* Replaces *out by the entry, checked against its hash.  ERR_USAGE when there is none. */
MUST_CHECK enum status log_entry(struct log *l, uint64_t index, struct buf *out, struct error *err);
/* The hash of a complete subtree: a tree_hash, ctx is the log.  ERR_USAGE when it is not in it. */
enum status log_hash(void *ctx, unsigned level, uint64_t number, struct sha256 *out,
                     struct error *err);
/* Proofs, as tree_prove and tree_prove_growth; size is at most what was written.  One of this very
 * size was checked against its root. */
MUST_CHECK enum status log_prove(struct log *l, uint64_t index, uint64_t size,
                                 struct tree_proof *out, struct error *err);
MUST_CHECK enum status log_prove_growth(struct log *l, uint64_t old, uint64_t size,
                                        struct tree_proof *out, struct error *err);

/* ---- Verifying. */

/* Takes each entry in turn; may be NULL.  A failure of it ends the verifying. */
typedef enum status log_each(void *ctx, uint64_t index, struct str entry, struct error *err);

/* Makes each tile and the root again from the bundles, in memory that does not depend on the size,
 * and compares.  ERR_CORRUPT says which file is wrong first, at which byte (offset), and how.
 * Without opening: a log that log_open refuses is what this is for. */
MUST_CHECK enum status log_verify(log_fetch *fetch, void *fetch_ctx, uint64_t size,
                                  const struct sha256 *root, log_each *each, void *ctx,
                                  struct error *err);
/* The same of a folder. */
MUST_CHECK enum status log_verify_folder(const char *folder, uint64_t size,
                                         const struct sha256 *root, log_each *each, void *ctx,
                                         struct error *err);

#endif
