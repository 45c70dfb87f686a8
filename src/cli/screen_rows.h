/* SPDX-License-Identifier: Apache-2.0 */
/* screen_rows.h - the rows of a file of questions: CSV or JSON lines. */
#ifndef TOCSIN_CLI_SCREEN_ROWS_H
#define TOCSIN_CLI_SCREEN_ROWS_H

#include "format/csv.h"
#include "screen/batch.h"

struct screen_rows {
    const char *from;
    bool quiet; /* rows that are no question are not told on stderr */

    struct str bytes; /* the whole input */
    void *map;        /* of a file; else it is in `read` */
    struct buf read;
    bool is_csv;
    struct csv csv;
    struct header header;
    struct json_reader *json;
    size_t at, line;    /* in JSON lines */
    struct arena arena; /* of the header */
};

/* Opens the file, or standard input for "-"; tells on stderr which columns are not
 * asked.  Close it also when that fails. */
MUST_CHECK enum status screen_rows_open(struct screen_rows *r, const char *from, struct error *err);
void screen_rows_close(struct screen_rows *r);
/* The next row; one that is no question has `bad`, and is told on stderr with its
 * line.  Texts are in the arena, or live as long as the rows.  false at the end, or on
 * a fault. */
MUST_CHECK bool screen_rows_next(struct screen_rows *r, struct arena *a, struct batch_row *out,
                                 struct error *err);
/* How much of the input has been read, from 0 to 1. */
double screen_rows_share(const struct screen_rows *r);

#endif
