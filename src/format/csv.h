/* SPDX-License-Identifier: Apache-2.0 */
/* csv.h - rows of cells, from RFC 4180 and what is sent in its name.
 *
 * Accepts any one-byte separator, CRLF or LF, a UTF-8 byte order mark, quotes
 * doubled inside quoted cells, and (lazily) quotes inside unquoted cells.  A
 * cell is a view into the input when it needs no unescaping, else into the
 * arena. */
#ifndef TOCSIN_CSV_H
#define TOCSIN_CSV_H

#include "base/buf.h"

struct row {
    struct str *cell;
    size_t count;
    size_t line, offset; /* where the row began */
};

/* The cell, white space trimmed, or "" past the end of a short row. */
struct str row_cell(const struct row *r, size_t column);

struct csv {
    struct str bytes; /* the whole input; must outlive the rows */
    char sep;
    size_t at, line;  /* where the next row begins */
    str_vec cells;    /* of the present row, reused */
    struct arena own; /* of the cells array */
};

/* sep 0 guesses among , ; tab and | from the first line. */
struct csv csv_open(struct str bytes, char sep);
void csv_close(struct csv *c);
/* The next row.  The array of cells is valid until the call after; the cells
 * are views into the input, or in the arena `a` when they had to be unescaped.  false at the end,
 * or on a fault (then err is set): a quote that never closes, or text right behind a closing quote.
 */
MUST_CHECK bool csv_next(struct csv *c, struct arena *a, struct row *out, struct error *err);

/* Appends a cell, quoted where RFC 4180 asks for it; a separator before it unless
 * it is the first of its row. */
void csv_put(struct buf *b, char sep, bool first, struct str cell);

/* Column names of a header row, found by name, with a note of which were ever
 * asked for.  Names compare with case, white space and punctuation dropped. */
struct header {
    struct str *name;
    bool *used;
    size_t count;
};
MUST_CHECK enum status header_read(struct arena *a, const struct row *r, struct header *out,
                                   struct error *err);
/* The column of that name, marked used, or SIZE_MAX.  `nth` counts columns of
 * the same name from 0. */
size_t header_find(struct header *h, const char *name, size_t nth);
bool header_has(const struct header *h, const char *name); /* without marking it */
/* row_cell(header_find(name, 0)). */
struct str header_get(struct header *h, const struct row *r, const char *name);
/* Calls found() for each cell of the row that is not blank and whose column was
 * never asked for, with the column's name ("column 30" when it has none). */
void header_unused(const struct header *h, const struct row *r,
                   void (*found)(void *ctx, struct str column), void *ctx);

#endif
