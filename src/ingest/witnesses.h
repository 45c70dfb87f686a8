/* SPDX-License-Identifier: Apache-2.0 */
/* witnesses.h - the witnesses of this home's ledger, by the policy that config.ini names, and what
 * each has said of it (doc/format/ledger.md).
 *
 *     ledger/checkpoint    the newest checkpoint, with the cosignatures that there are of it
 *     ledger/cosigned      the newest of which there were enough
 *     ledger/witnesses     what each witness said last
 *
 * The last two are of use, but nothing hangs on them: what is lost is asked for again. */
#ifndef TOCSIN_WITNESSES_H
#define TOCSIN_WITNESSES_H

#include "ingest/home.h"
#include "ingest/seal.h"
#include "ledger/policy.h"

struct witness_said {
    struct str name, url; /* by the policy; url may be empty */
    struct key key;
    bool current;   /* its cosignature is on the newest checkpoint */
    uint64_t size;  /* that it cosigned last; 0: never */
    int64_t time;   /* of that cosignature */
    int64_t asked;  /* last; 0: never */
    struct str why; /* it did not cosign then; empty when it did */
};

struct witnesses {
    bool named; /* config.ini has a policy; without one there is nothing else here */
    struct policy policy;
    VEC(struct witness_said) all; /* in the order of the policy */
    bool met;                     /* those whose cosignatures are on the newest checkpoint do */
};

/* Reads policy and files; what *out has is in the arena.  Faults of the policy name file and line;
 * ERR_CORRUPT of ledger/witnesses, and of a cosignature on the checkpoint that is not good. */
MUST_CHECK enum status witnesses_read(const struct home *h, const struct ledger_view *v,
                                      struct arena *a, struct witnesses *out, struct error *err);
/* Writes ledger/witnesses; for the writer of the home. */
MUST_CHECK enum status witnesses_write(const struct home *h, const struct witnesses *w,
                                       struct error *err);

/* The time of a cosignature, which may be any number, as an instant that has a text. */
int64_t witnesses_time(uint64_t time);

/* Replaces ledger/cosigned, if that is not of a longer log; for the writer of the home. */
MUST_CHECK enum status witnesses_put_cosigned(const struct home *h, const struct ledger_view *v,
                                              struct error *err);
/* The view at that checkpoint; *v itself when there is none by its key. */
MUST_CHECK enum status witnesses_cosigned(const struct home *h, const struct ledger_view *v,
                                          struct arena *a, struct ledger_view *out,
                                          struct error *err);

#endif
