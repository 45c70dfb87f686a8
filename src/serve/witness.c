/* SPDX-License-Identifier: Apache-2.0 */
/* witness.c - the state of a log is read when it is first asked for, and from then on only this
 * process writes it.  A request is read and its signature checked without a lock; the lock of its
 * log is taken to compare the old size, to prove, to sign and to write, so that what the next one
 * is compared with is on the disk.  Who has no key of the log never gets that far.
 *
 * A request for the very checkpoint that was cosigned last is cosigned again, with its time, but
 * writes nothing: what a witness must not forget is size and root, and anyone can send such a
 * request a thousand times a second. */
#include "serve/witness.h"

#include "serve/witness_files.h"

#include <assert.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { REQUEST_MEMORY = 4 << 20 };
#define PLAIN "text/plain; charset=utf-8"

struct log {
    struct sha256 id;
    struct str origin;
    struct arena arena; /* of origin and keys */

    pthread_mutex_t deciding; /* state, and what lies on the disk */
    struct witness_state state;

    pthread_mutex_t shown; /* keys, latest; taken last and held briefly */
    const key_vec *keys;   /* once there, a set of keys stays until the end */
    struct buf latest;     /* the note as it was cosigned; empty: never */
};

struct witness {
    const char *dir; /* in the arena */
    struct arena arena;
    int lock;
    struct signer signer;
    struct key own; /* views of signer */

    pthread_mutex_t finding; /* logs, and the arena */
    VEC(struct log *) logs;
};

/* ---- Logs. */

static void log_free(struct log *l)
{
    if (!l)
        return;
    pthread_mutex_destroy(&l->deciding);
    pthread_mutex_destroy(&l->shown);
    arena_free(&l->arena);
    buf_free(&l->latest);
    free(l);
}

static enum status log_load(struct witness *w, const struct sha256 *id, bool sweep,
                            struct log **out, bool *there, struct error *err)
{
    struct witness_log known;
    struct log *l = calloc(1, sizeof *l);
    if (!l)
        return fault(err, ERR_MEMORY, 0, "no memory for a log");
    pthread_mutex_init(&l->deciding, NULL);
    pthread_mutex_init(&l->shown, NULL);
    l->id = *id;
    enum status rc = witness_log_read(&l->arena, w->dir, id, &known, there, err);
    key_vec *keys = rc || !*there ? NULL : NEW(&l->arena, key_vec);
    if (!rc && *there && !keys)
        rc = fault(err, ERR_MEMORY, 0, "no memory for a log");
    if (keys) {
        *keys = known.keys;
        l->keys = keys;
        l->origin = known.origin;
        rc = witness_state_read(w->dir, &known, &w->own, sweep, &l->state, &l->latest, err);
    }
    if (rc || !*there) {
        log_free(l);
        return rc;
    }
    *out = l;
    return OK;
}

static struct log *known(const struct witness *w, const struct sha256 *id)
{
    for (size_t i = 0; i < w->logs.count; i++)
        if (sha256_equal(w->logs.at[i]->id, *id))
            return w->logs.at[i];
    return NULL;
}

/* Loads it, if it was added behind our back.  The lock `finding` is held. */
static enum status log_find_new(struct witness *w, const struct sha256 *id, bool sweep,
                                struct log **out, struct error *err)
{
    bool there = false;
    enum status rc = log_load(w, id, sweep, out, &there, err);
    if (rc || !there)
        return rc;
    *(struct log **)VEC_ADD(&w->arena, &w->logs) = *out;
    if (w->arena.failed) {
        w->arena.failed = false;
        log_free(*out);
        *out = NULL;
        return fault(err, ERR_MEMORY, 0, "no memory for a log");
    }
    return OK;
}

/* *out is NULL when nobody has added it. */
static enum status log_find(struct witness *w, const struct sha256 *id, struct log **out,
                            struct error *err)
{
    pthread_mutex_lock(&w->finding);
    *out = known(w, id);
    enum status rc = *out ? OK : log_find_new(w, id, false, out, err);
    pthread_mutex_unlock(&w->finding);
    return rc;
}

static const key_vec *log_keys(struct log *l)
{
    pthread_mutex_lock(&l->shown);
    const key_vec *keys = l->keys;
    pthread_mutex_unlock(&l->shown);
    return keys;
}

