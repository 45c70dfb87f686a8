/* SPDX-License-Identifier: Apache-2.0 */
/* witness_files.h - the folder of a witness (doc/format/witness.md):
 *
 *     key                    what it signs with, mode 0600; may be kept elsewhere
 *     logs/ID/log            a log that it knows: its origin, then a key a line
 *     witness.db             what of each was cosigned last (witness_db.h)
 *
 * ID is the SHA-256 of the origin as hexadecimal digits. */
#ifndef TOCSIN_WITNESS_FILES_H
#define TOCSIN_WITNESS_FILES_H

#include "base/sha256.h"
#include "ledger/checkpoint.h"

typedef VEC(struct key) key_vec;

struct witness_log {
    struct str origin;
    key_vec keys; /* any of them signs for the log */
};

/* What was cosigned last: nothing is as an empty log. */
struct witness_state {
    uint64_t size;
    struct sha256 root;
};

struct sha256 witness_log_id(struct str origin);

/* Keeps others from running a witness in this folder, until *lock is closed.  The folder is made.
 * ERR_CONFLICT when one does. */
MUST_CHECK enum status witness_lock(const char *dir, int *lock, struct error *err);

/* Lets the key sign for the log of that origin, or of the key's name when origin is empty.  The
 * log may be known; *fresh says whether it was not.  A witness that runs sees it by itself. */
MUST_CHECK enum status witness_log_add(const char *dir, struct str vkey, struct str origin,
                                       bool *fresh, struct error *err);
/* Reads what is known of a log.  When there is no such log *there is false.  What *out holds lives
 * in the arena. */
MUST_CHECK enum status witness_log_read(struct arena *a, const char *dir, const struct sha256 *id,
                                        struct witness_log *out, bool *there, struct error *err);
/* The ids of all logs, in the order of their bytes. */
typedef VEC(struct sha256) witness_id_vec;
MUST_CHECK enum status witness_log_all(struct arena *a, const char *dir, witness_id_vec *out,
                                       struct error *err);

/* What a note that was cosigned says of the state; an empty one is never.  It must be signed by a
 * key of the log or by `own`, and by none of them wrongly; otherwise ERR_CORRUPT. */
MUST_CHECK enum status witness_state_read(const struct witness_log *log, const struct key *own,
                                          struct str note, struct witness_state *out,
                                          struct error *err);

/* ---- The key. */

enum { WITNESS_KEY_FILE_MOST = 4096 };

/* Makes a key of that name in the folder.  ERR_CONFLICT when there is one, or a witness runs. */
MUST_CHECK enum status witness_key_make(const char *dir, struct str name, struct signer *out,
                                        struct error *err);
/* Where to look for the key, in this order; all may be NULL. */
struct witness_key_place {
    const char *file;        /* --key */
    const char *dir;         /* of the witness */
    const char *credentials; /* $CREDENTIALS_DIRECTORY: its file `witness`, if there is one */
    int fd;                  /* --key-fd; -1: none */
};
/* Reads a KEY_COSIGNATURE; *out is to be wiped.  A file that others may read is refused, but for
 * credentials, whose owner sees to that. */
MUST_CHECK enum status witness_key_read(const struct witness_key_place *from, struct signer *out,
                                        struct error *err);

#endif
