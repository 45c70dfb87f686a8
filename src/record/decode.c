/* SPDX-License-Identifier: Apache-2.0 */
/* decode.c - a strict reader for the few shapes that a record has.
 *
 * It makes a tree, or none: to know that bytes are a record, and whose, costs half
 * of what it costs to take them apart. */
#include "record/decode.h"

#include "format/json.h"
#include "text/clean.h"

#include <stddef.h>
#include <string.h>

/* ---- The reader's state. */

struct decoder {
    struct str in;
    size_t at;
    struct arena *a;
    struct error *err;
    bool tree; /* nodes are wanted, not only the head */
    struct record_head head;
    struct str quality, text; /* of the name at hand */
    size_t rank;              /* of the quality of head.name, and one more; 0: no name yet */
};

/* ---- The shapes.  Members are in the order of their keys. */

enum form { FORM_TEXT, FORM_TRUE, FORM_TEXTS, FORM_OBJECTS, FORM_PARTS };

struct member {
    struct str key; /* as it is written: in quotes, with the colon */
    enum form form;
    const struct member *item; /* of FORM_OBJECTS and FORM_PARTS */
    size_t place;              /* in the decoder, of a text that is noted; 0: it is not */
};

enum { EMPTY_KEY = 3 }; /* the length of the key of END */

#define MEMBER(key, form, item, place)                                                             \
    {                                                                                              \
        {"\"" key "\":", sizeof(key) + 2}, form, item, place                                       \
    }
#define TEXT(key)             MEMBER(key, FORM_TEXT, NULL, 0)
#define END                   TEXT("")
#define SAID(key, form, what) MEMBER(key, form, NULL, offsetof(struct decoder, what))

static const struct member part_shape[] = {TEXT("part"), TEXT("text"), END};
static const struct member name_shape[] = {TEXT("language"),
                                           TEXT("note"),
                                           MEMBER("parts", FORM_PARTS, part_shape, 0),
                                           SAID("quality", FORM_TEXT, quality),
                                           TEXT("script"),
                                           SAID("text", FORM_TEXT, text),
                                           TEXT("verbatim"),
                                           END};
static const struct member dating_shape[] = {TEXT("calendar"),
                                             MEMBER("circa", FORM_TRUE, NULL, 0),
                                             TEXT("from"),
                                             TEXT("note"),
                                             TEXT("precision"),
                                             TEXT("text"),
                                             TEXT("to"),
                                             TEXT("type"),
                                             END};
static const struct member place_shape[] = {TEXT("city"),     TEXT("country"), TEXT("note"),
                                            TEXT("postcode"), TEXT("region"),  TEXT("street"),
                                            TEXT("text"),     TEXT("type"),    END};
static const struct member country_shape[] = {TEXT("code"), TEXT("country"), TEXT("note"),
                                              TEXT("type"), END};
static const struct member identifier_shape[] = {
    TEXT("country"), TEXT("expires"), TEXT("issued"), TEXT("issuer"),
    TEXT("note"),    TEXT("number"),  TEXT("type"),   END};
static const struct member measure_shape[] = {TEXT("from"), TEXT("text"), TEXT("type"), END};
static const struct member link_shape[] = {TEXT("name"), TEXT("note"), TEXT("ref"), TEXT("type"),
                                           END};
static const struct member xref_shape[] = {TEXT("list"), TEXT("ref"), END};
static const struct member detail_shape[] = {TEXT("text"), TEXT("type"), END};

static const struct member record_shape[] = {
    MEMBER("addresses", FORM_OBJECTS, place_shape, 0),
    SAID("amended", FORM_TEXTS, head.amended),
    TEXT("authority"),
    MEMBER("basis", FORM_TEXTS, NULL, 0),
    MEMBER("births", FORM_OBJECTS, dating_shape, 0),
    TEXT("confidence"),
    MEMBER("countries", FORM_OBJECTS, country_shape, 0),
    MEMBER("dates", FORM_OBJECTS, dating_shape, 0),
    MEMBER("details", FORM_OBJECTS, detail_shape, 0),
    SAID("ended", FORM_TEXT, head.ended),
    TEXT("gender"),
    TEXT("group"),
    MEMBER("identifiers", FORM_OBJECTS, identifier_shape, 0),
    SAID("kind", FORM_TEXT, head.kind),
    MEMBER("links", FORM_OBJECTS, link_shape, 0),
    SAID("list", FORM_TEXT, head.list),
    SAID("listed", FORM_TEXT, head.listed),
    MEMBER("measures", FORM_OBJECTS, measure_shape, 0),
    MEMBER("names", FORM_OBJECTS, name_shape, 0),
    SAID("native", FORM_TEXT, head.native),
    MEMBER("places", FORM_OBJECTS, place_shape, 0),
    MEMBER("positions", FORM_TEXTS, NULL, 0),
    MEMBER("programmes", FORM_TEXTS, NULL, 0),
    MEMBER("reasons", FORM_TEXTS, NULL, 0),
    SAID("ref", FORM_TEXT, head.ref),
    MEMBER("remarks", FORM_TEXTS, NULL, 0),
    MEMBER("sources", FORM_TEXTS, NULL, 0),
    SAID("status", FORM_TEXT, head.status),
    SAID("suspended", FORM_TEXT, head.suspended),
    MEMBER("titles", FORM_TEXTS, NULL, 0),
    MEMBER("xrefs", FORM_OBJECTS, xref_shape, 0),
    END,
};

