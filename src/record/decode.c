/* SPDX-License-Identifier: Apache-2.0 */
/* decode.c - a strict reader for the few shapes that a record has. */
#include "record/decode.h"

#include "text/clean.h"

#include <string.h>

/* ---- The shapes.  Members are in the order of their keys. */

enum form { FORM_TEXT, FORM_TRUE, FORM_TEXTS, FORM_OBJECTS, FORM_PARTS };

struct member {
    const char *key;
    enum form form;
    const struct member *item; /* of FORM_OBJECTS and FORM_PARTS */
};

static const struct member part_shape[] = {{"part", FORM_TEXT, 0}, {"text", FORM_TEXT, 0}, {0}};
static const struct member name_shape[] = {
    {"language", FORM_TEXT, 0},        {"note", FORM_TEXT, 0},
    {"parts", FORM_PARTS, part_shape}, {"quality", FORM_TEXT, 0},
    {"script", FORM_TEXT, 0},          {"text", FORM_TEXT, 0},
    {"verbatim", FORM_TEXT, 0},        {0}};
static const struct member dating_shape[] = {
    {"calendar", FORM_TEXT, 0}, {"circa", FORM_TRUE, 0},     {"from", FORM_TEXT, 0},
    {"note", FORM_TEXT, 0},     {"precision", FORM_TEXT, 0}, {"text", FORM_TEXT, 0},
    {"to", FORM_TEXT, 0},       {"type", FORM_TEXT, 0},      {0}};
static const struct member place_shape[] = {
    {"city", FORM_TEXT, 0},     {"country", FORM_TEXT, 0}, {"note", FORM_TEXT, 0},
    {"postcode", FORM_TEXT, 0}, {"region", FORM_TEXT, 0},  {"street", FORM_TEXT, 0},
    {"text", FORM_TEXT, 0},     {"type", FORM_TEXT, 0},    {0}};
static const struct member country_shape[] = {{"code", FORM_TEXT, 0},
                                              {"country", FORM_TEXT, 0},
                                              {"note", FORM_TEXT, 0},
                                              {"type", FORM_TEXT, 0},
                                              {0}};
static const struct member identifier_shape[] = {
    {"country", FORM_TEXT, 0}, {"expires", FORM_TEXT, 0},
    {"issued", FORM_TEXT, 0},  {"issuer", FORM_TEXT, 0},
    {"note", FORM_TEXT, 0},    {"number", FORM_TEXT, 0},
    {"type", FORM_TEXT, 0},    {0}};
static const struct member measure_shape[] = {
    {"from", FORM_TEXT, 0}, {"text", FORM_TEXT, 0}, {"type", FORM_TEXT, 0}, {0}};
static const struct member link_shape[] = {{"name", FORM_TEXT, 0},
                                           {"note", FORM_TEXT, 0},
                                           {"ref", FORM_TEXT, 0},
                                           {"type", FORM_TEXT, 0},
                                           {0}};
static const struct member xref_shape[] = {{"list", FORM_TEXT, 0}, {"ref", FORM_TEXT, 0}, {0}};
static const struct member detail_shape[] = {{"text", FORM_TEXT, 0}, {"type", FORM_TEXT, 0}, {0}};

static const struct member record_shape[] = {
    {"addresses", FORM_OBJECTS, place_shape},
    {"amended", FORM_TEXTS, 0},
    {"authority", FORM_TEXT, 0},
    {"basis", FORM_TEXTS, 0},
    {"births", FORM_OBJECTS, dating_shape},
    {"confidence", FORM_TEXT, 0},
    {"countries", FORM_OBJECTS, country_shape},
    {"dates", FORM_OBJECTS, dating_shape},
    {"details", FORM_OBJECTS, detail_shape},
    {"ended", FORM_TEXT, 0},
    {"gender", FORM_TEXT, 0},
    {"group", FORM_TEXT, 0},
    {"identifiers", FORM_OBJECTS, identifier_shape},
    {"kind", FORM_TEXT, 0},
    {"links", FORM_OBJECTS, link_shape},
    {"list", FORM_TEXT, 0},
    {"listed", FORM_TEXT, 0},
    {"measures", FORM_OBJECTS, measure_shape},
    {"names", FORM_OBJECTS, name_shape},
    {"native", FORM_TEXT, 0},
    {"places", FORM_OBJECTS, place_shape},
    {"positions", FORM_TEXTS, 0},
    {"programmes", FORM_TEXTS, 0},
    {"reasons", FORM_TEXTS, 0},
    {"ref", FORM_TEXT, 0},
    {"remarks", FORM_TEXTS, 0},
    {"sources", FORM_TEXTS, 0},
    {"status", FORM_TEXT, 0},
    {"suspended", FORM_TEXT, 0},
    {"titles", FORM_TEXTS, 0},
    {"xrefs", FORM_OBJECTS, xref_shape},
    {0},
};

