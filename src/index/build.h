/* SPDX-License-Identifier: Apache-2.0 */
/* build.h - making a snapshot, entry by entry.
 *
 *     b = index_builder_new(0);
 *     index_builder_list(b, &list);             for each list
 *     index_builder_entry(b, ref);                 for each of its entries
 *     index_builder_state(b, &state);                 for each run, oldest first
 *     rc = index_builder_write(b, folder, &id, err);
 *     index_builder_free(b);
 *
 * What is said in several states is kept once, with its times.  Texts are
 * copied.  Nothing can fail before writing: what went wrong is told then.  The
 * same calls in the same order give the same bytes. */
#ifndef TOCSIN_INDEX_BUILD_H
#define TOCSIN_INDEX_BUILD_H

#include "format/node.h"
#include "index/index.h"

struct index_builder;

/* Threads to use for writing, 0 for one a core.  NULL when memory is out. */
MUST_CHECK struct index_builder *index_builder_new(unsigned threads);
void index_builder_free(struct index_builder *b);

/* Entries that follow are of this list; `entries` need not be filled. */
void index_builder_list(struct index_builder *b, const struct index_list *list);
void index_builder_entry(struct index_builder *b, struct str ref);

/* One record of an entry and when it was that.  `times` and `entry` of what is
 * in it, and flags of names, need not be filled; numbers of identifiers are as
 * listed.  Texts are views. */
struct index_state {
    int64_t from, until;
    enum kind kind;
    enum standing standing;
    enum gender gender;
    int32_t listed;  /* INDEX_NO_DAY when not stated: zero is a day */
    struct str name; /* by which the entry is shown */
    VEC(struct index_name) names;
    VEC(struct index_birth) births;
    VEC(struct index_country) countries;
    VEC(struct index_identifier) identifiers;
};
/* Of the entry begun last.  Times rise from state to state. */
void index_builder_state(struct index_builder *b, const struct index_state *s);

/* What a decoded record (record/decode.h) says, arrays in the arena, texts views
 * into the tree.  Births of other calendars than the Gregorian and those that
 * are only text are left out; a country in words has the codes that it means. */
void index_state_of(struct arena *a, const struct node *top, struct index_state *out);

/* Writes folder/ID.snapshot, makes folder/current name it, and removes snapshots
 * that are no longer named.  Nothing can be added behind it.  ERR_INPUT when
 * there is more than a snapshot can hold (4 GiB of text, 2^32 units). */
MUST_CHECK enum status index_builder_write(struct index_builder *b, const char *folder,
                                           struct sha256 *id, struct error *err);
/* The same bytes, appended to a buffer that is empty. */
MUST_CHECK enum status index_builder_bytes(struct index_builder *b, struct buf *out,
                                           struct error *err);

#endif
