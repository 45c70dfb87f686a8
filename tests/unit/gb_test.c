/* SPDX-License-Identifier: Apache-2.0 */
/* gb_test.c - the tables below say how the British lists are read.  All names are invented. */
#include "cmocka_all.h"

#include "source/gb.h"
#include "source_run.h"

#include <string.h>

#define HEAD_29                                                                                    \
    "Name 6,Name 1,Name 2,Name 3,Name 4,Name 5,Title,DOB,Town of Birth,Country of Birth,"          \
    "Nationality,Passport Details,NI Number,Position,Address 1,Address 2,Address 3,Address 4,"     \
    "Address 5,Address 6,Post/Zip Code,Country,Other Information,Group Type,Alias Type,Regime,"    \
    "Listed On,Last Updated,Group ID\n"
#define HEAD_36                                                                                    \
    "Name 6,Name 1,Name 2,Name 3,Name 4,Name 5,Title,Name Non-Latin Script,"                       \
    "Non-Latin Script Type,Non-Latin Script Language,DOB,Town of Birth,Country of Birth,"          \
    "Nationality,Passport Number,Passport Details,National Identification Number,"                 \
    "National Identification Details,Position,Address 1,Address 2,Address 3,Address 4,Address 5,"  \
    "Address 6,Post/Zip Code,Country,Other Information,Group Type,Alias Type,Alias Quality,"       \
    "Regime,Listed On,UK Sanctions List Date Designated,Last Updated,Group ID\n"
#define HEAD_58                                                                                    \
    "Last Updated,Unique ID,OFSI Group ID,UN Reference Number,Name 6,Name 1,Name 2,Name 3,"        \
    "Name 4,Name 5,Name type,Alias strength,Title,Name non-latin script,Non-latin script type,"    \
    "Non-latin script language,Regime Name,Designation Type,Designation source,"                   \
    "Sanctions Imposed,Other Information,UK Statement of Reasons,Address Line 1,Address Line 2,"   \
    "Address Line 3,Address Line 4,Address Line 5,Address Line 6,Address Postal Code,"             \
    "Address Country,Phone number,Website,Email address,Date Designated,D.O.B,"                    \
    "Nationality(/ies),National Identifier number,"                                                \
    "National Identifier additional information,Passport number,"                                  \
    "Passport additional information,Position,Gender,Town of birth,Country of birth,"              \
    "Type of entity,Subsidiaries,Parent company,Business registration number (s),IMO number,"      \
    "Current owner/operator (s),Previous owner/operator (s),Current believed flag of ship,"        \
    "Previous flags,Type of ship,Tonnage of ship,Length of ship,Year Built,"                       \
    "Hull identification number (HIN)\n"

/* The result stays until the next run. */
static struct ran *run(const char *bytes)
{
    static struct ran ran;
    run_free(&ran);
    run_source(&ran, &source_gb, "gb", "list", str_of(bytes), (struct str){0});
    return &ran;
}

static void check_lines(const char *bytes, const char *want)
{
    struct ran *ran = run(bytes);
    assert_string_equal(ran->err.why, "");
    assert_string_equal(buf_cstr(&ran->lines), want);
    for (size_t i = 0; i < ran->sink.unknown.count; i++)
        fail_msg("not understood: %.*s", STRF(ran->sink.unknown.at[i].what));
}

/* ---- One entry of each layout, whole. */

