/* SPDX-License-Identifier: Apache-2.0 */
/* address_test.c - first and last addresses of every block that is not public, and
 * the neighbours on both sides. */
#include "cmocka_all.h"

#include "ingest/address.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/un.h>

static const struct {
    const char *text;
    bool is_public;
} cases[] = {
    {"0.0.0.0", false},
    {"0.255.255.255", false},
    {"1.0.0.0", true},
    {"8.8.8.8", true},
    {"9.255.255.255", true},
    {"10.0.0.0", false},
    {"10.255.255.255", false},
    {"11.0.0.0", true},
    {"100.63.255.255", true},
    {"100.64.0.0", false},
    {"100.127.255.255", false},
    {"100.128.0.0", true},
    {"126.255.255.255", true},
    {"127.0.0.1", false},
    {"127.255.255.255", false},
    {"128.0.0.0", true},
    {"169.253.255.255", true},
    {"169.254.169.254", false},
    {"169.255.0.0", true},
    {"172.15.255.255", true},
    {"172.16.0.0", false},
    {"172.31.255.255", false},
    {"172.32.0.0", true},
    {"192.0.0.255", false},
    {"192.0.1.0", true},
    {"192.0.2.1", false},
    {"192.88.99.1", false},
    {"192.167.255.255", true},
    {"192.168.0.0", false},
    {"192.168.255.255", false},
    {"192.169.0.0", true},
    {"198.17.255.255", true},
    {"198.18.0.0", false},
    {"198.19.255.255", false},
    {"198.20.0.0", true},
    {"198.51.100.7", false},
    {"203.0.113.7", false},
    {"223.255.255.255", true},
    {"224.0.0.1", false},
    {"239.255.255.255", false},
    {"240.0.0.1", false},
    {"255.255.255.255", false},

    {"::", false},
    {"::1", false},
    {"::7f00:1", false},         /* IPv4-compatible */
    {"::ffff:127.0.0.1", false}, /* IPv4-mapped */
    {"::ffff:8.8.8.8", false},
    {"64:ff9b::8.8.8.8", true}, /* NAT64 */
    {"64:ff9b::127.0.0.1", false},
    {"64:ff9b::10.0.0.1", false},
    {"64:ff9b:1::8.8.8.8", false}, /* NAT64 for local use */
    {"100::1", false},
    {"1fff:ffff::1", false},
    {"2001::1", false}, /* Teredo */
    {"2001:1ff:ffff::1", false},
    {"2001:200::1", true},
    {"2001:db7:ffff::1", true},
    {"2001:db8::1", false},
    {"2001:db9::1", true},
    {"2002:7f00:1::1", false}, /* 6to4 */
    {"2606:4700:4700::1111", true},
    {"2a00:1450::1", true},
    {"3ffe:ffff::1", true},
    {"3fff::1", false},
    {"3fff:1000::1", true},
    {"4000::1", false},
    {"fc00::1", false},
    {"fdff:ffff::1", false},
    {"fe80::1", false},
    {"fec0::1", false},
    {"ff02::1", false},
};

static bool of_socket(const char *text)
{
    struct sockaddr_in in = {.sin_family = AF_INET};
    struct sockaddr_in6 in6 = {.sin6_family = AF_INET6};
    if (inet_pton(AF_INET, text, &in.sin_addr) == 1)
        return address_is_public((const struct sockaddr *)&in);
    assert_int_equal(inet_pton(AF_INET6, text, &in6.sin6_addr), 1);
    return address_is_public((const struct sockaddr *)&in6);
}

static void addresses_are_public_as_in_the_table(void **state)
{
    (void)state;
    bool literal;
    for (size_t i = 0; i < COUNT(cases); i++) {
        if (of_socket(cases[i].text) != cases[i].is_public ||
            address_text_is_public(str_of(cases[i].text), &literal) != cases[i].is_public ||
            !literal)
            fail_msg("%s", cases[i].text);
    }
}

static void only_addresses_are_literal(void **state)
{
    (void)state;
    static const char *const names[] = {"",          "example.org", "localhost", "[::1",
                                        "1.2.3",     "1.2.3.4.5",   "[]",        "::g",
                                        "1.2.3.4 x", "a::b::c"};
    bool literal;
    for (size_t i = 0; i < COUNT(names); i++) {
        assert_false(address_text_is_public(str_of(names[i]), &literal));
        assert_false(literal);
    }
    assert_true(address_text_is_public(STR("[2606:4700:4700::1111]"), &literal));
    assert_false(address_text_is_public(STR("fe80::1%eth0"), &literal));
    assert_true(literal);
}

static void other_families_are_not_public(void **state)
{
    (void)state;
    struct sockaddr_un local = {.sun_family = AF_UNIX};
    assert_false(address_is_public((const struct sockaddr *)&local));
}

static void blocks_hold_what_begins_alike(void **state)
{
    (void)state;
    assert_true(address_within(STR("10.1.2.3"), STR("10.0.0.0/8")));
    assert_false(address_within(STR("11.1.2.3"), STR("10.0.0.0/8")));
    assert_true(address_within(STR("10.1.2.3"), STR("10.1.2.3/32")));
    assert_true(address_within(STR("10.1.2.3"), STR("0.0.0.0/0")));
    assert_false(address_within(STR("10.1.2.3"), STR("10.1.2.3/33")));
    assert_false(address_within(STR("10.1.2.3"), STR("10.1.2.3")));
    assert_true(address_within(STR("fd00::1"), STR("fc00::/7")));
    assert_false(address_within(STR("10.0.0.1"), STR("::/0")));
    assert_false(address_within(STR("example.org"), STR("0.0.0.0/0")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(addresses_are_public_as_in_the_table),
        cmocka_unit_test(only_addresses_are_literal),
        cmocka_unit_test(other_families_are_not_public),
        cmocka_unit_test(blocks_hold_what_begins_alike),
    };
    return cmocka_run_group_tests_name("address", tests, NULL, NULL);
}
