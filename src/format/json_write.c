/* SPDX-License-Identifier: Apache-2.0 */
/* json_write.c - JSON out, escaped as RFC 8785 3.2.2.2 asks.
 *
 * Nearly every text has nothing to escape, so a string is copied 16 bytes at a
 * step and looked at on the way. */
#include "format/json.h"

#include <string.h>

enum { STEP = 16, HALF = 8 };

#define EACH_BYTE(x) (UINT64_C(0x0101010101010101) * (x))

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

static uint64_t zero_bytes(uint64_t w)
{
    return (w - EACH_BYTE(1)) & ~w;
}

static bool half_has_special(uint64_t w)
{
    uint64_t found = ((w - EACH_BYTE(' ')) & ~w) | zero_bytes(w ^ EACH_BYTE('"')) |
                     zero_bytes(w ^ EACH_BYTE('\\'));
    return found & EACH_BYTE(0x80);
}

/* Copies a text of HALF to STEP bytes whole if it has nothing special. */
static bool copy_short(char *to, struct str text)
{
    uint64_t first, last;
    memcpy(&first, text.s, HALF);
    memcpy(&last, text.s + text.len - HALF, HALF);
    memcpy(to, &first, HALF);
    memcpy(to + text.len - HALF, &last, HALF);
    return !half_has_special(first) && !half_has_special(last);
}

static bool copy_long(char *to, struct str text)
{
    bool found = false;
    for (size_t at = 0; text.len - at > STEP && !found; at += STEP) {
        memcpy(to + at, text.s + at, STEP);
        found = has_special(text.s + at);
    }
    memcpy(to + text.len - STEP, text.s + text.len - STEP, STEP);
    return !found && !has_special(text.s + text.len - STEP);
}

/* Copies what can be copied as it is from the start of text, and says how much
 * that is; `to` has room for all of it. */
static size_t copy_plain(char *to, struct str text)
{
    if (text.len > STEP ? copy_long(to, text) : text.len >= HALF && copy_short(to, text))
        return text.len;
    size_t at = 0;
    for (; at < text.len && !is_special((unsigned char)text.s[at]); at++)
        to[at] = text.s[at];
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
        char *room = buf_room(b, text.len);
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
