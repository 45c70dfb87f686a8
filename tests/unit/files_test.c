/* SPDX-License-Identifier: Apache-2.0 */
/* files_test.c - many files written together are all there, and what is there already stays. */
#include "ledger_run.h"

#include "base/files.h"

#include <fcntl.h>

static const char *in_folder(const char *name)
{
    static char path[256];
    snprintf(path, sizeof path, "%s/%s", test_folder, name);
    return path;
}

static void must_be(const char *name, struct str bytes)
{
    struct buf b = {0};
    struct error err = {0};
    assert_int_equal(file_read(in_folder(name), 100000, &b, &err), OK);
    assert_true(str_equal(buf_str(&b), bytes));
    buf_free(&b);
}

static void many_files_are_there(void **state)
{
    struct files *f;
    struct error err = {0};
    (void)state;
    assert_int_equal(files_new(test_folder, &f, &err), OK);
    for (unsigned round = 0; round < 3; round++) {
        for (unsigned i = 0; i < 400;
             i++) { /* more than are held open, in more folders than noted */
            char name[64], bytes[64];
            snprintf(name, sizeof name, "a/b%u/c%u/file", i % 7, i);
            int len = snprintf(bytes, sizeof bytes, "%u of %u", i, round);
            assert_int_equal(files_write(f, name, (struct str){bytes, (size_t)len}, &err), OK);
        }
        assert_int_equal(files_sync(f, &err), OK);
        must_be("a/b0/c0/file", round == 0   ? STR("0 of 0")
                                : round == 1 ? STR("0 of 1")
                                             : STR("0 of 2"));
    }
    must_be("a/b0/c399/file", STR("399 of 2"));
    assert_int_equal(files_write(f, "top", STR(""), &err), OK);
    assert_int_equal(files_write(f, "top", STR("longer"), &err), OK);
    assert_int_equal(files_write(f, "top", STR("less"), &err), OK);
    assert_int_equal(files_sync(f, &err), OK);
    must_be("top", STR("less"));
    files_drop(f, "a/b0/c399");
    assert_false(file_exists(in_folder("a/b0/c399")));
    files_drop(f, "a/b0/c399"); /* nothing to do */
    files_drop(f, "a");         /* not of plain files: stays */
    must_be("a/b0/c392/file", STR("392 of 2"));
    files_free(f);
    files_free(NULL);
}

static void what_is_there_is_not_written_again(void **state)
{
    struct files *f;
    struct error err = {0};
    struct stat was, is;
    struct timespec old[2] = {{.tv_sec = 1000000}, {.tv_sec = 1000000}};
    (void)state;
    assert_int_equal(files_new(test_folder, &f, &err), OK);
    assert_int_equal(files_write(f, "a/same", STR("bytes"), &err), OK);
    assert_int_equal(files_sync(f, &err), OK);
    assert_int_equal(utimensat(AT_FDCWD, in_folder("a/same"), old, 0), 0);
    assert_int_equal(stat(in_folder("a/same"), &was), 0);
    assert_int_equal(files_write(f, "a/same", STR("bytes"), &err), OK);
    assert_int_equal(files_sync(f, &err), OK);
    assert_int_equal(stat(in_folder("a/same"), &is), 0);
    assert_int_equal(was.st_mtim.tv_sec, is.st_mtim.tv_sec);
    assert_int_equal(files_write(f, "a/same", STR("bytez"), &err), OK);
    assert_int_equal(stat(in_folder("a/same"), &is), 0);
    assert_true(is.st_mtim.tv_sec > was.st_mtim.tv_sec);
    files_free(f);
}

static void what_cannot_be_written_is_said(void **state)
{
    struct files *f;
    struct error err = {0};
    (void)state;
    assert_int_equal(files_new(test_folder, &f, &err), OK);
    assert_int_equal(files_write(f, "a", STR("a file"), &err), OK);
    assert_int_equal(files_write(f, "a/b", STR("x"), &err), ERR_INPUT);
    assert_non_null(strstr(err.why, "/a is not a folder"));
    err = (struct error){0};
    assert_int_equal(symlink("/nowhere", in_folder("link")), 0);
    assert_int_equal(files_write(f, "link", STR("x"), &err), ERR_IO);
    assert_non_null(strstr(err.why, "cannot make"));
    err = (struct error){0};
    assert_int_equal(files_write(f, "d/e", STR("x"), &err), OK);
    assert_int_equal(unlink(in_folder("d/e")) || rmdir(in_folder("d")), 0);
    assert_int_equal(files_sync(f, &err), ERR_IO);
    files_free(f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(many_files_are_there, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(what_is_there_is_not_written_again, make_folder,
                                        remove_folder),
        cmocka_unit_test_setup_teardown(what_cannot_be_written_is_said, make_folder, remove_folder),
    };
    return cmocka_run_group_tests_name("files", tests, NULL, NULL);
}
