/* SPDX-License-Identifier: Apache-2.0 */
/* compare.h - two names in any script: their best score over all readings.
 *
 * The slow, obvious way that the index is held to. */
#ifndef TOCSIN_COMPARE_H
#define TOCSIN_COMPARE_H

#include "screen/score.h"

/* A name with its readings, ready to be scored. */
struct asked {
    size_t readings;
    struct reading reading[READINGS_MAX];
    struct side side[READINGS_MAX];
};
void asked_read(struct str name, struct asked *out);

/* The score of the two readings that agree best; *a_at and *b_at (or NULL) take
 * which. */
void compare_names(const struct asked *a, const struct asked *b, enum subject subject,
                   struct score *out, size_t *a_at, size_t *b_at);

/* What the names seem to be, when nobody says: a thing when either has a legal
 * form or a generic word. */
enum subject compare_subject(const struct reading *a, const struct reading *b);

#endif
