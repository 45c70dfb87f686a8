/* SPDX-License-Identifier: Apache-2.0 */
/* builtin.c - the built-in casebook comes in by the ordinary path, from a file. */
#include "ingest/builtin.h"

#include "base/data.h"
#include "base/file.h"

#define ORIGIN "built in"

static const char casebook[] = "cases/designations.csv";

static enum status hash_of(struct str bytes, struct sha256 *out, struct error *err)
{
    struct hasher *h = hasher_new();
    if (!h)
        return fault(err, ERR_MEMORY, 0, "no memory to hash the casebook");
    *out = hasher_of(h, bytes);
    hasher_free(h);
    return OK;
}

struct search {
    struct sha256 sha;
    bool here, foreign; /* the newest that stands has these bytes; is not built in */
};

static enum status look(void *ctx, const struct version *v, struct error *err)
{
    struct search *s = ctx;
    (void)err;
    if (v->status != VERSION_ACCEPTED)
        return OK;
    s->here = sha256_equal(v->sha, s->sha);
    s->foreign = !str_is(v->origin, ORIGIN);
    return OK;
}

enum status builtin_due(struct home *h, bool *due, struct error *err)
{
    struct search s = {0};
    struct str bytes = data_file(casebook);
    *due = false;
    if (bytes.len == 0)
        return OK;
    enum status rc = hash_of(bytes, &s.sha, err);
    rc = rc ? rc : store_versions(h->store, STR("casebook"), 0, INSTANT_END, look, &s, err);
    *due = !rc && !s.here && !s.foreign;
    return rc;
}

enum status builtin_import(struct home *h, struct arena *a, struct import_result *out, bool *taken,
                           struct error *err)
{
    struct import_result ignored;
    const char *path = home_file(h, a, "incoming/designations.csv");
    struct parse_file file = {.path = path, .name = STR("designations.csv")};
    struct import_job job = {
        .list = STR("casebook"), .files = &file, .count = 1, .origin = STR(ORIGIN), .once = true};
    enum status rc = builtin_due(h, taken, err);
    if (rc || !*taken)
        return rc;
    rc = file_write(path, data_file(casebook), 0600, err);
    rc = rc ? rc : import_version(h, &job, a, out ? out : &ignored, err);
    enum status end = file_remove(path, rc ? NULL : err);
    return rc ? rc : end;
}
