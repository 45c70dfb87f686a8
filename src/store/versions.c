/* SPDX-License-Identifier: Apache-2.0 */
/* versions.c - versions of lists and their files. */
#include "store/sql.h"

#define COLUMNS                                                                                    \
    "list, at, sha, root, status, decision, why, format, list_date, unknown, origin, entries,"     \
    " bytes, delta, readable, generated, guard"

const char *version_status_text(enum version_status s)
{
    static const char *const words[] = {"accepted", "held", "discarded"};
    return words[s];
}

enum status store_put_version(struct store *s, const struct version *v, struct error *err)
{
    sqlite3_stmt *q =
        sql(s,
            "INSERT OR REPLACE INTO versions(" COLUMNS ") VALUES"
            "(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)",
            err);
    if (!q)
        return ERR_IO;
    sql_text(q, 1, v->list);
    sql_int(q, 2, v->at);
    sql_sha(q, 3, &v->sha);
    sql_sha(q, 4, &v->root);
    sql_int(q, 5, v->status);
    sql_text(q, 6, v->decision);
    sql_text(q, 7, v->why);
    sql_text(q, 8, v->format);
    sql_text(q, 9, v->list_date);
    sql_text(q, 10, v->unknown);
    sql_text(q, 11, v->origin);
    sql_int(q, 12, v->entries);
    sql_int(q, 13, v->bytes);
    sql_int(q, 14, v->delta);
    sql_int(q, 15, v->readable);
    sql_text(q, 16, v->generated);
    sql_int(q, 17, v->guard);
    return sql_run(s, q, err);
}

static struct version read_version(sqlite3_stmt *q)
{
    return (struct version){
        .list = sql_get_text(q, 0),
        .at = sqlite3_column_int64(q, 1),
        .sha = sql_get_sha(q, 2),
        .root = sql_get_sha(q, 3),
        .status = (enum version_status)sqlite3_column_int(q, 4),
        .decision = sql_get_text(q, 5),
        .why = sql_get_text(q, 6),
        .format = sql_get_text(q, 7),
        .list_date = sql_get_text(q, 8),
        .unknown = sql_get_text(q, 9),
        .origin = sql_get_text(q, 10),
        .entries = sqlite3_column_int64(q, 11),
        .bytes = sqlite3_column_int64(q, 12),
        .delta = sqlite3_column_int(q, 13) != 0,
        .readable = sqlite3_column_int(q, 14) != 0,
        .generated = sql_get_text(q, 15),
        .guard = sqlite3_column_int64(q, 16),
    };
}

static void keep_texts(struct arena *a, struct version *v)
{
    struct str *texts[] = {&v->list,      &v->decision, &v->why,    &v->format,
                           &v->list_date, &v->unknown,  &v->origin, &v->generated};
    for (size_t i = 0; i < COUNT(texts); i++)
        *texts[i] = arena_copy(a, *texts[i]);
}

enum status store_versions(struct store *s, struct str list, int64_t from, int64_t until,
                           version_take *take, void *ctx, struct error *err)
{
    struct error here = {0};
    sqlite3_stmt *q = sql(s,
                          "SELECT " COLUMNS " FROM versions WHERE (?1 = '' OR list = ?1)"
                          " AND at >= ?2 AND at < ?3 ORDER BY list, at",
                          &here);
    enum status rc = OK;
    if (q) {
        sql_text(q, 1, list);
        sql_int(q, 2, from);
        sql_int(q, 3, until);
        while (!rc && sql_row(s, q, &here)) {
            struct version v = read_version(q);
            rc = take(ctx, &v, err);
        }
        sqlite3_reset(q);
    }
    return here.status ? fault(err, here.status, 0, "%s", here.why) : rc;
}

static bool one_version(struct store *s, sqlite3_stmt *q, struct arena *a, struct str list,
                        int64_t at, struct version *out, struct error *err)
{
    if (!q)
        return false;
    sql_text(q, 1, list);
    sql_int(q, 2, at);
    if (!sql_row(s, q, err))
        return false;
    *out = read_version(q);
    keep_texts(a, out);
    sqlite3_reset(q);
    return true;
}

bool store_version_before(struct store *s, struct arena *a, struct str list, int64_t at,
                          struct version *out, struct error *err)
{
    sqlite3_stmt *q = sql(s,
                          "SELECT " COLUMNS " FROM versions WHERE list = ?1 AND at <= ?2"
                          " AND status = 0 ORDER BY at DESC LIMIT 1",
                          err);
    return one_version(s, q, a, list, at, out, err);
}

bool store_version_after(struct store *s, struct arena *a, struct str list, int64_t at,
                         struct version *out, struct error *err)
{
    sqlite3_stmt *q = sql(s,
                          "SELECT " COLUMNS " FROM versions WHERE list = ?1 AND at > ?2"
                          " AND status = 0 ORDER BY at LIMIT 1",
                          err);
    return one_version(s, q, a, list, at, out, err);
}

bool store_version_at(struct store *s, struct arena *a, struct str list, int64_t at,
                      struct version *out, struct error *err)
{
    sqlite3_stmt *q = sql(s, "SELECT " COLUMNS " FROM versions WHERE list = ?1 AND at = ?2", err);
    return one_version(s, q, a, list, at, out, err);
}

enum status store_put_file(struct store *s, struct str list, int64_t at, size_t position,
                           const struct version_file *f, struct error *err)
{
    sqlite3_stmt *q = sql(s,
                          "INSERT OR REPLACE INTO files(list, at, position, name, sha, bytes)"
                          " VALUES(?1, ?2, ?3, ?4, ?5, ?6)",
                          err);
    if (!q)
        return ERR_IO;
    sql_text(q, 1, list);
    sql_int(q, 2, at);
    sql_int(q, 3, (int64_t)position);
    sql_text(q, 4, f->name);
    sql_sha(q, 5, &f->sha);
    sql_int(q, 6, f->bytes);
    return sql_run(s, q, err);
}

enum status store_files(struct store *s, struct arena *a, struct str list, int64_t at,
                        struct version_file **out, size_t *count, struct error *err)
{
    struct error here = {0};
    VEC(struct version_file) files = {0};
    sqlite3_stmt *q = sql(s,
                          "SELECT name, sha, bytes FROM files WHERE list = ?1 AND at = ?2"
                          " ORDER BY position",
                          &here);
    if (q) {
        sql_text(q, 1, list);
        sql_int(q, 2, at);
        while (sql_row(s, q, &here)) {
            struct version_file *f = VEC_ADD(a, &files);
            f->name = arena_copy(a, sql_get_text(q, 0));
            f->sha = sql_get_sha(q, 1);
            f->bytes = sqlite3_column_int64(q, 2);
        }
    }
    *out = files.at;
    *count = files.count;
    if (a->failed)
        return fault(err, ERR_MEMORY, 0, "no memory for the files of a version");
    return here.status ? fault(err, here.status, 0, "%s", here.why) : OK;
}