static void the_layout_of_29_columns(void **state)
{
    (void)state;
    const char *rows =
        "Last Updated,13/04/2018,,,\n" HEAD_29
        "TESTARI,Omar,Abu,,,,(1) Mullah (2) Haji,00/00/1962,(1) Testville (2) Nowhere,"
        "(1) Utopia (2) Erewhon,Utopian,A 123456 (Utopian). Issued 3 May 2007,,,Old Mill,,,,,"
        "Testville,T1 2AB,Utopia (previous address),UN Ref QDi.999. A tester.,Individual,"
        "Prime Alias,Afghanistan,23/09/2014,18/12/2017,7777\n"
        "INVENTED FRONT,,,,,,,,,,,,,,,,,,,,,,,Entity,FKA,Iraq,01/02/2003,02/02/2003,8888\n"
        ",,,,,,,,,,,,,,,,,,,,,,,,,,,,\n"
        "TESTER,,,,,,,00/05/1963,,,,,,,,,,,,,,,UN Ref QDi.999. A tester.,Individual,"
        "AKA,Afghanistan,23/09/2014,18/12/2017,7777\n";
    check_lines(
        rows,
        "{\"addresses\":[{\"country\":\"Utopia\",\"note\":\"previous address\",\"postcode\":"
        "\"T1 2AB\",\"text\":\"Old Mill, Testville\"}],\"amended\":[\"2017-12-18\"],\"births\":[{"
        "\"from\":\"1962\",\"precision\":\"year\"},{\"from\":\"1963-05\",\"precision\":\"month\"}],"
        "\"countries\":[{\"country\":\"Utopian\",\"type\":\"nationality\"}],\"identifiers\":[{"
        "\"note\":\"A 123456 (Utopian). Issued 3 May 2007\",\"number\":\"A 123456\",\"type\":"
        "\"passport\"}],\"kind\":\"person\",\"list\":\"gb\",\"listed\":\"2014-09-23\",\"measures\":"
        "[{\"from\":\"regime\",\"type\":\"asset-freeze\"}],\"names\":[{\"parts\":[{\"part\":"
        "\"given\",\"text\":\"Omar\"},{\"part\":\"other\",\"text\":\"Abu\"},{\"part\":\"family\","
        "\"text\":\"TESTARI\"}],\"quality\":\"primary\",\"text\":\"Omar Abu TESTARI\"},{"
        "\"quality\":\"strong\",\"text\":\"TESTER\"}],\"places\":[{\"city\":\"Nowhere\","
        "\"country\":\"Erewhon\",\"type\":\"birth\"},{\"city\":\"Testville\",\"country\":"
        "\"Utopia\",\"type\":\"birth\"}],\"programmes\":[\"Afghanistan\"],\"ref\":\"7777\","
        "\"remarks\":[\"UN Ref QDi.999. A tester.\"],\"status\":\"listed\",\"titles\":[\"Haji\","
        "\"Mullah\"],\"xrefs\":[{\"list\":\"un\",\"ref\":\"QDi.999\"}]}\n"
        "{\"amended\":[\"2003-02-02\"],\"kind\":\"organisation\",\"list\":\"gb\",\"listed\":"
        "\"2003-02-01\",\"measures\":[{\"from\":\"regime\",\"type\":\"asset-freeze\"}],\"names\":[{"
        "\"quality\":\"former\",\"text\":\"INVENTED FRONT\"}],\"programmes\":[\"Iraq\"],\"ref\":"
        "\"8888\",\"status\":\"listed\"}\n");
    struct ran *ran = run(rows);
    assert_string_equal(ran->sink.list_date, "2018-04-13");
    assert_string_equal(ran->sink.format, "conlist");
}

static void the_layout_of_36_columns(void **state)
{
    (void)state;
    check_lines(
        "Last Updated,28/01/2026\n" HEAD_36
        "TESTARI,Omar,,,,,,عمر,Arabic,Arabic,dd/11/1962,,,,,,,,,,,,,,,,,"
        "\"(UK Sanctions List Ref):AQD9999. (UN Ref):QDi.999. (Further Identifiying Information):"
        "Left the (old) mill. (Gender):Male. (UK Statement of Reasons):Tests &amp; trials. "
        "(Phone number):+99 1 (0)23\",Individual,AKA,Low,Afghanistan,02/02/2011,31/12/2020,"
        "09/03/2023,7777\n",
        "{\"amended\":[\"2023-03-09\"],\"births\":[{\"from\":\"1962-11\",\"precision\":\"month\"}],"
        "\"details\":[{\"text\":\"+99 1 (0)23\",\"type\":\"phone\"},{\"text\":\"2020-12-31\","
        "\"type\":\"UK Sanctions List date designated\"}],\"gender\":\"male\",\"kind\":\"person\","
        "\"list\":\"gb\",\"listed\":\"2011-02-02\",\"measures\":[{\"from\":\"regime\",\"type\":"
        "\"asset-freeze\"}],\"names\":[{\"language\":\"Arabic\",\"note\":\"Arabic\",\"quality\":"
        "\"original\",\"script\":\"Arab\",\"text\":\"عمر\"},{\"parts\":[{\"part\":\"given\","
        "\"text\":\"Omar\"},{\"part\":\"family\",\"text\":\"TESTARI\"}],\"quality\":\"weak\","
        "\"text\":\"Omar TESTARI\"}],\"programmes\":[\"Afghanistan\"],\"reasons\":[\"Tests & "
        "trials.\"],\"ref\":\"7777\",\"remarks\":[\"Left the (old) mill.\"],\"status\":\"listed\","
        "\"xrefs\":[{\"list\":\"gb\",\"ref\":\"AQD9999\"},{\"list\":\"un\",\"ref\":\"QDi.999\"}]}"
        "\n");
}

