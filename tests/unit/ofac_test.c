/* SPDX-License-Identifier: Apache-2.0 */
/* ofac_test.c - OFAC's CSV set: what rows become, what is refused, and that every change of a
 * row is a change of the record. */
#include "cmocka_all.h"

#include "base/file.h"
#include "format/csv.h"
#include "ofac_run.h"

#include <stdio.h>
#include <string.h>

#define END   "\x1A"
#define NULL6 "-0- ,-0- ,-0- ,-0- ,-0- ,-0- "

static struct input_file file(const char *name, const char *text)
{
    return (struct input_file){str_of(name), str_of(text)};
}

/* ---- Rows. */

static const char sdn[] =
    "999001,\"EXAMPLI, Samir  Omar\",\"individual\",\"SDGT] [IFSR\",\"Minister of Tests\",-0- ,-0- "
    ",-0- ,-0- ,-0- ,-0- ,\"DOB circa 1972; POB Testville, Nowhere; Gender Male; "
    "a.k.a. 'ABU TEST'.\"\r\n"
    "999002,\"TEST STAR\",\"vessel\",\"IRAN\",-0- ,\"T3ST\",\"Crude Oil "
    "Tanker\",\"100,000\",\"60,000\",\"Testland\",\"Test Lines\",\"Vessel Registration "
    "Identification IMO 1234567; MMSI 123456789; Linked To: TEST LINES.\"\r\n"
    "999003,\"EXAMPLI TRADING, S.A.\",-0- ,\"CUBA\",-0- ," NULL6 ",-0- \r\n" END;
static const char alt[] = "999001,1,\"aka\",\"EXAMPLY, Sameer\",-0- \r\n"
                          "999001,2,\"fka\",\"OLDNAME, Samir, Jr.\",\"until 1999\"\r\n"
                          "999003,3,\"nka\",\"EXAMPLI GROUP\",-0- \r\n" END;
static const char add[] = "999003,1,\"1 Test Street\",\"Testville 1234\",\"Nowhere\",-0- \r\n"
                          "999003,2,-0- ,-0- ,\"Testland\",-0- \r\n" END;

