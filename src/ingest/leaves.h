/* SPDX-License-Identifier: Apache-2.0 */
/* leaves.h - what the ledger is to say of a list's versions (doc/format/ledger.md).
 *
 * A leaf's bytes follow from the rows that it tells of, so the store keeps only their
 * hash and number; nothing changes those rows before the log has them. */
#ifndef TOCSIN_LEAVES_H
#define TOCSIN_LEAVES_H

#include "ingest/digest.h"

/* Takes each new leaf with its bytes, in the order of its numbers. */
typedef enum status leaf_due(void *ctx, const struct leaf *l, struct str bytes, struct error *err);

/* Within the transaction that laid versions of `list` from `from` on: puts into the store, and
 * hands on, a leaf for each thing that the leaves that are there do not say as it is now.
 * In order, of each version: how it was judged, its changes, what it takes back of
 * earlier ones, and the root of its entries. */
MUST_CHECK enum status leaves_put(struct store *s, struct digester *d, struct str list,
                                  int64_t from, leaf_due *take, void *ctx, struct error *err);

/* Writes nothing: ERR_CORRUPT when leaves_put would put something, and says what. */
MUST_CHECK enum status leaves_check(struct store *s, struct digester *d, struct str list,
                                    struct error *err);

/* One that tells of no version: a heartbeat, or a new key. */
MUST_CHECK enum status leaves_put_one(struct store *s, struct leaf l, leaf_due *take, void *ctx,
                                      struct error *err);

/* The bytes of a leaf as the store has them now.  ERR_CORRUPT when it has nothing of the
 * kind any more. */
MUST_CHECK enum status leaf_bytes(struct store *s, struct digester *d, const struct leaf *l,
                                  struct buf *out, struct error *err);

/* Root of the tree of a version's entries. */
MUST_CHECK enum status leaves_root(const roll_vec *roll, struct sha256 *out, struct error *err);

#endif
