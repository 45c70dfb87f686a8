/* SPDX-License-Identifier: Apache-2.0 */
/* tally.h - the records of one version, counted and laid into the store.
 *
 * Takes records as they stream in, each once, and remembers a hash of each ref
 * (32 bytes an entry), not the record; so memory stays small whatever the size
 * of the list. */
#ifndef TOCSIN_TALLY_H
#define TOCSIN_TALLY_H

#include "ingest/history.h"

struct tally;
/* `delta`: entries that are not mentioned stay as they are. */
MUST_CHECK enum status tally_new(const struct history *h, struct tally **out, struct error *err);
void tally_free(struct tally *t);

/* One record: its bytes are decoded before anything is believed.  ERR_INPUT
 * when the ref came before with another record. */
MUST_CHECK enum status tally_record(struct tally *t, struct str ref, struct str body,
                                    struct error *err);
/* An entry that a delta removes. */
MUST_CHECK enum status tally_gone(struct tally *t, struct str ref, struct error *err);
/* After the last record.  Unless `delta`, entries that did not come are gone.
 * `before` is an instant of the version before this one, 0 when there is none. */
struct tally_sum {
    struct sha256 root;        /* lane-wise sum of the records' hashes */
    int64_t records, in_force; /* that the version has */
    int64_t before, gone;      /* in force before it, and of those no longer */
};
MUST_CHECK enum status tally_finish(struct tally *t, int64_t before, bool delta,
                                    struct tally_sum *out, struct error *err);

#endif
