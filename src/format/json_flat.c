/* SPDX-License-Identifier: Apache-2.0 */
/* json_flat.c - from the places of tokens to values, checked against RFC 8259.
 *
 * A token ends where the next begins, white space apart, so a string's end is
 * known without reading it: texts without a backslash are views into the
 * input.  Every token is looked at, so what passes is JSON; what does not is
 * given to json_check, which says why. */
#include "format/json.h"
#include "format/json_index.h"

#include <stdlib.h>
#include <string.h>

struct json_reader {
    struct json_index *index;
    struct json_item *item; /* one document has no more items than tokens */
    size_t cap;
    struct buf plain; /* unescaped texts */
};

struct flat {
    struct json_reader *r;
    struct str s;
    const uint32_t *at;
    size_t tokens, i; /* i: the next token */
    size_t count;     /* items so far */
    unsigned depth;
    const char *escape; /* the next backslash that is not passed; NULL: there is none */
};

struct json_reader *json_reader_new(void)
{
    struct json_reader *r = calloc(1, sizeof *r);
    if (!r)
        return NULL;
    r->index = json_index_new();
    if (r->index)
        return r;
    free(r);
    return NULL;
}

void json_reader_free(struct json_reader *r)
{
    if (!r)
        return;
    json_index_free(r->index);
    free(r->item);
    buf_free(&r->plain);
    free(r);
}

static char byte_at(const struct flat *f, size_t token)
{
    return token < f->tokens ? f->s.s[f->at[token]] : 0;
}

static bool take(struct flat *f, char byte)
{
    bool there = byte_at(f, f->i) == byte;
    f->i += there;
    return there;
}

/* The bytes of a token that is no bracket, comma or colon. */
static struct str token(const struct flat *f, size_t i)
{
    size_t from = f->at[i], end = f->at[i + 1];
    while (end > from + 1 && (f->s.s[end - 1] == ' ' || f->s.s[end - 1] == '\n' ||
                              f->s.s[end - 1] == '\r' || f->s.s[end - 1] == '\t'))
        end--;
    return (struct str){f->s.s + from, end - from};
}

static unsigned hex4(const char *s)
{
    unsigned unit = 0;
    for (int i = 0; i < 4; i++) {
        unsigned c = (unsigned char)s[i], letter = c | 0x20;
        if (c >= '0' && c <= '9')
            unit = unit << 4 | (c - '0');
        else if (letter >= 'a' && letter <= 'f')
            unit = unit << 4 | (letter - 'a' + 10);
        else
            return UINT32_MAX;
    }
    return unit;
}

/* Reads the four digits behind \u and, for a surrogate, its other half.  Gives
 * how many bytes that was, or 0. */
static size_t code_point(struct str s, uint32_t *c)
{
    *c = s.len >= 4 ? hex4(s.s) : UINT32_MAX;
    if (*c == UINT32_MAX || (*c >= 0xDC00 && *c <= 0xDFFF))
        return 0;
    if (*c < 0xD800 || *c > 0xDFFF)
        return 4;
    uint32_t low = s.len >= 10 && s.s[4] == '\\' && s.s[5] == 'u' ? hex4(s.s + 6) : UINT32_MAX;
    if (low < 0xDC00 || low > 0xDFFF)
        return 0;
    *c = 0x10000 + ((*c - 0xD800) << 10) + (low - 0xDC00);
    return 10;
}

static size_t put_utf8(char *out, uint32_t c)
{
    size_t more = c < 0x80 ? 0 : c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
    static const unsigned char lead[] = {0, 0xC0, 0xE0, 0xF0};
    out[0] = (char)(lead[more] | c >> (6 * more));
    for (size_t i = 1; i <= more; i++)
        out[i] = (char)(0x80 | (c >> (6 * (more - i)) & 0x3F));
    return more + 1;
}

/* What stands behind a backslash, written to out.  Gives how many bytes were
 * read, or 0; what is written is never longer than what was read and the
 * backslash. */
static size_t unescape(struct str s, char *out, size_t *put)
{
    static const char names[] = "\"\\/bfnrt", means[] = "\"\\/\b\f\n\r\t";
    uint32_t c;
    const char *name = s.len && s.s[0] ? strchr(names, s.s[0]) : NULL;
    *put = 1;
    if (name) {
        *out = means[name - names];
        return 1;
    }
    size_t read = s.len && s.s[0] == 'u' ? code_point(str_from(s, 1), &c) : 0;
    if (read == 0)
        return 0;
    *put = put_utf8(out, c);
    return read + 1;
}

