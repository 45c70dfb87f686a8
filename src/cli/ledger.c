/* SPDX-License-Identifier: Apache-2.0 */
/* ledger.c - tocsin ledger: what was signed last, by which key, and by which witnesses. */
#include "cli/ask.h"
#include "cli/commands.h"
#include "format/json.h"
#include "ingest/witnesses.h"

#include <stdio.h>

static const char help[] =
    "The ledger is a log that only grows: how each version was judged, each change, the\n"
    "root of each version's entries, and a heartbeat a day for each list.  Its checkpoint,\n"
    "signed, says how long it is and what its root is; whoever has an old one can tell\n"
    "whether what was said then is in the log still.  Witnesses (tocsin-config(5)) sign it\n"
    "too when it has only grown, so that two histories cannot be shown to two people.\n"
    "  --ask   first ask the witnesses whose signature is missing; else they are asked when\n"
    "          something has been signed, those that failed at most every ten minutes\n"
    "\nExamples:\n"
    "  tocsin ledger\n"
    "  tocsin ledger --json | jq -r .checkpoint\n"
    "  tocsin ledger --ask\n"
    "\nExit codes: 0 done, 1 nothing is signed, or too few witnesses after --ask, 2 wrong usage\n";

/* ---- Witnesses. */

static size_t current(const struct witnesses *w)
{
    size_t count = 0;
    for (size_t i = 0; i < w->all.count; i++)
        count += w->all.at[i].current;
    return count;
}

static void put_said(const struct witness_said *s, struct buf *b)
{
    char at[INSTANT_TEXT];
    buf_puts(b, "  ");
    cli_safe(b, s->name);
    if (s->size)
        buf_printf(b, ": %llu entries, %s", (unsigned long long)s->size, instant_text(s->time, at));
    else
        buf_puts(b, ": never");
    if (!s->current && s->why.len) {
        buf_printf(b, "; not at %s: ", instant_text(s->asked, at));
        cli_safe(b, s->why);
    } else if (!s->current) {
        buf_puts(b, s->url.len ? "; not asked yet" : "; the policy does not say where it is");
    }
    buf_byte(b, '\n');
}

static void put_witnesses(const struct witnesses *w, struct buf *b)
{
    const char *enough = w->policy.quorum == POLICY_NONE ? "the policy needs none"
                         : w->met                        ? "enough for the policy"
                                                         : "too few for the policy";
    if (!w->named)
        return;
    buf_printf(b, "Witnesses   %zu of %zu, %s\n", current(w), w->all.count, enough);
    for (size_t i = 0; i < w->all.count; i++)
        put_said(&w->all.at[i], b);
}

static void put_json_said(struct cli *c, const struct witness_said *s, struct buf *b)
{
    char at[INSTANT_TEXT];
    buf_byte(b, '{');
    json_member(b, "name", s->name);
    json_member(b, "url", s->url);
    json_member(b, "key", key_print(&c->arena, &s->key));
    buf_printf(b, ",\"current\":%s", s->current ? "true" : "false");
    if (s->size)
        buf_printf(b, ",\"size\":%llu", (unsigned long long)s->size);
    if (s->time)
        json_member(b, "time", str_of(instant_text(s->time, at)));
    if (s->asked)
        json_member(b, "asked", str_of(instant_text(s->asked, at)));
    json_member(b, "why", s->why);
    buf_byte(b, '}');
}

static void put_json_witnesses(struct cli *c, const struct witnesses *w, struct buf *b)
{
    if (!w->named)
        return;
    buf_printf(b, ",\"enough\":%s,\"witnesses\":[", w->met ? "true" : "false");
    for (size_t i = 0; i < w->all.count; i++) {
        if (i)
            buf_byte(b, ',');
        put_json_said(c, &w->all.at[i], b);
    }
    buf_byte(b, ']');
}

/* ---- The ledger. */

static void put_text(struct cli *c, const struct ledger_view *v, const struct witnesses *w,
                     struct buf *b)
{
    char hex[SHA256_HEX];
    struct str key = key_print(&c->arena, &v->key);
    buf_printf(b, "Origin      %.*s\n", STRF(v->checkpoint.origin));
    buf_printf(b, "Entries     %llu\n", (unsigned long long)v->checkpoint.size);
    buf_printf(b, "Root        %s\n", sha256_hex(v->checkpoint.root, hex));
    buf_printf(b, "Key         %.*s\n", STRF(key));
    put_witnesses(w, b);
    buf_printf(b, "\n%.*s", STRF(v->note));
}

static void put_json(struct cli *c, const struct ledger_view *v, const struct witnesses *w,
                     struct buf *b)
{
    char hex[SHA256_HEX];
    buf_byte(b, '{');
    json_member(b, "origin", v->checkpoint.origin);
    json_key(b, "entries");
    buf_printf(b, "%llu", (unsigned long long)v->checkpoint.size);
    json_member(b, "root", str_of(sha256_hex(v->checkpoint.root, hex)));
    json_member(b, "key", key_print(&c->arena, &v->key));
    json_member(b, "checkpoint", v->note);
    put_json_witnesses(c, w, b);
    json_member(b, "ledger", cli_ledger_fault(c));
    buf_puts(b, "}\n");
}

static enum exit_code show(struct cli *c, bool asked)
{
    struct ledger_view v;
    struct witnesses w;
    struct error err = {0};
    struct buf out = {0};
    enum status rc = seal_view(c->home->path, c->home->store, &c->arena, &v, &err);
    rc = rc ? rc : witnesses_read(c->home, &v, &c->arena, &w, &err);
    if (rc)
        return cli_fail(&err);
    if (!v.note.len) {
        fputs("tocsin: nothing has been signed yet; the next import does\n", stderr);
        return EXIT_FAILED;
    }
    if (c->json)
        put_json(c, &v, &w, &out);
    else
        put_text(c, &v, &w, &out);
    bool good = cli_flush(&out) && (!asked || !w.named || w.met);
    buf_free(&out);
    return good ? EXIT_DONE : EXIT_FAILED;
}

static enum exit_code run(struct cli *c, int argc, char **argv)
{
    bool ask = false;
    const struct option_spec specs[] = {{"ask", NULL, &ask}};
    enum exit_code code;
    if (!cli_options(c, &command_ledger, argc, argv, specs, COUNT(specs), &code))
        return code;
    if (c->count)
        return cli_usage(&command_ledger, "it takes no operands");
    code = ask ? ask_now(c) : EXIT_DONE;
    if (code != EXIT_DONE || !cli_open(c, false, &code))
        return code;
    return show(c, ask);
}

const struct command command_ledger = {
    .name = "ledger",
    .operands = "",
    .summary = "Show the ledger's size, root, key, witnesses and last checkpoint",
    .help = help,
    .run = run,
};
