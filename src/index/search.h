/* SPDX-License-Identifier: Apache-2.0 */
/* search.h - all names that could reach a sum, and next to no others.
 *
 * A query is a set of units (unit.h), each with the words of the query that it
 * covers and a weight: what it adds at most.  Matched with a unit of a name at
 * the cost c (alike.h) it adds rarity_left(weight, c), and nothing when that is as
 * much as its limit; acronyms have to be equal.
 * A letter that stands for a word of the query adds nothing, but covers the word.
 * A unit that is there again adds what the second best of the name's units adds, since
 * the best is the other one's.
 *
 * A choice is a set of units which cover no word twice, each matched with whichever
 * unit of any reading of the name is best for it; letters alone are none.  It is full
 * when it has no letters and covers every word that some unit covers alone, and that is
 * neither optional nor there again.
 * A name is closed when in one of its readings no word is left open; open is a word
 * that says something (rarity, and neither particle, title nor legal form) and is
 * covered by no unit that could be matched in a full choice that reaches `need`.
 *
 * Found is every name that has a choice that reaches `open` (or `alone`, where it
 * covers one word; or `lettered`, where it has a letter), and every closed name that
 * has a full choice that reaches `need`; and nothing else (doc/design/index.md says
 * why; tests hold index_search against index_scan). */
#ifndef TOCSIN_SEARCH_H
#define TOCSIN_SEARCH_H

#include "index/index.h"
#include "text/alike.h"
#include "text/rarity.h"

enum { SOUGHT_MAX = UNITS_MAX };

enum { SOUGHT_ALIKE, SOUGHT_EQUAL /* an acronym */, SOUGHT_LETTER };

struct index_sought {
    struct str letters; /* 1 to WORD_MAX */
    enum letters in;
    uint8_t first, count; /* words of the query that it covers; first + count <= WORDS_MAX */
    uint8_t accept;       /* what it can be matched with: 1 << UNIT_WORD | … */
    uint8_t is;           /* SOUGHT_… */
    bool again;           /* one before has the same letters */
    uint8_t limit;        /* of costs: 1 to RARITY_SPELT */
    uint16_t weight;
};

struct index_query {
    const struct index_sought *units;
    size_t count;      /* at most SOUGHT_MAX; those behind are not looked for */
    unsigned need;     /* the least sum of a full choice; 0 counts as 1 */
    unsigned open;     /* the least of any other; less than need counts as need */
    unsigned alone;    /* the least, then, of one that covers only one word of the query */
    unsigned lettered; /* the least of one that has a letter; 0 counts as 1 */
    uint64_t optional; /* words that a full choice need not cover */
};

struct index_found {
    uint32_t name;
    unsigned sum; /* the most of the choices that it is found for */
    struct index_units units;
};
/* Called once for each name found, in an order that depends on the snapshot and
 * the query alone.  `found` and what it points to live during the call. */
typedef void index_visit(void *ctx, const struct index_found *found);

/* What a thread keeps between searches of one snapshot: words that are alike to
 * those asked for lately, in at most some 56 MB and what one query takes. */
struct index_scratch;
MUST_CHECK struct index_scratch *index_scratch_new(const struct index *ix);
void index_scratch_free(struct index_scratch *s);

/* ERR_CORRUPT when damage was met: then names may be missing, and the answer is
 * that this was not screened.  ERR_MEMORY likewise. */
MUST_CHECK enum status index_search(const struct index *ix, struct index_scratch *s,
                                    const struct index_query *q, index_visit *visit, void *ctx,
                                    struct error *err);

/* The cost of matching a unit of the query with a word of the snapshot, during
 * visit of index_search; ALIKE_FAR when it adds nothing.  That the query's unit
 * accepts the name's unit is for the caller to know. */
unsigned index_cost(struct index_scratch *s, size_t unit, uint32_t word);
/* false: the cost is ALIKE_FAR for every unit of the query that is looked for. */
bool index_meets(struct index_scratch *s, uint32_t word);

/* The same, slow and obvious: every name, every pair of units. */
MUST_CHECK enum status index_scan(const struct index *ix, const struct index_query *q,
                                  index_visit *visit, void *ctx, struct error *err);

/* What searches did since the scratch was made. */
struct index_effort {
    uint64_t searches, found;
    uint64_t words, known;    /* units looked for; those whose words were remembered */
    uint64_t shared;          /* words that share a probe with the others */
    uint64_t compared;        /* words whose cost was worked out */
    uint64_t postings, names; /* looked at */
};
struct index_effort index_effort(const struct index_scratch *s);

#endif
