/* SPDX-License-Identifier: Apache-2.0 */
/* screen_file.c - tocsin screen --batch: a file of questions, answered row by row.
 *
 * Every row of the input has one line in the output, also one that is no
 * question.  So an output that was left half way says by its number of lines
 * where to go on, and the terms beside it whether to. */
#include "base/file.h"
#include "cli/screen.h"
#include "cli/screen_rows.h"
#include "cli/screen_terms.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static volatile sig_atomic_t interrupted; /* by Ctrl-C: finish the block at hand and stop */

static void on_interrupt(int number)
{
    (void)number;
    interrupted = 1;
}

struct screening {
    struct screen_rows rows;
    struct file_draft draft;
    bool to_file;
    bool unwritten;         /* answers could not be written: told already */
    size_t skip;            /* rows that an earlier run has answered */
    struct batch_count sum; /* with those */
    double began, drawn;
    struct arena arena; /* of the terms */
};

static bool next(void *ctx, struct arena *a, struct batch_row *row, struct error *err)
{
    struct screening *r = ctx;
    return !interrupted && screen_rows_next(&r->rows, a, row, err);
}

/* ---- Writing. */

static void draw(struct screening *r, bool last)
{
    double now = clock_seconds(), took = now - r->began;
    if (!isatty(STDERR_FILENO) || (!last && now - r->drawn < 0.2))
        return;
    r->drawn = now;
    double share = screen_rows_share(&r->rows);
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
    r->sum.partly += of.partly;
    draw(r, false);
    return true;
}

/* ---- Opening. */

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
        bool screened = str_find(line, STR("\"screened\":false")) == SIZE_MAX;
        r->sum.unscreened += !screened;
        r->sum.partly += screened && str_find(line, STR("\"why_not\":null")) == SIZE_MAX;
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
    if (!stat(r->rows.from, &in) && in.st_dev == out.st_dev && in.st_ino == out.st_ino)
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
    rc = rc ? rc : terms_make(&r->arena, ix, o, r->rows.bytes, &t, err);
    rc = rc ? rc : file_continue(&r->draft, to, 0600, &size, err);
    return rc ? rc : keep_answers(r, &t, size, err);
}

/* Passes over what an earlier run has answered. */
static enum status pass_over(struct screening *r, struct error *err)
{
    struct arena a = {0};
    struct batch_row row;
    size_t passed = 0;
    r->rows.quiet = true;
    while (passed < r->skip && next(r, &a, &row, err)) {
        arena_reset(&a);
        passed++;
    }
    r->rows.quiet = false;
    arena_free(&a);
    if (passed < r->skip && !interrupted && !err->status)
        return fault(err, ERR_INPUT, 0, "%s has %zu rows, but %s has answers to %zu: remove it",
                     r->rows.from, passed, r->draft.name, r->skip);
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
        fprintf(stderr, "tocsin: %zu rows are answered; %s\n", r->sum.rows,
                rc == ERR_INPUT ? "mend the input, remove the answers' .part, and begin anew"
                                : "the same command goes on from there");
        return EXIT_FAILED;
    }
    if (r->to_file && keep_output(r, err))
        return cli_fail(err);
    fprintf(stderr, "tocsin: %s%zu rows, %zu with hits, %zu not screened",
            whole ? "" : "not all rows are answered: ", r->sum.rows, r->sum.hits,
            r->sum.unscreened);
    if (r->sum.partly)
        fprintf(stderr, ", %zu only in part: their why_not says why", r->sum.partly);
    fputc('\n', stderr);
    return whole && !r->sum.unscreened ? EXIT_DONE : EXIT_FAILED;
}

enum exit_code cli_screen_file(struct cli *c, const struct index *ix,
                               const struct screen_options *o, const char *from, const char *to)
{
    struct screening *r = NEW(&c->arena, struct screening);
    struct error err = {0};
    if (!r)
        return EXIT_FAILED;
    *r = (struct screening){.draft = {.fd = -1}};
    struct batch b = {.ix = ix, .options = o, .next = next, .put = put, .ctx = r};
    struct sigaction action = {.sa_handler = on_interrupt}, before;
    sigaction(SIGINT, &action, &before);
    enum status rc = screen_rows_open(&r->rows, from, &err);
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
    screen_rows_close(&r->rows);
    arena_free(&r->arena);
    return code;
}
