/* SPDX-License-Identifier: Apache-2.0 */
/* report.h - what became of a version, as a line for people or programs. */
#ifndef TOCSIN_REPORT_H
#define TOCSIN_REPORT_H

#include "cli/cli.h"

/* Appends the JSON line of an import (tocsin-import(1)). */
void report_json(struct buf *b, struct str list, const struct import_result *r);
/* Appends the sentence for people. */
void report_text(const struct cli *c, struct buf *b, struct str list,
                 const struct import_result *r);

#endif
