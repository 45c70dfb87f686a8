/* SPDX-License-Identifier: Apache-2.0 */
/* write.c - a record as canonical bytes: RFC 8785, members in the order of their
 * keys, empty ones left out, sets sorted by their items' bytes and without
 * repetitions (doc/format/record.md).
 *
 * Every set is first written in the order it has; then the items, already
 * bytes, are put in order by moving them through the free room behind. */
#include "record/record.h"

#include "format/json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- Members.  Every object begins with a member that may be absent, so the
 * comma is decided by the byte before. */

static inline void key(struct buf *b, struct str quoted)
{
    char *room = buf_room(b, quoted.len + 1);
    if (!room)
        return;
    char before = b->s[b->len - 1];
    if (before != '{') {
        *room++ = ',';
        b->len++;
    }
    memcpy(room, quoted.s, quoted.len);
    b->len += quoted.len;
}
#define KEY(b, name) key((b), STR("\"" name "\":"))

#define TEXT(b, name, text)                                                                        \
    do {                                                                                           \
        if ((text).len) {                                                                          \
            KEY(b, name);                                                                          \
            json_string((b), (text));                                                              \
        }                                                                                          \
    } while (0)

/* ---- Sets. */

/* Items of a set begin alike ({"quality":"strong","text":"), so they are sorted
 * by eight bytes at a time (Bentley and Sedgewick's multikey quicksort), from the
 * first on in which they differ: bytes that are equal are looked at once and not
 * at every comparison. */
struct slice {
    const char *s;
    size_t len;
    uint64_t word; /* at the present depth, as a number that sorts as its bytes */
};

enum { SLICES_HERE = 64, SLICES_SHORT = 16, SORT_LEVELS = 48 };

static inline uint64_t big_endian(const unsigned char *p)
{
    return (uint64_t)p[0] << 56 | (uint64_t)p[1] << 48 | (uint64_t)p[2] << 40 |
           (uint64_t)p[3] << 32 | (uint64_t)p[4] << 24 | (uint64_t)p[5] << 16 |
           (uint64_t)p[6] << 8 | (uint64_t)p[7];
}

/* The word of an item that ends before it does.  Items are JSON and hold no NUL, so
 * that an end sorts before everything. */
static uint64_t word_at_end(const struct slice *s, size_t depth)
{
    const unsigned char *p = (const unsigned char *)s->s + depth;
    uint64_t word = 0;
    for (size_t i = 0; depth + i < s->len; i++)
        word |= (uint64_t)p[i] << (56 - 8 * i);
    return word;
}

static inline uint64_t word_at(const struct slice *s, size_t depth)
{
    return s->len >= depth + sizeof s->word ? big_endian((const unsigned char *)s->s + depth)
                                            : word_at_end(s, depth);
}

static int slice_order(const void *x, const void *y)
{
    const struct slice *a = x, *b = y;
    return str_compare((struct str){a->s, a->len}, (struct str){b->s, b->len});
}

static bool same_slice(const struct slice *a, const struct slice *b)
{
    return a->len == b->len && memcmp(a->s, b->s, a->len) == 0;
}

/* Reads the words of all at the first depth, not before *depth, at which they
 * differ; false when there is none, because all are equal. */
static bool words_read(struct slice *s, size_t count, size_t *depth)
{
    uint64_t differ = 0, first = 0;
    for (bool ended = false; !differ; *depth += differ ? 0 : sizeof first) {
        if (ended)
            return false;
        first = word_at(&s[0], *depth);
        ended = (first & 0xFF) == 0;
        for (size_t i = 0; i < count; i++) {
            s[i].word = word_at(&s[i], *depth);
            differ |= s[i].word ^ first;
        }
    }
    size_t alike = (size_t)__builtin_clzll(differ) / 8;
    *depth += alike;
    for (size_t i = 0; i < count && alike; i++)
        s[i].word = word_at(&s[i], *depth);
    return true;
}

/* Sorts few by their words.  Each is told its place by counting those before it,
 * because a processor cannot guess how names compare. */
static void sort_few(struct slice *s, size_t count)
{
    struct slice from[SLICES_SHORT];
    memcpy(from, s, count * sizeof *s);
    for (size_t i = 0; i < count; i++) {
        size_t place = 0;
        for (size_t j = 0; j < i; j++)
            place += from[j].word <= from[i].word;
        for (size_t j = i + 1; j < count; j++)
            place += from[j].word < from[i].word;
        s[place] = from[i];
    }
}

