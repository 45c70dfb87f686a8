/* SPDX-License-Identifier: Apache-2.0 */
/* leaves.c - versions, changes and roots as entries of the log. */
#include "ingest/leaves.h"

#include "format/json.h"
#include "ledger/tree.h"

#include <stdlib.h>

/* ---- The bytes of each kind, members in the order of their keys. */

static void put_hash(struct buf *b, const char *key, const struct sha256 *sha)
{
    char hex[SHA256_HEX];
    json_member(b, key, str_of(sha256_hex(*sha, hex)));
}

static void put_instant(struct buf *b, const char *key, int64_t at)
{
    char text[INSTANT_TEXT];
    json_member(b, key, str_of(instant_text(at, text)));
}

static void put_number(struct buf *b, const char *key, int64_t n)
{
    json_key(b, key);
    buf_printf(b, "%lld", (long long)n);
}

/* A path says something of this machine; an address is the authority's. */
static struct str address_of(struct str origin)
{
    return str_starts(origin, STR("https://")) || str_starts(origin, STR("http://")) ? origin
                                                                                     : STR("");
}

static void put_fetch(struct buf *b, const struct version *v)
{
    buf_byte(b, '{');
    put_instant(b, "at", v->at);
    put_number(b, "bytes", v->bytes);
    json_member(b, "format", v->format);
    json_member(b, "kind", STR("fetch"));
    json_member(b, "list", v->list);
    json_member(b, "origin", address_of(v->origin));
    put_hash(b, "sha256", &v->sha);
    json_member(b, "status", str_of(version_status_text(v->status)));
    json_member(b, "why", v->why);
    buf_byte(b, '}');
}

/* The records between which a change lies. */
struct sides {
    bool has_before, has_after;
    struct sha256 before, after;
};

static void put_change(struct buf *b, struct digester *d, const struct change *c,
                       const struct sides *s)
{
    struct sha256 before = digest_record(d, c->list, c->ref, s->before);
    struct sha256 after = digest_record(d, c->list, c->ref, s->after);
    buf_byte(b, '{');
    if (s->has_after)
        put_hash(b, "after", &after);
    put_instant(b, "at", c->by);
    if (s->has_before)
        put_hash(b, "before", &before);
    json_member(b, "change", c->change);
    json_member(b, "kind", STR("change"));
    json_member(b, "list", c->list);
    if (c->part)
        put_number(b, "part", c->part);
    json_member(b, "ref", c->ref);
    json_member(b, "stated", c->stated);
    buf_byte(b, '}');
}

static void put_withdrawal(struct buf *b, const struct leaf *l)
{
    buf_byte(b, '{');
    put_instant(b, "at", l->at);
    json_member(b, "kind", STR("withdrawal"));
    json_member(b, "list", l->list);
    if (l->part)
        put_number(b, "part", l->part);
    json_member(b, "ref", l->ref);
    buf_byte(b, '}');
}

static void put_snapshot(struct buf *b, const struct leaf *l, size_t entries,
                         const struct sha256 *root)
{
    buf_byte(b, '{');
    put_instant(b, "at", l->at);
    put_number(b, "entries", (int64_t)entries);
    json_member(b, "kind", STR("snapshot"));
    json_member(b, "list", l->list);
    put_hash(b, "root", root);
    buf_byte(b, '}');
}

static void put_heartbeat(struct buf *b, const struct leaf *l, const struct version *newest)
{
    buf_byte(b, '{');
    json_member(b, "kind", STR("heartbeat"));
    json_member(b, "list", l->list);
    put_instant(b, "time", l->at);
    if (newest)
        put_instant(b, "version", newest->at);
    buf_byte(b, '}');
}

static void put_key(struct buf *b, const struct leaf *l)
{
    buf_byte(b, '{');
    json_member(b, "key", l->ref);
    json_member(b, "kind", STR("key"));
    put_instant(b, "time", l->at);
    buf_byte(b, '}');
}

enum status leaves_root(const roll_vec *roll, struct sha256 *out, struct error *err)
{
    struct tree_edge edge = {0};
    struct buf line = {0};
    for (size_t i = 0; i < roll->count; i++) {
        buf_clear(&line);
        roll_leaf(&line, &roll->at[i]);
        struct sha256 leaf = tree_leaf(buf_str(&line));
        tree_push(&edge, &leaf);
        if (line.failed)
            break;
    }
    *out = tree_root(&edge);
    bool failed = line.failed;
    buf_free(&line);
    return failed ? fault(err, ERR_MEMORY, 0, "no memory to hash a version's entries") : OK;
}

/* ---- What is to be said, and what was. */

