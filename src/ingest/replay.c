/* SPDX-License-Identifier: Apache-2.0 */
/* replay.c - receipts that the store has not seen are taken in by the ordinary path.
 *
 * After a crash between receipt and commit that is one line; for an empty store
 * it is the whole history.  Everything a version needs is in its receipt and
 * the blobs, so nothing depends on what config.ini says today. */
#include "ingest/import.h"

#include "ingest/lay.h"
#include "ingest/seal.h"
#include "store/receipts.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

struct replay {
    struct home *home;
    size_t count;
};

static enum status load_mapping(struct home *h, const struct receipt *r, struct arena *a,
                                struct str *out, struct error *err)
{
    struct buf text = {0};
    if (!r->mapped)
        return OK;
    enum status rc = blobs_read(h->blobs, r->mapping, 1 << 20, &text, err);
    *out = arena_copy(a, buf_str(&text));
    buf_free(&text);
    return rc;
}

/* What the list was when the receipt was written. */
static enum status config_of(struct home *h, struct str list, const struct receipt *r,
                             struct arena *a, struct list_config *out, struct error *err)
{
    *out = (struct list_config){.id = list, .source = source_find(r->source), .guard = r->guard};
    if (!out->source)
        return fault(err, ERR_CORRUPT, 0, "a receipt of %.*s names the source %.*s, which is none",
                     STRF(list), STRF(r->source));
    return load_mapping(h, r, a, &out->mapping, err);
}

static enum status take_version(struct home *h, struct str list, const struct receipt *r,
                                uint64_t length, struct arena *a, struct error *err)
{
    struct lay *l = NULL;
    struct list_config config;
    if (r->count > PARSE_FILES_MAX)
        return fault(err, ERR_CORRUPT, 0, "a receipt of %.*s names too many files", STRF(list));
    enum status rc = config_of(h, list, r, a, &config, err);
    rc = rc ? rc : lay_begin(h, &config, r->at, a, &l, err);
    if (!rc) {
        memcpy(l->files, r->files, r->count * sizeof *r->files);
        l->count = r->count;
        l->version.origin = r->origin;
        l->version.generated = r->generated;
        l->version.list_date = r->list_date;
        l->receipted = length;
        rc = r->same ? lay_read_same(l, r->same_as, err) : lay_read_receipt(l, err);
    }
    rc = rc ? rc : lay_keep(l, err);
    lay_free(l);
    return rc;
}

static enum status take_decision(struct home *h, struct str list, const struct receipt *r,
                                 uint64_t length, struct arena *a, struct error *err)
{
    struct lay *l = NULL;
    struct list_config config;
    enum status rc = config_of(h, list, r, a, &config, err);
    rc = rc ? rc : lay_begin(h, &config, r->at, a, &l, err);
    if (!rc)
        l->receipted = length;
    if (!rc && str_is(r->decision, "accept"))
        rc = lay_read_again(l, (struct lay_how){.accept = true}, err);
    else if (!rc)
        rc = lay_discard(l, err);
    rc = rc ? rc : lay_decide(l, err);
    lay_free(l);
    return rc;
}

static enum status take(void *ctx, struct str list, const struct receipt *r, uint64_t length,
                        struct error *err)
{
    struct replay *p = ctx;
    struct arena a = {0};
    enum status rc = r->decision.len ? take_decision(p->home, list, r, length, &a, err)
                                     : take_version(p->home, list, r, length, &a, err);
    if (!rc && p->home->seal)
        rc = seal_write(p->home->seal, err);
    p->count += !rc;
    arena_free(&a);
    return rc;
}

enum status import_receipts(struct home *h, size_t *count, struct error *err)
{
    struct replay p = {.home = h};
    struct arena a = {0};
    str_vec lists = {0};
    char folder[PATH_MAX];
    snprintf(folder, sizeof folder, "%.*s/blobs", PATH_MAX - 16, h->path);
    enum status rc = receipts_lists(folder, &a, &lists, err);
    for (size_t i = 0; i < lists.count && !rc; i++) {
        struct error here = {0};
        int64_t known = 0;
        struct str key = arena_printf(&a, "receipts/%.*s", STRF(lists.at[i]));
        if (!store_note(h->store, key, &known, &here) && here.status)
            rc = fault(err, here.status, 0, "%s", here.why);
        else if (receipts_length(folder, lists.at[i]) != (uint64_t)known)
            rc = receipts_read(folder, lists.at[i], (uint64_t)known, take, &p, err);
    }
    if (count)
        *count = p.count;
    arena_free(&a);
    return rc;
}
