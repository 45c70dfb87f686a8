/* SPDX-License-Identifier: Apache-2.0 */
/* http.h - serves HTTP until the process is told to end (SIGTERM, SIGINT), by libmicrohttpd.
 *
 * What a client can cost is bounded: its body, its headers, how long a request may take from its
 * first byte to the last of its answer, and how many connections there are; see http.c for the
 * numbers.  TLS is for a proxy in front. */
#ifndef TOCSIN_HTTP_H
#define TOCSIN_HTTP_H

#include "base/buf.h"

struct http_request {
    struct str method, path; /* the path without its query, percent signs resolved */
    struct str body;
    double came; /* when it was whole: clock_seconds */
};

struct http_answer {
    unsigned status;
    const char *type;  /* Content-Type */
    const char *allow; /* of 405; or NULL */
    struct buf body;
};

struct http_asked {
    struct http_request request;
    struct http_answer answer; /* out; its body is freed */
};
enum { HTTP_TOGETHER_MOST = 128 };

/* Answers the requests that have come since it was called last, in their order, at most
 * HTTP_TOGETHER_MOST: what one wait for the disk can do for all of them is done once.  Always
 * called by the same thread. */
typedef void http_handle(void *ctx, struct http_asked *const *all, size_t count);
/* Called before anything is served, with the address as ADDR:PORT. */
typedef void http_ready(void *ctx, const char *address);

struct http_options {
    http_handle *handle;
    http_ready *ready;
    void *ctx;
    const char *listen; /* ADDR:PORT; [ADDR]:PORT of IPv6; port 0: a free one */
    size_t body_most;   /* a longer body is answered 413 */
};

MUST_CHECK enum status http_serve(const struct http_options *o, struct error *err);

#endif
