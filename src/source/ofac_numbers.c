/* SPDX-License-Identifier: Apache-2.0 */
/* ofac_numbers.c - numbers as Remarks pack them: N123 (Country) issued 01 Jan 2010 expires 31
 * Dec 2019; and those behind labels that no table has. */
#include "source/ofac.h"

static bool has_digit(struct str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.s[i] >= '0' && s.s[i] <= '9')
            return true;
    return false;
}

/* Cuts the last " word …" off *s; what follows the word, or the empty str. */
static struct str cut_last(struct str *s, struct str word)
{
    size_t at = SIZE_MAX, from = 0, found;
    while ((found = str_find(str_from(*s, from), word)) != SIZE_MAX) {
        at = from + found;
        from = at + word.len;
    }
    if (at == SIZE_MAX)
        return (struct str){0};
    struct str rest = str_trim(str_from(*s, at + word.len));
    *s = str_trim(str_span(*s, 0, at));
    return rest;
}

/* Cuts a closing "(…)" off *s. */
static struct str cut_parentheses(struct str *s)
{
    size_t depth = 0, at = s->len;
    if (!str_ends(*s, STR(")")))
        return (struct str){0};
    while (at > 0) {
        at--;
        depth += s->s[at] == ')';
        depth -= s->s[at] == '(';
        if (depth == 0)
            break;
    }
    if (depth)
        return (struct str){0};
    struct str inside = str_span(*s, at + 1, s->len - at - 2);
    *s = str_trim(str_span(*s, 0, at));
    return str_trim(inside);
}

void ofac_unpack(struct ofac_fact *f)
{
    f->packed = false;
    struct str value = str_trim(f->value);
    if (!str_ends(value, STR(")"))) {
        f->expires = cut_last(&value, STR(" expires "));
        f->issued = cut_last(&value, STR(" issued "));
    }
    if (ofac_begins(f->issued, STR("by "))) {
        f->issuer = str_from(f->issued, 3);
        f->issued = (struct str){0};
    }
    f->country = cut_parentheses(&value);
    if (value.len)
        f->value = value;
    else
        f->country = (struct str){0};
}

/* "Somebody's Register Number 123": a label that the table does not have, told
 * by the word that ends it and the number that follows. */
bool ofac_unlisted_number(struct ofac *o, struct str clause)
{
    static const struct str ends[] = {{" No. ", 5},     {" No ", 4},      {" Number ", 8},
                                      {" # ", 3},       {" ID ", 4},      {" Code ", 6},
                                      {" Number: ", 9}, {" Card ", 6},    {" No.", 4},
                                      {"No.: ", 5},     {" License ", 9}, {" Registration ", 14}};
    for (size_t i = 0; i < COUNT(ends) && has_digit(clause); i++) {
        size_t at = str_find_nocase(clause, ends[i]);
        if (at == SIZE_MAX || at > 70)
            continue;
        struct ofac_fact f = {.label = str_trim(str_span(clause, 0, at + ends[i].len)),
                              .value = str_from(clause, at + ends[i].len),
                              .packed = true};
        struct str first;
        str_cut(str_trim(f.value), ' ', &first);
        if (!has_digit(first))
            continue;
        ofac_other_id(o, &f);
        return true;
    }
    return false;
}
