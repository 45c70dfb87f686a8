/* SPDX-License-Identifier: Apache-2.0 */
/* sha256.c - the digest is fetched once per hasher; EVP_DigestInit with no digest
 * then only clears the state. */
#include "base/sha256.h"

#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>

struct hasher {
    EVP_MD *md;
    EVP_MD_CTX *ctx;
};

struct hasher *hasher_new(void)
{
    struct hasher *h = calloc(1, sizeof *h);
    if (!h)
        return NULL;
    h->md = EVP_MD_fetch(NULL, "SHA256", NULL);
    h->ctx = EVP_MD_CTX_new();
    if (!h->md || !h->ctx || !EVP_DigestInit_ex(h->ctx, h->md, NULL)) {
        hasher_free(h);
        return NULL;
    }
    return h;
}

void hasher_free(struct hasher *h)
{
    if (!h)
        return;
    EVP_MD_CTX_free(h->ctx);
    EVP_MD_free(h->md);
    free(h);
}

/* With a fetched digest and its own context none of these can fail; should the
 * library say otherwise, going on would store a wrong hash. */
static void must(int ok)
{
    if (!ok)
        abort();
}

void hasher_begin(struct hasher *h)
{
    must(EVP_DigestInit_ex(h->ctx, NULL, NULL));
}

void hasher_add(struct hasher *h, struct str bytes)
{
    must(EVP_DigestUpdate(h->ctx, bytes.s ? bytes.s : "", bytes.len));
}

struct sha256 hasher_end(struct hasher *h)
{
    struct sha256 sum;
    must(EVP_DigestFinal_ex(h->ctx, sum.byte, NULL));
    return sum;
}

struct sha256 hasher_of(struct hasher *h, struct str bytes)
{
    hasher_begin(h);
    hasher_add(h, bytes);
    return hasher_end(h);
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
