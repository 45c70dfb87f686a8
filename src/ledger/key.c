/* SPDX-License-Identifier: Apache-2.0 */
/* key.c - types of keys are a table, since ML-DSA-44 is where the specifications are going:
 * keys of types that nothing here can check are read, so that a policy may name them. */
#include "ledger/key.h"

#include "base/sha256.h"
#include "ledger/base64.h"
#include "text/clean.h"

#include <assert.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

enum { ID_HEX = 8, MATERIAL_MOST = 2048 };
#define PRIVATE STR("PRIVATE+KEY+")

/* How the id follows from the key. */
enum id_rule { ID_OF_ALL, ID_OF_MATERIAL, ID_FREE };

static const struct type {
    enum key_type type;
    enum id_rule id;
    size_t size; /* of the material; 0 when it varies */
    bool verifies;
} types[] = {
    {KEY_ED25519, ID_OF_ALL, KEY_PUBLIC, true},     {KEY_ECDSA, ID_OF_MATERIAL, 0, false},
    {KEY_COSIGNATURE, ID_OF_ALL, KEY_PUBLIC, true}, {KEY_TREE_HEAD, ID_OF_ALL, 0, false},
    {KEY_ML_DSA_44, ID_OF_ALL, 1312, false},        {KEY_PRIVATE, ID_FREE, 0, false},
};

static const struct type *type_of(unsigned type)
{
    for (size_t i = 0; i < COUNT(types); i++)
        if (types[i].type == type)
            return &types[i];
    return NULL;
}

