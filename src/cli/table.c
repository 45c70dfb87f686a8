/* SPDX-License-Identifier: Apache-2.0 */
/* table.c - rows in columns for a terminal, tab-separated in a pipe. */
#include "cli/cli.h"

#include "text/clean.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

enum { TABLE_COLUMNS = 12, TABLE_BATCH = 1000, WIDEST = 40, NARROWEST = 12, LAST_LEAST = 20 };

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
    size_t widths[TABLE_COLUMNS];
    bool begun; /* the headings are out */
};

struct table *table_new(const struct cli *c, const char *const *headings, size_t columns)
{
    struct table *t = calloc(1, sizeof *t);
    assert(columns && columns <= TABLE_COLUMNS);
    if (!t) {
        fputs("tocsin: no memory for a table\n", stderr);
        exit(EXIT_FAILED);
    }
    t->cli = c;
    t->headings = headings;
    t->columns = columns;
    return t;
}

void table_text(struct table *t, enum tone tone, struct str text)
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

/* As much of s as fits, with an ellipsis when something is cut. */
static struct str fit(struct arena *a, struct str s, size_t most)
{
    if (cli_width(s) <= most)
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
    size_t pad = width - (cli_width(cell->text) < width ? cli_width(cell->text) : width);
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

/* The cells of the nth row; NULL behind the last that is whole. */
static const struct cell *row_at(const struct table *t, size_t n)
{
    return (n + 1) * t->columns <= t->cells.count ? &t->cells.at[n * t->columns] : NULL;
}

/* Takes from the widest columns what the last one needs to be read. */
static size_t make_room(struct table *t, size_t used)
{
    size_t last = t->columns - 1, most = (size_t)t->cli->columns;
    size_t need = t->widths[last] < LAST_LEAST ? t->widths[last] : LAST_LEAST;
    while (used + need > most) {
        size_t widest = 0;
        for (size_t i = 1; i < last; i++)
            widest = t->widths[i] > t->widths[widest] ? i : widest;
        if (t->widths[widest] <= NARROWEST)
            break;
        t->widths[widest]--;
        used--;
    }
    return most > used + need ? most - used : need;
}

/* Columns keep the width that the rows before needed, as far as there is room. */
static void measure(struct table *t)
{
    size_t n, used = 0, last = t->columns - 1, *widths = t->widths;
    for (size_t i = 0; i < t->columns && !t->begun; i++)
        widths[i] = cli_width(str_of(t->headings[i]));
    for (const struct cell *row = row_at(t, n = 0); row; row = row_at(t, ++n))
        for (size_t i = 0; i < t->columns; i++) {
            size_t w = cli_width(row[i].text);
            widths[i] = w > widths[i] ? w : widths[i];
        }
    for (size_t i = 0; i < last; i++) {
        widths[i] = widths[i] > WIDEST ? WIDEST : widths[i];
        used += widths[i] + 2;
    }
    size_t left = make_room(t, used);
    widths[last] = widths[last] > left ? left : widths[last];
}

static void print_aligned(struct table *t, struct buf *b)
{
    size_t n, last = t->columns - 1;
    measure(t);
    for (size_t i = 0; i < t->columns && !t->begun; i++) {
        struct cell heading = {.text = str_of(t->headings[i]), .tone = TONE_DIM};
        heading.number = t->cells.count > i && t->cells.at[i].number;
        put_padded(b, t, &heading, t->widths[i], i == last);
    }
    for (const struct cell *row = row_at(t, n = 0); row; row = row_at(t, ++n))
        for (size_t i = 0; i < t->columns; i++) {
            struct cell cell = row[i];
            cell.text = fit(&t->arena, cell.text, t->widths[i]);
            put_padded(b, t, &cell, t->widths[i], i == last);
        }
}

static void print_plain(const struct table *t, struct buf *b)
{
    size_t n;
    for (size_t i = 0; i < t->columns && !t->begun; i++)
        buf_printf(b, "%s%s", t->headings[i], i + 1 == t->columns ? "\n" : "\t");
    for (const struct cell *row = row_at(t, n = 0); row; row = row_at(t, ++n))
        for (size_t i = 0; i < t->columns; i++) {
            buf_put(b, row[i].text);
            buf_puts(b, i + 1 < t->columns ? "\t" : "\n");
        }
}

bool table_flush(struct table *t)
{
    struct buf b = {0};
    if (t->cli->columns)
        print_aligned(t, &b);
    else
        print_plain(t, &b);
    t->begun = true;
    b.failed = b.failed || t->arena.failed;
    bool written = cli_write(&b);
    buf_free(&b);
    memset(&t->cells, 0, sizeof t->cells);
    arena_reset(&t->arena);
    return written;
}

bool table_more(struct table *t)
{
    return t->cells.count < TABLE_BATCH * t->columns || table_flush(t);
}

bool table_print(struct table *t)
{
    bool written = table_flush(t);
    table_free(t);
    return written;
}

void table_free(struct table *t)
{
    if (!t)
        return;
    arena_free(&t->arena);
    free(t);
}
