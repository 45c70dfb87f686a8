/* SPDX-License-Identifier: Apache-2.0 */
/* checkpoint.h - what a log signs: its name, its size and its root (c2sp.org/tlog-checkpoint).
 *
 *     ORIGIN
 *     SIZE            decimal
 *     ROOT            base64 of 32 bytes
 *     …               lines that others may add, which are passed over and never written
 */
#ifndef TOCSIN_CHECKPOINT_H
#define TOCSIN_CHECKPOINT_H

#include "base/sha256.h"
#include "ledger/note.h"

struct checkpoint {
    struct str origin;
    uint64_t size; /* at most TREE_SIZE_MAX */
    struct sha256 root;
    size_t extensions; /* how many lines others had added */
};

/* Reads the text of a note; origin is a view of it.  ERR_INPUT with line and byte.  That a log
 * without entries has the root of none is not checked here. */
MUST_CHECK enum status checkpoint_parse(struct str text, struct checkpoint *out, struct error *err);
/* Appends the text, without extensions. */
void checkpoint_print(const struct checkpoint *c, struct buf *out);

/* Appends the whole note, signed by the log.  The origin is the name of the key. */
MUST_CHECK enum status checkpoint_sign(uint64_t size, const struct sha256 *root,
                                       const struct signer *log, struct buf *out,
                                       struct error *err);
/* Reads a note, checks that the log's key has signed it and that its origin is the key's name.
 * `bytes` live as long as *out and *note, which may be NULL. */
MUST_CHECK enum status checkpoint_open(struct arena *a, struct str bytes, const struct key *log,
                                       struct checkpoint *out, struct note *note,
                                       struct error *err);

#endif