/* Takes keys that were added behind our back; false when there are none. */
static bool log_new_keys(struct witness *w, struct log *l)
{
    struct arena a = {0};
    struct witness_log file;
    struct error err = {0};
    bool there, news = false;
    enum status rc = witness_log_read(&a, w->dir, &l->id, &file, &there, &err);
    pthread_mutex_lock(&l->shown);
    if (!rc && there && file.keys.count > l->keys->count) {
        key_vec *keys = NEW(&l->arena, key_vec);
        for (size_t i = 0; keys && i < file.keys.count; i++) {
            struct key *k = VEC_ADD(&l->arena, keys);
            *k = file.keys.at[i];
            k->name = arena_copy(&l->arena, k->name);
            k->material = arena_copy(&l->arena, k->material);
        }
        news = keys && !l->arena.failed;
        l->arena.failed = false;
        l->keys = news ? keys : l->keys;
    }
    pthread_mutex_unlock(&l->shown);
    arena_free(&a);
    return news;
}

/* ---- Opening. */

static enum status load_all(struct witness *w, struct error *err)
{
    struct arena a = {0};
    witness_id_vec ids;
    struct log *l;
    enum status rc = witness_log_all(&a, w->dir, &ids, err);
    for (size_t i = 0; !rc && i < ids.count; i++)
        rc = log_find_new(w, &ids.at[i], true, &l, err);
    arena_free(&a);
    return rc;
}

enum status witness_open(const char *dir, const struct signer *key, struct witness **out,
                         struct error *err)
{
    assert(key->type == KEY_COSIGNATURE);
    struct witness *w = calloc(1, sizeof *w);
    *out = NULL;
    if (!w)
        return fault(err, ERR_MEMORY, 0, "no memory for a witness");
    w->lock = -1;
    pthread_mutex_init(&w->finding, NULL);
    w->signer = *key;
    w->own = signer_key(&w->signer);
    w->dir = arena_copy(&w->arena, str_of(dir)).s;
    enum status rc = w->dir ? witness_lock(dir, &w->lock, err)
                            : fault(err, ERR_MEMORY, 0, "no memory for a witness");
    if (!rc)
        rc = load_all(w, err);
    if (rc)
        witness_close(w);
    else
        *out = w;
    return rc;
}

void witness_close(struct witness *w)
{
    if (!w)
        return;
    for (size_t i = 0; i < w->logs.count; i++)
        log_free(w->logs.at[i]);
    if (w->lock >= 0)
        close(w->lock);
    pthread_mutex_destroy(&w->finding);
    signer_wipe(&w->signer);
    arena_free(&w->arena);
    free(w);
}

size_t witness_logs(struct witness *w)
{
    pthread_mutex_lock(&w->finding);
    size_t count = w->logs.count;
    pthread_mutex_unlock(&w->finding);
    return count;
}

/* ---- A request. */

struct asked {
    struct arena arena;
    struct witnessing_request request;
    struct note note;
    struct checkpoint checkpoint;
    note_verified_vec verified;
};

static unsigned status_of(enum status rc, unsigned otherwise)
{
    return rc == OK ? 0 : rc == ERR_MEMORY ? 500 : otherwise;
}

/* These give 0 when there is no reason to refuse. */
static unsigned read_request(struct asked *q, struct str body, struct error *err)
{
    enum status rc = witnessing_parse(body, &q->request, err);
    if (!rc)
        rc = note_parse(&q->arena, q->request.note, &q->note, err);
    if (!rc)
        rc = checkpoint_parse(q->note.text, &q->checkpoint, err);
    if (!rc && q->request.old > q->checkpoint.size)
        rc = fault(err, ERR_INPUT, 0, "the old size is above that of the checkpoint");
    return status_of(rc, 400);
}

static unsigned find_log(struct witness *w, const struct asked *q, struct log **out,
                         struct error *err)
{
    struct sha256 id = witness_log_id(q->checkpoint.origin);
    enum status rc = log_find(w, &id, out, err);
    if (rc)
        return 500;
    if (!*out)
        fault(err, ERR_INPUT, 0, "the log is not known here");
    return *out ? 0 : 404;
}

static unsigned check_signature(struct witness *w, struct log *l, struct asked *q,
                                struct error *err)
{
    struct error first = {0};
    const key_vec *keys = log_keys(l);
    enum status rc = note_verify(&q->arena, &q->note, keys->at, keys->count, &q->verified, &first);
    if (rc == ERR_INPUT && log_new_keys(w, l)) {
        keys = log_keys(l);
        first = (struct error){0};
        rc = note_verify(&q->arena, &q->note, keys->at, keys->count, &q->verified, &first);
    }
    if (rc)
        *err = first;
    return status_of(rc, 403);
}

