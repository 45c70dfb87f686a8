/* SPDX-License-Identifier: Apache-2.0 */
/* witness_db.h - the state of a witness, DIR/witness.db (doc/format/witness.md): of each log the
 * checkpoint as it was cosigned last.  Several are written by one commit, which is on the disk when
 * it returns.  For one thread at a time. */
#ifndef TOCSIN_WITNESS_DB_H
#define TOCSIN_WITNESS_DB_H

#include "base/buf.h"
#include "base/sha256.h"

struct witness_db;

/* For reading, a file that is not there is as an empty one. */
MUST_CHECK enum status witness_db_open(const char *dir, bool writing, struct witness_db **out,
                                       struct error *err);
void witness_db_close(struct witness_db *db); /* what was put and not committed is gone */

/* Replaces *note by what was put for that log; empty: never. */
MUST_CHECK enum status witness_db_get(struct witness_db *db, const struct sha256 *id,
                                      struct buf *note, struct error *err);
/* Puts a note in the place of the last.  After a failure of it or of the commit nothing that was
 * put since the last commit is there. */
MUST_CHECK enum status witness_db_put(struct witness_db *db, const struct sha256 *id,
                                      struct str note, struct error *err);
MUST_CHECK enum status witness_db_commit(struct witness_db *db, struct error *err);
void witness_db_undo(struct witness_db *db); /* what was put since the last commit */

#endif
