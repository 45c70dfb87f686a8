/* SPDX-License-Identifier: Apache-2.0 */
/* rotate.c - tocsin rotate: another key signs the ledger from now on. */
#include "cli/commands.h"
#include "format/json.h"
#include "ingest/seal.h"

#include <stdio.h>

static const char help[] =
    "Makes a new key for the home's ledger, which keeps its name and all that it has said.  The\n"
    "new key is entered in the ledger, and both keys sign from then on, so that whoever has the\n"
    "old one can take the new one over on its word.\n"
    "  --end   the old key signs no more, and is removed\n"
    "\nGive the new key to those who have the old one, publish, and end it when they had the\n"
    "time to take it: what was signed until then they can check with either.\n"
    "\nExamples:\n"
    "  tocsin rotate\n"
    "  tocsin rotate --end\n";

static void put_json(const struct seal_keys *k, bool end, struct buf *b)
{
    buf_byte(b, '{');
    json_member(b, "key", k->now);
    json_member_or_null(b, "before", k->before);
    buf_printf(b, ",\"ended\":%s}\n", end ? "true" : "false");
}

static void put_text(const struct cli *c, const struct seal_keys *k, bool end, struct buf *b)
{
    buf_printf(b, "Key         %.*s\n", STRF(k->now));
    if (end) {
        buf_puts(b, "The key before it signs no more, and is removed.\n");
        return;
    }
    buf_printf(b, "Before it   %.*s\n\n", STRF(k->before));
    buf_printf(b, "Both sign.  Copy %s/keys to where only you can read it, give the new key to\n",
               c->home->path);
    buf_puts(b, "those who have the old one, and `tocsin rotate --end` when they have taken it.\n");
}

static enum exit_code run(struct cli *c, int argc, char **argv)
{
    bool end = false;
    const struct option_spec specs[] = {{"end", NULL, &end}};
    struct seal_keys keys;
    struct error err = {0};
    struct buf out = {0};
    enum exit_code code;
    if (!cli_options(c, &command_rotate, argc, argv, specs, COUNT(specs), &code))
        return code;
    if (c->count)
        return cli_usage(&command_rotate, "it takes no operands");
    if (!cli_open(c, true, &code))
        return code;
    enum status rc = end ? seal_rotate_end(c->home->seal, &err) : seal_rotate(c->home->seal, &err);
    rc = rc ? rc : seal_key(c->home->seal, &c->arena, &keys, &err);
    if (rc)
        return cli_fail(&err);
    if (c->json)
        put_json(&keys, end, &out);
    else
        put_text(c, &keys, end, &out);
    code = cli_flush(&out) ? EXIT_DONE : EXIT_FAILED;
    buf_free(&out);
    return code;
}

const struct command command_rotate = {
    .name = "rotate",
    .operands = "",
    .summary = "Let another key sign the ledger from now on",
    .help = help,
    .run = run,
};
