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

/* The best of the choices that cover no word, one, and more than one: NOTHING
 * where there is none. */
enum { NOTHING = -1, COVERS = 3 };

static void better(int *best, int sum)
{
    *best = sum > *best ? sum : *best;
}

bool reach_enough(const struct reach *r, const uint16_t adds[SOUGHT_MAX + 1],
                  const struct index_query *q)
{
    int best[WORDS_MAX + 1][COVERS];
    for (size_t w = 0; w <= r->words; w++)
        for (size_t c = 0; c < COVERS; c++)
            best[w][c] = c ? NOTHING : 0;
    for (size_t k = 0; k < r->steps_count; k++) {
        struct reach_step s = r->steps[k];
        size_t more = s.unit == REACH_NONE ? 0 : (size_t)(s.end - s.first);
        if (more && !adds[s.unit])
            continue;
        for (size_t c = 0; c < COVERS; c++)
            if (best[s.first][c] != NOTHING)
                better(&best[s.end][c + more < COVERS ? c + more : COVERS - 1],
                       best[s.first][c] + adds[s.unit]);
    }
    const int *all = best[r->words], need = (int)(q->need ? q->need : 1), alone = (int)q->alone;
    return all[2] >= need || all[1] >= (alone > need ? alone : need);
}
