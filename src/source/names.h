/* SPDX-License-Identifier: Apache-2.0 */
/* names.h - one cell that holds a name, and other names in brackets behind it. */
#ifndef TOCSIN_NAMES_H
#define TOCSIN_NAMES_H

#include "record/record.h"

/* Words at the beginning of a bracket that say what names follow. */
struct name_label {
    const char *word;
    enum quality quality;
};

/* "Invented Brigade (IB, formerly Old Brigade)": adds "Invented Brigade" as the
 * primary name, verbatim the whole, and "IB" and "Old Brigade" as aliases.
 * Aliases are cut at ";" and "," outside of quotes; quotes around a name are
 * taken off, balanced or not; a bracket that never closes reaches to the end.
 * Returns what stood outside of the brackets. */
struct str names_in_brackets(struct arena *a, struct record *r, struct str text,
                             const struct name_label *labels, size_t count);

/* Without the quotes at its ends (" “ ” „ « »), unless there are others inside:
 * Society "A" keeps them. */
struct str names_unquote(struct str s);
/* The first text in quotes inside s, and *rest what follows it; "" when there
 * is none. */
struct str names_quoted(struct str s, struct str *rest);

#endif
