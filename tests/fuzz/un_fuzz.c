/* SPDX-License-Identifier: Apache-2.0 */
/* un_fuzz.c - any bytes as a UN list, or as the inside of one of its entries:
 * reading them twice gives the same records, each of them decodes, and a fault
 * is always described.
 *
 * Seeds: an entry's inside from tests/unit/un_test.c; bytes that begin with '<'
 * are a whole file. */
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
    struct input_file file = {STR("un.xml"), bytes};
    struct input in = {.list = STR("un"), .files = &file, .count = 1};
    enum status rc = source_un.parse(&in, &sink, &err);
    if (rc != err.status || (rc && !err.why[0]))
        abort();
    sink_free(&sink);
    return rc;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str bytes = {(const char *)data, size};
    struct buf file = {0}, once = {0}, again = {0};
    if (size && data[0] == '<') {
        buf_put(&file, bytes);
    } else {
        buf_puts(&file, "<CONSOLIDATED_LIST><INDIVIDUAL><DATAID>1</DATAID>"
                        "<REFERENCE_NUMBER>TAi.999</REFERENCE_NUMBER><FIRST_NAME>T</FIRST_NAME>");
        buf_put(&file, str_from(bytes, 1));
        buf_puts(&file, "</INDIVIDUAL></CONSOLIDATED_LIST>");
    }
    enum status rc = read_all(buf_str(&file), &once);
    if (read_all(buf_str(&file), &again) != rc || !str_equal(buf_str(&once), buf_str(&again)))
        abort();
    buf_free(&file);
    buf_free(&once);
    buf_free(&again);
    return 0;
}
