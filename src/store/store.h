/* SPDX-License-Identifier: Apache-2.0 */
/* store.h - lists, versions, entries and changes in one SQLite file.
 *
 * What is kept, by natural keys only, so that the same versions give the same
 * rows in whatever order they came (doc/format/store.md):
 *
 *     versions  each time a list was read: what was found, and whether it stands
 *     files     the files of a version, by SHA-256
 *     runs      [from, until) in which an entry had one record
 *     records   canonical bytes, by list, ref and SHA-256
 *     changes   what each version made of each entry
 *     leaves    what of this the ledger has, or is to get, by number
 *
 * A run ends at the instant of the first version without its record, or at
 * INSTANT_END while it still holds; so an entry's state on any day is the run
 * that covers it.  All instants are seconds since 1970 (base/clock.h).
 *
 * Only `ingest` writes.  One store is used by one thread. */
#ifndef TOCSIN_STORE_H
#define TOCSIN_STORE_H

#include "base/clock.h"
#include "base/sha256.h"

struct store;

/* Opens, and for writing makes, the store at path.  ERR_CORRUPT when the file
 * is not a store of this format. */
MUST_CHECK enum status store_open(const char *path, bool writing, struct store **out,
                                  struct error *err);
void store_close(struct store *s);

/* From here until the store is closed every read sees it as it is now, whatever
 * a writer does meanwhile. */
MUST_CHECK enum status store_freeze(struct store *s, struct error *err);
/* Moves the log into the file, which then holds everything by itself. */
MUST_CHECK enum status store_fold(struct store *s, struct error *err);

MUST_CHECK enum status store_begin(struct store *s, struct error *err);
MUST_CHECK enum status store_commit(struct store *s, struct error *err);
void store_rollback(struct store *s); /* harmless when nothing was begun */
/* A part of the transaction that can be undone alone. */
MUST_CHECK enum status store_mark(struct store *s, struct error *err);
MUST_CHECK enum status store_unmark(struct store *s, bool undo, struct error *err);

/* ---- Versions. */

enum version_status { VERSION_ACCEPTED, VERSION_HELD, VERSION_DISCARDED };
const char *version_status_text(enum version_status s);

struct version {
    struct str list;
    int64_t at;
    struct sha256 sha;  /* of the file, or of the manifest of several */
    struct sha256 root; /* of the records: the lane-wise sum of their hashes */
    enum version_status status;
    struct str decision;  /* "accept" or "discard" when a person decided, else "" */
    struct str why;       /* why it was held; kept when it was accepted all the same */
    struct str format;    /* of the file */
    struct str generated; /* when the file says that it was made (RFC 3339), or "" */
    struct str list_date; /* YYYY-MM-DD of its newest content, or "" */
    struct str unknown;   /* JSON object: what was not understood, and how often */
    struct str origin;    /* address or path that it came from */
    int64_t entries;      /* in force */
    int64_t bytes;        /* of its files */
    int64_t guard;        /* most per cent of entries that it might drop at once */
    bool delta;           /* its file has changes to the version before only */
    bool readable;        /* it was parsed to its end, so root and entries are known */
};

/* Inserts or replaces the version (list, at). */
MUST_CHECK enum status store_put_version(struct store *s, const struct version *v,
                                         struct error *err);

typedef enum status version_take(void *ctx, const struct version *v, struct error *err);
/* Versions of one list ("" for all) with from <= at < until, by list and time.
 * `v` lives during the call. */
MUST_CHECK enum status store_versions(struct store *s, struct str list, int64_t from, int64_t until,
                                      version_take *take, void *ctx, struct error *err);
/* The newest accepted version at or before `at`, and the oldest after `at`.
 * false when there is none (or on a fault: err).  Texts are copied to the arena. */
MUST_CHECK bool store_version_before(struct store *s, struct arena *a, struct str list, int64_t at,
                                     struct version *out, struct error *err);
MUST_CHECK bool store_version_after(struct store *s, struct arena *a, struct str list, int64_t at,
                                    struct version *out, struct error *err);
/* The version at that very instant, accepted or not. */
MUST_CHECK bool store_version_at(struct store *s, struct arena *a, struct str list, int64_t at,
                                 struct version *out, struct error *err);

struct version_file {
    struct str name;
    struct sha256 sha;
    int64_t bytes;
};
MUST_CHECK enum status store_put_file(struct store *s, struct str list, int64_t at, size_t position,
                                      const struct version_file *f, struct error *err);
