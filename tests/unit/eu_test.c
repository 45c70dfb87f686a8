/* SPDX-License-Identifier: Apache-2.0 */
/* eu_test.c - how the EU's four formats become records: the tables below are
 * the specification.  Names are invented. */
#include "cmocka_all.h"

#include "record/decode.h"
#include "source_run.h"

#include <string.h>

#define HEAD                                                                                       \
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"                              \
    "<export xmlns=\"http://eu.europa.ec/fpi/fsd/export\" "                                        \
    "generationDate=\"2026-06-05T15:51:25.849+02:00\" globalFileId=\"182848\">"
#define TAIL "</export>"

#define ACT(name, published, title, more)                                                          \
    "<" name                                                                                       \
    " regulationType=\"amendment\" organisationType=\"commission\" publicationDate=\"" published   \
    "\" numberTitle=\"" title "\" " more "/>"

static void run(struct ran *ran, const char *bytes)
{
    run_source(ran, &source_eu, "eu", "eu", str_of(bytes), (struct str){0});
}

static void check_all_known(const struct ran *ran)
{
    for (size_t i = 0; i < ran->sink.unknown.count; i++)
        print_message("not understood: %.*s\n", STRF(ran->sink.unknown.at[i].what));
    assert_int_equal(ran->sink.unknown.count, 0);
}

/* ---- One person in XML 1.1 and in CSV 1.1: the same record. */

#define PERSON_ATTRIBUTES                                                                          \
    "designationDate=\"2004-01-23\" designationDetails=\"by hand\" unitedNationId=\"QDi.999\" "    \
    "euReferenceNumber=\"EU.9999.99\" logicalId=\"990001\""
#define PERSON_REMARK "<remark>Date of UN designation: 2004-01-20 &amp;amp; more</remark>"
#define PERSON_REGULATION                                                                          \
    "<regulation regulationType=\"amendment\" organisationType=\"commission\" "                    \
    "publicationDate=\"2004-01-24\" entryIntoForceDate=\"2004-01-25\" numberTitle=\"9999/2004 "    \
    "(OJ L0)\" programme=\"TAQA\" "                                                                \
    "logicalId=\"1\"><publicationUrl>http://example.invalid/?a=1&amp;"                             \
    "b=2</publicationUrl></regulation>"
#define PERSON_TYPE "<subjectType code=\"person\" classificationCode=\"P\"/>"
#define PERSON_FIRST                                                                               \
    "<nameAlias firstName=\"Karim\" middleName=\"\" lastName=\"Samplewi\" wholeName=\"Karim "      \
    "Samplewi\" function=\"(a) Teacher, (b) Author\" gender=\"M\" title=\"Dr\" "                   \
    "nameLanguage=\"EN\" strong=\"true\" regulationLanguage=\"en\" logicalId=\"20\">" ACT(         \
        "regulationSummary", "2004-01-24", "9999/2004 (OJ L0)",                                    \
        "publicationUrl=\"http://example.invalid\"") "</nameAlias>"
#define PERSON_WEAK                                                                                \
    "<nameAlias wholeName=\"Abu Sample\" gender=\"?\" strong=\"false\" regulationLanguage=\"en\" " \
    "logicalId=\"7\"><remark>Low quality alias</remark>" ACT(                                      \
        "regulationSummary", "2011-05-06", "9998/2011 (OJ L1)", "") "</nameAlias>"
#define PERSON_BIRTH                                                                               \
    "<birthdate circa=\"true\" calendarType=\"GREGORIAN\" year=\"1968\" city=\"Testville\" "       \
    "countryIso2Code=\"00\" countryDescription=\"UNKNOWN\" regulationLanguage=\"en\" "             \
    "logicalId=\"3\"/>"
#define PERSON_CITIZENSHIP                                                                         \
    "<citizenship region=\"\" countryIso2Code=\"AF\" countryDescription=\"AFGHANISTAN\" "          \
    "regulationLanguage=\"en\" logicalId=\"4\"/>"
#define PERSON_ADDRESS                                                                             \
    "<address city=\"Testville\" street=\"1 Test Road\" poBox=\"12\" zipCode=\"0578\" "            \
    "region=\"North\" place=\"\" asAtListingTime=\"true\" countryIso2Code=\"AF\" "                 \
    "countryDescription=\"AFGHANISTAN\" regulationLanguage=\"en\" logicalId=\"5\">"                \
    "<contactInfo key=\"PHONE\" value=\" 123 \"/></address>"
#define PERSON_PAPER                                                                               \
    "<identification diplomatic=\"false\" knownExpired=\"true\" knownFalse=\"false\" "             \
    "reportedLost=\"false\" revokedByIssuer=\"false\" issuedBy=\"Office\" "                        \
    "issueDate=\"1999-01-02\" validFrom=\"\" validTo=\"2004-01-02\" latinNumber=\"\" "             \
    "nameOnDocument=\"Karim S\" number=\"D 0009&amp;52\" region=\"\" "                             \
    "identificationTypeCode=\"passport\" identificationTypeDescription=\"National passport\" "     \
    "countryIso2Code=\"AF\" countryDescription=\"AFGHANISTAN\" regulationLanguage=\"en\" "         \
    "logicalId=\"6\"><remark>issued in Testville</remark></identification>"

