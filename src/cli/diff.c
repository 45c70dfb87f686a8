/* SPDX-License-Identifier: Apache-2.0 */
/* diff.c - tocsin diff LIST DAY DAY: two days of a list, entry by entry.
 *
 * The runs of the first day are gathered (some 64 bytes an entry); those of the
 * second stream by and are merged with them. */
#include "record/diff.h"
#include "cli/asof.h"
#include "cli/commands.h"
#include "cli/telling.h"
#include "ingest/history.h"

#include <stdio.h>

static const char help[] =
    "Says what it takes to get from the list as it stood on the first day to the list\n"
    "as it stood on the second.  What happened and was undone in between does not show.\n"
    "\nExamples:\n"
    "  tocsin diff un 2025-08-02 2025-11-18\n"
    "  tocsin diff un 2025-08-02 2025-11-18 --json\n";

enum { OUTPUT_BLOCK = 1 << 16 };

struct entry {
    struct str ref;
    struct run run;
};

struct comparing {
    struct cli *cli;
    struct asof before, after;
    VEC(struct entry) old; /* of the first day */
    size_t at;             /* of them, merged so far */
    struct json_reader *json;
    struct arena arena; /* of the two records at hand */
    struct buf out, fields;
    size_t count;
};

static enum status gather(void *ctx, struct str ref, const struct run *r, struct error *err)
{
    struct comparing *d = ctx;
    struct entry *e = VEC_ADD(&d->cli->arena, &d->old);
    *e = (struct entry){.ref = arena_copy(&d->cli->arena, ref), .run = *r};
    return d->cli->arena.failed ? fault(err, ERR_MEMORY, 0, "no memory for a day of the list") : OK;
}

/* ---- One difference. */

static void put_json(struct comparing *d, struct str ref, const char *change,
                     const struct record_head *h, bool other)
{
    struct buf *b = &d->out;
    buf_byte(b, '{');
    json_member(b, "list", d->after.list);
    json_member(b, "ref", ref);
    json_member(b, "native", h->native.len ? h->native : ref);
    json_member(b, "change", str_of(change));
    json_member(b, "kind", h->kind);
    json_member(b, "name", h->name);
    json_key(b, "fields");
    buf_put(b, d->fields.len ? buf_str(&d->fields) : STR("[]"));
    buf_puts(b, other ? ",\"other\":true}\n" : "}\n");
}

static void put_text(struct comparing *d, struct str ref, const char *change,
                     const struct record_head *h, bool other)
{
    struct buf *b = &d->out;
    buf_printf(b, "%s%s%s  %s", cli_tone(d->cli, cli_change_tone(str_of(change))), change,
               cli_plain(d->cli), cli_tone(d->cli, TONE_STRONG));
    cli_safe(b, ref);
    buf_printf(b, "%s  ", cli_plain(d->cli));
    cli_safe(b, h->name);
    buf_puts(b, other ? "  (the ref went to another party)\n" : "\n");
    change_fields(d->cli, d->json, &d->arena, buf_str(&d->fields), 4, b);
}

static void put(struct comparing *d, struct str ref, const char *change,
                const struct record_head *h, bool other)
{
    d->count++;
    if (d->cli->json)
        put_json(d, ref, change, h, other);
    else
        put_text(d, ref, change, h, other);
    buf_clear(&d->fields);
}

static enum status decode(struct comparing *d, struct str ref, const struct run *r,
                          struct node **top, struct error *err)
{
    struct str body;
    enum status rc =
        store_record(d->after.store, &d->arena, d->after.list, ref, r->sha, &body, err);
    return rc ? rc : record_decode(&d->arena, body, top, err);
}

/* Whether the entry had been there, and gone, before the first day. */
static bool was_there(struct comparing *d, struct str ref, struct error *err)
{
    struct run *runs;
    size_t count = 0;
    return !store_runs(d->before.store, &d->arena, d->before.list, ref, &runs, &count, err) &&
           count && !d->before.reconstructed && runs[0].from <= d->before.at;
}

