/* SPDX-License-Identifier: Apache-2.0 */
/* buf.c - a growing run of bytes. */
#include "base/buf.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool buf_grow(struct buf *b, size_t len)
{
    if (b->failed)
        return false;
    size_t need, cap = b->cap ? b->cap : 256;
    if (__builtin_add_overflow(b->len, len, &need) || need > SIZE_MAX / 2) {
        b->failed = true;
        return false;
    }
    while (cap < need)
        cap *= 2;
    char *wider = realloc(b->s, cap);
    if (!wider) {
        b->failed = true;
        return false;
    }
    b->s = wider;
    b->cap = cap;
    return true;
}

void buf_put(struct buf *b, struct str s)
{
    if (s.len == 0)
        return;
    char *room = buf_room(b, s.len);
    if (!room)
        return;
    memcpy(room, s.s, s.len);
    b->len += s.len;
}

void buf_puts(struct buf *b, const char *cstr)
{
    buf_put(b, str_of(cstr));
}

void buf_printf(struct buf *b, const char *fmt, ...)
{
    va_list args, again;
    va_start(args, fmt);
    va_copy(again, args);
    int need = vsnprintf(NULL, 0, fmt, args);
    char *room = need >= 0 ? buf_room(b, (size_t)need + 1) : NULL;
    if (room) {
        vsnprintf(room, (size_t)need + 1, fmt, again);
        b->len += (size_t)need;
    }
    va_end(again);
    va_end(args);
}

const char *buf_cstr(struct buf *b)
{
    char *room = buf_room(b, 1);
    if (!room)
        return "";
    *room = 0;
    return b->s;
}

struct str buf_str(const struct buf *b)
{
    return b->failed ? ((struct str){0}) : (struct str){b->s, b->len};
}

void buf_clear(struct buf *b)
{
    b->len = 0;
    b->failed = false;
}

void buf_free(struct buf *b)
{
    free(b->s);
    *b = (struct buf){0};
}
