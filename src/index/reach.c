/* SPDX-License-Identifier: Apache-2.0 */
/* reach.c - choosing among units that overlap.  Each covers neighbouring words,
 * so the best up to a word is the best up to the word before, or a unit that
 * ends here and the best before it. */
#include "index/reach.h"

static int higher(int a, int b)
{
    return a > b ? a : b;
}

/* Notes where each unit ends (0: it covers nothing), and which words are sought by themselves. */
static uint64_t find_ends(struct reach *r, const struct index_query *q, size_t n,
                          uint8_t ends[SOUGHT_MAX])
{
    uint64_t sought = 0;
    for (size_t i = 0; i < n; i++) {
        const struct index_sought *u = &q->units[i];
        size_t end = (size_t)u->first + u->count;
        ends[i] = (uint8_t)(u->count && u->weight && end <= WORDS_MAX ? end : 0);
        r->words = ends[i] > r->words ? ends[i] : r->words;
        if (ends[i] && u->is != SOUGHT_LETTER && u->count == 1 && !u->again)
            sought |= (uint64_t)1 << u->first;
    }
    sought &= ~q->optional;
    r->sought = (uint8_t)__builtin_popcountll(sought);
    return sought;
}

void reach_make(struct reach *r, const struct index_query *q)
{
    uint8_t ends[SOUGHT_MAX];
    size_t n = q->count < SOUGHT_MAX ? q->count : SOUGHT_MAX;
    r->words = r->count = r->steps_count = 0;
    uint64_t sought = find_ends(r, q, n, ends);
    for (uint8_t end = 1; end <= r->words; end++) {
        r->steps[r->steps_count++] = (struct reach_step){(uint8_t)(end - 1), end, REACH_NONE,
                                                         sought >> (end - 1) & 1, false};
        for (size_t i = 0; i < n; i++) {
            if (ends[i] != end)
                continue;
            r->order[r->count++] = (uint8_t)i;
            r->steps[r->steps_count++] = (struct reach_step){
                q->units[i].first, end, (uint8_t)i, false, q->units[i].is == SOUGHT_LETTER};
        }
    }
}

/* What there is up to a word. */
struct state {
    struct reach_best best;
    bool letter; /* a letter and nothing else */
};

static void add_nothing(struct state *to, const struct state *from, bool gap)
{
    to->best.one = higher(to->best.one, from->best.one);
    to->best.more = higher(to->best.more, from->best.more);
    to->best.lettered = higher(to->best.lettered, from->best.lettered);
    to->best.full = higher(to->best.full, gap ? REACH_NEVER : from->best.full);
    to->letter |= from->letter;
}

static void add_letter(struct state *to, const struct state *from)
{
    int any = higher(from->best.one, from->best.more);
    to->best.lettered = higher(to->best.lettered, higher(from->best.lettered, any));
    to->letter = true;
}

static void add_unit(struct state *to, const struct state *from, int sum, bool single)
{
    int any = higher(from->best.one, from->best.more);
    int lettered = higher(from->best.lettered, from->letter ? 0 : REACH_NEVER);
    to->best.one = higher(to->best.one, single ? sum : REACH_NEVER);
    to->best.more = higher(to->best.more, higher(any, single ? REACH_NEVER : 0) + sum);
    to->best.lettered = higher(to->best.lettered, lettered + sum);
    to->best.full = higher(to->best.full, from->best.full + sum);
}

struct reach_best reach_best(const struct reach *r, const uint16_t adds[SOUGHT_MAX + 1])
{
    static const struct state never = {{REACH_NEVER, REACH_NEVER, REACH_NEVER, REACH_NEVER}, false};
    struct state at[WORDS_MAX + 1];
    for (size_t w = 0; w <= r->words; w++)
        at[w] = never;
    at[0].best.full = 0;
    for (size_t k = 0; k < r->steps_count; k++) {
        struct reach_step s = r->steps[k];
        if (s.unit == REACH_NONE)
            add_nothing(&at[s.end], &at[s.first], s.gap);
        else if (adds[s.unit] && s.letter)
            add_letter(&at[s.end], &at[s.first]);
        else if (adds[s.unit])
            add_unit(&at[s.end], &at[s.first], adds[s.unit], s.end - s.first == 1);
    }
    return at[r->words].best;
}

/* What a step adds to full choices. */
static int full_step(struct reach_step s, int sum)
{
    return s.gap || (s.unit != REACH_NONE && !sum) ? REACH_NEVER : sum;
}

void reach_around(const struct reach *r, const uint16_t adds[SOUGHT_MAX + 1],
                  struct reach_around *out)
{
    for (size_t w = 0; w <= r->words; w++) {
        out->any_before[w] = out->any_behind[w] = 0;
        out->full_before[w] = out->full_behind[w] = REACH_NEVER;
    }
    out->full_before[0] = out->full_behind[r->words] = 0;
    for (size_t k = 0; k < r->steps_count; k++) {
        struct reach_step s = r->steps[k];
        int sum = s.letter ? 0 : adds[s.unit];
        int *any = &out->any_before[s.end], *full = &out->full_before[s.end];
        *any = higher(*any, out->any_before[s.first] + sum);
        *full = higher(*full, out->full_before[s.first] + full_step(s, sum));
    }
    for (size_t k = r->steps_count; k-- > 0;) {
        struct reach_step s = r->steps[k];
        int sum = s.letter ? 0 : adds[s.unit];
        int *any = &out->any_behind[s.first], *full = &out->full_behind[s.first];
        *any = higher(*any, out->any_behind[s.end] + sum);
        *full = higher(*full, out->full_behind[s.end] + full_step(s, sum));
    }
}

unsigned reach_open(struct reach_best b, const struct index_query *q)
{
    int sum = b.more >= (int)reach_open_need(q) ? b.more : 0;
    sum = higher(sum, b.one >= (int)reach_alone_need(q) ? b.one : 0);
    return (unsigned)higher(sum, b.lettered >= (int)reach_lettered_need(q) ? b.lettered : 0);
}

bool reach_full(struct reach_best b, const struct index_query *q)
{
    return b.full >= (int)reach_need(q);
}
