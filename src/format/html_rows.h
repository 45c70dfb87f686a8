/* SPDX-License-Identifier: Apache-2.0 */
/* html_rows.h - the rows of all tables of an HTML page, with their spans filled in. */
#ifndef TOCSIN_HTML_ROWS_H
#define TOCSIN_HTML_ROWS_H

#include "format/xml.h"

struct html_row {
    struct node **cell; /* td or th; NULL where a row has none; lives during the call */
    size_t count;
    size_t table; /* which of the tables, from 0 */
    size_t line;
};
typedef enum status html_take(void *ctx, const struct html_row *row, struct error *err);

/* All tables below top, in the order in which they begin.  Tables inside of
 * others are taken out of them, so that each text belongs to one table: pages
 * lay themselves out in tables, and leave cells and tables unclosed. */
struct html_table {
    struct node *node;
};
typedef VEC(struct html_table) html_table_vec;
void html_tables(struct arena *a, struct node *top, html_table_vec *out);

/* Calls take() for each row of each table, in order.  A cell that spans rows or
 * columns stands in each place that it covers. */
MUST_CHECK enum status html_rows(const html_table_vec *tables, html_take *take, void *ctx,
                                 struct error *err);

/* The text below n as lines: cut at <br> and at the ends of blocks, cleaned, no
 * blank ones; all of it marked used. */
void html_lines(struct arena *a, struct node *n, str_vec *out);

#endif
