/* SPDX-License-Identifier: Apache-2.0 */
/* init.c - tocsin init: the home, its config.ini and its ledger's key, said once and aloud.
 *
 * Importing makes a home too; here a log gets its name before it has signed anything, and its
 * owner is told what to keep and what to give away. */
#include "base/file.h"
#include "cli/commands.h"
#include "format/json.h"
#include "ingest/keys.h"
#include "ingest/seal.h"

#include <stdio.h>

static const char help[] =
    "Makes what is not there yet: the home, a config.ini of comments, and the key that signs the\n"
    "ledger, which is readable by its owner alone and never shown.  What is there stays as it is.\n"
    "  --origin NAME  what the ledger is called: the address, without https://, that it is or\n"
    "                 will be published at (default: a random name below tocsin.invalid).\n"
    "                 It cannot be another one later\n"
    "\nExamples:\n"
    "  tocsin init --origin lists.example.org/ledger\n"
    "  tocsin init --json | jq -r .key\n";

static const char skeleton[] =
    "; Settings of this home; tocsin-config(5) describes them all.\n"
    ";\n"
    "; [fetch]\n"
    "; contact = you@example.org       sent to servers, so that they know whom to ask\n"
    ";\n"
    "; [list un]\n"
    "; guard = 20                      hold a version that drops more per cent of the entries\n"
    ";\n"
    "; [list mine]\n"
    "; title = A list of your own\n"
    "; source = ftm\n"
    "; url = https://example.org/entities.ftm.json\n";

/* What was made. */
struct making {
    bool home, config, key;
};

static const char *below(struct cli *c, struct str home, const char *name)
{
    struct str path = arena_printf(&c->arena, "%s/%s", home.s, name);
    return path.s ? path.s : "";
}

static enum status make(struct cli *c, struct str path, struct str origin, struct making *made,
                        struct error *err)
{
    const char *config = below(c, path, "config.ini");
    enum status rc = origin.len ? keys_check_origin(origin, err) : OK;
    made->home = !file_exists(below(c, path, "tocsin.db"));
    made->key = !file_exists(below(c, path, "ledger/key"));
    rc = rc ? rc : home_make(path.s, origin, &c->home, err);
    made->config = !rc && !file_exists(config);
    if (made->config)
        rc = file_create(config, STR(skeleton), 0644, err);
    return rc;
}

static enum status check_name(const struct ledger_view *v, struct str origin, struct error *err)
{
    if (!origin.len || str_equal(origin, v->checkpoint.origin))
        return OK;
    return fault(err, ERR_USAGE, 0,
                 "the ledger has signed as %.*s, and a log keeps its name: the witnesses and "
                 "readers of one name see one log.  A ledger called %.80s needs a home of its own",
                 STRF(v->checkpoint.origin), origin.s);
}

static void put_json(struct cli *c, const struct ledger_view *v, const struct making *made,
                     struct buf *b)
{
    const struct {
        const char *name;
        bool is;
    } parts[] = {{"home", made->home}, {"config.ini", made->config}, {"key", made->key}};
    bool any = false;
    buf_byte(b, '{');
    json_member(b, "home", str_of(c->home->path));
    json_member(b, "origin", v->checkpoint.origin);
    json_member(b, "key", key_print(&c->arena, &v->key));
    json_key(b, "made");
    buf_byte(b, '[');
    for (size_t i = 0; i < COUNT(parts); i++) {
        if (!parts[i].is)
            continue;
        buf_puts(b, any ? "," : "");
        json_string(b, str_of(parts[i].name));
        any = true;
    }
    buf_puts(b, "]}\n");
}

static void put_text(struct cli *c, const struct ledger_view *v, const struct making *made,
                     struct buf *b)
{
    const char *path = c->home->path;
    struct str key = key_print(&c->arena, &v->key);
    if (!made->home && !made->config && !made->key)
        buf_puts(b, "All was there already; nothing was changed.\n");
    buf_printf(b, "Home        %s\n", path);
    if (made->config)
        buf_printf(b, "Settings    %s/config.ini (comments only: see tocsin-config(5))\n", path);
    buf_printf(b, "Origin      %.*s\n", STRF(v->checkpoint.origin));
    buf_printf(b, "Key         %.*s\n\n", STRF(key));
    buf_puts(b, "The key above is for whoever is to check what you sign: give it to them.\n");
    buf_printf(b, "Copy %s/keys to where only you can read it: the ledger goes on with no\n", path);
    buf_puts(b, "other.  Next: `tocsin pull` fetches the lists, `tocsin publish DIR` gives the\n"
                "ledger to others.\n");
}

static enum exit_code run(struct cli *c, int argc, char **argv)
{
    const char *origin = "";
    const struct option_spec specs[] = {{"origin", &origin, NULL}};
    struct making made = {0};
    struct ledger_view v;
    struct error err = {0};
    struct buf out = {0};
    struct str path;
    enum exit_code code;
    if (!cli_options(c, &command_init, argc, argv, specs, COUNT(specs), &code))
        return code;
    if (c->count)
        return cli_usage(&command_init, "it takes no operands");
    if (!cli_home(c, &path, &code))
        return code;
    enum status rc = make(c, path, str_of(origin), &made, &err);
    rc = rc ? rc : seal_view(c->home->path, c->home->store, &c->arena, &v, &err);
    rc = rc ? rc : check_name(&v, str_of(origin), &err);
    if (rc)
        return cli_fail(&err);
    if (c->json)
        put_json(c, &v, &made, &out);
    else
        put_text(c, &v, &made, &out);
    code = cli_flush(&out) ? EXIT_DONE : EXIT_FAILED;
    buf_free(&out);
    return code;
}

const struct command command_init = {
    .name = "init",
    .operands = "",
    .summary = "Make a home, and the key that signs its ledger",
    .help = help,
    .run = run,
};
