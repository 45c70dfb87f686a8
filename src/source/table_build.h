/* SPDX-License-Identifier: Apache-2.0 */
/* table_build.h - from rows to a record, as a mapping says. */
#ifndef TOCSIN_TABLE_BUILD_H
#define TOCSIN_TABLE_BUILD_H

#include "base/sha256.h"
#include "source/table_rows.h"

/* The ref that the row's columns give, "" when all of them are blank. */
struct str table_ref(const struct table_map *map, const struct table_row *row, struct hasher *hash,
                     struct arena *a);

/* Adds what the row says to the record; several rows make a union. */
void table_add(const struct table_map *map, const struct table_rows *rows,
               const struct table_row *row, struct arena *a, struct record *out, struct sink *sink);
/* Adds what holds for every entry; once, after the last row. */
void table_add_fixed(const struct table_map *map, struct arena *a, struct record *out,
                     struct sink *sink);

#endif
