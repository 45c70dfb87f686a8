/* SPDX-License-Identifier: Apache-2.0 */
/* selftest.c - tocsin selftest: what a regulator would test. */
#include "screen/selftest.h"
#include "base/file.h"
#include "cli/commands.h"
#include "cli/screen.h"
#include "format/json.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static const char help[] =
    "Asks for every name and strong alias of the lists (default: all), as it stands\n"
    "and in each way in which others would write it, and for names of nobody.\n"
    "  --sample N       only N names, chosen by the seed, and at most as many placebos\n"
    "  --seed N         another choice of names and changes (default 1)\n"
    "  --threshold N    least score of a hit, from 0 to 1 (default 0.7)\n"
    "  --misses FILE    every name that was not found, and every placebo that rang: JSON lines\n"
    "\nExamples:\n"
    "  tocsin selftest --sample 1000\n"
    "  tocsin selftest un gb --misses misses.jsonl\n"
    "\nExit codes: 0 done, 1 failed, or some name was not found as it stands, 2 wrong usage\n";

enum { PLACEBOS = 1000 };

struct telling {
    double began, drawn;
    struct file_draft draft;
    bool to_file;
};

/* ---- While it runs. */

static bool tell(void *ctx, size_t asked, size_t of, struct str misses)
{
    struct telling *t = ctx;
    struct error err = {0};
    double now = clock_seconds(), took = now - t->began;
    if (t->to_file && misses.len && file_put(t->draft.fd, misses, "the misses", &err)) {
        cli_fail(&err);
        return false;
    }
    if (!isatty(STDERR_FILENO) || (now - t->drawn < 0.2 && asked < of))
        return true;
    t->drawn = now;
    fprintf(stderr, "\r\033[2K%3.0f %%  %zu of about %zu questions, %.0f a second",
            of ? 100 * (double)asked / (double)of : 100, asked, of,
            took > 0 ? (double)asked / took : 0);
    return true;
}

/* ---- JSON. */

static void put_share(struct buf *b, const char *key, double share)
{
    json_key(b, key);
    buf_printf(b, "%.6f", share);
}

static void put_count(struct buf *b, const char *key, size_t count)
{
    json_key(b, key);
    buf_printf(b, "%zu", count);
}

static double part(size_t of, size_t all)
{
    return all ? (double)of / (double)all : 0;
}

static void json_class(struct buf *b, const char *key, const char *text, enum twist_level level,
                       const struct selftest_class *c)
{
    double low, high;
    wilson(c->found, c->tested, &low, &high);
    buf_byte(b, '{');
    json_member(b, key, str_of(text));
    if (str_is(STR("class"), key))
        json_member(b, "level", str_of(level_text(level)));
    put_count(b, "tested", c->tested);
    put_count(b, "found", c->found);
    put_share(b, "effectiveness", part(c->found, c->tested));
    put_share(b, "low", low);
    put_share(b, "high", high);
    put_share(b, "wrong_first", part(c->wrong_first, c->tested));
    put_share(b, "hits_each", part(c->hits, c->tested));
    put_count(b, "lost", c->lost);
    json_key(b, "not_tested");
    buf_byte(b, '{');
    for (size_t i = 0; i < UNTESTED_MAX && c->untested[i].why; i++)
        put_count(b, c->untested[i].why, c->untested[i].count);
    buf_puts(b, "}}\n");
}

static void json_placebo(struct buf *b, const char *text, const struct selftest_placebo *p)
{
    buf_byte(b, '{');
    json_member(b, "placebo", str_of(text));
    put_count(b, "tested", p->tested);
    put_count(b, "alerts", p->alerts);
    json_key(b, "alerts_per_1000");
    buf_printf(b, "%.2f", 1000 * part(p->alerts, p->tested));
    json_key(b, "hits_per_alert");
    buf_printf(b, "%.2f}\n", part(p->hits, p->alerts));
}

static struct selftest_placebo all_placebos(const struct selftest_result *r)
{
    struct selftest_placebo all = {0};
    for (size_t k = 0; k < PLACEBO_COUNT; k++) {
        all.tested += r->placebo[k].tested;
        all.alerts += r->placebo[k].alerts;
        all.hits += r->placebo[k].hits;
    }
    return all;
}

