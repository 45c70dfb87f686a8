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
};

struct http_answer {
    unsigned status;
    const char *type;  /* Content-Type */
    const char *allow; /* of 405; or NULL */
    struct buf body;
};

/* Answers; called by several threads.  What it leaves in out->body is freed. */
typedef void http_handle(void *ctx, const struct http_request *r, struct http_answer *out);
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
