/* SPDX-License-Identifier: Apache-2.0 */
/* ledger_base64_test.c - each byte at each place of a group is a digit exactly when RFC 4648 has
 * it, and nothing is read in two ways. */
#include "cmocka_all.h"

#include "ledger/base64.h"

static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static void digits_are_those_of_the_rfc(void **state)
{
    (void)state;
    for (size_t at = 0; at < 4; at++)
        for (unsigned c = 0; c < 256; c++) {
            char text[4] = {'A', 'A', 'A', 'A'};
            uint8_t out[3];
            size_t len;
            text[at] = (char)c;
            const char *digit = c ? strchr(digits, (int)c) : NULL;
            bool got = base64_get((struct str){text, 4}, 3, out, &len);
            if (c == '=' && at == 3) { /* two bytes then */
                assert_true(got && len == 2);
                continue;
            }
            assert_int_equal(got, digit != NULL);
            if (!digit)
                continue;
            unsigned value = (unsigned)(digit - digits) << (6 * (3 - at));
            assert_int_equal(len, 3);
            assert_int_equal((unsigned)out[0] << 16 | (unsigned)out[1] << 8 | out[2], value);
        }
}

static void what_was_put_is_what_is_read(void **state)
{
    (void)state;
    for (size_t len = 0; len < 70; len++) {
        uint8_t bytes[70], out[70];
        size_t got;
        struct buf b = {0};
        for (size_t i = 0; i < len; i++)
            bytes[i] = (uint8_t)(i * 37 + len);
        base64_put(&b, (struct str){(const char *)bytes, len});
        assert_true(base64_get(buf_str(&b), len, out, &got) && got == len);
        assert_true(len == 0 || memcmp(bytes, out, len) == 0);
        assert_true(base64_get_all(buf_str(&b), len, out));
        if (len) {
            assert_false(base64_get(buf_str(&b), len - 1, out, &got));
            assert_false(base64_get_all(buf_str(&b), len - 1, out));
            assert_false(base64_get(str_span(buf_str(&b), 0, b.len - 1), len, out, &got));
        }
        buf_byte(&b, '\n');
        assert_false(base64_get(buf_str(&b), len, out, &got));
        buf_free(&b);
    }
}

static void others_are_refused(void **state)
{
    static const char *const others[] = {
        "A", "AA",  "AAA",   "A===",  "AA=A",  "AA==AA==", "AB==",     "AAB=", "====",
        "=", "AA=", "AA===", " AAAA", "AAAA ", "AA AA==",  "AAAA====", "AA-_", "AAA\n="};
    uint8_t out[16];
    size_t len;
    (void)state;
    for (size_t i = 0; i < COUNT(others); i++)
        if (base64_get(str_of(others[i]), sizeof out, out, &len))
            fail_msg("%s", others[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(digits_are_those_of_the_rfc),
        cmocka_unit_test(what_was_put_is_what_is_read),
        cmocka_unit_test(others_are_refused),
    };
    return cmocka_run_group_tests_name("ledger_base64", tests, NULL, NULL);
}
