/* SPDX-License-Identifier: Apache-2.0 */
/* pull.c - all downloads first, several at once; then one list after the other
 * is taken in.  What a server said of a file (ETag, Last-Modified) is kept
 * beside the incoming files: it is a courtesy to the server, not history. */
#include "ingest/pull.h"

#include "base/file.h"
#include "ingest/builtin.h"
#include "ingest/seal.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

const char *pull_outcome_text(enum pull_outcome o)
{
    static const char *const words[] = {"new", "same", "unchanged", "held", "failed", "no address"};
    return words[o];
}

struct pull {
    struct home *home;
    struct arena *a;
    const struct pull_job *job;
    bool from_web; /* job->from is an address */
};

/* ---- Names. */

/* Queries carry tokens and signatures; the address alone says where it was. */
static struct str without_query(struct str url)
{
    return str_span(url, 0, str_find(url, STR("?")));
}

static struct str last_part(struct str url)
{
    struct str path = without_query(url);
    while (path.len && path.s[path.len - 1] == '/')
        path.len--;
    for (size_t at; (at = str_find(path, STR("/"))) != SIZE_MAX;)
        path = str_from(path, at + 1);
    return path.len ? path : STR("list");
}

static struct str extension(struct str name)
{
    size_t dot = name.len;
    while (dot && name.s[dot - 1] != '.')
        dot--;
    return dot ? str_from(name, dot) : STR("dat");
}

static const char *incoming(struct pull *p, struct str list, size_t nth, const char *what)
{
    struct str path =
        arena_printf(p->a, "%s/incoming/%.*s.%zu%s", p->home->path, STRF(list), nth, what);
    return path.s ? path.s : "";
}

/* ---- Courtesy: two lines, the ETag and the Last-Modified of the file before. */

static void recall(struct pull *p, const struct list_config *l, struct fetch_job *job)
{
    struct buf text = {0};
    struct error ignored = {0};
    struct str etag, url;
    if (l->url_count != 1 || p->from_web)
        return;
    if (file_read(incoming(p, l->id, 0, ".seen"), 8192, &text, &ignored) == OK) {
        struct str rest = str_cut(buf_str(&text), '\n', &url);
        rest = str_cut(rest, '\n', &etag);
        if (str_equal(url, l->urls[0])) {
            job->etag_before = arena_copy(p->a, etag);
            job->modified_before = arena_copy(p->a, str_trim(rest));
        }
    }
    buf_free(&text);
}

static void remember(struct pull *p, const struct list_config *l, const struct fetch_job *job)
{
    struct buf text = {0};
    struct error ignored = {0};
    if (l->url_count != 1 || p->from_web)
        return;
    buf_printf(&text, "%.*s\n%.*s\n%.*s\n", STRF(l->urls[0]), STRF(job->etag),
               STRF(job->last_modified));
    /* Without it the next pull merely downloads once more. */
    if (file_write(incoming(p, l->id, 0, ".seen"), buf_str(&text), 0600, &ignored)) {
    }
    buf_free(&text);
}

/* ---- One list. */

struct wanted {
    const struct list_config *list;
    struct parse_file files[LIST_URLS_MAX];
    size_t first_job; /* of its files, among all */
    struct pull_result *result;
};

static void fail(struct pull_result *r, const struct error *err)
{
    r->outcome = PULL_FAILED;
    r->error = *err;
}

static void take_in(struct pull *p, struct wanted *w, struct str origin)
{
    struct pull_result *r = w->result;
    struct import_job job = {.list = w->list->id,
                             .files = w->files,
                             .count = w->list->url_count,
                             .origin = origin,
                             .once = true};
    if (import_version(p->home, &job, p->a, &r->import, &r->error)) {
        r->outcome = PULL_FAILED;
        return;
    }
    r->outcome = r->import.held    ? PULL_HELD
                 : !r->import.same ? PULL_NEW
                 : r->import.known ? PULL_UNCHANGED
                                   : PULL_SAME;
}

