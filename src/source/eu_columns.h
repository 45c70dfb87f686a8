/* SPDX-License-Identifier: Apache-2.0 */
/* eu_columns.h - where the columns of the EU's CSV formats go in the trees that
 * its XML formats have. */
#ifndef TOCSIN_EU_COLUMNS_H
#define TOCSIN_EU_COLUMNS_H

#include "base/base.h"

enum { EU_BLOCKS_MAX = 16 };

/* The first prefix that fits decides.  `parent` is the number of the block that
 * the element stands in, 0 being the entity itself; without an element the cells
 * are the entity's own. */
struct eu_block {
    const char *prefix, *element;
    size_t parent;
};

/* How the rest of a column's name is spelt in the tree. */
struct eu_rename {
    const char *rest, *attribute;
};

struct eu_dialect {
    const char *entity, *id, *ref, *day;
    const struct eu_block *blocks;
    size_t block_count;
    const struct eu_rename *renames;
    size_t rename_count;
    bool upper; /* names not in renames are put in capitals; else their first letter is small */
};

extern const struct eu_dialect eu_new_columns, eu_old_columns;

/* Where the cells of one column go. */
struct eu_column {
    bool wanted;
    size_t block; /* of the dialect */
    struct str attribute;
};
/* `name` must live as long as the column; what has to be respelt is in the arena. */
struct eu_column eu_column_of(const struct eu_dialect *d, struct arena *a, struct str name);

#endif
