/* SPDX-License-Identifier: Apache-2.0 */
/* tlog_proof.h - a file that proves an entry without the log: c2sp.org/tlog-proof@v1,
 * `.tlog-proof`.
 *
 *     c2sp.org/tlog-proof@v1
 *     extra BASE64       what goes with it, not vouched for; left out when there is nothing
 *     index N
 *     HASH               of the inclusion proof, base64, those nearest to the entry first
 *     …
 *                        an empty line
 *     …                  the checkpoint as it came, with the cosignatures of witnesses */
#ifndef TOCSIN_TLOG_PROOF_H
#define TOCSIN_TLOG_PROOF_H

#include "ledger/checkpoint.h"
#include "ledger/tree.h"

enum {
    TLOG_PROOF_EXTRA_MOST = 128 << 10, /* room for the largest entry itself */
    TLOG_PROOF_HASHES_MOST = TREE_LEVELS,
    TLOG_PROOF_MOST = NOTE_MOST + 2 * TLOG_PROOF_EXTRA_MOST,
};

struct tlog_proof {
    struct str extra; /* as bytes; empty for none */
    uint64_t index;
    struct tree_proof proof;
    struct str checkpoint;
};

/* Reads a proof; extra is in the arena, checkpoint a view into bytes which was not looked into.
 * ERR_INPUT with line and byte when it is none. */
MUST_CHECK enum status tlog_proof_parse(struct arena *a, struct str bytes, struct tlog_proof *out,
                                        struct error *err);
/* Appends it. */
void tlog_proof_print(const struct tlog_proof *r, struct buf *out);
/* Whether the entry with this leaf hash is, at index, in the log of the checkpoint; ERR_INPUT when
 * not.  Whether the checkpoint is to be believed is for policy_open and checkpoint_open. */
MUST_CHECK enum status tlog_proof_check(const struct tlog_proof *r, const struct sha256 *leaf,
                                        const struct checkpoint *c, struct error *err);

#endif
