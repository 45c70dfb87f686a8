/* SPDX-License-Identifier: Apache-2.0 */
/* stance.c - rows of the casebook in the order of how far each authority has gone. */
#include "cli/stance.h"

#include "cli/asof.h"
#include "format/json.h"
#include "record/decode.h"

#include <stdlib.h>

static const char *const order[] = {"listed", "suspended", "delisted", "lapsed", "never"};

/* ---- The casebook. */

struct search {
    struct cli *cli;
    struct stances *out;
    struct asof asof;
    struct str asked;
};

static bool same_word(struct str a, struct str b)
{
    return a.len == b.len && str_find_nocase(a, b) == 0;
}

static void add_once(struct arena *a, str_vec *set, struct str text)
{
    for (size_t i = 0; i < set->count; i++)
        if (same_word(set->at[i], text))
            return;
    struct str *place = VEC_ADD(a, set);
    *place = text;
}

static bool is_named(const struct node *top, struct str asked)
{
    NODE_ALL (n, node_child(top, "names"))
        if (same_word(node_get(n, "text"), asked))
            return true;
    return same_word(node_get(top, "group"), asked);
}

static void add_stance(struct search *s, const struct node *top)
{
    struct arena *a = &s->cli->arena;
    struct str status = node_get(top, "status");
    struct stance *st = VEC_ADD(a, &s->out->all);
    st->top = top;
    while ((size_t)st->rank + 1 < COUNT(order) && !str_is(status, order[st->rank]))
        st->rank++;
    st->since = node_get(top, st->rank == 0 ? "listed" : st->rank == 1 ? "suspended" : "ended");
    s->out->group = node_get(top, "group");
    NODE_ALL (n, node_child(top, "names"))
        add_once(a, &s->out->names, node_get(n, "text"));
}

static enum status take_row(void *ctx, struct str ref, const struct run *r, struct error *err)
{
    struct search *s = ctx;
    struct arena *a = &s->cli->arena;
    struct str body;
    struct node *top;
    enum status rc = store_record(s->asof.store, a, s->asof.list, ref, r->sha, &body, err);
    rc = rc ? rc : record_decode(a, body, &top, err);
    if (rc)
        return rc;
    if (node_get(top, "group").len)
        add_once(a, &s->out->groups, node_get(top, "group"));
    if (is_named(top, s->asked))
        add_stance(s, top);
    return OK;
}

/* By rank; then by date, those without one last; then by ref. */
static int by_stance(const void *x, const void *y)
{
    const struct stance *a = x, *b = y;
    if (a->rank != b->rank)
        return a->rank < b->rank ? -1 : 1;
    if ((a->since.len == 0) != (b->since.len == 0))
        return a->since.len == 0 ? 1 : -1;
    int dates = str_compare(a->since, b->since);
    return dates ? dates : str_compare(node_get(a->top, "ref"), node_get(b->top, "ref"));
}

/* ---- The official lists. */

struct sighting {
    struct cli *cli;
    struct stances *out;
    struct asof asof;
    struct evidence found;
    struct arena arena; /* of the entry at hand */
};

static bool mentions(const struct stances *s, struct str body)
{
    for (size_t i = 0; i < s->names.count; i++)
        if (str_find_nocase(body, s->names.at[i]) != SIZE_MAX)
            return true;
    return false;
}

/* "TALIBAN" and "The Taliban" are the name of the Taliban. */
static bool is_group_name(const struct stances *s, struct str name)
{
    if (str_find_nocase(name, STR("the ")) == 0)
        name = str_from(name, 4);
    for (size_t i = 0; i < s->names.count; i++)
        if (same_word(name, s->names.at[i]))
            return true;
    return false;
}

static void note_programme(struct sighting *s, const struct node *top)
{
    NODE_ALL (p, node_child(top, "programmes")) {
        if (str_find_nocase(p->text, s->out->group) == SIZE_MAX)
            continue;
        if (s->found.entries++ == 0)
            s->found.programme = arena_copy(&s->cli->arena, p->text);
        return;
    }
}

