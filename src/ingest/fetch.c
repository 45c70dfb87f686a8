/* SPDX-License-Identifier: Apache-2.0 */
/* fetch.c - which job runs when: connections, tries and the pauses between them.
 *
 * One thread and one libcurl multi handle.  A job waits until `due`, has its try
 * (transfer.c), and is judged: done, or due again after a pause.  The pause is
 * "full jitter": drawn evenly from nothing to a bound that doubles, which spreads
 * clients that failed together best. */
#include "ingest/fetch.h"

#include "base/clock.h"
#include "ingest/shown.h"
#include "ingest/transfer.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/random.h>

enum { RETRY_AFTER_MAX = 300, PAUSE_MAX = 300, TICK_MS = 100, AGENT_MAX = 256 };

struct seat {
    struct transfer t;
    enum { WAITING, ACTIVE, ENDED } state;
    double due;   /* when the next try may begin */
    double began; /* the first try */
};

struct round {
    struct fetch_job *jobs;
    struct seat *seats; /* one for each job */
    size_t count, active, ended;
    struct fetch_options options;
    struct arena *arena;
    struct libcurl curl;
    CURLM *multi;
    bool stopped;
    bool news; /* a job ended since progress was last told */
    double told;
};

static struct fetch_options with_defaults(struct fetch_options o, const char *agent)
{
    const struct {
        double *at, value;
    } seconds[] = {
        {&o.connect_seconds, 20}, {&o.reply_seconds, 300}, {&o.stall_seconds, 30},
        {&o.total_seconds, 600},  {&o.pause_seconds, 5},   {&o.pause_scale, 1},
    };
    const struct {
        unsigned *at, value;
    } counts[] = {{&o.redirects, 8}, {&o.tries, 4}, {&o.connections, 6}};
    for (size_t i = 0; i < COUNT(seconds); i++)
        if (*seconds[i].at <= 0)
            *seconds[i].at = seconds[i].value;
    for (size_t i = 0; i < COUNT(counts); i++)
        if (*counts[i].at == 0)
            *counts[i].at = counts[i].value;
    if (o.max_bytes == 0)
        o.max_bytes = (uint64_t)2 << 30;
    if (!o.user_agent)
        o.user_agent = agent;
    return o;
}

enum status fetch_agent(struct buf *agent, const char *contact, struct error *err)
{
    if (!shown_is_plain(str_of(contact)) || str_of(contact).len > AGENT_MAX / 2)
        return fault(err, ERR_USAGE, 0, "the contact for servers is too long or not plain text");
    buf_puts(agent, "Tocsin/" TOCSIN_VERSION " (sanctions list archive");
    if (contact && *contact)
        buf_printf(agent, "; %s", contact);
    buf_byte(agent, ')');
    return agent->failed ? fault(err, ERR_MEMORY, 0, "no memory for a user agent") : OK;
}

static enum status check_options(const struct fetch_options *o, struct error *err)
{
    if (!shown_is_plain(str_of(o->user_agent)))
        return fault(err, ERR_USAGE, 0, "the user agent is not plain text");
    return OK;
}

/* ---- the end of a job ---- */

/* As it came when it can be sent back in a header, else nothing. */
static struct str sendable(struct arena *a, struct str value, struct str token)
{
    struct str fit = shown_text(a, value, token);
    return str_equal(fit, value) && shown_is_plain(value) ? fit : STR("");
}

static void tell(struct round *r, struct transfer *t)
{
    struct fetch_job *job = t->job;
    struct arena *a = r->arena;
    job->final_url = shown_text(a, t->route.url, job->token);
    job->headers = shown_text(a, buf_str(&t->headers), job->token);
    struct str etag = transfer_header(t, "ETag");
    if (!etag.len && job->http_status == 206)
        etag = buf_str(&t->part.etag);
    job->etag = sendable(a, etag, job->token);
    job->last_modified = sendable(a, transfer_header(t, "Last-Modified"), job->token);
    job->content_type = shown_text(a, transfer_header(t, "Content-Type"), job->token);
    if (job->outcome == FETCH_NOT_MODIFIED && !job->etag.len)
        job->etag = arena_copy(a, job->etag_before);
    if (job->outcome == FETCH_NOT_MODIFIED && !job->last_modified.len)
        job->last_modified = arena_copy(a, job->modified_before);
    if (job->outcome != FETCH_FAILED)
        return;
    job->error = t->err;
    if (t->err.status == ERR_NETWORK) {
        struct str why = shown_text(a, str_of(t->err.why), job->token);
        snprintf(job->error.why, sizeof job->error.why, "%.*s", STRF(why));
    }
}

