/* SPDX-License-Identifier: Apache-2.0 */
/* ftm_test.c - what becomes of FollowTheMoney lines.  All names are invented. */
#include "cmocka_all.h"

#include "base/file.h"
#include "source/source.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What a parse gave: each record on a line, each removal as "-ref". */
struct got {
    struct sink sink;
    struct buf text;
    size_t records, gone;
};

static enum status take_record(void *ctx, const struct record *r, struct str canonical,
                               struct error *err)
{
    struct got *g = ctx;
    (void)r;
    (void)err;
    g->records++;
    buf_put(&g->text, canonical);
    buf_byte(&g->text, '\n');
    return OK;
}

static enum status take_gone(void *ctx, struct str ref, struct error *err)
{
    struct got *g = ctx;
    (void)err;
    g->gone++;
    buf_byte(&g->text, '-');
    buf_put(&g->text, ref);
    buf_byte(&g->text, '\n');
    return OK;
}

static enum status parse(struct got *g, struct str bytes, struct error *err)
{
    struct input_file file = {STR("entities.ftm.json"), bytes};
    struct input in = {.list = STR("test"), .files = &file, .count = 1};
    *g = (struct got){.sink = {.put = take_record, .gone = take_gone}};
    *err = (struct error){0};
    g->sink.ctx = g;
    return source_ftm.parse(&in, &g->sink, err);
}

static void got_free(struct got *g)
{
    sink_free(&g->sink);
    buf_free(&g->text);
}

#define HEAD(id, caption, schema)                                                                  \
    "{\"id\":\"" id "\",\"caption\":\"" caption "\",\"schema\":\"" schema "\",\"properties\":"

