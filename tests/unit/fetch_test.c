/* SPDX-License-Identifier: Apache-2.0 */
/* fetch_test.c - the tables below say how a download ends for every way in which
 * tests/server/server.py behaves. */
#include "cmocka_all.h"
#include "server_run.h"

#include "base/clock.h"
#include "base/file.h"
#include "ingest/fetch.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define TOKEN "s3cret/+= value"

/* The server, a folder to download into, and what the last job came to. */
struct world {
    struct server server;
    char folder[64], files[80], path[96];
    struct fetch_job job;
    struct arena arena;
    struct buf body;
};

static struct fetch_options quick(void)
{
    return (struct fetch_options){.connect_seconds = 10,
                                  .reply_seconds = 10,
                                  .stall_seconds = 10,
                                  .total_seconds = 20,
                                  .pause_scale = 1e-4,
                                  .max_bytes = 300000,
                                  .proxy = ""};
}

static int start(void **state)
{
    struct world *w = calloc(1, sizeof *w);
    if (!w)
        return -1;
    snprintf(w->folder, sizeof w->folder, "/tmp/fetch-test-XXXXXX");
    if (!mkdtemp(w->folder))
        return -1;
    snprintf(w->path, sizeof w->path, "%s/list", w->folder);
    snprintf(w->files, sizeof w->files, "%s/files", w->folder);
    *state = w;
    return mkdir(w->files, 0700) || !server_start(&w->server, w->files) ? -1 : 0;
}

static int stop(void **state)
{
    struct world *w = *state;
    char command[128];
    server_stop(&w->server);
    snprintf(command, sizeof command, "rm -rf '%s'", w->folder);
    int rc = system(command);
    arena_free(&w->arena);
    buf_free(&w->body);
    free(w);
    return rc;
}

/* ---- one job ---- */

static void forget(struct world *w)
{
    static const char *const ends[] = {"", ".part", ".part.etag"};
    char name[128];
    for (size_t i = 0; i < COUNT(ends); i++) {
        snprintf(name, sizeof name, "%s%s", w->path, ends[i]);
        unlink(name);
    }
}

static bool there(const struct world *w, const char *end)
{
    char name[128];
    snprintf(name, sizeof name, "%s%s", w->path, end);
    return file_exists(name);
}

/* Runs a job; w->body is what is under its path afterwards. */
static struct fetch_job *fetch(struct world *w, const char *url, struct fetch_job job,
                               struct fetch_options o)
{
    struct error err = {0};
    job.list = STR("test");
    job.url = server_address(&w->server, &w->arena, url);
    job.path = w->path;
    w->job = job;
    assert_int_equal(fetch_all(&w->job, 1, &o, &w->arena, &err), OK);
    assert_true((w->job.outcome == FETCH_FAILED) == (w->job.error.status != OK));
    buf_clear(&w->body);
    if (there(w, ""))
        assert_int_equal(file_read(w->path, 1 << 30, &w->body, &err), OK);
    if (w->job.outcome == FETCHED)
        assert_int_equal(w->body.len, w->job.bytes);
    if (w->job.outcome != FETCH_FAILED)
        assert_false(there(w, ".part") || there(w, ".part.etag"));
    return &w->job;
}

static const struct fetch_job local = {.private_ok = true};

/* The first len bytes of what the server makes up. */
static bool is_body(const struct world *w, size_t len)
{
    char line[32];
    if (w->body.len != len)
        return false;
    for (size_t i = 0; i < len; i++) {
        snprintf(line, sizeof line, "%09zu\n", i / 10);
        if (w->body.s[i] != line[i % 10])
            return false;
    }
    return true;
}

/* What the server was asked with this key, a line for each request. */
static const char *seen(struct world *w, const char *key)
{
    struct str url = arena_printf(&w->arena, "/seen-of?of=%s", key);
    struct fetch_job kept = w->job;
    fetch(w, url.s, local, quick());
    w->job = kept;
    return buf_cstr(&w->body);
}

/* ---- the tables ---- */

struct ending {
    const char *url;
    enum fetch_outcome outcome;
    int status;
    unsigned tries;
    int64_t bytes;   /* that the server made up; -1: not looked at */
    const char *why; /* in the error */
};