/* The files of a version, in order; the array is in the arena. */
MUST_CHECK enum status store_files(struct store *s, struct arena *a, struct str list, int64_t at,
                                   struct version_file **out, size_t *count, struct error *err);

/* ---- Runs and records. */

struct run {
    int64_t from, until;
    struct sha256 sha;
    bool in_force; /* its record is listed or suspended, not a delisted one that is still shown */
};

/* The run of (list, ref) that covers `at`; false when there is none (or err). */
MUST_CHECK bool store_run_at(struct store *s, struct str list, struct str ref, int64_t at,
                             struct run *out, struct error *err);
/* All runs of an entry, oldest first; the array is in the arena. */
MUST_CHECK enum status store_runs(struct store *s, struct arena *a, struct str list, struct str ref,
                                  struct run **out, size_t *count, struct error *err);
MUST_CHECK enum status store_put_run(struct store *s, struct str list, struct str ref,
                                     const struct run *r, struct error *err);
MUST_CHECK enum status store_cut_run(struct store *s, struct str list, struct str ref, int64_t from,
                                     int64_t until, struct error *err); /* a new end */
MUST_CHECK enum status store_drop_run(struct store *s, struct str list, struct str ref,
                                      int64_t from, struct error *err);

typedef enum status run_take(void *ctx, struct str ref, const struct run *r, struct error *err);
/* The runs of a list that cover `at`, by ref. */
MUST_CHECK enum status store_each_run(struct store *s, struct str list, int64_t at, run_take *take,
                                      void *ctx, struct error *err);
/* All runs of a list: by ref, and of each ref the oldest first. */
MUST_CHECK enum status store_history(struct store *s, struct str list, run_take *take, void *ctx,
                                     struct error *err);
/* Entries in force at `before` and, of those, without a run in force at `after`. */
MUST_CHECK enum status store_count_gone(struct store *s, struct str list, int64_t before,
                                        int64_t after, int64_t *in_force, int64_t *gone,
                                        struct error *err);

/* Whether every entry of the list has the same record at both instants. */
MUST_CHECK enum status store_same_content(struct store *s, struct str list, int64_t one,
                                          int64_t other, bool *same, struct error *err);

MUST_CHECK enum status store_put_record(struct store *s, struct str list, struct str ref,
                                        struct sha256 sha, struct str body, struct error *err);
/* The canonical bytes, copied to the arena; ERR_CORRUPT when they are missing. */
MUST_CHECK enum status store_record(struct store *s, struct arena *a, struct str list,
                                    struct str ref, struct sha256 sha, struct str *body,
                                    struct error *err);
/* Every record that a run refers to; `body` is NULL where the record is not there, and lives
 * during the call. */
typedef enum status record_take(void *ctx, struct str list, struct str ref,
                                const struct sha256 *sha, struct str body, struct error *err);
MUST_CHECK enum status store_records(struct store *s, record_take *take, void *ctx,
                                     struct error *err);
/* Removes the entry's records that no run refers to any more. */
MUST_CHECK enum status store_sweep_records(struct store *s, struct str list, struct str ref,
                                           struct error *err);
/* The refs of a list that begin so, in order, at most `most`. */
MUST_CHECK enum status store_refs_like(struct store *s, struct arena *a, struct str list,
                                       struct str beginning, size_t most, str_vec *out,
                                       struct error *err);
/* The refs whose record has exactly this piece of canonical bytes in it, at most
 * `most`.  Reads every record of the list. */
MUST_CHECK enum status store_refs_holding(struct store *s, struct arena *a, struct str list,
                                          struct str piece, size_t most, str_vec *out,
                                          struct error *err);

/* ---- Changes. */

struct change {
    int64_t seq;   /* place in the history of all lists as it is known now; from 1 */
    int64_t after; /* when the state before was last seen; 0: never */
    int64_t by;    /* instant of the version that shows the change */
    struct str list, ref, change, native, kind, name, stated, fields;
    int part;   /* 0, or 1 for the second change that one version makes to a ref */
    bool other; /* the ref went from one party to another */
};

MUST_CHECK enum status store_put_change(struct store *s, const struct change *c, struct error *err);
/* Removes the entry's changes with by >= from. */
MUST_CHECK enum status store_drop_changes(struct store *s, struct str list, struct str ref,
                                          int64_t from, struct error *err);

