/* SPDX-License-Identifier: Apache-2.0 */
/* reach.h - what choices among units that overlap can add, for src/index alone.
 *
 * Choices are those of search.h: sets of units of the query that cover no word
 * twice. */
#ifndef TOCSIN_INDEX_REACH_H
#define TOCSIN_INDEX_REACH_H

#include "index/search.h"

struct reach_step {
    uint8_t first, end; /* words first to end - 1 of the query */
    uint8_t unit;       /* or REACH_NONE: they may be covered by nothing */
    bool gap;           /* of REACH_NONE: the word is sought, so this leaves it open */
    bool letter;        /* the unit is one */
};
enum { REACH_NONE = SOUGHT_MAX };

/* The units of a query in the order of the last word that they cover. */
struct reach {
    uint8_t words;  /* of the query */
    uint8_t sought; /* of them, those that a full choice must cover */
    uint8_t count;  /* units in `order`, letters among them */
    uint8_t steps_count;
    uint8_t order[SOUGHT_MAX];
    struct reach_step steps[SOUGHT_MAX + WORDS_MAX];
};

void reach_make(struct reach *r, const struct index_query *q);

/* The most that choices add; REACH_NEVER, or something near it, where there is none. */
enum { REACH_NEVER = -(1 << 20) };
struct reach_best {
    int one, more; /* of those that cover one word, and more than one, without letters */
    int lettered;  /* of those that have a letter */
    int full;
};
/* `adds` has what each unit of the query adds, of a letter anything but zero when
 * it is matched, and a zero at REACH_NONE. */
struct reach_best reach_best(const struct reach *r, const uint16_t adds[SOUGHT_MAX + 1]);

/* The most that choices without letters add in the words before number i, and from
 * number i on. */
struct reach_around {
    int any_before[WORDS_MAX + 1], any_behind[WORDS_MAX + 1];
    int full_before[WORDS_MAX + 1], full_behind[WORDS_MAX + 1];
};
void reach_around(const struct reach *r, const uint16_t adds[SOUGHT_MAX + 1],
                  struct reach_around *out);

/* The most of the choices that are found and need not be full, or 0; and whether a full one
 * may be found (search.h). */
unsigned reach_open(struct reach_best b, const struct index_query *q);
bool reach_full(struct reach_best b, const struct index_query *q);
static inline unsigned reach_need(const struct index_query *q)
{
    return q->need ? q->need : 1;
}
static inline unsigned reach_open_need(const struct index_query *q)
{
    return q->open > reach_need(q) ? q->open : reach_need(q);
}
static inline unsigned reach_alone_need(const struct index_query *q)
{
    return q->alone > reach_open_need(q) ? q->alone : reach_open_need(q);
}
static inline unsigned reach_lettered_need(const struct index_query *q)
{
    return q->lettered ? q->lettered : 1;
}

#endif