/* With no patience: no answer in 0.5 seconds, a stall after 0.3. */
static const struct ending slow_cases[] = {
    {"/mute", FETCH_FAILED, 0, 4, -1, "no answer for 0.5 seconds"},
    {"/stall?key=l", FETCH_FAILED, 200, 4, -1, "stalled"},
    {"/drip?key=n&each=1", FETCH_FAILED, 200, 4, -1, "stalled"},
    {"/stall?key=m&turns=1", FETCHED, 206, 2, 1000, NULL},
    {"/drip?key=o&each=100", FETCHED, 200, 1, 1000, NULL},
};

static const struct ending cases[] = {
    {"/ok?size=100000", FETCHED, 200, 1, 100000, NULL},
    {"/empty", FETCHED, 200, 1, 0, NULL}, /* to be held by who knows what a list is */
    {"/html", FETCHED, 200, 1, -1, NULL},
    {"/need-agent", FETCHED, 200, 1, -1, NULL},
    {"/proxied", FETCHED, 200, 1, -1, NULL},
    {"/late?ms=200", FETCHED, 200, 1, 1000, NULL},
    {"/raw-header", FETCHED, 200, 1, -1, NULL},
    {"/nothing", FETCH_FAILED, 404, 1, -1, "answered with status 404"},

    /* Statuses that pass, and those that do not. */
    {"/status?key=a&code=500&times=3", FETCHED, 200, 4, 1000, NULL},
    {"/status?key=b&code=500&times=4", FETCH_FAILED, 500, 4, -1, "status 500"},
    {"/status?key=c&code=503&times=1&retry_after=2", FETCHED, 200, 2, 1000, NULL},
    {"/status?key=d&code=429&times=1&retry_after=2", FETCHED, 200, 2, 1000, NULL},
    {"/status?key=e&code=408&times=1", FETCHED, 200, 2, 1000, NULL},
    {"/status?key=f&code=425&times=1", FETCHED, 200, 2, 1000, NULL},
    {"/status?key=g&code=400&times=1", FETCH_FAILED, 400, 1, -1, "status 400"},
    {"/status?key=h&code=401&times=1", FETCH_FAILED, 401, 1, -1, "status 401"},
    {"/status?key=i&code=403&times=1", FETCH_FAILED, 403, 1, -1, "status 403"},
    {"/status?key=j&code=410&times=1", FETCH_FAILED, 410, 1, -1, "status 410"},
    {"/status?key=k&code=204", FETCH_FAILED, 204, 1, -1, "status 204"},
    {"/not-modified", FETCH_FAILED, 304, 1, -1, "status 304"}, /* nothing was asked */
    {"/part-only", FETCH_FAILED, 206, 4, -1, "another part of the file"},
    {"/garbage", FETCH_FAILED, 0, 1, -1, "does not speak HTTP"},
    {"/endless?code=404", FETCH_FAILED, 404, 1, -1, "status 404"},

    /* Cuts. */
    {"/reset?key=p&times=2", FETCHED, 200, 3, 1000, NULL},
    {"/reset?key=q", FETCH_FAILED, 0, 4, -1, "without an answer"},
    {"/cut?key=r", FETCHED, 206, 2, 1000, NULL},
    {"/cut?key=s&size=200000&at=60000&times=3", FETCHED, 206, 4, 200000, NULL},
    {"/cut?key=t&times=0&at=10", FETCH_FAILED, 206, 4, -1, "cut before the end"},
    {"/cut?key=u&chunked=1", FETCHED, 206, 2, 1000, NULL},
    {"/cut?key=v&then=whole", FETCHED, 200, 2, 1000, NULL},
    {"/cut?key=w&weak=1", FETCHED, 200, 2, 1000, NULL},
    {"/cut?key=x&coding=gzip", FETCHED, 200, 2, 1000, NULL},
    {"/cut?key=y&then=wrong", FETCHED, 200, 3, 1000, NULL},
    {"/cut?key=B&then=coded", FETCHED, 200, 3, 1000, NULL},
    {"/cut?key=C&then=stranger", FETCHED, 200, 3, 1000, NULL},
    {"/cut?key=D&then=less", FETCHED, 206, 3, 1000, NULL},
    {"/cut?key=z&then=gone", FETCHED, 200, 3, 1000, NULL},
    {"/cut?key=A&then=changed", FETCHED, 200, 2, -1, NULL},

    /* Codings and sizes: the limit is 300,000 bytes, decoded. */
    {"/zipped?size=200000", FETCHED, 200, 1, 200000, NULL},
    {"/bad-gzip", FETCH_FAILED, 200, 4, -1, "compressed content is broken"},
    {"/bomb", FETCH_FAILED, 200, 1, -1, "sends more than the 300000 bytes allowed"},
    {"/endless", FETCH_FAILED, 200, 1, -1, "sends more than the 300000 bytes allowed"},
    {"/ok?size=300000", FETCHED, 200, 1, 300000, NULL},
    {"/ok?size=300001", FETCH_FAILED, 200, 1, -1, "sends more than the 300000 bytes allowed"},
    {"/stall?key=E&size=300001", FETCH_FAILED, 200, 1, -1, "more than the 300000 bytes"},
    {"/cut?key=F&size=300001&at=299999", FETCH_FAILED, 200, 1, -1, "more than the 300000 bytes"},
    {"/headers", FETCH_FAILED, 200, 1, -1, "bytes of headers"},
    {"/headers?count=100&size=50000", FETCH_FAILED, 200, 1, -1, "bytes of headers"},

    /* Redirects. */
    {"/redirect?to=/ok", FETCHED, 200, 1, 1000, NULL},
    {"/hops?n=8", FETCHED, 200, 1, 1000, NULL},
    {"/hops?n=9", FETCH_FAILED, 307, 1, -1, "redirected too often"},
    {"/cookie", FETCHED, 200, 1, 1000, NULL},
    {"/loop", FETCH_FAILED, 302, 1, -1, "redirected in a loop: more than 8 redirects"},
    {"/nowhere", FETCH_FAILED, 302, 1, -1, "status 302"},
    {"/endless?code=302&to=/ok", FETCHED, 200, 1, 1000, NULL},
    {"/redirect?to=ftp://127.0.0.1/list", FETCH_FAILED, 302, 1, -1, "redirects to ftp"},
    {"/redirect?to=file:///etc/passwd", FETCH_FAILED, 302, 1, -1, "redirects to file"},
    {"/redirect?to=gopher://127.0.0.1:{port}/ok", FETCH_FAILED, 302, 1, -1, "to gopher"},
    {"/redirect?to=http://127.0.0.1:{other}/ok", FETCH_FAILED, 302, 1, -1, "private address"},
    {"/redirect?to=http://127.1:{port}/ok", FETCHED, 200, 1, 1000, NULL}, /* the same address */
    {"/redirect?to=http://127.0.0.2:{port}/ok", FETCH_FAILED, 302, 1, -1, "private address"},
    {"/redirect?to=http://2130706434:{port}/ok", FETCH_FAILED, 302, 1, -1, "private address"},
    {"/redirect?to=http://localhost:{port}/ok", FETCH_FAILED, 302, 1, -1, "private address"},
    {"/redirect?to=http://[::1]:{port}/ok", FETCH_FAILED, 302, 1, -1, "private address"},
    {"/redirect?to=http://[::ffff:127.0.0.1]:{port}/ok", FETCH_FAILED, 302, 1, -1, "private"},
    {"/redirect?to=http://169.254.169.254/", FETCH_FAILED, 302, 1, -1, "private address"},

    /* What is not a place to fetch from, and a port where nobody is. */
    {"not a url", FETCH_FAILED, 0, 1, -1, "not a URL"},
    {"file:///etc/passwd", FETCH_FAILED, 0, 1, -1, "only http and https"},
    {"http://user:word@127.0.0.1:{port}/ok", FETCH_FAILED, 0, 1, -1, "user name or password"},
    {"http://127.0.0.1:1/", FETCH_FAILED, 0, 4, -1, "no connection"},
};

