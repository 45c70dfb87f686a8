/* SPDX-License-Identifier: Apache-2.0 */
/* audit.h - do the blobs, the store and the ledger of a home say the same?  And does a published
 * log hold by itself?
 *
 * Nothing is written, and nothing is mended: the first thing that is wrong is told. */
#ifndef TOCSIN_AUDIT_H
#define TOCSIN_AUDIT_H

#include "ingest/home.h"
#include "ledger/checkpoint.h"
#include "ledger/log.h"

struct audit {
    struct checkpoint checkpoint; /* signed by the home's key */
    uint64_t entries, lists, versions, blobs;
    struct str newest; /* of a log by itself: the key that its entries name last, if they do */
};
/* Tells how far it has come: of `all` entries. */
typedef void audit_tell(void *ctx, uint64_t done, uint64_t all);

/* Checks the checkpoints' signatures, every tile against the entries and the root, every entry
 * against the store, the store's versions, changes and roots against the ledger, every record
 * against its hash; and, when `full`, every blob against its hash.  ERR_CORRUPT names the file,
 * byte or row. */
MUST_CHECK enum status audit_home(struct home *h, bool full, audit_tell *tell, void *ctx,
                                  struct audit *out, struct error *err);

/* A published log, wherever it is. */
struct audit_log {
    log_fetch *fetch; /* of its files */
    void *fetch_ctx;
    void (*expect)(void *fetch_ctx, uint64_t size); /* NULL, or is told the size first */
    struct str vkey;  /* who is to have signed it; empty: the newest key in its file `key` */
    struct str since; /* a checkpoint of before, which it is to go on from; or empty */
    audit_tell *tell;
    void *tell_ctx;
};
/* Checks the signature, every tile and entry against the root, that the newest key that the
 * entries name has signed, and that it goes on from `since`.  ERR_CORRUPT as above; ERR_INPUT
 * when vkey or since are none.  *key is the one that it was checked with; texts are in the arena.
 */
MUST_CHECK enum status audit_log(const struct audit_log *job, struct arena *a, struct key *key,
                                 struct audit *out, struct error *err);

#endif
