/* SPDX-License-Identifier: Apache-2.0 */
/* json_write.c - JSON out, escaped as RFC 8785 3.2.2.2 asks.
 *
 * Nearly every text has nothing to escape, so a string is copied whole and looked
 * at on the way; only one that has is written again, run by run. */
#include "format/json.h"

#include "base/lanes.h"

#include <string.h>

enum { STEP = LANES, HALF = 8, QUARTER = 4 };

#define EACH_BYTE(x) (UINT64_C(0x0101010101010101) * (x))

static bool is_special(unsigned char c)
{
    return c < ' ' || c == '"' || c == '\\';
}

static uint64_t load8(const void *from)
{
    uint64_t w;
    memcpy(&w, from, sizeof w);
    return w;
}

static struct lanes special_lanes(struct lanes x)
{
    struct lanes quotes = lanes_or(lanes_are(x, '"'), lanes_are(x, '\\'));
    return lanes_or(lanes_below(x, ' '), quotes);
}

/* Copies a step and adds to `found` which of its bytes are special. */
static void copy_step(char *to, const char *from, struct lanes *found)
{
    struct lanes x = lanes_load((const uint8_t *)from);
    lanes_store(x, (uint8_t *)to);
    *found = lanes_or(*found, special_lanes(x));
}

static uint64_t zero_bytes(uint64_t w)
{
    return (w - EACH_BYTE(1)) & ~w;
}

static bool half_has_special(uint64_t w)
{
    uint64_t found = ((w - EACH_BYTE(' ')) & ~w) | zero_bytes(w ^ EACH_BYTE('"')) |
                     zero_bytes(w ^ EACH_BYTE('\\'));
    return (found & EACH_BYTE(0x80)) != 0;
}

size_t json_plain(struct str s)
{
    size_t at = 0;
    for (; s.len - at >= STEP; at += STEP) {
        unsigned first = lanes_first_high(special_lanes(lanes_load((const uint8_t *)s.s + at)));
        if (first < STEP)
            return at + first;
    }
    while (at < s.len && !is_special((unsigned char)s.s[at]))
        at++;
    return at;
}

/* Copies a text of QUARTER to STEP bytes, its two ends over each other, and says
 * whether it has nothing special. */
static bool copy_short(char *to, struct str text)
{
    if (text.len >= HALF) {
        uint64_t first = load8(text.s), last = load8(text.s + text.len - HALF);
        memcpy(to, &first, HALF);
        memcpy(to + text.len - HALF, &last, HALF);
        return !half_has_special(first) && !half_has_special(last);
    }
    uint32_t first, last;
    memcpy(&first, text.s, QUARTER);
    memcpy(&last, text.s + text.len - QUARTER, QUARTER);
    memcpy(to, &first, QUARTER);
    memcpy(to + text.len - QUARTER, &last, QUARTER);
    return !half_has_special(first | (uint64_t)last << 32);
}

/* Copies the text and says whether it has nothing special. */
static bool copy_whole(char *to, struct str text)
{
    if (text.len > STEP) {
        struct lanes found = lanes_all(0);
        for (size_t at = 0; at < text.len - STEP; at += STEP)
            copy_step(to + at, text.s + at, &found);
        copy_step(to + text.len - STEP, text.s + text.len - STEP, &found);
        return !lanes_high(found);
    }
    if (text.len >= QUARTER)
        return copy_short(to, text);
    bool found = false;
    for (size_t at = 0; at < text.len; at++) {
        to[at] = text.s[at];
        found |= is_special((unsigned char)text.s[at]);
    }
    return !found;
}

/* Copies from the start of text what comes before the first special byte. */
static size_t copy_run(char *to, struct str text)
{
    size_t at = 0;
    for (; text.len - at >= STEP; at += STEP) {
        struct lanes found = lanes_all(0);
        copy_step(to + at, text.s + at, &found);
        if (lanes_high(found))
            break;
    }
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

/* The text, of which something must be escaped, and the quote behind it. */
static void write_escaped(struct buf *b, struct str text)
{
    while (text.len) {
        char *room = buf_room(b, text.len);
        if (!room)
            return;
        size_t run = copy_run(room, text);
        b->len += run;
        if (run < text.len)
            escape(b, (unsigned char)text.s[run]);
        text = str_from(text, run + 1);
    }
    buf_byte(b, '"');
}

void json_string(struct buf *b, struct str text)
{
    char *room = buf_room(b, text.len + 2);
    if (!room)
        return;
    room[0] = '"';
    if (copy_whole(room + 1, text)) {
        room[text.len + 1] = '"';
        b->len += text.len + 2;
        return;
    }
    b->len++;
    write_escaped(b, text);
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
