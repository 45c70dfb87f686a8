/* SPDX-License-Identifier: Apache-2.0 */
/* ofac_remarks_test.c - clauses of OFAC's Remarks and what each becomes in the record. */
#include "cmocka_all.h"

#include "ofac_run.h"
#include "source/ofac.h"

#include <stdio.h>
#include <string.h>

static enum status drop(void *ctx, const struct record *r, struct str canonical, struct error *err)
{
    (void)r, (void)err;
    buf_put(ctx, canonical);
    return OK;
}

/* The record that the remark alone makes of somebody called X. */
static size_t read_remark(enum kind kind, const char *remark, struct buf *canonical)
{
    struct arena a = {0};
    struct record r = {.list = STR("us-sdn"), .ref = STR("1"), .kind = kind};
    struct sink sink = {.put = drop, .ctx = canonical};
    struct ofac o = {.a = &a, .r = &r, .out = &sink};
    record_name(&a, &r, QUALITY_PRIMARY, STR("X"));
    ofac_remarks(&o, str_of(remark), false);
    assert_int_equal(sink_record(&sink, &a, &r, NULL), OK);
    size_t unread = sink.unknown.count;
    sink_free(&sink);
    arena_free(&a);
    return unread;
}

static const struct {
    const char *remark, *want; /* what the record must have; NULL: nothing is understood */
} people[] = {
    {"DOB 10 Oct 1957.", "\"births\":[{\"from\":\"1957-10-10\",\"precision\":\"day\"}]"},
    {"alt. DOB 1960 to 1964.",
     "\"births\":[{\"from\":\"1960\",\"precision\":\"range\",\"to\":\"1964\"}]"},
    {"POB Testville, Nowhere.",
     "\"places\":[{\"text\":\"Testville, Nowhere\",\"type\":\"birth\"}]"},
    {"nationality Nowhere; citizen Testland.",
     "\"countries\":[{\"country\":\"Nowhere\",\"type\":\"nationality\"},"
     "{\"country\":\"Testland\",\"type\":\"citizenship\"}]"},
    {"Gender Female.", "\"gender\":\"female\""},
    {"a.k.a. 'ABC'.", "{\"quality\":\"weak\",\"text\":\"ABC\"}"},
    {"a.k.a. 'AL TEST, Abu 'Amid'.", "\"quality\":\"weak\",\"text\":\"Abu 'Amid AL TEST\""},
    {"a.k.a. 'ONE; TWO'; Gender Male.", "{\"quality\":\"weak\",\"text\":\"ONE; TWO\"}"},
    {"f.k.a. 'ABC'.", "{\"note\":\"weak\",\"quality\":\"former\",\"text\":\"ABC\"}"},
    {"Passport N123 (Testland) issued 01 Jan 2010 expires 31 Dec 2019.",
     "\"identifiers\":[{\"country\":\"Testland\",\"expires\":\"2019-12-31\",\"issued\":"
     "\"2010-01-01\",\"number\":\"N123\",\"type\":\"passport\"}]"},
    {"alt. Passport A 1 expires Jan 2007.",
     "\"identifiers\":[{\"expires\":\"2007-01\",\"number\":\"A 1\",\"type\":\"passport\"}]"},
    {"Passport issued in Testville.", "{\"text\":\"issued in Testville\",\"type\":\"Passport\"}"},
    {"National ID No. 66-0 (Congo, Republic of the (Test)).",
     "{\"country\":\"Congo, Republic of the (Test)\",\"note\":\"National ID No.\",\"number\":"
     "\"66-0\",\"type\":\"national-id\"}"},
    {"Cedula de Residencia 12 (Nowhere).",
     "\"note\":\"Cedula de Residencia\",\"number\":\"12\",\"type\":\"residence-permit\""},
    {"NIT # 800-7 (Nowhere).", "\"note\":\"NIT #\",\"number\":\"800-7\",\"type\":\"tax\""},
    {"Invented Register No. 12 (Nowhere).", "{\"country\":\"Nowhere\",\"note\":\"Invented Register "
                                            "No.\",\"number\":\"12\",\"type\":\"other\"}"},
    {"Digital Currency Address - XBT 1Test; alt. Digital Currency Address - NEW 0xTest1.",
     "{\"number\":\"0xTest1\",\"type\":\"crypto:NEW\"},{\"number\":\"1Test\",\"type\":\"crypto:"
     "XBT\"}"},
    {"Linked To: TEST GROUP, S.A.; (Linked To: OTHER).",
     "\"links\":[{\"name\":\"OTHER\",\"type\":\"Linked To\"},"
     "{\"name\":\"TEST GROUP, S.A.\",\"type\":\"Linked To\"}]"},
    {"Linked To: TEST, S.A. DE C.V.", "{\"name\":\"TEST, S.A. DE C.V.\",\"type\":"},
    {"Linked To: TEST CO., LTD.", "{\"name\":\"TEST CO., LTD\",\"type\":"},
    {"Website www.a.test.", "{\"text\":\"www.a.test\",\"type\":\"website\"}"},
    {"wife of Nobody.", "\"links\":[{\"name\":\"Nobody\",\"type\":\"wife of\"}]"},
    {"Additional Sanctions Information - Subject to Tests.",
     "{\"text\":\"Subject to Tests\",\"type\":\"Additional Sanctions Information\"}"},
    {"Secondary sanctions risk: section 1(b) of Executive Order 1.",
     "{\"text\":\"section 1(b) of Executive Order 1\",\"type\":\"secondary sanctions risk\"}"},
    {"Executive Order 14024 Directive Information - For more.",
     "{\"text\":\"For more\",\"type\":\"Executive Order 14024 Directive Information\"}"},
    {"Phone Number 12 34; Telephone (98)(9121); Fax: 1.",
     "{\"text\":\"(98)(9121)\",\"type\":\"phone\"},{\"text\":\"1\",\"type\":\"fax\"},"
     "{\"text\":\"12 34\",\"type\":\"phone\"}"},
    {"Email Address a@b.test; Website www.b.test.",
     "{\"text\":\"www.b.test\",\"type\":\"website\"}"},
    {"Former Minister of Tests.", "\"positions\":[\"Former Minister of Tests\"]"},
    {"Ministering to none.", NULL},
    {"Gendering X.", NULL},
};

