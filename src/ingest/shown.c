/* SPDX-License-Identifier: Apache-2.0 */
/* shown.c - escape first, then strike the token, so that no escape can make one. */
#include "ingest/shown.h"

#include "base/buf.h"

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = (char)(c | 0x20);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The bytes of text that the token takes there with any of its bytes written
 * as %XX, or spaces as +; 0 when it does not stand there. */
static size_t encoded_at(struct str text, struct str token)
{
    size_t at = 0;
    for (size_t i = 0; i < token.len; i++) {
        if (at + 2 < text.len && text.s[at] == '%' && hex_digit(text.s[at + 1]) >= 0 &&
            hex_digit(text.s[at + 2]) >= 0 &&
            (char)(hex_digit(text.s[at + 1]) * 16 + hex_digit(text.s[at + 2])) == token.s[i])
            at += 3;
        else if (at < text.len &&
                 (text.s[at] == token.s[i] || (text.s[at] == '+' && token.s[i] == ' ')))
            at++;
        else
            return 0;
    }
    return at;
}

static size_t token_at(struct str text, struct str token)
{
    size_t encoded = encoded_at(text, token);
    return encoded < token.len && str_starts(text, token) ? token.len : encoded;
}

static void escape(struct buf *out, struct str text)
{
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.s[i];
        if (c == '\n' || (c >= 0x20 && c < 0x7f))
            buf_byte(out, (char)c);
        else if (c != '\r')
            buf_printf(out, "%%%02X", c);
    }
}

struct str shown_text(struct arena *a, struct str text, struct str token)
{
    struct buf plain = {0}, struck = {0};
    struct str result = {0};
    escape(&plain, text);
    struct str rest = buf_str(&plain);
    while (rest.len) {
        size_t len = token.len ? token_at(rest, token) : 0;
        if (len)
            buf_puts(&struck, "***");
        else
            buf_byte(&struck, rest.s[0]);
        rest = str_from(rest, len ? len : 1);
    }
    if (plain.failed || struck.failed)
        a->failed = true;
    else
        result = arena_copy(a, buf_str(&struck));
    buf_free(&plain);
    buf_free(&struck);
    return result;
}

bool shown_is_plain(struct str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (text.s[i] < 0x20 || text.s[i] > 0x7e)
            return false;
    return true;
}
