/* SPDX-License-Identifier: Apache-2.0 */
/* proxy.h - which proxy, if any, stands between here and a host.
 *
 * libcurl would find out by itself, but whoever checks the addresses of
 * connections has to know whether they are the host's or the proxy's. */
#ifndef TOCSIN_PROXY_H
#define TOCSIN_PROXY_H

#include "base/base.h"

/* The proxy's URL, or "" for a direct connection.  `set` is the configured one:
 * NULL asks the environment (http_proxy in lower case only, https_proxy or
 * HTTPS_PROXY, all_proxy or ALL_PROXY) and "" is none.  Hosts of no_proxy or
 * NO_PROXY go direct in either case: names, which stand for all names below
 * them, addresses, blocks such as 10.0.0.0/8, or "*". */
const char *proxy_for(const char *set, struct str scheme, struct str host);

#endif
