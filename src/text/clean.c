/* SPDX-License-Identifier: Apache-2.0 */
/* clean.c - what every text of a list goes through before it becomes a record.
 *
 * Nearly every text is clean already, so each function first looks, many bytes
 * at a step, for the first place where something must change, and gives the
 * input back when there is none.  What is left is written byte by byte
 * into a copy, and what must go is recognised at the end of the copy: nothing
 * can then be put together by taking away what stood between its parts, which
 * is why cleaning twice changes nothing, on any bytes. */
#include "text/clean.h"

#include "base/lanes.h"

#include <string.h>

#define EACH_BYTE(b) (UINT64_MAX / 255 * (b))

static uint64_t load8(const char *s)
{
    uint64_t w;
    memcpy(&w, s, sizeof w);
    return w;
}

/* The high bit of each byte of w that is zero; only the lowest set one can be
 * trusted, which is enough for "is there one". */
static uint64_t zero_bytes(uint64_t w)
{
    return (w - EACH_BYTE(1)) & ~w & EACH_BYTE(0x80);
}

static size_t ascii_run(struct str s)
{
    size_t i = 0;
    while (s.len - i >= 8 && !(load8(s.s + i) & EACH_BYTE(0x80)))
        i += 8;
    while (i < s.len && !(s.s[i] & 0x80))
        i++;
    return i;
}

static bool is_tail(unsigned char c)
{
    return (c & 0xC0) == 0x80;
}

/* Length of the sequence of two to four bytes at the start of s (RFC 3629,
 * section 4), or 0. */
static size_t sequence(struct str s)
{
    const unsigned char *u = (const unsigned char *)s.s;
    if (s.len >= 2 && u[0] >= 0xC2 && u[0] <= 0xDF)
        return is_tail(u[1]) ? 2 : 0;
    if (s.len >= 3 && (u[0] & 0xF0) == 0xE0) {
        bool fits = (u[0] != 0xE0 || u[1] >= 0xA0) && (u[0] != 0xED || u[1] < 0xA0);
        return fits && is_tail(u[1]) && is_tail(u[2]) ? 3 : 0;
    }
    if (s.len >= 4 && u[0] >= 0xF0 && u[0] <= 0xF4) {
        bool fits = (u[0] != 0xF0 || u[1] >= 0x90) && (u[0] != 0xF4 || u[1] < 0x90);
        return fits && is_tail(u[1]) && is_tail(u[2]) && is_tail(u[3]) ? 4 : 0;
    }
    return 0;
}

size_t utf8_valid(struct str s)
{
    size_t i = 0;
    while (i < s.len) {
        if (s.len - i >= LANES && !lanes_high(lanes_load((const uint8_t *)s.s + i))) {
            i += LANES;
        } else if (!(s.s[i] & 0x80)) {
            i++;
        } else {
            size_t len = sequence(str_from(s, i));
            if (len == 0)
                return i;
            i += len;
        }
    }
    return i;
}

uint32_t utf8_next(struct str s, size_t *len)
{
    *len = s.len > 0;
    if (s.len == 0)
        return 0;
    const unsigned char *u = (const unsigned char *)s.s;
    if (u[0] < 0x80)
        return u[0];
    size_t need = sequence(s);
    if (need == 0)
        return 0xFFFD;
    uint32_t c = u[0] & (0xFFU >> (need + 1));
    for (size_t i = 1; i < need; i++)
        c = c << 6 | (u[i] & 0x3F);
    *len = need;
    return c;
}

size_t utf8_put(uint32_t c, char out[4])
{
    static const unsigned char lead[] = {0, 0, 0xC0, 0xE0, 0xF0};
    if (c > 0x10FFFF || (c >= 0xD800 && c < 0xE000))
        c = 0xFFFD;
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    size_t len = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    for (size_t i = len - 1; i > 0; i--, c >>= 6)
        out[i] = (char)(0x80 | (c & 0x3F));
    out[0] = (char)(lead[len] | c);
    return len;
}

/* What must not stay in a text: white space other than the blank becomes one,
 * marks go. */
enum fate { FATE_KEEP, FATE_BLANK, FATE_DROP };

static enum fate fate_of(uint32_t c)
{
    if (c < 0x80)
        return c == ' ' || (c >= '\t' && c <= '\r') ? FATE_BLANK : FATE_KEEP;
    if (c == 0x85 || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 ||
        c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000)
        return FATE_BLANK;
    if (c == 0x61C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) ||
        (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF)
        return FATE_DROP;
    return FATE_KEEP;
}

