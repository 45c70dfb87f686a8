/* SPDX-License-Identifier: Apache-2.0 */
/* blobs_test.c - what goes into blobs and receipts comes out, and damage is seen. */
#include "cmocka_all.h"

#include "base/file.h"
#include "store/blobs.h"
#include "store/receipts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[64];

static int make_folder(void **state)
{
    (void)state;
    snprintf(folder, sizeof folder, "%s/tocsin-blobs-XXXXXX",
             access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
    return mkdtemp(folder) ? 0 : 1;
}

static int remove_folder(void **state)
{
    char command[96];
    (void)state;
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    return system(command);
}

/* Bytes that hardly compress, the same for the same seed. */
static void fill(struct buf *b, size_t len, uint32_t seed)
{
    buf_clear(b);
    for (size_t i = 0; i < len; i++) {
        seed = seed * 1664525U + 1013904223U;
        buf_byte(b, (char)(seed >> 24));
    }
}

static struct sha256 keep(struct blobs *blobs, struct str bytes, const struct sha256 *base)
{
    struct blob_writer *w;
    struct error err = {0};
    struct sha256 sha;
    uint64_t size;
    assert_int_equal(blob_begin(blobs, base, bytes.len, &w, &err), OK);
    for (size_t at = 0; at < bytes.len; at += 10007)
        assert_int_equal(blob_add(w, str_span(bytes, at, 10007), &err), OK);
    assert_int_equal(blob_end(w, &sha, &size, &err), OK);
    assert_int_equal(size, bytes.len);
    assert_int_equal(blob_keep(w, &err), OK);
    assert_true(blobs_has(blobs, sha));
    return sha;
}

static void must_be(struct blobs *blobs, struct sha256 sha, struct str bytes)
{
    struct buf out = {0};
    struct error err = {0};
    if (blobs_read(blobs, sha, SIZE_MAX, &out, &err))
        fail_msg("%s", err.why);
    assert_true(str_equal(buf_str(&out), bytes));
    buf_free(&out);
}

static void path_of(struct sha256 sha, char path[256])
{
    char hex[SHA256_HEX];
    sha256_hex(sha, hex);
    snprintf(path, 256, "%s/%.2s/%s.zst", folder, hex, hex);
}

static off_t size_of(struct sha256 sha)
{
    char path[256];
    struct stat st;
    path_of(sha, path);
    assert_int_equal(stat(path, &st), 0);
    return st.st_size;
}

static void round_trips(void **state)
{
    static const size_t sizes[] = {0, 1, 4095, 131072, 131073, 1000000};
    struct blobs *blobs;
    struct error err = {0};
    struct buf b = {0};
    (void)state;
    assert_int_equal(blobs_open(folder, true, &blobs, &err), OK);
    for (size_t i = 0; i < COUNT(sizes); i++) {
        fill(&b, sizes[i], (uint32_t)i);
        must_be(blobs, keep(blobs, buf_str(&b), NULL), buf_str(&b));
    }
    struct buf out = {0};
    struct sha256 sha = keep(blobs, buf_str(&b), NULL); /* a second time: left as it is */
    assert_int_equal(blobs_read(blobs, sha, b.len - 1, &out, &err), ERR_INPUT);
    buf_free(&out);
    buf_free(&b);
    blobs_close(blobs);
}

static void a_base_makes_the_next_one_small(void **state)
{
    struct blobs *blobs;
    struct error err = {0};
    struct buf b = {0}, later = {0};
    struct sha256 base, again;
    (void)state;
    assert_int_equal(blobs_open(folder, true, &blobs, &err), OK);
    fill(&b, 600000, 77);
    struct sha256 first = keep(blobs, buf_str(&b), NULL);
    assert_true(blobs_base(blobs, first, &base) && sha256_equal(base, first));
    buf_put(&later, str_span(buf_str(&b), 0, 300000));
    buf_puts(&later, "something new in the middle");
    buf_put(&later, str_from(buf_str(&b), 300000));
    struct sha256 second = keep(blobs, buf_str(&later), &base);
    must_be(blobs, second, buf_str(&later));
    assert_true(size_of(second) < size_of(first) / 50);
    assert_true(blobs_base(blobs, second, &again));
    assert_true(sha256_equal(again, first)); /* never the second itself */
    buf_free(&b);
    buf_free(&later);
    blobs_close(blobs);
}

static void a_base_with_a_base_is_refused(void **state)
{
    struct blobs *blobs;
    struct error err = {0};
    struct buf b = {0}, out = {0};
    (void)state;
    assert_int_equal(blobs_open(folder, true, &blobs, &err), OK);
    fill(&b, 50000, 5);
    struct sha256 first = keep(blobs, buf_str(&b), NULL);
    buf_puts(&b, "second");
    struct sha256 second = keep(blobs, buf_str(&b), &first);
    buf_puts(&b, "third");
    struct sha256 third = keep(blobs, buf_str(&b), &second);
    /* Such a base is not used in writing, so that nothing has to be refused in reading. */
    must_be(blobs, third, buf_str(&b));
    assert_true(size_of(third) > 40000);
    buf_free(&b);
    buf_free(&out);
    blobs_close(blobs);
}

static void every_damaged_byte_is_found(void **state)
{
    struct blobs *blobs;
    struct error err = {0};
    struct buf b = {0}, file = {0}, out = {0};
    char path[256];
    (void)state;
    assert_int_equal(blobs_open(folder, true, &blobs, &err), OK);
    fill(&b, 3000, 9);
    struct sha256 sha = keep(blobs, buf_str(&b), NULL);
    path_of(sha, path);
    assert_int_equal(file_read(path, SIZE_MAX / 2, &file, &err), OK);
    for (size_t i = 0; i < file.len; i += 1 + i / 16) {
        struct error here = {0};
        file.s[i] ^= 0x10;
        assert_int_equal(file_write(path, buf_str(&file), 0600, &err), OK);
        enum status rc = blobs_read(blobs, sha, 1 << 20, &out, &here);
        if (rc == OK ? !str_equal(buf_str(&out), buf_str(&b))
                     : rc != ERR_CORRUPT && rc != ERR_INPUT)
            fail_msg("byte %zu: %d %s", i, (int)rc, here.why);
        file.s[i] ^= 0x10;
    }
    for (size_t len = 0; len < file.len; len += 1 + len / 8) {
        struct error here = {0};
        assert_int_equal(file_write(path, str_span(buf_str(&file), 0, len), 0600, &err), OK);
        assert_int_equal(blobs_read(blobs, sha, 1 << 20, &out, &here), ERR_CORRUPT);
    }
    buf_free(&b);
    buf_free(&file);
    buf_free(&out);
    blobs_close(blobs);
}

/* ---- Receipts. */

static enum status count_receipt(void *ctx, struct str list, const struct receipt *r,
                                 uint64_t length, struct error *err)
{
    int64_t *sum = ctx;
    (void)list, (void)err, (void)length;
    *sum = *sum * 10 + r->at % 10;
    return r->same && r->same_as.byte[0] == 0 ? fault(err, ERR_CORRUPT, 0, "same_as") : OK;
}

static int64_t receipts_sum(uint64_t from, enum status want)
{
    int64_t sum = 0;
    struct error err = {0};
    assert_int_equal(receipts_read(folder, STR("test"), from, count_receipt, &sum, &err), want);
    return sum;
}

static void a_torn_receipt_is_passed_over_and_written_over(void **state)
{
    struct version_file file = {.name = STR("a \"name\".xml"), .bytes = 5};
    struct receipt r = {.source = STR("un"), .guard = 20, .files = &file, .count = 1};
    struct error err = {0};
    uint64_t length = 0, two;
    char path[128];
    (void)state;
    file.sha.byte[0] = 1;
    for (r.at = 1; r.at <= 2; r.at++)
        assert_int_equal(receipt_append(folder, STR("test"), &r, &length, &err), OK);
    two = length;
    assert_int_equal(receipts_sum(0, OK), 12);
    r.same = true;
    r.same_as.byte[0] = 7;
    assert_int_equal(receipt_append(folder, STR("test"), &r, &length, &err), OK);
    assert_int_equal(receipts_sum(0, OK), 123);
    assert_int_equal(receipts_sum(two, OK), 3);
    snprintf(path, sizeof path, "%s/receipts/test.jsonl", folder);
    for (uint64_t cut = two; cut < length; cut++) {
        assert_int_equal(truncate(path, (off_t)cut), 0);
        assert_int_equal(receipts_sum(0, OK), 12);
        uint64_t now = two;
        assert_int_equal(receipt_append(folder, STR("test"), &r, &now, &err), OK);
        assert_int_equal(receipts_sum(0, OK), 123);
        assert_int_equal(now, length);
    }
    receipts_sum(length + 1, ERR_CORRUPT);
    assert_int_equal(file_append(path, length, STR("{\"at\":7}\n"), &err), OK);
    receipts_sum(0, ERR_CORRUPT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(round_trips),
        cmocka_unit_test(a_base_makes_the_next_one_small),
        cmocka_unit_test(a_base_with_a_base_is_refused),
        cmocka_unit_test(every_damaged_byte_is_found),
        cmocka_unit_test(a_torn_receipt_is_passed_over_and_written_over),
    };
    return cmocka_run_group_tests_name("blobs", tests, make_folder, remove_folder);
}
