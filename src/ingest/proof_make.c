/* SPDX-License-Identifier: Apache-2.0 */
/* proof_make.c - an entry of the ledger, its path, and what it stands for. */
#include "format/json.h"
#include "ingest/proof.h"
#include "ingest/witnesses.h"
#include "ledger/log.h"
#include "ledger/tlog_proof.h"

#include <stdio.h>

struct making {
    struct home *home;
    struct arena *arena;
    struct ledger_view view;
    struct ledger_view cosigned; /* by enough witnesses; the view when there is none */
    struct digester *digester;
    struct log *log;
    roll_vec roll;
    struct sha256 *leaves; /* hashes of the roll's lines */
};

static void end(struct making *m)
{
    log_close(m->log);
    digester_free(m->digester);
}

static enum status begin(struct making *m, struct error *err)
{
    struct home *h = m->home;
    enum status rc = seal_view(h->path, h->store, m->arena, &m->view, err);
    if (!rc && !m->view.note.len)
        rc = fault(err, ERR_USAGE, 0, "nothing has been signed yet; the next import does");
    rc = rc ? rc : witnesses_cosigned(h, &m->view, m->arena, &m->cosigned, err);
    rc = rc ? rc : seal_digester(h->path, &m->digester, err);
    return rc ? rc
              : log_open(home_file(h, m->arena, "ledger"), false, m->view.checkpoint.size,
                         &m->view.checkpoint.root, &m->log, err);
}

/* ---- Leaves by what they tell of. */

struct looking {
    int64_t at, found; /* -1: none */
    enum leaf_kind kind;
    struct str ref;
    int part;
};

static enum status look(void *ctx, const struct leaf *l, struct error *err)
{
    struct looking *k = ctx;
    (void)err;
    if (l->at == k->at && l->kind == k->kind && l->part == k->part && str_equal(l->ref, k->ref))
        k->found = l->number;
    return OK;
}

static enum status find_leaf(struct making *m, struct str list, struct looking *k,
                             struct error *err)
{
    k->found = -1;
    enum status rc = store_leaves_of(m->home->store, list, k->at, look, k, err);
    if (!rc && k->found >= (int64_t)m->view.checkpoint.size)
        k->found = -1; /* not signed yet */
    return rc;
}

/* ---- The version's tree. */

static enum status hash_lines(struct making *m, struct error *err)
{
    struct buf line = {0};
    m->leaves = arena_alloc(m->arena, m->roll.count + 1, sizeof *m->leaves);
    if (!m->leaves)
        return fault(err, ERR_MEMORY, 0, "no memory for a version's tree");
    for (size_t i = 0; i < m->roll.count; i++) {
        buf_clear(&line);
        roll_leaf(&line, &m->roll.at[i]);
        m->leaves[i] = tree_leaf(buf_str(&line));
    }
    bool failed = line.failed;
    buf_free(&line);
    return failed ? fault(err, ERR_MEMORY, 0, "no memory for a version's tree") : OK;
}

static enum status subtree(void *ctx, unsigned level, uint64_t number, struct sha256 *out,
                           struct error *err)
{
    struct making *m = ctx;
    struct tree_edge edge = {0};
    (void)err;
    for (uint64_t i = number << level; i < (number + 1) << level; i++)
        tree_push(&edge, &m->leaves[i]);
    *out = tree_root(&edge);
    return OK;
}

static enum status put_path(struct making *m, size_t index, struct buf *b, struct error *err)
{
    char hex[SHA256_HEX];
    struct tree_proof path;
    enum status rc = tree_prove(index, m->roll.count, subtree, m, &path, err);
    json_key(b, "index");
    buf_printf(b, "%zu", index);
    json_key(b, "path");
    buf_byte(b, '[');
    for (size_t i = 0; i < path.count && !rc; i++) {
        if (i)
            buf_byte(b, ',');
        json_string(b, str_of(sha256_hex(path.at[i], hex)));
    }
    buf_byte(b, ']');
    return rc;
}

static void put_salt(struct making *m, struct buf *b, struct str list, const struct roll_line *l)
{
    char hex[2 * SALT_SIZE + 1];
    struct salt salt = digest_salt(m->digester, list, l->ref, l->record);
    for (size_t i = 0; i < SALT_SIZE; i++)
        snprintf(hex + 2 * i, 3, "%02x", salt.byte[i]);
    json_member(b, "salt", str_of(hex));
}

/* ---- What goes beside the entry. */

static enum status put_present(struct making *m, struct str list, const struct roll_line *l,
                               struct str entry, struct proof *told, struct buf *b,
                               struct error *err)
{
    enum status rc =
        store_record(m->home->store, m->arena, list, l->ref, l->record, &told->record, err);
    buf_byte(b, '{');
    json_member(b, "entry", entry);
    rc = rc ? rc : put_path(m, (size_t)(l - m->roll.at), b, err);
    json_member(b, "record", told->record);
    put_salt(m, b, list, l);
    buf_byte(b, '}');
    return rc;
}

