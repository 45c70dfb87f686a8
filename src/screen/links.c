/* SPDX-License-Identifier: Apache-2.0 */
/* links.c - what is kept is carried over, the rest is read and screened. */
#include "screen/links.h"

#include "base/file.h"
#include "record/decode.h"
#include "screen/links_file.h"
#include "screen/links_screen.h"

#include <stdlib.h>

enum { FILE_MOST = 1 << 30 };
#define GONE UINT32_MAX

struct bringing {
    struct store *store;
    const struct index *ix;
    struct links *l;
    struct links_file old;
    uint32_t *now; /* by number in the file: among the present, or GONE */
    bool *fresh;   /* by number among the present */
    struct arena arena;
    struct buf bytes; /* of the file */
    size_t carried;
};

void links_free(struct links *l)
{
    arena_free(&l->arena);
    *l = (struct links){0};
}

/* ---- The file that is there. */

static void read_old(struct bringing *b, const char *path, struct links_work *work)
{
    struct error err = {0};
    if (!file_exists(path))
        return;
    if (file_read(path, FILE_MOST, &b->bytes, &err) == OK &&
        links_parse(buf_str(&b->bytes), &b->arena, &b->old, &err) == OK)
        return;
    b->old = (struct links_file){0};
    work->why = arena_copy(&b->l->arena, str_of(err.why)).s;
}

/* Both are by list and ref: one walk finds who is still there, with the same record. */
static void match(struct bringing *b)
{
    const present_vec *now = &b->l->entries;
    size_t i = 0;
    for (size_t k = 0; k < now->count; k++)
        b->fresh[k] = true;
    for (size_t k = 0; k < b->old.entries.count; k++) {
        const struct filed *e = &b->old.entries.at[k];
        while (i < now->count && present_compare(b->ix, &now->at[i], e->list, e->ref) < 0)
            i++;
        b->now[k] = GONE;
        if (i == now->count || present_compare(b->ix, &now->at[i], e->list, e->ref) != 0 ||
            !sha256_equal(now->at[i].record, e->record))
            continue;
        b->now[k] = (uint32_t)i;
        b->fresh[i] = false;
        b->carried++;
    }
}

static void carry(struct bringing *b)
{
    struct arena *a = &b->l->arena;
    for (size_t i = 0; i < b->old.said.count; i++) {
        const struct said *was = &b->old.said.at[i];
        if (b->now[was->by] == GONE)
            continue;
        struct said *s = VEC_ADD(a, &b->l->said);
        *s = (struct said){b->now[was->by], arena_copy(a, was->list), arena_copy(a, was->ref)};
    }
    for (size_t i = 0; i < b->old.likenesses.count; i++) {
        const struct likeness *was = &b->old.likenesses.at[i];
        if (b->now[was->a] == GONE || b->now[was->b] == GONE)
            continue;
        struct likeness *l = VEC_ADD(a, &b->l->likenesses);
        *l = *was;
        l->a = b->now[was->a];
        l->b = b->now[was->b];
        l->a_name = arena_copy(a, was->a_name);
        l->b_name = arena_copy(a, was->b_name);
    }
}

/* ---- What came or changed. */

static enum status read_said(struct bringing *b, uint32_t who, struct arena *a, struct error *err)
{
    const struct present *p = &b->l->entries.at[who];
    struct arena *kept = &b->l->arena;
    struct str body;
    struct node *top;
    enum status rc =
        store_record(b->store, a, index_list(b->ix, p->list).id, p->ref, p->record, &body, err);
    rc = rc ? rc : record_decode(a, body, &top, err);
    if (rc)
        return rc;
    NODE_ALL (n, node_child(top, "xrefs")) {
        struct said *s = VEC_ADD(kept, &b->l->said);
        *s = (struct said){who, arena_copy(kept, node_get(n, "list")),
                           arena_copy(kept, node_get(n, "ref"))};
    }
    return OK;
}

static enum status read_fresh(struct bringing *b, struct error *err)
{
    struct arena a = {0};
    enum status rc = OK;
    for (size_t i = 0; i < b->l->entries.count && !rc; i++) {
        arena_reset(&a);
        if (b->fresh[i])
            rc = read_said(b, (uint32_t)i, &a, err);
    }
    arena_free(&a);
    return rc;
}

static int by_pair(const void *one, const void *other)
{
    const struct likeness *x = one, *y = other;
    if (x->a != y->a)
        return x->a < y->a ? -1 : 1;
    return x->b == y->b ? 0 : x->b < y->b ? -1 : 1;
}

static int by_who(const void *one, const void *other)
{
    const struct said *x = one, *y = other;
    int order = x->by == y->by ? str_compare(x->list, y->list) : x->by < y->by ? -1 : 1;
    return order ? order : str_compare(x->ref, y->ref);
}

