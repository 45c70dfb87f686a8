/* SPDX-License-Identifier: Apache-2.0 */
/* blobs.h - list files as they came, by SHA-256, compressed, written once.
 *
 * blobs/ab/ab12….zst is a zstd frame of the file.  A file much like an earlier
 * one of its list is compressed against it: then a skippable frame in front
 * names that base, and `zstd -d --patch-from=BASE` undoes it as well.  A base
 * never has a base itself (doc/format/blobs.md). */
#ifndef TOCSIN_BLOBS_H
#define TOCSIN_BLOBS_H

#include "base/buf.h"
#include "base/sha256.h"

struct blobs;
/* Makes the folder when writing. */
MUST_CHECK enum status blobs_open(const char *folder, bool writing, struct blobs **out,
                                  struct error *err);
void blobs_close(struct blobs *b);

bool blobs_has(const struct blobs *b, struct sha256 sha);

/* The base that a file like `like` is best compressed against; false when it
 * should stand alone. */
bool blobs_base(const struct blobs *b, struct sha256 like, struct sha256 *base);

/* Writes one blob, block by block.  base may be NULL; size is about how many
 * bytes will come, 0 when that is not known.  Nothing is visible until
 * blob_keep, which gives the hash of what was added; a blob that is there
 * already is left as it is.  blob_drop forgets it; both free w. */
struct blob_writer;
MUST_CHECK enum status blob_begin(struct blobs *b, const struct sha256 *base, uint64_t size,
                                  struct blob_writer **out, struct error *err);
MUST_CHECK enum status blob_add(struct blob_writer *w, struct str bytes, struct error *err);
/* Ends the adding: the hash and size are known.  Still not visible. */
MUST_CHECK enum status blob_end(struct blob_writer *w, struct sha256 *sha, uint64_t *size,
                                struct error *err);
MUST_CHECK enum status blob_keep(struct blob_writer *w, struct error *err);
void blob_drop(struct blob_writer *w); /* accepts NULL */

/* The file itself, checked against its name; more than `limit` bytes is
 * ERR_INPUT, damage is ERR_CORRUPT. */
MUST_CHECK enum status blobs_read(const struct blobs *b, struct sha256 sha, size_t limit,
                                  struct buf *out, struct error *err);
/* Writes the file to fd, block by block, checked as it goes. */
MUST_CHECK enum status blobs_copy(const struct blobs *b, struct sha256 sha, int fd,
                                  struct error *err);

#endif
