/* SPDX-License-Identifier: Apache-2.0 */
/* ledger_log_test.c - logs written, opened at every size, read, proved, verified; and broken at
 * every bit. */
#include "ledger_run.h"

#include "ledger/checkpoint.h"
#include "ledger/log.h"

static struct signer signer;

static int make_key(void **state)
{
    struct error err = {0};
    (void)state;
    return signer_generate(STR("a.example/log"), KEY_ED25519, &signer, &err) != OK;
}

/* Entries of 0 to some hundred bytes, the same for the same number. */
static struct str entry_of(uint64_t i, char room[400])
{
    uint64_t seed = i + 1;
    int len = snprintf(room, 400, "{\"entry\":%llu,\"%*s\"}", (unsigned long long)i,
                       (int)(chance(&seed) % 300), "");
    return (struct str){room, i % 97 == 13 ? 0 : (size_t)len};
}

/* Roots of all sizes, by an edge that knows no tiles. */
static struct sha256 *roots_to(uint64_t most)
{
    struct tree_edge e = {0};
    char room[400];
    struct sha256 *roots = malloc((most + 1) * sizeof *roots);
    assert_non_null(roots);
    for (uint64_t i = 0;; i++) {
        roots[i] = tree_root(&e);
        if (i == most)
            return roots;
        struct sha256 leaf = tree_leaf(entry_of(i, room));
        tree_push(&e, &leaf);
    }
}

static void good(enum status rc, const struct error *err)
{
    if (rc)
        fail_msg("%s", err->why);
}

static void grow(struct log *l, uint64_t until)
{
    struct error err = {0};
    char room[400];
    for (uint64_t i = log_size(l); i < until; i++)
        good(log_add(l, entry_of(i, room), &err), &err);
    good(log_write(l, &err), &err);
}

static void publish(struct log *l)
{
    struct error err = {0};
    struct buf b = {0};
    struct sha256 root = log_root(l);
    good(checkpoint_sign(log_size(l), &root, &signer, &b, &err), &err);
    good(log_publish(l, buf_str(&b), &err), &err);
    buf_free(&b);
}

static const char *in_folder(const char *name)
{
    static char path[256];
    snprintf(path, sizeof path, "%s/%s", test_folder, name);
    return path;
}

static void check_reading(struct log *l, const struct sha256 *roots, uint64_t size)
{
    struct buf b = {0};
    struct error err = {0};
    struct tree_proof p;
    char room[400];
    uint64_t seed = size;
    for (int k = 0; k < 10; k++) {
        uint64_t i = k == 0 ? 0 : k == 1 ? size - 1 : chance(&seed) % size;
        uint64_t old = k == 0 ? 1 : k == 1 ? size : 1 + chance(&seed) % size;
        good(log_entry(l, i, &b, &err), &err);
        assert_true(str_equal(buf_str(&b), entry_of(i, room)));
        struct sha256 leaf = tree_leaf(buf_str(&b));
        good(log_prove(l, i, size, &p, &err), &err);
        assert_true(tree_holds(i, size, &leaf, &p, &roots[size]));
        good(log_prove_growth(l, old, size, &p, &err), &err);
        assert_true(tree_grew(old, &roots[old], size, &roots[size], &p));
        if (i < old) {
            good(log_prove(l, i, old, &p, &err), &err);
            assert_true(tree_holds(i, old, &leaf, &p, &roots[old]));
        }
    }
    assert_int_equal(log_entry(l, size, &b, &err), ERR_USAGE);
    err = (struct error){0};
    assert_int_equal(log_prove(l, 0, size + 1, &p, &err), ERR_USAGE);
    buf_free(&b);
}

/* Closed and opened again at every size, one entry at a time: then every size that was is proved
 * and opened still. */
