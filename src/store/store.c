/* SPDX-License-Identifier: Apache-2.0 */
/* store.c - the file itself: its schema, transactions, notes and digest.
 *
 * WAL with synchronous=FULL: a commit that returned is on the disk.  A transaction
 * that finds a log of 16 MiB moves it into the file first, so that taking in a list
 * does not write everything twice.  SQLite's own checkpoints would do that at each
 * commit again, because a process that is the first to open a log does not know
 * what of it was moved already, and adds to it for ever.
 *
 * Pages of 16 KiB keep most records on one page: of a record that takes more than a
 * quarter, SQLite puts the rest on a page of its own.  Every table is WITHOUT ROWID, so no
 * number that depends on the order of arrival is ever stored. */
#include "store/sql.h"

#include "base/file.h"
#include "store/wal.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LOG_MOST = 16 << 20, WAIT_MS = 10000 };
enum { FORMAT = 2, FORMAT_BEFORE = 1, APPLICATION = 0x746f6373 /* "tocs" */ };

/* What format 2 has and format 1 had not. */
#define SINCE_2                                                                                    \
    "CREATE TABLE leaves("                                                                         \
    " number INTEGER NOT NULL PRIMARY KEY, list TEXT NOT NULL, at INTEGER NOT NULL,"               \
    " kind INTEGER NOT NULL, ref TEXT NOT NULL, part INTEGER NOT NULL, sha BLOB NOT NULL)"         \
    " WITHOUT ROWID;"                                                                              \
    "CREATE INDEX leaves_of ON leaves(list, at, kind, ref, part, number);"                         \
    "CREATE TABLE ledger("                                                                         \
    " one INTEGER NOT NULL PRIMARY KEY CHECK(one = 1), size INTEGER NOT NULL, root BLOB NOT NULL," \
    " checkpoint TEXT NOT NULL) WITHOUT ROWID;"                                                    \
    "PRAGMA user_version = 2;"

static const char schema[] =
    "CREATE TABLE versions("
    " list TEXT NOT NULL, at INTEGER NOT NULL, sha BLOB NOT NULL, root BLOB NOT NULL,"
    " status INTEGER NOT NULL, decision TEXT NOT NULL, why TEXT NOT NULL, format TEXT NOT NULL,"
    " list_date TEXT NOT NULL, unknown TEXT NOT NULL, origin TEXT NOT NULL,"
    " entries INTEGER NOT NULL, bytes INTEGER NOT NULL, delta INTEGER NOT NULL,"
    " readable INTEGER NOT NULL, generated TEXT NOT NULL, guard INTEGER NOT NULL,"
    " PRIMARY KEY(list, at)) WITHOUT ROWID;"
    "CREATE TABLE files("
    " list TEXT NOT NULL, at INTEGER NOT NULL, position INTEGER NOT NULL, name TEXT NOT NULL,"
    " sha BLOB NOT NULL, bytes INTEGER NOT NULL, PRIMARY KEY(list, at, position)) WITHOUT ROWID;"
    "CREATE TABLE runs("
    " list TEXT NOT NULL, ref TEXT NOT NULL, since INTEGER NOT NULL, until INTEGER NOT NULL,"
    " sha BLOB NOT NULL, in_force INTEGER NOT NULL, PRIMARY KEY(list, ref, since)) WITHOUT ROWID;"
    "CREATE TABLE records("
    " list TEXT NOT NULL, ref TEXT NOT NULL, sha BLOB NOT NULL, body TEXT NOT NULL,"
    " PRIMARY KEY(list, ref, sha)) WITHOUT ROWID;"
    "CREATE TABLE changes("
    " by_at INTEGER NOT NULL, list TEXT NOT NULL, ref TEXT NOT NULL, part INTEGER NOT NULL,"
    " change TEXT NOT NULL, native TEXT NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL,"
    " stated TEXT NOT NULL, fields TEXT NOT NULL, other INTEGER NOT NULL,"
    " PRIMARY KEY(by_at, list, ref, part)) WITHOUT ROWID;"
    "CREATE INDEX changes_of_entry ON changes(list, ref, by_at);"
    "CREATE TABLE notes(key TEXT NOT NULL PRIMARY KEY, value INTEGER NOT NULL) WITHOUT "
    "ROWID;" SINCE_2;

static enum status execute(struct store *s, const char *text, struct error *err)
{
    return sqlite3_exec(s->db, text, NULL, NULL, NULL) ? sql_fault(s, err) : OK;
}

static bool pragma_number(struct store *s, const char *text, int *out, struct error *err)
{
    sqlite3_stmt *q = NULL;
    bool row =
        sqlite3_prepare_v2(s->db, text, -1, &q, NULL) == SQLITE_OK && sqlite3_step(q) == SQLITE_ROW;
    if (row)
        *out = sqlite3_column_int(q, 0);
    else
        (void)sql_fault(s, err);
    sqlite3_finalize(q);
    return row;
}

