/* SPDX-License-Identifier: Apache-2.0 */
/* diff.h - what changed between two records of one entry. */
#ifndef TOCSIN_DIFF_H
#define TOCSIN_DIFF_H

#include "base/buf.h"
#include "format/node.h"

/* Appends a JSON array of {"path","before","after"} for two decoded records,
 * in the order of their keys; "[]" when they say the same.  `path` is a JSON
 * Pointer (RFC 6901) into `after`, or into `before` for what is only there
 * (then "after" is null).  Sets compare as sets: an item that is in both
 * never shows.  Items that differ but tell of the same thing (a name of the
 * same text, an identifier of the same type and number), and a lone item that
 * was exchanged for another, are one difference with both sides. */
void record_diff(const struct node *before, const struct node *after, struct buf *out);

/* Whether two records under one ref are about the same party.  They are unless
 * everything fails to agree: the internal key, any identifier, any birth date,
 * and half of the words of any two names, spelling aside.  Publishers do give
 * an old ref to another party.  Records too long to compare all of it, as no
 * real ones are, count as the same party's. */
bool record_same_party(const struct node *before, const struct node *after);

#endif
