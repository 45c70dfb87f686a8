/* SPDX-License-Identifier: Apache-2.0 */
/* snapshot.c - from the store's runs to a snapshot.
 *
 * A list's root in the snapshot is a chain over its accepted versions (each link
 * the SHA-256 of the one before, the version's instant and its root), so that a
 * version that came late, between others, shows as another state too. */
#include "screen/snapshot.h"

#include "base/file.h"
#include "index/build.h"
#include "record/decode.h"

/* ---- The lists and the versions that they stand on. */

struct lists {
    struct arena arena;
    struct hasher *hasher;
    VEC(struct index_list) at;
};

static struct sha256 link_of(struct hasher *h, struct sha256 before, const struct version *v)
{
    char when[INSTANT_TEXT];
    hasher_begin(h);
    hasher_add(h, (struct str){(const char *)before.byte, sizeof before.byte});
    hasher_add(h, str_of(instant_text(v->at, when)));
    hasher_add(h, (struct str){(const char *)v->root.byte, sizeof v->root.byte});
    return hasher_end(h);
}

static enum status take_version(void *ctx, const struct version *v, struct error *err)
{
    struct lists *l = ctx;
    (void)err;
    if (v->status != VERSION_ACCEPTED)
        return OK;
    struct index_list *last = l->at.count ? &l->at.at[l->at.count - 1] : NULL;
    if (!last || !str_equal(last->id, v->list)) {
        last = VEC_ADD(&l->arena, &l->at);
        *last = (struct index_list){.id = arena_copy(&l->arena, v->list), .first = v->at};
    }
    last->at = last->last = v->at;
    last->root = link_of(l->hasher, last->root, v);
    return OK;
}

static enum status lists_of(struct store *s, struct lists *l, struct error *err)
{
    *l = (struct lists){.hasher = hasher_new()};
    if (!l->hasher)
        return fault(err, ERR_MEMORY, 0, "no SHA-256");
    enum status rc = store_versions(s, STR(""), INT64_MIN, INT64_MAX, take_version, l, err);
    return !rc && l->arena.failed ? fault(err, ERR_MEMORY, 0, "no memory for the lists") : rc;
}

static void lists_free(struct lists *l)
{
    arena_free(&l->arena);
    hasher_free(l->hasher);
}

enum status snapshot_fresh(struct store *s, const struct index *ix, bool *fresh, struct error *err)
{
    struct lists l;
    enum status rc = lists_of(s, &l, err);
    *fresh = !rc && l.at.count == index_count(ix).lists;
    for (uint32_t i = 0; *fresh && i < l.at.count; i++) {
        struct index_list have = index_list(ix, i);
        *fresh = str_equal(have.id, l.at.at[i].id) && sha256_equal(have.root, l.at.at[i].root);
    }
    lists_free(&l);
    return rc;
}

/* ---- Their entries. */

struct making {
    struct store *store;
    struct index_builder *builder;
    struct str list;
    struct buf ref;      /* of the entry at hand */
    struct arena arena;  /* of the run at hand */
    snapshot_tell *tell; /* or NULL */
    void *ctx;
    size_t entries;
};

enum { TELL_EVERY = 1024 };

static void begin_entry(struct making *m, struct str ref)
{
    buf_clear(&m->ref);
    buf_put(&m->ref, ref);
    index_builder_entry(m->builder, ref);
    if (m->tell && m->entries % TELL_EVERY == 0)
        m->tell(m->ctx, m->entries);
    m->entries++;
}

static enum status take_run(void *ctx, struct str ref, const struct run *r, struct error *err)
{
    struct making *m = ctx;
    struct str body;
    struct node *top;
    if (!m->ref.len || !str_equal(buf_str(&m->ref), ref))
        begin_entry(m, ref);
    arena_reset(&m->arena);
    enum status rc = store_record(m->store, &m->arena, m->list, ref, r->sha, &body, err);
    rc = rc ? rc : record_decode(&m->arena, body, &top, err);
    if (rc)
        return rc;
    struct index_state state = {0};
    index_state_of(&m->arena, top, &state);
    state.from = r->from;
    state.until = r->until;
    if (m->arena.failed)
        return fault(err, ERR_MEMORY, 0, "no memory for %.*s", STRF(ref));
    index_builder_state(m->builder, &state);
    return OK;
}

static enum status take_lists(struct making *m, const struct lists *l, struct error *err)
{
    enum status rc = OK;
    for (size_t i = 0; !rc && i < l->at.count; i++) {
        m->list = l->at.at[i].id;
        buf_clear(&m->ref);
        index_builder_list(m->builder, &l->at.at[i]);
        rc = store_history(m->store, m->list, take_run, m, err);
    }
    return rc;
}

enum status snapshot_make(struct store *s, const char *folder, snapshot_tell *tell, void *ctx,
                          struct error *err)
{
    struct sha256 id;
    struct lists l;
    struct making m = {.store = s, .builder = index_builder_new(0), .tell = tell, .ctx = ctx};
    enum status rc = lists_of(s, &l, err);
    if (!rc && !m.builder)
        rc = fault(err, ERR_MEMORY, 0, "no memory for a snapshot");
    rc = rc ? rc : file_make_dirs(folder, true, err);
    rc = rc ? rc : take_lists(&m, &l, err);
    rc = rc ? rc : index_builder_write(m.builder, folder, &id, err);
    index_builder_free(m.builder);
    lists_free(&l);
    buf_free(&m.ref);
    arena_free(&m.arena);
    return rc;
}

enum status snapshot_open(struct store *s, const char *folder, snapshot_tell *tell, void *ctx,
                          struct index **out, struct error *err)
{
    struct error ignored = {0};
    bool fresh = false;
    *out = NULL;
    if (index_open_current(folder, out, &ignored) == OK) {
        enum status rc = snapshot_fresh(s, *out, &fresh, err);
        if (!rc && fresh)
            return OK;
        index_close(*out);
        *out = NULL;
        if (rc)
            return rc;
    }
    enum status rc = snapshot_make(s, folder, tell, ctx, err);
    return rc ? rc : index_open_current(folder, out, err);
}
