/* SPDX-License-Identifier: Apache-2.0 */
/* pull.c - tocsin pull [LIST…]: what the authorities publish now. */
#include "ingest/pull.h"
#include "cli/commands.h"
#include "cli/report.h"
#include "format/json.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const char help[] =
    "Fetches lists from their authorities, several at once, and takes in what is new.\n"
    "Without names: every list that has an address and is not optional.\n"
    "  --from DIR|URL  a folder or mirror that has the files, as DIR/LIST/NAME,\n"
    "                  DIR/NAME or DIR/LIST.EXT (of a URL: URL/LIST/NAME)\n"
    "\nExamples:\n"
    "  tocsin pull\n"
    "  tocsin pull un eu gb\n"
    "  tocsin pull --from /media/lists un\n"
    "\nExit codes: 0 done, 1 a list failed, 2 wrong usage, 3 a list was held\n";

enum { BAR = 20 };

/* How it stands, on stderr, redrawn in place; only on a terminal. */
struct display {
    struct cli *cli;
    size_t lines; /* drawn so far */
    bool live;
    enum exit_code code;
};

static void draw_job(struct buf *b, const struct fetch_job *job)
{
    static const char *const words[] = {"…", "fetched", "not modified", "failed"};
    double mb = (double)job->bytes / 1e6;
    size_t filled = job->outcome != FETCH_PENDING ? BAR : (size_t)(job->bytes >> 20) % BAR;
    buf_printf(b, "\033[2K  %-12.*s ", STRF(job->list));
    for (size_t i = 0; i < BAR; i++)
        buf_puts(b, i < filled ? "━" : "╌");
    buf_printf(b, " %8.1f MB  %s\n", mb, words[job->outcome]);
}

static bool draw(void *ctx, const struct fetch_job *jobs, size_t count)
{
    struct display *d = ctx;
    struct buf b = {0};
    if (!d->live)
        return true;
    if (d->lines)
        buf_printf(&b, "\033[%zuA", d->lines);
    for (size_t i = 0; i < count; i++)
        draw_job(&b, &jobs[i]);
    d->lines = count;
    fputs(buf_cstr(&b), stderr);
    buf_free(&b);
    return true;
}

static void say_json(struct buf *b, const struct pull_result *r)
{
    bool imported = r->outcome == PULL_NEW || r->outcome == PULL_SAME || r->outcome == PULL_HELD;
    if (imported) {
        report_json(b, r->list, &r->import);
        b->len -= 2; /* the outcome goes in before "}\n" */
    } else {
        buf_byte(b, '{');
        json_member(b, "list", r->list);
    }
    json_member(b, "outcome", str_of(pull_outcome_text(r->outcome)));
    if (r->outcome == PULL_FAILED)
        json_member(b, "why", str_of(r->error.why));
    buf_puts(b, "}\n");
}

static void say_text(const struct cli *c, struct buf *b, const struct pull_result *r)
{
    switch (r->outcome) {
    case PULL_NEW:
    case PULL_HELD:
        report_text(c, b, r->list, &r->import);
        break;
    case PULL_SAME:
    case PULL_UNCHANGED:
        buf_printf(b, "%.*s: nothing new\n", STRF(r->list));
        break;
    case PULL_NO_ADDRESS:
        buf_printf(b, "%.*s: no address is known for it; take in its file by `tocsin import`\n",
                   STRF(r->list));
        break;
    case PULL_FAILED:
        buf_printf(b, "%.*s: %sfailed%s: ", STRF(r->list), cli_tone(c, TONE_BAD), cli_plain(c));
        cli_safe(b, str_of(r->error.why));
        buf_byte(b, '\n');
        break;
    }
}

static void say(void *ctx, const struct pull_result *r)
{
    struct display *d = ctx;
    struct buf b = {0};
    if (d->cli->json)
        say_json(&b, r);
    else
        say_text(d->cli, &b, r);
    if (!cli_write(&b) || r->outcome == PULL_FAILED)
        d->code = EXIT_FAILED;
    else if (r->outcome == PULL_HELD && d->code == EXIT_DONE)
        d->code = EXIT_HELD;
    buf_free(&b);
}

static enum exit_code run(struct cli *c, int argc, char **argv)
{
    const char *from = NULL;
    const struct option_spec specs[] = {{"from", &from, NULL}};
    struct display d = {.cli = c};
    struct pull_result casebook, *results;
    struct error err = {0};
    size_t count;
    enum exit_code code = EXIT_FAILED;
    if (!cli_options(c, &command_pull, argc, argv, specs, COUNT(specs), &code))
        return code;
    struct str *lists = arena_alloc(&c->arena, (size_t)c->count + 1, sizeof *lists);
    if (!cli_open(c, true, &code) || !lists)
        return code;
    for (int i = 0; i < c->count; i++)
        lists[i] = str_of(c->args[i]);
    d.live = isatty(STDERR_FILENO) && !c->json;
    struct pull_job job = {.lists = lists,
                           .count = (size_t)c->count,
                           .from = from                ? from
                                   : c->home->from.len ? c->home->from.s
                                                       : NULL,
                           .progress = draw,
                           .done = say,
                           .ctx = &d};
    if (pull_casebook(c->home, &c->arena, &casebook, &err))
        return cli_fail(&err);
    if (casebook.outcome != PULL_UNCHANGED)
        say(&d, &casebook);
    if (pull_lists(c->home, &job, &c->arena, &results, &count, &err))
        return cli_fail(&err);
    return d.code;
}

const struct command command_pull = {
    .name = "pull",
    .operands = "[LIST…]",
    .summary = "Fetch lists from their authorities and take in what is new",
    .help = help,
    .run = run,
};
