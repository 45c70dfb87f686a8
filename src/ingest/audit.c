/* SPDX-License-Identifier: Apache-2.0 */
/* audit.c - blobs, store and ledger held against each other. */
#include "ingest/audit.h"

#include "base/file.h"
#include "ingest/trust.h"

#include <limits.h>
#include <stdio.h>

struct auditing {
    struct store *store;
    struct hasher *hasher;
    audit_tell *tell;
    void *ctx;
    struct audit *out;
};

enum { TELL_EACH = 1024 };

/* ---- The log beside the store. */

struct wanted {
    const struct leaf *leaf;
    struct sha256 sha;
    bool same, there;
};

static enum status compare(void *ctx, const struct leaf *l, struct error *err)
{
    struct wanted *w = ctx;
    (void)err;
    w->there = true;
    w->same = sha256_equal(l->sha, w->sha);
    return OK;
}

static enum status check_entry(void *ctx, uint64_t index, struct str entry, struct error *err)
{
    struct auditing *x = ctx;
    struct wanted w = {.sha = hasher_of(x->hasher, entry)};
    int64_t number = (int64_t)index;
    enum status rc = OK;
    if (x->tell && index % TELL_EACH == 0)
        x->tell(x->ctx, index, x->out->checkpoint.size);
    x->out->entries++;
    rc = store_leaves(x->store, number, number + 1, compare, &w, err);
    if (!rc && !w.same)
        rc = fault(err, ERR_CORRUPT, 0, "store: leaf %llu is not %s", (unsigned long long)index,
                   w.there ? "the ledger's entry of that number" : "there");
    return rc;
}

static const char *below(const char *folder, const char *name, char path[PATH_MAX])
{
    snprintf(path, PATH_MAX, "%.*s/%s", PATH_MAX - 64, folder, name);
    return path;
}

static enum status read_checkpoint(const char *folder, const keyring *keys, struct arena *a,
                                   struct checkpoint *out, struct error *err)
{
    char path[PATH_MAX];
    struct buf text = {0};
    struct error here = {0};
    enum status rc = file_read(below(folder, "checkpoint", path), NOTE_MOST, &text, err);
    struct str note = arena_copy(a, buf_str(&text));
    buf_free(&text);
    if (!rc && keyring_open(a, note, keys, out, NULL, &here))
        rc = fault_at(err, ERR_CORRUPT, here.line, here.offset, "%s: %s", path, here.why);
    return rc;
}

static enum status check_log(struct auditing *x, const char *folder, struct error *err)
{
    const struct checkpoint *c = &x->out->checkpoint;
    x->hasher = hasher_new();
    enum status rc = x->hasher ? log_verify_folder(folder, c->size, &c->root, check_entry, x, err)
                               : fault(err, ERR_MEMORY, 0, "no memory to verify the ledger");
    hasher_free(x->hasher);
    return rc;
}

/* ---- A home. */

struct blob_check {
    struct home *home;
    struct audit *out;
    bool full;
};

static enum status check_blob(struct blob_check *b, const struct version *v,
                              const struct version_file *f, struct error *err)
{
    struct buf bytes = {0};
    struct error here = {0};
    char hex[SHA256_HEX], at[INSTANT_TEXT];
    enum status rc = OK;
    if (!blobs_has(b->home->blobs, f->sha))
        return OK; /* its content is that of a version that is kept (registry.md, noise) */
    if (b->full && blobs_read(b->home->blobs, f->sha, (size_t)f->bytes, &bytes, &here))
        rc = fault(err, ERR_CORRUPT, 0, "blob %s of %.*s %s: %s", sha256_hex(f->sha, hex),
                   STRF(v->list), instant_text(v->at, at), here.why);
    buf_free(&bytes);
    b->out->blobs++;
    return rc;
}

static enum status check_blobs(void *ctx, const struct version *v, struct error *err)
{
    struct blob_check *b = ctx;
    struct arena a = {0};
    struct version_file *files;
    size_t count = 0;
    b->out->versions++;
    enum status rc = store_files(b->home->store, &a, v->list, v->at, &files, &count, err);
    for (size_t i = 0; i < count && !rc; i++)
        rc = check_blob(b, v, &files[i], err);
    arena_free(&a);
    return rc;
}

