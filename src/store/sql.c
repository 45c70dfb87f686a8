/* SPDX-License-Identifier: Apache-2.0 */
/* sql.c - the little that lies between SQLite and the rest of the store. */
#include "store/sql.h"

#include <string.h>

enum status sql_fault(struct store *s, struct error *err)
{
    int code = sqlite3_errcode(s->db);
    enum status status = code == SQLITE_CORRUPT || code == SQLITE_NOTADB ? ERR_CORRUPT
                         : code == SQLITE_NOMEM                          ? ERR_MEMORY
                         : code == SQLITE_BUSY || code == SQLITE_LOCKED  ? ERR_CONFLICT
                                                                         : ERR_IO;
    return fault(err, status, 0, "the store says: %s", sqlite3_errmsg(s->db));
}

sqlite3_stmt *sql(struct store *s, const char *text, struct error *err)
{
    struct sql_kept *k = s->kept;
    while (k < s->kept + SQL_KEPT && k->stmt && k->text != text)
        k++;
    if (k == s->kept + SQL_KEPT) {
        fault(err, ERR_MEMORY, 0, "more than %d kinds of statements", SQL_KEPT);
        return NULL;
    }
    if (!k->stmt) {
        if (sqlite3_prepare_v3(s->db, text, -1, SQLITE_PREPARE_PERSISTENT, &k->stmt, NULL)) {
            (void)sql_fault(s, err);
            return NULL;
        }
        k->text = text;
    }
    return k->stmt;
}

void sql_text(sqlite3_stmt *q, int at, struct str text)
{
    sqlite3_bind_text64(q, at, text.s ? text.s : "", text.len, SQLITE_STATIC, SQLITE_UTF8);
}

void sql_int(sqlite3_stmt *q, int at, int64_t n)
{
    sqlite3_bind_int64(q, at, n);
}

void sql_sha(sqlite3_stmt *q, int at, const struct sha256 *sha)
{
    sqlite3_bind_blob(q, at, sha->byte, sizeof sha->byte, SQLITE_STATIC);
}

enum status sql_run(struct store *s, sqlite3_stmt *q, struct error *err)
{
    int rc = sqlite3_step(q);
    enum status status = rc == SQLITE_DONE || rc == SQLITE_ROW ? OK : sql_fault(s, err);
    sqlite3_reset(q);
    return status;
}

bool sql_row(struct store *s, sqlite3_stmt *q, struct error *err)
{
    int rc = sqlite3_step(q);
    if (rc == SQLITE_ROW)
        return true;
    if (rc != SQLITE_DONE)
        (void)sql_fault(s, err);
    sqlite3_reset(q);
    return false;
}

struct str sql_get_text(sqlite3_stmt *q, int column)
{
    const char *text = (const char *)sqlite3_column_text(q, column);
    return (struct str){text, (size_t)sqlite3_column_bytes(q, column)};
}

struct sha256 sql_get_sha(sqlite3_stmt *q, int column)
{
    struct sha256 sha = {0};
    const void *bytes = sqlite3_column_blob(q, column);
    if (bytes && sqlite3_column_bytes(q, column) == sizeof sha.byte)
        memcpy(sha.byte, bytes, sizeof sha.byte);
    return sha;
}
