/* SPDX-License-Identifier: Apache-2.0 */
/* witness_db.c - SQLite with a write-ahead log that is synced at each commit: one wait for the disk
 * however many logs a commit has, and nothing of it or all of it after a crash. */
#include "serve/witness_db.h"

#include "base/file.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>

enum { PATH_ROOM = 4096, BUSY_MILLISECONDS = 5000 };

struct witness_db {
    sqlite3 *db; /* NULL: read, and not there */
    sqlite3_stmt *get, *put;
    bool open; /* a transaction */
};

static enum status db_fault(struct witness_db *db, struct error *err)
{
    int code = sqlite3_errcode(db->db);
    enum status rc = code == SQLITE_NOMEM                              ? ERR_MEMORY
                     : code == SQLITE_CORRUPT || code == SQLITE_NOTADB ? ERR_CORRUPT
                                                                       : ERR_IO;
    return fault(err, rc, 0, "the state of the witness: %s", sqlite3_errmsg(db->db));
}

static enum status run(struct witness_db *db, const char *text, struct error *err)
{
    return sqlite3_exec(db->db, text, NULL, NULL, NULL) ? db_fault(db, err) : OK;
}

static enum status prepare(struct witness_db *db, const char *text, sqlite3_stmt **out,
                           struct error *err)
{
    int flags = SQLITE_PREPARE_PERSISTENT;
    return sqlite3_prepare_v3(db->db, text, -1, (unsigned)flags, out, NULL) ? db_fault(db, err)
                                                                            : OK;
}

static enum status begin(struct witness_db *db, const char *path, bool writing, struct error *err)
{
    int flags = writing ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY;
    if (sqlite3_open_v2(path, &db->db, flags | SQLITE_OPEN_NOMUTEX, NULL))
        return db->db ? db_fault(db, err) : fault(err, ERR_MEMORY, 0, "no memory for %s", path);
    sqlite3_busy_timeout(db->db, BUSY_MILLISECONDS);
    enum status rc = OK;
    if (writing)
        rc = run(db,
                 "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
                 "CREATE TABLE IF NOT EXISTS cosigned("
                 "id BLOB PRIMARY KEY, note BLOB NOT NULL) STRICT, WITHOUT ROWID",
                 err);
    if (!rc)
        rc = prepare(db, "SELECT note FROM cosigned WHERE id=?1", &db->get, err);
    if (!rc && writing)
        rc = prepare(db, "INSERT OR REPLACE INTO cosigned VALUES(?1,?2)", &db->put, err);
    return rc;
}

enum status witness_db_open(const char *dir, bool writing, struct witness_db **out,
                            struct error *err)
{
    char path[PATH_ROOM];
    enum status rc = OK;
    struct witness_db *db = calloc(1, sizeof *db);
    *out = NULL;
    if (!db)
        return fault(err, ERR_MEMORY, 0, "no memory for the state of a witness");
    if (snprintf(path, sizeof path, "%s/witness.db", dir) >= (int)sizeof path)
        rc = fault(err, ERR_INPUT, 0, "the path %.80s… is too long", dir);
    bool there = !rc && file_exists(path);
    if (!rc && (there || writing))
        rc = begin(db, path, writing, err);
    if (!rc && writing && !there)
        rc = file_sync_dir(dir, err);
    if (rc)
        witness_db_close(db);
    else
        *out = db;
    return rc;
}

void witness_db_close(struct witness_db *db)
{
    if (!db)
        return;
    sqlite3_finalize(db->get);
    sqlite3_finalize(db->put);
    sqlite3_close(db->db);
    free(db);
}

enum status witness_db_get(struct witness_db *db, const struct sha256 *id, struct buf *note,
                           struct error *err)
{
    enum status rc = OK;
    buf_clear(note);
    if (!db->db)
        return OK;
    sqlite3_bind_blob(db->get, 1, id->byte, SHA256_SIZE, SQLITE_STATIC);
    int step = sqlite3_step(db->get);
    if (step == SQLITE_ROW) {
        const char *bytes = sqlite3_column_blob(db->get, 0);
        size_t len = (size_t)sqlite3_column_bytes(db->get, 0);
        buf_put(note, (struct str){bytes, bytes ? len : 0});
        /* A row without a note is damage, which an empty text would hide. */
        if (!bytes)
            rc = fault(err, ERR_CORRUPT, 0, "the state of the witness has an empty note");
    } else if (step != SQLITE_DONE) {
        rc = db_fault(db, err);
    }
    sqlite3_reset(db->get);
    return !rc && note->failed ? fault(err, ERR_MEMORY, 0, "no memory for a checkpoint") : rc;
}

void witness_db_undo(struct witness_db *db)
{
    if (db->open && !sqlite3_get_autocommit(db->db))
        (void)sqlite3_exec(db->db, "ROLLBACK", NULL, NULL, NULL);
    db->open = false;
}

enum status witness_db_put(struct witness_db *db, const struct sha256 *id, struct str note,
                           struct error *err)
{
    enum status rc = db->open ? OK : run(db, "BEGIN IMMEDIATE", err);
    if (rc)
        return rc;
    db->open = true;
    sqlite3_bind_blob(db->put, 1, id->byte, SHA256_SIZE, SQLITE_STATIC);
    sqlite3_bind_blob(db->put, 2, note.s, (int)note.len, SQLITE_STATIC);
    if (sqlite3_step(db->put) != SQLITE_DONE)
        rc = db_fault(db, err);
    sqlite3_reset(db->put);
    if (rc)
        witness_db_undo(db);
    return rc;
}

enum status witness_db_commit(struct witness_db *db, struct error *err)
{
    if (!db->open)
        return OK;
    enum status rc = run(db, "COMMIT", err);
    if (rc)
        witness_db_undo(db);
    db->open = false;
    return rc;
}
