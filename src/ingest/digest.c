/* SPDX-License-Identifier: Apache-2.0 */
/* digest.c - salts, salted digests, and a version's entries by ref. */
#include "ingest/digest.h"

#include "format/json.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

struct digester {
    crypto_auth_hmacsha256_state keyed; /* begun with the secret */
    struct hasher *hasher;
};

struct digester *digester_new(const uint8_t secret[SALT_SECRET])
{
    struct digester *d = calloc(1, sizeof *d);
    if (!d)
        return NULL;
    d->hasher = hasher_new();
    crypto_auth_hmacsha256_init(&d->keyed, secret, SALT_SECRET);
    if (d->hasher)
        return d;
    digester_free(d);
    return NULL;
}

void digester_free(struct digester *d)
{
    if (!d)
        return;
    sodium_memzero(&d->keyed, sizeof d->keyed);
    hasher_free(d->hasher);
    free(d);
}

static void add(crypto_auth_hmacsha256_state *h, struct str s, size_t more)
{
    crypto_auth_hmacsha256_update(h, (const unsigned char *)(s.s ? s.s : ""), s.len + more);
}

struct salt digest_salt(struct digester *d, struct str list, struct str ref, struct sha256 record)
{
    static const struct str nul = {"", 0};
    unsigned char all[crypto_auth_hmacsha256_BYTES];
    crypto_auth_hmacsha256_state h = d->keyed;
    struct salt salt;
    add(&h, list, 0);
    add(&h, nul, 1);
    add(&h, ref, 0);
    add(&h, nul, 1);
    crypto_auth_hmacsha256_update(&h, record.byte, sizeof record.byte);
    crypto_auth_hmacsha256_final(&h, all);
    memcpy(salt.byte, all, sizeof salt.byte);
    sodium_memzero(&h, sizeof h);
    return salt;
}

struct sha256 digest_of(struct digester *d, struct salt salt, struct sha256 record)
{
    hasher_begin(d->hasher);
    hasher_add(d->hasher, (struct str){(const char *)salt.byte, sizeof salt.byte});
    hasher_add(d->hasher, (struct str){(const char *)record.byte, sizeof record.byte});
    return hasher_end(d->hasher);
}

struct sha256 digest_record(struct digester *d, struct str list, struct str ref,
                            struct sha256 record)
{
    return digest_of(d, digest_salt(d, list, ref, record), record);
}

/* ---- One version's entries. */

struct calling {
    struct digester *d;
    struct str list;
    struct arena *a;
    roll_vec *out;
};

static enum status take_run(void *ctx, struct str ref, const struct run *r, struct error *err)
{
    struct calling *c = ctx;
    struct roll_line *l = VEC_ADD(c->a, c->out);
    *l = (struct roll_line){.ref = arena_copy(c->a, ref),
                            .record = r->sha,
                            .digest = digest_record(c->d, c->list, ref, r->sha)};
    return c->a->failed ? fault(err, ERR_MEMORY, 0, "no memory for a version's entries") : OK;
}

enum status digest_roll(struct digester *d, struct store *s, struct str list, int64_t at,
                        struct arena *a, roll_vec *out, struct error *err)
{
    struct calling c = {d, list, a, out};
    return store_each_run(s, list, at, take_run, &c, err);
}

const struct roll_line *roll_find(const roll_vec *r, struct str ref)
{
    size_t low = 0, high = r->count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = str_compare(r->at[middle].ref, ref);
        if (order == 0)
            return &r->at[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

void roll_leaf(struct buf *b, const struct roll_line *l)
{
    char hex[SHA256_HEX];
    buf_byte(b, '{');
    json_member(b, "record", str_of(sha256_hex(l->digest, hex)));
    json_member(b, "ref", l->ref);
    buf_byte(b, '}');
}