static const char set_records[] =
    "{\"births\":[{\"circa\":true,\"from\":\"1972\",\"precision\":\"year\"}],\"gender\":\"male\","
    "\"kind\":\"person\",\"list\":\"us-sdn\",\"measures\":[{\"from\":\"regime\",\"type\":\"asset-"
    "freeze\"},"
    "{\"from\":\"regime\",\"type\":\"secondary-sanctions\"},{\"from\":\"regime\",\"type\":"
    "\"services-ban\"}],"
    "\"names\":[{\"note\":\"until 1999\",\"parts\":[{\"part\":\"family\",\"text\":\"OLDNAME\"},"
    "{\"part\":\"given\",\"text\":\"Samir\"},{\"part\":\"suffix\",\"text\":\"Jr.\"}],\"quality\":"
    "\"former\","
    "\"text\":\"Samir OLDNAME Jr.\",\"verbatim\":\"OLDNAME, Samir, "
    "Jr.\"},{\"parts\":[{\"part\":\"family\","
    "\"text\":\"EXAMPLI\"},{\"part\":\"given\",\"text\":\"Samir Omar\"}],\"quality\":\"primary\","
    "\"text\":\"Samir Omar EXAMPLI\",\"verbatim\":\"EXAMPLI, Samir  "
    "Omar\"},{\"parts\":[{\"part\":\"family\","
    "\"text\":\"EXAMPLY\"},{\"part\":\"given\",\"text\":\"Sameer\"}],\"quality\":\"strong\","
    "\"text\":\"Sameer "
    "EXAMPLY\",\"verbatim\":\"EXAMPLY, Sameer\"},{\"quality\":\"weak\",\"text\":\"ABU TEST\"}],"
    "\"places\":[{\"text\":\"Testville, Nowhere\",\"type\":\"birth\"}],\"positions\":[\"Minister "
    "of Tests\"],\"programmes\":[\"IFSR\",\"SDGT\"],\"ref\":\"999001\",\"remarks\":[\"DOB circa "
    "1972; POB Testville, Nowhere; Gender Male; a.k.a. 'ABU TEST'.\"],\"status\":\"listed\"}\n"
    "{\"countries\":[{\"country\":\"Testland\",\"type\":\"flag\"}],\"details\":[{\"text\":\"100,"
    "000\",\"type\":\"tonnage\"},{\"text\":\"60,000\",\"type\":\"gross registered tonnage\"},"
    "{\"text\":\"Crude Oil Tanker\",\"type\":\"vessel type\"},{\"text\":\"T3ST\",\"type\":\"call "
    "sign\"},{\"text\":\"Test Lines\",\"type\":\"vessel "
    "owner\"}],\"identifiers\":[{\"number\":\"1234567\","
    "\"type\":\"imo\"},{\"number\":\"123456789\",\"type\":\"mmsi\"}],\"kind\":\"vessel\",\"links\":"
    "[{"
    "\"name\":\"TEST LINES\",\"type\":\"Linked "
    "To\"}],\"list\":\"us-sdn\",\"measures\":[{\"from\":\"regime\","
    "\"type\":\"asset-freeze\"}],\"names\":[{\"quality\":\"primary\",\"text\":\"TEST STAR\"}],"
    "\"programmes\":[\"IRAN\"],\"ref\":\"999002\",\"remarks\":[\"Vessel Registration "
    "Identification "
    "IMO 1234567; MMSI 123456789; Linked To: TEST LINES.\"],\"status\":\"listed\"}\n"
    "{\"addresses\":[{\"country\":\"Nowhere\",\"street\":\"1 Test Street\",\"text\":\"Testville "
    "1234\"},{\"country\":\"Testland\"}],\"kind\":\"organisation\",\"list\":\"us-sdn\","
    "\"measures\":[{"
    "\"from\":\"regime\",\"type\":\"asset-freeze\"}],\"names\":[{\"note\":\"now known "
    "as\",\"quality\":\"strong\","
    "\"text\":\"EXAMPLI GROUP\"},{\"quality\":\"primary\",\"text\":\"EXAMPLI TRADING, S.A.\"}],"
    "\"programmes\":[\"CUBA\"],\"ref\":\"999003\",\"status\":\"listed\"}\n";

static void a_set_of_files_becomes_these_records(void **state)
{
    (void)state;
    struct run run;
    struct input_file files[] = {file("ALT.CSV", alt), file("sdn-2026-01-01.csv", sdn),
                                 file("add.csv", add)};
    assert_int_equal(run_ofac(&run, "us-sdn", files, COUNT(files)), OK);
    assert_string_equal(buf_cstr(&run.all), set_records);
    assert_int_equal(run.sink.unknown.count, 0);
    assert_string_equal(run.sink.format, "csv");
    run_free(&run);
}

static void files_are_told_by_columns_where_the_name_does_not(void **state)
{
    (void)state;
    struct run run;
    struct input_file files[] = {file("a", alt), file("b", sdn), file("c", add)};
    assert_int_equal(run_ofac(&run, "us-sdn", files, COUNT(files)), OK);
    assert_string_equal(buf_cstr(&run.all), set_records);
    run_free(&run);
}

static void a_cut_remark_is_glued_or_left_unread_at_its_end(void **state)
{
    (void)state;
    char row[1400], remark[1001];
    struct run run;
    memset(remark, 'x', sizeof remark - 1);
    remark[sizeof remark - 1] = 0;
    memcpy(remark, "Linked To: ", 11);
    memcpy(remark + 980, "; Passport T12345678", 20);
    snprintf(row, sizeof row, "9,\"N, A\",\"individual\",\"SDGT\"," NULL6 ",-0- ,\"%s\"\r\n" END,
             remark);
    struct input_file files[] = {file("sdn.csv", row),
                                 file("sdn_comments.csv", "9,\"90 (Testland).\"\r\n" END)};
    assert_int_equal(run_ofac(&run, "us-sdn", files, 1), OK);
    assert_false(run_has(&run, "T12345678\",\"type\""));
    assert_true(run_has(&run, "Passport T12345678\"]"));
    assert_int_equal(run_unknown(&run, "remark cut"), 1);
    run_free(&run);
    assert_int_equal(run_ofac(&run, "us-sdn", files, 2), OK);
    assert_true(run_has(&run, "{\"country\":\"Testland\",\"number\":\"T1234567890\""));
    assert_int_equal(run_unknown(&run, ""), 0);
    run_free(&run);
}