static const struct {
    const char *line, *record;
} cases[] = {
    /* A person: the caption is the primary name; parts go to it where they stand in it. */
    {HEAD("NK-1", "Omar Testari",
          "Person") "{\"name\":[\"Omar TESTARI\",\"Omar Testari\",\"عمر\"],\"alias\":[\"Abu  "
                    "Test\"],"
                    "\"weakAlias\":[\"The Tester\"],\"previousName\":[\"Omar Sample\"],"
                    "\"firstName\":[\"Omar\",\"Om\"],\"lastName\":[\"Testari\",\"ari\",\"Om\"]}}",
     "{\"details\":[{\"text\":\"Om\",\"type\":\"firstName\"},{\"text\":\"Om\",\"type\":"
     "\"lastName\"},{\"text\":\"Person\",\"type\":\"schema\"},{\"text\":\"ari\",\"type\":"
     "\"lastName\"}],\"kind\":\"person\",\"list\":\"test\",\"names\":[{\"parts\":[{\"part\":"
     "\"given\",\"text\":\"Omar\"},{\"part\":\"family\",\"text\":\"Testari\"}],\"quality\":"
     "\"primary\",\"text\":\"Omar Testari\"},{\"quality\":\"former\",\"text\":\"Omar Sample\"},"
     "{\"quality\":\"strong\",\"script\":\"Arab\",\"text\":\"عمر\"},{\"quality\":\"strong\","
     "\"text\":\"Abu Test\",\"verbatim\":\"Abu  Test\"},{\"quality\":\"strong\",\"text\":"
     "\"Omar TESTARI\"},{\"quality\":\"weak\",\"text\":\"The Tester\"}],\"ref\":\"NK-1\","
     "\"status\":\"listed\"}"},
    /* Dates by their precision, places, countries, identifiers, texts. */
    {HEAD("NK-2", "Xy",
          "Person") "{\"birthDate\":[\"1962\",\"1962-05\",\"1962-05-17\"],\"deathDate\":[\"2001-02-"
                    "30\"],"
                    "\"modifiedAt\":[\"2021-02-24\"],\"createdAt\":[\"2001\"],\"birthPlace\":["
                    "\"Nowhere\"],"
                    "\"birthCountry\":[\"xx\"],\"nationality\":[\"xx\"],\"country\":[\"xx-abc\"],"
                    "\"passportNumber\":[\" A 1 "
                    "\"],\"gender\":[\"male\",\"female\"],\"position\":[\"Clerk\"],"
                    "\"title\":[\"Dr\"],\"topics\":[\"sanction\"],\"notes\":[\"A\\nnote\"],"
                    "\"sourceUrl\":[\"https://example.org/"
                    "\"],\"programId\":[\"XX-TEST\"],\"novelty\":[\"kept\"],"
                    "\"addressEntity\":[\"addr-1\"],\"address\":[\"1 Road\"],\"wealth\":12.50},"
                    "\"referents\":[\"x-2\",\"NK-2\"],\"datasets\":[\"test_set\"],\"first_seen\":"
                    "\"2020-01-01T00:00:00\",\"last_seen\":\"2024-05-30T00:00:00\",\"last_change\":"
                    "\"2024-05-28T15:51:35\",\"target\":true,\"surprise\":1}",
     "{\"addresses\":[{\"text\":\"1 Road\"}],\"amended\":[\"2021-02-24\"],\"births\":["
     "{\"from\":\"1962\",\"precision\":\"year\"},{\"from\":\"1962-05\",\"precision\":\"month\"},"
     "{\"from\":\"1962-05-17\",\"precision\":\"day\"}],\"countries\":[{\"code\":\"XX\",\"type\":"
     "\"nationality\"},{\"country\":\"xx-abc\",\"type\":\"country\"}],\"dates\":[{\"from\":"
     "\"2001\",\"precision\":\"year\",\"type\":\"created\"},{\"precision\":\"text\",\"text\":"
     "\"2001-02-30\",\"type\":\"death\"}],\"details\":[{\"text\":\"12.50\",\"type\":\"wealth\"},"
     "{\"text\":\"Person\",\"type\":\"schema\"},{\"text\":\"female\",\"type\":\"gender\"},"
     "{\"text\":\"kept\",\"type\":\"novelty\"},{\"text\":\"sanction\",\"type\":\"topics\"},"
     "{\"text\":\"test_set\",\"type\":\"dataset\"}],\"gender\":\"male\",\"identifiers\":["
     "{\"number\":\"A 1\",\"type\":\"passport\"}],\"kind\":\"person\",\"links\":[{\"ref\":"
     "\"addr-1\",\"type\":\"Person/addressEntity\"}],\"list\":\"test\",\"names\":[{\"quality\":"
     "\"primary\",\"text\":\"Xy\"}],\"places\":[{\"country\":\"XX\",\"type\":\"birth\"},"
     "{\"text\":\"Nowhere\",\"type\":\"birth\"}],\"positions\":[\"Clerk\"],\"programmes\":["
     "\"XX-TEST\"],\"ref\":\"NK-2\",\"remarks\":[\"A note\"],\"sources\":["
     "\"https://example.org/\"],\"status\":\"listed\",\"titles\":[\"Dr\"],\"xrefs\":[{\"list\":"
     "\"test\",\"ref\":\"x-2\"}]}"},
    /* A sanction is a record of its own, linked to whom it is about. */
    {HEAD("s-1", "Test Authority",
          "Sanction") "{\"entity\":[\"NK-1\"],\"authority\":[\"Test "
                      "Authority\"],\"country\":[\"xx\"],"
                      "\"program\":[\"Testing\"],\"reason\":[\"For "
                      "tests\"],\"unscId\":[\"QDi.999\"],"
                      "\"listingDate\":[\"2020-01-02\"],\"startDate\":[\"2020-01-01\"],\"endDate\":"
                      "[\"2021\"],"
                      "\"status\":[\"Suspended\"],\"duration\":[\"1 "
                      "year\"],\"provisions\":[\"Asset freeze\"]}}",
     "{\"authority\":\"Test Authority\",\"countries\":[{\"code\":\"XX\",\"type\":\"authority\"}],"
     "\"dates\":[{\"from\":\"2020-01-01\",\"precision\":\"day\",\"type\":\"start\"}],\"details\":["
     "{\"text\":\"1 year\",\"type\":\"duration\"},{\"text\":\"Sanction\",\"type\":\"schema\"},"
     "{\"text\":\"Suspended\",\"type\":\"status\"}],\"ended\":\"2021\",\"kind\":\"unknown\","
     "\"links\":[{\"ref\":\"NK-1\",\"type\":\"Sanction/entity\"}],\"list\":\"test\",\"listed\":"
     "\"2020-01-02\",\"measures\":[{\"from\":\"entry\",\"text\":\"Asset freeze\",\"type\":"
     "\"asset-freeze\"}],\"names\":[{\"quality\":\"primary\",\"text\":\"Test Authority\"}],"
     "\"programmes\":[\"Testing\"],\"reasons\":[\"For tests\"],\"ref\":\"s-1\",\"status\":"
     "\"suspended\",\"xrefs\":[{\"list\":\"un\",\"ref\":\"QDi.999\"}]}"},
    /* Measures of the programme, where the record states none. */
    {HEAD("s-2", "Au", "Sanction") "{\"programId\":[\"UN-SC1988\"]}}",
     "{\"details\":[{\"text\":\"Sanction\",\"type\":\"schema\"}],\"kind\":\"unknown\",\"list\":"
     "\"test\",\"measures\":[{\"from\":\"regime\",\"type\":\"arms-embargo\"},{\"from\":"
     "\"regime\",\"type\":\"asset-freeze\"},{\"from\":\"regime\",\"type\":\"travel-ban\"}],"
     "\"names\":[{\"quality\":\"primary\",\"text\":\"Au\"}],\"programmes\":[\"UN-SC1988\"],"
     "\"ref\":\"s-2\",\"status\":\"listed\"}"},
    /* The number of a document, with all that is said of it. */
    {HEAD("p-1", "A 1",
          "Passport") "{\"holder\":[\"NK-1\"],\"number\":[\"A "
                      "1\"],\"type\":[\"Passport\"],\"country\":[\"xx\","
                      "\"yy\"],\"endDate\":[\"2030-01-01\"],\"authority\":[\"Desk\"]}}",
     "{\"details\":[{\"text\":\"Passport\",\"type\":\"schema\"},{\"text\":\"yy\",\"type\":"
     "\"country\"}],\"identifiers\":[{\"country\":\"xx\",\"expires\":\"2030-01-01\",\"issuer\":"
     "\"Desk\",\"note\":\"Passport\",\"number\":\"A 1\",\"type\":\"passport\"}],\"kind\":"
     "\"unknown\",\"links\":[{\"ref\":\"NK-1\",\"type\":\"Passport/holder\"}],\"list\":\"test\","
     "\"names\":[{\"quality\":\"primary\",\"text\":\"A 1\"}],\"ref\":\"p-1\",\"status\":"
     "\"listed\"}"},
    /* An address by its parts, beside the whole. */
    {HEAD("a-1", "1 Road, Town",
          "Address") "{\"full\":[\"1 Road, "
                     "Town\"],\"city\":[\"Town\"],\"postalCode\":[\"123\"],\"state\":[\"S\"]}}",
     "{\"addresses\":[{\"city\":\"Town\",\"postcode\":\"123\"},{\"text\":\"1 Road, Town\"}],"
     "\"details\":[{\"text\":\"Address\",\"type\":\"schema\"},{\"text\":\"S\",\"type\":\"state\"}],"
     "\"kind\":\"unknown\",\"list\":\"test\",\"names\":[{\"quality\":\"primary\",\"text\":"
     "\"1 Road, Town\"}],\"ref\":\"a-1\",\"status\":\"listed\"}"},
    /* No caption and no name: the id stands for one.  A wallet's currency is of its key. */
    {"{\"id\":\"w-1\",\"schema\":\"CryptoWallet\",\"properties\":{\"publicKey\":[\"1test\"],"
     "\"currency\":[\"XBT\"],\"holder\":\"NK-1\"}}",
     "{\"details\":[{\"text\":\"CryptoWallet\",\"type\":\"schema\"}],\"identifiers\":[{\"number\":"
     "\"1test\",\"type\":\"crypto:XBT\"}],\"kind\":\"unknown\",\"links\":[{\"ref\":\"NK-1\","
     "\"type\":\"CryptoWallet/holder\"}],\"list\":\"test\",\"names\":[{\"quality\":\"primary\","
     "\"text\":\"w-1\"}],\"ref\":\"w-1\",\"status\":\"listed\"}"},
    {"{\"id\":\"v-1\",\"schema\":\"Vessel\",\"properties\":{\"name\":[\"Testship\",\"Ship\"],"
     "\"imoNumber\":[\"0000000\"],\"flag\":[\"xx\"]}}",
     "{\"countries\":[{\"code\":\"XX\",\"type\":\"flag\"}],\"details\":[{\"text\":\"Vessel\","
     "\"type\":\"schema\"}],\"identifiers\":[{\"number\":\"0000000\",\"type\":\"imo\"}],\"kind\":"
     "\"vessel\",\"list\":\"test\",\"names\":[{\"quality\":\"primary\",\"text\":\"Testship\"},"
     "{\"quality\":\"strong\",\"text\":\"Ship\"}],\"ref\":\"v-1\",\"status\":\"listed\"}"},
    /* Nested: pieces are folded in, other parties are linked and told as details. */
    {HEAD("NK-3", "Nest", "Company") "{\"sanctions\":[{\"id\":\"s-3\",\"caption\":\"Au\","
                                     "\"schema\":\"Sanction\",\"properties\":{"
                                     "\"entity\":[\"NK-3\"],\"program\":[\"P\"],\"status\":["
                                     "\"suspended\"]},\"datasets\":[\"d\"]}],"
                                     "\"addressEntity\":[{\"id\":\"a-3\",\"caption\":\"2 "
                                     "Road\",\"schema\":\"Address\","
                                     "\"properties\":{\"full\":[\"2 "
                                     "Road\"]}},\"a-4\"],\"ownershipAsset\":[{\"id\":\"o-3\","
                                     "\"schema\":\"Ownership\",\"properties\":{\"percentage\":["
                                     "\"51\"],\"owner\":[{\"id\":\"NK-4\","
                                     "\"caption\":\"Own\",\"schema\":\"Person\",\"properties\":{"
                                     "\"name\":[\"Own\"]}}]}}]}}",
     "{\"addresses\":[{\"text\":\"2 Road\"}],\"details\":[{\"text\":\"51\",\"type\":"
     "\"ownershipAsset/percentage\"},{\"text\":\"Company\",\"type\":\"schema\"},{\"text\":\"Own\","
     "\"type\":\"ownershipAsset/owner/name\"},{\"text\":\"d\",\"type\":\"sanctions/dataset\"},"
     "{\"text\":\"suspended\",\"type\":\"sanctions/status\"}],\"kind\":\"organisation\",\"links\":["
     "{\"name\":\"2 Road\",\"note\":\"Address\",\"ref\":\"a-3\",\"type\":\"addressEntity\"},"
     "{\"name\":\"Au\",\"note\":\"Sanction\",\"ref\":\"s-3\",\"type\":\"sanctions\"},{\"name\":"
     "\"Own\",\"note\":\"Person\",\"ref\":\"NK-4\",\"type\":\"ownershipAsset/owner\"},{\"note\":"
     "\"Ownership\",\"ref\":\"o-3\",\"type\":\"ownershipAsset\"},{\"ref\":\"a-4\",\"type\":"
     "\"Company/addressEntity\"}],\"list\":\"test\",\"names\":[{\"quality\":\"primary\",\"text\":"
     "\"Nest\"}],\"programmes\":[\"P\"],\"ref\":\"NK-3\",\"status\":\"listed\"}"},
};

