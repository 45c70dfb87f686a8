/* SPDX-License-Identifier: Apache-2.0 */
/* ch_test.c - a small SESAM list in which everything occurs.  All names are invented. */
#include "cmocka_all.h"

#include "source_run.h"

#include <string.h>

#define PLACES                                                                                     \
    "<place ssid=\"71\"><location>Testville</location><location-variant variant-type=\"spelling\"" \
    ">Testwil</location-variant><area>North</area><country iso-code=\"UT\">Utopia</country>"       \
    "</place><place ssid=\"72\"><country iso-code=\"ER\">Erewhon</country></place>"
#define PROGRAMS                                                                                   \
    "<sanctions-program ssid=\"11\" version-date=\"2026-01-01\">"                                  \
    "<program-key lang=\"ger\">Taliban</program-key><program-key lang=\"eng\">Taliban"             \
    "</program-key><program-name lang=\"eng\">Invented Ordinance</program-name>"                   \
    "<program-name lang=\"fre\">Ordonnance invent\xC3\xA9"                                         \
    "e</program-name>"                                                                             \
    "<sanctions-set ssid=\"21\" lang=\"ger\">Finanzmassnahmen, Anhang 2</sanctions-set>"           \
    "<sanctions-set ssid=\"21\" lang=\"eng\">Financial measures, annex 2</sanctions-set>"          \
    "<sanctions-set ssid=\"22\" lang=\"eng\">Annex 3</sanctions-set>"                              \
    "<origin>ONU</origin></sanctions-program>"
#define OPEN  "<swiss-sanctions-list list-type=\"full\" date=\"2026-08-01\">"
#define CLOSE "</swiss-sanctions-list>"

static const char man[] =
    "<target ssid=\"990010\"><sanctions-set-id>21</sanctions-set-id>"
    "<foreign-identifier>TAi.999</foreign-identifier><individual sex=\"male\">"
    "<identity ssid=\"990011\" main=\"true\"><name ssid=\"990012\" name-type=\"primary-name\" "
    "quality=\"good\" lang=\"eng\">"
    "<name-part order=\"2\" name-part-type=\"family-name\"><value>Testov</value>"
    "<spelling-variant lang=\"rus\" script=\"Cyrl\">Тестов</spelling-variant>"
    "<spelling-variant lang=\"eng\" script=\"Latn\">Testoff</spelling-variant>"
    "<spelling-variant lang=\"eng\" script=\"Latn\">Tyestov</spelling-variant></name-part>"
    "<name-part order=\"1\" name-part-type=\"given-name\"><value>Zarif</value>"
    "<spelling-variant lang=\"rus\" script=\"Cyrl\">Зариф</spelling-variant></name-part>"
    "<name-part order=\"0\" name-part-type=\"title\"><value>Dr</value></name-part></name>"
    "<day-month-year ssid=\"990013\" year=\"1956\" calendar=\"Gregorian\" quality=\"good\"/>"
    "<place-of-birth ssid=\"990014\" place-id=\"71\"/>"
    "<nationality ssid=\"990015\"><country iso-code=\"UT\">Utopia</country></nationality>"
    "</identity><identity ssid=\"990021\" main=\"false\"><name ssid=\"990022\" "
    "name-type=\"alias\" quality=\"low\"><name-part order=\"1\" name-part-type=\"whole-name\">"
    "<value>The Miller</value></name-part></name>"
    "<day-month-year ssid=\"990023\" day=\"3\" month=\"5\" year=\"1960\"/>"
    "<address ssid=\"990024\" place-id=\"72\"><address-details>Old Mill 1</address-details>"
    "<zip-code>T1</zip-code><remarks>until 2001</remarks></address>"
    "<identification-document ssid=\"990025\" document-type=\"passport\"><number>X1</number>"
    "<issuer code=\"ER\">Erewhon</issuer><date-of-issue>2001-02-03</date-of-issue>"
    "<expiry-date>2011-02-03</expiry-date><remark>false</remark></identification-document>"
    "</identity><justification ssid=\"990016\">Tests &amp;amp; trials.</justification>"
    "<relation ssid=\"990017\" target-id=\"990030\" relation-type=\"related-to\">"
    "<remark>member</remark></relation><other-information ssid=\"990018\">Left-handed."
    "</other-information></individual>"
    "<modification modification-type=\"amended\" publication-date=\"2011-03-01\" "
    "effective-date=\"2011-03-02\"/><modification modification-type=\"listed\" "
    "publication-date=\"2001-02-01\" effective-date=\"2001-02-02\"/></target>";