/* ---- The reader. */

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

static enum status no_memory(struct decoder *d)
{
    return fault(d->err, ERR_MEMORY, d->at, "no memory for the record");
}

static enum status copy_unescaped(struct decoder *d, struct str raw, struct str *out)
{
    char *to = arena_alloc(d->a, raw.len + 1, 1);
    struct decoder again = {.in = raw};
    size_t len = 0;
    if (!to)
        return no_memory(d);
    while (again.at < raw.len) {
        char c = raw.s[again.at++];
        to[len++] = c == '\\' ? (char)unescape(&again) : c;
    }
    *out = (struct str){to, len};
    return OK;
}

/* The view between the quotes when nothing is escaped, or when the text is not
 * wanted; else a copy. */
static enum status read_text(struct decoder *d, bool wanted, struct str *out)
{
    if (!take(d, '"'))
        return wrong(d, "a string is expected");
    size_t start = d->at, escapes = 0;
    for (;;) {
        d->at += json_plain(str_from(d->in, d->at));
        if (d->at == d->in.len || d->in.s[d->at] == '"')
            break;
        if (d->in.s[d->at] != '\\')
            return wrong(d, "control bytes are escaped");
        escapes++;
        d->at++;
        if (unescape(d) < 0)
            return wrong(d, "this escape is not written so");
    }
    struct str raw = str_span(d->in, start, d->at - start);
    if (!take(d, '"'))
        return wrong(d, "the string does not end");
    *out = raw;
    return escapes && wanted ? copy_unescaped(d, raw, out) : OK;
}

static bool make_node(struct decoder *d, struct node *parent, enum node_type type, struct str name,
                      struct node **out)
{
    *out = d->tree ? node_add(d->a, parent, type, name, (struct str){0}) : NULL;
    if (*out)
        (*out)->offset = d->at;
    return *out || !d->tree;
}

static void set_node(struct node *n, enum node_type type, struct str text)
{
    if (!n)
        return;
    n->type = type;
    n->text = text;
}

static void note(struct decoder *d, const struct member *m, struct str text)
{
    memcpy((char *)d + m->place, &text, sizeof text);
}

/* The first name in canonical order of the best quality that there is. */
static void note_name(struct decoder *d)
{
    static const char *const order[] = {"primary", "strong", "original", "former", "weak"};
    for (size_t i = 0; i < COUNT(order) && (d->rank == 0 || i < d->rank - 1); i++)
        if (str_is(d->quality, order[i])) {
            d->rank = i + 1;
            d->head.name = d->text;
        }
}

static enum status read_object(struct decoder *d, const struct member *shape, struct node *n);

static enum status read_text_item(struct decoder *d, const struct member *m, struct node *array)
{
    struct node *item;
    struct str text = {0};
    if (!make_node(d, array, NODE_TEXT, (struct str){0}, &item))
        return no_memory(d);
    enum status rc = read_text(d, d->tree || m->place, &text);
    set_node(item, NODE_TEXT, text);
    if (m->place)
        note(d, m, text);
    return rc;
}

static enum status read_object_item(struct decoder *d, const struct member *m, struct node *array)
{
    struct node *item;
    size_t start = d->at;
    if (!make_node(d, array, NODE_ELEMENT, (struct str){0}, &item))
        return no_memory(d);
    d->quality = d->text = (struct str){0};
    enum status rc = read_object(d, m->item, item);
    set_node(item, NODE_ELEMENT, str_span(d->in, start, d->at - start));
    if (m->item == name_shape)
        note_name(d);
    return rc;
}

