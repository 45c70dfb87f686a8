/* SPDX-License-Identifier: Apache-2.0 */
/* xml.c - libxml2's SAX2 events made into trees of one record each.
 *
 * Inside a wanted element a tree grows in `inner`, which is emptied when the
 * record has been taken.  Outside, each open element is one node in an arena
 * of its own depth.  Character data is gathered in `text` and given to the
 * open element when the next tag comes. */
#include "format/xml.h"

#include "base/buf.h"
#include "text/clean.h"

#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <limits.h>
#include <string.h>

enum { DEPTH_MAX = 64, CHUNK = 1 << 20 };

struct reader {
    struct str bytes;
    size_t good; /* how many of them are valid UTF-8, or in an encoding that libxml2 converts */
    xmlParserCtxtPtr ctxt;
    const char *const *records;
    xml_take *take;
    void *ctx;
    struct error *err;
    enum status rc;
    struct arena inner;            /* of the record at hand */
    struct node *record, *open;    /* its top and the innermost open element */
    struct arena outer[DEPTH_MAX]; /* of the open elements outside records, by depth */
    struct node *outside[DEPTH_MAX];
    size_t depth;
    struct buf text;
};

static struct str xml_str(const xmlChar *s)
{
    return str_of((const char *)s);
}

static void stop(struct reader *r, enum status rc)
{
    r->rc = rc;
    xmlStopParser(r->ctxt);
}

static size_t line_now(const struct reader *r)
{
    return r->ctxt->input ? (size_t)r->ctxt->input->line : 0;
}

static size_t byte_now(const struct reader *r)
{
    long at = xmlByteConsumed(r->ctxt);
    return at > 0 ? (size_t)at : 0;
}

static void out_of_memory(struct reader *r)
{
    stop(r, fault_at(r->err, ERR_MEMORY, line_now(r), byte_now(r),
                     "the record on line %zu is larger than the memory allowed", line_now(r)));
}

static bool wanted(const struct reader *r, struct str name)
{
    for (size_t i = 0; r->records[i]; i++)
        if (str_is(name, r->records[i]))
            return true;
    return false;
}

/* Blank text is layout, unless the element says xml:space="preserve". */
static bool keeps_blanks(const struct node *n)
{
    const struct node *space = node_child(n, "space");
    return space && space->type == NODE_ATTRIBUTE && str_is(space->text, "preserve");
}

/* Gives the gathered character data to the element that it stands in. */
static void flush_text(struct reader *r, struct arena *a, struct node *n)
{
    struct str text = buf_str(&r->text);
    if (n && text.len && (str_trim(text).len || keeps_blanks(n))) {
        if (n->text.len)
            n->text = arena_printf(a, "%.*s%.*s", STRF(n->text), STRF(buf_str(&r->text)));
        else
            n->text = arena_copy(a, buf_str(&r->text));
        if (a->failed)
            out_of_memory(r);
    }
    if (r->text.failed)
        out_of_memory(r);
    buf_clear(&r->text);
}

static void add_attributes(struct arena *a, struct node *n, int count, const xmlChar **attr)
{
    for (int i = 0; i < count; i++, attr += 5) {
        struct str value = {(const char *)attr[3], (size_t)(attr[4] - attr[3])};
        struct node *at =
            node_add(a, n, NODE_ATTRIBUTE, arena_copy(a, xml_str(attr[0])), arena_copy(a, value));
        /* Attributes of the schema instance name space tell of the schema only. */
        if (at && attr[2] && str_ends(xml_str(attr[2]), STR("XMLSchema-instance")))
            at->used = true;
    }
}

static struct node *element(struct reader *r, struct arena *a, struct node *parent, struct str name,
                            int count, const xmlChar **attr)
{
    struct node *n = node_add(a, parent, NODE_ELEMENT, arena_copy(a, name), (struct str){0});
    if (n) {
        n->line = line_now(r);
        add_attributes(a, n, count, attr);
    }
    if (a->failed)
        out_of_memory(r);
    return n;
}

static void give(struct reader *r, struct node *n)
{
    enum status rc = r->take(r->ctx, n, r->err);
    if (rc) {
        if (r->err && r->err->line == 0)
            r->err->line = n->line;
        stop(r, rc);
    }
}

