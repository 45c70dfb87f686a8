/* SPDX-License-Identifier: Apache-2.0 */
/* screen_file.c - tocsin screen --batch: a file of questions, answered row by row.
 *
 * Every row of the input has one line in the output, also one that is no
 * question.  So an output that was left half way says by its number of lines
 * where to go on, and the terms beside it whether to. */
#include "base/file.h"
#include "cli/screen.h"
#include "cli/screen_terms.h"
#include "format/csv.h"
#include "format/json.h"
#include "screen/batch.h"
#include "screen/question.h"
#include "text/clean.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static volatile sig_atomic_t interrupted; /* by Ctrl-C: finish the block at hand and stop */

static void on_interrupt(int number)
{
    (void)number;
    interrupted = 1;
}

struct screening {
    struct cli *cli;
    const char *from;
    void *map;        /* the input */
    struct str bytes; /* of it */
    bool csv;
    struct csv rows;
    struct header header;
    struct json_reader *json;
    size_t at, line; /* in JSON lines */

    struct file_draft draft;
    bool to_file;
    bool unwritten;         /* answers could not be written: told already */
    size_t skip;            /* rows that an earlier run has answered */
    bool passing;           /* over those */
    struct batch_count sum; /* with those */
    double began, drawn;
    struct arena arena; /* of the header */
};

/* ---- Reading. */

static struct str column(struct screening *r, const struct row *row, const char *name)
{
    return header_has(&r->header, name) ? header_get(&r->header, row, name) : STR("");
}

static void refuse(const struct screening *r, struct arena *a, size_t line, const char *why,
                   struct batch_row *out)
{
    out->bad = arena_printf(a, "line %zu: %s", line, why).s;
    if (!r->passing)
        fprintf(stderr, "tocsin: %s: line %zu is not screened: %s\n", r->from, line, why);
}

static void understand(const struct screening *r, struct arena *a, size_t line,
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

static bool next_csv(struct screening *r, struct arena *a, struct batch_row *out, struct error *err)
{
    struct row row;
    do {
        if (!csv_next(&r->rows, a, &row, err))
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

static void take_member(struct arena *a, const struct json_item *item, struct question_texts *t,
                        struct batch_row *out)
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
    for (size_t i = 0; i < COUNT(members); i++)
        if (str_is(item->key, members[i].key) && item->type != JSON_NULL)
            *members[i].text = arena_copy(a, item->text);
}

static bool next_json(struct screening *r, struct arena *a, struct batch_row *out,
                      struct error *err)
{
    struct json_items items;
    struct question_texts t = {0};
    struct str text, rest;
    (void)err;
    do {
        if (r->at >= r->bytes.len)
            return false;
        rest = str_cut(str_from(r->bytes, r->at), '\n', &text);
        r->at = r->bytes.len - rest.len;
        r->line++;
    } while (!str_trim(text).len);
    *out = (struct batch_row){0};
    struct error bad = {0};
    enum status rc = json_flat(r->json, text, &items, &bad);
    if (!rc && (items.count == 0 || items.at[0].type != JSON_OBJECT))
        rc = fault(&bad, ERR_INPUT, 0, "it is no JSON object");
    for (uint32_t i = 1; !rc && i < items.count; i = items.at[i].next)
        take_member(a, &items.at[i], &t, out);
    if (!rc) {
        understand(r, a, r->line, &t, out);
        return true;
    }
    refuse(r, a, r->line, bad.why, out);
    return true;
}

static bool next(void *ctx, struct arena *a, struct batch_row *row, struct error *err)
{
    struct screening *r = ctx;
    *row = (struct batch_row){0};
    return !interrupted && (r->csv ? next_csv(r, a, row, err) : next_json(r, a, row, err));
}

/* ---- Writing. */

static void draw(struct screening *r, bool last)
{
    double now = clock_seconds(), took = now - r->began;
    if (!isatty(STDERR_FILENO) || (!last && now - r->drawn < 0.2))
        return;
    r->drawn = now;
    size_t at = r->csv ? r->rows.at : r->at;
    double share = r->bytes.len ? (double)at / (double)r->bytes.len : 1;
    double rate = took > 0 ? (double)(r->sum.rows - r->skip) / took : 0;
    double left = share > 0 ? took * (1 - share) / share : 0;
    fprintf(stderr, "\r\033[2K%3.0f %%  %zu rows, %zu with hits, %.0f a second, %.0f s left",
            100 * share, r->sum.rows, r->sum.hits, rate, left);
    if (last)
        fputc('\n', stderr);
}

static bool put(void *ctx, struct str lines, struct batch_count of)
{
    struct screening *r = ctx;
    struct error err = {0};
    if (file_put(r->to_file ? r->draft.fd : STDOUT_FILENO, lines, "the answers", &err)) {
        cli_fail(&err);
        r->unwritten = true;
        return false;
    }
    r->sum.rows += of.rows;
    r->sum.hits += of.hits;
    r->sum.unscreened += of.unscreened;
    draw(r, false);
    return true;
}

/* ---- Opening. */

static enum status map_input(struct screening *r, struct error *err)
{
    struct stat st;
    int fd = open(r->from, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &st) != 0) {
        enum status rc = fault_errno(err, "cannot read", r->from);
        if (fd >= 0)
            close(fd);
        return rc;
    }
    void *at = st.st_size ? mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0) : NULL;
    close(fd);
    if (at == MAP_FAILED)
        return fault_errno(err, "cannot read", r->from);
    r->map = at;
    r->bytes = (struct str){at, (size_t)st.st_size};
    return OK;
}

