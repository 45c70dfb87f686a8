/* SPDX-License-Identifier: Apache-2.0 */
/* un_test.c - how entries of the UN list become records: the tables below are
 * the specification.  Names are invented. */
#include "cmocka_all.h"

#include "record/decode.h"
#include "source_run.h"

#include <string.h>

#define HEAD                                                                                       \
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"                                                 \
    "<CONSOLIDATED_LIST dateGenerated=\"2026-02-27T00:00:09.554Z\"><INDIVIDUALS>"
#define TAIL "</INDIVIDUALS></CONSOLIDATED_LIST>"
#define ENTRY_HEAD                                                                                 \
    HEAD "<INDIVIDUAL><DATAID>9990001</DATAID><FIRST_NAME>ZARIF</FIRST_NAME>"                      \
         "<REFERENCE_NUMBER>TAi.999 </REFERENCE_NUMBER>"
#define ENTRY_TAIL "</INDIVIDUAL>" TAIL

static void run(struct ran *ran, const char *xml)
{
    run_source(ran, &source_un, "un", "consolidated.xml", str_of(xml), (struct str){0});
}

static void check_all_known(const struct ran *ran)
{
    for (size_t i = 0; i < ran->sink.unknown.count; i++)
        print_message("not understood: %.*s\n", STRF(ran->sink.unknown.at[i].what));
    assert_int_equal(ran->sink.unknown.count, 0);
}

/* ---- Whole entries. */

static const char individual[] = HEAD
    "<INDIVIDUAL><DATAID>9990001</DATAID><VERSIONNUM>12</VERSIONNUM>"
    "<FIRST_NAME>ZARIF</FIRST_NAME><SECOND_NAME>BEN</SECOND_NAME><THIRD_NAME>TESTOV</THIRD_NAME>"
    "<FOURTH_NAME>na</FOURTH_NAME><UN_LIST_TYPE>Taliban</UN_LIST_TYPE>"
    "<REFERENCE_NUMBER>TAi.999 </REFERENCE_NUMBER><LISTED_ON>2001-01-25-05:00</LISTED_ON>"
    "<SUBMITTED_BY>Testland</SUBMITTED_BY>"
    "<NAME_ORIGINAL_SCRIPT>\xD8\xB8\xD8\xB1\xDB\x8C\xD9\x81</NAME_ORIGINAL_SCRIPT>"
    "<COMMENTS1>Invented entry &amp;amp; more,\nworks with Test (QDe.998). Gender: male. "
    "[Old Reference # I.47.D.7]</COMMENTS1>"
    "<TITLE><VALUE>Mullah </VALUE></TITLE>"
    "<DESIGNATION><VALUE>a) Minister of Tests b) Governor</VALUE></DESIGNATION>"
    "<NATIONALITY><VALUE>Afghanistan</VALUE></NATIONALITY>"
    "<LIST_TYPE><VALUE>UN List</VALUE></LIST_TYPE>"
    "<LAST_DAY_UPDATED><VALUE>2011-11-29</VALUE><VALUE/><VALUE>2026-02-10</VALUE>"
    "</LAST_DAY_UPDATED>"
    "<INDIVIDUAL_ALIAS><QUALITY/><ALIAS_NAME/></INDIVIDUAL_ALIAS>"
    "<INDIVIDUAL_ALIAS><QUALITY>Low</QUALITY><ALIAS_NAME>Mullah Test</ALIAS_NAME>"
    "<DATE_OF_BIRTH>1958 - 1964</DATE_OF_BIRTH><CITY_OF_BIRTH>Testabad</CITY_OF_BIRTH>"
    "<NOTE>nom de guerre</NOTE></INDIVIDUAL_ALIAS>"
    "<INDIVIDUAL_ADDRESS><COUNTRY/></INDIVIDUAL_ADDRESS>"
    "<INDIVIDUAL_ADDRESS><NOTE>previous address</NOTE><STREET>1 Test Road</STREET>"
    "<CITY>Testabad</CITY><STATE_PROVINCE>North</STATE_PROVINCE><ZIP_CODE>0578</ZIP_CODE>"
    "<COUNTRY>Testland</COUNTRY></INDIVIDUAL_ADDRESS>"
    "<INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>BETWEEN</TYPE_OF_DATE><FROM_YEAR>1955</FROM_YEAR>"
    "<TO_YEAR>1958</TO_YEAR></INDIVIDUAL_DATE_OF_BIRTH>"
    "<INDIVIDUAL_PLACE_OF_BIRTH><CITY>Testville</CITY><COUNTRY>Testland</COUNTRY>"
    "</INDIVIDUAL_PLACE_OF_BIRTH>"
    "<INDIVIDUAL_DOCUMENT><TYPE_OF_DOCUMENT>Passport</TYPE_OF_DOCUMENT><NUMBER>D 000952</NUMBER>"
    "<ISSUING_COUNTRY>Testland</ISSUING_COUNTRY><DATE_OF_ISSUE>1998-09-09</DATE_OF_ISSUE>"
    "<CITY_OF_ISSUE>Testville</CITY_OF_ISSUE><COUNTRY_OF_ISSUE>Testland</COUNTRY_OF_ISSUE>"
    "<NOTE>expired</NOTE></INDIVIDUAL_DOCUMENT><INDIVIDUAL_DOCUMENT/>"
    "<SORT_KEY>TESTOV</SORT_KEY><SORT_KEY_LAST_MOD>2014-06-18</SORT_KEY_LAST_MOD>"
    "</INDIVIDUAL>" TAIL;

