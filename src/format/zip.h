/* SPDX-License-Identifier: Apache-2.0 */
/* zip.h - the parts of a zip archive that lies in memory, through minizip.
 *
 * An archive is untrusted: what a part inflates to is bounded while it
 * inflates, whatever its header says, and so is the sum of all that is read,
 * because entries may overlap. */
#ifndef TOCSIN_ZIP_H
#define TOCSIN_ZIP_H

#include "base/buf.h"

struct zip;

/* `bytes` must outlive the archive.  `limit` bounds the inflated bytes of one
 * part; all parts read from it may come to ZIP_PARTS times as much. */
enum { ZIP_PARTS = 4 };
MUST_CHECK enum status zip_open(struct str bytes, size_t limit, struct zip **out,
                                struct error *err);
void zip_close(struct zip *z);

bool zip_has(struct zip *z, struct str name);
/* Replaces what is in `out` by the part.  ERR_INPUT when it is not there, is
 * damaged, encrypted or inflates to more than is allowed. */
MUST_CHECK enum status zip_read(struct zip *z, struct str name, struct buf *out, struct error *err);

#endif
