/* SPDX-License-Identifier: Apache-2.0 */
/* say.c - tables, colours, and text that cannot drive a terminal. */
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
            return errno == EPIPE;
        s = str_from(s, (size_t)n);
    }
    return true;
}

/* ---- Tables. */

struct cell {
    struct str text;
    enum tone tone;
    bool number;
};

struct table {
    const struct cli *cli;
    struct arena arena;
    const char *const *headings;
    size_t columns;
    VEC(struct cell) cells;
};

struct table *table_new(const struct cli *c, const char *const *headings, size_t columns)
{
    struct table *t = calloc(1, sizeof *t);
    if (!t) {
        fputs("tocsin: no memory for a table\n", stderr);
        exit(EXIT_FAILED);
    }
    t->cli = c;
    t->headings = headings;
    t->columns = columns;
    return t;
}

void table_cell(struct table *t, enum tone tone, struct str text)
{
    struct buf safe = {0};
    cli_safe(&safe, text);
    struct cell *cell = VEC_ADD(&t->arena, &t->cells);
    cell->text = arena_copy(&t->arena, buf_str(&safe));
    cell->tone = tone;
    buf_free(&safe);
}

void table_number(struct table *t, int64_t n)
{
    struct cell *cell = VEC_ADD(&t->arena, &t->cells);
    cell->text = arena_printf(&t->arena, "%lld", (long long)n);
    cell->number = true;
}

/* Columns that the text takes on a terminal. */
static size_t width_of(struct str s)
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

/* As much of s as fits, with an ellipsis when something is cut. */
static struct str fit(struct arena *a, struct str s, size_t most)
{
    if (width_of(s) <= most)
        return s;
    size_t at = 0, width = 0;
    while (at < s.len) {
        size_t len;
        int w = wcwidth((wchar_t)utf8_next(str_from(s, at), &len));
        if (width + (w > 0 ? (size_t)w : 0) + 1 > most)
            break;
        width += w > 0 ? (size_t)w : 0;
        at += len;
    }
    return arena_printf(a, "%.*s…", (int)at, s.s);
}

static void put_padded(struct buf *b, const struct table *t, const struct cell *cell, size_t width,
                       bool last)
{
    size_t pad = width - (width_of(cell->text) < width ? width_of(cell->text) : width);
    for (size_t i = 0; cell->number && i < pad; i++)
        buf_byte(b, ' ');
    buf_puts(b, cli_tone(t->cli, cell->tone));
    buf_put(b, cell->text);
    if (cell->tone != TONE_PLAIN)
        buf_puts(b, cli_plain(t->cli));
    for (size_t i = 0; !cell->number && !last && i < pad; i++)
        buf_byte(b, ' ');
    buf_puts(b, last ? "\n" : "  ");
}

static void print_aligned(struct table *t, struct buf *b, size_t *widths)
{
    size_t used = 0, last = t->columns - 1;
    for (size_t i = 0; i < t->columns; i++)
        widths[i] = width_of(str_of(t->headings[i]));
    for (size_t i = 0; i < t->cells.count; i++) {
        size_t w = width_of(t->cells.at[i].text);
        widths[i % t->columns] = w > widths[i % t->columns] ? w : widths[i % t->columns];
    }
    for (size_t i = 0; i < last; i++) {
        widths[i] = widths[i] > 40 ? 40 : widths[i];
        used += widths[i] + 2;
    }
    size_t left = (size_t)t->cli->columns > used + 20 ? (size_t)t->cli->columns - used : 20;
    widths[last] = widths[last] > left ? left : widths[last];
    for (size_t i = 0; i < t->columns; i++) {
        struct cell heading = {.text = str_of(t->headings[i]), .tone = TONE_DIM};
        heading.number = t->cells.count > i && t->cells.at[i].number;
        put_padded(b, t, &heading, widths[i], i == last);
    }
    for (size_t i = 0; i < t->cells.count; i++) {
        struct cell cell = t->cells.at[i];
        cell.text = fit(&t->arena, cell.text, widths[i % t->columns]);
        put_padded(b, t, &cell, widths[i % t->columns], i % t->columns == last);
    }
}

static void print_plain(const struct table *t, struct buf *b)
{
    for (size_t i = 0; i < t->columns; i++)
        buf_printf(b, "%s%s", t->headings[i], i + 1 == t->columns ? "\n" : "\t");
    for (size_t i = 0; i < t->cells.count; i++) {
        buf_put(b, t->cells.at[i].text);
        buf_puts(b, (i + 1) % t->columns ? "\t" : "\n");
    }
}

void table_print(struct table *t)
{
    struct buf b = {0};
    size_t *widths = arena_alloc(&t->arena, t->columns, sizeof *widths);
    if (t->cli->columns && widths)
        print_aligned(t, &b, widths);
    else
        print_plain(t, &b);
    if (t->arena.failed)
        b.failed = true;
    (void)cli_write(&b);
    buf_free(&b);
    arena_free(&t->arena);
    free(t);
}
