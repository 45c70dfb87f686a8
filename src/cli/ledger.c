/* SPDX-License-Identifier: Apache-2.0 */
/* ledger.c - tocsin ledger: what was signed last, and by which key. */
#include "cli/commands.h"
#include "format/json.h"
#include "ingest/seal.h"

#include <stdio.h>

static const char help[] =
    "The ledger is a log that only grows: how each version was judged, each change, the\n"
    "root of each version's entries, and a heartbeat a day for each list.  Its checkpoint,\n"
    "signed, says how long it is and what its root is; whoever has an old one can tell\n"
    "whether what was said then is in the log still.\n"
    "\nExamples:\n"
    "  tocsin ledger\n"
    "  tocsin ledger --json | jq -r .checkpoint\n";

static void put_text(struct cli *c, const struct ledger_view *v, struct buf *b)
{
    char hex[SHA256_HEX];
    struct str key = key_print(&c->arena, &v->key);
    buf_printf(b, "Origin      %.*s\n", STRF(v->checkpoint.origin));
    buf_printf(b, "Entries     %llu\n", (unsigned long long)v->checkpoint.size);
    buf_printf(b, "Root        %s\n", sha256_hex(v->checkpoint.root, hex));
    buf_printf(b, "Key         %.*s\n\n%.*s", STRF(key), STRF(v->note));
}

static void put_json(struct cli *c, const struct ledger_view *v, struct buf *b)
{
    char hex[SHA256_HEX];
    buf_byte(b, '{');
    json_member(b, "origin", v->checkpoint.origin);
    json_key(b, "entries");
    buf_printf(b, "%llu", (unsigned long long)v->checkpoint.size);
    json_member(b, "root", str_of(sha256_hex(v->checkpoint.root, hex)));
    json_member(b, "key", key_print(&c->arena, &v->key));
    json_member(b, "checkpoint", v->note);
    json_member(b, "ledger", cli_ledger_fault(c));
    buf_puts(b, "}\n");
}

static enum exit_code run(struct cli *c, int argc, char **argv)
{
    struct ledger_view v;
    struct error err = {0};
    struct buf out = {0};
    enum exit_code code;
    if (!cli_options(c, &command_ledger, argc, argv, NULL, 0, &code))
        return code;
    if (c->count)
        return cli_usage(&command_ledger, "it takes no operands");
    if (!cli_open(c, false, &code))
        return code;
    if (seal_view(c->home->path, c->home->store, &c->arena, &v, &err))
        return cli_fail(&err);
    if (!v.note.len) {
        fputs("tocsin: nothing has been signed yet; the next import does\n", stderr);
        return EXIT_FAILED;
    }
    if (c->json)
        put_json(c, &v, &out);
    else
        put_text(c, &v, &out);
    code = cli_flush(&out) ? EXIT_DONE : EXIT_FAILED;
    buf_free(&out);
    return code;
}

const struct command command_ledger = {
    .name = "ledger",
    .operands = "",
    .summary = "Show the ledger's size, root, key and last checkpoint",
    .help = help,
    .run = run,
};
