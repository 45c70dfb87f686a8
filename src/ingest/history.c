/* SPDX-License-Identifier: Apache-2.0 */
/* history.c - runs cut and joined, and the changes that they amount to. */
#include "ingest/history.h"

#include "record/diff.h"

#include <string.h>

/* ---- Runs. */

/* Removes what the entry says of [at, next): the covering run loses that part. */
static enum status cut_out(struct history *h, struct str ref, const struct run *cover,
                           struct error *err)
{
    enum status rc = cover->from < h->at
                         ? store_cut_run(h->store, h->list, ref, cover->from, h->at, err)
                         : store_drop_run(h->store, h->list, ref, cover->from, err);
    if (rc || cover->until <= h->next)
        return rc;
    struct run rest = *cover;
    rest.from = h->next;
    return store_put_run(h->store, h->list, ref, &rest, err);
}

/* Puts [at, next) with that record, joined to equal neighbours. */
static enum status put_in(struct history *h, struct str ref, struct state want, struct error *err)
{
    struct error here = {0};
    struct run run = {.from = h->at, .until = h->next, .sha = want.sha, .in_force = want.in_force};
    struct run left, right;
    enum status rc = OK;
    if (h->next < INSTANT_END && store_run_at(h->store, h->list, ref, h->next, &right, &here) &&
        right.from == h->next && sha256_equal(right.sha, want.sha)) {
        run.until = right.until;
        rc = store_drop_run(h->store, h->list, ref, right.from, err);
    }
    if (!rc && !here.status && h->again &&
        store_run_at(h->store, h->list, ref, h->at - 1, &left, &here) && left.until == h->at &&
        sha256_equal(left.sha, want.sha)) {
        return store_cut_run(h->store, h->list, ref, left.from, run.until, err);
    }
    if (here.status)
        return fault(err, here.status, 0, "%s", here.why);
    return rc ? rc : store_put_run(h->store, h->list, ref, &run, err);
}

static enum status change(struct history *h, struct str ref, const struct run *cover,
                          struct state now, struct error *err)
{
    enum status rc = cover ? cut_out(h, ref, cover, err) : OK;
    if (!rc && now.present)
        rc = put_in(h, ref, now, err);
    /* A list's first version tells of no change: that an entry stood there
     * before is known, since when is not. */
    if (!rc && h->at == h->first && h->next == INSTANT_END)
        return OK;
    return rc ? rc : history_retell(h, ref, h->at, err);
}

enum status history_change(struct history *h, struct str ref, struct state was, struct state now,
                           struct error *err)
{
    struct error here = {0};
    struct run cover;
    if (!was.present)
        return change(h, ref, NULL, now, err);
    if (!store_run_at(h->store, h->list, ref, h->at, &cover, &here))
        return here.status
                   ? fault(err, here.status, 0, "%s", here.why)
                   : fault(err, ERR_CORRUPT, 0, "the store lost the run of %.*s", STRF(ref));
    return change(h, ref, &cover, now, err);
}

enum status history_set(struct history *h, struct str ref, struct state want, struct error *err)
{
    struct error here = {0};
    struct run cover;
    bool covered = store_run_at(h->store, h->list, ref, h->at, &cover, &here);
    if (here.status)
        return fault(err, here.status, 0, "%s", here.why);
    if (covered == want.present && (!covered || sha256_equal(cover.sha, want.sha)))
        return OK;
    return change(h, ref, covered ? &cover : NULL, want, err);
}

/* ---- Changes. */

/* One side of a boundary. */
struct side {
    bool present;
    struct node *top;
    struct record_head head;
};

struct teller {
    struct history *h;
    struct arena arena; /* of the two records at hand */
    struct str ref;
    bool seen; /* there was an entry before the boundary at hand */
    struct buf fields;
};

static enum status load(struct teller *t, const struct run *run, struct side *out,
                        struct error *err)
{
    struct str body;
    *out = (struct side){.present = run != NULL};
    if (!run)
        return OK;
    enum status rc = store_record(t->h->store, &t->arena, t->h->list, t->ref, run->sha, &body, err);
    if (!rc)
        rc = record_decode(&t->arena, body, &out->top, err);
    if (!rc)
        out->head = record_head_of(out->top);
    return rc;
}

static enum status put(struct teller *t, int64_t by, int part, const char *what, bool other,
                       const struct side *about, struct str stated, struct error *err)
{
    struct change c = {.by = by,
                       .list = t->h->list,
                       .ref = t->ref,
                       .part = part,
                       .change = str_of(what),
                       .native = about->head.native.len ? about->head.native : t->ref,
                       .kind = about->head.kind,
                       .name = about->head.name,
                       .stated = stated,
                       .fields = buf_str(&t->fields),
                       .other = other};
    if (t->fields.failed)
        return fault(err, ERR_MEMORY, 0, "no memory for the changes of %.*s", STRF(t->ref));
    return store_put_change(t->h->store, &c, err);
}

