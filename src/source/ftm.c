/* SPDX-License-Identifier: Apache-2.0 */
/* ftm.c - FollowTheMoney: JSON lines, one entity or one change a line.
 *
 * The file is read in blocks and a line is looked at where it lies, so memory
 * is that of the longest line.  A line that is not an entity is a fault: it is
 * not passed over, since nobody could tell what it would have said. */
#include "source/ftm.h"

#include <stdlib.h>
#include <string.h>

enum {
    BLOCK = 256 << 10,
    LINE_LIMIT = 16 << 20,    /* longest line taken; real ones are under 1 MiB */
    RECORD_LIMIT = 512 << 20, /* memory for one record */
};

/* ---- Lines. */

struct lines {
    const struct input *in;
    char *block; /* owned; NULL when the bytes are there already */
    size_t cap;
    struct str rest;   /* what is read and not yet given */
    size_t looked;     /* of rest, without a line feed */
    bool end;          /* nothing is left to read */
    size_t number;     /* of the line given last, from 1 */
    uint64_t at, next; /* offset of that line, and of rest */
};

/* Makes room behind rest: at the end of the block, else by moving rest to its
 * start, else by a longer block. */
static enum status make_room(struct lines *l, struct error *err)
{
    char *longer = l->block;
    if (l->block && l->block + l->cap > l->rest.s + l->rest.len)
        return OK;
    if (l->rest.len == l->cap) {
        size_t cap = l->cap ? l->cap * 2 : BLOCK;
        if (cap > LINE_LIMIT)
            return fault_at(err, ERR_INPUT, l->number + 1, l->next, "a line of more than %d MiB",
                            LINE_LIMIT >> 20);
        longer = malloc(cap);
        if (!longer)
            return fault(err, ERR_MEMORY, l->next, "no memory for a line");
        l->cap = cap;
    }
    if (longer && l->rest.s)
        memmove(longer, l->rest.s, l->rest.len);
    if (longer != l->block)
        free(l->block);
    l->block = longer;
    l->rest.s = longer;
    return OK;
}

static enum status refill(struct lines *l, struct error *err)
{
    enum status rc = make_room(l, err);
    if (rc)
        return rc;
    size_t used = (size_t)(l->rest.s - l->block) + l->rest.len;
    size_t got = l->in->read(l->in->read_ctx, l->block + used, l->cap - used);
    l->rest.len += got;
    l->end = got == 0;
    return OK;
}

/* The next line that is not blank; *line is empty at the end of the file. */
static enum status next_line(struct lines *l, struct str *line, struct error *err)
{
    for (;;) {
        struct str fresh = str_from(l->rest, l->looked);
        const char *feed = fresh.s ? memchr(fresh.s, '\n', fresh.len) : NULL;
        if (!feed && !l->end) {
            l->looked = l->rest.len;
            enum status rc = refill(l, err);
            if (rc)
                return rc;
            continue;
        }
        size_t len = feed ? (size_t)(feed - l->rest.s) : l->rest.len;
        *line = str_span(l->rest, 0, len);
        l->rest = str_from(l->rest, len + (feed != NULL));
        l->looked = 0;
        l->at = l->next;
        l->next += len + (feed != NULL);
        l->number++;
        if (str_trim(*line).len || !feed)
            return OK;
    }
}

/* ---- Entities. */

struct reader {
    struct lines lines;
    struct ftm_map map;
    struct json_reader *json;
    struct arena arena; /* of one record */
    struct str list;
    struct sink *out;
    bool delta;
};

static struct str member(struct json_items items, const char *key, uint32_t *at)
{
    *at = 0;
    for (uint32_t i = 1; items.at[0].type == JSON_OBJECT && i < items.count; i = items.at[i].next)
        if (str_is(items.at[i].key, key)) {
            *at = i;
            return items.at[i].text;
        }
    return (struct str){0};
}