static void put_json(struct buf *b, const struct selftest_result *r)
{
    for (int k = 0; k < TWIST_COUNT; k++)
        json_class(b, "class", twist_text((enum twist)k), twist_level((enum twist)k), &r->of[k]);
    for (int l = 0; l < LEVEL_COUNT; l++) {
        struct selftest_class sum = selftest_level(r, (enum twist_level)l);
        json_class(b, "level", level_text((enum twist_level)l), (enum twist_level)l, &sum);
    }
    for (int k = 0; k < PLACEBO_COUNT; k++)
        json_placebo(b, placebo_text((enum placebo)k), &r->placebo[k]);
    struct selftest_placebo all = all_placebos(r);
    json_placebo(b, "all", &all);
}

/* ---- For people. */

static void cell(struct cli *c, struct table *t, enum tone tone, int digits, double value)
{
    table_text(t, tone, arena_printf(&c->arena, "%.*f", digits, value));
}

static size_t untested(const struct selftest_class *c)
{
    size_t count = 0;
    for (size_t i = 0; i < UNTESTED_MAX && c->untested[i].why; i++)
        count += c->untested[i].count;
    return count;
}

/* The reason that is most frequent, and how many others there are. */
static struct str why_not(struct cli *c, const struct selftest_class *s)
{
    size_t most = 0, reasons = 0;
    for (; reasons < UNTESTED_MAX && s->untested[reasons].why; reasons++)
        if (s->untested[reasons].count > s->untested[most].count)
            most = reasons;
    if (!reasons)
        return STR("");
    struct str why =
        arena_printf(&c->arena, "%s: %zu", s->untested[most].why, s->untested[most].count);
    for (size_t i = 0; i < reasons; i++)
        if (i != most)
            why = arena_printf(&c->arena, "%.*s; %s: %zu", STRF(why), s->untested[i].why,
                               s->untested[i].count);
    return why;
}

static const double goals[LEVEL_COUNT] = {
    [LEVEL_EXACT] = 1, [LEVEL_MINOR] = 0.999, [LEVEL_MAJOR] = 0.998};

static void put_row(struct cli *c, struct table *t, const char *text, enum twist_level level,
                    const struct selftest_class *s)
{
    double low, high, share = part(s->found, s->tested);
    wilson(s->found, s->tested, &low, &high);
    enum tone tone = share >= goals[level] ? TONE_GOOD : TONE_BAD;
    table_text(t, TONE_PLAIN, str_of(text));
    table_text(t, TONE_DIM, str_of(level_text(level)));
    table_number(t, (int64_t)s->tested);
    table_number(t, (int64_t)s->found);
    if (s->tested) {
        cell(c, t, tone, 3, 100 * share);
        table_text(t, TONE_DIM, arena_printf(&c->arena, "%.3f-%.3f", 100 * low, 100 * high));
        cell(c, t, TONE_PLAIN, 2, 100 * part(s->wrong_first, s->tested));
    } else {
        for (int i = 0; i < 3; i++)
            table_text(t, TONE_DIM, STR("-"));
    }
    table_number(t, (int64_t)untested(s));
    table_text(t, TONE_DIM, why_not(c, s));
}

static bool put_classes(struct cli *c, const struct selftest_result *r)
{
    static const char *const headings[] = {"class",         "level",           "tested",
                                           "found",         "effectiveness %", "95 %",
                                           "wrong first %", "not tested",      "why not"};
    struct table *t = table_new(c, headings, COUNT(headings));
    if (!t)
        return false;
    for (int k = 0; k < TWIST_COUNT; k++)
        put_row(c, t, twist_text((enum twist)k), twist_level((enum twist)k), &r->of[k]);
    for (int l = LEVEL_MINOR; l < LEVEL_COUNT; l++) {
        struct selftest_class sum = selftest_level(r, (enum twist_level)l);
        for (size_t i = 0; i < UNTESTED_MAX; i++)
            sum.untested[i] = (struct untested){0};
        put_row(c, t, l == LEVEL_MINOR ? "all minor" : "all major", (enum twist_level)l, &sum);
    }
    return table_print(t);
}

static void placebo_row(struct cli *c, struct table *t, const char *text,
                        const struct selftest_placebo *p)
{
    table_text(t, TONE_PLAIN, str_of(text));
    table_number(t, (int64_t)p->tested);
    table_number(t, (int64_t)p->alerts);
    cell(c, t, TONE_STRONG, 2, 1000 * part(p->alerts, p->tested));
    cell(c, t, TONE_PLAIN, 2, part(p->hits, p->alerts));
}

static bool put_placebos(struct cli *c, const struct selftest_result *r)
{
    static const char *const headings[] = {"placebo", "tested", "alerts", "alerts per 1,000",
                                           "hits per alert"};
    struct table *t = table_new(c, headings, COUNT(headings));
    if (!t)
        return false;
    for (int k = 0; k < PLACEBO_COUNT; k++)
        placebo_row(c, t, placebo_text((enum placebo)k), &r->placebo[k]);
    struct selftest_placebo all = all_placebos(r);
    placebo_row(c, t, "all", &all);
    return table_print(t);
}

