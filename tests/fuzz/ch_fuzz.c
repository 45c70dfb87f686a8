/* SPDX-License-Identifier: Apache-2.0 */
/* ch_fuzz.c - anything inside the root: dictionaries before it or behind it give
 * the same records.  What does not begin with a tag is read as a whole file. */
#include "source/source.h"

#include <stdlib.h>

#define DICTIONARIES                                                                               \
    "<sanctions-program ssid=\"1\"><program-key lang=\"eng\">Taliban</program-key>"                \
    "<program-name lang=\"eng\">Ordinance</program-name><sanctions-set ssid=\"2\" lang=\"eng\">"   \
    "Financial measures, annex 2</sanctions-set><sanctions-set ssid=\"3\" lang=\"eng\">Annex 3"    \
    "</sanctions-set><origin>ONU</origin></sanctions-program><place ssid=\"4\"><location>T"        \
    "</location><area>A</area><country iso-code=\"UT\">U</country></place>"
#define OPEN  "<swiss-sanctions-list date=\"2026-08-01\">"
#define CLOSE "</swiss-sanctions-list>"

static enum status put(void *ctx, const struct record *r, struct str canonical, struct error *err)
{
    (void)err;
    if (!r->ref.len || !r->names.count)
        abort();
    if ((r->standing == STANDING_DELISTED) != (r->ended.len > 0) && r->details.count == 0)
        abort();
    buf_put(ctx, canonical);
    buf_byte(ctx, '\n');
    return OK;
}

static enum status read_all(struct str bytes, struct buf *lines)
{
    struct error err = {0};
    struct sink sink = {.put = put, .ctx = lines};
    struct input_file file = {STR("list"), bytes};
    struct input in = {.list = STR("ch"), .files = &file, .count = 1};
    enum status rc = source_ch.parse(&in, &sink, &err);
    if ((rc == OK) != (err.status == OK))
        abort();
    sink_free(&sink);
    return rc;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str bytes = {(const char *)data, size};
    struct buf before = {0}, behind = {0}, one = {0}, two = {0};
    bool inside = size && data[0] == '<';
    bool own = str_find(bytes, STR("<place")) != SIZE_MAX ||
               str_find(bytes, STR("sanctions-program")) != SIZE_MAX ||
               str_find(bytes, STR(CLOSE)) != SIZE_MAX || str_find(bytes, STR("<!")) != SIZE_MAX;
    if (inside && !own) {
        buf_puts(&before, OPEN DICTIONARIES);
        buf_put(&before, bytes);
        buf_puts(&before, CLOSE);
        buf_puts(&behind, OPEN);
        buf_put(&behind, bytes);
        buf_puts(&behind, DICTIONARIES CLOSE);
        enum status rc = read_all(buf_str(&before), &one), again = read_all(buf_str(&behind), &two);
        if (rc != again || (rc == OK && !str_equal(buf_str(&one), buf_str(&two))))
            abort();
    } else {
        (void)read_all(bytes, &one);
    }
    buf_free(&before);
    buf_free(&behind);
    buf_free(&one);
    buf_free(&two);
    return 0;
}
