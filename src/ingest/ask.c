/* SPDX-License-Identifier: Apache-2.0 */
/* ask.c - read what to ask with the home open for reading, ask without its lock, and take in what
 * came as its writer.  If something newer was signed meanwhile, what came is kept as far as it
 * still says something: how far each witness has followed, and that enough have. */
#include "ingest/ask.h"

#include "base/clock.h"
#include "ingest/post.h"
#include "ingest/witnesses.h"
#include "ledger/log.h"
#include "ledger/witnessing.h"

#include <time.h>

enum { ANSWER_MOST = 64 << 10, LOCK_TRIES = 40, LOCK_PAUSE = 50 * 1000 * 1000 };

struct question {
    struct witness_said *to;
    struct witnessing_sent sent;
    struct witnessing_outcome outcome;
    struct error error;
};

struct asking {
    const struct ask_options *o;
    struct home *home; /* for reading */
    struct arena arena;
    struct ledger_view view; /* what is to be cosigned */
    struct str text;         /* of its note */
    struct str signed_by_us; /* the note without what witnesses put on it */
    struct witnesses witnesses;
    struct log *log;
    struct question *questions;
    struct post *posts; /* one for each question */
    size_t count;
    int64_t now;
};

/* ---- Whom to ask. */

static bool is_wanted(const struct asking *k, const struct witness_said *s)
{
    bool just_failed = s->why.len && k->now - s->asked < ASK_PAUSE && s->asked <= k->now;
    return !s->current && s->url.len && key_verifies(&s->key) && (k->o->all || !just_failed);
}

static struct str prefix(struct str url)
{
    while (str_ends(url, STR("/")))
        url.len--;
    return url;
}

/* ---- A question. */

/* Fills the body: the growth of the log since the size that the witness is believed to have. */
static enum status write_body(struct asking *k, struct question *q, struct buf *body,
                              struct error *err)
{
    struct witnessing_request r = {.old = q->sent.old, .note = k->signed_by_us};
    enum status rc = log_prove_growth(k->log, r.old, q->sent.size, &r.proof, err);
    buf_clear(body);
    return rc ? rc : witnessing_print(&r, body, err);
}

static enum status add_question(struct asking *k, struct witness_said *to, struct error *err)
{
    struct question *q = &k->questions[k->count];
    struct post *p = &k->posts[k->count++];
    uint64_t size = k->view.checkpoint.size;
    *q = (struct question){.to = to};
    q->sent = (struct witnessing_sent){.witness = &to->key,
                                       .text = k->text,
                                       .old = to->size <= size ? to->size : 0,
                                       .size = size,
                                       .tries = 1};
    struct str url = prefix(to->url);
    p->url = arena_printf(&k->arena, "%.*s" WITNESSING_PATH, STRF(url));
    p->private_ok = k->home->witnesses_private;
    return write_body(k, q, &p->body, err);
}

static enum status add_questions(struct asking *k, struct error *err)
{
    size_t most = k->witnesses.all.count + 1;
    enum status rc = OK;
    k->questions = arena_alloc(&k->arena, most, sizeof *k->questions);
    k->posts = arena_alloc(&k->arena, most, sizeof *k->posts);
    if (!k->questions || !k->posts)
        return fault(err, ERR_MEMORY, 0, "no memory to ask witnesses");
    for (size_t i = 0; i < k->witnesses.all.count && !rc; i++)
        if (is_wanted(k, &k->witnesses.all.at[i]))
            rc = add_question(k, &k->witnesses.all.at[i], err);
    return rc;
}

/* ---- An answer. */

/* True when it is to be asked again, from the size that it has said. */
static bool on_answer(void *ctx, size_t which, struct post *p)
{
    struct asking *k = ctx;
    struct question *q = &k->questions[which];
    const struct witnessing_reply reply = {p->status, buf_str(&p->answer)};
    q->outcome = (struct witnessing_outcome){.step = WITNESSING_LATER};
    q->error = p->error;
    if (!p->status)
        return false;
    if (witnessing_read(&k->arena, &q->sent, &reply, &q->outcome, &q->error) ||
        q->outcome.step != WITNESSING_AGAIN)
        return false;
    q->sent.old = q->outcome.old;
    q->sent.tries++;
    if (write_body(k, q, &p->body, &q->error) == OK)
        return true;
    q->outcome.step = WITNESSING_LATER;
    return false;
}

static void say_of(struct asking *k, struct question *q)
{
    struct witness_said *s = q->to;
    bool wrong = q->outcome.step == WITNESSING_REFUSED || q->outcome.step == WITNESSING_UNKNOWN;
    s->asked = k->now;
    s->why = arena_copy(&k->arena, str_of(q->error.why));
    if (q->outcome.step == WITNESSING_DONE) {
        s->size = q->sent.size;
        s->time = witnesses_time(q->outcome.time);
    }
    if (wrong && k->o->tell)
        k->o->tell(k->o->ctx, s->name, q->error.why);
}

static enum status ask_all(struct asking *k, struct error *err)
{
    const struct home *h = k->home;
    const struct post_options o = {.seconds = h->witnesses_timeout,
                                   .answer_most = ANSWER_MOST,
                                   .contact = h->contact.len ? h->contact.s : NULL,
                                   .proxy = h->proxy.s,
                                   .ca_file = h->ca_file.len ? h->ca_file.s : NULL,
                                   .over = on_answer,
                                   .ctx = k};
    enum status rc = post_all(k->posts, k->count, &o, err);
    for (size_t i = 0; i < k->count && !rc; i++)
        say_of(k, &k->questions[i]);
    return !rc && k->arena.failed ? fault(err, ERR_MEMORY, 0, "no memory to ask witnesses") : rc;
}