static bool put_people(struct cli *c, const struct selftest_result *r)
{
    struct buf b = {0};
    size_t lost = 0;
    for (size_t k = 0; k < TWIST_COUNT; k++)
        lost += r->of[k].lost;
    buf_byte(&b, '\n');
    bool written = put_classes(c, r) && cli_flush(&b) && put_placebos(c, r);
    buf_printf(&b, "\n%zu names of %zu entries\n", r->names, r->entries);
    if (lost)
        buf_printf(&b, "%zu names that score enough were not found: the search lost them\n", lost);
    written = written && cli_flush(&b);
    buf_free(&b);
    return written;
}

/* ---- The command. */

static bool whole_number(const char *text, uint64_t *out)
{
    return !text || str_number(str_of(text), UINT32_MAX, out);
}

static bool read_numbers(const char *sample, const char *seed, struct selftest *t)
{
    uint64_t names = 0, begin = 1;
    if (!whole_number(sample, &names) || (sample && !names)) {
        cli_usage(&command_selftest, "--sample is a number of names, not '%s'", sample);
        return false;
    }
    if (!whole_number(seed, &begin)) {
        cli_usage(&command_selftest, "--seed is a whole number, not '%s'", seed);
        return false;
    }
    t->sample = (size_t)names;
    t->seed = begin;
    t->placebos = names && names < PLACEBOS ? (size_t)names : PLACEBOS;
    return true;
}

static enum exit_code test(struct cli *c, const struct selftest *t, struct telling *telling,
                           const char *misses)
{
    struct error err = {0};
    struct selftest_result *r = NEW(&c->arena, struct selftest_result);
    struct buf b = {0};
    telling->to_file = misses != NULL;
    if (!r || (misses && file_begin(&telling->draft, misses, 0600, &err)))
        return r ? cli_fail(&err) : EXIT_FAILED;
    enum status rc = selftest_run(t, r, &err);
    if (isatty(STDERR_FILENO))
        fputs("\r\033[2K", stderr);
    if (misses && !rc)
        rc = file_keep(&telling->draft, &err);
    if (misses)
        file_drop(&telling->draft);
    if (rc)
        return cli_fail(&err);
    if (c->json)
        put_json(&b, r);
    bool written = c->json ? cli_flush(&b) : put_people(c, r);
    buf_free(&b);
    const struct selftest_class *exact = &r->of[TWIST_EXACT];
    if (!exact->tested)
        fputs("tocsin: there is no name that could be tested\n", stderr);
    return written && exact->tested && exact->found == exact->tested ? EXIT_DONE : EXIT_FAILED;
}

static enum exit_code run(struct cli *c, int argc, char **argv)
{
    const char *sample = NULL, *seed = NULL, *misses = NULL;
    struct screen_texts texts = {0};
    struct screen_options o = {0};
    const struct option_spec specs[] = {{"sample", &sample, NULL},
                                        {"seed", &seed, NULL},
                                        {"threshold", &texts.threshold, NULL},
                                        {"misses", &misses, NULL}};
    struct telling telling = {.draft = {.fd = -1}};
    struct selftest t = {.tell = tell, .ctx = &telling};
    struct index *ix = NULL;
    struct str lists = STR("");
    enum exit_code code;
    if (!cli_options(c, &command_selftest, argc, argv, specs, COUNT(specs), &code))
        return code;
    if (!read_numbers(sample, seed, &t))
        return EXIT_USAGE;
    for (int i = 0; i < c->count; i++)
        lists = arena_printf(&c->arena, "%.*s%s%s", STRF(lists), i ? "," : "", c->args[i]);
    texts.lists = c->count ? lists.s : NULL;
    if (!cli_snapshot(c, &ix, &code))
        return code;
    if (cli_screen_options(c, &command_selftest, ix, &texts, &o, &code)) {
        t.ix = ix;
        t.lists = o.lists;
        t.threshold = o.threshold;
        t.misses = misses != NULL;
        telling.began = clock_seconds();
        code = test(c, &t, &telling, misses);
    }
    index_close(ix);
    return code;
}

const struct command command_selftest = {
    .name = "selftest",
    .operands = "[LIST…]",
    .summary = "Ask for every listed name as others would write it, and for names of nobody",
    .help = help,
    .run = run,
};