struct due {
    struct store *store;
    struct digester *digester;
    struct hasher *hasher;
    struct str list;
    leaf_due *take; /* NULL: only compare */
    void *ctx;
    struct arena arena; /* of what follows */
    VEC(struct version) versions;
    VEC(struct change) changes;
    VEC(struct leaf) said; /* by instant, kind, ref and part */
    bool *true_still;      /* of each of `said` */
    struct buf bytes;
    size_t count; /* of leaves put */
};

static enum status keep_version(void *ctx, const struct version *v, struct error *err)
{
    struct due *d = ctx;
    struct version *copy = VEC_ADD(&d->arena, &d->versions);
    *copy = *v;
    struct str *texts[] = {&copy->list, &copy->why, &copy->format, &copy->origin};
    for (size_t i = 0; i < COUNT(texts); i++)
        *texts[i] = arena_copy(&d->arena, *texts[i]);
    return d->arena.failed ? fault(err, ERR_MEMORY, 0, "no memory for a list's versions") : OK;
}

static enum status keep_change(void *ctx, const struct change *c, struct error *err)
{
    struct due *d = ctx;
    struct change *copy = VEC_ADD(&d->arena, &d->changes);
    *copy = (struct change){.by = c->by,
                            .list = d->list,
                            .ref = arena_copy(&d->arena, c->ref),
                            .part = c->part,
                            .change = arena_copy(&d->arena, c->change),
                            .stated = arena_copy(&d->arena, c->stated)};
    return d->arena.failed ? fault(err, ERR_MEMORY, 0, "no memory for a list's changes") : OK;
}

static enum status keep_said(void *ctx, const struct leaf *l, struct error *err)
{
    struct due *d = ctx;
    struct leaf *copy = VEC_ADD(&d->arena, &d->said);
    *copy = *l;
    copy->list = d->list;
    copy->ref = arena_copy(&d->arena, l->ref);
    return d->arena.failed ? fault(err, ERR_MEMORY, 0, "no memory for a list's leaves") : OK;
}

static enum status load(struct due *d, int64_t from, struct error *err)
{
    enum status rc = store_versions(d->store, d->list, from, INSTANT_END, keep_version, d, err);
    rc = rc ? rc : store_changes_of(d->store, d->list, from, keep_change, d, err);
    rc = rc ? rc : store_leaves_of(d->store, d->list, from, keep_said, d, err);
    d->true_still = arena_alloc(&d->arena, d->said.count + 1, sizeof *d->true_still);
    return rc || d->true_still ? rc : fault(err, ERR_MEMORY, 0, "no memory for a list's leaves");
}

static int order(const struct leaf *a, const struct leaf *b)
{
    if (a->at != b->at)
        return a->at < b->at ? -1 : 1;
    if (a->kind != b->kind)
        return a->kind < b->kind ? -1 : 1;
    int by_ref = str_compare(a->ref, b->ref);
    return by_ref ? by_ref : (a->part > b->part) - (a->part < b->part);
}

