/* SPDX-License-Identifier: Apache-2.0 */
/* store_file_test.c - the file itself: made by a process that was killed meanwhile,
 * and whom it can be read by. */
#include "cmocka_all.h"

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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_store_is_made_whole_or_not_at_all),
        cmocka_unit_test(only_its_owner_reads_it),
    };
    return cmocka_run_group_tests_name("store_file", tests, NULL, NULL);
}
