/* SPDX-License-Identifier: Apache-2.0 */
/* date_test.c - the tables below are the specification of record/date.h. */
#include "cmocka_all.h"

#include "record/date.h"

#include <string.h>

/* "from..to", or "from" when both are the same; "~" before it for circa; the
 * calendar behind it; and "+" at the end when the text is kept.  "+" alone:
 * not understood. */
static struct str shown(struct arena *a, struct dating d)
{
    struct str from = date_text(a, d.from), to = date_text(a, d.to);
    bool same = str_equal(from, to);
    return arena_printf(a, "%s%.*s%s%.*s%s%.*s%s", d.circa ? "~" : "", STRF(from), same ? "" : "..",
                        same ? 0 : (int)to.len, to.s, d.calendar.len ? " " : "", STRF(d.calendar),
                        d.text.len ? "+" : "");
}

static void assert_dating(struct arena *a, const char *text, struct dating d, const char *want)
{
    struct str got = shown(a, d);
    if (!str_is(got, want))
        fail_msg("\"%s\" gave %.*s, want %s", text, STRF(got), want);
}

static const struct {
    const char *text;
    const char *want;
} day_first[] = {
    {"1967-01-01", "1967-01-01"},
    {"1967-01", "1967-01"},
    {"1967", "1967"},
    {" 1967 \n", "1967"},
    {"1960-01-01-05:00", "1960-01-01"},
    {"1960-01-01Z", "1960-01-01"},
    {"1962-01-01T00:00:00", "1962-01-01"},
    {"1962-01-01T00:00:00.000+04:00", "1962-01-01"},
    {"1962-01-01 00:00:00", "1962-01-01"},
    {"01/02/1962", "1962-02-01"},
    {"1/2/1962", "1962-02-01"},
    {"00/05/1963", "1963-05"},
    {"00/00/1962", "1962"},
    {"dd/mm/1962", "1962"},
    {"dd/11/1962", "1962-11"},
    {"?\?/05/1960", "1960-05"},
    {"15/00/1963", "1963+"},
    {"1.2.1962", "1962-02-01"},
    {"1. 2. 1962", "1962-02-01"},
    {"01-02-1962", "1962-02-01"},
    {"01-02/1962", "+"},
    {"03/1962", "1962-03"},
    {"1962/05/17", "1962-05-17"},
    {"10 Oct 1957", "1957-10-10"},
    {"10 Oct. 1957", "1957-10-10"},
    {"10-Oct-1957", "1957-10-10"},
    {"Oct 10, 1957", "1957-10-10"},
    {"October 10th, 1957", "1957-10-10"},
    {"21. Jul 1997", "1997-07-21"},
    {"1957 Oct 10", "1957-10-10"},
    {"Aug 1965", "1965-08"},
    {"Nov. 1973", "1973-11"},
    {"Sept. 1973", "1973-09"},
    {"Mar-59", "1959-03+"},
    {"Mar-12", "2012-03+"},
    {"Mar 12", "+"}, /* a day of no year */
    {"Mar-xx", "+"},
    {"12/03/59", "1959-03-12+"},
    {"12-Mar-30", "2030-03-12+"},
    {"12-Mar-31", "1931-03-12+"},
    {"circa 1957", "~1957"},
    {"Circa Mar 1957", "~1957-03"},
    {"approximately 1957", "~1957"},
    {"Approx. 1957", "~1957"},
    {"c. 1957", "~1957"},
    {"c1957", "~1957"},
    {"1957?", "~1957"},
    {"1957 (approximative)", "~1957"},
    {"circa 1960-1965", "~1960..1965"},
    {"1962 - 1968 (approximative)", "~1962..1968"},
    {"1960 to 1964", "1960..1964"},
    {"1960\u20131964", "1960..1964"},
    {"1960/1964", "1960..1964"},
    {"between 1960 and 1964", "1960..1964"},
    {"From 1960 to 1964", "1960..1964"},
    {"1960 and 1964", "+"}, /* two dates */
    {"between 1960", "+"},
    {"01 Jan 1960 to 31 Dec 1962", "1960-01-01..1962-12-31"},
    {"01 Jan 1960 to 31 Dec 1960", "1960"},
    {"Mar 1968 to Mar 1969", "1968-03..1969-03"},
    {"1960-01-01 - 1960-06-30", "1960-01-01..1960-06-30"},
    {"Between Aug. and Sep 1977", "1977-08..1977-09"},
    {"10 to 12 March 1960", "1960-03-10..1960-03-12"},
    {"1 Feb to 3 Mar 1960", "1960-02-01..1960-03-03"},
    {"5 Mar 1960 to 1960", "1960-03-05..1960"},
    {"1965 to 1960", "+"},
    {"1960s", "1960..1969+"},
    {"early 1960s", "~1960..1969+"},
    {"1962-63", "1962..1963+"},
    {"1962-99", "1962..1999+"},
    {"1962-13", "+"},
    {"1er janvier 1960", "1960-01-01"},
    {"10 de octubre de 1957", "1957-10-10"},
    {"17 мая 1962 г.", "1962-05-17"},
    {"17 ТРАВНЯ 1962 року", "1962-05-17"},
    {"3 Ağustos 1962", "1962-08-03"},
    {"3. März 1962", "1962-03-03"},
    {"1962年5月17日", "1962-05-17"},
    {"١٧/٠٥/١٩٦٢", "1962-05-17"},
    {"24/06/1402 (Hijri Calendar)", "1402-06-24 islamic+"},
    {"24/06/1402 Hijri Shamsi", "1402-06-24 persian+"},
    {"1381", "1381 unknown+"},
    {"31/02/1360", "1360-02-31 unknown+"}, /* a day of the solar calendar */
    {"31/02/1960", "+"},
    {"29/02/1969", "+"},
    {"29/02/1968", "1968-02-29"},
    {"1967-02-30", "+"},
    {"1967-13-01", "+"},
    {"03/25/1962", "1962-03-25+"}, /* can only be read the other way round */
    {"13/13/1962", "+"},
    {"1962 (from false passport)", "1962+"},
    {"1962 (or 1963)", "+"},
    {"1968 (as Al-Test) 1970", "+"},
    {"1968 (May)", "+"},
    {"(Aug. 1961)", "1961-08"},
    {"DOB 12 Mar 1960", "1960-03-12"},
    {"12/03/1960, 1961", "+"},
    {"1961; 1962", "+"},
    {"20120512", "+"},
    {"30 years old", "+"},
    {"before 1960", "+"},
    {"Invalid date", "+"},
    {"0000-00-00", "+"},
    {"0962", "+"},
    {"2503", "+"},
    {"9999-12-31", "9999-12-31"},
    {"1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 1962", "+"},
    {"", ""},
    {"  ", ""},
};