static void note_name(struct sighting *s, const struct node *top)
{
    struct arena *a = &s->cli->arena;
    NODE_ALL (n, node_child(top, "names")) {
        if (!is_group_name(s->out, node_get(n, "text")))
            continue;
        struct str *ref = VEC_ADD(a, &s->found.refs), *name = VEC_ADD(a, &s->found.names);
        *ref = arena_copy(a, node_get(top, "ref"));
        *name = arena_copy(a, record_head_of(top).name);
        return;
    }
}

static enum status look_at(void *ctx, struct str ref, const struct run *r, struct error *err)
{
    struct sighting *s = ctx;
    struct str body;
    struct node *top;
    if (!r->in_force)
        return OK;
    arena_reset(&s->arena);
    enum status rc = store_record(s->asof.store, &s->arena, s->asof.list, ref, r->sha, &body, err);
    if (rc || !mentions(s->out, body))
        return rc;
    rc = record_decode(&s->arena, body, &top, err);
    if (rc)
        return rc;
    note_programme(s, top);
    note_name(s, top);
    return OK;
}

/* Collections of other people's lists are no authority's own word. */
static bool is_official(const struct list_config *l)
{
    return l->source != &source_casebook && l->source != &source_ftm;
}

static enum status look_in(struct cli *c, struct stances *out, struct str list, struct error *err)
{
    enum exit_code code;
    struct sighting s = {.cli = c, .out = out};
    struct str id = arena_copy(&c->arena, list);
    if (!asof_open(c, id.s, NULL, &s.asof, &code))
        return fault(err, ERR_IO, 0, "cannot read %.*s", STRF(list));
    enum status rc = asof_each(&s.asof, look_at, &s, err);
    if (!rc && (s.found.entries || s.found.refs.count)) {
        struct evidence *e = VEC_ADD(&c->arena, &out->evidence);
        *e = s.found;
        e->list = id;
        e->at = s.asof.seen;
    }
    arena_free(&s.arena);
    return rc;
}

enum status stances_find(struct cli *c, struct str group, struct stances *out, struct error *err)
{
    enum exit_code code;
    struct search s = {.cli = c, .out = out, .asked = group};
    *out = (struct stances){0};
    if (!asof_open(c, "casebook", NULL, &s.asof, &code))
        return fault(err, ERR_IO, 0, "cannot read the casebook");
    enum status rc = asof_each(&s.asof, take_row, &s, err);
    if (out->all.count)
        qsort(out->all.at, out->all.count, sizeof *out->all.at, by_stance);
    for (size_t i = 0; !rc && out->group.len && i < c->home->lists.count; i++)
        if (is_official(&c->home->lists.at[i]))
            rc = look_in(c, out, c->home->lists.at[i].id, err);
    return rc || !c->arena.failed ? rc : fault(err, ERR_MEMORY, 0, "no memory for the stances");
}

/* ---- For programs. */

static void put_texts(struct buf *b, const char *key, const struct node *set, const char *member)
{
    size_t n = 0;
    json_key(b, key);
    buf_byte(b, '[');
    NODE_ALL (item, set) {
        buf_puts(b, n++ ? "," : "");
        json_string(b, member ? node_get(item, member) : item->text);
    }
    buf_byte(b, ']');
}

static void put_strings(struct buf *b, const char *key, const str_vec *set)
{
    json_key(b, key);
    buf_byte(b, '[');
    for (size_t i = 0; i < set->count; i++) {
        buf_puts(b, i ? "," : "");
        json_string(b, set->at[i]);
    }
    buf_byte(b, ']');
}

static void put_stance(struct buf *b, const struct node *top)
{
    static const char *const members[] = {"ref",    "group",     "authority", "status",
                                          "listed", "suspended", "ended",     "confidence"};
    buf_puts(b, "{\"position\":{");
    for (size_t i = 0; i < COUNT(members); i++)
        json_member_or_null(b, members[i], node_get(top, members[i]));
    put_texts(b, "instrument", node_child(top, "basis"), NULL);
    put_texts(b, "measures", node_child(top, "measures"), "type");
    put_texts(b, "sources", node_child(top, "sources"), NULL);
    buf_puts(b, "}}\n");
}