/* ---- The reader. */

struct decoder {
    struct str in;
    size_t at;
    struct arena *a;
    struct error *err;
};

static enum status wrong(struct decoder *d, const char *rule)
{
    return fault(d->err, ERR_CORRUPT, d->at, "record is not canonical at byte %zu: %s", d->at,
                 rule);
}

static char peek(const struct decoder *d)
{
    return d->at < d->in.len ? d->in.s[d->at] : 0;
}

static bool take(struct decoder *d, char c)
{
    if (peek(d) != c || d->at >= d->in.len)
        return false;
    d->at++;
    return true;
}

static int hex(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Behind a backslash: the byte meant, or -1 when RFC 8785 would not write it so. */
static int unescape(struct decoder *d)
{
    static const char shorthand[] = "\"\\bfnrt", meant[] = "\"\\\b\f\n\r\t";
    char c = peek(d);
    const char *known = c ? strchr(shorthand, c) : NULL;
    d->at++;
    if (known)
        return (unsigned char)meant[known - shorthand];
    if (c != 'u' || d->in.len - d->at < 4 || d->in.s[d->at] != '0' || d->in.s[d->at + 1] != '0')
        return -1;
    int high = hex(d->in.s[d->at + 2]), low = hex(d->in.s[d->at + 3]);
    d->at += 4;
    if (high < 0 || high > 1 || low < 0)
        return -1;
    int byte = high << 4 | low;
    return byte == 0 || !strchr("\b\f\n\r\t", byte) ? byte : -1;
}

/* The view between the quotes when nothing is escaped, else a copy. */
static enum status read_text(struct decoder *d, struct str *out)
{
    if (!take(d, '"'))
        return wrong(d, "a string is expected");
    size_t start = d->at, escapes = 0;
    for (; d->at < d->in.len && d->in.s[d->at] != '"'; d->at++) {
        unsigned char c = (unsigned char)d->in.s[d->at];
        if (c < ' ')
            return wrong(d, "control bytes are escaped");
        if (c == '\\') {
            escapes++;
            d->at++;
            if (unescape(d) < 0)
                return wrong(d, "this escape is not written so");
            d->at--;
        }
    }
    struct str raw = str_span(d->in, start, d->at - start);
    if (!take(d, '"'))
        return wrong(d, "the string does not end");
    if (escapes == 0) {
        *out = raw;
        return OK;
    }
    char *to = arena_alloc(d->a, raw.len + 1, 1);
    if (!to)
        return fault(d->err, ERR_MEMORY, d->at, "no memory for the record");
    struct decoder again = {.in = raw};
    size_t len = 0;
    while (again.at < raw.len) {
        char c = raw.s[again.at++];
        to[len++] = c == '\\' ? (char)unescape(&again) : c;
    }
    *out = (struct str){to, len};
    return OK;
}

static enum status read_object(struct decoder *d, const struct member *shape, struct node *n,
                               int depth);

static enum status read_item(struct decoder *d, const struct member *m, struct node *array,
                             int depth)
{
    size_t start = d->at;
    struct str text = {0};
    struct node *item = node_add(d->a, array, m->form == FORM_TEXTS ? NODE_TEXT : NODE_ELEMENT,
                                 (struct str){0}, (struct str){0});
    if (!item)
        return fault(d->err, ERR_MEMORY, d->at, "no memory for the record");
    item->offset = start;
    enum status rc =
        m->form == FORM_TEXTS ? read_text(d, &text) : read_object(d, m->item, item, depth + 1);
    item->text = m->form == FORM_TEXTS ? text : str_span(d->in, start, d->at - start);
    return rc;
}

static enum status read_array(struct decoder *d, const struct member *m, struct node *array,
                              int depth)
{
    struct str before = {0};
    if (!take(d, '['))
        return wrong(d, "an array is expected");
    do {
        size_t start = d->at;
        enum status rc = read_item(d, m, array, depth);
        if (rc)
            return rc;
        struct str item = str_span(d->in, start, d->at - start);
        if (m->form != FORM_PARTS && before.len && str_compare(before, item) >= 0)
            return wrong(d, "the items of a set are in rising order");
        before = item;
    } while (take(d, ','));
    return take(d, ']') ? OK : wrong(d, "the array does not end");
}

static enum status read_value(struct decoder *d, const struct member *m, struct node *n, int depth)
{
    size_t start = d->at;
    enum status rc = OK;
    switch (m->form) {
    case FORM_TEXT:
        n->type = NODE_TEXT;
        return read_text(d, &n->text);
    case FORM_TRUE:
        n->type = NODE_BOOL;
        if (!str_starts(str_from(d->in, d->at), STR("true")))
            return wrong(d, "only true is written here");
        d->at += 4;
        n->text = STR("true");
        return OK;
    case FORM_TEXTS:
    case FORM_OBJECTS:
    case FORM_PARTS:
        rc = read_array(d, m, n, depth);
        n->text = str_span(d->in, start, d->at - start);
        return rc;
    }
    return rc;
}

/* Members come in the shape's order, so one pass over both finds each. */
static enum status read_object(struct decoder *d, const struct member *shape, struct node *n,
                               int depth)
{
    if (!take(d, '{'))
        return wrong(d, "an object is expected");
    if (take(d, '}'))
        return OK;
    do {
        struct str key = {0};
        enum status rc = read_text(d, &key);
        if (rc)
            return rc;
        while (shape->key && !str_is(key, shape->key))
            shape++;
        if (!shape->key)
            return wrong(d, "this member is not known, repeated or not in order");
        if (!take(d, ':'))
            return wrong(d, "a colon is expected");
        struct node *child = node_add(d->a, n, NODE_ELEMENT, str_of(shape->key), (struct str){0});
        if (!child)
            return fault(d->err, ERR_MEMORY, d->at, "no memory for the record");
        child->offset = d->at;
        rc = read_value(d, shape++, child, depth);
        if (rc)
            return rc;
        if (child->text.len == 0)
            return wrong(d, "empty members are left out");
    } while (take(d, ','));
    return take(d, '}') ? OK : wrong(d, "the object does not end");
}

static bool one_of(struct str word, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (str_is(word, words[i]))
            return true;
    return false;
}

static enum status check_words(struct decoder *d, const struct node *top)
{
    static const char *const kinds[] = {"unknown", "person", "organisation", "vessel", "aircraft"};
    static const char *const standings[] = {"listed", "suspended", "delisted", "lapsed", "never"};
    struct record_head h = record_head_of(top);
    if (h.list.len == 0 || h.ref.len == 0 || h.name.len == 0)
        return wrong(d, "list, ref and a name are required");
    if (memchr(h.ref.s, 0, h.ref.len))
        return wrong(d, "a ref has no NUL in it");
    if (!one_of(h.kind, kinds, COUNT(kinds)) || !one_of(h.status, standings, COUNT(standings)))
        return wrong(d, "kind or status is not a known word");
    return OK;
}

enum status record_decode(struct arena *a, struct str bytes, struct node **top, struct error *err)
{
    struct decoder d = {.in = bytes, .a = a, .err = err};
    *top = node_add(a, NULL, NODE_ELEMENT, (struct str){0}, bytes);
    if (!*top)
        return fault(err, ERR_MEMORY, 0, "no memory for the record");
    d.at = utf8_valid(bytes);
    if (d.at != bytes.len)
        return wrong(&d, "the text is UTF-8");
    d.at = 0;
    enum status rc = read_object(&d, record_shape, *top, 0);
    if (!rc && d.at != bytes.len)
        rc = wrong(&d, "something follows the record");
    return rc ? rc : check_words(&d, *top);
}

/* The first name in canonical order of the best quality that there is. */
static struct str best_name(const struct node *top)
{
    static const char *const order[] = {"primary", "strong", "original", "former", "weak"};
    const struct node *names = node_child(top, "names");
    for (size_t i = 0; i < COUNT(order); i++)
        NODE_ALL (n, names)
            if (str_is(node_get(n, "quality"), order[i]))
                return node_get(n, "text");
    return (struct str){0};
}

struct record_head record_head_of(const struct node *top)
{
    struct record_head h = {
        .list = node_get(top, "list"),
        .ref = node_get(top, "ref"),
        .native = node_get(top, "native"),
        .kind = node_get(top, "kind"),
        .status = node_get(top, "status"),
        .name = best_name(top),
        .listed = node_get(top, "listed"),
        .suspended = node_get(top, "suspended"),
        .ended = node_get(top, "ended"),
    };
    NODE_ALL (date, node_child(top, "amended"))
        h.amended = date->text; /* in rising order */
    h.in_force = str_is(h.status, "listed") || str_is(h.status, "suspended");
    return h;
}
