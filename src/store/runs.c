/* SPDX-License-Identifier: Apache-2.0 */
/* runs.c - which record an entry had when, and the records themselves. */
#include "store/sql.h"

bool store_run_at(struct store *s, struct str list, struct str ref, int64_t at, struct run *out,
                  struct error *err)
{
    sqlite3_stmt *q = sql(s,
                          "SELECT since, until, sha, in_force FROM runs"
                          " WHERE list = ?1 AND ref = ?2 AND since <= ?3"
                          " ORDER BY since DESC LIMIT 1",
                          err);
    if (!q)
        return false;
    sql_text(q, 1, list);
    sql_text(q, 2, ref);
    sql_int(q, 3, at);
    if (!sql_row(s, q, err))
        return false;
    *out = (struct run){.from = sqlite3_column_int64(q, 0),
                        .until = sqlite3_column_int64(q, 1),
                        .sha = sql_get_sha(q, 2),
                        .in_force = sqlite3_column_int(q, 3) != 0};
    sqlite3_reset(q);
    return out->until > at;
}

enum status store_runs(struct store *s, struct arena *a, struct str list, struct str ref,
                       struct run **out, size_t *count, struct error *err)
{
    struct error here = {0};
    VEC(struct run) runs = {0};
    sqlite3_stmt *q = sql(s,
                          "SELECT since, until, sha, in_force FROM runs"
                          " WHERE list = ?1 AND ref = ?2 ORDER BY since",
                          &here);
    if (q) {
        sql_text(q, 1, list);
        sql_text(q, 2, ref);
        while (sql_row(s, q, &here)) {
            struct run *r = VEC_ADD(a, &runs);
            *r = (struct run){.from = sqlite3_column_int64(q, 0),
                              .until = sqlite3_column_int64(q, 1),
                              .sha = sql_get_sha(q, 2),
                              .in_force = sqlite3_column_int(q, 3) != 0};
        }
    }
    *out = runs.at;
    *count = runs.count;
    if (a->failed)
        return fault(err, ERR_MEMORY, 0, "no memory for the runs of %.*s", STRF(ref));
    return here.status ? fault(err, here.status, 0, "%s", here.why) : OK;
}

enum status store_put_run(struct store *s, struct str list, struct str ref, const struct run *r,
                          struct error *err)
{
    sqlite3_stmt *q = sql(s,
                          "INSERT INTO runs(list, ref, since, until, sha, in_force)"
                          " VALUES(?1, ?2, ?3, ?4, ?5, ?6)",
                          err);
    if (!q)
        return ERR_IO;
    sql_text(q, 1, list);
    sql_text(q, 2, ref);
    sql_int(q, 3, r->from);
    sql_int(q, 4, r->until);
    sql_sha(q, 5, &r->sha);
    sql_int(q, 6, r->in_force);
    return sql_run(s, q, err);
}

enum status store_cut_run(struct store *s, struct str list, struct str ref, int64_t from,
                          int64_t until, struct error *err)
{
    sqlite3_stmt *q =
        sql(s, "UPDATE runs SET until = ?4 WHERE list = ?1 AND ref = ?2 AND since = ?3", err);
    if (!q)
        return ERR_IO;
    sql_text(q, 1, list);
    sql_text(q, 2, ref);
    sql_int(q, 3, from);
    sql_int(q, 4, until);
    return sql_run(s, q, err);
}

enum status store_drop_run(struct store *s, struct str list, struct str ref, int64_t from,
                           struct error *err)
{
    sqlite3_stmt *q = sql(s, "DELETE FROM runs WHERE list = ?1 AND ref = ?2 AND since = ?3", err);
    if (!q)
        return ERR_IO;
    sql_text(q, 1, list);
    sql_text(q, 2, ref);
    sql_int(q, 3, from);
    return sql_run(s, q, err);
}