static enum status read_header(struct screening *r, struct error *err)
{
    struct row row;
    if (!csv_next(&r->rows, &r->arena, &row, err))
        return err->status ? err->status : fault(err, ERR_INPUT, 0, "%s is empty", r->from);
    enum status rc = header_read(&r->arena, &row, &r->header, err);
    if (!rc && !header_has(&r->header, "name") && !header_has(&r->header, "identifier"))
        rc = fault_at(err, ERR_INPUT, 1, 0,
                      "%s has no column `name` (columns: id, name, kind, birth, country, gender, "
                      "identifier)",
                      r->from);
    return rc;
}

static enum status open_input(struct screening *r, struct error *err)
{
    enum status rc = map_input(r, err);
    if (rc)
        return rc;
    if (str_starts(r->bytes, STR("\xFF\xFE")) || str_starts(r->bytes, STR("\xFE\xFF")))
        return fault(err, ERR_INPUT, 0, "%s is UTF-16: save it as UTF-8", r->from);
    r->csv = str_trim(r->bytes).len == 0 || str_trim(r->bytes).s[0] != '{';
    if (r->csv) {
        r->rows = csv_open(r->bytes, 0);
        return read_header(r, err);
    }
    r->json = json_reader_new();
    return r->json ? OK : fault(err, ERR_MEMORY, 0, "no memory to read JSON");
}

/* What an earlier run has left: whole lines of answers. */
static enum status lines_left(struct screening *r, uint64_t *keep, struct error *err)
{
    struct buf b = {0};
    struct str line, rest;
    enum status rc = file_read(r->draft.name, SIZE_MAX, &b, err);
    for (rest = buf_str(&b); !rc && rest.len;) {
        struct str from = rest;
        rest = str_cut(rest, '\n', &line);
        if (line.len == from.len)
            break;
        *keep += line.len + 1;
        r->skip++;
        r->sum.rows++;
        r->sum.hits += str_find(line, STR("\"hits\":[]")) == SIZE_MAX;
        r->sum.unscreened += str_find(line, STR("\"screened\":false")) != SIZE_MAX;
    }
    buf_free(&b);
    return rc;
}

/* An output that is the input, or a folder or device, would cost the one or the other. */
static enum status may_write(const struct screening *r, const char *to, struct error *err)
{
    struct stat in, out;
    if (stat(to, &out))
        return OK;
    if (!S_ISREG(out.st_mode))
        return fault(err, ERR_INPUT, 0, "%s is not a file: answers cannot take its place", to);
    if (!stat(r->from, &in) && in.st_dev == out.st_dev && in.st_ino == out.st_ino)
        return fault(err, ERR_INPUT, 0, "%s is the input: give the answers another name", to);
    return OK;
}

