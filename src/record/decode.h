/* SPDX-License-Identifier: Apache-2.0 */
/* decode.h - canonical bytes back into a tree: the one decoder of records.
 *
 * Bytes come from a parser that read hostile input, or from the store, so
 * everything that doc/format/record.md says is checked: RFC 8785 form, only
 * known members with their types, keys and set items in strictly rising order. */
#ifndef TOCSIN_DECODE_H
#define TOCSIN_DECODE_H

#include "format/node.h"

/* Reads one record.  Objects, arrays and their items are NODE_ELEMENTs whose
 * text is their own canonical bytes (views into `bytes`); strings are
 * NODE_TEXTs, unescaped, in the arena or views.  ERR_CORRUPT names the byte and
 * the rule that is broken. */
MUST_CHECK enum status record_decode(struct arena *a, struct str bytes, struct node **top,
                                     struct error *err);

/* What the store and the lists of changes need of a record.  Views into the
 * tree; "" where the record does not say. */
struct record_head {
    struct str list, ref, native, kind, status, name;
    struct str listed, suspended, ended, amended; /* stated dates; amended: the newest */
    bool in_force;                                /* status is listed or suspended */
};
struct record_head record_head_of(const struct node *top);

/* Takes and refuses what record_decode does, for the same reasons, and tells the
 * same head, without a tree: views into `bytes`, or copies in the arena of what
 * was escaped. */
MUST_CHECK enum status record_check(struct arena *a, struct str bytes, struct record_head *head,
                                    struct error *err);

#endif
