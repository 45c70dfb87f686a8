/* SPDX-License-Identifier: Apache-2.0 */
/* lists.c - tocsin lists [LIST…]: what there is, how old, and what is held. */
#include "cli/commands.h"
#include "format/json.h"
#include "ingest/shown.h"

#include <stdio.h>
#include <string.h>

static const char help[] =
    "  --all      also lists that were never taken in\n"
    "  --verbose  also each list's title, addresses and guard, and what was not\n"
    "             understood in its newest version, with counts\n"
    "\nHeld versions are listed below with the id that `tocsin accept` and `tocsin discard`\n"
    "take.\n"
    "\nExamples:\n"
    "  tocsin lists\n"
    "  tocsin lists un --verbose\n"
    "  tocsin lists --json | jq -r 'select(.age_seconds > 7*86400) | .list'\n";

struct held {
    int64_t at;
    struct sha256 sha;
    struct str why;
};

/* A list, and what its versions amount to. */
struct summary {
    struct str id;
    const struct list_config *config; /* NULL: no longer configured */
    int64_t versions;                 /* that say something new */
    int64_t newest;                   /* accepted version */
    int64_t checked;                  /* when it was last fetched or imported, whatever came */
    int64_t entries;
    struct sha256 root;
    struct str format, unknown, origin;
    VEC(struct held) held;
};

struct listing {
    struct cli *cli;
    VEC(struct summary) lists;
    int64_t now;
};

static struct summary *summary_of(struct listing *l, struct str id)
{
    for (size_t i = 0; i < l->lists.count; i++)
        if (str_equal(l->lists.at[i].id, id))
            return &l->lists.at[i];
    struct summary *s = VEC_ADD(&l->cli->arena, &l->lists);
    s->id = arena_copy(&l->cli->arena, id);
    s->config = home_list(l->cli->home, id);
    return s;
}

/* Versions come by list and time. */
static enum status add_version(void *ctx, const struct version *v, struct error *err)
{
    struct listing *l = ctx;
    struct arena *a = &l->cli->arena;
    struct summary *s = summary_of(l, v->list);
    s->checked = v->at;
    if (v->status == VERSION_ACCEPTED) {
        s->versions += s->versions == 0 || !sha256_equal(v->root, s->root);
        s->root = v->root;
        s->newest = v->at;
        s->entries = v->entries;
        s->format = arena_copy(a, v->format);
        s->unknown = arena_copy(a, v->unknown);
        s->origin = arena_copy(a, v->origin);
    } else if (v->status == VERSION_HELD) {
        struct held *h = VEC_ADD(a, &s->held);
        *h = (struct held){.at = v->at, .sha = v->sha, .why = arena_copy(a, v->why)};
    }
    return a->failed ? fault(err, ERR_MEMORY, 0, "no memory for the lists") : OK;
}

/* A fetch that brought nothing new left only a note (ingest/pull.c). */
static enum status add_check(struct listing *l, struct summary *s, struct error *err)
{
    struct error here = {0};
    int64_t at = 0;
    struct str key = arena_printf(&l->cli->arena, "checked/%.*s", STRF(s->id));
    if (store_note(l->cli->home->store, key, &at, &here) && at > s->checked)
        s->checked = at;
    return here.status ? fault(err, here.status, 0, "%s", here.why) : OK;
}

static enum status gather(struct listing *l, struct error *err)
{
    const struct home *h = l->cli->home;
    l->now = clock_now();
    for (size_t i = 0; i < h->lists.count; i++)
        summary_of(l, h->lists.at[i].id);
    enum status rc = store_versions(h->store, (struct str){0}, 0, INSTANT_END, add_version, l, err);
    for (size_t i = 0; i < l->lists.count && !rc; i++)
        rc = add_check(l, &l->lists.at[i], err);
    return rc;
}

/* Named ones; else those that have versions; else, in an empty home, all. */
static void choose(struct listing *l, bool all)
{
    struct cli *c = l->cli;
    size_t kept = 0;
    bool empty = true;
    for (size_t i = 0; i < l->lists.count; i++)
        empty = empty && (l->lists.at[i].checked == 0 || str_is(l->lists.at[i].id, "casebook"));
    for (size_t i = 0; i < l->lists.count; i++) {
        const struct summary *s = &l->lists.at[i];
        bool wanted = c->count == 0 && (all || empty || s->checked);
        for (int k = 0; k < c->count; k++)
            wanted = wanted || str_is(s->id, c->args[k]);
        if (wanted)
            l->lists.at[kept++] = *s;
    }
    l->lists.count = kept;
}

