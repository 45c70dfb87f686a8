/* SPDX-License-Identifier: Apache-2.0 */
/* keys.h - the secrets of a home: what signs its ledger, and what makes its salts.
 *
 *     keys/ledger     PRIVATE+KEY+NAME+ID+BASE64 of who signs; two lines, the newer one first,
 *                     while an older key still signs beside the one that takes its place
 *     keys/salt       64 hexadecimal digits
 *     ledger/key      a line for each key that the ledger ever had, the newest first
 *
 * Secrets are in files of mode 0600 and never part of an error. */
#ifndef TOCSIN_KEYS_H
#define TOCSIN_KEYS_H

#include "ingest/digest.h"
#include "ledger/keyring.h"

enum { KEYS_PATH = 4096, KEY_FILE_MOST = 4096, KEYS_TOLD_MOST = 1 << 20 };

/* `name` below the home, in path. */
const char *keys_path(const char *home, const char *name, char path[KEYS_PATH]);

/* Whether an origin can be one of a log of this home: ERR_USAGE says how one looks. */
MUST_CHECK enum status keys_check_origin(struct str origin, struct error *err);

/* All of them sign; newest first, and of one name. */
enum { SIGNERS_MOST = 2 };
struct signers {
    struct signer at[SIGNERS_MOST];
    size_t count;
    bool given;     /* they are kept elsewhere than in the home */
    char from[128]; /* where, for messages */
};
void signers_wipe(struct signers *s);

/* Reads what signs, from the first of these places that there is: `given`, a path or fd:N, unless
 * it is empty; the file tocsin-ledger-key in $CREDENTIALS_DIRECTORY (systemd.exec(5)); keys/ledger.
 * A descriptor that can go back to its beginning is read from there.
 * When there is nothing and `fresh`, a key of that name is made; without a name it gets one at
 * random below tocsin.invalid.  ERR_CORRUPT when it is missing or is none; ERR_USAGE when a fresh
 * ledger is to have another name than its key. */
MUST_CHECK enum status keys_signer(const char *home, bool fresh, struct str origin,
                                   struct str given, struct signers *out, struct error *err);
/* Puts them in the place of those that signed until now, in one step. */
MUST_CHECK enum status keys_change(const char *home, const struct signers *s, struct error *err);
/* The same of the salts. */
MUST_CHECK enum status keys_salts(const char *home, bool fresh, struct digester **out,
                                  struct error *err);

/* Writes ledger/key, unless it says so already. */
MUST_CHECK enum status keys_tell(const char *home, const keyring *r, struct error *err);
/* Reads its text, or the file at path: the keys, newest first, in the arena. */
typedef VEC(struct key) key_vec;
MUST_CHECK enum status keys_parse(struct str text, const char *from, struct arena *a, key_vec *out,
                                  struct error *err);
MUST_CHECK enum status keys_public(const char *path, struct arena *a, key_vec *out,
                                   struct error *err);
/* The ledger's keys: the first one as ledger/key has it, and those that the store's leaves name.
 * Empty when there is none yet. */
MUST_CHECK enum status keys_history(const char *home, struct store *s, struct arena *a,
                                    keyring *out, struct error *err);

/* Reads and writes keys that sign, as a file.  keys_save never writes over one: ERR_CONFLICT. */
MUST_CHECK enum status keys_load(const char *path, struct signers *out, struct error *err);
MUST_CHECK enum status keys_save(const char *path, const struct signer *s, struct error *err);

#endif