static void sort(struct links *l)
{
    if (l->likenesses.count)
        qsort(l->likenesses.at, l->likenesses.count, sizeof *l->likenesses.at, by_pair);
    if (l->said.count)
        qsort(l->said.at, l->said.count, sizeof *l->said.at, by_who);
}

/* ---- Two entries of which one says that it is the other: how alike their names
 * are is asked whatever comes of it, since a list may print a wrong reference. */

static bool has_likeness(const struct links *l, size_t sorted, const struct likeness *pair)
{
    return sorted && bsearch(pair, l->likenesses.at, sorted, sizeof *pair, by_pair);
}

static enum status liken(struct bringing *b, struct likeness *pair, struct error *err)
{
    struct links *l = b->l;
    struct arena a = {0};
    struct likened one, other;
    enum status rc = OK;
    likened_of(b->ix, &l->entries.at[pair->a], l->moment, &a, &one);
    likened_of(b->ix, &l->entries.at[pair->b], l->moment, &a, &other);
    if (!kinds_fit(one.entry.kind, other.entry.kind))
        goto out;
    double *bound = arena_alloc(&a, one.names.count + 1, sizeof *bound);
    for (size_t i = 0; bound && i < one.names.count; i++)
        bound[i] = 1e9;
    if (a.failed)
        rc = fault(err, ERR_MEMORY, 0, "no memory for the links");
    else if (likeness_of(&one, &other, bound, -1e5, false, pair)) {
        struct likeness *row = VEC_ADD(&l->arena, &l->likenesses);
        *row = *pair;
    }
out:
    arena_free(&a);
    return rc;
}

static enum status liken_said(struct bringing *b, struct error *err)
{
    struct links *l = b->l;
    size_t sorted = l->likenesses.count;
    enum status rc = OK;
    for (size_t i = 0; i < l->said.count && !rc; i++) {
        uint32_t by = l->said.at[i].by, who;
        if (!present_find(b->ix, &l->entries, l->said.at[i].list, l->said.at[i].ref, &who) ||
            l->entries.at[by].list == l->entries.at[who].list || (!b->fresh[by] && !b->fresh[who]))
            continue;
        struct likeness pair = {.a = by < who ? by : who, .b = by < who ? who : by};
        if (!has_likeness(l, sorted, &pair))
            rc = liken(b, &pair, err);
    }
    return rc;
}

/* Two that say it of each other are likened twice. */
static void drop_twins(likeness_vec *all)
{
    size_t kept = 0;
    for (size_t i = 0; i < all->count; i++)
        if (!kept || by_pair(&all->at[kept - 1], &all->at[i]) != 0)
            all->at[kept++] = all->at[i];
    all->count = kept;
}

/* ---- Keeping. */

static void keep(const struct bringing *b, const char *path, struct links_work *work)
{
    struct buf out = {0};
    links_write(b->ix, b->l, &out);
    enum status rc = out.failed ? fault(&work->unkept, ERR_MEMORY, 0, "no memory for %s", path)
                                : file_write(path, buf_str(&out), 0600, &work->unkept);
    work->kept = rc == OK;
    buf_free(&out);
}

static enum status room(struct bringing *b, struct error *err)
{
    b->now = arena_alloc(&b->arena, b->old.entries.count + 1, sizeof *b->now);
    b->fresh = arena_alloc(&b->arena, b->l->entries.count + 1, sizeof *b->fresh);
    return b->arena.failed ? fault(err, ERR_MEMORY, 0, "no memory for the links") : OK;
}

enum status links_bring(struct store *s, const struct index *ix, struct moment m, const char *path,
                        unsigned threads, links_tell *tell, void *ctx, struct links *out,
                        struct links_work *work, struct error *err)
{
    struct bringing b = {.store = s, .ix = ix, .l = out};
    *out = (struct links){.moment = m};
    *work = (struct links_work){0};
    enum status rc = present_of(s, ix, m, &out->arena, &out->entries, err);
    if (rc)
        goto out;
    read_old(&b, path, work);
    rc = room(&b, err);
    if (rc)
        goto out;
    match(&b);
    carry(&b);
    work->screened = out->entries.count - b.carried;
    rc = read_fresh(&b, err);
    if (!rc && work->screened)
        rc = links_screen(&(struct links_asking){ix, b.fresh, threads, tell, ctx}, out, err);
    if (!rc) {
        sort(out);
        rc = liken_said(&b, err);
        sort(out);
        drop_twins(&out->likenesses);
    }
    if (!rc && out->arena.failed)
        rc = fault(err, ERR_MEMORY, 0, "no memory for the links");
    if (rc)
        goto out;
    bool same = !work->screened && b.old.entries.count == out->entries.count && b.bytes.len;
    work->kept = same;
    if (!same && !m.then)
        keep(&b, path, work);
out:
    arena_free(&b.arena);
    buf_free(&b.bytes);
    if (rc)
        links_free(out);
    return rc;
}
