/* SPDX-License-Identifier: Apache-2.0 */
/* json_write.c - JSON out, escaped as RFC 8785 3.2.2.2 asks.
 *
 * Nearly every text has nothing to escape, so a string is looked at eight
 * bytes at a time and copied in runs. */
#include "format/json.h"

#include <string.h>

#define EACH_BYTE(x) (UINT64_C(0x0101010101010101) * (x))

/* Has a byte that is zero: exact for the question, not for the place. */
static bool has_zero(uint64_t w)
{
    return (w - EACH_BYTE(1)) & ~w & EACH_BYTE(0x80);
}

static bool is_special(unsigned char c)
{
    return c < ' ' || c == '"' || c == '\\';
}

static bool has_special(uint64_t w)
{
    /* A byte under 0x20 borrows when 0x20 is taken off it; one over 0x7F is none. */
    bool control = (w - EACH_BYTE(0x20)) & ~w & EACH_BYTE(0x80);
    return control || has_zero(w ^ EACH_BYTE('"')) || has_zero(w ^ EACH_BYTE('\\'));
}

/* How many bytes from s can be copied as they are. */
static size_t plain_run(const char *s, size_t len)
{
    size_t at = 0;
    for (uint64_t w; len - at >= sizeof w; at += sizeof w) {
        memcpy(&w, s + at, sizeof w);
        if (has_special(w))
            break;
    }
    while (at < len && !is_special((unsigned char)s[at]))
        at++;
    return at;
}

static void escape(struct buf *b, unsigned char c)
{
    static const char letter[] = {['\b'] = 'b', ['\t'] = 't', ['\n'] = 'n', ['\f'] = 'f',
                                  ['\r'] = 'r', ['"'] = '"',  ['\\'] = '\\'};
    static const char hex[] = "0123456789abcdef";
    char text[6] = {'\\', letter[c]};
    size_t len = 2;
    if (!letter[c]) {
        memcpy(text + 1, "u00", 3);
        text[4] = hex[c >> 4];
        text[5] = hex[c & 15];
        len = sizeof text;
    }
    buf_put(b, (struct str){text, len});
}

void json_string(struct buf *b, struct str text)
{
    buf_byte(b, '"');
    for (size_t at = 0; at < text.len; at++) {
        size_t run = plain_run(text.s + at, text.len - at);
        buf_put(b, str_span(text, at, run));
        at += run;
        if (at < text.len)
            escape(b, (unsigned char)text.s[at]);
    }
    buf_byte(b, '"');
}

void json_key(struct buf *b, const char *key)
{
    if (b->len && !memchr("{[:,", b->s[b->len - 1], 4))
        buf_byte(b, ',');
    json_string(b, str_of(key));
    buf_byte(b, ':');
}

void json_member(struct buf *b, const char *key, struct str text)
{
    if (text.len == 0)
        return;
    json_key(b, key);
    json_string(b, text);
}

void json_member_or_null(struct buf *b, const char *key, struct str text)
{
    json_key(b, key);
    if (text.len)
        json_string(b, text);
    else
        buf_puts(b, "null");
}
