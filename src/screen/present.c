/* SPDX-License-Identifier: Apache-2.0 */
/* present.c - the store's runs of a day beside the snapshot's entries: both are
 * by list and ref, so that one walk over the two finds what stands. */
#include "screen/present.h"

int64_t moment_of(const struct index *ix, uint32_t list, struct moment m)
{
    struct index_list l = index_list(ix, list);
    int64_t at = m.then ? m.at : l.at;
    return at < l.first ? l.first : at;
}

struct walk {
    const struct index *ix;
    struct index_list list;
    uint32_t number; /* of the list */
    struct moment moment;
    struct arena *arena;
    present_vec *out;
    uint32_t next, end; /* entries of the list that no run has met yet */
};

/* Before a list's first version only its own dates can tell. */
static bool listed_by(const struct walk *w, const struct index_entry *e)
{
    return e->listed != INDEX_NO_DAY && (int64_t)e->listed * DAY_SECONDS <= w->moment.at;
}

static void add(struct walk *w, const struct index_entry *e, const struct run *r)
{
    struct index_time stood;
    bool before = w->moment.then && w->moment.at < w->list.first;
    int64_t at = moment_of(w->ix, w->number, w->moment);
    if (!index_stood(w->ix, e->times, at, &stood) || (before && !listed_by(w, e)))
        return;
    if (stood.standing != STANDING_LISTED && stood.standing != STANDING_SUSPENDED)
        return;
    struct present *p = VEC_ADD(w->arena, w->out);
    *p = (struct present){.list = w->number,
                          .entry = w->next,
                          .ref = e->ref,
                          .record = r->sha,
                          .stood = stood,
                          .reconstructed = before};
}

static enum status take_run(void *ctx, struct str ref, const struct run *r, struct error *err)
{
    struct walk *w = ctx;
    for (; w->next < w->end; w->next++) {
        struct index_entry e = index_entry(w->ix, w->next);
        int order = str_compare(e.ref, ref);
        if (order > 0)
            break;
        if (order < 0)
            continue;
        add(w, &e, r);
        w->next++;
        return OK;
    }
    return fault(err, ERR_CORRUPT, 0, "the snapshot has no entry %.*s of %.*s; tocsin index",
                 STRF(ref), STRF(w->list.id));
}

/* Rows of a casebook are facts about who lists whom, many of one list about one
 * party: they are in no party. */
static bool apart(struct str list)
{
    return str_is(list, "casebook");
}

enum status present_of(struct store *s, const struct index *ix, struct moment m, struct arena *a,
                       present_vec *out, struct error *err)
{
    struct walk w = {.ix = ix, .moment = m, .arena = a, .out = out};
    enum status rc = OK;
    for (uint32_t i = 0; i < index_count(ix).lists && !rc; i++) {
        w.list = index_list(ix, i);
        w.number = i;
        w.next = w.end;
        w.end += w.list.entries;
        if (!apart(w.list.id))
            rc = store_each_run(s, w.list.id, moment_of(ix, i, m), take_run, &w, err);
    }
    rc = rc ? rc : index_sound(ix, err);
    return !rc && a->failed ? fault(err, ERR_MEMORY, 0, "no memory for the entries") : rc;
}

int present_compare(const struct index *ix, const struct present *p, struct str list,
                    struct str ref)
{
    int order = str_compare(index_list(ix, p->list).id, list);
    return order ? order : str_compare(p->ref, ref);
}

bool present_find(const struct index *ix, const present_vec *all, struct str list, struct str ref,
                  uint32_t *out)
{
    size_t low = 0, high = all->count;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        int order = present_compare(ix, &all->at[mid], list, ref);
        if (order == 0) {
            *out = (uint32_t)mid;
            return true;
        }
        if (order < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return false;
}
