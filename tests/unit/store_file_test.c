/* SPDX-License-Identifier: Apache-2.0 */
/* store_file_test.c - the file itself: made by a process that was killed meanwhile,
 * whom it can be read by,
 * and how long its log becomes. */
#include "cmocka_all.h"

#include "base/buf.h"
#include "base/file.h"
#include "store/store.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static void remove_all(const char *folder)
{
    char command[96];
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    assert_int_equal(system(command), 0);
}

/* ---- A process that is killed after so many commits. */

static int commits_left;

static int die_in_time(void *ctx)
{
    (void)ctx;
    if (commits_left-- == 0)
        _exit(0);
    return 0;
}

static int hook_commits(sqlite3 *db, char **why, const struct sqlite3_api_routines *api)
{
    (void)why, (void)api;
    sqlite3_commit_hook(db, die_in_time, NULL);
    return SQLITE_OK;
}

static void open_and_die(const char *path, int commits)
{
    struct error err = {0};
    struct store *s = NULL;
    pid_t child = fork();
    if (child == 0) {
        commits_left = commits;
        sqlite3_auto_extension((void (*)(void))hook_commits);
        _exit(store_open(path, true, &s, &err) == OK ? 0 : 1);
    }
    int how = 0;
    assert_int_equal(waitpid(child, &how, 0), child);
    assert_int_equal(how, 0);
}

static void a_store_is_made_whole_or_not_at_all(void **state)
{
    (void)state;
    for (int commits = 0; commits < 4; commits++) {
        char folder[] = "/tmp/tocsin-store-test-XXXXXX", path[64];
        struct error err = {0};
        struct store *s = NULL;
        assert_non_null(mkdtemp(folder));
        snprintf(path, sizeof path, "%s/tocsin.db", folder);
        open_and_die(path, commits);
        if (store_open(path, true, &s, &err))
            fail_msg("after %d commits: %s", commits, err.why);
        store_close(s);
        remove_all(folder);
    }
}

static void only_its_owner_reads_it(void **state)
{
    char folder[] = "/tmp/tocsin-store-test-XXXXXX", path[64];
    static const char *const names[] = {"tocsin.db", "tocsin.db-wal", "tocsin.db-shm"};
    struct error err = {0};
    struct store *s = NULL;
    struct stat st;
    (void)state;
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/tocsin.db", folder);
    assert_int_equal(store_open(path, true, &s, &err), OK);
    for (size_t i = 0; i < COUNT(names); i++) {
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        assert_int_equal(stat(path, &st), 0);
        assert_int_equal(st.st_mode & 0777, 0600);
    }
    store_close(s);
    remove_all(folder);
}

/* ---- A log that is long. */

enum { MIB = 1 << 20, VERSIONS = 48, LOG_MOST = 16 * MIB, VERSION_MOST = 3 * MIB };

/* A version of 2 MiB, by a writer that opens the store, as a process does. */
static void write_version(const char *path, int n)
{
    struct error err = {0};
    struct store *s = NULL;
    struct buf body = {0};
    struct sha256 sha = {.byte = {(uint8_t)n}};
    char *room = buf_room(&body, 2 * MIB);
    assert_non_null(room);
    memset(room, 'a' + n % 26, 2 * MIB);
    body.len = 2 * MIB;
    assert_int_equal(store_open(path, true, &s, &err), OK);
    assert_int_equal(store_begin(s, &err), OK);
    assert_int_equal(store_put_record(s, STR("x"), STR("1"), sha, buf_str(&body), &err), OK);
    assert_int_equal(store_commit(s, &err), OK);
    store_close(s);
    buf_free(&body);
}

static void assert_all_there(const char *path, int count)
{
    struct error err = {0};
    struct store *s = NULL;
    struct arena a = {0};
    assert_int_equal(store_open(path, false, &s, &err), OK);
    for (int n = 0; n < count; n++) {
        struct sha256 sha = {.byte = {(uint8_t)n}};
        struct str body;
        assert_int_equal(store_record(s, &a, STR("x"), STR("1"), sha, &body, &err), OK);
        assert_true(body.len == 2 * MIB && body.s[MIB] == 'a' + n % 26);
        arena_reset(&a);
    }
    store_close(s);
    arena_free(&a);
}

