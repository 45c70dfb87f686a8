/* SPDX-License-Identifier: Apache-2.0 */
/* rebuild.c - tocsin rebuild: the store made again from blobs and receipts.
 *
 * The new store grows beside the old one under the home's lock, and both are
 * compared row by row.  It takes the old one's place in an order that a crash
 * cannot hurt: the old log is folded in and removed before the rename, so that
 * no log ever stands beside a store that it does not belong to. */
#include "base/file.h"
#include "cli/commands.h"
#include "format/json.h"

#include <stdio.h>

#define BESIDE "tocsin.db.rebuild"

static const char help[] =
    "  --check  only compare: 1 when the store is not what its blobs and receipts make\n"
    "\nThe new store is made beside the old one, compared with it, and takes its place.\n"
    "Nothing but the store is touched.\n"
    "\nExample:\n"
    "  tocsin rebuild --check\n";

struct rebuild {
    struct cli *cli;
    struct home *home; /* with the new store */
    struct str path;
    struct sha256 before, after;
    int64_t versions;
    bool readable; /* the old store could be read; if not: */
    char why[400];
    double began;
};

static const char *below(struct rebuild *r, const char *name)
{
    struct str path = arena_printf(&r->cli->arena, "%s/%s", r->path.s, name);
    return path.s ? path.s : "";
}

static enum status remove_beside(struct rebuild *r, struct error *err)
{
    static const char *const names[] = {BESIDE, BESIDE "-wal", BESIDE "-shm"};
    enum status rc = OK;
    for (size_t i = 0; i < COUNT(names) && !rc; i++)
        rc = file_remove(below(r, names[i]), err);
    return rc;
}

/* The old store first takes in what an interrupted writer left, by the ordinary
 * path; a store that cannot be opened is no reason not to make a new one. */
static enum status finish_old(struct rebuild *r, struct error *err)
{
    if (!file_exists(below(r, "blobs")))
        return fault(err, ERR_USAGE, 0, "there is no home at %.*s to rebuild", STRF(r->path));
    struct error here = {0};
    struct home *h = NULL;
    enum status rc = home_open(r->path.s, true, &h, &here);
    home_close(h);
    return rc == ERR_CONFLICT || rc == ERR_USAGE ? fault(err, rc, 0, "%s", here.why) : OK;
}

static enum status count_version(void *ctx, const struct version *v, struct error *err)
{
    (void)v, (void)err;
    ++*(int64_t *)ctx;
    return OK;
}

/* When lists were last checked is no history, and stands in the store alone. */
static void keep_checks(struct rebuild *r, struct store *old)
{
    struct error ignored = {0};
    for (size_t i = 0; i < r->home->lists.count; i++) {
        int64_t at;
        struct str key =
            arena_printf(&r->cli->arena, "checked/%.*s", STRF(r->home->lists.at[i].id));
        if (store_note(old, key, &at, &ignored) &&
            store_put_note(r->home->store, key, at, &ignored))
            return;
    }
}

/* Under the lock, so that no writer comes between the two digests. */
static void digest_old(struct rebuild *r)
{
    struct error here = {0};
    struct store *old = NULL;
    r->readable = store_open(below(r, "tocsin.db"), false, &old, &here) == OK &&
                  store_digest(old, &r->before, &here) == OK;
    if (r->readable)
        keep_checks(r, old);
    snprintf(r->why, sizeof r->why, "%s", here.why);
    store_close(old);
}

static enum status make_new(struct rebuild *r, struct error *err)
{
    enum status rc = remove_beside(r, err);
    rc = rc ? rc : home_open_beside(r->path.s, BESIDE, &r->home, err);
    rc = rc ? rc : store_digest(r->home->store, &r->after, err);
    if (!rc)
        digest_old(r);
    return rc ? rc
              : store_versions(r->home->store, (struct str){0}, 0, INSTANT_END, count_version,
                               &r->versions, err);
}

