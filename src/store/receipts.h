/* SPDX-License-Identifier: Apache-2.0 */
/* receipts.h - what arrived when, in the order of arrival, beside the blobs.
 *
 * blobs/receipts/LIST.jsonl has a line for each version that was taken in and
 * for each decision about a held one (doc/format/blobs.md).  With the blobs
 * they are all that a store can be made again from. */
#ifndef TOCSIN_RECEIPTS_H
#define TOCSIN_RECEIPTS_H

#include "store/store.h"

struct receipt {
    int64_t at;
    struct str decision; /* "" for a version; "accept" or "discard" of the one at `at` */
    struct str source, origin;
    struct str generated, list_date; /* as in struct version */
    int64_t guard;
    bool same;             /* its files are not kept, because */
    struct sha256 same_as; /* the version of this hash has the same content */
    const struct version_file *files;
    size_t count;
    bool mapped; /* it was read, or accepted, with a mapping, whose text is this blob */
    struct sha256 mapping;
};

/* Appends one line behind the first `*length` bytes, durably, and moves
 * *length; what stood there was not finished. */
MUST_CHECK enum status receipt_append(const char *blobs_folder, struct str list,
                                      const struct receipt *r, uint64_t *length, struct error *err);

/* Reads the lines from byte `from` on.  `length` is where the next line begins.
 * The receipt lives during the call. */
typedef enum status receipt_take(void *ctx, struct str list, const struct receipt *r,
                                 uint64_t length, struct error *err);
MUST_CHECK enum status receipts_read(const char *blobs_folder, struct str list, uint64_t from,
                                     receipt_take *take, void *ctx, struct error *err);
/* The lists that have receipts, in order.  Files whose names are no list ids are
 * passed over. */
MUST_CHECK enum status receipts_lists(const char *blobs_folder, struct arena *a, str_vec *out,
                                      struct error *err);
/* Bytes of the list's receipts; 0 when there are none. */
uint64_t receipts_length(const char *blobs_folder, struct str list);

#endif
