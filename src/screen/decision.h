/* SPDX-License-Identifier: Apache-2.0 */
/* decision.h - what people decided about two entries: one party, or not.
 *
 * A decision is history: a line of a file that only grows (doc/format/parties.md),
 * each line sealed with the sum of all before it.  The last one about a pair
 * counts.  What a writer that crashed left of a line is passed over, and cut off
 * by the next one. */
#ifndef TOCSIN_DECISION_H
#define TOCSIN_DECISION_H

#include "base/buf.h"
#include "base/sha256.h"

struct entry_id {
    struct str list, ref;
};
/* By list, then ref. */
int entry_id_compare(struct entry_id x, struct entry_id y);

struct decision {
    int64_t at;
    bool split;           /* else joined */
    struct entry_id a, b; /* a before b */
    struct str why;       /* or "" */
};

struct decisions {
    VEC(struct decision) at; /* oldest first; texts in the arena */
    uint64_t good;           /* bytes of the file that are whole lines */
    struct sha256 seal;      /* of the last line; zeros when there is none */
};

enum { DECISION_WHY_MOST = 2000 };

/* Reads the file; one that is not there has none.  ERR_CORRUPT with the line
 * when it was damaged: it is never passed over. */
MUST_CHECK enum status decisions_read(const char *path, struct arena *a, struct decisions *out,
                                      struct error *err);
/* Adds one, durably.  Under the home's lock, behind decisions_read of the same
 * path.  ERR_INPUT when its texts are not UTF-8 or too long. */
MUST_CHECK enum status decisions_add(const char *path, const struct decisions *before,
                                     const struct decision *d, struct error *err);
/* The last one about the pair (in any order) made at or before `at`, or NULL. */
const struct decision *decisions_about(const struct decisions *all, struct entry_id x,
                                       struct entry_id y, int64_t at);
/* Appends {"what":…,"at":…,"a":{"list":…,"ref":…},"b":{…},"why":…}. */
void decision_json(struct buf *b, const struct decision *d);

#endif
