/* SPDX-License-Identifier: Apache-2.0 */
/* seal.c - what is due, and the one order of writes. */
#include "ingest/seal.h"

#include "base/file.h"
#include "format/json.h"
#include "ingest/keys.h"
#include "ledger/log.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct seal {
    struct store *store;
    char folder[PATH_MAX]; /* ledger/ */
    struct signer signer;
    struct digester *digester;
    struct log *log;
    struct ledger_state signed_last; /* its text is in the arena */
    struct arena arena;
    /* Entries that are due, so that they need not be made again: length and bytes. */
    struct buf due;
    int64_t due_from;
    bool learned; /* the store was made again: what it is to sign is not known yet */
    bool behind;  /* or it has no leaves */
    bool broken;  /* a write failed: what is in memory is no longer what is on the disk */
};

/* ---- What is due. */

static enum status queue(void *ctx, const struct leaf *l, struct str bytes, struct error *err)
{
    struct seal *s = ctx;
    if (!s->due.len)
        s->due_from = l->number;
    uint32_t len = (uint32_t)bytes.len;
    buf_put(&s->due, (struct str){(const char *)&len, sizeof len});
    buf_put(&s->due, bytes);
    return s->due.failed ? fault(err, ERR_MEMORY, 0, "no memory for entries of the ledger") : OK;
}

enum status seal_due(struct seal *s, struct str list, int64_t from, struct error *err)
{
    return s->learned ? OK : leaves_put(s->store, s->digester, list, from, queue, s, err);
}

void seal_forget(struct seal *s)
{
    buf_clear(&s->due);
}

/* The next entry at hand, if that is the one of this number. */
static bool at_hand(struct seal *s, size_t *at, int64_t number, int64_t *next, struct str *out)
{
    uint32_t len;
    if (s->due.failed || *at + sizeof len > s->due.len || number != *next)
        return false;
    memcpy(&len, s->due.s + *at, sizeof len);
    *out = str_span(buf_str(&s->due), *at + sizeof len, len);
    *at += sizeof len + len;
    ++*next;
    return true;
}

struct feeding {
    struct seal *seal;
    struct hasher *hasher;
    size_t at;
    int64_t next;
    struct buf again;
};

static enum status feed(void *ctx, const struct leaf *l, struct error *err)
{
    struct feeding *f = ctx;
    struct str bytes;
    enum status rc = OK;
    if (!at_hand(f->seal, &f->at, l->number, &f->next, &bytes)) {
        buf_clear(&f->again);
        rc = leaf_bytes(f->seal->store, f->seal->digester, l, &f->again, err);
        bytes = buf_str(&f->again);
        if (!rc && !sha256_equal(hasher_of(f->hasher, bytes), l->sha))
            rc = fault(err, ERR_CORRUPT, 0,
                       "entry %lld of the ledger is not what it was to be: the store has been "
                       "changed since",
                       (long long)l->number);
    }
    return rc ? rc : log_add(f->seal->log, bytes, err);
}

/* ---- Writing. */

static enum status sign(struct seal *s, struct error *err)
{
    struct sha256 root = log_root(s->log);
    struct buf note = {0};
    enum status rc = checkpoint_sign(log_size(s->log), &root, &s->signer, &note, err);
    struct ledger_state now = {.size = (int64_t)log_size(s->log),
                               .root = root,
                               .checkpoint = arena_copy(&s->arena, buf_str(&note))};
    rc = rc ? rc : store_advance_ledger(s->store, &s->signed_last, &now, err);
    if (!rc)
        s->signed_last = now;
    rc = rc ? rc : log_publish(s->log, now.checkpoint, err);
    buf_free(&note);
    return rc;
}

static enum status write_due(struct seal *s, struct error *err)
{
    struct feeding f = {.seal = s, .hasher = hasher_new(), .next = s->due_from};
    int64_t count = 0;
    enum status rc = f.hasher ? store_count_leaves(s->store, &count, err)
                              : fault(err, ERR_MEMORY, 0, "no memory for the ledger");
    bool due = !rc && count > (int64_t)log_size(s->log);
    if (due)
        rc = store_leaves(s->store, (int64_t)log_size(s->log), count, feed, &f, err);
    if (due && !rc)
        rc = log_write(s->log, err);
    if (!rc && (due || !s->signed_last.checkpoint.len))
        rc = sign(s, err);
    buf_free(&f.again);
    hasher_free(f.hasher);
    return rc;
}

enum status seal_write(struct seal *s, struct error *err)
{
    if (s->broken)
        return fault(err, ERR_IO, 0, "the ledger could not be written before; begin again");
    enum status rc = s->learned ? OK : write_due(s, err);
    s->broken = rc != OK;
    buf_clear(&s->due);
    return rc;
}

