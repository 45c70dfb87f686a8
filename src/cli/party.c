/* SPDX-License-Identifier: Apache-2.0 */
/* party.c - tocsin party LIST REF: the entries that mean the same party, and what
 * people decided about it. */
#include "cli/party.h"

#include "cli/commands.h"
#include "format/json.h"

#include <stdio.h>
#include <string.h>

static const char help[] =
    "  --as-of DAY      as the lists, and the decisions of people, stood on that day\n"
    "  --join LIST REF  decide that this entry is of the same party\n"
    "  --split LIST REF decide that it is not\n"
    "  --why TEXT       the reason, to be kept with the decision\n"
    "\nA decision is kept with its time, for good; the last one about two entries counts.\n"
    "\nExamples:\n"
    "  tocsin party un QDi.317\n"
    "  tocsin party un QDi.317 --join gb 13087 --why 'same passport'\n"
    "  tocsin party un QDi.317 --as-of 2025-08-02 --json\n"
    "\nExit codes: 0 done, 1 no such entry or failed, 2 wrong usage\n";

/* ---- Deciding. */

static bool known_entry(struct cli *c, struct entry_id e, enum exit_code *code)
{
    struct error err = {0};
    struct run *runs;
    struct buf line = {0};
    size_t count = 0;
    const char *id = e.list.s;
    struct str list;
    *code = EXIT_USAGE;
    if (!cli_lists(c, &id, 1, &list))
        return false;
    if (store_runs(c->home->store, &c->arena, e.list, e.ref, &runs, &count, &err)) {
        *code = cli_fail(&err);
        return false;
    }
    if (count)
        return true;
    buf_printf(&line, "tocsin: %.*s has no entry ", STRF(e.list));
    cli_safe(&line, e.ref);
    fprintf(stderr, "%s; `tocsin entries %.*s` names them\n", buf_cstr(&line), STRF(e.list));
    buf_free(&line);
    *code = EXIT_FAILED;
    return false;
}

static enum exit_code tell_decision(struct cli *c, const struct decision *d, bool already)
{
    struct buf b = {0};
    char at[INSTANT_TEXT];
    if (c->json) {
        decision_json(&b, d);
        buf_byte(&b, '\n');
    } else {
        cli_safe(&b, d->a.list);
        buf_byte(&b, ' ');
        cli_safe(&b, d->a.ref);
        buf_puts(&b, d->split ? " split from " : " joined with ");
        cli_safe(&b, d->b.list);
        buf_byte(&b, ' ');
        cli_safe(&b, d->b.ref);
        buf_printf(&b, already ? ", already on %.10s\n" : ", on %.10s\n", instant_text(d->at, at));
    }
    bool good = cli_flush(&b);
    buf_free(&b);
    return good ? EXIT_DONE : EXIT_FAILED;
}

/* Behind a decision that says the same for the same reason no other is needed. */
static enum exit_code decide(struct cli *c, struct decision d)
{
    struct decisions all;
    struct error err = {0};
    enum exit_code code;
    if (!cli_open(c, true, &code) || !known_entry(c, d.a, &code) || !known_entry(c, d.b, &code))
        return code;
    const char *path = home_file(c->home, &c->arena, PARTY_DECISIONS);
    if (decisions_read(path, &c->arena, &all, &err))
        return cli_fail(&err);
    const struct decision *last = decisions_about(&all, d.a, d.b, INSTANT_END);
    bool already = last && last->split == d.split && str_equal(last->why, d.why);
    if (!already && decisions_add(path, &all, &d, &err))
        return cli_fail(&err);
    return tell_decision(c, already ? last : &d, already);
}

static enum exit_code take_decision(struct cli *c, bool join, bool split, const char *why)
{
    struct decision d = {.at = clock_now(), .split = split, .why = str_of(why)};
    if (join == split || c->count != 4)
        return cli_usage(&command_party, "name two entries: LIST REF --%s LIST REF",
                         split ? "split" : "join");
    d.a = (struct entry_id){str_of(c->args[0]), str_of(c->args[1])};
    d.b = (struct entry_id){str_of(c->args[2]), str_of(c->args[3])};
    if (str_equal(d.a.list, d.b.list))
        return cli_usage(&command_party,
                         "two entries of one list are never of one party, and need no decision");
    if (entry_id_compare(d.a, d.b) > 0) {
        struct entry_id a = d.a;
        d.a = d.b;
        d.b = a;
    }
    return decide(c, d);
}

/* ---- Showing. */

static void put_entry(struct cli *c, struct buf *b, const struct parties *p, uint32_t who,
                      const char *behind)
{
    const struct present *e = &p->links->entries.at[who];
    struct index_entry entry = index_entry(p->ix, e->entry);
    char since[INSTANT_TEXT];
    buf_printf(b, "%s%.*s ", cli_tone(c, TONE_STRONG), STRF(index_list(p->ix, e->list).id));
    cli_safe(b, e->ref);
    buf_printf(b, "%s  ", cli_plain(c));
    cli_safe(b, entry.name);
    buf_printf(b, "  %s", kind_text(entry.kind));
    if (e->stood.standing != STANDING_LISTED)
        buf_printf(b, ", %s", standing_text(e->stood.standing));
    if (e->reconstructed)
        buf_puts(b, ", reconstructed from stated dates");
    else
        buf_printf(b, ", seen since %.10s", instant_text(e->stood.from, since));
    buf_puts(b, behind);
}

