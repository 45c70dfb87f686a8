/* SPDX-License-Identifier: Apache-2.0 */
/* say.c - colours, line breaks, and text that cannot drive a terminal. */
#include "cli/cli.h"

#include "text/clean.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <wchar.h>

const char *cli_tone(const struct cli *c, enum tone t)
{
    static const char *const codes[] = {"",         "\033[2m",  "\033[32m",
                                        "\033[31m", "\033[33m", "\033[1m"};
    return c->colour ? codes[t] : "";
}

const char *cli_plain(const struct cli *c)
{
    return c->colour ? "\033[0m" : "";
}

enum tone cli_change_tone(struct str change)
{
    static const struct {
        const char *change;
        enum tone tone;
    } tones[] = {{"listed", TONE_BAD},    {"relisted", TONE_BAD},   {"restored", TONE_BAD},
                 {"delisted", TONE_GOOD}, {"suspended", TONE_WARN}, {"held", TONE_WARN},
                 {"lapsed", TONE_GOOD},   {"amended", TONE_DIM}};
    for (size_t i = 0; i < COUNT(tones); i++)
        if (str_is(change, tones[i].change))
            return tones[i].tone;
    return TONE_PLAIN;
}

static bool drives_terminal(uint32_t c)
{
    return c < ' ' || (c >= 0x7F && c < 0xA0) || (c >= 0x200E && c <= 0x200F) ||
           (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

void cli_safe(struct buf *b, struct str s)
{
    while (s.len) {
        size_t len;
        uint32_t c = utf8_next(s, &len);
        if (drives_terminal(c) || c == 0xFFFD)
            buf_puts(b, "\xEF\xBF\xBD");
        else
            buf_put(b, str_span(s, 0, len));
        s = str_from(s, len);
    }
}

size_t cli_width(struct str s)
{
    size_t width = 0;
    while (s.len) {
        size_t len;
        int w = wcwidth((wchar_t)utf8_next(s, &len));
        width += w > 0 ? (size_t)w : 0;
        s = str_from(s, len);
    }
    return width;
}

void cli_wrap(const struct cli *c, struct buf *b, size_t indent, struct str text)
{
    size_t most = (size_t)c->columns, at = indent;
    struct str word;
    for (bool first = true; text.len; first = false) {
        text = str_cut(text, ' ', &word);
        size_t width = cli_width(word);
        if (!first && most && at + 1 + width > most) {
            buf_printf(b, "\n%*s", (int)indent, "");
            at = indent;
        } else if (!first) {
            buf_byte(b, ' ');
            at++;
        }
        cli_safe(b, word);
        at += width;
    }
    buf_byte(b, '\n');
}

bool cli_flush(struct buf *b)
{
    bool written = cli_write(b);
    buf_clear(b);
    return written;
}

/* A reader that has gone is no fault; anything else is told. */
static bool reader_gone(void)
{
    struct error err = {0};
    if (errno == EPIPE)
        return true;
    (void)fault_errno(&err, "cannot write to", "standard output");
    cli_fail(&err);
    return false;
}

bool cli_write(const struct buf *b)
{
    struct str s = buf_str(b);
    if (b->failed) {
        fputs("tocsin: no memory for the answer\n", stderr);
        return false;
    }
    fflush(stdout);
    while (s.len) {
        ssize_t n = write(STDOUT_FILENO, s.s, s.len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return reader_gone();
        s = str_from(s, (size_t)n);
    }
    return true;
}