static bool ended_well(struct world *w, const struct ending *want, const struct fetch_job *job)
{
    struct error err = {0};
    bool whole = file_exists(job->path);
    buf_clear(&w->body);
    if (job->outcome != want->outcome || job->tries != want->tries ||
        job->http_status != want->status || whole != (job->outcome == FETCHED))
        return false;
    if (whole && (file_read(job->path, 1 << 30, &w->body, &err) || w->body.len != job->bytes))
        return false;
    if (want->bytes >= 0 && !is_body(w, (size_t)want->bytes))
        return false;
    return !want->why || strstr(job->error.why, want->why);
}

/* All rows are under way together. */
static void check_table(struct world *w, const char *name, const struct ending *table, size_t count,
                        struct fetch_options o)
{
    struct error err = {0};
    struct fetch_job *jobs = arena_alloc(&w->arena, count, sizeof *jobs);
    assert_non_null(jobs);
    for (size_t i = 0; i < count; i++) {
        jobs[i].url = server_address(&w->server, &w->arena, table[i].url);
        jobs[i].path = arena_printf(&w->arena, "%s/%s%zu", w->folder, name, i).s;
        jobs[i].private_ok = true;
    }
    o.connections = 8;
    assert_int_equal(fetch_all(jobs, count, &o, &w->arena, &err), OK);
    for (size_t i = 0; i < count; i++)
        if (!ended_well(w, &table[i], &jobs[i]))
            fail_msg("%s: outcome %d, status %d, %u tries, %zu bytes, \"%s\"", table[i].url,
                     (int)jobs[i].outcome, jobs[i].http_status, jobs[i].tries,
                     (size_t)jobs[i].bytes, jobs[i].error.why);
}

