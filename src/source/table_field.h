/* SPDX-License-Identifier: Apache-2.0 */
/* table_field.h - what table_map.c and table_field.c share while a mapping is read. */
#ifndef TOCSIN_TABLE_FIELD_H
#define TOCSIN_TABLE_FIELD_H

#include "source/table_map.h"

struct table_reader {
    struct table_map *map;
    struct str rest; /* of the text */
    size_t line;
    size_t broken; /* the line that libinih would misread, or 0 */
    struct error *err;
    enum status rc;
};

/* Records the first fault, with the line at hand. */
void table_wrong(struct table_reader *r, const char *fmt, ...) PRINTF_LIKE(2, 3);

/* The text without its quotes, which are at both ends or nowhere. */
struct str table_unquote(struct table_reader *r, struct str s);
/* "id2.number" into its key, group and sub; false where it is no key. */
bool table_read_key(struct table_reader *r, struct str text, struct table_field *f);
/* "A + B | option | option" */
void table_read_columns(struct table_reader *r, struct table_field *f, struct str value);

extern const struct table_key table_skip_key;

#endif
