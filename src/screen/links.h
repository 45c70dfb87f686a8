/* SPDX-License-Identifier: Apache-2.0 */
/* links.h - what ties the entries of a day to those of other lists, kept from one
 * state of the store to the next.
 *
 * Likenesses by name take screening to find, cross references take reading the
 * records; both are functions of the records alone, and so a file beside the
 * snapshot keeps them by the hash of the record (doc/format/parties.md).  Only
 * entries that came or changed are screened again. */
#ifndef TOCSIN_LINKS_H
#define TOCSIN_LINKS_H

#include "screen/likeness.h"

/* An entry says that another list has the same party under that ref. */
struct said {
    uint32_t by; /* number among the present */
    struct str list, ref;
};
typedef VEC(struct said) said_vec;

struct links {
    struct arena arena; /* of everything below; texts are views of it and of the snapshot */
    struct moment moment;
    present_vec entries;     /* by list and ref */
    likeness_vec likenesses; /* by a and b */
    said_vec said;           /* by `by` */
};

struct links_work {
    size_t screened;     /* entries that had to be screened */
    const char *why;     /* the file that was there could not be used, or NULL */
    bool kept;           /* what is there now is in the file */
    struct error unkept; /* why it could not be written, if so */
};

/* Called now and then while entries are screened. */
typedef void links_tell(void *ctx, size_t done, size_t all);

/* The links of that moment.  `path` names the file: what it has is used, and as
 * things stand (not m.then) it is replaced when it is not of this state.  That
 * the file is damaged, of another edition or cannot be written is no failure: work
 * says so.  Threads: 0, one a core. */
MUST_CHECK enum status links_bring(struct store *s, const struct index *ix, struct moment m,
                                   const char *path, unsigned threads, links_tell *tell, void *ctx,
                                   struct links *out, struct links_work *work, struct error *err);
void links_free(struct links *l);

/* A claim that two entries are one party is made from these odds on. */
#define PARTY_THRESHOLD 0.90
/* The least odds of a likeness that can matter, for two entries. */
double links_least(const struct likened *a, const struct likened *b);

#endif
