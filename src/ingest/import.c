/* SPDX-License-Identifier: Apache-2.0 */
/* import.c - read, judge, and write in the one order that survives a crash. */
#include "ingest/import.h"

#include "ingest/lay.h"
#include "ingest/seal.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* ---- Which version this would be. */

/* The instant asked for, or now; moved on when that very second is taken. */
static enum status choose_instant(struct home *h, struct arena *a, const struct import_job *job,
                                  int64_t *at, struct error *err)
{
    struct error here = {0};
    struct version there;
    *at = job->at ? job->at : clock_now();
    while (!job->at && store_version_at(h->store, a, job->list, *at, &there, &here))
        ++*at;
    return here.status ? fault(err, here.status, 0, "%s", here.why) : OK;
}

struct newest_like {
    struct sha256 sha;
    const struct version *found;
    struct arena *a;
};

static enum status find_like(void *ctx, const struct version *v, struct error *err)
{
    struct newest_like *n = ctx;
    (void)err;
    if (!sha256_equal(v->sha, n->sha) || v->status == VERSION_ACCEPTED)
        return OK;
    struct version *copy = NEW(n->a, struct version);
    if (copy) {
        *copy = *v;
        copy->why = arena_copy(n->a, v->why);
        n->found = copy;
    }
    return OK;
}

/* A file that was held or discarded before says nothing new when it is fetched
 * again, every hour perhaps. */
static enum status judged_before(struct home *h, struct arena *a, const struct lay *l,
                                 const struct version **out, struct error *err)
{
    struct newest_like n = {.sha = l->version.sha, .a = a};
    enum status rc =
        store_versions(h->store, l->version.list, 0, l->version.at, find_like, &n, err);
    *out = n.found;
    return rc;
}

static void result_of(const struct lay *l, struct import_result *out)
{
    const struct version *v = &l->version;
    out->list = arena_copy(l->arena, v->list);
    out->status = v->status;
    out->at = v->at;
    out->sha = v->sha;
    out->entries = v->status == VERSION_ACCEPTED ? v->entries : 0;
    out->held = v->status == VERSION_HELD;
    out->line = l->line;
    out->offset = l->offset;
    snprintf(out->why, sizeof out->why, "%.*s", STRF(v->why));
    out->summary = l->summary;
}

static enum status number_and_count(struct home *h, struct str list, struct import_result *out,
                                    struct error *err)
{
    enum status rc = store_count_changes(h->store, list, out->at, &out->counts, err);
    return rc ? rc : import_number(h, list, out->at, &out->number, err);
}

/* The version is here already, at that very instant: nothing is written. */
static enum status already_here(struct home *h, const struct version *v, struct import_result *out,
                                struct error *err)
{
    out->list = v->list;
    out->status = v->status;
    out->at = v->at;
    out->sha = v->sha;
    out->same = out->known = true;
    out->held = v->status == VERSION_HELD;
    out->entries = v->status == VERSION_ACCEPTED ? v->entries : 0;
    snprintf(out->why, sizeof out->why, "%.*s", STRF(v->why));
    return out->held ? OK : number_and_count(h, v->list, out, err);
}

static enum status conflict(const struct lay *l, struct error *err)
{
    char at[INSTANT_TEXT];
    return fault(err, ERR_CONFLICT, 0, "%.*s has another version at %s already",
                 STRF(l->version.list), instant_text(l->version.at, at));
}

/* There is a version at that very instant: it is this one, or that is a fault. */
static enum status meet(struct lay *l, const struct import_job *job, const struct version *there,
                        struct import_result *out, struct error *err)
{
    enum status rc = lay_hash(l, job->files, job->count, err);
    if (rc)
        return rc;
    return sha256_equal(there->sha, l->version.sha) ? already_here(l->home, there, out, err)
                                                    : conflict(l, err);
}

static enum status write_down(struct home *h, struct lay *l, const struct import_job *job,
                              struct import_result *out, struct error *err)
{
    enum status rc = lay_keep(l, err); /* blobs, receipt, store */
    if (!rc && h->seal)
        rc = seal_write(h->seal, err);
    if (rc)
        return rc;
    result_of(l, out);
    out->same = l->same;
    return out->held ? OK : number_and_count(h, job->list, out, err);
}

