/* SPDX-License-Identifier: Apache-2.0 */
/* table_test.c - mappings and what they make of invented tables. */
#include "cmocka_all.h"

#include "base/data.h"
#include "source_run.h"
#include "xlsx.h"

#include <string.h>

#define MAP "[columns]\nref = No\nname = Name\n"

static const struct {
    const char *mapping, *bytes, *want;
} cases[] = {
    {MAP, "No,Name\n7,Zarif Testov\n",
     "{\"kind\":\"unknown\",\"list\":\"x\",\"names\":[{\"quality\":\"primary\",\"text\":\"Zarif "
     "Testov\"}],\"ref\":\"7\",\"status\":\"listed\"}\n"},
    /* title rows, header by number, blanks, constants, a split name with its father */
    {"[table]\nheader = 2\nnull = -\nseparator = \";\"\n[record]\nkind = person\nprogramme = P\n"
     "[columns]\nref = Name + Father + Id\nname = Name | split \"@\"\nname.father = Father\n"
     "id.number = Id | as national-id\n",
     "A title;;\nName;Father;Id\nTest Khan @ Tester;Sample, K.;-\n;-;\n",
     "{\"kind\":\"person\",\"list\":\"x\",\"names\":[{\"parts\":[{\"part\":\"father\",\"text\":"
     "\"Sample, K.\"}],\"quality\":\"primary\",\"text\":\"Test Khan\"},{\"quality\":\"strong\","
     "\"text\":\"Tester\"}],\"programmes\":[\"P\"],\"ref\":\"test-khan-tester/sample-k/\","
     "\"status\":\"listed\"}\n"},
    /* words, markers that begin several tables, rows skipped, a name made of its parts */
    {"[table]\nmarker = #\nskip = # | not number\n[columns]\nref = #\nname.given = First\n"
     "name.family = Last\nkind = Sort\nbirth = ?Born\nignore = ?Junk\n[kind]\nperson = man*\n",
     "Title,,,\n#,First,Last,Sort,Born\n1,Zarif,Testov,man of note,12/03/1960 or 1961\n"
     "sum,1,,,\nOthers,,,\n#,Last,First,Sort,Junk\n2,Invented,Ida,manly,x\n",
     "{\"births\":[{\"from\":\"1960-03-12\",\"precision\":\"day\"},{\"from\":\"1961\","
     "\"precision\":\"year\"}],\"kind\":\"person\",\"list\":\"x\",\"names\":[{\"parts\":["
     "{\"part\":\"given\",\"text\":\"Zarif\"},{\"part\":\"family\",\"text\":\"Testov\"}],"
     "\"quality\":\"primary\",\"text\":\"Zarif Testov\"}],\"ref\":\"1\",\"status\":\"listed\"}\n"
     "{\"kind\":\"person\",\"list\":\"x\",\"names\":[{\"parts\":[{\"part\":\"given\",\"text\":"
     "\"Ida\"},{\"part\":\"family\",\"text\":\"Invented\"}],\"quality\":\"primary\",\"text\":"
     "\"Ida Invented\"}],\"ref\":\"2\",\"status\":\"listed\"}\n"},
    /* JSON: a path, arrays as several values, dates and a standing */
    {"[table]\npath = data/list\n[columns]\nref = id\nname = n\nalias = aka\nlisted = d | order "
     "ymd\n"
     "detail.web = sites/url\nstanding = s | else listed\n[standing]\ndelisted = gone\n",
     "{\"data\":{\"list\":[{\"id\":4,\"n\":\"Ann\",\"aka\":[\"An\",\"A.\"],\"d\":\"2020-01-02\","
     "\"sites\":[{\"url\":\"a\"},{\"url\":\"b\"}],\"s\":\"gone\"},"
     "{\"id\":5,\"n\":\"Bob\",\"aka\":null}]}}",
     "{\"details\":[{\"text\":\"a\",\"type\":\"web\"},{\"text\":\"b\",\"type\":\"web\"}],"
     "\"kind\":\"unknown\",\"list\":\"x\",\"listed\":\"2020-01-02\",\"names\":[{\"quality\":"
     "\"primary\",\"text\":\"Ann\"},{\"quality\":\"strong\",\"text\":\"A.\"},{\"quality\":"
     "\"strong\",\"text\":\"An\"}],\"ref\":\"4\",\"status\":\"delisted\"}\n"
     "{\"kind\":\"unknown\",\"list\":\"x\",\"names\":[{\"quality\":\"primary\",\"text\":\"Bob\"}],"
     "\"ref\":\"5\",\"status\":\"listed\"}\n"},
    /* groups: two documents, an address in pieces; columns by number */
    {MAP
     "id.number = @3\nid.type = T\nid.issued = I\nid2.number = Tax | as tax | drop \"No.\"\n"
     "address.city = City\naddress.country = Land\nbirthplace = Pob\n[id.type]\npassport = PP\n",
     "No,Name,,T,I,Tax,City,Land,Pob\n1,A,X1,PP,1.2.2003,No. 9,Testabad,Nowhere,There\n",
     "{\"addresses\":[{\"city\":\"Testabad\",\"country\":\"Nowhere\"}],\"identifiers\":["
     "{\"issued\":\"2003-02-01\",\"number\":\"X1\",\"type\":\"passport\"},{\"number\":\"9\","
     "\"type\":\"tax\"}],\"kind\":\"unknown\",\"list\":\"x\",\"names\":[{\"quality\":\"primary\","
     "\"text\":\"A\"}],\"places\":[{\"text\":\"There\",\"type\":\"birth\"}],\"ref\":\"1\","
     "\"status\":\"listed\"}\n"},
    /* measures: the list's words in ours, and those of a regime where there are none */
    {"[record]\nregime = \"us:FTO\"\n" MAP "measure = M | items\n[measure]\nasset-freeze = Geld*\n",
     "No,Name,M\n1,A,a) Geldsperre; b) other things\n2,B,\n",
     "{\"kind\":\"unknown\",\"list\":\"x\",\"measures\":[{\"from\":\"entry\",\"text\":"
     "\"Geldsperre\","
     "\"type\":\"asset-freeze\"},{\"from\":\"entry\",\"text\":\"other "
     "things\",\"type\":\"other\"}],"
     "\"names\":[{\"quality\":\"primary\",\"text\":\"A\"}],\"ref\":\"1\",\"status\":\"listed\"}\n"
     "{\"kind\":\"unknown\",\"list\":\"x\",\"measures\":[{\"from\":\"regime\",\"type\":"
     "\"asset-freeze\"},{\"from\":\"regime\",\"type\":\"support-crime\"},{\"from\":\"regime\","
     "\"type\":"
     "\"travel-ban\"}],\"names\":[{\"quality\":\"primary\",\"text\":\"B\"}],\"ref\":\"2\","
     "\"status\":\"listed\"}\n"},
    /* rows with one ref, merged */
    {"[table]\nsame = merge\nencoding = windows-1252\n" MAP, "No,Name\n1,J\xF6rg\n2,B\n1,J.\n",
     "{\"kind\":\"unknown\",\"list\":\"x\",\"names\":[{\"quality\":\"primary\",\"text\":\"J.\"},"
     "{\"quality\":\"primary\",\"text\":\"J\xC3\xB6rg\"}],\"ref\":\"1\",\"status\":\"listed\"}\n"
     "{\"kind\":\"unknown\",\"list\":\"x\",\"names\":[{\"quality\":\"primary\",\"text\":\"B\"}],"
     "\"ref\":\"2\",\"status\":\"listed\"}\n"},
    /* the same row twice is one entry */
    {MAP, "No,Name\n1,A\n1, A\n",
     "{\"kind\":\"unknown\",\"list\":\"x\",\"names\":[{\"quality\":\"primary\",\"text\":\"A\"}],"
     "\"ref\":\"1\",\"status\":\"listed\"}\n"},
    {"[table]\nnameless = ref\n" MAP, "No,Name,\n1,,\n",
     "{\"kind\":\"unknown\",\"list\":\"x\",\"names\":[{\"note\":\"the list gives no name\","
     "\"quality\":\"primary\",\"text\":\"1\"}],\"ref\":\"1\",\"status\":\"listed\"}\n"},
};

