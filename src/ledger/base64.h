/* SPDX-License-Identifier: Apache-2.0 */
/* base64.h - RFC 4648 4, padded, and strict: one text for each run of bytes. */
#ifndef TOCSIN_BASE64_H
#define TOCSIN_BASE64_H

#include "base/buf.h"

void base64_put(struct buf *b, struct str bytes);
/* Reads all of text into at most max bytes; false when it is not base64, its last digit has
 * bits that are not meant, or there is more.  Takes the same time whatever the digits are. */
MUST_CHECK bool base64_get(struct str text, size_t max, uint8_t *out, size_t *len);
/* The same, of exactly len bytes. */
MUST_CHECK bool base64_get_all(struct str text, size_t len, uint8_t *out);

#endif
