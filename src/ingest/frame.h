/* SPDX-License-Identifier: Apache-2.0 */
/* frame.h - what the parser child says to its parent (doc/format/frames.md).
 *
 *     type (1 byte) | length of payload (4 bytes, host order) | payload
 *
 *     R   ref length (2 bytes), ref, canonical bytes of the record
 *     G   ref of an entry that a delta removes
 *     U   count (8 bytes), what was not understood
 *     S   struct frame_summary: the end of a parse that went well
 *     E   struct frame_error: the end of one that did not
 *
 * Both sides are one program and one machine, so integers are in host order. */
#ifndef TOCSIN_FRAME_H
#define TOCSIN_FRAME_H

#include "base/base.h"

enum { FRAME_HEAD = 5, FRAME_MAX = 64 << 20 };

struct frame_summary {
    char format[32], generated[21], list_date[11];
    uint8_t partial, delta;
    uint64_t records, declared;
};

struct frame_error {
    uint32_t status;
    uint64_t line, offset;
    char why[400];
};

#endif
