/* SPDX-License-Identifier: Apache-2.0 */
/* un.h - what the files of the UN source know of one entry: un.c reads the
 * entry, un_name.c its names, un_detail.c births, places and documents. */
#ifndef TOCSIN_UN_H
#define TOCSIN_UN_H

#include "format/node.h"
#include "source/source.h"

struct un {
    struct str list;
    struct sink *out;
    struct arena a; /* of the record at hand */
};

/* Adds the entry's own name, its form in the original script, and the names in
 * its aliases.  What else an alias says (birth, place) goes to the births and
 * places, with a note that names the alias. */
void un_names(struct un *u, struct record *r, const struct node *entry);

/* Add one INDIVIDUAL_DATE_OF_BIRTH, _PLACE_OF_BIRTH, _ADDRESS or _DOCUMENT;
 * nothing for one that is blank. */
void un_birth(struct un *u, struct record *r, const struct node *n);
void un_birth_place(struct un *u, struct record *r, const struct node *n);
void un_address(struct un *u, struct record *r, const struct node *n);
void un_document(struct un *u, struct record *r, const struct node *n);

/* Adds the date of birth in a text, unless it is blank or one of the list's
 * words for nothing ("null", "Invalid date").  Returns it, or a throw-away
 * one.  What is not a date is kept as text and told to the sink. */
struct dating *un_birth_text(struct un *u, struct record *r, struct str text);

#endif
