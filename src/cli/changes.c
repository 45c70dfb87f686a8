/* SPDX-License-Identifier: Apache-2.0 */
/* changes.c - tocsin changes [LIST…]: what happened to entries, newest last. */
#include "cli/commands.h"
#include "cli/telling.h"

#include <stdio.h>
#include <string.h>

static const char help[] =
    "  --since DAY    changes seen on that day or later\n"
    "  --until DAY    changes seen on that day or earlier\n"
    "  --kind KIND    person, organisation, vessel, aircraft or unknown\n"
    "  --change WHAT  listed, amended, suspended, restored, delisted or relisted\n"
    "  --last N       only the newest N (default 50 on a terminal); 0 for all\n"
    "\nExamples:\n"
    "  tocsin changes --since 2025-11-01\n"
    "  tocsin changes un eu --change delisted\n"
    "  tocsin changes --json | jq -r .name\n";

enum { LAST_DEFAULT = 50, OUTPUT_BLOCK = 1 << 16 };

struct telling {
    struct cli *cli;
    struct table *table; /* or NULL for JSON */
    struct buf out;
    struct json_reader *json;
    struct arena arena; /* of the change at hand */
    size_t count;
};

static const char *const kinds[] = {"person",   "organisation", "vessel",
                                    "aircraft", "unknown",      NULL};
static const char *const words[] = {"listed",   "amended",  "suspended", "restored",
                                    "delisted", "relisted", NULL};

/* What the last column says: which members changed, or the date stated. */
static struct str remark_on(struct telling *t, const struct change *c)
{
    struct buf text = {0};
    if (c->other)
        buf_puts(&text, "the ref went to another party");
    else if (str_is(c->change, "amended"))
        change_members(t->json, &t->arena, c->fields, &text);
    else if (c->stated.len)
        buf_printf(&text, "stated %.*s", STRF(c->stated));
    struct str remark = arena_copy(&t->arena, buf_str(&text));
    buf_free(&text);
    return remark;
}

static enum status put_row(struct telling *t, const struct change *c, struct error *err)
{
    char by[INSTANT_TEXT];
    arena_reset(&t->arena);
    table_text(t->table, TONE_PLAIN, str_span(str_of(instant_text(c->by, by)), 0, 10));
    table_text(t->table, TONE_PLAIN, c->list);
    table_text(t->table, cli_change_tone(c->change), c->change);
    table_text(t->table, TONE_STRONG, c->ref);
    table_text(t->table, TONE_PLAIN, c->name);
    table_text(t->table, TONE_DIM, remark_on(t, c));
    return table_more(t->table) ? OK : fault(err, ERR_IO, 0, "not all is printed");
}

static enum status tell(void *ctx, const struct change *c, struct error *err)
{
    struct telling *t = ctx;
    t->count++;
    if (t->table)
        return put_row(t, c, err);
    change_json(&t->out, c);
    buf_byte(&t->out, '\n');
    return t->out.len < OUTPUT_BLOCK || cli_flush(&t->out)
               ? OK
               : fault(err, ERR_IO, 0, "not all is printed");
}

static bool one_of(const char *word, const char *const *known)
{
    for (; *known; known++)
        if (strcmp(word, *known) == 0)
            return true;
    return false;
}

struct asked {
    const char *since, *until, *kind, *change, *last;
};

static bool read_filter(struct cli *c, const struct asked *asked, struct change_filter *f,
                        enum exit_code *code)
{
    uint64_t last = c->columns && !c->json ? LAST_DEFAULT : 0;
    *code = EXIT_USAGE;
    if (!cli_lists(c, (const char *const *)c->args, c->count, &f->list))
        return false;
    if (asked->since && !cli_instant(asked->since, false, &f->since))
        return false;
    if (asked->until && !cli_instant(asked->until, true, &f->until))
        return false;
    f->until += asked->until != NULL;
    f->kind = str_of(asked->kind);
    f->change = str_of(asked->change);
    if (asked->kind && !one_of(asked->kind, kinds))
        cli_usage(&command_changes, "there is no kind '%s'", asked->kind);
    else if (asked->change && !one_of(asked->change, words))
        cli_usage(&command_changes, "there is no change '%s'", asked->change);
    else if (asked->last && !str_number(str_of(asked->last), 1 << 30, &last))
        cli_usage(&command_changes, "--last needs a number, not '%s'", asked->last);
    else
        *code = EXIT_DONE;
    f->last = last;
    return *code == EXIT_DONE;
}

static enum exit_code run(struct cli *c, int argc, char **argv)
{
    static const char *const headings[] = {"by", "list", "change", "ref", "name", "what"};
    struct asked asked = {0};
    const struct option_spec specs[] = {{"since", &asked.since, NULL},
                                        {"until", &asked.until, NULL},
                                        {"kind", &asked.kind, NULL},
                                        {"change", &asked.change, NULL},
                                        {"last", &asked.last, NULL}};
    struct change_filter filter = {0};
    struct telling t = {.cli = c};
    struct error err = {0};
    enum exit_code code;
    if (!cli_options(c, &command_changes, argc, argv, specs, COUNT(specs), &code) ||
        !cli_open(c, false, &code) || !read_filter(c, &asked, &filter, &code))
        return code;
    t.json = json_reader_new();
    t.table = c->json ? NULL : table_new(c, headings, COUNT(headings));
    enum status rc = t.json ? store_changes(c->home->store, &filter, tell, &t, &err)
                            : fault(&err, ERR_MEMORY, 0, "no memory to read changes");
    code = rc ? cli_fail(&err) : EXIT_DONE;
    if (!rc && !cli_flush(&t.out))
        code = EXIT_FAILED;
    if (!rc && t.table && t.count && !table_flush(t.table))
        code = EXIT_FAILED;
    if (!rc && t.table && t.count == 0)
        fputs("tocsin: no such change\n", stderr);
    if (!rc && c->columns && filter.last && t.count == filter.last)
        fprintf(stderr, "the newest %zu; --last 0 shows all\n", t.count);
    table_free(t.table);
    json_reader_free(t.json);
    arena_free(&t.arena);
    buf_free(&t.out);
    return code;
}

const struct command command_changes = {
    .name = "changes",
    .operands = "[LIST…]",
    .summary = "Tell what was listed, amended, suspended, delisted or relisted, newest last",
    .help = help,
    .run = run,
};