static void downloads_end_as_in_the_table(void **state)
{
    check_table(*state, "case", cases, COUNT(cases), quick());
}

static void slow_downloads_end_as_in_the_table(void **state)
{
    struct fetch_options o = quick();
    o.reply_seconds = .5;
    o.stall_seconds = .3;
    check_table(*state, "slow", slow_cases, COUNT(slow_cases), o);
}

static void a_failure_leaves_the_file_before(void **state)
{
    struct world *w = *state;
    forget(w);
    fetch(w, "/ok?size=50", local, quick());
    assert_int_equal(fetch(w, "/cut?key=keep&times=0&at=10", local, quick())->outcome,
                     FETCH_FAILED);
    assert_true(is_body(w, 50));
}

static void a_file_already_had_is_not_sent_again(void **state)
{
    struct world *w = *state;
    forget(w);
    struct fetch_job first = *fetch(w, "/ok", local, quick());
    assert_true(str_is(first.etag, "\"one\""));
    assert_true(str_is(first.last_modified, "Sat, 01 Feb 2025 10:00:00 GMT"));
    assert_true(str_is(first.content_type, "text/plain"));
    assert_true(str_starts(first.headers, STR("HTTP/1.1 200 OK\nServer: ")));
    struct fetch_job *again =
        fetch(w, "/ok", (struct fetch_job){.private_ok = true, .etag_before = first.etag}, quick());
    assert_int_equal(again->outcome, FETCH_NOT_MODIFIED);
    assert_int_equal(again->http_status, 304);
    assert_true(str_equal(again->etag, first.etag));
    again = fetch(w, "/ok",
                  (struct fetch_job){.private_ok = true, .modified_before = first.last_modified},
                  quick());
    assert_int_equal(again->outcome, FETCH_NOT_MODIFIED);
    again = fetch(w, "/ok?etag=two",
                  (struct fetch_job){.private_ok = true, .etag_before = first.etag}, quick());
    assert_int_equal(again->outcome, FETCHED);
}

static void a_folder_is_served_with_validators(void **state)
{
    struct world *w = *state;
    struct error err = {0};
    struct str name = arena_printf(&w->arena, "%s/some.csv", w->files);
    assert_int_equal(file_write(name.s, STR("a,b\n"), 0600, &err), OK);
    forget(w);
    struct fetch_job first = *fetch(w, "/files/some.csv", local, quick());
    assert_string_equal(buf_cstr(&w->body), "a,b\n");
    struct fetch_job with = {.private_ok = true, .etag_before = first.etag};
    assert_int_equal(fetch(w, "/files/some.csv", with, quick())->outcome, FETCH_NOT_MODIFIED);
    assert_int_equal(file_write(name.s, STR("a,b\nc,d\n"), 0600, &err), OK);
    assert_int_equal(fetch(w, "/files/some.csv", with, quick())->outcome, FETCHED);
}

static void a_cut_download_goes_on_in_a_later_run(void **state)
{
    struct world *w = *state;
    struct fetch_options once = quick();
    once.tries = 1;
    forget(w);
    assert_int_equal(fetch(w, "/cut?key=later", local, once)->outcome, FETCH_FAILED);
    assert_true(there(w, ".part") && there(w, ".part.etag") && !there(w, ""));
    assert_int_equal(fetch(w, "/cut?key=later", local, once)->outcome, FETCHED);
    assert_true(is_body(w, 1000));
    assert_string_equal(seen(w, "later"), "/cut Accept-Encoding=deflate, gzip, br, zstd\n"
                                          "/cut Range=bytes=400- If-Range=\"one\" "
                                          "Accept-Encoding=identity\n");
}

