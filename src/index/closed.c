/* SPDX-License-Identifier: Apache-2.0 */
/* closed.c - the words of a name that matches cover, reading by reading. */
#include "index/closed.h"

void closed_begin(struct closed *c, const struct reach *r, const struct index_query *q,
                  const uint16_t adds[SOUGHT_MAX + 1], const struct index_units *units)
{
    c->query = q;
    c->units = units;
    for (size_t k = 0; k < READINGS_MAX; k++)
        c->covered[k] = 0;
    reach_around(r, adds, &c->around);
}

/* The words that a unit covers; of an acronym, all from its first one on. */
static uint64_t words_of(struct index_unit u)
{
    static const uint64_t words[UNIT_KINDS] = {
        [UNIT_WORD] = 1, [UNIT_JOIN] = 3, [UNIT_JOIN_OVER] = 7, [UNIT_ACRONYM] = UINT64_MAX};
    return words[unit_is(u)] << (u.first & 63);
}

void closed_meet(struct closed *c, size_t sought, size_t unit, unsigned adds)
{
    const struct index_sought *s = &c->query->units[sought];
    size_t end = (size_t)s->first + s->count, reading = 0, from = 0;
    if (s->is == SOUGHT_LETTER)
        return;
    int full = c->around.full_before[s->first] + (int)adds + c->around.full_behind[end];
    if (full < (int)reach_need(c->query))
        return;
    while (reading + 1 < READINGS_MAX && unit >= from + c->units->count[reading])
        from += c->units->count[reading++];
    c->covered[reading] |= words_of(c->units->at[unit]);
}

static bool says_something(struct index_unit u)
{
    enum role role = unit_role(u);
    return u.rarity && role != ROLE_PARTICLE && role != ROLE_HONORIFIC && role != ROLE_LEGAL;
}

bool closed_end(const struct closed *c)
{
    size_t at = 0;
    for (size_t k = 0; k < c->units->readings; k++) {
        bool open = false;
        for (size_t i = 0; i < c->units->count[k]; i++, at++) {
            struct index_unit u = c->units->at[at];
            if (unit_is(u) == UNIT_WORD && says_something(u))
                open |= !(c->covered[k] >> (u.first & 63) & 1);
        }
        if (!open)
            return true;
    }
    return false;
}
