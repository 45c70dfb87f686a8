/* SPDX-License-Identifier: Apache-2.0 */
/* witnessing.h - what a log and a witness say to each other (c2sp.org/tlog-witness), without
 * the network.  A log posts to URL/add-checkpoint
 *
 *     old SIZE                the size that the witness cosigned last; 0: none
 *     BASE64                  0 to 63 hashes that prove the growth since
 *                             an empty line
 *     …                       the checkpoint, a signed note
 *
 * and gets the lines of the witness's cosignatures, or learns why not.  Both sides are here: what
 * a log writes a witness reads. */
#ifndef TOCSIN_WITNESSING_H
#define TOCSIN_WITNESSING_H

#include "ledger/note.h"
#include "ledger/tree.h"

/* A request of 63 hashes and a checkpoint with sixteen signatures of the largest kind that
 * there is (ML-DSA-44, 3.5 KB a line) has 59 KB. */
enum { WITNESSING_PROOF_MOST = 63, WITNESSING_BODY_MOST = 64 << 10, WITNESSING_TRIES_MOST = 4 };
#define WITNESSING_PATH      "/add-checkpoint"
#define WITNESSING_SIZE_TYPE "text/x.tlog.size"

struct witnessing_request {
    uint64_t old;
    struct tree_proof proof;
    struct str note; /* the checkpoint with its signatures */
};
/* Appends the body of the request.  ERR_USAGE when the proof has more than
 * WITNESSING_PROOF_MOST hashes. */
MUST_CHECK enum status witnessing_print(const struct witnessing_request *r, struct buf *out,
                                        struct error *err);
/* Reads one.  The note is a view into body, and not looked at.  ERR_INPUT with line and byte. */
MUST_CHECK enum status witnessing_parse(struct str body, struct witnessing_request *out,
                                        struct error *err);

/* ---- The log's side. */

/* What the log is to do next. */
enum witnessing_step {
    WITNESSING_DONE,    /* it has a cosignature */
    WITNESSING_AGAIN,   /* send it again at once, with the proof from another old size */
    WITNESSING_LATER,   /* the witness has no time, or is ill: with the next checkpoint */
    WITNESSING_UNKNOWN, /* it does not know the log, or not its key: tell who runs it */
    WITNESSING_REFUSED, /* it says that the log did wrong, or does wrong itself */
};

/* What was sent. */
struct witnessing_sent {
    const struct key *witness; /* KEY_COSIGNATURE */
    struct str text;           /* of the checkpoint: what is signed */
    uint64_t old, size;
    unsigned tries; /* how often this checkpoint was sent, with this time */
};

struct witnessing_reply {
    unsigned status; /* of HTTP */
    struct str body;
};

struct witnessing_outcome {
    enum witnessing_step step;
    uint64_t old;    /* AGAIN: the size to prove the growth from */
    struct str line; /* DONE: the cosignature's line, to be put behind the note; in the arena */
    uint64_t time;   /* DONE: when it was made, seconds since 1970 */
};

/* Reads the reply.  OK when step is DONE or AGAIN; else err says why, and step what to do: a
 * reply that cannot be understood is REFUSED, and ERR_MEMORY is LATER.
 *
 * Witnesses that do otherwise than they should are borne: 409 without a size asks again from
 * old size 0, once, to be told one; 403 is answered by some for a log that they do not know. */
MUST_CHECK enum status witnessing_read(struct arena *a, const struct witnessing_sent *sent,
                                       const struct witnessing_reply *reply,
                                       struct witnessing_outcome *out, struct error *err);

#endif
