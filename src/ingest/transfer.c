/* SPDX-License-Identifier: Apache-2.0 */
/* transfer.c - what is asked, what of the answer is accepted, and when to give up. */
#include "ingest/transfer.h"

#include "ingest/shown.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum {
    HEADERS_MAX = 256 << 10, /* of all answers of one try */
    SPILL_MAX = 64 << 10,    /* read of a body that nobody wants */
    WORDS_MAX = 1 << 20,
    SLOWEST = 100, /* bytes a second */
};

/* Which failures another try may mend, in words that need no curl(3). */
static const struct {
    CURLcode code;
    bool retry;
    const char *what;
} failures[] = {
    {CURLE_COULDNT_RESOLVE_HOST, true, "the name of the host was not found"},
    {CURLE_COULDNT_RESOLVE_PROXY, true, "the name of the proxy was not found"},
    {CURLE_COULDNT_CONNECT, true, "no connection"},
    {CURLE_PROXY, true, "no connection through the proxy"},
    {CURLE_OPERATION_TIMEDOUT, true, "no connection in time"},
    {CURLE_SSL_CONNECT_ERROR, true, "no secure connection"},
    {CURLE_PARTIAL_FILE, true, "the connection was cut before the end of the file"},
    {CURLE_GOT_NOTHING, true, "the server closed the connection without an answer"},
    {CURLE_SEND_ERROR, true, "the connection broke"},
    {CURLE_RECV_ERROR, true, "the connection broke"},
    {CURLE_HTTP2, true, "the connection broke"},
    {CURLE_HTTP2_STREAM, true, "the connection broke"},
    {CURLE_BAD_CONTENT_ENCODING, true, "the compressed content is broken"},
    {CURLE_PEER_FAILED_VERIFICATION, false, "the certificate of the server is not trusted"},
    {CURLE_SSL_CACERT_BADFILE, false, "the file of trusted certificates cannot be used"},
    {CURLE_UNSUPPORTED_PROTOCOL, false, "the server does not speak HTTP"},
    {CURLE_WEIRD_SERVER_REPLY, false, "the server does not speak HTTP"},
};

static bool worth_retrying(int status)
{
    return status == 408 || status == 425 || status == 429 || (status >= 500 && status <= 599);
}

static enum status hopeless(struct transfer *t, enum status rc)
{
    t->hopeless = true;
    return rc;
}

/* ---- what libcurl calls ---- */

/* NOLINTNEXTLINE(readability-non-const-parameter): the type that libcurl calls */
static size_t on_header(char *line, size_t size, size_t count, void *ctx)
{
    struct transfer *t = ctx;
    size_t len = size * count;
    if (len > HEADERS_MAX - t->headers.len) {
        hopeless(t, fault(&t->err, ERR_NETWORK, 0, "%.80s sent more than %d bytes of headers",
                          t->route.host.s, HEADERS_MAX));
        return 0;
    }
    buf_put(&t->headers, (struct str){line, len});
    return len;
}

static int status_of(const struct transfer *t)
{
    long status = 0;
    t->curl->easy_getinfo(t->easy, CURLINFO_RESPONSE_CODE, &status);
    return status < 200 ? 0 : (int)status;
}

struct str transfer_header(const struct transfer *t, const char *name)
{
    struct curl_header *h;
    if (t->curl->easy_header(t->easy, name, 0, CURLH_HEADER, -1, &h))
        return STR("");
    return str_trim(str_of(h->value));
}

/* Content-Range: bytes 100-199/200.  False unless it is the rest, from `from`. */
static bool is_rest(struct str range, uint64_t from, uint64_t *whole)
{
    struct str unit, first, last, total;
    uint64_t start, end;
    range = str_cut(range, ' ', &unit);
    total = str_cut(range, '/', &range);
    last = str_cut(range, '-', &first);
    if (!str_is_nocase(unit, "bytes") || !str_number(first, INT64_MAX, &start) ||
        !str_number(last, INT64_MAX, &end) || start != from || end < start)
        return false;
    *whole = 0;
    return str_is(total, "*") || (str_number(total, INT64_MAX, whole) && end < *whole);
}