static const char ship_record[] =
    "{\"amended\":[\"2026-04-29\"],\"countries\":[{\"country\":\"Erewhon\",\"note\":\"previous\","
    "\"type\":\"flag\"},{\"country\":\"Utopia\",\"type\":\"flag\"}],\"dates\":[{\"from\":\"1999\","
    "\"precision\":\"year\",\"type\":\"built\"}],\"details\":[{\"text\":\"120 m\",\"type\":"
    "\"length\"},{\"text\":\"5,000\",\"type\":\"tonnage\"},{\"text\":\"Tanker\",\"type\":\"type of "
    "ship\"},{\"text\":\"UK\",\"type\":\"designation source\"}],\"identifiers\":[{\"number\":"
    "\"9999993\",\"type\":\"imo\"}],\"kind\":\"vessel\",\"links\":[{\"name\":\"Sample Shipping\","
    "\"type\":\"current "
    "owner/operator\"}],\"list\":\"gb\",\"listed\":\"2024-02-01\",\"measures\":[{"
    "\"from\":\"entry\",\"text\":\"Deflag\",\"type\":\"transport-restrictions\"},{\"from\":"
    "\"entry\",\"text\":\"Prohibition of port entry\",\"type\":\"transport-restrictions\"}],"
    "\"names\":[{\"quality\":\"primary\",\"text\":\"SAMPLE STAR\"}],\"native\":\"6666\","
    "\"programmes\":[\"Invented Regulations\"],\"reasons\":[\"It's a sample.\"],\"ref\":"
    "\"RUS9999\",\"status\":\"listed\"}\n";

static void the_layout_of_58_columns(void **state)
{
    (void)state;
    check_lines("Report Date: 29/04/2026\n" HEAD_58
                "29/04/2026,RUS9999,6666,,SAMPLE STAR,,,,,,Primary name,,,,,,Invented Regulations,"
                "Ship,UK,Prohibition of port entry|Deflag,,It&#39;s a sample.,,,,,,,,,,,,"
                "01/02/2024,,,,,,,,,,,,,,,9999993,Sample Shipping,,Utopia,Erewhon,Tanker,"
                "\"5,000\",120 m,1999,\n",
                ship_record);
    struct ran *ran = run("Report Date: 29/04/2026\n" HEAD_58);
    assert_string_equal(ran->sink.list_date, "2026-04-29");
    assert_string_equal(ran->sink.format, "csv");
}

