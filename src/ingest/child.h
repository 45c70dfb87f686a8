/* SPDX-License-Identifier: Apache-2.0 */
/* child.h - the life of the parser child: sandbox, read, parse, say. */
#ifndef TOCSIN_CHILD_H
#define TOCSIN_CHILD_H

#include "ingest/parse.h"

/* Reads the files from `in` (for each: its size as uint64_t, then its bytes),
 * writes frames to `out`, and ends the process. */
_Noreturn void child_run(const struct parse_job *job, size_t memory, unsigned cpu_seconds, int in,
                         int out);

#endif
