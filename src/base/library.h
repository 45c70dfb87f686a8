/* SPDX-License-Identifier: Apache-2.0 */
/* library.h - a shared library that is loaded when it is needed, and not before. */
#ifndef TOCSIN_LIBRARY_H
#define TOCSIN_LIBRARY_H

#include "base/base.h"

struct library_function {
    const char *symbol;
    size_t place; /* of its pointer in the table */
};

/* What it is for, as messages say it: nothing can be `done` without `known`. */
struct library {
    const char *done, *known;
    const struct library_function *functions;
    size_t count;
};

/* Looks up every function by its symbol, into the table; the library stays loaded.
 * ERR_NETWORK when it is not there, or lacks one. */
MUST_CHECK enum status library_load(const char *name, const struct library *l, void *table,
                                    struct error *err);

#endif