enum status seal_heartbeat(struct seal *s, struct str list, int64_t at, struct error *err)
{
    bool beats = false;
    enum status rc = store_has_heartbeat(s->store, list, at - at % DAY_SECONDS, &beats, err);
    if (rc || beats)
        return rc;
    rc = store_begin(s->store, err);
    rc = rc ? rc : leaves_put_heartbeat(s->store, list, at, queue, s, err);
    rc = rc ? rc : store_commit(s->store, err);
    if (rc) {
        store_rollback(s->store);
        seal_forget(s);
    }
    return rc;
}

/* ---- A store that was made again learns from the log what it has. */

struct learning {
    struct seal *seal;
    struct hasher *hasher;
    struct json_reader *reader;
};

static bool leaf_of(const struct json_items *items, struct leaf *out)
{
    static const char *const kinds[] = {"fetch", "change", "withdrawal", "snapshot", "heartbeat"};
    bool known = false, dated = false;
    uint64_t part = 0;
    for (size_t i = 1; i < items->count; i++) {
        const struct json_item *m = &items->at[i];
        if (str_is(m->key, "kind"))
            for (size_t k = 0; k < COUNT(kinds) && !known; k++)
                known = str_is(m->text, kinds[out->kind = (enum leaf_kind)k]);
        else if (str_is(m->key, "at") || str_is(m->key, "time"))
            dated = instant_parse(m->text, &out->at);
        else if (str_is(m->key, "list"))
            out->list = m->text;
        else if (str_is(m->key, "ref"))
            out->ref = m->text;
        else if (str_is(m->key, "part") && !str_number(m->text, 1, &part))
            return false;
    }
    out->part = (int)part;
    return known && dated && out->list.len;
}

static enum status learn(void *ctx, uint64_t index, struct str entry, struct error *err)
{
    struct learning *l = ctx;
    struct error here = {0};
    struct json_items items;
    struct leaf leaf = {0};
    if (json_flat(l->reader, entry, &items, &here) || !leaf_of(&items, &leaf))
        return fault(err, ERR_CORRUPT, 0, "entry %llu of the ledger is not one of Tocsin's",
                     (unsigned long long)index);
    leaf.sha = hasher_of(l->hasher, entry);
    return store_put_leaf(l->seal->store, &leaf, err);
}

static enum status learn_all(struct seal *s, struct error *err)
{
    struct learning l = {s, hasher_new(), json_reader_new()};
    enum status rc = l.hasher && l.reader
                         ? store_begin(s->store, err)
                         : fault(err, ERR_MEMORY, 0, "no memory to read the ledger");
    if (!rc) {
        rc = store_clear_leaves(s->store, err); /* of a learning that was cut short */
        rc = rc ? rc
                : log_verify_folder(s->folder, (uint64_t)s->signed_last.size, &s->signed_last.root,
                                    learn, &l, err);
        rc = rc ? rc : store_commit(s->store, err);
        if (rc)
            store_rollback(s->store);
    }
    hasher_free(l.hasher);
    json_reader_free(l.reader);
    return rc;
}

/* ---- Opening. */

/* Leaves for all that the store has and the ledger does not say: of a home from before
 * there was a ledger, everything. */
static enum status due_of_all(struct seal *s, struct error *err)
{
    struct arena a = {0};
    str_vec lists = {0};
    enum status rc = store_lists(s->store, &a, &lists, err);
    rc = rc ? rc : store_begin(s->store, err);
    for (size_t i = 0; i < lists.count && !rc; i++)
        rc = seal_due(s, lists.at[i], 0, err);
    rc = rc ? rc : store_commit(s->store, err);
    if (rc)
        store_rollback(s->store);
    arena_free(&a);
    return rc;
}

/* What the file `checkpoint` says; a size of 0 when there is none. */
static enum status read_published(struct seal *s, const char *home, struct ledger_state *out,
                                  struct error *err)
{
    char path[PATH_MAX];
    struct buf note = {0};
    struct checkpoint c;
    struct error here = {0};
    struct key key = signer_key(&s->signer);
    *out = (struct ledger_state){.checkpoint = STR("")};
    if (!file_exists(keys_path(home, "ledger/checkpoint", path)))
        return OK;
    enum status rc = file_read(path, NOTE_MOST, &note, err);
    out->checkpoint = arena_copy(&s->arena, buf_str(&note));
    if (!rc && checkpoint_open(&s->arena, out->checkpoint, &key, &c, NULL, &here))
        rc = fault(err, ERR_CORRUPT, 0, "%s: %s", path, here.why);
    if (!rc) {
        out->size = (int64_t)c.size;
        out->root = c.root;
    }
    buf_free(&note);
    return rc;
}

