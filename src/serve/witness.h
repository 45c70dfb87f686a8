/* SPDX-License-Identifier: Apache-2.0 */
/* witness.h - a witness for logs of others (c2sp.org/tlog-witness): it cosigns a checkpoint only
 * when that is of a log that has grown from the one it cosigned before, and never two histories.
 * HTTP is elsewhere.
 *
 *     200   cosigned; the state is on the disk
 *     400   not a request, or the old size is above the new one
 *     403   no signature by a key of the log, or a wrong one
 *     404   the log is not known
 *     409   the old size is not that of the state; the answer is the state's
 *     422   no growth: a root of no entries that is not that of none, another root at the same
 *           size, a proof that proves nothing, a proof of growth from nothing
 *     500   the answer would be 200, but cannot be written down
 *
 * What is first in the order of a row's checks (400, 404, 403, 409, 422) is answered. */
#ifndef TOCSIN_WITNESS_H
#define TOCSIN_WITNESS_H

#include "ledger/witnessing.h"

struct witness;

/* The folder of a witness is its own until it is closed (ERR_CONFLICT when another has it).  A log
 * whose files are damaged is ERR_CORRUPT: then nothing is served, since a state that were taken for
 * none would let another history be cosigned.  The key is copied. */
MUST_CHECK enum status witness_open(const char *dir, const struct signer *key, struct witness **out,
                                    struct error *err);
void witness_close(struct witness *w); /* nobody is in any call */
size_t witness_logs(struct witness *w);

struct witness_answer {
    unsigned status;
    const char *type;   /* Content-Type */
    struct buf body;    /* to be freed */
    struct str log;     /* its origin, when it is known; lives as long as the witness */
    uint64_t old, size; /* as the request has them; 0 when it is none */
    struct error why;   /* of every status but 200 and 409 */
};

/* Answers requests to add a checkpoint, at this time, one after the other as they stand; all that
 * they change is written down at once.  Any thread may call, and waits for those before it. */
struct witness_adding {
    struct str body;
    struct witness_answer answer; /* out */
};
void witness_add(struct witness *w, struct witness_adding *all, size_t count, int64_t now);

/* Appends the newest checkpoint that was cosigned of the log whose origin has that SHA-256, in
 * hexadecimal digits in lower case; false when there is none, or no memory. */
MUST_CHECK bool witness_latest(struct witness *w, struct str hex, struct buf *out);

#endif
