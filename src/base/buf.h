/* SPDX-License-Identifier: Apache-2.0 */
/* buf.h - a growing run of bytes, for whatever is written piece by piece.
 *
 * A write that finds no memory sets `failed` and writes nothing more, so that
 * a writer of many pieces asks once, at its end.  Zero is an empty buf. */
#ifndef TOCSIN_BUF_H
#define TOCSIN_BUF_H

#include "base/base.h"

struct buf {
    char *s; /* owned; not NUL-terminated until buf_cstr */
    size_t len, cap;
    bool failed;
};

/* Makes room for at least len more bytes; false when there is none. */
MUST_CHECK bool buf_grow(struct buf *b, size_t len);

/* Room for at least len more bytes, at b->s + b->len; NULL when there is none.
 * The caller writes there and adds to b->len. */
MUST_CHECK static inline char *buf_room(struct buf *b, size_t len)
{
    bool there = !b->failed && b->s && len <= b->cap - b->len;
    return there || buf_grow(b, len) ? b->s + b->len : NULL;
}

static inline void buf_byte(struct buf *b, char c)
{
    char *room = buf_room(b, 1);
    if (!room)
        return;
    *room = c;
    b->len++;
}

void buf_put(struct buf *b, struct str s);
void buf_puts(struct buf *b, const char *cstr);
void buf_printf(struct buf *b, const char *fmt, ...) PRINTF_LIKE(2, 3);
/* The content with a NUL behind it, which is not counted; "" after a failure. */
const char *buf_cstr(struct buf *b);
struct str buf_str(const struct buf *b);
void buf_clear(struct buf *b); /* empty again, memory kept, failure forgotten */
void buf_free(struct buf *b);

#endif
