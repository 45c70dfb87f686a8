/* SPDX-License-Identifier: Apache-2.0 */
/* slug.c - letters and digits, and where there were gaps. */
#include "source/slug.h"

#include "text/clean.h"

#include <string.h>

static bool is_apostrophe(uint32_t c)
{
    return c == '\'' || c == '`' || c == 0xB4 || c == 0x2018 || c == 0x2019 || c == 0x201B ||
           (c >= 0x2BB && c <= 0x2BF) || c == 0x2032;
}

static bool is_gap(uint32_t c)
{
    if (c < 0x80)
        return !((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'));
    return (c >= 0x80 && c <= 0xBF) || (c >= 0x2000 && c <= 0x206F) ||
           (c >= 0x2E00 && c <= 0x2E7F) || (c >= 0x3000 && c <= 0x303F) || c == 0x60C ||
           c == 0x61B || c == 0x61F || c == 0xFEFF || c == 0xFFFD;
}

static uint32_t lower(uint32_t c)
{
    if ((c >= 'A' && c <= 'Z') || (c >= 0xC0 && c <= 0xDE && c != 0xD7) ||
        (c >= 0x410 && c <= 0x42F))
        return c + 0x20;
    return c >= 0x400 && c <= 0x40F ? c + 0x50 : c;
}

void slug_put(struct buf *b, struct str text)
{
    bool gap = false, any = false;
    char bytes[4];
    for (size_t len; text.len; text = str_from(text, len)) {
        uint32_t c = utf8_next(text, &len);
        if (is_apostrophe(c))
            continue;
        if (is_gap(c)) {
            gap = true;
            continue;
        }
        if (gap && any)
            buf_byte(b, '-');
        gap = false;
        any = true;
        size_t put = utf8_put(lower(c), bytes);
        buf_put(b, (struct str){bytes, put});
    }
}

struct str slug_of(struct arena *a, struct str text)
{
    struct buf b = {0};
    slug_put(&b, text);
    struct str slug = arena_copy(a, buf_str(&b));
    a->failed |= b.failed;
    buf_free(&b);
    return slug;
}

bool slug_holds(struct str whole, struct str part)
{
    for (size_t at; part.len && (at = str_find(whole, part)) != SIZE_MAX;) {
        bool begins = at == 0 || whole.s[at - 1] == '-';
        bool ends = at + part.len == whole.len || whole.s[at + part.len] == '-';
        if (begins && ends)
            return true;
        whole = str_from(whole, at + part.len);
    }
    return false;
}
