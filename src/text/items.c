/* SPDX-License-Identifier: Apache-2.0 */
/* items.c - packed lists: "a) one b) two", "(1) one; (2) two", "1: one 2: two".
 *
 * A text is such a list when it begins with the first marker of a style; it is
 * then cut at each following marker, in order and without a gap, so that a
 * bracket inside an item ends nothing.  The styles that ordinary text could
 * begin with by chance are believed only when a second marker follows. */
#include "text/clean.h"

#include <string.h>

struct style {
    const char *open, *close;
    char first;   /* marker of the first item: 'a', 'A' or '1' */
    size_t least; /* items that must be there */
};

static const struct style styles[] = {
    {"(", ")", 'a', 1},
    {"(", ")", 'A', 1},
    {"(", ")", '1', 1},
    {"", ")", 'a', 1},
    {"", ")", 'A', 1},
    {"", ")", '1', 1},
    {"", ":", '1', 2},
    {"", ".", 'a', 2},
    {"\xEF\xBC\x88", "\xEF\xBC\x89", 'a', 1}, /* full-width brackets */
    {"\xEF\xBC\x88", "\xEF\xBC\x89", '1', 1},
};

/* The length of the marker of item n (from 0) at the start of s, or 0. */
static size_t marker(const struct style *style, size_t n, struct str s)
{
    struct str open = str_of(style->open), close = str_of(style->close);
    char figures[24];
    size_t len = 1;
    if (style->first != '1' && n >= 26)
        return 0;
    if (style->first != '1') {
        figures[0] = (char)(style->first + (char)n);
    } else {
        uint64_t number = n + 1;
        for (len = 0; number; number /= 10)
            figures[sizeof figures - ++len] = (char)('0' + number % 10);
        memmove(figures, figures + sizeof figures - len, len);
    }
    if (!str_starts(s, open) || !str_starts(str_from(s, open.len), (struct str){figures, len}) ||
        !str_starts(str_from(s, open.len + len), close))
        return 0;
    return open.len + len + close.len;
}

/* Where the marker of item n stands in s, at the start of a word; s.len when
 * nowhere. */
static size_t marker_find(const struct style *style, size_t n, struct str s, size_t *len)
{
    for (size_t i = 1; i < s.len; i++)
        if (strchr(" \t\r\n;,", s.s[i - 1]) && s.s[i - 1] &&
            (*len = marker(style, n, str_from(s, i))))
            return i;
    return s.len;
}

/* The number of items; adds them to out unless it is NULL. */
static size_t cut(const struct style *style, struct arena *a, struct str s, str_vec *out)
{
    size_t count = 0, len = marker(style, 0, s);
    while (len) {
        s = str_from(s, len);
        len = 0;
        size_t end = marker_find(style, ++count, s, &len);
        struct str item = text_strip(str_span(s, 0, end), ";,");
        if (out && item.len)
            *(struct str *)VEC_ADD(a, out) = item;
        s = str_from(s, end);
    }
    return count;
}

void text_items(struct arena *a, struct str s, str_vec *out)
{
    s = str_trim(s);
    for (size_t i = 0; i < COUNT(styles); i++)
        if (cut(&styles[i], a, s, NULL) >= styles[i].least) {
            cut(&styles[i], a, s, out);
            return;
        }
    if (s.len)
        *(struct str *)VEC_ADD(a, out) = s;
}

struct str text_strip(struct str s, const char *set)
{
    size_t before;
    do {
        before = s.len;
        s = str_trim(s);
        while (s.len && s.s[0] && strchr(set, s.s[0]))
            s = str_from(s, 1);
        while (s.len && s.s[s.len - 1] && strchr(set, s.s[s.len - 1]))
            s.len--;
    } while (s.len < before);
    return s;
}
