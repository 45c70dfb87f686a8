/* SPDX-License-Identifier: Apache-2.0 */
/* rarity_table.h - the words of data/rarity.tsv, by hash.
 *
 * A slot holds 24 bits of a word's hash over its value; 0 is empty.  A word
 * that is not in the file is taken for one of it once in a million. */
#ifndef TOCSIN_RARITY_TABLE_H
#define TOCSIN_RARITY_TABLE_H

#include "base/base.h"

enum { RARITY_SLOTS = 16384 };

/* Base 37, modulo the largest prime below 2^36: awk counts as far without loss. */
static inline uint64_t rarity_hash(struct str word)
{
    uint64_t h = 7;
    for (size_t i = 0; i < word.len; i++)
        h = (h * 37 + (unsigned char)word.s[i]) % 68719476731u;
    return h;
}

extern const uint32_t rarity_slots[RARITY_SLOTS];

#endif