static const char individual_record[] =
    "{\"addresses\":[{\"city\":\"Testabad\",\"country\":\"Testland\",\"note\":\"previous "
    "address\",\"postcode\":\"0578\",\"region\":\"North\",\"street\":\"1 Test Road\"}],"
    "\"amended\":[\"2011-11-29\",\"2026-02-10\"],"
    "\"births\":[{\"from\":\"1955\",\"precision\":\"range\",\"to\":\"1958\"},"
    "{\"from\":\"1958\",\"note\":\"alias: Mullah Test\",\"precision\":\"range\",\"to\":\"1964\"}],"
    "\"countries\":[{\"country\":\"Afghanistan\",\"type\":\"nationality\"}],"
    "\"details\":[{\"text\":\"I.47.D.7\",\"type\":\"former reference\"},"
    "{\"text\":\"Testland\",\"type\":\"submitted by\"}],\"gender\":\"male\","
    "\"identifiers\":[{\"country\":\"Testland\",\"issued\":\"1998-09-09\",\"issuer\":\"Testville\","
    "\"note\":\"expired\",\"number\":\"D 000952\",\"type\":\"passport\"}],\"kind\":\"person\","
    "\"links\":[{\"ref\":\"QDe.998\",\"type\":\"mentions\"}],\"list\":\"un\","
    "\"listed\":\"2001-01-25\",\"measures\":[{\"from\":\"regime\",\"type\":\"arms-embargo\"},"
    "{\"from\":\"regime\",\"type\":\"asset-freeze\"},{\"from\":\"regime\",\"type\":\"travel-ban\"}"
    "],\"names\":[{\"note\":\"nom de guerre\",\"quality\":\"weak\",\"text\":\"Mullah Test\"},"
    "{\"parts\":[{\"part\":\"other\",\"text\":\"ZARIF\"},{\"part\":\"other\",\"text\":\"BEN\"},"
    "{\"part\":\"other\",\"text\":\"TESTOV\"}],\"quality\":\"primary\","
    "\"text\":\"ZARIF BEN TESTOV\"},{\"quality\":\"original\",\"script\":\"Arab\",\"text\":\""
    "\xD8\xB8\xD8\xB1\xDB\x8C\xD9\x81\"}],\"native\":\"9990001\","
    "\"places\":[{\"city\":\"Testabad\",\"note\":\"alias: Mullah Test\",\"type\":\"birth\"},"
    "{\"city\":\"Testville\",\"country\":\"Testland\",\"type\":\"birth\"}],"
    "\"positions\":[\"Governor\",\"Minister of Tests\"],\"programmes\":[\"Taliban\"],"
    "\"ref\":\"TAi.999\",\"remarks\":[\"Invented entry & more, works with Test (QDe.998). "
    "Gender: male. [Old Reference # I.47.D.7]\"],\"status\":\"listed\",\"titles\":[\"Mullah\"]}\n";

