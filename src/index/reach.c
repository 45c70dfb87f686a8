/* SPDX-License-Identifier: Apache-2.0 */
/* reach.c - choosing among units that overlap.  Each covers neighbouring words,
 * so the best up to a word is the best up to the word before, or a unit that
 * ends here and the best before it. */
#include "index/reach.h"

void reach_make(struct reach *r, const struct index_query *q)
{
    uint8_t ends[SOUGHT_MAX];
    size_t n = q->count < SOUGHT_MAX ? q->count : SOUGHT_MAX;
    r->words = r->count = r->steps_count = 0;
    for (size_t i = 0; i < n; i++) {
        size_t end = (size_t)q->units[i].first + q->units[i].count;
        ends[i] = (uint8_t)(q->units[i].count && end <= WORDS_MAX ? end : 0);
        r->words = ends[i] > r->words ? ends[i] : r->words;
    }
    for (uint8_t end = 1; end <= r->words; end++) {
        r->steps[r->steps_count++] = (struct reach_step){(uint8_t)(end - 1), end, REACH_NONE};
        for (size_t i = 0; i < n; i++) {
            if (ends[i] != end)
                continue;
            r->order[r->count++] = (uint8_t)i;
            r->steps[r->steps_count++] = (struct reach_step){q->units[i].first, end, (uint8_t)i};
        }
    }
}

unsigned reach_sum(const struct reach *r, const uint16_t adds[SOUGHT_MAX + 1])
{
    unsigned best[WORDS_MAX + 1];
    for (size_t w = 0; w <= r->words; w++)
        best[w] = 0;
    for (size_t k = 0; k < r->steps_count; k++) {
        struct reach_step s = r->steps[k];
        unsigned sum = best[s.first] + adds[s.unit];
        best[s.end] = sum > best[s.end] ? sum : best[s.end];
    }
    return best[r->words];
}

bool reach_enough(const struct reach *r, const uint16_t adds[SOUGHT_MAX + 1],
                  const struct index_query *q)
{
    unsigned sum = reach_sum(r, adds);
    uint64_t words = 0;
    if (sum < q->need || !sum)
        return false;
    if (sum >= q->alone)
        return true;
    for (size_t k = 0; k < r->steps_count; k++) {
        struct reach_step step = r->steps[k];
        if (adds[step.unit])
            words |= (((uint64_t)1 << (step.end - step.first)) - 1) << step.first;
    }
    return (words & (words - 1)) != 0;
}
