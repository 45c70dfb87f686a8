/* SPDX-License-Identifier: Apache-2.0 */
/* import.h - one version of a list comes in: the only way into the store.
 *
 * The order of writes is blobs, receipt, store.  A crash between them leaves a
 * home that the next writer completes from the receipts. */
#ifndef TOCSIN_IMPORT_H
#define TOCSIN_IMPORT_H

#include "ingest/home.h"
#include "ingest/parse.h"

struct import_job {
    struct str list;
    const struct parse_file *files;
    size_t count;
    int64_t at;        /* when the files were fetched, after 1970 began; 0: now */
    struct str origin; /* address or path that they came from, without secrets */
    bool once;         /* nothing is written for the bytes of the version before, nor for
                          bytes that were held or discarded before */
};

struct import_result {
    struct str list; /* in the arena */
    enum version_status status;
    int64_t at;
    int64_t number;    /* of the version among the list's distinct ones; 0 when held */
    struct sha256 sha; /* of the file, or of the manifest of several */
    int64_t entries;   /* in force */
    struct change_counts counts;
    bool held;           /* kept, but not applied; why says why */
    bool same;           /* says what the version before it said, or was here already */
    bool known;          /* was here already, byte for byte: nothing was written */
    size_t line, offset; /* where a file is at fault; line 0: nowhere */
    char why[600];
    struct parse_summary summary;
    double seconds;
};

/* Takes in one version.  OK also when it was held.  Texts of the summary are in
 * the arena. */
MUST_CHECK enum status import_version(struct home *h, const struct import_job *job, struct arena *a,
                                      struct import_result *out, struct error *err);

/* A person's word on a held version: `id` is the beginning of its hash, at
 * least four digits, or LIST/ before that; of equal bytes the oldest is meant.  Accepting parses it
 * again, guards set aside; bytes that are not UTF-8 become U+FFFD.  ERR_USAGE when there is no such
 * version, or several; ERR_INPUT when it cannot be read at all. */
MUST_CHECK enum status import_decide(struct home *h, struct str id, bool accept, struct arena *a,
                                     struct import_result *out, struct error *err);

/* Takes in what receipts tell of and the store does not know: after a crash,
 * a few lines; for an empty store, everything.  Says how many there were. */
MUST_CHECK enum status import_receipts(struct home *h, size_t *count, struct error *err);

/* How many versions of the list say something new, up to and with `at`. */
MUST_CHECK enum status import_number(struct home *h, struct str list, int64_t at, int64_t *out,
                                     struct error *err);

#endif