static void swap(struct slice *a, struct slice *b)
{
    struct slice other = *a;
    *a = *b;
    *b = other;
}

static uint64_t middle_of(uint64_t a, uint64_t b, uint64_t c)
{
    if (a > b)
        return b > c ? b : a < c ? a : c;
    return a > c ? a : b < c ? b : c;
}

static void slices_sort(struct slice *s, size_t count, size_t depth, unsigned levels);

/* Few items are put in order by their words; then those whose words are equal by
 * what comes behind.  Those that have ended there are equal. */
static void sort_short(struct slice *s, size_t count, size_t depth, unsigned levels)
{
    sort_few(s, count);
    for (size_t i = 0, next; i < count; i = next) {
        for (next = i + 1; next < count && s[next].word == s[i].word; next++)
            ;
        if (next > i + 1 && (s[i].word & 0xFF))
            slices_sort(s + i, next - i, depth + sizeof s->word, levels);
    }
}

/* Sorts items that are alike up to `depth`.  Where the pivots are bad too often,
 * as only a hostile list can make them, it leaves the rest to qsort. */
static void slices_sort(struct slice *s, size_t count, size_t depth, unsigned levels)
{
    while (count > 1) {
        if (!words_read(s, count, &depth))
            return;
        if (count <= SLICES_SHORT) {
            sort_short(s, count, depth, levels);
            return;
        }
        if (levels == 0) {
            qsort(s, count, sizeof *s, slice_order);
            return;
        }
        uint64_t pivot = middle_of(s[0].word, s[count / 2].word, s[count - 1].word);
        size_t less = 0, more = count;
        for (size_t i = 0; i < more;) {
            if (s[i].word < pivot)
                swap(&s[less++], &s[i++]);
            else if (s[i].word > pivot)
                swap(&s[i], &s[--more]);
            else
                i++;
        }
        slices_sort(s, less, depth, levels - 1);
        slices_sort(s + more, count - more, depth, levels - 1);
        if ((pivot & 0xFF) == 0)
            return; /* all of these have ended: they are equal */
        s += less;
        count = more - less;
        depth += sizeof pivot;
    }
}

/* Puts the items that stand from `start` on, ending at ends[0..count), in
 * order; drops repetitions; writes them as the rest of an array. */
static void set_order(struct buf *b, size_t start, const size_t *ends, size_t count)
{
    struct slice here[SLICES_HERE], *s = here;
    size_t len = b->len - start;
    char *room = buf_room(b, len + count);
    if (room && count > SLICES_HERE)
        s = malloc(count * sizeof *s);
    if (!room || !s) {
        b->failed = true;
        return;
    }
    for (size_t i = 0; i < count; i++) {
        size_t from = i ? ends[i - 1] : start;
        s[i] = (struct slice){.s = b->s + from, .len = ends[i] - from};
    }
    slices_sort(s, count, 0, SORT_LEVELS);
    char *to = room;
    for (size_t i = 0; i < count; i++) {
        if (i && same_slice(&s[i - 1], &s[i]))
            continue;
        if (i)
            *to++ = ',';
        memcpy(to, s[i].s, s[i].len);
        to += s[i].len;
    }
    b->len = start + (size_t)(to - room);
    memmove(b->s + start, room, (size_t)(to - room));
    if (s != here)
        free(s);
}

typedef void item_write(struct buf *b, const void *item);

static void set_write(struct buf *b, struct str quoted, const void *items, size_t count,
                      size_t size, item_write *write)
{
    if (count == 0)
        return;
    key(b, quoted);
    buf_byte(b, '[');
    size_t start = b->len, here[SLICES_HERE], *ends = here;
    if (count > SLICES_HERE)
        ends = malloc(count * sizeof *ends);
    if (!ends) {
        b->failed = true;
        return;
    }
    for (size_t i = 0; i < count; i++) {
        write(b, (const char *)items + i * size);
        ends[i] = b->len;
    }
    if (count > 1 && !b->failed)
        set_order(b, start, ends, count);
    if (ends != here)
        free(ends);
    buf_byte(b, ']');
}
#define SET(b, name, set, write)                                                                   \
    set_write((b), STR("\"" name "\":"), (set).at, (set).count, sizeof *(set).at, (write))

/* ---- Items. */

static void write_text(struct buf *b, const void *item)
{
    json_string(b, *(const struct str *)item);
}

