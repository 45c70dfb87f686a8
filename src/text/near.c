/* SPDX-License-Identifier: Apache-2.0 */
/* near.c - bounded edit distance over short strings.
 *
 * Three rows of the classic table are enough, since a swap looks back two.  A
 * row whose least value is over the limit ends the search: values never fall
 * again further down. */
#include "text/near.h"

#include <string.h>

static unsigned min3(unsigned a, unsigned b, unsigned c)
{
    unsigned m = a < b ? a : b;
    return m < c ? m : c;
}

static struct str clip(struct str s)
{
    return s.len > NEAR_MAX ? (struct str){s.s, NEAR_MAX} : s;
}

unsigned near_distance(struct str a, struct str b, unsigned limit)
{
    unsigned rows[3][NEAR_MAX + 1];
    a = clip(a);
    b = clip(b);

    for (size_t j = 0; j <= b.len; j++)
        rows[0][j] = (unsigned)j;
    for (size_t i = 1; i <= a.len; i++) {
        unsigned *above = rows[(i + 2) % 3], *row = rows[i % 3];
        unsigned least = row[0] = (unsigned)i;
        for (size_t j = 1; j <= b.len; j++) {
            bool same = a.s[i - 1] == b.s[j - 1];
            row[j] = min3(above[j] + 1, row[j - 1] + 1, above[j - 1] + !same);
            if (i > 1 && j > 1 && a.s[i - 1] == b.s[j - 2] && a.s[i - 2] == b.s[j - 1]) {
                unsigned swap = rows[(i + 1) % 3][j - 2] + 1;
                row[j] = row[j] < swap ? row[j] : swap;
            }
            least = row[j] < least ? row[j] : least;
        }
        if (least > limit)
            return limit + 1;
    }
    unsigned d = rows[a.len % 3][b.len];
    return d <= limit ? d : limit + 1;
}
