/* SPDX-License-Identifier: Apache-2.0 */
/* brief.c - tocsin brief [GROUP]: what changed lately, and who still lists a group. */
#include "cli/commands.h"
#include "cli/stance.h"
#include "cli/telling.h"
#include "ingest/builtin.h"

#include <stdio.h>

static const char help[] =
    "GROUP is a group of the casebook (default Taliban).  Rows of the casebook that are\n"
    "known from memory only are marked so: no source has been found for them yet.\n"
    "\nWith --json each line is {\"change\":…}, {\"position\":…} or {\"evidence\":…}.\n"
    "\nExamples:\n"
    "  tocsin brief\n"
    "  tocsin brief FARC\n";

enum { LATELY_DAYS = 30, LINES = 15 };

/* The newest changes, by what they are: amendments are many and come last. */
struct lately {
    struct cli *cli;
    int64_t since;
    bool fallback; /* nothing is of the last days: these are the newest there are */
    size_t other, amended;
    size_t passed; /* over, before the lines that are shown */
    struct table *table;
    struct buf out;
};

static enum status newest_by(void *ctx, const struct change *c, struct error *err)
{
    (void)err;
    *(int64_t *)ctx = c->by;
    return OK;
}

static enum status count_change(void *ctx, const struct change *c, struct error *err)
{
    struct lately *l = ctx;
    (void)err;
    if (str_is(c->change, "amended"))
        l->amended++;
    else
        l->other++;
    return OK;
}

static enum status show_change(void *ctx, const struct change *c, struct error *err)
{
    struct lately *l = ctx;
    char by[INSTANT_TEXT];
    size_t shown = l->other ? l->other : l->amended;
    (void)err;
    if (l->other && str_is(c->change, "amended"))
        return OK;
    if (l->passed++ + LINES < shown)
        return OK;
    if (!l->table) {
        buf_puts(&l->out, "{\"change\":");
        change_json(&l->out, c);
        buf_puts(&l->out, "}\n");
        return OK;
    }
    table_text(l->table, TONE_PLAIN, str_span(str_of(instant_text(c->by, by)), 0, 10));
    table_text(l->table, TONE_PLAIN, c->list);
    table_text(l->table, cli_change_tone(c->change), c->change);
    table_text(l->table, TONE_STRONG, c->ref);
    table_text(l->table, TONE_PLAIN, c->name);
    return OK;
}

static enum status find_since(struct lately *l, struct error *err)
{
    struct change_filter newest = {.last = 1};
    int64_t by = 0;
    l->since = clock_now() - (int64_t)LATELY_DAYS * DAY_SECONDS;
    enum status rc = store_changes(l->cli->home->store, &newest, newest_by, &by, err);
    l->fallback = by < l->since;
    if (by && l->fallback)
        l->since = by;
    return rc;
}

static void tell_rest(const struct lately *l, struct buf *b)
{
    char since[INSTANT_TEXT];
    size_t shown = l->other ? l->other : l->amended, hidden = shown > LINES ? shown - LINES : 0;
    if (hidden || (l->other && l->amended)) {
        buf_puts(b, "and ");
        if (hidden)
            buf_printf(b, "%zu more%s", hidden, l->other && l->amended ? ", " : "");
        if (l->other && l->amended)
            buf_printf(b, "%zu amended", l->amended);
        buf_printf(b, "; `tocsin changes --since %.10s --last 0` tells all\n",
                   instant_text(l->since, since));
    }
}

static void put_heading(const struct cli *c, struct buf *b, const char *text)
{
    buf_printf(b, "%s%s%s\n", cli_tone(c, TONE_STRONG), text, cli_plain(c));
}

