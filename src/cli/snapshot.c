/* SPDX-License-Identifier: Apache-2.0 */
/* snapshot.c - opening the snapshot for a command, and tocsin index. */
#include "screen/snapshot.h"
#include "cli/commands.h"
#include "cli/screen.h"
#include "format/json.h"

#include <stdio.h>
#include <unistd.h>

static void tell(void *ctx, size_t entries)
{
    (void)ctx;
    if (isatty(STDERR_FILENO))
        fprintf(stderr, "\r\033[2Kmaking the snapshot: %zu entries", entries);
}

static void tell_end(void)
{
    if (isatty(STDERR_FILENO))
        fputs("\r\033[2K", stderr);
}

static const char *folder_of(struct cli *c)
{
    return home_file(c->home, &c->arena, "index");
}

bool cli_make_snapshot(struct cli *c, enum exit_code *code)
{
    struct error err = {0};
    enum status rc = snapshot_make(c->home->store, folder_of(c), tell, NULL, &err);
    tell_end();
    if (rc)
        *code = cli_fail(&err);
    return !rc;
}

bool cli_snapshot(struct cli *c, struct index **out, enum exit_code *code)
{
    struct error err = {0};
    if (!cli_open(c, false, code))
        return false;
    enum status rc = snapshot_open(c->home->store, folder_of(c), tell, NULL, out, &err);
    tell_end();
    if (rc)
        *code = cli_fail(&err);
    return !rc;
}

/* ---- tocsin index. */

static const char help[] =
    "Makes the snapshot that screening looks at.  It is made by itself when something\n"
    "asks for a newer state than it has; this does it now.\n"
    "  --check  only say whether the present one is whole and of the present state\n"
    "\nExamples:\n"
    "  tocsin index\n"
    "  tocsin index --check\n"
    "\nExit codes: 0 done, 1 failed (with --check: damaged, or not of the present state)\n";

static void say(struct cli *c, const struct index *ix, double seconds, struct buf *b)
{
    struct index_counts n = index_count(ix);
    char hex[SHA256_HEX];
    sha256_hex(index_id(ix), hex);
    if (!c->json) {
        buf_printf(b, "snapshot %.12s: %u names of %u entries on %u lists, %.1f MB", hex, n.names,
                   n.entries, n.lists, (double)n.bytes / 1e6);
        buf_printf(b, seconds > 0 ? ", in %.2f s\n" : "\n", seconds);
        return;
    }
    buf_byte(b, '{');
    json_member(b, "snapshot", (struct str){hex, 32});
    buf_printf(b, ",\"lists\":%u,\"entries\":%u,\"names\":%u,\"words\":%u,\"bytes\":%llu", n.lists,
               n.entries, n.names, n.words, (unsigned long long)n.bytes);
    buf_printf(b, ",\"seconds\":%.3f}\n", seconds);
}

static enum exit_code check(struct cli *c, struct index **ix)
{
    struct error err = {0};
    bool fresh = false;
    enum status rc = index_open_current(folder_of(c), ix, &err);
    rc = rc ? rc : index_validate(*ix, &err);
    rc = rc ? rc : snapshot_fresh(c->home->store, *ix, &fresh, &err);
    if (!rc && !fresh)
        rc = fault(&err, ERR_CONFLICT, 0,
                   "the snapshot is whole, but not of the store's present state");
    if (!rc)
        return EXIT_DONE;
    cli_fail(&err);
    return EXIT_FAILED; /* also when there is none */
}

static enum exit_code run(struct cli *c, int argc, char **argv)
{
    bool only_check = false;
    const struct option_spec specs[] = {{"check", NULL, &only_check}};
    struct error err = {0};
    struct index *ix = NULL;
    struct buf out = {0};
    enum exit_code code = EXIT_DONE;
    if (!cli_options(c, &command_index, argc, argv, specs, COUNT(specs), &code))
        return code;
    if (c->count)
        return cli_usage(&command_index, "it takes no operands");
    if (!cli_open(c, false, &code))
        return code;
    double began = clock_seconds();
    if (only_check)
        code = check(c, &ix);
    else if (cli_make_snapshot(c, &code) && index_open_current(folder_of(c), &ix, &err))
        code = cli_fail(&err);
    if (code == EXIT_DONE)
        say(c, ix, only_check ? 0 : clock_seconds() - began, &out);
    if (!cli_flush(&out) && code == EXIT_DONE)
        code = EXIT_FAILED;
    index_close(ix);
    buf_free(&out);
    return code;
}

const struct command command_index = {
    .name = "index",
    .operands = "",
    .summary = "Make the snapshot that screening looks at",
    .help = help,
    .run = run,
};