static enum status put_neighbour(struct making *m, const char *side, size_t index, struct buf *b,
                                 struct error *err)
{
    struct buf line = {0};
    json_key(b, side);
    buf_byte(b, '{');
    roll_leaf(&line, &m->roll.at[index]);
    json_member(b, "leaf", buf_str(&line));
    enum status rc = put_path(m, index, b, err);
    buf_byte(b, '}');
    buf_free(&line);
    return rc;
}

static enum status put_absent(struct making *m, struct str ref, struct str entry, struct buf *b,
                              struct error *err)
{
    size_t place = 0;
    enum status rc = OK;
    while (place < m->roll.count && str_compare(m->roll.at[place].ref, ref) < 0)
        place++;
    buf_byte(b, '{');
    json_member(b, "absent", ref);
    if (place < m->roll.count)
        rc = put_neighbour(m, "after", place, b, err);
    if (!rc && place > 0)
        rc = put_neighbour(m, "before", place - 1, b, err);
    json_member(b, "entry", entry);
    buf_byte(b, '}');
    return rc;
}

/* ---- The file. */

static enum status entry_of(struct making *m, uint64_t index, struct str *out, struct error *err)
{
    struct buf entry = {0};
    enum status rc = log_entry(m->log, index, &entry, err);
    *out = arena_copy(m->arena, buf_str(&entry));
    buf_free(&entry);
    return rc;
}

/* The path to the newest checkpoint that has enough witnesses, if the entry is in that. */
static enum status put_path_of(struct making *m, uint64_t index, struct tlog_proof *r,
                               struct proof *told, struct error *err)
{
    struct note n;
    struct sha256 leaf;
    bool cosigned = index < m->cosigned.checkpoint.size;
    const struct ledger_view *v = cosigned ? &m->cosigned : &m->view;
    r->checkpoint = v->note;
    told->index = index;
    told->checkpoint = v->checkpoint;
    enum status rc = log_prove(m->log, index, v->checkpoint.size, &r->proof, err);
    rc = rc ? rc : log_hash(m->log, 0, index, &leaf, err);
    if (!rc && tlog_proof_check(r, &leaf, &v->checkpoint, NULL))
        rc = fault(err, ERR_CORRUPT, 0, "ledger/cosigned does not follow from the ledger's tiles");
    rc = rc ? rc : note_parse(m->arena, v->note, &n, err);
    if (!rc)
        told->unchecked = n.signatures.count - 1;
    return rc;
}

static enum status put_file(struct making *m, uint64_t index, const struct buf *extra,
                            struct proof *told, struct buf *out, struct error *err)
{
    struct tlog_proof r = {.extra = buf_str(extra), .index = index};
    if (extra->failed)
        return fault(err, ERR_MEMORY, 0, "no memory for a proof");
    if (extra->len > TLOG_PROOF_EXTRA_MOST)
        return fault(err, ERR_INPUT, 0, "a proof has room for %d bytes beside the entry, not %zu",
                     TLOG_PROOF_EXTRA_MOST, extra->len);
    enum status rc = put_path_of(m, index, &r, told, err);
    if (!rc)
        tlog_proof_print(&r, out);
    return !rc && out->failed ? fault(err, ERR_MEMORY, 0, "no memory for a proof") : rc;
}

/* The change that took an entry off before that version, if one did. */
struct leaving {
    int64_t at;
    int part;
    bool found;
};

static enum status last_leaving(void *ctx, const struct change *c, struct error *err)
{
    struct leaving *l = ctx;
    (void)err;
    *l = (struct leaving){.at = c->by, .part = c->part, .found = str_is(c->change, "delisted")};
    return OK;
}

static enum status find_leaving(struct making *m, struct str list, struct str ref, int64_t at,
                                int64_t *out, struct error *err)
{
    struct leaving last = {0};
    struct change_filter f = {.list = list, .ref = ref, .until = at + 1, .last = 1};
    enum status rc = store_changes(m->home->store, &f, last_leaving, &last, err);
    struct looking k = {.at = last.at, .kind = LEAF_CHANGE, .ref = ref, .part = last.part};
    *out = -1;
    if (rc || !last.found)
        return rc;
    rc = find_leaf(m, list, &k, err);
    *out = k.found;
    return rc;
}

