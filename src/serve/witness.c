/* SPDX-License-Identifier: Apache-2.0 */
/* witness.c - requests are decided by one thread at a time, several of them at once: each against
 * what those before it would leave, and then all that they leave is committed.  So a wait for the
 * disk serves as many requests as came during the wait before, and a log needs no lock of its own.
 * When the commit fails nothing was left, and each of them is answered so.
 *
 * A request for the very checkpoint that was cosigned last is cosigned again, with its time, but
 * writes nothing: what a witness must not forget is size and root, and anyone can send such a
 * request a thousand times a second. */
#include "serve/witness.h"

#include "serve/witness_db.h"
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
    key_vec keys;

    struct witness_state state; /* as it is written down */
    struct buf note;            /* that it is from; empty: never */

    bool decided; /* since the last commit: */
    struct witness_state next;
    struct buf next_note;
};

struct witness {
    pthread_mutex_t lock; /* of all that is here */
    const char *dir;      /* in the arena */
    struct arena arena;
    int folder; /* locked */
    struct signer signer;
    struct key own; /* views of signer */
    struct witness_db *db;
    bool broken; /* a put failed since the last commit */
    VEC(struct log *) logs;
};

/* ---- Logs. */

static void log_free(struct log *l)
{
    if (!l)
        return;
    arena_free(&l->arena);
    buf_free(&l->note);
    buf_free(&l->next_note);
    free(l);
}

/* *out is NULL when nobody has added it. */
static enum status log_load(struct witness *w, const struct sha256 *id, struct log **out,
                            struct error *err)
{
    struct witness_log known;
    bool there = false;
    struct log *l = calloc(1, sizeof *l);
    if (!l)
        return fault(err, ERR_MEMORY, 0, "no memory for a log");
    l->id = *id;
    enum status rc = witness_log_read(&l->arena, w->dir, id, &known, &there, err);
    if (!rc && there) {
        l->keys = known.keys;
        l->origin = known.origin;
        rc = witness_db_get(w->db, id, &l->note, err);
    }
    if (!rc && there)
        rc = witness_state_read(&known, &w->own, buf_str(&l->note), &l->state, err);
    if (!rc && there)
        *(struct log **)VEC_ADD(&w->arena, &w->logs) = l;
    if (!rc && w->arena.failed) {
        w->arena.failed = false;
        rc = fault(err, ERR_MEMORY, 0, "no memory for a log");
    }
    if (rc || !there)
        log_free(l);
    else
        *out = l;
    return rc;
}

/* One that was added behind our back is loaded. */
static enum status log_find(struct witness *w, const struct sha256 *id, struct log **out,
                            struct error *err)
{
    *out = NULL;
    for (size_t i = 0; i < w->logs.count && !*out; i++)
        if (sha256_equal(w->logs.at[i]->id, *id))
            *out = w->logs.at[i];
    return *out ? OK : log_load(w, id, out, err);
}

/* Takes keys that were added behind our back; false when there are none. */
static bool log_new_keys(struct witness *w, struct log *l)
{
    struct arena a = {0};
    struct witness_log file;
    struct error err = {0};
    key_vec keys = {0};
    bool there;
    enum status rc = witness_log_read(&a, w->dir, &l->id, &file, &there, &err);
    bool news = !rc && there && file.keys.count > l->keys.count;
    for (size_t i = 0; news && i < file.keys.count; i++) {
        struct key *k = VEC_ADD(&l->arena, &keys);
        *k = file.keys.at[i];
        k->name = arena_copy(&l->arena, k->name);
        k->material = arena_copy(&l->arena, k->material);
    }
    news = news && !l->arena.failed;
    l->arena.failed = false;
    if (news)
        l->keys = keys;
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
        rc = log_load(w, &ids.at[i], &l, err);
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
    w->folder = -1;
    pthread_mutex_init(&w->lock, NULL);
    w->signer = *key;
    w->own = signer_key(&w->signer);
    w->dir = arena_copy(&w->arena, str_of(dir)).s;
    enum status rc = w->dir ? witness_lock(dir, &w->folder, err)
                            : fault(err, ERR_MEMORY, 0, "no memory for a witness");
    if (!rc)
        rc = witness_db_open(dir, true, &w->db, err);
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
    witness_db_close(w->db);
    if (w->folder >= 0)
        close(w->folder);
    pthread_mutex_destroy(&w->lock);
    signer_wipe(&w->signer);
    arena_free(&w->arena);
    free(w);
}

