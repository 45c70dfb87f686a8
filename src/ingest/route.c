/* SPDX-License-Identifier: Apache-2.0 */
/* route.c - URLs by libcurl's own parser, so that what is checked is what is asked. */
#include "ingest/route.h"

#include "ingest/address.h"
#include "ingest/proxy.h"
#include "ingest/shown.h"

#include <netdb.h>
#include <stdio.h>
#include <sys/socket.h>

/* What every step below needs. */
struct step {
    struct route *r;
    const struct fetch_job *job;
    const struct fetch_options *options;
    struct arena *a;
    struct error *err;
};

static struct str url_part(const struct step *s, CURLU *u, CURLUPart part)
{
    const struct libcurl *curl = s->r->curl;
    unsigned flags = part == CURLUPART_PORT ? CURLU_DEFAULT_PORT : 0;
    char *text = NULL;
    struct str copy = {0};
    if (curl->url_get(u, part, &text, flags) == CURLUE_OK)
        copy = arena_copy(s->a, str_of(text));
    curl->free(text);
    return copy;
}

static bool same_part(const struct step *s, CURLU *one, CURLU *two, CURLUPart part)
{
    struct str p = url_part(s, one, part), q = url_part(s, two, part);
    return p.len == q.len && str_find_nocase(p, q) == 0;
}

static bool is_http(struct str scheme)
{
    return str_is(scheme, "https") || str_is(scheme, "http");
}

static enum status check_home(const struct step *s, CURLU *home)
{
    const struct fetch_job *job = s->job;
    struct str url = arena_copy(s->a, job->url);
    if (!url.len || s->r->curl->url_set(home, CURLUPART_URL, url.s, CURLU_NON_SUPPORT_SCHEME) ||
        s->r->curl->url_set(home, CURLUPART_FRAGMENT, NULL, 0))
        return fault(s->err, ERR_USAGE, 0, "the address to fetch from is not a URL");
    struct str scheme = url_part(s, home, CURLUPART_SCHEME);
    if (!is_http(scheme))
        return fault(s->err, ERR_USAGE, 0, "only http and https are fetched, not %.20s",
                     scheme.len ? scheme.s : "this");
    if (url_part(s, home, CURLUPART_USER).s || url_part(s, home, CURLUPART_PASSWORD).s)
        return fault(s->err, ERR_USAGE, 0,
                     "the URL holds a user name or password; give a token instead");
    if (!shown_is_plain(job->token) || !shown_is_plain(job->token_param))
        return fault(s->err, ERR_USAGE, 0, "the token holds bytes that cannot be sent");
    if (job->token.len && !job->private_ok && !str_is(scheme, "https"))
        return fault(s->err, ERR_USAGE, 0, "a token is not sent over plain http");
    return OK;
}

/* The configured URL, with the token if it belongs there. */
static enum status set_home(const struct step *s, CURLU *home)
{
    const struct fetch_job *job = s->job;
    enum status rc = check_home(s, home);
    if (rc || !job->token.len || !job->token_param.len)
        return rc;
    struct str pair = arena_printf(s->a, "%.*s=%.*s", STRF(job->token_param), STRF(job->token));
    if (!pair.len ||
        s->r->curl->url_set(home, CURLUPART_QUERY, pair.s, CURLU_APPENDQUERY | CURLU_URLENCODE))
        return fault(s->err, ERR_MEMORY, 0, "no memory for a URL");
    return OK;
}

static enum status point_to(const struct step *s, CURLU *u, CURLU *home)
{
    struct route *r = s->r;
    bool literal;
    r->host = url_part(s, u, CURLUPART_HOST);
    r->url = url_part(s, u, CURLUPART_URL);
    r->proxy = proxy_for(s->options->proxy, url_part(s, u, CURLUPART_SCHEME), r->host);
    buf_put(&r->trail, r->url);
    buf_byte(&r->trail, '\n');
    if (!r->url.len || !r->host.len || r->trail.failed)
        return fault(s->err, ERR_MEMORY, 0, "no memory for a URL");
    bool same_place =
        same_part(s, u, home, CURLUPART_HOST) && same_part(s, u, home, CURLUPART_PORT);
    r->home = same_place && same_part(s, u, home, CURLUPART_SCHEME);
    r->private_ok = same_place && s->job->private_ok;
    if (!r->private_ok && !address_text_is_public(r->host, &literal) && literal)
        return fault(s->err, ERR_NETWORK, 0, ROUTE_PRIVATE, r->host.s, r->host.s);
    return OK;
}

enum status route_home(struct route *r, const struct fetch_job *job,
                       const struct fetch_options *options, struct arena *a, struct error *err)
{
    const struct step s = {r, job, options, a, err};
    CURLU *home = r->curl->url();
    r->hops = 0;
    r->host = r->url = (struct str){0};
    buf_clear(&r->trail);
    enum status rc = home ? set_home(&s, home) : fault(err, ERR_MEMORY, 0, "no memory for a URL");
    if (!rc)
        rc = point_to(&s, home, home);
    r->curl->url_cleanup(home);
    return rc;
}

