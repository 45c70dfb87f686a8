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

static void add(struct served *s, struct str body, struct http_answer *out)
{
    struct witness_answer a;
    double began = clock_seconds();
    witness_add(s->w, body, clock_now(), &a);
    out->status = a.status;
    out->type = a.type;
    out->body = a.body;
    if (s->o->verbose)
        tell_added(&a, clock_seconds() - began);
    else if (a.status == 500)
        tell_fault(&a);
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

static void handle(void *ctx, const struct http_request *r, struct http_answer *out)
{
    struct served *s = ctx;
    struct str hex, rest = str_cut(str_from(r->path, 1), '/', &hex);
    bool adding = str_is(r->path, WITNESSING_PATH), asking = str_is(rest, "checkpoint");
    bool reads = str_is(r->method, "GET") || str_is(r->method, "HEAD");
    if (adding && str_is(r->method, "POST")) {
        add(s, r->body, out);
        return;
    }
    if (adding)
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
