/* SPDX-License-Identifier: Apache-2.0 */
/* gb_places.c - places and countries, of which one cell may hold several.
 *
 * Towns and countries of birth stand in two cells and belong together by their
 * numbers: "(1) Tripoli (2) Tunis" with "(1) Libya (2) Tunisia", but also with
 * "(1)-(2) Libya", "(1) to (6) Libya (7) -" or one "Libya" for all. */
#include "source/gb.h"
#include "text/clean.h"

str_vec gb_items(struct gb *g, struct str text)
{
    str_vec items = {0};
    text_items(g->a, text, &items);
    return items;
}

/* ---- Numbered lists with ranges. */

enum { NUMBER_MAX = 99 };

/* The number of "(12)" at the start of s, and its length; 0 when there is none. */
static size_t number_at(struct str s, size_t *len)
{
    uint64_t n = 0;
    struct str digits;
    if (s.len == 0 || s.s[0] != '(')
        return 0;
    str_cut(str_span(s, 1, 3), ')', &digits);
    *len = digits.len + 2;
    return digits.len < 3 && *len <= s.len && str_number(digits, NUMBER_MAX, &n) ? (size_t)n : 0;
}

/* Reads "(2)" or "(2)-(5)" or "(2) to (5)"; what follows is returned. */
static struct str read_numbers(struct str s, size_t *first, size_t *last)
{
    size_t len;
    *first = *last = number_at(s, &len);
    if (*first == 0)
        return s;
    s = str_from(s, len);
    struct str rest = str_trim(s);
    bool to = str_starts(rest, STR("to ")), dash = str_starts(rest, STR("-"));
    if (to || dash) {
        rest = str_trim(str_from(rest, to ? 3 : 1));
        size_t end = number_at(rest, &len);
        if (end > *first) {
            *last = end;
            return str_from(rest, len);
        }
    }
    return s;
}

/* What stands before the next number. */
static struct str read_value(struct str *s)
{
    size_t at = 0, len;
    while (at < s->len && !number_at(str_from(*s, at), &len))
        at++;
    struct str value = text_strip(str_span(*s, 0, at), ",;");
    *s = str_from(*s, at);
    return !str_is(value, "-") ? value : (struct str){0};
}

/* The items of a list by number, blank where it says nothing of one; the only
 * item of what is not numbered from (1). */
static str_vec numbered(struct gb *g, struct str s)
{
    struct str value[NUMBER_MAX + 1] = {0};
    size_t first, last, most = 0;
    struct str rest = read_numbers(s, &first, &last);
    if (first != 1)
        return gb_items(g, s);
    for (; first; rest = read_numbers(rest, &first, &last)) {
        struct str text = read_value(&rest);
        most = last > most ? last : most;
        for (size_t n = first; n <= last; n++)
            value[n] = text;
    }
    str_vec items = {0};
    for (size_t n = 1; n <= most; n++)
        *(struct str *)VEC_ADD(g->a, &items) = value[n];
    return items;
}

/* The n-th of the items, or the only one there is, or "". */
static struct str item_at(const str_vec *items, size_t n)
{
    if (items->count == 1)
        return items->at[0];
    return n < items->count ? items->at[n] : (struct str){0};
}

static void add_birth_place(struct gb *g, struct str town, struct str land)
{
    if (town.len == 0 && land.len == 0)
        return;
    struct place *p = VEC_ADD(g->a, &g->r.places);
    p->type = STR("birth");
    p->city = text_clean(g->a, town);
    p->country = text_clean(g->a, land);
}

void gb_birth_place(struct gb *g, const struct str *cell, const struct gb_field *f)
{
    struct str town = cell[GB_BIRTH_TOWN], land = cell[GB_BIRTH_COUNTRY];
    str_vec towns = numbered(g, town), lands = numbered(g, land);
    size_t count = towns.count > lands.count ? towns.count : lands.count;
    (void)f;
    if (towns.count != lands.count && towns.count > 1 && lands.count > 1) {
        add_birth_place(g, town, land); /* whose is whose is not said */
        return;
    }
    for (size_t i = 0; i < count; i++)
        add_birth_place(g, item_at(&towns, i), item_at(&lands, i));
}

/* ---- Countries and addresses. */

/* "Afghanistan (previous address)" is a country and a note; "Iran (Islamic
 * Republic of)" is a country. */
static struct str cut_note(struct str text, struct str *note)
{
    static const char *const words[] = {"address", "location", "domicile", "citizenship"};
    size_t open = str_find(text, STR("("));
    *note = (struct str){0};
    if (open == SIZE_MAX || open == 0 || !str_ends(text, STR(")")))
        return text;
    struct str inside = str_span(text, open + 1, text.len - open - 2);
    bool is_note = inside.len && inside.s[0] >= 'a' && inside.s[0] <= 'z';
    for (size_t i = 0; i < COUNT(words); i++)
        is_note = is_note || str_find_nocase(inside, str_of(words[i])) != SIZE_MAX;
    if (!is_note)
        return text;
    *note = str_trim(inside);
    return str_trim(str_span(text, 0, open));
}

void gb_country(struct gb *g, const struct str *cell, const struct gb_field *f)
{
    str_vec items = gb_items(g, cell[f->first]);
    for (size_t i = 0; i < items.count; i++) {
        struct str note, country = cut_note(items.at[i], &note);
        size_t before = g->r.countries.count;
        record_country(g->a, &g->r, f->first == GB_NATIONALITY ? "nationality" : "flag", country,
                       (struct str){0});
        if (g->r.countries.count > before)
            g->r.countries.at[before].note = f->first == GB_FLAG_BEFORE ? STR("previous") : note;
    }
}

void gb_address(struct gb *g, const struct str *cell, const struct gb_field *f)
{
    struct buf lines = {0};
    (void)f;
    for (size_t c = GB_ADDRESS_1; c <= GB_ADDRESS_6; c++) {
        if (lines.len && cell[c].len)
            buf_puts(&lines, ", ");
        buf_put(&lines, cell[c]);
    }
    struct place *p = VEC_ADD(g->a, &g->r.addresses);
    p->text = text_clean(g->a, arena_copy(g->a, buf_str(&lines)));
    p->postcode = text_clean(g->a, cell[GB_POSTCODE]);
    p->country = text_clean(g->a, cut_note(cell[GB_ADDRESS_COUNTRY], &p->note));
    g->a->failed = g->a->failed || lines.failed;
    buf_free(&lines);
}
