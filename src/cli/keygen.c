/* SPDX-License-Identifier: Apache-2.0 */
/* keygen.c - tocsin keygen: a new key as a file, for who keeps secrets elsewhere than in the home.
 */
#include "base/file.h"
#include "cli/commands.h"
#include "format/json.h"
#include "ingest/keys.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const char help[] =
    "Writes a new Ed25519 key, in the form of signed notes (c2sp.org/signed-note), to a file that\n"
    "only you can read, and shows its public half.  A file that is there is never written over.\n"
    "`tocsin init` makes the key of a home by itself: this is for keys that are kept elsewhere.\n"
    "  -o FILE        where to; - is standard output (needed)\n"
    "  --origin NAME  what the ledger is called that it is to sign (needed)\n"
    "\nExamples:\n"
    "  tocsin keygen --origin lists.example.org/ledger -o ledger.key\n"
    "  tocsin keygen --origin lists.example.org/ledger -o - | systemd-creds encrypt - "
    "ledger.cred\n";

static enum status to_stdout(const struct signer *s, struct error *err)
{
    char text[SIGNER_TEXT];
    struct buf line = {0};
    buf_put(&line, signer_print(s, text));
    buf_byte(&line, '\n');
    enum status rc = file_put(STDOUT_FILENO, buf_str(&line), "standard output", err);
    secret_wipe(text, sizeof text);
    if (line.s)
        secret_wipe(line.s, line.cap);
    buf_free(&line);
    return rc;
}

/* The public half; beside a secret on standard output it goes to the other stream. */
static enum exit_code tell(struct cli *c, const struct signer *s, bool aside)
{
    struct key key = signer_key(s);
    struct str text = key_print(&c->arena, &key);
    struct buf out = {0};
    if (aside) {
        fprintf(stderr, "%.*s\n", STRF(text));
        return EXIT_DONE;
    }
    if (c->json) {
        buf_byte(&out, '{');
        json_member(&out, "key", text);
        buf_puts(&out, "}\n");
    } else {
        buf_printf(&out, "%.*s\n", STRF(text));
    }
    enum exit_code code = cli_flush(&out) ? EXIT_DONE : EXIT_FAILED;
    buf_free(&out);
    return code;
}

static enum exit_code run(struct cli *c, int argc, char **argv)
{
    const char *origin = "", *to = "";
    const struct option_spec specs[] = {{"origin", &origin, NULL}, {"o", &to, NULL}};
    struct signer s = {0};
    struct error err = {0};
    enum exit_code code;
    if (!cli_options(c, &command_keygen, argc, argv, specs, COUNT(specs), &code))
        return code;
    if (c->count || !*origin || !*to)
        return cli_usage(&command_keygen, "say with --origin what the ledger is called, and with "
                                          "-o where the key is to go");
    bool aside = strcmp(to, "-") == 0;
    enum status rc = keys_check_origin(str_of(origin), &err);
    rc = rc ? rc : signer_generate(str_of(origin), KEY_ED25519, &s, &err);
    if (!rc)
        rc = aside ? to_stdout(&s, &err) : keys_save(to, &s, &err);
    code = rc ? cli_fail(&err) : tell(c, &s, aside);
    signer_wipe(&s);
    return code;
}

const struct command command_keygen = {
    .name = "keygen",
    .operands = "--origin NAME -o FILE",
    .summary = "Make a key that signs a ledger, as a file",
    .help = help,
    .run = run,
};
