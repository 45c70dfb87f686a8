/* SPDX-License-Identifier: Apache-2.0 */
/* sheet_test.c - workbooks made here: what each kind of cell becomes, and what is refused. */
#include "cmocka_all.h"

#include "base/file.h"
#include "format/sheet.h"
#include "xlsx.h"

#include <stdio.h>
#include <stdlib.h>

/* Rows as text: "S:2|one||three\n", the sheet and row number before the cells. */
static enum status gather(void *ctx, struct str sheet, const struct row *row, struct error *err)
{
    struct buf *b = ctx;
    (void)err;
    buf_printf(b, "%.*s:%zu", STRF(sheet), row->line);
    for (size_t i = 0; i < row->count; i++)
        buf_printf(b, "|%.*s", STRF(row->cell[i]));
    buf_byte(b, '\n');
    return OK;
}

#define SHEET(rows) "<worksheet><sheetData>" rows "</sheetData></worksheet>"

/* Reads a one-sheet workbook of these parts. */
static enum status read_book(const char *strings, const char *sheet, size_t limit, struct buf *out,
                             struct error *err)
{
    struct xlsx x = {0};
    struct sheet_info info;
    xlsx_frame(&x, strings);
    xlsx_part(&x, "xl/worksheets/sheet1.xml", str_of(sheet));
    enum status rc = sheet_read(xlsx_end(&x), limit, &info, gather, out, err);
    buf_free(&x.bytes);
    return rc;
}

static const struct {
    const char *strings, *sheet, *want;
} good[] = {
    {"<sst/>", SHEET("<row r='1'><c r='A1'><v>041.50</v></c></row>"), "S:1|041.50\n"},
    {"<sst><si><t>one</t></si><si><t>two</t></si></sst>",
     SHEET("<row><c t='s'><v>1</v></c><c t='s'><v>0</v></c></row>"), "S:1|two|one\n"},
    /* rich text runs are joined with their blanks; phonetic hints are not text */
    {"<sst><si><r><t>Zarif</t></r><r><rPr/><t xml:space='preserve'> </t></r><r><t>Testov</t></r>"
     "<rPh><t>hint</t></rPh></si></sst>",
     SHEET("<row><c t='s'><v>0</v></c></row>"), "S:1|Zarif Testov\n"},
    {"<sst/>",
     SHEET("<row><c t='inlineStr'><is><t>a</t></is></c>"
           "<c t='inlineStr'><is><r><t>b</t></r><r><t>c</t></r></is></c></row>"),
     "S:1|a|bc\n"},
    {"<sst/>",
     SHEET("<row><c t='b'><v>1</v></c><c t='b'><v>0</v></c><c t='e'><v>#N/A</v></c>"
           "<c t='str'><f>A1</f><v>sum</v></c><c t='d'><v>2024-01-02</v></c></row>"),
     "S:1|true|false||sum|2024-01-02\n"},
    /* sparse cells and rows; trailing empty ones are no cells */
    {"<sst/>",
     SHEET("<row r='3'><c r='C3'><v>3</v></c><c r='E3'/></row><row r='7'><c r='A7'><v>7</v></c>"
           "</row><row r='8'/>"),
     "S:3|||3\nS:7|7\n"},
    {"<sst/>", SHEET("<row r='1048576'><c r='XFD1048576' t='str'/></row>"), ""},
    {"<sst><si><t>a_x000D_\nb_x005F_x0041_ _xD800_ _x00_</t></si></sst>",
     SHEET("<row><c t='s'><v>0</v></c></row>"), "S:1|a\r\nb_x0041_ _xD800_ _x00_\n"},
};

static void cells_are_as_in_the_table(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(good); i++) {
        struct buf out = {0};
        struct error err = {0};
        enum status rc = read_book(good[i].strings, good[i].sheet, 0, &out, &err);
        assert_string_equal(err.why, "");
        assert_int_equal(rc, OK);
        assert_string_equal(buf_cstr(&out), good[i].want);
        buf_free(&out);
    }
}

static const struct {
    const char *strings, *sheet, *why;
} bad[] = {
    {"<sst/>", SHEET("<row r='1'><c r='XFE1'><v>1</v></c></row>"), "cell XFE1: a reference"},
    {"<sst/>", SHEET("<row r='1'><c r='ZZZZZZZZZZZZZZZZ1'><v>1</v></c></row>"), "a reference"},
    {"<sst/>", SHEET("<row r='1048577'><c><v>1</v></c></row>"), "row 1048577 is not one"},
    {"<sst/>", SHEET("<row r='0'><c><v>1</v></c></row>"), "row 0 follows row 0"},
    {"<sst/>", SHEET("<row r='2'/><row r='2'/>"), "row 2 follows row 2"},
    {"<sst/>", SHEET("<row r='1'><c r='A2'><v>1</v></c></row>"), "cannot be in this row"},
    {"<sst/>", SHEET("<row><c r='B1'><v>1</v></c><c r='B1'><v>1</v></c></row>"), "further right"},
    {"<sst/>", SHEET("<row><c r='XFD1'/><c/></row>"), "more columns"},
    {"<sst><si/></sst>", SHEET("<row><c t='s'><v>1</v></c></row>"), "points behind the shared"},
    {"<sst/>", SHEET("<row><c t='q'><v>1</v></c></row>"), "has a type that is not known"},
    {"<sst/>", "<worksheet><sheetData><row>", "xl/worksheets/sheet1.xml: "},
    {"<sst", SHEET(""), "xl/sharedStrings.xml: "},
};

