/* SPDX-License-Identifier: Apache-2.0 */
/* gb_text.c - what stands inside the texts of the British lists.
 *
 * "UN Ref QI.A.151.03.", "UN REF: QDi.340", "UN Reference No: TAi.172", "UN
 * Ref.KPI. 076." and "(UN Ref):QDi.086." all occur.  New references are two
 * letters, i or e, and three digits; old ones are groups of capitals or digits
 * between dots (QE.A.146.14, E.29.I.21, I.AC.50.20.12.12.(1)).  A reference
 * that is neither ("079", "QD1.410") is reported, never completed. */
#include "source/gb.h"
#include "text/clean.h"

#include <string.h>

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

static bool is_letter(char c)
{
    return is_upper(c) || (c >= 'a' && c <= 'z');
}

static size_t count_while(struct str s, bool (*is)(char))
{
    size_t n = 0;
    while (n < s.len && is(s.s[n]))
        n++;
    return n;
}

static char lower(char c)
{
    return (char)(is_upper(c) ? c - 'A' + 'a' : c);
}

static char upper(char c)
{
    return (char)(is_letter(c) && !is_upper(c) ? c - 'a' + 'A' : c);
}

/* "KPI. 076" as "KPi.076"; "" when s does not begin with a new reference. */
static struct str new_ref(struct arena *a, struct str s)
{
    if (s.len < 6 || count_while(str_span(s, 0, 3), is_letter) != 3 || !strchr("ie", lower(s.s[2])))
        return (struct str){0};
    struct str number = text_strip(str_span(s, 3, 6), ".");
    number = str_from(str_from(s, 3), number.len ? (size_t)(number.s - s.s) - 3 : 0);
    if (count_while(number, is_digit) != 3 || number.s == s.s + 3)
        return (struct str){0};
    return arena_printf(a, "%c%c%c.%.3s", upper(s.s[0]), upper(s.s[1]), lower(s.s[2]), number.s);
}

/* The length of one group of an old reference at the start of s: capitals,
 * digits, or digits in brackets. */
static size_t old_group(struct str s)
{
    size_t len = count_while(s, is_upper);
    len = len ? len : count_while(s, is_digit);
    if (len == 0 && s.len > 2 && s.s[0] == '(') {
        size_t digits = count_while(str_from(s, 1), is_digit);
        return digits && digits + 1 < s.len && s.s[digits + 1] == ')' ? digits + 2 : 0;
    }
    bool ends = len == s.len || !is_letter(s.s[len]);
    return ends && len <= 3 ? len : 0;
}

/* "Q.I.A.291.11. Operative" as "QI.A.291.11"; "" when s does not begin with an
 * old reference: at least four groups, the last of them a number. */
static struct str old_ref(struct arena *a, struct str s)
{
    size_t at = 0, end = 0, groups = 0;
    for (size_t len; (len = old_group(str_from(s, at))); at++) {
        groups++;
        end = is_letter(s.s[at]) ? end : at + len;
        at += len;
        if (at >= s.len || s.s[at] != '.')
            break;
    }
    if (groups < 4 || end == 0)
        return (struct str){0};
    bool split = s.len > 4 && s.s[1] == '.' && strchr("QT", s.s[0]) && strchr("IE", s.s[2]);
    if (split)
        return arena_printf(a, "%c%.*s", s.s[0], STRF(str_span(s, 2, end - 2)));
    return str_span(s, 0, end);
}

void gb_un_ref(struct gb *g, struct str text)
{
    text = text_strip(text, ".:)(-");
    struct str ref = new_ref(g->a, text);
    ref = ref.len ? ref : old_ref(g->a, text);
    if (ref.len)
        record_xref(g->a, &g->r, "un", ref);
    else
        sink_unread(g->out, "UN reference", str_span(text, 0, 24));
}

