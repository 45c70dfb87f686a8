/* SPDX-License-Identifier: Apache-2.0 */
/* show.c - tocsin show LIST REF: one entry, and all that happened to it. */
#include "cli/asof.h"
#include "cli/commands.h"
#include "cli/page.h"
#include "cli/telling.h"
#include "record/decode.h"

#include <stdio.h>

static const char help[] =
    "  --as-of DAY  the entry as it stood on that day; before the list's first version\n"
    "               this is reconstructed from the dates that the entry states\n"
    "\nREF is the authority's own reference, or its internal key (native).\n"
    "\nExamples:\n"
    "  tocsin show un QDi.317\n"
    "  tocsin show un QDi.317 --as-of 2025-08-02 --json\n";

enum { NEAR = 8 };

struct showing {
    struct cli *cli;
    struct asof asof;
    struct str ref;
    struct run run;
    bool present;    /* it has a record on that day */
    struct str body; /* of it */
    struct json_reader *json;
    struct arena arena; /* of the change at hand */
    struct buf out;
    size_t changes;
};

/* ---- Which entry is meant. */

static bool has_runs(struct showing *s, struct str ref, struct error *err)
{
    struct run *runs;
    size_t count = 0;
    return !store_runs(s->asof.store, &s->cli->arena, s->asof.list, ref, &runs, &count, err) &&
           count;
}

static bool find_native(struct showing *s, struct str key, struct error *err)
{
    str_vec refs = {0};
    struct buf piece = {0};
    json_key(&piece, "native");
    json_string(&piece, key);
    if (!store_refs_holding(s->asof.store, &s->cli->arena, s->asof.list, buf_str(&piece), 2, &refs,
                            err) &&
        refs.count == 1)
        s->ref = refs.at[0];
    buf_free(&piece);
    return refs.count == 1;
}

/* The refs that share the longest beginning with what was asked for. */
static void tell_near(struct showing *s, struct str asked)
{
    str_vec near = {0};
    struct error ignored = {0};
    struct buf line = {0};
    for (size_t len = asked.len; len && near.count == 0; len--)
        if (store_refs_like(s->asof.store, &s->cli->arena, s->asof.list, str_span(asked, 0, len),
                            NEAR, &near, &ignored))
            break;
    buf_printf(&line, "tocsin: %.*s has no entry ", STRF(s->asof.list));
    cli_safe(&line, asked);
    for (size_t i = 0; i < near.count; i++) {
        buf_puts(&line, i ? ", " : "; near it: ");
        cli_safe(&line, near.at[i]);
    }
    fprintf(stderr, "%s\n", buf_cstr(&line));
    buf_free(&line);
}

static bool find(struct showing *s, struct str asked, enum exit_code *code)
{
    struct error err = {0};
    s->ref = asked;
    bool found = has_runs(s, asked, &err) || (!err.status && find_native(s, asked, &err));
    *code = err.status ? cli_fail(&err) : EXIT_FAILED;
    if (!found && !err.status)
        tell_near(s, asked);
    return found;
}

static enum status load(struct showing *s, struct error *err)
{
    struct error here = {0};
    s->present = asof_run(&s->asof, s->ref, &s->run, &here);
    if (here.status)
        return fault(err, here.status, 0, "%s", here.why);
    return s->present ? store_record(s->asof.store, &s->cli->arena, s->asof.list, s->ref,
                                     s->run.sha, &s->body, err)
                      : OK;
}

/* ---- For programs. */

static enum status change_item(void *ctx, const struct change *c, struct error *err)
{
    struct showing *s = ctx;
    (void)err;
    buf_puts(&s->out, s->changes++ ? "," : "");
    change_json(&s->out, c);
    return OK;
}

static enum status as_json(struct showing *s, const struct change_filter *history,
                           struct error *err)
{
    char at[INSTANT_TEXT];
    buf_puts(&s->out, "{\"record\":");
    buf_put(&s->out, s->present ? s->body : STR("null"));
    buf_puts(&s->out, ",\"history\":[");
    enum status rc = store_changes(s->asof.store, history, change_item, s, err);
    buf_puts(&s->out, "]");
    json_member(&s->out, "as_of", str_of(instant_text(s->asof.at, at)));
    buf_printf(&s->out, ",\"reconstructed\":%s", s->asof.reconstructed ? "true" : "false");
    json_member(&s->out, "ledger", cli_ledger_fault(s->cli));
    buf_puts(&s->out, "}\n");
    return rc;
}

/* ---- For people. */

