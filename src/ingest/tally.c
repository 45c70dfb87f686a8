/* SPDX-License-Identifier: Apache-2.0 */
/* tally.c - each record against the state that its entry had.
 *
 * A record whose hash is that of the entry's state changes nothing and is not
 * even looked at: its bytes were checked when they first came. */
#include "ingest/tally.h"

#include "ingest/states.h"
#include "record/decode.h"

#include <stdlib.h>
#include <string.h>

struct tally {
    struct history h;
    struct hasher *hasher;
    struct arena arena; /* of the record at hand */
    struct states *states;
    int64_t at_before;      /* the instant whose state was loaded; 0: none */
    int64_t loaded, stayed; /* entries before; of those, that came or were removed by name */
    int64_t before, gone;   /* the same in force, and of those no longer */
    int64_t records, in_force;
    uint64_t root[4];
};

static enum status no_memory(struct error *err)
{
    return fault(err, ERR_MEMORY, 0, "no memory to count a version");
}

/* ---- The state before. */

static enum status load_state(void *ctx, struct str ref, const struct run *r, struct error *err)
{
    struct tally *t = ctx;
    struct state_item *item = states_at(t->states, ref);
    if (!item)
        return no_memory(err);
    item->present = true;
    item->in_force = r->in_force;
    item->sha = r->sha;
    t->loaded++;
    t->before += r->in_force;
    return OK;
}

enum status tally_new(const struct history *h, int64_t before, struct tally **out,
                      struct error *err)
{
    struct tally *t = calloc(1, sizeof *t);
    *out = NULL;
    if (!t)
        return no_memory(err);
    t->h = *h;
    t->at_before = before;
    t->hasher = hasher_new();
    enum status rc = t->hasher ? states_new(&t->states, err) : no_memory(err);
    if (!rc && before)
        rc = store_each_run(h->store, h->list, before, load_state, t, err);
    if (rc)
        tally_free(t);
    else
        *out = t;
    return rc;
}

void tally_free(struct tally *t)
{
    if (!t)
        return;
    hasher_free(t->hasher);
    states_free(t->states);
    arena_free(&t->arena);
    free(t);
}

/* ---- Sums. */

static void add_root(struct tally *t, const struct sha256 *sha)
{
    for (size_t i = 0; i < 4; i++) {
        uint64_t lane = 0;
        for (size_t j = 0; j < 8; j++)
            lane = lane << 8 | sha->byte[8 * i + j];
        t->root[i] += lane;
    }
}

static struct sha256 root_of(const struct tally *t)
{
    struct sha256 root;
    for (size_t i = 0; i < 32; i++)
        root.byte[i] = (uint8_t)(t->root[i / 8] >> (56 - 8 * (i % 8)));
    return root;
}

static void count(struct tally *t, const struct sha256 *sha, bool in_force)
{
    t->records++;
    t->in_force += in_force;
    add_root(t, sha);
}

/* ---- Records. */

static enum status check_record(struct tally *t, struct str ref, struct str body,
                                struct record_head *head, struct error *err)
{
    struct error here = {0};
    arena_reset(&t->arena);
    if (record_check(&t->arena, body, head, &here))
        return fault(err, ERR_INPUT, 0, "the parser sent a bad record for %.*s: %s",
                     STRF(str_span(ref, 0, 60)), here.why);
    if (!str_equal(head->ref, ref) || !str_equal(head->list, t->h.list))
        return fault(err, ERR_INPUT, 0, "the parser sent a record under another's name");
    return OK;
}

static enum status set(struct tally *t, const struct state_item *before, struct str ref,
                       struct str body, const struct sha256 *sha, struct error *err)
{
    struct record_head head = {0};
    struct state was = {
        .present = before->present, .in_force = before->in_force, .sha = before->sha};
    enum status rc = check_record(t, ref, body, &head, err);
    if (rc)
        return rc;
    if (was.present)
        t->gone += was.in_force && !head.in_force;
    count(t, sha, head.in_force);
    rc = store_put_record(t->h.store, t->h.list, ref, *sha, body, err);
    if (rc)
        return rc;
    struct state now = {.present = true, .in_force = head.in_force, .sha = *sha};
    return history_change(&t->h, ref, was, now, err);
}

enum status tally_record(struct tally *t, struct str ref, struct str body, struct error *err)
{
    struct sha256 sha = hasher_of(t->hasher, body);
    struct state_item *item = states_at(t->states, ref);
    uint32_t beginning;
    memcpy(&beginning, sha.byte, sizeof beginning);
    if (!item)
        return no_memory(err);
    if (item->come) {
        if (item->record == beginning)
            return OK; /* the same entry printed twice */
        return fault(err, ERR_INPUT, 0,
                     "the reference %.*s stands twice in the file, and the two disagree",
                     STRF(str_span(ref, 0, 60)));
    }
    item->come = true;
    item->record = beginning;
    t->stayed += item->present;
    if (item->present && sha256_equal(item->sha, sha)) {
        count(t, &sha, item->in_force);
        return OK;
    }
    return set(t, item, ref, body, &sha, err);
}

static enum status end_entry(struct tally *t, struct state_item *item, struct str ref,
                             struct error *err)
{
    struct state was = {.present = true, .in_force = item->in_force, .sha = item->sha};
    item->come = true;
    t->stayed++;
    t->gone += item->in_force;
    return history_change(&t->h, ref, was, (struct state){0}, err);
}

enum status tally_gone(struct tally *t, struct str ref, struct error *err)
{
    struct state_item *item = states_find(t->states, ref);
    return item && item->present && !item->come ? end_entry(t, item, ref, err) : OK;
}

/* ---- The end. */

struct absent {
    struct tally *t;
    struct arena arena;
    str_vec refs;
    bool delta;
};

/* The state before can still be read, because this version has only written
 * what holds from its own instant on. */
static enum status look_for_absent(void *ctx, struct str ref, const struct run *r,
                                   struct error *err)
{
    struct absent *x = ctx;
    struct state_item *item = states_at(x->t->states, ref);
    if (!item)
        return no_memory(err);
    if (item->come)
        return OK;
    if (x->delta) {
        count(x->t, &r->sha, r->in_force);
        return OK;
    }
    struct str *place = VEC_ADD(&x->arena, &x->refs);
    *place = arena_copy(&x->arena, ref);
    return x->arena.failed ? no_memory(err) : OK;
}

enum status tally_finish(struct tally *t, bool delta, struct tally_sum *out, struct error *err)
{
    struct absent x = {.t = t, .delta = delta};
    enum status rc = OK;
    if (t->stayed < t->loaded)
        rc = store_each_run(t->h.store, t->h.list, t->at_before, look_for_absent, &x, err);
    for (size_t i = 0; i < x.refs.count && !rc; i++) {
        struct state_item *item = states_at(t->states, x.refs.at[i]);
        rc = item ? end_entry(t, item, x.refs.at[i], err) : no_memory(err);
    }
    *out = (struct tally_sum){.root = root_of(t),
                              .records = t->records,
                              .in_force = t->in_force,
                              .before = t->before,
                              .gone = t->gone};
    arena_free(&x.arena);
    return rc;
}