static const char *const person_children[] = {
    PERSON_REMARK, PERSON_REGULATION,  PERSON_TYPE,    PERSON_FIRST, PERSON_WEAK,
    PERSON_BIRTH,  PERSON_CITIZENSHIP, PERSON_ADDRESS, PERSON_PAPER,
};

static const char person_record[] =
    "{\"addresses\":[{\"city\":\"Testville\",\"country\":\"AFGHANISTAN\",\"note\":\"as at listing "
    "time\",\"postcode\":\"0578\",\"region\":\"North\",\"street\":\"1 Test Road, P.O. Box 12\"}],"
    "\"amended\":[\"2004-01-24\",\"2011-05-06\"],\"basis\":[\"9999/2004 (OJ L0) (TAQA)\"],"
    "\"births\":[{\"circa\":true,\"from\":\"1968\",\"precision\":\"year\"}],"
    "\"countries\":[{\"code\":\"AF\",\"country\":\"AFGHANISTAN\",\"type\":\"citizenship\"}],"
    "\"details\":[{\"text\":\"123\",\"type\":\"phone\"},{\"text\":\"2004-01-20\",\"type\":\"UN "
    "designation\"},{\"text\":\"2004-01-25\",\"type\":\"entry into force\"},{\"text\":\"by "
    "hand\",\"type\":\"designation details\"}],\"gender\":\"male\",\"identifiers\":[{\"country\":"
    "\"AFGHANISTAN\",\"expires\":\"2004-01-02\",\"issued\":\"1999-01-02\",\"issuer\":\"Office\","
    "\"note\":\"known to be expired; name on document: Karim S; issued in Testville\","
    "\"number\":\"D 0009&52\",\"type\":\"passport\"}],\"kind\":\"person\",\"list\":\"eu\","
    "\"listed\":\"2004-01-23\",\"measures\":[{\"from\":\"regime\",\"type\":\"arms-embargo\"},"
    "{\"from\":\"regime\",\"type\":\"asset-freeze\"},{\"from\":\"regime\",\"type\":\"no-claims\"},"
    "{\"from\":\"regime\",\"type\":\"travel-ban\"}],\"names\":[{\"language\":\"en\",\"parts\":["
    "{\"part\":\"given\",\"text\":\"Karim\"},{\"part\":\"family\",\"text\":\"Samplewi\"}],"
    "\"quality\":\"primary\",\"text\":\"Karim Samplewi\"},{\"note\":\"Low quality alias\","
    "\"quality\":\"weak\",\"text\":\"Abu Sample\"}],\"native\":\"990001\","
    "\"places\":[{\"city\":\"Testville\",\"type\":\"birth\"}],\"positions\":[\"Author\","
    "\"Teacher\"],\"programmes\":[\"TAQA\"],\"ref\":\"EU.9999.99\",\"remarks\":[\"Date of UN "
    "designation: 2004-01-20 & more\"],\"sources\":[\"http://example.invalid/?a=1&b=2\"],"
    "\"status\":\"listed\",\"titles\":[\"Dr\"],\"xrefs\":[{\"list\":\"un\",\"ref\":\"QDi.999\"}]}"
    "\n";

/* The children in an order that the seed decides. */
static void person_xml(struct buf *b, uint32_t seed)
{
    const char *child[COUNT(person_children)];
    memcpy(child, person_children, sizeof child);
    buf_puts(b, HEAD "<sanctionEntity " PERSON_ATTRIBUTES ">");
    for (size_t i = COUNT(child), next = seed; i; i--) {
        next = next * 1103515245 + 12345;
        size_t pick = seed ? (next >> 16) % i : COUNT(child) - i;
        buf_puts(b, child[pick]);
        child[pick] = seed ? child[i - 1] : child[pick];
    }
    buf_puts(b, "</sanctionEntity>" TAIL);
}

static void a_person_in_xml(void **state)
{
    (void)state;
    for (uint32_t seed = 0; seed < 20; seed++) {
        struct ran ran;
        struct buf xml = {0};
        person_xml(&xml, seed);
        run(&ran, buf_cstr(&xml));
        assert_int_equal(ran.rc, OK);
        assert_string_equal(buf_cstr(&ran.lines), person_record);
        assert_string_equal(ran.sink.list_date, "2026-06-05");
        assert_string_equal(ran.sink.generated, "2026-06-05T13:51:25Z");
        assert_string_equal(ran.sink.format, "fsf-xml-1.1");
        check_all_known(&ran);
        run_free(&ran);
        buf_free(&xml);
    }
}

#define ACT_COLUMNS(block)                                                                         \
    block "_Regulation_Type", block "_Regulation_OrganisationType",                                \
        block "_Regulation_PublicationDate", block "_Regulation_EntryIntoForceDate",               \
        block "_Regulation_NumberTitle", block "_Regulation_Programme",                            \
        block "_Regulation_PublicationUrl"
#define COUNTRY_COLUMNS(block)                                                                     \
    block "_CountryIso2Code", block "_CountryDescription", block "_LogicalId",                     \
        block "_RegulationLanguage", block "_Remark", ACT_COLUMNS(block)