/* An address without what is secret in it: the token of config.ini, and what a
 * query calls a token. */
static struct str address_of(struct arena *a, const struct list_config *list, struct str url)
{
    struct str shown = shown_text(a, url, list->token);
    size_t at = str_find_nocase(shown, STR("token="));
    if (at == SIZE_MAX)
        return shown;
    struct str value, more = str_cut(str_from(shown, at), '&', &value);
    return arena_printf(a, "%.*stoken=***%s%.*s", (int)at, shown.s, more.len ? "&" : "",
                        STRF(more));
}

/* ---- For programs. */

static void number_or_null(struct buf *b, const char *key, bool known, int64_t n)
{
    json_key(b, key);
    if (known)
        buf_printf(b, "%lld", (long long)n);
    else
        buf_puts(b, "null");
}

static void instant_or_null(struct buf *b, const char *key, int64_t at)
{
    char text[INSTANT_TEXT];
    json_member_or_null(b, key, at ? str_of(instant_text(at, text)) : (struct str){0});
}

static void put_held_json(struct buf *b, const struct held *h)
{
    char hex[SHA256_HEX];
    sha256_hex(h->sha, hex);
    buf_byte(b, '{');
    json_member(b, "id", str_span(str_of(hex), 0, 12));
    instant_or_null(b, "at", h->at);
    json_member(b, "why", h->why);
    json_member(b, "sha256", str_of(hex));
    buf_byte(b, '}');
}

static void put_json(struct buf *b, const struct listing *l, const struct summary *s)
{
    struct list_config none = {0};
    const struct list_config *list = s->config ? s->config : &none;
    buf_byte(b, '{');
    json_member(b, "list", s->id);
    json_member_or_null(b, "authority", list->authority);
    json_member_or_null(b, "title", list->title);
    json_member_or_null(b, "source", str_of(list->source ? list->source->name : NULL));
    json_member_or_null(b, "format", s->format);
    number_or_null(b, "entries", s->newest, s->entries);
    number_or_null(b, "versions", true, s->versions);
    instant_or_null(b, "newest", s->newest);
    instant_or_null(b, "checked", s->checked);
    number_or_null(b, "age_seconds", s->newest, l->now > s->newest ? l->now - s->newest : 0);
    json_key(b, "held");
    buf_byte(b, '[');
    for (size_t i = 0; i < s->held.count; i++) {
        buf_puts(b, i ? "," : "");
        put_held_json(b, &s->held.at[i]);
    }
    buf_byte(b, ']');
    json_key(b, "unknown");
    buf_put(b, s->unknown.len ? s->unknown : STR("{}"));
    buf_puts(b, "}\n");
}

/* ---- For people. */

static struct str age_text(struct arena *a, int64_t seconds)
{
    static const struct {
        int64_t from, unit;
        const char *name;
    } units[] = {{INT64_C(730) * DAY_SECONDS, INT64_C(365) * DAY_SECONDS, "y"},
                 {INT64_C(2) * DAY_SECONDS, DAY_SECONDS, "d"},
                 {7200, 3600, "h"},
                 {0, 60, "min"}};
    seconds = seconds > 0 ? seconds : 0;
    size_t i = 0;
    while (seconds < units[i].from)
        i++;
    return arena_printf(a, "%lld %s", (long long)(seconds / units[i].unit), units[i].name);
}

static void number_cell(struct table *t, bool known, int64_t n)
{
    if (known)
        table_number(t, n);
    else
        table_text(t, TONE_DIM, STR("-"));
}

static void put_row(struct table *t, const struct listing *l, const struct summary *s)
{
    char newest[INSTANT_TEXT];
    struct arena *a = &l->cli->arena;
    struct str dash = STR("-");
    bool known = s->newest != 0;
    table_text(t, TONE_STRONG, s->id);
    table_text(t, TONE_PLAIN, s->config ? s->config->authority : dash);
    table_text(t, TONE_PLAIN, s->format.len ? s->format : dash);
    number_cell(t, known, s->entries);
    number_cell(t, known, s->versions);
    table_text(t, TONE_PLAIN,
               known ? str_span(str_of(instant_text(s->newest, newest)), 0, 10) : dash);
    table_text(t, TONE_PLAIN, known ? age_text(a, l->now - s->newest) : dash);
    if (s->held.count)
        table_text(t, TONE_WARN, arena_printf(a, "%zu", s->held.count));
    else
        table_text(t, TONE_PLAIN, known ? STR("0") : dash);
}

