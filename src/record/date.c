/* SPDX-License-Identifier: Apache-2.0 */
/* date.c - dates as lists write them, read into intervals.
 *
 * A text is cut into tokens, and a point in time is found by the shape of up
 * to three of them: how many digits a number has and whether a month is named
 * says what each can be, and the table of shapes says what it is.  What fits a
 * shape but is no date (31/02/1960) is not tried otherwise. */
#include "record/date.h"

#include <string.h>

#include "record/date_token.h"
#include "text/clean.h"

/* Bare years and months beyond this are numbers of another kind; years between
 * HIJRI_FIRST and HIJRI_LAST are of a calendar that the list does not name. */
enum { YEAR_FIRST = 1000, BARE_LAST = 2199, HIJRI_FIRST = 1300, HIJRI_LAST = 1450 };
/* Serial days that can be meant: 1900-03-01, where Excel's count is right, to 2173. */
enum { SERIAL_FIRST = 61, SERIAL_LAST = 100000 };

bool day_known(struct day d)
{
    return d.year != 0;
}

static bool is_hijri(int year)
{
    return year >= HIJRI_FIRST && year <= HIJRI_LAST;
}

static int month_days(int year, int month)
{
    static const int days[] = {31, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return days[month] + (leap && month == 2);
}

static bool day_exists(int year, int month, int day, bool gregorian)
{
    if (year < YEAR_FIRST || year > 9999 || month < 0 || month > 12 || day < 0)
        return false;
    if (month == 0)
        return year <= BARE_LAST && day == 0;
    return day <= (gregorian && !is_hijri(year) ? month_days(year, month) : 31);
}

static struct day day_of(int year, int month, int day)
{
    return (struct day){(int16_t)year, (int8_t)month, (int8_t)day};
}

static bool same_day(struct day a, struct day b)
{
    return a.year == b.year && a.month == b.month && a.day == b.day;
}

/* A number that grows with the day; unknown parts count as `fill`. */
static int day_rank(struct day d, int fill)
{
    return (d.year * 100 + (d.month ? d.month : fill)) * 100 + (d.day ? d.day : fill);
}

/* A text being read. */
struct reading {
    struct tokens tokens;
    size_t at;
    enum date_order order;
};

/* A point in time: from = to, but for 1960s and 1962-63. */
struct point {
    struct day from, to;
};

/* Shapes: d a number of one or two digits, y one of four, m a month's name.
 * Roles: D day, M month, Y year, y year of two digits, N and O day and month in
 * the order asked for, T the last two digits of the year that a range ends in.
 * The longest shape that fits is the one.  Separators must be the same all
 * through with SAME, and be there and touch both sides with TIGHT; a shape
 * that is PARTIAL can only begin a range. */
enum { SAME = 1, TIGHT = 2, PARTIAL = 4 };
static const struct shape {
    const char *shape, *roles;
    int rules;
} shapes[] = {
    {"dmy", "DMY", 0},    {"mdy", "MDY", 0},     {"ymd", "YMD", 0},     {"dmd", "DMy", SAME},
    {"ddy", "NOY", SAME}, {"ydd", "YMD", SAME},  {"ddd", "NOy", SAME},  {"my", "MY", 0},
    {"ym", "YM", 0},      {"md", "My", TIGHT},   {"dy", "MY", TIGHT},   {"yd", "YM", TIGHT},
    {"y", "Y", 0},        {"dm", "DM", PARTIAL}, {"md", "MD", PARTIAL}, {"m", "M", PARTIAL},
    {"d", "D", PARTIAL},
};

/* Up to three numbers and month names that follow one another, and the
 * separators before them. */
struct run {
    struct token item[3], before[3]; /* before: TOKEN_END when nothing stands there */
    size_t end[3];                   /* the token behind */
    size_t count;
    char shape[4];
};

static bool is_separator(enum token_kind kind)
{
    return kind == TOKEN_DASH || kind == TOKEN_SLASH || kind == TOKEN_DOT || kind == TOKEN_COMMA;
}

static char shape_of(const struct token *t)
{
    if (t->kind == TOKEN_MONTH)
        return 'm';
    return t->digits == 4 ? 'y' : 'd';
}

static struct run run_at(const struct reading *r)
{
    struct run run = {0};
    for (size_t at = r->at; run.count < 3; at++) {
        const struct token *t = &r->tokens.at[at];
        if (run.count && is_separator(t->kind)) {
            run.before[run.count] = *t;
            t = &r->tokens.at[++at];
        }
        if (t->kind != TOKEN_NUMBER && t->kind != TOKEN_MONTH)
            break;
        run.item[run.count] = *t;
        run.shape[run.count] = shape_of(t);
        run.end[run.count++] = at + 1;
    }
    return run;
}

static bool run_fits(const struct run *run, const struct shape *shape)
{
    size_t len = strlen(shape->shape);
    if (run->count < len || strncmp(run->shape, shape->shape, len) != 0)
        return false;
    for (size_t i = 1; i < len; i++) {
        const struct token *sep = &run->before[i];
        if ((shape->rules & SAME) && sep->kind != run->before[1].kind)
            return false;
        if ((shape->rules & TIGHT) && (sep->kind == TOKEN_END || sep->kind == TOKEN_COMMA ||
                                       sep->spaced || run->item[i].spaced))
            return false;
    }
    const char *year = strchr(shape->roles, 'y');
    return !year || run->item[year - shape->roles].digits == 2;
}

/* The role of an item where the order asked for decides. */
static char role_of(char role, enum date_order order, size_t at)
{
    static const char *const orders[] = {[DATE_DMY] = "DM", [DATE_MDY] = "MD", [DATE_YMD] = "DM"};
    if (role == 'N' || role == 'O')
        return orders[order][at];
    return role;
}

/* Reads numbers by their roles; false for what is no date. */
static bool point_of(struct reading *r, const struct run *run, const char *roles, struct point *p)
{
    int year = 0, month = 0, day = 0;
    if (r->order == DATE_YMD && strcmp(roles, "NOy") == 0)
        roles = "yMD";
    for (size_t i = 0; roles[i]; i++) {
        int value = run->item[i].value;
        switch (role_of(roles[i], r->order, i)) {
        case 'D':
            day = value;
            break;
        case 'M':
            month = value;
            break;
        case 'Y':
            year = value;
            break;
        default:
            year = value + (value > 30 ? 1900 : 2000);
            r->tokens.keep = true;
        }
    }
    if (roles[0] == 'N' && month > 12 && day >= 1 && day <= 12) {
        int swap = month;
        month = day;
        day = swap;
        r->tokens.keep = true;
    }
    if (month == 0 && day > 0 && year) {
        r->tokens.keep |= day <= 31;
        day = day <= 31 ? 0 : day;
    }
    p->from = p->to = day_of(year, month, day);
    return year == 0 || day_exists(year, month, day, !r->tokens.calendar);
}

/* 1960s, and 1962-63, which cannot be a month. */
static bool point_of_years(struct reading *r, const struct run *run, struct point *p)
{
    int year = run->item[0].value, end = year;
    size_t behind = run->end[0];
    if (r->tokens.at[behind].kind == TOKEN_DECADE && year % 10 == 0) {
        end = year + 9;
        behind++;
    } else if (run_fits(run, &(struct shape){"yd", "Yy", TIGHT}) && run->item[1].value > 12 &&
               run->item[1].value > year % 100) {
        end = year / 100 * 100 + run->item[1].value;
        behind = run->end[1];
    }
    if (end == year || !day_exists(year, 0, 0, true) || !day_exists(end, 0, 0, true))
        return false;
    *p = (struct point){day_of(year, 0, 0), day_of(end, 0, 0)};
    r->tokens.keep = true;
    r->at = behind;
    return true;
}

static bool point_read(struct reading *r, bool partial, struct point *p)
{
    struct run run = run_at(r);
    if (run.shape[0] == 'y' && point_of_years(r, &run, p))
        return true;
    for (size_t i = 0; i < COUNT(shapes); i++) {
        if (!run_fits(&run, &shapes[i]) || ((shapes[i].rules & PARTIAL) && !partial))
            continue;
        r->at = run.end[strlen(shapes[i].shape) - 1];
        r->at += r->tokens.at[r->at].kind == TOKEN_DOT;
        return point_of(r, &run, shapes[i].roles, p);
    }
    return false;
}

/* Reads all the tokens as one point or a range of two. */
static bool reading_run(struct reading *r, struct point *whole)
{
    struct point last;
    bool between = r->tokens.at[0].kind == TOKEN_BETWEEN;
    r->at = between;
    if (!point_read(r, true, whole))
        return false;
    enum token_kind sep = r->tokens.at[r->at].kind;
    if (sep == TOKEN_END)
        return !between && day_known(whole->from);
    if (sep != TOKEN_TO && sep != TOKEN_DASH && sep != TOKEN_SLASH &&
        (sep != TOKEN_AND || !between))
        return false;
    r->at++;
    if (!point_read(r, false, &last) || r->tokens.at[r->at].kind != TOKEN_END)
        return false;
    struct day *from = &whole->from;
    if (!day_known(*from)) {
        from->year = last.from.year;
        if (!from->month)
            from->month = last.from.month;
        if (!from->year || !from->day != !last.from.day ||
            !day_exists(from->year, from->month, from->day, !r->tokens.calendar))
            return false;
    }
    whole->to = last.to;
    return day_rank(*from, 0) <= day_rank(whole->to, 99);
}

/* Cuts off a time of day and a zone: T00:00:00, 00:00, Z, -05:00. */
static struct str without_clock(struct str s)
{
    size_t colon = str_find(s, STR(":")), at = colon - 3;
    if (s.len > 8 && s.s[s.len - 1] == 'Z' && strchr("0123456789", s.s[s.len - 2]))
        s.len--;
    if (colon == SIZE_MAX || colon < 7 || !strchr("T +-", s.s[at]))
        return s;
    for (size_t i = at; i < s.len; i++)
        if (!strchr("0123456789T:.,+-ZAPM ", s.s[i]) || !s.s[i])
            return s;
    return str_trim(str_span(s, 0, at));
}

/* The inside of a text that is all in brackets. */
static struct str unbracketed(struct str s)
{
    bool all = s.len > 2 && s.s[0] == '(' && str_find(s, STR(")")) == s.len - 1;
    return all ? str_span(s, 1, s.len - 2) : s;
}

struct dating date_read(struct arena *a, struct str text, enum date_order order)
{
    struct reading r = {.order = order};
    struct point p;
    text = text_clean(a, text);
    tokens_read(&r.tokens, without_clock(unbracketed(text)), order == DATE_YMD);
    if (!reading_run(&r, &p))
        return (struct dating){.text = text};
    struct dating d = {.from = p.from, .to = p.to, .circa = r.tokens.circa};
    struct day end = day_of(d.from.year, 12, 31);
    if (d.from.month == 1 && d.from.day == 1 && same_day(d.to, end))
        d.from = d.to = day_of(d.from.year, 0, 0);
    if (r.tokens.calendar)
        d.calendar = str_of(r.tokens.calendar);
    else if (is_hijri(d.from.year) || is_hijri(d.to.year))
        d.calendar = STR("unknown");
    if (r.tokens.keep || d.calendar.len)
        d.text = text;
    return d;
}

/* Days since 1970-01-01 to a day, by eras of 400 years that begin in March. */
static struct day day_of_count(int64_t days)
{
    days += 719468;
    int64_t era = days / 146097, doe = days % 146097;
    int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    int64_t month = (5 * doy + 2) / 153;
    int64_t day = doy - (153 * month + 2) / 5 + 1;
    month = month < 10 ? month + 3 : month - 9;
    return day_of((int)(yoe + era * 400 + (month <= 2)), (int)month, (int)day);
}

struct dating date_from_serial(struct arena *a, struct str cell, bool date1904,
                               enum date_order order)
{
    struct str whole, trimmed = str_trim(cell);
    struct str fraction = str_cut(trimmed, '.', &whole);
    uint64_t n, part = 0;
    bool number =
        str_number(whole, SERIAL_LAST, &n) && whole.s[0] != '0' &&
        (fraction.len == 0 || fraction.len > 17 || str_number(fraction, UINT64_MAX, &part));
    if (number && part == 0 && n >= 1800 && n <= 2100)
        return (struct dating){.from = day_of((int)n, 0, 0), .to = day_of((int)n, 0, 0)};
    if (!number || n < SERIAL_FIRST)
        return date_read(a, cell, order);
    struct day day = day_of_count((int64_t)n - (date1904 ? 24107 : 25569));
    return (struct dating){.from = day, .to = day};
}

/* A part's number: 0 when it is empty or a placeholder, -1 when not understood. */
static int part_number(struct str part)
{
    uint64_t n = 0;
    part = str_trim(part);
    if (part.len == 0 || str_is_nocase(part, "dd") || str_is_nocase(part, "mm"))
        return 0;
    return str_number(part, 9999, &n) ? (int)n : -1;
}

struct dating date_of_parts(struct str year, struct str month, struct str day)
{
    int y = part_number(year), d = part_number(day), m = month_named(month);
    m = m ? m : part_number(month);
    bool good = y > 0 && m >= 0 && d >= 0 && day_exists(y, m, m ? d : 0, true);
    struct str first = str_trim(year).len ? year : str_trim(month).len ? month : day;
    if (!good)
        return (struct dating){.text = str_trim(first)};
    struct dating date = {.from = day_of(y, m, m ? d : 0)};
    date.to = date.from;
    if (is_hijri(y))
        date.calendar = STR("unknown");
    if (m == 0 && d > 0)
        date.text = str_trim(day);
    return date;
}

struct str date_text(struct arena *a, struct day d)
{
    if (!day_known(d))
        return (struct str){0};
    if (d.month == 0)
        return arena_printf(a, "%04d", d.year);
    if (d.day == 0)
        return arena_printf(a, "%04d-%02d", d.year, d.month);
    return arena_printf(a, "%04d-%02d-%02d", d.year, d.month, d.day);
}

struct str date_iso(struct arena *a, struct str text, enum date_order order)
{
    struct dating d = date_read(a, text, order);
    if (!same_day(d.from, d.to) || d.calendar.len)
        return (struct str){0};
    return date_text(a, d.from);
}

struct str date_newer(struct str a, struct str b)
{
    return str_compare(a, b) >= 0 ? a : b;
}
