/* SPDX-License-Identifier: Apache-2.0 */
/* json_write.c - JSON out, escaped as RFC 8785 3.2.2.2 asks.
 *
 * Nearly every text has nothing to escape, so a string is copied 16 bytes at a
 * step and looked at on the way. */
#include "format/json.h"

#include <string.h>

enum { STEP = 16 };

static bool is_special(unsigned char c)
{
    return c < ' ' || c == '"' || c == '\\';
}

/* Without a branch and of a fixed length, so that compilers make vectors of it. */
static bool has_special(const char *step)
{
    unsigned char found = 0;
    for (size_t i = 0; i < STEP; i++) {
        unsigned char c = (unsigned char)step[i];
        found |= (c < ' ') | (c == '"') | (c == '\\');
    }
    return found;
}

/* Copies what can be copied as it is from the start of text, and says how much
 * that is.  `to` has room for STEP bytes more than text. */
static size_t copy_plain(char *to, struct str text)
{
    size_t at = 0;
    char last[STEP];
    for (; text.len - at >= STEP; at += STEP) {
        memcpy(to + at, text.s + at, STEP);
        if (has_special(to + at))
            goto found;
    }
    if (at == text.len)
        return at;
    memset(last, 'x', sizeof last);
    memcpy(last, text.s + at, text.len - at);
    memcpy(to + at, last, STEP);
    if (!has_special(last))
        return text.len;
found:
    while (!is_special((unsigned char)to[at]))
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
    while (text.len) {
        char *room = buf_room(b, text.len + STEP);
        size_t run = room ? copy_plain(room, text) : text.len;
        b->len += room ? run : 0;
        if (run == text.len)
            break;
        escape(b, (unsigned char)text.s[run]);
        text = str_from(text, run + 1);
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
