/* SPDX-License-Identifier: Apache-2.0 */
/* history.h - what one version does to the entries of its list.
 *
 * The state of an entry is a set of runs over time.  A version at instant t
 * says what the state is from t until the next accepted version of its list,
 * which need not be the end of time: an older version that arrives late is put
 * into its place by the same calls.  Afterwards the changes of each entry whose
 * runs moved are told again from its runs (doc/design/history.md). */
#ifndef TOCSIN_HISTORY_H
#define TOCSIN_HISTORY_H

#include "record/decode.h"
#include "store/store.h"

/* One version being laid into the store, within a transaction of it. */
struct history {
    struct store *store;
    struct str list;
    int64_t at;    /* of the version */
    int64_t next;  /* of the next accepted one, or INSTANT_END */
    int64_t first; /* of the first accepted one, this version included */
    bool again;    /* the version had been laid before, so runs may begin or end at `at` */
};

/* The state of an entry: no record, or one. */
struct state {
    bool present, in_force;
    struct sha256 sha;
};

/* Sets the state of `ref`, known to be `was`, in [at, next) and tells its
 * changes again.  The record itself must be in the store already. */
MUST_CHECK enum status history_change(struct history *h, struct str ref, struct state was,
                                      struct state now, struct error *err);
/* The same when it is not known what the state was, or whether it differs. */
MUST_CHECK enum status history_set(struct history *h, struct str ref, struct state want,
                                   struct error *err);

/* What it is called when a record gives way to another of the same party, and
 * the date that the authority gives for that ("" for none). */
const char *history_word(const struct record_head *before, const struct record_head *now,
                         struct str *stated);

/* Tells the changes of `ref` from `from` on again. */
MUST_CHECK enum status history_retell(struct history *h, struct str ref, int64_t from,
                                      struct error *err);

#endif
