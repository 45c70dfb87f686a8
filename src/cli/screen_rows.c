/* SPDX-License-Identifier: Apache-2.0 */
/* screen_rows.c - questions out of CSV or JSON lines.
 *
 * A row that is no question is handed on as one that is not screened: nothing that was
 * given is passed over in silence, neither a row, nor a member of a type that cannot be
 * asked, nor a column of another name. */
#include "cli/screen_rows.h"

#include "base/file.h"
#include "cli/cli.h"
#include "format/json.h"
#include "screen/question.h"
#include "text/clean.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *const columns[] = {"id",      "name",   "kind",      "birth",
                                      "country", "gender", "identifier"};

/* ---- Rows. */

static struct str column(struct screen_rows *r, const struct row *row, const char *name)
{
    return header_has(&r->header, name) ? header_get(&r->header, row, name) : STR("");
}

static void refuse(const struct screen_rows *r, struct arena *a, size_t line, const char *why,
                   struct batch_row *out)
{
    out->bad = arena_printf(a, "line %zu: %s", line, why).s;
    if (!r->quiet)
        fprintf(stderr, "tocsin: %s: line %zu is not screened: %s\n", r->from, line, why);
}

static void understand(const struct screen_rows *r, struct arena *a, size_t line,
                       const struct question_texts *t, struct batch_row *out)
{
    struct error err = {0};
    size_t valid = utf8_valid(out->id);
    out->bad = NULL;
    if (valid < out->id.len) {
        out->id = (struct str){0};
        refuse(r, a, line, "the id is not UTF-8; iconv can convert it", out);
        return;
    }
    if (question_read(a, t, &out->question, &err) == OK)
        return;
    refuse(r, a, line, err.why, out);
}

static bool next_csv(struct screen_rows *r, struct arena *a, struct batch_row *out,
                     struct error *err)
{
    struct row row;
    do {
        if (!csv_next(&r->csv, a, &row, err))
            return false;
    } while (row.count == 1 && !row_cell(&row, 0).len);
    struct question_texts t = {.name = column(r, &row, "name"),
                               .kind = column(r, &row, "kind"),
                               .birth = column(r, &row, "birth"),
                               .country = column(r, &row, "country"),
                               .gender = column(r, &row, "gender"),
                               .identifier = column(r, &row, "identifier")};
    out->id = column(r, &row, "id");
    if (row.count > r->header.count) {
        struct str why =
            arena_printf(a, "it has %zu cells, the header %zu", row.count, r->header.count);
        refuse(r, a, row.line, why.s, out);
        return true;
    }
    understand(r, a, row.line, &t, out);
    return true;
}

static enum status take_member(struct arena *a, const struct json_item *item,
                               struct question_texts *t, struct batch_row *out, struct error *err)
{
    const struct {
        const char *key;
        struct str *text;
    } members[] = {{"id", &out->id},
                   {"name", &t->name},
                   {"kind", &t->kind},
                   {"birth", &t->birth},
                   {"country", &t->country},
                   {"gender", &t->gender},
                   {"identifier", &t->identifier}};
    for (size_t i = 0; i < COUNT(members); i++) {
        if (!str_is(item->key, members[i].key) || item->type == JSON_NULL)
            continue;
        if (item->type != JSON_STRING && item->type != JSON_NUMBER)
            return fault(err, ERR_INPUT, 0, "its %s is neither text nor a number", members[i].key);
        *members[i].text = arena_copy(a, item->text);
    }
    return OK;
}

static bool next_json(struct screen_rows *r, struct arena *a, struct batch_row *out)
{
    struct json_items items;
    struct question_texts t = {0};
    struct str text, rest;
    do {
        if (r->at >= r->bytes.len)
            return false;
        rest = str_cut(str_from(r->bytes, r->at), '\n', &text);
        r->at = r->bytes.len - rest.len;
        r->line++;
    } while (!str_trim(text).len);
    struct error bad = {0};
    enum status rc = json_flat(r->json, text, &items, &bad);
    if (!rc && (items.count == 0 || items.at[0].type != JSON_OBJECT))
        rc = fault(&bad, ERR_INPUT, 0, "it is no JSON object");
    for (uint32_t i = 1; !rc && i < items.count; i = items.at[i].next)
        rc = take_member(a, &items.at[i], &t, out, &bad);
    if (rc)
        refuse(r, a, r->line, bad.why, out);
    else
        understand(r, a, r->line, &t, out);
    return true;
}

