/* SPDX-License-Identifier: Apache-2.0 */
/* alike_sought.h - a word that is compared with many words, most of which share a
 * probe with it, each costing a small part of what alike_cost() takes. */
#ifndef TOCSIN_ALIKE_SOUGHT_H
#define TOCSIN_ALIKE_SOUGHT_H

#include "base/lanes.h"
#include "text/alike.h"

/* What a group of letters of other words costs for one, two and three letters of
 * the word, by where those end; `has` has a bit for each of the three. */
struct alike_met {
    uint16_t group;
    uint8_t has;
    uint8_t cost[3][2 * LANES];
};

/* Filled by alike_sought_begin() alone, and written to by every comparison: what
 * was worked out for one word is kept for the next. */
struct alike_sought {
    struct alike_word word;
    enum letters in, other_in;     /* of the word; of the words compared last */
    bool fits;                     /* its codes have lanes */
    const struct alike_table *t;   /* that the following is by; NULL for nothing yet */
    unsigned side, parts;          /* of the table; of lanes, 1 or 2 */
    uint32_t known;                /* letters that cost[0] has */
    uint32_t has[3];               /* letters that cost[1] and cost[2] have */
    uint64_t ruled;                /* 1 << number % 64 of the groups with rules */
    uint32_t mask;                 /* of the letters, BEGIN and END */
    const uint32_t *their_letters; /* of the table, for groups of the other word */
    const uint64_t *their_partners;
    uint8_t count[32];              /* of each letter */
    uint8_t part[2][32];            /* what a letter costs at least that the other word has more
                                       of, and fewer */
    unsigned all;                   /* that, if it had none of them */
    uint8_t more[32][LANES];        /* to add a letter, in every lane */
    uint8_t least_less;             /* of less[0] */
    uint32_t behind[32];            /* the letters that stand behind a letter of the word */
    uint8_t begun[2 * LANES];       /* the column behind BEGIN */
    uint8_t less[3][2 * LANES];     /* to take away one letter, two, four */
    uint8_t cost[3][32][2 * LANES]; /* a letter for one, two, three of the word that end there */
    uint64_t met_known;             /* of met[], a bit each */
    struct alike_met met[64];
    uint32_t probes[ALIKE_PROBES];
    size_t n_probes; /* 0: not asked for yet */
};

/* Of at most WORD_MAX letters; longer ones are cut off. */
void alike_sought_begin(struct alike_sought *s, struct str word, enum letters in);

/* What alike_cost() of the two words is at least, for a small part of its price:
 * by the letters that one of them has and the other has not. */
unsigned alike_sought_least(struct alike_sought *s, struct str word, enum letters in);

/* alike_cost() of the two words where that is less than `limit`, else ALIKE_FAR. */
unsigned alike_sought_cost(struct alike_sought *s, struct str word, enum letters in,
                           unsigned limit);

#endif