static void lines_become_records_as_in_the_table(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct got g;
        struct error err;
        if (parse(&g, str_of(cases[i].line), &err))
            fail_msg("case %zu: %s", i, err.why);
        assert_int_equal(g.records, 1);
        g.text.len--;
        assert_string_equal(buf_cstr(&g.text), cases[i].record);
        assert_string_equal(g.sink.format, "ftm");
        assert_false(g.sink.delta);
        got_free(&g);
    }
}

/* What changes daily is not in the record, and what is not known is counted. */
static void the_file_tells_its_date_and_what_was_not_known(void **state)
{
    struct got g;
    struct error err;
    (void)state;
    assert_int_equal(parse(&g, str_of(cases[1].line), &err), OK);
    assert_string_equal(g.sink.list_date, "2024-05-28");
    assert_null(strstr(buf_cstr(&g.text), "2024-05"));
    assert_int_equal(g.sink.unknown.count, 3);
    assert_true(str_is(g.sink.unknown.at[0].what, "surprise"));
    assert_true(str_is(g.sink.unknown.at[1].what, "date: 2001-02-30"));
    assert_true(
        str_is(g.sink.unknown.at[2].what, "programme whose measures are not known: XX-TEST"));
    got_free(&g);
}

static void a_delta_adds_changes_and_removes(void **state)
{
    struct got g;
    struct error err;
    (void)state;
    struct str delta = STR("{\"op\":\"DEL\",\"entity\":{\"id\":\"gone-1\"}}\r\n\n"
                           "{\"entity\":{\"id\":\"n\",\"schema\":\"Person\",\"properties\":{}},"
                           "\"op\":\"ADD\"}\n{\"op\":\"DEL\",\"entity\":{\"id\":\"gone-2\"}}");
    assert_int_equal(parse(&g, delta, &err), OK);
    assert_true(g.sink.delta);
    assert_string_equal(g.sink.format, "ftm-delta");
    assert_int_equal(g.records, 1);
    assert_int_equal(g.gone, 2);
    assert_true(str_starts(buf_str(&g.text), STR("-gone-1\n{")));
    assert_true(str_ends(buf_str(&g.text), STR("-gone-2\n")));
    got_free(&g);
}

