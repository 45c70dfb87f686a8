/* SPDX-License-Identifier: Apache-2.0 */
/* links_screen.c - each strong name of a fresh entry asked of the other lists.
 *
 * What asking finds bounds how alike two entries can be; the likeness itself is
 * taken both ways (likeness.h).  Two fresh entries are found from both sides and
 * taken from the first; so a list all of whose entries are fresh is asked only
 * for those of lists before it, and the last list never asks. */
#include "screen/links_screen.h"

#include "screen/screen.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

enum { THREADS_MAX = 64, TELL_EVERY = 64 };
#define NOBODY UINT32_MAX

/* What all threads look at. */
struct asking {
    const struct links_asking *q;
    const struct links *l;
    uint32_t *present_of; /* by number of entry in the snapshot, or NOBODY */
    bool *has_kept;       /* by list: it has entries that are not fresh */
    bool *has_any;
    uint32_t lists;
    size_t fresh;
    atomic_size_t next, done;
};

struct candidate {
    uint32_t who;
    double *bound; /* of each name that is asked */
};

/* One thread. */
struct asker {
    struct asking *all;
    struct screener *screener;
    struct arena kept, arena; /* of what is found; of the entry at hand */
    likeness_vec found;
    VEC(struct candidate) candidates; /* in the arena */
    uint32_t *slot_of;                /* by number among the present: of its candidate + 1 */
    bool *lists;                      /* to be asked */
    bool tells;
    struct error error;
};

double links_least(const struct likened *a, const struct likened *b)
{
    return odds_of_score(PARTY_THRESHOLD) - (a->most < b->most ? a->most : b->most);
}

/* ---- One entry. */

static bool *lists_for(struct asker *k, uint32_t list)
{
    const struct asking *all = k->all;
    for (uint32_t i = 0; i < all->lists; i++)
        k->lists[i] = all->has_any[i] && (i > list || (i < list && all->has_kept[i]));
    return k->lists;
}

static struct candidate *candidate_of(struct asker *k, uint32_t who, size_t names)
{
    if (k->slot_of[who])
        return &k->candidates.at[k->slot_of[who] - 1];
    struct candidate *c = VEC_ADD(&k->arena, &k->candidates);
    c->who = who;
    c->bound = arena_alloc(&k->arena, names, sizeof *c->bound);
    for (size_t i = 0; c->bound && i < names; i++)
        c->bound[i] = -1e9;
    if (!k->arena.failed)
        k->slot_of[who] = (uint32_t)k->candidates.count;
    return c;
}

static enum status ask_name(struct asker *k, const struct likened *one, size_t name,
                            struct screen_options *o)
{
    struct question q = {.name = one->names.at[name], .kind = one->entry.kind};
    hit_vec hits = {0};
    enum unscreened why;
    enum status rc = screen_ask(k->screener, &q, o, &k->arena, &hits, &why, &k->error);
    for (size_t i = 0; !rc && i < hits.count && !k->arena.failed; i++) {
        uint32_t who = k->all->present_of[hits.at[i].entry];
        if (who == NOBODY)
            continue;
        struct candidate *c = candidate_of(k, who, one->names.count);
        if (c->bound)
            c->bound[name] = hits.at[i].odds;
    }
    return rc;
}

static void judge(struct asker *k, uint32_t me, const struct likened *one,
                  const struct candidate *c)
{
    struct likened other;
    bool me_last = c->who < me;
    struct likeness l = {.a = me_last ? c->who : me, .b = me_last ? me : c->who};
    if ((me_last && k->all->q->fresh[c->who]) || !c->bound)
        return;
    likened_of(k->all->q->ix, &k->all->l->entries.at[c->who], k->all->l->moment, &k->arena, &other);
    if (!likeness_of(one, &other, c->bound, links_least(one, &other), me_last, &l))
        return;
    struct likeness *row = VEC_ADD(&k->kept, &k->found);
    *row = l;
}