static void dates_are_as_in_the_table(void **state)
{
    (void)state;
    struct arena a = {0};
    for (size_t i = 0; i < COUNT(day_first); i++)
        assert_dating(&a, day_first[i].text, date_read(&a, str_of(day_first[i].text), DATE_DMY),
                      day_first[i].want);
    arena_free(&a);
}

static void the_order_decides_where_two_are_possible(void **state)
{
    (void)state;
    static const struct {
        const char *text, *dmy, *mdy, *ymd;
    } cases[] = {
        {"01/02/1962", "1962-02-01", "1962-01-02", "1962-02-01"},
        {"25/03/1962", "1962-03-25", "1962-03-25+", "1962-03-25"},
        {"01/02/59", "1959-02-01+", "1959-01-02+", "+"},
        {"59/02/01", "+", "+", "1959-02-01+"},
        {"1962-02-01", "1962-02-01", "1962-02-01", "1962-02-01"},
        {"19620201", "+", "+", "1962-02-01"},
        {"19621301", "+", "+", "+"},
    };
    struct arena a = {0};
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct str text = str_of(cases[i].text);
        assert_dating(&a, text.s, date_read(&a, text, DATE_DMY), cases[i].dmy);
        assert_dating(&a, text.s, date_read(&a, text, DATE_MDY), cases[i].mdy);
        assert_dating(&a, text.s, date_read(&a, text, DATE_YMD), cases[i].ymd);
    }
    arena_free(&a);
}

static void what_is_not_understood_keeps_its_text(void **state)
{
    (void)state;
    struct arena a = {0};
    struct dating d = date_read(&a, STR(" 30\u00A0years  old "), DATE_DMY);
    assert_false(day_known(d.from));
    assert_true(str_is(d.text, "30 years old"));
    arena_free(&a);
}

