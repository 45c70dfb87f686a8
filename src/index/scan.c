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
        size_t n = (size_t)units.count[0] + units.count[1] + units.count[2];
        for (size_t k = 0; k < n; k++)
            for (size_t i = 0; i < reach.count; i++) {
                unsigned sum = adds_of(ix, &q->units[reach.order[i]], units.at[k]);
                uint16_t *most = &adds[reach.order[i]];
                *most = (uint16_t)(sum > *most ? sum : *most);
            }
        struct reach_best b = reach_best(&reach, adds);
        bool full = reach_full(b, q) && closed(ix, &reach, q, adds, &units);
        if (!full)
            b.full = REACH_NEVER;
        if (full || reach_open(b, q))
            visit(ctx, &(struct index_found){name, reach_sum(b, q), units});
    }
    return index_sound(ix, err);
}
