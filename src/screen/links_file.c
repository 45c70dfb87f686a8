/* SPDX-License-Identifier: Apache-2.0 */
/* links_file.c - doc/format/parties.md, written and read. */
#include "screen/links_file.h"

#include "base/edition.h"
#include "index/sum.h"

#include <string.h>

#define MAGIC "tocsinpl"
enum { FORMAT = 1, HEAD = 48, ENTRY = 48, SAID = 20, LIKENESS = 48, SUM = 8 };

/* ---- Writing. */

struct writer {
    struct buf *out;
    struct buf text;
};

static void put_u32(struct buf *b, uint32_t n)
{
    char bytes[4] = {(char)(n & 255), (char)(n >> 8 & 255), (char)(n >> 16 & 255),
                     (char)(n >> 24 & 255)};
    buf_put(b, (struct str){bytes, sizeof bytes});
}

static void put_u64(struct buf *b, uint64_t n)
{
    put_u32(b, (uint32_t)n);
    put_u32(b, (uint32_t)(n >> 32));
}

static void put_double(struct buf *b, double number)
{
    uint64_t bits;
    memcpy(&bits, &number, sizeof bits);
    put_u64(b, bits);
}

static void put_text(struct writer *w, struct str s)
{
    put_u32(w->out, (uint32_t)w->text.len);
    put_u32(w->out, (uint32_t)s.len);
    buf_put(&w->text, s);
}

static void put_likeness(struct writer *w, const struct likeness *l)
{
    put_u32(w->out, l->a);
    put_u32(w->out, l->b);
    put_text(w, l->a_name);
    put_text(w, l->b_name);
    put_u32(w->out, l->asked_b);
    put_u32(w->out, 0);
    put_double(w->out, l->odds);
    put_double(w->out, l->shared);
}

void links_write(const struct index *ix, const struct links *l, struct buf *out)
{
    struct writer w = {.out = out};
    buf_put(out, STR(MAGIC));
    put_u32(out, FORMAT);
    put_u32(out, 0);
    put_u64(out, edition_scores);
    put_u64(out, l->entries.count);
    put_u64(out, l->said.count);
    put_u64(out, l->likenesses.count);
    for (size_t i = 0; i < l->entries.count; i++) {
        const struct present *p = &l->entries.at[i];
        put_text(&w, index_list(ix, p->list).id);
        put_text(&w, p->ref);
        buf_put(out, (struct str){(const char *)p->record.byte, sizeof p->record.byte});
    }
    for (size_t i = 0; i < l->said.count; i++) {
        put_u32(out, l->said.at[i].by);
        put_text(&w, l->said.at[i].list);
        put_text(&w, l->said.at[i].ref);
    }
    for (size_t i = 0; i < l->likenesses.count; i++)
        put_likeness(&w, &l->likenesses.at[i]);
    if (w.text.failed || w.text.len > UINT32_MAX)
        out->failed = true;
    buf_put(out, buf_str(&w.text));
    put_u64(out, sum_of(out->s, out->len));
    buf_free(&w.text);
}

/* ---- Reading. */

struct reader {
    struct str bytes, text;
    size_t at;
    bool bad; /* something refers to what is not there */
};

static uint32_t get_u32(struct reader *r)
{
    const unsigned char *b = (const unsigned char *)r->bytes.s + r->at;
    r->at += 4;
    return (uint32_t)b[0] | (uint32_t)b[1] << 8 | (uint32_t)b[2] << 16 | (uint32_t)b[3] << 24;
}

static uint64_t get_u64(struct reader *r)
{
    uint64_t low = get_u32(r);
    return low | (uint64_t)get_u32(r) << 32;
}

static double get_double(struct reader *r)
{
    uint64_t bits = get_u64(r);
    double number;
    memcpy(&number, &bits, sizeof number);
    return number;
}

static struct str get_text(struct reader *r)
{
    uint64_t at = get_u32(r), len = get_u32(r);
    r->bad |= at + len > r->text.len;
    return r->bad ? STR("") : (struct str){r->text.s + at, (size_t)len};
}

static void get_entry(struct reader *r, struct filed *e)
{
    e->list = get_text(r);
    e->ref = get_text(r);
    memcpy(e->record.byte, r->bytes.s + r->at, sizeof e->record.byte);
    r->at += sizeof e->record.byte;
}

static void get_likeness(struct reader *r, size_t entries, struct likeness *l)
{
    l->a = get_u32(r);
    l->b = get_u32(r);
    l->a_name = get_text(r);
    l->b_name = get_text(r);
    l->asked_b = get_u32(r) != 0;
    (void)get_u32(r);
    l->odds = get_double(r);
    l->shared = get_double(r);
    r->bad |= l->a >= l->b || l->b >= entries || !(l->odds > -1e6 && l->odds < 1e6) ||
              !(l->shared >= 0 && l->shared <= 1);
}

/* The head, and where the text begins. */
static enum status get_head(struct reader *r, uint64_t counts[3], struct error *err)
{
    struct str b = r->bytes;
    if (b.len < HEAD + SUM || !str_starts(b, STR(MAGIC)))
        return fault(err, ERR_CORRUPT, 0, "it is no file of links");
    r->at = b.len - SUM;
    if (get_u64(r) != sum_of(b.s, b.len - SUM))
        return fault(err, ERR_CORRUPT, 0, "its sum is not that of its bytes");
    r->at = 8;
    if (get_u32(r) != FORMAT)
        return fault(err, ERR_CONFLICT, 8, "it has another format");
    r->at = 16;
    if (get_u64(r) != edition_scores)
        return fault(err, ERR_CONFLICT, 16, "it was made by another version of the program");
    static const uint64_t sizes[3] = {ENTRY, SAID, LIKENESS};
    uint64_t room = b.len - HEAD - SUM;
    for (size_t i = 0; i < 3; i++) {
        counts[i] = get_u64(r);
        if (counts[i] > room / sizes[i])
            return fault(err, ERR_CORRUPT, 24 + 8 * i, "it says that it has more than it holds");
        room -= counts[i] * sizes[i];
    }
    r->text = str_span(b, (size_t)(b.len - SUM - room), (size_t)room);
    return OK;
}

enum status links_parse(struct str bytes, struct arena *a, struct links_file *out,
                        struct error *err)
{
    struct reader r = {.bytes = bytes};
    uint64_t counts[3] = {0};
    *out = (struct links_file){0};
    enum status rc = get_head(&r, counts, err);
    if (rc)
        return rc;
    for (uint64_t i = 0; i < counts[0]; i++)
        get_entry(&r, VEC_ADD(a, &out->entries));
    for (uint64_t i = 0; i < counts[1]; i++) {
        struct said *s = VEC_ADD(a, &out->said);
        s->by = get_u32(&r);
        s->list = get_text(&r);
        s->ref = get_text(&r);
        r.bad |= s->by >= counts[0];
    }
    for (uint64_t i = 0; i < counts[2]; i++)
        get_likeness(&r, out->entries.count, VEC_ADD(a, &out->likenesses));
    if (a->failed)
        return fault(err, ERR_MEMORY, 0, "no memory for the links");
    return r.bad ? fault(err, ERR_CORRUPT, HEAD, "it refers to what is not there") : OK;
}