static void serials_are_days(void **state)
{
    (void)state;
    static const struct {
        const char *cell;
        bool date1904;
        const char *want;
    } cases[] = {
        {"61", false, "1900-03-01"},
        {"24108", false, "1966-01-01"},
        {" 24108 ", false, "1966-01-01"},
        {"45607", false, "2024-11-11"},
        {"45607.5", false, "2024-11-11"},
        {"44145", true, "2024-11-11"},
        {"9106", false, "1924-12-05"},
        {"100000", false, "2173-10-14"},
        {"1976", false, "1976"},
        {"1976.0", false, "1976"},
        {"100001", false, "+"},
        {"60", false, "+"},
        {"0721631", false, "+"},
        {"200710130N", false, "+"},
        {"12/03/1960", false, "1960-03-12"},
        {"1.2.1962", false, "1962-02-01"},
        {"Mar-59", false, "1959-03+"},
        {"", false, ""},
    };
    struct arena a = {0};
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct str cell = str_of(cases[i].cell);
        assert_dating(&a, cell.s, date_from_serial(&a, cell, cases[i].date1904, DATE_DMY),
                      cases[i].want);
    }
    arena_free(&a);
}

static void parts_make_a_day(void **state)
{
    (void)state;
    static const struct {
        const char *year, *month, *day, *want;
    } cases[] = {
        {"1962", "5", "17", "1962-05-17"},
        {"1962", "May", "17", "1962-05-17"},
        {"1962", "Sept.", "", "1962-09"},
        {"1962", "05", "", "1962-05"},
        {"1962", "", "", "1962"},
        {"1962", "00", "00", "1962"},
        {" 1962 ", "mm", "dd", "1962"},
        {"1381", "2", "31", "1381-02-31 unknown"},
        {"1962", "", "17", "1962+"},
        {"1962", "2", "30", "+"},
        {"1962", "13", "", "+"},
        {"1962", "x", "", "+"},
        {"", "5", "17", "+"},
        {"unknown", "", "", "+"},
        {"", "", "", ""},
    };
    struct arena a = {0};
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct str year = str_of(cases[i].year), month = str_of(cases[i].month);
        assert_dating(&a, cases[i].year, date_of_parts(year, month, str_of(cases[i].day)),
                      cases[i].want);
    }
    arena_free(&a);
}

static void cells_are_split_into_dates(void **state)
{
    (void)state;
    static const struct {
        const char *cell, *want;
    } cases[] = {
        {"", ""},
        {"1961", "1961"},
        {"12/03/1960, 1961", "12/03/1960|1961"},
        {"1961 or 1962 or 1963", "1961|1962|1963"},
        {"1961, or circa 1962", "1961|circa 1962"},
        {"a) Between Aug. and Sep 1977    b) 1976", "Between Aug. and Sep 1977|1976"},
        {"a)1994 b)1993;", "1994|1993"},
        {"1960; unknown", "1960|unknown"},
        {"Oct 10, 1957, Oct 11, 1957", "Oct 10, 1957|Oct 11, 1957"},
        {"14 Mar 1974 >> 1 Aug 1970", "14 Mar 1974|1 Aug 1970"},
        {"1961\n1962", "1961|1962"},
        {"between 1960 and 1964 and 1970", "between 1960 and 1964|1970"},
        {"1960 (this alias only; see note)", "1960 (this alias only; see note)"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct arena a = {0};
        str_vec dates = {0};
        char joined[200] = "";
        date_split(&a, str_of(cases[i].cell), &dates);
        for (size_t k = 0; k < dates.count; k++) {
            strcat(joined, k ? "|" : "");
            strncat(joined, dates.at[k].s, dates.at[k].len);
        }
        assert_string_equal(joined, cases[i].want);
        arena_free(&a);
    }
}

static void stated_dates_are_iso_texts(void **state)
{
    (void)state;
    struct arena a = {0};
    assert_true(str_is(date_iso(&a, STR("17/05/2001"), DATE_DMY), "2001-05-17"));
    assert_true(str_is(date_iso(&a, STR("May 2001"), DATE_DMY), "2001-05"));
    assert_true(str_is(date_iso(&a, STR("1960 to 1962"), DATE_DMY), ""));
    assert_true(str_is(date_iso(&a, STR("17/05/1381"), DATE_DMY), ""));
    assert_true(str_is(date_iso(&a, STR("soon"), DATE_DMY), ""));
    assert_true(str_is(date_newer(STR("2001-05-17"), STR("2001-06")), "2001-06"));
    assert_true(str_is(date_newer(STR("2001-05-17"), STR("")), "2001-05-17"));
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dates_are_as_in_the_table),
        cmocka_unit_test(the_order_decides_where_two_are_possible),
        cmocka_unit_test(what_is_not_understood_keeps_its_text),
        cmocka_unit_test(serials_are_days),
        cmocka_unit_test(parts_make_a_day),
        cmocka_unit_test(cells_are_split_into_dates),
        cmocka_unit_test(stated_dates_are_iso_texts),
    };
    return cmocka_run_group_tests_name("date", tests, NULL, NULL);
}