/* `plain` has room for the whole document, so it never moves. */
static bool unescape_all(struct buf *plain, struct str *text)
{
    struct str s = *text;
    char *start = plain->s + plain->len, *out = start;
    while (s.len) {
        const char *slash = memchr(s.s, '\\', s.len);
        size_t run = slash ? (size_t)(slash - s.s) : s.len, put;
        memcpy(out, s.s, run);
        out += run;
        s = str_from(s, run);
        if (s.len == 0)
            break;
        size_t read = unescape(str_from(s, 1), out, &put);
        if (read == 0)
            return false;
        out += put;
        s = str_from(s, 1 + read);
    }
    *text = (struct str){start, (size_t)(out - start)};
    plain->len += text->len;
    return true;
}

static const char *next_escape(const struct flat *f, const char *from)
{
    size_t left = (size_t)(f->s.s + f->s.len - from);
    return left ? memchr(from, '\\', left) : NULL;
}

static bool string(struct flat *f, struct str *text)
{
    struct str t = token(f, f->i);
    if (t.len < 2 || t.s[t.len - 1] != '"')
        return false;
    f->i++;
    *text = (struct str){t.s + 1, t.len - 2};
    if (!f->escape || f->escape >= text->s + text->len)
        return true;
    const char *end = text->s + text->len;
    f->escape = next_escape(f, end);
    return unescape_all(&f->r->plain, text);
}

static bool scalar(struct flat *f, struct json_item *item)
{
    item->text = token(f, f->i++);
    if (str_is(item->text, "null")) {
        item->type = JSON_NULL;
        item->text = (struct str){0};
        return true;
    }
    bool word = str_is(item->text, "true") || str_is(item->text, "false");
    item->type = word ? JSON_BOOL : JSON_NUMBER;
    return word || json_is_number(item->text);
}

static bool value(struct flat *f, struct str key);

static bool member(struct flat *f)
{
    struct str key;
    return byte_at(f, f->i) == '"' && string(f, &key) && take(f, ':') && value(f, key);
}

static bool element(struct flat *f)
{
    return value(f, (struct str){0});
}

/* Behind the opening bracket. */
static bool holder(struct flat *f, char close, bool (*each)(struct flat *))
{
    if (++f->depth > JSON_DEPTH)
        return false;
    if (!take(f, close)) {
        do {
            if (!each(f))
                return false;
        } while (take(f, ','));
        if (!take(f, close))
            return false;
    }
    f->depth--;
    return true;
}

static bool value(struct flat *f, struct str key)
{
    if (f->i >= f->tokens)
        return false;
    struct json_item *item = &f->r->item[f->count++];
    bool good;
    *item = (struct json_item){.key = key, .type = JSON_STRING, .offset = f->at[f->i]};
    if (byte_at(f, f->i) == '"') {
        good = string(f, &item->text);
    } else if (take(f, '{')) {
        item->type = JSON_OBJECT;
        good = holder(f, '}', member);
    } else if (take(f, '[')) {
        item->type = JSON_ARRAY;
        good = holder(f, ']', element);
    } else {
        good = scalar(f, item);
    }
    item->next = (uint32_t)f->count;
    return good;
}

static bool make_room(struct json_reader *r, const struct flat *f)
{
    if (f->tokens > r->cap) {
        free(r->item);
        r->cap = f->tokens * 2;
        r->item = malloc(r->cap * sizeof *r->item);
        if (!r->item)
            r->cap = 0;
    }
    buf_clear(&r->plain);
    return r->item && (!f->escape || buf_room(&r->plain, f->s.len));
}

enum status json_flat(struct json_reader *r, struct str bytes, struct json_items *out,
                      struct error *err)
{
    size_t mark = str_starts(bytes, STR("\xEF\xBB\xBF")) ? 3 : 0;
    struct flat f = {.r = r, .s = str_from(bytes, mark)};
    *out = (struct json_items){0};
    if (bytes.len >= UINT32_MAX)
        return fault(err, ERR_INPUT, 0, "a JSON document of 4 GiB or more");
    f.escape = next_escape(&f, f.s.s);
    enum status rc = json_index_run(r->index, f.s, &f.at, &f.tokens);
    if (rc == ERR_MEMORY || (!rc && !make_room(r, &f)))
        return fault(err, ERR_MEMORY, 0, "no memory for %zu bytes of JSON", bytes.len);
    if (rc || !value(&f, (struct str){0}) || f.i != f.tokens) {
        rc = json_check(bytes, err);
        return rc ? rc : fault(err, ERR_INPUT, 0, "not JSON");
    }
    for (size_t i = 0; mark && i < f.count; i++)
        r->item[i].offset += (uint32_t)mark;
    *out = (struct json_items){r->item, f.count};
    return OK;
}
