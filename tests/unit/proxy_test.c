/* SPDX-License-Identifier: Apache-2.0 */
/* proxy_test.c - the table says which proxy an environment gives for a host. */
#include "cmocka_all.h"

#include "ingest/proxy.h"

#include <stdlib.h>

static const struct {
    const char *set;            /* configured */
    const char *environment[8]; /* name, value, … */
    const char *scheme, *host, *want;
} cases[] = {
    {NULL, {NULL}, "https", "a.example.org", ""},
    {NULL, {"https_proxy", "http://p"}, "https", "a.example.org", "http://p"},
    {NULL, {"HTTPS_PROXY", "http://p"}, "https", "a.example.org", "http://p"},
    {NULL, {"https_proxy", "http://p"}, "http", "a.example.org", ""},
    {NULL, {"http_proxy", "http://p"}, "http", "a.example.org", "http://p"},
    {NULL, {"HTTP_PROXY", "http://p"}, "http", "a.example.org", ""}, /* may be a CGI's */
    {NULL, {"all_proxy", "http://p"}, "http", "a.example.org", "http://p"},
    {NULL, {"ALL_PROXY", "http://p", "https_proxy", "http://q"}, "https", "a", "http://q"},
    {"", {"https_proxy", "http://p"}, "https", "a.example.org", ""},
    {"http://s", {"https_proxy", "http://p"}, "https", "a.example.org", "http://s"},

    {"http://s", {"no_proxy", "*"}, "https", "a.example.org", ""},
    {"http://s", {"no_proxy", "b.org, example.org"}, "https", "a.example.org", ""},
    {"http://s", {"no_proxy", ".example.org"}, "https", "a.example.org", ""},
    {"http://s", {"no_proxy", "Example.ORG"}, "https", "example.org", ""},
    {"http://s", {"no_proxy", "example.org"}, "https", "notexample.org", "http://s"},
    {"http://s", {"no_proxy", "a.example.org"}, "https", "example.org", "http://s"},
    {"http://s", {"NO_PROXY", "example.org"}, "https", "example.org", ""},
    {"http://s", {"no_proxy", "10.0.0.0/8"}, "https", "10.1.2.3", ""},
    {"http://s", {"no_proxy", "10.0.0.0/8"}, "https", "11.1.2.3", "http://s"},
    {"http://s", {"no_proxy", "::1"}, "https", "[::1]", ""},
    {"http://s", {"no_proxy", ",, ,"}, "https", "example.org", "http://s"},
};

static void clear(void)
{
    static const char *const names[] = {"http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY",
                                        "all_proxy",  "ALL_PROXY",  "no_proxy",    "NO_PROXY"};
    for (size_t i = 0; i < COUNT(names); i++)
        unsetenv(names[i]);
}

static void proxies_are_as_in_the_table(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        const char *const *e = cases[i].environment;
        clear();
        for (; *e; e += 2)
            setenv(e[0], e[1], 1);
        const char *got = proxy_for(cases[i].set, str_of(cases[i].scheme), str_of(cases[i].host));
        if (!str_is(str_of(got), cases[i].want))
            fail_msg("row %zu: \"%s\", not \"%s\"", i, got, cases[i].want);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(proxies_are_as_in_the_table)};
    return cmocka_run_group_tests_name("proxy", tests, NULL, NULL);
}