static enum status check_format(struct store *s, const char *path, struct error *err)
{
    int format, application;
    if (!pragma_number(s, "PRAGMA user_version", &format, err) ||
        !pragma_number(s, "PRAGMA application_id", &application, err))
        return err ? err->status : ERR_CORRUPT;
    if (application != APPLICATION)
        return fault(err, ERR_CORRUPT, 0, "%s is not a store of Tocsin", path);
    if (format != FORMAT && format != FORMAT_BEFORE)
        return fault(err, ERR_CORRUPT, 0, "%s has store format %d; this program knows %d", path,
                     format, FORMAT);
    s->has_leaves = format == FORMAT;
    return OK;
}

/* A store of the format before gets the tables that are new, all or none. */
static enum status bring_up(struct store *s, struct error *err)
{
    if (!s->writing || s->has_leaves)
        return OK;
    enum status rc = execute(s, "BEGIN IMMEDIATE;" SINCE_2 "COMMIT", err);
    if (rc)
        sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
    s->has_leaves = !rc;
    return rc;
}

/* An empty store, of which SQLite knows from these two bytes that it has a log
 * (fileformat2.html, 1.3.3). */
enum { WRITE_VERSION = 18, READ_VERSION = 19, HAS_LOG = 2 };

static unsigned char *make_image(sqlite3 *db, sqlite3_int64 *size)
{
    if (sqlite3_exec(db, "PRAGMA page_size = 16384; PRAGMA application_id = 0x746f6373", NULL, NULL,
                     NULL) ||
        sqlite3_exec(db, schema, NULL, NULL, NULL))
        return NULL;
    unsigned char *image = sqlite3_serialize(db, "main", size, 0);
    if (image)
        image[WRITE_VERSION] = image[READ_VERSION] = HAS_LOG;
    return image;
}

/* A store that is not there appears whole, for two syncs instead of the seven that
 * SQLite takes to make tables and a log.  A log without a store is nobody's.  SQLite
 * gives its other files the mode that this one has. */
static enum status make_store(const char *path, struct error *err)
{
    char log[PATH_MAX];
    sqlite3 *db = NULL;
    sqlite3_int64 size = 0;
    unsigned char *image = NULL;
    enum status rc = OK;
    if (snprintf(log, sizeof log, "%s-wal", path) >= (int)sizeof log)
        return fault(err, ERR_INPUT, 0, "the path %.80s… is too long", path);
    if (file_exists(log))
        rc = file_remove(log, err);
    if (!rc && sqlite3_open_v2(":memory:", &db,
                               SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX,
                               NULL) == SQLITE_OK)
        image = make_image(db, &size);
    if (!rc && !image)
        rc = fault(err, ERR_MEMORY, 0, "cannot make the store %s: %s", path,
                   db ? sqlite3_errmsg(db) : "no memory");
    if (!rc)
        rc = file_write(path, (struct str){(const char *)image, (size_t)size}, 0600, err);
    sqlite3_free(image);
    sqlite3_close(db);
    return rc;
}