static enum status ask_entry(struct asker *k, uint32_t me)
{
    const struct links *l = k->all->l;
    const struct present *p = &l->entries.at[me];
    struct likened one;
    enum status rc = OK;
    arena_reset(&k->arena);
    k->candidates.at = NULL;
    k->candidates.count = k->candidates.cap = 0;
    likened_of(k->all->q->ix, p, l->moment, &k->arena, &one);
    double least = odds_of_score(PARTY_THRESHOLD) - one.most;
    struct screen_options o = {.threshold = score_of_odds(least - 1e-6),
                               .limit = l->entries.count,
                               .lists = lists_for(k, p->list),
                               .then = l->moment.then,
                               .at = l->moment.at};
    for (size_t i = 0; i < one.names.count && !rc; i++)
        rc = ask_name(k, &one, i, &o);
    for (size_t i = 0; i < k->candidates.count; i++) {
        k->slot_of[k->candidates.at[i].who] = 0;
        if (!rc)
            judge(k, me, &one, &k->candidates.at[i]);
    }
    if (!rc && (k->arena.failed || k->kept.failed))
        rc = fault(&k->error, ERR_MEMORY, 0, "no memory to screen the entries");
    return rc;
}

/* ---- All of them. */

static void *work(void *ctx)
{
    struct asker *k = ctx;
    struct asking *all = k->all;
    for (;;) {
        size_t me = atomic_fetch_add(&all->next, 1);
        if (me >= all->l->entries.count || k->error.status)
            return NULL;
        if (!all->q->fresh[me])
            continue;
        if (ask_entry(k, (uint32_t)me))
            return NULL;
        size_t done = atomic_fetch_add(&all->done, 1) + 1;
        if (k->tells && all->q->tell && done % TELL_EVERY < 2)
            all->q->tell(all->q->ctx, done, all->fresh);
    }
}

static void asker_free(struct asker *k)
{
    screener_free(k->screener);
    arena_free(&k->arena);
    arena_free(&k->kept);
    free(k->slot_of);
    free(k->lists);
}

static bool asker_open(struct asker *k, struct asking *all)
{
    *k = (struct asker){.all = all, .screener = screener_new(all->q->ix)};
    k->slot_of = calloc(all->l->entries.count + 1, sizeof *k->slot_of);
    k->lists = calloc((size_t)all->lists + 1, sizeof *k->lists);
    return k->screener && k->slot_of && k->lists;
}

static enum status run(struct asker *asker, size_t count, struct links *l, struct error *err)
{
    pthread_t thread[THREADS_MAX];
    size_t started = 1;
    asker[0].tells = true;
    while (started < count && !pthread_create(&thread[started], NULL, work, &asker[started]))
        started++;
    (void)work(&asker[0]);
    for (size_t i = 1; i < started; i++)
        pthread_join(thread[i], NULL);
    for (size_t i = 0; i < started; i++) {
        if (asker[i].error.status) {
            *err = asker[i].error;
            return err->status;
        }
        for (size_t k = 0; k < asker[i].found.count; k++) {
            struct likeness *row = VEC_ADD(&l->arena, &l->likenesses);
            *row = asker[i].found.at[k];
        }
    }
    return OK;
}

static void look_over(struct asking *all)
{
    const struct links *l = all->l;
    for (uint32_t i = 0; i < index_count(all->q->ix).entries; i++)
        all->present_of[i] = NOBODY;
    for (size_t i = 0; i < l->entries.count; i++) {
        const struct present *p = &l->entries.at[i];
        all->present_of[p->entry] = (uint32_t)i;
        all->has_any[p->list] = true;
        all->has_kept[p->list] |= !all->q->fresh[i];
        all->fresh += all->q->fresh[i];
    }
}

enum status links_screen(const struct links_asking *q, struct links *l, struct error *err)
{
    struct arena a = {0};
    struct asking all = {.q = q, .l = l, .lists = index_count(q->ix).lists};
    long cores = q->threads ? (long)q->threads : sysconf(_SC_NPROCESSORS_ONLN);
    size_t count = cores < 1 ? 1 : cores > THREADS_MAX ? THREADS_MAX : (size_t)cores, opened = 0;
    struct asker *asker = calloc(count, sizeof *asker);
    enum status rc = OK;
    all.present_of =
        arena_alloc(&a, (size_t)index_count(q->ix).entries + 1, sizeof *all.present_of);
    all.has_kept = arena_alloc(&a, (size_t)all.lists + 1, sizeof *all.has_kept);
    all.has_any = arena_alloc(&a, (size_t)all.lists + 1, sizeof *all.has_any);
    bool room = asker && !a.failed;
    while (room && opened < count)
        room = asker_open(&asker[opened++], &all);
    if (room) {
        look_over(&all);
        rc = run(asker, count, l, err);
    } else {
        rc = fault(err, ERR_MEMORY, 0, "no memory to screen the entries");
    }
    for (size_t i = 0; i < opened; i++)
        asker_free(&asker[i]);
    free(asker);
    arena_free(&a);
    return rc;
}