static const char entity[] =
    "<CONSOLIDATED_LIST><ENTITIES><ENTITY><DATAID>1</DATAID>"
    "<FIRST_NAME>TEST SOCIETY AND SAMPLE BUREAU</FIRST_NAME><UN_LIST_TYPE>26532022</UN_LIST_TYPE>"
    "<REFERENCE_NUMBER>HTe.999</REFERENCE_NUMBER><LISTED_ON>2009-07-17</LISTED_ON>"
    "<SUBMITTED_ON>2009-07-17</SUBMITTED_ON>"
    "<ENTITY_ALIAS><QUALITY>f.k.a.</QUALITY><ALIAS_NAME>Old Society</ALIAS_NAME></ENTITY_ALIAS>"
    "<ENTITY_ADDRESS><CITY>Testville</CITY></ENTITY_ADDRESS></ENTITY></ENTITIES>"
    "</CONSOLIDATED_LIST>";

/* The committee is told by the reference where UN_LIST_TYPE is not one. */
static const char entity_record[] =
    "{\"addresses\":[{\"city\":\"Testville\"}],\"details\":[{\"text\":\"2009-07-17\",\"type\":"
    "\"submitted on\"}],\"kind\":\"organisation\",\"list\":\"un\",\"listed\":\"2009-07-17\","
    "\"measures\":[{\"from\":\"regime\",\"type\":\"asset-freeze\"}],"
    "\"names\":[{\"quality\":\"former\",\"text\":\"Old Society\"},"
    "{\"quality\":\"primary\",\"text\":\"TEST SOCIETY AND SAMPLE BUREAU\"}],\"native\":\"1\","
    "\"programmes\":[\"26532022\"],\"ref\":\"HTe.999\",\"status\":\"listed\"}\n";

static void entries_become_records(void **state)
{
    (void)state;
    static const struct {
        const char *xml, *record, *list_date, *generated;
    } cases[] = {
        {individual, individual_record, "2026-02-10", "2026-02-27T00:00:09Z"},
        {entity, entity_record, "2009-07-17", ""},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct ran ran;
        run(&ran, cases[i].xml);
        assert_int_equal(ran.rc, OK);
        assert_string_equal(buf_cstr(&ran.lines), cases[i].record);
        assert_string_equal(ran.sink.list_date, cases[i].list_date);
        assert_string_equal(ran.sink.generated, cases[i].generated);
        assert_string_equal(ran.sink.format, "xml");
        check_all_known(&ran);
        run_free(&ran);
    }
}

/* ---- Parts of an entry, and what must stand in the record. */

#define ALIAS(quality, name, note)                                                                 \
    "<INDIVIDUAL_ALIAS><QUALITY>" quality "</QUALITY><ALIAS_NAME>" name "</ALIAS_NAME>"            \
    "<NOTE>" note "</NOTE></INDIVIDUAL_ALIAS>"
#define BORN(inside)  "<INDIVIDUAL_DATE_OF_BIRTH>" inside "</INDIVIDUAL_DATE_OF_BIRTH>"
#define PAPER(inside) "<INDIVIDUAL_DOCUMENT>" inside "</INDIVIDUAL_DOCUMENT>"
#define CYRILLIC      "\xD0\xA2\xD0\xB5\xD1\x81\xD1\x82"