bool screen_rows_next(struct screen_rows *r, struct arena *a, struct batch_row *out,
                      struct error *err)
{
    *out = (struct batch_row){0};
    return r->is_csv ? next_csv(r, a, out, err) : next_json(r, a, out);
}

double screen_rows_share(const struct screen_rows *r)
{
    size_t at = r->is_csv ? r->csv.at : r->at;
    return r->bytes.len ? (double)at / (double)r->bytes.len : 1;
}

/* ---- Opening. */

/* A file is mapped; what comes through a pipe is read to its end first. */
static enum status read_input(struct screen_rows *r, struct error *err)
{
    struct stat st;
    const char *path = strcmp(r->from, "-") == 0 ? "/dev/stdin" : r->from;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &st) != 0) {
        enum status rc = fault_errno(err, "cannot read", r->from);
        if (fd >= 0)
            close(fd);
        return rc;
    }
    bool file = S_ISREG(st.st_mode) && st.st_size > 0;
    void *at = file ? mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0) : NULL;
    close(fd);
    if (at == MAP_FAILED)
        return fault_errno(err, "cannot read", r->from);
    r->map = at;
    r->bytes = (struct str){at, (size_t)st.st_size};
    if (file)
        return OK;
    enum status rc = file_read(path, SIZE_MAX, &r->read, err);
    r->bytes = buf_str(&r->read);
    return rc;
}

static bool is_asked(struct str name)
{
    struct header h = {.name = &name, .count = 1};
    for (size_t i = 0; i < COUNT(columns); i++)
        if (header_has(&h, columns[i]))
            return true;
    return false;
}

static void tell_not_asked(const struct screen_rows *r)
{
    struct buf b = {0};
    for (size_t i = 0; i < r->header.count; i++) {
        if (!r->header.name[i].len || is_asked(r->header.name[i]))
            continue;
        buf_puts(&b, b.len ? ", " : "");
        cli_safe(&b, r->header.name[i]);
    }
    if (b.len)
        fprintf(stderr, "tocsin: %s: not asked, since only %s are: %s\n", r->from,
                "id, name, kind, birth, country, gender and identifier", buf_cstr(&b));
    buf_free(&b);
}

static enum status check_header(struct screen_rows *r, struct error *err)
{
    if (!header_has(&r->header, "name") && !header_has(&r->header, "identifier"))
        return fault_at(err, ERR_INPUT, 1, 0,
                        "%s has no column `name` (columns: id, name, kind, birth, country, "
                        "gender, identifier)",
                        r->from);
    for (size_t i = 0; i < COUNT(columns); i++)
        if (header_find(&r->header, columns[i], 1) != SIZE_MAX)
            return fault_at(err, ERR_INPUT, 1, 0, "%s has two columns `%s`", r->from, columns[i]);
    tell_not_asked(r);
    return OK;
}

static enum status open_csv(struct screen_rows *r, struct error *err)
{
    struct row row;
    r->is_csv = true;
    r->csv = csv_open(r->bytes, 0);
    if (!csv_next(&r->csv, &r->arena, &row, err))
        return err->status ? err->status : fault(err, ERR_INPUT, 0, "%s is empty", r->from);
    enum status rc = header_read(&r->arena, &row, &r->header, err);
    return rc ? rc : check_header(r, err);
}

enum status screen_rows_open(struct screen_rows *r, const char *from, struct error *err)
{
    *r = (struct screen_rows){.from = from};
    enum status rc = read_input(r, err);
    if (rc)
        return rc;
    if (str_starts(r->bytes, STR("\xFF\xFE")) || str_starts(r->bytes, STR("\xFE\xFF")))
        return fault(err, ERR_INPUT, 0, "%s is UTF-16: save it as UTF-8", from);
    size_t mark = str_starts(r->bytes, STR("\xEF\xBB\xBF")) ? 3 : 0;
    struct str text = str_trim(str_from(r->bytes, mark));
    if (str_starts(text, STR("[")))
        return fault(err, ERR_INPUT, 0,
                     "%s is a JSON array: give an object a line, as `jq -c '.[]'` makes them",
                     from);
    if (!str_starts(text, STR("{")))
        return open_csv(r, err);
    r->at = mark;
    r->json = json_reader_new();
    return r->json ? OK : fault(err, ERR_MEMORY, 0, "no memory to read JSON");
}

void screen_rows_close(struct screen_rows *r)
{
    if (r->is_csv)
        csv_close(&r->csv);
    json_reader_free(r->json);
    arena_free(&r->arena);
    if (r->map)
        munmap(r->map, r->bytes.len);
    buf_free(&r->read);
}