static void a_log_goes_on_at_every_size(void **state)
{
    enum { MOST = 600 };
    struct sha256 *roots = roots_to(MOST);
    const char *folder = in_folder("log");
    struct error err = {0};
    struct log *l = NULL;
    (void)state;
    for (uint64_t size = 0; size < MOST; size++) {
        good(log_open(folder, true, size, &roots[size], &l, &err), &err);
        assert_true(log_size(l) == size && sha256_equal(log_root(l), roots[size]));
        grow(l, size + 1);
        assert_true(sha256_equal(log_root(l), roots[size + 1]));
        publish(l);
        if (size % 37 == 0)
            check_reading(l, roots, size + 1);
        log_close(l);
    }
    for (uint64_t size = 1; size <= MOST; size += 7) {
        good(log_open(folder, false, size, &roots[size], &l, &err), &err);
        check_reading(l, roots, size);
        log_close(l);
        good(log_verify_folder(folder, size, &roots[size], NULL, NULL, &err), &err);
    }
    assert_false(file_exists(in_folder("log/tile/0/000.p")));
    assert_false(file_exists(in_folder("log/tile/entries/001.p")));
    assert_true(file_exists(in_folder("log/tile/entries/002.p/5")));
    free(roots);
}

/* ---- Of 70,000. */

static unsigned count_files(const char *name)
{
    char path[TILE_PATH];
    unsigned count = 0;
    for (uint64_t n = 0; n < 300; n++) {
        struct tile t = {.number = n, .width = 256, .level = (unsigned)(name[0] - '0')};
        char full[512];
        snprintf(full, sizeof full, "%s/big/%s", test_folder, tile_path(t, path));
        count += file_exists(full);
    }
    return count;
}

struct counting {
    uint64_t next;
};

static enum status count_entry(void *ctx, uint64_t index, struct str entry, struct error *err)
{
    struct counting *c = ctx;
    char room[400];
    (void)err;
    assert_int_equal(index, c->next++);
    assert_true(str_equal(entry, entry_of(index, room)));
    return OK;
}

static void a_log_of_70000_has_its_tiles(void **state)
{
    enum { SIZE = 70000 };
    struct sha256 *roots = roots_to(SIZE);
    struct error err = {0};
    struct log *l;
    struct counting c = {0};
    (void)state;
    good(log_open(in_folder("big"), true, 0, NULL, &l, &err), &err);
    grow(l, 65535);
    publish(l);
    grow(l, 65536);
    publish(l);
    grow(l, SIZE);
    publish(l);
    assert_true(sha256_equal(log_root(l), roots[SIZE]));
    check_reading(l, roots, SIZE);
    log_close(l);
    assert_int_equal(count_files("0"), 273);
    assert_int_equal(count_files("1"), 1);
    assert_int_equal(count_files("2"), 0);
    assert_true(file_exists(in_folder("big/tile/0/273.p/112")));
    assert_true(file_exists(in_folder("big/tile/entries/273.p/112")));
    assert_true(file_exists(in_folder("big/tile/1/001.p/17")));
    assert_true(file_exists(in_folder("big/tile/2/000.p/1")));
    assert_int_equal(file_size(in_folder("big/tile/0/000")), TILE_BYTES);
    assert_false(file_exists(in_folder("big/tile/3")));
    assert_false(file_exists(in_folder("big/tile/1/000.p"))); /* was 255 wide once */
    good(log_verify_folder(in_folder("big"), SIZE, &roots[SIZE], count_entry, &c, &err), &err);
    assert_int_equal(c.next, SIZE);
    good(log_open(in_folder("big"), true, SIZE, &roots[SIZE], &l, &err), &err);
    log_close(l);
    free(roots);
}

/* ---- What goes wrong. */

static struct log *small_log(const char *name, uint64_t size)
{
    struct error err = {0};
    struct log *l;
    good(log_open(in_folder(name), true, 0, NULL, &l, &err), &err);
    grow(l, size);
    publish(l);
    return l;
}

