/* SPDX-License-Identifier: Apache-2.0 */
/* links_file.h - links as a file (doc/format/parties.md), for src/screen alone. */
#ifndef TOCSIN_LINKS_FILE_H
#define TOCSIN_LINKS_FILE_H

#include "screen/links.h"

/* What a file has: lists and refs as texts, since numbers change with the
 * snapshot.  Texts are views of the bytes. */
struct filed {
    struct str list, ref;
    struct sha256 record;
};
struct links_file {
    VEC(struct filed) entries; /* by list and ref */
    likeness_vec likenesses;   /* a and b: numbers of its entries */
    said_vec said;
};

/* Reads all of it, in the arena.  ERR_CORRUPT with the first thing wrong;
 * ERR_CONFLICT when another edition of the program made it. */
MUST_CHECK enum status links_parse(struct str bytes, struct arena *a, struct links_file *out,
                                   struct error *err);
/* Appends the bytes of these links: equal links, equal bytes. */
void links_write(const struct index *ix, const struct links *l, struct buf *out);

#endif
