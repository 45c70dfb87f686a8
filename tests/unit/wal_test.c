/* SPDX-License-Identifier: Apache-2.0 */
/* wal_test.c - the log in large pieces is the log: after each commit another process
 * would find all of it, before it nothing, whatever was spilled, overwritten or
 * undone on the way. */
#include "cmocka_all.h"

#include "store/wal.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static char folder[64], path[128];

static int make_folder(void **state)
{
    (void)state;
    snprintf(folder, sizeof folder, "/tmp/tocsin-wal-XXXXXX");
    if (!mkdtemp(folder))
        return -1;
    snprintf(path, sizeof path, "%s/db", folder);
    return 0;
}

static int remove_folder(void **state)
{
    static const char *const ends[] = {"", "-wal", "-shm"};
    char name[160];
    (void)state;
    for (size_t i = 0; i < COUNT(ends); i++) {
        snprintf(name, sizeof name, "%s%s", path, ends[i]);
        unlink(name);
    }
    return rmdir(folder);
}

static void run(sqlite3 *db, const char *text)
{
    char *why = NULL;
    if (sqlite3_exec(db, text, NULL, NULL, &why))
        fail_msg("%s: %s", text, why);
}

static int64_t number(sqlite3 *db, const char *text)
{
    sqlite3_stmt *q;
    assert_int_equal(sqlite3_prepare_v2(db, text, -1, &q, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(q), SQLITE_ROW);
    int64_t n = sqlite3_column_int64(q, 0);
    sqlite3_finalize(q);
    return n;
}

static sqlite3 *open_by(const char *name)
{
    sqlite3 *db;
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    assert_int_equal(sqlite3_open_v2(path, &db, flags, name), SQLITE_OK);
    return db;
}

static sqlite3 *writer(const struct wal *w, const char *cache)
{
    char text[200];
    sqlite3 *db = open_by(wal_name(w));
    snprintf(text, sizeof text,
             "PRAGMA page_size = 8192; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
             "PRAGMA cache_size = %s; PRAGMA wal_autocheckpoint = 0",
             cache);
    run(db, text);
    return db;
}

/* As another process has it: SQLite's own way to the files. */
static void assert_seen(int64_t count, int64_t sum)
{
    sqlite3 *db = open_by(NULL);
    assert_int_equal(number(db, "SELECT count(*) FROM t"), count);
    assert_int_equal(number(db, "SELECT coalesce(sum(n), 0) FROM t"), sum);
    assert_int_equal(number(db, "SELECT count(*) FROM pragma_integrity_check"
                                " WHERE integrity_check = 'ok'"),
                     1);
    sqlite3_db_config(db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
    sqlite3_close(db);
}

/* With room for every page, and with so little that pages are spilled into the log
 * and overwritten there before the commit. */
static const char *const caches[] = {"-16384", "10"};

static void test_commits(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(caches); i++) {
        struct wal *w;
        struct error err = {0};
        assert_int_equal(wal_new(&w, &err), OK);
        sqlite3 *db = writer(w, caches[i]);
        run(db, "DROP TABLE IF EXISTS t; CREATE TABLE t(k TEXT PRIMARY KEY, n, b) WITHOUT ROWID");
        assert_seen(0, 0);
        for (int turn = 1; turn <= 3; turn++) {
            int64_t before = 1000 * (turn - 1);
            run(db, "BEGIN; WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c"
                    " WHERE i < 1000) INSERT INTO t SELECT hex(randomblob(8)), 1,"
                    " hex(randomblob(400)) FROM c");
            assert_seen(before, 2 * before);
            run(db, "UPDATE t SET n = 2; SAVEPOINT part; UPDATE t SET n = 3, b = '';"
                    "ROLLBACK TO part; RELEASE part");
            assert_seen(before, 2 * before);
            run(db, "COMMIT");
            assert_seen(before + 1000, 2 * (before + 1000));
            run(db, "BEGIN; DELETE FROM t; ROLLBACK");
            assert_seen(before + 1000, 2 * (before + 1000));
        }
        assert_int_equal(number(db, "PRAGMA wal_checkpoint(TRUNCATE)"), 0);
        assert_seen(3000, 6000);
        sqlite3_close(db);
        assert_seen(3000, 6000);
        wal_free(w);
    }
}

/* Two writers, each its own way; SQLite still knows its own when both are gone. */
static void test_two(void **state)
{
    struct wal *one, *two;
    struct error err = {0};
    (void)state;
    assert_int_equal(wal_new(&one, &err), OK);
    assert_int_equal(wal_new(&two, &err), OK);
    assert_string_not_equal(wal_name(one), wal_name(two));
    wal_free(one);
    assert_true(sqlite3_vfs_find(wal_name(two)) != NULL);
    wal_free(two);
    wal_free(NULL);
    sqlite3_vfs *own = sqlite3_vfs_find(NULL);
    assert_true(own && strncmp(own->zName, "tocsin", 6) != 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_commits),
        cmocka_unit_test(test_two),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
