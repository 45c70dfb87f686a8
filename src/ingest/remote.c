/* SPDX-License-Identifier: Apache-2.0 */
/* remote.c - a window of files that moves along a log. */
#include "ingest/remote.h"

#include "base/file.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { SLOTS = 2 * REMOTE_AHEAD };

struct remote {
    struct str url; /* without a slash at its end */
    struct fetch_options options;
    uint64_t size;
    char folder[PATH_MAX];
    char at[SLOTS][PATH_MAX]; /* where the files are */
    char path[SLOTS][TILE_PATH];
    struct fetch_job jobs[SLOTS];
    size_t count; /* of those in the window */
};

/* Downloads are synced, which is of no use to files that nobody keeps: on a disk it is most of the
 * time that verifying takes. */
static const char *temporary(void)
{
    const char *asked = getenv("TMPDIR");
    if (asked && *asked == '/')
        return asked;
    return access("/dev/shm", W_OK | X_OK) == 0 ? "/dev/shm" : "/tmp";
}

enum status remote_open(struct str url, const struct fetch_options *options, struct remote **out,
                        struct error *err)
{
    struct remote *r = calloc(1, sizeof *r);
    *out = NULL;
    if (!r)
        return fault(err, ERR_MEMORY, 0, "no memory to read a ledger from an address");
    while (str_ends(url, STR("/")))
        url.len--;
    r->url = url;
    r->options = *options;
    snprintf(r->folder, sizeof r->folder, "%.*s/tocsin-XXXXXX", PATH_MAX - 64, temporary());
    if (!mkdtemp(r->folder)) {
        enum status rc = fault_errno(err, "cannot make a folder as", r->folder);
        free(r);
        return rc;
    }
    for (size_t i = 0; i < SLOTS; i++)
        snprintf(r->at[i], PATH_MAX, "%.*s/%zu", PATH_MAX - 64, r->folder, i);
    *out = r;
    return OK;
}

/* What a download can have left behind, whole or not. */
static void remove_files(struct remote *r)
{
    static const char *const ends[] = {"", ".part", ".part.etag"};
    for (size_t i = 0; i < SLOTS; i++)
        for (size_t k = 0; k < COUNT(ends); k++) {
            char name[PATH_MAX + 16];
            snprintf(name, sizeof name, "%s%s", r->at[i], ends[k]);
            (void)unlink(name);
        }
}

void remote_close(struct remote *r)
{
    if (!r)
        return;
    remove_files(r);
    (void)rmdir(r->folder);
    free(r);
}

void remote_expect(void *remote, uint64_t size)
{
    struct remote *r = remote;
    r->size = size;
}

/* ---- The window. */

static void want(struct remote *r, struct arena *a, const char *path)
{
    struct fetch_job *job = &r->jobs[r->count];
    snprintf(r->path[r->count], TILE_PATH, "%s", path);
    *job = (struct fetch_job){.list = STR("ledger"),
                              .url = arena_printf(a, "%.*s/%s", STRF(r->url), path),
                              .path = r->at[r->count],
                              .private_ok = true};
    r->count++;
}

/* What is asked for next: the leaves and entries behind those of t. */
static void want_more(struct remote *r, struct arena *a, const char *first, struct tile t)
{
    char path[TILE_PATH];
    for (uint64_t n = t.number; n - t.number < REMOTE_AHEAD; n++) {
        struct tile next = {.number = n, .width = tile_width(0, n, r->size)};
        if (!next.width)
            return;
        for (int entries = 0; entries < 2; entries++) {
            next.entries = entries;
            if (strcmp(tile_path(next, path), first) != 0 && r->count < SLOTS)
                want(r, a, path);
        }
    }
}

static enum status load(struct remote *r, const char *path, size_t limit, struct error *err)
{
    struct arena a = {0};
    struct tile t;
    bool many = tile_parse(str_of(path), &t) && t.level == 0;
    remove_files(r);
    r->count = 0;
    want(r, &a, path);
    if (many)
        want_more(r, &a, path, t);
    r->options.max_bytes = many ? BUNDLE_MOST : limit;
    enum status rc = a.failed ? fault(err, ERR_MEMORY, 0, "no memory to read a ledger")
                              : fetch_all(r->jobs, r->count, &r->options, &a, err);
    if (rc)
        r->count = 0;
    arena_free(&a);
    return rc;
}

static size_t slot_of(const struct remote *r, const char *path)
{
    size_t i = 0;
    while (i < r->count && strcmp(r->path[i], path) != 0)
        i++;
    return i;
}

enum status remote_fetch(void *ctx, const char *path, size_t limit, struct buf *out, bool *there,
                         struct error *err)
{
    struct remote *r = ctx;
    struct error here = {0};
    size_t slot = slot_of(r, path);
    enum status rc = slot < r->count ? OK : load(r, path, limit, err);
    if (rc)
        return rc;
    slot = slot_of(r, path);
    const struct fetch_job *job = &r->jobs[slot];
    *there = job->outcome == FETCHED;
    if (!*there && (job->http_status == 404 || job->http_status == 410))
        return OK;
    if (!*there)
        return fault(err, job->error.status, 0, "%s: %s", path, job->error.why);
    rc = file_read(job->path, limit, out, &here);
    return rc ? fault(err, rc == ERR_INPUT ? ERR_CORRUPT : rc, 0,
                      "%s has more than the %zu bytes that it can have", path, limit)
              : OK;
}