static const struct {
    const char *remark, *want;
} others[] = {
    {"Organization Established Date 17 Dec 2016.",
     "\"dates\":[{\"from\":\"2016-12-17\",\"precision\":\"day\",\"type\":\"founded\"}]"},
    {"Listing Date (EO 14024 Directive 3): 24 Feb 2022.",
     "\"dates\":[{\"from\":\"2022-02-24\",\"precision\":\"day\",\"type\":\"Listing Date (EO 14024 "
     "Directive 3)\"}]"},
    {"Purchase/Sales For Divestment Date (CMIC) 03 Jun 2022.",
     "\"type\":\"Purchase/Sales For Divestment Date (CMIC)\"}]"},
    {"Vessel Registration Identification IMO 1234567; MMSI 123.",
     "{\"number\":\"123\",\"type\":\"mmsi\"},{\"number\":\"1234567\",\"type\":\"imo\"}"},
    {"Identification Number IMO 5342883.",
     "{\"note\":\"Identification Number\",\"number\":\"5342883\",\"type\":\"imo\"}"},
    {"Former Vessel Flag None Identified; Former Vessel Flag Nowhere.",
     "\"countries\":[{\"country\":\"Nowhere\",\"type\":\"former flag\"}],\"details\":[{\"text\":"
     "\"None Identified\",\"type\":\"Former Vessel Flag\"}]"},
    {"Aircraft Construction Number (also called L/N or S/N or F/N) 8401.",
     "\"number\":\"8401\",\"type\":\"serial-number\""},
    {"BIK (RU) 044; SWIFT/BIC TESTXX22.",
     "{\"number\":\"044\",\"type\":\"bik\"},{\"number\":\"TESTXX22\",\"type\":\"swift\"}"},
    {"all offices worldwide.", "{\"text\":\"all offices worldwide\",\"type\":\"scope\"}"},
    {"Minister of Tests.", NULL}, /* a ship holds no post */
};

static void check(enum kind kind, const char *remark, const char *want)
{
    struct buf canonical = {0};
    size_t unread = read_remark(kind, remark, &canonical);
    bool good =
        want ? unread == 0 && str_find(buf_str(&canonical), str_of(want)) != SIZE_MAX : unread == 1;
    if (!good)
        fail_msg("%s: %zu unread: %s", remark, unread, buf_cstr(&canonical));
    buf_free(&canonical);
}

static void clauses_are_read_as_in_the_table(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(people); i++)
        check(KIND_PERSON, people[i].remark, people[i].want);
    for (size_t i = 0; i < COUNT(others); i++)
        check(KIND_VESSEL, others[i].remark, others[i].want);
}

/* The search by first letter needs the order of the table: each label finds itself. */
static const char *const labels[] = {
    "Additional Sanctions Information",
    "Aircraft Model",
    "alternate title",
    "BIK (RU)",
    "citizen",
    "C.R. No.",
    "D-U-N-S Number",
    "DOB",
    "Email",
    "Fax No.",
    "Gender",
    "I.F.E.",
    "LE Number",
    "MMSI",
    "nationality",
    "Organization Type",
    "Passport",
    "POB",
    "R.F.C.",
    "RUC #",
    "Secondary sanctions risk:",
    "Tax ID No.",
    "UN/LOCODE",
    "V.A.T. Number",
    "Website",
    "Executive Order 1 information:",
    "Digital Currency Address - ABC",
    "Aircraft Manufacturer\xE2\x80\x99s Serial Number (MSN)",
    "Effective Date (EO 1):",
};

static void labels_are_found_whole(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(labels); i++)
        if (ofac_label(str_of(labels[i])) != strlen(labels[i]))
            fail_msg("%s: %zu", labels[i], ofac_label(str_of(labels[i])));
    assert_int_equal(ofac_label(STR("Zzz")), 0);
    assert_int_equal(ofac_label(STR("Digital Currency Address")), 0);
    assert_int_equal(ofac_label(STR("")), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(clauses_are_read_as_in_the_table),
                                       cmocka_unit_test(labels_are_found_whole)};
    return cmocka_run_group_tests_name("ofac_remarks", tests, NULL, NULL);
}
