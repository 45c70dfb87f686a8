/* SPDX-License-Identifier: Apache-2.0 */
/* store_test.c - runs, changes and the digest, and files that are no store. */
#include "cmocka_all.h"

#include "base/file.h"
#include "store/store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char folder[64], path[96];

static int make_folder(void **state)
{
    (void)state;
    snprintf(folder, sizeof folder, "%s/tocsin-store-XXXXXX",
             access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
    if (!mkdtemp(folder))
        return 1;
    snprintf(path, sizeof path, "%s/tocsin.db", folder);
    return 0;
}

static int remove_folder(void **state)
{
    char command[96];
    (void)state;
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    return system(command);
}

static struct store *fresh(void)
{
    static unsigned nth;
    struct store *s;
    struct error err = {0};
    snprintf(path, sizeof path, "%s/%u.db", folder, nth++);
    if (store_open(path, true, &s, &err))
        fail_msg("%s", err.why);
    return s;
}

static struct run run_of(int64_t from, int64_t until, int which)
{
    struct run r = {.from = from, .until = until, .in_force = true};
    r.sha.byte[0] = (unsigned char)which;
    return r;
}

static void put_run(struct store *s, const char *ref, struct run r)
{
    struct error err = {0};
    assert_int_equal(store_put_run(s, STR("un"), str_of(ref), &r, &err), OK);
}

/* Which run covers the instant, by the first byte of its hash; 0: none. */
static int at(struct store *s, const char *ref, int64_t when)
{
    struct run r;
    struct error err = {0};
    int which = store_run_at(s, STR("un"), str_of(ref), when, &r, &err) ? r.sha.byte[0] : 0;
    assert_int_equal(err.status, OK);
    return which;
}

static void a_run_covers_its_half_open_interval(void **state)
{
    struct store *s = fresh();
    struct error err = {0};
    int64_t in_force, gone;
    (void)state;
    put_run(s, "a", run_of(10, 20, 1));
    put_run(s, "a", run_of(20, 30, 2));
    put_run(s, "a", run_of(40, INSTANT_END, 3));
    put_run(s, "ab", run_of(5, INSTANT_END, 4));
    static const struct {
        int64_t when;
        int which;
    } table[] = {{9, 0},  {10, 1}, {19, 1}, {20, 2}, {29, 2},
                 {30, 0}, {39, 0}, {40, 3}, {99, 3}, {INSTANT_END - 1, 3}};
    for (size_t i = 0; i < COUNT(table); i++)
        assert_int_equal(at(s, "a", table[i].when), table[i].which);
    assert_int_equal(at(s, "b", 15), 0);
    assert_int_equal(store_count_gone(s, STR("un"), 15, 35, &in_force, &gone, &err), OK);
    assert_true(in_force == 2 && gone == 1);
    assert_int_equal(store_cut_run(s, STR("un"), STR("a"), 40, 50, &err), OK);
    assert_int_equal(at(s, "a", 50), 0);
    assert_int_equal(store_drop_run(s, STR("un"), STR("a"), 20, &err), OK);
    assert_int_equal(at(s, "a", 20), 0);
    store_close(s);
}

static void put_change(struct store *s, int64_t by, const char *list, const char *ref, int part)
{
    struct error err = {0};
    struct change c = {.by = by,
                       .list = str_of(list),
                       .ref = str_of(ref),
                       .part = part,
                       .change = STR("listed"),
                       .kind = STR("person"),
                       .fields = STR("[]")};
    assert_int_equal(store_put_change(s, &c, &err), OK);
}

static enum status append_change(void *ctx, const struct change *c, struct error *err)
{
    struct buf *b = ctx;
    (void)err;
    buf_printf(b, "%lld:%lld%.*s/%.*s%d ", (long long)c->seq, (long long)c->by, STRF(c->list),
               STRF(c->ref), c->part);
    return OK;
}

static void must_tell(struct store *s, struct change_filter f, const char *want)
{
    struct buf b = {0};
    struct error err = {0};
    assert_int_equal(store_changes(s, &f, append_change, &b, &err), OK);
    assert_string_equal(buf_cstr(&b), want);
    buf_free(&b);
}

static void changes_come_oldest_first(void **state)
{
    struct store *s = fresh();
    struct error err = {0};
    (void)state;
    put_change(s, 30, "un", "a", 0);
    put_change(s, 10, "un", "b", 1);
    put_change(s, 10, "un", "b", 0);
    put_change(s, 10, "eu", "z", 0);
    put_change(s, 20, "un", "a", 0);
    must_tell(s, (struct change_filter){0}, "1:10eu/z0 2:10un/b0 3:10un/b1 4:20un/a0 5:30un/a0 ");
    must_tell(s, (struct change_filter){.list = STR("un")},
              "2:10un/b0 3:10un/b1 4:20un/a0 5:30un/a0 ");
    must_tell(s, (struct change_filter){.since = 20, .until = 30}, "4:20un/a0 ");
    must_tell(s, (struct change_filter){.last = 2}, "4:20un/a0 5:30un/a0 ");
    must_tell(s, (struct change_filter){.ref = STR("a"), .list = STR("un")},
              "4:20un/a0 5:30un/a0 ");
    must_tell(s, (struct change_filter){.change = STR("delisted")}, "");
    assert_int_equal(store_drop_changes(s, STR("un"), STR("a"), 30, &err), OK);
    must_tell(s, (struct change_filter){.list = STR("un"), .last = 1}, "4:20un/a0 ");
    store_close(s);
}

static struct sha256 digest(struct store *s)
{
    struct sha256 d;
    struct error err = {0};
    assert_int_equal(store_digest(s, &d, &err), OK);
    return d;
}

static void equal_rows_have_equal_digests(void **state)
{
    struct store *x = fresh(), *y = fresh();
    struct error err = {0};
    (void)state;
    assert_true(sha256_equal(digest(x), digest(y)));
    put_run(x, "a", run_of(1, 2, 1));
    put_run(x, "b", run_of(1, 2, 2));
    assert_false(sha256_equal(digest(x), digest(y)));
    put_run(y, "b", run_of(1, 2, 2));
    put_run(y, "a", run_of(1, 3, 1));
    assert_false(sha256_equal(digest(x), digest(y)));
    assert_int_equal(store_cut_run(y, STR("un"), STR("a"), 1, 2, &err), OK);
    assert_true(sha256_equal(digest(x), digest(y)));
    assert_int_equal(store_put_note(x, STR("receipts/un"), 77, &err), OK);
    assert_true(sha256_equal(digest(x), digest(y))); /* notes are not history */
    assert_int_equal(store_begin(x, &err), OK);
    put_run(x, "c", run_of(1, 2, 3));
    store_rollback(x);
    assert_true(sha256_equal(digest(x), digest(y)));
    store_close(x);
    store_close(y);
}

static void files_that_are_no_store_are_refused(void **state)
{
    static const char *const contents[] = {
        "this is not a database, but a text that is long enough to look like one, or nearly so",
        "SQLite format 3",
    };
    struct store *s = fresh();
    struct buf good = {0};
    struct error err = {0};
    (void)state;
    put_run(s, "a", run_of(1, 2, 1));
    assert_int_equal(store_fold(s, &err), OK);
    store_close(s);
    assert_int_equal(file_read(path, 1 << 24, &good, &err), OK);
    for (size_t i = 0; i < COUNT(contents) + 2; i++) {
        struct error here = {0};
        struct str bytes = i < COUNT(contents) ? str_of(contents[i]) : buf_str(&good);
        if (i == COUNT(contents))
            good.s[68] ^= 1; /* application_id */
        if (i == COUNT(contents) + 1)
            memset(good.s + 100, 0xff, 8000); /* the first page's content */
        assert_int_equal(file_write(path, bytes, 0600, &err), OK);
        enum status rc = store_open(path, i % 2, &s, &here);
        if (rc != ERR_CORRUPT || s)
            fail_msg("row %zu: %d \"%s\"", i, (int)rc, here.why);
    }
    buf_free(&good);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_run_covers_its_half_open_interval),
        cmocka_unit_test(changes_come_oldest_first),
        cmocka_unit_test(equal_rows_have_equal_digests),
        cmocka_unit_test(files_that_are_no_store_are_refused),
    };
    return cmocka_run_group_tests_name("store", tests, make_folder, remove_folder);
}