#define GOOD "{\"id\":\"a\",\"schema\":\"Person\",\"properties\":{}}\n" /* 45 bytes */

static const struct {
    const char *text;
    size_t line, offset;
    const char *why;
} faults[] = {
    {"", 0, 0, "empty"},
    {"\n \n", 0, 0, "empty"},
    {GOOD "{\"id\":\"b\",\"schema\":\"Person\",\"propert", 2, 81, "not JSON"},
    {GOOD "\n" GOOD "[]\n" GOOD, 4, 91, "should be an object"},
    {GOOD "{\"schema\":\"Person\",\"properties\":{}}", 2, 45, "no id"},
    {GOOD "{\"id\":\" \",\"schema\":\"Person\",\"properties\":{}}", 2, 45, "no id"},
    {GOOD "{\"id\":\"a\",\"properties\":{}}", 2, 45, "no schema"},
    {GOOD "{\"id\":\"a\",\"schema\":\"Person\"}", 2, 45, "no properties"},
    {GOOD "{\"id\":\"a\",\"id\":\"b\",\"schema\":\"Person\",\"properties\":{}}", 2, 60, "twice"},
    {GOOD "{\"op\":\"DEL\",\"entity\":{\"id\":\"a\"}}", 2, 45, "no id"},
    {"{\"op\":\"DEL\",\"entity\":{\"id\":\"a\"}}\n" GOOD, 2, 33, "without an operation"},
    {"{\"op\":\"DEL\"}", 1, 0, "no entity"},
    {"{\"op\":\"DEL\",\"entity\":{}}", 1, 21, "no id"},
    {"{\"op\":\"PUT\",\"entity\":{\"id\":\"a\"}}", 1, 6, "PUT"},
};

