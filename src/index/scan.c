/* SPDX-License-Identifier: Apache-2.0 */
/* scan.c - every name held against the query, unit by unit: what a search must
 * find, with nothing in it that could lose a name. */
#include "index/map.h"
#include "index/reach.h"

static void scan_unit(const struct index *ix, const struct index_query *q, size_t count,
                      struct index_unit u, uint16_t at, struct index_match *match)
{
    struct index_word w = index_word(ix, u.word);
    for (size_t i = 0; i < count; i++) {
        const struct index_sought *s = &q->units[i];
        if (!(s->accept >> unit_is(u) & 1))
            continue;
        unsigned cost = alike_cost(s->letters, s->in, w.letters, w.in);
        if (rarity_left(s->weight, cost) && cost < match[i].cost)
            match[i] = (struct index_match){(uint8_t)cost, at};
    }
}

enum status index_scan(const struct index *ix, const struct index_query *q, index_visit *visit,
                       void *ctx, struct error *err)
{
    struct reach reach;
    reach_make(&reach, q);
    size_t count = q->count < SOUGHT_MAX ? q->count : SOUGHT_MAX;
    for (uint32_t name = 0; name < ix->names; name++) {
        struct index_match match[SOUGHT_MAX];
        uint16_t adds[SOUGHT_MAX + 1];
        struct index_units units = index_units(ix, name);
        size_t n = (size_t)units.count[0] + units.count[1] + units.count[2];
        for (size_t i = 0; i < count; i++)
            match[i] = (struct index_match){ALIKE_FAR, 0};
        for (size_t k = 0; k < n; k++)
            scan_unit(ix, q, count, units.at[k], (uint16_t)k, match);
        for (size_t i = 0; i < count; i++)
            adds[i] = match[i].cost == ALIKE_FAR
                          ? 0
                          : (uint16_t)rarity_left(q->units[i].weight, match[i].cost);
        adds[REACH_NONE] = 0;
        if (reach_enough(&reach, adds, q))
            visit(ctx, &(struct index_found){name, reach_sum(&reach, adds), units, match, NULL});
    }
    return index_sound(ix, err);
}