/* The 118 columns of CSV 1.1, in their order. */
static const char *const columns[] = {
    "fileGenerationDate",
    "Entity_LogicalId",
    "Entity_EU_ReferenceNumber",
    "Entity_UnitedNationId",
    "Entity_DesignationDate",
    "Entity_DesignationDetails",
    "Entity_Remark",
    "Entity_SubjectType",
    "Entity_SubjectType_ClassificationCode",
    ACT_COLUMNS("Entity"),
    "NameAlias_LastName",
    "NameAlias_FirstName",
    "NameAlias_MiddleName",
    "NameAlias_WholeName",
    "NameAlias_NameLanguage",
    "NameAlias_Gender",
    "NameAlias_Title",
    "NameAlias_Function",
    "NameAlias_LogicalId",
    "NameAlias_RegulationLanguage",
    "NameAlias_Remark",
    ACT_COLUMNS("NameAlias"),
    "Address_City",
    "Address_Street",
    "Address_PoBox",
    "Address_ZipCode",
    "Address_Region",
    "Address_Place",
    "Address_AsAtListingTime",
    "Address_ContactInfo",
    COUNTRY_COLUMNS("Address"),
    "BirthDate_BirthDate",
    "BirthDate_Day",
    "BirthDate_Month",
    "BirthDate_Year",
    "BirthDate_YearRangeFrom",
    "BirthDate_YearRangeTo",
    "BirthDate_Circa",
    "BirthDate_CalendarType",
    "BirthDate_ZipCode",
    "BirthDate_Region",
    "BirthDate_Place",
    "BirthDate_City",
    COUNTRY_COLUMNS("BirthDate"),
    "Identification_Number",
    "Identification_Diplomatic",
    "Identification_KnownExpired",
    "Identification_KnownFalse",
    "Identification_ReportedLost",
    "Identification_RevokedByIssuer",
    "Identification_IssuedBy",
    "Identification_IssuedDate",
    "Identification_ValidFrom",
    "Identification_ValidTo",
    "Identification_LatinNumber",
    "Identification_NameOnDocument",
    "Identification_TypeCode",
    "Identification_TypeDescription",
    "Identification_Region",
    COUNTRY_COLUMNS("Identification"),
    "Citizenship_Region",
    COUNTRY_COLUMNS("Citizenship"),
};

struct cell {
    const char *column, *text;
};

/* The entity's cells, which every row of the person repeats. */
static const struct cell person_cells[] = {
    {"fileGenerationDate", "05/06/2026"},
    {"Entity_LogicalId", "990001"},
    {"Entity_EU_ReferenceNumber", "EU.9999.99"},
    {"Entity_UnitedNationId", "QDi.999"},
    {"Entity_DesignationDate", "2004-01-23"},
    {"Entity_DesignationDetails", "by hand"},
    {"Entity_Remark", "\"Date of UN designation: 2004-01-20 &amp; more\""},
    {"Entity_SubjectType", "P"},
    {"Entity_SubjectType_ClassificationCode", "person"},
    {"Entity_Regulation_Type", "amendment"},
    {"Entity_Regulation_OrganisationType", "commission"},
    {"Entity_Regulation_PublicationDate", "2004-01-24"},
    {"Entity_Regulation_EntryIntoForceDate", "2004-01-25"},
    {"Entity_Regulation_NumberTitle", "9999/2004 (OJ L0)"},
    {"Entity_Regulation_Programme", "TAQA"},
    {"Entity_Regulation_PublicationUrl", "http://example.invalid/?a=1&b=2"},
};

static const struct cell first_name[] = {
    {"NameAlias_LastName", "Samplewi"},
    {"NameAlias_FirstName", "Karim"},
    {"NameAlias_WholeName", "Karim Samplewi"},
    {"NameAlias_NameLanguage", "EN"},
    {"NameAlias_Gender", "M"},
    {"NameAlias_Title", "Dr"},
    {"NameAlias_Function", "\"(a) Teacher, (b) Author\""},
    {"NameAlias_LogicalId", "20"},
    {"NameAlias_RegulationLanguage", "en"},
    {"NameAlias_Regulation_PublicationDate", "2004-01-24"},
    {"NameAlias_Regulation_NumberTitle", "9999/2004 (OJ L0)"},
    {NULL, NULL},
};
static const struct cell weak_name[] = {
    {"NameAlias_WholeName", "Abu Sample"},
    {"NameAlias_Gender", "?"},
    {"NameAlias_LogicalId", "7"},
    {"NameAlias_Remark", "Low quality alias"},
    {"NameAlias_Regulation_PublicationDate", "2011-05-06"},
    {NULL, NULL},
};
static const struct cell birth[] = {
    {"BirthDate_Year", "1968"},
    {"BirthDate_Circa", "true"},
    {"BirthDate_CalendarType", "GREGORIAN"},
    {"BirthDate_City", "Testville"},
    {"BirthDate_CountryIso2Code", "00"},
    {"BirthDate_CountryDescription", "UNKNOWN"},
    {NULL, NULL},
};
static const struct cell citizenship[] = {
    {"Citizenship_CountryIso2Code", "AF"},
    {"Citizenship_CountryDescription", "AFGHANISTAN"},
    {NULL, NULL},
};
static const struct cell address[] = {
    {"Address_City", "Testville"},
    {"Address_Street", "1 Test Road"},
    {"Address_PoBox", "12"},
    {"Address_ZipCode", "0578"},
    {"Address_Region", "North"},
    {"Address_AsAtListingTime", "true"},
    {"Address_ContactInfo", "PHONE[123]"},
    {"Address_CountryIso2Code", "AF"},
    {"Address_CountryDescription", "AFGHANISTAN"},
    {NULL, NULL},
};
static const struct cell paper[] = {
    {"Identification_Number", "D 0009&52"},
    {"Identification_Diplomatic", "false"},
    {"Identification_KnownExpired", "true"},
    {"Identification_IssuedBy", "Office"},
    {"Identification_IssuedDate", "1999-01-02"},
    {"Identification_ValidTo", "2004-01-02"},
    {"Identification_NameOnDocument", "Karim S"},
    {"Identification_TypeCode", "passport"},
    {"Identification_TypeDescription", "National passport"},
    {"Identification_CountryIso2Code", "AF"},
    {"Identification_CountryDescription", "AFGHANISTAN"},
    {"Identification_Remark", "issued in Testville"},
    {NULL, NULL},
};
static const struct cell *const person_rows[] = {first_name,  weak_name, birth,
                                                 citizenship, address,   paper};

