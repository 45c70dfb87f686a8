/* SPDX-License-Identifier: Apache-2.0 */
/* ru_fsb_test.c - the FSB's page with invented organisations, but for the one that is overridden.
 */
#include "cmocka_all.h"

#include "source_run.h"

#include <string.h>

#define HEAD     "<table><tr><td>№</td><td>Наименование организации</td><td>Суд, дата</td></tr>"
#define RULING   "Верховный Суд РФ, от 01.02.2003, № ГКПИ 00-000, вступило в силу 05.03.2003"
#define MEASURES "\"measures\":[{\"from\":\"regime\",\"type\":\"organisation-ban\"}],"
#define RULING_JSON                                                                                \
    "\"basis\":[\"" RULING "\"],\"dates\":[{\"from\":\"2003-03-05\",\"precision\":\"day\","        \
    "\"type\":\"in-force\"}],"

static void run_page(struct ran *ran, const char *page)
{
    run_source(ran, &source_ru_fsb, "ru-fsb", "terror.htm", str_of(page), (struct str){0});
}

/* The record of one page whose ref begins so, up to its end. */
static const char *record_of(struct ran *ran, const char *ref, char line[4000])
{
    char needle[200];
    snprintf(needle, sizeof needle, "\"ref\":\"%s", ref);
    for (struct str rest = buf_str(&ran->lines), one; rest.len;) {
        rest = str_cut(rest, '\n', &one);
        if (str_find(one, str_of(needle)) == SIZE_MAX)
            continue;
        snprintf(line, 4000, "%.*s", STRF(one));
        return line;
    }
    return "";
}

static void rows_of_all_tables_share_spanned_rulings(void **state)
{
    (void)state;
    struct ran ran;
    char line[4000];
    run_page(&ran,
             HEAD "<tr><td>1</td><td>«Пример»\n («Образец»)</td><td rowspan=\"2\">" RULING
                  "</td></tr><tr><td>2.</td><td>Общество\t\"Вымысел\" (прежнее название: «А, Б», "
                  "другое название – «Выдумка»</td></tr></table>"
                  "<p>and</p><table><tr><td>73</td><td>«Третье</td><td>Городской суд, "
                  "04.05.2020</td><td>06.07.2020</td><td>заметка</td></tr></table>");
    assert_string_equal(ran.err.why, "");
    assert_int_equal(ran.sink.records, 3);
    assert_string_equal(
        record_of(&ran, "пример/", line),
        "{" RULING_JSON
        "\"kind\":\"organisation\",\"list\":\"ru-fsb\",\"listed\":\"2003-02-01\"," MEASURES
        "\"names\":[{\"quality\":\"primary\",\"script\":\"Cyrl\",\"text\":\"Пример\","
        "\"verbatim\":\"«Пример» («Образец»)\"},{\"quality\":\"strong\",\"script\":\"Cyrl\","
        "\"text\":\"Образец\"}],\"ref\":\"пример/2003-02-01\",\"status\":\"listed\"}");
    assert_string_equal(
        record_of(&ran, "общество-вымысел/", line),
        "{" RULING_JSON
        "\"kind\":\"organisation\",\"list\":\"ru-fsb\",\"listed\":\"2003-02-01\"," MEASURES
        "\"names\":[{\"note\":\"in quotes in the name\",\"quality\":\"strong\",\"script\":\"Cyrl\","
        "\"text\":\"Вымысел\"},{\"quality\":\"former\",\"script\":\"Cyrl\",\"text\":\"А, Б\"},"
        "{\"quality\":\"primary\",\"script\":\"Cyrl\",\"text\":\"Общество \\\"Вымысел\\\"\","
        "\"verbatim\":\"Общество \\\"Вымысел\\\" (прежнее название: «А, Б», другое название – "
        "«Выдумка»\"},{\"quality\":\"strong\",\"script\":\"Cyrl\",\"text\":\"Выдумка\"}],"
        "\"ref\":\"общество-вымысел/2003-02-01\",\"status\":\"listed\"}");
    assert_string_equal(
        record_of(&ran, "третье/", line),
        "{\"basis\":[\"Городской суд, 04.05.2020\"],\"dates\":[{\"from\":\"2020-07-06\","
        "\"precision\":\"day\",\"type\":\"in-force\"}],\"kind\":\"organisation\","
        "\"list\":\"ru-fsb\",\"listed\":\"2020-05-04\"," MEASURES
        "\"names\":[{\"quality\":\"primary\","
        "\"script\":\"Cyrl\",\"text\":\"Третье\",\"verbatim\":\"«Третье\"}],"
        "\"ref\":\"третье/2020-05-04\",\"remarks\":[\"заметка\"],\"status\":\"listed\"}");
    assert_string_equal(ran.sink.list_date, "2020-05-04");
    run_free(&ran);
}