static enum status one_side(struct comparing *d, struct str ref, const struct run *r, bool came,
                            struct error *err)
{
    struct node *top;
    struct error here = {0};
    arena_reset(&d->arena);
    if (!r->in_force)
        return OK;
    enum status rc = decode(d, ref, r, &top, err);
    if (rc)
        return rc;
    struct record_head h = record_head_of(top);
    bool again = came && was_there(d, ref, &here);
    put(d, ref, again ? "relisted" : came ? "listed" : "delisted", &h, false);
    return here.status ? fault(err, here.status, 0, "%s", here.why) : OK;
}

static enum status both_sides(struct comparing *d, struct str ref, const struct run *before,
                              const struct run *after, struct error *err)
{
    struct node *x, *y;
    struct str stated;
    arena_reset(&d->arena);
    if (sha256_equal(before->sha, after->sha) && before->in_force == after->in_force)
        return OK;
    enum status rc = decode(d, ref, before, &x, err);
    rc = rc ? rc : decode(d, ref, after, &y, err);
    if (rc)
        return rc;
    struct record_head was = record_head_of(x), is = record_head_of(y);
    was.in_force = before->in_force;
    is.in_force = after->in_force;
    if (!record_same_party(x, y)) {
        if (was.in_force)
            put(d, ref, "delisted", &was, true);
        if (is.in_force)
            put(d, ref, "listed", &is, true);
        return OK;
    }
    record_diff(x, y, &d->fields);
    put(d, ref, history_word(&was, &is, &stated), &is, false);
    return OK;
}

/* ---- The merge. */

static enum status leave_until(struct comparing *d, struct str ref, struct error *err)
{
    enum status rc = OK;
    for (; !rc && d->at < d->old.count; d->at++) {
        const struct entry *e = &d->old.at[d->at];
        if (ref.s && str_compare(e->ref, ref) >= 0)
            break;
        rc = one_side(d, e->ref, &e->run, false, err);
    }
    return rc;
}

static enum status merge(void *ctx, struct str ref, const struct run *r, struct error *err)
{
    struct comparing *d = ctx;
    enum status rc = leave_until(d, ref, err);
    bool both = d->at < d->old.count && str_equal(d->old.at[d->at].ref, ref);
    if (rc)
        return rc;
    rc = both ? both_sides(d, ref, &d->old.at[d->at].run, r, err) : one_side(d, ref, r, true, err);
    d->at += both;
    if (!rc && d->out.len >= OUTPUT_BLOCK && !cli_flush(&d->out))
        rc = fault(err, ERR_IO, 0, "not all is printed");
    return rc;
}

static enum status compare(struct comparing *d, struct error *err)
{
    d->json = json_reader_new();
    if (!d->json)
        return fault(err, ERR_MEMORY, 0, "no memory to compare");
    enum status rc = asof_each(&d->before, gather, d, err);
    rc = rc ? rc : asof_each(&d->after, merge, d, err);
    return rc ? rc : leave_until(d, (struct str){0}, err);
}

static enum exit_code run(struct cli *c, int argc, char **argv)
{
    struct comparing d = {.cli = c};
    struct error err = {0};
    enum exit_code code;
    if (!cli_options(c, &command_diff, argc, argv, NULL, 0, &code))
        return code;
    if (c->count != 3)
        return cli_usage(&command_diff, "name a list and two days");
    if (!cli_open(c, false, &code) || !asof_open(c, c->args[0], c->args[1], &d.before, &code) ||
        !asof_open(c, c->args[0], c->args[2], &d.after, &code))
        return code;
    code = compare(&d, &err) ? cli_fail(&err) : EXIT_DONE;
    if (!cli_flush(&d.out))
        code = EXIT_FAILED;
    asof_tell(&d.before);
    asof_tell(&d.after);
    if (!code && d.count == 0 && !c->json)
        fputs("tocsin: the two days say the same\n", stderr);
    json_reader_free(d.json);
    arena_free(&d.arena);
    buf_free(&d.out);
    buf_free(&d.fields);
    return code;
}

const struct command command_diff = {
    .name = "diff",
    .operands = "LIST DAY DAY",
    .summary = "Compare two days of a list, entry by entry and field by field",
    .help = help,
    .run = run,
};
