/* SPDX-License-Identifier: Apache-2.0 */
/* near.c - bounded edit distance over short strings.
 *
 * A column of the classic table at once, as bits: where it goes up and where it goes down
 * from one letter of `a` to the next (Myers 1999; with swaps, Hyyrö 2003). */
#include "text/near.h"

_Static_assert(NEAR_MAX <= 64, "a column is one word");

static struct str clip(struct str s)
{
    return s.len > NEAR_MAX ? (struct str){s.s, NEAR_MAX} : s;
}

/* Where the letters of `b` stand in `a`; nothing else of `at` is set. */
static void find_letters(struct str a, struct str b, uint64_t at[256])
{
    for (size_t i = 0; i < a.len; i++)
        at[(unsigned char)a.s[i]] = 0;
    for (size_t j = 0; j < b.len; j++)
        at[(unsigned char)b.s[j]] = 0;
    for (size_t i = 0; i < a.len; i++)
        at[(unsigned char)a.s[i]] |= (uint64_t)1 << i;
}

unsigned near_distance(struct str a, struct str b, unsigned limit)
{
    uint64_t at[256], up = ~(uint64_t)0, down = 0, level = 0, before = 0;
    a = clip(a);
    b = clip(b);
    size_t apart = a.len > b.len ? a.len - b.len : b.len - a.len;
    if (apart > limit)
        return limit + 1;
    if (!a.len)
        return (unsigned)b.len;
    unsigned distance = (unsigned)a.len, last = (unsigned)a.len - 1;
    find_letters(a, b, at);
    for (size_t j = 0; j < b.len; j++) {
        uint64_t same = at[(unsigned char)b.s[j]], swapped = ((~level & same) << 1) & before;
        level = (((same & up) + up) ^ up) | same | down | swapped;
        uint64_t rise = down | ~(level | up), fall = level & up;
        distance += (unsigned)(rise >> last & 1);
        distance -= (unsigned)(fall >> last & 1);
        rise = rise << 1 | 1;
        up = fall << 1 | ~(level | rise);
        down = rise & level;
        before = same;
    }
    return distance <= limit ? distance : limit + 1;
}