static enum status put_entity(struct reader *r, struct json_items items, uint32_t at,
                              struct error *err)
{
    struct record record = {.list = r->list};
    struct str changed = {0};
    arena_reset(&r->arena);
    enum status rc = ftm_entity(&r->map, &r->arena, items, at, &record, &changed, r->out, err);
    if (rc)
        return rc;
    sink_list_date(r->out, changed);
    return sink_record(r->out, &r->arena, &record, err);
}

static enum status put_change(struct reader *r, struct json_items items, struct error *err)
{
    uint32_t op_at, entity;
    struct str op = member(items, "op", &op_at);
    member(items, "entity", &entity);
    if (!op_at)
        return fault(err, ERR_INPUT, 0, "a line without an operation in a file of changes");
    if (!entity)
        return fault(err, ERR_INPUT, 0, "the operation has no entity");
    if (str_is(op, "ADD") || str_is(op, "MOD"))
        return put_entity(r, items, entity, err);
    if (!str_is(op, "DEL"))
        return fault(err, ERR_INPUT, items.at[op_at].offset, "no such operation: %.*s",
                     STRF(str_span(op, 0, 40)));
    struct str ref = ftm_id(items, entity);
    if (ref.len == 0)
        return fault(err, ERR_INPUT, items.at[entity].offset, "the entity has no id");
    return sink_gone(r->out, ref, err);
}

static enum status put_line(struct reader *r, struct str line, bool first, struct error *err)
{
    struct json_items items;
    uint32_t op;
    enum status rc = json_flat(r->json, line, &items, err);
    if (rc)
        return rc;
    if (first) {
        member(items, "op", &op);
        r->delta = r->out->delta = op != 0;
        sink_format(r->out, r->delta ? "ftm-delta" : "ftm");
    }
    return r->delta ? put_change(r, items, err) : put_entity(r, items, 0, err);
}

/* Says where in the file a fault of one line is. */
static enum status placed(const struct lines *l, const struct error *in, struct error *err)
{
    return fault_at(err, in->status, l->number, l->at + in->offset, "%s", in->why);
}

static enum status put_lines(struct reader *r, struct error *err)
{
    struct str line;
    for (bool first = true;; first = false) {
        struct error in = {0};
        enum status rc = next_line(&r->lines, &line, err);
        if (rc)
            return rc;
        if (str_trim(line).len == 0)
            return first ? fault(err, ERR_INPUT, 0, "the file is empty") : OK;
        if (put_line(r, line, first, &in))
            return placed(&r->lines, &in, err);
    }
}

static enum status parse(const struct input *in, struct sink *out, struct error *err)
{
    struct reader *r = calloc(1, sizeof *r);
    enum status rc = ERR_MEMORY;
    if (r)
        r->json = json_reader_new();
    if (!r || !r->json) {
        rc = fault(err, ERR_MEMORY, 0, "no memory for a reader");
        goto out;
    }
    r->lines.in = in;
    r->list = in->list;
    r->out = out;
    r->arena.limit = RECORD_LIMIT;
    if (!in->read) {
        r->lines.rest = in->count ? in->files[0].bytes : (struct str){0};
        r->lines.end = true;
    }
    ftm_map_build(&r->map);
    rc = put_lines(r, err);
out:
    if (r) {
        json_reader_free(r->json);
        arena_free(&r->arena);
        free(r->lines.block);
    }
    free(r);
    return rc;
}

/* An entity's line has these members in the order that the publisher writes, the
 * properties may be long, and the head may end in them. */
static const char *claims(struct str name, struct str head)
{
    struct str line;
    (void)name;
    str_cut(str_trim(head), '\n', &line);
    if (!str_starts(line, STR("{")))
        return NULL;
    if (str_find(line, STR("\"op\"")) < 20 && str_find(line, STR("\"entity\"")) != SIZE_MAX)
        return "ftm-delta";
    bool entity = str_find(line, STR("\"id\"")) != SIZE_MAX &&
                  str_find(line, STR("\"schema\"")) != SIZE_MAX &&
                  str_find(line, STR("\"properties\"")) != SIZE_MAX;
    return entity ? "ftm" : NULL;
}

const struct source source_ftm = {.name = "ftm", .streams = true, .claims = claims, .parse = parse};
