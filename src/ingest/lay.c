/* SPDX-License-Identifier: Apache-2.0 */
/* lay.c - one version's place in its list, and how it is written down: blobs,
 * receipt, commit, in this order. */
#include "ingest/lay.h"

#include "ingest/seal.h"
#include "store/receipts.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

/* ---- Its place. */

static enum status place(struct lay *l, struct error *err)
{
    struct home *h = l->home;
    struct error here = {0};
    struct version after, first;
    int64_t at = l->version.at;
    l->has_before =
        store_version_before(h->store, l->arena, l->list->id, at - 1, &l->before, &here);
    l->history = (struct history){
        .store = h->store, .list = l->list->id, .at = at, .next = INSTANT_END, .first = at};
    if (!here.status && store_version_after(h->store, l->arena, l->list->id, at, &after, &here))
        l->history.next = after.at;
    if (!here.status &&
        store_version_after(h->store, l->arena, l->list->id, INT64_MIN, &first, &here) &&
        first.at < at)
        l->history.first = first.at;
    return here.status ? fault(err, here.status, 0, "%s", here.why) : OK;
}

static struct lay *lay_new(struct home *h, const struct list_config *list, int64_t at,
                           struct arena *a)
{
    struct lay *l = calloc(1, sizeof *l);
    if (!l)
        return NULL;
    l->home = h;
    l->list = list;
    l->arena = a;
    l->version = (struct version){.list = list->id,
                                  .at = at,
                                  .status = VERSION_HELD,
                                  .guard = list->guard,
                                  .unknown = STR("{}")};
    return l;
}

enum status lay_begin(struct home *h, const struct list_config *list, int64_t at, struct arena *a,
                      struct lay **out, struct error *err)
{
    *out = lay_new(h, list, at, a);
    if (!*out)
        return fault(err, ERR_MEMORY, 0, "no memory to take in a version");
    enum status rc = store_begin(h->store, err);
    (*out)->open = !rc;
    rc = rc ? rc : place(*out, err);
    if (rc) {
        lay_free(*out);
        *out = NULL;
    }
    return rc;
}

enum status lay_place(struct home *h, const struct list_config *list, const struct version *v,
                      struct arena *a, struct lay **out, struct error *err)
{
    *out = lay_new(h, list, v->at, a);
    if (!*out)
        return fault(err, ERR_MEMORY, 0, "no memory to take in a version");
    (*out)->version = *v;
    return place(*out, err);
}

void lay_free(struct lay *l)
{
    if (!l)
        return;
    for (size_t i = 0; i < PARSE_FILES_MAX; i++)
        blob_drop(l->writers[i]);
    if (l->open) {
        store_rollback(l->home->store);
        if (l->home->seal)
            seal_forget(l->home->seal);
    }
    free(l);
}

/* ---- Writing down. */

/* Looks for a version of the same content, whose files are kept. */
static enum status match_content(void *ctx, const struct version *v, struct error *err)
{
    struct lay *l = ctx;
    struct version_file *files;
    size_t count;
    if (l->stored || v->status != VERSION_ACCEPTED || v->delta || v->decision.len ||
        sha256_equal(v->sha, l->version.sha) || !sha256_equal(v->root, l->version.root) ||
        !str_equal(v->format, l->version.format) || !str_equal(v->unknown, l->version.unknown))
        return OK;
    enum status rc = store_files(l->home->store, l->arena, v->list, v->at, &files, &count, err);
    bool kept = count > 0;
    for (size_t i = 0; i < count && !rc; i++)
        kept = kept && blobs_has(l->home->blobs, files[i].sha);
    /* A sum of hashes is for finding it; sums can be made equal on purpose. */
    if (!rc && kept)
        rc = store_same_content(l->home->store, v->list, v->at, l->version.at, &kept, err);
    l->stored = !rc && kept;
    l->twin = v->sha;
    return rc;
}

