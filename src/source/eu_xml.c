/* SPDX-License-Identifier: Apache-2.0 */
/* eu_xml.c - the two XML formats: one pass to learn which references come
 * twice, and one to make the records.
 *
 * Nearly every entity is one element; it becomes a record as soon as it ends,
 * so that 25 MB are read in the memory of one entity.  Elements whose reference
 * comes again are copied and wait for the end of the file.  Since the first
 * pass reads to the end, a file that is not well formed gives no record. */
#include "source/eu.h"

#include "format/xml.h"

#include <stdlib.h>

struct reading {
    struct eu *e;
    struct arena kept; /* keys, and copies of the elements that wait */
    str_vec keys;      /* of all elements, sorted after the first pass */
    VEC(struct eu_part) waiting;
    bool first; /* pass */
};

static bool is_entity(const struct node *n)
{
    return str_is(n->name, "sanctionEntity") || str_is(n->name, "ENTITY");
}

/* ---- First pass. */

static enum status learn(void *ctx, struct node *n, struct error *err)
{
    struct reading *r = ctx;
    (void)err;
    if (is_entity(n)) {
        struct str *key = VEC_ADD(&r->kept, &r->keys);
        *key = arena_copy(&r->kept, eu_part_of(n).key);
    } else if (str_is(n->name, "export")) {
        eu_day(r->e, node_get(n, "generationDate"));
    } else if (str_is(n->name, "WHOLE")) {
        eu_day(r->e, node_get(n, "Date"));
    }
    return OK;
}

static int by_bytes(const void *x, const void *y)
{
    return str_compare(*(const struct str *)x, *(const struct str *)y);
}

static bool comes_again(const struct reading *r, struct str key)
{
    size_t low = 0, high = r->keys.count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (str_compare(r->keys.at[middle], key) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low + 1 < r->keys.count && str_equal(r->keys.at[low + 1], key);
}

/* ---- Second pass. */

static struct node *copied(struct arena *a, struct node *parent, const struct node *n)
{
    struct node *to = node_add(a, parent, n->type, arena_copy(a, n->name), arena_copy(a, n->text));
    if (!to)
        return NULL;
    to->line = n->line;
    to->offset = n->offset;
    to->used = n->used;
    NODE_ALL (c, n)
        if (!copied(a, to, c))
            return NULL;
    return to;
}

static enum status make(void *ctx, struct node *n, struct error *err)
{
    struct reading *r = ctx;
    if (!is_entity(n)) {
        node_ignore(n, "generationDate"); /* both taken in the first pass */
        node_ignore(n, "Date");
        node_ignore(n, "globalFileId"); /* counts the files made, changed or not */
        sink_leftovers(r->e->out, n);
        return OK;
    }
    struct eu_part part = eu_part_of(n);
    if (!comes_again(r, part.key))
        return eu_record(r->e, &part, 1, err);
    struct eu_part *place = VEC_ADD(&r->kept, &r->waiting);
    *place = eu_part_of(copied(&r->kept, NULL, n));
    return r->kept.failed ? fault(err, ERR_MEMORY, 0, "no memory for the parts of one entity") : OK;
}

static int by_key(const void *x, const void *y)
{
    const struct eu_part *a = x, *b = y;
    return str_compare(a->key, b->key);
}

static enum status make_waiting(struct reading *r, struct error *err)
{
    size_t from = 0, to;
    qsort(r->waiting.at, r->waiting.count, sizeof *r->waiting.at, by_key);
    for (enum status rc; from < r->waiting.count; from = to) {
        struct str key = r->waiting.at[from].key;
        for (to = from + 1; to < r->waiting.count; to++)
            if (!str_equal(r->waiting.at[to].key, key))
                break;
        if ((rc = eu_record(r->e, r->waiting.at + from, to - from, err)))
            return rc;
    }
    return OK;
}

enum status eu_xml(struct eu *e, struct str bytes, struct error *err)
{
    static const char *const none[] = {NULL}, *const records[] = {"sanctionEntity", "ENTITY", NULL};
    struct reading r = {.e = e};
    enum status rc = xml_read(bytes, none, learn, &r, err);
    if (rc)
        goto out;
    if (r.keys.count)
        qsort(r.keys.at, r.keys.count, sizeof *r.keys.at, by_bytes);
    rc = r.kept.failed ? fault(err, ERR_MEMORY, 0, "no memory for the references")
                       : xml_read(bytes, records, make, &r, err);
    if (rc == OK && r.waiting.count)
        rc = make_waiting(&r, err);
out:
    arena_free(&r.kept);
    return rc;
}