static void a_part_is_not_continued_when_in_doubt(void **state)
{
    struct world *w = *state;
    struct fetch_options once = quick();
    struct error err = {0};
    char name[128];
    once.tries = 1;
    static const struct {
        const char *key, *first, *then, *record; /* record takes the place of the true one */
    } doubts[] = {
        {"d1", "/cut?key=d1", "/cut?key=d1&other=1", NULL}, /* another URL */
        {"d2", "/cut?key=d2", "/cut?key=d2", "400\n\"one\"\n"},
        {"d3", "/cut?key=d3", "/cut?key=d3", "no record at all"},
        {"d4", "/cut?key=d4&weak=1", "/cut?key=d4&weak=1", NULL},
        {"d5", "/cut?key=d5&coding=gzip", "/cut?key=d5&coding=gzip", NULL},
    };
    for (size_t i = 0; i < COUNT(doubts); i++) {
        forget(w);
        fetch(w, doubts[i].first, local, once);
        snprintf(name, sizeof name, "%s.part.etag", w->path);
        if (doubts[i].record)
            assert_int_equal(file_write(name, str_of(doubts[i].record), 0600, &err), OK);
        assert_int_equal(fetch(w, doubts[i].then, local, once)->outcome, FETCHED);
        assert_true(is_body(w, 1000));
        assert_null(strstr(seen(w, doubts[i].key), "Range"));
    }
}

/* As after a crash: more bytes than the record vouches for, or fewer. */
static void only_the_bytes_recorded_are_continued(void **state)
{
    struct world *w = *state;
    struct fetch_options once = quick();
    char name[128];
    once.tries = 1;
    static const struct {
        const char *key, *url;
        off_t left;
        bool continued;
    } crashes[] = {{"c1", "/cut?key=c1", 900, true}, {"c2", "/cut?key=c2", 399, false}};
    for (size_t i = 0; i < COUNT(crashes); i++) {
        forget(w);
        fetch(w, crashes[i].url, local, once);
        snprintf(name, sizeof name, "%s.part", w->path);
        assert_int_equal(truncate(name, crashes[i].left), 0);
        fetch(w, crashes[i].url, local, once);
        assert_true(is_body(w, 1000));
        assert_true(!strstr(seen(w, crashes[i].key), "bytes=400-") == !crashes[i].continued);
    }
}

static void the_rest_of_a_file_needs_no_etag_of_its_own(void **state)
{
    struct world *w = *state;
    forget(w);
    struct fetch_job *job = fetch(w, "/cut?key=bare&then=bare", local, quick());
    assert_int_equal(job->http_status, 206);
    assert_true(is_body(w, 1000));
    assert_true(str_is(job->etag, "\"one\""));
}

/* Bytes of one file never end up behind those of another. */
static void a_file_changed_meanwhile_starts_anew(void **state)
{
    struct world *w = *state;
    forget(w);
    struct fetch_job *job = fetch(w, "/cut?key=change&then=changed", local, quick());
    assert_true(str_is(job->etag, "\"two\""));
    assert_null(memchr(w->body.s, '0', w->body.len));
}

static void pauses_respect_what_the_server_asks(void **state)
{
    struct world *w = *state;
    static const struct {
        const char *url;
        double least, most;
    } pauses[] = {
        {"/status?key=w1&code=429&times=1&retry_after=20", 20, 25},
        {"/status?key=w2&code=503&times=1&retry_after=86400", 300, 305}, /* no longer than that */
        {"/status?key=w3&code=500&times=1", 0, 5},
        {"/status?key=w4&code=500&times=3", 0, 5 + 10 + 20},
    };
    for (size_t i = 0; i < COUNT(pauses); i++) {
        struct fetch_job *job = fetch(w, pauses[i].url, local, quick());
        assert_int_equal(job->outcome, FETCHED);
        assert_true(job->waited >= pauses[i].least && job->waited <= pauses[i].most);
    }
}