/* The decision: what the state allows. */
static unsigned check_growth(const struct witness_state *s, const struct asked *q,
                             struct error *err)
{
    const struct checkpoint *c = &q->checkpoint;
    const struct witnessing_request *r = &q->request;
    struct sha256 none = tree_empty();
    const char *why = NULL;
    if (r->old != s->size)
        return 409;
    if (c->size == 0 && !sha256_equal(c->root, none))
        why = "the root of a log without entries is that of none";
    else if (r->old == 0 && r->proof.count)
        why = "growth from nothing has no proof";
    else if (r->old == c->size && !sha256_equal(c->root, s->root))
        why = "a log of this size was cosigned with another root";
    else if (r->old && !tree_grew(r->old, &s->root, c->size, &c->root, &r->proof))
        why = "the proof does not show that the log has grown from what was cosigned";
    if (why)
        fault(err, ERR_INPUT, 0, "%s", why);
    return why ? 422 : 0;
}

/* ---- Cosigning. */

/* The note as it is kept: the lines of the log's keys that are good, then ours. */
static void compose(const struct asked *q, struct str line, struct buf *out)
{
    buf_put(out, q->note.text);
    buf_byte(out, '\n');
    for (size_t i = 0; i < q->verified.count; i++)
        buf_put(out, q->note.signatures.at[q->verified.at[i].signature].line);
    buf_put(out, line);
}

/* The lock `deciding` is held.  *note becomes the log's, unless it fails. */
static enum status keep(struct witness *w, struct log *l, const struct checkpoint *c,
                        struct buf *note, struct error *err)
{
    struct witness_state next = {.size = c->size, .root = c->root};
    bool news = l->latest.len == 0 || next.size != l->state.size;
    enum status rc = news ? witness_state_write(w->dir, &l->id, buf_str(note), err) : OK;
    if (rc)
        return rc;
    l->state = next;
    pthread_mutex_lock(&l->shown);
    struct buf last = l->latest;
    l->latest = *note;
    *note = last;
    pthread_mutex_unlock(&l->shown);
    return OK;
}

static enum status cosign(struct witness *w, struct log *l, const struct asked *q, int64_t now,
                          struct buf *line, struct error *err)
{
    struct buf note = {0};
    if (now <= 0)
        return fault(err, ERR_IO, 0, "the clock is before 1970");
    enum status rc = note_cosign(q->note.text, &w->signer, (uint64_t)now, line, err);
    if (!rc) {
        compose(q, buf_str(line), &note);
        rc = note.failed ? fault(err, ERR_MEMORY, 0, "no memory for a checkpoint")
                         : keep(w, l, &q->checkpoint, &note, err);
    }
    buf_free(&note);
    return rc;
}

/* Under the lock of the log: compares, signs and writes. */
static unsigned decide(struct witness *w, struct log *l, const struct asked *q, int64_t now,
                       struct witness_answer *out)
{
    pthread_mutex_lock(&l->deciding);
    unsigned status = check_growth(&l->state, q, &out->why);
    if (status == 409) {
        out->type = WITNESSING_SIZE_TYPE;
        buf_printf(&out->body, "%llu\n", (unsigned long long)l->state.size);
    } else if (status == 0) {
        status = cosign(w, l, q, now, &out->body, &out->why) ? 500 : 200;
    }
    pthread_mutex_unlock(&l->deciding);
    return status;
}

void witness_add(struct witness *w, struct str body, int64_t now, struct witness_answer *out)
{
    struct asked q = {.arena.limit = REQUEST_MEMORY};
    struct log *l = NULL;
    *out = (struct witness_answer){.type = PLAIN};
    unsigned status = read_request(&q, body, &out->why);
    out->old = q.request.old;
    out->size = q.checkpoint.size;
    if (!status)
        status = find_log(w, &q, &l, &out->why);
    if (l)
        out->log = l->origin;
    if (!status)
        status = check_signature(w, l, &q, &out->why);
    if (!status)
        status = decide(w, l, &q, now, out);
    if (status != 200 && status != 409) {
        buf_clear(&out->body);
        buf_puts(&out->body, status == 500 ? "the witness is at fault" : out->why.why);
        buf_byte(&out->body, '\n');
    }
    out->status = out->body.failed ? 500 : status;
    arena_free(&q.arena);
}

bool witness_latest(struct witness *w, struct str hex, struct buf *out)
{
    struct sha256 id;
    struct log *l = NULL;
    struct error err = {0};
    char again[SHA256_HEX];
    if (!sha256_from_hex(hex, &id) || !str_is(hex, sha256_hex(id, again)) ||
        log_find(w, &id, &l, &err) || !l)
        return false;
    pthread_mutex_lock(&l->shown);
    buf_put(out, buf_str(&l->latest));
    bool there = l->latest.len > 0;
    pthread_mutex_unlock(&l->shown);
    return there && !out->failed;
}
