/* SPDX-License-Identifier: Apache-2.0 */
/* lay.h - one version on its way into the store; for src/ingest only.
 *
 *     lay_begin   a transaction, and the version's place in the list's history
 *     lay_read    parse the files into it, and judge: accepted or held
 *     lay_keep    blobs, rows, the versions after it, receipt, commit
 *     lay_free    undoes what was not committed
 */
#ifndef TOCSIN_LAY_H
#define TOCSIN_LAY_H

#include "ingest/home.h"
#include "ingest/parse.h"
#include "ingest/tally.h"

struct lay_how {
    bool accept; /* a person has: guards are set aside, and bytes repaired */
};

struct lay {
    struct home *home;
    const struct list_config *list;
    struct arena *arena; /* of the texts below */
    struct version version;
    struct version_file files[PARSE_FILES_MAX];
    size_t count;
    struct parse_summary summary;
    bool same;           /* says what the accepted version before it says */
    bool stored;         /* its content is that of a version whose files are kept: */
    struct sha256 twin;  /* this one's */
    bool borrowed;       /* the files being read are not its own */
    size_t line, offset; /* where a file is at fault */
    uint64_t receipted;  /* receipts already have it, up to this length; 0: they do not */

    struct history history;
    struct version before; /* the accepted version before it, if has_before */
    bool has_before, open;
    struct version_file *like; /* files of the version before, to compress against */
    size_t like_count;
    struct blob_writer *writers[PARSE_FILES_MAX];
    bool keeping; /* write blobs while reading */
};

MUST_CHECK enum status lay_begin(struct home *h, const struct list_config *list, int64_t at,
                                 struct arena *a, struct lay **out, struct error *err);
/* The same for a version that is in the store, inside a transaction that is
 * begun already. */
MUST_CHECK enum status lay_place(struct home *h, const struct list_config *list,
                                 const struct version *v, struct arena *a, struct lay **out,
                                 struct error *err);
MUST_CHECK enum status lay_read(struct lay *l, const struct parse_file *files, size_t count,
                                struct str origin, struct lay_how how, struct error *err);
/* Only learns what the version's hash would be. */
MUST_CHECK enum status lay_hash(struct lay *l, const struct parse_file *files, size_t count,
                                struct error *err);
/* Loads the version's row and files from the store. */
MUST_CHECK enum status lay_load_row(struct lay *l, struct error *err);
/* Reads a version that is in the store from blobs: its own files, or those of a
 * version of equal content. */
MUST_CHECK enum status lay_read_again(struct lay *l, struct lay_how how, struct error *err);
/* Reads the files that a receipt names, which it has put into l->files. */
MUST_CHECK enum status lay_read_receipt(struct lay *l, struct error *err);
/* The same for a receipt that names no files of its own, but the version with that
 * hash, whose records are stored. */
MUST_CHECK enum status lay_read_same(struct lay *l, struct sha256 twin, struct error *err);
MUST_CHECK enum status lay_keep(struct lay *l, struct error *err);
/* A held version becomes a discarded one. */
MUST_CHECK enum status lay_discard(struct lay *l, struct error *err);
/* Writes down a decision: row, the versions after it, receipt, commit. */
MUST_CHECK enum status lay_decide(struct lay *l, struct error *err);
void lay_free(struct lay *l); /* accepts NULL */

/* Judges the versions after `at` again, since the one before them is another. */
MUST_CHECK enum status lay_settle(struct home *h, const struct list_config *list, int64_t at,
                                  struct arena *a, struct error *err);

#endif
