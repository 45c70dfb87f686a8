/* SPDX-License-Identifier: Apache-2.0 */
/* lay_read.c - the content of one version: from its files, or from records that
 * are stored already; counted, and judged.
 *
 * Everything that is read goes into the transaction at once, because most
 * versions stand; a version that is held undoes its part and leaves a row. */
#include "ingest/lay.h"

#include "format/json.h"
#include "ingest/guard.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- The bytes on their way to the parser.  These run on the feeding thread,
 * where the store is not touched: find_likes has looked before. */

static enum status begin_blob(struct lay *l, size_t i, struct error *err)
{
    struct sha256 base;
    bool based = i < l->like_count && blobs_base(l->home->blobs, l->like[i].sha, &base);
    uint64_t about = based ? (uint64_t)l->like[i].bytes * 5 / 4 : 0;
    return blob_begin(l->home->blobs, based ? &base : NULL, about, &l->writers[i], err);
}

static enum status take_bytes(void *ctx, size_t i, struct str block, struct error *err)
{
    struct lay *l = ctx;
    uint64_t size = 0;
    enum status rc = OK;
    if (!l->writers[i])
        rc = begin_blob(l, i, err);
    if (rc)
        return rc;
    if (block.len)
        return blob_add(l->writers[i], block, err);
    rc = blob_end(l->writers[i], &l->files[i].sha, &size, err);
    l->files[i].bytes = (int64_t)size;
    return rc;
}

/* Each file is probably like that of the version before, in the same place. */
static enum status find_likes(struct lay *l, struct error *err)
{
    if (!l->has_before)
        return OK;
    return store_files(l->home->store, l->arena, l->list->id, l->before.at, &l->like,
                       &l->like_count, err);
}

/* One file's hash; or, for several, that of the lines "HASH  NAME". */
static enum status hash_version(struct lay *l, struct error *err)
{
    struct buf manifest = {0};
    char hex[SHA256_HEX];
    l->version.sha = l->files[0].sha;
    l->version.bytes = 0;
    for (size_t i = 0; i < l->count; i++) {
        l->version.bytes += l->files[i].bytes;
        buf_printf(&manifest, "%s  %.*s\n", sha256_hex(l->files[i].sha, hex),
                   STRF(l->files[i].name));
    }
    struct hasher *h = l->count > 1 ? hasher_new() : NULL;
    bool failed = manifest.failed || (l->count > 1 && !h);
    if (h && !failed)
        l->version.sha = hasher_of(h, buf_str(&manifest));
    hasher_free(h);
    buf_free(&manifest);
    return failed ? fault(err, ERR_MEMORY, 0, "no memory to hash a version") : OK;
}

static enum status hash_file(const char *path, struct hasher *h, struct version_file *f,
                             struct error *err)
{
    char block[1 << 14];
    ssize_t n;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return fault_errno(err, "cannot open", path);
    hasher_begin(h);
    f->bytes = 0;
    while ((n = read(fd, block, sizeof block)) > 0 || (n < 0 && errno == EINTR)) {
        if (n < 0)
            continue;
        hasher_add(h, (struct str){block, (size_t)n});
        f->bytes += n;
    }
    enum status rc = n < 0 ? fault_errno(err, "cannot read", path) : OK;
    f->sha = hasher_end(h);
    close(fd);
    return rc;
}

enum status lay_hash(struct lay *l, const struct parse_file *files, size_t count, struct error *err)
{
    if (count > PARSE_FILES_MAX || count == 0)
        return fault(err, ERR_USAGE, 0, "a version has 1 to %d files", PARSE_FILES_MAX);
    struct hasher *h = hasher_new();
    enum status rc = h ? OK : fault(err, ERR_MEMORY, 0, "no memory to hash a version");
    l->count = count;
    for (size_t i = 0; i < count && !rc; i++) {
        l->files[i].name = files[i].name;
        rc = hash_file(files[i].path, h, &l->files[i], err);
    }
    hasher_free(h);
    return rc ? rc : hash_version(l, err);
}

