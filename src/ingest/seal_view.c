/* SPDX-License-Identifier: Apache-2.0 */
/* seal_view.c - what readers are told of the ledger. */
#include "ingest/keys.h"
#include "ingest/seal.h"

enum status seal_digester(const char *home, struct digester **out, struct error *err)
{
    return keys_salts(home, false, out, err);
}

enum status seal_check(const char *home, struct store *s, uint64_t *lists, struct error *err)
{
    struct digester *d = NULL;
    struct arena a = {0};
    str_vec all = {0};
    enum status rc = seal_digester(home, &d, err);
    rc = rc ? rc : store_lists(s, &a, &all, err);
    for (*lists = 0; *lists < all.count && !rc; ++*lists)
        rc = leaves_check(s, d, all.at[*lists], err);
    digester_free(d);
    arena_free(&a);
    return rc;
}

enum status seal_view(const char *home, struct store *store, struct arena *a,
                      struct ledger_view *out, struct error *err)
{
    struct ledger_state state;
    struct error here = {0};
    *out = (struct ledger_view){0};
    enum status rc = store_ledger(store, a, &state, err);
    if (rc || !state.checkpoint.len)
        return rc;
    rc = keys_history(home, store, a, &out->ring, err);
    if (rc)
        return rc;
    const struct key *key = keyring_at(&out->ring, (uint64_t)state.size);
    if (!key)
        return fault(err, ERR_CORRUPT, 0, "%s/ledger/key is missing; the next import writes it",
                     home);
    out->key = *key;
    out->note = state.checkpoint;
    if (keyring_open(a, out->note, &out->ring, &out->checkpoint, NULL, &here))
        rc = fault(err, ERR_CORRUPT, 0, "the checkpoint that the store has: %s", here.why);
    return rc;
}