enum status store_open(const char *path, bool writing, struct store **out, struct error *err)
{
    struct store *s = calloc(1, sizeof *s);
    *out = NULL;
    if (!s)
        return fault(err, ERR_MEMORY, 0, "no memory for the store");
    s->writing = writing;
    enum status rc = writing && file_size(path) == 0 ? make_store(path, err) : OK;
    if (!rc && writing)
        rc = wal_new(&s->wal, err);
    if (rc) {
        store_close(s);
        return rc;
    }
    if (sqlite3_open_v2(path, &s->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX,
                        s->wal ? wal_name(s->wal) : NULL)) {
        rc = fault(err, ERR_IO, 0, "cannot open the store %s: %s", path,
                   s->db ? sqlite3_errmsg(s->db) : "no memory");
        store_close(s);
        return rc;
    }
    sqlite3_extended_result_codes(s->db, 0);
    sqlite3_busy_timeout(s->db, WAIT_MS);
    /* A close should cost no more than the commit did: the next writer that
     * finds a long log moves it into the file. */
    sqlite3_db_config(s->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
    sqlite3_db_config(s->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(s->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    rc = execute(
        s,
        writing
            ? "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -16384;"
              "PRAGMA wal_autocheckpoint = 0;"
              "PRAGMA temp_store = MEMORY"
            : "PRAGMA query_only = 1; PRAGMA cache_size = -16384",
        err);
    rc = rc ? rc : check_format(s, path, err);
    rc = rc ? rc : bring_up(s, err);
    if (rc) {
        store_close(s);
        return rc;
    }
    *out = s;
    return OK;
}

void store_close(struct store *s)
{
    if (!s)
        return;
    store_rollback(s);
    for (size_t i = 0; i < SQL_KEPT; i++)
        sqlite3_finalize(s->kept[i].stmt);
    sqlite3_close(s->db);
    wal_free(s->wal);
    free(s);
}

/* Where somebody reads what is in the log it stays, until a later version. */
static enum status fold_if_long(struct store *s, struct error *err)
{
    if (file_size(sqlite3_filename_wal(sqlite3_db_filename(s->db, "main"))) < LOG_MOST)
        return OK;
    sqlite3_busy_timeout(s->db, 0);
    int rc = sqlite3_wal_checkpoint_v2(s->db, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
    sqlite3_busy_timeout(s->db, WAIT_MS);
    return rc == SQLITE_OK || rc == SQLITE_BUSY ? OK : sql_fault(s, err);
}

enum status store_begin(struct store *s, struct error *err)
{
    enum status rc = fold_if_long(s, err);
    rc = rc ? rc : execute(s, "BEGIN IMMEDIATE", err);
    s->open = !rc;
    return rc;
}

enum status store_freeze(struct store *s, struct error *err)
{
    int format;
    enum status rc = execute(s, "BEGIN", err);
    s->open = !rc;
    /* The moment is that of the first read. */
    return rc || pragma_number(s, "PRAGMA user_version", &format, err) ? rc : ERR_IO;
}

enum status store_fold(struct store *s, struct error *err)
{
    int busy = 1;
    if (!pragma_number(s, "PRAGMA wal_checkpoint(TRUNCATE)", &busy, err))
        return err->status;
    return busy ? fault(err, ERR_CONFLICT, 0, "the store is being read; try again later") : OK;
}

enum status store_commit(struct store *s, struct error *err)
{
    enum status rc = execute(s, "COMMIT", err);
    if (!rc)
        s->open = false;
    return rc;
}

void store_rollback(struct store *s)
{
    if (s->open)
        sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
    s->open = false;
}

enum status store_mark(struct store *s, struct error *err)
{
    return execute(s, "SAVEPOINT part", err);
}

enum status store_unmark(struct store *s, bool undo, struct error *err)
{
    return execute(s, undo ? "ROLLBACK TO part; RELEASE part" : "RELEASE part", err);
}

bool store_note(struct store *s, struct str key, int64_t *out, struct error *err)
{
    sqlite3_stmt *q = sql(s, "SELECT value FROM notes WHERE key = ?1", err);
    if (!q)
        return false;
    sql_text(q, 1, key);
    if (!sql_row(s, q, err))
        return false;
    *out = sqlite3_column_int64(q, 0);
    sqlite3_reset(q);
    return true;
}

enum status store_put_note(struct store *s, struct str key, int64_t value, struct error *err)
{
    sqlite3_stmt *q = sql(s, "INSERT OR REPLACE INTO notes(key, value) VALUES(?1, ?2)", err);
    if (!q)
        return err ? err->status : ERR_IO;
    sql_text(q, 1, key);
    sql_int(q, 2, value);
    return sql_run(s, q, err);
}

/* ---- The digest: each value with its type and length, row by row. */

static void digest_row(struct hasher *h, sqlite3_stmt *q)
{
    for (int i = 0; i < sqlite3_column_count(q); i++) {
        const void *bytes = sqlite3_column_blob(q, i);
        int32_t head[2] = {sqlite3_column_type(q, i), sqlite3_column_bytes(q, i)};
        hasher_add(h, (struct str){(const char *)head, sizeof head});
        hasher_add(h, (struct str){bytes, (size_t)head[1]});
    }
}

enum status store_digest(struct store *s, struct sha256 *out, struct error *err)
{
    static const char *const tables[] = {
        "SELECT * FROM versions ORDER BY list, at",
        "SELECT * FROM files ORDER BY list, at, position",
        "SELECT * FROM runs ORDER BY list, ref, since",
        "SELECT * FROM records ORDER BY list, ref, sha",
        "SELECT * FROM changes ORDER BY by_at, list, ref, part",
    };
    struct error here = {0};
    struct hasher *h = hasher_new();
    if (!h)
        return fault(err, ERR_MEMORY, 0, "no memory to hash the store");
    hasher_begin(h);
    for (size_t i = 0; i < COUNT(tables) && !here.status; i++) {
        sqlite3_stmt *q = sql(s, tables[i], &here);
        hasher_add(h, str_of(tables[i]));
        while (q && sql_row(s, q, &here))
            digest_row(h, q);
    }
    *out = hasher_end(h);
    hasher_free(h);
    return here.status ? fault(err, here.status, 0, "%s", here.why) : OK;
}

enum status store_clear(struct store *s, struct error *err)
{
    return execute(s,
                   "DELETE FROM versions; DELETE FROM files; DELETE FROM runs;"
                   "DELETE FROM records; DELETE FROM changes; DELETE FROM notes",
                   err);
}
