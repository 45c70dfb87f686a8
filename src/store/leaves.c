/* SPDX-License-Identifier: Apache-2.0 */
/* leaves.c - what the ledger has or is to get, and what was signed last. */
#include "store/sql.h"

enum status store_put_leaf(struct store *s, struct leaf *l, struct error *err)
{
    enum status rc = store_count_leaves(s, &l->number, err);
    sqlite3_stmt *q = rc ? NULL
                         : sql(s,
                               "INSERT INTO leaves(number, list, at, kind, ref, part, sha)"
                               " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                               err);
    if (!q)
        return ERR_IO;
    sql_int(q, 1, l->number);
    sql_text(q, 2, l->list);
    sql_int(q, 3, l->at);
    sql_int(q, 4, l->kind);
    sql_text(q, 5, l->ref);
    sql_int(q, 6, l->part);
    sql_sha(q, 7, &l->sha);
    return sql_run(s, q, err);
}

enum status store_clear_leaves(struct store *s, struct error *err)
{
    sqlite3_stmt *q = sql(s, "DELETE FROM leaves", err);
    return q ? sql_run(s, q, err) : ERR_IO;
}

enum status store_count_leaves(struct store *s, int64_t *out, struct error *err)
{
    *out = 0;
    if (!s->has_leaves)
        return OK;
    sqlite3_stmt *q = sql(s, "SELECT coalesce(max(number) + 1, 0) FROM leaves", err);
    if (!q || !sql_row(s, q, err))
        return ERR_IO;
    *out = sqlite3_column_int64(q, 0);
    sqlite3_reset(q);
    return OK;
}

static enum status each_leaf(struct store *s, sqlite3_stmt *q, leaf_take *take, void *ctx,
                             struct error *here, struct error *err)
{
    enum status rc = OK;
    while (q && !rc && sql_row(s, q, here)) {
        struct leaf l = {.number = sqlite3_column_int64(q, 0),
                         .list = sql_get_text(q, 1),
                         .at = sqlite3_column_int64(q, 2),
                         .kind = (enum leaf_kind)sqlite3_column_int(q, 3),
                         .ref = sql_get_text(q, 4),
                         .part = sqlite3_column_int(q, 5),
                         .sha = sql_get_sha(q, 6)};
        rc = take(ctx, &l, err);
    }
    if (q)
        sqlite3_reset(q);
    return here->status ? fault(err, here->status, 0, "%s", here->why) : rc;
}

enum status store_leaves(struct store *s, int64_t from, int64_t until, leaf_take *take, void *ctx,
                         struct error *err)
{
    struct error here = {0};
    if (!s->has_leaves)
        return OK;
    sqlite3_stmt *q = sql(s,
                          "SELECT number, list, at, kind, ref, part, sha FROM leaves"
                          " WHERE number >= ?1 AND number < ?2 ORDER BY number",
                          &here);
    if (q) {
        sql_int(q, 1, from);
        sql_int(q, 2, until);
    }
    return each_leaf(s, q, take, ctx, &here, err);
}

/* A withdrawal (2) is of a change (1). */
enum status store_leaves_of(struct store *s, struct str list, int64_t from, leaf_take *take,
                            void *ctx, struct error *err)
{
    struct error here = {0};
    if (!s->has_leaves)
        return OK;
    sqlite3_stmt *q =
        sql(s,
            "SELECT max(number), list, at, kind, ref, part, sha FROM leaves"
            " WHERE list = ?1 AND at >= ?2 AND kind < 4"
            " GROUP BY at, CASE kind WHEN 2 THEN 1 ELSE kind END, ref, part HAVING kind <> 2"
            " ORDER BY at, kind, ref, part",
            &here);
    if (q) {
        sql_text(q, 1, list);
        sql_int(q, 2, from);
    }
    return each_leaf(s, q, take, ctx, &here, err);
}

enum status store_key_leaves(struct store *s, leaf_take *take, void *ctx, struct error *err)
{
    struct error here = {0};
    if (!s->has_leaves)
        return OK;
    sqlite3_stmt *q = sql(s,
                          "SELECT number, list, at, kind, ref, part, sha FROM leaves"
                          " WHERE list = '' AND kind = 5 ORDER BY number",
                          &here);
    return each_leaf(s, q, take, ctx, &here, err);
}

enum status store_has_heartbeat(struct store *s, struct str list, int64_t since, bool *out,
                                struct error *err)
{
    struct error here = {0};
    sqlite3_stmt *q = sql(s,
                          "SELECT 1 FROM leaves WHERE list = ?1 AND at >= ?2 AND at < ?2 + 86400"
                          " AND kind = 4 LIMIT 1",
                          &here);
    *out = false;
    if (q) {
        sql_text(q, 1, list);
        sql_int(q, 2, since);
        *out = sql_row(s, q, &here);
        sqlite3_reset(q);
    }
    return here.status ? fault(err, here.status, 0, "%s", here.why) : OK;
}

enum status store_lists(struct store *s, struct arena *a, str_vec *out, struct error *err)
{
    struct error here = {0};
    sqlite3_stmt *q = sql(s, "SELECT DISTINCT list FROM versions ORDER BY list", &here);
    while (q && sql_row(s, q, &here)) {
        struct str *id = VEC_ADD(a, out);
        *id = arena_copy(a, sql_get_text(q, 0));
    }
    if (!here.status && a->failed)
        return fault(err, ERR_MEMORY, 0, "no memory for the lists");
    return here.status ? fault(err, here.status, 0, "%s", here.why) : OK;
}

/* ---- What was signed last. */

enum status store_ledger(struct store *s, struct arena *a, struct ledger_state *out,
                         struct error *err)
{
    struct error here = {0};
    *out = (struct ledger_state){.checkpoint = STR("")};
    if (!s->has_leaves)
        return OK;
    sqlite3_stmt *q = sql(s, "SELECT size, root, checkpoint FROM ledger", &here);
    if (q && sql_row(s, q, &here)) {
        out->size = sqlite3_column_int64(q, 0);
        out->root = sql_get_sha(q, 1);
        out->checkpoint = arena_copy(a, sql_get_text(q, 2));
        sqlite3_reset(q);
    }
    return here.status ? fault(err, here.status, 0, "%s", here.why) : OK;
}

static enum status is_there(struct store *s, const struct ledger_state *was, struct error *err)
{
    struct arena a = {0};
    struct ledger_state now;
    enum status rc = store_ledger(s, &a, &now, err);
    if (!rc && !(now.size == was->size && str_equal(now.checkpoint, was->checkpoint)))
        rc = fault(err, ERR_CONFLICT, 0,
                   "the ledger was signed at %lld entries meanwhile, not at %lld",
                   (long long)now.size, (long long)was->size);
    arena_free(&a);
    return rc;
}

static enum status put_state(struct store *s, const struct ledger_state *now, struct error *err)
{
    sqlite3_stmt *q = sql(
        s, "INSERT OR REPLACE INTO ledger(one, size, root, checkpoint) VALUES(1, ?1, ?2, ?3)", err);
    if (!q)
        return ERR_IO;
    sql_int(q, 1, now->size);
    sql_sha(q, 2, &now->root);
    sql_text(q, 3, now->checkpoint);
    return sql_run(s, q, err);
}

enum status store_advance_ledger(struct store *s, const struct ledger_state *was,
                                 const struct ledger_state *now, struct error *err)
{
    enum status rc = store_begin(s, err);
    if (rc)
        return rc;
    rc = is_there(s, was, err);
    rc = rc ? rc : put_state(s, now, err);
    rc = rc ? rc : store_commit(s, err);
    if (rc)
        store_rollback(s);
    return rc;
}
