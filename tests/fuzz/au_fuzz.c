/* SPDX-License-Identifier: Apache-2.0 */
/* au_fuzz.c - rows of text as the sheet of the Australian list: every name that
 * stands in a row stands in a record. */
#include "fuzz_source.h"
#include "xlsx.h"

static const char old_header[] =
    "Reference|Name of Individual or Entity|Type|Name Type|Date of Birth|Place of Birth|"
    "Citizenship|Address|Additional Information|Listing Information|Committees|Control Date\n";
static const char new_header[] =
    "Reference|Name of Individual or Entity|Type|Name Type|Alias Strength|Date of Birth|"
    "Place of Birth|Citizenship|Address|Additional Information|Listing Information|IMO Number|"
    "Committees|Control Date|Instrument of Designation|Targeted Financial Sanction|Travel Ban|"
    "Arms Embargo|Maritime Restriction\n";

static bool holds(const str_vec *names, struct str name)
{
    for (size_t i = 0; i < names->count; i++)
        if (str_equal(names->at[i], name))
            return true;
    return false;
}

/* The second cells of the rows, where they are text. */
static void names_are_all_there(struct fuzz_seen *seen, const char *rows)
{
    for (struct str rest = str_of(rows), row, cell; rest.len;) {
        rest = str_cut(rest, '\n', &row);
        row = str_cut(row, '|', &cell);
        row = str_cut(row, '|', &cell);
        struct str name = text_clean(&seen->arena, cell);
        if (name.len < 8 || cell.s[0] == '=' || cell.s[0] == '?' ||
            str_find(name, STR("_x")) != SIZE_MAX)
            continue;
        must(holds(&seen->names, name));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str in = {(const char *)data, size};
    struct buf rows = {0};
    struct xlsx x = {0};
    struct fuzz_seen seen;
    if (size == 0 || size > 4000 || utf8_valid(in) != size)
        return 0;
    buf_puts(&rows, data[0] % 2 ? old_header : new_header);
    size_t begin = rows.len;
    for (size_t i = 1, columns = 0; i < size; i++) {
        char c = in.s[i];
        bool plain = (unsigned char)c >= 0x20 && !strchr("<>&\x7f", c);
        columns = c == '\n' ? 0 : columns + (c == '|');
        if (columns < 26)
            buf_byte(&rows, plain || c == '\n' ? c : '.');
    }
    must(!rows.failed);
    enum status rc = fuzz_source(&source_au, xlsx_of(&x, buf_cstr(&rows)), (struct str){0}, &seen);
    if (rc == OK)
        names_are_all_there(&seen, buf_cstr(&rows) + begin);
    fuzz_free(&seen);
    buf_free(&rows);
    buf_free(&x.bytes);
    return 0;
}