/* ---- Reading and judging. */

static enum status take_record(void *ctx, struct str ref, struct str body, struct error *err)
{
    return tally_record(ctx, ref, body, err);
}

static enum status take_gone(void *ctx, struct str ref, struct error *err)
{
    return tally_gone(ctx, ref, err);
}

static void describe(struct lay *l)
{
    struct buf unknown = {0};
    const struct parse_summary *s = &l->summary;
    buf_byte(&unknown, '{');
    for (size_t i = 0; i < s->unknown.count; i++) {
        if (i)
            buf_byte(&unknown, ',');
        json_string(&unknown, s->unknown.at[i].what);
        buf_printf(&unknown, ":%llu", (unsigned long long)s->unknown.at[i].count);
    }
    buf_byte(&unknown, '}');
    l->version.unknown = arena_copy(l->arena, buf_str(&unknown));
    l->version.format = arena_copy(l->arena, str_of(s->format));
    if (!l->borrowed) {
        l->version.generated = arena_copy(l->arena, str_of(s->generated));
        l->version.list_date = arena_copy(l->arena, str_of(s->list_date));
    }
    l->version.delta = s->delta;
    buf_free(&unknown);
}

static void hold(struct lay *l, const char *why)
{
    l->version.status = VERSION_HELD;
    l->version.why = arena_copy(l->arena, str_of(why));
}

/* A fault of the file is a reason to hold it, with the place where it is. */
static void hold_for_fault(struct lay *l, const struct error *fault)
{
    char why[560];
    l->line = fault->line;
    l->offset = fault->offset;
    if (fault->line)
        snprintf(why, sizeof why, "%s (line %zu, byte %zu)", fault->why, fault->line,
                 fault->offset);
    else
        snprintf(why, sizeof why, "%s", fault->why);
    hold(l, why);
}

static void judge(struct lay *l, const struct tally_sum *sum, bool accept)
{
    char why[400] = "";
    struct guard_facts f = {.first = !l->has_before,
                            .partial = l->summary.partial,
                            .declared = (int64_t)l->summary.declared,
                            .records = (int64_t)l->summary.records,
                            .generated = l->version.generated,
                            .generated_before = l->before.generated,
                            .before = sum->before,
                            .gone = sum->gone,
                            .guard = l->version.guard};
    l->version.readable = true;
    l->version.entries = sum->in_force;
    l->version.root = sum->root;
    if (guard_holds(&f, why, sizeof why) && !accept) {
        hold(l, why);
        return;
    }
    l->version.status = VERSION_ACCEPTED;
    l->version.why = arena_copy(l->arena, str_of(why));
    l->same = l->has_before && sha256_equal(sum->root, l->before.root);
}

/* A delta says what changed since the version before, so it has no other place
 * than behind the newest. */
static enum status check_delta(const struct lay *l, struct error *err)
{
    if (!l->summary.delta)
        return OK;
    if (!l->has_before)
        return fault(err, ERR_USAGE, 0,
                     "this file has changes only, and there is no version that they could change");
    if (l->history.next == INSTANT_END)
        return OK;
    return fault(err, ERR_USAGE, 0,
                 "this file has changes only; import such files in the order of their times");
}

static enum status find_held_delta(void *ctx, const struct version *v, struct error *err)
{
    (void)err;
    if (v->status == VERSION_HELD && v->delta)
        *(bool *)ctx = true;
    return OK;
}

/* Changes behind changes that do not stand are not against what stands. */
static enum status judge_delta(struct lay *l, struct error *err)
{
    bool held = false;
    if (!l->summary.delta || l->version.status != VERSION_ACCEPTED)
        return OK;
    enum status rc = store_versions(l->home->store, l->list->id, l->before.at + 1, l->version.at,
                                    find_held_delta, &held, err);
    if (held)
        hold(l, "the changes before these are held");
    return rc;
}

