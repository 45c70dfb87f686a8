/* SPDX-License-Identifier: Apache-2.0 */
/* walk.h - the names that could be found, by the postings of a plan's words, for src/index
 * alone. */
#ifndef TOCSIN_INDEX_WALK_H
#define TOCSIN_INDEX_WALK_H

#include "index/plan.h"

struct walk_taken {
    uint32_t name, adds;
};
enum { WALK_TAKEN = 1024 };

struct walk {
    const struct index *ix;
    const struct plan *plan;
    const struct similar_known *known;
    uint32_t *met; /* of each name, what was met; all zero between searches */
    size_t met_size;
    uint32_t *names;
    size_t count, room;
    struct walk_taken taken[WALK_TAKEN]; /* names of words, before they are added */
    size_t taken_count;
    uint64_t postings; /* walked, in all */
};

MUST_CHECK bool walk_begin(struct walk *s, const struct index *ix);
void walk_end(struct walk *s);

/* Sets `names` and `count`: every name that is found is among them, once.  What is left of
 * the plan's words becomes less as more are walked.  false when memory is out. */
MUST_CHECK bool walk_names(struct walk *s, struct plan *p, const struct similar_known *known);

#endif
