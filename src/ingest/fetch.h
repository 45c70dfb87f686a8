/* SPDX-License-Identifier: Apache-2.0 */
/* fetch.h - downloads list files, several at once, from servers that misbehave.
 *
 * A job is one file.  It ends as a whole new file under its path, as "the same
 * as before", or as a failure with its reason; what stood under the path before
 * stays until a whole file takes its place.  Whether the bytes are a list is not
 * asked here: an error page served with status 200 is fetched like any other.
 *
 * Where a download may go: http and https, never from https down to http, and
 * only to public addresses (address.h), looked at when the connection is made, so
 * that no answer of a name server can change in between.  A host that the operator configured may
 * be elsewhere (private_ok); one that it redirects to may not.  Through a proxy,
 * names are resolved by the proxy, so that their addresses are its business: the
 * proxy itself may be anywhere, and only hosts written as addresses are looked at.
 *
 * A reply that ends by closing the connection, with neither a length nor chunks,
 * cannot be told from one cut short. */
#ifndef TOCSIN_FETCH_H
#define TOCSIN_FETCH_H

#include "base/buf.h"

enum fetch_outcome {
    FETCH_PENDING = 0,  /* waiting or under way */
    FETCHED,            /* path holds the whole file */
    FETCH_NOT_MODIFIED, /* the server says it is that of etag_before or modified_before */
    FETCH_FAILED,       /* error says why; path is as it was */
};

struct fetch_job {
    /* What is wanted; all text is the caller's and stays for the call. */
    struct str list;        /* id, for messages and progress */
    struct str url;         /* http or https, without user name or password */
    const char *path;       /* to be filled; PATH.part and PATH.part.etag are used beside it */
    struct str etag_before; /* of the last version, as the server gave them; may be empty */
    struct str modified_before;
    struct str token;       /* a secret; sent to the host of url only, and only over https or
                               to a host that is private_ok */
    struct str token_param; /* the query parameter that carries it; empty: as a bearer token */
    bool private_ok;        /* the host and port of url may be at a private address */

    /* What came of it; text is in the arena, NUL-terminated, in printable ASCII,
     * and never holds the token. */
    enum fetch_outcome outcome;
    int http_status;      /* of the last answer, 0 when there was none */
    uint64_t bytes;       /* received of the file, decoded */
    struct str final_url; /* after redirects; without the token, it may hold signatures of theirs */
    struct str etag;      /* empty when none or not fit to be sent back */
    struct str last_modified;
    struct str content_type;
    struct str headers; /* of every answer of the last try, in order, lines ending in LF */
    unsigned tries;
    double waited;      /* seconds of pauses between tries, as they would be with pause_scale 1 */
    double seconds;     /* from the first try to the end */
    struct error error; /* of the last try; ERR_NETWORK, or ERR_IO, ERR_MEMORY, ERR_USAGE */
};

/* Called now and then and when a job ends; false stops everything. */
typedef bool fetch_progress(void *ctx, const struct fetch_job *jobs, size_t count);

/* Zero, or NULL, is the default in brackets. */
struct fetch_options {
    double connect_seconds; /* to make a connection [20] */
    double reply_seconds;   /* from a request to the first byte of the body [300]: the EU's list
                               is made on the fly and takes more than a minute to begin */
    double stall_seconds;   /* fewer than 100 bytes a second for this long is a stall [30] */
    double total_seconds;   /* one try with all its redirects [600] */
    double pause_seconds;   /* longest pause after the first try, twice that after each next; the
                               pause is drawn evenly from none to the longest [5] */
    double pause_scale;     /* pauses are multiplied by this, for tests [1] */
    uint64_t max_bytes;     /* decoded [2 GiB] */
    unsigned redirects;     /* in one try [8] */
    unsigned tries;         /* [4]; a Retry-After is waited out, up to five minutes */
    unsigned connections;   /* jobs under way at once [6] */
    const char *contact;    /* a URL or mail address put into the user agent */
    const char *user_agent; /* ["Tocsin/VERSION (sanctions list archive; CONTACT)"] */
    const char *proxy;      /* its URL; "" is none [what the environment says: proxy.h] */
    const char *ca_file;    /* certificates to trust, PEM [the system's] */
    fetch_progress *progress;
    void *progress_ctx;
};

/* Runs every job to its end.  OK although jobs failed: each says so itself.  Any
 * other status means that nothing was begun (bad options, no memory), or that
 * the arena failed.  Tries again after failed and cut connections, stalls and
 * timeouts, 408, 425, 429 and 5xx; a cut download goes on where it stopped if the
 * server gave it a strong ETag and no content coding, in this call or a later one.
 * Threads may each run their own. */
MUST_CHECK enum status fetch_all(struct fetch_job *jobs, size_t count,
                                 const struct fetch_options *options, struct arena *a,
                                 struct error *err);

/* Appends the user agent by which Tocsin asks, with a contact, which may be NULL.  ERR_USAGE
 * when that cannot be sent. */
MUST_CHECK enum status fetch_agent(struct buf *agent, const char *contact, struct error *err);

#endif
