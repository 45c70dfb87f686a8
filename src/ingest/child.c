/* SPDX-License-Identifier: Apache-2.0 */
/* child.c - the parser child.  It has two descriptors and no way to more. */
#include "ingest/child.h"

#include "ingest/frame.h"
#include "ingest/sandbox.h"
#include "text/clean.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { HEAD = 4096, FLUSH = 256 << 10 };

struct child {
    const struct parse_job *job;
    int in, out;
    struct buf frames; /* not yet written */
    uint64_t left;     /* of the file that is streamed */
    struct str head;   /* its first bytes, read ahead for claims() */
};

/* ---- To the parent.  When it is gone there is nobody to tell. */

static void flush(struct child *c)
{
    struct str s = buf_str(&c->frames);
    if (c->frames.failed)
        _exit(1);
    while (s.len) {
        ssize_t n = write(c->out, s.s, s.len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            _exit(1);
        s = str_from(s, (size_t)n);
    }
    buf_clear(&c->frames);
}

static void begin(struct child *c, char type, size_t len)
{
    uint32_t n = (uint32_t)len;
    if (len > FRAME_MAX)
        _exit(1);
    buf_byte(&c->frames, type);
    buf_put(&c->frames, (struct str){(const char *)&n, sizeof n});
}

static void end(struct child *c)
{
    if (c->frames.len >= FLUSH || c->frames.failed)
        flush(c);
}

static enum status put_record(void *ctx, const struct record *r, struct str body, struct error *err)
{
    struct child *c = ctx;
    uint16_t ref_len = (uint16_t)r->ref.len;
    if (r->ref.len > 1000)
        return fault(err, ERR_INPUT, 0, "the reference %.60s… is longer than 1,000 bytes",
                     r->ref.s);
    if (body.len > FRAME_MAX - 2000)
        return fault(err, ERR_INPUT, 0, "the record %.*s is larger than 64 MiB", STRF(r->ref));
    begin(c, 'R', sizeof ref_len + r->ref.len + body.len);
    buf_put(&c->frames, (struct str){(const char *)&ref_len, sizeof ref_len});
    buf_put(&c->frames, r->ref);
    buf_put(&c->frames, body);
    end(c);
    return OK;
}

static enum status put_gone(void *ctx, struct str ref, struct error *err)
{
    struct child *c = ctx;
    if (ref.len == 0 || ref.len > 1000)
        return fault(err, ERR_INPUT, 0, "a removal names no reference");
    begin(c, 'G', ref.len);
    buf_put(&c->frames, ref);
    end(c);
    return OK;
}

static void put_summary(struct child *c, const struct sink *s)
{
    for (size_t i = 0; i < s->unknown.count; i++) {
        uint64_t count = s->unknown.at[i].count;
        begin(c, 'U', sizeof count + s->unknown.at[i].what.len);
        buf_put(&c->frames, (struct str){(const char *)&count, sizeof count});
        buf_put(&c->frames, s->unknown.at[i].what);
    }
    struct frame_summary sum = {
        .partial = s->partial, .delta = s->delta, .records = s->records, .declared = s->declared};
    memcpy(sum.format, s->format, sizeof sum.format);
    memcpy(sum.generated, s->generated, sizeof sum.generated);
    memcpy(sum.list_date, s->list_date, sizeof sum.list_date);
    begin(c, 'S', sizeof sum);
    buf_put(&c->frames, (struct str){(const char *)&sum, sizeof sum});
}

static void put_error(struct child *c, const struct error *err)
{
    struct frame_error e = {
        .status = (uint32_t)err->status, .line = err->line, .offset = err->offset};
    memcpy(e.why, err->why, sizeof e.why);
    begin(c, 'E', sizeof e);
    buf_put(&c->frames, (struct str){(const char *)&e, sizeof e});
}

/* ---- From the parent. */

static size_t read_some(struct child *c, char *into, size_t len)
{
    for (;;) {
        ssize_t n = read(c->in, into, len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            _exit(1); /* the parent has given up */
        return (size_t)n;
    }
}

static void read_all(struct child *c, char *into, size_t len)
{
    for (size_t at = 0; at < len;)
        at += read_some(c, into + at, len - at);
}

static size_t stream(void *ctx, char *into, size_t len)
{
    struct child *c = ctx;
    if (c->head.len) {
        len = len < c->head.len ? len : c->head.len;
        memcpy(into, c->head.s, len);
        c->head = str_from(c->head, len);
        return len;
    }
    if (c->left == 0)
        return 0;
    size_t n = read_some(c, into, len < c->left ? len : (size_t)c->left);
    c->left -= n;
    return n;
}

/* The bytes are kept until the process ends, and not cleared before they are
 * read: for a large file that would double the time. */
static enum status read_file(struct child *c, struct input_file *f, struct error *err)
{
    uint64_t size;
    read_all(c, (char *)&size, sizeof size);
    size_t now = c->job->source->streams && size > HEAD ? HEAD : (size_t)size;
    char *bytes = malloc(now + 1);
    if (!bytes)
        return fault(err, ERR_MEMORY, 0, "the file %.*s needs more memory than is allowed",
                     STRF(f->name));
    read_all(c, bytes, now);
    bytes[now] = 0;
    f->bytes = (struct str){bytes, now};
    c->left = size - now;
    c->head = f->bytes;
    return OK;
}

static struct str repaired(struct arena *a, struct str s)
{
    struct buf b = {0};
    for (size_t good; (good = utf8_valid(s)) < s.len; s = str_from(s, good + 1)) {
        buf_put(&b, str_span(s, 0, good));
        buf_puts(&b, "\xEF\xBF\xBD");
    }
    buf_put(&b, s);
    struct str out = arena_copy(a, buf_str(&b));
    buf_free(&b);
    return out;
}

/* ---- Another format, said so that a person understands it. */

static const char *looks_like(struct str head)
{
    static const struct {
        const char *begins, *what;
    } looks[] = {
        {"<!doctype html", "an HTML page"},
        {"<html", "an HTML page"},
        {"%pdf", "a PDF"},
        {"<?xml", "XML of another kind"},
        {"<", "XML or HTML"},
        {"{", "JSON"},
        {"[", "JSON"},
        {"pk\x03\x04", "a zip archive or workbook"},
        {"\x1f\x8b", "gzip data"},
    };
    if (str_starts(head, STR("\xEF\xBB\xBF")))
        head = str_from(head, 3);
    head = str_trim(head);
    for (size_t i = 0; i < COUNT(looks); i++)
        if (str_find_nocase(str_span(head, 0, strlen(looks[i].begins)), str_of(looks[i].begins)) ==
            0)
            return looks[i].what;
    return "something else";
}

static enum status check_format(const struct parse_job *job, const struct input_file *f,
                                struct error *err)
{
    struct str head = str_span(f->bytes, 0, HEAD);
    if (head.len == 0)
        return fault(err, ERR_INPUT, 0, "the file %.*s is empty", STRF(f->name));
    if (job->source->claims(f->name, head))
        return OK;
    return fault(err, ERR_INPUT, 0, "the file %.*s is %s, not in a format of the list %.*s",
                 STRF(f->name), looks_like(head), STRF(job->list));
}

static enum status parse(struct child *c, struct sink *sink, struct error *err)
{
    const struct parse_job *job = c->job;
    struct input_file files[PARSE_FILES_MAX] = {0};
    struct arena a = {0};
    struct input in = {.list = job->list,
                       .files = files,
                       .count = job->count,
                       .mapping = job->mapping,
                       .read = job->source->streams ? stream : NULL,
                       .read_ctx = c};
    enum status rc = OK;
    for (size_t i = 0; i < job->count && !rc; i++) {
        files[i].name = job->files[i].name;
        rc = read_file(c, &files[i], err);
        if (!rc && job->repair && !job->source->streams)
            files[i].bytes = repaired(&a, files[i].bytes);
    }
    for (size_t i = 0; i < job->count && !rc; i++)
        rc = check_format(job, &files[i], err);
    if (!rc)
        rc = job->source->parse(&in, sink, err);
    if (!rc && sink->records == 0 && !sink->delta)
        rc = fault(err, ERR_INPUT, 0, "the file has no entries");
    return rc;
}

_Noreturn void child_run(const struct parse_job *job, size_t memory, unsigned cpu_seconds, int in,
                         int out)
{
    struct child c = {.job = job, .in = in, .out = out};
    struct sink sink = {.put = put_record, .gone = put_gone, .ctx = &c};
    struct error err = {0};
    enum status rc =
        sandbox_enter(&(struct sandbox_limits){.memory = memory, .cpu_seconds = cpu_seconds}, &err);
    if (!rc)
        rc = parse(&c, &sink, &err);
    if (rc)
        put_error(&c, &err);
    else
        put_summary(&c, &sink);
    flush(&c);
    _exit(0);
}
