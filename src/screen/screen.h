/* SPDX-License-Identifier: Apache-2.0 */
/* screen.h - is this party on a list, on which, as of when, and why?
 *
 * The answer is that of scoring every name of the snapshot (compare.h), down to
 * the threshold; how it is found without doing so is doc/design/screening.md. */
#ifndef TOCSIN_SCREEN_H
#define TOCSIN_SCREEN_H

#include "index/index.h"
#include "screen/known.h"
#include "screen/score.h"

/* What is asked. */
struct question {
    struct str name;
    enum kind kind; /* KIND_UNKNOWN: any */
    struct known known;
    struct str identifier; /* passport, registration, IMO number, wallet …, as written */
};

struct screen_options {
    double threshold;  /* least score of a hit; 0: SCREEN_THRESHOLD */
    size_t limit;      /* most hits; 0: SCREEN_LIMIT */
    const bool *lists; /* by number in the snapshot, which to ask; NULL: all */
    bool then;         /* as of the instant `at`; else as things stand */
    int64_t at;
    struct str ledger; /* what is known to be wrong with the ledger, said in each answer */
    bool exhaustive; /* score every name, whatever it takes: the slow way, to prove the fast one */
};
#define SCREEN_THRESHOLD 0.7
enum { SCREEN_LIMIT = 5 };

struct hit {
    double odds; /* in all; the score is score_of_odds of it */
    uint32_t entry, name;
    uint32_t identifier;       /* that is the one asked for, + 1; or 0 */
    struct index_time stood;   /* when the list had the entry */
    bool reconstructed;        /* as of a day before the list's first version */
    uint8_t asked_at, name_at; /* readings that agree best */
    struct score score;        /* of the names */
    struct known_weights known;
    double quality; /* what a weak alias takes away */
};
typedef VEC(struct hit) hit_vec;

/* Why a question was not screened, or only in part. */
enum unscreened {
    SCREENED,
    UNSCREENED_EMPTY,      /* no name and no identifier */
    UNSCREENED_UNREADABLE, /* a name without letters that we can read */
    UNSCREENED_CUT,        /* screened, but by the beginning of the name alone: it is too long */
    UNSCREENED_SHORT,      /* no name, and an identifier of too few characters to be looked for */
    UNSCREENED_NAME_ALONE, /* screened by the name; the identifier is too short to be looked for */
    UNSCREENED_PART,       /* screened, but without some letters that we have no Latin form for */
};

/* What one thread needs to ask, again and again. */
struct screener;
MUST_CHECK struct screener *screener_new(const struct index *ix);
void screener_free(struct screener *s);

/* Hits, best first (of equal ones, by list and ref), in the arena.  ERR_CORRUPT
 * when the snapshot turns out to be damaged: then there is no answer. */
MUST_CHECK enum status screen_ask(struct screener *s, const struct question *q,
                                  const struct screen_options *o, struct arena *a, hit_vec *hits,
                                  enum unscreened *why, struct error *err);
/* How many hits of the last question its limit left out. */
size_t screener_left_out(const struct screener *s);

#endif
