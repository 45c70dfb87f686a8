/* SPDX-License-Identifier: Apache-2.0 */
/* home.h - the folder that a Tocsin lives in, and what its config.ini says.
 *
 *     tocsin.db  blobs/  ledger/  index/  keys/  config.ini  lock  incoming/
 *
 * A writer holds the lock file for as long as it is open.  Opening for writing
 * also finishes what an earlier writer left undone: receipts that the store has
 * not seen yet are taken in by the ordinary path (ingest/import.h), and the ledger
 * gets what it has not yet (ingest/seal.h).  A home whose ledger was found not to hold is
 * opened for reading alone (ingest/trust.h). */
#ifndef TOCSIN_HOME_H
#define TOCSIN_HOME_H

#include "source/source.h"
#include "store/blobs.h"
#include "store/store.h"

enum { LIST_URLS_MAX = 4, GUARD_DEFAULT = 20, WITNESSES_TIMEOUT = 5 };

/* One list, from lists_known and config.ini. */
struct list_config {
    struct str id, title, authority;
    const struct source *source;
    struct str mapping; /* text, for `table` */
    struct str urls[LIST_URLS_MAX];
    size_t url_count;
    struct str token; /* secret: never shown */
    int64_t guard;    /* most per cent of entries that may go at once; 100: no guard */
    bool pulled;      /* by `tocsin pull` without names */
    bool private_ok;  /* the address may be of this machine or a private network */
};

struct home {
    struct arena arena; /* of everything below */
    const char *path;
    struct store *store;
    struct blobs *blobs;
    struct seal *seal; /* the ledger, of a writer; NULL for a store that is made beside */
    struct str fault;  /* of a reader: what is known to be wrong with the ledger; empty: nothing */
    VEC(struct list_config) lists;
    struct str contact, proxy, ca_file, from; /* [fetch]; proxy.s is NULL when nothing was said */
    struct str ledger_key;                    /* [ledger]: where the key is, or "" */
    unsigned tries, timeout;                  /* [fetch]; seconds of one try; 0: the default */
    struct str policy;                        /* [ledger]: path of a policy; empty: no witnesses */
    bool witnesses_private;                   /* they may be at private addresses */
    unsigned witnesses_timeout;               /* seconds for all of them together */
    int lock;                                 /* -1 when reading only */
};

/* Where the home is: `given`, else $TOCSIN_HOME, else $XDG_DATA_HOME/tocsin,
 * else ~/.local/share/tocsin.  Empty when none of them can be told. */
struct str home_path(struct arena *a, const char *given);

/* Opens the home at path; writing makes it when it is not there.  ERR_CONFLICT
 * when another writer has it, ERR_USAGE when there is no home to read. */
MUST_CHECK enum status home_open(const char *path, bool writing, struct home **out,
                                 struct error *err);
/* The same, for writing; a ledger that is new is called `origin`, unless that is empty. */
MUST_CHECK enum status home_make(const char *path, struct str origin, struct home **out,
                                 struct error *err);
/* The same, for writing, also when the ledger was found not to hold: for who has just made the
 * store again, which may be what was wrong. */
MUST_CHECK enum status home_open_rebuilt(const char *path, struct home **out, struct error *err);
/* The same, for writing, with a store of its own under that name below the home:
 * an empty one is filled from the receipts. */
MUST_CHECK enum status home_open_beside(const char *path, const char *store, struct home **out,
                                        struct error *err);
void home_close(struct home *h);

/* The list of that id, or NULL. */
const struct list_config *home_list(const struct home *h, struct str id);
/* How the names of files that are unpacked below incoming/ begin. */
#define HOME_UNPACKED "again-"
/* A path below the home, in the arena. */
const char *home_file(struct home *h, struct arena *a, const char *name);

#endif