/* The same ship; the wrappers are the publisher's to change. */
static void the_same_in_xml(void **state)
{
    (void)state;
    check_lines(
        "<Designations><DateGenerated>29/04/2026</DateGenerated><Designation>"
        "<LastUpdated>29/04/2026</LastUpdated><DateDesignated>01/02/2024</DateDesignated>"
        "<UniqueID>RUS9999</UniqueID><OFSIGroupID>6666</OFSIGroupID><UNReferenceNumber/>"
        "<Names><Name><Name6>SAMPLE STAR</Name6><NameType>Primary Name</NameType></Name></Names>"
        "<RegimeName>Invented Regulations</RegimeName><IndividualEntityShip>Ship"
        "</IndividualEntityShip><DesignationSource>UK</DesignationSource>"
        "<SanctionsImposed>Prohibition of port entry|Deflag</SanctionsImposed>"
        "<SanctionsImposedIndicators><AssetFreeze>false</AssetFreeze><Deflag>true</Deflag>"
        "<ProhibitionOfPortEntry>true</ProhibitionOfPortEntry></SanctionsImposedIndicators>"
        "<UKStatementofReasons>It&amp;#39;s a sample.</UKStatementofReasons>"
        "<ShipDetails><Ship><IMONumbers><IMONumber>9999993</IMONumber></IMONumbers>"
        "<CurrentOwnerOperators><CurrentOwnerOperator>Sample Shipping</CurrentOwnerOperator>"
        "</CurrentOwnerOperators><CurrentBelievedFlagOfShips><CurrentBelievedFlagOfShip>Utopia"
        "</CurrentBelievedFlagOfShip></CurrentBelievedFlagOfShips><PreviousFlags><PreviousFlag>"
        "Erewhon</PreviousFlag></PreviousFlags><TypeOfShipDetails><TypeOfShip>Tanker</TypeOfShip>"
        "</TypeOfShipDetails><TonnageOfShip>5,000</TonnageOfShip><LengthOfShip>120 m"
        "</LengthOfShip><YearBuilt>1999</YearBuilt></Ship></ShipDetails>"
        "</Designation></Designations>",
        ship_record);
    struct ran *ran = run("<Designations><DateGenerated>29/04/2026</DateGenerated></Designations>");
    assert_string_equal(ran->sink.list_date, "2026-04-29");
    assert_string_equal(ran->sink.generated, "2026-04-29T00:00:00Z");
}

static void a_person_in_xml(void **state)
{
    (void)state;
    struct ran *ran =
        run("<Designations><Designation><UniqueID>AQD9999</UniqueID><Names>"
            "<Name><Name1>Omar</Name1><Name6>TESTARI</Name6><NameType>Alias</NameType>"
            "<AliasStrength>Low quality a.k.a</AliasStrength></Name>"
            "<Name><Name6>THE TESTER</Name6><NameType>Primary name</NameType></Name></Names>"
            "<IndividualEntityShip>Individual</IndividualEntityShip>"
            "<PhoneNumbers><PhoneNumber>1</PhoneNumber><PhoneNumber>2</PhoneNumber></PhoneNumbers>"
            "<IndividualDetails><Individual><DOBs><DOB>dd/mm/1962</DOB><DOB>1963</DOB></DOBs>"
            "<BirthDetails><Location><TownOfBirth>T</TownOfBirth><CountryOfBirth>U"
            "</CountryOfBirth></Location></BirthDetails><PassportDetails><Passport>"
            "<PassportNumber>A1</PassportNumber><PassportAdditionalInformation>Utopia"
            "</PassportAdditionalInformation></Passport></PassportDetails><Hat>bowler</Hat>"
            "</Individual></IndividualDetails></Designation></Designations>");
    assert_string_equal(
        buf_cstr(&ran->lines),
        "{\"births\":[{\"from\":\"1962\",\"precision\":\"year\"},{\"from\":\"1963\",\"precision\":"
        "\"year\"}],\"details\":[{\"text\":\"1\",\"type\":\"phone\"},{\"text\":\"2\",\"type\":"
        "\"phone\"}],\"identifiers\":[{\"note\":\"Utopia\",\"number\":\"A1\",\"type\":\"passport\"}"
        "],\"kind\":\"person\",\"list\":\"gb\",\"names\":[{\"parts\":[{\"part\":\"given\",\"text\":"
        "\"Omar\"},{\"part\":\"family\",\"text\":\"TESTARI\"}],\"quality\":\"weak\",\"text\":\"Omar"
        " TESTARI\"},{\"quality\":\"primary\",\"text\":\"THE TESTER\"}],\"places\":[{\"city\":"
        "\"T\",\"country\":\"U\",\"type\":\"birth\"}],\"ref\":\"AQD9999\",\"status\":\"listed\"}"
        "\n");
    assert_int_equal(ran->sink.unknown.count, 1);
    assert_int_equal(run_unknown(ran, "Designation/IndividualDetails/Individual/Hat"), 1);
}

/* ---- What stands inside texts. */