/* A stated date counts for an appearance only when it is not older than the
 * day on which the entry was seen to be absent. */
static struct str stated_listing(const struct teller *t, const struct side *now, int64_t absent)
{
    char day[INSTANT_TEXT];
    if (absent == 0 || !t->seen)
        return now->head.listed;
    instant_text(absent, day);
    struct str since = str_span(str_of(day), 0, 10);
    return str_compare(now->head.listed, since) >= 0 ? now->head.listed : (struct str){0};
}

static enum status tell_appearance(struct teller *t, int64_t by, const struct side *now,
                                   int64_t absent, struct error *err)
{
    buf_clear(&t->fields);
    buf_puts(&t->fields, "[]");
    if (str_is(now->head.status, "never"))
        return OK;
    if (!now->head.in_force) /* it was let go before it was ever seen here */
        return t->seen ? OK : put(t, by, 0, "delisted", false, now, now->head.ended, err);
    return put(t, by, 0, t->seen ? "relisted" : "listed", false, now,
               stated_listing(t, now, absent), err);
}

static enum status tell_departure(struct teller *t, int64_t by, const struct side *before,
                                  struct error *err)
{
    buf_clear(&t->fields);
    buf_puts(&t->fields, "[]");
    if (!before->head.in_force)
        return OK;
    return put(t, by, 0, "delisted", false, before, before->head.ended, err);
}

const char *history_word(const struct record_head *before, const struct record_head *now,
                         struct str *stated)
{
    bool was_suspended = str_is(before->status, "suspended");
    bool is_suspended = str_is(now->status, "suspended");
    *stated = str_equal(before->amended, now->amended) ? ((struct str){0}) : now->amended;
    if (before->in_force && !now->in_force) {
        *stated = now->ended;
        return "delisted";
    }
    if (!before->in_force && now->in_force) {
        *stated = now->listed;
        return str_is(before->status, "never") ? "listed" : "relisted";
    }
    if (!was_suspended && is_suspended) {
        *stated = now->suspended;
        return "suspended";
    }
    return was_suspended && !is_suspended && now->in_force ? "restored" : "amended";
}

static enum status tell_amendment(struct teller *t, int64_t by, const struct side *before,
                                  const struct side *now, struct error *err)
{
    struct str stated;
    buf_clear(&t->fields);
    if (!record_same_party(before->top, now->top)) {
        buf_puts(&t->fields, "[]");
        enum status rc = before->head.in_force
                             ? put(t, by, 0, "delisted", true, before, (struct str){0}, err)
                             : OK;
        if (!rc && now->head.in_force)
            rc = put(t, by, 1, "listed", true, now, now->head.listed, err);
        return rc;
    }
    const char *what = history_word(&before->head, &now->head, &stated);
    record_diff(before->top, now->top, &t->fields);
    return put(t, by, 0, what, false, now, stated, err);
}

/* What happened where `before` gave way to `now`; either may be NULL.  `absent`
 * is when the entry was last seen to be gone, 0 if it was not. */
static enum status tell(struct teller *t, int64_t by, const struct run *before,
                        const struct run *now, int64_t absent, struct error *err)
{
    struct side x, y;
    arena_reset(&t->arena);
    enum status rc = load(t, before, &x, err);
    rc = rc ? rc : load(t, now, &y, err);
    if (rc)
        return rc;
    if (!before)
        return tell_appearance(t, by, &y, absent, err);
    return now ? tell_amendment(t, by, &x, &y, err) : tell_departure(t, by, &x, err);
}

/* Walks the boundaries of the entry's runs, oldest first. */
static enum status tell_all(struct teller *t, const struct run *runs, size_t count, int64_t from,
                            struct error *err)
{
    enum status rc = OK;
    for (size_t i = 0; i < count && !rc; i++) {
        const struct run *run = &runs[i], *last = i ? &runs[i - 1] : NULL;
        bool touches = last && last->until == run->from;
        t->seen = last != NULL;
        if (run->from >= from && run->from > t->h->first)
            rc = tell(t, run->from, touches ? last : NULL, run, last ? last->until : 0, err);
        bool ends = run->until < INSTANT_END && (i + 1 == count || runs[i + 1].from != run->until);
        if (!rc && ends && run->until >= from)
            rc = tell(t, run->until, run, NULL, 0, err);
    }
    return rc;
}

enum status history_retell(struct history *h, struct str ref, int64_t from, struct error *err)
{
    struct teller t = {.h = h, .ref = ref};
    struct arena a = {0};
    struct run *runs = NULL;
    size_t count = 0;
    enum status rc = store_drop_changes(h->store, h->list, ref, from, err);
    rc = rc ? rc : store_runs(h->store, &a, h->list, ref, &runs, &count, err);
    rc = rc ? rc : tell_all(&t, runs, count, from, err);
    if (!rc && h->next < INSTANT_END)
        rc = store_sweep_records(h->store, h->list, ref, err);
    arena_free(&a);
    arena_free(&t.arena);
    buf_free(&t.fields);
    return rc;
}
