/* SPDX-License-Identifier: Apache-2.0 */
/* html_rows.c - tables as browsers lay them out: cells that hang down from rows above. */
#include "format/html_rows.h"

#include "base/buf.h"
#include "text/clean.h"

#include <string.h>

enum { COLUMNS_MAX = 64, SPAN_MAX = 65534 };

struct grid {
    struct node *cell[COLUMNS_MAX];
    struct node *hanging[COLUMNS_MAX]; /* the cell that spans into rows below */
    size_t left[COLUMNS_MAX];          /* into how many */
    size_t table;
    html_take *take;
    void *ctx;
    struct error *err;
};

/* The number of an attribute such as rowspan, at least 1; 0 means "to the end". */
static size_t span_of(const struct node *cell, const char *name, size_t most)
{
    const struct node *at = node_child(cell, name);
    uint64_t span;
    if (!at || at->type != NODE_ATTRIBUTE || !str_number(str_trim(at->text), SPAN_MAX, &span))
        return 1;
    if (span == 0)
        return most;
    return span < most ? (size_t)span : most;
}

static size_t fill_hanging(struct grid *g, size_t at)
{
    for (; at < COLUMNS_MAX && g->left[at]; at++) {
        g->cell[at] = g->hanging[at];
        g->left[at]--;
    }
    return at;
}

static enum status give_row(struct grid *g, struct node *tr)
{
    size_t at = 0;
    memset(g->cell, 0, sizeof g->cell);
    NODE_ALL (c, tr) {
        if (c->type != NODE_ELEMENT || (!str_is(c->name, "td") && !str_is(c->name, "th")))
            continue;
        at = fill_hanging(g, at);
        size_t wide = span_of(c, "colspan", COLUMNS_MAX), high = span_of(c, "rowspan", SPAN_MAX);
        for (size_t i = 0; i < wide && at < COLUMNS_MAX && !g->left[at]; i++, at++) {
            g->cell[at] = g->hanging[at] = c;
            g->left[at] = high - 1;
        }
    }
    for (size_t i = at; i < COLUMNS_MAX; i++) {
        size_t end = fill_hanging(g, i);
        at = end > i ? end : at;
        i = end > i ? end - 1 : i;
    }
    struct html_row row = {g->cell, at, g->table, tr->line};
    return at ? g->take(g->ctx, &row, g->err) : OK;
}

static enum status give_rows(struct grid *g, struct node *n)
{
    enum status rc = OK;
    for (struct node *c = n->first; c && !rc; c = c->next) {
        if (c->type != NODE_ELEMENT)
            continue;
        rc = str_is(c->name, "tr") ? give_row(g, c) : give_rows(g, c);
    }
    return rc;
}

/* Takes the tables below n out of it, from the outside to the inside. */
static void find_tables(struct arena *a, struct node *n, html_table_vec *out)
{
    struct node *before = NULL;
    for (struct node *c = n->first, *next; c; c = next) {
        next = c->next;
        if (c->type != NODE_ELEMENT || !str_is(c->name, "table")) {
            find_tables(a, c, out);
            before = c;
            continue;
        }
        if (before)
            before->next = next;
        else
            n->first = next;
        n->last = n->last == c ? before : n->last;
        c->next = NULL;
        ((struct html_table *)VEC_ADD(a, out))->node = c;
        find_tables(a, c, out);
    }
}

void html_tables(struct arena *a, struct node *top, html_table_vec *out)
{
    find_tables(a, top, out);
}

enum status html_rows(const html_table_vec *tables, html_take *take, void *ctx, struct error *err)
{
    struct grid g = {.take = take, .ctx = ctx, .err = err};
    enum status rc = OK;
    for (; g.table < tables->count && !rc; g.table++) {
        memset(g.left, 0, sizeof g.left);
        rc = give_rows(&g, tables->at[g.table].node);
    }
    return rc;
}

/* ---- Lines. */

static bool ends_line(struct str name)
{
    static const char *const names[] = {"br", "p",  "div", "li", "tr", "td",
                                        "th", "ul", "ol",  "h1", "h2", "h3"};
    for (size_t i = 0; i < COUNT(names); i++)
        if (str_is(name, names[i]))
            return true;
    return false;
}

/* Line breaks of the source are blanks; ours are U+001E until they are cut. */
static void gather(struct buf *b, struct node *n)
{
    bool ends = n->type == NODE_ELEMENT && ends_line(n->name);
    n->used = true;
    if (n->type == NODE_TEXT)
        buf_put(b, n->text);
    if (n->type != NODE_ELEMENT || str_is(n->name, "script") || str_is(n->name, "style"))
        return;
    if (ends)
        buf_byte(b, '\x1e');
    NODE_ALL (c, n)
        gather(b, c);
    if (ends)
        buf_byte(b, '\x1e');
}

void html_lines(struct arena *a, struct node *n, str_vec *out)
{
    struct buf b = {0};
    if (n)
        gather(&b, n);
    struct str rest = arena_copy(a, buf_str(&b)), line;
    a->failed |= b.failed;
    buf_free(&b);
    while (rest.len) {
        rest = str_cut(rest, '\x1e', &line);
        line = text_clean(a, line);
        if (line.len)
            *(struct str *)VEC_ADD(a, out) = line;
    }
}
