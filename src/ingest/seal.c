/* SPDX-License-Identifier: Apache-2.0 */
/* seal.c - what is due, and the one order of writes. */
#include "ingest/seal.h"

#include "base/file.h"
#include "ingest/keys.h"
#include "ingest/learn.h"
#include "ledger/log.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct seal {
    struct store *store;
    const char *home;       /* its path */
    char folder[KEYS_PATH]; /* ledger/ */
    struct signers signers;
    keyring ring; /* the ledger's keys, those too of leaves that are not signed yet */
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

static enum status advance(struct seal *s, struct str note, struct error *err)
{
    struct ledger_state now = {.size = (int64_t)log_size(s->log),
                               .root = log_root(s->log),
                               .checkpoint = arena_copy(&s->arena, note)};
    enum status rc = store_advance_ledger(s->store, &s->signed_last, &now, err);
    if (!rc)
        s->signed_last = now;
    return rc ? rc : log_publish(s->log, now.checkpoint, err);
}

/* By all who sign: one key, and while it gives way to another one that too. */
static enum status sign_root(const struct seal *s, const struct sha256 *root, struct buf *note,
                             struct error *err)
{
    struct checkpoint c = {
        .origin = str_of(s->signers.at[0].name), .size = log_size(s->log), .root = *root};
    struct buf text = {0};
    checkpoint_print(&c, &text);
    enum status rc = text.failed
                         ? fault(err, ERR_MEMORY, 0, "no memory for a checkpoint")
                         : note_sign(buf_str(&text), s->signers.at, s->signers.count, note, err);
    buf_free(&text);
    return rc;
}

static enum status sign(struct seal *s, struct error *err)
{
    struct sha256 root = log_root(s->log);
    struct buf note = {0};
    enum status rc = sign_root(s, &root, &note, err);
    rc = rc ? rc : advance(s, buf_str(&note), err);
    buf_free(&note);
    return rc;
}

static struct str text_of(struct str note)
{
    size_t end = str_find(note, STR("\n\n"));
    return str_span(note, 0, end);
}

