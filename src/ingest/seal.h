/* SPDX-License-Identifier: Apache-2.0 */
/* seal.h - what the store says becomes what the ledger says, signed.
 *
 * Leaves are put into the store with the rows that they tell of.  After the commit
 * seal_write gives them to the log and signs: bundles and tiles, synced; the signed
 * checkpoint into the store, if nobody else has signed meanwhile; then the file
 * `checkpoint`.  What a crash leaves undone seal_write does at the next opening. */
#ifndef TOCSIN_SEAL_H
#define TOCSIN_SEAL_H

#include "ingest/leaves.h"
#include "ledger/keyring.h"

struct seal;

/* For a writer: reads the keys below `home`, making them for a home without a ledger, which is
 * called `origin`, or from where `key` says (ingest/keys.h), and holds store, checkpoint and tiles
 * against each other.  A store that was made again learns from the log what it has.  ERR_CORRUPT,
 * and nothing is written, when they do not agree. What an earlier writer left due is written. */
MUST_CHECK enum status seal_open(const char *home, struct store *s, struct str origin,
                                 struct str key, struct seal **out, struct error *err);
void seal_close(struct seal *s); /* accepts NULL */
/* To be called when the receipts are taken in: of a store that was made again, or has no
 * leaves yet, only then is it known what the log does not say. */
MUST_CHECK enum status seal_catch_up(struct seal *s, struct error *err);

/* Within the transaction that laid versions of `list` from `from` on. */
MUST_CHECK enum status seal_due(struct seal *s, struct str list, int64_t from, struct error *err);
/* The same for a list that was looked at, in a transaction of its own; nothing when it has a
 * heartbeat of that day. */
MUST_CHECK enum status seal_heartbeat(struct seal *s, struct str list, int64_t at,
                                      struct error *err);
/* That transaction was undone. */
void seal_forget(struct seal *s);
/* Appends what is due and signs.  Nothing due is nothing done. */
MUST_CHECK enum status seal_write(struct seal *s, struct error *err);
/* Puts the checkpoint that was signed last, with cosignatures of it, in its place: the text is the
 * same.  ERR_CONFLICT when something newer has been signed. */
MUST_CHECK enum status seal_cosigned(struct seal *s, struct str note, struct error *err);

/* Another key takes the place of the one in force: it is made, entered in the ledger, and signs
 * beside the one before it until seal_rotate_end, which removes that.  ERR_USAGE when there are
 * two already, or not.  A crash leaves either one key, or two of which the next opening enters
 * the new one. */
MUST_CHECK enum status seal_rotate(struct seal *s, struct error *err);
MUST_CHECK enum status seal_rotate_end(struct seal *s, struct error *err);
/* Public halves of those who sign, as text in the arena. */
struct seal_keys {
    struct str now, before; /* before: when there are both */
    bool both;
};
MUST_CHECK enum status seal_key(struct seal *s, struct arena *a, struct seal_keys *out,
                                struct error *err);

/* What makes the salts of a home, for readers who may see its secret. */
MUST_CHECK enum status seal_digester(const char *home, struct digester **out, struct error *err);

/* Whether the store says of every list what the ledger says.  Needs the secret of the salts. */
MUST_CHECK enum status seal_check(const char *home, struct store *s, uint64_t *lists,
                                  struct error *err);

/* For readers: the ledger's public key and what was signed last, as the files below `home`
 * have it; a size of 0 when there is none yet. */
struct ledger_view {
    struct key key; /* in force */
    keyring ring;
    struct checkpoint checkpoint;
    struct str note;
};
MUST_CHECK enum status seal_view(const char *home, struct store *s, struct arena *a,
                                 struct ledger_view *out, struct error *err);

#endif
