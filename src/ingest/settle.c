/* SPDX-License-Identifier: Apache-2.0 */
/* settle.c - a version has come between others: those after it are judged again.
 *
 * Whether a version stands depends on the accepted one before it.  So from the
 * new one on, each later version is asked again, until one that stood still
 * stands: behind that one nothing has changed.  Thus versions in any order end
 * in the same history as versions in order. */
#include "ingest/lay.h"

#include "ingest/guard.h"

#include <stdlib.h>

struct later {
    struct arena *a;
    VEC(struct version) all;
};

static enum status collect(void *ctx, const struct version *v, struct error *err)
{
    struct later *l = ctx;
    struct version *copy = VEC_ADD(l->a, &l->all);
    *copy = *v;
    struct str *texts[] = {&copy->list,      &copy->decision, &copy->why,    &copy->format,
                           &copy->list_date, &copy->unknown,  &copy->origin, &copy->generated};
    for (size_t i = 0; i < COUNT(texts); i++)
        *texts[i] = arena_copy(l->a, *texts[i]);
    return l->a->failed ? fault(err, ERR_MEMORY, 0, "no memory for the later versions") : OK;
}

/* ---- A version that stood no longer stands. */

struct undone {
    struct arena *a;
    str_vec refs;
    int64_t at;
};

static enum status began_here(void *ctx, struct str ref, const struct run *r, struct error *err)
{
    struct undone *u = ctx;
    if (r->from == u->at || r->until == u->at) {
        struct str *place = VEC_ADD(u->a, &u->refs);
        *place = arena_copy(u->a, ref);
    }
    return u->a->failed ? fault(err, ERR_MEMORY, 0, "no memory to undo a version") : OK;
}

static enum status set_as_before(struct history *h, struct str ref, struct error *err)
{
    struct error here = {0};
    struct run r;
    struct state s = {0};
    if (store_run_at(h->store, h->list, ref, h->at - 1, &r, &here))
        s = (struct state){.present = true, .in_force = r.in_force, .sha = r.sha};
    if (here.status)
        return fault(err, here.status, 0, "%s", here.why);
    enum status rc = history_set(h, ref, s, err);
    return rc ? rc : store_sweep_records(h->store, h->list, ref, err);
}

static enum status undo(struct history *h, struct arena *a, struct error *err)
{
    struct undone u = {.a = a, .at = h->at};
    enum status rc = store_each_run(h->store, h->list, h->at - 1, began_here, &u, err);
    rc = rc ? rc : store_each_run(h->store, h->list, h->at, began_here, &u, err);
    for (size_t i = 0; i < u.refs.count && !rc; i++)
        rc = set_as_before(h, u.refs.at[i], err);
    return rc;
}

static enum status still_stands(struct lay *l, bool *stands, char *why, size_t size,
                                struct error *err)
{
    const struct version *v = &l->version;
    int64_t before = 0, gone = 0;
    *stands = true;
    if (!l->has_before || str_is(v->decision, "accept"))
        return OK;
    enum status rc =
        store_count_gone(l->home->store, l->list->id, l->before.at, v->at, &before, &gone, err);
    struct guard_facts f = {.generated = v->generated,
                            .generated_before = l->before.generated,
                            .before = before,
                            .gone = gone,
                            .guard = v->guard};
    *stands = !guard_holds(&f, why, size);
    return rc;
}

/* ---- One later version. */

static enum status judge_standing(struct lay *l, bool *done, struct error *err)
{
    char why[400], at[INSTANT_TEXT];
    bool stands;
    if (l->version.delta)
        return fault(err, ERR_USAGE, 0,
                     "the version of %s has changes only, to the one before it; nothing can come "
                     "between them",
                     instant_text(l->version.at, at));
    enum status rc = still_stands(l, &stands, why, sizeof why, err);
    *done = !rc && stands;
    if (rc || stands)
        return rc;
    l->history.again = true;
    rc = undo(&l->history, l->arena, err);
    l->version.status = VERSION_HELD;
    l->version.why = arena_copy(l->arena, str_of(why));
    return rc ? rc : store_put_version(l->home->store, &l->version, err);
}

static enum status judge_held(struct lay *l, struct error *err)
{
    if (!l->version.readable || (l->version.delta && l->history.next < INSTANT_END))
        return OK;
    enum status rc = lay_read_again(l, (struct lay_how){0}, err);
    return rc ? rc : store_put_version(l->home->store, &l->version, err);
}

enum status lay_settle(struct home *h, const struct list_config *list, int64_t at, struct arena *a,
                       struct error *err)
{
    struct later later = {.a = a};
    bool done = false;
    enum status rc = store_versions(h->store, list->id, at + 1, INSTANT_END, collect, &later, err);
    for (size_t i = 0; i < later.all.count && !rc && !done; i++) {
        struct lay *l = NULL;
        rc = lay_place(h, list, &later.all.at[i], a, &l, err);
        if (!rc && l->version.status == VERSION_ACCEPTED)
            rc = judge_standing(l, &done, err);
        else if (!rc && l->version.status == VERSION_HELD)
            rc = judge_held(l, err);
        lay_free(l);
    }
    return rc;
}