static void put_held(const struct cli *c, struct buf *b, const struct summary *s)
{
    char at[INSTANT_TEXT], hex[SHA256_HEX];
    for (size_t i = 0; i < s->held.count; i++) {
        const struct held *h = &s->held.at[i];
        buf_printf(b, "%sheld%s  %.12s  %.*s  %s\n      ", cli_tone(c, TONE_WARN), cli_plain(c),
                   sha256_hex(h->sha, hex), STRF(s->id), instant_text(h->at, at));
        cli_wrap(c, b, 6, h->why);
    }
}

static enum status put_unknown(const struct cli *c, struct buf *b, struct json_reader *json,
                               const struct summary *s, struct error *err)
{
    struct arena a = {0};
    struct node *top = NULL;
    enum status rc = s->unknown.len ? json_parse(json, &a, s->unknown, &top, err) : OK;
    if (!rc && s->newest)
        buf_puts(b, top && top->first ? "  not understood:\n" : "  everything was understood\n");
    NODE_ALL (n, top) {
        buf_printf(b, "    %8.*s  ", STRF(n->text));
        cli_wrap(c, b, 14, n->name);
    }
    arena_free(&a);
    return rc;
}

static enum status put_details(const struct cli *c, struct buf *b, struct json_reader *json,
                               const struct summary *s, struct error *err)
{
    char checked[INSTANT_TEXT];
    struct arena a = {0};
    const struct list_config *list = s->config;
    buf_printf(b, "\n%s%.*s%s  ", cli_tone(c, TONE_STRONG), STRF(s->id), cli_plain(c));
    cli_safe(b, list ? list->title : STR("(no longer configured)"));
    buf_byte(b, '\n');
    for (size_t i = 0; list && i < list->url_count; i++) {
        buf_puts(b, "  ");
        cli_safe(b, address_of(&a, list, list->urls[i]));
        buf_byte(b, '\n');
    }
    if (s->origin.len) {
        buf_puts(b, "  newest from ");
        cli_safe(b, list ? address_of(&a, list, s->origin) : s->origin);
        buf_byte(b, '\n');
    }
    if (s->checked)
        buf_printf(b, "  last checked %s\n", instant_text(s->checked, checked));
    if (list)
        buf_printf(b, "  guard: at most %lld %% of entries may go at once\n",
                   (long long)list->guard);
    arena_free(&a);
    return put_unknown(c, b, json, s, err);
}

static enum status as_table(struct listing *l, struct buf *b, struct error *err)
{
    static const char *const headings[] = {"list",     "authority", "format", "entries",
                                           "versions", "newest",    "age",    "held"};
    struct cli *c = l->cli;
    struct json_reader *json = json_reader_new();
    enum status rc = json ? OK : fault(err, ERR_MEMORY, 0, "no memory for the lists");
    struct table *t = table_new(c, headings, COUNT(headings));
    size_t held = 0;
    for (size_t i = 0; i < l->lists.count; i++) {
        put_row(t, l, &l->lists.at[i]);
        held += l->lists.at[i].held.count;
    }
    table_print(t);
    buf_puts(b, held ? "\n" : "");
    for (size_t i = 0; i < l->lists.count; i++)
        put_held(c, b, &l->lists.at[i]);
    for (size_t i = 0; c->wide && i < l->lists.count && !rc; i++)
        rc = put_details(c, b, json, &l->lists.at[i], err);
    json_reader_free(json);
    return rc;
}

static enum exit_code run(struct cli *c, int argc, char **argv)
{
    bool all = false;
    const struct option_spec specs[] = {{"all", NULL, &all}};
    struct listing l = {.cli = c};
    struct error err = {0};
    struct buf out = {0};
    struct str named;
    enum exit_code code;
    if (!cli_options(c, &command_lists, argc, argv, specs, COUNT(specs), &code) ||
        !cli_open(c, false, &code))
        return code;
    if (!cli_lists(c, (const char *const *)c->args, c->count, &named))
        return EXIT_USAGE;
    enum status rc = gather(&l, &err);
    choose(&l, all);
    if (!rc && !c->json)
        rc = as_table(&l, &out, &err);
    for (size_t i = 0; !rc && c->json && i < l.lists.count; i++)
        put_json(&out, &l, &l.lists.at[i]);
    code = rc ? cli_fail(&err) : cli_write(&out) ? EXIT_DONE : EXIT_FAILED;
    buf_free(&out);
    return code;
}

const struct command command_lists = {
    .name = "lists",
    .operands = "[LIST…]",
    .summary = "Show each list: authority, entries, versions, age, what is held",
    .help = help,
    .run = run,
};