static enum status read_array(struct decoder *d, const struct member *m, struct node *array)
{
    struct str before = {0};
    if (!take(d, '['))
        return wrong(d, "an array is expected");
    do {
        size_t start = d->at;
        enum status rc =
            m->form == FORM_TEXTS ? read_text_item(d, m, array) : read_object_item(d, m, array);
        if (rc)
            return rc;
        struct str item = str_span(d->in, start, d->at - start);
        if (m->form != FORM_PARTS && before.len && str_compare(before, item) >= 0)
            return wrong(d, "the items of a set are in rising order");
        before = item;
    } while (take(d, ','));
    return take(d, ']') ? OK : wrong(d, "the array does not end");
}

static enum status read_value(struct decoder *d, const struct member *m, struct node *n,
                              struct str *text)
{
    size_t start = d->at;
    enum status rc = OK;
    switch (m->form) {
    case FORM_TEXT:
        rc = read_text(d, d->tree || m->place, text);
        set_node(n, NODE_TEXT, *text);
        if (m->place)
            note(d, m, str_trim(*text));
        return rc;
    case FORM_TRUE:
        *text = STR("true");
        set_node(n, NODE_BOOL, *text);
        if (!str_starts(str_from(d->in, d->at), *text))
            return wrong(d, "only true is written here");
        d->at += text->len;
        return OK;
    case FORM_TEXTS:
    case FORM_OBJECTS:
    case FORM_PARTS:
        rc = read_array(d, m, n);
        *text = str_span(d->in, start, d->at - start);
        set_node(n, NODE_ELEMENT, *text);
        return rc;
    }
    return rc;
}

/* Most keys differ in their first two letters, behind the quote. */
static bool is_key(struct str in, const struct member *m)
{
    return in.len > EMPTY_KEY && in.s[1] == m->key.s[1] && in.s[2] == m->key.s[2] &&
           str_starts(in, m->key);
}

/* Members come in the shape's order, so one pass over both finds each. */
static enum status read_object(struct decoder *d, const struct member *shape, struct node *n)
{
    if (!take(d, '{'))
        return wrong(d, "an object is expected");
    if (take(d, '}'))
        return OK;
    do {
        struct str text = {0}, key;
        struct node *child;
        struct str in = str_from(d->in, d->at);
        while (shape->key.len != EMPTY_KEY && !is_key(in, shape))
            shape++;
        if (shape->key.len == EMPTY_KEY)
            return wrong(d, "a member is not known, repeated, not in order or not a member");
        d->at += shape->key.len;
        key = str_span(shape->key, 1, shape->key.len - EMPTY_KEY);
        if (!make_node(d, n, NODE_ELEMENT, key, &child))
            return no_memory(d);
        enum status rc = read_value(d, shape++, child, &text);
        if (rc)
            return rc;
        if (text.len == 0)
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

static enum status check_words(struct decoder *d)
{
    static const char *const kinds[] = {"unknown", "person", "organisation", "vessel", "aircraft"};
    static const char *const standings[] = {"listed", "suspended", "delisted", "lapsed", "never"};
    const struct record_head *h = &d->head;
    if (h->list.len == 0 || h->ref.len == 0 || h->name.len == 0)
        return wrong(d, "list, ref and a name are required");
    if (memchr(h->ref.s, 0, h->ref.len))
        return wrong(d, "a ref has no NUL in it");
    if (!one_of(h->kind, kinds, COUNT(kinds)) || !one_of(h->status, standings, COUNT(standings)))
        return wrong(d, "kind or status is not a known word");
    d->head.in_force = str_is(h->status, "listed") || str_is(h->status, "suspended");
    return OK;
}

static enum status read_record(struct decoder *d, struct node *top)
{
    d->at = utf8_valid(d->in);
    if (d->at != d->in.len)
        return wrong(d, "the text is UTF-8");
    d->at = 0;
    enum status rc = read_object(d, record_shape, top);
    if (!rc && d->at != d->in.len)
        rc = wrong(d, "something follows the record");
    return rc ? rc : check_words(d);
}

enum status record_decode(struct arena *a, struct str bytes, struct node **top, struct error *err)
{
    struct decoder d = {.in = bytes, .a = a, .err = err, .tree = true};
    *top = node_add(a, NULL, NODE_ELEMENT, (struct str){0}, bytes);
    return *top ? read_record(&d, *top) : no_memory(&d);
}

enum status record_check(struct arena *a, struct str bytes, struct record_head *head,
                         struct error *err)
{
    struct decoder d = {.in = bytes, .a = a, .err = err};
    enum status rc = read_record(&d, NULL);
    *head = d.head;
    return rc;
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