static const struct {
    const char *text, *refs; /* references, each with a blank behind */
} references[] = {
    {"(UK Sanctions List Ref):AQD0235. (UN Ref):QDi.086.", "QDi.086 "},
    {"UN Ref QI.A.151.03. Mother's name", "QI.A.151.03 "},
    {"UN REF:QE.A.146.14", "QE.A.146.14 "},
    {"UN Ref IRi.038", "IRi.038 "},
    {"UN Ref.KPI.067. Invented", "KPi.067 "},
    {"UN Ref.KPI. 076. Invented", "KPi.076 "},
    {"UN Ref.KPe 070. Invented", "KPe.070 "},
    {"UN Reference No: TAi.172. Be", "TAi.172 "},
    {"UN REF No.YEi.004.", "YEi.004 "},
    {"un rEF KPe.006.Subordinate to", "KPe.006 "},
    {"UN Ref Q.I.A.291.11. Operative", "QI.A.291.11 "},
    {"UN Ref TI.A.128.01.Financial", "TI.A.128.01 "},
    {"UN Ref E.29.I.21. Cover", "E.29.I.21 "},
    {"UN Ref. I.AC.50.20.12.12.(1). X", "I.AC.50.20.12.12.(1) "},
    {"UN ref QDi.001, formerly UN ref QI.A.1.01.", "QDi.001 QI.A.1.01 "},
    {"UN Refugee Agency; NUN Ref QDi.001", ""},
    {"UN Ref: QD1.410.", ""}, /* reported */
    {"UN Listing. UN Ref.079. X", ""},
};

static void un_references_are_found_in_texts(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(references); i++) {
        struct arena a = {0};
        struct sink sink = {0};
        struct buf got = {0};
        struct gb g = {.a = &a, .out = &sink};
        gb_un_refs(&g, str_of(references[i].text));
        for (size_t k = 0; k < g.r.xrefs.count; k++)
            buf_printf(&got, "%.*s ", STRF(g.r.xrefs.at[k].ref));
        assert_string_equal(buf_cstr(&got), references[i].refs);
        bool missed = !got.len && str_find(str_of(references[i].text), STR("ugee")) == SIZE_MAX;
        assert_int_equal(sink.unknown.count, missed);
        buf_free(&got);
        sink_free(&sink);
        arena_free(&a);
    }
}

static const struct {
    const char *text, *number;
} numbers[] = {
    {"A1234567", "A1234567"},
    {"A 1234567", "A 1234567"},
    {"Passport No: 1234567 (Utopian, issued on 3 May 2007).", "1234567"},
    {"Utopian passport no.C0012345. Issued:15.9.2000", "C0012345"},
    {"96/184442 (Utopian)", "96/184442"},
    {"A-333602 (Utopian) issued on 4 June 1985 in Testville", "A-333602"},
    {"281020505755 (Civil ID no) under name Omar", "281020505755"},
    /* not certain: all of it */
    {"96 03 464086, issued on 01/06/2003", "96 03 464086, issued on 01/06/2003"},
    {"TR-P 614 166 (Utopian)", "TR-P 614 166 (Utopian)"},
    {"NIC No 04766495. Passport No 11CK51319", "NIC No 04766495. Passport No 11CK51319"},
    {"Issued on 30/11/2005 in Testville", "Issued on 30/11/2005 in Testville"},
    {"4302 (identity card)", "4302 (identity card)"},
    {"", ""},
};

static void numbers_are_taken_out_only_when_certain(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(numbers); i++) {
        struct str got = gb_number(str_of(numbers[i].text));
        if (!str_is(got, numbers[i].number))
            fail_msg("\"%s\" gave \"%.*s\"", numbers[i].text, STRF(got));
    }
}

static const struct {
    const char *town, *country, *places; /* town/country, each with ; behind */
} births[] = {
    {"Testville", "Utopia", "Testville/Utopia;"},
    {"(1) A (2) B", "(1) C (2) D", "A/C;B/D;"},
    {"(1) A (2) B", "C", "A/C;B/C;"},
    {"(1) A (2)-(3) -", "(1)-(2) C (3) D", "A/C;/C;/D;"},
    {"(1) A", "(1) to (3) C (4) D", "A/C;A/C;A/C;A/D;"},
    {"a) A b) B", "", "A/;B/;"},
    {"(1) A (2) B", "(1) C (2) D (3) E", "(1) A (2) B/(1) C (2) D (3) E;"},
    {"", "", ""},
};

