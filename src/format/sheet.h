/* SPDX-License-Identifier: Apache-2.0 */
/* sheet.h - rows of an XLSX workbook (ECMA-376) as text, through minizip and xml.h.
 *
 * Numbers keep the digits that the file has; booleans are "true" and "false";
 * a cell that holds a date is its serial number, as stored: whether a number is
 * a date is for the source to know.  Errors ("#N/A") are "".  The inflated
 * size of every part is capped. */
#ifndef TOCSIN_SHEET_H
#define TOCSIN_SHEET_H

#include "format/csv.h"

/* Takes one row; cells live until the call returns.  row.line is the sheet's
 * row number, from 1. */
typedef enum status sheet_take(void *ctx, struct str sheet, const struct row *row,
                               struct error *err);

struct sheet_info {
    bool date1904; /* serial days count from 1904-01-01, not 1899-12-30 */
};

/* Reads all sheets in workbook order.  `limit` bounds the inflated bytes of one
 * part (0: 512 MiB). */
MUST_CHECK enum status sheet_read(struct str bytes, size_t limit, struct sheet_info *info,
                                  sheet_take *take, void *ctx, struct error *err);
bool sheet_claims(struct str head); /* begins like a zip archive */

#endif
