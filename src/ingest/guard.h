/* SPDX-License-Identifier: Apache-2.0 */
/* guard.h - what makes a version suspicious, in words that a person understands. */
#ifndef TOCSIN_GUARD_H
#define TOCSIN_GUARD_H

#include "store/store.h"

/* Lists of at least so many entries are guarded against dropping many at once. */
enum { GUARD_LEAST = 50 };

/* Facts about a version beside the accepted one before it. */
struct guard_facts {
    bool first;                /* there is none before */
    bool partial;              /* the file says that it is not the whole list */
    int64_t declared, records; /* count that the file declares (0: none), and that it has */
    struct str generated, generated_before;
    int64_t before, gone; /* entries in force before, and of those no longer */
    int64_t guard;        /* most per cent that may go */
};

/* Writes the reasons to hold the version, joined by "; ", and is true; or there
 * are none, and it is false. */
bool guard_holds(const struct guard_facts *f, char *why, size_t size);

#endif