static void finish(struct round *r, struct seat *seat, enum fetch_outcome outcome)
{
    struct transfer *t = &seat->t;
    struct error *err = &t->err;
    enum status rc;
    if (outcome == FETCHED)
        rc = part_keep(&t->part, err);
    else if (outcome == FETCH_NOT_MODIFIED)
        rc = part_drop(&t->part, err);
    else
        rc = part_leave(&t->part, err);
    t->job->outcome = rc ? FETCH_FAILED : outcome;
    t->job->seconds = seat->began > 0 ? clock_seconds() - seat->began : 0;
    tell(r, t);
    transfer_close(t);
    seat->state = ENDED;
    r->ended++;
    r->news = true;
}

/* ---- tries ---- */

static double even(double most)
{
    uint32_t n = 0;
    if (getrandom(&n, sizeof n, 0) != sizeof n)
        n = UINT32_MAX;
    return most * (double)n / (double)UINT32_MAX;
}

static void pause_for(struct round *r, struct seat *seat, double now)
{
    struct fetch_job *job = seat->t.job;
    double most = r->options.pause_seconds;
    for (unsigned i = 1; i < job->tries && most < PAUSE_MAX; i++)
        most *= 2;
    double asked = seat->t.retry_after < RETRY_AFTER_MAX ? seat->t.retry_after : RETRY_AFTER_MAX;
    double pause = asked + even(most < PAUSE_MAX ? most : PAUSE_MAX);
    job->waited += pause;
    seat->due = now + pause * r->options.pause_scale;
    seat->state = WAITING;
}

/* Takes the request out of the multi handle, whatever has become of it. */
static void detach(struct round *r, struct seat *seat)
{
    r->curl.multi_remove_handle(r->multi, seat->t.easy);
    r->active--;
}

static void attach(struct round *r, struct seat *seat)
{
    r->active++;
    seat->state = ACTIVE;
    if (r->curl.multi_add_handle(r->multi, seat->t.easy) == CURLM_OK)
        return;
    fault(&seat->t.err, ERR_MEMORY, 0, "no memory for a download");
    detach(r, seat);
    finish(r, seat, FETCH_FAILED);
}

static void settle(struct round *r, struct seat *seat, enum verdict verdict, double now)
{
    switch (verdict) {
    case VERDICT_HOP:
        attach(r, seat);
        break;
    case VERDICT_FETCHED:
        finish(r, seat, FETCHED);
        break;
    case VERDICT_NOT_MODIFIED:
        finish(r, seat, FETCH_NOT_MODIFIED);
        break;
    case VERDICT_RETRY:
        if (seat->t.job->tries < r->options.tries)
            pause_for(r, seat, now);
        else
            finish(r, seat, FETCH_FAILED);
        break;
    case VERDICT_FAILED:
        finish(r, seat, FETCH_FAILED);
        break;
    }
}

static void begin_due(struct round *r, double now)
{
    for (size_t i = 0; i < r->count && r->active < r->options.connections; i++) {
        struct seat *seat = &r->seats[i];
        if (seat->state != WAITING || seat->due > now)
            continue;
        if (seat->began <= 0)
            seat->began = now;
        seat->t.job->tries++;
        if (transfer_begin(&seat->t, now))
            finish(r, seat, FETCH_FAILED);
        else
            attach(r, seat);
    }
}

/* What libcurl knows of a request can be read after it is detached, and the next
 * one can only be readied then. */
static void take_results(struct round *r)
{
    CURLMsg *m;
    int left;
    while ((m = r->curl.multi_info_read(r->multi, &left))) {
        char *which = NULL;
        CURLcode code = m->data.result;
        if (m->msg != CURLMSG_DONE ||
            r->curl.easy_getinfo(m->easy_handle, CURLINFO_PRIVATE, &which) != CURLE_OK)
            continue;
        struct seat *seat = (struct seat *)(void *)which;
        double now = clock_seconds();
        detach(r, seat);
        settle(r, seat, transfer_done(&seat->t, code, now), now);
    }
}

