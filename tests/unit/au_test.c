/* SPDX-License-Identifier: Apache-2.0 */
/* au_test.c - Australia's list in both layouts, with invented parties. */
#include "cmocka_all.h"

#include "source/au_dates.h"
#include "source_run.h"
#include "xlsx.h"

#define OLDER                                                                                      \
    "Reference|Name of Individual or Entity|Type|Name Type|Date of Birth|Place of Birth|"          \
    "Citizenship|Address|Additional Information|Listing Information|Committees|Control Date\n"
#define NEWER                                                                                      \
    "Reference|Name of Individual or Entity|Type|Name Type|Alias Strength|Date of Birth|"          \
    "Place of Birth|Citizenship|Address|Additional Information|Listing Information|IMO Number|"    \
    "Committees|Control Date|Instrument of Designation|Targeted Financial Sanction|Travel Ban|"    \
    "Arms Embargo|Maritime Restriction\n"

static const struct {
    const char *rows, *want;
} cases[] = {
    /* rows of one number are one entry, wherever they stand; fields are united */
    {OLDER "=7|ZARIF TESTOV|Individual|Primary Name|=1960|Testabad|NA|NA|TAi.999. Title: Mullah|"
           "Listed on 25 Jan. 2001 (amended on 3 Sep 2003)||=36526\n"
           "=8|INVENTED SOCIETY|Entity |Primary name||||||||=36526\n"
           "7a|Zarif T.|individual|Aka |=1961||a) Nowhereland b) Testland|a) 1 Way; 2 Way b) 3 Way|"
           "|||=36527\n"
           "7b1|Старый|Individual|Previously listed as||||||||=36527\n",
     "{\"addresses\":[{\"text\":\"1 Way\"},{\"text\":\"2 Way\"},{\"text\":\"3 Way\"}],"
     "\"amended\":[\"2000-01-01\",\"2000-01-02\",\"2003-09-03\"],"
     "\"basis\":[\"Listed on 25 Jan. 2001 (amended on 3 Sep 2003)\"],"
     "\"births\":[{\"from\":\"1960\",\"precision\":\"year\"},"
     "{\"from\":\"1961\",\"precision\":\"year\"}],"
     "\"countries\":[{\"country\":\"Nowhereland\",\"type\":\"citizenship\"},"
     "{\"country\":\"Testland\",\"type\":\"citizenship\"}],"
     "\"kind\":\"person\",\"list\":\"au\",\"listed\":\"2001-01-25\","
     "\"names\":[{\"note\":\"previously listed as\",\"quality\":\"former\",\"script\":\"Cyrl\","
     "\"text\":\"Старый\"},{\"quality\":\"primary\",\"text\":\"ZARIF TESTOV\"},"
     "{\"quality\":\"strong\",\"text\":\"Zarif T.\"}],"
     "\"places\":[{\"text\":\"Testabad\",\"type\":\"birth\"}],"
     "\"ref\":\"7\",\"remarks\":[\"TAi.999. Title: Mullah\"],\"status\":\"listed\","
     "\"xrefs\":[{\"list\":\"un\",\"ref\":\"TAi.999\"}]}\n"
     "{\"amended\":[\"2000-01-01\"],\"kind\":\"organisation\",\"list\":\"au\","
     "\"names\":[{\"quality\":\"primary\",\"text\":\"INVENTED SOCIETY\"}],"
     "\"ref\":\"8\",\"status\":\"listed\"}\n"},
    /* the new layout says which measures apply, and how good an alias is */
    {NEWER "=2|MV INVENTED|Vessel|Primary Name||||||||=9999999|Autonomous (Nowhere)|=46126|"
           "Some Regulation 2013|?1|?0|?0|?1\n"
           "2a|Inv.|Vessel|Alias|Weak||||||||Autonomous (Nowhere)|=46126||?1|?0|?0|?1\n",
     "{\"amended\":[\"2026-04-14\"],\"basis\":[\"Some Regulation 2013\"],"
     "\"identifiers\":[{\"number\":\"9999999\",\"type\":\"imo\"}],"
     "\"kind\":\"vessel\",\"list\":\"au\",\"measures\":["
     "{\"from\":\"entry\",\"text\":\"Maritime Restriction\",\"type\":\"transport-restrictions\"},"
     "{\"from\":\"entry\",\"text\":\"Targeted Financial Sanction\",\"type\":\"asset-freeze\"}],"
     "\"names\":[{\"quality\":\"primary\",\"text\":\"MV INVENTED\"},"
     "{\"quality\":\"weak\",\"text\":\"Inv.\"}],\"programmes\":[\"Autonomous (Nowhere)\"],"
     "\"ref\":\"2\",\"status\":\"listed\"}\n"},
    /* one number for two parties: each primary name begins its own entry */
    {OLDER "5|FIRST|Individual|Primary Name|||||||||\n5a|One|Individual|aka|||||||||\n"
           "5|SECOND|Entity|Primary Name|||||||||\n5a|Two|Entity|aka|||||||||\n",
     "{\"kind\":\"person\",\"list\":\"au\",\"names\":[{\"quality\":\"primary\","
     "\"text\":\"FIRST\"},{\"quality\":\"strong\",\"text\":\"One\"}],\"ref\":\"5 (FIRST)\","
     "\"status\":\"listed\"}\n"
     "{\"kind\":\"organisation\",\"list\":\"au\",\"names\":[{\"quality\":\"primary\","
     "\"text\":\"SECOND\"},{\"quality\":\"strong\",\"text\":\"Two\"}],\"ref\":\"5 (SECOND)\","
     "\"status\":\"listed\"}\n"},
};

