/* SPDX-License-Identifier: Apache-2.0 */
/* us_fto_test.c - the FTO page with invented groups. */
#include "cmocka_all.h"

#include "source_run.h"

#include <string.h>

#define DESIGNATED  "<table><tr><th>Date Designated</th><th>Name</th></tr>"
#define IMPLEMENTED "<table><tbody><tr><td><b>Date Implemented</b></td><td>Name</td></tr>"
#define DELISTED                                                                                   \
    "</table><h2>Delisted</h2><table><tr><th>Date Removed</th><th>Name</th>"                       \
    "<th>Date Originally Listed</th></tr>"
#define GONE "<tr><td>July 8, 2025</td><td>Gone Army (GA)</td><td>May 15, 2002</td></tr></table>"
#define GONE_RECORD                                                                                \
    "{\"ended\":\"2025-07-08\",\"kind\":\"organisation\",\"list\":\"us-fto\","                     \
    "\"listed\":\"2002-05-15\",\"names\":[{\"quality\":\"primary\",\"text\":\"Gone Army\","        \
    "\"verbatim\":\"Gone Army (GA)\"},{\"quality\":\"strong\",\"text\":\"GA\"}],"                  \
    "\"programmes\":[\"FTO\"],\"ref\":\"gone-army/2002-05-15\",\"status\":\"delisted\"}\n"

#define MEASURES                                                                                   \
    "\"measures\":[{\"from\":\"regime\",\"type\":\"asset-freeze\"},{\"from\":\"regime\",\"type\":" \
    "\"support-crime\"},{\"from\":\"regime\",\"type\":\"travel-ban\"}],"

static const struct {
    const char *page, *want;
} cases[] = {
    {DESIGNATED
     "<tr><td>March 11, 2021</td><td>Invented Brigade (IB; formerly Old \xE2\x80\x9CX, "
     "Y\xE2\x80\x9D)<br>\xE2\x80\x94 Other Name Amendment (May 2, 2023)</td></tr>" DELISTED GONE,
     "{\"amended\":[\"2023-05-02\"],\"kind\":\"organisation\",\"list\":\"us-fto\","
     "\"listed\":\"2021-03-11\"," MEASURES
     "\"names\":[{\"quality\":\"former\",\"text\":\"Old “X, Y”\"},{\"quality\":\"primary\","
     "\"text\":\"Invented Brigade\",\"verbatim\":\"Invented Brigade (IB; formerly Old “X, Y”)\"},"
     "{\"quality\":\"strong\",\"text\":\"IB\"},{\"quality\":\"strong\",\"text\":\"Other Name\"}],"
     "\"programmes\":[\"FTO\"],\"ref\":\"invented-brigade/2021-03-11\","
     "\"remarks\":[\"Other Name Amendment (May 2, 2023)\"],\"status\":\"listed\"}\n" GONE_RECORD},
    /* other headings, other apostrophes and aliases: the ref stays */
    {IMPLEMENTED "<tr><td>March 11, 2021</td><td>Invented' Brigade</td></tr>"
                 "<tr><td></td><td> </td></tr>" DELISTED GONE,
     "{\"kind\":\"organisation\",\"list\":\"us-fto\",\"listed\":\"2021-03-11\"," MEASURES
     "\"names\":[{\"quality\":\"primary\",\"text\":\"Invented' Brigade\"}],"
     "\"programmes\":[\"FTO\"],\"ref\":\"invented-brigade/2021-03-11\","
     "\"status\":\"listed\"}\n" GONE_RECORD},
};

static void run_page(struct ran *ran, const char *page)
{
    run_source(ran, &source_us_fto, "us-fto", "fto.html", str_of(page), (struct str){0});
}

static void pages_become_the_records_of_the_table(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct ran ran;
        run_page(&ran, cases[i].page);
        assert_string_equal(ran.err.why, "");
        assert_string_equal(buf_cstr(&ran.lines), cases[i].want);
        assert_string_equal(ran.sink.list_date, "2025-07-08");
        assert_int_equal(run_unknown(&ran, ""), 0);
        run_free(&ran);
    }
}

static void a_group_keeps_its_ref_when_it_is_delisted(void **state)
{
    (void)state;
    struct ran ran;
    run_page(&ran, DESIGNATED "<tr><td>May 15, 2002</td><td>Gone Army (GA, Army)</td></tr>"
                              "</table>" DELISTED
                              "<tr><td>May 1, 2001</td><td>Other</td><td>May 1, 1999</td></tr>");
    assert_int_equal(ran.rc, OK);
    assert_non_null(strstr(buf_cstr(&ran.lines), "\"ref\":\"gone-army/2002-05-15\""));
    run_free(&ran);
}

static void what_is_not_understood_is_told(void **state)
{
    (void)state;
    static const struct {
        const char *row, *what;
    } told[] = {
        {"<tr><td>soon</td><td>A</td></tr>", "date of designation: soon"},
        {"<tr><td>May 1, 2020</td><td>A<br>- see below</td></tr>", "line below a name: see below"},
        {"<tr><td>May 1, 2020</td><td>A<br>B Amendment</td></tr>", "amendment without a date"},
        {"<tr><td>May 1, 2020</td><td>A</td><td>note</td></tr>", "cell of a further column: note"},
        {"<tr><td>May 1, 2020</td><td>A</td></tr><tr><td>May 1, 2020</td><td>a</td></tr>",
         "row that is there twice: a/2020-05-01"},
        {"<tr><td>May 1, 2020</td><td>A</td></tr></table><table><tr><td>Notes</td></tr>",
         "row of a table that is not understood: Notes"},
        /* tables that nobody closed, and tables for the layout */
        {"<tr><td>soon</td><td>A<table><tr><td>Notes</td></tr>", "date of designation: soon"},
        {"<tr><td>soon</td><td>A<table><tr><td>Notes</td></tr>", "row of a table that is not"},
    };
    for (size_t i = 0; i < COUNT(told); i++) {
        struct ran ran;
        struct buf page = {0};
        buf_printf(&page, DESIGNATED "%s" DELISTED GONE, told[i].row);
        run_page(&ran, buf_cstr(&page));
        assert_string_equal(ran.err.why, "");
        if (run_unknown(&ran, told[i].what) != 1)
            fail_msg("%zu times \"%s\"", run_unknown(&ran, told[i].what), told[i].what);
        run_free(&ran);
        buf_free(&page);
    }
}

static void another_page_is_a_fault(void **state)
{
    (void)state;
    static const char *const pages[] = {
        "<html><script>check()</script><noscript>Please enable scripts</noscript></html>",
        DESIGNATED "<tr><td>May 1, 2020</td><td>A</td></tr></table>",
        DELISTED GONE,
        "<table><tr><td>x</td></tr></table>",
    };
    for (size_t i = 0; i < COUNT(pages); i++) {
        struct ran ran;
        run_page(&ran, pages[i]);
        assert_int_equal(ran.rc, ERR_INPUT);
        assert_non_null(strstr(ran.err.why, "another format"));
        run_free(&ran);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pages_become_the_records_of_the_table),
        cmocka_unit_test(a_group_keeps_its_ref_when_it_is_delisted),
        cmocka_unit_test(what_is_not_understood_is_told),
        cmocka_unit_test(another_page_is_a_fault),
    };
    return cmocka_run_group_tests_name("us-fto", tests, NULL, NULL);
}