/* What it was called last, for an entry that is not there on that day. */
static struct str last_name(struct showing *s)
{
    struct arena *a = &s->cli->arena;
    struct error ignored = {0};
    struct run *runs;
    struct node *top;
    struct str body;
    size_t count = 0;
    if (store_runs(s->asof.store, a, s->asof.list, s->ref, &runs, &count, &ignored) || !count ||
        store_record(s->asof.store, a, s->asof.list, s->ref, runs[count - 1].sha, &body,
                     &ignored) ||
        record_decode(a, body, &top, &ignored))
        return (struct str){0};
    return record_head_of(top).name;
}

static enum status change_line(void *ctx, const struct change *c, struct error *err)
{
    struct showing *s = ctx;
    char by[INSTANT_TEXT], after[INSTANT_TEXT];
    (void)err;
    arena_reset(&s->arena);
    s->changes++;
    buf_printf(&s->out, "  %.10s  %s%.*s%s", instant_text(c->by, by),
               cli_tone(s->cli, cli_change_tone(c->change)), STRF(c->change), cli_plain(s->cli));
    if (c->after)
        buf_printf(&s->out, "  (after %.10s)", instant_text(c->after, after));
    if (c->stated.len) {
        buf_puts(&s->out, "  stated ");
        cli_safe(&s->out, c->stated);
    }
    if (c->other) {
        buf_puts(&s->out, "  another party: ");
        cli_safe(&s->out, c->name);
    }
    buf_byte(&s->out, '\n');
    change_fields(s->cli, s->json, &s->arena, c->fields, 14, &s->out);
    return OK;
}

static enum status put_page(struct showing *s, struct error *err)
{
    char at[INSTANT_TEXT];
    struct node *top = NULL;
    struct buf *b = &s->out;
    const struct list_config *list = home_list(s->cli->home, s->asof.list);
    enum status rc = s->present ? record_decode(&s->cli->arena, s->body, &top, err) : OK;
    if (rc)
        return rc;
    buf_puts(b, cli_tone(s->cli, TONE_STRONG));
    cli_safe(b, s->ref);
    buf_puts(b, "  ");
    cli_safe(b, top ? record_head_of(top).name : last_name(s));
    buf_printf(b, "%s\n%s", cli_plain(s->cli), cli_tone(s->cli, TONE_DIM));
    cli_safe(b, s->asof.list);
    buf_puts(b, ", ");
    cli_safe(b, list->authority);
    buf_printf(b, ", as of %.10s%s\n\n", instant_text(s->asof.at, at), cli_plain(s->cli));
    if (top)
        page_record(s->cli, top, b);
    else
        buf_puts(b, "  It was not on the list that day.\n");
    return OK;
}

static enum status as_page(struct showing *s, const struct change_filter *history,
                           struct error *err)
{
    enum status rc = put_page(s, err);
    buf_puts(&s->out, "\nHistory\n");
    rc = rc ? rc : store_changes(s->asof.store, history, change_line, s, err);
    if (!rc && s->changes == 0) {
        char first[INSTANT_TEXT];
        buf_printf(&s->out, "  No change since the list's first version (%.10s).\n",
                   instant_text(s->asof.first, first));
    }
    return rc;
}

static enum exit_code run(struct cli *c, int argc, char **argv)
{
    struct showing s = {.cli = c};
    const char *day = NULL;
    const struct option_spec specs[] = {{"as-of", &day, NULL}};
    struct error err = {0};
    enum exit_code code;
    if (!cli_options(c, &command_show, argc, argv, specs, COUNT(specs), &code))
        return code;
    if (c->count != 2)
        return cli_usage(&command_show, "name a list and one of its refs");
    if (!cli_open(c, false, &code) || !asof_open(c, c->args[0], day, &s.asof, &code) ||
        !find(&s, str_of(c->args[1]), &code))
        return code;
    const struct change_filter history = {.list = s.asof.list, .ref = s.ref};
    s.json = json_reader_new();
    enum status rc = s.json ? load(&s, &err) : fault(&err, ERR_MEMORY, 0, "no memory to read it");
    rc = rc ? rc : c->json ? as_json(&s, &history, &err) : as_page(&s, &history, &err);
    code = rc ? cli_fail(&err) : cli_write(&s.out) ? EXIT_DONE : EXIT_FAILED;
    asof_tell(&s.asof);
    json_reader_free(s.json);
    arena_free(&s.arena);
    buf_free(&s.out);
    return code;
}

const struct command command_show = {
    .name = "show",
    .operands = "LIST REF",
    .summary = "Show an entry and its whole history",
    .help = help,
    .run = run,
};