static const char *cell_of(const struct cell *cells, size_t count, const char *column)
{
    for (size_t i = 0; i < count && cells[i].column; i++)
        if (strcmp(cells[i].column, column) == 0)
            return cells[i].text;
    return NULL;
}

static void csv_row(struct buf *b, const struct cell *detail)
{
    for (size_t i = 0; i < COUNT(columns); i++) {
        const char *text = cell_of(person_cells, COUNT(person_cells), columns[i]);
        if (!text)
            text = cell_of(detail, SIZE_MAX, columns[i]);
        buf_printf(b, "%s%s", i ? ";" : "", text ? text : "");
    }
    buf_puts(b, "\r\n");
}

static void csv_head(struct buf *b)
{
    buf_puts(b, "\xEF\xBB\xBF");
    for (size_t i = 0; i < COUNT(columns); i++)
        buf_printf(b, "%s%s", i ? ";" : "", columns[i]);
    buf_puts(b, "\r\n");
}

static void a_person_in_csv(void **state)
{
    (void)state;
    assert_int_equal(COUNT(columns), 118);
    for (size_t turn = 0; turn < COUNT(person_rows); turn++) {
        struct ran ran;
        struct buf csv = {0};
        csv_head(&csv);
        for (size_t i = 0; i < COUNT(person_rows); i++)
            csv_row(&csv, person_rows[(i + turn) % COUNT(person_rows)]);
        run(&ran, buf_cstr(&csv));
        assert_int_equal(ran.rc, OK);
        assert_string_equal(buf_cstr(&ran.lines), person_record);
        assert_string_equal(ran.sink.list_date, "2026-06-05");
        assert_string_equal(ran.sink.format, "fsf-csv-1.1");
        check_all_known(&ran);
        run_free(&ran);
        buf_free(&csv);
    }
}

/* ---- Parts of an entity, and what must stand in the record. */

#define NAME(more) "<nameAlias wholeName=\"Testor\" logicalId=\"5\" " more "/>"
#define RUS        "<regulation programme=\"RUS\" numberTitle=\"1/2014\" publicationDate=\"2014-03-01\"/>"

