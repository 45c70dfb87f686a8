/* SPDX-License-Identifier: Apache-2.0 */
/* ca.h - what the two Canadian lists share: aliases in one text, and names as keys. */
#ifndef TOCSIN_CA_H
#define TOCSIN_CA_H

#include "source/source.h"

/* Cuts a text at commas and semicolons that stand outside brackets.  "Ltd." and
 * its like behind a comma stay with the name before. */
void ca_split(struct arena *a, struct str text, str_vec *out);

/* A name or programme as a part of a reference (doc/design/refs.md): ASCII and
 * the Latin letters with marks in lower case without them, letters of other
 * scripts as they are, anything between as one hyphen, apostrophes as nothing. */
struct str ca_key(struct arena *a, struct str text);

#endif
