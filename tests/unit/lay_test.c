/* SPDX-License-Identifier: Apache-2.0 */
/* lay_test.c - single versions in places where it is easy to go wrong: twice at
 * one instant, between others, after a failure, against a list's own deltas.
 *
 * A version is given as a text of letters: each is an entry, a small letter the
 * same entry amended.  A digit makes other bytes of the same content, or behind
 * "=" is the day on which the file says that it was made. */
#include "cmocka_all.h"

#include "base/file.h"
#include "ingest/import.h"
#include "store/receipts.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { DAY0 = 1500000000 };

struct fixture {
    char path[64];
    struct home *h;
    struct arena a;
    struct import_result result;
    struct error err;
};

static void open_again(struct fixture *f)
{
    home_close(f->h);
    f->h = NULL;
    f->err = (struct error){0};
    if (home_open(f->path, true, &f->h, &f->err))
        fail_msg("cannot open the home: %s", f->err.why);
}

static int setup(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    struct error err = {0};
    char config[96];
    snprintf(f->path, sizeof f->path, "%s/tocsin-lay-test-XXXXXX",
             access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
    assert_non_null(mkdtemp(f->path));
    snprintf(config, sizeof config, "%s/config.ini", f->path);
    assert_int_equal(file_write(config, STR("[list zz]\nsource = ftm\n"), 0600, &err), OK);
    open_again(f);
    *state = f;
    return 0;
}

static int teardown(void **state)
{
    struct fixture *f = *state;
    char command[128];
    home_close(f->h);
    arena_free(&f->a);
    snprintf(command, sizeof command, "rm -rf '%s'", f->path);
    int rc = getenv("KEEP") ? 0 : system(command);
    free(f);
    return rc;
}

/* ---- Files. */

static void put_un(struct buf *b, const char *entries)
{
    buf_puts(b, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<CONSOLIDATED_LIST");
    if (*entries == '=') {
        buf_printf(b, " dateGenerated=\"2020-01-0%cT00:00:00Z\"", entries[1]);
        entries += 2;
    }
    buf_puts(b, "><INDIVIDUALS>\n");
    for (const char *c = entries; *c; c++) {
        bool small = *c >= 'a';
        if (*c < 'A') {
            buf_printf(b, "<!-- %c -->\n", *c);
            continue;
        }
        buf_printf(b,
                   "<INDIVIDUAL><DATAID>%d</DATAID><FIRST_NAME>NAME%c</FIRST_NAME>"
                   "<UN_LIST_TYPE>Invented</UN_LIST_TYPE><REFERENCE_NUMBER>ZZi.%c"
                   "</REFERENCE_NUMBER><COMMENTS1>%s</COMMENTS1></INDIVIDUAL>\n",
                   *c | 0x20, *c & ~0x20, *c & ~0x20, small ? "amended" : "new");
    }
    buf_puts(b, "</INDIVIDUALS></CONSOLIDATED_LIST>\n");
}

static enum status import_bytes(struct fixture *f, const char *list, const char *name,
                                struct str bytes, int64_t at)
{
    char path[96];
    f->err = (struct error){0};
    snprintf(path, sizeof path, "%s/incoming/%s", f->path, name);
    assert_int_equal(file_write(path, bytes, 0600, &f->err), OK);
    struct parse_file file = {.path = path, .name = str_of(name)};
    struct import_job job = {
        .list = str_of(list), .files = &file, .count = 1, .at = at, .origin = STR("a test")};
    return import_version(f->h, &job, &f->a, &f->result, &f->err);
}

static enum status import_un(struct fixture *f, const char *entries, int day)
{
    struct buf b = {0};
    put_un(&b, entries);
    enum status rc = import_bytes(f, "un", "un.xml", buf_str(&b), DAY0 + day * DAY_SECONDS);
    buf_free(&b);
    return rc;
}

static void stands(struct fixture *f, const char *entries, int day)
{
    if (import_un(f, entries, day))
        fail_msg("%s: %s", entries, f->err.why);
    if (f->result.held)
        fail_msg("%s is held: %s", entries, f->result.why);
}

static struct sha256 digest_of(struct fixture *f)
{
    struct sha256 d;
    assert_int_equal(store_digest(f->h->store, &d, &f->err), OK);
    return d;
}

/* The store made again from nothing but blobs and receipts. */
static void rebuilds_the_same(struct fixture *f)
{
    struct sha256 before = digest_of(f);
    struct error err = {0};
    struct home *h = NULL;
    home_close(f->h);
    f->h = NULL;
    if (home_open_beside(f->path, "again.db", &h, &err))
        fail_msg("cannot rebuild: %s", err.why);
    struct sha256 after;
    assert_int_equal(store_digest(h->store, &after, &err), OK);
    home_close(h);
    assert_true(sha256_equal(before, after));
    open_again(f);
}

/* ---- The same instant. */

static void a_version_that_is_here_already_is_known(void **state)
{
    struct fixture *f = *state;
    stands(f, "AB", 1);
    stands(f, "AbCD", 2); /* an entry that begins here */
    struct sha256 before = digest_of(f);
    if (import_un(f, "AbCD", 2))
        fail_msg("%s", f->err.why);
    assert_true(f->result.known && f->result.same);
    assert_int_equal(import_un(f, "AbCDE", 2), ERR_CONFLICT);
    struct sha256 after = digest_of(f);
    assert_true(sha256_equal(before, after));
}

/* ---- Versions whose own files are not kept. */

static void is_held(struct fixture *f, const char *entries, int day)
{
    if (import_un(f, entries, day))
        fail_msg("%s: %s", entries, f->err.why);
    assert_true(f->result.held);
}

/* 2 says what 1 says under other bytes, so only those of 1 are kept.  Then older
 * ones come to light, and neither stands any more. */
static void make_nothing_stand(struct fixture *f)
{
    stands(f, "=3AB", 10);
    stands(f, "=3AB2", 20);
    assert_true(f->result.same);
    stands(f, "=5ABC", 15);
    stands(f, "=4ABCD", 5);
}

static void a_held_version_without_files_is_read_by_those_of_its_twin(void **state)
{
    struct fixture *f = *state;
    make_nothing_stand(f);
    stands(f, "=5ABCE", 17);
    open_again(f);
    rebuilds_the_same(f);
}

static void a_held_version_without_files_can_be_accepted(void **state)
{
    struct fixture *f = *state;
    struct buf b = {0};
    char hex[SHA256_HEX];
    make_nothing_stand(f);
    put_un(&b, "=3AB2");
    struct hasher *hasher = hasher_new();
    assert_non_null(hasher);
    sha256_hex(hasher_of(hasher, buf_str(&b)), hex);
    hasher_free(hasher);
    buf_free(&b);
    if (import_decide(f->h, str_of(hex), true, &f->a, &f->result, &f->err))
        fail_msg("%s", f->err.why);
    assert_int_equal(f->result.entries, 2);
    rebuilds_the_same(f);
}

/* A failure behind the receipt would come again whenever the home is opened. */
static void what_fails_leaves_no_receipt(void **state)
{
    struct fixture *f = *state;
    char folder[80], path[96 + SHA256_HEX], hex[SHA256_HEX];
    stands(f, "=3AB", 10);
    is_held(f, "=2ABC", 20);
    sha256_hex(f->result.sha, hex);
    snprintf(path, sizeof path, "%s/blobs/%.2s/%s.zst", f->path, hex, hex);
    assert_int_equal(unlink(path), 0);
    snprintf(folder, sizeof folder, "%s/blobs", f->path);
    uint64_t before = receipts_length(folder, STR("un"));
    assert_int_not_equal(import_un(f, "=3ABE", 15), OK); /* 20 is judged again, and cannot be */
    assert_int_equal(receipts_length(folder, STR("un")), before);
    open_again(f);
}

/* The sums of hashes that rows have can be made equal by who makes the lists. */
static void equal_sums_are_not_believed(void **state)
{
    struct fixture *f = *state;
    struct version v1 = {0}, v2;
    struct buf receipts = {0};
    char path[96], hex[SHA256_HEX];
    stands(f, "AB", 1);
    stands(f, "ABC", 2);
    assert_true(store_version_before(f->h->store, &f->a, STR("un"), INSTANT_END, &v2, &f->err));
    assert_true(store_version_at(f->h->store, &f->a, STR("un"), DAY0 + DAY_SECONDS, &v1, &f->err));
    v1.root = v2.root;
    v1.unknown = v2.unknown;
    assert_int_equal(store_put_version(f->h->store, &v1, &f->err), OK);
    stands(f, "ABC3", 3);
    snprintf(path, sizeof path, "%s/blobs/receipts/un.jsonl", f->path);
    assert_int_equal(file_read(path, 1 << 20, &receipts, &f->err), OK);
    struct buf want = {0};
    buf_printf(&want, "\"same_as\":\"%s\"", sha256_hex(v2.sha, hex));
    assert_int_not_equal(str_find(buf_str(&receipts), buf_str(&want)), SIZE_MAX);
    buf_free(&want);
    buf_free(&receipts);
}

/* ---- What is left behind, and what lies about. */

static void what_a_killed_writer_left_is_removed(void **state)
{
    struct fixture *f = *state;
    static const char *const left[] = {"blobs/.draft-abc123", "incoming/.draft-abc123",
                                       "incoming/again-abc123"};
    static const char *const kept[] = {"incoming/un.0.part", "incoming/un.0.part.etag",
                                       "incoming/un.0.seen"};
    char path[128];
    for (size_t i = 0; i < 2 * COUNT(left); i++) {
        snprintf(path, sizeof path, "%s/%s", f->path, i < 3 ? left[i] : kept[i - 3]);
        assert_int_equal(file_write(path, STR("x"), 0600, &f->err), OK);
    }
    open_again(f);
    for (size_t i = 0; i < 2 * COUNT(left); i++) {
        snprintf(path, sizeof path, "%s/%s", f->path, i < 3 ? left[i] : kept[i - 3]);
        assert_int_equal(file_exists(path), i >= 3);
    }
}

static void put_receipts(struct fixture *f, const char *name, const char *lines)
{
    char path[128];
    snprintf(path, sizeof path, "%s/blobs/receipts/%s", f->path, name);
    assert_int_equal(file_write(path, str_of(lines), 0600, &f->err), OK);
}

static void files_that_are_no_lists_are_no_receipts(void **state)
{
    struct fixture *f = *state;
    static const char *const names[] = {
        "un.sync-conflict.jsonl", ".jsonl", "UN.jsonl", "a\xff.jsonl", "..jsonl",
        "un (copy).jsonl"};
    stands(f, "AB", 1);
    for (size_t i = 0; i < COUNT(names); i++)
        put_receipts(f, names[i], "{}\n");
    open_again(f);
}

#define RECEIPT(bytes)                                                                             \
    "{\"at\":\"2020-01-01T00:00:00Z\",\"decision\":\"\",\"files\":[{\"bytes\":" bytes              \
    ",\"name\":\"a\",\"sha256\":"                                                                  \
    "\"0000000000000000000000000000000000000000000000000000000000000000\"},{\"bytes\":" bytes      \
    ",\"name\":\"b\",\"sha256\":"                                                                  \
    "\"0000000000000000000000000000000000000000000000000000000000000000\"}],\"guard\":20,"         \
    "\"source\":\"un\"}\n"

static void sizes_in_receipts_do_not_overflow(void **state)
{
    struct fixture *f = *state;
    struct home *h = NULL;
    stands(f, "AB", 1);
    home_close(f->h);
    f->h = NULL;
    put_receipts(f, "eu.jsonl", RECEIPT("9223372036854775807"));
    assert_int_equal(home_open(f->path, true, &h, &f->err), ERR_CORRUPT);
    assert_int_not_equal(str_find(str_of(f->err.why), STR("is not a receipt")), SIZE_MAX);
}

/* ---- Decisions. */

static void the_same_bytes_can_be_held_on_many_lists(void **state)
{
    struct fixture *f = *state;
    char hex[SHA256_HEX], id[96];
    const struct str page = STR("<html>log in first</html>");
    assert_int_equal(import_bytes(f, "un", "x", page, DAY0), OK);
    assert_int_equal(import_bytes(f, "un", "x", page, DAY0 + 1), OK);
    assert_int_equal(import_bytes(f, "eu", "x", page, DAY0), OK);
    assert_true(f->result.held);
    sha256_hex(f->result.sha, hex);
    assert_int_equal(import_decide(f->h, str_of(hex), false, &f->a, &f->result, &f->err),
                     ERR_USAGE);
    static const char *const lists[] = {"un", "un", "eu"};
    for (size_t i = 0; i < COUNT(lists); i++) {
        f->err = (struct error){0};
        snprintf(id, sizeof id, "%s/%.12s", lists[i], hex);
        if (import_decide(f->h, str_of(id), false, &f->a, &f->result, &f->err))
            fail_msg("%s: %s", id, f->err.why);
    }
    f->err = (struct error){0};
    assert_int_equal(import_decide(f->h, str_of(hex), false, &f->a, &f->result, &f->err),
                     ERR_USAGE);
    rebuilds_the_same(f);
}

static void set_config(struct fixture *f, const char *text)
{
    char path[96];
    snprintf(path, sizeof path, "%s/config.ini", f->path);
    assert_int_equal(file_write(path, str_of(text), 0600, &f->err), OK);
}

/* A rebuild does not ask what config.ini says of the list today. */
static void a_decision_does_not_need_the_list_to_be_configured(void **state)
{
    struct fixture *f = *state;
    char hex[SHA256_HEX];
    set_config(f, "[list yy]\nsource = un\n");
    open_again(f);
    struct buf b = {0};
    put_un(&b, "=5AB");
    assert_int_equal(import_bytes(f, "yy", "un.xml", buf_str(&b), DAY0), OK);
    buf_clear(&b);
    put_un(&b, "=4ABC");
    assert_int_equal(import_bytes(f, "yy", "un.xml", buf_str(&b), DAY0 + 1), OK);
    buf_free(&b);
    assert_true(f->result.held);
    sha256_hex(f->result.sha, hex);
    if (import_decide(f->h, str_of(hex), true, &f->a, &f->result, &f->err))
        fail_msg("%s", f->err.why);
    set_config(f, "");
    rebuilds_the_same(f);
}

/* ---- Lists of changes (FollowTheMoney). */

#define ENTITY(id, name)                                                                           \
    "{\"id\":\"" id "\",\"schema\":\"Person\",\"properties\":{\"name\":[\"" name "\"]}}"
#define DELTA(op, entity) "{\"op\":\"" op "\",\"entity\":" entity "}\n"

static enum status import_ftm(struct fixture *f, const char *text, int day)
{
    return import_bytes(f, "zz", "x.json", str_of(text), DAY0 + day * DAY_SECONDS);
}

static void changes_need_something_to_change(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(import_ftm(f, DELTA("ADD", ENTITY("a", "Anna Alpha")), 2), ERR_USAGE);
    assert_int_equal(import_ftm(f, ENTITY("b", "Berta Beta") "\n", 1), OK);
    if (import_ftm(f, DELTA("ADD", ENTITY("a", "Anna Alpha")), 2))
        fail_msg("%s", f->err.why);
    assert_int_equal(f->result.entries, 2);
}

/* What changes a version tells of are against the one that it stood behind. */
static void nothing_comes_between_changes_and_what_they_change(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(import_ftm(f, ENTITY("b", "Berta Beta") "\n", 1), OK);
    assert_int_equal(import_ftm(f, DELTA("ADD", ENTITY("a", "Anna Alpha")), 5), OK);
    assert_int_equal(import_ftm(f, ENTITY("c", "Carla Gamma") "\n", 3), ERR_USAGE);
    open_again(f);
    if (import_ftm(f, DELTA("DEL", "{\"id\":\"b\"}"), 6))
        fail_msg("%s", f->err.why);
    assert_int_equal(f->result.entries, 1);
    rebuilds_the_same(f);
}

static void a_streamed_version_is_one_file(void **state)
{
    struct fixture *f = *state;
    char paths[2][96];
    struct parse_file files[2];
    static const char *const texts[] = {ENTITY("a", "Anna Alpha") "\n",
                                        ENTITY("b", "Berta Beta") "\n"};
    for (size_t i = 0; i < 2; i++) {
        snprintf(paths[i], sizeof paths[i], "%s/incoming/%zu.json", f->path, i);
        assert_int_equal(file_write(paths[i], str_of(texts[i]), 0600, &f->err), OK);
        files[i] = (struct parse_file){.path = paths[i], .name = STR("x.json")};
    }
    struct import_job job = {.list = STR("zz"), .files = files, .count = 2, .at = DAY0};
    assert_int_equal(import_version(f->h, &job, &f->a, &f->result, &f->err), ERR_USAGE);
}

/* ---- A casebook says of some that they never were designated. */

static enum status first_change(void *ctx, const struct change *c, struct error *err)
{
    struct buf *b = ctx;
    (void)err;
    buf_printf(b, "%.*s ", STRF(c->change));
    return OK;
}

static void what_never_was_is_not_delisted(void **state)
{
    struct fixture *f = *state;
    struct buf b = {0};
    /* The real file, so that its columns are right: two states of its rows. */
    struct buf real = {0};
    if (file_read("cases/designations.csv", 1 << 20, &real, &f->err))
        skip();
    struct str rest = buf_str(&real), line, never = {0}, listed = {0}, head = {0};
    while (rest.len) {
        rest = str_cut(rest, '\n', &line);
        if (head.len == 0 && line.len && line.s[0] != '#')
            head = line;
        else if (never.len == 0 && str_find(line, STR(",never,")) != SIZE_MAX)
            never = line;
        else if (listed.len == 0 && str_find(line, STR(",listed,")) != SIZE_MAX)
            listed = line;
    }
    assert_true(head.len && never.len && listed.len);
    buf_printf(&b, "%.*s\n%.*s\n", STRF(head), STRF(listed));
    assert_int_equal(import_bytes(f, "casebook", "designations.csv", buf_str(&b), DAY0), OK);
    if (f->result.held)
        fail_msg("%s", f->result.why);
    buf_printf(&b, "%.*s\n", STRF(never));
    assert_int_equal(import_bytes(f, "casebook", "designations.csv", buf_str(&b), DAY0 + 1), OK);
    if (f->result.held)
        fail_msg("%s", f->result.why);
    buf_clear(&b);
    struct change_filter all = {0};
    assert_int_equal(store_changes(f->h->store, &all, first_change, &b, &f->err), OK);
    assert_string_equal(buf_cstr(&b), "");
    buf_free(&b);
    buf_free(&real);
}

static void there_is_no_time_before_1970(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(import_un(f, "AB", -DAY0 / DAY_SECONDS - 2), ERR_USAGE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_version_that_is_here_already_is_known, setup, teardown),
        cmocka_unit_test_setup_teardown(a_held_version_without_files_is_read_by_those_of_its_twin,
                                        setup, teardown),
        cmocka_unit_test_setup_teardown(a_held_version_without_files_can_be_accepted, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(what_fails_leaves_no_receipt, setup, teardown),
        cmocka_unit_test_setup_teardown(what_a_killed_writer_left_is_removed, setup, teardown),
        cmocka_unit_test_setup_teardown(files_that_are_no_lists_are_no_receipts, setup, teardown),
        cmocka_unit_test_setup_teardown(sizes_in_receipts_do_not_overflow, setup, teardown),
        cmocka_unit_test_setup_teardown(the_same_bytes_can_be_held_on_many_lists, setup, teardown),
        cmocka_unit_test_setup_teardown(a_decision_does_not_need_the_list_to_be_configured, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(changes_need_something_to_change, setup, teardown),
        cmocka_unit_test_setup_teardown(nothing_comes_between_changes_and_what_they_change, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(a_streamed_version_is_one_file, setup, teardown),
        cmocka_unit_test_setup_teardown(what_never_was_is_not_delisted, setup, teardown),
        cmocka_unit_test_setup_teardown(equal_sums_are_not_believed, setup, teardown),
        cmocka_unit_test_setup_teardown(there_is_no_time_before_1970, setup, teardown),
    };
    return cmocka_run_group_tests_name("lay", tests, NULL, NULL);
}
