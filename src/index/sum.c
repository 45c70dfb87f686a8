/* SPDX-License-Identifier: Apache-2.0 */
/* sum.c - XXH64: four lanes of multiply and rotate, folded at the end. */
#include "index/sum.h"

#include <string.h>

#define P1 0x9E3779B185EBCA87u
#define P2 0xC2B2AE3D27D4EB4Fu
#define P3 0x165667B19E3779F9u
#define P4 0x85EBCA77C2B2AE63u
#define P5 0x27D4EB2F165667C5u

static uint64_t rotate(uint64_t x, unsigned by)
{
    return x << by | x >> (64 - by);
}

static uint64_t eight(const unsigned char *p)
{
    uint64_t x;
    memcpy(&x, p, sizeof x);
    return x;
}

static uint64_t lane(uint64_t acc, uint64_t in)
{
    return rotate(acc + in * P2, 31) * P1;
}

static uint64_t merge(uint64_t h, uint64_t acc)
{
    return (h ^ lane(0, acc)) * P1 + P4;
}

static uint64_t finish(uint64_t h, const unsigned char *p, size_t len)
{
    for (; len >= 8; p += 8, len -= 8)
        h = rotate(h ^ lane(0, eight(p)), 27) * P1 + P4;
    if (len >= 4) {
        uint32_t x;
        memcpy(&x, p, sizeof x);
        h = rotate(h ^ x * P1, 23) * P2 + P3;
        p += 4;
        len -= 4;
    }
    for (; len; p++, len--)
        h = rotate(h ^ *p * P5, 11) * P1;
    h = (h ^ h >> 33) * P2;
    h = (h ^ h >> 29) * P3;
    return h ^ h >> 32;
}

uint64_t sum_of(const void *bytes, size_t len)
{
    const unsigned char *p = bytes;
    size_t left = len;
    uint64_t h = P5;
    if (left >= 32) {
        uint64_t a = P1 + P2, b = P2, c = 0, d = 0 - P1;
        for (; left >= 32; p += 32, left -= 32) {
            a = lane(a, eight(p));
            b = lane(b, eight(p + 8));
            c = lane(c, eight(p + 16));
            d = lane(d, eight(p + 24));
        }
        h = rotate(a, 1) + rotate(b, 7) + rotate(c, 12) + rotate(d, 18);
        h = merge(merge(merge(merge(h, a), b), c), d);
    }
    return finish(h + len, p, left);
}
