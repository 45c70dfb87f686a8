/* SPDX-License-Identifier: Apache-2.0 */
/* audit.h - do the blobs, the store and the ledger of a home say the same?
 *
 * Nothing is written, and nothing is mended: the first thing that is wrong is told. */
#ifndef TOCSIN_AUDIT_H
#define TOCSIN_AUDIT_H

#include "ingest/home.h"
#include "ledger/checkpoint.h"

struct audit {
    struct checkpoint checkpoint; /* signed by the home's key */
    uint64_t entries, lists, versions, blobs;
    struct str newest; /* of a log by itself: the key that its entries name last, if they do */
};
/* Tells how far it has come: of `all` entries. */
typedef void audit_tell(void *ctx, uint64_t done, uint64_t all);

/* Checks the checkpoints' signatures, every tile against the entries and the root, every entry
 * against the store, the store's versions, changes and roots against the ledger; and, when
 * `full`, every blob against its hash.  ERR_CORRUPT names the file, byte or row. */
MUST_CHECK enum status audit_home(struct home *h, bool full, audit_tell *tell, void *ctx,
                                  struct audit *out, struct error *err);
/* A published log by itself, with the key that is to have signed it. */
MUST_CHECK enum status audit_log(const char *folder, const struct key *key, struct arena *a,
                                 audit_tell *tell, void *ctx, struct audit *out, struct error *err);

#endif
