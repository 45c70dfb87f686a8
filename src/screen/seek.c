/* SPDX-License-Identifier: Apache-2.0 */
/* seek.c - a query's units and letters, each with the least that it must come to. */
#include "screen/seek.h"

#include "screen/bound.h"

#include <string.h>

/* What is asked for a person, a thing, or either. */
static bool could_be(enum kind kind, enum subject subject)
{
    return kind == KIND_UNKNOWN || (kind == KIND_PERSON) == (subject == SUBJECT_PERSON);
}

static unsigned lesser(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

static struct need need_of(const struct side *query, enum kind kind,
                           const double odds[SUBJECT_COUNT])
{
    struct need least = {UINT16_MAX, UINT16_MAX, UINT16_MAX, UINT16_MAX};
    for (enum subject k = 0; k < SUBJECT_COUNT; k++) {
        if (!could_be(kind, k))
            continue;
        struct need n = bound_need(query, k, odds[k]);
        least = (struct need){.full = lesser(least.full, n.full),
                              .open = lesser(least.open, n.open),
                              .alone = lesser(least.alone, n.alone),
                              .lettered = lesser(least.lettered, n.lettered)};
    }
    return least;
}

static unsigned limit_of(const struct side *query, enum kind kind, const double odds[SUBJECT_COUNT],
                         unsigned weight)
{
    unsigned most = 0;
    for (enum subject k = 0; k < SUBJECT_COUNT; k++) {
        unsigned limit = could_be(kind, k) ? bound_limit(query, k, odds[k], weight) : 0;
        most = limit > most ? limit : most;
    }
    return most;
}

/* What a unit of the query can be matched with.  Only things have acronyms. */
static unsigned accepted(enum kind kind, enum unit_kind unit)
{
    unsigned words = 1U << UNIT_WORD, joins = 1U << UNIT_JOIN | 1U << UNIT_JOIN_OVER;
    unsigned acronym = could_be(kind, SUBJECT_THING) ? 1U << UNIT_ACRONYM : 0;
    if (unit == UNIT_ACRONYM)
        return acronym ? words : 0;
    return unit == UNIT_WORD ? words | joins | acronym : words;
}

static void add(struct seek *s, const struct unit *u, struct index_sought what)
{
    if (s->query.count == SOUGHT_MAX) {
        s->every = true;
        return;
    }
    for (size_t i = 0; i < s->query.count && what.is == SOUGHT_ALIKE; i++)
        what.again |=
            s->units[i].is == SOUGHT_ALIKE && str_equal(s->units[i].letters, what.letters);
    what.in = (enum letters)u->in;
    what.first = u->first;
    what.count = u->count;
    s->units[s->query.count++] = what;
}

/* Every unit that says something. */
static void add_units(struct seek *s, const struct side *query, enum kind kind,
                      const double odds[SUBJECT_COUNT])
{
    memset(s->of, SEEK_NONE, sizeof s->of);
    for (size_t i = 0; i < query->units; i++) {
        const struct unit *u = &query->unit[i];
        unsigned weight = score_rarity(query, u), accept = accepted(kind, u->kind);
        unsigned limit = weight && accept ? limit_of(query, kind, odds, weight) : 0;
        if (!limit)
            continue;
        s->of[i] = (uint8_t)s->query.count;
        add(s, u,
            (struct index_sought){.letters = unit_letters(u),
                                  .accept = (uint8_t)accept,
                                  .is = u->kind == UNIT_ACRONYM ? SOUGHT_EQUAL : SOUGHT_ALIKE,
                                  .limit = (uint8_t)limit,
                                  .weight = (uint16_t)weight});
    }
}

/* The first letter of every part of a name. */
static void add_letters(struct seek *s, const struct side *query)
{
    for (size_t i = 0; i < query->reading->count; i++)
        if (score_stands_for(query, i))
            add(s, &query->unit[i],
                (struct index_sought){.letters = {reading_word(query->reading, i).s, 1},
                                      .accept = 1U << UNIT_WORD,
                                      .is = SOUGHT_LETTER,
                                      .limit = RARITY_SPELT,
                                      .weight = query->rarity[i]});
}

void seek_make(struct seek *s, const struct side *query, enum kind kind,
               const double odds[SUBJECT_COUNT])
{
    struct need need = need_of(query, kind, odds);
    s->query = (struct index_query){.units = s->units,
                                    .need = need.full,
                                    .open = need.open,
                                    .alone = need.alone,
                                    .lettered = need.lettered};
    for (size_t i = 0; i < query->reading->count && could_be(kind, SUBJECT_THING); i++)
        s->query.optional |= (uint64_t)score_put_on(query, i) << i;
    s->every = !need.full;
    add_units(s, query, kind, odds);
    add_letters(s, query);
}
