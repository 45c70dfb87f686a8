/* SPDX-License-Identifier: Apache-2.0 */
/* route.h - where the next request of a job goes, and what it may do there.
 *
 * The configured URL is home.  The token goes home only, a private address is
 * allowed at home's host and port only, and a redirect leads to http or https,
 * never from https down to http.  The address behind a name is looked at when
 * the connection is made, by who makes it. */
#ifndef TOCSIN_ROUTE_H
#define TOCSIN_ROUTE_H

#include "base/buf.h"
#include "ingest/fetch.h"
#include "ingest/libcurl.h"

/* For a host and its address, as printf has them. */
#define ROUTE_PRIVATE                                                                              \
    "%.80s is at %s, a private address, which config.ini does not allow (private = yes)"

struct route {
    const struct libcurl *curl; /* set by its owner: for the parser of URLs */
    struct str url;  /* what to ask for, with the token when that is in the query; in the arena */
    struct str host; /* for messages */
    const char *proxy;
    bool home;       /* scheme, host and port of the configured URL */
    bool private_ok; /* the other end may have a private address */
    unsigned hops;
    struct buf trail; /* every URL asked for since route_home, a line each */
    char refused[64]; /* the address that a connection was refused to since route_set, or "" */
};

/* Goes home.  ERR_USAGE when the job's URL or token will not do; ERR_NETWORK for
 * a private address that the job may not use. */
MUST_CHECK enum status route_home(struct route *r, const struct fetch_job *job,
                                  const struct fetch_options *options, struct arena *a,
                                  struct error *err);

/* Goes where the header Location says, which may be relative; ERR_NETWORK, with
 * the reason, when it may not. */
MUST_CHECK enum status route_follow(struct route *r, struct str location,
                                    const struct fetch_job *job,
                                    const struct fetch_options *options, struct arena *a,
                                    struct error *err);

/* Readies a handle for the request that the route leads to: http and https, no redirects of
 * libcurl's own, and to no private address unless that is allowed.  Each has a connection of its
 * own: one used again would have been looked at for another request, and could hold what a
 * server sent too much for that.  The route stays where it is until the request is over.
 * False when memory is out. */
MUST_CHECK bool route_set(struct route *r, CURL *easy);
void route_free(struct route *r);

#endif