static const struct {
    const char *inside, *want;
} parts[] = {
    /* Aliases that hold several names; the list's own form stays beside each. */
    {ALIAS("Good", "Fazel Test; Fazil Test", ""),
     "{\"quality\":\"strong\",\"text\":\"Fazel Test\",\"verbatim\":\"Fazel Test; Fazil Test\"},"
     "{\"quality\":\"strong\",\"text\":\"Fazil Test\",\"verbatim\":\"Fazel Test; Fazil Test\"}"},
    {ALIAS("Low", CYRILLIC " (Test; Tesst)", ""),
     "{\"quality\":\"weak\",\"script\":\"Cyrl\",\"text\":\"" CYRILLIC "\",\"verbatim\":\"" CYRILLIC
     " (Test; Tesst)\"},{\"quality\":\"weak\",\"text\":\"Tesst\",\"verbatim\":\"" CYRILLIC
     " (Test; Tesst)\"},{\"quality\":\"weak\",\"text\":\"Test\",\"verbatim\":\"" CYRILLIC
     " (Test; Tesst)\"}"},
    {ALIAS("Good", "Testor (TST) (" CYRILLIC " (original script); Testorr", ""),
     "\"text\":\"Testor (TST)\""},
    {ALIAS("Good", "Testor (TST) (" CYRILLIC " (original script); Testorr", ""),
     "\"text\":\"" CYRILLIC "\""},
    {ALIAS("Low", "Test (original script: " CYRILLIC ")", ""),
     "{\"quality\":\"weak\",\"script\":\"Cyrl\",\"text\":\"" CYRILLIC "\""},
    {ALIAS("Good", "Test (TST)", ""), "{\"quality\":\"strong\",\"text\":\"Test (TST)\"}"},
    /* Former names are told by a note or in the name. */
    {ALIAS("Good", "Test", "previously listed as"),
     "{\"note\":\"previously listed as\",\"quality\":\"former\",\"text\":\"Test\"}"},
    {ALIAS("Low", "Test (formerly listed as)", ""),
     "{\"quality\":\"former\",\"text\":\"Test\",\"verbatim\":\"Test (formerly listed as)\"}"},
    /* Names in a note. */
    {ALIAS("Good", "Test", "original script: " CYRILLIC),
     "{\"note\":\"alias: Test\",\"quality\":\"strong\",\"script\":\"Cyrl\",\"text\":\"" CYRILLIC
     "\"}"},
    {ALIAS("Low", "Test", "Tesst, Tasst (transliterations of original script name)"),
     "{\"note\":\"alias: Test\",\"quality\":\"weak\",\"text\":\"Tasst\"}"},
    {ALIAS("Low", "Test", "Tesst; Tasst"),
     "{\"note\":\"alias: Test\",\"quality\":\"weak\",\"text\":\"Tasst\"}"},
    {ALIAS("Low", "Test", "born in 1955; son of X"),
     "{\"note\":\"born in 1955; son of X\",\"quality\":\"weak\",\"text\":\"Test\"},{"},
    {ALIAS("", "", "when young"), "\"remarks\":[\"alias: when young\"]"},
    /* Dates of birth. */
    {BORN("<TYPE_OF_DATE>EXACT</TYPE_OF_DATE><DATE>1960-01-01-05:00</DATE>"),
     "\"births\":[{\"from\":\"1960-01-01\",\"precision\":\"day\"}]"},
    {BORN("<TYPE_OF_DATE>Exact</TYPE_OF_DATE><YEAR>1960</YEAR><NOTE>Sep.</NOTE>"),
     "\"births\":[{\"from\":\"1960\",\"note\":\"Sep.\",\"precision\":\"year\"}]"},
    {BORN("<TYPE_OF_DATE>APPROXIMATELY</TYPE_OF_DATE><YEAR>1960</YEAR>"),
     "\"births\":[{\"circa\":true,\"from\":\"1960\",\"precision\":\"year\"}]"},
    {BORN("<TYPE_OF_DATE>BETWEEN</TYPE_OF_DATE><FROM_YEAR>1960</FROM_YEAR><TO_YEAR>1962</TO_YEAR>"
          "<NOTE>Approximately </NOTE>"),
     "\"births\":[{\"circa\":true,\"from\":\"1960\",\"precision\":\"range\",\"to\":\"1962\"}]"},
    {BORN("<YEAR>1966-1967</YEAR>"),
     "\"births\":[{\"from\":\"1966\",\"precision\":\"range\",\"to\":\"1967\"}]"},
    {BORN("<TYPE_OF_DATE>EXACT</TYPE_OF_DATE><NOTE>Nov. 1973 </NOTE>"),
     "\"births\":[{\"from\":\"1973-11\",\"precision\":\"month\"}]"},
    {BORN("<TYPE_OF_DATE>APPROXIMATELY</TYPE_OF_DATE><NOTE>30-35 years old</NOTE>"),
     "\"births\":[{\"circa\":true,\"precision\":\"text\",\"text\":\"30-35 years old\"}]"},
    {BORN("<TYPE_OF_DATE>EXACT</TYPE_OF_DATE><DATE>Invalid date</DATE>"), "\"kind\":\"person\""},
    /* Documents. */
    {PAPER("<TYPE_OF_DOCUMENT>N\xC3\xBAmero de pasaporte</TYPE_OF_DOCUMENT><NUMBER>A&amp;1</NUMBER>"
           "<COUNTRY_OF_ISSUE>Testland</COUNTRY_OF_ISSUE>"),
     "\"identifiers\":[{\"country\":\"Testland\",\"number\":\"A&1\",\"type\":\"passport\"}]"},
    {PAPER("<TYPE_OF_DOCUMENT>National Identification Number</TYPE_OF_DOCUMENT>"
           "<TYPE_OF_DOCUMENT2>Driver's Permit</TYPE_OF_DOCUMENT2><NUMBER>77</NUMBER>"),
     "[{\"note\":\"Driver's Permit\",\"number\":\"77\",\"type\":\"driving-licence\"}]"},
    {PAPER("<TYPE_OF_DOCUMENT>Library Card</TYPE_OF_DOCUMENT><NUMBER>7</NUMBER>"),
     "[{\"number\":\"7\",\"type\":\"library card\"}]"},
    {PAPER("<TYPE_OF_DOCUMENT>Passport</TYPE_OF_DOCUMENT>"
           "<NOTE>Testian passport number 347834, issued under name T</NOTE>"),
     "[{\"note\":\"Testian passport number 347834, issued under name T\",\"number\":\"347834\","
     "\"type\":\"passport\"}]"},
    {PAPER("<TYPE_OF_DOCUMENT>National Identification Number</TYPE_OF_DOCUMENT>"
           "<TYPE_OF_DOCUMENT2>Testian card (tazkira) number 5451</TYPE_OF_DOCUMENT2>"
           "<NOTE>issued in 1974</NOTE>"),
     "[{\"note\":\"Testian card (tazkira) number 5451; issued in 1974\",\"number\":\"5451\","
     "\"type\":\"national-id\"}]"},
    {PAPER("<TYPE_OF_DOCUMENT>Passport</TYPE_OF_DOCUMENT><NOTE>issued in 1993</NOTE>"),
     "\"details\":[{\"text\":\"Passport: issued in 1993\",\"type\":\"document\"}]"},
    /* The rest. */
    {"<NAME_ORIGINAL_SCRIPT>" CYRILLIC " (Testish)</NAME_ORIGINAL_SCRIPT>",
     "{\"language\":\"Testish\",\"quality\":\"original\",\"script\":\"Cyrl\",\"text\":\"" CYRILLIC
     "\"}"},
    {"<GENDER>Unknown</GENDER><COMMENTS1>Gender: female.</COMMENTS1>", "\"gender\":\"female\""},
    {"<NATIONALITY2>Testian</NATIONALITY2>",
     "\"countries\":[{\"country\":\"Testian\",\"type\":\"nationality\"}]"},
    {"<DELISTED_ON>2020-01-02</DELISTED_ON>", "\"ended\":\"2020-01-02\""},
    {"<DELISTED_ON>2020-01-02</DELISTED_ON>", "\"status\":\"delisted\""},
};