/* Leaves in the draft the answers to the same terms, if any. */
static enum status keep_answers(struct screening *r, const struct terms *t, uint64_t size,
                                struct error *err)
{
    uint64_t keep = 0;
    bool same = false;
    enum status rc = size ? terms_hold(r->draft.name, t, &same, err) : OK;
    if (!rc && size && !same)
        fputs("tocsin: the lists have changed since the batch was begun: all rows are asked "
              "anew\n",
              stderr);
    rc = rc || !same ? rc : lines_left(r, &keep, err);
    rc = rc || keep == size ? rc : file_cut(&r->draft, keep, err);
    rc = rc ? rc : terms_write(r->draft.name, t, err);
    if (!rc && r->skip)
        fprintf(stderr, "tocsin: going on behind the %zu rows that are answered already\n",
                r->skip);
    return rc;
}

static enum status open_output(struct screening *r, const struct index *ix,
                               const struct screen_options *o, const char *to, struct error *err)
{
    uint64_t size = UINT64_MAX;
    struct terms t;
    r->to_file = to != NULL;
    if (!to)
        return OK;
    enum status rc = may_write(r, to, err);
    rc = rc ? rc : terms_make(&r->arena, ix, o, r->bytes, &t, err);
    rc = rc ? rc : file_continue(&r->draft, to, 0600, &size, err);
    return rc ? rc : keep_answers(r, &t, size, err);
}

/* Passes over what an earlier run has answered. */
static enum status pass_over(struct screening *r, struct error *err)
{
    struct arena a = {0};
    struct batch_row row;
    size_t passed = 0;
    r->passing = true;
    while (passed < r->skip && next(r, &a, &row, err)) {
        arena_reset(&a);
        passed++;
    }
    r->passing = false;
    arena_free(&a);
    if (passed < r->skip && !interrupted && !err->status)
        return fault(err, ERR_INPUT, 0, "%s has %zu rows, but %s has answers to %zu: remove it",
                     r->from, passed, r->draft.name, r->skip);
    return err->status;
}

/* Gives the answers their name. */
static enum status keep_output(struct screening *r, struct error *err)
{
    char draft[sizeof r->draft.name];
    memcpy(draft, r->draft.name, sizeof draft);
    enum status rc = file_keep(&r->draft, err);
    return rc ? rc : terms_remove(draft, err);
}

static enum exit_code finish(struct screening *r, enum status rc, struct error *err)
{
    bool whole = !rc && !interrupted && !r->unwritten;
    draw(r, true);
    if (rc)
        cli_fail(err);
    if (r->to_file && !whole) {
        struct error leaving = {0};
        if (file_leave(&r->draft, &leaving))
            cli_fail(&leaving);
        fprintf(stderr, "tocsin: %zu rows are answered; the same command goes on from there\n",
                r->sum.rows);
        return EXIT_FAILED;
    }
    if (r->to_file && keep_output(r, err))
        return cli_fail(err);
    fprintf(stderr, "tocsin: %s%zu rows, %zu with hits, %zu not screened\n",
            whole ? "" : "not all rows are answered: ", r->sum.rows, r->sum.hits,
            r->sum.unscreened);
    return whole && !r->sum.unscreened ? EXIT_DONE : EXIT_FAILED;
}

enum exit_code cli_screen_file(struct cli *c, const struct index *ix,
                               const struct screen_options *o, const char *from, const char *to)
{
    struct screening *r = NEW(&c->arena, struct screening);
    struct error err = {0};
    if (!r)
        return EXIT_FAILED;
    *r = (struct screening){.cli = c, .from = from, .draft = {.fd = -1}};
    struct batch b = {.ix = ix, .options = o, .next = next, .put = put, .ctx = r};
    struct sigaction action = {.sa_handler = on_interrupt}, before;
    sigaction(SIGINT, &action, &before);
    enum status rc = open_input(r, &err);
    enum exit_code code = EXIT_FAILED;
    if (rc)
        code = cli_fail(&err);
    else if (open_output(r, ix, o, to, &err) || pass_over(r, &err)) {
        struct error leaving = {0};
        code = cli_fail(&err);
        if (to && r->draft.fd >= 0 && file_leave(&r->draft, &leaving))
            cli_fail(&leaving);
    } else {
        r->began = clock_seconds();
        code = finish(r, batch_run(&b, &err), &err);
    }
    sigaction(SIGINT, &before, NULL);
    if (r->csv)
        csv_close(&r->rows);
    json_reader_free(r->json);
    arena_free(&r->arena);
    if (r->map)
        munmap(r->map, r->bytes.len);
    return code;
}