static void flip(const char *path, size_t bit)
{
    FILE *f = fopen(path, "r+be");
    assert_non_null(f);
    assert_int_equal(fseek(f, (long)(bit / 8), SEEK_SET), 0);
    int c = fgetc(f);
    assert_int_equal(fseek(f, (long)(bit / 8), SEEK_SET), 0);
    assert_true(fputc(c ^ (1 << bit % 8), f) != EOF);
    assert_int_equal(fclose(f), 0);
}

static enum status open_and_close(const char *name, bool writing, uint64_t size,
                                  const struct sha256 *root, struct error *err)
{
    struct log *l;
    char folder[256];
    snprintf(folder, sizeof folder, "%s/%s", test_folder, name);
    enum status rc = log_open(folder, writing, size, root, &l, err);
    log_close(l);
    return rc;
}

/* Each bit of each file: opening for writing sees it in all that will be built on, verifying
 * sees all. */
static void each_flipped_bit_is_found(void **state)
{
    static const struct {
        const char *file;
        bool edge;
    } files[] = {
        {"tile/0/000", false},       {"tile/0/001.p/44", true},       {"tile/1/000.p/1", true},
        {"tile/entries/000", false}, {"tile/entries/001.p/44", true},
    };
    uint64_t seed = 5;
    struct log *l = small_log("bits", 300);
    struct sha256 root = log_root(l);
    (void)state;
    log_close(l);
    for (size_t i = 0; i < COUNT(files); i++) {
        char path[256];
        snprintf(path, sizeof path, "%s/bits/%s", test_folder, files[i].file);
        size_t bits = 8 * file_size(path);
        for (int k = 0; k < 300; k++) {
            size_t bit = chance(&seed) % bits;
            struct error err = {0}, why = {0};
            flip(path, bit);
            assert_int_equal(log_verify_folder(in_folder("bits"), 300, &root, NULL, NULL, &err),
                             ERR_CORRUPT);
            if (!str_starts(str_of(err.why), str_of(files[i].file)))
                fail_msg("%s: %s", files[i].file, err.why);
            assert_true(err.offset <= bits / 8);
            enum status rc = open_and_close("bits", true, 300, &root, &why);
            assert_int_equal(rc, files[i].edge ? ERR_CORRUPT : OK);
            if (files[i].edge && !strstr(why.why, files[i].file))
                fail_msg("%s: %s", files[i].file, why.why);
            flip(path, bit);
        }
    }
}

static void sentences_say_what_is_wrong(void **state)
{
    struct log *l = small_log("said", 300);
    struct sha256 root = log_root(l);
    struct error err = {0};
    struct buf b = {0};
    struct tree_proof p;
    char path[256];
    (void)state;
    log_close(l);
    snprintf(path, sizeof path, "%s/said/tile/0/000", test_folder);
    flip(path, 8 * 32 * 7);
    assert_int_equal(log_verify_folder(in_folder("said"), 300, &root, NULL, NULL, &err),
                     ERR_CORRUPT);
    assert_string_equal(err.why, "tile/0/000: the hash at byte 224 is not that of entry 7 in "
                                 "tile/entries/000");
    assert_int_equal(err.offset, 224);
    /* It is in nobody's edge; a proof through it is not given away. */
    err = (struct error){0};
    good(log_open(in_folder("said"), false, 300, &root, &l, &err), &err);
    assert_int_equal(log_prove(l, 8, 300, &p, &err), ERR_CORRUPT);
    err = (struct error){0};
    assert_int_equal(log_entry(l, 7, &b, &err), ERR_CORRUPT);
    log_close(l);
    flip(path, 8 * 32 * 7);
    err = (struct error){0};
    assert_int_equal(open_and_close("said", false, 299, &root, &err), ERR_CORRUPT);
    assert_string_equal(err.why, "tile/0/001.p/43 is not there");
    err = (struct error){0};
    root.byte[0] ^= 1;
    assert_int_equal(open_and_close("said", false, 300, &root, &err), ERR_CORRUPT);
    assert_string_equal(err.why, "tile/0/001.p/44, tile/1/000.p/1: not the root that was signed at "
                                 "300 entries");
    err = (struct error){0};
    assert_int_equal(log_verify_folder(in_folder("said"), 300, &root, NULL, NULL, &err),
                     ERR_CORRUPT);
    assert_string_equal(err.why, "checkpoint: its root is not that of the 300 entries of the log");
    root.byte[0] ^= 1;
    assert_int_equal(truncate(in_folder("said/tile/entries/000"), 100), 0);
    err = (struct error){0};
    assert_int_equal(log_verify_folder(in_folder("said"), 300, &root, NULL, NULL, &err),
                     ERR_CORRUPT);
    assert_non_null(strstr(err.why, "tile/entries/000 ends inside entry "));
    assert_int_equal(unlink(in_folder("said/tile/entries/000")), 0);
    err = (struct error){0};
    assert_int_equal(log_verify_folder(in_folder("said"), 300, &root, NULL, NULL, &err),
                     ERR_CORRUPT);
    assert_string_equal(err.why, "tile/entries/000 is not there");
    buf_free(&b);
}