static void on_start(void *user, const xmlChar *local, const xmlChar *prefix, const xmlChar *uri,
                     int namespaces, const xmlChar **ns, int attributes, int defaulted,
                     const xmlChar **attr)
{
    struct reader *r = user;
    struct str name = xml_str(local);
    (void)prefix, (void)uri, (void)namespaces, (void)ns, (void)defaulted;
    if (r->rc)
        return;
    if (r->depth == DEPTH_MAX) {
        stop(r, fault_at(r->err, ERR_INPUT, line_now(r), byte_now(r),
                         "elements nest deeper than %d", DEPTH_MAX));
        return;
    }
    if (r->record) {
        flush_text(r, &r->inner, r->open);
        r->open = element(r, &r->inner, r->open, name, attributes, attr);
    } else {
        if (r->depth)
            flush_text(r, &r->outer[r->depth - 1], r->outside[r->depth - 1]);
        if (r->depth && wanted(r, name)) {
            r->record = r->open = element(r, &r->inner, NULL, name, attributes, attr);
        } else {
            struct arena *a = &r->outer[r->depth];
            arena_reset(a);
            r->outside[r->depth] = element(r, a, NULL, name, attributes, attr);
            if (r->depth == 0 && !r->rc)
                give(r, r->outside[0]);
        }
    }
    r->depth++;
}

static void on_end(void *user, const xmlChar *local, const xmlChar *prefix, const xmlChar *uri)
{
    struct reader *r = user;
    (void)local, (void)prefix, (void)uri;
    if (r->rc || r->depth == 0)
        return;
    r->depth--;
    if (r->record) {
        flush_text(r, &r->inner, r->open);
        struct node *ended = r->open;
        r->open = ended ? ended->parent : NULL;
        if (r->open || r->rc)
            return;
        give(r, r->record);
        r->record = NULL;
        arena_reset(&r->inner);
        return;
    }
    struct node *n = r->outside[r->depth];
    flush_text(r, &r->outer[r->depth], n);
    if (!r->rc && (n->text.len || (n->first && r->depth)))
        give(r, n);
}

static void on_text(void *user, const xmlChar *s, int len)
{
    struct reader *r = user;
    if (!r->rc)
        buf_put(&r->text, (struct str){(const char *)s, (size_t)len});
}

/* The type of `content` is libxml2's.  NOLINTBEGIN(readability-non-const-parameter) */
static void on_entity(void *user, const xmlChar *name, int type, const xmlChar *public_id,
                      const xmlChar *system_id, xmlChar *content)
/* NOLINTEND(readability-non-const-parameter) */
{
    struct reader *r = user;
    (void)type, (void)public_id, (void)system_id, (void)content;
    if (!r->rc)
        stop(r, fault_at(r->err, ERR_INPUT, line_now(r), byte_now(r),
                         "the document declares the entity \"%.60s\"; entities are refused",
                         (const char *)name));
}

static size_t line_of(struct str bytes, size_t at)
{
    size_t line = 1;
    for (const char *p = bytes.s; (p = memchr(p, '\n', (size_t)(bytes.s + at - p))); p++)
        line++;
    return line;
}

static enum status bad_byte(struct str bytes, size_t good, struct error *err)
{
    size_t line = line_of(bytes, good);
    return fault_at(err, ERR_INPUT, line, good, "invalid UTF-8 on line %zu: byte 0x%02x at %zu",
                    line, (unsigned)(unsigned char)bytes.s[good], good);
}

static void on_error(void *user, xmlErrorPtr error)
{
    struct reader *r = user;
    if (r->rc || !error || error->level < XML_ERR_ERROR)
        return;
    struct str why = str_trim(str_of(error->message));
    /* Undeclared name space prefixes and the like are recoverable: names are local here. */
    if (error->domain == XML_FROM_NAMESPACE)
        return;
    size_t line = error->line > 0 ? (size_t)error->line : line_now(r);
    if (r->good < r->bytes.len && line >= line_of(r->bytes, r->good)) {
        stop(r, bad_byte(r->bytes, r->good, r->err));
        return;
    }
    stop(r, fault_at(r->err, ERR_INPUT, line, byte_now(r), "not well-formed XML on line %zu: %.*s",
                     line, STRF(why)));
}