enum status import_version(struct home *h, const struct import_job *job, struct arena *a,
                           struct import_result *out, struct error *err)
{
    double began = clock_seconds();
    struct error here = {0};
    struct version there;
    const struct version *judged = NULL;
    struct lay *l = NULL;
    int64_t at = 0;
    *out = (struct import_result){0};
    const struct list_config *list = home_list(h, job->list);
    if (!list)
        return fault(err, ERR_USAGE, 0, "there is no list %.*s; `tocsin lists` names them",
                     STRF(job->list));
    if (job->at < 0)
        return fault(err, ERR_USAGE, 0, "a version is of 1970 or later");
    enum status rc = choose_instant(h, a, job, &at, err);
    rc = rc ? rc : lay_begin(h, list, at, a, &l, err);
    if (!rc && store_version_at(h->store, a, job->list, at, &there, &here)) {
        rc = meet(l, job, &there, out, err);
        goto out;
    }
    if (!rc && here.status)
        rc = fault(err, here.status, 0, "%s", here.why);
    rc = rc ? rc : lay_read(l, job->files, job->count, job->origin, (struct lay_how){0}, err);
    if (!rc && job->once)
        rc = judged_before(h, a, l, &judged, err);
    if (!rc && judged && l->version.status == VERSION_HELD) {
        result_of(l, out);
        out->at = judged->at;
        out->status = judged->status;
        out->held = judged->status == VERSION_HELD;
        out->same = out->known = true;
        goto out;
    }
    if (!rc && job->once && l->same && sha256_equal(l->before.sha, l->version.sha)) {
        rc = already_here(h, &l->before, out, err);
        goto out;
    }
    rc = rc ? rc : write_down(h, l, job, out, err);
out:
    lay_free(l);
    out->seconds = clock_seconds() - began;
    return rc;
}

/* ---- Decisions. */

struct search {
    struct str list, id; /* list: "" for any */
    struct arena *a;
    struct version found;
    size_t count;
};

static enum status match_id(void *ctx, const struct version *v, struct error *err)
{
    struct search *s = ctx;
    char hex[SHA256_HEX];
    (void)err;
    if (v->status != VERSION_HELD || !str_starts(str_of(sha256_hex(v->sha, hex)), s->id) ||
        (s->list.len && !str_equal(v->list, s->list)))
        return OK;
    /* The same bytes again, later: one after the other. */
    if (s->count && str_equal(v->list, s->found.list) && sha256_equal(v->sha, s->found.sha))
        return OK;
    s->found = *v;
    s->found.list = arena_copy(s->a, v->list);
    s->found.why = arena_copy(s->a, v->why);
    s->found.origin = arena_copy(s->a, v->origin);
    s->count++;
    return OK;
}

static enum status find_held(struct home *h, struct str id, struct arena *a, struct version *out,
                             struct error *err)
{
    struct search s = {.id = id, .a = a};
    if (str_find(id, STR("/")) != SIZE_MAX)
        s.id = str_cut(id, '/', &s.list);
    if (s.id.len < 4)
        return fault(err, ERR_USAGE, 0, "give at least four digits of the held version's id");
    enum status rc = store_versions(h->store, (struct str){0}, 0, INSTANT_END, match_id, &s, err);
    if (rc)
        return rc;
    if (s.count == 0)
        return fault(err, ERR_USAGE, 0,
                     "no held version has the id %.*s; `tocsin lists` names them", STRF(id));
    if (s.count > 1)
        return fault(
            err, ERR_USAGE, 0,
            "%zu held versions have an id that begins with %.*s; give more of it, or LIST/%.*s",
            s.count, STRF(id), STRF(id));
    *out = s.found;
    return OK;
}

enum status import_decide(struct home *h, struct str id, bool accept, struct arena *a,
                          struct import_result *out, struct error *err)
{
    double began = clock_seconds();
    struct version held = {0};
    struct lay *l = NULL;
    *out = (struct import_result){0};
    enum status rc = find_held(h, id, a, &held, err);
    if (rc)
        return rc;
    const struct list_config *list = home_list(h, held.list);
    if (!list)
        return fault(err, ERR_USAGE, 0, "the list %.*s is no longer configured", STRF(held.list));
    rc = lay_begin(h, list, held.at, a, &l, err);
    if (!rc && accept)
        rc = lay_read_again(l, (struct lay_how){.accept = true}, err);
    else if (!rc)
        rc = lay_discard(l, err);
    rc = rc ? rc : lay_decide(l, err);
    if (!rc && h->seal)
        rc = seal_write(h->seal, err);
    if (!rc) {
        result_of(l, out);
        if (accept)
            rc = number_and_count(h, held.list, out, err);
    }
    lay_free(l);
    out->seconds = clock_seconds() - began;
    return rc;
}

/* ---- The version's number: how many times the list had said something new. */

struct counting {
    struct sha256 root;
    int64_t number;
};

static enum status count_new(void *ctx, const struct version *v, struct error *err)
{
    struct counting *c = ctx;
    (void)err;
    if (v->status != VERSION_ACCEPTED)
        return OK;
    if (c->number == 0 || !sha256_equal(v->root, c->root))
        c->number++;
    c->root = v->root;
    return OK;
}

enum status import_number(struct home *h, struct str list, int64_t at, int64_t *out,
                          struct error *err)
{
    struct counting c = {0};
    enum status rc = store_versions(h->store, list, 0, at + 1, count_new, &c, err);
    *out = c.number;
    return rc;
}
