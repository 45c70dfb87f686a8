/* SPDX-License-Identifier: Apache-2.0 */
/* ofac_xml_test.c - OFAC's three XML formats: the same invented party in each, and real files. */
#include "cmocka_all.h"

#include "base/file.h"
#include "ofac_run.h"

#include <stdio.h>
#include <string.h>

static bool load(const char *path, struct buf *bytes)
{
    struct error err = {0};
    if (file_read(path, (size_t)1 << 30, bytes, &err) == OK)
        return true;
    print_message("skipped: %s is not here\n", path);
    return false;
}

static enum status run_bytes(struct run *run, const char *list, struct str bytes)
{
    struct input_file f = {STR("file.xml"), bytes};
    return run_ofac(run, list, &f, 1);
}

enum { LEGACY = 1, ENHANCED = 2, ADVANCED = 4, ALL = 7 };
static const struct {
    const char *path, *format;
    unsigned bit;
    size_t records, declared;
} samples[] = {
    {"tests/data/ofac_legacy.xml", "xml", LEGACY, 2, 2},
    {"tests/data/ofac_enhanced.xml", "enhanced", ENHANCED, 1, 0},
    {"tests/data/ofac_advanced.xml", "advanced", ADVANCED, 2, 0},
};

/* What the records of each sample must have. */
static const struct {
    unsigned in;
    const char *text;
} wanted[] = {
    {ALL, "\"programmes\":[\"SDGT\"],\"ref\":\"999001\""},
    {ALL, "\"kind\":\"person\""},
    {ALL, "\"gender\":\"male\""},
    {ALL, "\"positions\":[\"Minister of Tests\"]"},
    {ALL, "{\"text\":\"something new\",\"type\":\"Invented Feature\"}"},
    {ALL, "{\"number\":\"1TestAddress\",\"type\":\"crypto:XBT\"}"},
    {ALL, "\"places\":[{\"text\":\"Testville, Testland\",\"type\":\"birth\"}]"},
    {ALL, "\"countries\":[{\"country\":\"Nowhere\",\"type\":\"nationality\"}]"},
    {ALL, "\"type\":\"asset-freeze\"}"},
    {ALL, "\"issued\":\"2010-01-02\""},
    {LEGACY, "\"births\":[{\"circa\":true,\"from\":\"1972\",\"precision\":\"year\"}]"},
    {ENHANCED | ADVANCED, "{\"circa\":true,\"from\":\"1972\",\"note\":\"Reported\",\"precision\":"
                          "\"year\"}"},
    {LEGACY | ENHANCED, "\"quality\":\"primary\",\"text\":\"Samir EXAMPLI\"}"},
    {ADVANCED, "{\"parts\":[{\"part\":\"family\",\"text\":\"Exampli\"},{\"part\":\"given\",\"text\""
               ":\"Samir\"}],\"quality\":\"primary\",\"text\":\"Samir Exampli\"}"},
    {ENHANCED | ADVANCED, "\"quality\":\"original\",\"script\":\"Arab\",\"text\":\"سمير مثال\"}"},
    {ENHANCED | ADVANCED, "\"basis\":[\"Executive Order 1 (Tests)\"]"},
    {ENHANCED | ADVANCED, "\"listed\":\"2020-03-04\",\"measures\":[{\"from\":\"entry\",\"text\":"
                          "\"Block\",\"type\":\"asset-freeze\"}]"},
    {ENHANCED | ADVANCED, "{\"text\":\"SDN List, since 2020-03-04\",\"type\":\"list\"}"},
    {LEGACY, "\"quality\":\"weak\",\"text\":\"Abu TESTER\",\"verbatim\":\"TESTER, Abu\"}"},
    {LEGACY, "{\"note\":\"weak\",\"quality\":\"former\",\"text\":\"OLDNAME\"}"},
    {LEGACY, "\"links\":[{\"name\":\"OTHER GROUP\",\"type\":\"Linked To\"},{\"name\":\"TEST "
             "GROUP\",\"type\":\"Linked To\"}]"},
    {LEGACY, "{\"city\":\"Testville\",\"country\":\"Testland\",\"postcode\":\"1234\",\"region\":"
             "\"North\",\"street\":\"1 Test Street, Floor 2\"}"},
    {LEGACY, "{\"note\":\"Invented Register\",\"number\":\"12\",\"type\":\"other\"}"},
    {LEGACY, "{\"text\":\"T3ST\",\"type\":\"call sign\"}"},
    {LEGACY | ADVANCED, "{\"number\":\"1234567\",\"type\":\"imo\"}"},
    {LEGACY | ADVANCED, "\"kind\":\"vessel\""},
    {ENHANCED, "{\"from\":\"1973\",\"note\":\"period 1974-05-06 to 1974-05-06\",\"precision\":"
               "\"year\",\"text\":\"1973\"}"},
    {ENHANCED, "{\"city\":\"Testville\",\"country\":\"Testland\",\"note\":\"NEW PART: Wing B\","
               "\"street\":\"1 Test Street\"}"},
    {ENHANCED, "\"note\":\"not valid; Gender: Male\",\"number\":\"T-123\",\"type\":\"passport\""},
    {ENHANCED, "\"links\":[{\"name\":\"TEST STAR\",\"note\":\"quality High\",\"ref\":\"999002\","
               "\"type\":\"Acting for or on behalf of\"}]"},
    {ADVANCED, "\"addresses\":[{\"city\":\"Testville\",\"country\":\"Testland\",\"street\":\"1 "
               "Test Street\"}]"},
    {ADVANCED, "\"note\":\"Fraudulent; seen twice\",\"number\":\"T-123\",\"type\":\"passport\""},
    {ADVANCED, "\"links\":[{\"ref\":\"999001\",\"type\":\"Acting for or on behalf of\"}]"},
    {ADVANCED, "\"links\":[{\"name\":\"Nobody Known\",\"type\":\"wife of\"}]"},
};

