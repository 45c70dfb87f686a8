/* SPDX-License-Identifier: Apache-2.0 */
/* decide.c - tocsin accept ID, tocsin discard ID: a person's word on a held version. */
#include "cli/commands.h"
#include "cli/report.h"

static const char accept_help[] =
    "ID is the beginning of the version's hash, as `tocsin lists` shows it.  The guards\n"
    "are set aside; bytes that are not UTF-8 become U+FFFD.  A version that cannot be\n"
    "read at all cannot be accepted.\n"
    "\nExample:\n"
    "  tocsin accept fe1beb0172dc\n";

static const char discard_help[] =
    "ID is the beginning of the version's hash, as `tocsin lists` shows it.  Its files\n"
    "are kept all the same.\n"
    "\nExample:\n"
    "  tocsin discard fe1beb0172dc\n";

static enum exit_code decide(struct cli *c, const struct command *self, int argc, char **argv,
                             bool accept)
{
    struct import_result result;
    struct error err = {0};
    struct buf out = {0};
    enum exit_code code;
    if (!cli_options(c, self, argc, argv, NULL, 0, &code))
        return code;
    if (c->count != 1)
        return cli_usage(self, "name one held version by its id");
    if (!cli_open(c, true, &code))
        return code;
    if (import_decide(c->home, str_of(c->args[0]), accept, &c->arena, &result, &err))
        return cli_fail(&err);
    if (c->json)
        report_json(&out, result.list, &result);
    else
        report_text(c, &out, result.list, &result);
    code = cli_write(&out) ? EXIT_DONE : EXIT_FAILED;
    buf_free(&out);
    return code;
}

static enum exit_code run_accept(struct cli *c, int argc, char **argv)
{
    return decide(c, &command_accept, argc, argv, true);
}

static enum exit_code run_discard(struct cli *c, int argc, char **argv)
{
    return decide(c, &command_discard, argc, argv, false);
}

const struct command command_accept = {
    .name = "accept",
    .operands = "ID",
    .summary = "Let a held version stand",
    .help = accept_help,
    .run = run_accept,
};

const struct command command_discard = {
    .name = "discard",
    .operands = "ID",
    .summary = "Put a held version aside for good",
    .help = discard_help,
    .run = run_discard,
};