static enum status keep_blobs(struct lay *l, struct error *err)
{
    enum status rc = OK;
    if (l->version.status == VERSION_ACCEPTED && !l->version.delta)
        rc = store_versions(l->home->store, l->list->id, 0, INSTANT_END, match_content, l, err);
    for (size_t i = 0; i < l->count; i++) {
        struct blob_writer *w = l->writers[i];
        l->writers[i] = NULL;
        if (rc || l->stored)
            blob_drop(w);
        else
            rc = blob_keep(w, err);
    }
    return rc;
}

static enum status keep_mapping(struct lay *l, struct sha256 *sha, struct error *err)
{
    struct blob_writer *w = NULL;
    uint64_t size;
    enum status rc = blob_begin(l->home->blobs, NULL, l->list->mapping.len, &w, err);
    rc = rc ? rc : blob_add(w, l->list->mapping, err);
    rc = rc ? rc : blob_end(w, sha, &size, err);
    if (!rc)
        return blob_keep(w, err);
    blob_drop(w);
    return rc;
}

static enum status append_receipt(struct lay *l, const struct receipt *r, struct error *err)
{
    char folder[PATH_MAX];
    struct str list = l->list->id;
    uint64_t length = l->receipted;
    enum status rc = OK;
    if (!length) {
        int64_t known = 0;
        struct error here = {0};
        if (!store_note(l->home->store, arena_printf(l->arena, "receipts/%.*s", STRF(list)), &known,
                        &here) &&
            here.status)
            return fault(err, here.status, 0, "%s", here.why);
        length = (uint64_t)known;
        snprintf(folder, sizeof folder, "%.*s/blobs", PATH_MAX - 16, l->home->path);
        rc = receipt_append(folder, list, r, &length, err);
    }
    if (rc)
        return rc;
    return store_put_note(l->home->store, arena_printf(l->arena, "receipts/%.*s", STRF(list)),
                          (int64_t)length, err);
}

static enum status write_rows(struct lay *l, struct error *err)
{
    enum status rc = store_put_version(l->home->store, &l->version, err);
    for (size_t i = 0; i < l->count && !rc; i++)
        rc = store_put_file(l->home->store, l->list->id, l->version.at, i, &l->files[i], err);
    return rc;
}

/* All that can fail for what the version says comes before its receipt, because
 * a receipt is taken in again whenever the home is opened, until that goes well. */
static enum status write_down(struct lay *l, const struct receipt *r, struct error *err)
{
    enum status rc = write_rows(l, err);
    if (!rc && l->version.status == VERSION_ACCEPTED)
        rc = lay_settle(l->home, l->list, l->version.at, l->arena, err);
    if (!rc && l->home->seal)
        rc = seal_due(l->home->seal, l->list->id, l->version.at, err);
    rc = rc ? rc : append_receipt(l, r, err);
    rc = rc ? rc : store_commit(l->home->store, err);
    if (!rc)
        l->open = false;
    return rc;
}

enum status lay_keep(struct lay *l, struct error *err)
{
    struct receipt r = {.at = l->version.at,
                        .source = str_of(l->list->source->name),
                        .origin = l->version.origin,
                        .generated = l->version.generated,
                        .list_date = l->version.list_date,
                        .guard = l->version.guard,
                        .files = l->files,
                        .count = l->count,
                        .mapped = l->list->mapping.len > 0};
    enum status rc = l->receipted ? OK : keep_blobs(l, err);
    if (!rc && r.mapped && !l->receipted)
        rc = keep_mapping(l, &r.mapping, err);
    r.same = l->stored;
    r.same_as = l->twin;
    return rc ? rc : write_down(l, &r, err);
}

enum status lay_discard(struct lay *l, struct error *err)
{
    enum status rc = lay_load_row(l, err);
    l->version.status = VERSION_DISCARDED;
    l->version.decision = STR("discard");
    return rc;
}

enum status lay_decide(struct lay *l, struct error *err)
{
    struct receipt r = {.at = l->version.at,
                        .decision = l->version.decision,
                        .source = str_of(l->list->source->name),
                        .mapped = l->list->mapping.len > 0};
    enum status rc = r.mapped && !l->receipted ? keep_mapping(l, &r.mapping, err) : OK;
    return rc ? rc : write_down(l, &r, err);
}
