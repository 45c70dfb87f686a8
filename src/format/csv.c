/* SPDX-License-Identifier: Apache-2.0 */
/* csv.c - cells found by memchr; only cells with doubled quotes are copied. */
#include "format/csv.h"

#include <stdio.h>
#include <string.h>

struct str row_cell(const struct row *r, size_t column)
{
    return column < r->count ? str_trim(r->cell[column]) : (struct str){0};
}

static char guess_separator(struct str bytes)
{
    static const char candidates[] = {',', ';', '\t', '|'};
    size_t seen[sizeof candidates] = {0}, best = 0;
    bool quoted = false;
    for (size_t i = 0; i < bytes.len && (quoted || bytes.s[i] != '\n'); i++) {
        quoted ^= bytes.s[i] == '"';
        for (size_t k = 0; !quoted && k < sizeof candidates; k++)
            seen[k] += bytes.s[i] == candidates[k];
    }
    for (size_t k = 1; k < sizeof candidates; k++)
        best = seen[k] > seen[best] ? k : best;
    return candidates[best];
}

struct csv csv_open(struct str bytes, char sep)
{
    if (str_starts(bytes, STR("\xEF\xBB\xBF")))
        bytes = str_from(bytes, 3);
    return (struct csv){.bytes = bytes, .sep = sep ? sep : guess_separator(bytes), .line = 1};
}

void csv_close(struct csv *c)
{
    arena_free(&c->own);
    c->cells.at = NULL;
    c->cells.count = c->cells.cap = 0;
}

static void count_lines(struct csv *c, struct str cell)
{
    for (size_t at; (at = str_find(cell, STR("\n"))) != SIZE_MAX; cell = str_from(cell, at + 1))
        c->line++;
}

/* "a ""b"" c" without its outer quotes, with the inner ones single. */
static struct str unescape(struct arena *a, struct str quoted)
{
    char *to = arena_alloc(a, quoted.len + 1, 1);
    if (!to)
        return (struct str){0};
    size_t len = 0;
    for (size_t i = 0; i < quoted.len; i++) {
        to[len++] = quoted.s[i];
        i += quoted.s[i] == '"';
    }
    return (struct str){to, len};
}

/* c->at stands behind the opening quote; leaves it behind the closing one. */
static bool quoted_cell(struct csv *c, struct arena *a, struct str *out, struct error *err)
{
    size_t start = c->at, line = c->line;
    bool doubled = false;
    for (;;) {
        const char *from = c->bytes.s + c->at;
        const char *quote = memchr(from, '"', c->bytes.len - c->at);
        if (!quote) {
            fault_at(err, ERR_INPUT, line, start - 1,
                     "the quote that opens on line %zu never closes", line);
            return false;
        }
        c->at = (size_t)(quote - c->bytes.s) + 1;
        if (c->at >= c->bytes.len || c->bytes.s[c->at] != '"')
            break;
        doubled = true;
        c->at++;
    }
    struct str inside = str_span(c->bytes, start, c->at - 1 - start);
    count_lines(c, inside);
    *out = doubled ? unescape(a, inside) : inside;
    struct str rest = str_from(c->bytes, c->at);
    while (rest.len && rest.s[0] == ' ' && c->sep != ' ')
        rest = str_from(rest, 1), c->at++;
    if (rest.len && rest.s[0] != c->sep && rest.s[0] != '\n' && rest.s[0] != '\r') {
        fault_at(err, ERR_INPUT, c->line, c->at, "text follows a closing quote on line %zu",
                 c->line);
        return false;
    }
    return true;
}

static struct str bare_cell(struct csv *c)
{
    size_t start = c->at, end = start;
    while (end < c->bytes.len && c->bytes.s[end] != c->sep && c->bytes.s[end] != '\n')
        end++;
    c->at = end;
    size_t len = end - start;
    bool last = end == c->bytes.len || c->bytes.s[end] == '\n';
    if (len && last && c->bytes.s[end - 1] == '\r')
        len--;
    return str_span(c->bytes, start, len);
}