/* What a run left beyond the size that was signed is written over. */
static void files_beyond_the_checkpoint_are_nobodys(void **state)
{
    struct sha256 *roots = roots_to(700);
    struct error err = {0};
    struct log *l = small_log("beyond", 250);
    struct buf b = {0};
    char room[400];
    (void)state;
    for (uint64_t i = 0; i < 300; i++) /* of another history, and the run ends */
        good(log_add(l, entry_of(i + 9000, room), &err), &err);
    good(log_write(l, &err), &err);
    log_close(l);
    /* And it was not even on the disk yet, all of it. */
    assert_int_equal(truncate(in_folder("beyond/tile/0/000"), 5000), 0);
    assert_int_equal(truncate(in_folder("beyond/tile/entries/000"), 0), 0);
    assert_int_equal(truncate(in_folder("beyond/tile/1/000.p/2"), 1), 0);
    assert_int_equal(unlink(in_folder("beyond/tile/entries/001")), 0);
    good(log_verify_folder(in_folder("beyond"), 250, &roots[250], NULL, NULL, &err), &err);
    good(log_open(in_folder("beyond"), true, 250, &roots[250], &l, &err), &err);
    grow(l, 700);
    publish(l);
    log_close(l);
    good(log_verify_folder(in_folder("beyond"), 700, &roots[700], NULL, NULL, &err), &err);
    buf_free(&b);
    free(roots);
}

static void checkpoints_go_forward(void **state)
{
    struct error err = {0};
    struct log *l = small_log("forward", 10);
    struct buf b = {0}, was = {0}, now = {0};
    struct sha256 root = log_root(l), wrong = root;
    (void)state;
    assert_int_equal(file_read(in_folder("forward/checkpoint"), 10000, &was, &err), OK);
    assert_int_equal(log_publish(l, STR("nothing"), &err), ERR_INPUT);
    err = (struct error){0};
    wrong.byte[9] ^= 2;
    good(checkpoint_sign(10, &wrong, &signer, &b, &err), &err);
    assert_int_equal(log_publish(l, buf_str(&b), &err), ERR_USAGE);
    err = (struct error){0};
    buf_clear(&b);
    good(checkpoint_sign(11, &root, &signer, &b, &err), &err);
    assert_int_equal(log_publish(l, buf_str(&b), &err), ERR_USAGE);
    err = (struct error){0};
    publish(l); /* the same again: more signatures may have come */
    assert_int_equal(file_read(in_folder("forward/checkpoint"), 10000, &now, &err), OK);
    assert_true(str_equal(buf_str(&was), buf_str(&now)));
    /* One of a larger log is there. */
    assert_int_equal(file_write(in_folder("forward/checkpoint"), buf_str(&b), 0644, &err), OK);
    assert_int_equal(log_publish(l, buf_str(&was), &err), ERR_CONFLICT);
    err = (struct error){0};
    buf_clear(&b);
    good(checkpoint_sign(10, &wrong, &signer, &b, &err), &err);
    assert_int_equal(file_write(in_folder("forward/checkpoint"), buf_str(&b), 0644, &err), OK);
    assert_int_equal(log_publish(l, buf_str(&was), &err), ERR_CONFLICT);
    log_close(l);
    buf_free(&b);
    buf_free(&was);
    buf_free(&now);
}

