/* SPDX-License-Identifier: Apache-2.0 */
/* publish.c - tocsin publish: the ledger as files that any web server can serve.
 *
 * Tiles and bundles never change once they are full, so only what is new is copied, and
 * the checkpoint last: whoever reads the folder meanwhile sees the ledger as it was. */
#include "base/file.h"
#include "cli/commands.h"
#include "format/json.h"
#include "ingest/seal.h"
#include "ledger/tile.h"

#include <limits.h>
#include <stdio.h>

static const char help[] =
    "Copies to DIR what a web server has to serve (c2sp.org/tlog-tiles): the ledger's tiles, its\n"
    "entries, its key and, last of all, its checkpoint.  Only what is new is copied.  DIR/tile\n"
    "can be kept for ever by caches, DIR/checkpoint for seconds.  Nothing secret is copied,\n"
    "and no record.\n"
    "\nExamples:\n"
    "  tocsin publish /srv/www/ledger\n"
    "  tocsin verify /srv/www/ledger --vkey \"$KEY\"\n";

struct publishing {
    struct cli *cli;
    const char *from, *to;
    uint64_t size, copied, bytes;
    struct buf file;
};

static const char *below(struct cli *c, const char *folder, const char *name)
{
    struct str path = arena_printf(&c->arena, "%s/%s", folder, name);
    return path.s ? path.s : "";
}

static enum status make_folder(const char *path, struct error *err)
{
    char folder[PATH_MAX];
    size_t cut = str_of(path).len;
    while (cut && path[cut] != '/')
        cut--;
    snprintf(folder, sizeof folder, "%.*s", (int)(cut < PATH_MAX ? cut : 0), path);
    return file_make_dirs(folder, false, err);
}

static enum status copy(struct publishing *p, const char *name, struct error *err)
{
    const char *to = below(p->cli, p->to, name);
    enum status rc = file_read(below(p->cli, p->from, name), BUNDLE_MOST, &p->file, err);
    rc = rc ? rc : make_folder(to, err);
    rc = rc ? rc : file_write(to, buf_str(&p->file), 0644, err);
    if (!rc) {
        p->copied++;
        p->bytes += p->file.len;
    }
    return rc;
}

static enum status copy_tile(struct publishing *p, struct tile t, struct error *err)
{
    char path[TILE_PATH];
    tile_path(t, path);
    return file_exists(below(p->cli, p->to, path)) ? OK : copy(p, path, err);
}

static enum status copy_level(struct publishing *p, bool entries, unsigned level, struct error *err)
{
    enum status rc = OK;
    uint64_t hashes = tile_hashes(level, p->size);
    for (uint64_t n = 0; n * TILE_WIDTH < hashes && !rc; n++)
        rc = copy_tile(p,
                       (struct tile){.entries = entries,
                                     .level = level,
                                     .number = n,
                                     .width = tile_width(level, n, p->size)},
                       err);
    return rc;
}

static enum status publish(struct publishing *p, struct error *err)
{
    enum status rc = file_make_dirs(p->to, false, err);
    rc = rc ? rc : copy_level(p, true, 0, err);
    for (unsigned level = 0; level < TILE_LEVELS_USED && !rc; level++)
        rc = copy_level(p, false, level, err);
    rc = rc ? rc : copy(p, "key", err);
    return rc ? rc : copy(p, "checkpoint", err);
}

/* A folder with the checkpoint of another log, or of a longer one, is left alone. */
static enum status may_go_there(struct cli *c, const char *to, const struct ledger_view *v,
                                struct error *err)
{
    struct buf note = {0};
    struct checkpoint there;
    struct error here = {0};
    const char *path = below(c, to, "checkpoint");
    if (!file_exists(path))
        return OK;
    enum status rc = file_read(path, NOTE_MOST, &note, err);
    if (!rc && keyring_open(&c->arena, buf_str(&note), &v->ring, &there, NULL, &here))
        rc = fault(err, ERR_CONFLICT, 0, "%s is not this ledger's: %s", path, here.why);
    else if (!rc && there.size > v->checkpoint.size)
        rc =
            fault(err, ERR_CONFLICT, 0,
                  "%s is of %llu entries and this home's ledger has %llu: the home is an older one",
                  path, (unsigned long long)there.size, (unsigned long long)v->checkpoint.size);
    buf_free(&note);
    return rc;
}

static void report(const struct publishing *p, const struct ledger_view *v, struct buf *b)
{
    if (!p->cli->json) {
        buf_printf(b, "%.*s: %llu entries; %llu files copied, %.1f kB\n",
                   STRF(v->checkpoint.origin), (unsigned long long)p->size,
                   (unsigned long long)p->copied, (double)p->bytes / 1e3);
        return;
    }
    buf_byte(b, '{');
    json_member(b, "origin", v->checkpoint.origin);
    buf_printf(b, ",\"entries\":%llu,\"files\":%llu,\"bytes\":%llu}\n", (unsigned long long)p->size,
               (unsigned long long)p->copied, (unsigned long long)p->bytes);
}

static enum exit_code run(struct cli *c, int argc, char **argv)
{
    struct ledger_view v;
    struct error err = {0};
    struct buf out = {0};
    enum exit_code code;
    if (!cli_options(c, &command_publish, argc, argv, NULL, 0, &code))
        return code;
    if (c->count != 1 || !*c->args[0])
        return cli_usage(&command_publish, "name one folder");
    /* As the writer of the home, so that what is copied is one state of it. */
    if (!cli_open(c, true, &code))
        return code;
    struct publishing p = {
        .cli = c, .from = home_file(c->home, &c->arena, "ledger"), .to = c->args[0]};
    enum status rc = seal_view(c->home->path, c->home->store, &c->arena, &v, &err);
    p.size = v.checkpoint.size;
    rc = rc ? rc : may_go_there(c, p.to, &v, &err);
    rc = rc ? rc : publish(&p, &err);
    if (rc) {
        code = cli_fail(&err);
    } else {
        report(&p, &v, &out);
        code = cli_flush(&out) ? EXIT_DONE : EXIT_FAILED;
    }
    buf_free(&p.file);
    buf_free(&out);
    return code;
}

const struct command command_publish = {
    .name = "publish",
    .operands = "DIR",
    .summary = "Copy the ledger to a folder that a web server can serve",
    .help = help,
    .run = run,
};
