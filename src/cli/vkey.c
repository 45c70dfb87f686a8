/* SPDX-License-Identifier: Apache-2.0 */
/* vkey.c - tocsin vkey: the public half of a key, which whoever checks has to have. */
#include "cli/commands.h"
#include "format/json.h"
#include "ingest/keys.h"

#include <stdio.h>

static const char help[] =
    "Shows the key that signatures are checked with: of the home's ledger, or of a file that\n"
    "`tocsin keygen` wrote.  It is no secret: who has it can check what the ledger signs.\n"
    "\nExamples:\n"
    "  tocsin vkey\n"
    "  tocsin vkey ledger.key\n"
    "  tocsin check present.tlog-proof --vkey \"$(tocsin vkey)\"\n";

static enum status of_file(struct cli *c, const char *path, struct str *out, struct error *err)
{
    struct signers s;
    enum status rc = keys_load(path, &s, err);
    if (rc)
        return rc;
    struct key newest = signer_key(&s.at[0]);
    *out = key_print(&c->arena, &newest);
    signers_wipe(&s);
    return OK;
}

static enum status of_home(struct cli *c, const char *home, struct str *out, struct error *err)
{
    char path[KEYS_PATH];
    key_vec keys = {0};
    enum status rc = keys_public(keys_path(home, "ledger/key", path), &c->arena, &keys, err);
    if (!rc)
        *out = key_print(&c->arena, &keys.at[0]);
    return rc;
}

static enum exit_code run(struct cli *c, int argc, char **argv)
{
    struct error err = {0};
    struct buf out = {0};
    struct str home = {0}, key = {0};
    enum exit_code code;
    if (!cli_options(c, &command_vkey, argc, argv, NULL, 0, &code))
        return code;
    if (c->count > 1)
        return cli_usage(&command_vkey, "name one file, or none for the home");
    if (!c->count && !cli_home(c, &home, &code))
        return code;
    if (c->count ? of_file(c, c->args[0], &key, &err) : of_home(c, home.s, &key, &err))
        return cli_fail(&err);
    if (c->json) {
        buf_byte(&out, '{');
        json_member(&out, "key", key);
        buf_puts(&out, "}\n");
    } else {
        buf_printf(&out, "%.*s\n", STRF(key));
    }
    code = cli_flush(&out) ? EXIT_DONE : EXIT_FAILED;
    buf_free(&out);
    return code;
}

const struct command command_vkey = {
    .name = "vkey",
    .operands = "[FILE]",
    .summary = "Show the key that a ledger's signatures are checked with",
    .help = help,
    .run = run,
};
