/* SPDX-License-Identifier: Apache-2.0 */
/* party.c - joining, from the strongest claim down.
 *
 * A party is a ring through `next`; `party` names its first entry.  Parties have
 * at most one entry a list, so that walking a ring is cheap. */
#include "screen/party.h"

#include <stdlib.h>
#include <string.h>

struct joining {
    struct parties *p;
    const struct decisions *decisions;
    bool splits; /* there are any */
    int64_t at;  /* decisions made until then count */
    uint32_t *next;
};

static int by_strength(const void *one, const void *other)
{
    const struct claim *x = one, *y = other;
    if (x->odds != y->odds)
        return x->odds > y->odds ? -1 : 1;
    if (x->a != y->a)
        return x->a < y->a ? -1 : 1;
    return x->b < y->b ? -1 : x->b > y->b;
}

static struct entry_id id_of(const struct parties *p, uint32_t who)
{
    const struct present *e = &p->links->entries.at[who];
    return (struct entry_id){index_list(p->ix, e->list).id, e->ref};
}

/* Whether the two can not be of one party. */
static bool clash(const struct joining *j, uint32_t x, uint32_t y, struct refused *r)
{
    const struct present *e = j->p->links->entries.at;
    r->x = x;
    r->y = y;
    if (e[x].list == e[y].list) {
        r->why = REFUSED_SAME_LIST;
        return true;
    }
    if (!j->splits)
        return false;
    r->split = decisions_about(j->decisions, id_of(j->p, x), id_of(j->p, y), j->at);
    r->why = REFUSED_SPLIT;
    return r->split && r->split->split;
}

static bool may_join(const struct joining *j, const struct claim *c, struct refused *r)
{
    uint32_t x = c->a, y = c->b;
    do {
        do {
            if (clash(j, x, y, r))
                return false;
            y = j->next[y];
        } while (y != c->b);
        x = j->next[x];
    } while (x != c->a);
    return true;
}

static void join(struct joining *j, uint32_t x, uint32_t y)
{
    uint32_t *party = j->p->party, first = party[x] < party[y] ? party[x] : party[y];
    uint32_t after = j->next[x];
    j->next[x] = j->next[y];
    j->next[y] = after;
    for (uint32_t i = j->next[x]; i != x; i = j->next[i])
        party[i] = first;
    party[x] = first;
}

static void join_all(struct joining *j)
{
    struct parties *p = j->p;
    for (size_t i = 0; i < p->claims.count; i++) {
        const struct claim *c = &p->claims.at[i];
        struct refused r = {.claim = c};
        if (p->party[c->a] == p->party[c->b])
            continue;
        if (may_join(j, c, &r)) {
            join(j, c->a, c->b);
        } else {
            struct refused *row = VEC_ADD(&p->arena, &p->refused);
            *row = r;
        }
    }
}

/* Turns counts into places where each begins, twice: `count` is to be used up. */
static void begin_each(uint32_t *count, uint32_t *from, uint32_t n)
{
    uint32_t at = 0;
    for (uint32_t i = 0; i < n; i++) {
        from[i] = at;
        at += count[i];
        count[i] = from[i];
    }
    from[n] = at;
}

static void lay_out_members(struct parties *p, uint32_t *count, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        count[p->party[i]]++;
    begin_each(count, p->from, n);
    for (uint32_t i = 0; i < n; i++)
        p->member[count[p->party[i]]++] = i;
}

static void lay_out_claims(struct parties *p, uint32_t *count, uint32_t n)
{
    memset(count, 0, n * sizeof *count);
    for (size_t i = 0; i < p->claims.count; i++)
        if (p->party[p->claims.at[i].a] == p->party[p->claims.at[i].b])
            count[p->party[p->claims.at[i].a]]++;
    begin_each(count, p->within_from, n);
    for (size_t i = 0; i < p->claims.count; i++)
        if (p->party[p->claims.at[i].a] == p->party[p->claims.at[i].b])
            p->within[count[p->party[p->claims.at[i].a]]++] = &p->claims.at[i];
}

static void keep_strong(struct parties *p)
{
    size_t kept = 0;
    for (size_t i = 0; i < p->claims.count; i++)
        if (p->claims.at[i].odds >= p->least)
            p->claims.at[kept++] = p->claims.at[i];
    p->claims.count = kept;
    if (kept)
        qsort(p->claims.at, kept, sizeof *p->claims.at, by_strength);
}