/* Hands on each row of a question for ref, since, until, sha, in_force. */
static enum status each_run(struct store *s, sqlite3_stmt *q, run_take *take, void *ctx,
                            struct error *here, struct error *err)
{
    enum status rc = OK;
    while (q && !rc && sql_row(s, q, here)) {
        struct run r = {.from = sqlite3_column_int64(q, 1),
                        .until = sqlite3_column_int64(q, 2),
                        .sha = sql_get_sha(q, 3),
                        .in_force = sqlite3_column_int(q, 4) != 0};
        rc = take(ctx, sql_get_text(q, 0), &r, err);
    }
    if (q)
        sqlite3_reset(q);
    return here->status ? fault(err, here->status, 0, "%s", here->why) : rc;
}

enum status store_each_run(struct store *s, struct str list, int64_t at, run_take *take, void *ctx,
                           struct error *err)
{
    struct error here = {0};
    sqlite3_stmt *q = sql(s,
                          "SELECT ref, since, until, sha, in_force FROM runs"
                          " WHERE list = ?1 AND since <= ?2 AND until > ?2 ORDER BY ref",
                          &here);
    if (q) {
        sql_text(q, 1, list);
        sql_int(q, 2, at);
    }
    return each_run(s, q, take, ctx, &here, err);
}

enum status store_history(struct store *s, struct str list, run_take *take, void *ctx,
                          struct error *err)
{
    struct error here = {0};
    sqlite3_stmt *q = sql(s,
                          "SELECT ref, since, until, sha, in_force FROM runs"
                          " WHERE list = ?1 ORDER BY ref, since",
                          &here);
    if (q)
        sql_text(q, 1, list);
    return each_run(s, q, take, ctx, &here, err);
}

enum status store_count_gone(struct store *s, struct str list, int64_t before, int64_t after,
                             int64_t *in_force, int64_t *gone, struct error *err)
{
    sqlite3_stmt *q = sql(s,
                          "SELECT count(*), coalesce(sum(NOT EXISTS("
                          "  SELECT 1 FROM runs b WHERE b.list = a.list AND b.ref = a.ref"
                          "  AND b.since <= ?3 AND b.until > ?3 AND b.in_force)), 0)"
                          " FROM runs a WHERE a.list = ?1 AND a.since <= ?2 AND a.until > ?2"
                          " AND a.in_force",
                          err);
    if (!q)
        return ERR_IO;
    sql_text(q, 1, list);
    sql_int(q, 2, before);
    sql_int(q, 3, after);
    if (!sql_row(s, q, err))
        return ERR_IO;
    *in_force = sqlite3_column_int64(q, 0);
    *gone = sqlite3_column_int64(q, 1);
    sqlite3_reset(q);
    return OK;
}

/* Whether an entry that has a record at one instant has another, or none, at the
 * other; only runs that end or begin between them can say so. */
static bool one_differs(struct store *s, struct str list, int64_t one, int64_t other,
                        struct error *err)
{
    sqlite3_stmt *q =
        sql(s,
            "SELECT 1 FROM runs a WHERE a.list = ?1 AND a.since <= ?2 AND a.until > ?2"
            " AND NOT (a.since <= ?3 AND a.until > ?3) AND NOT EXISTS("
            "  SELECT 1 FROM runs b WHERE b.list = a.list AND b.ref = a.ref"
            "  AND b.since <= ?3 AND b.until > ?3 AND b.sha = a.sha) LIMIT 1",
            err);
    if (!q)
        return false;
    sql_text(q, 1, list);
    sql_int(q, 2, one);
    sql_int(q, 3, other);
    bool differs = sql_row(s, q, err);
    sqlite3_reset(q);
    return differs;
}

enum status store_same_content(struct store *s, struct str list, int64_t one, int64_t other,
                               bool *same, struct error *err)
{
    struct error here = {0};
    *same = !one_differs(s, list, one, other, &here) && !one_differs(s, list, other, one, &here);
    return here.status ? fault(err, here.status, 0, "%s", here.why) : OK;
}

enum status store_put_record(struct store *s, struct str list, struct str ref, struct sha256 sha,
                             struct str body, struct error *err)
{
    sqlite3_stmt *q = sql(s,
                          "INSERT OR IGNORE INTO records(list, ref, sha, body)"
                          " VALUES(?1, ?2, ?3, ?4)",
                          err);
    if (!q)
        return ERR_IO;
    sql_text(q, 1, list);
    sql_text(q, 2, ref);
    sql_sha(q, 3, &sha);
    sql_text(q, 4, body);
    return sql_run(s, q, err);
}