/* When the list begins earlier than it did, what stood at its old beginning was
 * listed then, if it is not in this version. */
static enum status retell_old_first(struct lay *l, struct error *err);

static enum status finish(struct lay *l, struct tally *t, struct lay_how how, struct error *err)
{
    struct tally_sum sum;
    describe(l);
    enum status rc = check_delta(l, err);
    if (!rc)
        rc = tally_finish(t, l->summary.delta, &sum, err);
    if (rc)
        return rc;
    judge(l, &sum, how.accept);
    if (!how.accept)
        rc = judge_delta(l, err);
    if (rc)
        return rc;
    if (l->version.status == VERSION_ACCEPTED && !l->has_before && l->history.next < INSTANT_END)
        rc = retell_old_first(l, err);
    return rc;
}

static enum status read_files(struct lay *l, const struct parse_file *files, size_t count,
                              struct tally *t, struct lay_how how, struct error *err)
{
    struct error here = {0};
    struct parse_job job = {.list = l->list->id,
                            .source = l->list->source,
                            .mapping = l->list->mapping,
                            .files = files,
                            .count = count,
                            .repair = how.accept,
                            .bytes = l->keeping ? take_bytes : NULL,
                            .bytes_ctx = l,
                            .record = take_record,
                            .gone = take_gone,
                            .ctx = t};
    enum status rc = parse_run(&job, l->arena, &l->summary, &here);
    if (rc == ERR_INPUT) {
        describe(l);
        hold_for_fault(l, &here);
        return OK;
    }
    if (rc)
        return fault_at(err, rc, here.line, here.offset, "%s", here.why);
    return finish(l, t, how, err);
}

/* Runs one way of reading inside a part of the transaction, which is undone
 * when the version does not stand. */
static enum status in_part(struct lay *l, struct tally **t, struct error *err)
{
    enum status rc = store_mark(l->home->store, err);
    return rc ? rc : tally_new(&l->history, l->has_before ? l->before.at : 0, t, err);
}

static enum status end_part(struct lay *l, struct tally *t, enum status rc, struct error *err)
{
    tally_free(t);
    bool undo = rc || l->version.status != VERSION_ACCEPTED;
    enum status end = store_unmark(l->home->store, undo, rc ? NULL : err);
    return rc ? rc : end;
}

enum status lay_read(struct lay *l, const struct parse_file *files, size_t count, struct str origin,
                     struct lay_how how, struct error *err)
{
    struct tally *t = NULL;
    if (count > PARSE_FILES_MAX || count == 0)
        return fault(err, ERR_USAGE, 0, "a version has 1 to %d files", PARSE_FILES_MAX);
    if (count > 1 && l->list->source->streams)
        return fault(err, ERR_USAGE, 0, "a version of %.*s is one file", STRF(l->list->id));
    l->count = count;
    l->keeping = true;
    l->version.origin = arena_copy(l->arena, origin);
    for (size_t i = 0; i < count; i++)
        l->files[i] = (struct version_file){.name = files[i].name};
    enum status rc = find_likes(l, err);
    rc = rc ? rc : in_part(l, &t, err);
    rc = rc ? rc : read_files(l, files, count, t, how, err);
    rc = end_part(l, t, rc, err);
    return rc ? rc : hash_version(l, err);
}

/* ---- Reading what is stored. */

static enum status unpack(struct lay *l, struct sha256 sha, char path[PATH_MAX], struct error *err)
{
    snprintf(path, PATH_MAX, "%.*s/incoming/" HOME_UNPACKED "XXXXXX", PATH_MAX - 64, l->home->path);
    int fd = mkstemp(path);
    if (fd < 0)
        return fault_errno(err, "cannot make", path);
    enum status rc = blobs_copy(l->home->blobs, sha, fd, err);
    close(fd);
    return rc;
}

