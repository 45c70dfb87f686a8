/* SPDX-License-Identifier: Apache-2.0 */
/* score.h - are these two names those of one party, and why?
 *
 * A score is the sum of weights of evidence in the sense of Fellegi and Sunter
 * (A Theory for Record Linkage, JASA 64, 1969): logarithms of odds, in nats.
 * What two names have in common adds to it, the more the rarer it is; what they
 * have not takes away, by what the words are for.  All functions are total and
 * pure: they allocate nothing, cannot fail and know nothing but the two names
 * and the tables that are compiled in. */
#ifndef TOCSIN_SCORE_H
#define TOCSIN_SCORE_H

#include "text/alike.h"
#include "text/rarity.h"

/* Persons and things are named in different ways. */
enum subject { SUBJECT_PERSON, SUBJECT_THING, SUBJECT_COUNT };

/* One of the two names: a reading, and what scoring asks of it again and again. */
struct side {
    const struct reading *reading;
    uint8_t rarity[WORDS_MAX]; /* of each word, 0 for one that says nothing (a repetition) */
    uint8_t place[WORDS_MAX];  /* of its pair of words written as one: the second word, or 0 */
    uint16_t total;            /* rarity of all words */
    uint8_t words;             /* that say something */
    uint8_t acronym_len;       /* of the first letters of an organisation's words; 0: too few */
    char acronym[16];
};
void score_side(const struct reading *r, struct side *out);

/* The letters of word i and of the word that can be joined with it, as one. */
struct str score_join(const struct side *s, size_t i, char out[2 * WORD_MAX]);

/* What each word of one name costs as a spelling of each word of the other
 * (ALIKE_FAR: none), also where two words of one are written as one word of
 * the other. */
struct costs {
    uint8_t single[WORDS_MAX][WORDS_MAX]; /* [query word][word] */
    uint8_t ours[WORDS_MAX][WORDS_MAX];   /* [query word and its next, as one][word] */
    uint8_t theirs[WORDS_MAX][WORDS_MAX]; /* [query word][word and its next, as one] */
};
/* The slow, obvious way to fill them: by alike_cost of every pair. */
void score_costs(const struct side *query, const struct side *name, struct costs *out);

/* The sorts of evidence, in the order in which they are told. */
enum evidence {
    EVIDENCE_PRIOR,         /* before any word is looked at */
    EVIDENCE_AGREED,        /* how much, in all, the common words say */
    EVIDENCE_OF_QUERY,      /* share of the query that is in the name, by rarity */
    EVIDENCE_OF_NAME,       /* share of the name that is in the query */
    EVIDENCE_SPELLING,      /* cost of the spellings that differ */
    EVIDENCE_WORST,         /* cost of the one that differs most */
    EVIDENCE_CONFLICT,      /* words of both sides that have no partner: the first such pair */
    EVIDENCE_CONFLICTS,     /* further pairs */
    EVIDENCE_ONLY_QUERY,    /* words that only the query has */
    EVIDENCE_ONLY_NAME,     /* words that only the name has */
    EVIDENCE_ONE_WORD,      /* only one word is common, and one side has more */
    EVIDENCE_PATRONYMIC,    /* patronymics that differ */
    EVIDENCE_NUMBER,        /* numbers that differ, or that one side has */
    EVIDENCE_LEGAL,         /* legal forms that differ */
    EVIDENCE_GENERIC,       /* generic words of both sides without a partner */
    EVIDENCE_GENERIC_EXTRA, /* generic words that one side has */
    EVIDENCE_ORDER,         /* words that stand in another order, beyond family name first */
    EVIDENCE_INITIALS,      /* initials for words */
    EVIDENCE_ACRONYM,       /* an acronym for all the words */
    EVIDENCE_COUNT
};
const char *evidence_text(enum evidence e);

struct pair {
    uint8_t query, name;         /* words; the first of two */
    uint8_t query_two, name_two; /* the second of two written as one, or 0 */
    uint8_t cost, agreed;        /* sixteenths of a nat */
};

struct score {
    double odds; /* logarithm, in nats */
    enum subject subject;
    float amount[EVIDENCE_COUNT]; /* of each sort; its weight times this is its part of odds */
    uint8_t pairs;
    struct pair pair[WORDS_MAX];
};

/* Scores two names whose words' costs are known. */
void score_names(const struct side *query, const struct side *name, const struct costs *costs,
                 enum subject subject, struct score *out);
double score_weight(enum subject subject, enum evidence e);

/* Probability from odds, and back. */
double score_of_odds(double odds);
double odds_of_score(double score);

/* How much of a word's rarity is left when its partner is spelt at this cost:
 * rarity * (SCORE_SPELT - cost) / SCORE_SPELT, rounded down, never below 0. */
enum { SCORE_SPELT = 96, SCORE_INITIAL = 24 };
unsigned score_left(unsigned rarity, unsigned cost);

/* The least sum of score_left() over words of the query that have a partner,
 * that any name needs in order to reach `odds`; 0 when a name without a common
 * word could.  An initial that stands for a word counts as SCORE_INITIAL. */
unsigned score_need(const struct side *query, enum subject subject, double odds);

#endif