static const char man_record[] =
    "{\"addresses\":[{\"country\":\"Erewhon\",\"note\":\"until 2001; identity 990021\","
    "\"postcode\":\"T1\",\"street\":\"Old Mill 1\"}],\"amended\":[\"2011-03-02\"],\"basis\":["
    "\"Financial measures, annex 2\"],\"births\":[{\"from\":\"1956\",\"note\":\"identity 990011\","
    "\"precision\":\"year\"},{\"from\":\"1960-05-03\",\"note\":\"identity 990021\",\"precision\":"
    "\"day\"}],\"countries\":[{\"code\":\"UT\",\"country\":\"Utopia\",\"note\":\"identity 990011\","
    "\"type\":\"nationality\"}],\"details\":[{\"text\":\"ONU\",\"type\":\"origin\"},{\"text\":"
    "\"amended, effective 2011-03-02, published 2011-03-01\",\"type\":\"modification\"},{\"text\":"
    "\"listed, effective 2001-02-02, published 2001-02-01\",\"type\":\"modification\"}],"
    "\"gender\":\"male\",\"identifiers\":[{\"country\":\"ER\",\"expires\":\"2011-02-03\","
    "\"issued\":\"2001-02-03\",\"issuer\":\"Erewhon\",\"note\":\"false; identity 990021\","
    "\"number\":\"X1\",\"type\":\"passport\"}],\"kind\":\"person\",\"links\":[{\"note\":"
    "\"member\",\"ref\":\"990030\",\"type\":\"related-to\"}],\"list\":\"ch\",\"listed\":"
    "\"2001-02-02\",\"measures\":[{\"from\":\"entry\",\"text\":\"Financial measures, annex 2\","
    "\"type\":\"asset-freeze\"}],\"names\":["
    "{\"language\":\"eng\",\"note\":\"identity 990011\",\"parts\":[{\"part\":\"title\",\"text\":"
    "\"Dr\"},{\"part\":\"given\",\"text\":\"Zarif\"},{\"part\":\"family\",\"text\":\"Testoff\"}],"
    "\"quality\":\"strong\",\"text\":\"Zarif Testoff\"},"
    "{\"language\":\"eng\",\"note\":\"identity 990011\",\"parts\":[{\"part\":\"title\",\"text\":"
    "\"Dr\"},{\"part\":\"given\",\"text\":\"Zarif\"},{\"part\":\"family\",\"text\":\"Testov\"}],"
    "\"quality\":\"primary\",\"text\":\"Zarif Testov\"},"
    "{\"language\":\"eng\",\"note\":\"identity 990011\",\"parts\":[{\"part\":\"title\",\"text\":"
    "\"Dr\"},{\"part\":\"given\",\"text\":\"Zarif\"},{\"part\":\"family\",\"text\":\"Tyestov\"}],"
    "\"quality\":\"strong\",\"text\":\"Zarif Tyestov\"},"
    "{\"language\":\"rus\",\"note\":\"identity 990011\",\"parts\":[{\"part\":\"title\",\"text\":"
    "\"Dr\"},{\"part\":\"given\",\"text\":\"Зариф\"},{\"part\":\"family\",\"text\":\"Тестов\"}],"
    "\"quality\":\"original\",\"script\":\"Cyrl\",\"text\":\"Зариф Тестов\"},"
    "{\"note\":\"identity 990021\",\"quality\":\"weak\",\"text\":\"The Miller\"}],"
    "\"places\":[{\"city\":\"Testville\",\"country\":\"Utopia\",\"note\":\"also Testwil; identity "
    "990011\",\"region\":\"North\",\"type\":\"birth\"}],\"programmes\":[\"Invented Ordinance\"],"
    "\"reasons\":[\"Tests & trials.\"],\"ref\":\"990010\",\"remarks\":[\"Left-handed.\"],"
    "\"status\":\"listed\",\"titles\":[\"Dr\"],\"xrefs\":[{\"list\":\"un\",\"ref\":\"TAi.999\"}]}"
    "\n";

/* The result stays until the next run. */
static struct ran *run(const char *bytes)
{
    static struct ran ran;
    run_free(&ran);
    run_source(&ran, &source_ch, "ch", "list", str_of(bytes), (struct str){0});
    return &ran;
}

static void check(const char *bytes, const char *want)
{
    struct ran *ran = run(bytes);
    assert_string_equal(ran->err.why, "");
    assert_string_equal(buf_cstr(&ran->lines), want);
    for (size_t i = 0; i < ran->sink.unknown.count; i++)
        fail_msg("not understood: %.*s", STRF(ran->sink.unknown.at[i].what));
}

static const char *glue(const char *a, const char *b, const char *c)
{
    static char text[20000];
    snprintf(text, sizeof text, "%s%s%s", a, b, c);
    return text;
}

static void a_person_with_two_identities(void **state)
{
    (void)state;
    check(glue(OPEN PROGRAMS PLACES, man, CLOSE), man_record);
    struct ran *ran = run(OPEN CLOSE);
    assert_string_equal(ran->sink.list_date, "2026-08-01");
    assert_string_equal(ran->sink.generated, "2026-08-01T00:00:00Z");
    assert_false(ran->sink.partial);
}

static void dictionaries_may_come_last(void **state)
{
    (void)state;
    check(glue(OPEN, man, PLACES PROGRAMS CLOSE), man_record);
}

