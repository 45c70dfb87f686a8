/* SPDX-License-Identifier: Apache-2.0 */
/* html.c - an HTML page as a tree, by libxml2's forgiving HTML parser. */
#include "format/xml.h"

#include "base/buf.h"
#include "text/clean.h"

#include <libxml/HTMLparser.h>
#include <limits.h>

enum { DEPTH_MAX = 256 };

static struct str xml_copy(struct arena *a, const xmlChar *s)
{
    return arena_copy(a, str_of((const char *)s));
}

static enum status convert(struct arena *a, struct node *parent, const xmlNode *from, int depth,
                           struct error *err)
{
    if (depth > DEPTH_MAX)
        return fault(err, ERR_INPUT, 0, "elements nest deeper than %d", DEPTH_MAX);
    for (; from; from = from->next) {
        if (from->type == XML_TEXT_NODE || from->type == XML_CDATA_SECTION_NODE) {
            struct node *t =
                node_add(a, parent, NODE_TEXT, (struct str){0}, xml_copy(a, from->content));
            if (!t)
                return fault(err, ERR_MEMORY, 0, "the page needs more memory than is allowed");
        }
        if (from->type != XML_ELEMENT_NODE)
            continue;
        struct node *n =
            node_add(a, parent, NODE_ELEMENT, xml_copy(a, from->name), (struct str){0});
        if (!n)
            return fault(err, ERR_MEMORY, 0, "the page needs more memory than is allowed");
        n->line = from->line;
        for (const xmlAttr *at = from->properties; at; at = at->next) {
            const xmlChar *value = at->children ? at->children->content : NULL;
            if (!node_add(a, n, NODE_ATTRIBUTE, xml_copy(a, at->name), xml_copy(a, value)))
                return fault(err, ERR_MEMORY, 0, "the page needs more memory than is allowed");
        }
        enum status rc = convert(a, n, from->children, depth + 1, err);
        if (rc)
            return rc;
    }
    return OK;
}

enum status html_read(struct arena *a, struct str bytes, struct node **top, struct error *err)
{
    if (bytes.len > INT_MAX)
        return fault(err, ERR_INPUT, 0, "the page is larger than 2 GiB");
    if (str_trim(str_span(bytes, 0, 4096)).len == 0)
        return fault(err, ERR_INPUT, 0, "the page is empty");
    /* Pages lie about their encoding less often than they leave it out. */
    const char *encoding = utf8_valid(bytes) == bytes.len ? "UTF-8" : NULL;
    int options = HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET;
    htmlDocPtr doc = htmlReadMemory(bytes.s, (int)bytes.len, NULL, encoding, options);
    if (!doc)
        return fault(err, ERR_INPUT, 0, "the page cannot be read as HTML");
    enum status rc = OK;
    *top = node_add(a, NULL, NODE_ELEMENT, STR("#document"), (struct str){0});
    if (!*top)
        rc = fault(err, ERR_MEMORY, 0, "the page needs more memory than is allowed");
    else
        rc = convert(a, *top, xmlDocGetRootElement(doc), 0, err);
    xmlFreeDoc(doc);
    return rc;
}

static bool breaks_line(struct str name)
{
    static const char *const names[] = {"br", "p",  "div", "li", "tr", "td",
                                        "th", "ul", "ol",  "h1", "h2", "h3"};
    for (size_t i = 0; i < COUNT(names); i++)
        if (str_is(name, names[i]))
            return true;
    return false;
}

static void gather(struct buf *b, struct node *n)
{
    n->used = true;
    if (n->type == NODE_TEXT)
        buf_put(b, n->text);
    if (n->type != NODE_ELEMENT || str_is(n->name, "script") || str_is(n->name, "style"))
        return;
    if (breaks_line(n->name))
        buf_byte(b, '\n');
    NODE_ALL (c, n)
        gather(b, c);
    if (breaks_line(n->name))
        buf_byte(b, '\n');
}

struct str html_text(struct arena *a, struct node *n)
{
    struct buf b = {0};
    if (n)
        gather(&b, n);
    if (b.failed)
        a->failed = true;
    struct str text = text_clean(a, arena_copy(a, buf_str(&b)));
    buf_free(&b);
    return text;
}
