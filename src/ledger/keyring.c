/* SPDX-License-Identifier: Apache-2.0 */
/* keyring.c - which key has to have signed. */
#include "ledger/keyring.h"

void keyring_add(struct arena *a, keyring *r, const struct key *k, uint64_t from)
{
    struct keyring_key *last = VEC_ADD(a, r);
    *last = (struct keyring_key){.key = *k, .from = from};
    last->key.name = arena_copy(a, k->name);
    last->key.material = arena_copy(a, k->material);
}

const struct key *keyring_at(const keyring *r, uint64_t size)
{
    const struct key *found = NULL;
    for (size_t i = 0; i < r->count && r->at[i].from <= size; i++)
        found = &r->at[i].key;
    return found;
}

bool keyring_has(const keyring *r, const struct key *k)
{
    for (size_t i = 0; i < r->count; i++)
        if (key_equal(&r->at[i].key, k))
            return true;
    return false;
}

/* The size is believed for as long as it takes to see who has to have signed it. */
enum status keyring_open(struct arena *a, struct str bytes, const keyring *r,
                         struct checkpoint *out, struct note *note, struct error *err)
{
    struct note n;
    struct checkpoint c;
    enum status rc = note_parse(a, bytes, &n, err);
    rc = rc ? rc : checkpoint_parse(n.text, &c, err);
    if (rc)
        return rc;
    const struct key *key = keyring_at(r, c.size);
    if (!key)
        return fault(err, ERR_INPUT, 0, "the key of a checkpoint of %llu entries is not known",
                     (unsigned long long)c.size);
    return checkpoint_open(a, bytes, key, out, note, err);
}