static void faults_are_told_with_line_and_byte(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(faults); i++) {
        struct got g;
        struct error err;
        assert_int_equal(parse(&g, str_of(faults[i].text), &err), ERR_INPUT);
        if (err.line != faults[i].line || err.offset != faults[i].offset ||
            !strstr(err.why, faults[i].why))
            print_error("case %zu: line %zu, byte %zu, %s\n", i, err.line, err.offset, err.why);
        assert_int_equal(err.line, faults[i].line);
        assert_int_equal(err.offset, faults[i].offset);
        assert_non_null(strstr(err.why, faults[i].why));
        got_free(&g);
    }
}

/* ---- Streams. */

struct tape {
    size_t left, at;
};

/* One entity whose caption never ends. */
static size_t read_endless(void *ctx, char *into, size_t len)
{
    struct tape *t = ctx;
    static const char start[] = "{\"id\":\"a\",\"caption\":\"";
    for (size_t i = 0; i < len; i++, t->at++)
        into[i] = t->at < sizeof start - 1 ? start[t->at] : 'x';
    return len;
}

static void a_line_has_a_limit(void **state)
{
    struct tape tape = {0};
    struct input in = {.list = STR("test"), .read = read_endless, .read_ctx = &tape};
    struct got g = {.sink = {.put = take_record}};
    struct error err = {0};
    (void)state;
    assert_int_equal(source_ftm.parse(&in, &g.sink, &err), ERR_INPUT);
    assert_int_equal(err.line, 1);
    assert_non_null(strstr(err.why, "16 MiB"));
    assert_true(tape.at < 64 << 20);
    got_free(&g);
}

struct pieces {
    struct str rest;
    size_t most;
};

static size_t read_piece(void *ctx, char *into, size_t len)
{
    struct pieces *p = ctx;
    struct str piece = str_span(p->rest, 0, len < p->most ? len : p->most);
    if (piece.len)
        memcpy(into, piece.s, piece.len);
    p->rest = str_from(p->rest, piece.len);
    return piece.len;
}