/* What follows "UN Ref", "UN Reference", "UN Ref No." in s, from *at on, or "". */
static struct str next_un_ref(struct str s, size_t *at)
{
    for (size_t i; (i = str_find_nocase(str_from(s, *at), STR("un ref"))) != SIZE_MAX;) {
        i += *at;
        *at = i + 6;
        struct str rest = str_from(s, *at);
        if (i > 0 && is_letter(s.s[i - 1]))
            continue;
        if (str_find_nocase(str_span(rest, 0, 6), STR("erence")) == 0)
            rest = str_from(rest, 6);
        if (rest.len && is_letter(rest.s[0]))
            continue;
        rest = text_strip(rest, ".:)");
        if (str_find_nocase(str_span(rest, 0, 2), STR("no")) == 0)
            rest = text_strip(str_from(rest, 2), ".:)");
        if (rest.len)
            return rest;
    }
    return (struct str){0};
}

void gb_un_refs(struct gb *g, struct str text)
{
    size_t at = 0;
    for (struct str ref; (ref = next_un_ref(text, &at)).len;)
        gb_un_ref(g, ref);
}

/* ---- "(Label):value (Label):value", the OFSI list from 2021 on. */

static const struct {
    const char *label;
    enum gb_column column;
} labels[] = {
    {"UN Ref", GB_UN_REF},
    {"UK Statement of Reasons", GB_REASONS},
    {"Gender", GB_GENDER},
    {"Phone number", GB_PHONE},
    {"Email address", GB_EMAIL},
    {"Website", GB_WEBSITE},
    {"Type of entity", GB_ENTITY_TYPE},
    {"Subsidiaries", GB_SUBSIDIARY},
    {"Parent company", GB_PARENT},
    {"Business Reg No", GB_REGISTRATION},
    {"Business registration number (s)", GB_REGISTRATION},
    {"IMO number", GB_IMO},
    {"Current owner/operator", GB_OWNER},
    {"Current owner/operator (s)", GB_OWNER},
    {"Current owners", GB_OWNER},
    {"Previous owner/operator", GB_OWNER_BEFORE},
    {"Previous owner/operator (s)", GB_OWNER_BEFORE},
    {"Current believed flag of ship", GB_FLAG},
    {"Previous flags", GB_FLAG_BEFORE},
    {"Type of ship", GB_SHIP_TYPE},
    {"Tonnage of ship", GB_TONNAGE},
    {"Length of ship", GB_LENGTH},
    {"Year built", GB_YEAR_BUILT},
    {"Hull identification number", GB_HULL},
    {"UK Sanctions List Ref", GB_UNIQUE_ID}, /* of the other list: a reference here */
    {"Further Identifying Information", GB_OTHER},
    {"Further Identifiying Information", GB_OTHER},
};

/* The next "(Label):" of s: its place, or s.len, and the label. */
static size_t label_find(struct str s, struct str *label)
{
    enum { LABEL_MIN = 5, LABEL_MAX = 60 };
    size_t from = 0;
    for (size_t i; (i = str_find(str_from(s, from), STR("):"))) != SIZE_MAX; from += i + 2) {
        size_t end = from + i, open = end, depth = 1;
        while (depth && open > from && end - open < LABEL_MAX) {
            open--;
            depth += s.s[open] == ')';
            depth -= s.s[open] == '(';
        }
        if (depth == 0 && end - open >= LABEL_MIN && is_upper(s.s[open + 1])) {
            *label = str_span(s, open + 1, end - open - 1);
            return open;
        }
    }
    return s.len;
}

static void add_remark(struct gb *g, struct str text)
{
    gb_un_refs(g, text);
    record_text(g->a, &g->r.remarks, text);
}

static void take_column(struct gb *g, enum gb_column column, struct str value)
{
    struct str cell[GB_COLUMNS] = {0};
    cell[column] = value;
    for (size_t i = 0; i < gb_fields_count; i++)
        if (gb_fields[i].first == column)
            gb_fields[i].take(g, cell, &gb_fields[i]);
}

/* `whole` is the label and the value as they stand. */
static void take_labelled(struct gb *g, struct str label, struct str value, struct str whole)
{
    size_t i = 0;
    while (i < COUNT(labels) && !str_is_nocase(label, labels[i].label))
        i++;
    if (i == COUNT(labels)) {
        sink_unread(g->out, "label in Other Information", label);
        add_remark(g, whole);
        return;
    }
    struct str bare = text_strip(value, ".");
    if (bare.len == 0)
        return;
    if (labels[i].column == GB_UNIQUE_ID)
        record_xref(g->a, &g->r, "gb", bare);
    else if (labels[i].column == GB_OTHER)
        add_remark(g, value);
    else
        take_column(g, labels[i].column, labels[i].column == GB_REASONS ? value : bare);
}

