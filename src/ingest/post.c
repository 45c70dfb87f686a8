/* SPDX-License-Identifier: Apache-2.0 */
/* post.c - one thread and one libcurl multi handle, until all are over or the time is. */
#include "ingest/post.h"

#include "base/clock.h"
#include "ingest/fetch.h"
#include "ingest/route.h"
#include "ingest/shown.h"

#include <stdio.h>
#include <stdlib.h>

enum { HEADERS_MOST = 64 << 10, WORDS_MOST = 1 << 20, TICK_MS = 100 };

struct seat {
    struct post *post;
    const struct post_options *options;
    CURL *easy;
    struct route route;
    struct arena words; /* of route */
    size_t headers;     /* bytes of them */
    bool active, long_winded;
    char says[CURL_ERROR_SIZE];
};

struct round {
    const struct post_options *o;
    struct seat *seats;
    size_t count, active;
    struct libcurl curl;
    struct curl_slist *fields;
    CURLM *multi;
    double until;
};

/* ---- What libcurl calls. */

/* NOLINTNEXTLINE(readability-non-const-parameter): the type that libcurl calls */
static size_t on_header(char *line, size_t size, size_t count, void *ctx)
{
    struct seat *s = ctx;
    (void)line;
    s->headers += size * count;
    s->long_winded |= s->headers > HEADERS_MOST;
    return s->long_winded ? 0 : size * count;
}

/* NOLINTNEXTLINE(readability-non-const-parameter): the type that libcurl calls */
static size_t on_body(char *bytes, size_t size, size_t count, void *ctx)
{
    struct seat *s = ctx;
    struct buf *answer = &s->post->answer;
    size_t len = size * count;
    s->long_winded |= len > s->options->answer_most - answer->len;
    if (s->long_winded)
        return 0;
    buf_put(answer, (struct str){bytes, len});
    return answer->failed ? 0 : len;
}

/* ---- One message. */

static bool set_handle(struct round *r, struct seat *s, const char *agent)
{
    const struct libcurl *curl = &r->curl;
    unsigned rc = 0;
    s->easy = curl->easy_init();
    if (!s->easy)
        return false;
    rc |= curl->easy_setopt(s->easy, CURLOPT_PRIVATE, s);
    rc |= curl->easy_setopt(s->easy, CURLOPT_ERRORBUFFER, s->says);
    rc |= curl->easy_setopt(s->easy, CURLOPT_HEADERFUNCTION, on_header);
    rc |= curl->easy_setopt(s->easy, CURLOPT_HEADERDATA, s);
    rc |= curl->easy_setopt(s->easy, CURLOPT_WRITEFUNCTION, on_body);
    rc |= curl->easy_setopt(s->easy, CURLOPT_WRITEDATA, s);
    rc |= curl->easy_setopt(s->easy, CURLOPT_HTTPHEADER, r->fields);
    rc |= curl->easy_setopt(s->easy, CURLOPT_USERAGENT, agent);
    /* A name server that does not answer is not waited for either. */
    rc |= curl->easy_setopt(s->easy, CURLOPT_QUICK_EXIT, 1L);
    if (r->o->ca_file)
        rc |= curl->easy_setopt(s->easy, CURLOPT_CAINFO, r->o->ca_file);
    return rc == 0;
}

static enum status request(struct round *r, struct seat *s)
{
    struct post *p = s->post;
    const struct fetch_job job = {.url = p->url, .private_ok = p->private_ok};
    const struct fetch_options options = {.proxy = r->o->proxy};
    arena_reset(&s->words);
    enum status rc = route_home(&s->route, &job, &options, &s->words, &p->error);
    if (rc)
        return rc;
    unsigned bad = !route_set(&s->route, s->easy);
    bad |= r->curl.easy_setopt(s->easy, CURLOPT_POSTFIELDS, buf_cstr(&p->body));
    bad |= r->curl.easy_setopt(s->easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)p->body.len);
    if (bad || p->body.failed || r->curl.multi_add_handle(r->multi, s->easy) != CURLM_OK)
        return fault(&p->error, ERR_MEMORY, 0, "no memory for a request");
    s->active = true;
    r->active++;
    return OK;
}

static void send_it(struct round *r, struct seat *s)
{
    bool again = true;
    while (again) {
        s->post->status = 0;
        s->post->error = (struct error){0};
        buf_clear(&s->post->answer);
        s->headers = 0;
        s->long_winded = false;
        s->says[0] = 0;
        if (request(r, s) == OK)
            return;
        again = r->o->over(r->o->ctx, (size_t)(s - r->seats), s->post);
    }
}

/* ---- Its end. */

static void detach(struct round *r, struct seat *s)
{
    r->curl.multi_remove_handle(r->multi, s->easy);
    s->active = false;
    r->active--;
}