static const struct {
    unsigned in;
    const char *what;
} unknown[] = {
    {LEGACY, "sdnEntry/invented"},
    {ENHANCED, "entity/invented/thing"},
    {ENHANCED, "part of an address: NEW PART"},
};

static void the_same_party_comes_from_each_format(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(samples); i++) {
        struct buf bytes = {0};
        struct run run;
        size_t strange = 0;
        assert_true(load(samples[i].path, &bytes));
        assert_int_equal(run_bytes(&run, "us-sdn", buf_str(&bytes)), OK);
        assert_int_equal(run.sink.records, samples[i].records);
        assert_int_equal(run.sink.declared, samples[i].declared);
        assert_string_equal(run.sink.format, samples[i].format);
        assert_string_equal(run.sink.list_date, "2026-08-20");
        assert_false(run.sink.partial);
        for (size_t k = 0; k < COUNT(wanted); k++)
            if ((wanted[k].in & samples[i].bit) && !run_has(&run, wanted[k].text))
                fail_msg("%s\n%s\n%s", samples[i].path, wanted[k].text, buf_cstr(&run.all));
        for (size_t k = 0; k < COUNT(unknown); k++)
            if (unknown[k].in & samples[i].bit) {
                assert_int_equal(run_unknown(&run, unknown[k].what), 1);
                strange++;
            }
        assert_int_equal(run_unknown(&run, ""), strange);
        run_free(&run);
        buf_free(&bytes);
    }
}

