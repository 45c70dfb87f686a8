/* SPDX-License-Identifier: Apache-2.0 */
/* telling.c - changes, for programs and for people. */
#include "cli/telling.h"

#include "cli/page.h"

static void instant_or_null(struct buf *b, const char *key, int64_t at)
{
    char text[INSTANT_TEXT];
    json_member_or_null(b, key, at ? str_of(instant_text(at, text)) : (struct str){0});
}

void change_json(struct buf *b, const struct change *c)
{
    buf_printf(b, "{\"seq\":%lld", (long long)c->seq);
    json_member(b, "list", c->list);
    json_member(b, "ref", c->ref);
    json_member(b, "native", c->native);
    json_member(b, "change", c->change);
    json_member(b, "kind", c->kind);
    json_member(b, "name", c->name);
    instant_or_null(b, "after", c->after);
    instant_or_null(b, "by", c->by);
    json_member_or_null(b, "stated", c->stated);
    json_key(b, "fields");
    buf_put(b, c->fields.len ? c->fields : STR("[]"));
    if (c->other)
        buf_puts(b, ",\"other\":true");
    buf_byte(b, '}');
}

/* "/names/3" gives "names". */
static struct str member_of(const struct node *field)
{
    struct str member;
    str_cut(str_from(node_get(field, "path"), 1), '/', &member);
    return member;
}

static struct node *parse(struct json_reader *json, struct arena *a, struct str fields)
{
    struct error ignored = {0};
    struct node *top = NULL;
    return json_parse(json, a, fields, &top, &ignored) ? NULL : top;
}

void change_members(struct json_reader *json, struct arena *a, struct str fields, struct buf *b)
{
    struct str last = {0};
    size_t start = b->len;
    /* Fields are in the order of their members, so repetitions stand together. */
    NODE_ALL (field, parse(json, a, fields)) {
        struct str member = member_of(field);
        if (str_equal(member, last))
            continue;
        if (b->len > start)
            buf_puts(b, ", ");
        buf_put(b, member);
        last = member;
    }
}

/* ---- Field by field. */

static const struct node *side(const struct node *field, const char *which)
{
    const struct node *n = node_child(field, which);
    return n && n->type != NODE_NULL ? n : NULL;
}

static const struct node *member_named(const struct node *item, struct str name)
{
    NODE_ALL (n, item) {
        if (str_equal(n->name, name))
            return n;
    }
    return NULL;
}

/* Appends the members of x that y lacks or has otherwise; arrays may differ. */
static void put_unlike(struct buf *b, size_t start, const struct node *x, const struct node *y)
{
    NODE_ALL (n, x) {
        const struct node *same = member_named(y, n->name);
        if (same && n->type != NODE_ELEMENT && str_equal(n->text, same->text))
            continue;
        if (str_find(str_from(buf_str(b), start), n->name) != SIZE_MAX)
            continue;
        buf_puts(b, b->len > start ? ", " : "");
        buf_put(b, n->name);
    }
}

/* Where both sides read the same to a person, names the members that made them
 * a difference to a program. */
static void put_hidden(struct buf *b, const struct node *before, const struct node *after)
{
    size_t start = b->len;
    buf_puts(b, " (its ");
    size_t named = b->len;
    put_unlike(b, named, before, after);
    put_unlike(b, named, after, before);
    if (b->len == named)
        b->len = start;
    else
        buf_byte(b, ')');
}

/* Long texts mostly differ in one place: what both begin and end with gives way
 * to an ellipsis, but for a word or two.  Cuts are at blanks. */
enum { LONG_TEXT = 100, CONTEXT = 24 };

static size_t same_start(struct str x, struct str y)
{
    size_t i = 0, cut = 0;
    while (i < x.len && i < y.len && x.s[i] == y.s[i])
        i++;
    for (cut = i > CONTEXT ? i - CONTEXT : 0; cut && x.s[cut] != ' ';)
        cut--;
    return cut;
}

static size_t same_end(struct str x, struct str y, size_t start)
{
    size_t i = 0, cut = 0;
    while (i < x.len - start && i < y.len - start && x.s[x.len - 1 - i] == y.s[y.len - 1 - i])
        i++;
    for (cut = i > CONTEXT ? i - CONTEXT : 0; cut && x.s[x.len - cut] != ' ';)
        cut--;
    return cut;
}

static void put_cut(struct buf *b, struct str s, size_t start, size_t end)
{
    buf_puts(b, start ? "…" : "");
    buf_put(b, str_span(s, start, s.len - start - end));
    buf_puts(b, end ? " …" : "");
}

static void put_exchange(struct buf *b, struct str x, struct str y)
{
    bool both = x.len > LONG_TEXT && y.len > LONG_TEXT;
    size_t start = both ? same_start(x, y) : 0, end = both ? same_end(x, y, start) : 0;
    put_cut(b, x, start, end);
    buf_puts(b, " → ");
    put_cut(b, y, start, end);
}

static void put_field(struct buf *text, const struct node *field)
{
    const struct node *before = side(field, "before"), *after = side(field, "after");
    struct buf x = {0}, y = {0};
    struct str member = member_of(field);
    buf_put(text, member);
    buf_puts(text, ": ");
    if (before)
        page_item(&x, member, before);
    if (after)
        page_item(&y, member, after);
    if (!before || !after) {
        buf_put(text, buf_str(before ? &x : &y));
    } else if (str_equal(buf_str(&x), buf_str(&y))) {
        buf_put(text, buf_str(&x));
        put_hidden(text, before, after);
    } else {
        put_exchange(text, buf_str(&x), buf_str(&y));
    }
    text->failed = text->failed || x.failed || y.failed;
    buf_free(&x);
    buf_free(&y);
}

void change_fields(const struct cli *c, struct json_reader *json, struct arena *a,
                   struct str fields, size_t indent, struct buf *b)
{
    struct buf text = {0};
    NODE_ALL (field, parse(json, a, fields)) {
        bool before = side(field, "before"), after = side(field, "after");
        buf_clear(&text);
        put_field(&text, field);
        buf_printf(b, "%*s%s%c%s ", (int)indent, "",
                   cli_tone(c, before && after ? TONE_WARN
                               : after         ? TONE_GOOD
                                               : TONE_BAD),
                   before && after ? '~'
                   : after         ? '+'
                                   : '-',
                   cli_plain(c));
        cli_wrap(c, b, indent + 2, buf_str(&text));
    }
    b->failed = b->failed || text.failed;
    buf_free(&text);
}
