/* SPDX-License-Identifier: Apache-2.0 */
/* receipts.c - one JSON line an arrival.  A last line without its end was never
 * acknowledged: it is passed over, and written over by the next. */
#include "store/receipts.h"

#include "base/file.h"
#include "format/json.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool path_of(const char *folder, struct str list, char path[PATH_MAX])
{
    int len = snprintf(path, PATH_MAX, "%s/receipts/%.*s.jsonl", folder, STRF(list));
    return len > 0 && len < PATH_MAX;
}

uint64_t receipts_length(const char *folder, struct str list)
{
    char path[PATH_MAX];
    return path_of(folder, list, path) ? file_size(path) : 0;
}

/* ---- Writing. */

static void put_file(struct buf *b, const struct version_file *f)
{
    char hex[SHA256_HEX];
    buf_puts(b, "{\"bytes\":");
    buf_printf(b, "%lld", (long long)f->bytes);
    json_member(b, "name", f->name);
    json_member(b, "sha256", str_of(sha256_hex(f->sha, hex)));
    buf_byte(b, '}');
}

static void put_receipt(struct buf *b, const struct receipt *r)
{
    char at[INSTANT_TEXT], hex[SHA256_HEX];
    buf_byte(b, '{');
    json_member(b, "at", str_of(instant_text(r->at, at)));
    json_member(b, "decision", r->decision);
    if (r->decision.len == 0) {
        json_key(b, "files");
        buf_byte(b, '[');
        for (size_t i = 0; i < r->count; i++) {
            if (i)
                buf_byte(b, ',');
            put_file(b, &r->files[i]);
        }
        buf_byte(b, ']');
        json_member(b, "generated", r->generated);
        json_key(b, "guard");
        buf_printf(b, "%lld", (long long)r->guard);
        json_member(b, "list_date", r->list_date);
    }
    if (r->mapped)
        json_member(b, "mapping", str_of(sha256_hex(r->mapping, hex)));
    if (r->decision.len == 0) {
        json_member(b, "origin", r->origin);
        if (r->same)
            json_member(b, "same_as", str_of(sha256_hex(r->same_as, hex)));
    }
    json_member(b, "source", r->source);
    buf_puts(b, "}\n");
}

enum status receipt_append(const char *folder, struct str list, const struct receipt *r,
                           uint64_t *length, struct error *err)
{
    char path[PATH_MAX], receipts[PATH_MAX];
    struct buf line = {0};
    snprintf(receipts, sizeof receipts, "%.*s/receipts", PATH_MAX - 16, folder);
    if (!path_of(folder, list, path))
        return fault(err, ERR_INPUT, 0, "the path %.80s… is too long", folder);
    enum status rc = OK;
    if (!file_exists(receipts)) {
        rc = file_make_dirs(receipts, true, err);
        rc = rc ? rc : file_sync_dir(folder, err);
    }
    put_receipt(&line, r);
    if (!rc && line.failed)
        rc = fault(err, ERR_MEMORY, 0, "no memory for a receipt");
    if (!rc)
        rc = file_append(path, *length, buf_str(&line), err);
    if (!rc)
        *length += line.len;
    buf_free(&line);
    return rc;
}

/* ---- Reading. */

static enum status broken(struct str list, size_t offset, const char *rule, struct error *err)
{
    return fault(err, ERR_CORRUPT, offset, "the receipts of %.*s are damaged at byte %zu: %s",
                 STRF(list), offset, rule);
}

static bool read_file(struct arena *a, const struct node *n, struct version_file *f)
{
    static const uint64_t most = UINT64_C(1) << 50; /* so that sums do not overflow */
    uint64_t bytes = 0;
    f->name = arena_copy(a, node_get(n, "name"));
    if (!str_number(node_get(n, "bytes"), most, &bytes))
        return false;
    f->bytes = (int64_t)bytes;
    return sha256_from_hex(node_get(n, "sha256"), &f->sha);
}

