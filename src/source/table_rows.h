/* SPDX-License-Identifier: Apache-2.0 */
/* table_rows.h - the rows of a CSV file, an XLSX workbook or a JSON array, all alike. */
#ifndef TOCSIN_TABLE_ROWS_H
#define TOCSIN_TABLE_ROWS_H

#include "format/csv.h"
#include "source/source.h"
#include "source/table_map.h"

/* The header of one table, and where the columns of the mapping stand in it. */
struct table_head {
    struct str sheet;
    struct header names;
    size_t *column; /* by table_field.first + n: its place, or SIZE_MAX */
};

struct table_row {
    const struct table_head *head;
    struct str *cell; /* "" where blank; JSON: several values with TABLE_AND between them */
    size_t count, line;
};
#define TABLE_AND '\x1e'

struct table_rows {
    struct arena arena;
    VEC(struct table_row) rows;
    bool serials; /* numbers in date columns are serial days */
    bool date1904;
};

/* Reads all rows that are entries.  Texts are views into the bytes or lie in
 * the arena.  Columns that the mapping does not name are told to the sink. */
MUST_CHECK enum status table_rows_read(const struct table_map *map, struct str bytes,
                                       struct sink *out, struct table_rows *rows,
                                       struct error *err);
void table_rows_free(struct table_rows *rows);

/* The text of column n of the field in this row, or of the sheet's name. */
struct str table_cell(const struct table_row *row, const struct table_field *f, size_t n);
/* Those of all its columns that are not blank, joined by blanks. */
struct str table_joined(const struct table_row *row, const struct table_field *f, struct arena *a);

#endif