static void tables_become_the_records_of_the_table(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct ran ran;
        run_source(&ran, &source_table, "x", "f", str_of(cases[i].bytes), str_of(cases[i].mapping));
        assert_string_equal(ran.err.why, "");
        assert_int_equal(ran.rc, OK);
        assert_string_equal(buf_cstr(&ran.lines), cases[i].want);
        run_free(&ran);
    }
}

static const struct {
    const char *mapping;
    size_t line;
    const char *why;
} wrong[] = {
    {"", 0, "the list has no mapping"},
    {"[columns]\nref = A\nnme = B\n", 3, "line 3 of the mapping: \"nme\" is not a key"},
    {"ref = A\n", 1, "stands before the first [section]"},
    {"[columns]\nref\n", 2, "neither [section], nor key = value"},
    {"[columns]\nname = B\n", 0, "the mapping has no ref under [columns]"},
    {"[columns]\nref = B\n", 0, "the mapping has no name under [columns]"},
    {"[columns]\nref = \"A\nname = B\n", 2, "a quote stays open"},
    {"[columns]\nref = A\"B\"\n", 2, "quotes stand around a whole text"},
    {"[columns]\nref = A +\nname = B + \n", 2, "the name of a column is missing"},
    {"[columns]\nref = @0\n", 2, "@0 is no column"},
    {"[columns]\nref = A | frob x\n", 2, "\"frob\" is no option"},
    {"[columns]\nref = A | as x\n", 2, "\"as\" is no option of ref"},
    {"[columns]\nref = A | split\n", 2, "needs a word behind it"},
    {"[columns]\nbirth = A | order xyz\n", 2, "order is dmy, mdy or ymd, not xyz"},
    {"[columns]\nname.nose = A\n", 2, "cannot stand so behind its dot"},
    {"[columns]\nname2 = A\n", 2, "is not a key"},
    {"[columns]\nregime = A\n", 2, "belongs under [record]"},
    {"[record]\nref = A\n", 2, "belongs under [columns]"},
    {"[record]\nkind = robot\n" MAP, 2, "\"robot\" is no kind"},
    {MAP "kind = K | else robot\n", 4, "\"robot\" is no kind"},
    {MAP "[kind]\nrobot = R\n", 5, "\"robot\" is no kind"},
    {"[table]\nformat = doc\n", 2, "format cannot be \"doc\""},
    {"[table]\nheader = 0\n", 2, "header is the number of a row"},
    {"[table]\nheader = 2\nmarker = #\n" MAP, 6, "either header or marker"},
    {"[table]\nskip = A\n", 2, "the rule is missing"},
    {"[table]\nskip = A | is\n", 2, "a skip rule is blank"},
    {"[table]\nfrob = 1\n", 2, "\"frob\" is no key of [table]"},
    {"[columns]\nref = "
     "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
     "aaa"
     "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
     "aaaaaaa"
     "aaaaaa\n",
     2, "longer than 197 bytes"},
};