static void drop_overdue(struct round *r, double now)
{
    for (size_t i = 0; i < r->count; i++) {
        struct seat *seat = &r->seats[i];
        if (seat->state != ACTIVE || !transfer_overdue(&seat->t, now))
            continue;
        detach(r, seat);
        settle(r, seat, VERDICT_RETRY, now);
    }
}

static void report(struct round *r, double now)
{
    const struct fetch_options *o = &r->options;
    if (!o->progress || (!r->news && now - r->told < TICK_MS / 1000.0))
        return;
    r->news = false;
    r->told = now;
    r->stopped = !o->progress(o->progress_ctx, r->jobs, r->count);
}

static void stop(struct round *r)
{
    for (size_t i = 0; i < r->count; i++) {
        struct seat *seat = &r->seats[i];
        if (seat->state == ENDED)
            continue;
        if (seat->state == ACTIVE)
            detach(r, seat);
        seat->t.err = (struct error){0};
        fault(&seat->t.err, ERR_NETWORK, 0, "stopped before the download was done");
        finish(r, seat, FETCH_FAILED);
    }
}

/* Milliseconds until something is to be done even if no byte comes. */
static int patience(const struct round *r, double now)
{
    double soonest = TICK_MS / 1000.0;
    for (size_t i = 0; i < r->count && r->active < r->options.connections; i++)
        if (r->seats[i].state == WAITING && r->seats[i].due - now < soonest)
            soonest = r->seats[i].due - now;
    return soonest > 0 ? (int)(soonest * 1000) + 1 : 0;
}

static enum status run(struct round *r, struct error *err)
{
    while (r->ended < r->count) {
        int busy;
        begin_due(r, clock_seconds());
        CURLMcode rc = r->curl.multi_perform(r->multi, &busy);
        take_results(r);
        drop_overdue(r, clock_seconds());
        report(r, clock_seconds());
        if (!rc && !r->stopped && r->ended < r->count)
            rc = r->curl.multi_poll(r->multi, NULL, 0, patience(r, clock_seconds()), NULL);
        if (rc || r->stopped)
            stop(r);
        if (rc)
            return fault(err, ERR_NETWORK, 0, "downloading failed: %s", r->curl.multi_strerror(rc));
    }
    return OK;
}

static void seat_all(struct round *r)
{
    for (size_t i = 0; i < r->count; i++) {
        struct fetch_job *job = &r->jobs[i];
        job->outcome = FETCH_PENDING;
        job->http_status = 0;
        job->bytes = 0;
        job->tries = 0;
        job->waited = job->seconds = 0;
        job->final_url = job->etag = job->last_modified = STR("");
        job->content_type = job->headers = STR("");
        job->error = (struct error){0};
        if (transfer_open(&r->seats[i].t, job, &r->options, &r->curl))
            finish(r, &r->seats[i], FETCH_FAILED);
    }
}

enum status fetch_all(struct fetch_job *jobs, size_t count, const struct fetch_options *options,
                      struct arena *a, struct error *err)
{
    struct buf agent = {0};
    struct round r = {.jobs = jobs, .count = count, .arena = a};
    enum status rc = check_options(options, err);
    rc = rc ? rc : libcurl_load(LIBCURL_NAME, &r.curl, err);
    rc = rc ? rc : fetch_agent(&agent, options->contact, err);
    if (!rc && r.curl.global_init(CURL_GLOBAL_DEFAULT))
        rc = fault(err, ERR_MEMORY, 0, "cannot start libcurl");
    if (rc) {
        buf_free(&agent);
        return rc;
    }
    r.options = with_defaults(*options, buf_cstr(&agent));
    r.multi = r.curl.multi_init();
    r.seats = calloc(count ? count : 1, sizeof *r.seats);
    if (!r.multi || !r.seats) {
        rc = fault(err, ERR_MEMORY, 0, "no memory to download");
        goto out;
    }
    seat_all(&r);
    rc = run(&r, err);
    if (!rc && a->failed)
        rc = fault(err, ERR_MEMORY, 0, "no memory for what servers answered");
out:
    r.curl.multi_cleanup(r.multi);
    free(r.seats);
    buf_free(&agent);
    r.curl.global_cleanup();
    return rc;
}
