/* SPDX-License-Identifier: Apache-2.0 */
/* part.c - PATH.part and PATH.part.etag. */
#include "ingest/part.h"

#include "base/sha256.h"
#include "ingest/shown.h"

#include <stdio.h>

enum { NAME_MAX_ = 4096, RECORD_MAX = 1024, MODE = 0600 };

static const char *record_name(const struct part *p, char name[NAME_MAX_])
{
    snprintf(name, NAME_MAX_, "%s.part.etag", p->path);
    return name;
}

static const char *bytes_name(const struct part *p, char name[NAME_MAX_])
{
    snprintf(name, NAME_MAX_, "%s.part", p->path);
    return name;
}

/* Empty when there is no hasher, which no record's line equals. */
static const char *url_sum(struct str url, char hex[SHA256_HEX])
{
    struct hasher *h = hasher_new();
    hex[0] = 0;
    if (h)
        sha256_hex(hasher_of(h, url), hex);
    hasher_free(h);
    return hex;
}

/* RFC 9110 8.8.3: a strong ETag is a quoted string without W/ before it. */
static bool strong(struct str etag)
{
    return etag.len > 2 && etag.len < RECORD_MAX / 2 && etag.s[0] == '"' &&
           etag.s[etag.len - 1] == '"' && shown_is_plain(etag);
}

static bool record_read(const struct part *p, struct str text, uint64_t *size, struct str *etag)
{
    char hex[SHA256_HEX];
    struct str line, digits, sum;
    text = str_cut(text, '\n', &line);
    sum = str_cut(line, ' ', &digits);
    str_cut(text, '\n', etag);
    return str_number(digits, INT64_MAX, size) && *size > 0 && sum.len == SHA256_HEX - 1 &&
           str_is(sum, url_sum(p->url, hex)) && strong(*etag);
}

void part_find(struct part *p, const char *path, struct str url)
{
    *p = (struct part){.path = path, .url = url, .draft.fd = -1};
    char name[NAME_MAX_];
    struct buf text = {0};
    struct error ignored = {0};
    struct str etag;
    uint64_t size, left;
    if (!file_exists(record_name(p, name)))
        goto out;
    p->recorded = true;
    if (file_read(name, RECORD_MAX, &text, &ignored) ||
        !record_read(p, buf_str(&text), &size, &etag))
        goto out;
    left = size;
    p->open = file_continue(&p->draft, path, MODE, &left, &ignored) == OK;
    if (p->open && left == size) {
        p->size = size;
        buf_put(&p->etag, etag);
    }
out:
    buf_free(&text);
}

bool part_continues(const struct part *p)
{
    return p->open && p->size > 0 && buf_str(&p->etag).len > 0;
}

static enum status forget_record(struct part *p, struct error *err)
{
    char name[NAME_MAX_];
    if (!p->recorded)
        return OK;
    enum status rc = file_remove(record_name(p, name), err);
    p->recorded = rc != OK;
    return rc;
}

enum status part_restart(struct part *p, struct str etag, struct error *err)
{
    enum status rc = forget_record(p, err);
    uint64_t none = 0;
    if (!rc && p->open)
        rc = file_cut(&p->draft, 0, err);
    else if (!rc)
        rc = file_continue(&p->draft, p->path, MODE, &none, err);
    if (rc)
        return rc;
    p->open = true;
    p->size = 0;
    buf_clear(&p->etag);
    if (strong(etag))
        buf_put(&p->etag, etag);
    return OK;
}

enum status part_add(struct part *p, struct str bytes, struct error *err)
{
    enum status rc = file_put(p->draft.fd, bytes, p->draft.name, err);
    if (!rc)
        p->size += bytes.len;
    return rc;
}

/* The record goes first: bytes without one are never continued. */
enum status part_keep(struct part *p, struct error *err)
{
    enum status rc = forget_record(p, err);
    if (rc)
        return rc;
    p->open = false;
    return file_keep(&p->draft, err);
}

enum status part_drop(struct part *p, struct error *err)
{
    char name[NAME_MAX_];
    enum status rc = forget_record(p, err);
    if (p->open)
        file_drop(&p->draft);
    else if (!rc && file_exists(bytes_name(p, name)))
        rc = file_remove(name, err);
    p->open = false;
    p->size = 0;
    return rc;
}

enum status part_leave(struct part *p, struct error *err)
{
    char hex[SHA256_HEX], name[NAME_MAX_];
    struct buf text = {0};
    enum status rc;
    if (!part_continues(p))
        return part_drop(p, err);
    rc = file_leave(&p->draft, err);
    p->open = false;
    if (rc)
        return rc;
    buf_printf(&text, "%llu %s\n%.*s\n", (unsigned long long)p->size, url_sum(p->url, hex),
               STRF(buf_str(&p->etag)));
    rc = text.failed ? fault(err, ERR_MEMORY, 0, "no memory to note a partial download")
                     : file_write(record_name(p, name), buf_str(&text), MODE, err);
    p->recorded = true;
    buf_free(&text);
    return rc;
}

void part_free(struct part *p)
{
    if (p->open)
        file_drop(&p->draft);
    p->open = false;
    buf_free(&p->etag);
}