struct change_filter {
    struct str list;              /* ids with blanks between; "" for any */
    struct str ref, kind, change; /* "" for any */
    int64_t since, until;         /* since <= by < until; until 0: no bound */
    size_t last;                  /* only the newest so many; 0: all */
};
typedef enum status change_take(void *ctx, const struct change *c, struct error *err);
/* Oldest first: by instant, list, ref and part. */
MUST_CHECK enum status store_changes(struct store *s, const struct change_filter *f,
                                     change_take *take, void *ctx, struct error *err);
/* The changes of one list with by >= from, by instant, ref and part, without their numbers,
 * fields and `after`. */
MUST_CHECK enum status store_changes_of(struct store *s, struct str list, int64_t from,
                                        change_take *take, void *ctx, struct error *err);
/* How many changes of each kind one version made. */
struct change_counts {
    int64_t listed, amended, suspended, restored, delisted, relisted;
};
MUST_CHECK enum status store_count_changes(struct store *s, struct str list, int64_t by,
                                           struct change_counts *out, struct error *err);

/* ---- The ledger's leaves (doc/format/ledger.md), in the order of its numbers, which is
 * that of arrival: the one thing here that other versions first would have made
 * otherwise.  Not part of the digest. */

enum leaf_kind {
    LEAF_FETCH,
    LEAF_CHANGE,
    LEAF_WITHDRAWAL,
    LEAF_SNAPSHOT,
    LEAF_HEARTBEAT,
    LEAF_KEY
};
struct leaf {
    int64_t number; /* from 0: its place in the log */
    struct str list;
    int64_t at; /* of the version that it tells of; of a heartbeat and a key, the time */
    enum leaf_kind kind;
    struct str ref; /* of a change or withdrawal; of a key, its text, and then list is "" */
    int part;
    struct sha256 sha; /* of the entry's bytes */
};
/* Appends it; l->number is set. */
MUST_CHECK enum status store_put_leaf(struct store *s, struct leaf *l, struct error *err);
/* Removes all, within the transaction at hand. */
MUST_CHECK enum status store_clear_leaves(struct store *s, struct error *err);
/* How many there are. */
MUST_CHECK enum status store_count_leaves(struct store *s, int64_t *out, struct error *err);

typedef enum status leaf_take(void *ctx, const struct leaf *l, struct error *err);
/* Those with from <= number < until; `l` lives during the call. */
MUST_CHECK enum status store_leaves(struct store *s, int64_t from, int64_t until, leaf_take *take,
                                    void *ctx, struct error *err);
/* Of each version, kind, ref and part of a list with at >= from the newest, where that is
 * no withdrawal; by version, kind, ref and part.  A withdrawal stands for its change. */
MUST_CHECK enum status store_leaves_of(struct store *s, struct str list, int64_t from,
                                       leaf_take *take, void *ctx, struct error *err);

/* The leaves that name a new key of the ledger, in order. */
MUST_CHECK enum status store_key_leaves(struct store *s, leaf_take *take, void *ctx,
                                        struct error *err);
/* Whether the list has a heartbeat of since <= at < since + a day. */
MUST_CHECK enum status store_has_heartbeat(struct store *s, struct str list, int64_t since,
                                           bool *out, struct error *err);
/* The lists that have versions, in order. */
MUST_CHECK enum status store_lists(struct store *s, struct arena *a, str_vec *out,
                                   struct error *err);

/* What was signed last; a size of 0 and "" before the first. */
struct ledger_state {
    int64_t size;
    struct sha256 root;
    struct str checkpoint; /* the signed note */
};
MUST_CHECK enum status store_ledger(struct store *s, struct arena *a, struct ledger_state *out,
                                    struct error *err);
/* Puts `now` in the place of `was`, durably, in a transaction of its own.  ERR_CONFLICT when
 * it is not `was` that is there: somebody else has signed. */
MUST_CHECK enum status store_advance_ledger(struct store *s, const struct ledger_state *was,
                                            const struct ledger_state *now, struct error *err);

/* ---- Small values of the home, such as how far its receipts have been read. */

MUST_CHECK bool store_note(struct store *s, struct str key, int64_t *out, struct error *err);
MUST_CHECK enum status store_put_note(struct store *s, struct str key, int64_t value,
                                      struct error *err);

/* SHA-256 over every row but the notes, in the order of their keys: equal for
 * equal content, however it came about. */
MUST_CHECK enum status store_digest(struct store *s, struct sha256 *out, struct error *err);
/* Empties the tables, within the transaction at hand. */
MUST_CHECK enum status store_clear(struct store *s, struct error *err);

#endif
