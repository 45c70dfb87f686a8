/* SPDX-License-Identifier: Apache-2.0 */
/* xml.h - large XML files as a run of small trees, by libxml2's SAX2 push parser.
 *
 * The caller names the elements that it wants whole.  Each of them is handed
 * over as a tree when it ends, and forgotten afterwards, so that memory
 * follows the largest record and not the file.  Names are local names: name
 * spaces are dropped, because publishers change theirs.
 *
 * Nothing is fetched, no external entity is read, and a document type
 * declaration that declares entities is refused. */
#ifndef TOCSIN_XML_H
#define TOCSIN_XML_H

#include "format/node.h"

/* Takes one record.  The tree and its texts live until the call returns; what
 * is to stay is copied.  Any status but OK ends the reading. */
typedef enum status xml_take(void *ctx, struct node *record, struct error *err);

/* Reads the whole document.  `records` is a NULL-terminated list of element
 * names.  take() is called, in document order, for
 *   - the root element, as soon as it begins: its attributes only;
 *   - each element named in records, whole (not again for those inside it);
 *   - each other element that has text of its own or attributes, when it ends:
 *     its text and attributes, no children.
 * ERR_INPUT with line and byte when the document is not well formed, is cut
 * short, is not valid UTF-8, or nests deeper than 64. */
MUST_CHECK enum status xml_read(struct str bytes, const char *const *records, xml_take *take,
                                void *ctx, struct error *err);

/* The name of the root element of something that looks like XML, from its
 * first bytes alone; "" when it does not. */
struct str xml_root_name(struct str head);

/* The whole of an HTML page, however untidy, as one tree in the arena.  Text
 * stands in NODE_TEXT children, in order.  Element names are in lower case. */
MUST_CHECK enum status html_read(struct arena *a, struct str bytes, struct node **top,
                                 struct error *err);
/* The text of everything below n, joined, runs of white space folded to one
 * blank, <br> and block elements counted as white space; all of it marked used. */
struct str html_text(struct arena *a, struct node *n);

#endif
