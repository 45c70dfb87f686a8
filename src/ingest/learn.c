/* SPDX-License-Identifier: Apache-2.0 */
/* learn.c - entries of the log as leaves of the store. */
#include "ingest/learn.h"

#include "format/json.h"
#include "ledger/log.h"

struct learning {
    struct store *store;
    struct hasher *hasher;
    struct json_reader *reader;
};

static bool leaf_of(const struct json_items *items, struct leaf *out)
{
    static const char *const kinds[] = {"fetch",    "change",    "withdrawal",
                                        "snapshot", "heartbeat", "key"};
    bool known = false, dated = false;
    uint64_t part = 0;
    for (size_t i = 1; i < items->count; i++) {
        const struct json_item *m = &items->at[i];
        if (str_is(m->key, "kind"))
            for (size_t k = 0; k < COUNT(kinds) && !known; k++)
                known = str_is(m->text, kinds[out->kind = (enum leaf_kind)k]);
        else if (str_is(m->key, "at") || str_is(m->key, "time"))
            dated = instant_parse(m->text, &out->at);
        else if (str_is(m->key, "list"))
            out->list = m->text;
        else if (str_is(m->key, "ref") || str_is(m->key, "key"))
            out->ref = m->text;
        else if (str_is(m->key, "part") && !str_number(m->text, 1, &part))
            return false;
    }
    out->part = (int)part;
    return known && dated && (out->list.len == 0) == (out->kind == LEAF_KEY);
}

static enum status learn(void *ctx, uint64_t index, struct str entry, struct error *err)
{
    struct learning *l = ctx;
    struct error here = {0};
    struct json_items items;
    struct leaf leaf = {0};
    if (json_flat(l->reader, entry, &items, &here) || !leaf_of(&items, &leaf))
        return fault(err, ERR_CORRUPT, 0, "entry %llu of the ledger is not one of Tocsin's",
                     (unsigned long long)index);
    leaf.sha = hasher_of(l->hasher, entry);
    return store_put_leaf(l->store, &leaf, err);
}

enum status learn_leaves(struct store *s, const char *folder, const struct ledger_state *at,
                         struct error *err)
{
    struct learning l = {s, hasher_new(), json_reader_new()};
    enum status rc = l.hasher && l.reader
                         ? store_begin(s, err)
                         : fault(err, ERR_MEMORY, 0, "no memory to read the ledger");
    if (!rc) {
        rc = store_clear_leaves(s, err); /* of a learning that was cut short */
        rc = rc ? rc : log_verify_folder(folder, (uint64_t)at->size, &at->root, learn, &l, err);
        rc = rc ? rc : store_commit(s, err);
        if (rc)
            store_rollback(s);
    }
    hasher_free(l.hasher);
    json_reader_free(l.reader);
    return rc;
}