/* The bytes that begin something of another fate than FATE_KEEP: white space,
 * the escape, and the lead bytes of the code points above. */
static const bool suspect[256] = {
    ['\t'] = true, ['\n'] = true, ['\v'] = true, ['\f'] = true, ['\r'] = true,
    [' '] = true,  ['_'] = true,  [0xC2] = true, [0xD8] = true, [0xE1] = true,
    [0xE2] = true, [0xE3] = true, [0xEF] = true,
};

static const struct str escaped_return = {"_x000D_", 7};

static bool is_escape(struct str s)
{
    return s.len >= 7 && str_equal(str_span(s, 0, 7), escaped_return);
}

/* Whether a sequence that begins with these two bytes may be of another fate
 * than FATE_KEEP: what a suspect begins is mostly letters, Arabic and kana above
 * all, and need not be decoded. */
static bool may_change(unsigned char lead, unsigned char next)
{
    switch (lead) {
    case 0xC2:
        return next == 0x85 || next == 0xA0;
    case 0xD8:
        return next == 0x9C;
    case 0xE1:
        return next == 0x9A;
    case 0xE2:
        return next == 0x80 || next == 0x81;
    case 0xE3:
        return next == 0x80;
    case 0xEF:
        return next == 0xBB;
    default:
        return true;
    }
}

/* Whether something of another fate than FATE_KEEP may begin s, which is not empty. */
static bool may_begin(struct str s)
{
    unsigned char c = (unsigned char)s.s[0];
    if (!suspect[c])
        return false;
    return c < 0x80 || s.len == 1 || may_change(c, (unsigned char)s.s[1]);
}

/* The fate of what s, which is not empty, begins with, and its length in bytes. */
static enum fate fate_of_start(struct str s, size_t *len)
{
    *len = escaped_return.len;
    if (!may_begin(s))
        return FATE_KEEP;
    return is_escape(s) ? FATE_BLANK : fate_of(utf8_next(s, len));
}

static bool byte_is_clean(struct str s, size_t i)
{
    size_t len;
    if (!suspect[(unsigned char)s.s[i]])
        return true;
    if (s.s[i] == ' ')
        return i > 0 && s.s[i - 1] != ' ';
    return fate_of_start(str_from(s, i), &len) == FATE_KEEP;
}

/* Whether none of 16 bytes, with the one behind them, can begin something of
 * another fate or a second blank; '_' counts as if it could.  Straight through,
 * so that texts in other scripts are nearly as fast as ASCII. */
enum { STEP = LANES };

static inline struct lanes bad_plain(struct lanes c, struct lanes next)
{
    struct lanes blanks = lanes_and(lanes_are(c, ' '), lanes_are(next, ' '));
    return lanes_or(lanes_or(lanes_below(c, ' '), lanes_are(c, '_')), blanks);
}

/* The rarer leads, which most texts have none of; see may_change. */
static bool rare_is_clean(struct lanes c, struct lanes next)
{
    struct lanes c2 = lanes_or(lanes_are(next, 0x85), lanes_are(next, 0xA0));
    struct lanes e2 = lanes_or(lanes_are(next, 0x80), lanes_are(next, 0x81));
    struct lanes bad = lanes_and(lanes_are(c, 0xC2), c2);
    bad = lanes_or(bad, lanes_and(lanes_are(c, 0xE1), lanes_are(next, 0x9A)));
    bad = lanes_or(bad, lanes_and(lanes_are(c, 0xE2), e2));
    bad = lanes_or(bad, lanes_and(lanes_are(c, 0xE3), lanes_are(next, 0x80)));
    bad = lanes_or(bad, lanes_and(lanes_are(c, 0xEF), lanes_are(next, 0xBB)));
    return !lanes_high(bad);
}

static inline bool step_is_clean(const unsigned char *s)
{
    struct lanes c = lanes_load(s), next = lanes_load(s + 1);
    struct lanes arabic = lanes_and(lanes_are(c, 0xD8), lanes_are(next, 0x9C));
    struct lanes three = lanes_and(c, lanes_all(0xE0));
    struct lanes rare = lanes_or(lanes_are(c, 0xC2), lanes_are(three, 0xE0));
    return !lanes_high(lanes_or(bad_plain(c, next), arabic)) &&
           (!lanes_high(rare) || rare_is_clean(c, next));
}

