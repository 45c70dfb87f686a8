/* SPDX-License-Identifier: Apache-2.0 */
/* proof.h - one file that proves what a list said, offline (doc/format/ledger.md).
 *
 * A `.tlog-proof`: an entry of the ledger, the path from it to the root that is signed,
 * and, beside it, what the entry itself stands for: a record and its path in the version's
 * tree, or the two neighbours between which there is none. */
#ifndef TOCSIN_PROOF_H
#define TOCSIN_PROOF_H

#include "ingest/home.h"
#include "ledger/policy.h"

enum { PROOF_FILE_MOST = 4 << 20 };

/* Who has cosigned what is proven. */
struct proof_witness {
    struct str name; /* of its key */
    int64_t time;
};

/* What was proven, or is. */
enum proof_says { PROOF_PRESENT, PROOF_ABSENT, PROOF_CHANGE };
struct proof {
    enum proof_says says;
    struct str list, ref;
    int64_t at;               /* of the version */
    uint64_t entries;         /* of the version; not of a change */
    struct str record;        /* canonical bytes, when present */
    struct str change;        /* "delisted" …, of a change */
    struct str before, after; /* records of a change; "" where not told */
    uint64_t index;           /* of the ledger's entry */
    int64_t since; /* making an absence: number of the leaf of the change that took it off,
                      else -1 */
    struct checkpoint checkpoint;
    VEC(struct proof_witness)
    witnesses;        /* checking by a policy: its witnesses that have cosigned */
    size_t unchecked; /* other signatures on the checkpoint */
};

/* Makes the proof of what the newest version of the list up to `at` says of ref.  ERR_USAGE
 * when there is no such version, or its root is not in the ledger. */
MUST_CHECK enum status proof_of_entry(struct home *h, struct str list, struct str ref, int64_t at,
                                      struct buf *out, struct proof *told, struct error *err);
/* That a change, by the number that `tocsin changes` shows, is in the ledger. */
MUST_CHECK enum status proof_of_change(struct home *h, int64_t seq, struct buf *out,
                                       struct proof *told, struct error *err);

/* By whose signatures a checkpoint is believed: the log's, which is `log` or one of the policy's,
 * or both when both are there, and of those of its witnesses that the policy asks for. */
struct proof_trust {
    const struct key *log;       /* NULL: the policy names it */
    const struct policy *policy; /* NULL: no witnesses are asked for */
};
/* Checks a proof with nothing but those keys; texts are in the arena.  ERR_INPUT with the
 * byte and the rule when it proves nothing. */
MUST_CHECK enum status proof_check(struct arena *a, struct str file,
                                   const struct proof_trust *trust, struct proof *out,
                                   struct error *err);

#endif
