/* SPDX-License-Identifier: Apache-2.0 */
/* alike_table.h - what letters stand for which, and at what cost.
 *
 * The tables are made from data/likeness.tsv when the program is built
 * (tools/alike-table); that file is made from spellings by `make learn`
 * (doc/design/likeness.md).  A table has two sides: the first is a word that
 * was written in the table's script, the second a Latin word; the table of
 * Latin is the same both ways.
 *
 * Letters are 1 to 26; BEGIN and END are letters that stand around a word.
 * Groups of two or three letters that some table knows have numbers, the same
 * in all tables. */
#ifndef TOCSIN_ALIKE_TABLE_H
#define TOCSIN_ALIKE_TABLE_H

#include "text/reading.h"

enum {
    ALIKE_BEGIN = 27,
    ALIKE_END = 28,
    ALIKE_NONE = 255,     /* a cost: not one for the other */
    ALIKE_SLOTS = 1024,   /* of the rules of a table, a power of two */
    ALIKE_RULED = 0x8000, /* of a group: it has rules with other groups */
};

struct alike_rule {
    uint16_t a, b; /* groups; 0 0 is an empty slot */
    uint16_t cost;
};

struct alike_table {
    const uint8_t (*one)[32];       /* a letter for a letter; letter 0 is none */
    const uint16_t *group[2];       /* by side and group: its row, or 0, and ALIKE_RULED */
    const uint8_t (*rows)[32];      /* a group for a letter of the other side */
    const struct alike_rule *rules; /* a group for a group: at alike_slot() or behind it */
};

static inline unsigned alike_slot(unsigned a, unsigned b)
{
    return (a * 181 + b * 7) % ALIKE_SLOTS;
}

extern const struct alike_table alike_tables[];
extern const uint8_t alike_table_of[LETTERS_COUNT];
extern const uint16_t alike_two[32][32]; /* the group of two letters, or 0 */
extern const uint16_t alike_three[][32]; /* by the group of the first two: of three */

#endif
