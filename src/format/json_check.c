/* SPDX-License-Identifier: Apache-2.0 */
/* json_check.c - RFC 8259 by the letter, byte by byte, to say where JSON is broken.
 *
 * The fast reader knows that a document is bad but not where.  This one is
 * asked then, and by the fuzzer, which holds the two against each other. */
#include "format/json.h"

#include <string.h>

struct cursor {
    struct str s;
    size_t at;
    unsigned depth;
    struct error *err;
};

static int peek(const struct cursor *c)
{
    return c->at < c->s.len ? (unsigned char)c->s.s[c->at] : -1;
}

static enum status broken(struct cursor *c, const char *why)
{
    return fault(c->err, ERR_INPUT, c->at, "not JSON: %s",
                 peek(c) < 0 ? "it ends before it is complete" : why);
}

static void blanks(struct cursor *c)
{
    while (c->at < c->s.len && memchr(" \t\r\n", c->s.s[c->at], 4))
        c->at++;
}

static bool take(struct cursor *c, char byte)
{
    bool there = peek(c) == byte;
    c->at += there;
    return there;
}

static bool digits(struct cursor *c)
{
    size_t from = c->at;
    while (peek(c) >= '0' && peek(c) <= '9')
        c->at++;
    return c->at > from;
}

static bool number(struct cursor *c)
{
    take(c, '-');
    if (!take(c, '0') && !digits(c))
        return false;
    if (take(c, '.') && !digits(c))
        return false;
    if (take(c, 'e') || take(c, 'E')) {
        if (!take(c, '+'))
            take(c, '-');
        return digits(c);
    }
    return true;
}

bool json_is_number(struct str s)
{
    struct cursor c = {.s = s};
    return number(&c) && c.at == s.len;
}

static int hex_digit(int c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool hex4(struct cursor *c, unsigned *unit)
{
    *unit = 0;
    for (int i = 0; i < 4; i++, c->at++) {
        int digit = hex_digit(peek(c));
        if (digit < 0)
            return false;
        *unit = *unit << 4 | (unsigned)digit;
    }
    return true;
}

/* Behind the backslash.  A surrogate must be one of a pair (RFC 8259 8.2 leaves
 * the others unpredictable, and they have no UTF-8). */
static enum status escape(struct cursor *c)
{
    size_t start = c->at - 1;
    unsigned unit, low;
    int letter = peek(c);
    if (letter <= 0 || !strchr("\"\\/bfnrtu", letter))
        return broken(c, "no such escape");
    c->at++;
    if (letter != 'u')
        return OK;
    if (!hex4(c, &unit))
        return broken(c, "\\u wants four hexadecimal digits");
    if (unit < 0xD800 || unit > 0xDFFF)
        return OK;
    if (unit < 0xDC00 && take(c, '\\') && take(c, 'u') && hex4(c, &low) && low >= 0xDC00 &&
        low <= 0xDFFF)
        return OK;
    c->at = start;
    return broken(c, "half of a surrogate pair");
}

/* How long the UTF-8 sequence at p is (RFC 3629 4), or 0. */
static size_t sequence(const unsigned char *p, size_t len)
{
    static const struct {
        unsigned char first, last, low, high; /* of the lead, and of the byte behind it */
        size_t len;
    } rows[] = {
        {0xC2, 0xDF, 0x80, 0xBF, 2}, {0xE0, 0xE0, 0xA0, 0xBF, 3}, {0xE1, 0xEC, 0x80, 0xBF, 3},
        {0xED, 0xED, 0x80, 0x9F, 3}, {0xEE, 0xEF, 0x80, 0xBF, 3}, {0xF0, 0xF0, 0x90, 0xBF, 4},
        {0xF1, 0xF3, 0x80, 0xBF, 4}, {0xF4, 0xF4, 0x80, 0x8F, 4},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        if (p[0] < rows[i].first || p[0] > rows[i].last)
            continue;
        if (len < rows[i].len || p[1] < rows[i].low || p[1] > rows[i].high)
            return 0;
        for (size_t k = 2; k < rows[i].len; k++)
            if ((p[k] & 0xC0) != 0x80)
                return 0;
        return rows[i].len;
    }
    return 0;
}

static enum status string(struct cursor *c)
{
    if (!take(c, '"'))
        return broken(c, "a string should stand here");
    for (;;) {
        int byte = peek(c);
        enum status rc = OK;
        size_t len = 1;
        if (take(c, '"'))
            return OK;
        if (byte < ' ')
            return broken(c, "a control character inside a string");
        if (byte >= 0x80)
            len = sequence((const unsigned char *)c->s.s + c->at, c->s.len - c->at);
        if (len == 0)
            return fault(c->err, ERR_INPUT, c->at, "not JSON: byte 0x%02x is not UTF-8 here",
                         (unsigned)byte);
        c->at += len;
        if (byte == '\\')
            rc = escape(c);
        if (rc)
            return rc;
    }
}

static enum status word(struct cursor *c, struct str word)
{
    for (size_t i = 0; i < word.len; i++)
        if (!take(c, word.s[i]))
            return broken(c, "no such word");
    return OK;
}

static enum status value(struct cursor *c);

static enum status member(struct cursor *c)
{
    enum status rc = string(c);
    if (rc)
        return rc;
    blanks(c);
    if (!take(c, ':'))
        return broken(c, "a colon should stand here");
    blanks(c);
    return value(c);
}

/* Behind the opening bracket. */
static enum status holder(struct cursor *c, char close, enum status (*each)(struct cursor *))
{
    if (++c->depth > JSON_DEPTH)
        return fault(c->err, ERR_INPUT, c->at - 1, "JSON nested deeper than %d", JSON_DEPTH);
    blanks(c);
    if (!take(c, close)) {
        do {
            blanks(c);
            enum status rc = each(c);
            if (rc)
                return rc;
            blanks(c);
        } while (take(c, ','));
        if (!take(c, close))
            return broken(c, close == ']' ? "a comma or ] should stand here"
                                          : "a comma or } should stand here");
    }
    c->depth--;
    return OK;
}

static enum status value(struct cursor *c)
{
    switch (peek(c)) {
    case '{':
        c->at++;
        return holder(c, '}', member);
    case '[':
        c->at++;
        return holder(c, ']', value);
    case '"':
        return string(c);
    case 't':
        return word(c, STR("true"));
    case 'f':
        return word(c, STR("false"));
    case 'n':
        return word(c, STR("null"));
    default:
        return number(c) ? OK : broken(c, "a value should stand here");
    }
}

enum status json_check(struct str bytes, struct error *err)
{
    struct cursor c = {.s = bytes, .err = err};
    if (str_starts(bytes, STR("\xEF\xBB\xBF")))
        c.at = 3;
    blanks(&c);
    enum status rc = value(&c);
    if (rc)
        return rc;
    blanks(&c);
    return c.at == bytes.len ? OK : broken(&c, "something follows the document");
}