static struct sha256 digest_of(const char *path)
{
    struct error err = {0};
    struct store *s = NULL;
    struct sha256 digest;
    assert_int_equal(store_open(path, true, &s, &err), OK);
    assert_int_equal(store_digest(s, &digest, &err), OK);
    store_close(s);
    return digest;
}

/* What lies at the path of a store that is opened for writing. */
static void what_is_no_store_is_not_made_one(void **state)
{
    (void)state;
    char folder[] = "/tmp/tocsin-store-test-XXXXXX", path[64], log[72], old[72];
    struct error err = {0};
    struct store *s = NULL;
    sqlite3 *db = NULL;
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/tocsin.db", folder);
    snprintf(log, sizeof log, "%s-wal", path);
    snprintf(old, sizeof old, "%s-old", path);

    /* Somebody else's database stays as it is. */
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "CREATE TABLE t(x)", NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
    uint64_t size = file_size(path);
    assert_int_equal(store_open(path, true, &s, &err), ERR_CORRUPT);
    assert_true(file_size(path) == size);

    /* An empty file is a store that was not made yet. */
    assert_int_equal(truncate(path, 0), 0);
    write_version(path, 0);
    assert_all_there(path, 1);

    /* A log whose store is gone is nobody's, though it is whole. */
    assert_true(file_size(log) > 0);
    assert_int_equal(rename(path, old), 0);
    struct sha256 with_log = digest_of(path), fresh;
    assert_int_equal(unlink(path), 0);
    (void)unlink(log);
    fresh = digest_of(path);
    assert_true(sha256_equal(with_log, fresh));
    remove_all(folder);
}

static void a_log_does_not_grow_for_ever(void **state)
{
    char folder[] = "/tmp/tocsin-store-test-XXXXXX", path[64], log[64];
    uint64_t most = 0;
    (void)state;
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/tocsin.db", folder);
    snprintf(log, sizeof log, "%s/tocsin.db-wal", folder);
    for (int n = 0; n < VERSIONS; n++) {
        write_version(path, n);
        most = file_size(log) > most ? file_size(log) : most;
    }
    assert_in_range(most, LOG_MOST / 2, LOG_MOST + VERSION_MOST);
    assert_all_there(path, VERSIONS);
    remove_all(folder);
}

/* Who reads keeps the log, and is not waited for; it is cut when nobody does. */
static void a_reader_does_not_hold_up_a_writer(void **state)
{
    char folder[] = "/tmp/tocsin-store-test-XXXXXX", path[64], log[64];
    struct error err = {0};
    struct store *reader = NULL;
    int n = 0;
    (void)state;
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/tocsin.db", folder);
    snprintf(log, sizeof log, "%s/tocsin.db-wal", folder);
    write_version(path, n++);
    assert_int_equal(store_open(path, false, &reader, &err), OK);
    assert_int_equal(store_freeze(reader, &err), OK);
    double began = clock_seconds();
    while (n < 12)
        write_version(path, n++);
    assert_true(clock_seconds() - began < 8);
    assert_true(file_size(log) > LOG_MOST);
    store_close(reader);
    write_version(path, n++);
    assert_true(file_size(log) < VERSION_MOST);
    assert_all_there(path, n);
    remove_all(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_store_is_made_whole_or_not_at_all),
        cmocka_unit_test(only_its_owner_reads_it),
        cmocka_unit_test(what_is_no_store_is_not_made_one),
        cmocka_unit_test(a_log_does_not_grow_for_ever),
        cmocka_unit_test(a_reader_does_not_hold_up_a_writer),
    };
    return cmocka_run_group_tests_name("store_file", tests, NULL, NULL);
}