static void parts_of_an_entry_are_understood(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(parts); i++) {
        struct ran ran;
        struct buf xml = {0};
        buf_printf(&xml, "%s%s%s", ENTRY_HEAD, parts[i].inside, ENTRY_TAIL);
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

/* ---- What is not understood is told, and the record kept. */

static const struct {
    const char *inside, *told;
} unknowns[] = {
    {"<FOO><BAR>x</BAR></FOO>", "INDIVIDUAL/FOO/BAR"},
    {"<GENDER>X</GENDER>", "gender: X"},
    {"<UN_LIST_TYPE>Nowhere</UN_LIST_TYPE><REFERENCE_NUMBER/>", ""},
    {ALIAS("Middling", "Test", ""), "alias quality: Middling"},
    {BORN("<DATE>31/31/1960</DATE>"), "date of birth: 31/31/1960"},
    {BORN("<TYPE_OF_DATE>HARDLY</TYPE_OF_DATE><YEAR>1960</YEAR>"), "type of date: HARDLY"},
    {"<LISTED_ON>some day</LISTED_ON>", "LISTED_ON: some day"},
};

static void what_is_not_understood_is_told(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(unknowns); i++) {
        struct ran ran;
        struct buf xml = {0};
        buf_printf(&xml, "%s%s%s", ENTRY_HEAD, unknowns[i].inside, ENTRY_TAIL);
        run(&ran, buf_cstr(&xml));
        assert_int_equal(ran.rc, OK);
        if (unknowns[i].told[0])
            assert_int_equal(run_unknown(&ran, unknowns[i].told), 1);
        run_free(&ran);
        buf_free(&xml);
    }
    struct ran ran;
    run(&ran, HEAD "<INDIVIDUAL><FIRST_NAME>T</FIRST_NAME><UN_LIST_TYPE>Nowhere</UN_LIST_TYPE>"
                   "<REFERENCE_NUMBER>XXi.001</REFERENCE_NUMBER></INDIVIDUAL>" TAIL);
    assert_int_equal(run_unknown(&ran, "measures of: Nowhere"), 1);
    run_free(&ran);
}

