/* SPDX-License-Identifier: Apache-2.0 */
/* digest.h - what the ledger says of records, without saying them.
 *
 * A record is named by SHA-256 of a salt and its hash, so that nobody can try out
 * what a withheld record says.  The salt follows from a secret of the home and
 * from the record (doc/format/ledger.md), so a store made again has the same ones. */
#ifndef TOCSIN_DIGEST_H
#define TOCSIN_DIGEST_H

#include "base/buf.h"
#include "store/store.h"

enum { SALT_SIZE = 16, SALT_SECRET = 32 };
struct salt {
    uint8_t byte[SALT_SIZE];
};

/* Makes salts and digests; keeps the secret until digester_free wipes it. */
struct digester;
MUST_CHECK struct digester *digester_new(const uint8_t secret[SALT_SECRET]);
void digester_free(struct digester *d); /* accepts NULL */
struct salt digest_salt(struct digester *d, struct str list, struct str ref, struct sha256 record);
struct sha256 digest_of(struct digester *d, struct salt salt, struct sha256 record);
/* The two in one. */
struct sha256 digest_record(struct digester *d, struct str list, struct str ref,
                            struct sha256 record);

/* One version's entries, by ref. */
struct roll_line {
    struct str ref;
    struct sha256 record, digest;
};
typedef VEC(struct roll_line) roll_vec;
/* The entries of a list at an instant, in the arena. */
MUST_CHECK enum status digest_roll(struct digester *d, struct store *s, struct str list, int64_t at,
                                   struct arena *a, roll_vec *out, struct error *err);
/* The line of that ref, or NULL. */
const struct roll_line *roll_find(const roll_vec *r, struct str ref);
/* The data of one leaf of a version's tree. */
void roll_leaf(struct buf *b, const struct roll_line *l);

#endif
