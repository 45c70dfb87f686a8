/* SPDX-License-Identifier: Apache-2.0 */
/* proxy.c - the environment's customs about proxies, as curl(1) states them. */
#include "ingest/proxy.h"

#include "ingest/address.h"

#include <stdlib.h>

static const char *from_environment(const char *const names[])
{
    for (; *names; names++) {
        const char *value = getenv(*names);
        if (value && *value)
            return value;
    }
    return "";
}

static bool exempts(struct str entry, struct str host)
{
    if (str_is(entry, "*") || address_within(host, entry))
        return true;
    if (str_starts(entry, STR(".")))
        entry = str_from(entry, 1);
    if (entry.len == 0 || entry.len > host.len)
        return false;
    size_t before = host.len - entry.len;
    struct str tail = str_from(host, before);
    return str_find_nocase(tail, entry) == 0 && (before == 0 || host.s[before - 1] == '.');
}

static bool goes_direct(struct str host)
{
    static const char *const names[] = {"no_proxy", "NO_PROXY", NULL};
    struct str list = str_of(from_environment(names)), some, entry;
    if (str_starts(host, STR("[")) && str_ends(host, STR("]")))
        host = str_span(host, 1, host.len - 2);
    while (list.len) {
        list = str_cut(list, ',', &some);
        while (some.len) {
            some = str_cut(some, ' ', &entry);
            if (exempts(entry, host))
                return true;
        }
    }
    return false;
}

const char *proxy_for(const char *set, struct str scheme, struct str host)
{
    /* HTTP_PROXY is what a CGI program gets from a header "Proxy:". */
    static const char *const http[] = {"http_proxy", "all_proxy", "ALL_PROXY", NULL};
    static const char *const https[] = {"https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY",
                                        NULL};
    const char *proxy = set ? set : from_environment(str_is(scheme, "https") ? https : http);
    return *proxy && goes_direct(host) ? "" : proxy;
}
