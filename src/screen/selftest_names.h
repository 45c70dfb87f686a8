/* SPDX-License-Identifier: Apache-2.0 */
/* selftest_names.h - which names are asked for, and which are on a list at all. */
#ifndef TOCSIN_SELFTEST_NAMES_H
#define TOCSIN_SELFTEST_NAMES_H

#include "screen/selftest.h"

struct names_tested {
    uint32_t *at; /* numbers of names */
    size_t count;
    size_t entries;
    uint64_t *listed; /* prints of all names of the snapshot, sorted */
    size_t listed_count;
};

/* Names and strong aliases in force of the lists asked for (a sample of them),
 * in the snapshot's order; in the arena. */
MUST_CHECK enum status names_to_test(const struct selftest *t, struct arena *a,
                                     struct names_tested *out, struct error *err);

/* The same for two names of the same words, whatever their order, case and
 * punctuation (ASCII). */
uint64_t name_print(struct str name);
bool name_listed(const struct names_tested *n, struct str name);
/* Whether two entries have a name in common: those of one party on two lists. */
bool names_shared(const struct index *ix, uint32_t a, uint32_t b);

#endif