static bool any_split(const struct decisions *d)
{
    for (size_t i = 0; i < d->at.count; i++)
        if (d->at.at[i].split)
            return true;
    return false;
}

enum status parties_make(const struct index *ix, const struct links *l, const struct decisions *d,
                         const struct claim_options *o, struct parties *out, struct error *err)
{
    *out = (struct parties){.ix = ix, .links = l};
    struct joining j = {
        .p = out, .decisions = d, .at = l->moment.then ? l->moment.at : INSTANT_END};
    struct arena *a = &out->arena;
    size_t n = l->entries.count + 1;
    j.splits = !o->no_decisions && any_split(d);
    out->least = odds_of_score(o->threshold > PARTY_THRESHOLD ? o->threshold : PARTY_THRESHOLD);
    enum status rc = claims_make(ix, l, d, o, a, &out->claims, err);
    out->party = arena_alloc(a, n, sizeof *out->party);
    out->member = arena_alloc(a, n, sizeof *out->member);
    out->from = arena_alloc(a, n, sizeof *out->from);
    out->within = arena_alloc(a, out->claims.count + 1, sizeof *out->within);
    out->within_from = arena_alloc(a, n, sizeof *out->within_from);
    j.next = arena_alloc(a, n, sizeof *j.next);
    uint32_t *count = arena_alloc(a, n, sizeof *count);
    if (!rc && a->failed)
        rc = fault(err, ERR_MEMORY, 0, "no memory for the parties");
    if (!rc) {
        for (uint32_t i = 0; i < n; i++)
            out->party[i] = j.next[i] = i;
        keep_strong(out);
        join_all(&j);
        lay_out_members(out, count, (uint32_t)l->entries.count);
        lay_out_claims(out, count, (uint32_t)l->entries.count);
    }
    if (!rc && a->failed)
        rc = fault(err, ERR_MEMORY, 0, "no memory for the parties");
    if (rc)
        parties_free(out);
    return rc;
}

void parties_free(struct parties *p)
{
    arena_free(&p->arena);
    *p = (struct parties){0};
}

struct party_entries party_of(const struct parties *p, uint32_t who)
{
    uint32_t first = p->party[who];
    return (struct party_entries){p->member + p->from[first], p->from[first + 1] - p->from[first]};
}

struct party_claims party_claims(const struct parties *p, uint32_t who)
{
    uint32_t first = p->party[who];
    return (struct party_claims){p->within + p->within_from[first],
                                 p->within_from[first + 1] - p->within_from[first]};
}

/* ---- How one entry is tied to another. */

static const struct tie *tie_of(const tie_vec *all, uint32_t who)
{
    for (size_t i = 0; i < all->count; i++)
        if (all->at[i].who == who)
            return &all->at[i];
    return NULL;
}

/* Adds what the strongest claim ties that has one end among those there are. */
static bool tie_more(const struct party_claims *claims, struct arena *a, tie_vec *out)
{
    for (size_t i = 0; i < claims->count; i++) {
        const struct claim *c = claims->at[i];
        const struct tie *one = tie_of(out, c->a), *other = tie_of(out, c->b);
        if (!one == !other)
            continue;
        double odds = one ? one->odds : other->odds;
        uint32_t who = one ? c->b : c->a;
        struct tie *t = VEC_ADD(a, out);
        *t = (struct tie){.who = who, .by = c, .odds = c->odds < odds ? c->odds : odds};
        return true;
    }
    return false;
}

/* A claim between the first and another says more than a way round. */
static void tie_directly(tie_vec *all, uint32_t first, const struct claim *c)
{
    for (size_t i = 1; i < all->count; i++) {
        struct tie *t = &all->at[i];
        if ((c->a == first && c->b == t->who) || (c->b == first && c->a == t->who))
            *t = (struct tie){.who = t->who, .by = c, .odds = c->odds};
    }
}

void party_ties(const struct parties *p, uint32_t who, struct arena *a, tie_vec *out)
{
    struct party_claims claims = party_claims(p, who);
    struct tie *first = VEC_ADD(a, out);
    *first = (struct tie){.who = who, .odds = 1e9};
    while (!a->failed && tie_more(&claims, a, out))
        continue;
    for (size_t i = 0; i < claims.count; i++)
        tie_directly(out, who, claims.at[i]);
}
