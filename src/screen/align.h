/* SPDX-License-Identifier: Apache-2.0 */
/* align.h - which word of one name is which word of the other?
 *
 * All functions are total and pure. */
#ifndef TOCSIN_ALIGN_H
#define TOCSIN_ALIGN_H

#include "index/unit.h"
#include "text/alike.h"
#include "text/rarity.h"

/* One of the two names: a reading, its units, and what scoring asks of them. */
struct side {
    const struct reading *reading;
    uint8_t rarity[WORDS_MAX]; /* of each word, 0 for one that says nothing (a repetition) */
    uint16_t total;            /* of all words */
    uint8_t words;             /* that say something */
    uint8_t units;
    struct unit unit[UNITS_MAX]; /* the first reading->count are the words */
};
/* `acronym`: its first letters may stand for it (not those of a person). */
void score_side(const struct reading *r, bool acronym, struct side *out);
/* Sum of the rarities of the words that a unit covers. */
unsigned score_rarity(const struct side *s, const struct unit *u);

/* What each unit of one name costs as a spelling of each unit of the other;
 * ALIKE_FAR where it is none.  Two that are both more than a word are never
 * compared.  Only the units that there are count. */
struct costs {
    uint8_t of[UNITS_MAX][UNITS_MAX]; /* [unit of the query][unit of the name] */
};
/* The slow, obvious way to fill them: by alike_cost of every pair. */
void score_costs(const struct side *query, const struct side *name, struct costs *out);

/* How much of a word's rarity is left when its partner is spelt at this cost:
 * rarity * (SCORE_SPELT - cost) / SCORE_SPELT, rounded down, never below 0. */
enum { SCORE_SPELT = 96, SCORE_INITIAL = 24 };
unsigned score_left(unsigned rarity, unsigned cost);

struct pair {
    uint8_t query, name;         /* words; the first of two */
    uint8_t query_two, name_two; /* the second of two written as one, or 0 */
    uint8_t cost, agreed;        /* sixteenths of a nat */
};

struct alignment {
    uint64_t ours, theirs; /* words with a partner, as bits */
    uint8_t pairs;
    struct pair pair[WORDS_MAX]; /* most in common first */
};
void score_align(const struct side *query, const struct side *name, const struct costs *costs,
                 struct alignment *out);

#endif
