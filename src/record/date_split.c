/* SPDX-License-Identifier: Apache-2.0 */
/* date_split.c - cells that hold several dates. */
#include "record/date.h"
#include "text/clean.h"

/* Separators; a weak one also stands inside dates ("Oct 10, 1957", "between
 * 1960 and 1964") and separates only what is a date on its left. */
static const struct {
    const char *text;
    bool weak;
} separators[] = {
    {";", false}, {"|", false},   {">>", false},   {"\n", true},
    {",", true},  {" or ", true}, {" and ", true}, {" & ", true},
};

/* No date is longer: keeps long prose from being read once a comma. */
enum { DATE_MAX = 200 };

static bool is_date(struct str s)
{
    struct arena scratch = {0};
    bool known = s.len <= DATE_MAX && day_known(date_read(&scratch, s, DATE_DMY).from);
    arena_free(&scratch);
    return known;
}

/* The length of the separator at `at` of s, or 0. */
static size_t separator(struct str s, size_t at)
{
    for (size_t i = 0; i < COUNT(separators); i++) {
        struct str text = str_of(separators[i].text);
        if (str_starts(str_from(s, at), text) &&
            (!separators[i].weak || is_date(str_span(s, 0, at))))
            return text.len;
    }
    return 0;
}

/* Behind a comma there is often another separator: ", or 1962". */
static struct str without_or(struct str s)
{
    s = str_trim(s);
    return str_is_nocase(str_span(s, 0, 3), "or ") ? str_from(s, 3) : s;
}

static void split_item(struct arena *a, struct str s, str_vec *out)
{
    size_t at = 0, len = 0;
    int depth = 0; /* over 0 in brackets: a remark, which stays in one piece */
    while (s.len) {
        for (; at < s.len; at++) {
            depth += (s.s[at] == '(') - (s.s[at] == ')');
            len = depth > 0 ? 0 : separator(s, at);
            if (len)
                break;
        }
        struct str date = text_strip(str_span(s, 0, at), ";,");
        if (date.len)
            *(struct str *)VEC_ADD(a, out) = date;
        s = without_or(str_from(s, at + len));
        at = len = 0;
    }
}

void date_split(struct arena *a, struct str cell, str_vec *out)
{
    str_vec items = {0};
    text_items(a, cell, &items);
    for (size_t i = 0; i < items.count; i++)
        split_item(a, items.at[i], out);
}