static const struct {
    const char *xml;
    enum status rc;
    size_t line;
    const char *why;
} faults[] = {
    {"", ERR_INPUT, 0, "this is not the UN"},
    {"<html><body>Service unavailable</body></html>", ERR_INPUT, 0, "this is not the UN"},
    {HEAD "<INDIVIDUAL><FIRST_NAME>T", ERR_INPUT, 2, "not well-formed"},
    {HEAD "<INDIVIDUAL><FIRST_NAME>T</FIRST_NAME></INDIVIDUAL>" TAIL, ERR_INPUT, 2,
     "has no reference"},
    {HEAD "\n<INDIVIDUAL><REFERENCE_NUMBER>TAi.1</REFERENCE_NUMBER></INDIVIDUAL>" TAIL, ERR_INPUT,
     3, "has no name"},
    {HEAD "<INDIVIDUAL>\xE9</INDIVIDUAL>" TAIL, ERR_INPUT, 2, "invalid UTF-8"},
};

static void broken_files_are_faults(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(faults); i++) {
        struct ran ran;
        run(&ran, faults[i].xml);
        assert_int_equal(ran.rc, faults[i].rc);
        assert_int_equal(ran.err.line, faults[i].line);
        assert_non_null(strstr(ran.err.why, faults[i].why));
        run_free(&ran);
    }
}

static void only_its_own_files_are_claimed(void **state)
{
    (void)state;
    static const struct {
        const char *head, *format;
    } cases[] = {
        {HEAD, "xml"},
        {"\xEF\xBB\xBF<CONSOLIDATED_LIST xmlns:xsi=\"x\">", "xml"},
        {"<!DOCTYPE html><html>", NULL},
        {"<sdnList xmlns=\"x\">", NULL},
        {"<export generationDate=\"2026-01-01\">", NULL},
        {"CONSOLIDATED_LIST", NULL},
        {"", NULL},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        const char *got = source_un.claims(STR("consolidated.xml"), str_of(cases[i].head));
        assert_true(got == cases[i].format ||
                    (got && cases[i].format && strcmp(got, cases[i].format) == 0));
    }
}

/* ---- The order of elements says nothing. */

static size_t children(struct str xml, struct str *child, size_t max)
{
    size_t count = 0;
    while (xml.len && count < max) {
        struct str name = str_from(xml, 1);
        size_t len = 0;
        while (name.s[len] != '>' && name.s[len] != '/')
            len++;
        char end[80];
        snprintf(end, sizeof end, name.s[len] == '/' ? "/>" : "</%.*s>", (int)len, name.s);
        size_t at = str_find(xml, str_of(end)) + strlen(end);
        child[count++] = str_span(xml, 0, at);
        xml = str_from(xml, at);
    }
    return count;
}

