/* SPDX-License-Identifier: Apache-2.0 */
/* witness_http.c - two paths.  No line that is told has a byte that a client chose: the origin is
 * one that the operator has added. */
#include "serve/witness_http.h"

#include "base/clock.h"

#include <stdio.h>

struct served {
    struct witness *w;
    const struct witness_http_options *o;
};

/* One write, so that the lines of several threads do not mix. */
static void tell(struct buf *line)
{
    if (!line->failed)
        fwrite(line->s, 1, line->len, stderr);
    buf_free(line);
}

static void tell_added(const struct witness_answer *a, double seconds)
{
    struct buf line = {0};
    char at[INSTANT_TEXT];
    buf_printf(&line, "%s add-checkpoint %u", instant_text(clock_now(), at), a->status);
    if (a->log.len)
        buf_printf(&line, " %.*s", STRF(a->log));
    if (a->status != 400)
        buf_printf(&line, " %llu to %llu", (unsigned long long)a->old, (unsigned long long)a->size);
    buf_printf(&line, ", %.1f ms%s%s\n", seconds * 1e3, a->why.why[0] ? ": " : "", a->why.why);
    tell(&line);
}

static void tell_fault(const struct witness_answer *a)
{
    struct buf line = {0};
    buf_printf(&line, "tocsin: a checkpoint of %.*s was not cosigned: %s\n", STRF(a->log),
               a->why.why);
    tell(&line);
}

static void refuse(struct http_answer *out, unsigned status, const char *allow, const char *why)
{
    out->status = status;
    out->allow = allow;
    buf_puts(&out->body, why);
}

static void latest(struct served *s, struct str hex, struct http_answer *out)
{
    out->status = 200;
    if (!witness_latest(s->w, hex, &out->body)) {
        buf_clear(&out->body);
        refuse(out, 404, NULL, "nothing of this log was cosigned here\n");
    }
}

static void tell_other(const struct http_answer *a, const char *what)
{
    struct buf line = {0};
    char at[INSTANT_TEXT];
    buf_printf(&line, "%s %s %u\n", instant_text(clock_now(), at), what, a->status);
    tell(&line);
}

/* All but the adding. */
static void answer_other(struct served *s, const struct http_request *r, struct http_answer *out)
{
    struct str hex, rest = str_cut(str_from(r->path, 1), '/', &hex);
    bool asking = str_is(rest, "checkpoint");
    bool reads = str_is(r->method, "GET") || str_is(r->method, "HEAD");
    if (str_is(r->path, WITNESSING_PATH))
        refuse(out, 405, "POST", "a checkpoint is posted\n");
    else if (asking && reads)
        latest(s, hex, out);
    else if (asking)
        refuse(out, 405, "GET, HEAD", "a checkpoint is read\n");
    else
        refuse(out, 404, NULL, "here is POST /add-checkpoint, and GET /ID/checkpoint\n");
    if (s->o->verbose)
        tell_other(out, asking ? "checkpoint" : "other");
}

static void answer_added(struct served *s, struct witness_answer *a, struct http_asked *asked)
{
    asked->answer.status = a->status;
    asked->answer.type = a->type;
    asked->answer.body = a->body;
    if (s->o->verbose)
        tell_added(a, clock_seconds() - asked->request.came);
    else if (a->status == 500)
        tell_fault(a);
}

static bool adds(const struct http_request *r)
{
    return str_is(r->path, WITNESSING_PATH) && str_is(r->method, "POST");
}

static void handle(void *ctx, struct http_asked *const *all, size_t count)
{
    struct served *s = ctx;
    struct witness_adding adding[HTTP_TOGETHER_MOST];
    size_t n = 0;
    for (size_t i = 0; i < count; i++)
        if (adds(&all[i]->request))
            adding[n++].body = all[i]->request.body;
    witness_add(s->w, adding, n, clock_now());
    n = 0;
    for (size_t i = 0; i < count; i++)
        if (adds(&all[i]->request))
            answer_added(s, &adding[n++].answer, all[i]);
        else
            answer_other(s, &all[i]->request, &all[i]->answer);
}

static void ready(void *ctx, const char *address)
{
    struct served *s = ctx;
    s->o->ready(s->o->ctx, address);
}

enum status witness_serve(struct witness *w, const struct witness_http_options *o,
                          struct error *err)
{
    struct served s = {.w = w, .o = o};
    return http_serve(&(struct http_options){.handle = handle,
                                             .ready = ready,
                                             .ctx = &s,
                                             .listen = o->listen,
                                             .body_most = WITNESSING_BODY_MOST},
                      err);
}
