/* SPDX-License-Identifier: Apache-2.0 */
/* slug.h - a text as part of a ref: what stays the same when a list is set anew. */
#ifndef TOCSIN_SLUG_H
#define TOCSIN_SLUG_H

#include "base/buf.h"

/* Appends the letters and digits of the text in lower case (ASCII, Latin-1 and
 * Cyrillic), with '-' where blanks or punctuation stood between them;
 * apostrophes of all kinds vanish. */
void slug_put(struct buf *b, struct str text);
struct str slug_of(struct arena *a, struct str text);

/* Whether the words of `part` stand in `whole`, both slugs, one behind the other. */
bool slug_holds(struct str whole, struct str part);

#endif