static const struct {
    const char *attributes, *inside, *want;
} parts[] = {
    /* Qualities; the oldest English name that is not weak is the primary one. */
    {"", NAME("") "<nameAlias wholeName=\"Other\" logicalId=\"3\"/>",
     "{\"quality\":\"primary\",\"text\":\"Other\"},{\"quality\":\"strong\",\"text\":\"Testor\"}"},
    {"", NAME("") "<nameAlias wholeName=\"Autre\" nameLanguage=\"FR\" logicalId=\"3\"/>",
     "{\"quality\":\"primary\",\"text\":\"Testor\"}"},
    {"", "<nameAlias wholeName=\"Autre\" nameLanguage=\"FR\" logicalId=\"3\"/>" NAME(""),
     "{\"quality\":\"primary\",\"text\":\"Testor\"}"},
    {"", NAME("strong=\"false\"") "<nameAlias wholeName=\"Other\" logicalId=\"9\"/>",
     "{\"quality\":\"weak\",\"text\":\"Testor\"}"},
    {"", NAME("") "<nameAlias lastName=\"B\" firstName=\"A\" logicalId=\"9\" strong=\"true\"/>",
     "\"quality\":\"strong\",\"text\":\"A B\"}"},
    /* Birth dates. */
    {"",
     NAME("") "<birthdate birthdate=\"1968-02-03\" year=\"1968\" monthOfYear=\"2\" "
              "dayOfMonth=\"3\"/>",
     "\"births\":[{\"from\":\"1968-02-03\",\"precision\":\"day\"}]"},
    {"", NAME("") "<birthdate year=\"1968\" monthOfYear=\"2\"/>",
     "\"births\":[{\"from\":\"1968-02\",\"precision\":\"month\"}]"},
    {"", NAME("") "<birthdate yearRangeFrom=\"1966\" yearRangeTo=\"1967\"/>",
     "\"births\":[{\"from\":\"1966\",\"precision\":\"range\",\"to\":\"1967\"}]"},
    {"", NAME("") "<birthdate year=\"1360\" calendarType=\"ISLAMIC\"/>",
     "\"births\":[{\"calendar\":\"islamic\",\"from\":\"1360\",\"precision\":\"year\""},
    {"", NAME("") "<birthdate place=\"near Testville\" countryIso2Code=\"AF\"/>",
     "\"places\":[{\"country\":\"AF\",\"text\":\"near Testville\",\"type\":\"birth\"}]"},
    /* Identifications. */
    {"", NAME("") "<identification number=\"9\" identificationTypeCode=\"imo\"/>",
     "\"identifiers\":[{\"number\":\"9\",\"type\":\"imo\"}]"},
    {"",
     NAME("") "<identification latinNumber=\"9\" identificationTypeCode=\"new\" "
              "identificationTypeDescription=\"Library Card\"/>",
     "\"identifiers\":[{\"note\":\"Library Card\",\"number\":\"9\",\"type\":\"library card\"}]"},
    {"",
     NAME("") "<identification identificationTypeCode=\"passport\"><remark>lost</remark>"
              "</identification>",
     "\"details\":[{\"text\":\"passport: lost\",\"type\":\"identification\"}]"},
    /* Acts, measures, the first day. */
    {"", NAME("") RUS, "\"basis\":[\"1/2014 (RUS)\"]"},
    {"", NAME("") RUS, "\"listed\":\"2014-03-01\""},
    {"designationDate=\"2014-02-27\"", NAME("") RUS, "\"amended\":[\"2014-03-01\"]"},
    {"", NAME("") "<regulation programme=\"NEWONE\"/>",
     "\"measures\":[{\"from\":\"regime\",\"type\":\"asset-freeze\"}]"},
    /* The freeze ends on a day that has come, or is still to come. */
    {"delistingDate=\"2026-06-05\"", NAME(""), "\"ended\":\"2026-06-05\""},
    {"delistingDate=\"2026-06-05\"", NAME(""), "\"status\":\"delisted\""},
    {"delistingDate=\"2026-06-06\"", NAME(""), "\"status\":\"listed\""},
    /* UN references in remarks. */
    {"", NAME("") "<remark>(UN ref: QI.A.151.03.)</remark>",
     "\"xrefs\":[{\"list\":\"un\",\"ref\":\"QI.A.151.03\"}]"},
    {"", NAME("") "<remark>UN reference number QDe.014</remark>",
     "\"xrefs\":[{\"list\":\"un\",\"ref\":\"QDe.014\"}]"},
    {"", NAME("") "<remark>works with Test (QDe.014)</remark>",
     "\"remarks\":[\"works with Test (QDe.014)\"],\"status\":\"listed\"}"},
    {"", NAME("") "<additionalInformation key=\"colour\" value=\"red\"/>",
     "\"details\":[{\"text\":\"colour: red\",\"type\":\"additional information\"}]"},
    {"", NAME("") "<address><contactInfo key=\"EMAIL\" value=\" a@example.invalid\"/></address>",
     "\"details\":[{\"text\":\"a@example.invalid\",\"type\":\"e-mail\"}]"},
};

static void parts_of_an_entity_are_understood(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(parts); i++) {
        struct ran ran;
        struct buf xml = {0};
        buf_printf(&xml, "%s<sanctionEntity logicalId=\"1\" %s>%s</sanctionEntity>%s", HEAD,
                   parts[i].attributes, parts[i].inside, TAIL);
        run(&ran, buf_cstr(&xml));
        assert_int_equal(ran.rc, OK);
        if (str_find(buf_str(&ran.lines), str_of(parts[i].want)) == SIZE_MAX)
            fail_msg("%s\ngives  %s\nwithout %s", parts[i].inside, buf_cstr(&ran.lines),
                     parts[i].want);
        check_all_known(&ran);
        run_free(&ran);
        buf_free(&xml);
    }
}

/* ---- One reference under two acts. */

#define TWO_FIRST                                                                                  \
    "<sanctionEntity euReferenceNumber=\"EU.7.7\" logicalId=\"20\" "                               \
    "designationDate=\"2005-01-01\"><subjectType code=\"person\"/>" NAME(                          \
        "") "<regulation "                                                                         \
            "programme=\"AFG\" numberTitle=\"1/2011\"/></sanctionEntity>"
#define TWO_SECOND                                                                                 \
    "<sanctionEntity euReferenceNumber=\"EU.7.7\" logicalId=\"100\" "                              \
    "designationDate=\"2002-01-01\" delistingDate=\"2010-01-01\"><nameAlias wholeName=\"Second\" " \
    "logicalId=\"6\"/><regulation programme=\"TERR\" numberTitle=\"2/2001\"/></sanctionEntity>"
