/* SPDX-License-Identifier: Apache-2.0 */
/* eu_remark.c - what free text of the EU list says in passing. */
#include "source/eu.h"

#include "record/date.h"
#include "text/clean.h"

struct str eu_add_contacts(struct eu *e, struct eu_party *p, struct str text)
{
    static const struct {
        const char *mark, *type;
    } types[] = {{"PHONE[", "phone"}, {"FAX[", "fax"}, {"EMAIL[", "e-mail"}, {"WEB[", "web site"}};
    for (size_t i = 0; i < COUNT(types); i++) {
        struct str mark = str_of(types[i].mark);
        for (size_t at; (at = str_find(text, mark)) != SIZE_MAX;) {
            struct str value, after = str_cut(str_from(text, at + mark.len), ']', &value);
            record_detail(&e->a, &p->r, types[i].type, value);
            text = eu_join(e, str_trim(str_span(text, 0, at)), " ", str_trim(after));
        }
    }
    return text;
}

static bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* "QDi.317" of today or "QI.A.151.03" of before. */
static size_t un_reference(struct str s)
{
    if (s.len >= 7 && is_upper(s.s[0]) && is_upper(s.s[1]) && (s.s[2] == 'i' || s.s[2] == 'e') &&
        s.s[3] == '.' && is_digit(s.s[4]) && is_digit(s.s[5]) && is_digit(s.s[6]))
        return 7;
    if (s.len < 9 || !is_upper(s.s[0]) || (s.s[1] != 'I' && s.s[1] != 'E') || s.s[2] != '.' ||
        !is_upper(s.s[3]) || s.s[4] != '.')
        return 0;
    size_t len = 5, dots = 0;
    while (len < s.len && (is_digit(s.s[len]) || (s.s[len] == '.' && dots++ == 0)))
        len++;
    while (s.s[len - 1] == '.')
        len--;
    return len > 6 ? len : 0;
}

/* The UN reference that stands behind words such as "UN ref"; others, in
 * remarks about associates, mean somebody else. */
static void un_reference_in(struct eu *e, struct eu_party *p, struct str text)
{
    size_t at = str_find_nocase(text, STR("UN ref"));
    struct str rest = {0};
    if (at != SIZE_MAX)
        rest = str_span(text, at + 6, 60);
    for (size_t i = 0; i < rest.len; i++) {
        size_t len = un_reference(str_from(rest, i));
        if (len == 0)
            continue;
        record_xref(&e->a, &p->r, "un", str_span(rest, i, len));
        return;
    }
}

static bool is_date_mark(char c)
{
    return c == '-' || c == '.' || c == '/';
}

static void un_day_in(struct eu *e, struct eu_party *p, struct str text)
{
    static const struct str mark = {"Date of UN designation:",
                                    sizeof "Date of UN designation:" - 1};
    for (size_t at; (at = str_find_nocase(text, mark)) != SIZE_MAX;) {
        text = str_trim(str_from(text, at + mark.len));
        size_t len = 0;
        while (len < text.len && (is_digit(text.s[len]) || is_date_mark(text.s[len])))
            len++;
        struct str day = text_strip(str_span(text, 0, len), "./-");
        struct str iso = date_iso(&e->a, day, DATE_DMY);
        record_detail(&e->a, &p->r, "UN designation", iso.len ? iso : day);
    }
}

/* "Entity is sanctioned in regime 753/2011 (OJ L199) of programme AFG, in
 * regime … of programme TAQA" */
static void programmes_in(struct eu *e, struct eu_party *p, struct str text)
{
    static const struct str mark = {" of programme ", sizeof " of programme " - 1};
    for (size_t at; (at = str_find(text, mark)) != SIZE_MAX;) {
        text = str_from(text, at + mark.len);
        size_t len = 0;
        while (len < text.len && (is_upper(text.s[len]) || is_digit(text.s[len])))
            len++;
        eu_add_programme(e, p, str_span(text, 0, len));
    }
}

void eu_add_remark(struct eu *e, struct eu_party *p, struct str text)
{
    text = text_clean(&e->a, text_unescape(&e->a, text));
    record_text(&e->a, &p->r.remarks, text);
    un_reference_in(e, p, text);
    un_day_in(e, p, text);
    programmes_in(e, p, text);
}
