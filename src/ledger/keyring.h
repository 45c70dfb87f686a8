/* SPDX-License-Identifier: Apache-2.0 */
/* keyring.h - the keys of a log over its life.
 *
 * A log keeps its name when its key is another one.  Each checkpoint is signed by the key that was
 * in force at its size; that others sign it too does no harm. */
#ifndef TOCSIN_KEYRING_H
#define TOCSIN_KEYRING_H

#include "ledger/checkpoint.h"

struct keyring_key {
    struct key key;
    uint64_t from; /* the least size of a checkpoint that it has to sign */
};
/* Oldest first: `from` rises. */
typedef VEC(struct keyring_key) keyring;

/* Adds a key that is newer than the others; its texts are copied.  a->failed when there is no room.
 */
void keyring_add(struct arena *a, keyring *r, const struct key *k, uint64_t from);
/* The key in force at that size, the newest for TREE_SIZE_MAX; NULL when none is known. */
const struct key *keyring_at(const keyring *r, uint64_t size);
/* Whether it is one of them. */
bool keyring_has(const keyring *r, const struct key *k);
/* As checkpoint_open, by the key that was in force. */
MUST_CHECK enum status keyring_open(struct arena *a, struct str bytes, const keyring *r,
                                    struct checkpoint *out, struct note *note, struct error *err);

#endif
