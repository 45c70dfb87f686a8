/* SPDX-License-Identifier: Apache-2.0 */
/* source.h - from the bytes of a list to records.
 *
 * A source reads one format of one authority.  It runs in a child without
 * files, network or much memory (ingest/sandbox.h), or in a test; it touches
 * nothing but its arguments.  It hands each record to the sink, tells the sink
 * what it did not understand, and stops at the first fault with line and byte. */
#ifndef TOCSIN_SOURCE_H
#define TOCSIN_SOURCE_H

#include "record/record.h"

/* Files that together are one version of a list. */
struct input_file {
    struct str name;  /* base name, for telling sdn.csv from alt.csv */
    struct str bytes; /* whole, unless the source streams */
};

struct input {
    struct str list;
    const struct input_file *files;
    size_t count;
    struct str mapping; /* text of the mapping file, for `table` */
    /* For sources that stream: reads up to len bytes of the only file; 0 at the
     * end.  NULL otherwise. */
    size_t (*read)(void *ctx, char *into, size_t len);
    void *read_ctx;
};

/* Where records go.  put() gets the canonical bytes, valid during the call. */
struct sink {
    enum status (*put)(void *ctx, const struct record *r, struct str canonical, struct error *err);
    void *ctx;
    struct buf bytes; /* of the record at hand; freed by sink_free */

    /* What the source tells of the version as a whole. */
    char generated[21]; /* when the file says that it was made (RFC 3339), or "" */
    char list_date[11]; /* YYYY-MM-DD that the file gives for itself, or "" */
    char format[32];    /* which of the source's formats this was */
    size_t records;
    size_t declared;    /* record count that the file declares; 0: none */
    bool partial;       /* the file says that it is not the whole list */
    bool delta;         /* records are changes to the version before: see sink_gone */
    struct arena words; /* of unknown[] */
    VEC(struct unknown {
        struct str what;
        size_t count;
    })
    unknown; /* at most SINK_UNKNOWN_MAX different ones, the last counts the rest */
    enum status (*gone)(void *ctx, struct str ref, struct error *err);
};
enum { SINK_UNKNOWN_MAX = 200, SINK_WHAT_MAX = 200 /* bytes, cut between characters */ };

void sink_free(struct sink *s);

/* Writes and hands on one record.  ERR_INPUT when it has no ref or no name;
 * ERR_MEMORY when the arena that it was built in has failed. */
MUST_CHECK enum status sink_record(struct sink *s, struct arena *a, struct record *r,
                                   struct error *err);
/* In a delta: the entry with this ref is gone. */
MUST_CHECK enum status sink_gone(struct sink *s, struct str ref, struct error *err);
/* Counts something that was not understood, by name ("INDIVIDUAL/FOO"). */
void sink_unknown(struct sink *s, struct str what);
/* The same with a value that was not understood ("date of birth: 31/31/1960"
 * is counted under "date of birth"; the value is kept for the first). */
void sink_unread(struct sink *s, const char *what, struct str value);
/* node_unused with sink_unknown. */
struct node;
void sink_leftovers(struct sink *s, const struct node *top);
/* When the file says that it was made or published: a day or an instant.  A
 * later version must not be older. */
void sink_generated(struct sink *s, struct str iso);
/* header_unused with sink_unknown. */
struct header;
struct row;
void sink_columns(struct sink *s, const struct header *h, const struct row *r);
/* Keeps the newest of the dates given; ISO text, ignored when it is not. */
void sink_list_date(struct sink *s, struct str iso);
void sink_format(struct sink *s, const char *format);

struct source {
    const char *name;
    bool streams; /* reads by input.read, memory independent of the size */
    /* Which file this is, from its name and first bytes: a format word such as
     * "xml" or "csv", or NULL when it is not one of this source's. */
    const char *(*claims)(struct str name, struct str head);
    enum status (*parse)(const struct input *in, struct sink *out, struct error *err);
};

/* One line per source, in source/sources.c. */
extern const struct source source_un, source_ofac, source_eu, source_gb, source_ch, source_ca,
    source_ca_terror, source_au, source_us_fto, source_ru_fsb, source_ftm, source_table,
    source_casebook;
const struct source *source_find(struct str name);

/* A list that Tocsin knows without being told. */
struct list_info {
    const char *id, *title, *authority, *source, *mapping;
    const char *urls[4]; /* files of one version, NULL-terminated */
    const char *page;    /* where a person reads it */
    bool optional;       /* not pulled unless named or configured */
};
extern const struct list_info lists_known[];
extern const size_t lists_known_count;
const struct list_info *list_info_find(struct str id);

#endif
