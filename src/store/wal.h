/* SPDX-License-Identifier: Apache-2.0 */
/* wal.h - SQLite's log, written in large pieces; for src/store only.
 *
 * SQLite writes each page of a commit by two calls, a head of 24 bytes and the page,
 * so that no page lies where the kernel's pages do.  A first version of a list has
 * thousands of them.  Here they are gathered until 256 KiB are together; each piece
 * is on its way to the disk while the next is gathered, so that the sync at the
 * commit waits for the last only.
 *
 * The order of bytes, and what a sync promises, are SQLite's own: nothing is held
 * back beyond a sync, a read or a truncation.  Every commit must sync
 * (synchronous=FULL), because what other processes may read is published behind
 * it. */
#ifndef TOCSIN_WAL_H
#define TOCSIN_WAL_H

#include "base/base.h"

struct wal;

/* A way for SQLite to reach its files, by a name of its own; for one store, and to
 * be freed after it is closed. */
MUST_CHECK enum status wal_new(struct wal **out, struct error *err);
const char *wal_name(const struct wal *w); /* for sqlite3_open_v2 */
void wal_free(struct wal *w);              /* accepts NULL */

#endif
