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

#include "screen/align.h"

/* The sorts of evidence, in the order in which they are told. */
enum evidence {
    EVIDENCE_PRIOR,         /* before any word is looked at */
    EVIDENCE_AGREED,        /* how much, in all, the common words say */
    EVIDENCE_OF_QUERY,      /* share of the query that is in the name, by rarity */
    EVIDENCE_OF_NAME,       /* share of the name that is in the query */
    EVIDENCE_SPELLING,      /* cost of the worst spelling of a word that is known from nowhere */
    EVIDENCE_KNOWN,         /* cost of the worst other one: two known words, or syllables */
    EVIDENCE_CONFLICT,      /* words of both sides that have no partner: the first such pair */
    EVIDENCE_CONFLICTS,     /* further pairs */
    EVIDENCE_NEAR,          /* how much such words look like each other all the same */
    EVIDENCE_ONLY_QUERY,    /* words that only the query has */
    EVIDENCE_ONLY_NAME,     /* words that only the name has */
    EVIDENCE_WHOLE,         /* every word of both has a partner; less, the more spellings differ */
    EVIDENCE_ONE_WORD,      /* only one word is common, and one side has more */
    EVIDENCE_PATRONYMIC,    /* patronymics that differ */
    EVIDENCE_NUMBER,        /* numbers that differ, or that one side has */
    EVIDENCE_LEGAL,         /* legal forms that differ */
    EVIDENCE_GENERIC,       /* generic words of both sides without a partner */
    EVIDENCE_GENERIC_EXTRA, /* generic words that one side has */
    EVIDENCE_ORDER,         /* words that stand in another order, beyond family name first */
    EVIDENCE_INITIALS,      /* initials for words */
    EVIDENCE_ACRONYM,       /* an acronym for all the words */
    EVIDENCE_SAME,          /* the same words: what they lack of SCORE_SAME or SCORE_SLIPPED */
    EVIDENCE_COUNT
};
const char *evidence_text(enum evidence e);

struct score {
    double odds; /* logarithm, in nats */
    enum subject subject;
    float amount[EVIDENCE_COUNT]; /* of each sort; its weight times this is its part of odds */
    struct alignment alignment;
};

/* The least odds of two names that are read the same, and of two that are but for slips of
 * the hand, or but for a generic word that one side has more. */
#define SCORE_SAME    1.4
#define SCORE_SLIPPED 0.9

/* Scores two names whose words' costs are known. */
void score_names(const struct side *query, const struct side *name, const struct costs *costs,
                 enum subject subject, struct score *out);
double score_weight(enum subject subject, enum evidence e);
/* What patronymics say that have no partner and are not what the person is called by, as the
 * last behind bin is. */
unsigned score_fathers(const struct side *s, uint64_t taken);
/* A generic word that a firm puts on and leaves off, since it names no business. */
bool score_put_on(const struct side *s, size_t word);

/* Probability from odds, and back. */
double score_of_odds(double odds);
double odds_of_score(double score);

#endif