/* The same where the bytes are ASCII, as most are, and only then. */
static inline bool step_is_plain(const unsigned char *s)
{
    struct lanes c = lanes_load(s), next = lanes_load(s + 1);
    return !lanes_high(lanes_or(bad_plain(c, next), c));
}

/* The same of eight bytes of ASCII, and of nothing else. */
static bool half_is_clean(uint64_t w)
{
    uint64_t blank = zero_bytes(w ^ EACH_BYTE(' '));
    uint64_t other = zero_bytes(w ^ EACH_BYTE('_')) | ((w - EACH_BYTE(0x20)) & ~w) | w;
    return !(other & EACH_BYTE(0x80)) && !(blank & blank << 8);
}

/* The first and the last four bytes of four to seven, which are enough to see
 * each byte beside the next. */
static uint64_t load_ends(struct str s)
{
    uint32_t first, last;
    memcpy(&first, s.s, sizeof first);
    memcpy(&last, s.s + s.len - sizeof last, sizeof last);
    return first | (uint64_t)last << 32;
}

/* Whether s, which has no blanks at its ends, is clean as far as that is seen at
 * once.  The last byte begins nothing, so it is looked at as a follower only. */
static bool is_clean(struct str s)
{
    const unsigned char *u = (const unsigned char *)s.s;
    size_t i = 0;
    if (s.len > STEP) {
        size_t last = s.len - STEP - 1;
        while (i < last && (step_is_plain(u + i) || step_is_clean(u + i)))
            i += STEP;
        return i >= last && (step_is_plain(u + last) || step_is_clean(u + last));
    }
    if (s.len < 8)
        return s.len >= 4 && half_is_clean(load_ends(s));
    bool twice = s.len == STEP && s.s[7] == ' ' && s.s[8] == ' ';
    return !twice && half_is_clean(load8(s.s)) && half_is_clean(load8(s.s + s.len - 8));
}

/* Where the first change is needed in s, which has no blanks at its ends. */
static size_t clean_run(struct str s)
{
    if (is_clean(s))
        return s.len;
    size_t i = 0;
    while (i < s.len) {
        while (i + STEP < s.len && step_is_clean((const unsigned char *)s.s + i) &&
               !(i && s.s[i] == ' ' && s.s[i - 1] == ' '))
            i += STEP;
        for (size_t stop = i + STEP; i < s.len && i < stop; i++)
            if (!byte_is_clean(s, i))
                return i;
    }
    return i;
}

/* Whether something of another fate than FATE_KEEP may end s: only white space,
 * '_' and the last of two or three bytes that begin with a suspect do. */
static bool may_end(struct str s)
{
    const unsigned char *end = (const unsigned char *)s.s + s.len;
    if (!is_tail(end[-1]))
        return suspect[end[-1]];
    return (s.len > 1 && suspect[end[-2]] && may_change(end[-2], end[-1])) ||
           (s.len > 2 && suspect[end[-3]] && may_change(end[-3], end[-2]));
}

/* The fate of what s, which is not empty, ends with, and its length in bytes. */
static enum fate fate_of_end(struct str s, size_t *len)
{
    if (!may_end(s))
        return FATE_KEEP;
    for (size_t want = 1; want <= 3 && want <= s.len; want++) {
        uint32_t c = utf8_next(str_from(s, s.len - want), len);
        if (*len == want && fate_of(c) != FATE_KEEP)
            return fate_of(c);
    }
    *len = escaped_return.len;
    return str_ends(s, escaped_return) ? FATE_BLANK : FATE_KEEP;
}

static struct str trim_ends(struct str s)
{
    size_t len;
    s = str_trim(s);
    while (s.len && fate_of_end(s, &len) != FATE_KEEP)
        s.len -= len;
    while (s.len && fate_of_start(s, &len) != FATE_KEEP)
        s = str_from(s, len);
    return s;
}

struct str text_clean(struct arena *a, struct str s)
{
    if (s.len && !may_begin(s) && !may_end(s) && is_clean(s))
        return s;
    s = trim_ends(s);
    size_t kept = clean_run(s), len;
    char *out = kept < s.len ? arena_alloc(a, s.len, 1) : NULL;
    if (kept == s.len || !out)
        return out || kept == s.len ? s : (struct str){0};
    memcpy(out, s.s, kept);
    for (size_t i = kept; i < s.len; i++) {
        out[kept++] = s.s[i];
        enum fate fate = fate_of_end((struct str){out, kept}, &len);
        kept -= fate == FATE_KEEP ? 0 : len;
        if (fate == FATE_BLANK && kept && out[kept - 1] != ' ')
            out[kept++] = ' ';
    }
    kept -= kept && out[kept - 1] == ' ';
    return (struct str){out, kept};
}

