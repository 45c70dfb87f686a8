/* SPDX-License-Identifier: Apache-2.0 */
/* tally.c - an open-addressed table of the refs that came, and the sums.
 *
 * A record whose hash is that of the entry's state at this instant changes
 * nothing and is not even decoded: its bytes were checked when they first came. */
#include "ingest/tally.h"

#include "record/decode.h"

#include <stdlib.h>
#include <string.h>

struct seen {
    uint64_t key[2]; /* of the ref; both 0: free */
    uint64_t record; /* beginning of the record's hash */
};

struct tally {
    struct history h;
    struct hasher *hasher;
    struct arena arena; /* of the record at hand */
    struct seen *seen;
    size_t count, room; /* room is a power of two, at least twice the count */
    uint64_t root[4];
    int64_t in_force;
};

enum status tally_new(const struct history *h, struct tally **out, struct error *err)
{
    struct tally *t = calloc(1, sizeof *t);
    *out = NULL;
    if (t) {
        t->h = *h;
        t->room = 1024;
        t->seen = calloc(t->room, sizeof *t->seen);
        t->hasher = hasher_new();
    }
    if (!t || !t->seen || !t->hasher) {
        tally_free(t);
        return fault(err, ERR_MEMORY, 0, "no memory to count a version");
    }
    *out = t;
    return OK;
}

void tally_free(struct tally *t)
{
    if (!t)
        return;
    hasher_free(t->hasher);
    arena_free(&t->arena);
    free(t->seen);
    free(t);
}

/* ---- Which refs came. */

static struct seen *slot(struct seen *table, size_t room, const uint64_t key[2])
{
    size_t i = (size_t)key[0] & (room - 1);
    while ((table[i].key[0] || table[i].key[1]) &&
           (table[i].key[0] != key[0] || table[i].key[1] != key[1]))
        i = (i + 1) & (room - 1);
    return &table[i];
}

static bool widen(struct tally *t)
{
    size_t room = t->room * 2;
    struct seen *wider = calloc(room, sizeof *wider);
    if (!wider)
        return false;
    for (size_t i = 0; i < t->room; i++)
        if (t->seen[i].key[0] || t->seen[i].key[1])
            *slot(wider, room, t->seen[i].key) = t->seen[i];
    free(t->seen);
    t->seen = wider;
    t->room = room;
    return true;
}

static struct seen *find(struct tally *t, struct str ref, uint64_t key[2])
{
    struct sha256 hash = hasher_of(t->hasher, ref);
    memcpy(key, hash.byte, 16);
    return slot(t->seen, t->room, key);
}

/* ---- Sums. */

static void add_root(struct tally *t, const struct sha256 *sha, bool minus)
{
    for (size_t i = 0; i < 4; i++) {
        uint64_t lane = 0;
        for (size_t j = 0; j < 8; j++)
            lane = lane << 8 | sha->byte[8 * i + j];
        t->root[i] += minus ? 0 - lane : lane;
    }
}

static struct sha256 root_of(const struct tally *t)
{
    struct sha256 root;
    for (size_t i = 0; i < 32; i++)
        root.byte[i] = (uint8_t)(t->root[i / 8] >> (56 - 8 * (i % 8)));
    return root;
}

/* ---- Records. */

static enum status check_record(struct tally *t, struct str ref, struct str body,
                                struct record_head *head, struct error *err)
{
    struct node *top;
    struct error here = {0};
    arena_reset(&t->arena);
    if (record_decode(&t->arena, body, &top, &here))
        return fault(err, ERR_CORRUPT, 0, "the parser sent a bad record for %.*s: %s",
                     STRF(str_span(ref, 0, 60)), here.why);
    *head = record_head_of(top);
    if (!str_equal(head->ref, ref) || !str_equal(head->list, t->h.list))
        return fault(err, ERR_CORRUPT, 0, "the parser sent a record under another's name");
    return OK;
}

static enum status set(struct tally *t, struct str ref, struct str body, struct sha256 sha,
                       struct error *err)
{
    struct error here = {0};
    struct run now;
    if (store_run_at(t->h.store, t->h.list, ref, t->h.at, &now, &here) &&
        sha256_equal(now.sha, sha)) {
        t->in_force += now.in_force;
        return OK;
    }
    if (here.status)
        return fault(err, here.status, 0, "%s", here.why);
    struct record_head head;
    enum status rc = check_record(t, ref, body, &head, err);
    if (rc)
        return rc;
    t->in_force += head.in_force;
    rc = store_put_record(t->h.store, t->h.list, ref, sha, body, err);
    return rc ? rc
              : history_set(&t->h, ref,
                            (struct state){.present = true, .in_force = head.in_force, .sha = sha},
                            err);
}

enum status tally_record(struct tally *t, struct str ref, struct str body, struct error *err)
{
    uint64_t key[2], record;
    struct seen *s = find(t, ref, key);
    struct sha256 sha = hasher_of(t->hasher, body);
    memcpy(&record, sha.byte, sizeof record);
    if (s->key[0] || s->key[1]) {
        if (s->record == record)
            return OK; /* the same entry printed twice */
        return fault(err, ERR_INPUT, 0,
                     "the reference %.*s stands twice in the file, and the two disagree",
                     STRF(str_span(ref, 0, 60)));
    }
    *s = (struct seen){.key = {key[0], key[1]}, .record = record};
    if (++t->count * 2 > t->room && !widen(t))
        return fault(err, ERR_MEMORY, 0, "no memory to count a version");
    add_root(t, &sha, false);
    return set(t, ref, body, sha, err);
}

enum status tally_gone(struct tally *t, struct str ref, struct error *err)
{
    return history_set(&t->h, ref, (struct state){0}, err);
}

/* ---- The end. */

struct absent {
    struct tally *t;
    struct arena arena;
    str_vec refs;
    int64_t before, gone;
    bool delta;
};

/* The state before, entry by entry: it can still be read, because this version
 * has only written what differs, and that is at instant `at`, not before it. */
static enum status check_absent(void *ctx, struct str ref, const struct run *r, struct error *err)
{
    struct absent *x = ctx;
    uint64_t key[2];
    struct seen *s = find(x->t, ref, key);
    x->before += r->in_force;
    if (s->key[0] || s->key[1])
        return OK;
    if (x->delta) {
        /* Not mentioned: as it was, unless tally_gone has ended it. */
        if (r->until > x->t->h.at) {
            add_root(x->t, &r->sha, false);
            x->t->in_force += r->in_force;
            x->t->count++;
        } else {
            x->gone += r->in_force;
        }
        return OK;
    }
    x->gone += r->in_force;
    struct str *place = VEC_ADD(&x->arena, &x->refs);
    *place = arena_copy(&x->arena, ref);
    return x->arena.failed ? fault(err, ERR_MEMORY, 0, "no memory to count what is gone") : OK;
}

enum status tally_finish(struct tally *t, int64_t before, bool delta, struct tally_sum *out,
                         struct error *err)
{
    struct absent x = {.t = t, .delta = delta};
    enum status rc =
        before ? store_each_run(t->h.store, t->h.list, before, check_absent, &x, err) : OK;
    for (size_t i = 0; i < x.refs.count && !rc; i++)
        rc = history_set(&t->h, x.refs.at[i], (struct state){0}, err);
    *out = (struct tally_sum){.root = root_of(t),
                              .records = (int64_t)t->count,
                              .in_force = t->in_force,
                              .before = x.before,
                              .gone = x.gone};
    arena_free(&x.arena);
    return rc;
}
