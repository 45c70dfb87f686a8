/* SPDX-License-Identifier: Apache-2.0 */
/* check.c - tocsin check: a proof, offline, in words. */
#include "base/file.h"
#include "cli/commands.h"
#include "cli/proof.h"
#include "format/json.h"
#include "record/decode.h"

#include <stdio.h>

static const char help[] =
    "Checks a file of `tocsin prove` with nothing but the key of the ledger that made it, and\n"
    "says in words what it proves.\n"
    "  --vkey KEY     the ledger's key, as `tocsin vkey` shows it there\n"
    "  --policy FILE  enough witnesses of this policy must have signed it too (tocsin-policy(5));\n"
    "                 a policy with the log's key needs no --vkey\n"
    "\nProven is that the ledger's owner signed this; not that the authority told the truth.\n"
    "With witnesses, also that the owner showed everybody the same ledger.\n"
    "\nExamples:\n"
    "  tocsin check present.tlog-proof --policy lists.policy\n"
    "  tocsin check present.tlog-proof --vkey 'lists.example/log+1a2b3c4d+AQ…'\n"
    "  tocsin check present.tlog-proof --vkey \"$KEY\" --json | jq -r .says\n"
    "\nExit codes: 0 proven, 1 not, 2 wrong usage\n";

/* ---- In words. */

static struct record_head head_of(struct cli *c, struct str record)
{
    struct node *top;
    struct error ignored = {0};
    if (!record.len || record_decode(&c->arena, record, &top, &ignored))
        return (struct record_head){0};
    return record_head_of(top);
}

static void put_ref(struct buf *b, const struct proof *p)
{
    buf_printf(b, "%.*s ", STRF(p->list));
    cli_safe(b, p->ref);
}

static void put_witnesses(const struct proof *p, struct buf *b)
{
    char at[INSTANT_TEXT];
    for (size_t i = 0; i < p->witnesses.count; i++) {
        const struct proof_witness *w = &p->witnesses.at[i];
        buf_printf(b, "cosigned by %.*s at %s\n", STRF(w->name), instant_text(w->time, at));
    }
    if (p->unchecked)
        buf_printf(b, "%zu more signature%s on the checkpoint %s not checked\n", p->unchecked,
                   p->unchecked == 1 ? "" : "s", p->unchecked == 1 ? "was" : "were");
}

static void put_said(struct cli *c, const struct proof *p, struct buf *b)
{
    char at[INSTANT_TEXT];
    struct record_head head = head_of(c, p->says == PROOF_PRESENT ? p->record
                                         : p->after.len           ? p->after
                                                                  : p->before);
    put_ref(b, p);
    if (p->says == PROOF_CHANGE)
        buf_printf(b, " was %.*s by the version of %s", STRF(p->change), instant_text(p->at, at));
    else
        buf_printf(b, " %s in the version of %s",
                   p->says == PROOF_PRESENT ? "stood" : "did not stand", instant_text(p->at, at));
    if (p->says == PROOF_PRESENT)
        buf_printf(b, ", as %.*s", STRF(head.status));
    if (head.name.len) {
        buf_puts(b, ": ");
        cli_safe(b, head.name);
    }
    buf_byte(b, '\n');
    if (p->says != PROOF_CHANGE)
        buf_printf(b, "the version has %llu entries\n", (unsigned long long)p->entries);
    if (p->since >= 0)
        buf_printf(b, "the change that took it off is entry %lld of the ledger\n",
                   (long long)p->since);
    buf_printf(b, "entry %llu of %llu of the ledger %.*s\n", (unsigned long long)p->index,
               (unsigned long long)p->checkpoint.size, STRF(p->checkpoint.origin));
    put_witnesses(p, b);
}

static void put_json_witnesses(const struct proof *p, struct buf *b)
{
    char at[INSTANT_TEXT];
    if (p->witnesses.count)
        buf_puts(b, ",\"witnesses\":[");
    for (size_t i = 0; i < p->witnesses.count; i++) {
        buf_puts(b, i ? ",{" : "{");
        json_member(b, "name", p->witnesses.at[i].name);
        json_member(b, "time", str_of(instant_text(p->witnesses.at[i].time, at)));
        buf_byte(b, '}');
    }
    if (p->witnesses.count)
        buf_byte(b, ']');
    if (p->unchecked)
        buf_printf(b, ",\"unchecked\":%zu", p->unchecked);
}