/* The authority has answered: that it was asked, the ledger says once a day. */
static void checked(struct pull *p, struct str list, struct error *err)
{
    struct str key = arena_printf(p->a, "checked/%.*s", STRF(list));
    struct error here = {0};
    int64_t now = clock_now();
    enum status rc = store_put_note(p->home->store, key, now, &here);
    if (!rc && p->home->seal)
        rc = seal_heartbeat(p->home->seal, list, now, &here);
    if (!rc && p->home->seal)
        rc = seal_write(p->home->seal, &here);
    if (rc && err && !err->status)
        *err = here;
}

/* ---- From the web. */

static void prepare(struct pull *p, struct wanted *w, struct fetch_job *jobs)
{
    const struct list_config *l = w->list;
    for (size_t i = 0; i < l->url_count; i++) {
        struct fetch_job *job = &jobs[w->first_job + i];
        struct str name = last_part(l->urls[i]);
        *job = (struct fetch_job){.list = l->id,
                                  .url = l->urls[i],
                                  .path = incoming(p, l->id, i, ""),
                                  .token = l->token,
                                  .private_ok = l->private_ok};
        if (p->from_web) {
            job->url = arena_printf(p->a, "%s/%.*s/%.*s", p->job->from, STRF(l->id), STRF(name));
            job->token = (struct str){0};
            job->private_ok = true; /* the person named the mirror */
        }
        recall(p, l, job);
        w->files[i] = (struct parse_file){.path = job->path, .name = name};
    }
}

static void after_fetch(struct pull *p, struct wanted *w, const struct fetch_job *jobs)
{
    struct pull_result *r = w->result;
    size_t unchanged = 0;
    for (size_t i = 0; i < w->list->url_count; i++) {
        const struct fetch_job *job = &jobs[w->first_job + i];
        r->bytes += job->bytes;
        r->seconds = job->seconds > r->seconds ? job->seconds : r->seconds;
        unchanged += job->outcome == FETCH_NOT_MODIFIED;
        if (job->outcome == FETCH_FAILED || job->outcome == FETCH_PENDING) {
            fail(r, &job->error);
            if (!r->error.status)
                fault(&r->error, ERR_NETWORK, 0, "stopped");
            return;
        }
    }
    if (unchanged) {
        r->outcome = PULL_UNCHANGED;
    } else {
        take_in(p, w, without_query(jobs[w->first_job].url));
        for (size_t i = 0; i < w->list->url_count; i++)
            unlink(w->files[i].path);
        if (r->outcome != PULL_FAILED)
            remember(p, w->list, &jobs[w->first_job]);
    }
    if (r->outcome != PULL_FAILED)
        checked(p, w->list->id, &r->error);
}

static enum status from_web(struct pull *p, struct wanted *wanted, size_t count, size_t job_count,
                            struct error *err)
{
    struct home *h = p->home;
    struct fetch_job *jobs = arena_alloc(p->a, job_count + 1, sizeof *jobs);
    if (!jobs)
        return fault(err, ERR_MEMORY, 0, "no memory to fetch %zu files", job_count);
    for (size_t i = 0; i < count; i++)
        prepare(p, &wanted[i], jobs);
    struct fetch_options options = {.contact = h->contact.len ? h->contact.s : NULL,
                                    .proxy = h->proxy.s,
                                    .ca_file = h->ca_file.len ? h->ca_file.s : NULL,
                                    .tries = h->tries,
                                    .total_seconds = h->timeout,
                                    .progress = p->job->progress,
                                    .progress_ctx = p->job->ctx};
    enum status rc = job_count ? fetch_all(jobs, job_count, &options, p->a, err) : OK;
    for (size_t i = 0; i < count && !rc; i++) {
        if (wanted[i].list->url_count)
            after_fetch(p, &wanted[i], jobs);
        if (p->job->done)
            p->job->done(p->job->ctx, wanted[i].result);
    }
    return rc;
}

/* ---- From a folder. */