static void put_tie(struct cli *c, struct buf *b, const struct parties *p, uint32_t who,
                    const struct tie *t)
{
    reason_vec why = {0};
    buf_printf(b, "%s%.3f%s  ", cli_tone(c, TONE_GOOD), score_of_odds(t->odds), cli_plain(c));
    put_entry(c, b, p, t->who, "\n");
    tie_reasons(&c->arena, p, who, t, &why);
    for (size_t i = 0; i < why.count; i++) {
        buf_printf(b, "    %s%+6.2f%s  %-19.*s", cli_tone(c, TONE_DIM), why.at[i].weight,
                   cli_plain(c), STRF(why.at[i].feature));
        cli_safe(b, why.at[i].detail);
        buf_byte(b, '\n');
    }
}

/* The end of a refused claim that is not of the party of `who`. */
static uint32_t outsider(const struct parties *p, uint32_t who, const struct refused *r)
{
    return p->party[r->claim->a] == p->party[who] ? r->claim->b : r->claim->a;
}

/* Whether a stronger claim of the same entry was told already. */
static bool told(const struct parties *p, uint32_t who, size_t before)
{
    uint32_t them = outsider(p, who, &p->refused.at[before]);
    for (size_t i = 0; i < before; i++)
        if (party_refused(p, who, &p->refused.at[i]) && outsider(p, who, &p->refused.at[i]) == them)
            return true;
    return false;
}

static void put_refused(struct cli *c, struct buf *b, const struct parties *p, uint32_t who)
{
    bool any = false;
    for (size_t i = 0; i < p->refused.count; i++) {
        const struct refused *r = &p->refused.at[i];
        if (!party_refused(p, who, r) || told(p, who, i))
            continue;
        buf_puts(b, any ? "" : "\nNot joined\n");
        any = true;
        buf_printf(b, "  %.3f  ", score_of_odds(r->claim->odds));
        put_entry(c, b, p, outsider(p, who, r), ": ");
        cli_safe(b, refusal_text(&c->arena, p, r));
        buf_byte(b, '\n');
    }
}

static void put_decisions(struct buf *b, const struct parties *p, const struct decisions *d,
                          uint32_t who)
{
    bool any = false;
    char at[INSTANT_TEXT];
    for (size_t i = 0; i < d->at.count; i++) {
        const struct decision *one = &d->at.at[i];
        if (!party_decided(p, who, one))
            continue;
        buf_puts(b, any ? "" : "\nDecisions\n");
        any = true;
        buf_printf(b, "  %s  %.*s ", instant_text(one->at, at), STRF(one->a.list));
        cli_safe(b, one->a.ref);
        buf_printf(b, one->split ? " split from %.*s " : " joined with %.*s ", STRF(one->b.list));
        cli_safe(b, one->b.ref);
        buf_puts(b, one->why.len ? ": " : "");
        cli_safe(b, one->why);
        buf_byte(b, '\n');
    }
}

static void put_party(struct cli *c, struct buf *b, const struct party_home *h, uint32_t who)
{
    const struct parties *p = &h->parties;
    tie_vec ties = {0};
    put_entry(c, b, p, who, "\n\n");
    party_ties(p, who, &c->arena, &ties);
    for (size_t i = 1; i < ties.count; i++)
        put_tie(c, b, p, who, &ties.at[i]);
    if (ties.count < 2)
        buf_puts(b,
                 "  No other list has this party, as far as names, numbers and references tell.\n");
    put_refused(c, b, p, who);
    put_decisions(b, p, &h->decisions, who);
}

static enum exit_code show(struct cli *c, const char *day)
{
    struct party_home h;
    enum exit_code code;
    struct buf b = {0};
    struct entry_id e = {str_of(c->args[0]), str_of(c->args[1])};
    uint32_t who;
    if (!cli_parties(c, day, &(struct claim_options){0}, &h, &code))
        return code;
    if (present_find(h.ix, &h.links.entries, e.list, e.ref, &who)) {
        if (c->json)
            party_json(&b, &c->arena, &h.parties, &h.decisions, who);
        else
            put_party(c, &b, &h, who);
        code = cli_flush(&b) && !c->arena.failed ? EXIT_DONE : EXIT_FAILED;
    } else if (known_entry(c, e, &code)) {
        fprintf(stderr,
                "tocsin: %.*s does not have %.*s %s; `tocsin show %.*s %.*s` says since when\n",
                STRF(e.list), STRF(e.ref), day ? "on that day" : "any more, or not yet",
                STRF(e.list), STRF(e.ref));
        code = EXIT_FAILED;
    }
    cli_parties_close(&h);
    buf_free(&b);
    return code;
}

static enum exit_code run(struct cli *c, int argc, char **argv)
{
    const char *day = NULL, *why = NULL;
    bool join = false, split = false;
    const struct option_spec specs[] = {
        {"as-of", &day, NULL}, {"join", NULL, &join}, {"split", NULL, &split}, {"why", &why, NULL}};
    enum exit_code code;
    if (!cli_options(c, &command_party, argc, argv, specs, COUNT(specs), &code))
        return code;
    if (join || split) {
        if (day)
            return cli_usage(&command_party, "a decision is made now: --as-of is for looking");
        return take_decision(c, join, split, why);
    }
    if (why)
        return cli_usage(&command_party, "--why goes with --join or --split");
    if (c->count != 2)
        return cli_usage(&command_party, "name a list and one of its refs");
    return show(c, day);
}

const struct command command_party = {
    .name = "party",
    .operands = "LIST REF [--join|--split LIST REF]",
    .summary = "Show, join or split the entries that mean one party",
    .help = help,
    .run = run,
};
