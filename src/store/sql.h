/* SPDX-License-Identifier: Apache-2.0 */
/* sql.h - prepared statements, kept for the life of the store; for src/store only. */
#ifndef TOCSIN_SQL_H
#define TOCSIN_SQL_H

#include "store/store.h"

#include <sqlite3.h>

struct sql_kept {
    const char *text; /* the literal itself is the key */
    sqlite3_stmt *stmt;
};
enum { SQL_KEPT = 64 };

struct store {
    sqlite3 *db;
    struct wal *wal; /* how a writer reaches its files; NULL for a reader */
    struct sql_kept kept[SQL_KEPT];
    bool writing, open; /* open: inside a transaction */
    bool has_leaves;    /* not a store of format 1 that is only read */
};

/* A statement ready to be bound.  `text` must be a string literal.  NULL is a
 * fault that err describes. */
MUST_CHECK sqlite3_stmt *sql(struct store *s, const char *text, struct error *err);

/* Bind by position; values must live until the statement is reset. */
void sql_text(sqlite3_stmt *q, int at, struct str text);
void sql_int(sqlite3_stmt *q, int at, int64_t n);
void sql_sha(sqlite3_stmt *q, int at, const struct sha256 *sha);

/* Runs a statement that gives no rows, and resets it. */
MUST_CHECK enum status sql_run(struct store *s, sqlite3_stmt *q, struct error *err);
/* Steps once: true for a row.  At the end, or on a fault, resets and is false. */
MUST_CHECK bool sql_row(struct store *s, sqlite3_stmt *q, struct error *err);
enum status sql_fault(struct store *s, struct error *err);

struct str sql_get_text(sqlite3_stmt *q, int column); /* valid until the next step */
struct sha256 sql_get_sha(sqlite3_stmt *q, int column);

#endif
