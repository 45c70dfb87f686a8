/* SPDX-License-Identifier: Apache-2.0 */
/* json_fuzz.c - the fast reader accepts exactly what the slow check accepts, and
 * what it read can be written and read again to the same. */
#include "format/json.h"

#include <stdlib.h>

static void must(bool good)
{
    if (!good)
        abort();
}

static void write_items(struct buf *b, const struct json_items *in, size_t i, size_t end,
                        bool members)
{
    for (size_t first = i; i < end; i = in->at[i].next) {
        const struct json_item *item = &in->at[i];
        bool object = item->type == JSON_OBJECT, holds = object || item->type == JSON_ARRAY;
        if (i > first)
            buf_byte(b, ',');
        if (members) {
            json_string(b, item->key);
            buf_byte(b, ':');
        }
        if (holds) {
            buf_byte(b, object ? '{' : '[');
            write_items(b, in, i + 1, item->next, object);
            buf_byte(b, object ? '}' : ']');
        } else if (item->type == JSON_STRING) {
            json_string(b, item->text);
        } else {
            buf_put(b, item->type == JSON_NULL ? STR("null") : item->text);
        }
    }
}

static enum status rewrite(struct json_reader *r, struct str in, struct buf *out)
{
    struct json_items items;
    struct error err = {0};
    enum status rc = json_flat(r, in, &items, &err);
    if (rc == OK)
        write_items(out, &items, 0, items.count, false);
    must(rc == err.status);
    must(rc == OK || (err.offset <= in.len && !str_is(str_of(err.why), "not JSON")));
    return rc;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str in = {(const char *)data, size};
    struct json_reader *r = json_reader_new();
    struct buf once = {0}, twice = {0};
    struct error err = {0};
    must(r != NULL);
    enum status rc = rewrite(r, in, &once);
    must(rc == json_check(in, &err));
    if (rc == OK) {
        must(rewrite(r, buf_str(&once), &twice) == OK);
        must(str_equal(buf_str(&once), buf_str(&twice)));
    }
    buf_free(&once);
    buf_free(&twice);
    json_reader_free(r);
    return 0;
}
