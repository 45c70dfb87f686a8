/* SPDX-License-Identifier: Apache-2.0 */
/* au_dates.c - cells of dates cut into single ones, and prose searched for its days.
 *
 * A cell is cut only as far as needed: a piece that reads as one date is one,
 * and a piece is cut at a weaker separator only if every part of it is a date
 * then.  So "Oct 10, 1957" is a day and "12/03/1960, 1961" is a day and a
 * year. */
#include "source/au_dates.h"

#include "record/date.h"
#include "text/clean.h"

#include <string.h>

/* ---- Dates of birth. */

static bool understood(const struct dating *d)
{
    return d->from.year != 0;
}

/* Cuts a note in brackets off the end of a piece, and a label such as
 * "Alternative DOB:" off its beginning. */
static struct str peel(struct str piece, struct str *note)
{
    size_t open = str_find(piece, STR(" ("));
    *note = (struct str){0};
    size_t colon = str_find(piece, STR(":"));
    struct str label = str_span(piece, 0, colon == SIZE_MAX ? 0 : colon);
    if (str_find_nocase(label, STR("dob")) != SIZE_MAX ||
        str_find_nocase(label, STR("birth")) != SIZE_MAX) {
        *note = label;
        piece = text_strip(str_from(piece, colon + 1), ",.;");
        open = str_find(piece, STR(" ("));
    }
    if (open != SIZE_MAX && str_ends(piece, STR(")"))) {
        *note = str_span(piece, open + 2, piece.len - open - 3);
        piece = str_span(piece, 0, open);
    }
    return text_strip(piece, ",.;");
}

/* Reads all parts of a piece between separators, or none when one of them is no
 * date.  Adds nothing to `out` then. */
static bool read_parts(struct arena *a, struct str piece, struct str separator, struct record *out)
{
    for (int pass = 0; pass < 2; pass++) {
        for (struct str rest = piece, part, note; rest.len;) {
            rest = str_cut_at(rest, separator, &part);
            part = peel(str_trim(part), &note);
            if (part.len == 0)
                continue;
            struct dating d = date_read(a, part, DATE_DMY);
            if (!understood(&d))
                return false;
            d.note = note;
            if (pass)
                *(struct dating *)VEC_ADD(a, &out->births) = d;
        }
    }
    return true;
}

static void add_birth(struct arena *a, struct record *r, struct str piece, struct sink *out)
{
    static const struct str separators[] = {{" or ", 4}, {" and ", 5}, {">>", 2},
                                            {",", 1},    {"/", 1},     {" ", 1}};
    struct str note, date = peel(piece, &note);
    struct dating d = date_read(a, date, DATE_DMY);
    bool split = understood(&d);
    if (split) {
        d.note = note;
        *(struct dating *)VEC_ADD(a, &r->births) = d;
    }
    for (size_t i = 0; i < COUNT(separators) && !split; i++)
        split =
            str_find(piece, separators[i]) != SIZE_MAX && read_parts(a, piece, separators[i], r);
    if (split)
        return;
    sink_unread(out, "Date of Birth", piece);
    ((struct dating *)VEC_ADD(a, &r->births))->text = piece;
}

void au_births(struct arena *a, struct record *r, struct str cell, bool date1904, struct sink *out)
{
    uint64_t number;
    str_vec items = {0};
    if (str_number(cell, 100000, &number)) {
        struct dating d = date_from_serial(a, cell, date1904, DATE_DMY);
        *(struct dating *)VEC_ADD(a, &r->births) = d;
        if (!understood(&d))
            sink_unread(out, "Date of Birth", cell);
        return;
    }
    text_items(a, cell, &items);
    for (size_t i = 0; i < items.count; i++) {
        for (struct str rest = items.at[i], piece; rest.len;) {
            rest = str_cut(rest, ';', &piece);
            piece = text_strip(piece, ",.;");
            if (piece.len)
                add_birth(a, r, piece, out);
        }
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