void gb_other(struct gb *g, struct str text)
{
    struct str label, next = {0};
    text = text_unescape(g->a, text);
    size_t at = label_find(text, &label);
    add_remark(g, str_trim(str_span(text, 0, at)));
    while (at < text.len) {
        text = str_from(text, at);
        struct str behind = str_from(text, label.len + 3);
        size_t end = label_find(behind, &next);
        take_labelled(g, label, str_trim(str_span(behind, 0, end)),
                      str_trim(str_span(text, 0, label.len + 3 + end)));
        text = behind;
        label = next;
        at = end;
    }
}

/* ---- The number inside a description of a document. */

/* The next word of *rest, without the bracketed texts around it. */
static struct str next_word(struct str *rest)
{
    struct str word;
    *rest = str_trim(*rest);
    size_t end = 0;
    while (end < rest->len && !strchr(" \t\r\n(", rest->s[end] ? rest->s[end] : ' '))
        end++;
    end += end == 0 && rest->len > 0;
    word = str_span(*rest, 0, end);
    *rest = str_from(*rest, end);
    return word;
}

static size_t digits_in(struct str s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.len; i++)
        n += is_digit(s.s[i]);
    return n;
}

/* Day, month and year between dots or slashes. */
static bool is_date(struct str s)
{
    size_t day = count_while(s, is_digit);
    size_t month = count_while(str_from(s, day + 1), is_digit);
    size_t year = count_while(str_from(s, day + month + 2), is_digit);
    return day && day <= 2 && month && month <= 2 && year == 4 && !is_letter(s.s[day]);
}

/* A word without "no." in front and punctuation behind. */
static struct str bare_number(struct str word)
{
    size_t letters = count_while(word, is_letter);
    if (letters < word.len && (word.s[letters] == '.' || word.s[letters] == ':'))
        word = str_from(word, letters + 1);
    return text_strip(word, ".,;:)(");
}

/* Whether a word may be a number on its own. */
static bool is_number(struct str word)
{
    for (size_t i = 0; i < word.len; i++)
        if (!is_digit(word.s[i]) && !is_upper(word.s[i]) && !strchr("-/.", word.s[i]))
            return false;
    return word.len >= 5 && digits_in(word) >= 3 && !is_date(word);
}

static bool is_capitals(struct str word)
{
    return word.len && word.len <= 3 && count_while(word, is_upper) == word.len;
}

/* "A" of "A 123456", but not "NO" of "PASSPORT NO 123456". */
static bool is_prefix(struct str word)
{
    return is_capitals(word) && word.len < 3 && !str_is(word, "NO") && !str_is(word, "ID");
}

/* Certain is: exactly one word looks like a number, taken with the capitals
 * before it; no word of three digits stands before; and no word beside it may
 * be a part of it. */
struct str gb_number(struct str text)
{
    struct str rest = text, found = {0}, before = {0}, word;
    bool behind = false; /* the word before this one was the number */
    if (is_number(bare_number(text)))
        return text_strip(text, ".,;");
    while ((word = next_word(&rest)).len) {
        struct str number = bare_number(word);
        if (is_number(number)) {
            bool unclear = digits_in(before) || (is_capitals(before) && before.len == 3);
            if (found.len || unclear)
                return text;
            const char *from = is_prefix(before) ? before.s : number.s;
            found = (struct str){from, (size_t)(number.s + number.len - from)};
            behind = true;
        } else {
            bool part = behind && before.len && (digits_in(number) || is_capitals(number));
            if (part || (!found.len && digits_in(number) >= 3))
                return text;
            behind = false;
        }
        bool ended = text_strip(word, ".,;:").len < word.len;
        before = !ended ? number : (struct str){0};
    }
    return found.len ? found : text;
}