static bool is_identity(const struct transfer *t)
{
    struct str coding = transfer_header(t, "Content-Encoding");
    return coding.len == 0 || str_is_nocase(coding, "identity");
}

static enum status accept_rest(struct transfer *t)
{
    struct str etag = transfer_header(t, "ETag");
    if (t->continuing && is_identity(t) &&
        is_rest(transfer_header(t, "Content-Range"), t->part.size, &t->whole) &&
        (etag.len == 0 || str_equal(etag, buf_str(&t->part.etag))))
        return OK;
    enum status rc = part_restart(&t->part, (struct str){0}, &t->err);
    if (rc)
        return hopeless(t, rc);
    return fault(&t->err, ERR_NETWORK, 0, "%.80s sent another part of the file than asked for",
                 t->route.host.s);
}

static enum status check_size(struct transfer *t, uint64_t more)
{
    uint64_t max = t->options->max_bytes;
    if (t->part.size <= max && more <= max - t->part.size)
        return OK;
    enum status rc = part_restart(&t->part, (struct str){0}, &t->err);
    if (!rc)
        rc = fault(&t->err, ERR_NETWORK, 0, "%.80s sends more than the %llu bytes allowed",
                   t->route.host.s, (unsigned long long)max);
    return hopeless(t, rc);
}

static enum status accept_whole(struct transfer *t)
{
    struct str etag = is_identity(t) ? transfer_header(t, "ETag") : STR("");
    enum status rc = part_restart(&t->part, etag, &t->err);
    return rc ? hopeless(t, rc) : OK;
}

/* Once for each answer, before the first byte of its body or at its end. */
static enum status accept_body(struct transfer *t)
{
    curl_off_t promised = -1;
    if (t->begun)
        return OK;
    t->begun = true;
    enum status rc = status_of(t) == 206 ? accept_rest(t) : accept_whole(t);
    t->curl->easy_getinfo(t->easy, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &promised);
    return !rc && promised > 0 ? check_size(t, (uint64_t)promised) : rc;
}

static enum status add_body(struct transfer *t, struct str bytes)
{
    enum status rc = check_size(t, bytes.len);
    if (rc)
        return rc;
    rc = part_add(&t->part, bytes, &t->err);
    t->job->bytes = t->part.size;
    return rc ? hopeless(t, rc) : OK;
}

/* NOLINTNEXTLINE(readability-non-const-parameter): the type that libcurl calls */
static size_t on_body(char *bytes, size_t size, size_t count, void *ctx)
{
    struct transfer *t = ctx;
    size_t len = size * count;
    int status = status_of(t);
    t->received += len;
    if (status != 200 && status != 206) {
        t->unwanted = t->received > SPILL_MAX;
        return t->unwanted ? 0 : len;
    }
    if (accept_body(t) || add_body(t, (struct str){bytes, len}))
        return 0;
    return len;
}

/* ---- the request ---- */

static void add_field(struct transfer *t, const char *name, struct str value)
{
    if (!value.len || !shown_is_plain(value))
        return;
    struct str line = arena_printf(&t->words, "%s: %.*s", name, STRF(value));
    struct curl_slist *more = line.len ? t->curl->slist_append(t->fields, line.s) : NULL;
    if (more)
        t->fields = more;
    else
        t->words.failed = true;
}

/* Even while a part is continued the file as a whole may be the one before:
 * servers weigh If-None-Match first (RFC 9110 13.2.2). */
static void set_fields(struct transfer *t)
{
    const struct fetch_job *job = t->job;
    t->curl->slist_free_all(t->fields);
    t->fields = NULL;
    add_field(t, "If-None-Match", job->etag_before);
    add_field(t, "If-Modified-Since", job->modified_before);
    if (t->continuing) {
        struct str range = arena_printf(&t->words, "bytes=%llu-", (unsigned long long)t->part.size);
        add_field(t, "Range", range);
        add_field(t, "If-Range", buf_str(&t->part.etag));
        add_field(t, "Accept-Encoding", STR("identity"));
    }
    if (t->route.home && job->token.len && !job->token_param.len)
        add_field(t, "Authorization", arena_printf(&t->words, "Bearer %.*s", STRF(job->token)));
}