void stances_json(const struct stances *s, struct buf *b)
{
    char at[INSTANT_TEXT];
    for (size_t i = 0; i < s->all.count; i++)
        put_stance(b, s->all.at[i].top);
    for (size_t i = 0; i < s->evidence.count; i++) {
        const struct evidence *e = &s->evidence.at[i];
        buf_puts(b, "{\"evidence\":{");
        json_member(b, "list", e->list);
        json_member_or_null(b, "programme", e->programme);
        json_key(b, "entries");
        buf_printf(b, "%lld", (long long)e->entries);
        put_strings(b, "refs", &e->refs);
        put_strings(b, "names", &e->names);
        json_member(b, "at", str_of(instant_text(e->at, at)));
        buf_puts(b, "}}\n");
    }
}

/* ---- For people. */

static struct str joined(struct arena *a, const struct node *set)
{
    struct buf text = {0};
    NODE_ALL (item, set) {
        buf_puts(&text, text.len ? "; " : "");
        buf_put(&text, item->text);
    }
    struct str all = arena_copy(a, buf_str(&text));
    buf_free(&text);
    return all;
}

static void put_row(struct cli *c, struct table *t, const struct stance *st)
{
    static const struct {
        const char *word, *told;
        enum tone tone;
    } confidences[] = {{"confirmed", "confirmed", TONE_PLAIN},
                       {"partly", "partly", TONE_PLAIN},
                       {"memory", "from memory", TONE_WARN}};
    struct str status = node_get(st->top, "status"), until = node_get(st->top, "ended");
    struct str confidence = node_get(st->top, "confidence");
    until = until.len ? until : node_get(st->top, "suspended");
    table_text(t, cli_change_tone(status), status);
    table_text(t, TONE_STRONG, node_get(st->top, "authority"));
    table_text(t, TONE_PLAIN, node_get(st->top, "listed"));
    table_text(t, TONE_PLAIN, until);
    for (size_t i = 0; i < COUNT(confidences); i++)
        if (str_is(confidence, confidences[i].word))
            table_text(t, confidences[i].tone, str_of(confidences[i].told));
    if (confidence.len == 0)
        table_text(t, TONE_PLAIN, STR("not said"));
    table_text(t, TONE_DIM, joined(&c->arena, node_child(st->top, "basis")));
}

static void put_evidence(const struct cli *c, struct buf *b, const struct evidence *e)
{
    char at[INSTANT_TEXT];
    const char *between = "";
    buf_printf(b, "  %s%.*s%s (%.10s): ", cli_tone(c, TONE_STRONG), STRF(e->list), cli_plain(c),
               instant_text(e->at, at));
    if (e->entries) {
        buf_printf(b, "%lld entries under the programme ", (long long)e->entries);
        cli_safe(b, e->programme);
        between = "; ";
    }
    for (size_t i = 0; i < e->refs.count; i++) {
        buf_printf(b, "%sentry ", between);
        cli_safe(b, e->refs.at[i]);
        buf_byte(b, ' ');
        cli_safe(b, e->names.at[i]);
        between = ", ";
    }
    buf_byte(b, '\n');
}

bool stances_print(struct cli *c, const struct stances *s)
{
    static const char *const headings[] = {"status", "authority",   "since",
                                           "until",  "how certain", "instrument"};
    struct buf b = {0};
    struct table *t = table_new(c, headings, COUNT(headings));
    for (size_t i = 0; i < s->all.count; i++)
        put_row(c, t, &s->all.at[i]);
    bool written = table_print(t);
    if (s->evidence.count)
        buf_puts(&b, "\nThe lists' own word\n");
    for (size_t i = 0; i < s->evidence.count; i++)
        put_evidence(c, &b, &s->evidence.at[i]);
    written = cli_write(&b) && written;
    buf_free(&b);
    return written;
}
