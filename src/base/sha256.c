/* SPDX-License-Identifier: Apache-2.0 */
/* sha256.c - OpenSSL's function itself, with the instructions that the processor has
 * for it, and nothing of what EVP would start around it: to fetch the digest from a
 * provider reads openssl.cnf and takes 1.8 ms, which is more than it takes to hash
 * a whole list.  OpenSSL 3 calls these functions deprecated and keeps them. */
#define OPENSSL_SUPPRESS_DEPRECATED
#include "base/sha256.h"

#include <openssl/sha.h>
#include <stdlib.h>
#include <string.h>

struct hasher {
    SHA256_CTX ctx;
};

struct hasher *hasher_new(void)
{
    struct hasher *h = malloc(sizeof *h);
    if (h)
        hasher_begin(h);
    return h;
}

void hasher_free(struct hasher *h)
{
    free(h);
}

/* None of these can fail; should the library say otherwise, going on would store
 * a wrong hash. */
static void must(int ok)
{
    if (!ok)
        abort();
}

void hasher_begin(struct hasher *h)
{
    must(SHA256_Init(&h->ctx));
}

void hasher_add(struct hasher *h, struct str bytes)
{
    must(SHA256_Update(&h->ctx, bytes.s ? bytes.s : "", bytes.len));
}

struct sha256 hasher_end(struct hasher *h)
{
    struct sha256 sum;
    must(SHA256_Final(sum.byte, &h->ctx));
    return sum;
}

struct sha256 hasher_of(struct hasher *h, struct str bytes)
{
    hasher_begin(h);
    hasher_add(h, bytes);
    return hasher_end(h);
}

struct sha256 sha256_of(struct str a, struct str b)
{
    struct hasher h;
    hasher_begin(&h);
    hasher_add(&h, a);
    hasher_add(&h, b);
    return hasher_end(&h);
}

bool sha256_equal(struct sha256 a, struct sha256 b)
{
    return memcmp(a.byte, b.byte, sizeof a.byte) == 0;
}

const char *sha256_hex(struct sha256 sum, char hex[SHA256_HEX])
{
    static const char digit[] = "0123456789abcdef";
    for (size_t i = 0; i < sizeof sum.byte; i++) {
        hex[2 * i] = digit[sum.byte[i] >> 4];
        hex[2 * i + 1] = digit[sum.byte[i] & 15];
    }
    hex[2 * sizeof sum.byte] = 0;
    return hex;
}

bool sha256_from_hex(struct str hex, struct sha256 *out)
{
    if (hex.len != 2 * sizeof out->byte)
        return false;
    for (size_t i = 0; i < hex.len; i++) {
        char c = hex.s[i];
        int v = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
        if (v < 0)
            return false;
        out->byte[i / 2] = (uint8_t)(i % 2 ? out->byte[i / 2] | v : v << 4);
    }
    return true;
}
