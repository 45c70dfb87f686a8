/* SPDX-License-Identifier: Apache-2.0 */
/* config.h - config.ini of a home (tocsin-config(5)). */
#ifndef TOCSIN_CONFIG_H
#define TOCSIN_CONFIG_H

#include "ingest/home.h"

/* Fills h->lists and the fetch settings from the known lists and the text of
 * config.ini; texts are copied to h->arena.  `folder` is where relative mapping
 * files are looked for.  ERR_INPUT names the line and the rule. */
MUST_CHECK enum status config_read(struct home *h, struct str text, const char *folder,
                                   struct error *err);

#endif
