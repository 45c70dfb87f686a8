/* SPDX-License-Identifier: Apache-2.0 */
/* near.h - how alike are two short strings?
 *
 * Every function here is total: any bytes are a valid input, nothing is
 * allocated and nothing can fail, so a score is always a score and never a
 * disguised error. */
#ifndef TOCSIN_NEAR_H
#define TOCSIN_NEAR_H

#include "base/base.h"

/* Names longer than this are compared by their first NEAR_MAX bytes. */
enum { NEAR_MAX = 64 };

/* Fewest insertions, deletions, substitutions and swaps of neighbours that
 * turn a into b, or limit + 1 as soon as it is known to be more than limit. */
unsigned near_distance(struct str a, struct str b, unsigned limit);

#endif