static void failed(struct round *r, struct seat *s, CURLcode code)
{
    struct post *p = s->post;
    const char *host = s->route.host.s;
    if (s->route.refused[0] && code == CURLE_COULDNT_CONNECT) {
        fault(&p->error, ERR_NETWORK, 0, ROUTE_PRIVATE, host, s->route.refused);
    } else if (s->long_winded) {
        fault(&p->error, ERR_NETWORK, 0, "%.80s answers with more than %zu bytes", host,
              r->o->answer_most);
    } else {
        struct str says = str_of(s->says[0] ? s->says : r->curl.easy_strerror(code));
        says = str_span(shown_text(&s->words, says, (struct str){0}), 0, 200);
        fault(&p->error, ERR_NETWORK, 0, "%.80s: %.*s", host, STRF(says));
    }
}

static void take_results(struct round *r)
{
    CURLMsg *m;
    int left;
    while ((m = r->curl.multi_info_read(r->multi, &left))) {
        char *which = NULL;
        long status = 0;
        CURLcode code = m->data.result;
        if (m->msg != CURLMSG_DONE ||
            r->curl.easy_getinfo(m->easy_handle, CURLINFO_PRIVATE, &which) != CURLE_OK)
            continue;
        struct seat *s = (struct seat *)(void *)which;
        r->curl.easy_getinfo(s->easy, CURLINFO_RESPONSE_CODE, &status);
        detach(r, s);
        if (code)
            failed(r, s, code);
        else
            s->post->status = (unsigned)status;
        if (r->o->over(r->o->ctx, (size_t)(s - r->seats), s->post))
            send_it(r, s);
    }
}

static void give_up(struct round *r, const char *why)
{
    for (size_t i = 0; i < r->count; i++) {
        struct seat *s = &r->seats[i];
        if (!s->active)
            continue;
        detach(r, s);
        fault(&s->post->error, ERR_NETWORK, 0, "%.80s: %s", s->route.host.s, why);
        (void)r->o->over(r->o->ctx, i, s->post);
    }
}

static void run(struct round *r)
{
    char why[64];
    snprintf(why, sizeof why, "no answer in %g seconds", r->o->seconds);
    for (size_t i = 0; i < r->count; i++)
        send_it(r, &r->seats[i]);
    while (r->active) {
        int busy;
        CURLMcode rc = r->curl.multi_perform(r->multi, &busy);
        take_results(r);
        double left = r->until - clock_seconds();
        if (rc || left <= 0)
            give_up(r, rc ? r->curl.multi_strerror(rc) : why);
        else if (r->active)
            (void)r->curl.multi_poll(
                r->multi, NULL, 0, left * 1000 < TICK_MS ? (int)(left * 1000) + 1 : TICK_MS, NULL);
    }
}

/* ---- All of them. */

/* A body is sent at once, not when the server has said that it may be. */
static bool set_fields(struct round *r)
{
    static const char *const lines[] = {"Content-Type: text/plain; charset=utf-8", "Expect:"};
    for (size_t i = 0; i < COUNT(lines); i++) {
        struct curl_slist *more = r->curl.slist_append(r->fields, lines[i]);
        if (!more)
            return false;
        r->fields = more;
    }
    return true;
}

static bool seat_all(struct round *r, struct post *posts, const char *agent)
{
    r->multi = r->curl.multi_init();
    r->seats = calloc(r->count + 1, sizeof *r->seats);
    if (!r->multi || !r->seats || !set_fields(r))
        return false;
    for (size_t i = 0; i < r->count; i++) {
        struct seat *s = &r->seats[i];
        s->post = &posts[i];
        s->options = r->o;
        s->route.curl = &r->curl;
        s->words.limit = WORDS_MOST;
        if (!set_handle(r, s, agent))
            return false;
    }
    return true;
}

static void unseat_all(struct round *r)
{
    for (size_t i = 0; r->seats && i < r->count; i++) {
        r->curl.easy_cleanup(r->seats[i].easy);
        route_free(&r->seats[i].route);
        arena_free(&r->seats[i].words);
    }
    free(r->seats);
    r->curl.slist_free_all(r->fields);
    r->curl.multi_cleanup(r->multi);
}

enum status post_all(struct post *posts, size_t count, const struct post_options *o,
                     struct error *err)
{
    struct buf agent = {0};
    struct round r = {.o = o, .count = count, .until = clock_seconds() + o->seconds};
    enum status rc = fetch_agent(&agent, o->contact, err);
    rc = rc ? rc : libcurl_load(LIBCURL_NAME, &r.curl, err);
    if (!rc && r.curl.global_init(CURL_GLOBAL_DEFAULT))
        rc = fault(err, ERR_MEMORY, 0, "cannot start libcurl");
    if (!rc) {
        if (seat_all(&r, posts, buf_cstr(&agent)))
            run(&r);
        else
            rc = fault(err, ERR_MEMORY, 0, "no memory for requests");
        unseat_all(&r);
        r.curl.global_cleanup();
    }
    buf_free(&agent);
    return rc;
}