enum status lay_load_row(struct lay *l, struct error *err)
{
    struct error here = {0};
    struct version v;
    struct version_file *files;
    size_t count;
    if (!store_version_at(l->home->store, l->arena, l->list->id, l->version.at, &v, &here))
        return here.status ? fault(err, here.status, 0, "%s", here.why)
                           : fault(err, ERR_CORRUPT, 0, "the store lost a version while it ran");
    enum status rc =
        store_files(l->home->store, l->arena, l->list->id, l->version.at, &files, &count, err);
    if (rc)
        return rc;
    if (count == 0 || count > PARSE_FILES_MAX)
        return fault(err, ERR_CORRUPT, 0, "the store has no files for a version of %.*s",
                     STRF(l->list->id));
    l->version = v;
    l->count = count;
    memcpy(l->files, files, count * sizeof *files);
    return OK;
}

/* The files of a version of equal content, when its own are not kept. */
struct lender {
    struct lay *lay;
    struct version_file *files;
    size_t count;
    bool decided; /* a person let it stand, so that its files may not be plain to read */
};

static bool are_kept(const struct lay *l, const struct version_file *files, size_t count)
{
    bool kept = count > 0;
    for (size_t i = 0; i < count && kept; i++)
        kept = blobs_has(l->home->blobs, files[i].sha);
    return kept;
}

static enum status match_lender(void *ctx, const struct version *v, struct error *err)
{
    struct lender *d = ctx;
    const struct version *own = &d->lay->version;
    struct version_file *files;
    size_t count = 0;
    bool better = d->count == 0 || (d->decided && v->decision.len == 0);
    if (!better || !v->readable || v->delta || !sha256_equal(v->root, own->root) ||
        !str_equal(v->format, own->format) || !str_equal(v->unknown, own->unknown))
        return OK;
    enum status rc =
        store_files(d->lay->home->store, d->lay->arena, v->list, v->at, &files, &count, err);
    if (!rc && are_kept(d->lay, files, count)) {
        d->files = files;
        d->count = count;
        d->decided = v->decision.len > 0;
    }
    return rc;
}

static enum status find_files(struct lay *l, struct lender *d, struct error *err)
{
    *d = (struct lender){.lay = l, .files = l->files, .count = l->count};
    l->borrowed = !are_kept(l, l->files, l->count);
    if (!l->borrowed)
        return OK;
    d->count = 0;
    enum status rc =
        store_versions(l->home->store, l->list->id, 0, INSTANT_END, match_lender, d, err);
    if (!rc && d->count == 0)
        rc = fault(err, ERR_CORRUPT, 0, "the files of a version of %.*s are missing",
                   STRF(l->list->id));
    return rc;
}

static enum status read_blobs(struct lay *l, struct tally *t, struct lay_how how, struct error *err)
{
    struct parse_file files[PARSE_FILES_MAX];
    struct lender d;
    enum status rc = find_files(l, &d, err);
    if (rc)
        return rc;
    char(*paths)[PATH_MAX] = calloc(d.count, sizeof *paths);
    rc = paths ? OK : fault(err, ERR_MEMORY, 0, "no memory to read a version again");
    for (size_t i = 0; i < d.count && paths && !rc; i++) {
        rc = unpack(l, d.files[i].sha, paths[i], err);
        files[i] = (struct parse_file){.path = paths[i], .name = d.files[i].name};
    }
    rc = rc ? rc : read_files(l, files, d.count, t, how, err);
    for (size_t i = 0; paths && i < d.count; i++)
        if (paths[i][0])
            unlink(paths[i]);
    free(paths);
    return rc;
}

enum status lay_read_again(struct lay *l, struct lay_how how, struct error *err)
{
    struct tally *t = NULL;
    enum status rc = lay_load_row(l, err);
    rc = rc ? rc : in_part(l, &t, err);
    rc = rc ? rc : read_blobs(l, t, how, err);
    rc = end_part(l, t, rc, err);
    if (!rc && how.accept) {
        if (l->version.status != VERSION_ACCEPTED)
            return fault(err, ERR_INPUT, l->offset, "this version cannot be accepted: %.*s",
                         STRF(l->version.why));
        l->version.decision = STR("accept");
    }
    return rc;
}