/* Place in `said` of what tells of the same thing, or said.count. */
static size_t find_said(const struct due *d, const struct leaf *l)
{
    size_t low = 0, high = d->said.count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (order(&d->said.at[middle], l) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < d->said.count && order(&d->said.at[low], l) == 0 ? low : d->said.count;
}

static enum status differs(const struct leaf *l, bool said, struct error *err)
{
    static const char *const things[] = {"how it was judged", "the change",
                                         "the change that was taken back",
                                         "the root of its entries"};
    char at[INSTANT_TEXT];
    return fault(err, ERR_CORRUPT, 0, "store: %.*s %s: %s%s%.*s is not %s", STRF(l->list),
                 instant_text(l->at, at), things[l->kind], l->ref.len ? " of " : "", STRF(l->ref),
                 said ? "what the ledger says" : "in the ledger");
}

/* Puts the leaf with the bytes at hand, unless the ledger says so already; counts it. */
static enum status put(struct due *d, struct leaf l, struct error *err)
{
    if (d->bytes.failed)
        return fault(err, ERR_MEMORY, 0, "no memory for an entry of the ledger");
    l.list = d->list;
    l.sha = hasher_of(d->hasher, buf_str(&d->bytes));
    size_t at = find_said(d, &l);
    if (at < d->said.count) {
        d->true_still[at] = true;
        if (sha256_equal(d->said.at[at].sha, l.sha))
            return OK;
    }
    if (!d->take)
        return differs(&l, at < d->said.count, err);
    enum status rc = store_put_leaf(d->store, &l, err);
    d->count++;
    return rc ? rc : d->take(d->ctx, &l, buf_str(&d->bytes), err);
}

static bool run_before(struct store *s, const struct change *c, struct run *out, struct error *err)
{
    return store_run_at(s, c->list, c->ref, c->by - 1, out, err);
}

/* The records between which a change lies; those after it from the roll, where there is one. */
static struct sides sides_of(struct due *d, const struct change *c, const roll_vec *roll,
                             struct error *err)
{
    struct sides s = {0};
    struct run run;
    const struct roll_line *now = roll->count ? roll_find(roll, c->ref) : NULL;
    if (!str_is(c->change, "delisted")) {
        s.has_after =
            now || (!roll->count && store_run_at(d->store, d->list, c->ref, c->by, &run, err));
        if (s.has_after)
            s.after = now ? now->record : run.sha;
    }
    s.has_before = !str_is(c->change, "listed") && run_before(d->store, c, &run, err);
    if (s.has_before)
        s.before = run.sha;
    return s;
}

static enum status put_changes(struct due *d, size_t *next, int64_t at, const roll_vec *roll,
                               struct error *err)
{
    enum status rc = OK;
    for (; *next < d->changes.count && d->changes.at[*next].by <= at && !rc; ++*next) {
        const struct change *c = &d->changes.at[*next];
        struct error here = {0};
        struct sides s = sides_of(d, c, roll, &here);
        struct leaf l = {.at = c->by, .kind = LEAF_CHANGE, .ref = c->ref, .part = c->part};
        buf_clear(&d->bytes);
        put_change(&d->bytes, d->digester, c, &s);
        rc = here.status ? fault(err, here.status, 0, "%s", here.why) : put(d, l, err);
    }
    return rc;
}

/* Changes that were said of this version and are none any more. */
static enum status put_withdrawals(struct due *d, int64_t at, struct error *err)
{
    enum status rc = OK;
    for (size_t i = 0; i < d->said.count && !rc; i++) {
        const struct leaf *l = &d->said.at[i];
        if (l->at != at || l->kind != LEAF_CHANGE || d->true_still[i])
            continue;
        buf_clear(&d->bytes);
        put_withdrawal(&d->bytes, l);
        rc =
            put(d, (struct leaf){.at = at, .kind = LEAF_WITHDRAWAL, .ref = l->ref, .part = l->part},
                err);
    }
    return rc;
}

static enum status put_root(struct due *d, const struct leaf *l, const roll_vec *roll,
                            struct error *err)
{
    struct sha256 root;
    enum status rc = leaves_root(roll, &root, err);
    if (rc)
        return rc;
    buf_clear(&d->bytes);
    put_snapshot(&d->bytes, l, roll->count, &root);
    return put(d, *l, err);
}

/* A version that is judged as it was has the entries that it had, whatever has come before
 * it since; only its changes may be others. */
static enum status put_version(struct due *d, const struct version *v, size_t *next,
                               struct error *err)
{
    struct arena a = {0};
    roll_vec roll = {0};
    struct leaf fetch = {.at = v->at, .kind = LEAF_FETCH};
    struct leaf snapshot = {.list = d->list, .at = v->at, .kind = LEAF_SNAPSHOT};
    size_t before = d->count;
    buf_clear(&d->bytes);
    put_fetch(&d->bytes, v);
    enum status rc = put(d, fetch, err);
    bool rolled = v->status == VERSION_ACCEPTED &&
                  (!d->take || d->count > before || find_said(d, &snapshot) == d->said.count);
    if (!rc && rolled)
        rc = digest_roll(d->digester, d->store, d->list, v->at, &a, &roll, err);
    rc = rc ? rc : put_changes(d, next, v->at, &roll, err);
    rc = rc ? rc : put_withdrawals(d, v->at, err);
    if (!rc && rolled)
        rc = put_root(d, &snapshot, &roll, err);
    arena_free(&a);
    return rc;
}

enum status leaves_put(struct store *s, struct digester *d, struct str list, int64_t from,
                       leaf_due *take, void *ctx, struct error *err)
{
    struct due due = {
        .store = s, .digester = d, .hasher = hasher_new(), .list = list, .take = take, .ctx = ctx};
    size_t next = 0;
    enum status rc = due.hasher ? load(&due, from, err)
                                : fault(err, ERR_MEMORY, 0, "no memory for the ledger's entries");
    for (size_t i = 0; i < due.versions.count && !rc; i++)
        rc = put_version(&due, &due.versions.at[i], &next, err);
    buf_free(&due.bytes);
    arena_free(&due.arena);
    hasher_free(due.hasher);
    return rc;
}

enum status leaves_check(struct store *s, struct digester *d, struct str list, struct error *err)
{
    return leaves_put(s, d, list, 0, NULL, NULL, err);
}

/* ---- One leaf again. */

static enum status gone(const struct leaf *l, const char *what, struct error *err)
{
    char at[INSTANT_TEXT];
    return fault(err, ERR_CORRUPT, 0, "the store has no %s of %.*s at %s, of which leaf %lld tells",
                 what, STRF(l->list), instant_text(l->at, at), (long long)l->number);
}

struct finding {
    const struct leaf *leaf;
    struct arena *arena;
    struct change found;
    bool is;
};

static enum status find_change(void *ctx, const struct change *c, struct error *err)
{
    struct finding *f = ctx;
    (void)err;
    if (c->by != f->leaf->at || c->part != f->leaf->part || !str_equal(c->ref, f->leaf->ref))
        return OK;
    f->found = (struct change){.by = c->by,
                               .part = c->part,
                               .list = f->leaf->list,
                               .ref = f->leaf->ref,
                               .change = arena_copy(f->arena, c->change),
                               .stated = arena_copy(f->arena, c->stated)};
    f->is = true;
    return OK;
}

static enum status change_again(struct store *s, struct digester *d, const struct leaf *l,
                                struct arena *a, struct buf *out, struct error *err)
{
    struct finding f = {.leaf = l, .arena = a};
    struct error here = {0};
    struct run run;
    struct sides sides = {0};
    struct change_filter only = {
        .list = l->list, .ref = l->ref, .since = l->at, .until = l->at + 1};
    enum status rc = store_changes(s, &only, find_change, &f, err);
    if (rc || !f.is)
        return rc ? rc : gone(l, "change", err);
    sides.has_after =
        !str_is(f.found.change, "delisted") && store_run_at(s, l->list, l->ref, l->at, &run, &here);
    if (sides.has_after)
        sides.after = run.sha;
    sides.has_before = !str_is(f.found.change, "listed") && run_before(s, &f.found, &run, &here);
    if (sides.has_before)
        sides.before = run.sha;
    put_change(out, d, &f.found, &sides);
    return here.status ? fault(err, here.status, 0, "%s", here.why) : OK;
}

static enum status snapshot_again(struct store *s, struct digester *d, const struct leaf *l,
                                  struct arena *a, struct buf *out, struct error *err)
{
    roll_vec roll = {0};
    struct sha256 root;
    enum status rc = digest_roll(d, s, l->list, l->at, a, &roll, err);
    rc = rc ? rc : leaves_root(&roll, &root, err);
    if (!rc)
        put_snapshot(out, l, roll.count, &root);
    return rc;
}

static enum status of_version(struct store *s, const struct leaf *l, struct arena *a,
                              struct buf *out, struct error *err)
{
    struct error here = {0};
    struct version v;
    bool there = l->kind == LEAF_FETCH ? store_version_at(s, a, l->list, l->at, &v, &here)
                                       : store_version_before(s, a, l->list, l->at, &v, &here);
    if (here.status)
        return fault(err, here.status, 0, "%s", here.why);
    if (l->kind == LEAF_HEARTBEAT)
        put_heartbeat(out, l, there ? &v : NULL);
    else if (there)
        put_fetch(out, &v);
    return there || l->kind == LEAF_HEARTBEAT ? OK : gone(l, "version", err);
}

enum status leaf_bytes(struct store *s, struct digester *d, const struct leaf *l, struct buf *out,
                       struct error *err)
{
    struct arena a = {0};
    enum status rc = OK;
    switch (l->kind) {
    case LEAF_CHANGE:
        rc = change_again(s, d, l, &a, out, err);
        break;
    case LEAF_WITHDRAWAL:
        put_withdrawal(out, l);
        break;
    case LEAF_SNAPSHOT:
        rc = snapshot_again(s, d, l, &a, out, err);
        break;
    case LEAF_KEY:
        put_key(out, l);
        break;
    default:
        rc = of_version(s, l, &a, out, err);
    }
    arena_free(&a);
    if (!rc && out->failed)
        rc = fault(err, ERR_MEMORY, 0, "no memory for an entry of the ledger");
    return rc;
}

enum status leaves_put_one(struct store *s, struct leaf l, leaf_due *take, void *ctx,
                           struct error *err)
{
    struct hasher *h = hasher_new();
    struct buf bytes = {0};
    enum status rc = h ? leaf_bytes(s, NULL, &l, &bytes, err)
                       : fault(err, ERR_MEMORY, 0, "no memory for the ledger's entries");
    if (!rc) {
        l.sha = hasher_of(h, buf_str(&bytes));
        rc = store_put_leaf(s, &l, err);
    }
    rc = rc ? rc : take(ctx, &l, buf_str(&bytes), err);
    buf_free(&bytes);
    hasher_free(h);
    return rc;
}