/* Lines of many lengths, some longer than a block. */
static void invent_lines(struct buf *b)
{
    for (size_t i = 0; i < 400; i++) {
        size_t len = i % 150 == 149 ? 700000 : i * 37 % 6000;
        buf_printf(b, "{\"id\":\"n%zu\",\"schema\":\"Person\",\"properties\":{\"notes\":[\"", i);
        for (size_t k = 0; k < len; k++)
            buf_byte(b, (char)('a' + (i + k) % 26));
        buf_puts(b, "\"]}}\n");
    }
}

static void how_the_bytes_come_does_not_matter(void **state)
{
    static const size_t mosts[] = {1, 997, 4096, 65536, 262144, SIZE_MAX};
    struct buf all = {0};
    struct got whole;
    struct error err;
    (void)state;
    invent_lines(&all);
    assert_int_equal(parse(&whole, buf_str(&all), &err), OK);
    assert_int_equal(whole.records, 400);
    for (size_t i = 0; i < COUNT(mosts); i++) {
        struct pieces pieces = {buf_str(&all), mosts[i]};
        struct input in = {.list = STR("test"), .read = read_piece, .read_ctx = &pieces};
        struct got g = {.sink = {.put = take_record}};
        g.sink.ctx = &g;
        assert_int_equal(source_ftm.parse(&in, &g.sink, &err), OK);
        assert_true(str_equal(buf_str(&g.text), buf_str(&whole.text)));
        got_free(&g);
    }
    got_free(&whole);
    buf_free(&all);
}

static const struct {
    const char *head, *format;
} heads[] = {
    {GOOD, "ftm"},
    {"{\"id\":\"a\",\"caption\":\"A\",\"schema\":\"Person\",\"properties\":{\"name\":[\"A", "ftm"},
    {"{\"op\":\"DEL\",\"entity\":{\"id\":\"a\"}}\n", "ftm-delta"},
    {"{\"op\": \"ADD\", \"entity\": {\"id", "ftm-delta"},
    {"{\"Publications\":{\"PublicationDetail\":[]}}", NULL},
    {"[{\"id\":\"a\",\"schema\":\"Person\",\"properties\":{}}]", NULL},
    {"<?xml version=\"1.0\"?>", NULL},
    {"", NULL},
};

static void files_are_known_by_their_first_bytes(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(heads); i++) {
        const char *format = source_ftm.claims(STR("entities.ftm.json"), str_of(heads[i].head));
        assert_int_equal(format != NULL, heads[i].format != NULL);
        if (format)
            assert_string_equal(format, heads[i].format);
    }
}

static void the_real_delta_is_read_whole(void **state)
{
    const char *shared = getenv("TOCSIN_SHARED");
    char path[4096];
    struct buf file = {0};
    struct error err = {0};
    struct got g;
    (void)state;
    snprintf(path, sizeof path, "%s/data/ftm/entities.delta.json", shared ? shared : "../shared");
    if (!file_exists(path)) {
        print_message("%s is not here: skipped\n", path);
        skip();
    }
    assert_int_equal(file_read(path, SIZE_MAX, &file, &err), OK);
    if (parse(&g, buf_str(&file), &err))
        fail_msg("line %zu, byte %zu: %s", err.line, err.offset, err.why);
    assert_int_equal(g.records, 1039 + 90);
    assert_int_equal(g.gone, 571);
    assert_string_equal(g.sink.list_date, "2024-05-30");
    for (size_t i = 0; i < g.sink.unknown.count; i++)
        print_message("not known: %.*s (%zu)\n", STRF(g.sink.unknown.at[i].what),
                      g.sink.unknown.at[i].count);
    assert_int_equal(g.sink.unknown.count, 0);
    got_free(&g);
    buf_free(&file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_become_records_as_in_the_table),
        cmocka_unit_test(the_file_tells_its_date_and_what_was_not_known),
        cmocka_unit_test(a_delta_adds_changes_and_removes),
        cmocka_unit_test(faults_are_told_with_line_and_byte),
        cmocka_unit_test(a_line_has_a_limit),
        cmocka_unit_test(how_the_bytes_come_does_not_matter),
        cmocka_unit_test(files_are_known_by_their_first_bytes),
        cmocka_unit_test(the_real_delta_is_read_whole),
    };
    return cmocka_run_group_tests_name("ftm", tests, NULL, NULL);
}
