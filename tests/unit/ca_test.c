/* SPDX-License-Identifier: Apache-2.0 */
/* ca_test.c - how Canada's two lists are read.  All names are invented. */
#include "cmocka_all.h"

#include "source/ca.h"
#include "source_run.h"

#include <string.h>

/* The result stays until the next run. */
static struct ran *run_with(const struct source *source, const char *list, const char *bytes)
{
    static struct ran ran;
    run_free(&ran);
    run_source(&ran, source, list, "list", str_of(bytes), (struct str){0});
    return &ran;
}

static struct ran *run(const char *bytes)
{
    return run_with(&source_ca, "ca", bytes);
}

static struct ran *run_terror(const char *bytes)
{
    return run_with(&source_ca_terror, "ca-terror", bytes);
}

static void check(struct ran *ran, const char *want)
{
    assert_string_equal(ran->err.why, "");
    assert_string_equal(buf_cstr(&ran->lines), want);
    for (size_t i = 0; i < ran->sink.unknown.count; i++)
        fail_msg("not understood: %.*s", STRF(ran->sink.unknown.at[i].what));
}

static void check_has(struct ran *ran, const char *want)
{
    if (!strstr(buf_cstr(&ran->lines), want))
        fail_msg("no %s in %s%s", want, buf_cstr(&ran->lines), ran->err.why);
}

/* ---- SEMA. */

#define SET(records) "<data-set>" records "</data-set>"
#define MAN(inside)                                                                                \
    "<record><Country>Iran</Country><LastName>Samplezadeh</LastName><GivenName>Reza</"             \
    "GivenName>" inside "</record>"
#define BODY(name, inside)                                                                         \
    "<record><Country>Russia / Russie</Country><EntityOrShip>" name "</EntityOrShip>" inside       \
    "</record>"

static void a_person(void **state)
{
    (void)state;
    struct ran *ran =
        run(SET(MAN("<TitleOrShip>Dr.</TitleOrShip><DateOfBirthOrShipBuildDate>1961"
                    "</DateOfBirthOrShipBuildDate><Aliases>Resa; Reza Sample, Ali a.k.a. Ali The "
                    "Tester, Russian: Реза</Aliases><Schedule>1, Part 2</Schedule><Item>99</Item>"
                    "<DateOfListing>2024-06-19</DateOfListing>")));
    check(ran, "{\"basis\":[\"Schedule 1, Part 2, item 99\"],\"births\":[{\"from\":\"1961\","
               "\"precision\":\"year\"}],\"kind\":\"person\",\"list\":\"ca\",\"listed\":"
               "\"2024-06-19\",\"measures\":[{\"from\":\"regime\",\"type\":\"asset-freeze\"}],"
               "\"names\":[{\"language\":\"Russian\",\"quality\":\"original\",\"script\":\"Cyrl\","
               "\"text\":\"Реза\"},{\"parts\":[{\"part\":\"given\",\"text\":\"Reza\"},{\"part\":"
               "\"family\",\"text\":\"Samplezadeh\"}],\"quality\":\"primary\",\"text\":\"Reza "
               "Samplezadeh\"},{\"quality\":\"strong\",\"text\":\"Ali The Tester\"},{\"quality\":"
               "\"strong\",\"text\":\"Reza Sample\"},{\"quality\":\"weak\",\"text\":\"Ali\"},{"
               "\"quality\":\"weak\",\"text\":\"Resa\"}],\"programmes\":[\"Iran\"],\"ref\":"
               "\"iran:samplezadeh-reza\",\"status\":\"listed\",\"titles\":[\"Dr.\"]}\n");
    assert_string_equal(ran->sink.list_date, "2024-06-19");
}

static void a_ship(void **state)
{
    (void)state;
    check(run(SET(BODY("Sample Star",
                       "<ShipIMONumber>9999993</ShipIMONumber><DateOfBirthOrShipBuildDate>1999"
                       "</DateOfBirthOrShipBuildDate><Schedule>N/A</Schedule><Item>7</Item>"))),
          "{\"basis\":[\"item 7\"],\"dates\":[{\"from\":\"1999\",\"precision\":\"year\",\"type\":"
          "\"built\"}],\"identifiers\":[{\"number\":\"9999993\",\"type\":\"imo\"}],\"kind\":"
          "\"vessel\",\"list\":\"ca\",\"measures\":[{\"from\":\"regime\",\"type\":"
          "\"asset-freeze\"}],\"names\":[{\"quality\":\"primary\",\"text\":\"Sample Star\"}],"
          "\"programmes\":[\"Russia / Russie\"],\"ref\":\"russia:imo-9999993\",\"status\":"
          "\"listed\"}\n");
}