static void a_wrong_mapping_is_told_with_its_line(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(wrong); i++) {
        struct ran ran;
        run_source(&ran, &source_table, "x", "f", STR("No,Name\n1,A\n"), str_of(wrong[i].mapping));
        if (ran.rc != ERR_USAGE || !strstr(ran.err.why, wrong[i].why) ||
            ran.err.line != wrong[i].line)
            fail_msg("line %zu, \"%s\", not line %zu, \"%s\"", ran.err.line, ran.err.why,
                     wrong[i].line, wrong[i].why);
        run_free(&ran);
    }
}

static const struct {
    const char *mapping, *bytes, *why;
} bad[] = {
    {MAP, "", "the file is empty"},
    {MAP, "No,Name\n", "no rows below the header"},
    {MAP, "No,Title\n1,A\n", "no column \"Name\" in row 1 (line 3 of the mapping)"},
    {"[columns]\nref = @3\nname = Name\n", "No,Name\n1,A\n", "has no column @3 (line 2"},
    {"[table]\nmarker = #\n" MAP, "No,Name\n1,A\n", "no header row: none begins with #"},
    {"[table]\nheader = 9\n" MAP, "No,Name\n1,A\n", "no header row: the file is too short"},
    {MAP, "No,Name\n1,\n", "row 2 has no name"},
    {MAP, "No,Name\n1,\xF6\n", "invalid UTF-8 at byte 10"},
    {MAP, "[1,2]", "no column \"No\""},
    {MAP, "{\"a\":[]}", "no array at the path \"\""},
    {"[table]\npath = b\n" MAP, "{\"a\":[]}", "no array at the path \"b\""},
    {"[table]\nformat = xlsx\n" MAP, "No,Name\n1,A\n", "not an XLSX workbook"},
};