static enum status tell_lately(struct cli *c, struct error *err)
{
    static const char *const headings[] = {"by", "list", "change", "ref", "name"};
    struct lately l = {.cli = c};
    struct buf head = {0};
    char day[INSTANT_TEXT];
    enum status rc = find_since(&l, err);
    struct change_filter f = {.since = l.since};
    rc = rc ? rc : store_changes(c->home->store, &f, count_change, &l, err);
    if (!rc && !c->json) {
        if (l.fallback)
            buf_printf(&head, "What changed last (%.10s)", instant_text(l.since, day));
        else
            buf_printf(&head, "What changed in the last %d days", LATELY_DAYS);
        put_heading(c, &l.out, l.other + l.amended ? buf_cstr(&head) : "What changed");
        if (l.other + l.amended == 0)
            buf_puts(&l.out, "Nothing yet: no list has had a second version that says more.\n");
        if (!cli_flush(&l.out))
            rc = fault(err, ERR_IO, 0, "not all is printed");
        l.table = l.other + l.amended ? table_new(c, headings, COUNT(headings)) : NULL;
    }
    if (!rc && (l.table || c->json))
        rc = store_changes(c->home->store, &f, show_change, &l, err);
    if (!rc && l.table) {
        table_flush(l.table);
        tell_rest(&l, &l.out);
    }
    if (!rc && !cli_write(&l.out))
        rc = fault(err, ERR_IO, 0, "not all is printed");
    table_free(l.table);
    buf_free(&head);
    buf_free(&l.out);
    return rc;
}

static enum exit_code no_such_group(const struct stances *s, const char *asked)
{
    struct buf b = {0};
    buf_puts(&b, "tocsin: the casebook has no group ");
    cli_safe(&b, str_of(asked));
    for (size_t i = 0; i < s->groups.count; i++) {
        buf_puts(&b, i ? ", " : "; it has ");
        cli_safe(&b, s->groups.at[i]);
    }
    fprintf(stderr, "%s\n", buf_cstr(&b));
    buf_free(&b);
    return EXIT_FAILED;
}

static enum exit_code tell_stances(struct cli *c, const char *group, struct error *err)
{
    struct stances s;
    struct buf b = {0};
    bool written;
    if (stances_find(c, str_of(group), &s, err))
        return cli_fail(err);
    if (s.group.len == 0)
        return no_such_group(&s, group);
    if (c->json) {
        stances_json(&s, &b);
        written = cli_write(&b);
    } else {
        struct buf head = {0};
        buf_puts(&head, "Who still lists ");
        buf_puts(&head, str_is(s.group, "Taliban") ? "the " : "");
        cli_safe(&head, s.group);
        buf_puts(&head, ", and who has let go");
        buf_byte(&b, '\n');
        put_heading(c, &b, buf_cstr(&head));
        written = cli_write(&b) && stances_print(c, &s);
        buf_free(&head);
    }
    buf_free(&b);
    return written ? EXIT_DONE : EXIT_FAILED;
}

/* The casebook comes in first, if the home lacks it; while another writer has
 * the home, what there is must do. */
static bool open_loaded(struct cli *c, enum exit_code *code)
{
    struct error err = {0};
    struct str path;
    bool due = true;
    if (!cli_home(c, &path, code))
        return false;
    enum status rc = home_open(path.s, false, &c->home, &err);
    if (!rc)
        rc = builtin_due(c->home, &due, &err);
    if (rc == ERR_USAGE || (!rc && due)) {
        home_close(c->home);
        c->home = NULL;
        err = (struct error){0};
        rc = home_open(path.s, true, &c->home, &err);
        rc = rc ? rc : builtin_import(c->home, &c->arena, NULL, &due, &err);
        if (rc == ERR_CONFLICT || rc == ERR_CORRUPT) /* what can be read is told all the same */
            return cli_open(c, false, code);
    } else if (!rc) {
        cli_tell_ledger(c);
        rc = store_freeze(c->home->store, &err);
    }
    if (rc)
        *code = cli_fail(&err);
    return !rc;
}

static enum exit_code run(struct cli *c, int argc, char **argv)
{
    struct error err = {0};
    enum exit_code code;
    if (!cli_options(c, &command_brief, argc, argv, NULL, 0, &code))
        return code;
    if (c->count > 1)
        return cli_usage(&command_brief, "name one group");
    if (!open_loaded(c, &code))
        return code;
    if (tell_lately(c, &err))
        return cli_fail(&err);
    return tell_stances(c, c->count ? c->args[0] : "Taliban", &err);
}

const struct command command_brief = {
    .name = "brief",
    .operands = "[GROUP]",
    .summary = "Say what changed lately, and who still lists a group",
    .help = help,
    .run = run,
};
