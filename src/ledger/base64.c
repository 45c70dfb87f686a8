/* SPDX-License-Identifier: Apache-2.0 */
/* base64.c - libsodium's, which leaves no trace of a secret in the cache.
 *
 * Its reader (1.0.18) takes some bytes above 127 for digits: these are refused before. */
#include "ledger/base64.h"

#include <sodium.h>

void base64_put(struct buf *b, struct str bytes)
{
    size_t size = sodium_base64_encoded_len(bytes.len, sodium_base64_VARIANT_ORIGINAL);
    char *room = buf_room(b, size);
    if (!room)
        return;
    sodium_bin2base64(room, size, (const unsigned char *)(bytes.s ? bytes.s : ""), bytes.len,
                      sodium_base64_VARIANT_ORIGINAL);
    b->len += size - 1; /* without its NUL */
}

bool base64_get(struct str text, size_t max, uint8_t *out, size_t *len)
{
    unsigned char high = 0;
    for (size_t i = 0; i < text.len; i++)
        high |= (unsigned char)text.s[i] & 0x80;
    return !high && sodium_base642bin(out, max, text.s ? text.s : "", text.len, NULL, len, NULL,
                                      sodium_base64_VARIANT_ORIGINAL) == 0;
}

bool base64_get_all(struct str text, size_t len, uint8_t *out)
{
    size_t got;
    return base64_get(text, len, out, &got) && got == len;
}