/* Windows-1252 from 0x80 to 0x9F. */
static const uint16_t cp1252[32] = {
    0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0xFFFD, 0x017D, 0xFFFD, 0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0xFFFD, 0x017E, 0x0178,
};

struct str text_from_1252(struct arena *a, struct str s)
{
    size_t ascii = ascii_run(s), len = ascii;
    if (ascii == s.len)
        return s;
    size_t room = s.len; /* a byte outside ASCII takes up to three */
    for (size_t i = ascii; i < s.len; i++)
        room += s.s[i] & 0x80 ? 2 : 0;
    char *out = arena_alloc(a, room, 1), four[4];
    if (!out)
        return (struct str){0};
    memcpy(out, s.s, ascii);
    for (size_t i = ascii; i < s.len;) {
        unsigned char c = (unsigned char)s.s[i++];
        size_t put = utf8_put(c >= 0x80 && c < 0xA0 ? cp1252[c - 0x80] : c, four);
        memcpy(out + len, four, put);
        len += put;
        size_t run = ascii_run(str_from(s, i));
        memcpy(out + len, s.s + i, run);
        len += run;
        i += run;
    }
    return (struct str){out, len};
}

/* The code point that a reference such as "#39" or "#x27" stands for, else 0.
 * References to 0x80-0x9F mean Windows-1252, as browsers read them. */
static uint32_t numeric_reference(struct str name)
{
    bool hex = name.len > 1 && (name.s[1] == 'x' || name.s[1] == 'X');
    struct str digits = str_from(name, hex ? 2 : 1);
    uint32_t c = 0;
    if (name.len == 0 || name.s[0] != '#' || digits.len == 0)
        return 0;
    for (size_t i = 0; i < digits.len; i++) {
        static const char figures[] = "0123456789abcdef0123456789ABCDEF";
        const char *at = digits.s[i] ? strchr(figures, digits.s[i]) : NULL;
        uint32_t figure = at ? (uint32_t)(at - figures) % 16 : 16;
        if (figure >= (hex ? 16U : 10U))
            return 0;
        c = c * (hex ? 16 : 10) + figure;
        if (c > 0x10FFFF)
            return 0;
    }
    if (c >= 0x80 && c < 0xA0)
        return cp1252[c - 0x80];
    bool control = c < ' ' && c != '\t' && c != '\n' && c != '\r';
    return control || (c >= 0xD800 && c < 0xE000) ? 0 : c;
}

/* The code point of the reference at the start of s, and the reference's
 * length with & and ;, else 0. */
static uint32_t reference(struct str s, size_t *len)
{
    static const struct {
        const char *name;
        uint32_t c;
    } named[] = {{"amp", '&'},  {"lt", '<'},    {"gt", '>'},
                 {"quot", '"'}, {"apos", '\''}, {"nbsp", 0xA0}};
    struct str name;
    str_cut(str_span(s, 1, 10), ';', &name);
    *len = name.len + 2;
    if (name.len + 1 >= s.len || s.s[name.len + 1] != ';')
        return 0;
    for (size_t i = 0; i < COUNT(named); i++)
        if (str_is(name, named[i].name))
            return named[i].c;
    return numeric_reference(name);
}

/* The next reference of s from `at` on, or s.len. */
static size_t reference_find(struct str s, size_t at, uint32_t *c, size_t *len)
{
    for (; at < s.len; at++) {
        const char *amp = memchr(s.s + at, '&', s.len - at);
        if (!amp)
            break;
        at = (size_t)(amp - s.s);
        if ((*c = reference(str_from(s, at), len)))
            return at;
    }
    return s.len;
}

struct str text_unescape(struct arena *a, struct str s)
{
    uint32_t c;
    size_t ref, from = 0, len = 0;
    size_t at = reference_find(s, 0, &c, &ref);
    if (at == s.len)
        return s;
    char *out = arena_alloc(a, s.len + 1, 1), four[4];
    if (!out)
        return (struct str){0};
    for (; at < s.len; at = reference_find(s, from, &c, &ref)) {
        memcpy(out + len, s.s + from, at - from);
        len += at - from;
        size_t put = utf8_put(c, four);
        memcpy(out + len, four, put);
        len += put;
        from = at + ref;
    }
    memcpy(out + len, s.s + from, s.len - from);
    return (struct str){out, len + s.len - from};
}
