/* SPDX-License-Identifier: Apache-2.0 */
/* snapshot.h - the state of the store as a file that can be searched.
 *
 * A snapshot has every name of every accepted version of every list, with the
 * time in which it stood.  It is made when something asks for a newer state than
 * it has, never by an import. */
#ifndef TOCSIN_SNAPSHOT_H
#define TOCSIN_SNAPSHOT_H

#include "index/index.h"
#include "store/store.h"

/* Called now and then while a snapshot is made: entries taken in so far. */
typedef void snapshot_tell(void *ctx, size_t entries);

/* Makes the snapshot of the store's present state in `folder` (the home's
 * index/), and the current one.  `tell` may be NULL. */
MUST_CHECK enum status snapshot_make(struct store *s, const char *folder, snapshot_tell *tell,
                                     void *ctx, struct error *err);

/* Whether ix was made from the store's present state. */
MUST_CHECK enum status snapshot_fresh(struct store *s, const struct index *ix, bool *fresh,
                                      struct error *err);

/* Opens the current snapshot; makes it first when there is none, when it is
 * damaged, made by another edition of the program (base/edition.h), or not of the store's present
 * state. */
MUST_CHECK enum status snapshot_open(struct store *s, const char *folder, snapshot_tell *tell,
                                     void *ctx, struct index **out, struct error *err);

#endif