bool csv_next(struct csv *c, struct arena *a, struct row *out, struct error *err)
{
    if (c->at >= c->bytes.len)
        return false;
    *out = (struct row){.line = c->line, .offset = c->at};
    c->cells.count = 0;
    for (;;) {
        struct str cell;
        if (c->at < c->bytes.len && c->bytes.s[c->at] == '"') {
            c->at++;
            if (!quoted_cell(c, a, &cell, err))
                return false;
            if (c->at < c->bytes.len && c->bytes.s[c->at] == '\r')
                c->at++;
        } else {
            cell = bare_cell(c);
        }
        struct str *place = VEC_ADD(&c->own, &c->cells);
        *place = cell;
        if (c->at >= c->bytes.len || c->bytes.s[c->at] == '\n')
            break;
        c->at++; /* the separator */
    }
    c->at++;
    c->line++;
    if (a->failed || c->own.failed) {
        fault_at(err, ERR_MEMORY, out->line, out->offset,
                 "the row on line %zu needs more memory than is allowed", out->line);
        return false;
    }
    out->cell = c->cells.at;
    out->count = c->cells.count;
    return true;
}

enum status header_read(struct arena *a, const struct row *r, struct header *out, struct error *err)
{
    out->name = arena_alloc(a, r->count, sizeof *out->name);
    out->used = arena_alloc(a, r->count, sizeof *out->used);
    if (!out->name || !out->used)
        return fault(err, ERR_MEMORY, 0, "no memory for the header row");
    out->count = r->count;
    for (size_t i = 0; i < r->count; i++)
        out->name[i] = arena_copy(a, row_cell(r, i));
    return OK;
}

/* The next byte that counts in a column name, in lower case; 0 at the end.
 * Bytes of other scripts count as they are. */
static char next_letter(struct str s, size_t *at)
{
    while (*at < s.len) {
        char c = s.s[(*at)++];
        if (c >= 'A' && c <= 'Z')
            return (char)(c - 'A' + 'a');
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (unsigned char)c >= 0x80 ||
            c == '#')
            return c;
    }
    return 0;
}

static bool same_column(struct str a, struct str b)
{
    size_t i = 0, j = 0;
    for (;;) {
        char x = next_letter(a, &i), y = next_letter(b, &j);
        if (x != y)
            return false;
        if (!x)
            return true;
    }
}

static size_t find(const struct header *h, const char *name, size_t nth)
{
    for (size_t i = 0; i < h->count; i++)
        if (same_column(h->name[i], str_of(name)) && nth-- == 0)
            return i;
    return SIZE_MAX;
}

size_t header_find(struct header *h, const char *name, size_t nth)
{
    size_t at = find(h, name, nth);
    if (at != SIZE_MAX)
        h->used[at] = true;
    return at;
}

bool header_has(const struct header *h, const char *name)
{
    return find(h, name, 0) != SIZE_MAX;
}

struct str header_get(struct header *h, const struct row *r, const char *name)
{
    return row_cell(r, header_find(h, name, 0));
}

void header_unused(const struct header *h, const struct row *r,
                   void (*found)(void *ctx, struct str column), void *ctx)
{
    char number[40];
    for (size_t i = 0; i < r->count; i++) {
        if ((i < h->count && h->used[i]) || row_cell(r, i).len == 0)
            continue;
        struct str name = i < h->count ? h->name[i] : (struct str){0};
        if (name.len == 0) {
            snprintf(number, sizeof number, "column %zu", i + 1);
            name = str_of(number);
        }
        found(ctx, name);
    }
}

void csv_put(struct buf *b, char sep, bool first, struct str cell)
{
    bool quoted = false;
    for (size_t i = 0; i < cell.len && !quoted; i++)
        quoted = cell.s[i] == sep || cell.s[i] == '"' || cell.s[i] == '\n' || cell.s[i] == '\r';
    if (!first)
        buf_byte(b, sep);
    if (!quoted) {
        buf_put(b, cell);
        return;
    }
    buf_byte(b, '"');
    for (size_t i = 0; i < cell.len; i++) {
        if (cell.s[i] == '"')
            buf_byte(b, '"');
        buf_byte(b, cell.s[i]);
    }
    buf_byte(b, '"');
}