static void what_was_published_is_not_written_over(void **state)
{
    struct sha256 *roots = roots_to(10);
    struct error err = {0};
    (void)state;
    log_close(small_log("promised", 10));
    assert_int_equal(open_and_close("promised", true, 5, &roots[5], &err), ERR_CORRUPT);
    assert_string_equal(err.why, "tile/0/000.p/5 is not there");
    struct log *l;
    err = (struct error){0};
    good(log_open(in_folder("twice"), true, 0, NULL, &l, &err), &err);
    grow(l, 5);
    publish(l);
    grow(l, 10);
    publish(l);
    log_close(l);
    assert_int_equal(open_and_close("twice", true, 5, &roots[5], &err), ERR_CONFLICT);
    assert_non_null(strstr(err.why, "is of 10 entries already"));
    err = (struct error){0};
    good(open_and_close("twice", false, 5, &roots[5], &err), &err);
    good(open_and_close("twice", true, 10, &roots[10], &err), &err);
    free(roots);
}

static void one_writes_at_a_time(void **state)
{
    struct error err = {0};
    struct log *l = small_log("lock", 3), *second;
    struct sha256 root = log_root(l);
    (void)state;
    assert_int_equal(log_open(in_folder("lock"), true, 3, &root, &second, &err), ERR_CONFLICT);
    assert_null(second);
    err = (struct error){0};
    good(log_open(in_folder("lock"), false, 3, &root, &second, &err), &err);
    log_close(second);
    log_close(l);
    log_close(NULL);
}

static void entries_have_a_limit(void **state)
{
    struct error err = {0};
    struct log *l = small_log("limit", 3);
    char *large = calloc(1, ENTRY_MOST + 1);
    struct buf b = {0};
    (void)state;
    assert_non_null(large);
    assert_int_equal(log_add(l, (struct str){large, ENTRY_MOST + 1}, &err), ERR_INPUT);
    assert_int_equal(log_size(l), 3);
    err = (struct error){0};
    good(log_add(l, (struct str){large, ENTRY_MOST}, &err), &err);
    assert_int_equal(log_entry(l, 3, &b, &err), ERR_USAGE); /* not written yet */
    err = (struct error){0};
    good(log_write(l, &err), &err);
    good(log_entry(l, 3, &b, &err), &err);
    assert_int_equal(b.len, ENTRY_MOST);
    log_close(l);
    buf_free(&b);
    free(large);
}

/* ---- A log too large for any disk: all of its entries are the same, and so is each tile of a
 * level. */

static enum status fetch_same(void *ctx, const char *path, size_t limit, struct buf *out,
                              bool *there, struct error *err)
{
    struct sha256 hash = tree_leaf(STR("same"));
    struct tile t;
    (void)err;
    assert_true(tile_parse(str_of(path), &t) && !t.entries);
    assert_int_equal(limit, t.width * SHA256_SIZE);
    ++*(size_t *)ctx;
    *there = true;
    for (unsigned i = 0; i < 8 * t.level; i++)
        hash = tree_node(&hash, &hash);
    buf_clear(out);
    for (unsigned i = 0; i < t.width; i++)
        buf_put(out, (struct str){(const char *)hash.byte, SHA256_SIZE});
    return OK;
}

