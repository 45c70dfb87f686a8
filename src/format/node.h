/* SPDX-License-Identifier: Apache-2.0 */
/* node.h - one small tree for whatever was read: XML, HTML and JSON alike.
 *
 * A source walks the tree by name, and each text that it takes is marked as
 * used.  What is left unmarked at the end was not understood: node_unused
 * names it, so that nothing can be dropped in silence.
 *
 * All nodes and their texts live in one arena, as long as its owner says. */
#ifndef TOCSIN_NODE_H
#define TOCSIN_NODE_H

#include "base/base.h"

enum node_type {
    NODE_ELEMENT, /* XML element, JSON array or object member that holds others */
    NODE_ATTRIBUTE,
    NODE_TEXT,   /* JSON string, or the text between HTML elements */
    NODE_NUMBER, /* JSON number, its digits in text */
    NODE_BOOL,   /* "true" or "false" in text */
    NODE_NULL,
};

struct node {
    struct str name; /* local name of the element or attribute, key of the member, "" in arrays */
    struct str text; /* an XML element's own character data, joined; else the value */
    struct node *first, *last, *next, *parent;
    size_t line, offset; /* where it began in the input; 0 when unknown */
    enum node_type type;
    bool used;
};

/* A new last child; NULL when the arena is at its limit. */
MUST_CHECK struct node *node_add(struct arena *a, struct node *parent, enum node_type type,
                                 struct str name, struct str text);

/* The first child of that name (element or attribute), or NULL.  `parent` may
 * be NULL, and then so is the child: paths can be walked without asking. */
struct node *node_child(const struct node *parent, const char *name);
/* The next sibling with the name of n, or NULL. */
struct node *node_next(const struct node *n);
/* A declaration cannot stand in parentheses.  NOLINTBEGIN(bugprone-macro-parentheses) */
#define NODE_EACH(var, parent, name)                                                               \
    for (struct node *var = node_child((parent), (name)); var; var = node_next(var))
/* Every child, whatever its name. */
#define NODE_ALL(var, parent)                                                                      \
    for (struct node *var = (parent) ? (parent)->first : NULL; var; var = var->next)
/* NOLINTEND(bugprone-macro-parentheses) */

/* The text of the node, white space trimmed at both ends, marked as used; ""
 * for NULL. */
struct str node_text(struct node *n);
/* node_text of the first child of that name. */
struct str node_get(const struct node *parent, const char *name);
/* node_get that must be "true" (any case) or "1". */
bool node_is_true(const struct node *parent, const char *name);

/* Says that these children (and all below them) are known and not wanted. */
void node_ignore(const struct node *parent, const char *name);
void node_ignore_all(struct node *n);

/* Calls found() for each text that nobody used, with its path from the top
 * ("INDIVIDUAL/FOO/@bar").  Blank texts do not count. */
void node_unused(const struct node *top, void (*found)(void *ctx, struct str path), void *ctx);

#endif