static void private_addresses_are_refused(void **state)
{
    struct world *w = *state;
    static const char *const urls[] = {"/ok", "http://localhost:{port}/ok", "http://0:{port}/ok",
                                       "http://[::1]:{port}/ok", "http://10.0.0.1/ok"};
    for (size_t i = 0; i < COUNT(urls); i++) {
        struct fetch_job *job = fetch(w, urls[i], (struct fetch_job){0}, quick());
        assert_int_equal(job->outcome, FETCH_FAILED);
        assert_int_equal(job->tries, 1);
        assert_non_null(strstr(job->error.why, "private address"));
    }
    assert_int_equal(fetch(w, "http://localhost:{port}/ok", local, quick())->outcome, FETCHED);
}

/* Were it shared, nothing would look at the second job's address. */
static void a_connection_is_not_shared(void **state)
{
    struct world *w = *state;
    struct error err = {0};
    struct fetch_options o = quick();
    struct str url = arena_printf(&w->arena, "http://localhost:%u/ok", w->server.port);
    char second[128];
    snprintf(second, sizeof second, "%s.2", w->path);
    struct fetch_job jobs[] = {{.url = url, .path = w->path, .private_ok = true},
                               {.url = url, .path = second}};
    o.connections = 1;
    assert_int_equal(fetch_all(jobs, 2, &o, &w->arena, &err), OK);
    assert_int_equal(jobs[0].outcome, FETCHED);
    assert_int_equal(jobs[1].outcome, FETCH_FAILED);
    assert_non_null(strstr(jobs[1].error.why, "private address"));
}

static void secure_connections_stay_secure(void **state)
{
    struct world *w = *state;
    struct fetch_options o = quick();
    struct fetch_job *job = fetch(w, "https://127.0.0.1:{tls}/ok", local, o);
    assert_int_equal(job->tries, 1);
    assert_non_null(strstr(job->error.why, "not trusted"));
    o.ca_file = w->server.ca;
    assert_int_equal(fetch(w, "https://127.0.0.1:{tls}/ok", local, o)->outcome, FETCHED);
    assert_int_equal(fetch(w, "https://localhost:{tls}/cookie", local, o)->outcome, FETCHED);
    job = fetch(w, "https://127.0.0.1:{tls}/redirect?to=http://127.0.0.1:{port}/ok", local, o);
    assert_int_equal(job->outcome, FETCH_FAILED);
    assert_non_null(strstr(job->error.why, "from https to http"));
    job = fetch(w, "http://127.0.0.1:{tls}/ok", local, o);
    assert_int_equal(job->outcome, FETCH_FAILED);
}

static void servers_are_told_who_asks(void **state)
{
    struct world *w = *state;
    struct fetch_options o = quick();
    fetch(w, "/need-agent", local, o);
    assert_string_equal(buf_cstr(&w->body), "Tocsin/" TOCSIN_VERSION " (sanctions list archive)");
    o.contact = "+https://example.org/lists";
    fetch(w, "/need-agent", local, o);
    assert_string_equal(buf_cstr(&w->body),
                        "Tocsin/" TOCSIN_VERSION
                        " (sanctions list archive; +https://example.org/lists)");
    o.user_agent = "Other/1";
    fetch(w, "/need-agent", local, o);
    assert_string_equal(buf_cstr(&w->body), "Other/1");
    o.contact = "x\r\nEvil: yes";
    struct error err = {0};
    assert_int_equal(fetch_all(NULL, 0, &o, &w->arena, &err), ERR_USAGE);
}

static void assert_no_secret(struct str text)
{
    assert_int_equal(str_find(text, STR("s3cret")), SIZE_MAX);
}

static void tokens_are_sent_but_not_shown(void **state)
{
    struct world *w = *state;
    static const struct {
        const char *param, *seen;
    } ways[] = {{"token", "/leak"}, {"", "/leak Authorization=Bearer " TOKEN}};
    for (size_t i = 0; i < COUNT(ways); i++) {
        struct fetch_job job = local;
        job.token = STR(TOKEN);
        job.token_param = str_of(ways[i].param);
        struct str url = arena_printf(&w->arena, "/leak?key=leak%zu", i);
        forget(w);
        fetch(w, url.s, job, quick());
        assert_int_equal(w->job.outcome, FETCHED);
        assert_no_secret(w->job.final_url);
        assert_no_secret(w->job.headers);
        assert_no_secret(w->job.content_type);
        assert_no_secret(w->job.etag);
        assert_true(str_find(w->job.headers, STR("X-Token: ***\n")) != SIZE_MAX);
        assert_true(str_ends(w->job.final_url, STR("&token=***")));
        const char *log = seen(w, arena_printf(&w->arena, "leak%zu", i).s);
        assert_true(str_starts(str_of(log), str_of(ways[i].seen)));
    }
}

