/* SPDX-License-Identifier: Apache-2.0 */
/* key.h - keys of signed notes (c2sp.org/signed-note, c2sp.org/tlog-cosignature), as text:
 *
 *     NAME+ID+BASE64                   of who checks: a byte of type, then the public key
 *     PRIVATE+KEY+NAME+ID+BASE64       of who signs: a byte of type, then the seed of 32 bytes
 *
 * ID is 8 hexadecimal digits, in lower case, of the first 4 bytes of SHA-256(NAME LF type key).
 * A NAME is UTF-8 without white space, control characters and `+`.  A secret is never part of
 * an error. */
#ifndef TOCSIN_KEY_H
#define TOCSIN_KEY_H

#include "base/base.h"

enum {
    KEY_NAME_MOST = 255,
    KEY_PUBLIC = 32,
    KEY_SEED = 32,
    KEY_SIGNATURE = 64,
    KEY_TEXT_MOST = 4096
};

enum key_type {
    KEY_ED25519 = 0x01,
    KEY_ECDSA = 0x02,
    KEY_COSIGNATURE = 0x04, /* Ed25519, of a witness */
    KEY_TREE_HEAD = 0x05,   /* RFC 6962 */
    KEY_ML_DSA_44 = 0x06,   /* of a witness */
    KEY_PRIVATE = 0xff,     /* of whoever made it up */
};

/* A key that signatures are checked with. */
struct key {
    struct str name;
    uint32_t id;
    uint8_t type;        /* enum key_type */
    struct str material; /* what follows the type; KEY_PUBLIC bytes when key_verifies */
};

/* Reads a key; name and material are in the arena.  ERR_INPUT when it is none, is of a type that
 * is not in the table of key.c, or the id is that of another key. */
MUST_CHECK enum status key_parse(struct arena *a, struct str text, struct key *out,
                                 struct error *err);
/* The text of it; empty when the arena is full. */
struct str key_print(struct arena *a, const struct key *k);
/* Whether signatures of that key can be checked here.  One that cannot is as one not known. */
bool key_verifies(const struct key *k);
/* Whether it is the key's Ed25519 signature of the message (RFC 8032; points of small order and
 * numbers that could be written in another way are refused). */
bool key_signed(const struct key *k, struct str message, struct str signature);
bool key_same(const struct key *a, const struct key *b);  /* name and id */
bool key_equal(const struct key *a, const struct key *b); /* all of it */
bool key_name_valid(struct str name);

/* A key that signs: KEY_ED25519 or KEY_COSIGNATURE.  Who has one wipes it after use. */
struct signer {
    char name[KEY_NAME_MOST + 1]; /* ends with NUL */
    uint32_t id;
    uint8_t type;
    uint8_t public[KEY_PUBLIC];
    uint8_t seed[KEY_SEED];
};

enum { SIGNER_TEXT = 12 + KEY_NAME_MOST + 1 + 8 + 1 + 44 + 1 };

/* ERR_INPUT when it is none; then *out is wiped. */
MUST_CHECK enum status signer_parse(struct str text, struct signer *out, struct error *err);
/* Without a line feed, with a NUL.  Who has the text wipes it too. */
struct str signer_print(const struct signer *s, char text[SIGNER_TEXT]);
/* A new key, from the system's random numbers. */
MUST_CHECK enum status signer_generate(struct str name, enum key_type type, struct signer *out,
                                       struct error *err);
/* Its public half, in views of the signer. */
struct key signer_key(const struct signer *s);
void signer_sign(const struct signer *s, struct str message, uint8_t signature[KEY_SIGNATURE]);
void signer_wipe(struct signer *s);
/* For texts that held a secret; no compiler leaves it out. */
void secret_wipe(void *bytes, size_t len);

#endif