/* ---- What is taken in. */

/* The note as it was read, with every cosignature that came. */
static enum status compose(struct asking *k, struct str base, struct str *out, struct error *err)
{
    enum status rc = OK;
    *out = base;
    for (size_t i = 0; i < k->count && !rc; i++) {
        struct note n, line;
        struct buf note = {0};
        if (k->questions[i].outcome.step != WITNESSING_DONE)
            continue;
        rc = note_parse(&k->arena, *out, &n, err);
        rc = rc ? rc : note_parse_signatures(&k->arena, k->questions[i].outcome.line, &line, err);
        rc = rc ? rc : note_add(&n, &line.signatures.at[0], &note, err);
        *out = arena_copy(&k->arena, buf_str(&note));
        buf_free(&note);
    }
    return !rc && k->arena.failed ? fault(err, ERR_MEMORY, 0, "no memory for a checkpoint") : rc;
}

static bool is_met(struct asking *k, struct str bytes)
{
    struct note n;
    struct error ignored = {0};
    note_verified_vec verified;
    return note_parse(&k->arena, bytes, &n, &ignored) == OK &&
           policy_verify(&k->witnesses.policy, &k->view.key, &k->arena, &n, &verified, &ignored) ==
               OK &&
           policy_met(&k->witnesses.policy, &verified);
}

static struct str text_of(struct str note)
{
    size_t end = str_find(note, STR("\n\n"));
    return str_span(note, 0, end == SIZE_MAX ? end : end + 1);
}

static enum status take_in(struct asking *k, struct home *writer, struct error *err)
{
    struct ledger_view newest, cosigned = k->view;
    enum status rc = seal_view(writer->path, writer->store, &k->arena, &newest, err);
    bool same = !rc && str_equal(text_of(newest.note), k->text);
    if (!rc)
        rc = compose(k, same ? newest.note : k->view.note, &cosigned.note, err);
    if (!rc && is_met(k, cosigned.note))
        rc = witnesses_put_cosigned(writer, &cosigned, err);
    if (!rc && same && !str_equal(cosigned.note, newest.note))
        rc = seal_cosigned(writer->seal, cosigned.note, err);
    return rc ? rc : witnesses_write(writer, &k->witnesses, err);
}

/* A writer that is busy has a moment to end. */
static enum status open_writer(const char *path, struct home **out, struct error *err)
{
    const struct timespec moment = {.tv_nsec = LOCK_PAUSE};
    enum status rc = ERR_CONFLICT;
    for (int i = 0; i < LOCK_TRIES && rc == ERR_CONFLICT; i++) {
        if (i)
            nanosleep(&moment, NULL);
        *err = (struct error){0};
        rc = home_open(path, true, out, err);
    }
    return rc;
}

static enum status keep(struct asking *k, const char *path, struct error *err)
{
    struct home *writer = NULL;
    enum status rc = open_writer(path, &writer, err);
    rc = rc ? rc : take_in(k, writer, err);
    home_close(writer);
    return rc;
}

/* ---- All of it. */

/* What a witness is sent has the signatures of the log alone: some take few bytes. */
static enum status strip(struct asking *k, struct error *err)
{
    struct note n;
    struct buf out = {0};
    enum status rc = note_parse(&k->arena, k->view.note, &n, err);
    buf_put(&out, k->text);
    buf_byte(&out, '\n');
    for (size_t i = 0; i < n.signatures.count && !rc; i++)
        if (str_equal(n.signatures.at[i].name, k->view.key.name))
            buf_put(&out, n.signatures.at[i].line);
    k->signed_by_us = arena_copy(&k->arena, buf_str(&out));
    if (!rc && (out.failed || k->arena.failed))
        rc = fault(err, ERR_MEMORY, 0, "no memory for a checkpoint");
    buf_free(&out);
    return rc;
}

static enum status prepare(struct asking *k, const char *path, struct error *err)
{
    enum status rc = home_open(path, false, &k->home, err);
    if (rc || !k->home->policy.len)
        return rc;
    rc = seal_view(k->home->path, k->home->store, &k->arena, &k->view, err);
    if (rc || !k->view.note.len)
        return rc;
    k->text = text_of(k->view.note);
    rc = strip(k, err);
    rc = rc ? rc : witnesses_read(k->home, &k->view, &k->arena, &k->witnesses, err);
    rc = rc ? rc
            : log_open(home_file(k->home, &k->arena, "ledger"), false, k->view.checkpoint.size,
                       &k->view.checkpoint.root, &k->log, err);
    return rc ? rc : add_questions(k, err);
}

static void end(struct asking *k)
{
    for (size_t i = 0; i < k->count; i++) {
        buf_free(&k->posts[i].body);
        buf_free(&k->posts[i].answer);
    }
    log_close(k->log);
    home_close(k->home);
    arena_free(&k->arena);
}

enum status ask_witnesses(const char *home, const struct ask_options *o, struct error *err)
{
    struct asking k = {.o = o, .now = clock_now()};
    enum status rc = prepare(&k, home, err);
    if (!rc && k.count)
        rc = ask_all(&k, err);
    /* Who asks by command also has mended what a crash has left of an asking before. */
    if (!rc && (k.count || (o->all && k.log)))
        rc = keep(&k, home, err);
    end(&k);
    return rc;
}