static void rows_of_nobody_are_counted(void **state)
{
    (void)state;
    struct run run;
    struct input_file files[] = {file("sdn.csv", sdn),
                                 file("alt.csv", "7,1,\"aka\",\"X\",-0- \r\n8,2,\"aka\",\"Y\",-0- "
                                                 "\r\n999003,3,\"akb\",\"Z\",-0- \r\n" END)};
    assert_int_equal(run_ofac(&run, "us-sdn", files, 2), OK);
    assert_int_equal(run_unknown(&run, "alias of an entry that is not in the list: 7"), 2);
    assert_int_equal(run_unknown(&run, "type of alias: akb"), 1);
    assert_true(run_has(&run, "{\"note\":\"akb\",\"quality\":\"strong\",\"text\":\"Z\"}"));
    run_free(&run);
}

/* ---- What is refused. */

static const struct {
    const char *name, *text, *why;
    size_t line;
} faults[] = {
    {"sdn.csv", "", "the file is empty", 0},
    {"sdn.csv", " \r\n", "the file is empty", 0},
    {"sdn.csv", END, "no entries", 0},
    {"sdn.csv", "<!DOCTYPE html><html><body>Busy</body></html>", "<html> is not a format of OFAC",
     0},
    {"sdn.xml", "<html><body/></html>", "<html> is not a format of OFAC", 0},
    {"list.csv", "a,b,c\r\n" END, "none of the four files", 0},
    {"alt.csv", "1,1,\"aka\",\"X\",-0- \r\n" END, "primary file", 0},
    {"sdn.csv", "1,\"X\",-0- ,\"CUBA\",-0- ," NULL6 ",-0- \r\n2,\"Y\",-0- \r\n" END,
     "line 2 has 3 columns", 2},
    {"sdn.csv", "x1,\"X\",-0- ,\"CUBA\",-0- ," NULL6 ",-0- \r\n" END, "not an entry number", 1},
    {"sdn.csv", "1,-0- ,-0- ,\"CUBA\",-0- ," NULL6 ",-0- \r\n" END, "has no name", 1},
    /* cut off in a quote, in a null, between rows; and glued to something else */
    {"sdn.csv", "1,\"X\",-0- ,\"CUBA\",-0- ," NULL6 ",\"DOB 19", "never closes", 1},
    {"sdn.csv", "1,\"X\",-0- ,\"CUBA\",-0- ," NULL6 ",-0- \r\n2,\"Y\",-0- ,\"CU",
     "cut off on line 2", 2},
    {"sdn.csv", "1,\"X\",-0- ,\"CUBA\",-0- ," NULL6 ",-0- \n2,\"Y\",-0- ,\"CUBA\",-0- ,-0",
     "line 2 has 6 columns", 2},
    {"sdn.csv", "1,\"X\",-0- ,\"CUBA\",-0- ," NULL6 ",-0- \n2,\"Y\",-0- ,\"CU", "never closes", 2},
    {"sdn.csv", "1,\"X\",-0- ,\"CUBA\",-0- ," NULL6 ",-0- \r\n" END "<html>", "more follows", 1},
};