static struct sha256 root_of_same(uint64_t size)
{
    struct tree_edge e = {.size = size};
    e.at[0] = tree_leaf(STR("same"));
    for (unsigned level = 1; level < TREE_LEVELS; level++)
        e.at[level] = tree_node(&e.at[level - 1], &e.at[level - 1]);
    return tree_root(&e);
}

static void a_log_of_any_size_is_proved(void **state)
{
    static const uint64_t sizes[] = {(uint64_t)1 << 40, ((uint64_t)1 << 40) + 70001, TREE_SIZE_MAX,
                                     TREE_SIZE_MAX / 3};
    struct sha256 leaf = tree_leaf(STR("same"));
    uint64_t seed = 3;
    (void)state;
    for (size_t i = 0; i < COUNT(sizes); i++) {
        struct sha256 root = root_of_same(sizes[i]);
        struct error err = {0};
        struct tree_proof p;
        size_t read = 0;
        struct log *l;
        good(log_open_by(fetch_same, &read, sizes[i], &root, &l, &err), &err);
        for (unsigned k = 0; k < 500; k++) {
            uint64_t at = ((uint64_t)chance(&seed) << 32 | chance(&seed)) % sizes[i];
            size_t before = read;
            good(log_prove(l, at, sizes[i], &p, &err), &err);
            assert_true(tree_holds(at, sizes[i], &leaf, &p, &root));
            struct sha256 old = root_of_same(at + 1);
            good(log_prove_growth(l, at + 1, sizes[i], &p, &err), &err);
            assert_true(tree_grew(at + 1, &old, sizes[i], &root, &p));
            assert_true(read - before <= 64);
        }
        log_close(l);
    }
}

/* ---- The log of fifteen: every file as it was made by others. */

#define LOG "tessera-testdata/testdata/log/"

static void the_log_of_fifteen_has_the_same_files(void **state)
{
    struct buf bundle = {0}, want = {0}, got = {0};
    struct error err = {0};
    struct log *l;
    (void)state;
    if (!vectors_read(LOG "tile/entries/000.p/15", &bundle))
        return;
    struct str rest = buf_str(&bundle), entry;
    good(log_open(in_folder("fifteen"), true, 0, NULL, &l, &err), &err);
    for (unsigned size = 1; bundle_take(&rest, &entry); size++) {
        good(log_add(l, entry, &err), &err);
        good(log_write(l, &err), &err);
        for (int entries = 0; entries < 2; entries++) {
            char path[TILE_PATH], name[128], ours[128];
            struct tile t = {.entries = entries, .width = size};
            tile_path(t, path);
            snprintf(name, sizeof name, LOG "%s", path);
            snprintf(ours, sizeof ours, "fifteen/%s", path);
            assert_true(vectors_read(name, &want));
            assert_int_equal(file_read(in_folder(ours), 100000, &got, &err), OK);
            assert_true(str_equal(buf_str(&got), buf_str(&want)));
        }
    }
    assert_int_equal(log_size(l), 15);
    log_close(l);
    buf_free(&bundle);
    buf_free(&want);
    buf_free(&got);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_log_goes_on_at_every_size, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(a_log_of_70000_has_its_tiles, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(each_flipped_bit_is_found, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(sentences_say_what_is_wrong, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(files_beyond_the_checkpoint_are_nobodys, make_folder,
                                        remove_folder),
        cmocka_unit_test_setup_teardown(checkpoints_go_forward, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(what_was_published_is_not_written_over, make_folder,
                                        remove_folder),
        cmocka_unit_test_setup_teardown(one_writes_at_a_time, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(entries_have_a_limit, make_folder, remove_folder),
        cmocka_unit_test(a_log_of_any_size_is_proved),
        cmocka_unit_test_setup_teardown(the_log_of_fifteen_has_the_same_files, make_folder,
                                        remove_folder),
    };
    return cmocka_run_group_tests_name("ledger_log", tests, make_key, NULL);
}