static void rows_become_the_records_of_the_table(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct xlsx x = {0};
        struct ran ran;
        run_source(&ran, &source_au, "au", "list.xlsx", xlsx_of(&x, cases[i].rows),
                   (struct str){0});
        assert_string_equal(ran.err.why, "");
        assert_int_equal(ran.rc, OK);
        assert_string_equal(buf_cstr(&ran.lines), cases[i].want);
        run_free(&ran);
        buf_free(&x.bytes);
    }
}

static void what_is_not_understood_is_told(void **state)
{
    (void)state;
    static const struct {
        const char *rows, *what;
    } told[] = {
        {OLDER "1|A|Individual|Nickname|||||||||\n", "Name Type: Nickname"},
        {OLDER "1|A|Robot|Primary Name|||||||||\n", "Type: Robot"},
        {OLDER "1|A|Individual|Primary Name|some day||||||||\n", "Date of Birth: some day"},
        {OLDER "1|A|Individual|aka|||||||||\n", "entry without a primary name: 1"},
        {OLDER "x|A|Individual|Primary Name|||||||||\n", "Reference: x"},
        {OLDER "1|A|Individual|Primary Name||||||||soon\n", "Control Date: soon"},
        {OLDER "1|A|Individual|Primary Name|||||||||new\n", "column 13"},
        {OLDER "1|A|Individual|Primary Name|||||||No such|\n", "programme whose measures"},
        {OLDER "1|A|Individual|Primary Name|||||||||\n1|B|Entity|Primary Name|||||||||\n",
         "Reference of several parties: 1"},
        {NEWER "1|A|Individual|Primary Name||||||||||||maybe|||\n", "Targeted Financial Sanction"},
    };
    for (size_t i = 0; i < COUNT(told); i++) {
        struct xlsx x = {0};
        struct ran ran;
        run_source(&ran, &source_au, "au", "list.xlsx", xlsx_of(&x, told[i].rows), (struct str){0});
        assert_string_equal(ran.err.why, "");
        if (run_unknown(&ran, told[i].what) != 1)
            fail_msg("%zu times \"%s\"", run_unknown(&ran, told[i].what), told[i].what);
        run_free(&ran);
        buf_free(&x.bytes);
    }
}

