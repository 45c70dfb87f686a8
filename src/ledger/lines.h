/* SPDX-License-Identifier: Apache-2.0 */
/* lines.h - texts that are read line by line, each ended by a line feed: receipts, requests to
 * witnesses, checkpoints. */
#ifndef TOCSIN_LINES_H
#define TOCSIN_LINES_H

#include "base/base.h"

/* Begins as {.all = text, .rest = text}. */
struct lines {
    struct str all, rest, line;
    size_t number; /* of line, from 1 */
};

/* The next line; false at the end, and when the last one does not end. */
bool lines_next(struct lines *l);
/* ERR_INPUT at the line that was read last. */
enum status lines_fault(const struct lines *l, const char *why, struct error *err);

/* Decimal, without zeros in front. */
MUST_CHECK bool lines_number(struct str s, uint64_t most, uint64_t *out);

#endif