static void write_parts(struct buf *b, const struct name *n)
{
    KEY(b, "parts");
    buf_byte(b, '[');
    for (size_t i = 0; i < n->parts.count; i++) {
        if (i)
            buf_byte(b, ',');
        buf_byte(b, '{');
        TEXT(b, "part", str_of(part_text(n->parts.at[i].part)));
        TEXT(b, "text", n->parts.at[i].text);
        buf_byte(b, '}');
    }
    buf_byte(b, ']');
}

/* Names are most of what is written, so these are ready. */
#define QUALITY(word)                                                                              \
    {                                                                                              \
        "\"quality\":\"" word "\"", sizeof("\"quality\":\"" word "\"") - 1                         \
    }
static const struct str qualities[] = {
    [QUALITY_PRIMARY] = QUALITY("primary"),   [QUALITY_STRONG] = QUALITY("strong"),
    [QUALITY_WEAK] = QUALITY("weak"),         [QUALITY_FORMER] = QUALITY("former"),
    [QUALITY_ORIGINAL] = QUALITY("original"),
};

/* ---- Texts that are kept as the list has them.  Where a file wraps a line inside
 * of one, and how it indents the next, is the form of the file and not of the
 * text, and may be another tomorrow: a blank stands there instead. */

static bool is_wrap(char c)
{
    return c == '\t' || c == '\r' || c == '\n';
}

static bool is_wrapped(struct str s)
{
    return memchr(s.s, '\n', s.len) || memchr(s.s, '\r', s.len) || memchr(s.s, '\t', s.len);
}

static void unwrap(struct buf *own, struct str s)
{
    for (struct str rest = s; rest.len;) {
        size_t word = 0, gap;
        bool wraps = false;
        while (word < rest.len && rest.s[word] != ' ' && !is_wrap(rest.s[word]))
            word++;
        for (gap = word; gap < rest.len && (rest.s[gap] == ' ' || is_wrap(rest.s[gap])); gap++)
            wraps |= rest.s[gap] != ' ';
        buf_put(own, str_span(rest, 0, wraps ? word : gap));
        if (wraps)
            buf_byte(own, ' ');
        rest = str_from(rest, gap);
    }
}

/* `same` is a text that need not be said again. */
static void write_kept(struct buf *b, struct str name, struct str text, struct str same)
{
    struct buf own = {0};
    if (text.len && is_wrapped(text)) {
        unwrap(&own, text);
        text = buf_str(&own);
        b->failed |= own.failed;
    }
    if (text.len && !str_equal(text, same)) {
        key(b, name);
        json_string(b, text);
    }
    buf_free(&own);
}

static void write_name(struct buf *b, const void *item)
{
    const struct name *n = item;
    buf_byte(b, '{');
    TEXT(b, "language", n->language);
    TEXT(b, "note", n->note);
    if (n->parts.count)
        write_parts(b, n);
    key(b, qualities[n->quality]);
    TEXT(b, "script", n->script);
    TEXT(b, "text", n->text);
    write_kept(b, STR("\"verbatim\":"), n->verbatim, n->text);
    buf_byte(b, '}');
}

static char *put_digits(char *to, int value, int count)
{
    for (int i = count; i-- > 0; value /= 10)
        to[i] = (char)('0' + value % 10);
    return to + count;
}

/* A year has one to four digits: date.c reads no others. */
static struct str day_write(struct day d, char text[16])
{
    char *to = text;
    if (d.year)
        to = put_digits(to, d.year, 4);
    if (d.year && d.month) {
        *to++ = '-';
        to = put_digits(to, d.month, 2);
    }
    if (d.year && d.month && d.day) {
        *to++ = '-';
        to = put_digits(to, d.day, 2);
    }
    return (struct str){text, (size_t)(to - text)};
}

static bool day_same(struct day a, struct day b)
{
    return a.year == b.year && a.month == b.month && a.day == b.day;
}

static const char *precision(const struct dating *d)
{
    if (d->from.year == 0)
        return "text";
    if (d->to.year && !day_same(d->from, d->to))
        return "range";
    return d->from.day ? "day" : d->from.month ? "month" : "year";
}

static void write_dating(struct buf *b, const void *item)
{
    const struct dating *d = item;
    char from[16], to[16];
    buf_byte(b, '{');
    TEXT(b, "calendar", d->calendar);
    if (d->circa) {
        KEY(b, "circa");
        buf_puts(b, "true");
    }
    TEXT(b, "from", day_write(d->from, from));
    TEXT(b, "note", d->note);
    TEXT(b, "precision", str_of(precision(d)));
    TEXT(b, "text", d->text);
    if (!day_same(d->from, d->to))
        TEXT(b, "to", day_write(d->to, to));
    TEXT(b, "type", d->type);
    buf_byte(b, '}');
}