static void faults_name_sheet_row_and_cell(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(bad); i++) {
        struct buf out = {0};
        struct error err = {0};
        enum status rc = read_book(bad[i].strings, bad[i].sheet, 0, &out, &err);
        assert_int_equal(rc, ERR_INPUT);
        if (!strstr(err.why, bad[i].why))
            fail_msg("\"%s\" does not say \"%s\"", err.why, bad[i].why);
        buf_free(&out);
    }
}

static void a_bomb_stops_at_the_limit(void **state)
{
    (void)state;
    struct buf sheet = {0}, out = {0};
    struct error err = {0};
    buf_puts(&sheet, "<worksheet><sheetData>");
    for (int i = 0; i < 100000; i++)
        buf_puts(&sheet, "          ");
    buf_puts(&sheet, "</sheetData></worksheet>");
    assert_int_equal(read_book("<sst/>", buf_cstr(&sheet), 100000, &out, &err), ERR_INPUT);
    assert_non_null(strstr(err.why, "sheet1.xml inflates to more than 100000 bytes"));
    err = (struct error){0};
    assert_int_equal(read_book("<sst/>", buf_cstr(&sheet), 2000000, &out, &err), OK);
    buf_free(&sheet);
    buf_free(&out);
}

static void sheets_come_in_the_workbooks_order(void **state)
{
    (void)state;
    struct xlsx x = {0};
    struct buf out = {0};
    struct error err = {0};
    struct sheet_info info;
    xlsx_part(&x, "_rels/.rels",
              STR("<Relationships><Relationship Id='a' Type='" XLSX_REL "/officeDocument' "
                  "Target='/book/main.xml'/></Relationships>"));
    xlsx_part(&x, "book/main.xml",
              STR("<workbook xmlns:r='" XLSX_REL "'><workbookPr date1904='1'/><sheets>"
                  "<sheet name='Second' r:id='r2'/><sheet name='Chart' r:id='r3'/>"
                  "<sheet name='First' r:id='r1'/></sheets></workbook>"));
    xlsx_part(&x, "book/_rels/main.xml.rels",
              STR("<Relationships><Relationship Id='r1' Type='" XLSX_REL "/worksheet' "
                  "Target='s1.xml'/><Relationship Id='r2' Type='" XLSX_REL "/worksheet' "
                  "Target='../other/s2.xml'/><Relationship Id='r3' Type='" XLSX_REL
                  "/chartsheet' Target='c.xml'/></Relationships>"));
    xlsx_part(&x, "book/s1.xml", STR(SHEET("<row><c><v>1</v></c></row>")));
    xlsx_part(&x, "other/s2.xml", STR(SHEET("<row><c><v>2</v></c></row>")));
    enum status rc = sheet_read(xlsx_end(&x), 0, &info, gather, &out, &err);
    assert_string_equal(err.why, "");
    assert_int_equal(rc, OK);
    assert_true(info.date1904);
    assert_string_equal(buf_cstr(&out), "Second:1|2\nFirst:1|1\n");
    buf_free(&x.bytes);
    buf_free(&out);
}

static void what_is_no_workbook_is_refused(void **state)
{
    (void)state;
    static const struct {
        struct str bytes;
        const char *why;
    } files[] = {
        {{"", 0}, "the file is empty"},
        {{"a,b\n", 4}, "not an XLSX workbook"},
        {{"\xD0\xCF\x11\xE0 old", 8}, "an old (.xls) or password-protected workbook"},
        {{"PK\x03\x04 and no more", 16}, "not a zip archive, or one that is cut short"},
    };
    for (size_t i = 0; i < COUNT(files); i++) {
        struct error err = {0};
        assert_int_equal(sheet_read(files[i].bytes, 0, NULL, gather, NULL, &err), ERR_INPUT);
        if (!strstr(err.why, files[i].why))
            fail_msg("\"%s\" does not say \"%s\"", err.why, files[i].why);
    }
    struct xlsx x = {0};
    struct error err = {0};
    xlsx_frame(&x, "<sst/>");
    assert_int_equal(sheet_read(xlsx_end(&x), 0, NULL, gather, NULL, &err), ERR_INPUT);
    assert_string_equal(err.why, "the archive has no part xl/worksheets/sheet1.xml");
    buf_free(&x.bytes);
}

static enum status count_row(void *ctx, struct str sheet, const struct row *row, struct error *err)
{
    (void)sheet, (void)row, (void)err;
    ++*(size_t *)ctx;
    return OK;
}

static void the_real_files_have_their_rows(void **state)
{
    (void)state;
    static const struct {
        const char *file;
        size_t rows;
    } real[] = {{"data/au/2024-12.xlsx", 9554}, {"data/other/ua-nsdc-2021-08.xlsx", 5745}};
    const char *shared = getenv("TOCSIN_SHARED");
    for (size_t i = 0; i < COUNT(real); i++) {
        char path[400];
        struct error err = {0};
        struct buf bytes = {0};
        size_t rows = 0;
        snprintf(path, sizeof path, "%s/%s", shared ? shared : "../shared", real[i].file);
        if (file_read(path, (size_t)1 << 30, &bytes, &err)) {
            print_message("skipped: %s is not here\n", path);
            continue;
        }
        assert_int_equal(sheet_read(buf_str(&bytes), 0, NULL, count_row, &rows, &err), OK);
        assert_int_equal(rows, real[i].rows);
        buf_free(&bytes);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_are_as_in_the_table),
        cmocka_unit_test(faults_name_sheet_row_and_cell),
        cmocka_unit_test(a_bomb_stops_at_the_limit),
        cmocka_unit_test(sheets_come_in_the_workbooks_order),
        cmocka_unit_test(what_is_no_workbook_is_refused),
        cmocka_unit_test(the_real_files_have_their_rows),
    };
    return cmocka_run_group_tests_name("sheet", tests, NULL, NULL);
}
