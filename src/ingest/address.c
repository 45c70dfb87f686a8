/* SPDX-License-Identifier: Apache-2.0 */
/* address.c - tables of the blocks that are not public. */
#include "ingest/address.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>

/* Of the IANA IPv4 Special-Purpose Address Registry, and multicast. */
static const struct block4 {
    uint8_t start[4];
    unsigned bits;
} not_public4[] = {
    {{0}, 8},             /* this network */
    {{10}, 8},            /* private, RFC 1918 */
    {{100, 64}, 10},      /* shared by carriers, RFC 6598 */
    {{127}, 8},           /* loopback */
    {{169, 254}, 16},     /* link-local, and the metadata service of clouds */
    {{172, 16}, 12},      /* private */
    {{192, 0, 0}, 24},    /* protocol assignments */
    {{192, 0, 2}, 24},    /* documentation */
    {{192, 88, 99}, 24},  /* 6to4 relay, RFC 7526 */
    {{192, 168}, 16},     /* private */
    {{198, 18}, 15},      /* benchmarks */
    {{198, 51, 100}, 24}, /* documentation */
    {{203, 0, 113}, 24},  /* documentation */
    {{224}, 4},           /* multicast */
    {{240}, 4},           /* reserved, and broadcast */
};

/* Within 2000::/3; outside of it only NAT64 is public. */
static const struct block6 {
    uint8_t start[16];
    unsigned bits;
} not_public6[] = {
    {{0x20, 0x01}, 23},             /* protocol assignments: Teredo, ORCHID and others */
    {{0x20, 0x01, 0x0d, 0xb8}, 32}, /* documentation */
    {{0x20, 0x02}, 16},             /* 6to4 */
    {{0x3f, 0xff}, 20},             /* documentation, RFC 9637 */
};
static const uint8_t global6[16] = {0x20};
static const uint8_t nat64[16] = {0x00, 0x64, 0xff, 0x9b};

static bool same_start(const uint8_t *a, const uint8_t *b, unsigned bits)
{
    unsigned whole = bits / 8, rest = bits % 8;
    if (memcmp(a, b, whole) != 0)
        return false;
    return rest == 0 || (a[whole] ^ b[whole]) >> (8 - rest) == 0;
}

static bool public4(const uint8_t address[4])
{
    for (size_t i = 0; i < COUNT(not_public4); i++)
        if (same_start(address, not_public4[i].start, not_public4[i].bits))
            return false;
    return true;
}

static bool public6(const uint8_t address[16])
{
    if (same_start(address, nat64, 96))
        return public4(address + 12);
    if (!same_start(address, global6, 3))
        return false;
    for (size_t i = 0; i < COUNT(not_public6); i++)
        if (same_start(address, not_public6[i].start, not_public6[i].bits))
            return false;
    return true;
}

bool address_is_public(const struct sockaddr *to)
{
    if (to->sa_family == AF_INET) {
        struct sockaddr_in in;
        memcpy(&in, to, sizeof in);
        return public4((const uint8_t *)&in.sin_addr);
    }
    if (to->sa_family == AF_INET6) {
        struct sockaddr_in6 in6;
        memcpy(&in6, to, sizeof in6);
        return public6(in6.sin6_addr.s6_addr);
    }
    return false;
}

/* Reads an address and gives its length in bytes, 4 or 16; 0 when it is none. */
static size_t address_read(struct str text, uint8_t address[16])
{
    char cstr[INET6_ADDRSTRLEN];
    if (text.len > 2 && text.s[0] == '[' && text.s[text.len - 1] == ']')
        text = str_span(text, 1, text.len - 2);
    struct str zone = str_cut(text, '%', &text);
    (void)zone;
    if (text.len >= sizeof cstr)
        return 0;
    memcpy(cstr, text.s, text.len);
    cstr[text.len] = 0;
    if (inet_pton(AF_INET, cstr, address) == 1)
        return 4;
    return inet_pton(AF_INET6, cstr, address) == 1 ? 16 : 0;
}

bool address_text_is_public(struct str text, bool *literal)
{
    uint8_t address[16];
    size_t len = address_read(text, address);
    *literal = len != 0;
    return len == 4 ? public4(address) : len == 16 && public6(address);
}

bool address_within(struct str text, struct str block)
{
    uint8_t address[16], start[16];
    struct str first, digits = str_cut(block, '/', &first);
    uint64_t bits;
    size_t len = address_read(text, address);
    if (len == 0 || len != address_read(first, start) || !str_number(digits, len * 8, &bits))
        return false;
    return same_start(address, start, (unsigned)bits);
}