enum status seal_cosigned(struct seal *s, struct str note, struct error *err)
{
    if (!str_equal(text_of(note), text_of(s->signed_last.checkpoint)))
        return fault(err, ERR_CONFLICT, 0, "another checkpoint has been signed meanwhile");
    enum status rc = advance(s, note, err);
    s->broken |= rc != OK;
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

/* In a transaction of its own. */
static enum status put_one(struct seal *s, struct leaf l, struct error *err)
{
    enum status rc = store_begin(s->store, err);
    rc = rc ? rc : leaves_put_one(s->store, l, queue, s, err);
    rc = rc ? rc : store_commit(s->store, err);
    if (rc) {
        store_rollback(s->store);
        seal_forget(s);
    }
    return rc;
}

enum status seal_heartbeat(struct seal *s, struct str list, int64_t at, struct error *err)
{
    bool beats = false;
    enum status rc = store_has_heartbeat(s->store, list, at - at % DAY_SECONDS, &beats, err);
    return rc || beats
               ? rc
               : put_one(s, (struct leaf){.list = list, .at = at, .kind = LEAF_HEARTBEAT}, err);
}

/* ---- Keys. */

static enum status load_ring(struct seal *s, struct error *err)
{
    enum status rc = keys_history(s->home, s->store, &s->arena, &s->ring, err);
    struct key newest = signer_key(&s->signers.at[0]);
    if (!rc && !s->ring.count)
        keyring_add(&s->arena, &s->ring, &newest, 0);
    return rc || !s->arena.failed ? rc : fault(err, ERR_MEMORY, 0, "no memory for keys");
}

/* Which of those who sign is in force; SIGNERS_MOST: none. */
static size_t in_force(const struct seal *s)
{
    const struct key *now = keyring_at(&s->ring, TREE_SIZE_MAX);
    for (size_t i = 0; now && i < s->signers.count; i++) {
        struct key key = signer_key(&s->signers.at[i]);
        if (key_equal(&key, now))
            return i;
    }
    return SIGNERS_MOST;
}

/* Only the key in force signs, beside it one that was before, or one that comes after. */
static enum status check_signers(const struct seal *s, struct error *err)
{
    const struct key *now = keyring_at(&s->ring, TREE_SIZE_MAX);
    struct key first = signer_key(&s->signers.at[0]), last = signer_key(&s->signers.at[1]);
    size_t at = in_force(s);
    if (at == SIGNERS_MOST)
        return fault(err, ERR_CORRUPT, 0,
                     "%s has the key %.80s+%08x, and this ledger is signed by %.80s+%08x: nothing "
                     "was changed; put that key back from a copy",
                     s->signers.from, first.name.s, first.id, now->name.s, now->id);
    if (at == 0 && s->signers.count == 2 && !keyring_has(&s->ring, &last))
        return fault(err, ERR_CORRUPT, 0,
                     "%s has the ledger's key %08x before %08x: nothing was changed; the "
                     "newer key stands first",
                     s->signers.from, first.id, last.id);
    return OK;
}

/* A key that the ledger does not name yet is entered, and signs that with the one before it. */
static enum status enter_key(struct seal *s, struct error *err)
{
    struct key key = signer_key(&s->signers.at[0]);
    int64_t number = 0;
    if (in_force(s) == 0)
        return OK;
    enum status rc = store_count_leaves(s->store, &number, err);
    struct leaf l = {.at = clock_now(), .kind = LEAF_KEY, .ref = key_print(&s->arena, &key)};
    rc = rc ? rc : put_one(s, l, err);
    rc = rc ? rc : seal_write(s, err);
    if (rc)
        return rc;
    keyring_add(&s->arena, &s->ring, &key, (uint64_t)number + 1);
    return keys_tell(s->home, &s->ring, err);
}

enum status seal_key(struct seal *s, struct arena *a, struct seal_keys *out, struct error *err)
{
    *out = (struct seal_keys){.both = s->signers.count == 2};
    for (size_t i = 0; i < s->signers.count; i++) {
        struct key key = signer_key(&s->signers.at[i]);
        *(i ? &out->before : &out->now) = key_print(a, &key);
    }
    return a->failed ? fault(err, ERR_MEMORY, 0, "no memory for keys") : OK;
}

/* What is kept elsewhere is changed there, by who keeps it. */
static enum status may_change(const struct seal *s, const char *how, struct error *err)
{
    if (!s->signers.given)
        return OK;
    return fault(err, ERR_USAGE, 0, "the ledger's key is in %s, where nothing is written: %s",
                 s->signers.from, how);
}

enum status seal_rotate(struct seal *s, struct error *err)
{
    struct signers next = s->signers;
    if (next.count == 2)
        return fault(err, ERR_USAGE, 0,
                     "the key %08x gives way to %08x already; `tocsin rotate --end` ends that",
                     next.at[1].id, next.at[0].id);
    enum status rc = may_change(s, "put the line of a new key above the old one's there", err);
    next.at[next.count++] = next.at[0];
    rc = rc ? rc : signer_generate(str_of(next.at[1].name), KEY_ED25519, &next.at[0], err);
    rc = rc ? rc : keys_change(s->home, &next, err);
    if (!rc)
        s->signers = next;
    signers_wipe(&next);
    return rc ? rc : enter_key(s, err);
}

enum status seal_rotate_end(struct seal *s, struct error *err)
{
    struct signers next = s->signers;
    enum status rc = next.count == 2
                         ? may_change(s, "take the line of the old key away there", err)
                         : fault(err, ERR_USAGE, 0, "one key signs, and no other beside it");
    signer_wipe(&next.at[1]);
    next.count = 1;
    rc = rc ? rc : keys_change(s->home, &next, err);
    if (!rc)
        s->signers = next;
    signers_wipe(&next);
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

/* Of a store that was made again it is not known yet which key was in force when. */
static enum status open_note(struct seal *s, struct str note, struct checkpoint *out,
                             struct error *err)
{
    struct error here = {0};
    if (!s->learned)
        return keyring_open(&s->arena, note, &s->ring, out, NULL, err);
    for (size_t i = 0; i < s->signers.count; i++) {
        struct key key = signer_key(&s->signers.at[i]);
        here = (struct error){0};
        if (checkpoint_open(&s->arena, note, &key, out, NULL, &here) == OK)
            return OK;
    }
    return fault(err, here.status, here.offset, "%s", here.why);
}

/* What the file `checkpoint` says; a size of 0 when there is none. */
static enum status read_published(struct seal *s, struct ledger_state *out, struct error *err)
{
    char path[KEYS_PATH];
    struct buf note = {0};
    struct checkpoint c = {.size = 0};
    struct error here = {0};
    *out = (struct ledger_state){.checkpoint = STR("")};
    if (!file_exists(keys_path(s->home, "ledger/checkpoint", path)))
        return OK;
    enum status rc = file_read(path, NOTE_MOST, &note, err);
    out->checkpoint = arena_copy(&s->arena, buf_str(&note));
    s->learned = !s->signed_last.checkpoint.len;
    if (!rc && open_note(s, out->checkpoint, &c, &here))
        rc = fault(err, ERR_CORRUPT, 0, "%s: %s", path, here.why);
    if (!rc) {
        out->size = (int64_t)c.size;
        out->root = c.root;
    }
    buf_free(&note);
    return rc;
}

/* The file may be behind the store, by a crash, in size or in cosignatures; it is never ahead, nor
 * beside it. */
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

static enum status open_log(struct seal *s, struct error *err)
{
    return log_open(s->folder, true, (uint64_t)s->signed_last.size, &s->signed_last.root, &s->log,
                    err);
}

static enum status learn_all(struct seal *s, struct error *err)
{
    enum status rc = open_log(s, err);
    rc = rc ? rc : learn_leaves(s->store, s->folder, &s->signed_last, err);
    rc = rc ? rc : load_ring(s, err);
    return rc ? rc : check_signers(s, err);
}

static enum status go_on(struct seal *s, const struct ledger_state *file, int64_t leaves,
                         struct error *err)
{
    enum status rc = check_signers(s, err);
    rc = rc ? rc : agree(&s->signed_last, file, leaves, err);
    rc = rc ? rc : keys_tell(s->home, &s->ring, err);
    rc = rc ? rc : open_log(s, err);
    if (!rc && s->signed_last.checkpoint.len &&
        !str_equal(file->checkpoint, s->signed_last.checkpoint))
        rc = log_publish(s->log, s->signed_last.checkpoint, err);
    return rc || s->behind ? rc : seal_write(s, err);
}

static enum status reconcile(struct seal *s, struct error *err)
{
    struct ledger_state file;
    int64_t leaves = 0;
    enum status rc = read_published(s, &file, err);
    rc = rc ? rc : store_count_leaves(s->store, &leaves, err);
    s->behind = s->learned || !leaves;
    if (rc || !s->learned)
        return rc ? rc : go_on(s, &file, leaves, err);
    s->signed_last = file;
    return learn_all(s, err);
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
    rc = rc ? rc : seal_write(s, err);
    return rc ? rc : enter_key(s, err);
}

enum status seal_open(const char *home, struct store *store, struct str origin, struct str key,
                      struct seal **out, struct error *err)
{
    char checkpoint[KEYS_PATH];
    struct seal *s = calloc(1, sizeof *s);
    *out = NULL;
    if (!s)
        return fault(err, ERR_MEMORY, 0, "no memory for the ledger");
    s->store = store;
    s->home = home;
    keys_path(home, "ledger", s->folder);
    keys_path(home, "ledger/checkpoint", checkpoint);
    enum status rc = store_ledger(store, &s->arena, &s->signed_last, err);
    bool fresh = !rc && !s->signed_last.checkpoint.len && !file_exists(checkpoint);
    rc = rc ? rc : keys_signer(home, fresh, origin, key, &s->signers, err);
    rc = rc ? rc : keys_salts(home, fresh, &s->digester, err);
    rc = rc ? rc : load_ring(s, err);
    rc = rc ? rc : reconcile(s, err);
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
    signers_wipe(&s->signers);
    digester_free(s->digester);
    log_close(s->log);
    buf_free(&s->due);
    arena_free(&s->arena);
    free(s);
}
