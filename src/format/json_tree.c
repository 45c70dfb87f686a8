/* SPDX-License-Identifier: Apache-2.0 */
/* json_tree.c - from a flat JSON document to the tree that sources walk. */
#include "format/json.h"

static enum node_type node_type_of(enum json_type type)
{
    static const enum node_type types[] = {
        [JSON_OBJECT] = NODE_ELEMENT, [JSON_ARRAY] = NODE_ELEMENT, [JSON_STRING] = NODE_TEXT,
        [JSON_NUMBER] = NODE_NUMBER,  [JSON_BOOL] = NODE_BOOL,     [JSON_NULL] = NODE_NULL,
    };
    return types[type];
}

/* Adds the items from i to end below parent. */
static void hang(struct arena *a, struct node *parent, const struct json_item *items, size_t i,
                 size_t end)
{
    for (; i < end; i = items[i].next) {
        const struct json_item *item = &items[i];
        struct node *n = node_add(a, parent, node_type_of(item->type), arena_copy(a, item->key),
                                  arena_copy(a, item->text));
        if (!n)
            return;
        n->offset = item->offset;
        hang(a, n, items, i + 1, item->next);
    }
}

enum status json_parse(struct json_reader *r, struct arena *a, struct str bytes, struct node **top,
                       struct error *err)
{
    struct json_items items;
    *top = NULL;
    enum status rc = json_flat(r, bytes, &items, err);
    if (rc)
        return rc;
    struct node above = {0};
    hang(a, &above, items.at, 0, items.count);
    if (a->failed || !above.first)
        return fault(err, ERR_MEMORY, 0, "no memory for the tree of a JSON document");
    *top = above.first;
    (*top)->parent = NULL;
    return OK;
}