static void tokens_stay_with_their_host(void **state)
{
    struct world *w = *state;
    struct fetch_options o = quick();
    struct fetch_job job = {.token = STR(TOKEN)};
    struct str proxy = arena_printf(&w->arena, "http://127.0.0.1:%u", w->server.port);
    fetch(w, "http://lists.example.org/ok", job, o);
    assert_non_null(strstr(w->job.error.why, "not sent over plain http"));
    /* Through a proxy, so that hosts have names. */
    o.proxy = proxy.s;
    job.private_ok = true;
    fetch(w, "http://a.example.org/redirect?key=away&to=http://b.example.org/ok?key=away", job, o);
    assert_int_equal(w->job.outcome, FETCHED);
    const char *log = seen(w, "away");
    assert_non_null(strstr(log, "/redirect Authorization=Bearer " TOKEN));
    assert_non_null(strstr(log, "/ok Accept-Encoding"));
    /* Nor does a server give us a password for another. */
    fetch(w, "/redirect?to=http://user:word@127.0.0.1:{port}/ok?key=given", local, quick());
    assert_int_equal(w->job.outcome, FETCHED);
    assert_int_equal(str_find(w->job.final_url, STR("word")), SIZE_MAX);
    assert_null(strstr(seen(w, "given"), "Authorization"));
    /* An error that has a URL in it. */
    job.token_param = STR("t");
    fetch(w, "/loop", job, quick());
    assert_non_null(strstr(w->job.error.why, "t=***"));
    assert_no_secret(str_of(w->job.error.why));
    job.token = STR("two\nlines");
    fetch(w, "/ok", job, quick());
    assert_int_equal(w->job.error.status, ERR_USAGE);
}

static void a_proxy_may_be_anywhere_but_leads_to_no_private_address(void **state)
{
    struct world *w = *state;
    struct fetch_options o = quick();
    struct str proxy = arena_printf(&w->arena, "http://127.0.0.1:%u", w->server.port);
    o.proxy = proxy.s;
    fetch(w, "http://lists.example.org/proxied", (struct fetch_job){0}, o);
    assert_int_equal(w->job.outcome, FETCHED);
    assert_string_equal(buf_cstr(&w->body), "proxy lists.example.org");
    fetch(w, "http://10.1.2.3/proxied", (struct fetch_job){0}, o);
    assert_non_null(strstr(w->job.error.why, "private address"));
    fetch(w, "http://lists.example.org/redirect?to=http://10.1.2.3/ok", (struct fetch_job){0}, o);
    assert_non_null(strstr(w->job.error.why, "private address"));
    setenv("no_proxy", "localhost", 1);
    fetch(w, "http://localhost:{port}/proxied", (struct fetch_job){0}, o);
    assert_non_null(strstr(w->job.error.why, "private address"));
    unsetenv("no_proxy");
}

static void bytes_of_headers_are_made_fit_to_show(void **state)
{
    struct world *w = *state;
    fetch(w, "/raw-header", local, quick());
    assert_non_null(strstr(w->job.headers.s, "X-Raw: %1B[31m%E9\n"));
    assert_int_equal(w->job.etag.len, 0); /* could not be sent back as it came */
}

/* ---- several ---- */

struct watch {
    size_t calls, most_active, stop_after;
    bool sane;
};

static bool watching(void *ctx, const struct fetch_job *jobs, size_t count)
{
    struct watch *seen_so_far = ctx;
    size_t active = 0;
    for (size_t i = 0; i < count; i++)
        active += jobs[i].tries > 0 && jobs[i].outcome == FETCH_PENDING;
    seen_so_far->calls++;
    if (active > seen_so_far->most_active)
        seen_so_far->most_active = active;
    return seen_so_far->stop_after == 0 || seen_so_far->calls < seen_so_far->stop_after;
}

enum { MANY = 20 };