#define SHIP(inside)                                                                               \
    OPEN PROGRAMS "<target ssid=\"5\" sanctions-set-id=\"22\"><object object-type=\"vessel\">"     \
                  "<identity ssid=\"6\" main=\"true\"><name ssid=\"7\" name-type=\"primary-name\"" \
                  "><name-part order=\"1\" name-part-type=\"whole-name\"><value>Sample Star"       \
                  "</value></name-part></name></identity></object>" inside "</target>" CLOSE
#define CHANGE(type, day)                                                                          \
    "<modification modification-type=\"" type "\" effective-date=\"" day "\"/>"

static void the_latest_modification_tells(void **state)
{
    (void)state;
    static const struct {
        const char *bytes, *want;
    } cases[] = {
        {SHIP(CHANGE("de-listed", "2020-01-02") CHANGE("listed", "2010-01-02")),
         "\"ended\":\"2020-01-02\""},
        {SHIP(CHANGE("de-listed", "2020-01-02") CHANGE("listed", "2010-01-02")),
         "\"status\":\"delisted\""},
        {SHIP(CHANGE("de-listed", "2020-01-02") CHANGE("listed", "2010-01-02")),
         "\"listed\":\"2010-01-02\""},
        {SHIP(CHANGE("listed", "2010-01-02") CHANGE("listed", "2021-01-02")
                  CHANGE("de-listed", "2020-01-02")),
         "\"status\":\"listed\""},
        {SHIP(""), "\"status\":\"listed\""},
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_non_null(strstr(buf_cstr(&run(cases[i].bytes)->lines), cases[i].want));
}

/* "Annex 3" names no measure, so the programme's measures stand; a vessel
 * cannot travel. */
static void the_programme_tells_measures_that_the_set_does_not(void **state)
{
    (void)state;
    const char *line = buf_cstr(&run(SHIP(""))->lines);
    assert_non_null(strstr(line, "\"kind\":\"vessel\""));
    assert_non_null(strstr(line, "\"measures\":[{\"from\":\"regime\",\"type\":\"arms-embargo\"},{"
                                 "\"from\":\"regime\",\"type\":\"asset-freeze\"}]"));
}

static void what_is_not_understood_is_named(void **state)
{
    (void)state;
    static const char *const told[] = {
        "kind of target: kite",
        "sanctions set that the list does not have: 9",
        "place that the list does not have: 8",
        "type of name part: hat",
        "order of name part: first",
        "type of name: nom de plume",
        "quality of name: superb",
        "date: 19xx--",
        "type of modification: painted",
        "date of modification: painted",
        "target/object/identity/shoe/@size",
        "weather",
    };
    struct ran *ran =
        run(OPEN "<target ssid=\"5\" sanctions-set-id=\"9\"><object object-type=\"kite\">"
                 "<identity ssid=\"6\"><name name-type=\"nom de plume\" quality=\"superb\">"
                 "<name-part order=\"first\" name-part-type=\"hat\"><value>X</value></name-part>"
                 "</name><day-month-year year=\"19xx\"/><place-of-birth place-id=\"8\"/>"
                 "<shoe size=\"9\"/></identity></object>"
                 "<modification modification-type=\"painted\"/></target><weather>fine</weather>" //
            CLOSE);
    assert_int_equal(ran->rc, OK);
    for (size_t i = 0; i < COUNT(told); i++)
        if (run_unknown(ran, told[i]) != 1)
            fail_msg("\"%s\" was not told", told[i]);
    assert_int_equal(ran->sink.unknown.count, COUNT(told));
}

static void amendments_are_not_the_whole_list(void **state)
{
    (void)state;
    assert_true(
        run("<swiss-sanctions-list list-type=\"amendment\" date=\"2026-08-01\"/>")->sink.partial);
}

static void faults_say_where(void **state)
{
    (void)state;
    static const struct {
        const char *bytes, *why;
    } refused[] = {
        {"", "root element"},
        {"<CONSOLIDATED_LIST/>", "root element"},
        {OPEN "<target ssid=\"1\"/>" CLOSE, "has no name"},
        {OPEN "<target ssid=\"1\">", "XML"},
    };
    for (size_t i = 0; i < COUNT(refused); i++) {
        struct ran *ran = run(refused[i].bytes);
        assert_int_equal(ran->rc, ERR_INPUT);
        assert_non_null(strstr(ran->err.why, refused[i].why));
    }
    assert_string_equal(source_ch.claims(STR("x"), STR("<?xml version=\"1.0\"?>" OPEN)), "xml");
    assert_null(source_ch.claims(STR("x"), STR("<Designations>")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_person_with_two_identities),
        cmocka_unit_test(dictionaries_may_come_last),
        cmocka_unit_test(the_latest_modification_tells),
        cmocka_unit_test(the_programme_tells_measures_that_the_set_does_not),
        cmocka_unit_test(what_is_not_understood_is_named),
        cmocka_unit_test(amendments_are_not_the_whole_list),
        cmocka_unit_test(faults_say_where),
    };
    return cmocka_run_group_tests_name("ch", tests, NULL, NULL);
}
