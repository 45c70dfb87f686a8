/* SPDX-License-Identifier: Apache-2.0 */
/* node.c - the tree that every reader of nested formats builds. */
#include "format/node.h"

#include "base/buf.h"

struct node *node_add(struct arena *a, struct node *parent, enum node_type type, struct str name,
                      struct str text)
{
    struct node *n = NEW(a, struct node);
    if (!n)
        return NULL;
    n->type = type;
    n->name = name;
    n->text = text;
    n->parent = parent;
    if (parent) {
        if (parent->last)
            parent->last->next = n;
        else
            parent->first = n;
        parent->last = n;
    }
    return n;
}

static struct node *named(struct node *from, struct str name)
{
    while (from && !str_equal(from->name, name))
        from = from->next;
    return from;
}

struct node *node_child(const struct node *parent, const char *name)
{
    return parent ? named(parent->first, str_of(name)) : NULL;
}

struct node *node_next(const struct node *n)
{
    return n ? named(n->next, n->name) : NULL;
}

struct str node_text(struct node *n)
{
    if (!n)
        return (struct str){0};
    n->used = true;
    return str_trim(n->text);
}

struct str node_get(const struct node *parent, const char *name)
{
    return node_text(node_child(parent, name));
}

bool node_is_true(const struct node *parent, const char *name)
{
    struct str text = node_get(parent, name);
    return str_is_nocase(text, "true") || str_is(text, "1");
}

void node_ignore_all(struct node *n)
{
    if (!n)
        return;
    n->used = true;
    NODE_ALL (c, n)
        node_ignore_all(c);
}

void node_ignore(const struct node *parent, const char *name)
{
    NODE_EACH (c, parent, name)
        node_ignore_all(c);
}

static void walk(const struct node *n, struct buf *path, void (*found)(void *, struct str),
                 void *ctx)
{
    size_t mark = path->len;
    if (n->name.len) {
        if (mark)
            buf_byte(path, '/');
        if (n->type == NODE_ATTRIBUTE)
            buf_byte(path, '@');
        buf_put(path, n->name);
    }
    if (!n->used && n->type != NODE_NULL && str_trim(n->text).len)
        found(ctx, buf_str(path));
    NODE_ALL (c, n)
        walk(c, path, found, ctx);
    path->len = mark;
}

void node_unused(const struct node *top, void (*found)(void *, struct str), void *ctx)
{
    struct buf path = {0};
    if (top)
        walk(top, &path, found, ctx);
    buf_free(&path);
}
