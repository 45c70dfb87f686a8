/* SPDX-License-Identifier: Apache-2.0 */
/* sha256_test.c - the examples of FIPS 180-4, in one piece and in many. */
#include "cmocka_all.h"

#include "base/sha256.h"

#include <string.h>

static const struct {
    const char *text;
    size_t times;
    const char *hex;
} cases[] = {
    {"", 1, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
    {"abc", 1, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
    {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 1,
     "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
    {"abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqr"
     "lmnopqrsmnopqrstnopqrstu",
     1, "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"},
    {"a", 1000000, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"},
};

static void test_examples(void **state)
{
    struct hasher *h = hasher_new();
    char hex[SHA256_HEX];
    (void)state;
    assert_non_null(h);
    for (size_t i = 0; i < COUNT(cases); i++) {
        hasher_begin(h);
        for (size_t n = 0; n < cases[i].times; n++)
            hasher_add(h, str_of(cases[i].text));
        assert_string_equal(sha256_hex(hasher_end(h), hex), cases[i].hex);
    }
    hasher_free(h);
    hasher_free(NULL);
}

/* Cut anywhere, and whatever the hasher had before, it is the same. */
static void test_pieces(void **state)
{
    enum { LEN = 300 };
    char text[LEN];
    struct hasher *h = hasher_new(), *fresh = hasher_new();
    (void)state;
    for (size_t i = 0; i < LEN; i++)
        text[i] = (char)(i * 7);
    for (size_t len = 0; len < LEN; len++) {
        struct str all = {text, len};
        struct sha256 whole = hasher_of(h, all);
        for (size_t cut = 0; cut <= len; cut += 13) {
            hasher_begin(fresh);
            hasher_add(fresh, str_span(all, 0, cut));
            hasher_add(fresh, (struct str){0});
            hasher_add(fresh, str_from(all, cut));
            assert_true(sha256_equal(hasher_end(fresh), whole));
            assert_true(sha256_equal(sha256_of(str_span(all, 0, cut), str_from(all, cut)), whole));
        }
    }
    hasher_free(h);
    hasher_free(fresh);
}

static void test_hex(void **state)
{
    struct hasher *h = hasher_new();
    struct sha256 sum = hasher_of(h, STR("abc")), back;
    char hex[SHA256_HEX];
    (void)state;
    assert_true(sha256_from_hex(str_of(sha256_hex(sum, hex)), &back));
    assert_true(sha256_equal(sum, back));
    assert_false(sha256_from_hex(str_span(str_of(hex), 0, 63), &back));
    hex[5] = 'G';
    assert_false(sha256_from_hex(str_of(hex), &back));
    hasher_free(h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_examples),
        cmocka_unit_test(test_pieces),
        cmocka_unit_test(test_hex),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