static void places_of_birth_go_by_number(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(births); i++) {
        struct arena a = {0};
        struct buf got = {0};
        struct gb g = {.a = &a};
        struct str cell[GB_COLUMNS] = {0};
        cell[GB_BIRTH_TOWN] = str_of(births[i].town);
        cell[GB_BIRTH_COUNTRY] = str_of(births[i].country);
        gb_birth_place(&g, cell, NULL);
        for (size_t k = 0; k < g.r.places.count; k++)
            buf_printf(&got, "%.*s/%.*s;", STRF(g.r.places.at[k].city),
                       STRF(g.r.places.at[k].country));
        assert_string_equal(buf_cstr(&got), births[i].places);
        buf_free(&got);
        arena_free(&a);
    }
}

/* ---- Bytes, and what is not understood. */

#define ROW_29(name) name ",,,,,,,,,,,,,,,,,,,,,,,Entity,AKA,Iraq,01/02/2003,01/02/2003,1\n"

static void old_tables_are_windows_1252_unless_utf_8(void **state)
{
    (void)state;
    struct ran *ran = run(HEAD_29 ROW_29("Caf\xe9 \x91x\x92"));
    assert_non_null(strstr(buf_cstr(&ran->lines), "\"Café ‘x’\""));
    ran = run(HEAD_29 ROW_29("Café"));
    assert_non_null(strstr(buf_cstr(&ran->lines), "\"Café\""));
    ran = run(HEAD_29 ROW_29("A\x81"));
    assert_non_null(strstr(buf_cstr(&ran->lines), "\"A\xEF\xBF\xBD\""));
    assert_int_equal(run_unknown(ran, "byte that Windows-1252"), 1);
    ran = run(HEAD_36 "Caf\xe9,,,,,,,,,,,,,,,,,,,,,,,,,,,,Entity,AKA,,Iraq,,,,1\n");
    assert_int_equal(ran->rc, ERR_INPUT);
    assert_int_equal(ran->err.line, 2);
}

static void what_is_not_understood_is_named(void **state)
{
    (void)state;
    struct ran *ran =
        run("Name 6,Group ID,Group Type,Alias Type,DOB,Regime,Listed On,Hat,Other "
            "Information\nX,1,Cat,Nick,31/31/1960,Nowhere,soon,bowler,(Shoe size):9\n");
    static const char *const told[] = {
        "Hat",
        "kind of party: Cat",
        "type of name: Nick",
        "date of birth",
        "regime: Nowhere",
        "date of listing: soon",
        "label in Other Information: Shoe size",
    };
    assert_int_equal(ran->rc, OK);
    for (size_t i = 0; i < COUNT(told); i++)
        if (run_unknown(ran, told[i]) != 1)
            fail_msg("\"%s\" was not told", told[i]);
    assert_int_equal(ran->sink.unknown.count, COUNT(told));
    assert_non_null(strstr(buf_cstr(&ran->lines), "(Shoe size):9"));
}

static void two_regimes_keep_both_days(void **state)
{
    (void)state;
    struct ran *ran = run("Name 6,Group ID,Regime,Listed On\n"
                          "X,1,Iraq,02/02/2012\nX,1,Syria,03/03/2011\nX,1,Libya,04/04/2013\n");
    assert_non_null(strstr(buf_cstr(&ran->lines), "\"listed\":\"2011-03-03\""));
    assert_non_null(strstr(buf_cstr(&ran->lines), "Iraq: 2012-02-02"));
    assert_non_null(strstr(buf_cstr(&ran->lines), "Syria: 2011-03-03"));
}

static const struct {
    const char *bytes, *why;
    size_t line;
} refused[] = {
    {"", "no header row", 0},
    {"Last Updated,13/04/2018\n", "no header row", 0},
    {"Group ID,Regime\n1,X\n", "no column \"Name 6\"", 1},
    {"Name 6,Group ID\nX,1\nY,\n", "has no Group ID", 3},
    {"Name 6,Unique ID\nX,\n", "has no Unique ID", 2},
    {"Name 6,Group ID\n,1\n", "has no name", 2},
    {"Name 6,Group ID\n\"X,1\n", "never closes", 2},
    {"<Designations><Designation><UniqueID>1</UniqueID></Designation></Designations>",
     "has no name", 1},
    {"<html><body>503</body></html>", "root element", 0},
};

