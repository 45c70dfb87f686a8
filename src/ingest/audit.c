/* SPDX-License-Identifier: Apache-2.0 */
/* audit.c - blobs, store and ledger held against each other. */
#include "ingest/audit.h"

#include "base/file.h"
#include "format/json.h"
#include "ingest/trust.h"
#include "ledger/log.h"

#include <limits.h>
#include <stdio.h>

struct auditing {
    struct store *store; /* NULL: only the log, whose keys are read from it */
    struct hasher *hasher;
    struct json_reader *json;
    struct arena *arena;
    keyring found;
    struct str note;
    audit_tell *tell;
    void *ctx;
    struct audit *out;
};

enum { TELL_EACH = 1024 };

/* ---- The log by itself. */

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

/* An entry that names a new key begins as no other does. */
static enum status note_key(struct auditing *x, uint64_t index, struct str entry, struct error *err)
{
    struct json_items items;
    struct error here = {0};
    struct key key;
    if (!str_starts(entry, STR("{\"key\":")))
        return OK;
    if (json_flat(x->json, entry, &items, &here) || items.count < 2 ||
        key_parse(x->arena, items.at[1].text, &key, &here))
        return fault(err, ERR_CORRUPT, 0, "entry %llu names no key: %s", (unsigned long long)index,
                     here.why);
    keyring_add(x->arena, &x->found, &key, index + 1);
    return x->arena->failed ? fault(err, ERR_MEMORY, 0, "no memory for keys") : OK;
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
    if (!x->store)
        return note_key(x, index, entry, err);
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
                                   struct checkpoint *out, struct str *note, struct error *err)
{
    char path[PATH_MAX];
    struct buf text = {0};
    struct error here = {0};
    enum status rc = file_read(below(folder, "checkpoint", path), NOTE_MOST, &text, err);
    *note = arena_copy(a, buf_str(&text));
    buf_free(&text);
    if (!rc && keyring_open(a, *note, keys, out, NULL, &here))
        rc = fault_at(err, ERR_CORRUPT, here.line, here.offset, "%s: %s", path, here.why);
    return rc;
}

static enum status check_log(struct auditing *x, const char *folder, struct error *err)
{
    const struct checkpoint *c = &x->out->checkpoint;
    x->hasher = hasher_new();
    x->json = json_reader_new();
    enum status rc = x->hasher && x->json
                         ? log_verify_folder(folder, c->size, &c->root, check_entry, x, err)
                         : fault(err, ERR_MEMORY, 0, "no memory to verify the ledger");
    hasher_free(x->hasher);
    json_reader_free(x->json);
    return rc;
}

/* Of two that sign, one may be on its way out: the key that the log names last has to be there. */
static enum status check_newest(struct auditing *x, struct error *err)
{
    struct checkpoint c;
    struct error here = {0};
    const struct key *newest = keyring_at(&x->found, x->out->checkpoint.size);
    if (!newest)
        return OK;
    if (keyring_open(x->arena, x->note, &x->found, &c, NULL, &here))
        return fault(err, ERR_CORRUPT, 0,
                     "the ledger's newest key is %.*s+%08x, and that has not signed its checkpoint",
                     STRF(newest->name), newest->id);
    x->out->newest = key_print(x->arena, newest);
    return OK;
}

enum status audit_log(const char *folder, const struct key *key, struct arena *a, audit_tell *tell,
                      void *ctx, struct audit *out, struct error *err)
{
    struct auditing x = {.tell = tell, .ctx = ctx, .out = out, .arena = a};
    keyring given = {0};
    *out = (struct audit){0};
    keyring_add(a, &given, key, 0);
    enum status rc = read_checkpoint(folder, &given, a, &out->checkpoint, &x.note, err);
    rc = rc ? rc : check_log(&x, folder, err);
    return rc ? rc : check_newest(&x, err);
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
    struct str note;
    struct ledger_view now = *v;
    const char *ledger = home_file(h, &h->arena, "ledger");
    enum status rc = OK;
    if (!file_exists(home_file(h, &h->arena, "ledger/checkpoint")))
        return OK; /* the next writer puts it there */
    rc = read_checkpoint(ledger, &v->ring, &h->arena, &file, &note, err);
    if (!rc && file.size > v->checkpoint.size)
        rc = view_again(h, &now, err);
    return rc ? rc : trust_published(&file, &now, err);
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
    rc = rc ? rc : check_log(&x, home_file(h, &h->arena, "ledger"), err);
    rc = rc ? rc : seal_check(h->path, h->store, &out->lists, err);
    return rc ? rc
              : store_versions(h->store, (struct str){0}, 0, INSTANT_END, check_blobs, &blobs, err);
}
