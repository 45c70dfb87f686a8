/* SPDX-License-Identifier: Apache-2.0 */
/* trust.h - a ledger that does not hold is read, and not written.
 *
 * What `tocsin verify` finds wrong it writes down in ledger/FAULT: an instant, `full` when only
 * --full looks so far, else `quick`, and the words, with blanks between.  While that is there no
 * writer opens the home and every reader is told.  Only a verify that looks as far, and finds
 * nothing, takes it away: nothing is mended here. */
#ifndef TOCSIN_TRUST_H
#define TOCSIN_TRUST_H

#include "ingest/home.h"
#include "ingest/seal.h"

/* Says in words what is known to be wrong, in the arena; empty: nothing. */
MUST_CHECK enum status trust_marked(const char *home, struct arena *a, struct str *out,
                                    struct error *err);
/* ERR_CORRUPT, with what to do, when something is. */
MUST_CHECK enum status trust_require(const char *home, struct error *err);
/* The same as trust_marked, and looks at what is cheap to see: signature, published checkpoint
 * and signed state, and the tiles at the log's edge. */
struct str trust_look(const char *home, struct store *s, struct arena *a);

/* Whether a published checkpoint is one of this ledger, and of no other history than the state
 * that was signed last, nor ahead of it.  ERR_CORRUPT. */
MUST_CHECK enum status trust_published(const struct checkpoint *file, const struct ledger_view *v,
                                       struct error *err);

/* Writes down what was found. */
MUST_CHECK enum status trust_mark(const char *home, bool full, const char *why, struct error *err);
/* A verify has found nothing: takes the mark away; *left says whether it stays because only a
 * full one would do. */
MUST_CHECK enum status trust_clear(const char *home, bool full, bool *left, struct error *err);

#endif