static void what_is_not_the_list_is_a_fault(void **state)
{
    (void)state;
    static const struct {
        const char *rows, *why;
    } bad[] = {
        {"Name|Date\na|b\n", "no column \"Reference\" in row 1 of sheet \"S\""},
        {OLDER, "the workbook has no rows below its header"},
        {OLDER "1||Individual|Primary Name|||||||||\n", "row 2 (reference 1) has no name"},
    };
    for (size_t i = 0; i < COUNT(bad); i++) {
        struct xlsx x = {0};
        struct ran ran;
        run_source(&ran, &source_au, "au", "list.xlsx", xlsx_of(&x, bad[i].rows), (struct str){0});
        assert_int_equal(ran.rc, ERR_INPUT);
        if (!strstr(ran.err.why, bad[i].why))
            fail_msg("\"%s\" does not say \"%s\"", ran.err.why, bad[i].why);
        run_free(&ran);
        buf_free(&x.bytes);
    }
}

static void listing_information_tells_its_days(void **state)
{
    (void)state;
    static const struct {
        const char *text, *listed, *amended;
    } texts[] = {
        {"Listed on 2 Sep. 2014 (relisted on 1 Sep. 2017) (relisted on 28 Aug. 2020", "2014-09-02",
         "2017-09-01 2020-08-28 "},
        {"Listed on: 4 June. 2008 (amended 16 Sep 2008, 13 Dec. 2011, 6 Dec 2019)", "2008-06-04",
         "2008-09-16 2011-12-13 2019-12-06 "},
        {"Instrument of first listing: List 2002 (No. 4). Last listed on: 16/09/2022", "",
         "2022-09-16 "},
        {"Designated under the Regulations 2011 on 2 March 2012. Relisted on 12 January 2024.",
         "2012-03-02", "2024-01-12 "},
        {"Assets received after 23 May 2003 are not controlled. Listed on 1 May 2004", "2004-05-01",
         ""},
        {"36448", "1999-10-15", ""},
        {"", "", ""},
    };
    for (size_t i = 0; i < COUNT(texts); i++) {
        struct arena a = {0};
        struct record r = {0};
        char amended[200] = "", listed[20];
        au_listing(&a, &r, str_of(texts[i].text), false);
        for (size_t k = 0; k < r.amended.count; k++)
            snprintf(amended + strlen(amended), 20, "%.*s ", STRF(r.amended.at[k]));
        snprintf(listed, sizeof listed, "%.*s", STRF(r.listed));
        assert_string_equal(listed, texts[i].listed);
        assert_string_equal(amended, texts[i].amended);
        arena_free(&a);
    }
}

static void the_real_list_has_its_entries(void **state)
{
    (void)state;
    struct buf bytes = {0};
    struct ran ran;
    if (!run_real("data/au/2024-12.xlsx", &bytes))
        return;
    run_source(&ran, &source_au, "au", "2024-12.xlsx", buf_str(&bytes), (struct str){0});
    assert_int_equal(ran.rc, OK);
    /* 3,062 primary names; 3,115 would count "34c1" as 341 */
    assert_int_equal(ran.sink.records, 3062);
    assert_string_equal(ran.sink.list_date, "2024-11-11");
    assert_string_equal(ran.sink.format, "xlsx-12-columns");
    assert_true(run_unknown(&ran, "") < 30);
    run_free(&ran);
    buf_free(&bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_become_the_records_of_the_table),
        cmocka_unit_test(what_is_not_understood_is_told),
        cmocka_unit_test(what_is_not_the_list_is_a_fault),
        cmocka_unit_test(listing_information_tells_its_days),
        cmocka_unit_test(the_real_list_has_its_entries),
    };
    return cmocka_run_group_tests_name("au", tests, NULL, NULL);
}
