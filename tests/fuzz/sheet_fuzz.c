/* SPDX-License-Identifier: Apache-2.0 */
/* sheet_fuzz.c - bytes as an archive, and as the sheet and the strings of a good
 * one.  Rows ascend, stay inside a sheet's bounds and end with a cell that is not
 * blank; reading again gives the same; a smaller limit gives the same or a fault. */
#include "format/sheet.h"
#include "xlsx.h"

#include <stdlib.h>

static void must(bool good)
{
    if (!good)
        abort();
}

struct seen {
    struct buf text;
    struct str sheet;
    size_t row;
};

static enum status take(void *ctx, struct str sheet, const struct row *row, struct error *err)
{
    struct seen *s = ctx;
    (void)err;
    if (sheet.s != s->sheet.s)
        s->row = 0;
    s->sheet = sheet;
    must(row->line > s->row && row->line <= 1048576);
    must(row->count > 0 && row->count <= 16384 && row->cell[row->count - 1].len > 0);
    s->row = row->line;
    buf_printf(&s->text, "%zu", row->line);
    for (size_t i = 0; i < row->count; i++) {
        buf_byte(&s->text, '|');
        buf_put(&s->text, row->cell[i]);
    }
    return OK;
}

static void read_both(struct str bytes)
{
    struct seen once = {0}, again = {0}, small = {0};
    struct error err = {0}, err_again = {0}, err_small = {0};
    enum status rc = sheet_read(bytes, 1 << 20, NULL, take, &once, &err);
    must(rc == err.status && (rc == OK || err.why[0]));
    must(sheet_read(bytes, 1 << 20, NULL, take, &again, &err_again) == rc);
    must(str_equal(buf_str(&once.text), buf_str(&again.text)));
    if (sheet_read(bytes, 1 << 12, NULL, take, &small, &err_small) == OK)
        must(rc == OK && str_equal(buf_str(&once.text), buf_str(&small.text)));
    buf_free(&once.text);
    buf_free(&again.text);
    buf_free(&small.text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str in = {(const char *)data, size}, strings;
    struct xlsx x = {0};
    read_both(in);
    struct str sheet = str_cut_at(in, STR("\n\n"), &strings);
    char *text = strndup(strings.s ? strings.s : "", strings.len);
    must(text != NULL);
    xlsx_frame(&x, sheet.len ? text : "<sst/>");
    xlsx_part(&x, "xl/worksheets/sheet1.xml", sheet.len ? sheet : in);
    read_both(xlsx_end(&x));
    buf_free(&x.bytes);
    free(text);
    return 0;
}
