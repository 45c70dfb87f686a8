/* SPDX-License-Identifier: Apache-2.0 */
/* reach.c - choosing among units that overlap.  Each covers neighbouring words,
 * so the best up to a word is the best up to the word before, or a unit that
 * ends here and the best before it. */
#include "index/reach.h"

void reach_make(struct reach *r, const struct index_query *q)
{
    *r = (struct reach){.units = q->units};
    size_t n = q->count < SOUGHT_MAX ? q->count : SOUGHT_MAX;
    for (size_t end = 1; end <= WORDS_MAX; end++) {
        for (size_t i = 0; i < n; i++)
            if (q->units[i].first + q->units[i].count == (int)end) {
                r->order[r->count++] = (uint8_t)i;
                r->words = (uint8_t)end;
            }
        r->behind[end] = r->count;
    }
}

unsigned reach_sum(const struct reach *r, const uint16_t *adds)
{
    unsigned best[WORDS_MAX + 1];
    best[0] = 0;
    for (size_t end = 1; end <= r->words; end++) {
        best[end] = best[end - 1];
        for (size_t k = r->behind[end - 1]; k < r->behind[end]; k++) {
            size_t i = r->order[k];
            unsigned sum = best[r->units[i].first] + adds[i];
            best[end] = sum > best[end] ? sum : best[end];
        }
    }
    return best[r->words];
}

bool reach_enough(const struct reach *r, const uint16_t *adds, const struct index_query *q)
{
    unsigned sum = reach_sum(r, adds);
    uint64_t words = 0;
    if (sum < q->need || !sum)
        return false;
    if (sum >= q->alone)
        return true;
    for (size_t k = 0; k < r->count; k++) {
        const struct index_sought *u = &r->units[r->order[k]];
        if (adds[r->order[k]])
            words |= (((uint64_t)1 << u->count) - 1) << u->first;
    }
    return (words & (words - 1)) != 0;
}
