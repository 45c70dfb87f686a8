/* SPDX-License-Identifier: Apache-2.0 */
/* screen.c - tocsin screen NAME: is it on a list? */
#include "cli/screen.h"
#include "cli/commands.h"
#include "screen/answer.h"
#include "screen/question.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char help[] =
    "  --kind KIND      person, organisation, vessel or aircraft\n"
    "  --birth DATE     of birth: 1975, 1975-03 or 1975-03-21\n"
    "  --country C      nationality or place: an ISO code, or a name: AF, Afghanistan, Afghan\n"
    "  --gender G       male, female or other\n"
    "  --id NUMBER      passport, registration, IMO number, wallet …; the same one on a\n"
    "                   list is a hit, whatever the name\n"
    "  --lists LIST,…   only these lists\n"
    "  --threshold N    least score of a hit, from 0 to 1 (default 0.7)\n"
    "  --limit N        most hits (default 5)\n"
    "  --as-of DAY      as the lists stood on that day\n"
    "  --exhaustive     score every name, the slow way; the answer is the same\n"
    "  --batch FILE     every row of a CSV file (columns id, name, kind, birth, country,\n"
    "                   gender, identifier; only name is needed) or of JSON lines;\n"
    "                   - is standard input\n"
    "  -o FILE          write the batch's answers there; stopped, it goes on where it was\n"
    "\nA hit is a reason to look, not a finding; no hit is no clearance.\n"
    "\nExamples:\n"
    "  tocsin screen 'Usama bin Ladin'\n"
    "  tocsin screen 'Владимир Путин' --kind person --birth 1952 --json\n"
    "  tocsin screen 'Ahmad al-Sharaa' --as-of 2025-08-02 --lists un,gb\n"
    "  tocsin screen --batch customers.csv -o answers.jsonl\n"
    "\nExit codes: 0 done (with or without hits), 1 failed or not screened, 2 wrong usage\n";

static bool number_of(const char *text, double least, double most, double *out)
{
    char *end;
    if (!text)
        return true;
    *out = strtod(text, &end);
    return end != text && *end == 0 && *out >= least && *out <= most;
}

static void tell_no_list(struct str id)
{
    struct buf safe = {0};
    cli_safe(&safe, str_trim(id));
    fprintf(stderr,
            "tocsin: there is no version of a list '%s'; `tocsin lists` shows what there is\n",
            buf_cstr(&safe));
    buf_free(&safe);
}

static bool lists_of(struct cli *c, const struct index *ix, const char *text,
                     struct screen_options *o)
{
    uint32_t count = index_count(ix).lists;
    bool *asked = arena_alloc(&c->arena, (size_t)count + 1, sizeof *asked);
    struct str rest = str_of(text), id;
    bool more = true;
    if (!asked)
        return false;
    while (more) { /* also when nothing is named: no list is not all of them, nor none */
        bool found = false;
        more = str_find(rest, STR(",")) != SIZE_MAX;
        rest = str_cut(rest, ',', &id);
        for (uint32_t i = 0; i < count; i++)
            if (str_equal(index_list(ix, i).id, str_trim(id)))
                asked[i] = found = true;
        if (!found) {
            tell_no_list(id);
            return false;
        }
    }
    o->lists = asked;
    return true;
}

bool cli_screen_options(struct cli *c, const struct command *self, const struct index *ix,
                        const struct screen_texts *t, struct screen_options *o,
                        enum exit_code *code)
{
    double limit = 0;
    *code = EXIT_USAGE;
    if (!number_of(t->threshold, 0.001, 0.9999, &o->threshold)) {
        cli_usage(self, "--threshold is from 0.001 to 0.9999, not '%s'", t->threshold);
        return false;
    }
    if (!number_of(t->limit, 1, 10000, &limit) || limit > (double)(size_t)limit) {
        cli_usage(self, "--limit is a whole number from 1 to 10000, not '%s'", t->limit);
        return false;
    }
    o->limit = (size_t)limit;
    o->ledger = cli_ledger_fault(c);
    if (t->as_of && !cli_instant(t->as_of, true, &o->at))
        return false;
    o->then = t->as_of != NULL;
    return !t->lists || lists_of(c, ix, t->lists, o);
}

/* ---- One question, for people. */

static void put_line(struct cli *c, struct buf *b, const struct index *ix, const struct hit *h)
{
    struct index_entry e = index_entry(ix, h->entry);
    struct str name = h->identifier ? e.name : index_name(ix, h->name).text;
    char from[INSTANT_TEXT];
    buf_printf(b, "%s%.3f%s  ", cli_tone(c, TONE_BAD), score_of_odds(h->odds), cli_plain(c));
    cli_safe(b, name);
    buf_printf(b, "  %s%.*s %.*s%s, %s", cli_tone(c, TONE_STRONG), STRF(index_list(ix, e.list).id),
               STRF(e.ref), cli_plain(c), kind_text(e.kind));
    if (h->stood.standing != STANDING_LISTED)
        buf_printf(b, ", %s", standing_text(h->stood.standing));
    if (h->reconstructed)
        buf_puts(b, ", reconstructed from stated dates\n");
    else
        buf_printf(b, ", seen since %.10s\n", instant_text(h->stood.from, from));
    if (str_equal(name, e.name))
        return;
    buf_puts(b, "       another name of ");
    cli_safe(b, e.name);
    buf_byte(b, '\n');
}

enum { FEATURE_WIDTH = 19 };