static void faults_say_what_and_where(void **state)
{
    (void)state;
    struct run zero;
    struct input_file with_zero = {STR("sdn.csv"), STR("1,\"X\n\0\",2\r\n" END)};
    assert_int_equal(run_ofac(&zero, "us-sdn", &with_zero, 1), ERR_INPUT);
    assert_non_null(strstr(zero.err.why, "a zero byte on line 2"));
    run_free(&zero);
    for (size_t i = 0; i < COUNT(faults); i++) {
        struct run run;
        struct input_file f = file(faults[i].name, faults[i].text);
        assert_int_equal(run_ofac(&run, "us-sdn", &f, 1), ERR_INPUT);
        if (!strstr(run.err.why, faults[i].why) || run.err.line != faults[i].line)
            fail_msg("%zu: %s (line %zu)", i, run.err.why, run.err.line);
        run_free(&run);
    }
    struct run run;
    struct input_file twice[] = {file("sdn.csv", sdn), file("sdn_old.csv", sdn)};
    assert_int_equal(run_ofac(&run, "us-sdn", twice, 2), ERR_INPUT);
    assert_non_null(strstr(run.err.why, "sdn.csv and sdn_old.csv are both the primary file"));
    run_free(&run);
}

static const struct {
    const char *name, *head, *format;
} claimed[] = {
    {"sdn.csv", sdn, "csv"},
    {"ALT.CSV", alt, "csv"},
    {"unnamed", add, "csv"},
    {"cons_comments.csv", "999,\"rest of a remark\"\r\n", "csv"},
    {"cons_add.csv", END, "csv"},
    {"bad.csv", "", "csv"},
    {"x.xml", "<?xml version=\"1.0\"?><sdnList xmlns=\"a\">", "xml"},
    {"x.xml", "<sanctionsData>", "enhanced"},
    {"x.xml", "<!-- a --><u:Sanctions xmlns:u=\"b\">", "advanced"},
    {"add.csv", "name,street,city,country,x,y\r\n", NULL},
    {"list.csv", "1;2;3\r\n", NULL},
    {"x.xml", "<CONSOLIDATED_LIST>", NULL},
    {"x.html", "<html>", NULL},
};

static void files_are_claimed_as_in_the_table(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(claimed); i++) {
        const char *got = source_ofac.claims(str_of(claimed[i].name), str_of(claimed[i].head));
        if (!str_equal(str_of(got), str_of(claimed[i].format)))
            fail_msg("%zu: %s", i, got ? got : "not claimed");
    }
}

/* ---- Real files. */

static const char *shared(void)
{
    const char *folder = getenv("TOCSIN_SHARED");
    return folder ? folder : "../shared";
}

static bool read_shared(const char *name, struct buf *bytes)
{
    char path[400];
    struct error err = {0};
    snprintf(path, sizeof path, "%s/data/ofac/%s", shared(), name);
    if (file_read(path, (size_t)1 << 30, bytes, &err) == OK)
        return true;
    print_message("skipped: %s is not here\n", path);
    return false;
}

static const struct {
    const char *list, *files[4];
    size_t records, unread; /* unread remarks at most */
} real[] = {
    {"us-sdn", {"2019/sdn.csv", "2019/alt.csv", "2019/add.csv"}, 7379, 100},
    {"us-sdn", {"2021/sdn.csv", "2021/alt.csv", "2021/add.csv"}, 8976, 100},
    {"us-cons", {"cons_prim-2025-12.csv", "cons_alt-2025-12.csv", "cons_add-2025-12.csv"}, 442, 5},
};

static void real_sets_have_their_entries(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(real); i++) {
        struct buf bytes[4] = {{0}};
        struct input_file files[4];
        size_t count = 0;
        while (real[i].files[count] && read_shared(real[i].files[count], &bytes[count])) {
            files[count] = (struct input_file){str_of(strrchr(real[i].files[count], '/')
                                                          ? strrchr(real[i].files[count], '/') + 1
                                                          : real[i].files[count]),
                                               buf_str(&bytes[count])};
            count++;
        }
        struct run run;
        if (count == 3) {
            assert_int_equal(run_ofac(&run, real[i].list, files, count), OK);
            assert_int_equal(run.sink.records, real[i].records);
            assert_true(run_unknown(&run, "remark:") <= real[i].unread);
            assert_int_equal(run_unknown(&run, "alias of"), 0);
            run_free(&run);
        }
        for (size_t k = 0; k < COUNT(bytes); k++)
            buf_free(&bytes[k]);
    }
}

