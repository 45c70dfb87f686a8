/* SPDX-License-Identifier: Apache-2.0 */
/* receipt.h - a file that proves an entry without the log: c2sp.org/tlog-proof@v1, `.tlog-proof`.
 *
 *     c2sp.org/tlog-proof@v1
 *     extra BASE64                 what goes with it; left out when there is nothing.  Not vouched
 * for index N HASH                         of the inclusion proof, base64, those nearest to the
 * entry first … an empty line the checkpoint, a signed note with the cosignatures of witnesses, as
 * it came */
#ifndef TOCSIN_RECEIPT_H
#define TOCSIN_RECEIPT_H

#include "ledger/checkpoint.h"
#include "ledger/tree.h"

enum {
    RECEIPT_EXTRA_MOST = 128 << 10, /* room for the largest entry itself */
    RECEIPT_HASHES_MOST = TREE_LEVELS,
    RECEIPT_MOST = NOTE_MOST + 2 * RECEIPT_EXTRA_MOST,
};

struct receipt {
    struct str extra; /* as bytes; empty for none */
    uint64_t index;
    struct tree_proof proof;
    struct str checkpoint;
};

/* Reads a receipt; extra is in the arena, checkpoint a view into bytes which was not looked into.
 * ERR_INPUT with line and byte when it is none. */
MUST_CHECK enum status receipt_parse(struct arena *a, struct str bytes, struct receipt *out,
                                     struct error *err);
/* Appends it. */
void receipt_print(const struct receipt *r, struct buf *out);
/* Whether the entry with this leaf hash is, at index, in the log of the checkpoint; ERR_INPUT when
 * not.  Whether the checkpoint is to be believed is for policy_open and checkpoint_open. */
MUST_CHECK enum status receipt_check(const struct receipt *r, const struct sha256 *leaf,
                                     const struct checkpoint *c, struct error *err);

#endif
