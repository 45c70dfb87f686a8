/* SPDX-License-Identifier: Apache-2.0 */
/* casebook_fuzz.c - what is accepted can be written as a row again, and that row gives the
 * same record; every record decodes; every common word for a measure means itself. */
#include "record/decode.h"
#include "source/source.h"

#include <stdlib.h>

#define HEADER                                                                                     \
    "ref,group,authority,regime,status,listed,suspended,ended,instrument,measures,note,source,"    \
    "confidence\n"

static void check(bool holds)
{
    if (!holds)
        abort();
}

struct pass {
    struct buf again; /* the records as a casebook */
    struct buf canonical;
    size_t count;
};

static void put_cell(struct buf *b, struct str text, char end)
{
    buf_byte(b, '"');
    for (size_t i = 0; i < text.len; i++) {
        if (text.s[i] == '"')
            buf_byte(b, '"');
        buf_byte(b, text.s[i]);
    }
    buf_byte(b, '"');
    buf_byte(b, end);
}

static void put_joined(struct buf *b, const str_vec *set, const char *between)
{
    struct buf all = {0};
    for (size_t i = 0; i < set->count; i++) {
        buf_puts(&all, i ? between : "");
        buf_put(&all, set->at[i]);
    }
    put_cell(b, buf_str(&all), ',');
    buf_free(&all);
}

static void put_group(struct buf *b, const struct record *r)
{
    struct buf all = {0};
    for (size_t i = 0; i < r->names.count; i++) {
        buf_puts(&all, i ? " / " : "");
        buf_put(&all, r->names.at[i].text);
    }
    buf_puts(&all, r->kind == KIND_PERSON ? " (person)" : r->details.count ? " (state)" : "");
    put_cell(b, buf_str(&all), ',');
    buf_free(&all);
}

static void put_measures(struct buf *b, const struct record *r)
{
    struct buf all = {0};
    for (size_t i = 0; i < r->measures.count; i++) {
        const struct measure *m = &r->measures.at[i];
        const char *type = measure_of(m->type);
        check(str_is(m->type, type));
        if (!str_is(m->from, "entry"))
            continue;
        buf_puts(&all, all.len ? ";" : "");
        buf_put(&all, m->text);
    }
    put_cell(b, buf_str(&all), ',');
    buf_free(&all);
}

static enum status take(void *ctx, const struct record *r, struct str canonical, struct error *err)
{
    struct pass *p = ctx;
    struct arena a = {0};
    struct node *top;
    check(record_decode(&a, canonical, &top, err) == OK);
    arena_free(&a);
    put_cell(&p->again, r->ref, ',');
    put_group(&p->again, r);
    put_cell(&p->again, r->authority, ',');
    put_joined(&p->again, &r->programmes, "");
    put_cell(&p->again, str_of(standing_text(r->standing)), ',');
    put_cell(&p->again, r->listed, ',');
    put_cell(&p->again, r->suspended, ',');
    put_cell(&p->again, r->ended, ',');
    put_joined(&p->again, &r->basis, "");
    put_measures(&p->again, r);
    put_joined(&p->again, &r->remarks, "");
    put_joined(&p->again, &r->sources, " ");
    put_cell(&p->again, r->confidence, '\n');
    buf_put(&p->canonical, canonical);
    p->count++;
    return OK;
}

static enum status run(struct str bytes, struct pass *p)
{
    struct input_file file = {STR("fuzz.csv"), bytes};
    struct input in = {.list = STR("casebook"), .files = &file, .count = 1};
    struct sink sink = {.put = take, .ctx = p};
    struct error err = {0};
    buf_puts(&p->again, HEADER);
    enum status rc = source_casebook.parse(&in, &sink, &err);
    check((rc == OK) == (err.status == OK));
    check(sink.records == p->count);
    sink_free(&sink);
    return rc;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct pass first = {0}, second = {0};
    struct buf file = {0};
    if (size && data[0] % 2) /* half of them begin with a header that is right */
        buf_puts(&file, HEADER);
    buf_put(&file, (struct str){(const char *)data, size});
    (void)source_casebook.claims(STR("fuzz.csv"), buf_str(&file));
    (void)run(buf_str(&file), &first);
    check(run(buf_str(&first.again), &second) == OK);
    check(first.count == second.count);
    check(str_equal(buf_str(&first.canonical), buf_str(&second.canonical)));
    buf_free(&file);
    buf_free(&first.again);
    buf_free(&first.canonical);
    buf_free(&second.again);
    buf_free(&second.canonical);
    return 0;
}
