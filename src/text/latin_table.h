/* SPDX-License-Identifier: Apache-2.0 */
/* latin_table.h - what tools/make-latin makes; for latin.c alone.
 *
 * Two stages: a block of 64 code points for each LATIN_TOP / 64, and in a block
 * the number of a form for each. */
#ifndef TOCSIN_LATIN_TABLE_H
#define TOCSIN_LATIN_TABLE_H

#include "text/latin.h"

enum { LATIN_TOP = 0x30000 };

struct composed {
    uint16_t c, mark, whole;
};

struct surname {
    uint16_t han;
    char letters[8];
};

extern const char latin_pool[];
extern const struct form latin_forms[];
extern const uint16_t latin_blocks[LATIN_TOP / 64];
extern const uint16_t latin_points[][64];
/* Each sorted by its first members. */
extern const struct composed latin_composed[];
extern const size_t latin_composed_count;
extern const uint16_t latin_hanguls[][2];
extern const size_t latin_hanguls_count;
extern const struct surname latin_surnames[];
extern const size_t latin_surnames_count;

#endif
