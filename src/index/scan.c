/* SPDX-License-Identifier: Apache-2.0 */
/* scan.c - every name held against the query, unit by unit: what a search must
 * find, with nothing in it that could lose a name. */
#include "index/closed.h"
#include "index/map.h"

/* What a unit of a name adds, matched with one of the query. */
static unsigned adds_of(const struct index *ix, const struct index_sought *s, struct index_unit u)
{
    struct index_word w = index_word(ix, u.word);
    bool equal = s->is != SOUGHT_ALIKE || unit_is(u) == UNIT_ACRONYM;
    if (!(s->accept >> unit_is(u) & 1) || (equal && !str_equal(s->letters, w.letters)))
        return 0;
    unsigned cost = alike_cost(s->letters, s->in, w.letters, w.in);
    return cost < s->limit ? rarity_left(s->weight, cost) : 0;
}

/* What each unit of the query adds with a name. */
static void find_adds(const struct index *ix, const struct reach *r, const struct index_query *q,
                      const struct index_units *units, uint16_t adds[SOUGHT_MAX + 1])
{
    size_t n = (size_t)units->count[0] + units->count[1] + units->count[2];
    for (size_t i = 0; i < r->count; i++) {
        const struct index_sought *u = &q->units[r->order[i]];
        unsigned best = 0, second = 0;
        size_t at = n; /* of the best */
        for (size_t k = 0; k < n; k++) {
            unsigned sum = adds_of(ix, u, units->at[k]);
            at = sum > best ? k : at;
            best = sum > best ? sum : best;
        }
        for (size_t k = 0; k < n && u->again; k++) {
            unsigned sum = k != at ? adds_of(ix, u, units->at[k]) : 0;
            second = sum > second ? sum : second;
        }
        adds[r->order[i]] = (uint16_t)(u->again ? second : best);
    }
}

static bool closed(const struct index *ix, const struct reach *r, const struct index_query *q,
                   const uint16_t adds[SOUGHT_MAX + 1], const struct index_units *units)
{
    struct closed c;
    size_t n = (size_t)units->count[0] + units->count[1] + units->count[2];
    closed_begin(&c, r, q, adds, units);
    for (size_t k = 0; k < n; k++)
        for (size_t i = 0; i < r->count; i++) {
            unsigned sum = adds_of(ix, &q->units[r->order[i]], units->at[k]);
            if (sum)
                closed_meet(&c, r->order[i], k, sum);
        }
    return closed_end(&c);
}

enum status index_scan(const struct index *ix, const struct index_query *q, index_visit *visit,
                       void *ctx, struct error *err)
{
    struct reach reach;
    reach_make(&reach, q);
    for (uint32_t name = 0; name < ix->names; name++) {
        uint16_t adds[SOUGHT_MAX + 1] = {0};
        struct index_units units = index_units(ix, name);
        find_adds(ix, &reach, q, &units, adds);
        struct reach_best b = reach_best(&reach, adds);
        unsigned sum = reach_open(b, q);
        if (reach_full(b, q) && closed(ix, &reach, q, adds, &units))
            sum = b.full > (int)sum ? (unsigned)b.full : sum;
        if (sum)
            visit(ctx, &(struct index_found){name, sum, units});
    }
    return index_sound(ix, err);
}
