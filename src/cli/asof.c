/* SPDX-License-Identifier: Apache-2.0 */
/* asof.c - runs by record time, or the first version's runs sifted by stated dates. */
#include "cli/asof.h"

#include "record/decode.h"

#include <stdio.h>

bool asof_open(struct cli *c, const char *list, const char *day, struct asof *out,
               enum exit_code *code)
{
    struct error err = {0};
    struct version v;
    *out = (struct asof){.store = c->home->store};
    *code = EXIT_USAGE;
    if (!cli_lists(c, &list, 1, &out->list))
        return false;
    if (day && !cli_instant(day, true, &out->at))
        return false;
    out->any = store_version_after(out->store, &c->arena, out->list, INT64_MIN, &v, &err);
    if (out->any) {
        out->first = v.at;
        if (store_version_before(out->store, &c->arena, out->list, day ? out->at : INSTANT_END, &v,
                                 &err))
            out->seen = v.at;
        else
            out->seen = out->first;
        out->reconstructed = day && out->at < out->first;
        out->at = day ? out->at : out->seen;
    }
    if (err.status)
        *code = cli_fail(&err);
    return !err.status;
}

/* ---- Stated dates: YYYY, YYYY-MM or YYYY-MM-DD. */

/* Whether the first day that the date may mean is the day or before it. */
static bool began(struct str date, struct str day)
{
    return date.len && str_compare(date, day) <= 0;
}

/* Whether the last day that the date may mean is the day or before it. */
static bool ended(struct str date, struct str day)
{
    if (date.len == 0)
        return false;
    int order = str_compare(date, str_span(day, 0, date.len));
    return order < 0 || (order == 0 && date.len == day.len);
}

/* Whether the entry of the first version stood on the day. */
static enum status stood(struct asof *t, struct arena *a, struct str ref, const struct run *r,
                         bool *out, struct error *err)
{
    char text[INSTANT_TEXT];
    struct str body, day = str_span(str_of(instant_text(t->at, text)), 0, 10);
    struct node *top;
    enum status rc = store_record(t->store, a, t->list, ref, r->sha, &body, err);
    rc = rc ? rc : record_decode(a, body, &top, err);
    if (rc)
        return rc;
    struct record_head h = record_head_of(top);
    *out = began(h.listed, day) && !ended(h.ended, day);
    t->undated += h.in_force && h.listed.len == 0;
    return OK;
}

bool asof_run(struct asof *t, struct str ref, struct run *out, struct error *err)
{
    struct arena a = {0};
    bool there = t->any && store_run_at(t->store, t->list, ref, t->seen, out, err);
    if (there && t->reconstructed) {
        if (stood(t, &a, ref, out, &there, err))
            there = false;
        out->in_force = there;
    }
    arena_free(&a);
    return there;
}

struct sifting {
    struct asof *t;
    struct arena a;
    run_take *take;
    void *ctx;
};

static enum status sift(void *ctx, struct str ref, const struct run *r, struct error *err)
{
    struct sifting *s = ctx;
    bool there = false;
    arena_reset(&s->a);
    enum status rc = stood(s->t, &s->a, ref, r, &there, err);
    struct run then = *r;
    then.in_force = there;
    return rc || !there ? rc : s->take(s->ctx, ref, &then, err);
}

enum status asof_each(struct asof *t, run_take *take, void *ctx, struct error *err)
{
    struct sifting s = {.t = t, .take = take, .ctx = ctx};
    t->undated = 0;
    if (!t->any)
        return OK;
    if (!t->reconstructed)
        return store_each_run(t->store, t->list, t->seen, take, ctx, err);
    enum status rc = store_each_run(t->store, t->list, t->seen, sift, &s, err);
    arena_free(&s.a);
    return rc;
}

void asof_tell(const struct asof *t)
{
    char at[INSTANT_TEXT], first[INSTANT_TEXT];
    if (!t->reconstructed)
        return;
    fprintf(stderr,
            "tocsin: %.*s on %.10s is reconstructed from the dates that its first version (%.10s) "
            "states",
            STRF(t->list), instant_text(t->at, at), instant_text(t->first, first));
    if (t->undated)
        fprintf(stderr, "; left out for want of such a date: %zu", t->undated);
    fputc('\n', stderr);
}
