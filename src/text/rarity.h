/* SPDX-License-Identifier: Apache-2.0 */
/* rarity.h - what it says that two names share a word.
 *
 * Minus the natural logarithm, in sixteenths (alike.h: NAT), of the share of
 * names in the world's lists and registers that have the word: muhammad little,
 * hibatullah much.  Words that are not in the table are rare. */
#ifndef TOCSIN_RARITY_H
#define TOCSIN_RARITY_H

#include "text/reading.h"

enum { RARITY_MAX = 192 };

/* 1 to RARITY_MAX; total and pure. */
unsigned rarity(struct str word, enum role role);

/* Whether a word of that rarity and length is in no table of common words. */
bool rarity_unheard(unsigned rare, size_t len);

/* What is left of a rarity (or a sum of some) where the word is spelt otherwise, at
 * that cost (alike.h): all of it at cost 0, nothing from RARITY_SPELT on. */
enum { RARITY_SPELT = 240 };
static inline unsigned rarity_left(unsigned rare, unsigned cost)
{
    return cost >= RARITY_SPELT ? 0 : rare * (RARITY_SPELT - cost) / RARITY_SPELT;
}

#endif
