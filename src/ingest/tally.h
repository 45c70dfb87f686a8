/* SPDX-License-Identifier: Apache-2.0 */
/* tally.h - the records of one version, counted and laid into the store.
 *
 * Takes records as they stream in, each once.  What the entries were before is
 * loaded once, as hashes; so memory is about a hundred bytes an entry, whatever
 * the size of the file. */
#ifndef TOCSIN_TALLY_H
#define TOCSIN_TALLY_H

#include "ingest/history.h"

struct tally;
/* `before` is an instant of the version before this one, 0 when there is none. */
MUST_CHECK enum status tally_new(const struct history *h, int64_t before, struct tally **out,
                                 struct error *err);
void tally_free(struct tally *t);

/* One record: its bytes are checked before anything is believed.  ERR_INPUT
 * when the ref came before with another record. */
MUST_CHECK enum status tally_record(struct tally *t, struct str ref, struct str body,
                                    struct error *err);
/* An entry that a delta removes; one that was never there is no fault. */
MUST_CHECK enum status tally_gone(struct tally *t, struct str ref, struct error *err);

struct tally_sum {
    struct sha256 root;        /* lane-wise sum of the records' hashes */
    int64_t records, in_force; /* that the version has */
    int64_t before, gone;      /* in force before it, and of those no longer */
};
/* After the last record.  Entries that did not come are gone; in a delta they
 * stay as they are. */
MUST_CHECK enum status tally_finish(struct tally *t, bool delta, struct tally_sum *out,
                                    struct error *err);

#endif
