/* SPDX-License-Identifier: Apache-2.0 */
/* parties.c - tocsin parties: all that stand on two lists or more. */
#include "cli/party.h"

#include "cli/commands.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static const char help[] =
    "  --as-of DAY      as the lists, and the decisions of people, stood on that day\n"
    "  --threshold N    least score of a claim that two entries are one party (default\n"
    "                   and least: 0.9)\n"
    "  --without WHAT,… leave evidence out: xrefs, identifiers, known (births, countries,\n"
    "                   gender), decisions\n"
    "\nA party is named by its first entry; the name changes when that entry does.\n"
    "\nExamples:\n"
    "  tocsin parties\n"
    "  tocsin parties --json | jq -r '.entries | map(.list + \" \" + .ref) | join(\", \")'\n";

/* ---- The parties of a day, for both commands. */

static void tell(void *ctx, size_t done, size_t all)
{
    (void)ctx;
    if (isatty(STDERR_FILENO))
        fprintf(stderr, "\r\033[2Kjoining parties: %zu of %zu entries", done, all);
}

static void tell_end(const struct cli *c, const struct links_work *w, double seconds)
{
    if (isatty(STDERR_FILENO))
        fputs("\r\033[2K", stderr);
    if (w->why && c->wide)
        fprintf(stderr, "tocsin: the links between lists were made again: %s\n", w->why);
    if (w->unkept.status)
        fprintf(stderr, "tocsin: the links between lists could not be kept: %s\n", w->unkept.why);
    if (c->wide)
        fprintf(stderr, "tocsin: %zu entries screened for links, in %.2f s\n", w->screened,
                seconds);
}

static enum status bring(struct cli *c, struct moment m, const struct claim_options *o,
                         struct party_home *h, struct error *err)
{
    struct links_work work = {0};
    double began = clock_seconds();
    enum status rc = decisions_read(home_file(c->home, &c->arena, PARTY_DECISIONS), &c->arena,
                                    &h->decisions, err);
    if (rc)
        return rc;
    rc = links_bring(c->home->store, h->ix, m, home_file(c->home, &c->arena, PARTY_LINKS), 0, tell,
                     NULL, &h->links, &work, err);
    tell_end(c, &work, clock_seconds() - began);
    return rc ? rc : parties_make(h->ix, &h->links, &h->decisions, o, &h->parties, err);
}

bool cli_parties(struct cli *c, const char *day, const struct claim_options *o,
                 struct party_home *out, enum exit_code *code)
{
    struct moment m = {.then = day != NULL};
    struct error err = {0};
    *out = (struct party_home){0};
    *code = EXIT_USAGE;
    if (day && !cli_instant(day, true, &m.at))
        return false;
    if (!cli_snapshot(c, &out->ix, code))
        return false;
    if (bring(c, m, o, out, &err)) {
        *code = cli_fail(&err);
        cli_parties_close(out);
        return false;
    }
    return true;
}

void cli_parties_close(struct party_home *h)
{
    parties_free(&h->parties);
    links_free(&h->links);
    index_close(h->ix);
    *h = (struct party_home){0};
}

/* ---- tocsin parties. */

static bool left_out(struct str words, struct claim_options *o)
{
    const struct {
        const char *word;
        bool *set;
    } all[] = {{"xrefs", &o->no_xrefs},
               {"identifiers", &o->no_identifiers},
               {"known", &o->no_known},
               {"decisions", &o->no_decisions}};
    struct str word;
    while (words.len) {
        bool found = false;
        words = str_cut(words, ',', &word);
        for (size_t i = 0; i < COUNT(all); i++)
            if (str_is(str_trim(word), all[i].word))
                *all[i].set = found = true;
        if (!found)
            return false;
    }
    return true;
}

static struct str entries_text(struct arena *a, const struct parties *p, uint32_t who)
{
    struct party_entries all = party_of(p, who);
    struct buf b = {0};
    for (size_t i = 0; i < all.count; i++) {
        const struct present *e = &p->links->entries.at[all.at[i]];
        buf_printf(&b, "%s%.*s %.*s", i ? ", " : "", STRF(index_list(p->ix, e->list).id),
                   STRF(e->ref));
    }
    struct str text = arena_copy(a, buf_str(&b));
    buf_free(&b);
    return text;
}

static void put_row(struct table *t, struct arena *a, const struct parties *p, uint32_t who)
{
    struct index_entry e = index_entry(p->ix, p->links->entries.at[who].entry);
    table_number(t, (int64_t)party_of(p, who).count);
    table_text(t, TONE_PLAIN, str_of(kind_text(e.kind)));
    table_text(t, TONE_STRONG, e.name);
    table_text(t, TONE_PLAIN, entries_text(a, p, who));
}

static bool put_all(struct cli *c, const struct parties *p)
{
    static const char *const headings[] = {"lists", "kind", "name", "entries"};
    struct table *t = c->json ? NULL : table_new(c, headings, COUNT(headings));
    struct arena a = {0};
    struct buf b = {0};
    bool good = c->json || t;
    for (uint32_t i = 0; i < p->links->entries.count && good; i++) {
        if (p->party[i] != i || party_of(p, i).count < 2)
            continue;
        arena_reset(&a);
        if (t) {
            put_row(t, &a, p, i);
            good = table_more(t);
            continue;
        }
        parties_json(&b, &a, p, i);
        good = !a.failed && (b.len < (1 << 16) || cli_flush(&b));
    }
    good = good && cli_flush(&b) && (!t || table_flush(t));
    table_free(t);
    arena_free(&a);
    buf_free(&b);
    return good;
}

static enum exit_code run(struct cli *c, int argc, char **argv)
{
    const char *day = NULL, *threshold = NULL, *without = "";
    const struct option_spec specs[] = {
        {"as-of", &day, NULL}, {"threshold", &threshold, NULL}, {"without", &without, NULL}};
    struct claim_options o = {0};
    struct party_home h;
    enum exit_code code;
    if (!cli_options(c, &command_parties, argc, argv, specs, COUNT(specs), &code))
        return code;
    if (c->count)
        return cli_usage(&command_parties, "it takes no operands");
    if (!left_out(str_of(without), &o))
        return cli_usage(&command_parties,
                         "--without takes xrefs, identifiers, known and decisions");
    char *end = NULL;
    o.threshold = threshold ? strtod(threshold, &end) : 0;
    if (threshold &&
        (end == threshold || *end || !(o.threshold >= PARTY_THRESHOLD) || !(o.threshold < 1)))
        return cli_usage(&command_parties, "--threshold is from %.2f to below 1, not '%s'",
                         PARTY_THRESHOLD, threshold);
    if (!cli_parties(c, day, &o, &h, &code))
        return code;
    code = put_all(c, &h.parties) ? EXIT_DONE : EXIT_FAILED;
    cli_parties_close(&h);
    return code;
}

const struct command command_parties = {
    .name = "parties",
    .operands = "",
    .summary = "List the parties that stand on two lists or more",
    .help = help,
    .run = run,
};