/* Unicode's White_Space, and what no note may hold. */
static bool is_space(uint32_t c)
{
    return c <= ' ' || c == 0x7F || c == 0x85 || c == 0xA0 || c == 0x1680 ||
           (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F ||
           c == 0x205F || c == 0x3000;
}

bool key_name_valid(struct str name)
{
    if (name.len == 0 || name.len > KEY_NAME_MOST || utf8_valid(name) != name.len)
        return false;
    while (name.len) {
        size_t len;
        uint32_t c = utf8_next(name, &len);
        if (c == '+' || is_space(c))
            return false;
        name = str_from(name, len);
    }
    return true;
}

/* First four bytes of SHA-256(name LF type material), or as the type's rule has it. */
static uint32_t id_of(const struct type *t, struct str name, struct str material)
{
    char head[KEY_NAME_MOST + 2];
    size_t len = 0;
    if (t->id == ID_OF_ALL) {
        assert(name.len <= KEY_NAME_MOST);
        memcpy(head, name.s, name.len);
        head[name.len] = '\n';
        head[name.len + 1] = (char)t->type;
        len = name.len + 2;
    }
    struct sha256 sum = sha256_of((struct str){head, len}, material);
    return (uint32_t)sum.byte[0] << 24 | (uint32_t)sum.byte[1] << 16 | (uint32_t)sum.byte[2] << 8 |
           sum.byte[3];
}

static bool parse_id(struct str hex, uint32_t *out)
{
    *out = 0;
    for (size_t i = 0; i < hex.len; i++) {
        char c = hex.s[i];
        int v = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
        if (v < 0)
            return false;
        *out = *out << 4 | (uint32_t)v;
    }
    return hex.len == ID_HEX;
}

/* ---- Both texts end alike: NAME+ID+BASE64.  What stands in it may be secret. */

struct parts {
    struct str name;
    uint32_t id;
    uint8_t bytes[1 + MATERIAL_MOST]; /* type, then material */
    size_t len;
};

static enum status split(struct str text, struct parts *p, struct error *err)
{
    struct str id, base64 = str_cut(str_cut(text, '+', &p->name), '+', &id);
    if (!key_name_valid(p->name))
        return fault(err, ERR_INPUT, 0, "a key begins with a name, then + and its id");
    if (!parse_id(id, &p->id))
        return fault(err, ERR_INPUT, p->name.len + 1,
                     "the id of a key is eight hexadecimal digits in lower case");
    if (!base64_get(base64, sizeof p->bytes, p->bytes, &p->len) || p->len < 2)
        return fault(err, ERR_INPUT, p->name.len + ID_HEX + 2,
                     "a key ends with its type and bytes in base64");
    return OK;
}

static enum status check_public(const struct parts *p, struct error *err)
{
    const struct type *t = type_of(p->bytes[0]);
    struct str material = {(const char *)p->bytes + 1, p->len - 1};
    if (!t)
        return fault(err, ERR_INPUT, 0, "keys of type %02x are not known", p->bytes[0]);
    if (t->size && t->size != material.len)
        return fault(err, ERR_INPUT, 0, "a key of type %02x has %zu bytes, not %zu", t->type,
                     t->size, material.len);
    if (t->id != ID_FREE && id_of(t, p->name, material) != p->id)
        return fault(err, ERR_INPUT, 0, "the id %08x is not that of this name and key", p->id);
    return OK;
}

enum status key_parse(struct arena *a, struct str text, struct key *out, struct error *err)
{
    struct parts p;
    if (text.len > KEY_TEXT_MOST)
        return fault(err, ERR_INPUT, KEY_TEXT_MOST, "a key has at most %d bytes", KEY_TEXT_MOST);
    enum status rc =
        str_starts(text, PRIVATE)
            ? fault(err, ERR_INPUT, 0, "this is a private key where a public one is wanted")
            : split(text, &p, err);
    if (!rc)
        rc = check_public(&p, err);
    if (rc)
        return rc;
    *out = (struct key){
        .name = arena_copy(a, p.name),
        .id = p.id,
        .type = p.bytes[0],
        .material = arena_copy(a, (struct str){(const char *)p.bytes + 1, p.len - 1}),
    };
    return a->failed ? fault(err, ERR_MEMORY, 0, "no memory for a key") : OK;
}

struct str key_print(struct arena *a, const struct key *k)
{
    struct buf bytes = {0}, text = {0};
    buf_byte(&bytes, (char)k->type);
    buf_put(&bytes, k->material);
    buf_printf(&text, "%.*s+%08x+", STRF(k->name), k->id);
    base64_put(&text, buf_str(&bytes));
    struct str out = {0};
    if (!bytes.failed && !text.failed)
        out = arena_copy(a, buf_str(&text));
    buf_free(&bytes);
    buf_free(&text);
    return out;
}

bool key_verifies(const struct key *k)
{
    const struct type *t = type_of(k->type);
    return t && t->verifies && k->material.len == t->size;
}

bool key_signed(const struct key *k, struct str message, struct str signature)
{
    return key_verifies(k) && signature.len == KEY_SIGNATURE &&
           crypto_sign_verify_detached((const unsigned char *)signature.s,
                                       (const unsigned char *)(message.s ? message.s : ""),
                                       message.len, (const unsigned char *)k->material.s) == 0;
}

bool key_same(const struct key *a, const struct key *b)
{
    return a->id == b->id && str_equal(a->name, b->name);
}

bool key_equal(const struct key *a, const struct key *b)
{
    return key_same(a, b) && a->type == b->type && str_equal(a->material, b->material);
}

/* ---- Keys that sign. */

/* Fills in what follows from name, type and seed. */
static void complete(struct signer *s, struct str name)
{
    uint8_t secret[crypto_sign_SECRETKEYBYTES];
    crypto_sign_seed_keypair(s->public, secret, s->seed);
    secret_wipe(secret, sizeof secret);
    memcpy(s->name, name.s, name.len);
    s->name[name.len] = 0;
    s->id = id_of(type_of(s->type), name, (struct str){(const char *)s->public, KEY_PUBLIC});
}

static bool signs(unsigned type)
{
    return type == KEY_ED25519 || type == KEY_COSIGNATURE;
}

enum status signer_parse(struct str text, struct signer *out, struct error *err)
{
    struct parts p = {.len = 0};
    enum status rc;
    if (text.len >= SIGNER_TEXT || !str_starts(text, PRIVATE))
        return fault(err, ERR_INPUT, 0, "a private key begins with PRIVATE+KEY+");
    rc = split(str_from(text, PRIVATE.len), &p, err);
    if (!rc && (p.len != 1 + KEY_SEED || !signs(p.bytes[0])))
        rc = fault(err, ERR_INPUT, 0, "a private key has a type, 01 or 04, and a seed of %d bytes",
                   KEY_SEED);
    if (rc)
        goto out;
    out->type = p.bytes[0];
    memcpy(out->seed, p.bytes + 1, KEY_SEED);
    complete(out, p.name);
    if (out->id != p.id)
        rc = fault(err, ERR_INPUT, 0, "the id %08x is not that of this name and private key", p.id);
out:
    if (rc)
        signer_wipe(out);
    secret_wipe(&p, sizeof p);
    return rc;
}

struct str signer_print(const struct signer *s, char text[SIGNER_TEXT])
{
    uint8_t bytes[1 + KEY_SEED] = {s->type};
    memcpy(bytes + 1, s->seed, KEY_SEED);
    int len = snprintf(text, SIGNER_TEXT, "PRIVATE+KEY+%s+%08x+", s->name, s->id);
    sodium_bin2base64(text + len, SIGNER_TEXT - (size_t)len, bytes, sizeof bytes,
                      sodium_base64_VARIANT_ORIGINAL);
    secret_wipe(bytes, sizeof bytes);
    return str_of(text);
}

enum status signer_generate(struct str name, enum key_type type, struct signer *out,
                            struct error *err)
{
    if (!key_name_valid(name))
        return fault(err, ERR_INPUT, 0,
                     "the name of a key is 1 to %d bytes without white space and +", KEY_NAME_MOST);
    if (!signs(type))
        return fault(err, ERR_USAGE, 0, "no key of type %02x is made here", (unsigned)type);
    if (sodium_init() < 0)
        return fault(err, ERR_IO, 0, "the system has no random numbers");
    out->type = (uint8_t)type;
    randombytes_buf(out->seed, sizeof out->seed);
    complete(out, name);
    return OK;
}

struct key signer_key(const struct signer *s)
{
    return (struct key){
        .name = str_of(s->name),
        .id = s->id,
        .type = s->type,
        .material = {(const char *)s->public, KEY_PUBLIC},
    };
}

void signer_sign(const struct signer *s, struct str message, uint8_t signature[KEY_SIGNATURE])
{
    uint8_t public[KEY_PUBLIC], secret[crypto_sign_SECRETKEYBYTES];
    crypto_sign_seed_keypair(public, secret, s->seed);
    crypto_sign_detached(signature, NULL, (const unsigned char *)message.s, message.len, secret);
    secret_wipe(secret, sizeof secret);
}

void signer_wipe(struct signer *s)
{
    secret_wipe(s, sizeof *s);
}

void secret_wipe(void *bytes, size_t len)
{
    sodium_memzero(bytes, len);
}
