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
    uint8_t rarity[WORDS_MAX]; /* of each word, 0 for one that says nothing */
    uint64_t repeats;          /* words that stand before already, as bits */
    uint16_t total;            /* rarity of all words but those */
    uint8_t words;             /* that say something */
    uint8_t units;
    struct unit unit[UNITS_MAX]; /* the first reading->count are the words */
};
void score_side(const struct reading *r, struct side *out);
/* The same where units and rarities of words (rarity.h) are known: out->reading,
 * out->unit, out->units and out->rarity are set. */
void score_side_known(struct side *out);
/* Sum of the rarities of the words that a unit covers. */
unsigned score_rarity(const struct side *s, const struct unit *u);

/* Persons and things are named in different ways. */
enum subject { SUBJECT_PERSON, SUBJECT_THING, SUBJECT_COUNT };

/* What each unit of one name costs as a spelling of each unit of the other;
 * ALIKE_FAR where it is none.  Two that are both more than a word are never
 * compared.  Only the units that there are count. */
struct costs {
    uint8_t of[UNITS_MAX][UNITS_MAX]; /* [unit of the query][unit of the name] */
};
/* The slow, obvious way to fill them: by alike_cost of every pair.  Acronyms are
 * for things alone. */
void score_costs(const struct side *query, const struct side *name, enum subject subject,
                 struct costs *out);
/* Whether two units that say something may be compared: two that are both more than a word
 * are not, nor the acronyms of persons. */
static inline bool score_kinds_pair(const struct unit *u, const struct unit *v,
                                    enum subject subject)
{
    bool acronym = u->kind == UNIT_ACRONYM || v->kind == UNIT_ACRONYM;
    return (u->kind == UNIT_WORD || v->kind == UNIT_WORD) && (!acronym || subject == SUBJECT_THING);
}

/* Whether a letter can stand for the word: a part of a name that says something. */
bool score_stands_for(const struct side *s, size_t word);

/* What an initial says. */
enum { SCORE_INITIAL = 24 };

struct pair {
    uint16_t agreed;     /* the lesser of the two rarities; sixteenths of a nat, as is the cost */
    uint8_t query, name; /* units */
    uint8_t cost;
};

struct alignment {
    uint64_t ours, theirs; /* words with a partner, as bits */
    uint8_t pairs;
    struct pair pair[WORDS_MAX]; /* most in common first */
};
void score_align(const struct side *query, const struct side *name, const struct costs *costs,
                 struct alignment *out);

#endif
