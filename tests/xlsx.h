/* SPDX-License-Identifier: Apache-2.0 */
/* xlsx.h - small XLSX workbooks made in memory, for tests. */
#ifndef TOCSIN_TESTS_XLSX_H
#define TOCSIN_TESTS_XLSX_H

#include "base/buf.h"

#include <minizip/zip.h>
#include <string.h>

struct xlsx {
    struct buf bytes;
    size_t at;
    zipFile zip;
};

static voidpf xlsx_on_open(voidpf x, const void *name, int mode)
{
    (void)name, (void)mode;
    return x;
}

static uLong xlsx_on_read(voidpf opaque, voidpf stream, void *into, uLong len)
{
    (void)opaque, (void)stream, (void)into, (void)len;
    return 0;
}

static uLong xlsx_on_write(voidpf opaque, voidpf stream, const void *from, uLong len)
{
    struct xlsx *x = opaque;
    (void)stream;
    if (x->at + len > x->bytes.len) {
        size_t more = x->at + len - x->bytes.len;
        if (!buf_room(&x->bytes, more))
            return 0;
        x->bytes.len += more;
    }
    memcpy(x->bytes.s + x->at, from, len);
    x->at += len;
    return len;
}

static ZPOS64_T xlsx_on_tell(voidpf opaque, voidpf stream)
{
    (void)stream;
    return ((struct xlsx *)opaque)->at;
}

static long xlsx_on_seek(voidpf opaque, voidpf stream, ZPOS64_T offset, int origin)
{
    struct xlsx *x = opaque;
    (void)stream;
    x->at = (size_t)offset + (origin == ZLIB_FILEFUNC_SEEK_CUR   ? x->at
                              : origin == ZLIB_FILEFUNC_SEEK_END ? x->bytes.len
                                                                 : 0);
    return 0;
}

static int xlsx_on_close(voidpf opaque, voidpf stream)
{
    (void)opaque, (void)stream;
    return 0;
}

static inline void xlsx_part(struct xlsx *x, const char *name, struct str text)
{
    if (!x->zip) {
        zlib_filefunc64_def io = {xlsx_on_open, xlsx_on_read,  xlsx_on_write, xlsx_on_tell,
                                  xlsx_on_seek, xlsx_on_close, xlsx_on_close, x};
        x->zip = zipOpen2_64("", APPEND_STATUS_CREATE, NULL, &io);
    }
    zipOpenNewFileInZip64(x->zip, name, NULL, NULL, 0, NULL, 0, NULL, Z_DEFLATED, 6, 0);
    zipWriteInFileInZip(x->zip, text.s, (unsigned)text.len);
    zipCloseFileInZip(x->zip);
}

/* The bytes of the archive; free x->bytes afterwards. */
static inline struct str xlsx_end(struct xlsx *x)
{
    zipClose(x->zip, NULL);
    x->zip = NULL;
    return buf_str(&x->bytes);
}

#define XLSX_REL "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

/* The parts of a workbook with one sheet, "S", but for the sheet itself. */
static inline void xlsx_frame(struct xlsx *x, const char *shared_strings)
{
    xlsx_part(x, "_rels/.rels",
              STR("<Relationships><Relationship Id='r1' Type='" XLSX_REL "/officeDocument' "
                  "Target='xl/workbook.xml'/></Relationships>"));
    xlsx_part(x, "xl/workbook.xml",
              STR("<workbook xmlns:r='" XLSX_REL "'><sheets><sheet name='S' sheetId='1' "
                  "r:id='r1'/></sheets></workbook>"));
    xlsx_part(x, "xl/_rels/workbook.xml.rels",
              STR("<Relationships><Relationship Id='r1' Type='" XLSX_REL "/worksheet' "
                  "Target='worksheets/sheet1.xml'/><Relationship Id='r2' Type='" XLSX_REL
                  "/sharedStrings' Target='sharedStrings.xml'/></Relationships>"));
    xlsx_part(x, "xl/sharedStrings.xml", str_of(shared_strings));
}

/* A workbook with one sheet from rows of text: cells split at '|', rows at
 * '\n'.  A cell that begins with '=' is a number, with '?' a boolean. */
static inline struct str xlsx_of(struct xlsx *x, const char *rows)
{
    struct buf sheet = {0};
    struct str rest = str_of(rows), row, cell;
    xlsx_frame(x, "<sst/>");
    buf_puts(&sheet, "<worksheet><sheetData>");
    for (size_t n = 1; rest.len; n++) {
        rest = str_cut(rest, '\n', &row);
        buf_printf(&sheet, "<row r='%zu'>", n);
        for (size_t col = 0; row.len; col++) {
            row = str_cut(row, '|', &cell);
            char type = cell.len ? cell.s[0] : 0;
            if (cell.len == 0)
                continue;
            buf_printf(&sheet, "<c r='%c%zu'", (char)('A' + col), n);
            if (type == '=')
                buf_printf(&sheet, "><v>%.*s</v></c>", STRF(str_from(cell, 1)));
            else if (type == '?')
                buf_printf(&sheet, " t='b'><v>%.*s</v></c>", STRF(str_from(cell, 1)));
            else
                buf_printf(&sheet, " t='inlineStr'><is><t>%.*s</t></is></c>", STRF(cell));
        }
        buf_puts(&sheet, "</row>");
    }
    buf_puts(&sheet, "</sheetData></worksheet>");
    xlsx_part(x, "xl/worksheets/sheet1.xml", buf_str(&sheet));
    buf_free(&sheet);
    return xlsx_end(x);
}

#endif