/* One change to a sample, and what comes of it. */
static const struct {
    size_t sample;
    const char *from, *to;
    bool partial;
    const char *unknown, *why; /* why: it is refused so */
} twists[] = {
    {1, "</sanctionsLists></filters>",
     "</sanctionsLists><sanctionsPrograms><sanctionsProgram "
     "refId=\"1\">IRGC</sanctionsProgram></sanctionsPrograms></filters>",
     true, NULL, NULL},
    {1, "1550\">SDN List", "1\">CAPTA List", true, NULL, NULL},
    {2, "Version=\"1\"", "Version=\"1\" DeltaBaseVersion=\"7\"", true, NULL, NULL},
    {2, "AliasTypeID=\"12\"", "AliasTypeID=\"99\"", false, "no value for AliasType: 99", NULL},
    {2, "VersionLocation LocationID=\"202\"", "VersionLocation LocationID=\"9\"", false,
     "no location: 9", NULL},
    {2, "NamePartGroupID=\"80\"", "NamePartGroupID=\"9\"", false, "no group of name parts: 9",
     NULL},
    {2, "<SanctionsEntryLinks />", "<New ID=\"x\"/>", false, NULL, NULL},
    {0, "Individual", "Ghost", false, "type of party: Ghost", NULL},
    {0, "<uid>999002</uid>", "", false, NULL, "has no reference"},
    {0, "</sdnList>", "", false, NULL, "not well-formed"},
    {1, "</entities>", "", false, NULL, "not well-formed"},
    {2, "<Value>Testville", "<Value>\xFF", false, NULL, "invalid UTF-8"},
};

static void a_twist_is_noticed(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(twists); i++) {
        struct buf bytes = {0}, twisted = {0};
        struct run run;
        assert_true(load(samples[twists[i].sample].path, &bytes));
        struct str rest, head;
        rest = str_cut_at(buf_str(&bytes), str_of(twists[i].from), &head);
        assert_true(head.len < bytes.len);
        buf_put(&twisted, head);
        buf_puts(&twisted, twists[i].to);
        buf_put(&twisted, rest);
        enum status rc = run_bytes(&run, "us-sdn", buf_str(&twisted));
        assert_int_equal(rc, twists[i].why ? ERR_INPUT : OK);
        if (twists[i].why && !strstr(run.err.why, twists[i].why))
            fail_msg("%zu: %s", i, run.err.why);
        assert_int_equal(run.sink.partial, twists[i].partial);
        if (twists[i].unknown)
            assert_int_equal(run_unknown(&run, twists[i].unknown), 1);
        run_free(&run);
        buf_free(&bytes);
        buf_free(&twisted);
    }
}

static const struct {
    const char *list, *file, *date;
    size_t records, declared;
    bool partial;
} real[] = {
    {"us-cons", "cons-2018-04-06.xml", "2018-04-06", 639, 639, false},
    {"us-cons", "cons-2024-05-06.xml", "2024-05-06", 443, 443, false},
    {"us-cons", "cons-2025-03-28.xml", "2025-03-28", 443, 443, false},
    {"us-sdn", "enhanced-irgc-2024-08-28.xml", "2024-08-28", 293, 0, true},
};

static void real_files_are_understood_whole(void **state)
{
    (void)state;
    const char *shared = getenv("TOCSIN_SHARED");
    for (size_t i = 0; i < COUNT(real); i++) {
        char path[400];
        struct buf bytes = {0};
        struct run run;
        snprintf(path, sizeof path, "%s/data/ofac/%s", shared ? shared : "../shared", real[i].file);
        if (!load(path, &bytes))
            continue;
        assert_int_equal(run_bytes(&run, real[i].list, buf_str(&bytes)), OK);
        assert_int_equal(run.sink.records, real[i].records);
        assert_int_equal(run.sink.declared, real[i].declared);
        assert_int_equal(run.sink.partial, real[i].partial);
        assert_string_equal(run.sink.list_date, real[i].date);
        assert_int_equal(run_unknown(&run, ""), 0);
        run_free(&run);
        buf_free(&bytes);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_same_party_comes_from_each_format),
                                       cmocka_unit_test(a_twist_is_noticed),
                                       cmocka_unit_test(real_files_are_understood_whole)};
    return cmocka_run_group_tests_name("ofac_xml", tests, NULL, NULL);
}