static unsigned set_callbacks(struct transfer *t)
{
    unsigned rc = 0;
    rc |= t->curl->easy_setopt(t->easy, CURLOPT_PRIVATE, t);
    rc |= t->curl->easy_setopt(t->easy, CURLOPT_ERRORBUFFER, t->says);
    rc |= t->curl->easy_setopt(t->easy, CURLOPT_HEADERFUNCTION, on_header);
    rc |= t->curl->easy_setopt(t->easy, CURLOPT_HEADERDATA, t);
    rc |= t->curl->easy_setopt(t->easy, CURLOPT_WRITEFUNCTION, on_body);
    rc |= t->curl->easy_setopt(t->easy, CURLOPT_WRITEDATA, t);
    return rc;
}

/* What holds for every request of the job. */
static unsigned set_rules(struct transfer *t)
{
    const struct fetch_options *o = t->options;
    unsigned rc = 0;
    rc |= t->curl->easy_setopt(t->easy, CURLOPT_COOKIEFILE, "");
    rc |= t->curl->easy_setopt(t->easy, CURLOPT_USERAGENT, o->user_agent);
    rc |=
        t->curl->easy_setopt(t->easy, CURLOPT_CONNECTTIMEOUT_MS, (long)(o->connect_seconds * 1000));
    if (o->ca_file)
        rc |= t->curl->easy_setopt(t->easy, CURLOPT_CAINFO, o->ca_file);
    return rc;
}

/* Readies the handle to ask for what the route leads to. */
static enum status request(struct transfer *t, double now)
{
    unsigned rc = 0;
    t->continuing = part_continues(&t->part);
    t->begun = t->unwanted = false;
    t->received = t->marked = 0;
    t->whole = 0;
    t->says[0] = 0;
    t->hop_began = t->mark = now;
    set_fields(t);
    rc |= t->curl->easy_setopt(t->easy, CURLOPT_HTTPHEADER, t->fields);
    rc |= t->curl->easy_setopt(t->easy, CURLOPT_ACCEPT_ENCODING, t->continuing ? NULL : "");
    if (rc || !route_set(&t->route, t->easy) || t->words.failed || t->headers.failed)
        return fault(&t->err, ERR_MEMORY, 0, "cannot set up a download");
    return OK;
}

enum status transfer_open(struct transfer *t, struct fetch_job *job,
                          const struct fetch_options *options, const struct libcurl *curl)
{
    *t = (struct transfer){
        .job = job, .options = options, .curl = curl, .route.curl = curl, .words.limit = WORDS_MAX};
    part_find(&t->part, job->path, job->url);
    t->easy = t->curl->easy_init();
    if (!t->easy || (set_callbacks(t) | set_rules(t)) != 0)
        return fault(&t->err, ERR_MEMORY, 0, "cannot set up a download");
    return OK;
}

void transfer_close(struct transfer *t)
{
    t->curl->easy_cleanup(t->easy);
    t->curl->slist_free_all(t->fields);
    part_free(&t->part);
    buf_free(&t->headers);
    route_free(&t->route);
    arena_free(&t->words);
}

enum status transfer_begin(struct transfer *t, double now)
{
    t->err = (struct error){0};
    t->hopeless = false;
    t->retry_after = 0;
    t->try_began = now;
    buf_clear(&t->headers);
    arena_reset(&t->words);
    enum status rc = route_home(&t->route, t->job, t->options, &t->words, &t->err);
    return rc ? rc : request(t, now);
}

/* ---- the answer ---- */

static struct str shown(struct transfer *t, struct str text)
{
    struct str fit = shown_text(&t->words, text, t->job->token);
    return fit.s ? str_span(fit, 0, 200) : STR("");
}

static bool redirects(const struct transfer *t, int status)
{
    return (status == 301 || status == 302 || status == 303 || status == 307 || status == 308) &&
           transfer_header(t, "Location").len > 0;
}

static enum verdict redirected(struct transfer *t, double now)
{
    enum status rc = route_follow(&t->route, transfer_header(t, "Location"), t->job, t->options,
                                  &t->words, &t->err);
    if (!rc)
        rc = request(t, now);
    return rc ? VERDICT_FAILED : VERDICT_HOP;
}