enum status lay_read_receipt(struct lay *l, struct error *err)
{
    struct tally *t = NULL;
    enum status rc = hash_version(l, err);
    rc = rc ? rc : in_part(l, &t, err);
    rc = rc ? rc : read_blobs(l, t, (struct lay_how){0}, err);
    return end_part(l, t, rc, err);
}

struct gathered {
    struct lay *lay;
    VEC(struct stored {
        struct str ref;
        struct sha256 sha;
    })
    all;
};

static enum status gather(void *ctx, struct str ref, const struct run *r, struct error *err)
{
    struct gathered *g = ctx;
    struct stored *s = VEC_ADD(g->lay->arena, &g->all);
    s->ref = arena_copy(g->lay->arena, ref);
    s->sha = r->sha;
    return g->lay->arena->failed ? fault(err, ERR_MEMORY, 0, "no memory for a version") : OK;
}

static enum status tally_stored(struct lay *l, struct tally *t, int64_t at, struct error *err)
{
    struct gathered g = {.lay = l};
    struct arena body_arena = {0};
    enum status rc = store_each_run(l->home->store, l->list->id, at, gather, &g, err);
    for (size_t i = 0; i < g.all.count && !rc; i++) {
        struct str body;
        rc = store_record(l->home->store, &body_arena, l->list->id, g.all.at[i].ref,
                          g.all.at[i].sha, &body, err);
        rc = rc ? rc : tally_record(t, g.all.at[i].ref, body, err);
        arena_reset(&body_arena);
    }
    l->summary.records = g.all.count;
    arena_free(&body_arena);
    return rc;
}

struct twin_search {
    struct sha256 sha;
    struct arena *a;
    struct version found;
    bool any;
};

static enum status match_twin(void *ctx, const struct version *v, struct error *err)
{
    struct twin_search *s = ctx;
    (void)err;
    if (s->any || v->status != VERSION_ACCEPTED || !sha256_equal(v->sha, s->sha))
        return OK;
    s->found = *v;
    s->found.format = arena_copy(s->a, v->format);
    s->found.unknown = arena_copy(s->a, v->unknown);
    s->any = true;
    return OK;
}

static enum status read_twin(struct lay *l, struct sha256 twin, struct error *err)
{
    struct twin_search s = {.sha = twin, .a = l->arena};
    struct tally *t = NULL;
    struct tally_sum sum;
    enum status rc =
        store_versions(l->home->store, l->list->id, 0, INSTANT_END, match_twin, &s, err);
    if (!rc && !s.any)
        rc = fault(err, ERR_CORRUPT, 0, "a version of %.*s is said to be like one that is not here",
                   STRF(l->list->id));
    rc = rc ? rc : in_part(l, &t, err);
    rc = rc ? rc : tally_stored(l, t, s.found.at, err);
    rc = rc ? rc : tally_finish(t, false, &sum, err);
    if (!rc) {
        l->version.format = s.found.format;
        l->version.unknown = s.found.unknown;
        judge(l, &sum, false);
        if (l->version.status == VERSION_ACCEPTED && !l->has_before &&
            l->history.next < INSTANT_END)
            rc = retell_old_first(l, err);
    }
    return end_part(l, t, rc, err);
}

enum status lay_read_same(struct lay *l, struct sha256 twin, struct error *err)
{
    enum status rc = hash_version(l, err);
    l->stored = true;
    l->twin = twin;
    return rc ? rc : read_twin(l, twin, err);
}

static enum status retell_old_first(struct lay *l, struct error *err)
{
    struct gathered g = {.lay = l};
    struct history h = l->history;
    enum status rc = store_each_run(l->home->store, l->list->id, l->history.next, gather, &g, err);
    for (size_t i = 0; i < g.all.count && !rc; i++)
        rc = history_retell(&h, g.all.at[i].ref, l->history.next, err);
    return rc;
}