size_t witness_logs(struct witness *w)
{
    pthread_mutex_lock(&w->lock);
    size_t count = w->logs.count;
    pthread_mutex_unlock(&w->lock);
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
    enum status rc =
        note_verify(&q->arena, &q->note, l->keys.at, l->keys.count, &q->verified, &first);
    if (rc == ERR_INPUT && log_new_keys(w, l)) {
        first = (struct error){0};
        rc = note_verify(&q->arena, &q->note, l->keys.at, l->keys.count, &q->verified, &first);
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

/* What the request leaves.  Size and root are what is to be on the disk. */
static enum status leave(struct witness *w, struct log *l, const struct checkpoint *c,
                         struct buf *note, struct error *err)
{
    bool news = (l->note.len == 0 && !l->decided) || l->next.size != c->size;
    enum status rc = news ? witness_db_put(w->db, &l->id, buf_str(note), err) : OK;
    if (rc) {
        w->broken = true; /* nobody's put is there any more */
        return rc;
    }
    l->decided = true;
    l->next = (struct witness_state){.size = c->size, .root = c->root};
    struct buf last = l->next_note;
    l->next_note = *note;
    *note = last;
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
                         : leave(w, l, &q->checkpoint, &note, err);
    }
    buf_free(&note);
    return rc;
}

static unsigned decide(struct witness *w, struct log *l, const struct asked *q, int64_t now,
                       struct witness_answer *out)
{
    if (!l->decided)
        l->next = l->state;
    unsigned status = check_growth(&l->next, q, &out->why);
    if (status == 409) {
        out->type = WITNESSING_SIZE_TYPE;
        buf_printf(&out->body, "%llu\n", (unsigned long long)l->next.size);
    } else if (status == 0) {
        status = cosign(w, l, q, now, &out->body, &out->why) ? 500 : 200;
    }
    return status;
}

static void refuse(struct witness_answer *out, unsigned status)
{
    out->status = status;
    out->type = PLAIN;
    buf_clear(&out->body);
    buf_puts(&out->body, status == 500 ? "the witness is at fault" : out->why.why);
    buf_byte(&out->body, '\n');
}

static void add_one(struct witness *w, struct str body, int64_t now, struct witness_answer *out)
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
    out->status = status;
    if (status != 200 && status != 409)
        refuse(out, status);
    arena_free(&q.arena);
}

/* What was decided is so from now on, or is forgotten. */
static void settle(struct witness *w, bool committed)
{
    for (size_t i = 0; i < w->logs.count; i++) {
        struct log *l = w->logs.at[i];
        if (l->decided && committed) {
            struct buf last = l->note;
            l->state = l->next;
            l->note = l->next_note;
            l->next_note = last;
        }
        l->decided = false;
        buf_clear(&l->next_note);
    }
}

void witness_add(struct witness *w, struct witness_adding *all, size_t count, int64_t now)
{
    struct error err = {0};
    pthread_mutex_lock(&w->lock);
    w->broken = false;
    for (size_t i = 0; i < count; i++)
        add_one(w, all[i].body, now, &all[i].answer);
    if (w->broken)
        fault(&err, ERR_IO, 0, "a checkpoint beside it could not be written");
    bool committed = !w->broken && witness_db_commit(w->db, &err) == OK;
    if (!committed)
        witness_db_undo(w->db);
    settle(w, committed);
    for (size_t i = 0; i < count && !committed; i++) {
        struct witness_answer *a = &all[i].answer;
        if (a->status != 200 && a->status != 409 && a->status != 422)
            continue;
        a->why = err;
        refuse(a, 500);
    }
    pthread_mutex_unlock(&w->lock);
}

bool witness_latest(struct witness *w, struct str hex, struct buf *out)
{
    struct sha256 id;
    struct log *l = NULL;
    struct error err = {0};
    char again[SHA256_HEX];
    if (!sha256_from_hex(hex, &id) || !str_is(hex, sha256_hex(id, again)))
        return false;
    pthread_mutex_lock(&w->lock);
    bool there = log_find(w, &id, &l, &err) == OK && l && l->note.len > 0;
    if (there)
        buf_put(out, buf_str(&l->note));
    pthread_mutex_unlock(&w->lock);
    return there && !out->failed;
}
