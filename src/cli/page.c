/* SPDX-License-Identifier: Apache-2.0 */
/* page.c - what a record says, in an order that a reader expects: who, when,
 * where, by what papers, under which measures and why. */
#include "cli/page.h"

/* ---- Items: the type, what matters most, the rest in brackets. */

struct shape {
    const char *set;
    bool typed;          /* "type: " comes first */
    const char *between; /* the members of lead */
    const char *lead[7];
};

static const struct shape shapes[] = {
    {"names", false, " ", {"text"}},
    {"births", false, " to ", {"from", "to"}},
    {"dates", true, " to ", {"from", "to"}},
    {"places", true, ", ", {"street", "city", "region", "postcode", "country", "text"}},
    {"addresses", true, ", ", {"street", "city", "region", "postcode", "country", "text"}},
    {"countries", true, " ", {"country"}},
    {"identifiers", true, " ", {"number"}},
    {"measures", false, " ", {"type"}},
    {"links", true, " ", {"name", "ref"}},
    {"xrefs", false, " ", {"list", "ref"}},
    {"details", true, " ", {"text"}},
};

/* How the members that remain are told; the words before their value, or NULL
 * for those that only programs need. */
static const struct {
    const char *member, *words;
} rest_words[] = {
    {"calendar", ""},        {"circa", NULL},  {"code", ""},          {"country", "country "},
    {"expires", "expires "}, {"from", NULL},   {"issued", "issued "}, {"issuer", "issued by "},
    {"language", ""},        {"note", ""},     {"parts", NULL},       {"precision", NULL},
    {"quality", ""},         {"script", NULL}, {"text", ""},          {"type", NULL},
    {"verbatim", NULL},
};

static const struct shape *shape_of(struct str set)
{
    for (size_t i = 0; i < COUNT(shapes); i++)
        if (str_is(set, shapes[i].set))
            return &shapes[i];
    return NULL;
}

static bool leads(const struct shape *s, struct str member)
{
    for (size_t i = 0; i < COUNT(s->lead) && s->lead[i]; i++)
        if (str_is(member, s->lead[i]))
            return true;
    return false;
}

static const char *words_for(struct str member)
{
    for (size_t i = 0; i < COUNT(rest_words); i++)
        if (str_is(member, rest_words[i].member))
            return rest_words[i].words;
    return "";
}

static void put_rest(struct buf *b, const struct shape *s, const struct node *item, bool first)
{
    size_t start = b->len;
    const char *open = first ? "" : " (";
    NODE_ALL (n, item) {
        const char *words = words_for(n->name);
        if (!words || leads(s, n->name) || n->text.len == 0)
            continue;
        buf_puts(b, b->len > start ? ", " : open);
        buf_puts(b, words);
        buf_put(b, n->text);
    }
    if (str_is(node_get(item, "from"), "regime"))
        buf_puts(b, b->len > start ? ", by its regime" : " (by its regime");
    if (b->len > start && !first)
        buf_byte(b, ')');
}

void page_item(struct buf *b, struct str set, const struct node *item)
{
    const struct shape *s = shape_of(set);
    struct str type = item->type == NODE_ELEMENT ? node_get(item, "type") : (struct str){0};
    if (!s || item->type != NODE_ELEMENT) {
        buf_put(b, item->text);
        return;
    }
    if (s->typed && type.len) {
        buf_put(b, type);
        buf_puts(b, ": ");
    }
    if (node_is_true(item, "circa"))
        buf_puts(b, "circa ");
    size_t start = b->len;
    for (size_t i = 0; i < COUNT(s->lead) && s->lead[i]; i++) {
        struct str text = node_get(item, s->lead[i]);
        if (text.len == 0)
            continue;
        buf_puts(b, b->len > start ? s->between : "");
        buf_put(b, text);
    }
    put_rest(b, s, item, b->len == start);
}

/* ---- The page. */

static const struct {
    const char *member, *label;
} sections[] = {
    {"births", "Born"},
    {"dates", "Dates"},
    {"gender", "Gender"},
    {"places", "Places"},
    {"countries", "Countries"},
    {"addresses", "Addresses"},
    {"identifiers", "Identifiers"},
    {"titles", "Titles"},
    {"positions", "Positions"},
    {"authority", "Authority"},
    {"group", "Group"},
    {"programmes", "Programme"},
    {"basis", "Basis"},
    {"measures", "Measures"},
    {"reasons", "Reasons"},
    {"remarks", "Remarks"},
    {"links", "Linked to"},
    {"xrefs", "Also on"},
    {"details", "Details"},
    {"sources", "Sources"},
    {"confidence", "Confidence"},
};

enum { LABEL = 14 };

/* The label stands before the first line only. */
static void put_line(const struct cli *c, struct buf *b, const char *label, struct str text)
{
    size_t width = cli_width(str_of(label));
    buf_printf(b, "  %s%s%s%*s", cli_tone(c, TONE_DIM), label, cli_plain(c),
               (int)(LABEL - 2 - width), "");
    cli_wrap(c, b, LABEL, text);
}

static void put_section(const struct cli *c, struct buf *b, const char *label,
                        const struct node *member)
{
    struct buf text = {0};
    if (!member)
        return;
    if (member->type != NODE_ELEMENT)
        put_line(c, b, label, member->text);
    else
        NODE_ALL (item, member) {
            buf_clear(&text);
            page_item(&text, member->name, item);
            put_line(c, b, label, buf_str(&text));
            label = "";
        }
    b->failed = b->failed || text.failed;
    buf_free(&text);
}

/* The best first. */
static void put_names(const struct cli *c, struct buf *b, const struct node *names)
{
    static const char *const order[] = {"primary", "strong", "original", "former", "weak"};
    struct buf text = {0};
    const char *label = "Names";
    for (size_t i = 0; i < COUNT(order); i++)
        NODE_ALL (n, names) {
            if (!str_is(node_get(n, "quality"), order[i]))
                continue;
            buf_clear(&text);
            page_item(&text, STR("names"), n);
            put_line(c, b, label, buf_str(&text));
            label = "";
        }
    b->failed = b->failed || text.failed;
    buf_free(&text);
}

static void put_standing(const struct cli *c, struct buf *b, const struct node *top)
{
    static const char *const dates[] = {"listed", "suspended", "ended"};
    struct buf text = {0};
    struct str status = node_get(top, "status");
    buf_put(&text, status);
    for (size_t i = 0; i < COUNT(dates); i++) {
        struct str date = node_get(top, dates[i]);
        if (date.len == 0)
            continue;
        buf_puts(&text, i == 0 && str_is(status, "listed") ? " since " : i ? "; " : "; listed ");
        if (i)
            buf_printf(&text, "%s ", dates[i]);
        buf_put(&text, date);
    }
    put_line(c, b, "Status", buf_str(&text));
    buf_clear(&text);
    NODE_ALL (date, node_child(top, "amended")) {
        buf_puts(&text, text.len ? ", " : "");
        buf_put(&text, date->text);
    }
    if (text.len)
        put_line(c, b, "Amended", buf_str(&text));
    b->failed = b->failed || text.failed;
    buf_free(&text);
}

void page_record(const struct cli *c, const struct node *top, struct buf *b)
{
    put_section(c, b, "Kind", node_child(top, "kind"));
    put_standing(c, b, top);
    put_names(c, b, node_child(top, "names"));
    for (size_t i = 0; i < COUNT(sections); i++)
        put_section(c, b, sections[i].label, node_child(top, sections[i].member));
}
