/* SPDX-License-Identifier: Apache-2.0 */
/* page.h - a record for people. */
#ifndef TOCSIN_PAGE_H
#define TOCSIN_PAGE_H

#include "cli/cli.h"
#include "format/node.h"

/* Appends an item of a set (or the text of a member) in a few words, as it is:
 * whoever prints it makes it safe.  What only programs need (parts, precision)
 * is left out. */
void page_item(struct buf *b, struct str set, const struct node *item);

/* Appends the record, section by section. */
void page_record(const struct cli *c, const struct node *top, struct buf *b);

#endif
