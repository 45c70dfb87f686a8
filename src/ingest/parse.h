/* SPDX-License-Identifier: Apache-2.0 */
/* parse.h - untrusted files go into a sandboxed child, records come out.
 *
 * What the parent hashes and keeps is, byte for byte, what the child parses: a
 * file that changes in between is a fault.  The child sends frames (doc/format/frames.md); the
 * parent takes nothing from them on trust. */
#ifndef TOCSIN_PARSE_H
#define TOCSIN_PARSE_H

#include "source/source.h"

enum { PARSE_FILES_MAX = 16 };

struct parse_file {
    const char *path;
    struct str name; /* as the source is to know it: "sdn.csv" */
};

struct parse_job {
    struct str list;
    const struct source *source;
    struct str mapping;
    const struct parse_file *files;
    size_t count;
    bool repair;      /* replace bytes that are not UTF-8 by U+FFFD before parsing */
    size_t memory;    /* most address space for the child; 0: by the size of the files */
    unsigned silence; /* most milliseconds in which the child says nothing; 0: 300 seconds */

    /* Called on a thread of its own with each block of each file, in order,
     * exactly what the child gets; the end of a file is an empty block.  May be
     * NULL. */
    enum status (*bytes)(void *ctx, size_t file, struct str block, struct error *err);
    void *bytes_ctx;
    /* Called on the calling thread.  `body` is what the child claims to be the
     * canonical bytes of a record with that ref: decode before believing. */
    enum status (*record)(void *ctx, struct str ref, struct str body, struct error *err);
    enum status (*gone)(void *ctx, struct str ref, struct error *err);
    void *ctx;
};

/* What the source said of the version; words live in the caller's arena. */
struct parse_summary {
    char format[32], generated[21], list_date[11];
    size_t records, declared;
    bool partial, delta;
    VEC(struct parse_unknown {
        struct str what;
        uint64_t count;
    })
    unknown;
};

/* A record takes four bytes of its file at the least, in every format; a workbook is
 * packed, and rows that are alike may take less. */
enum { PARSE_BYTES_A_REF = 4, PARSE_REFS_FREE = 100 * 1000 };

/* Runs one parse.  ERR_INPUT, with line and byte, is the source's word about
 * the files; other errors are ours, the system's or job->record's. */
MUST_CHECK enum status parse_run(const struct parse_job *job, struct arena *a,
                                 struct parse_summary *out, struct error *err);

#endif
