/* SPDX-License-Identifier: Apache-2.0 */
/* files.h - many files of one folder, written under their names and then made durable together.
 *
 * For files that nobody relies on until something else, written later, says so: after a
 * crash some of them may be there in part.  Whoever needs a file whole or absent uses
 * file_write.  The disk is kept busy while more is written, so that a thousand files take
 * hardly longer to sync than the last one of them. */
#ifndef TOCSIN_FILES_H
#define TOCSIN_FILES_H

#include "base/base.h"

struct files;
/* `base` is the folder that all files are below; it exists. */
MUST_CHECK enum status files_new(const char *base, struct files **out, struct error *err);
void files_free(struct files *f); /* what was not synced may be lost */

/* Writes bytes as base/path; folders between them are made.  A file that has these bytes already is
 * not written again. */
MUST_CHECK enum status files_write(struct files *f, const char *path, struct str bytes,
                                   struct error *err);
/* All that was written, and the folders of it, are on the disk when this returns OK.  After a
 * failure it is not known which. */
MUST_CHECK enum status files_sync(struct files *f, struct error *err);

/* Removes a folder of plain files, base/path, with all that is in it, as far as that can be done;
 * nothing is synced. */
void files_drop(struct files *f, const char *path);

#endif