/* The file may be behind the store, by a crash; it is never ahead, nor beside it. */
static enum status agree(const struct ledger_state *store, const struct ledger_state *file,
                         int64_t leaves, struct error *err)
{
    if (file->size > store->size)
        return fault(err, ERR_CORRUPT, 0,
                     "the ledger was signed at %lld entries and the store knows of %lld: the store "
                     "is an older one; `tocsin rebuild` makes it again",
                     (long long)file->size, (long long)store->size);
    if (file->checkpoint.len && file->size == store->size && !sha256_equal(file->root, store->root))
        return fault(err, ERR_CORRUPT, 0,
                     "the ledger's checkpoint of %lld entries has another root than was signed",
                     (long long)file->size);
    if (leaves < store->size)
        return fault(err, ERR_CORRUPT, 0,
                     "the ledger was signed at %lld entries, and the store has %lld leaves",
                     (long long)store->size, (long long)leaves);
    return OK;
}

static enum status reconcile(struct seal *s, const char *home, struct error *err)
{
    struct ledger_state file;
    int64_t leaves = 0;
    enum status rc = read_published(s, home, &file, err);
    rc = rc ? rc : store_count_leaves(s->store, &leaves, err);
    s->learned = !rc && !s->signed_last.checkpoint.len && file.checkpoint.len;
    s->behind = s->learned || !leaves;
    if (s->learned)
        s->signed_last = file;
    else if (!rc)
        rc = agree(&s->signed_last, &file, leaves, err);
    rc = rc ? rc
            : log_open(s->folder, true, (uint64_t)s->signed_last.size, &s->signed_last.root,
                       &s->log, err);
    if (!rc && s->learned)
        rc = learn_all(s, err);
    else if (!rc && s->signed_last.checkpoint.len &&
             (!file.checkpoint.len || file.size < s->signed_last.size))
        rc = log_publish(s->log, s->signed_last.checkpoint, err);
    return rc || s->behind ? rc : seal_write(s, err);
}

/* The store knows what was signed only when all else is in place: what is cut short before
 * that begins anew. */
enum status seal_catch_up(struct seal *s, struct error *err)
{
    struct ledger_state none = {.checkpoint = STR("")};
    bool learned = s->learned;
    s->learned = false;
    enum status rc = s->behind ? due_of_all(s, err) : OK;
    if (!rc && learned)
        rc = store_advance_ledger(s->store, &none, &s->signed_last, err);
    s->behind = false;
    return rc ? rc : seal_write(s, err);
}

enum status seal_open(const char *home, struct store *store, struct str origin, struct seal **out,
                      struct error *err)
{
    char checkpoint[PATH_MAX];
    struct seal *s = calloc(1, sizeof *s);
    *out = NULL;
    if (!s)
        return fault(err, ERR_MEMORY, 0, "no memory for the ledger");
    s->store = store;
    keys_path(home, "ledger", s->folder);
    keys_path(home, "ledger/checkpoint", checkpoint);
    enum status rc = store_ledger(store, &s->arena, &s->signed_last, err);
    bool fresh = !rc && !s->signed_last.checkpoint.len && !file_exists(checkpoint);
    rc = rc ? rc : keys_signer(home, fresh, origin, &s->signer, err);
    rc = rc ? rc : keys_salts(home, fresh, &s->digester, err);
    rc = rc ? rc : keys_tell(home, &s->signer, err);
    rc = rc ? rc : reconcile(s, home, err);
    if (rc)
        seal_close(s);
    else
        *out = s;
    return rc;
}

void seal_close(struct seal *s)
{
    if (!s)
        return;
    signer_wipe(&s->signer);
    digester_free(s->digester);
    log_close(s->log);
    buf_free(&s->due);
    arena_free(&s->arena);
    free(s);
}

/* ---- For readers. */

enum status seal_digester(const char *home, struct digester **out, struct error *err)
{
    return keys_salts(home, false, out, err);
}

enum status seal_check(const char *home, struct store *s, uint64_t *lists, struct error *err)
{
    struct digester *d = NULL;
    struct arena a = {0};
    str_vec all = {0};
    enum status rc = seal_digester(home, &d, err);
    rc = rc ? rc : store_lists(s, &a, &all, err);
    for (*lists = 0; *lists < all.count && !rc; ++*lists)
        rc = leaves_check(s, d, all.at[*lists], err);
    digester_free(d);
    arena_free(&a);
    return rc;
}

enum status seal_view(const char *home, struct store *store, struct arena *a,
                      struct ledger_view *out, struct error *err)
{
    struct ledger_state state;
    struct error here = {0};
    *out = (struct ledger_view){0};
    enum status rc = store_ledger(store, a, &state, err);
    if (rc || !state.checkpoint.len)
        return rc;
    rc = keys_public(home, a, &out->key, err);
    out->note = state.checkpoint;
    if (!rc && checkpoint_open(a, out->note, &out->key, &out->checkpoint, NULL, &here))
        rc = fault(err, ERR_CORRUPT, 0, "the checkpoint that the store has: %s", here.why);
    return rc;
}
