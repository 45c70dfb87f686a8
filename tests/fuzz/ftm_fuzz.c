/* SPDX-License-Identifier: Apache-2.0 */
/* ftm_fuzz.c - however the bytes come, the same records, removals and faults
 * come of them, and every record decodes.
 *
 * The first byte of the input says how many bytes a read gives. */
#include "record/decode.h"
#include "source/source.h"

#include <stdlib.h>
#include <string.h>

struct got {
    struct sink sink;
    struct error err;
    struct buf text;
};

static void must(bool good)
{
    if (!good)
        abort();
}

static enum status take_record(void *ctx, const struct record *r, struct str canonical,
                               struct error *err)
{
    struct got *g = ctx;
    struct arena a = {0};
    struct node *top;
    (void)r;
    must(record_decode(&a, canonical, &top, err) == OK);
    arena_free(&a);
    buf_put(&g->text, canonical);
    return OK;
}

static enum status take_gone(void *ctx, struct str ref, struct error *err)
{
    struct got *g = ctx;
    (void)err;
    buf_byte(&g->text, '-');
    buf_put(&g->text, ref);
    return OK;
}

struct tape {
    struct str rest;
    size_t piece;
};

static size_t read_piece(void *ctx, char *into, size_t len)
{
    struct tape *t = ctx;
    struct str piece = str_span(t->rest, 0, len < t->piece ? len : t->piece);
    if (piece.len)
        memcpy(into, piece.s, piece.len);
    t->rest = str_from(t->rest, piece.len);
    return piece.len;
}

static enum status parse(struct got *g, const struct input *in)
{
    *g = (struct got){.sink = {.put = take_record, .gone = take_gone}};
    g->sink.ctx = g;
    return source_ftm.parse(in, &g->sink, &g->err);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    struct str bytes = {(const char *)data + 1, size - 1};
    struct tape tape = {bytes, (size_t)data[0] + 1};
    struct input_file file = {STR("entities.ftm.json"), bytes};
    struct input whole = {.list = STR("fuzz"), .files = &file, .count = 1};
    struct input pieces = {.list = STR("fuzz"), .read = read_piece, .read_ctx = &tape};
    struct got a, b;
    must(parse(&a, &whole) == parse(&b, &pieces));
    must(str_equal(buf_str(&a.text), buf_str(&b.text)));
    must(a.err.line == b.err.line && a.err.offset == b.err.offset);
    must(strcmp(a.err.why, b.err.why) == 0 && a.err.offset <= bytes.len);
    sink_free(&a.sink);
    sink_free(&b.sink);
    buf_free(&a.text);
    buf_free(&b.text);
    return 0;
}
