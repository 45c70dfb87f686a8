/* SPDX-License-Identifier: Apache-2.0 */
/* alike.c - words that are within one edit of each other. */
#include "text/alike.h"

#include "text/near.h"

unsigned alike_cost(struct str a, enum letters a_in, struct str b, enum letters b_in)
{
    (void)a_in, (void)b_in;
    unsigned d = near_distance(a, b, 1);
    return d == 0 ? 0 : d == 1 && a.len > 3 && b.len > 3 ? 3 * NAT : ALIKE_FAR;
}

static uint32_t hash(struct str s, size_t without)
{
    uint32_t h = 2166136261u;
    for (size_t i = 0; i < s.len; i++)
        if (i != without)
            h = (h ^ (unsigned char)s.s[i]) * 16777619u;
    return h;
}

size_t alike_probes(struct str word, uint32_t out[ALIKE_PROBES])
{
    size_t n = 0;
    for (size_t i = 0; i <= word.len; i++) {
        uint32_t h = hash(word, i);
        size_t k = 0;
        while (k < n && out[k] != h)
            k++;
        if (k == n)
            out[n++] = h;
    }
    return n;
}