static void put_json(const struct cli *c, const struct proof *p, struct buf *b)
{
    static const char *const says[] = {"present", "absent", "change"};
    char at[INSTANT_TEXT], hex[SHA256_HEX];
    buf_byte(b, '{');
    json_member(b, "says", str_of(says[p->says]));
    json_member(b, "list", p->list);
    json_member(b, "ref", p->ref);
    json_member(b, "version", str_of(instant_text(p->at, at)));
    json_member(b, "change", p->change);
    buf_printf(b, ",\"index\":%llu,\"size\":%llu", (unsigned long long)p->index,
               (unsigned long long)p->checkpoint.size);
    if (p->says != PROOF_CHANGE)
        buf_printf(b, ",\"entries\":%llu", (unsigned long long)p->entries);
    if (p->since >= 0)
        buf_printf(b, ",\"gone_by\":%lld", (long long)p->since);
    json_member(b, "origin", p->checkpoint.origin);
    json_member(b, "root", str_of(sha256_hex(p->checkpoint.root, hex)));
    put_json_witnesses(p, b);
    const struct {
        const char *key;
        struct str record;
    } records[] = {{"record", p->record}, {"before", p->before}, {"after", p->after}};
    for (size_t i = 0; i < COUNT(records); i++) {
        if (!records[i].record.len)
            continue;
        json_key(b, records[i].key);
        buf_put(b, records[i].record); /* canonical JSON */
    }
    json_member(b, "ledger", cli_ledger_fault(c));
    buf_puts(b, "}\n");
}

void cli_proof(struct cli *c, const struct proof *p, struct buf *b)
{
    if (c->json)
        put_json(c, p, b);
    else
        put_said(c, p, b);
}

/* ---- What is trusted. */

struct asked {
    const char *vkey, *policy; /* or NULL */
    struct key key;
    struct policy of;
};

static enum status read_trust(struct cli *c, struct asked *q, struct proof_trust *out,
                              struct error *err)
{
    enum status rc = OK;
    *out = (struct proof_trust){0};
    if (q->vkey) {
        rc = key_parse(&c->arena, str_trim(str_of(q->vkey)), &q->key, err);
        out->log = &q->key;
    }
    if (q->policy && !rc) {
        rc = policy_read(&c->arena, q->policy, &q->of, err);
        out->policy = &q->of;
    }
    if (!rc && !out->log && !q->of.logs.count)
        rc = fault(err, ERR_USAGE, 0, "%s names no log; give the ledger's key with --vkey",
                   q->policy);
    return rc;
}

static enum exit_code run(struct cli *c, int argc, char **argv)
{
    struct asked q = {0};
    const struct option_spec specs[] = {{"vkey", &q.vkey, NULL}, {"policy", &q.policy, NULL}};
    struct error err = {0};
    struct buf file = {0}, out = {0};
    struct proof_trust trust;
    struct proof p;
    enum exit_code code;
    if (!cli_options(c, &command_check, argc, argv, specs, COUNT(specs), &code))
        return code;
    if (c->count != 1 || !(q.policy || (q.vkey && *q.vkey)))
        return cli_usage(&command_check,
                         "name one file, and the ledger's key with --vkey or --policy");
    enum status rc = read_trust(c, &q, &trust, &err);
    rc = rc ? rc : file_read(c->args[0], PROOF_FILE_MOST, &file, &err);
    rc = rc ? rc : proof_check(&c->arena, buf_str(&file), &trust, &p, &err);
    if (!rc)
        cli_proof(c, &p, &out);
    code = rc ? cli_fail(&err) : cli_flush(&out) ? EXIT_DONE : EXIT_FAILED;
    buf_free(&file);
    buf_free(&out);
    return code;
}

const struct command command_check = {
    .name = "check",
    .operands = "FILE",
    .summary = "Check a proof, offline, and say what it proves",
    .help = help,
    .run = run,
};