#define BETWEEN "<sanctionEntity logicalId=\"50\">" NAME("") "</sanctionEntity>"

static const char two_record[] =
    "{\"basis\":[\"1/2011 (AFG)\",\"2/2001 (TERR)\"],\"details\":[{\"text\":\"100\",\"type\":"
    "\"logical id\"},{\"text\":\"2010-01-01\",\"type\":\"delisted under one act\"}],"
    "\"kind\":\"person\",\"list\":\"eu\",\"listed\":\"2002-01-01\",";

static void one_reference_is_one_record(void **state)
{
    (void)state;
    static const char *const files[] = {
        HEAD TWO_FIRST BETWEEN TWO_SECOND TAIL,
        HEAD TWO_SECOND BETWEEN TWO_FIRST TAIL,
    };
    struct buf before = {0};
    for (size_t i = 0; i < COUNT(files); i++) {
        struct ran ran;
        run(&ran, files[i]);
        assert_int_equal(ran.rc, OK);
        assert_int_equal(ran.sink.records, 2);
        assert_true(str_find(buf_str(&ran.lines), str_of(two_record)) != SIZE_MAX);
        assert_true(str_find(buf_str(&ran.lines), STR("\"native\":\"20\"")) != SIZE_MAX);
        assert_true(str_find(buf_str(&ran.lines), STR("\"ref\":\"50\"")) != SIZE_MAX);
        if (i)
            assert_string_equal(buf_cstr(&before), buf_cstr(&ran.lines));
        buf_put(&before, buf_str(&ran.lines));
        check_all_known(&ran);
        run_free(&ran);
    }
    buf_free(&before);
}

/* Rows of one entity are apart, of another without its reference, of a third
 * under a second logical id. */
static void rows_find_their_entity(void **state)
{
    (void)state;
    static const char rows[] =
        "fileGenerationDate;Entity_LogicalId;Entity_EU_ReferenceNumber;NameAlias_WholeName\n"
        "01/01/2026;2;EU.1;A\n01/01/2026;3;EU.2;B\n01/01/2026;4;EU.1;C\n"
        "01/01/2026;5;;D\n01/01/2026;3;;E\n01/01/2026;2;EU.1;F\n";
    static const struct {
        const char *ref;
        const char *names[3];
    } want[] = {{"5", {"D"}}, {"EU.1", {"A", "C", "F"}}, {"EU.2", {"B", "E"}}};
    struct ran ran;
    run(&ran, rows);
    assert_int_equal(ran.rc, OK);
    assert_int_equal(ran.sink.records, COUNT(want));
    struct str line, rest = buf_str(&ran.lines);
    for (size_t i = 0; i < COUNT(want); i++) {
        char text[40];
        rest = str_cut(rest, '\n', &line);
        snprintf(text, sizeof text, "\"ref\":\"%s\"", want[i].ref);
        assert_true(str_find(line, str_of(text)) != SIZE_MAX);
        for (size_t k = 0; k < 3 && want[i].names[k]; k++) {
            snprintf(text, sizeof text, "\"text\":\"%s\"", want[i].names[k]);
            assert_true(str_find(line, str_of(text)) != SIZE_MAX);
        }
    }
    run_free(&ran);
}

/* ---- The forerunners. */

