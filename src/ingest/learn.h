/* SPDX-License-Identifier: Apache-2.0 */
/* learn.h - a store that was made again learns from the log what it has. */
#ifndef TOCSIN_LEARN_H
#define TOCSIN_LEARN_H

#include "store/store.h"

/* Puts a leaf for each entry of the log in `folder`, up to that state of it, in the place of the
 * store's own; the log is verified meanwhile.  ERR_CORRUPT, and nothing is changed, when it does
 * not hold or an entry is not one of Tocsin's. */
MUST_CHECK enum status learn_leaves(struct store *s, const char *folder,
                                    const struct ledger_state *at, struct error *err);

#endif
