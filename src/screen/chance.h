/* SPDX-License-Identifier: Apache-2.0 */
/* chance.h - numbers that look random and are the same for the same seed, on any machine.
 *
 * SplitMix64 (Steele, Lea and Flood, OOPSLA 2014).  A value: who wants another
 * sequence makes another one. */
#ifndef TOCSIN_CHANCE_H
#define TOCSIN_CHANCE_H

#include "base/base.h"

struct chance {
    uint64_t state;
};

static inline uint64_t chance_next(struct chance *c)
{
    uint64_t z = c->state += 0x9e3779b97f4a7c15U;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
    return z ^ (z >> 31);
}

/* 0 to below - 1; 0 when below is 0. */
static inline size_t chance_below(struct chance *c, size_t below)
{
    return below ? (size_t)(chance_next(c) % below) : 0;
}

/* Mixes a text into a seed (FNV-1a). */
static inline uint64_t chance_seed(uint64_t seed, struct str text)
{
    uint64_t h = seed ^ 0xcbf29ce484222325U;
    for (size_t i = 0; i < text.len; i++)
        h = (h ^ (unsigned char)text.s[i]) * 0x100000001b3U;
    return h;
}

#endif
