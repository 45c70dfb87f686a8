/* SPDX-License-Identifier: Apache-2.0 */
/* changes.c - what happened to entries, in the order of time.
 *
 * A change's number is its place in that order, counted while reading: were it
 * stored, a version that arrives late would have to renumber all that follow. */
#include "store/sql.h"

enum status store_put_change(struct store *s, const struct change *c, struct error *err)
{
    sqlite3_stmt *q = sql(s,
                          "INSERT INTO changes(by_at, list, ref, part, change, native, kind, name,"
                          " stated, fields, other)"
                          " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
                          err);
    if (!q)
        return ERR_IO;
    sql_int(q, 1, c->by);
    sql_text(q, 2, c->list);
    sql_text(q, 3, c->ref);
    sql_int(q, 4, c->part);
    sql_text(q, 5, c->change);
    sql_text(q, 6, c->native);
    sql_text(q, 7, c->kind);
    sql_text(q, 8, c->name);
    sql_text(q, 9, c->stated);
    sql_text(q, 10, c->fields);
    sql_int(q, 11, c->other);
    return sql_run(s, q, err);
}

enum status store_drop_changes(struct store *s, struct str list, struct str ref, int64_t from,
                               struct error *err)
{
    sqlite3_stmt *q =
        sql(s, "DELETE FROM changes WHERE list = ?1 AND ref = ?2 AND by_at >= ?3", err);
    if (!q)
        return ERR_IO;
    sql_text(q, 1, list);
    sql_text(q, 2, ref);
    sql_int(q, 3, from);
    return sql_run(s, q, err);
}

/* Numbers come from the whole table, so the filter stands outside. */
#define NUMBERED                                                                                   \
    "SELECT * FROM (SELECT row_number() OVER (ORDER BY by_at, list, ref, part) AS seq,"            \
    " by_at, list, ref, part, change, native, kind, name, stated, fields, other FROM changes)"

static struct change read_change(sqlite3_stmt *q)
{
    return (struct change){
        .seq = sqlite3_column_int64(q, 0),
        .by = sqlite3_column_int64(q, 1),
        .list = sql_get_text(q, 2),
        .ref = sql_get_text(q, 3),
        .part = sqlite3_column_int(q, 4),
        .change = sql_get_text(q, 5),
        .native = sql_get_text(q, 6),
        .kind = sql_get_text(q, 7),
        .name = sql_get_text(q, 8),
        .stated = sql_get_text(q, 9),
        .fields = sql_get_text(q, 10),
        .other = sqlite3_column_int(q, 11) != 0,
        .after = sqlite3_column_int64(q, 12),
    };
}

enum status store_changes(struct store *s, const struct change_filter *f, change_take *take,
                          void *ctx, struct error *err)
{
    struct error here = {0};
    enum status rc = OK;
    sqlite3_stmt *q =
        sql(s,
            "SELECT * FROM (SELECT n.*, coalesce((SELECT max(v.at) FROM versions v"
            " WHERE v.list = n.list AND v.at < n.by_at AND v.status = 0), 0) AS after_at"
            " FROM (" NUMBERED ") n WHERE (?1 = '' OR instr(' ' || ?1 || ' ', ' ' || list || ' ')) "
            "AND (?2 = '' OR ref = ?2)"
            " AND (?3 = '' OR kind = ?3) AND (?4 = '' OR change = ?4)"
            " AND by_at >= ?5 AND by_at < ?6 ORDER BY seq DESC LIMIT ?7) ORDER BY seq",
            &here);
    if (q) {
        sql_text(q, 1, f->list);
        sql_text(q, 2, f->ref);
        sql_text(q, 3, f->kind);
        sql_text(q, 4, f->change);
        sql_int(q, 5, f->since);
        sql_int(q, 6, f->until ? f->until : INSTANT_END);
        sql_int(q, 7, f->last ? (int64_t)f->last : -1);
        while (!rc && sql_row(s, q, &here)) {
            struct change c = read_change(q);
            rc = take(ctx, &c, err);
        }
        sqlite3_reset(q);
    }
    return here.status ? fault(err, here.status, 0, "%s", here.why) : rc;
}

enum status store_changes_of(struct store *s, struct str list, int64_t from, change_take *take,
                             void *ctx, struct error *err)
{
    struct error here = {0};
    enum status rc = OK;
    sqlite3_stmt *q = sql(s,
                          "SELECT by_at, ref, part, change, native, kind, name, stated, other"
                          " FROM changes WHERE list = ?1 AND by_at >= ?2 ORDER BY by_at, ref, part",
                          &here);
    if (q) {
        sql_text(q, 1, list);
        sql_int(q, 2, from);
    }
    while (q && !rc && sql_row(s, q, &here)) {
        struct change c = {.by = sqlite3_column_int64(q, 0),
                           .list = list,
                           .ref = sql_get_text(q, 1),
                           .part = sqlite3_column_int(q, 2),
                           .change = sql_get_text(q, 3),
                           .native = sql_get_text(q, 4),
                           .kind = sql_get_text(q, 5),
                           .name = sql_get_text(q, 6),
                           .stated = sql_get_text(q, 7),
                           .other = sqlite3_column_int(q, 8) != 0};
        rc = take(ctx, &c, err);
    }
    if (q)
        sqlite3_reset(q);
    return here.status ? fault(err, here.status, 0, "%s", here.why) : rc;
}

enum status store_count_changes(struct store *s, struct str list, int64_t by,
                                struct change_counts *out, struct error *err)
{
    struct error here = {0};
    *out = (struct change_counts){0};
    const struct {
        const char *change;
        int64_t *count;
    } kinds[] = {{"listed", &out->listed},       {"amended", &out->amended},
                 {"suspended", &out->suspended}, {"restored", &out->restored},
                 {"delisted", &out->delisted},   {"relisted", &out->relisted}};
    sqlite3_stmt *q = sql(s,
                          "SELECT change, count(*) FROM changes WHERE by_at = ?1 AND list = ?2"
                          " GROUP BY change",
                          &here);
    if (q) {
        sql_int(q, 1, by);
        sql_text(q, 2, list);
        while (sql_row(s, q, &here))
            for (size_t i = 0; i < COUNT(kinds); i++)
                if (str_is(sql_get_text(q, 0), kinds[i].change))
                    *kinds[i].count = sqlite3_column_int64(q, 1);
    }
    return here.status ? fault(err, here.status, 0, "%s", here.why) : OK;
}