enum status store_record(struct store *s, struct arena *a, struct str list, struct str ref,
                         struct sha256 sha, struct str *body, struct error *err)
{
    sqlite3_stmt *q =
        sql(s, "SELECT body FROM records WHERE list = ?1 AND ref = ?2 AND sha = ?3", err);
    char hex[SHA256_HEX];
    if (!q)
        return ERR_IO;
    sql_text(q, 1, list);
    sql_text(q, 2, ref);
    sql_sha(q, 3, &sha);
    if (!sql_row(s, q, err))
        return fault(err, ERR_CORRUPT, 0, "the store lacks the record %.12s of %.*s %.*s",
                     sha256_hex(sha, hex), STRF(list), STRF(ref));
    *body = arena_copy(a, sql_get_text(q, 0));
    sqlite3_reset(q);
    return a->failed ? fault(err, ERR_MEMORY, 0, "no memory for the record of %.*s", STRF(ref))
                     : OK;
}

enum status store_records(struct store *s, record_take *take, void *ctx, struct error *err)
{
    struct error here = {0};
    enum status rc = OK;
    sqlite3_stmt *q = sql(s,
                          "SELECT DISTINCT r.list, r.ref, r.sha, body FROM runs r"
                          " LEFT JOIN records USING(list, ref, sha)",
                          &here);
    while (q && !rc && sql_row(s, q, &here)) {
        bool there = sqlite3_column_type(q, 3) != SQLITE_NULL;
        struct sha256 sha = sql_get_sha(q, 2);
        rc = take(ctx, sql_get_text(q, 0), sql_get_text(q, 1), &sha,
                  there ? sql_get_text(q, 3) : (struct str){0}, err);
    }
    if (q)
        sqlite3_reset(q);
    return here.status ? fault(err, here.status, 0, "%s", here.why) : rc;
}

enum status store_sweep_records(struct store *s, struct str list, struct str ref, struct error *err)
{
    sqlite3_stmt *q = sql(s,
                          "DELETE FROM records WHERE list = ?1 AND ref = ?2 AND sha NOT IN"
                          " (SELECT sha FROM runs WHERE list = ?1 AND ref = ?2)",
                          err);
    if (!q)
        return ERR_IO;
    sql_text(q, 1, list);
    sql_text(q, 2, ref);
    return sql_run(s, q, err);
}

static enum status collect_refs(struct store *s, sqlite3_stmt *q, struct arena *a, struct str list,
                                struct str piece, size_t most, str_vec *out, struct error *err)
{
    struct error here = {0};
    sql_text(q, 1, list);
    sql_text(q, 2, piece);
    sql_int(q, 3, (int64_t)most);
    while (sql_row(s, q, &here)) {
        struct str *ref = VEC_ADD(a, out);
        *ref = arena_copy(a, sql_get_text(q, 0));
    }
    return here.status ? fault(err, here.status, 0, "%s", here.why) : OK;
}

enum status store_refs_like(struct store *s, struct arena *a, struct str list, struct str beginning,
                            size_t most, str_vec *out, struct error *err)
{
    sqlite3_stmt *q = sql(s,
                          "SELECT DISTINCT ref FROM runs WHERE list = ?1"
                          " AND substr(ref, 1, length(?2)) = ?2 COLLATE NOCASE ORDER BY ref"
                          " LIMIT ?3",
                          err);
    return q ? collect_refs(s, q, a, list, beginning, most, out, err) : ERR_IO;
}

enum status store_refs_holding(struct store *s, struct arena *a, struct str list, struct str piece,
                               size_t most, str_vec *out, struct error *err)
{
    sqlite3_stmt *q = sql(s,
                          "SELECT DISTINCT ref FROM records WHERE list = ?1 AND instr(body, ?2)"
                          " ORDER BY ref LIMIT ?3",
                          err);
    return q ? collect_refs(s, q, a, list, piece, most, out, err) : ERR_IO;
}