/* What was signed last, as the store has it by now and not as it was when it was frozen: a writer
 * may have published meanwhile. */
static enum status view_again(struct home *h, struct ledger_view *out, struct error *err)
{
    struct store *s = NULL;
    enum status rc = store_open(home_file(h, &h->arena, "tocsin.db"), false, &s, err);
    rc = rc ? rc : seal_view(h->path, s, &h->arena, out, err);
    store_close(s);
    return rc;
}

/* What is published is what was signed last, or, after a crash, what was before. */
static enum status check_published(struct home *h, const struct ledger_view *v, struct error *err)
{
    struct checkpoint file;
    struct ledger_view now = *v;
    const char *ledger = home_file(h, &h->arena, "ledger");
    enum status rc = OK;
    if (!file_exists(home_file(h, &h->arena, "ledger/checkpoint")))
        return OK; /* the next writer puts it there */
    rc = read_checkpoint(ledger, &v->ring, &h->arena, &file, err);
    if (!rc && file.size > v->checkpoint.size)
        rc = view_again(h, &now, err);
    return rc ? rc : trust_published(&file, &now, err);
}

/* The file has no signature on what was signed last that the store does not have; a crash may have
 * left it with fewer. */
static enum status check_signatures(struct home *h, const struct ledger_view *v, struct error *err)
{
    struct note n;
    struct buf bytes = {0};
    const char *path = home_file(h, &h->arena, "ledger/checkpoint");
    enum status rc = file_read(path, NOTE_MOST, &bytes, err);
    rc = rc ? rc : note_parse(&h->arena, buf_str(&bytes), &n, err);
    bool newest = !rc && str_starts(v->note, n.text);
    for (size_t i = 0; newest && !rc && i < n.signatures.count; i++)
        if (str_find(v->note, n.signatures.at[i].line) == SIZE_MAX)
            rc = fault(err, ERR_CORRUPT, 0,
                       "%s: signature %zu, of %.*s, is not one that the store has", path, i + 1,
                       STRF(n.signatures.at[i].name));
    buf_free(&bytes);
    return rc;
}

/* The ledger has digests of the records' hashes; what the hashes are of stands in the store alone.
 */
static enum status check_record(void *ctx, struct str list, struct str ref,
                                const struct sha256 *sha, struct str body, struct error *err)
{
    struct hasher *hasher = ctx;
    char hex[SHA256_HEX];
    if (body.s && sha256_equal(hasher_of(hasher, body), *sha))
        return OK;
    return fault(err, ERR_CORRUPT, 0, "store: the record %s of %.*s %.*s is not %s",
                 sha256_hex(*sha, hex), STRF(list), STRF(ref),
                 body.s ? "what its hash says" : "there");
}

static enum status check_records(struct store *s, struct error *err)
{
    struct hasher *hasher = hasher_new();
    enum status rc = hasher ? store_records(s, check_record, hasher, err)
                            : fault(err, ERR_MEMORY, 0, "no memory to verify records");
    hasher_free(hasher);
    return rc;
}

enum status audit_home(struct home *h, bool full, audit_tell *tell, void *ctx, struct audit *out,
                       struct error *err)
{
    struct ledger_view v;
    struct auditing x = {.store = h->store, .tell = tell, .ctx = ctx, .out = out};
    struct blob_check blobs = {h, out, full};
    *out = (struct audit){0};
    enum status rc = seal_view(h->path, h->store, &h->arena, &v, err);
    if (!rc && !v.note.len)
        return fault(err, ERR_USAGE, 0, "nothing has been signed yet; the next import does");
    out->checkpoint = v.checkpoint;
    rc = rc ? rc : check_published(h, &v, err);
    rc = rc ? rc : check_signatures(h, &v, err);
    rc = rc ? rc : check_log(&x, home_file(h, &h->arena, "ledger"), err);
    rc = rc ? rc : seal_check(h->path, h->store, &out->lists, err);
    rc = rc ? rc : check_records(h->store, err);
    return rc ? rc
              : store_versions(h->store, (struct str){0}, 0, INSTANT_END, check_blobs, &blobs, err);
}
