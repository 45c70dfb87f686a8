/* SPDX-License-Identifier: Apache-2.0 */
/* answer.h - a question and its hits as one JSON object, the same for the command,
 * a batch and the server. */
#ifndef TOCSIN_ANSWER_H
#define TOCSIN_ANSWER_H

#include "base/buf.h"
#include "screen/reason.h"
#include "screen/screen.h"

/* The reasons of a hit: of its name, of what else is known, of an identifier.
 * The query is read again, so that the hit need not keep it. */
void answer_reasons(struct arena *a, const struct index *ix, const struct question *q,
                    const struct hit *h, reason_vec *out);

/* Appends {"id":…,"query":…,"hits":[…],"screened":…,"why_not":…,"snapshot":…,
 * "as_of":…} and a line feed; with "left_out":… behind it when the limit left out so
 * many hits.  `id` may be empty. */
void answer_json(struct buf *b, struct arena *a, const struct index *ix, struct str id,
                 const struct question *q, const struct screen_options *o, const hit_vec *hits,
                 size_t left_out, enum unscreened why);

/* In words, or NULL when it was screened whole. */
const char *unscreened_text(enum unscreened why);
/* Whether nothing at all was asked of the snapshot. */
bool unscreened(enum unscreened why);

#endif