static const char fsd[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- GENERATED BY FSD -->\n"
    "<WHOLE Date=\"11/02/2016\"><ENTITY Id=\"29\" Type=\"P\" legal_basis=\"1210/2003 (OJ L169)\" "
    "reg_date=\"2003-07-09\" pdf_link=\"http://example.invalid/?a&amp;b\" programme=\"AFG\" "
    "remark=\"(Entity is sanctioned in regime 1/2 (OJ L1) of programme AFG, in regime 3/4 of "
    "programme TAQA)\"><NAME Id=\"39\" Entity_id=\"29\" legal_basis=\"1\" reg_date=\"2003-07-08\" "
    "pdf_link=\"x\" programme=\"IRQ\"><LASTNAME/><FIRSTNAME/><MIDDLENAME/><WHOLENAME>Ali Testor"
    "</WHOLENAME><GENDER>M</GENDER><TITLE/><FUNCTION>Tester</FUNCTION><LANGUAGE/></NAME>"
    "<BIRTH Id=\"31\" reg_date=\"2003-07-08\"><DATE>1963 - 1968 (approximative)</DATE>"
    "<PLACE>Testville</PLACE><COUNTRY>AFG</COUNTRY></BIRTH>"
    "<ADDRESS Id=\"3\"><STREET>S 1</STREET><OTHER>PHONE[1 2]\nFAX[3]\n(AS AT 2014)</OTHER>"
    "</ADDRESS><PASSPORT Id=\"5\"><NUMBER>D 000952 (passport-National passport) [known to be "
    "expired](in TESTVILLE)</NUMBER><COUNTRY>AFG</COUNTRY></PASSPORT>"
    "<CITIZEN Id=\"6\"><COUNTRY>AFG</COUNTRY></CITIZEN></ENTITY></WHOLE>";

static const char old_csv[] =
    "\"Date_filexxxx;Entity_logical_id;Subject_type;Leba_numtitle;Leba_publication_date;Leba_url;"
    "Programme;Entity_remark;Naal_logical_id;Entity_logical_id;Naal_leba_numtitle;"
    "Naal_leba_publication_date;Naal_wholename;Naal_gender;Naal_function;Birt_logical_id;"
    "Birt_date;Birt_place;Birt_country;Addr_street;Addr_other;Iden_number;Iden_country;"
    "Citi_country;EU_ref_num\t\t\t\"\n"
    "\"11/02/2016;29;P;1210/2003 (OJ L169);2003-07-09;http://example.invalid/?a&b;AFG;(Entity is "
    "sanctioned in regime 1/2 (OJ L1) of programme AFG\t in regime 3/4 of programme TAQA);39;29;1;"
    "2003-07-08;Ali Testor;M;\"\"Tester\"\";;;;;;;;;;\t\t\t\"\n"
    "\"11/02/2016;29;P;1210/2003 (OJ L169);2003-07-09;http://example.invalid/?a&b;AFG;;;;;;;;;31;"
    "1963 - 1968 (approximative);Testville;AFG;S 1;PHONE[1 2]\\nFAX[3]\\n(AS AT 2014);"
    "D 000952 (passport-National passport) [known to be expired](in TESTVILLE);AFG;AFG;\t\"\n";

static const char old_record[] =
    "{\"addresses\":[{\"note\":\"(AS AT 2014)\",\"street\":\"S 1\"}],\"amended\":[\"2003-07-09\"],"
    "\"basis\":[\"1210/2003 (OJ L169) (AFG)\"],\"births\":[{\"circa\":true,\"from\":\"1963\","
    "\"precision\":\"range\",\"to\":\"1968\"}],\"countries\":[{\"country\":\"AFG\",\"type\":"
    "\"citizenship\"}],\"details\":[{\"text\":\"1 2\",\"type\":\"phone\"},{\"text\":\"3\",\"type\":"
    "\"fax\"}],\"gender\":\"male\",\"identifiers\":[{\"country\":\"AFG\",\"note\":\"[known to be "
    "expired](in TESTVILLE)\",\"number\":\"D 000952\",\"type\":\"passport\"}],\"kind\":\"person\","
    "\"list\":\"eu\",\"listed\":\"2003-07-08\",\"measures\":[{\"from\":\"regime\",\"type\":"
    "\"arms-embargo\"},{\"from\":\"regime\",\"type\":\"asset-freeze\"},{\"from\":\"regime\","
    "\"type\":\"no-claims\"},{\"from\":\"regime\",\"type\":\"travel-ban\"}],\"names\":["
    "{\"quality\":\"primary\",\"text\":\"Ali Testor\"}],\"native\":\"29\",\"places\":["
    "{\"country\":\"AFG\",\"text\":\"Testville\",\"type\":\"birth\"}],\"positions\":[\"Tester\"],"
    "\"programmes\":[\"AFG\",\"TAQA\"],\"ref\":\"29\",\"remarks\":[\"(Entity is sanctioned in "
    "regime 1/2 (OJ L1) of programme AFG, in regime 3/4 of programme TAQA)\"],\"sources\":["
    "\"http://example.invalid/?a&b\"],\"status\":\"listed\"}\n";

static void the_forerunners_give_the_same_record(void **state)
{
    (void)state;
    static const char *const files[] = {fsd, old_csv};
    static const char *const formats[] = {"fsd-xml", "fsf-csv-1.0"};
    for (size_t i = 0; i < COUNT(files); i++) {
        struct ran ran;
        run(&ran, files[i]);
        assert_string_equal(ran.err.why, "");
        assert_string_equal(buf_cstr(&ran.lines), old_record);
        assert_string_equal(ran.sink.list_date, "2016-02-11");
        assert_string_equal(ran.sink.format, formats[i]);
        check_all_known(&ran);
        run_free(&ran);
    }
}

/* ---- What is not understood, and what is refused. */

static void what_is_not_understood_is_told(void **state)
{
    (void)state;
    static const struct {
        const char *inside, *told;
    } cases[] = {
        {"<foo bar=\"x\"/>", "sanctionEntity/foo/@bar"},
        {"<subjectType code=\"robot\"/>", "subject type: robot"},
        {"<birthdate birthdate=\"31/31/1960\"/>", "date of birth: 31/31/1960"},
        {"<nameAlias wholeName=\"X\" gender=\"Z\"/>", "gender: Z"},
        {"<regulation publicationDate=\"soon\"/>", "publicationDate: soon"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct ran ran;
        struct buf xml = {0};
        buf_printf(&xml, "%s<sanctionEntity logicalId=\"1\">%s%s</sanctionEntity>%s", HEAD,
                   NAME(""), cases[i].inside, TAIL);
        run(&ran, buf_cstr(&xml));
        assert_int_equal(ran.rc, OK);
        assert_int_equal(run_unknown(&ran, cases[i].told), 1);
        run_free(&ran);
        buf_free(&xml);
    }
    struct ran ran;
    run(&ran, "fileGenerationDate;Entity_LogicalId;NameAlias_WholeName;NameAlias_Foo;Bar\n"
              "01/01/2026;1;Testor;a;b\n01/01/2026;1;;;;c\n");
    assert_int_equal(ran.rc, OK);
    assert_int_equal(run_unknown(&ran, "sanctionEntity/nameAlias/@foo"), 1);
    assert_int_equal(run_unknown(&ran, "sanctionEntity/@bar"), 1);
    assert_int_equal(run_unknown(&ran, "row with another number of cells"), 1);
    run_free(&ran);
}

static void broken_files_are_faults(void **state)
{
    (void)state;
    static const struct {
        const char *bytes, *why;
        size_t line;
    } cases[] = {
        {"", "this is not the EU's list", 0},
        {"<html><body>Internal Server Error</body></html>", "this is not the EU's list", 0},
        {HEAD "<sanctionEntity logicalId=\"1\">" NAME("") "</sanctionEntity>",
         "not well-formed XML", 2},
        {HEAD "\n<sanctionEntity logicalId=\"1\"/>" TAIL, "has no name", 3},
        {HEAD "<sanctionEntity>" NAME("") "</sanctionEntity>" TAIL, "has no reference", 2},
        {"fileGenerationDate;Foo\n01/01/2026;1\n", "no column Entity_LogicalId", 1},
        {"fileGenerationDate;Entity_LogicalId;NameAlias_WholeName\n01/01/2026;1;\"open\n",
         "never closes", 2},
        {"fileGenerationDate;Entity_LogicalId;NameAlias_WholeName\n01/01/2026;1;\xE9\n",
         "invalid UTF-8", 2},
        {"fileGenerationDate;Entity_LogicalId;NameAlias_WholeName\n01/01/2026;1;\n", "has no name",
         2},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct ran ran;
        run(&ran, cases[i].bytes);
        assert_int_equal(ran.rc, ERR_INPUT);
        if (!strstr(ran.err.why, cases[i].why))
            fail_msg("\"%s\" is not about \"%s\"", ran.err.why, cases[i].why);
        assert_int_equal(ran.err.line, cases[i].line);
        assert_int_equal(ran.sink.records, 0);
        run_free(&ran);
    }
}

static void only_its_own_files_are_claimed(void **state)
{
    (void)state;
    static const struct {
        const char *head, *format;
    } cases[] = {
        {HEAD, "fsf-xml-1.1"},
        {"\xEF\xBB\xBF"
         "fileGenerationDate;Entity_LogicalId;",
         "fsf-csv-1.1"},
        {fsd, "fsd-xml"},
        {old_csv, "fsf-csv-1.0"},
        {"<export><other/></export>", NULL},
        {"<CONSOLIDATED_LIST>", NULL},
        {"<sdnList>", NULL},
        {"<html>", NULL},
        {"Last Updated,Unique ID", NULL},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        const char *got = source_eu.claims(STR("file"), str_of(cases[i].head));
        assert_true(got == cases[i].format ||
                    (got && cases[i].format && strcmp(got, cases[i].format) == 0));
    }
}

/* ---- Files as they were published. */

static void check_all_decode(struct str lines)
{
    struct arena a = {0};
    while (lines.len) {
        struct str line;
        struct node *top;
        struct error err = {0};
        lines = str_cut(lines, '\n', &line);
        if (record_decode(&a, line, &top, &err) != OK)
            fail_msg("%s: %.*s", err.why, STRF(line));
        arena_reset(&a);
    }
    arena_free(&a);
}

static void real_files_have_their_entities(void **state)
{
    (void)state;
    static const struct {
        const char *file, *list_date;
        size_t records;
    } cases[] = {
        {"data/eu/fsd-old-2016-02-11.xml", "2016-02-11", 595},
        {"data/eu/fsf-old-short-2018-07-04.csv", "2018-07-04", 93},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct buf bytes = {0};
        struct ran ran, again;
        if (!run_real(cases[i].file, &bytes))
            continue;
        run_source(&ran, &source_eu, "eu", "eu", buf_str(&bytes), (struct str){0});
        run_source(&again, &source_eu, "eu", "eu", buf_str(&bytes), (struct str){0});
        assert_int_equal(ran.rc, OK);
        assert_int_equal(ran.sink.records, cases[i].records);
        assert_string_equal(ran.sink.list_date, cases[i].list_date);
        assert_true(str_equal(buf_str(&ran.lines), buf_str(&again.lines)));
        check_all_decode(buf_str(&ran.lines));
        check_all_known(&ran);
        run_free(&ran);
        run_free(&again);
        buf_free(&bytes);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_person_in_xml),
        cmocka_unit_test(a_person_in_csv),
        cmocka_unit_test(parts_of_an_entity_are_understood),
        cmocka_unit_test(one_reference_is_one_record),
        cmocka_unit_test(rows_find_their_entity),
        cmocka_unit_test(the_forerunners_give_the_same_record),
        cmocka_unit_test(what_is_not_understood_is_told),
        cmocka_unit_test(broken_files_are_faults),
        cmocka_unit_test(only_its_own_files_are_claimed),
        cmocka_unit_test(real_files_have_their_entities),
    };
    return cmocka_run_group_tests_name("eu", tests, NULL, NULL);
}