static bool was_here(const struct route *r, struct str url)
{
    struct str line, rest = buf_str(&r->trail);
    while (rest.len) {
        rest = str_cut(rest, '\n', &line);
        if (str_equal(line, url))
            return true;
    }
    return false;
}

/* Takes one hop.  A URL may come again, since some servers redirect to the same
 * place to see a cookie come back; so a loop ends by its length. */
static enum status count_hop(const struct step *s, struct str next)
{
    unsigned most = s->options->redirects;
    if (++s->r->hops <= most)
        return OK;
    struct str shown = str_span(shown_text(s->a, next, s->job->token), 0, 200);
    return fault(s->err, ERR_NETWORK, 0, "%s: more than %u redirects, the last to %.*s",
                 was_here(s->r, next) ? "redirected in a loop" : "redirected too often", most,
                 STRF(shown));
}

/* Sets u to where location leads from here, without a name or password, which
 * are nothing to take from a server. */
static enum status set_next(const struct step *s, CURLU *u, struct str location)
{
    const char *host = s->r->host.s;
    struct str to = arena_copy(s->a, location);
    bool safe = str_starts(s->r->url, STR("https:"));
    if (!to.len || s->r->curl->url_set(u, CURLUPART_URL, s->r->url.s, 0) ||
        s->r->curl->url_set(u, CURLUPART_URL, to.s, CURLU_NON_SUPPORT_SCHEME | CURLU_URLENCODE) ||
        s->r->curl->url_set(u, CURLUPART_USER, NULL, 0) ||
        s->r->curl->url_set(u, CURLUPART_PASSWORD, NULL, 0) ||
        s->r->curl->url_set(u, CURLUPART_FRAGMENT, NULL, 0))
        return fault(s->err, ERR_NETWORK, 0, "%.80s redirects to something that is not a URL",
                     host);
    struct str scheme = url_part(s, u, CURLUPART_SCHEME);
    if (!is_http(scheme))
        return fault(s->err, ERR_NETWORK, 0, "%.80s redirects to %.20s, which is not followed",
                     host, scheme.len ? scheme.s : "nowhere");
    if (safe && !str_is(scheme, "https"))
        return fault(s->err, ERR_NETWORK, 0,
                     "%.80s redirects from https to http, which is not followed", host);
    return count_hop(s, url_part(s, u, CURLUPART_URL));
}

enum status route_follow(struct route *r, struct str location, const struct fetch_job *job,
                         const struct fetch_options *options, struct arena *a, struct error *err)
{
    const struct step s = {r, job, options, a, err};
    CURLU *u = r->curl->url(), *home = r->curl->url();
    enum status rc =
        u && home ? set_home(&s, home) : fault(err, ERR_MEMORY, 0, "no memory for a URL");
    if (!rc)
        rc = set_next(&s, u, location);
    if (!rc)
        rc = point_to(&s, u, home);
    r->curl->url_cleanup(u);
    r->curl->url_cleanup(home);
    return rc;
}

/* ---- The handle. */

static curl_socket_t on_socket(void *ctx, curlsocktype purpose, struct curl_sockaddr *to)
{
    struct route *r = ctx;
    if (purpose != CURLSOCKTYPE_IPCXN)
        return CURL_SOCKET_BAD;
    if (!r->private_ok && !*r->proxy && !address_is_public(&to->addr)) {
        if (getnameinfo(&to->addr, to->addrlen, r->refused, sizeof r->refused, NULL, 0,
                        NI_NUMERICHOST))
            snprintf(r->refused, sizeof r->refused, "its address");
        return CURL_SOCKET_BAD;
    }
    return socket(to->family, to->socktype | SOCK_CLOEXEC, to->protocol);
}

bool route_set(struct route *r, CURL *easy)
{
    const struct libcurl *curl = r->curl;
    unsigned rc = 0;
    r->refused[0] = 0;
    rc |= curl->easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, on_socket);
    rc |= curl->easy_setopt(easy, CURLOPT_OPENSOCKETDATA, r);
    rc |= curl->easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    rc |= curl->easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
    rc |= curl->easy_setopt(easy, CURLOPT_FRESH_CONNECT, 1L);
    rc |= curl->easy_setopt(easy, CURLOPT_FORBID_REUSE, 1L);
    rc |= curl->easy_setopt(easy, CURLOPT_NOPROXY, "");
    rc |= curl->easy_setopt(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
    rc |= curl->easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    rc |= curl->easy_setopt(easy, CURLOPT_URL, r->url.s);
    rc |= curl->easy_setopt(easy, CURLOPT_PROXY, r->proxy);
    return rc == 0;
}

void route_free(struct route *r)
{
    buf_free(&r->trail);
}
