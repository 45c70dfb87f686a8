/* SPDX-License-Identifier: Apache-2.0 */
/* audit_log.c - a published log, read whole and kept nowhere. */
#include "ingest/audit.h"

#include "format/json.h"
#include "ingest/keys.h"

struct auditing {
    const struct audit_log *job;
    struct arena *arena;
    struct json_reader *json;
    keyring given; /* the key that it is checked with */
    keyring found; /* those that the entries name */
    struct str note;
    struct checkpoint since; /* when job->since */
    struct tree_edge edge;   /* of the entries read so far, up to since */
    struct audit *out;
};

enum { TELL_EACH = 1024 };

static enum status read_file(struct auditing *x, const char *name, size_t limit, struct str *out,
                             struct error *err)
{
    struct buf bytes = {0};
    bool there = false;
    enum status rc = x->job->fetch(x->job->fetch_ctx, name, limit, &bytes, &there, err);
    if (!rc && !there)
        rc = fault(err, ERR_CORRUPT, 0, "%s is not there", name);
    *out = arena_copy(x->arena, buf_str(&bytes));
    buf_free(&bytes);
    return rc || !x->arena->failed ? rc : fault(err, ERR_MEMORY, 0, "no memory for %s", name);
}

static enum status find_key(struct auditing *x, struct key *out, struct error *err)
{
    struct str text;
    key_vec keys = {0};
    if (x->job->vkey.len)
        return key_parse(x->arena, x->job->vkey, out, err);
    enum status rc = read_file(x, "key", KEYS_TOLD_MOST, &text, err);
    rc = rc ? rc : keys_parse(text, "key", x->arena, &keys, err);
    if (!rc)
        *out = keys.at[0];
    return rc;
}

/* Whether the log itself says that the key it is checked with is one of before; in words. */
static struct str gave_way(struct auditing *x)
{
    struct str text;
    key_vec keys = {0};
    struct error ignored = {0};
    const struct key *mine = keyring_at(&x->given, TREE_SIZE_MAX);
    if (!x->job->vkey.len || read_file(x, "key", KEYS_TOLD_MOST, &text, &ignored) ||
        keys_parse(text, "key", x->arena, &keys, &ignored))
        return STR("");
    for (size_t i = 1; i < keys.count; i++)
        if (key_equal(&keys.at[i], mine))
            return arena_printf(x->arena,
                                "; its file key says that %.*s+%08x has taken over from it",
                                STRF(keys.at[0].name), keys.at[0].id);
    return STR("");
}

static enum status open_checkpoint(struct auditing *x, struct error *err)
{
    struct error here = {0};
    enum status rc = read_file(x, "checkpoint", LOG_CHECKPOINT_MOST, &x->note, err);
    if (!rc && keyring_open(x->arena, x->note, &x->given, &x->out->checkpoint, NULL, &here))
        rc = fault_at(err, ERR_CORRUPT, here.line, here.offset, "checkpoint: %s%.*s", here.why,
                      STRF(gave_way(x)));
    return rc;
}

/* ---- The checkpoint of before. */

/* What it says; who signed it is asked when all keys are known. */
static enum status read_since(struct auditing *x, struct error *err)
{
    struct note n;
    struct error here = {0};
    const struct checkpoint *now = &x->out->checkpoint;
    if (!x->job->since.len)
        return OK;
    if (note_parse(x->arena, x->job->since, &n, &here) ||
        checkpoint_parse(n.text, &x->since, &here))
        return fault_at(err, ERR_INPUT, here.line, here.offset, "the checkpoint of before: %s",
                        here.why);
    if (!str_equal(x->since.origin, now->origin))
        return fault(err, ERR_INPUT, 0, "the checkpoint of before is of the log %.*s, not of %.*s",
                     STRF(x->since.origin), STRF(now->origin));
    if (x->since.size > now->size)
        return fault(err, ERR_CORRUPT, 0,
                     "the log was rewound: it had %llu entries, and has %llu now",
                     (unsigned long long)x->since.size, (unsigned long long)now->size);
    return OK;
}