static xmlSAXHandler handlers(void)
{
    xmlSAXHandler sax = {0};
    sax.initialized = XML_SAX2_MAGIC;
    sax.startElementNs = on_start;
    sax.endElementNs = on_end;
    sax.characters = on_text;
    sax.ignorableWhitespace = on_text;
    sax.cdataBlock = on_text;
    sax.entityDecl = on_entity;
    sax.serror = on_error;
    return sax;
}

/* A declared encoding other than UTF-8 is for libxml2 to convert. */
static bool says_other_encoding(struct str bytes)
{
    struct str head = str_span(bytes, 0, 200);
    size_t end = str_find(head, STR("?>")), at = str_find_nocase(head, STR("encoding="));
    if (bytes.len >= 2 && ((unsigned char)bytes.s[0] >= 0xFE))
        return true; /* a UTF-16 byte order mark */
    if (end == SIZE_MAX || at == SIZE_MAX || at > end)
        return false;
    struct str name = str_from(head, at + sizeof "encoding=");
    return str_find_nocase(str_span(name, 0, 5), STR("utf-8")) != 0 &&
           str_find_nocase(str_span(name, 0, 5), STR("utf8")) != 0 &&
           str_find_nocase(str_span(name, 0, 8), STR("us-ascii")) != 0;
}

enum status xml_read(struct str bytes, const char *const *records, xml_take *take, void *ctx,
                     struct error *err)
{
    struct error local = {0};
    struct reader r = {.records = records, .take = take, .ctx = ctx, .err = err ? err : &local};
    xmlSAXHandler sax = handlers();
    if (str_trim(str_span(bytes, 0, 4096)).len == 0)
        return fault(err, ERR_INPUT, 0, bytes.len ? "the file is blank" : "the file is empty");
    r.bytes = bytes;
    r.good = says_other_encoding(bytes) ? bytes.len : utf8_valid(bytes);
    r.ctxt = xmlCreatePushParserCtxt(&sax, &r, NULL, 0, NULL);
    if (!r.ctxt)
        return fault(r.err, ERR_MEMORY, 0, "no memory for the XML reader");
    /* NOENT turns &amp; in attributes into & (without it, into &#38;).  There are
     * no other entities to replace: a document that declares one is refused. */
    xmlCtxtUseOptions(r.ctxt,
                      XML_PARSE_NONET | XML_PARSE_COMPACT | XML_PARSE_HUGE | XML_PARSE_NOENT);
    for (size_t at = 0; at < bytes.len && !r.rc; at += CHUNK) {
        struct str chunk = str_span(bytes, at, CHUNK);
        xmlParseChunk(r.ctxt, chunk.s, (int)chunk.len, 0);
    }
    if (!r.rc)
        xmlParseChunk(r.ctxt, NULL, 0, 1);
    if (!r.rc && r.good < bytes.len)
        r.rc = bad_byte(bytes, r.good, r.err);
    if (!r.rc && (!r.ctxt->wellFormed || r.depth))
        r.rc = fault_at(r.err, ERR_INPUT, line_now(&r), bytes.len, "the XML ends before its root");
    xmlFreeParserCtxt(r.ctxt);
    arena_free(&r.inner);
    for (size_t i = 0; i < DEPTH_MAX; i++)
        arena_free(&r.outer[i]);
    buf_free(&r.text);
    return r.rc;
}

struct str xml_root_name(struct str head)
{
    if (str_starts(head, STR("\xEF\xBB\xBF")))
        head = str_from(head, 3);
    for (head = str_trim(head); head.len > 1 && head.s[0] == '<'; head = str_trim(head)) {
        struct str end = head.s[1] == '?' ? STR("?>") : STR("-->");
        if (head.s[1] != '?' && !str_starts(head, STR("<!--"))) {
            if (head.s[1] != '!')
                break;
            end = STR(">");
        }
        size_t at = str_find(head, end);
        if (at == SIZE_MAX)
            return (struct str){0};
        head = str_from(head, at + end.len);
    }
    if (head.len < 2 || head.s[0] != '<')
        return (struct str){0};
    head = str_from(head, 1);
    size_t len = 0;
    while (len < head.len && !memchr(" \t\r\n/>", head.s[len], 6))
        len++;
    struct str name = str_span(head, 0, len), local;
    struct str rest = str_cut(name, ':', &local);
    return rest.len ? rest : local;
}