static void names_in_two_languages_are_two(void **state)
{
    (void)state;
    static const struct {
        const char *bytes, *ref, *name;
    } cases[] = {
        {SET(BODY("Sample Army/Armée exemplaire", "")), "russia:sample-army",
         "\"Armée exemplaire\""},
        {SET(BODY("Import/Export Bank", "")), "russia:import-export-bank",
         "\"Import/Export Bank\""},
        {SET(BODY("Sample A/S", "")), "russia:sample-a-s", "\"Sample A/S\""},
        {SET(BODY("Sample Mill (Up/Down) Works", "")), "russia:sample-mill-up-down-works",
         "\"Sample Mill (Up/Down) Works\""},
        {SET(BODY("X", "<Aliases>Sample Co., Ltd., Old Mill/MILL</Aliases>")), "russia:x",
         "\"Sample Co., Ltd.\""},
        {SET(BODY("X", "<Aliases>Old Mill/MILL</Aliases>")), "russia:x", "\"MILL\""},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        char ref[80];
        struct ran *ran = run(cases[i].bytes);
        snprintf(ref, sizeof ref, "\"ref\":\"%s\"", cases[i].ref);
        check_has(ran, ref);
        check_has(ran, cases[i].name);
    }
}

static const struct {
    const char *text, *key;
} keys[] = {
    {"Samplezadeh Reza", "samplezadeh-reza"},
    {" SAMPLEZADEH,  Reza. ", "samplezadeh-reza"},
    {"Samplezadeh\xC2\xA0Reza", "samplezadeh-reza"},
    {"No\xE2\x80\x99"
     "avar, L'Exemple",
     "noavar-lexemple"},
    {"Mill – “Sample” & Co.", "mill-sample-co"},
    {"Élias JOSÉ Müller-Ñandú Šample Ærø Straße", "elias-jose-muller-nandu-sample-aero-strasse"},
    {"Тестов Зариф", "Тестов-Зариф"}, /* no two of these become one */
    {"Тестов Захар", "Тестов-Захар"},
    {"", ""},
    {"---", ""},
};

static void small_corrections_do_not_change_a_key(void **state)
{
    (void)state;
    struct arena a = {0};
    for (size_t i = 0; i < COUNT(keys); i++) {
        struct str key = ca_key(&a, str_of(keys[i].text));
        if (!str_is(key, keys[i].key))
            fail_msg("\"%s\" gave \"%.*s\"", keys[i].text, STRF(key));
    }
    arena_free(&a);
}

#define LISTED(day) "<DateOfListing>" day "</DateOfListing>"
#define BORN(day)   "<DateOfBirth>" day "</DateOfBirth>"
#define ITEM(n)     "<Schedule>1</Schedule><Item>" n "</Item>"

