/* SPDX-License-Identifier: Apache-2.0 */
/* eu_fuzz.c - any bytes as one of the EU's four formats, or as the inside of one:
 * reading them twice gives the same records, each of them decodes, and a fault
 * is always described.
 *
 * Seeds: the children and rows in tests/unit/eu_test.c behind one byte '0' to
 * '3' that picks the format; behind any other byte a whole file. */
#include "record/decode.h"
#include "source/source.h"

#include <stdlib.h>

static enum status put(void *ctx, const struct record *r, struct str canonical, struct error *err)
{
    struct arena a = {0};
    struct node *back;
    (void)r, (void)err;
    if (canonical.len == 0 || record_decode(&a, canonical, &back, NULL) != OK)
        abort();
    arena_free(&a);
    buf_put(ctx, canonical);
    buf_byte(ctx, '\n');
    return OK;
}

static enum status read_all(struct str bytes, struct buf *lines)
{
    struct error err = {0};
    struct sink sink = {.put = put, .ctx = lines};
    struct input_file file = {STR("eu"), bytes};
    struct input in = {.list = STR("eu"), .files = &file, .count = 1};
    enum status rc = source_eu.parse(&in, &sink, &err);
    if (rc != err.status || (rc && !err.why[0]))
        abort();
    sink_free(&sink);
    return rc;
}

static const struct {
    const char *head, *tail;
} formats[] = {
    {"<export xmlns=\"http://eu.europa.ec/fpi/fsd/export\" generationDate=\"2026-01-01\">"
     "<sanctionEntity logicalId=\"1\"><nameAlias wholeName=\"T\"/>",
     "</sanctionEntity><sanctionEntity logicalId=\"1\"/></export>"},
    {"<WHOLE Date=\"01/01/2026\"><ENTITY Id=\"1\"><NAME><WHOLENAME>T</WHOLENAME></NAME>",
     "</ENTITY></WHOLE>"},
    {"fileGenerationDate;Entity_LogicalId;Entity_EU_ReferenceNumber;NameAlias_WholeName;"
     "Entity_Regulation_Programme;Entity_DelistingDate;BirthDate_Year;Address_ContactInfo;"
     "Identification_Number;Identification_TypeCode;Entity_Remark;NameAlias_Remark\n",
     "\n"},
    {"\"Date_file;Entity_logical_id;Subject_type;Leba_numtitle;Programme;Entity_remark;"
     "Naal_logical_id;Entity_logical_id;Naal_wholename;Addr_other;Birt_date;Iden_number;"
     "EU_ref_num\"\n",
     "\n"},
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str bytes = {(const char *)data, size};
    struct buf file = {0}, once = {0}, again = {0};
    size_t pick = size ? (size_t)data[0] - '0' : COUNT(formats);
    if (pick < COUNT(formats))
        buf_puts(&file, formats[pick].head);
    buf_put(&file, str_from(bytes, size != 0));
    if (pick < COUNT(formats))
        buf_puts(&file, formats[pick].tail);
    enum status rc = read_all(buf_str(&file), &once);
    if (read_all(buf_str(&file), &again) != rc || !str_equal(buf_str(&once), buf_str(&again)))
        abort();
    buf_free(&file);
    buf_free(&once);
    buf_free(&again);
    return 0;
}
