/* SPDX-License-Identifier: Apache-2.0 */
/* keys.h - the secrets of a home: what signs its ledger, and what makes its salts.
 *
 *     keys/ledger     PRIVATE+KEY+NAME+ID+BASE64 of who signs
 *     keys/salt       64 hexadecimal digits
 *     ledger/key      the public half of keys/ledger, for whoever is given the folder
 *
 * Secrets are in files of mode 0600 and never part of an error. */
#ifndef TOCSIN_KEYS_H
#define TOCSIN_KEYS_H

#include "ingest/digest.h"
#include "ledger/key.h"

#include <limits.h>

enum { KEY_FILE_MOST = 4096 };

/* `name` below the home, in path. */
const char *keys_path(const char *home, const char *name, char path[PATH_MAX]);

/* Whether an origin can be one of a log of this home: ERR_USAGE says how one looks. */
MUST_CHECK enum status keys_check_origin(struct str origin, struct error *err);

/* Reads what signs.  When there is nothing and `fresh`, a key of that name is made; without a name
 * it gets one at random below tocsin.invalid.  ERR_CORRUPT when it is missing or is none. */
MUST_CHECK enum status keys_signer(const char *home, bool fresh, struct str origin,
                                   struct signer *out, struct error *err);
/* The same of the salts. */
MUST_CHECK enum status keys_salts(const char *home, bool fresh, struct digester **out,
                                  struct error *err);

/* Writes the public half to ledger/key, unless that is there. */
MUST_CHECK enum status keys_tell(const char *home, const struct signer *s, struct error *err);
/* Reads it; name and material are in the arena. */
MUST_CHECK enum status keys_public(const char *home, struct arena *a, struct key *out,
                                   struct error *err);

/* Reads and writes a key that signs, as a file.  keys_save never writes over one: ERR_USAGE. */
MUST_CHECK enum status keys_load(const char *path, struct signer *out, struct error *err);
MUST_CHECK enum status keys_save(const char *path, const struct signer *s, struct error *err);

#endif
