/* SPDX-License-Identifier: Apache-2.0 */
/* entries.c - tocsin entries LIST: every entry of a list, as of a day. */
#include "cli/asof.h"
#include "cli/commands.h"
#include "record/decode.h"

static const char help[] =
    "  --as-of DAY  as the list stood on that day; before its first version this is\n"
    "               reconstructed from the dates that the list states\n"
    "  --all        also entries that the list still prints but no longer designates\n"
    "\nWith --json each line is one record in its canonical form (RFC 8785).\n"
    "\nExamples:\n"
    "  tocsin entries un --as-of 2025-08-02\n"
    "  tocsin entries us-sdn --json | jq -r '.names[].text'\n";

enum { OUTPUT_BLOCK = 1 << 16 };

struct listing {
    struct asof asof;
    struct table *table; /* or NULL for JSON */
    struct buf out;
    struct arena arena; /* of the entry at hand */
    bool all;
};

static enum status put_row(struct listing *l, struct str body, struct error *err)
{
    struct node *top;
    enum status rc = record_decode(&l->arena, body, &top, err);
    if (rc)
        return rc;
    struct record_head h = record_head_of(top);
    table_text(l->table, TONE_STRONG, h.ref);
    table_text(l->table, TONE_PLAIN, h.kind);
    table_text(l->table, cli_change_tone(h.status), h.status);
    table_text(l->table, TONE_PLAIN, h.listed);
    table_text(l->table, TONE_PLAIN, h.name);
    return table_more(l->table) ? OK : fault(err, ERR_IO, 0, "not all is printed");
}

static enum status put_entry(void *ctx, struct str ref, const struct run *r, struct error *err)
{
    struct listing *l = ctx;
    struct str body;
    if (!r->in_force && !l->all)
        return OK;
    arena_reset(&l->arena);
    enum status rc = store_record(l->asof.store, &l->arena, l->asof.list, ref, r->sha, &body, err);
    if (rc || l->table)
        return rc ? rc : put_row(l, body, err);
    buf_put(&l->out, body);
    buf_byte(&l->out, '\n');
    return l->out.len < OUTPUT_BLOCK || cli_flush(&l->out)
               ? OK
               : fault(err, ERR_IO, 0, "not all is printed");
}

static enum exit_code run(struct cli *c, int argc, char **argv)
{
    static const char *const headings[] = {"ref", "kind", "status", "listed", "name"};
    struct listing l = {0};
    const char *day = NULL;
    const struct option_spec specs[] = {{"as-of", &day, NULL}, {"all", NULL, &l.all}};
    struct error err = {0};
    enum exit_code code;
    if (!cli_options(c, &command_entries, argc, argv, specs, COUNT(specs), &code))
        return code;
    if (c->count != 1)
        return cli_usage(&command_entries, "name one list");
    if (!cli_open(c, false, &code) || !asof_open(c, c->args[0], day, &l.asof, &code))
        return code;
    l.table = c->json ? NULL : table_new(c, headings, COUNT(headings));
    code = asof_each(&l.asof, put_entry, &l, &err) ? cli_fail(&err) : EXIT_DONE;
    if (!code && (!cli_flush(&l.out) || (l.table && !table_flush(l.table))))
        code = EXIT_FAILED;
    asof_tell(&l.asof);
    table_free(l.table);
    arena_free(&l.arena);
    buf_free(&l.out);
    return code;
}

const struct command command_entries = {
    .name = "entries",
    .operands = "LIST",
    .summary = "Print every entry of a list, as of any day",
    .help = help,
    .run = run,
};
