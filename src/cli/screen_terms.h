/* SPDX-License-Identifier: Apache-2.0 */
/* screen_terms.h - what the answers of a batch are answers to.
 *
 * They are kept beside a draft of answers (doc/format/batch.md), so that a later run
 * goes on with it only when its own answers would be to the same. */
#ifndef TOCSIN_CLI_SCREEN_TERMS_H
#define TOCSIN_CLI_SCREEN_TERMS_H

#include "screen/screen.h"

enum term {
    TERM_INPUT, /* SHA-256 of its bytes */
    TERM_AS_OF,
    TERM_LISTS,
    TERM_THRESHOLD,
    TERM_LIMIT,
    TERM_PROGRAM,
    TERM_SNAPSHOT,
    TERM_COUNT
};

struct terms {
    struct str of[TERM_COUNT]; /* each a word or more, in the arena */
};

MUST_CHECK enum status terms_make(struct arena *a, const struct index *ix,
                                  const struct screen_options *o, struct str input,
                                  struct terms *out, struct error *err);
/* Beside the draft of that name, durably. */
MUST_CHECK enum status terms_write(const char *draft, const struct terms *t, struct error *err);
/* Whether answers in the draft are answers to t; not when the lists have changed
 * since, and nothing else.  ERR_INPUT, and what it is, when something else has. */
MUST_CHECK enum status terms_hold(const char *draft, const struct terms *t, bool *same,
                                  struct error *err);
/* When the draft is no more. */
MUST_CHECK enum status terms_remove(const char *draft, struct error *err);

#endif
