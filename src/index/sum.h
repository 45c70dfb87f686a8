/* SPDX-License-Identifier: Apache-2.0 */
/* sum.h - XXH64 (xxHash specification 0.1.1) with seed 0: eight bytes that tell
 * an accident from what was written, at memory speed. */
#ifndef TOCSIN_INDEX_SUM_H
#define TOCSIN_INDEX_SUM_H

#include "base/base.h"

uint64_t sum_of(const void *bytes, size_t len);

#endif