static const struct {
    const char *page, *ref, *want;
} suspensions[] = {
    /* in the row, in a note below, in another row, in a cell of several rows */
    {HEAD "<tr><td>1</td><td>«Пример»</td><td>" RULING "; действие приостановлено 17.04.2025</td>"
          "</tr></table>",
     "пример/", "\"suspended\":\"2025-04-17\""},
    {HEAD "<tr><td>1</td><td>Движение «Пример»</td><td>" RULING "</td></tr></table><div><p>Запрет "
          "деятельности <b>«Пример»</b> приостановлен решением от 17.04.2025.</p></div>",
     "движение-пример/", "\"suspended\":\"2025-04-17\""},
    {HEAD "<tr><td>1</td><td>«Пример»</td><td>" RULING "</td></tr><tr><td colspan=\"3\">Запрет "
          "организации «Пример» приостановлен с 17.04.2025</td></tr></table>",
     "пример/", "\"status\":\"suspended\""},
    {HEAD "<tr><td>1</td><td>«Пример»</td><td rowspan=\"2\">" RULING "; для «Пример» действие "
          "приостановлено 17.04.2025</td></tr><tr><td>2</td><td>«Другое»</td></tr></table>",
     "пример/", "\"status\":\"suspended\""},
    {HEAD "<tr><td>1</td><td>«Пример»</td><td rowspan=\"2\">" RULING "; для «Пример» действие "
          "приостановлено 17.04.2025</td></tr><tr><td>2</td><td>«Другое»</td></tr></table>",
     "другое/", "\"status\":\"listed\""},
    {HEAD "<tr><td>1</td><td>«Пример»</td><td>" RULING "</td></tr></table><p>Деятельность "
          "«Иного союза» приостановлена</p>",
     "пример/", "\"status\":\"listed\""},
    /* a part of the name in quotes; a name that is also a word, outside of quotes */
    {HEAD "<tr><td>1</td><td>«Движение Образцовых»</td><td>" RULING "</td></tr></table><p>Запрет "
          "«Образцовых» приостановлен</p>",
     "движение-образцовых/", "\"status\":\"suspended\""},
    {HEAD "<tr><td>1</td><td>«Пример»</td><td>" RULING "</td></tr></table><p>Вот пример: запрет "
          "«Иного союза» приостановлен</p>",
     "пример/", "\"status\":\"listed\""},
    /* by hand, and said so */
    {HEAD "<tr><td>11</td><td>«Движение Талибан»</td><td>Верховный Суд РФ, от 14.02.2003, № ГКПИ "
          "03-116</td></tr></table>",
     "движение-талибан/", "\"suspended\":\"2025-04-17\""},
    {HEAD "<tr><td>11</td><td>«Движение Талибан»</td><td>Верховный Суд РФ, от 14.02.2003, № ГКПИ "
          "03-116</td></tr></table>",
     "движение-талибан/", "\"type\":\"standing by hand\""},
    {HEAD "<tr><td>11</td><td>«Движение Талибан»</td><td>Верховный Суд РФ, от 14.02.2003, № ГКПИ "
          "03-116</td></tr></table>",
     "движение-талибан/", "\"sources\":[\"https://"},
};

static void suspensions_are_as_in_the_table(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(suspensions); i++) {
        struct ran ran;
        char line[4000];
        run_page(&ran, suspensions[i].page);
        assert_string_equal(ran.err.why, "");
        const char *record = record_of(&ran, suspensions[i].ref, line);
        if (!strstr(record, suspensions[i].want))
            fail_msg("case %zu: %s without %s", i, record, suspensions[i].want);
        run_free(&ran);
    }
}

static void what_is_not_understood_is_told(void **state)
{
    (void)state;
    struct ran ran;
    run_page(&ran, HEAD "<tr><td>1</td><td>«Пример»</td><td>" RULING "</td></tr>"
                        "<tr><td>2</td><td>«Без суда»</td></tr>"
                        "<tr><td>3</td><td>«ПРИМЕР»</td><td>" RULING "</td></tr></table>"
                        "<p>Деятельность «Иного союза» приостановлена</p>");
    assert_int_equal(ran.rc, OK);
    assert_int_equal(run_unknown(&ran, "row without a name or a ruling: 2 «Без суда»"), 1);
    assert_int_equal(run_unknown(&ran, "row that is there twice"), 1);
    assert_int_equal(run_unknown(&ran, "suspension of a party that no row names"), 1);
    assert_int_equal(run_unknown(&ran, "override without a row: движение-талибан"), 1);
    run_free(&ran);
}

static void a_page_without_rows_is_a_fault(void **state)
{
    (void)state;
    static const char *const pages[] = {
        "<html><body><div id=\"app\"></div><script>draw()</script></body></html>",
        HEAD "</table>",
    };
    for (size_t i = 0; i < COUNT(pages); i++) {
        struct ran ran;
        run_page(&ran, pages[i]);
        assert_int_equal(ran.rc, ERR_INPUT);
        assert_non_null(strstr(ran.err.why, "no row with an organisation and a ruling"));
        run_free(&ran);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_of_all_tables_share_spanned_rulings),
        cmocka_unit_test(suspensions_are_as_in_the_table),
        cmocka_unit_test(what_is_not_understood_is_told),
        cmocka_unit_test(a_page_without_rows_is_a_fault),
    };
    return cmocka_run_group_tests_name("ru-fsb", tests, NULL, NULL);
}
