/* SPDX-License-Identifier: Apache-2.0 */
/* au_dates.c - the dates of the Australian list: cells of several, and prose searched for its days.
 */
#include "source/au_dates.h"

#include "record/date.h"
#include "text/clean.h"

#include <string.h>

/* ---- Dates of birth. */

/* A label such as "Alternative DOB:" at the beginning of a piece, which is cut off. */
static struct str cut_label(struct str *piece)
{
    size_t colon = str_find(*piece, STR(":"));
    struct str label = str_span(*piece, 0, colon == SIZE_MAX ? 0 : colon);
    if (str_find_nocase(label, STR("dob")) == SIZE_MAX &&
        str_find_nocase(label, STR("birth")) == SIZE_MAX)
        return (struct str){0};
    *piece = str_trim(str_from(*piece, colon + 1));
    return label;
}

void au_births(struct arena *a, struct record *r, struct str cell, bool date1904, struct sink *out)
{
    str_vec pieces = {0};
    date_split(a, cell, &pieces);
    for (size_t i = 0; i < pieces.count; i++) {
        struct str piece = pieces.at[i], label = cut_label(&piece);
        struct dating d = date_from_serial(a, piece, date1904, DATE_DMY);
        d.note = label;
        if (!day_known(d.from))
            sink_unread(out, "Date of Birth", pieces.at[i]);
        *(struct dating *)VEC_ADD(a, &r->births) = d;
    }
}

/* ---- Listing Information. */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static size_t run(struct str s, size_t at, bool (*of)(char))
{
    size_t from = at;
    while (at < s.len && of(s.s[at]))
        at++;
    return at - from;
}

static size_t skip(struct str s, size_t at, const char *set)
{
    while (at < s.len && s.s[at] && strchr(set, s.s[at]))
        at++;
    return at;
}

/* The length of "25 Jan. 2001" or "16/09/2022" at the start of s, or 0. */
static size_t day_at(struct str s)
{
    size_t at = run(s, 0, is_digit), len;
    if (at == 0 || at > 2)
        return 0;
    if (at < s.len && s.s[at] == '/') {
        len = run(s, at + 1, is_digit);
        at += 1 + len;
        if (len == 0 || len > 2 || at >= s.len || s.s[at++] != '/')
            return 0;
    } else {
        at = skip(s, at, " ");
        len = run(s, at, is_letter);
        if (len < 3 || len > 9)
            return 0;
        at = skip(s, at + len, " .,");
    }
    return run(s, at, is_digit) == 4 ? at + 4 : 0;
}

enum mode { MODE_NONE, MODE_LISTED, MODE_AMENDED };

/* What the words between two dates say of the second; MODE_NONE: nothing new. */
static enum mode mode_of(struct str words)
{
    static const struct {
        struct str word;
        enum mode mode;
    } known[] = {
        {{"relisted", 8}, MODE_AMENDED}, {{"re-listed", 9}, MODE_AMENDED},
        {{"amended", 7}, MODE_AMENDED},  {{"last listed", 11}, MODE_AMENDED},
        {{"renewed", 7}, MODE_AMENDED},  {{"updated", 7}, MODE_AMENDED},
        {{"listed", 6}, MODE_LISTED},    {{"designated", 10}, MODE_LISTED},
        {{"declared", 8}, MODE_LISTED},
    };
    for (size_t i = 0; i < COUNT(known); i++)
        if (str_find_nocase(words, known[i].word) != SIZE_MAX)
            return known[i].mode;
    return MODE_NONE;
}

static void add_day(struct arena *a, struct record *r, enum mode mode, struct str iso)
{
    if (iso.len == 0 || mode == MODE_NONE)
        return;
    if (mode == MODE_AMENDED)
        record_text(a, &r->amended, iso);
    else if (r->listed.len == 0 || str_compare(iso, r->listed) < 0)
        r->listed = iso;
}

void au_listing(struct arena *a, struct record *r, struct str cell, bool date1904)
{
    uint64_t number;
    enum mode mode = MODE_NONE;
    size_t words = 0; /* where the words before the next date begin */
    if (str_number(cell, 100000, &number)) {
        struct dating d = date_from_serial(a, cell, date1904, DATE_DMY);
        add_day(a, r, MODE_LISTED, date_text(a, d.from));
        return;
    }
    record_text(a, &r->basis, cell);
    for (size_t at = 0; at < cell.len;) {
        bool starts = at == 0 || (!is_digit(cell.s[at - 1]) && cell.s[at - 1] != '/');
        size_t len = starts ? day_at(str_from(cell, at)) : 0;
        if (len == 0) {
            at++;
            continue;
        }
        enum mode said = mode_of(str_span(cell, words, at - words));
        mode = said ? said : mode;
        add_day(a, r, mode, date_iso(a, str_span(cell, at, len), DATE_DMY));
        at += len;
        words = at;
    }
}