static void many(struct world *w, const char *url, struct fetch_job jobs[MANY],
                 struct fetch_options o)
{
    struct error err = {0};
    for (size_t i = 0; i < MANY; i++)
        jobs[i] = (struct fetch_job){
            .url = server_address(&w->server, &w->arena, url),
            .path = arena_printf(&w->arena, "%s/many%zu", w->folder, i).s,
            .private_ok = true,
        };
    assert_int_equal(fetch_all(jobs, MANY, &o, &w->arena, &err), OK);
}

static void several_run_at_once_but_not_too_many(void **state)
{
    struct world *w = *state;
    struct watch watch = {0};
    struct fetch_job jobs[MANY];
    struct fetch_options o = quick();
    o.progress = watching;
    o.progress_ctx = &watch;
    double began = clock_seconds();
    many(w, "/late?ms=100", jobs, o);
    double took = clock_seconds() - began;
    for (size_t i = 0; i < MANY; i++)
        assert_int_equal(jobs[i].outcome, FETCHED);
    assert_true(watch.calls > 0 && watch.most_active <= 6);
    assert_true(took < MANY * .1); /* one after the other would take longer */
}

static void progress_can_stop_everything(void **state)
{
    struct world *w = *state;
    struct watch watch = {.stop_after = 2};
    struct fetch_job jobs[MANY];
    struct fetch_options o = quick();
    o.progress = watching;
    o.progress_ctx = &watch;
    double began = clock_seconds();
    many(w, "/mute", jobs, o);
    assert_true(clock_seconds() - began < 5);
    for (size_t i = 0; i < MANY; i++) {
        assert_int_equal(jobs[i].outcome, FETCH_FAILED);
        assert_non_null(strstr(jobs[i].error.why, "stopped"));
    }
}

static void a_disk_that_refuses_is_not_the_servers_fault(void **state)
{
    struct world *w = *state;
    struct error err = {0};
    struct fetch_options o = quick();
    struct fetch_job job = {.url = server_address(&w->server, &w->arena, "/ok"),
                            .path = "/proc/no/list",
                            .private_ok = true};
    assert_int_equal(fetch_all(&job, 1, &o, &w->arena, &err), OK);
    assert_int_equal(job.outcome, FETCH_FAILED);
    assert_int_equal(job.error.status, ERR_IO);
    assert_int_equal(job.tries, 1);
}

static void one_try_has_a_time_limit(void **state)
{
    struct world *w = *state;
    struct fetch_options o = quick();
    o.total_seconds = .2;
    o.tries = 1;
    fetch(w, "/drip?each=10&size=10000", local, o);
    assert_non_null(strstr(w->job.error.why, "not done after 0.2 seconds"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(downloads_end_as_in_the_table),
        cmocka_unit_test(slow_downloads_end_as_in_the_table),
        cmocka_unit_test(a_failure_leaves_the_file_before),
        cmocka_unit_test(a_file_already_had_is_not_sent_again),
        cmocka_unit_test(a_folder_is_served_with_validators),
        cmocka_unit_test(a_cut_download_goes_on_in_a_later_run),
        cmocka_unit_test(a_part_is_not_continued_when_in_doubt),
        cmocka_unit_test(only_the_bytes_recorded_are_continued),
        cmocka_unit_test(the_rest_of_a_file_needs_no_etag_of_its_own),
        cmocka_unit_test(a_file_changed_meanwhile_starts_anew),
        cmocka_unit_test(pauses_respect_what_the_server_asks),
        cmocka_unit_test(private_addresses_are_refused),
        cmocka_unit_test(a_connection_is_not_shared),
        cmocka_unit_test(secure_connections_stay_secure),
        cmocka_unit_test(servers_are_told_who_asks),
        cmocka_unit_test(tokens_are_sent_but_not_shown),
        cmocka_unit_test(tokens_stay_with_their_host),
        cmocka_unit_test(a_proxy_may_be_anywhere_but_leads_to_no_private_address),
        cmocka_unit_test(bytes_of_headers_are_made_fit_to_show),
        cmocka_unit_test(several_run_at_once_but_not_too_many),
        cmocka_unit_test(progress_can_stop_everything),
        cmocka_unit_test(a_disk_that_refuses_is_not_the_servers_fault),
        cmocka_unit_test(one_try_has_a_time_limit),
    };
    return cmocka_run_group_tests_name("fetch", tests, start, stop);
}