static enum verdict broken(struct transfer *t, CURLcode code)
{
    const char *what = "the download failed";
    bool retry = false;
    for (size_t i = 0; i < COUNT(failures); i++)
        if (failures[i].code == code) {
            what = failures[i].what;
            retry = failures[i].retry;
        }
    struct str says = shown(t, str_of(t->says[0] ? t->says : t->curl->easy_strerror(code)));
    fault(&t->err, ERR_NETWORK, t->part.size, "%.80s: %s (%.*s)", t->route.host.s, what,
          STRF(says));
    return retry ? VERDICT_RETRY : VERDICT_FAILED;
}

static enum verdict complete(struct transfer *t)
{
    if (accept_body(t))
        return t->hopeless ? VERDICT_FAILED : VERDICT_RETRY;
    if (t->whole && t->part.size != t->whole) {
        fault(&t->err, ERR_NETWORK, t->part.size, "%.80s sent %llu of %llu bytes", t->route.host.s,
              (unsigned long long)t->part.size, (unsigned long long)t->whole);
        return VERDICT_RETRY;
    }
    t->job->bytes = t->part.size;
    return VERDICT_FETCHED;
}

static enum verdict answered(struct transfer *t, int status)
{
    const struct fetch_job *job = t->job;
    curl_off_t seconds = 0;
    if (status == 200 || status == 206)
        return complete(t);
    if (status == 304 && (job->etag_before.len || job->modified_before.len))
        return VERDICT_NOT_MODIFIED;
    if (status == 416 && t->continuing) {
        if (part_restart(&t->part, (struct str){0}, &t->err))
            return VERDICT_FAILED;
        fault(&t->err, ERR_NETWORK, 0, "%.80s has no more of the file", t->route.host.s);
        return VERDICT_RETRY;
    }
    t->curl->easy_getinfo(t->easy, CURLINFO_RETRY_AFTER, &seconds);
    t->retry_after = (double)seconds;
    fault(&t->err, ERR_NETWORK, 0, "%.80s answered with status %d", t->route.host.s, status);
    return worth_retrying(status) ? VERDICT_RETRY : VERDICT_FAILED;
}

enum verdict transfer_done(struct transfer *t, CURLcode code, double now)
{
    int status = status_of(t);
    if (status)
        t->job->http_status = status;
    if (t->hopeless)
        return VERDICT_FAILED;
    if (t->err.status) /* accept_rest wants another try */
        return VERDICT_RETRY;
    if (t->route.refused[0] && code == CURLE_COULDNT_CONNECT) {
        fault(&t->err, ERR_NETWORK, 0, ROUTE_PRIVATE, t->route.host.s, t->route.refused);
        return VERDICT_FAILED;
    }
    if (code && !t->unwanted && (status == 0 || status == 200 || status == 206))
        return broken(t, code);
    return redirects(t, status) ? redirected(t, now) : answered(t, status);
}

static bool too_slow(struct transfer *t, double now)
{
    const struct fetch_options *o = t->options;
    const char *host = t->route.host.s;
    if (now - t->try_began > o->total_seconds)
        return fault(&t->err, ERR_NETWORK, t->part.size, "%.80s: not done after %g seconds", host,
                     o->total_seconds);
    if (t->received == 0)
        return now - t->hop_began > o->reply_seconds &&
               fault(&t->err, ERR_NETWORK, 0, "%.80s: no answer for %g seconds", host,
                     o->reply_seconds);
    if (t->marked > 0 && now - t->mark < o->stall_seconds)
        return false;
    if (t->marked > 0 && (double)(t->received - t->marked) < SLOWEST * (now - t->mark))
        return fault(&t->err, ERR_NETWORK, t->part.size,
                     "%.80s: stalled, fewer than %d bytes a second for %g seconds", host, SLOWEST,
                     o->stall_seconds);
    t->mark = now;
    t->marked = t->received;
    return false;
}

bool transfer_overdue(struct transfer *t, double now)
{
    if (!too_slow(t, now))
        return false;
    t->job->http_status = status_of(t);
    return true;
}