/* ---- Replay: the entries whose rows changed are those whose records did. */

struct state_of {
    uint64_t ent;
    struct str row, record;
};
struct version {
    struct arena a;
    VEC(struct state_of) of;
};

static enum status note(void *ctx, const struct record *r, struct str canonical, struct error *err)
{
    struct version *v = ctx;
    (void)err;
    struct state_of *s = VEC_ADD(&v->a, &v->of);
    if (!str_number(r->ref, UINT32_MAX, &s->ent))
        return ERR_INPUT;
    s->record = arena_copy(&v->a, canonical);
    return OK;
}

static int by_ent(const void *x, const void *y)
{
    const struct state_of *a = x, *b = y;
    return (a->ent > b->ent) - (a->ent < b->ent);
}

static void read_version(struct version *v, struct str bytes)
{
    struct input_file f = {STR("sdn.csv"), bytes};
    struct input in = {.list = STR("us-sdn"), .files = &f, .count = 1};
    struct sink sink = {.put = note, .ctx = v};
    struct error err = {0};
    if (source_ofac.parse(&in, &sink, &err) != OK)
        fail_msg("%s", err.why);
    sink_free(&sink);
    for (size_t i = 0; i < v->of.count; i++) {
        bytes = str_cut(bytes, '\n', &v->of.at[i].row);
        v->of.at[i].row = arena_copy(&v->a, v->of.at[i].row);
    }
    qsort(v->of.at, v->of.count, sizeof *v->of.at, by_ent);
}

/* How many entries of both have other rows; each must have another record. */
static size_t changed(const struct version *a, const struct version *b)
{
    size_t rows = 0;
    for (size_t i = 0; i < b->of.count; i++) {
        const struct state_of *now = &b->of.at[i], *before = NULL;
        if (a->of.count)
            before = bsearch(now, a->of.at, a->of.count, sizeof *now, by_ent);
        if (!before)
            continue;
        bool row = !str_equal(now->row, before->row);
        rows += row;
        if (row == str_equal(now->record, before->record))
            fail_msg("%.*s\n%.*s\n%.*s", STRF(before->row), STRF(now->row), STRF(now->record));
    }
    return rows;
}

static void every_change_of_a_row_is_a_change_of_the_record(void **state)
{
    (void)state;
    char command[500];
    struct buf all = {0};
    struct version before = {0}, now = {0};
    size_t files = 0, rows = 0, got;
    snprintf(command, sizeof command, "tar xJOf '%s/data/ofac/%s' 2>/dev/null", shared(),
             "sdn-csv-2021-08-to-2022-12.tar.xz");
    FILE *tar = popen(command, "r");
    assert_non_null(tar);
    char *room;
    while ((room = buf_room(&all, 1 << 20)) && (got = fread(room, 1, 1 << 20, tar)) > 0)
        all.len += got;
    pclose(tar);
    struct str rest = buf_str(&all), one;
    while ((rest = str_cut(rest, 0x1A, &one)), one.len) {
        now = (struct version){0};
        read_version(&now, (struct str){one.s, one.len + 1});
        rows += changed(&before, &now);
        files++;
        arena_free(&before.a);
        before = now;
    }
    arena_free(&before.a);
    buf_free(&all);
    if (files == 0) {
        print_message("skipped: the daily files of OFAC are not here\n");
        return;
    }
    assert_int_equal(files, 143);
    assert_int_equal(rows, 928);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_set_of_files_becomes_these_records),
        cmocka_unit_test(files_are_told_by_columns_where_the_name_does_not),
        cmocka_unit_test(a_cut_remark_is_glued_or_left_unread_at_its_end),
        cmocka_unit_test(rows_of_nobody_are_counted),
        cmocka_unit_test(faults_say_what_and_where),
        cmocka_unit_test(files_are_claimed_as_in_the_table),
        cmocka_unit_test(real_sets_have_their_entries),
        cmocka_unit_test(every_change_of_a_row_is_a_change_of_the_record),
    };
    return cmocka_run_group_tests_name("ofac", tests, NULL, NULL);
}