static void write_place(struct buf *b, const void *item)
{
    const struct place *p = item;
    buf_byte(b, '{');
    TEXT(b, "city", p->city);
    TEXT(b, "country", p->country);
    TEXT(b, "note", p->note);
    TEXT(b, "postcode", p->postcode);
    TEXT(b, "region", p->region);
    TEXT(b, "street", p->street);
    TEXT(b, "text", p->text);
    TEXT(b, "type", p->type);
    buf_byte(b, '}');
}

static void write_country(struct buf *b, const void *item)
{
    const struct country *c = item;
    buf_byte(b, '{');
    TEXT(b, "code", c->code);
    TEXT(b, "country", c->country);
    TEXT(b, "note", c->note);
    TEXT(b, "type", c->type);
    buf_byte(b, '}');
}

static void write_identifier(struct buf *b, const void *item)
{
    const struct identifier *id = item;
    buf_byte(b, '{');
    TEXT(b, "country", id->country);
    TEXT(b, "expires", id->expires);
    TEXT(b, "issued", id->issued);
    TEXT(b, "issuer", id->issuer);
    TEXT(b, "note", id->note);
    write_kept(b, STR("\"number\":"), id->number, (struct str){0});
    TEXT(b, "type", id->type);
    buf_byte(b, '}');
}

static void write_measure(struct buf *b, const void *item)
{
    const struct measure *m = item;
    buf_byte(b, '{');
    TEXT(b, "from", m->from);
    TEXT(b, "text", m->text);
    TEXT(b, "type", m->type);
    buf_byte(b, '}');
}

static void write_link(struct buf *b, const void *item)
{
    const struct link *l = item;
    buf_byte(b, '{');
    TEXT(b, "name", l->name);
    TEXT(b, "note", l->note);
    TEXT(b, "ref", l->ref);
    TEXT(b, "type", l->type);
    buf_byte(b, '}');
}

static void write_xref(struct buf *b, const void *item)
{
    const struct xref *x = item;
    buf_byte(b, '{');
    TEXT(b, "list", x->list);
    TEXT(b, "ref", x->ref);
    buf_byte(b, '}');
}

static void write_detail(struct buf *b, const void *item)
{
    const struct detail *d = item;
    buf_byte(b, '{');
    TEXT(b, "text", d->text);
    TEXT(b, "type", d->type);
    buf_byte(b, '}');
}

/* The order of the calls is the order of the keys; the branches are in SET and TEXT.
 * NOLINTNEXTLINE(readability-function-cognitive-complexity) */
void record_write(const struct record *r, struct buf *b)
{
    buf_byte(b, '{');
    SET(b, "addresses", r->addresses, write_place);
    SET(b, "amended", r->amended, write_text);
    TEXT(b, "authority", r->authority);
    SET(b, "basis", r->basis, write_text);
    SET(b, "births", r->births, write_dating);
    TEXT(b, "confidence", r->confidence);
    SET(b, "countries", r->countries, write_country);
    SET(b, "dates", r->dates, write_dating);
    SET(b, "details", r->details, write_detail);
    TEXT(b, "ended", r->ended);
    TEXT(b, "gender", r->gender);
    TEXT(b, "group", r->group);
    SET(b, "identifiers", r->identifiers, write_identifier);
    TEXT(b, "kind", str_of(kind_text(r->kind)));
    SET(b, "links", r->links, write_link);
    TEXT(b, "list", r->list);
    TEXT(b, "listed", r->listed);
    SET(b, "measures", r->measures, write_measure);
    SET(b, "names", r->names, write_name);
    TEXT(b, "native", r->native);
    SET(b, "places", r->places, write_place);
    SET(b, "positions", r->positions, write_text);
    SET(b, "programmes", r->programmes, write_text);
    SET(b, "reasons", r->reasons, write_text);
    TEXT(b, "ref", r->ref);
    SET(b, "remarks", r->remarks, write_text);
    SET(b, "sources", r->sources, write_text);
    TEXT(b, "status", str_of(standing_text(r->standing)));
    TEXT(b, "suspended", r->suspended);
    SET(b, "titles", r->titles, write_text);
    SET(b, "xrefs", r->xrefs, write_xref);
    buf_byte(b, '}');
}