static void a_table_that_does_not_fit_is_a_fault(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(bad); i++) {
        struct ran ran;
        run_source(&ran, &source_table, "x", "f", str_of(bad[i].bytes), str_of(bad[i].mapping));
        assert_int_equal(ran.rc, ERR_INPUT);
        if (!strstr(ran.err.why, bad[i].why))
            fail_msg("\"%s\" does not say \"%s\"", ran.err.why, bad[i].why);
        run_free(&ran);
    }
}

static void refs_do_not_depend_on_the_order_of_rows(void **state)
{
    (void)state;
    struct ran one, two;
    run_source(&one, &source_table, "x", "f", STR("No,Name\n1,A\n1,B\n1,A\n,C\n2,D\n"), STR(MAP));
    run_source(&two, &source_table, "x", "f", STR("No,Name\n2,D\n1,B\n,C\n1,A\n"), STR(MAP));
    assert_int_equal(one.rc, OK);
    assert_int_equal(one.sink.records, 4);
    assert_string_equal(buf_cstr(&one.lines), buf_cstr(&two.lines));
    assert_int_equal(run_unknown(&one, "ref of several parties: 1"), 1);
    assert_int_equal(run_unknown(&one, "row without a ref: C"), 1);
    assert_non_null(strstr(buf_cstr(&one.lines), "\"ref\":\"1~"));
    assert_non_null(strstr(buf_cstr(&one.lines), "\"ref\":\"~"));
    run_free(&one);
    run_free(&two);
}

/* A row may have for its ref just what another would be given. */
static void given_refs_do_not_meet_others(void **state)
{
    (void)state;
    struct ran one, two;
    char table[200];
    run_source(&one, &source_table, "x", "f", STR("No,Name\n1,A\n1,B\n"), STR(MAP));
    const char *at = strstr(buf_cstr(&one.lines), "\"ref\":\"1~");
    assert_non_null(at);
    snprintf(table, sizeof table, "No,Name\n1,A\n1,B\n%.10s,C\n", at + 7);
    run_source(&two, &source_table, "x", "f", str_of(table), STR(MAP));
    assert_int_equal(two.sink.records, 3);
    snprintf(table, sizeof table, "\"ref\":\"%.10s\"", at + 7);
    at = strstr(buf_cstr(&two.lines), table);
    assert_non_null(at);
    assert_null(strstr(at + 1, table));
    run_free(&one);
    run_free(&two);
}

