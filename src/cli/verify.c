/* SPDX-License-Identifier: Apache-2.0 */
/* verify.c - tocsin verify: is what was signed still what is there? */
#include "base/file.h"
#include "cli/commands.h"
#include "format/json.h"
#include "ingest/audit.h"
#include "ingest/remote.h"
#include "ingest/trust.h"

#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static const char help[] =
    "Without DIR, verifies the home: makes every tile and root of the ledger again from its\n"
    "entries, checks the signature, and that blobs, store and ledger say the same.  With DIR\n"
    "or URL, verifies a published ledger by itself, and keeps nothing of it.  The first thing that "
    "is wrong is told exactly,\n"
    "and nothing is mended.  A home in which something is wrong is only read from then on, and\n"
    "every command says so, until a verify that looks as far finds nothing.\n"
    "  --full        also unpack every blob and check it against its hash\n"
    "  --vkey KEY    of DIR or URL: the key that is to have signed it (default: the one in its\n"
    "                file key, which shows that it fits together, and not whose it is)\n"
    "  --since FILE  of DIR or URL: a checkpoint that you kept; all that it signed has to be\n"
    "                there still\n"
    "\nExamples:\n"
    "  tocsin verify\n"
    "  tocsin verify --full --json\n"
    "  tocsin verify https://lists.example/log --since checkpoint.2025 --vkey \"$KEY\"\n"
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

/* ---- A log by itself. */

static bool is_address(const char *where)
{
    return str_starts(str_of(where), STR("https://")) || str_starts(str_of(where), STR("http://"));
}

static enum status read_since(struct cli *c, const char *path, struct str *out, struct error *err)
{
    struct buf text = {0};
    enum status rc = *path ? file_read(path, NOTE_MOST, &text, err) : OK;
    *out = arena_copy(&c->arena, buf_str(&text));
    buf_free(&text);
    return rc;
}

static enum status verify_log(struct cli *c, char *where, struct audit_log *job, const char *since,
                              struct key *key, struct audit *out, struct error *err)
{
    struct remote *remote = NULL;
    struct fetch_options options = {0};
    enum status rc = read_since(c, since, &job->since, err);
    if (!rc && is_address(where)) {
        rc = remote_open(str_of(where), &options, &remote, err);
        job->fetch = remote_fetch;
        job->fetch_ctx = remote;
        job->expect = remote_expect;
    }
    rc = rc ? rc : audit_log(job, &c->arena, key, out, err);
    remote_close(remote);
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
    const char *vkey = "", *since = "";
    const struct option_spec specs[] = {
        {"full", NULL, &full}, {"vkey", &vkey, NULL}, {"since", &since, NULL}};
    struct audit x;
    struct key key;
    struct error err = {0};
    struct buf out = {0};
    enum exit_code code;
    if (!cli_options(c, &command_verify, argc, argv, specs, COUNT(specs), &code))
        return code;
    if (c->count > 1 || (c->count ? full || !*c->args[0] : *vkey || *since))
        return cli_usage(&command_verify,
                         "name one folder or address, or none for the home; --vkey and --since "
                         "are of those, --full of a home");
    double began = clock_seconds();
    if (!c->count && !cli_open_quietly(c, &code))
        return code;
    struct audit_log job = {.fetch = log_fetch_folder,
                            .fetch_ctx = c->count ? c->args[0] : NULL,
                            .vkey = str_of(vkey),
                            .tell = tell};
    enum status rc = c->count ? verify_log(c, c->args[0], &job, since, &key, &x, &err)
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
    .operands = "[DIR | URL]",
    .summary = "Is what the ledger signed still what is there?",
    .help = help,
    .run = run,
};