static void the_order_of_elements_says_nothing(void **state)
{
    (void)state;
    struct str child[64], xml = str_of(individual);
    size_t from = str_find(xml, STR("<INDIVIDUAL>")) + strlen("<INDIVIDUAL>");
    size_t count = children(str_span(xml, from, str_find(xml, STR("</INDIVIDUAL>")) - from), child,
                            COUNT(child));
    assert_true(count > 20);
    for (uint32_t seed = 1; seed <= 20; seed++) {
        struct ran ran;
        struct buf turned = {0};
        buf_puts(&turned, HEAD "<INDIVIDUAL>");
        for (size_t i = count, next = seed; i; i--) {
            next = next * 1103515245 + 12345;
            size_t pick = (next >> 16) % i;
            buf_put(&turned, child[pick]);
            struct str used = child[pick];
            child[pick] = child[i - 1];
            child[i - 1] = used;
        }
        buf_puts(&turned, "</INDIVIDUAL>" TAIL);
        run(&ran, buf_cstr(&turned));
        assert_string_equal(buf_cstr(&ran.lines), individual_record);
        run_free(&ran);
        buf_free(&turned);
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

static const struct {
    const char *file;
    size_t records, unread; /* what is known not to be understood */
    const char *list_date;
} real[] = {
    {"data/un/2015-02-26.xml", 1043, 1, "2015-02-19"}, /* "29 Feb. 1969" */
    {"data/un/2015-03-27.xml", 1046, 1, "2015-03-27"},
    {"data/un/2017-06-20.xml", 1024, 0, "2017-06-20"},
    {"data/un/2018-06-07.xml", 1098, 0, "2018-06-07"},
    {"data/un/2018-10-29.xml", 1093, 0, "2018-10-15"},
    {"data/un/2020-03-20.xml", 1014, 0, "2020-03-18"},
    {"data/un/2022-10-21.xml", 956, 0, "2022-10-21"},
    {"data/un/2024-09-21.xml", 875, 0, "2024-09-17"},
    {"data/un/2025-04-19.xml", 877, 0, "2025-03-11"},
    {"data/un/2025-08-02.xml", 879, 0, "2025-07-08"},
    {"data/un/2025-11-18.xml", 1000, 0, "2025-10-21"},
    {"data/un/2026-02-27.xml", 1003, 0, "2026-02-24"},
    {"data/un/bad-2016-02-11-trimmed.xml", 239, 0, NULL},
};

static void real_files_have_their_entries(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(real); i++) {
        struct buf bytes = {0};
        struct ran ran, again;
        if (!run_real(real[i].file, &bytes))
            continue;
        run_source(&ran, &source_un, "un", "un.xml", buf_str(&bytes), (struct str){0});
        run_source(&again, &source_un, "un", "un.xml", buf_str(&bytes), (struct str){0});
        assert_int_equal(ran.rc, OK);
        assert_int_equal(ran.sink.records, real[i].records);
        assert_int_equal(run_unknown(&ran, ""), real[i].unread);
        if (real[i].list_date)
            assert_string_equal(ran.sink.list_date, real[i].list_date);
        assert_true(str_equal(buf_str(&ran.lines), buf_str(&again.lines)));
        check_all_decode(buf_str(&ran.lines));
        run_free(&ran);
        run_free(&again);
        buf_free(&bytes);
    }
}

static void the_broken_real_file_is_refused(void **state)
{
    (void)state;
    struct buf bytes = {0};
    struct ran ran;
    if (!run_real("data/un/bad-2025-08-16-invalid-utf8.xml", &bytes))
        return;
    run_source(&ran, &source_un, "un", "un.xml", buf_str(&bytes), (struct str){0});
    assert_int_equal(ran.rc, ERR_INPUT);
    assert_int_equal(ran.err.line, 53);
    run_free(&ran);
    buf_free(&bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(entries_become_records),
        cmocka_unit_test(parts_of_an_entry_are_understood),
        cmocka_unit_test(what_is_not_understood_is_told),
        cmocka_unit_test(broken_files_are_faults),
        cmocka_unit_test(only_its_own_files_are_claimed),
        cmocka_unit_test(the_order_of_elements_says_nothing),
        cmocka_unit_test(real_files_have_their_entries),
        cmocka_unit_test(the_broken_real_file_is_refused),
    };
    return cmocka_run_group_tests_name("un", tests, NULL, NULL);
}
