/* SPDX-License-Identifier: Apache-2.0 */
/* verify.c - tocsin verify: is what was signed still what is there? */
#include "cli/commands.h"
#include "format/json.h"
#include "ingest/audit.h"
#include "ingest/keys.h"
#include "ingest/trust.h"

#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static const char help[] =
    "Without DIR, verifies the home: makes every tile and root of the ledger again from its\n"
    "entries, checks the signature, and that blobs, store and ledger say the same.  With DIR,\n"
    "verifies a published ledger by itself.  The first thing that is wrong is told exactly,\n"
    "and nothing is mended.  A home in which something is wrong is only read from then on, and\n"
    "every command says so, until a verify that looks as far finds nothing.\n"
    "  --full      also unpack every blob and check it against its hash\n"
    "  --vkey KEY  of DIR: the key that is to have signed it (default: the one in DIR/key,\n"
    "              which shows that the folder fits together, and not whose it is)\n"
    "\nExamples:\n"
    "  tocsin verify\n"
    "  tocsin verify --full --json\n"
    "  tocsin verify /srv/ledger --vkey 'lists.example/log+1a2b3c4d+AQ…'\n"
    "\nExit codes: 0 all is as it was signed, 1 it is not, 2 wrong usage\n";

static void tell(void *ctx, uint64_t done, uint64_t all)
{
    (void)ctx;
    if (isatty(STDERR_FILENO))
        fprintf(stderr, "\r\033[2Kverifying: %llu of %llu entries", (unsigned long long)done,
                (unsigned long long)all);
}

static void tell_end(void)
{
    if (isatty(STDERR_FILENO))
        fputs("\r\033[2K", stderr);
}

static enum status key_of(struct cli *c, const char *folder, const char *given, struct key *out,
                          struct error *err)
{
    struct str path = arena_printf(&c->arena, "%s/key", folder);
    key_vec keys = {0};
    if (*given)
        return key_parse(&c->arena, str_of(given), out, err);
    enum status rc = keys_public(path.s ? path.s : "", &c->arena, &keys, err);
    if (!rc)
        *out = keys.at[0];
    return rc;
}

/* Who has the key that gives way is told of the one that comes. */
static void tell_newer(const struct audit *x, const struct key *given, struct arena *a)
{
    if (x->newest.len && !str_equal(x->newest, key_print(a, given)))
        fprintf(stderr,
                "tocsin: this ledger has a newer key, which has signed it too; take it while both "
                "sign:\n%.*s\n",
                STRF(x->newest));
}

static void report(const struct cli *c, const struct audit *x, bool home, bool full, double seconds,
                   struct buf *b)
{
    char hex[SHA256_HEX];
    sha256_hex(x->checkpoint.root, hex);
    if (c->json) {
        buf_byte(b, '{');
        json_member(b, "origin", x->checkpoint.origin);
        json_key(b, "entries");
        buf_printf(b, "%llu", (unsigned long long)x->checkpoint.size);
        json_member(b, "root", str_of(hex));
        if (home)
            buf_printf(b, ",\"lists\":%llu,\"versions\":%llu,\"blobs\":%llu,\"full\":%s",
                       (unsigned long long)x->lists, (unsigned long long)x->versions,
                       (unsigned long long)x->blobs, full ? "true" : "false");
        buf_printf(b, ",\"seconds\":%.3f}\n", seconds);
        return;
    }
    buf_printf(b, "%.*s: %llu entries, root %s\n", STRF(x->checkpoint.origin),
               (unsigned long long)x->checkpoint.size, hex);
    buf_puts(b, "signature, tiles and entries fit together");
    if (home)
        buf_printf(b, "; so do %llu versions of %llu list%s%s", (unsigned long long)x->versions,
                   (unsigned long long)x->lists, x->lists == 1 ? "" : "s",
                   full ? ", and every blob is what its name says" : "");
    buf_printf(b, " (%.1f s)\n", seconds);
}

/* What was found is kept, so that writers stop and readers are told; and what is whole again is. */
static void remember(const struct cli *c, enum status rc, bool full, const struct error *found)
{
    struct error err = {0};
    bool left = false;
    enum status failed = OK;
    if (rc == ERR_CORRUPT || rc == ERR_INPUT)
        failed = trust_mark(c->home->path, full, found->why, &err);
    else if (!rc)
        failed = trust_clear(c->home->path, full, &left, &err);
    if (failed)
        fprintf(stderr, "tocsin: ledger/FAULT is not as it should be: %s\n", err.why);
    if (left)
        fputs("tocsin: `tocsin verify --full` had found something; until that finds nothing, the "
              "ledger is only read\n",
              stderr);
}

static enum exit_code run(struct cli *c, int argc, char **argv)
{
    bool full = false;
    const char *vkey = "";
    const struct option_spec specs[] = {{"full", NULL, &full}, {"vkey", &vkey, NULL}};
    struct audit x;
    struct key key;
    struct error err = {0};
    struct buf out = {0};
    enum exit_code code;
    if (!cli_options(c, &command_verify, argc, argv, specs, COUNT(specs), &code))
        return code;
    if (c->count > 1 || (c->count ? full : *vkey != '\0'))
        return cli_usage(&command_verify, "name one folder, or none for the home; --vkey is of a "
                                          "folder, --full of a home");
    double began = clock_seconds();
    enum status rc = OK;
    if (!c->count && !cli_open_quietly(c, &code))
        return code;
    if (c->count)
        rc = key_of(c, c->args[0], vkey, &key, &err);
    if (!rc)
        rc = c->count ? audit_log(c->args[0], &key, &c->arena, tell, NULL, &x, &err)
                      : audit_home(c->home, full, tell, NULL, &x, &err);
    tell_end();
    if (!c->count)
        remember(c, rc, full, &err);
    if (rc)
        return cli_fail(&err);
    if (c->count)
        tell_newer(&x, &key, &c->arena);
    report(c, &x, !c->count, full, clock_seconds() - began, &out);
    code = cli_flush(&out) ? EXIT_DONE : EXIT_FAILED;
    buf_free(&out);
    return code;
}

const struct command command_verify = {
    .name = "verify",
    .operands = "[DIR]",
    .summary = "Is what the ledger signed still what is there?",
    .help = help,
    .run = run,
};
