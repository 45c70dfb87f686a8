/* SPDX-License-Identifier: Apache-2.0 */
/* libcurl_test.c - the table is filled, or the fault says what is missing. */
#include "cmocka_all.h"

#include "ingest/libcurl.h"

#include <string.h>

static void test_loaded(void **state)
{
    struct libcurl curl = {0};
    struct error err = {0};
    (void)state;
    assert_int_equal(libcurl_load(LIBCURL_NAME, &curl, &err), OK);
#define LIBCURL_IS_THERE(name) assert_true(curl.name != NULL);
    LIBCURL_FUNCTIONS(LIBCURL_IS_THERE)
    /* Each is what its name says: the table is not shifted. */
    CURLU *u = curl.url();
    char *host = NULL;
    assert_int_equal(curl.url_set(u, CURLUPART_URL, "https://lists.example/un.xml", 0), CURLUE_OK);
    assert_int_equal(curl.url_get(u, CURLUPART_HOST, &host, 0), CURLUE_OK);
    assert_string_equal(host, "lists.example");
    curl.free(host);
    curl.url_cleanup(u);
    assert_non_null(strstr(curl.easy_strerror(CURLE_COULDNT_CONNECT), "connect"));
}

static void test_again(void **state)
{
    struct libcurl one = {0}, two = {0};
    struct error err = {0};
    (void)state;
    assert_int_equal(libcurl_load(LIBCURL_NAME, &one, &err), OK);
    assert_int_equal(libcurl_load(LIBCURL_NAME, &two, &err), OK);
    assert_true(one.url == two.url);
}

static const struct {
    const char *name, *why;
} bad[] = {
    {"libnone-of-that-name.so.9", "nothing can be fetched without libcurl: "
                                  "libnone-of-that-name.so.9: cannot open shared object file"},
    {"libz.so.1", "nothing can be fetched: libz.so.1 lacks curl_easy_cleanup"},
};

static void test_cannot_be_loaded(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(bad); i++) {
        struct libcurl curl = {0};
        struct error err = {0};
        assert_int_equal(libcurl_load(bad[i].name, &curl, &err), ERR_NETWORK);
        assert_true(str_starts(str_of(err.why), str_of(bad[i].why)));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_loaded),
        cmocka_unit_test(test_again),
        cmocka_unit_test(test_cannot_be_loaded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
