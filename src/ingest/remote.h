/* SPDX-License-Identifier: Apache-2.0 */
/* remote.h - the files of a published log, from a web server (ingest/fetch.h).
 *
 * Whoever walks a log asks for one tile after the other; here the next ones are asked for with it,
 * several at once.  They lie in a folder below $TMPDIR, else /dev/shm, else /tmp, until
 * others take their place: REMOTE_AHEAD bundles and tiles at most. */
#ifndef TOCSIN_REMOTE_H
#define TOCSIN_REMOTE_H

#include "ingest/fetch.h"
#include "ledger/log.h"

enum { REMOTE_AHEAD = 16 };

struct remote;

/* `url` is where `checkpoint` and `tile/` are; its host may be at a private address, since the
 * person named it, one that it redirects to may not.  Options and url outlive it. */
MUST_CHECK enum status remote_open(struct str url, const struct fetch_options *options,
                                   struct remote **out, struct error *err);
/* Removes what it has fetched; accepts NULL. */
void remote_close(struct remote *r);
/* How many entries the log has: what can be asked for ahead. */
void remote_expect(void *remote, uint64_t size);
/* Reads a file; ctx is the remote.  ERR_NETWORK says what the server did. */
log_fetch remote_fetch;

#endif