static bool read_receipt(struct arena *a, const struct node *top, struct receipt *r)
{
    VEC(struct version_file) files = {0};
    uint64_t guard = 0;
    struct str mapping = node_get(top, "mapping"), same = node_get(top, "same_as");
    *r = (struct receipt){.decision = node_get(top, "decision"),
                          .source = node_get(top, "source"),
                          .origin = node_get(top, "origin"),
                          .generated = node_get(top, "generated"),
                          .list_date = node_get(top, "list_date"),
                          .same = same.len > 0,
                          .mapped = mapping.len > 0};
    if (!instant_parse(node_get(top, "at"), &r->at))
        return false;
    if (r->mapped && !sha256_from_hex(mapping, &r->mapping))
        return false;
    if (r->decision.len)
        return str_is(r->decision, "accept") || str_is(r->decision, "discard");
    if (r->same && !sha256_from_hex(same, &r->same_as))
        return false;
    NODE_ALL (n, node_child(top, "files")) {
        struct version_file *f = VEC_ADD(a, &files);
        if (!read_file(a, n, f))
            return false;
    }
    r->files = files.at;
    r->count = files.count;
    r->guard = str_number(node_get(top, "guard"), 100, &guard) ? (int64_t)guard : -1;
    return r->count > 0 && r->guard >= 0 && !a->failed;
}

static enum status read_lines(struct json_reader *json, struct str list, struct str all,
                              uint64_t from, receipt_take *take, void *ctx, struct error *err)
{
    enum status rc = OK;
    struct arena a = {0};
    struct str rest = str_from(all, (size_t)from);
    for (size_t end; !rc && (end = str_find(rest, STR("\n"))) != SIZE_MAX;) {
        size_t offset = all.len - rest.len;
        struct node *top = NULL;
        struct receipt r;
        struct error ignored = {0};
        if (json_parse(json, &a, str_span(rest, 0, end), &top, &ignored) ||
            !read_receipt(&a, top, &r))
            rc = broken(list, offset, "this line is not a receipt", err);
        else
            rc = take(ctx, list, &r, offset + end + 1, err);
        rest = str_from(rest, end + 1);
        arena_reset(&a);
    }
    arena_free(&a);
    return rc;
}

enum status receipts_read(const char *folder, struct str list, uint64_t from, receipt_take *take,
                          void *ctx, struct error *err)
{
    char path[PATH_MAX];
    struct buf all = {0};
    if (!path_of(folder, list, path))
        return fault(err, ERR_INPUT, 0, "the path %.80s… is too long", folder);
    if (!file_exists(path))
        return OK;
    struct json_reader *json = json_reader_new();
    enum status rc = json ? file_read(path, SIZE_MAX / 4, &all, err)
                          : fault(err, ERR_MEMORY, 0, "no memory to read receipts");
    if (!rc && from > all.len)
        rc = broken(list, all.len, "it is shorter than the store remembers", err);
    if (!rc)
        rc = read_lines(json, list, buf_str(&all), from, take, ctx, err);
    json_reader_free(json);
    buf_free(&all);
    return rc;
}

static int by_name(const void *a, const void *b)
{
    return str_compare(*(const struct str *)a, *(const struct str *)b);
}

/* Editors, and programs that copy folders about, leave files of their own. */
static bool is_list_id(struct str id)
{
    for (size_t i = 0; i < id.len; i++) {
        char c = id.s[i];
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c == '-' && i)))
            return false;
    }
    return id.len && id.len <= 40;
}

enum status receipts_lists(const char *folder, struct arena *a, str_vec *out, struct error *err)
{
    char path[PATH_MAX];
    if (snprintf(path, sizeof path, "%s/receipts", folder) >= PATH_MAX)
        return fault(err, ERR_INPUT, 0, "the path %.80s… is too long", folder);
    DIR *dir = opendir(path);
    if (!dir)
        return errno == ENOENT ? OK : fault_errno(err, "cannot open the folder", path);
    for (struct dirent *e; (e = readdir(dir));) {
        struct str name = str_of(e->d_name);
        if (!str_ends(name, STR(".jsonl")) || !is_list_id(str_span(name, 0, name.len - 6)))
            continue;
        struct str *list = VEC_ADD(a, out);
        *list = arena_copy(a, str_span(name, 0, name.len - 6));
    }
    closedir(dir);
    if (a->failed)
        return fault(err, ERR_MEMORY, 0, "no memory for the names of lists");
    if (out->count)
        qsort(out->at, out->count, sizeof *out->at, by_name);
    return OK;
}
