/* SPDX-License-Identifier: Apache-2.0 */
/* present.h - the entries that stand on a day, each with the hash of its record.
 *
 * What is known of an entry on that day is a function of its record, so that two
 * days with the same hash have the same evidence. */
#ifndef TOCSIN_PRESENT_H
#define TOCSIN_PRESENT_H

#include "index/index.h"
#include "store/store.h"

/* When: as things stand, or as of an instant. */
struct moment {
    bool then;
    int64_t at;
};

struct present {
    uint32_t list, entry;    /* numbers in the snapshot */
    struct str ref;          /* a view into it */
    struct sha256 record;    /* of the canonical bytes */
    struct index_time stood; /* when the list had it as it does */
    bool reconstructed;      /* as of a day before the list's first version */
};
typedef VEC(struct present) present_vec;

/* Those listed or suspended, by list and ref; none of a casebook, whose rows are
 * facts about the parties of other lists.
 * ERR_CORRUPT when snapshot and store do not fit each other. */
MUST_CHECK enum status present_of(struct store *s, const struct index *ix, struct moment m,
                                  struct arena *a, present_vec *out, struct error *err);
/* The instant at which what is said of an entry of that list must have stood. */
int64_t moment_of(const struct index *ix, uint32_t list, struct moment m);
/* The number of (list id, ref) among them; false when it does not stand. */
MUST_CHECK bool present_find(const struct index *ix, const present_vec *all, struct str list,
                             struct str ref, uint32_t *out);
/* By list id, then ref, as they are in the vector. */
int present_compare(const struct index *ix, const struct present *p, struct str list,
                    struct str ref);

#endif