static void put_reasons(struct cli *c, struct buf *b, const struct index *ix,
                        const struct question *q, const struct hit *h)
{
    reason_vec reasons = {0};
    answer_reasons(&c->arena, ix, q, h, &reasons);
    for (size_t i = 0; i < reasons.count; i++) {
        const struct reason *r = &reasons.at[i];
        buf_printf(b, "    %s%+6.2f%s  %-*.*s", cli_tone(c, TONE_DIM), r->weight, cli_plain(c),
                   r->detail.len ? FEATURE_WIDTH : 0, STRF(r->feature));
        cli_safe(b, r->detail);
        buf_byte(b, '\n');
    }
}

/* No hit says little of a list that is old, and nothing of one that was not asked. */
static void put_none(struct buf *b, const struct index *ix, const struct screen_options *o)
{
    char day[INSTANT_TEXT];
    uint32_t asked = 0, count = index_count(ix).lists;
    buf_puts(b, "no hit");
    if (o->then)
        buf_printf(b, " as of %.10s", instant_text(o->at, day));
    for (uint32_t i = 0; i < count; i++) {
        struct index_list l = index_list(ix, i);
        if (o->lists && !o->lists[i])
            continue;
        buf_printf(b, "%s%.*s", asked++ ? ", " : " in ", STRF(l.id));
        if (!o->then)
            buf_printf(b, " of %.10s", instant_text(l.at, day));
    }
    buf_byte(b, '\n');
}

static void put_people(struct cli *c, struct buf *b, const struct index *ix,
                       const struct question *q, const struct screen_options *o,
                       const hit_vec *hits, enum unscreened why)
{
    if (!hits->count && !unscreened(why))
        put_none(b, ix, o);
    for (size_t i = 0; i < hits->count; i++) {
        put_line(c, b, ix, &hits->at[i]);
        put_reasons(c, b, ix, q, &hits->at[i]);
    }
}

static enum exit_code ask(struct cli *c, const struct index *ix, const struct question *q,
                          const struct screen_options *o)
{
    struct error err = {0};
    struct buf out = {0};
    hit_vec hits = {0};
    enum unscreened why = SCREENED;
    enum exit_code code = EXIT_FAILED;
    struct screener *s = screener_new(ix);
    if (!s) {
        fputs("tocsin: no memory to screen\n", stderr);
        return EXIT_FAILED;
    }
    if (screen_ask(s, q, o, &c->arena, &hits, &why, &err)) {
        code = cli_fail(&err);
        goto out;
    }
    if (c->json)
        answer_json(&out, &c->arena, ix, STR(""), q, o, &hits, screener_left_out(s), why);
    else
        put_people(c, &out, ix, q, o, &hits, why);
    if (screener_left_out(s) && !c->json)
        buf_printf(&out, "and %zu more; --limit says how many are shown\n", screener_left_out(s));
    if (why != SCREENED && !c->json)
        fprintf(stderr, "tocsin: %s\n", unscreened_text(why));
    code = cli_flush(&out) && !unscreened(why) ? EXIT_DONE : EXIT_FAILED;
out:
    screener_free(s);
    buf_free(&out);
    return code;
}

/* One name or one file, and no option that would count for nothing. */
static bool well_formed(const struct cli *c, const struct question_texts *t, const char *batch,
                        const char *to, enum exit_code *code)
{
    const char *one = t->kind.len         ? "kind"
                      : t->birth.len      ? "birth"
                      : t->country.len    ? "country"
                      : t->gender.len     ? "gender"
                      : t->identifier.len ? "id"
                                          : NULL;
    *code = EXIT_DONE;
    if (batch ? c->count != 0 : c->count > 1 || (c->count == 0 && !t->identifier.len))
        *code = cli_usage(&command_screen, "name one name (in quotes), or --batch FILE");
    else if (batch && one)
        *code = cli_usage(&command_screen, "--%s is for one name; in a batch it is a column", one);
    else if (to && !batch)
        *code = cli_usage(&command_screen, "-o goes with --batch");
    return *code == EXIT_DONE;
}

static enum exit_code run(struct cli *c, int argc, char **argv)
{
    const char *kind = "", *birth = "", *country = "", *gender = "", *id = "";
    const char *batch = NULL, *to = NULL;
    struct screen_texts t = {0};
    struct screen_options o = {0};
    const struct option_spec specs[] = {{"kind", &kind, NULL},
                                        {"birth", &birth, NULL},
                                        {"country", &country, NULL},
                                        {"gender", &gender, NULL},
                                        {"id", &id, NULL},
                                        {"lists", &t.lists, NULL},
                                        {"threshold", &t.threshold, NULL},
                                        {"limit", &t.limit, NULL},
                                        {"as-of", &t.as_of, NULL},
                                        {"exhaustive", NULL, &o.exhaustive},
                                        {"batch", &batch, NULL},
                                        {"o", &to, NULL}};
    struct error err = {0};
    struct question q;
    struct index *ix = NULL;
    enum exit_code code;
    if (!cli_options(c, &command_screen, argc, argv, specs, COUNT(specs), &code))
        return code;
    const struct question_texts texts = {.name = str_of(c->count ? c->args[0] : ""),
                                         .kind = str_of(kind),
                                         .birth = str_of(birth),
                                         .country = str_of(country),
                                         .gender = str_of(gender),
                                         .identifier = str_of(id)};
    if (!well_formed(c, &texts, batch, to, &code))
        return code;
    if (question_read(&c->arena, &texts, &q, &err))
        return cli_usage(&command_screen, "%s", err.why);
    if (!cli_snapshot(c, &ix, &code))
        return code;
    if (cli_screen_options(c, &command_screen, ix, &t, &o, &code))
        code = batch ? cli_screen_file(c, ix, &o, batch, to) : ask(c, ix, &q, &o);
    index_close(ix);
    return code;
}

const struct command command_screen = {
    .name = "screen",
    .operands = "NAME",
    .summary = "Screen a name, or a file of them, against every list, as of any day",
    .help = help,
    .run = run,
};
