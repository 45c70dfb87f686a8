/* SPDX-License-Identifier: Apache-2.0 */
/* sink.c - what every source says about its records, and about what it did not understand. */
#include "source/source.h"

#include "base/clock.h"
#include "format/csv.h"
#include "format/node.h"
#include "text/clean.h"

#include <stdio.h>
#include <string.h>

void sink_free(struct sink *s)
{
    buf_free(&s->bytes);
    arena_free(&s->words);
    s->unknown.at = NULL;
    s->unknown.count = s->unknown.cap = 0;
}

enum status sink_record(struct sink *s, struct arena *a, struct record *r, struct error *err)
{
    if (a->failed)
        return fault(err, ERR_MEMORY, 0, "record %zu (%.*s) needs more memory than is allowed",
                     s->records + 1, STRF(str_span(r->ref, 0, 60)));
    if (r->ref.len == 0)
        return fault(err, ERR_INPUT, 0, "record %zu (%.*s) has no reference", s->records + 1,
                     STRF(r->names.count ? str_span(r->names.at[0].text, 0, 60) : STR("no name")));
    if (memchr(r->ref.s, 0, r->ref.len))
        return fault(err, ERR_INPUT, 0, "the reference of record %zu has a NUL in it",
                     s->records + 1);
    if (r->names.count == 0)
        return fault(err, ERR_INPUT, 0, "record %zu (%.*s) has no name", s->records + 1,
                     STRF(str_span(r->ref, 0, 60)));
    buf_clear(&s->bytes);
    record_write(r, &s->bytes);
    if (s->bytes.failed)
        return fault(err, ERR_MEMORY, 0, "no memory for record %.*s",
                     STRF(str_span(r->ref, 0, 60)));
    s->records++;
    return s->put(s->ctx, r, buf_str(&s->bytes), err);
}

enum status sink_gone(struct sink *s, struct str ref, struct error *err)
{
    if (!s->gone)
        return fault(err, ERR_INPUT, 0, "this list does not take removals");
    return s->gone(s->ctx, ref, err);
}

/* At most so many bytes, and no part of a character: it becomes JSON. */
static struct str cut(struct str s, size_t most)
{
    s = str_span(s, 0, most);
    return str_span(s, 0, utf8_valid(s));
}

void sink_unknown(struct sink *s, struct str what)
{
    what = cut(what, SINK_WHAT_MAX);
    for (size_t i = 0; i < s->unknown.count; i++) {
        if (str_equal(s->unknown.at[i].what, what)) {
            s->unknown.at[i].count++;
            return;
        }
    }
    if (s->unknown.count == SINK_UNKNOWN_MAX) {
        s->unknown.at[SINK_UNKNOWN_MAX - 1].what = STR("(others)");
        s->unknown.at[SINK_UNKNOWN_MAX - 1].count++;
        return;
    }
    struct unknown *u = VEC_ADD(&s->words, &s->unknown);
    u->what = arena_copy(&s->words, what);
    u->count = 1;
}

void sink_unread(struct sink *s, const char *what, struct str value)
{
    char text[200];
    size_t len = strlen(what);
    for (size_t i = 0; i < s->unknown.count; i++) {
        struct str known = s->unknown.at[i].what;
        if (str_starts(known, (struct str){what, len}) && known.len > len && known.s[len] == ':') {
            s->unknown.at[i].count++;
            return;
        }
    }
    snprintf(text, sizeof text, "%s: %.*s", what, STRF(cut(value, 80)));
    sink_unknown(s, str_of(text));
}

static void leftover(void *ctx, struct str path)
{
    sink_unknown(ctx, path);
}

void sink_leftovers(struct sink *s, const struct node *top)
{
    node_unused(top, leftover, s);
}

void sink_columns(struct sink *s, const struct header *h, const struct row *r)
{
    header_unused(h, r, leftover, s);
}

static bool is_iso_day(struct str d)
{
    for (size_t i = 0; i < d.len; i++)
        if (i == 4 || i == 7 ? d.s[i] != '-' : d.s[i] < '0' || d.s[i] > '9')
            return false;
    return d.len == 10;
}

void sink_list_date(struct sink *s, struct str iso)
{
    iso = str_span(iso, 0, 10);
    if (is_iso_day(iso) && str_compare(iso, str_of(s->list_date)) > 0)
        snprintf(s->list_date, sizeof s->list_date, "%.*s", STRF(iso));
}

void sink_generated(struct sink *s, struct str iso)
{
    int64_t at;
    if (instant_parse(iso, &at))
        instant_text(at, s->generated);
}

void sink_format(struct sink *s, const char *format)
{
    snprintf(s->format, sizeof s->format, "%s", format);
}
