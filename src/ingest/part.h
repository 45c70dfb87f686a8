/* SPDX-License-Identifier: Apache-2.0 */
/* part.h - a download that is not whole yet, and may be continued.
 *
 * The bytes are in PATH.part.  When a run ends before they are whole and a
 * strong ETag says what they belong to, PATH.part.etag keeps it:
 *
 *     SIZE SP SHA-256-OF-THE-URL LF
 *     ETAG LF
 *
 * It is written after the bytes are synced and removed before they change, so
 * that SIZE bytes of PATH.part are what it says, whenever the machine stops. */
#ifndef TOCSIN_PART_H
#define TOCSIN_PART_H

#include "base/file.h"

struct part {
    const char *path; /* of the whole file; the caller's */
    struct str url;   /* as configured, without a token; the caller's */
    struct file_draft draft;
    bool open;       /* draft is PATH.part */
    bool recorded;   /* PATH.part.etag may exist */
    uint64_t size;   /* bytes that PATH.part holds */
    struct buf etag; /* strong, of the identity coding; empty: cannot be continued */
};

/* Looks for what an earlier run left; anything doubtful counts as nothing. */
void part_find(struct part *p, const char *path, struct str url);

/* Whether a request may ask for the bytes from `size` on only. */
bool part_continues(const struct part *p);

/* Forgets the bytes; those to come belong to this ETag, empty when they cannot
 * be continued. */
MUST_CHECK enum status part_restart(struct part *p, struct str etag, struct error *err);
MUST_CHECK enum status part_add(struct part *p, struct str bytes, struct error *err);

/* The file is whole: it appears under its path. */
MUST_CHECK enum status part_keep(struct part *p, struct error *err);
/* It is not, and this run is over: left to be continued if that is possible,
 * else removed. */
MUST_CHECK enum status part_leave(struct part *p, struct error *err);
/* Nobody will want it. */
MUST_CHECK enum status part_drop(struct part *p, struct error *err);
void part_free(struct part *p);

#endif
