/* SPDX-License-Identifier: Apache-2.0 */
/* sha256.h - SHA-256 (FIPS 180-4) by OpenSSL, with a hasher to be used again so that
 * hashing many short texts stays cheap. */
#ifndef TOCSIN_SHA256_H
#define TOCSIN_SHA256_H

#include "base/base.h"

enum { SHA256_SIZE = 32, SHA256_HEX = 65 };

struct sha256 {
    uint8_t byte[SHA256_SIZE];
};

struct hasher;
/* Begun; NULL when memory is out. */
MUST_CHECK struct hasher *hasher_new(void);
void hasher_free(struct hasher *h);
void hasher_begin(struct hasher *h);
void hasher_add(struct hasher *h, struct str bytes);
struct sha256 hasher_end(struct hasher *h);
/* The three calls in one. */
struct sha256 hasher_of(struct hasher *h, struct str bytes);
/* Of a and then b, without a hasher: nothing is allocated, nothing can fail. */
struct sha256 sha256_of(struct str a, struct str b);

bool sha256_equal(struct sha256 a, struct sha256 b);
const char *sha256_hex(struct sha256 sum, char hex[SHA256_HEX]);
MUST_CHECK bool sha256_from_hex(struct str hex, struct sha256 *out);

#endif