static enum status of_entry(struct making *m, struct str list, struct str ref, int64_t at,
                            struct buf *out, struct proof *told, struct error *err)
{
    struct error here = {0};
    struct version v;
    struct buf extra = {0};
    struct str entry;
    if (!store_version_before(m->home->store, m->arena, list, at, &v, &here))
        return here.status ? fault(err, here.status, 0, "%s", here.why)
                           : fault(err, ERR_USAGE, 0, "there is no version of %.*s up to that day",
                                   STRF(list));
    struct looking k = {.at = v.at, .kind = LEAF_SNAPSHOT};
    enum status rc = find_leaf(m, list, &k, err);
    if (!rc && k.found < 0)
        rc = fault(err, ERR_USAGE, 0, "the version's root is not in the ledger yet");
    rc = rc ? rc : digest_roll(m->digester, m->home->store, list, v.at, m->arena, &m->roll, err);
    rc = rc ? rc : hash_lines(m, err);
    rc = rc ? rc : entry_of(m, (uint64_t)k.found, &entry, err);
    if (rc)
        return rc;
    const struct roll_line *l = roll_find(&m->roll, ref);
    *told = (struct proof){.says = l ? PROOF_PRESENT : PROOF_ABSENT,
                           .list = list,
                           .ref = ref,
                           .at = v.at,
                           .entries = m->roll.count,
                           .since = -1};
    rc = l ? put_present(m, list, l, entry, told, &extra, err)
           : put_absent(m, ref, entry, &extra, err);
    if (!rc && !l)
        rc = find_leaving(m, list, ref, v.at, &told->since, err);
    rc = rc ? rc : put_file(m, (uint64_t)k.found, &extra, told, out, err);
    buf_free(&extra);
    return rc;
}

enum status proof_of_entry(struct home *h, struct str list, struct str ref, int64_t at,
                           struct buf *out, struct proof *told, struct error *err)
{
    struct making m = {.home = h, .arena = &h->arena};
    enum status rc = begin(&m, err);
    rc = rc ? rc : of_entry(&m, list, ref, at, out, told, err);
    end(&m);
    return rc;
}

/* ---- A change. */

struct numbered {
    int64_t seq;
    struct change c;
    struct arena *arena;
    bool found;
};

static enum status take_numbered(void *ctx, const struct change *c, struct error *err)
{
    struct numbered *n = ctx;
    (void)err;
    if (c->seq != n->seq)
        return OK;
    n->found = true;
    n->c = (struct change){.by = c->by,
                           .part = c->part,
                           .list = arena_copy(n->arena, c->list),
                           .ref = arena_copy(n->arena, c->ref),
                           .change = arena_copy(n->arena, c->change)};
    return OK;
}

/* A record of the change with its salt, under that key. */
static enum status put_record(struct making *m, const struct change *c, int64_t at, const char *key,
                              struct str *told, struct buf *b, struct error *err)
{
    struct error here = {0};
    struct run run;
    if (!store_run_at(m->home->store, c->list, c->ref, at, &run, &here))
        return here.status ? fault(err, here.status, 0, "%s", here.why) : OK;
    enum status rc = store_record(m->home->store, m->arena, c->list, c->ref, run.sha, told, err);
    struct roll_line l = {.ref = c->ref, .record = run.sha};
    json_key(b, key);
    buf_byte(b, '{');
    json_member(b, "record", *told);
    put_salt(m, b, c->list, &l);
    buf_byte(b, '}');
    return rc;
}

static enum status of_change(struct making *m, const struct change *c, struct buf *out,
                             struct proof *told, struct error *err)
{
    struct looking k = {.at = c->by, .kind = LEAF_CHANGE, .ref = c->ref, .part = c->part};
    struct buf extra = {0};
    struct str entry = {0};
    enum status rc = find_leaf(m, c->list, &k, err);
    if (!rc && k.found < 0)
        rc = fault(err, ERR_USAGE, 0, "that change is not in the ledger yet");
    rc = rc ? rc : entry_of(m, (uint64_t)k.found, &entry, err);
    *told = (struct proof){.says = PROOF_CHANGE,
                           .list = c->list,
                           .ref = c->ref,
                           .at = c->by,
                           .change = c->change,
                           .since = -1};
    buf_byte(&extra, '{');
    if (!rc && !str_is(c->change, "delisted"))
        rc = put_record(m, c, c->by, "after", &told->after, &extra, err);
    if (!rc && !str_is(c->change, "listed"))
        rc = put_record(m, c, c->by - 1, "before", &told->before, &extra, err);
    json_member(&extra, "entry", entry);
    buf_byte(&extra, '}');
    rc = rc ? rc : put_file(m, (uint64_t)k.found, &extra, told, out, err);
    buf_free(&extra);
    return rc;
}

enum status proof_of_change(struct home *h, int64_t seq, struct buf *out, struct proof *told,
                            struct error *err)
{
    struct making m = {.home = h, .arena = &h->arena};
    struct numbered n = {.seq = seq, .arena = &h->arena};
    struct change_filter all = {0};
    enum status rc = begin(&m, err);
    rc = rc ? rc : store_changes(h->store, &all, take_numbered, &n, err);
    if (!rc && !n.found)
        rc = fault(err, ERR_USAGE, 0, "there is no change %lld; `tocsin changes` shows them",
                   (long long)seq);
    rc = rc ? rc : of_change(&m, &n.c, out, told, err);
    end(&m);
    return rc;
}