/* Two orders of each file; the references in the order of the first. */
static void namesakes_are_told_apart_in_any_order(void **state)
{
    (void)state;
    static const struct {
        const char *one, *two, *refs[2];
    } cases[] = {
        {MAN(LISTED("2022-01-01") ITEM("9")),
         MAN(LISTED("2023-01-01") BORN("1961") ITEM("1")),
         {"\"iran:samplezadeh-reza\"", "\"iran:samplezadeh-reza:1961\""}},
        {MAN(LISTED("2022-01-01") BORN("1970")),
         MAN(LISTED("2022-01-01") BORN("1961")),
         {"\"iran:samplezadeh-reza:1970\"", "\"iran:samplezadeh-reza\""}},
        {MAN(ITEM("10")),
         MAN(ITEM("9")),
         {"\"iran:samplezadeh-reza:s1\"", "\"iran:samplezadeh-reza\""}},
        {MAN("<Schedule>1</Schedule>"),
         MAN("<Schedule>3</Schedule>"),
         {"\"iran:samplezadeh-reza\"", "\"iran:samplezadeh-reza:s3\""}},
        {MAN(LISTED("2023-01-01") BORN("1961")),
         MAN(LISTED("2022-01-01") BORN("1970")),
         {"\"iran:samplezadeh-reza:1961\"", "\"iran:samplezadeh-reza\""}},
        {MAN("<Aliases>A</Aliases>"),
         MAN("<Aliases>B</Aliases>"),
         {"\"iran:samplezadeh-reza\"", "\"iran:samplezadeh-reza:2\""}},
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        for (int turned = 0; turned < 2; turned++) {
            char bytes[2000], *line, *rest;
            snprintf(bytes, sizeof bytes, SET("%s%s"), turned ? cases[i].two : cases[i].one,
                     turned ? cases[i].one : cases[i].two);
            struct ran *ran = run(bytes);
            assert_int_equal(ran->sink.records, 2);
            char *lines = (char *)(uintptr_t)buf_cstr(&ran->lines);
            line = strtok_r(lines, "\n", &rest);
            for (int k = 0; k < 2; k++, line = strtok_r(NULL, "\n", &rest))
                assert_non_null(strstr(line, cases[i].refs[turned ? 1 - k : k]));
        }
}

static void a_repetition_is_dropped_and_told(void **state)
{
    (void)state;
    struct ran *ran = run(SET(MAN(ITEM("9")) MAN(ITEM("9")) MAN(ITEM("8"))));
    assert_int_equal(ran->sink.records, 2);
    assert_int_equal(run_unknown(ran, "record that stands twice"), 1);
}

static const struct {
    const char *text, *births;
} births[] = {
    {"1961-05-03", "[{\"from\":\"1961-05-03\",\"precision\":\"day\"}]"},
    {"1961", "[{\"from\":\"1961\",\"precision\":\"year\"}]"},
    {"1964-03", "[{\"from\":\"1964-03\",\"precision\":\"month\"}]"},
    {"03-05-1961", "[{\"from\":\"1961-05-03\",\"precision\":\"day\"}]"},
    {"22404", "[{\"from\":\"1961-05-03\",\"precision\":\"day\"}]"}, /* a spreadsheet's day */
    {"1972-08-10 or 1972-08-11",
     "[{\"from\":\"1972-08-10\",\"precision\":\"day\"},{\"from\":\"1972-08-11\",\"precision\":"
     "\"day\"}]"},
};

static void birth_dates_in_all_their_forms(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(births); i++) {
        char bytes[500], want[200];
        snprintf(bytes, sizeof bytes, SET(MAN(BORN("%s"))), births[i].text);
        snprintf(want, sizeof want, "\"births\":%s,", births[i].births);
        check_has(run(bytes), want);
    }
}

static void what_is_not_understood_is_named(void **state)
{
    (void)state;
    static const char *const told[] = {"record/Hat", "regime: Nowhere", "date of birth: unknown",
                                       "date of listing: soon"};
    struct ran *ran = run(SET("<record><Country>Nowhere</Country><LastName>X</LastName>"
                              "<Hat>bowler</Hat>" BORN("unknown") LISTED("soon") "</record>"));
    assert_int_equal(ran->rc, OK);
    for (size_t i = 0; i < COUNT(told); i++)
        if (run_unknown(ran, told[i]) != 1)
            fail_msg("\"%s\" was not told", told[i]);
    assert_int_equal(ran->sink.unknown.count, COUNT(told));
}

static void faults_say_why(void **state)
{
    (void)state;
    static const struct {
        const char *bytes, *why;
    } refused[] = {
        {"", "root element"},
        {"<feed/>", "root element"},
        {SET("<record><Country>Iran</Country></record>"), "has no reference"},
        {"<data-set><record>", "XML"},
    };
    for (size_t i = 0; i < COUNT(refused); i++) {
        struct ran *ran = run(refused[i].bytes);
        assert_int_equal(ran->rc, ERR_INPUT);
        assert_non_null(strstr(ran->err.why, refused[i].why));
    }
    assert_string_equal(source_ca.claims(STR("x"), STR("<data-set>")), "xml");
    assert_null(source_ca.claims(STR("x"), STR("<feed>")));
    assert_string_equal(source_ca_terror.claims(STR("x"), STR("<feed>")), "atom");
}

static void the_real_list_of_april_2020(void **state)
{
    (void)state;
    struct buf bytes = {0};
    if (!run_real("data/ca/sema-2020-04.xml", &bytes))
        return;
    struct ran *ran = run(buf_cstr(&bytes));
    assert_int_equal(ran->rc, OK);
    assert_int_equal(ran->sink.records, 1369);
    assert_int_equal(ran->sink.unknown.count, 0);
    buf_free(&bytes);
}

/* ---- Listed terrorist entities. */

#define FEED(entries)                                                                              \
    "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>Listed</title>"                            \
    "<updated>2026-08-01T10:00:00Z</updated>" entries "</feed>"
#define ENTRY(inside) "<entry><id>ex-1</id><title>Invented Front</title>" inside "</entry>"