static void what_no_line_names_is_told(void **state)
{
    (void)state;
    struct ran ran;
    run_source(&ran, &source_table, "x", "f", STR("No,Name,Foo,\n1,A,x,y\n2,B,x,\n3,C,,\n"),
               STR(MAP "birth = ?Born\nid.number = ?Doc\nkind = ?Sort\n"));
    assert_int_equal(ran.rc, OK);
    assert_int_equal(run_unknown(&ran, "column Foo"), 2);
    assert_int_equal(run_unknown(&ran, "column @4"), 1);
    assert_int_equal(run_unknown(&ran, "column of the mapping that no table has: Born"), 3);
    run_free(&ran);
    run_source(&ran, &source_table, "x", "f",
               STR("{\"total\":3,\"list\":[{\"No\":1,\"Name\":\"A\",\"Sort\":\"robot\"}]}"),
               STR("[table]\npath = list\n" MAP "kind = Sort\n"));
    assert_int_equal(ran.rc, OK);
    assert_int_equal(run_unknown(&ran, "total"), 1);
    assert_int_equal(run_unknown(&ran, "kind: robot"), 1);
    run_free(&ran);
}

static void dates_in_workbooks_are_serial_days(void **state)
{
    (void)state;
    struct xlsx x = {0};
    struct ran ran;
    run_source(&ran, &source_table, "x", "f.xlsx",
               xlsx_of(&x, "No|Name|Born|On\n=1|A|=23138|=44278\n"),
               STR("[table]\nsheet = S\n" MAP "birth = Born\nlisted = On\nnote = x\n"));
    assert_int_equal(ran.rc, ERR_USAGE); /* `note` is no key */
    run_free(&ran);
    run_source(&ran, &source_table, "x", "f.xlsx", buf_str(&x.bytes),
               STR("[table]\nsheet = S\n" MAP "birth = Born\nlisted = On\n"));
    assert_int_equal(ran.rc, OK);
    assert_non_null(strstr(buf_cstr(&ran.lines), "\"from\":\"1963-05-07\""));
    assert_string_equal(ran.sink.list_date, "2021-03-23");
    run_free(&ran);
    run_source(&ran, &source_table, "x", "f.xlsx", buf_str(&x.bytes),
               STR("[table]\nsheet = T\n" MAP));
    assert_int_equal(ran.rc, ERR_INPUT);
    assert_string_equal(ran.err.why, "no rows on a sheet \"T\", which the mapping names");
    run_free(&ran);
    buf_free(&x.bytes);
}

static void the_ready_mappings_read_the_real_lists(void **state)
{
    (void)state;
    static const struct {
        const char *mapping, *file;
        size_t records, unknown;
    } real[] = {
        {"data/tables/ae.ini", "data/other/ae-local-list.csv", 155, 1},
        /* 4,665 rows, of which two are there twice */
        {"data/tables/pk.ini", "data/other/pk-proscribed-persons.json", 4663, 1},
        /* 3,969 persons and 1,774 organisations */
        {"data/tables/ua.ini", "data/other/ua-nsdc-2021-08.xlsx", 5743, 0},
    };
    for (size_t i = 0; i < COUNT(real); i++) {
        struct buf bytes = {0};
        struct ran ran;
        assert_true(data_file(real[i].mapping).len > 0);
        if (!run_real(real[i].file, &bytes))
            continue;
        run_source(&ran, &source_table, "x", real[i].file, buf_str(&bytes),
                   data_file(real[i].mapping));
        assert_string_equal(ran.err.why, "");
        assert_int_equal(ran.sink.records, real[i].records);
        assert_int_equal(run_unknown(&ran, ""), real[i].unknown);
        run_free(&ran);
        buf_free(&bytes);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tables_become_the_records_of_the_table),
        cmocka_unit_test(a_wrong_mapping_is_told_with_its_line),
        cmocka_unit_test(a_table_that_does_not_fit_is_a_fault),
        cmocka_unit_test(refs_do_not_depend_on_the_order_of_rows),
        cmocka_unit_test(given_refs_do_not_meet_others),
        cmocka_unit_test(what_no_line_names_is_told),
        cmocka_unit_test(dates_in_workbooks_are_serial_days),
        cmocka_unit_test(the_ready_mappings_read_the_real_lists),
    };
    return cmocka_run_group_tests_name("table", tests, NULL, NULL);
}
