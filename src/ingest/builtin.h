/* SPDX-License-Identifier: Apache-2.0 */
/* builtin.h - the casebook that the program carries with it, as a version of
 * the list `casebook`. */
#ifndef TOCSIN_BUILTIN_H
#define TOCSIN_BUILTIN_H

#include "ingest/import.h"

/* Whether the home lacks it: the list has no version that stands, or its newest
 * one is a built-in casebook with other bytes.  One that a person or an address
 * gave is left alone. */
MUST_CHECK enum status builtin_due(struct home *h, bool *due, struct error *err);

/* Takes it in if it is due: *taken.  Then `out`, when not NULL, says what became
 * of it. */
MUST_CHECK enum status builtin_import(struct home *h, struct arena *a, struct import_result *out,
                                      bool *taken, struct error *err);

#endif