static const char *find_file(struct pull *p, struct str list, struct str name)
{
    const char *from = p->job->from;
    struct str ext = extension(name);
    const struct str candidates[] = {
        arena_printf(p->a, "%s/%.*s/%.*s", from, STRF(list), STRF(name)),
        arena_printf(p->a, "%s/%.*s", from, STRF(name)),
        arena_printf(p->a, "%s/%.*s.%.*s", from, STRF(list), STRF(ext)),
    };
    for (size_t i = 0; i < COUNT(candidates); i++)
        if (candidates[i].s && file_exists(candidates[i].s))
            return candidates[i].s;
    return NULL;
}

static void from_folder(struct pull *p, struct wanted *w)
{
    const struct list_config *l = w->list;
    for (size_t i = 0; i < l->url_count; i++) {
        struct str name = last_part(l->urls[i]);
        const char *path = find_file(p, l->id, name);
        if (!path) {
            w->result->outcome = PULL_FAILED;
            fault(&w->result->error, ERR_IO, 0,
                  "%s has no file for it: %.*s/%.*s, %.*s or %.*s.%.*s", p->job->from, STRF(l->id),
                  STRF(name), STRF(name), STRF(l->id), STRF(extension(name)));
            return;
        }
        w->files[i] = (struct parse_file){.path = path, .name = name};
    }
    if (l->url_count)
        take_in(p, w, str_of(w->files[0].path));
    if (l->url_count && w->result->outcome != PULL_FAILED)
        checked(p, l->id, &w->result->error);
}

/* ---- Which lists. */

static const struct list_config *find_wanted(const struct pull *p, size_t i)
{
    return p->job->count ? home_list(p->home, p->job->lists[i]) : &p->home->lists.at[i];
}

enum status pull_lists(struct home *h, const struct pull_job *job, struct arena *a,
                       struct pull_result **out, size_t *count, struct error *err)
{
    struct pull p = {.home = h, .a = a, .job = job};
    size_t most = job->count ? job->count : h->lists.count, jobs = 0, n = 0;
    struct wanted *wanted = arena_alloc(a, most, sizeof *wanted);
    struct pull_result *results = arena_alloc(a, most, sizeof *results);
    enum status rc = OK;
    if (!wanted || !results)
        return fault(err, ERR_MEMORY, 0, "no memory to pull");
    p.from_web = job->from && (str_starts(str_of(job->from), STR("http://")) ||
                               str_starts(str_of(job->from), STR("https://")));
    for (size_t i = 0; i < most && !rc; i++) {
        const struct list_config *l = find_wanted(&p, i);
        if (!l)
            rc = fault(err, ERR_USAGE, 0, "there is no list %.*s; `tocsin lists --all` names them",
                       STRF(job->lists[i]));
        if (!l || (!job->count && (!l->pulled || !l->url_count)))
            continue;
        results[n].list = l->id;
        results[n].outcome = PULL_NO_ADDRESS;
        wanted[n] = (struct wanted){.list = l, .first_job = jobs, .result = &results[n]};
        jobs += l->url_count;
        n++;
    }
    *out = results;
    *count = n;
    if (!rc && job->from && !p.from_web) {
        for (size_t i = 0; i < n; i++) {
            from_folder(&p, &wanted[i]);
            if (job->done)
                job->done(job->ctx, wanted[i].result);
        }
        return OK;
    }
    return rc ? rc : from_web(&p, wanted, n, jobs, err);
}

/* ---- The casebook. */

enum status pull_casebook(struct home *h, struct arena *a, struct pull_result *out,
                          struct error *err)
{
    bool taken;
    *out = (struct pull_result){.list = STR("casebook"), .outcome = PULL_UNCHANGED};
    enum status rc = builtin_import(h, a, &out->import, &taken, err);
    if (!rc && taken && !out->import.known)
        out->outcome = out->import.held ? PULL_HELD : out->import.same ? PULL_SAME : PULL_NEW;
    return rc;
}
