/* SPDX-License-Identifier: Apache-2.0 */
/* current.h - which snapshot of a folder is in use, for src/index alone. */
#ifndef TOCSIN_INDEX_CURRENT_H
#define TOCSIN_INDEX_CURRENT_H

#include "base/base.h"

#define SNAPSHOT_ENDING ".snapshot"

/* Makes folder/current name that snapshot, then removes the others and what
 * writers that crashed have left. */
MUST_CHECK enum status current_set(const char *folder, const char *name, struct error *err);

#endif