/* With the entry that completes what was signed then. */
static enum status go_on_from(struct auditing *x, struct str entry, struct error *err)
{
    struct sha256 leaf;
    if (!x->job->since.len || x->edge.size >= x->since.size)
        return OK;
    leaf = tree_leaf(entry);
    tree_push(&x->edge, &leaf);
    if (x->edge.size < x->since.size || sha256_equal(tree_root(&x->edge), x->since.root))
        return OK;
    return fault(err, ERR_CORRUPT, 0,
                 "the log was rewritten: its first %llu entries are not those of the checkpoint "
                 "of before",
                 (unsigned long long)x->since.size);
}

static enum status check_since(struct auditing *x, struct error *err)
{
    struct checkpoint c;
    struct error here = {0}, other = {0};
    if (!x->job->since.len ||
        keyring_open(x->arena, x->job->since, &x->given, &c, NULL, &here) == OK ||
        keyring_open(x->arena, x->job->since, &x->found, &c, NULL, &other) == OK)
        return OK;
    return fault(err, ERR_INPUT, 0,
                 "the checkpoint of before is not signed by this key (%s): it shows nothing",
                 here.why);
}

/* ---- Keys that the entries name. */

/* An entry that names a new key begins as no other does. */
static enum status note_key(struct auditing *x, uint64_t index, struct str entry, struct error *err)
{
    struct json_items items;
    struct error here = {0};
    struct key key;
    if (!str_starts(entry, STR("{\"key\":")))
        return OK;
    if (json_flat(x->json, entry, &items, &here) || items.count < 2 ||
        key_parse(x->arena, items.at[1].text, &key, &here))
        return fault(err, ERR_CORRUPT, 0, "entry %llu names no key: %s", (unsigned long long)index,
                     here.why);
    keyring_add(x->arena, &x->found, &key, index + 1);
    return x->arena->failed ? fault(err, ERR_MEMORY, 0, "no memory for keys") : OK;
}

/* Of two that sign, one may be on its way out: the key that the log names last has to be there. */
static enum status check_newest(struct auditing *x, struct error *err)
{
    struct checkpoint c;
    struct error here = {0};
    const struct key *newest = keyring_at(&x->found, x->out->checkpoint.size);
    if (!newest)
        return OK;
    if (keyring_open(x->arena, x->note, &x->found, &c, NULL, &here))
        return fault(err, ERR_CORRUPT, 0,
                     "the ledger's newest key is %.*s+%08x, and that has not signed its checkpoint",
                     STRF(newest->name), newest->id);
    x->out->newest = key_print(x->arena, newest);
    return OK;
}

/* ---- All of it. */

static enum status check_entry(void *ctx, uint64_t index, struct str entry, struct error *err)
{
    struct auditing *x = ctx;
    if (x->job->tell && index % TELL_EACH == 0)
        x->job->tell(x->job->tell_ctx, index, x->out->checkpoint.size);
    x->out->entries++;
    enum status rc = go_on_from(x, entry, err);
    return rc ? rc : note_key(x, index, entry, err);
}

static enum status check_log(struct auditing *x, struct error *err)
{
    const struct checkpoint *c = &x->out->checkpoint;
    if (x->job->expect)
        x->job->expect(x->job->fetch_ctx, c->size);
    return log_verify(x->job->fetch, x->job->fetch_ctx, c->size, &c->root, check_entry, x, err);
}

enum status audit_log(const struct audit_log *job, struct arena *a, struct key *key,
                      struct audit *out, struct error *err)
{
    struct auditing x = {.job = job, .arena = a, .json = json_reader_new(), .out = out};
    *out = (struct audit){0};
    enum status rc =
        x.json ? find_key(&x, key, err) : fault(err, ERR_MEMORY, 0, "no memory to verify a ledger");
    if (!rc)
        keyring_add(a, &x.given, key, 0);
    rc = rc ? rc : open_checkpoint(&x, err);
    rc = rc ? rc : read_since(&x, err);
    rc = rc ? rc : check_log(&x, err);
    rc = rc ? rc : check_newest(&x, err);
    rc = rc ? rc : check_since(&x, err);
    json_reader_free(x.json);
    return rc;
}