static void faults_say_where(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(refused); i++) {
        struct ran *ran = run(refused[i].bytes);
        assert_int_equal(ran->rc, ERR_INPUT);
        assert_non_null(strstr(ran->err.why, refused[i].why));
        assert_int_equal(ran->err.line, refused[i].line);
    }
}

static void files_are_claimed_by_their_first_bytes(void **state)
{
    (void)state;
    assert_string_equal(source_gb.claims(STR("a"), STR("<Designations>")), "xml");
    assert_string_equal(source_gb.claims(STR("a"), STR("Report Date: 1\n" HEAD_58)), "csv");
    assert_string_equal(source_gb.claims(STR("a"), STR("Last Updated,1\n" HEAD_29)), "conlist");
    assert_null(source_gb.claims(STR("a"), STR("<CONSOLIDATED_LIST>")));
    assert_null(source_gb.claims(STR("a"), STR("name,country\n")));
}

/* ---- Real lists. */

static void real_lists_have_their_groups(void **state)
{
    (void)state;
    static const struct {
        const char *file, *date;
        size_t records;
    } files[] = {
        {"data/uk/conlist-2018-04-13.csv", "2018-04-13", 2106},
        {"data/uk/conlist-2016-02-12-trimmed.csv", "2016-02-12", 463},
    };
    for (size_t i = 0; i < COUNT(files); i++) {
        struct buf bytes = {0};
        if (!run_real(files[i].file, &bytes))
            continue;
        struct ran *ran = run(buf_cstr(&bytes));
        assert_int_equal(ran->rc, OK);
        assert_int_equal(ran->sink.records, files[i].records);
        assert_string_equal(ran->sink.list_date, files[i].date);
        buf_free(&bytes);
    }
}

/* Each line of the truth is a UN reference and a group; whether the group's
 * record has it. */
static void real_groups_name_their_un_entries(void **state)
{
    (void)state;
    struct buf bytes = {0}, truth = {0};
    if (!run_real("data/uk/conlist-2018-04-13.csv", &bytes) ||
        !run_real("data/truth/un-uk-2018-04.tsv", &truth)) {
        buf_free(&bytes);
        return;
    }
    struct ran *ran = run(buf_cstr(&bytes));
    struct str rest, line, pair = str_cut(buf_str(&truth), '\n', &line);
    size_t pairs = 0;
    while (pair.len) {
        struct str un, group, record;
        char wanted[64], ref[64];
        pair = str_cut(pair, '\n', &line);
        str_cut(str_cut(line, '\t', &un), '\t', &group);
        snprintf(wanted, sizeof wanted, "{\"list\":\"un\",\"ref\":\"%.*s\"}", STRF(un));
        snprintf(ref, sizeof ref, "\"ref\":\"%.*s\",", STRF(group));
        bool found = false;
        for (rest = buf_str(&ran->lines); rest.len && !found;) {
            rest = str_cut(rest, '\n', &record);
            found = str_find(record, str_of(ref)) != SIZE_MAX &&
                    str_find(record, str_of(wanted)) != SIZE_MAX;
        }
        if (!found)
            fail_msg("group %.*s does not name %.*s", STRF(group), STRF(un));
        pairs++;
    }
    assert_int_equal(pairs, 206);
    buf_free(&bytes);
    buf_free(&truth);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_layout_of_29_columns),
        cmocka_unit_test(the_layout_of_36_columns),
        cmocka_unit_test(the_layout_of_58_columns),
        cmocka_unit_test(the_same_in_xml),
        cmocka_unit_test(a_person_in_xml),
        cmocka_unit_test(un_references_are_found_in_texts),
        cmocka_unit_test(numbers_are_taken_out_only_when_certain),
        cmocka_unit_test(places_of_birth_go_by_number),
        cmocka_unit_test(old_tables_are_windows_1252_unless_utf_8),
        cmocka_unit_test(what_is_not_understood_is_named),
        cmocka_unit_test(two_regimes_keep_both_days),
        cmocka_unit_test(faults_say_where),
        cmocka_unit_test(files_are_claimed_by_their_first_bytes),
        cmocka_unit_test(real_lists_have_their_groups),
        cmocka_unit_test(real_groups_name_their_un_entries),
    };
    return cmocka_run_group_tests_name("gb", tests, NULL, NULL);
}
