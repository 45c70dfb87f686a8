/* SPDX-License-Identifier: Apache-2.0 */
/* reason.h - a score told in words: what spoke for, what against, and how much. */
#ifndef TOCSIN_REASON_H
#define TOCSIN_REASON_H

#include "base/buf.h"
#include "screen/compare.h"

struct reason {
    struct str feature; /* evidence_text, or birth, country, identifier … */
    struct str detail;  /* the words that it is about */
    double weight;      /* nats; over all reasons of a hit they add up to its odds */
};
typedef VEC(struct reason) reason_vec;

/* Adds a reason for each sort of evidence that weighs something, and for the words that
 * agree, which of things weigh nothing by themselves.  Texts are in the arena or compiled
 * in. */
void reasons_of(struct arena *a, const struct side *query, const struct side *name,
                const struct score *s, reason_vec *out);

/* Appends the JSON array: [{"feature":…,"detail":…,"weight":…}, …]. */
void reasons_json(struct buf *b, const reason_vec *reasons);

#endif
