/* SPDX-License-Identifier: Apache-2.0 */
/* names.c - names, brackets and the many quotes there are. */
#include "source/names.h"

#include "text/clean.h"

#include <string.h>

static const struct str quotes[] = {
    {"\"", 1},           {"\xC2\xAB", 2},     {"\xC2\xBB", 2},     {"\xE2\x80\x9C", 3},
    {"\xE2\x80\x9D", 3}, {"\xE2\x80\x9E", 3}, {"\xE2\x80\x9F", 3},
};

/* The length of the quote at the start of s, or 0. */
static size_t quote_at(struct str s)
{
    for (size_t i = 0; i < COUNT(quotes); i++)
        if (str_starts(s, quotes[i]))
            return quotes[i].len;
    return 0;
}

static size_t quote_before_end(struct str s)
{
    for (size_t i = 0; i < COUNT(quotes); i++)
        if (str_ends(s, quotes[i]))
            return quotes[i].len;
    return 0;
}

static bool has_quote(struct str s)
{
    for (size_t i = 0; i < COUNT(quotes); i++)
        if (str_find(s, quotes[i]) != SIZE_MAX)
            return true;
    return false;
}

struct str names_unquote(struct str s)
{
    s = text_strip(s, ",;");
    struct str bare = str_from(s, quote_at(s));
    bare.len -= quote_before_end(bare);
    return has_quote(bare) ? s : text_strip(bare, ",;");
}

struct str names_quoted(struct str s, struct str *rest)
{
    size_t open = 0, len = 0;
    *rest = (struct str){0};
    while (open < s.len && !(len = quote_at(str_from(s, open))))
        open++;
    if (open >= s.len)
        return (struct str){0};
    struct str inside = str_from(s, open + len);
    for (size_t i = 0; i < inside.len; i++) {
        size_t end = quote_at(str_from(inside, i));
        if (end == 0)
            continue;
        *rest = str_from(inside, i + end);
        return str_trim(str_span(inside, 0, i));
    }
    return names_unquote(inside);
}

/* "– Name" without its dash. */
static struct str without_dash(struct str s)
{
    while (str_starts(s, STR("\xE2\x80\x93")) || str_starts(s, STR("\xE2\x80\x94")))
        s = str_trim(str_from(s, 3));
    return s;
}

static void add_alias(struct arena *a, struct record *r, struct str alias,
                      const struct name_label *labels, size_t count, enum quality *quality)
{
    for (size_t i = 0; i < count; i++) {
        struct str word = str_of(labels[i].word);
        struct str rest = str_from(alias, word.len);
        bool ends = rest.len && (strchr(" :-.", rest.s[0]) || quote_at(rest));
        if (str_find_nocase(str_span(alias, 0, word.len), word) != 0 || !ends)
            continue;
        *quality = labels[i].quality;
        alias = without_dash(text_strip(rest, ":-,"));
        break;
    }
    alias = names_unquote(alias);
    if (alias.len)
        record_name(a, r, *quality, alias);
}

/* What stands in one bracket. */
static void add_aliases(struct arena *a, struct record *r, struct str inside,
                        const struct name_label *labels, size_t count)
{
    enum quality quality = QUALITY_STRONG;
    size_t from = 0;
    bool quoted = false;
    for (size_t i = 0; i < inside.len; i++) {
        size_t len = quote_at(str_from(inside, i));
        if (len) {
            struct str quote = str_span(inside, i, len);
            quoted = str_is(quote, "\"")         ? !quoted
                     : str_is(quote, "\xC2\xAB") ? true
                                                 : !quoted && !str_is(quote, "\xC2\xBB");
            i += len - 1;
        } else if (!quoted && (inside.s[i] == ';' || inside.s[i] == ',')) {
            add_alias(a, r, str_trim(str_span(inside, from, i - from)), labels, count, &quality);
            from = i + 1;
        }
    }
    add_alias(a, r, str_trim(str_from(inside, from)), labels, count, &quality);
}

struct str names_in_brackets(struct arena *a, struct record *r, struct str text,
                             const struct name_label *labels, size_t count)
{
    str_vec outside = {0};
    struct str whole = text;
    size_t place = r->names.count;
    if (text_clean(a, text).len == 0)
        return (struct str){0};
    struct name *primary = VEC_ADD(a, &r->names); /* the first, whatever comes */
    primary->quality = QUALITY_PRIMARY;
    while (text.len) {
        struct str head, inside;
        text = str_cut(text, '(', &head);
        *(struct str *)VEC_ADD(a, &outside) = head;
        size_t depth = 1, end = 0;
        for (; end < text.len; end++) {
            depth += text.s[end] == '(';
            depth -= text.s[end] == ')';
            if (depth == 0)
                break;
        }
        inside = str_span(text, 0, end);
        text = str_from(text, end + 1);
        add_aliases(a, r, inside, labels, count);
    }
    struct str name = text_clean(a, name_join(a, outside.at, outside.count));
    struct str bare = names_unquote(name);
    struct record scratch = {0};
    struct name *clean = record_name(a, &scratch, QUALITY_PRIMARY, bare.len ? bare : whole);
    if (place < r->names.count)
        r->names.at[place] = *clean;
    if (place < r->names.count && !str_equal(bare, whole))
        r->names.at[place].verbatim = whole;
    return bare;
}
