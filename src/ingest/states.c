/* SPDX-License-Identifier: Apache-2.0 */
/* states.c - open addressing with linear probing, at most two thirds full. */
#include "ingest/states.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

struct states {
    struct state_item *item;
    size_t count, room; /* room is a power of two */
    unsigned char key[crypto_shorthash_siphashx24_KEYBYTES];
};

enum { ROOM_LEAST = 1024 };

enum status states_new(struct states **out, struct error *err)
{
    struct states *s = calloc(1, sizeof *s);
    *out = NULL;
    if (s) {
        s->room = ROOM_LEAST;
        s->item = calloc(s->room, sizeof *s->item);
    }
    if (!s || !s->item) {
        states_free(s);
        return fault(err, ERR_MEMORY, 0, "no memory for the entries of a list");
    }
    randombytes_buf(s->key, sizeof s->key);
    *out = s;
    return OK;
}

void states_free(struct states *s)
{
    if (!s)
        return;
    free(s->item);
    free(s);
}

static struct state_item *slot(struct state_item *table, size_t room, const uint64_t key[2])
{
    size_t i = (size_t)key[0] & (room - 1);
    while (table[i].used && (table[i].key[0] != key[0] || table[i].key[1] != key[1]))
        i = (i + 1) & (room - 1);
    return &table[i];
}

static bool widen(struct states *s)
{
    size_t room = s->room * 2;
    struct state_item *wider = calloc(room, sizeof *wider);
    if (!wider)
        return false;
    for (size_t i = 0; i < s->room; i++)
        if (s->item[i].used)
            *slot(wider, room, s->item[i].key) = s->item[i];
    free(s->item);
    s->item = wider;
    s->room = room;
    return true;
}

static void hash_ref(const struct states *s, struct str ref, uint64_t key[2])
{
    _Static_assert(2 * sizeof key[0] == crypto_shorthash_siphashx24_BYTES, "a key is one hash");
    crypto_shorthash_siphashx24((unsigned char *)key, (const unsigned char *)ref.s, ref.len,
                                s->key);
}

struct state_item *states_find(struct states *s, struct str ref)
{
    uint64_t key[2];
    hash_ref(s, ref, key);
    struct state_item *item = slot(s->item, s->room, key);
    return item->used ? item : NULL;
}

struct state_item *states_at(struct states *s, struct str ref)
{
    uint64_t key[2];
    hash_ref(s, ref, key);
    struct state_item *item = slot(s->item, s->room, key);
    if (item->used)
        return item;
    if ((s->count + 1) * 3 > s->room * 2) {
        if (!widen(s))
            return NULL;
        item = slot(s->item, s->room, key);
    }
    s->count++;
    item->used = true;
    item->key[0] = key[0];
    item->key[1] = key[1];
    return item;
}
