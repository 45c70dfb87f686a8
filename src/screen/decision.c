/* SPDX-License-Identifier: Apache-2.0 */
/* decision.c - the file of decisions: a line each, sealed like a chain. */
#include "screen/decision.h"

#include "base/clock.h"
#include "base/file.h"
#include "format/json.h"

#include <string.h>

enum { FILE_MOST = 1 << 28 };
#define SEAL ",\"seal\":\""

int entry_id_compare(struct entry_id x, struct entry_id y)
{
    int order = str_compare(x.list, y.list);
    return order ? order : str_compare(x.ref, y.ref);
}

const struct decision *decisions_about(const struct decisions *all, struct entry_id x,
                                       struct entry_id y, int64_t at)
{
    bool turned = entry_id_compare(x, y) > 0;
    struct entry_id a = turned ? y : x, b = turned ? x : y;
    for (size_t i = all->at.count; i-- > 0;) {
        const struct decision *d = &all->at.at[i];
        if (d->at <= at && entry_id_compare(d->a, a) == 0 && entry_id_compare(d->b, b) == 0)
            return d;
    }
    return NULL;
}

/* ---- A line. */

static void put_entry(struct buf *b, const char *key, struct entry_id e)
{
    json_key(b, key);
    buf_byte(b, '{');
    json_member(b, "list", e.list);
    json_member(b, "ref", e.ref);
    buf_byte(b, '}');
}

void decision_json(struct buf *b, const struct decision *d)
{
    char at[INSTANT_TEXT];
    buf_byte(b, '{');
    json_member(b, "what", str_of(d->split ? "split" : "join"));
    json_member(b, "at", str_of(instant_text(d->at, at)));
    put_entry(b, "a", d->a);
    put_entry(b, "b", d->b);
    json_key(b, "why");
    json_string(b, d->why);
    buf_byte(b, '}');
}

/* SHA-256 over the seal before and the decision itself. */
static struct sha256 seal_of(struct hasher *h, struct sha256 before, struct str decision)
{
    hasher_begin(h);
    hasher_add(h, (struct str){(const char *)before.byte, sizeof before.byte});
    hasher_add(h, decision);
    return hasher_end(h);
}

static bool entry_of(const struct node *top, const char *key, struct entry_id *out)
{
    const struct node *n = node_child(top, key);
    *out = (struct entry_id){node_get(n, "list"), node_get(n, "ref")};
    return out->list.len && out->ref.len;
}

static bool decision_of(const struct node *top, struct decision *d)
{
    struct str what = node_get(top, "what");
    const struct node *why = node_child(top, "why");
    d->split = str_is(what, "split");
    d->why = why ? why->text : STR("");
    return (d->split || str_is(what, "join")) && instant_parse(node_get(top, "at"), &d->at) &&
           entry_of(top, "a", &d->a) && entry_of(top, "b", &d->b) &&
           entry_id_compare(d->a, d->b) < 0;
}

/* ---- The file. */

struct reading_lines {
    struct hasher *hasher;
    struct json_reader *json;
    struct arena *arena;
    struct decisions *out;
};

static enum status take_line(struct reading_lines *r, struct str line, struct error *err)
{
    struct sha256 seal = {0};
    struct decision *d = VEC_ADD(r->arena, &r->out->at);
    struct node *top;
    size_t end = line.len > SHA256_HEX + 1 ? line.len - (SHA256_HEX + 1) : 0; /* of SEAL */
    size_t began = end > sizeof SEAL - 1 ? end - (sizeof SEAL - 1) : 0;
    struct buf decision = {0};
    buf_put(&decision, str_span(line, 0, began));
    buf_byte(&decision, '}');
    enum status rc = OK;
    struct sha256 expected = seal_of(r->hasher, r->out->seal, buf_str(&decision));
    if (!began || !str_equal(str_span(line, began, sizeof SEAL - 1), STR(SEAL)) ||
        !str_ends(line, STR("\"}")) ||
        !sha256_from_hex(str_span(line, end, SHA256_HEX - 1), &seal) ||
        !sha256_equal(seal, expected))
        rc = ERR_CORRUPT;
    struct error ignored = {0};
    rc = rc ? rc : json_parse(r->json, r->arena, line, &top, &ignored);
    if (!rc && !decision_of(top, d))
        rc = ERR_CORRUPT;
    r->out->seal = seal;
    buf_free(&decision);
    return rc ? fault(err, ERR_CORRUPT, r->out->good,
                      "decision %zu about parties was damaged: its seal does not fit",
                      r->out->at.count)
              : OK;
}

static enum status take_lines(struct reading_lines *r, struct str text, struct error *err)
{
    enum status rc = OK;
    while (text.len && !rc) {
        const char *end = memchr(text.s, '\n', text.len);
        if (!end)
            break; /* of a writer that crashed */
        struct str line = {text.s, (size_t)(end - text.s)};
        rc = take_line(r, line, err);
        r->out->good += line.len + 1;
        text = str_from(text, line.len + 1);
    }
    return !rc && r->arena->failed ? fault(err, ERR_MEMORY, 0, "no memory for the decisions") : rc;
}

enum status decisions_read(const char *path, struct arena *a, struct decisions *out,
                           struct error *err)
{
    struct buf text = {0};
    struct reading_lines r = {.arena = a, .out = out};
    *out = (struct decisions){0};
    if (!file_exists(path))
        return OK;
    r.hasher = hasher_new();
    r.json = json_reader_new();
    enum status rc = r.hasher && r.json ? file_read(path, FILE_MOST, &text, err)
                                        : fault(err, ERR_MEMORY, 0, "no memory for the decisions");
    rc = rc ? rc : take_lines(&r, buf_str(&text), err);
    hasher_free(r.hasher);
    json_reader_free(r.json);
    buf_free(&text);
    return rc;
}

/* What is written must be read again. */
static enum status check(const struct decision *d, struct str json, struct error *err)
{
    struct error ignored = {0};
    if (d->why.len > DECISION_WHY_MOST)
        return fault(err, ERR_INPUT, 0, "the reason is longer than %d bytes", DECISION_WHY_MOST);
    return json_check(json, &ignored) ? fault(err, ERR_INPUT, 0, "the reason is not UTF-8") : OK;
}

enum status decisions_add(const char *path, const struct decisions *before,
                          const struct decision *d, struct error *err)
{
    struct buf line = {0};
    char hex[SHA256_HEX];
    struct hasher *h = hasher_new();
    decision_json(&line, d);
    enum status rc = h && !line.failed ? check(d, buf_str(&line), err)
                                       : fault(err, ERR_MEMORY, 0, "no memory for the decision");
    if (!rc) {
        struct sha256 seal = seal_of(h, before->seal, buf_str(&line));
        line.len--; /* its brace, which comes again behind the seal */
        buf_puts(&line, SEAL);
        buf_puts(&line, sha256_hex(seal, hex));
        buf_puts(&line, "\"}\n");
        rc = line.failed ? fault(err, ERR_MEMORY, 0, "no memory for the decision")
                         : file_append(path, before->good, buf_str(&line), err);
    }
    hasher_free(h);
    buf_free(&line);
    return rc;
}
