/* SPDX-License-Identifier: Apache-2.0 */
/* edition.h - by which sources what is kept beside the store was made.
 *
 * Snapshots and parties hold what the program made of names.  A program that reads
 * or scores a name otherwise would miss in silence what it looks for in them, so
 * they carry the edition and are made again by another one.  The numbers are the
 * first eight bytes of SHA-256 over the sources themselves (tools/edition): nobody
 * has to remember to count them up. */
#ifndef TOCSIN_EDITION_H
#define TOCSIN_EDITION_H

#include <stdint.h>

extern const uint64_t edition_names;  /* how records and names are read, and what is indexed */
extern const uint64_t edition_scores; /* the same, and how names are scored and joined */

#endif