static void an_entity(void **state)
{
    (void)state;
    struct ran *ran = run_terror(
        FEED(ENTRY("<summary>IF, The Front (First Name, Second Name); Old Front (Utopia)</summary>"
                   "<content type=\"html\">&lt;p&gt;Tests &amp;amp; trials.&lt;/p&gt;"
                   "&lt;p&gt;Invented.&lt;/p&gt;</content><published>2019-06-21</published>"
                   "<updated>2024-06-10</updated><link href=\"https://list.example/1\"/>")));
    check(ran, "{\"details\":[{\"text\":\"2024-06-10\",\"type\":\"reviewed\"}],\"kind\":"
               "\"unknown\",\"list\":\"ca-terror\",\"listed\":\"2019-06-21\",\"measures\":["
               "{\"from\":\"regime\",\"type\":\"asset-freeze\"},{\"from\":\"regime\",\"type\":"
               "\"forfeiture\"},{\"from\":\"regime\",\"type\":\"support-crime\"},{\"from\":"
               "\"regime\",\"type\":\"travel-ban\"}],\"names\":[{\"note\":\"Utopia\",\"quality\":"
               "\"strong\",\"text\":\"Old Front\"},{\"note\":\"in brackets\",\"quality\":\"weak\","
               "\"text\":\"First Name\"},{\"note\":\"in brackets\",\"quality\":\"weak\",\"text\":"
               "\"Second Name\"},{\"quality\":\"primary\",\"text\":\"Invented Front\"},{"
               "\"quality\":\"strong\",\"text\":\"IF\"},{\"quality\":\"strong\",\"text\":\"The "
               "Front\",\"verbatim\":\"The Front (First Name, Second Name)\"}],\"programmes\":["
               "\"Criminal Code, section 83.05\"],\"reasons\":[\"Tests & trials. Invented.\"],"
               "\"ref\":\"ex-1\",\"sources\":[\"https://list.example/1\"],\"status\":\"listed\"}"
               "\n");
    assert_string_equal(ran->sink.list_date, "2026-08-01");
    assert_string_equal(ran->sink.generated, "2026-08-01T10:00:00Z");
}

static void an_entity_with_nothing_said(void **state)
{
    (void)state;
    struct ran *ran = run_terror(FEED(ENTRY("<summary>N/A</summary><content>Plain.</content>"
                                            "<updated>Not yet reviewed</updated><hat>x</hat>")));
    check_has(ran, "\"text\":\"Not yet reviewed\",\"type\":\"reviewed\"");
    check_has(ran, "\"reasons\":[\"Plain.\"]");
    check_has(ran, "\"names\":[{\"quality\":\"primary\",\"text\":\"Invented Front\"}]");
    assert_int_equal(ran->sink.unknown.count, 1);
    assert_int_equal(run_unknown(ran, "entry/hat"), 1);
    assert_int_equal(run_terror(FEED("<entry><title>X</title></entry>"))->rc, ERR_INPUT);
}

static void lists_are_cut_outside_brackets(void **state)
{
    (void)state;
    static const struct {
        const char *text, *pieces; /* each with | behind */
    } cases[] = {
        {"A, B; C", "A|B|C|"},
        {"A (B, C; D), E", "A (B, C; D)|E|"},
        {"A (B, C", "A (B|C|"}, /* never closed */
        {"Sample Co., Ltd., Sample LLC", "Sample Co., Ltd.|Sample LLC|"},
        {"Ltd., A", "Ltd.|A|"},
        {" , ;", ""},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct arena a = {0};
        struct buf got = {0};
        str_vec pieces = {0};
        ca_split(&a, str_of(cases[i].text), &pieces);
        for (size_t k = 0; k < pieces.count; k++)
            buf_printf(&got, "%.*s|", STRF(pieces.at[k]));
        assert_string_equal(buf_cstr(&got), cases[i].pieces);
        buf_free(&got);
        arena_free(&a);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_person),
        cmocka_unit_test(a_ship),
        cmocka_unit_test(names_in_two_languages_are_two),
        cmocka_unit_test(small_corrections_do_not_change_a_key),
        cmocka_unit_test(namesakes_are_told_apart_in_any_order),
        cmocka_unit_test(a_repetition_is_dropped_and_told),
        cmocka_unit_test(birth_dates_in_all_their_forms),
        cmocka_unit_test(what_is_not_understood_is_named),
        cmocka_unit_test(faults_say_why),
        cmocka_unit_test(the_real_list_of_april_2020),
        cmocka_unit_test(an_entity),
        cmocka_unit_test(an_entity_with_nothing_said),
        cmocka_unit_test(lists_are_cut_outside_brackets),
    };
    return cmocka_run_group_tests_name("ca", tests, NULL, NULL);
}