/* Empties the old store's log; what cannot be opened has none worth keeping. */
static enum status fold_old(struct rebuild *r, struct error *err)
{
    struct store *old = NULL;
    struct error ignored = {0};
    if (store_open(below(r, "tocsin.db"), true, &old, &ignored))
        return OK;
    enum status rc = store_fold(old, err);
    store_close(old);
    return rc;
}

/* Still under the lock that r->home holds. */
static enum status replace(struct rebuild *r, struct error *err)
{
    enum status rc = fold_old(r, err);
    rc = rc ? rc : store_fold(r->home->store, err);
    store_close(r->home->store);
    r->home->store = NULL;
    rc = rc ? rc : file_remove(below(r, "tocsin.db-wal"), err);
    rc = rc ? rc : file_remove(below(r, "tocsin.db-shm"), err);
    rc = rc ? rc : file_move(below(r, BESIDE), below(r, "tocsin.db"), err);
    return rc;
}

/* The new store learns from the ledger what it has, as any next writer would make it. */
static enum status learn(struct rebuild *r, struct error *err)
{
    struct home *h = NULL;
    home_close(r->home);
    r->home = NULL;
    enum status rc = home_open_rebuilt(r->path.s, &h, err);
    home_close(h);
    return rc;
}

static void report(struct rebuild *r, bool same, bool replaced, struct buf *b)
{
    char hex[SHA256_HEX];
    double seconds = clock_seconds() - r->began;
    if (r->cli->json) {
        buf_printf(b, "{\"versions\":%lld,\"same\":%s,\"replaced\":%s", (long long)r->versions,
                   same ? "true" : "false", replaced ? "true" : "false");
        json_member_or_null(b, "before",
                            r->readable ? str_of(sha256_hex(r->before, hex)) : (struct str){0});
        json_member(b, "after", str_of(sha256_hex(r->after, hex)));
        buf_printf(b, ",\"seconds\":%.3f}\n", seconds);
        return;
    }
    buf_printf(b, "%lld versions in %.1f s: ", (long long)r->versions, seconds);
    if (!r->readable) {
        buf_puts(b, "the old store could not be read (");
        cli_safe(b, str_of(r->why));
        buf_puts(b, ")");
    } else {
        buf_puts(b, same ? "the store is bit for bit what its blobs and receipts make"
                         : "the store is NOT what its blobs and receipts make");
    }
    buf_puts(b, replaced ? "; the new one is in place\n" : "\n");
    buf_printf(b, "%s\n", sha256_hex(r->after, hex));
}

static enum exit_code run(struct cli *c, int argc, char **argv)
{
    bool check = false;
    const struct option_spec specs[] = {{"check", NULL, &check}};
    struct rebuild r = {.cli = c, .began = clock_seconds()};
    struct error err = {0}, ignored = {0};
    struct buf out = {0};
    enum exit_code code;
    if (!cli_options(c, &command_rebuild, argc, argv, specs, COUNT(specs), &code))
        return code;
    if (c->count)
        return cli_usage(&command_rebuild, "it takes no operands");
    if (!cli_home(c, &r.path, &code))
        return code;
    enum status rc = finish_old(&r, &err);
    rc = rc ? rc : make_new(&r, &err);
    bool same = !rc && r.readable && sha256_equal(r.before, r.after);
    if (!rc && !check)
        rc = replace(&r, &err);
    if (remove_beside(&r, &ignored)) /* the next rebuild tries again */
        ignored = (struct error){0};
    if (!rc && !check)
        rc = learn(&r, &err);
    home_close(r.home);
    if (rc)
        return cli_fail(&err);
    report(&r, same, !check, &out);
    code = !cli_write(&out) || (check && !same) ? EXIT_FAILED : EXIT_DONE;
    buf_free(&out);
    return code;
}

const struct command command_rebuild = {
    .name = "rebuild",
    .operands = "",
    .summary = "Make the store again from blobs and receipts, and compare",
    .help = help,
    .run = run,
};
