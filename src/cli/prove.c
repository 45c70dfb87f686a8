/* SPDX-License-Identifier: Apache-2.0 */
/* prove.c - tocsin prove: what a list said of an entry, or that it said nothing, as one file. */
#include "base/file.h"
#include "cli/commands.h"
#include "cli/proof.h"

#include <stdio.h>
#include <unistd.h>

static const char help[] =
    "Writes a file that proves, to anybody who has the ledger's key, what the list said of the\n"
    "entry on that day: its record, or that it had none.  `tocsin check` reads it.\n"
    "  -o FILE        where to (default: standard output)\n"
    "  --as-of DAY    the newest version up to then (default: the newest)\n"
    "  --change SEQ   prove that change, by the number that `tocsin changes` shows\n"
    "\nThat this home saw the list so is proven, and when it was signed at the latest; not that\n"
    "the authority said it, nor that the authority told the truth.\n"
    "\nExamples:\n"
    "  tocsin prove un QDi.317 --as-of 2025-08-02 -o present.tlog-proof\n"
    "  tocsin prove --change 17 -o change.tlog-proof\n"
    "  tocsin check present.tlog-proof --vkey \"$(tocsin vkey)\"\n";

static bool sequence(const char *text, int64_t *out)
{
    uint64_t n = 0;
    bool good = str_number(str_of(text), INT64_MAX, &n) && n > 0;
    *out = (int64_t)n;
    return good;
}

/* A proof on a terminal is of no use to anybody. */
static enum exit_code hand_over(struct cli *c, const char *to, const struct buf *file,
                                const struct proof *p)
{
    struct error err = {0};
    struct buf said = {0};
    if (!to)
        return cli_write(file) ? EXIT_DONE : EXIT_FAILED;
    if (file_write(to, buf_str(file), 0644, &err))
        return cli_fail(&err);
    cli_proof(c, p, &said);
    enum exit_code code = cli_flush(&said) ? EXIT_DONE : EXIT_FAILED;
    buf_free(&said);
    return code;
}

static enum exit_code run(struct cli *c, int argc, char **argv)
{
    const char *day = NULL, *change = NULL, *to = NULL;
    const struct option_spec specs[] = {
        {"as-of", &day, NULL}, {"change", &change, NULL}, {"o", &to, NULL}};
    int64_t at = INSTANT_END, seq = 0;
    struct error err = {0};
    struct buf file = {0};
    struct proof p;
    struct str list;
    enum exit_code code;
    if (!cli_options(c, &command_prove, argc, argv, specs, COUNT(specs), &code))
        return code;
    if (change ? c->count != 0 || day : c->count != 2)
        return cli_usage(&command_prove, "name a list and a ref, or --change SEQ");
    if (!change && !*c->args[1])
        return cli_usage(&command_prove, "a ref is not empty");
    if (change && !sequence(change, &seq))
        return cli_usage(&command_prove, "--change is a number from 1, not '%s'", change);
    if (!to && isatty(STDOUT_FILENO))
        return cli_usage(&command_prove, "say with -o where the proof is to go");
    if ((day && !cli_instant(day, true, &at)))
        return EXIT_USAGE;
    if (!cli_open(c, false, &code))
        return code;
    if (!change && !cli_lists(c, (const char *const *)c->args, 1, &list))
        return EXIT_USAGE;
    if (change ? proof_of_change(c->home, seq, &file, &p, &err)
               : proof_of_entry(c->home, list, str_of(c->args[1]), at, &file, &p, &err))
        code = cli_fail(&err);
    else
        code = hand_over(c, to, &file, &p);
    buf_free(&file);
    return code;
}

const struct command command_prove = {
    .name = "prove",
    .operands = "LIST REF | --change SEQ",
    .summary = "Prove what a list said of an entry, or that it said nothing",
    .help = help,
    .run = run,
};
