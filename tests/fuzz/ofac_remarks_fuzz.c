/* SPDX-License-Identifier: Apache-2.0 */
/* ofac_remarks_fuzz.c - any text as a remark: the record decodes, and one clause more adds what
 * that clause says and nothing else. */
#include "ofac_run.h"
#include "source/ofac.h"
#include "text/clean.h"

#include <string.h>

static enum status keep(void *ctx, const struct record *r, struct str canonical, struct error *err)
{
    (void)r, (void)err;
    buf_put(ctx, canonical);
    return OK;
}

static void read_both(struct str first, struct str second, enum kind kind, struct buf *out)
{
    struct arena a = {0};
    struct record r = {.list = STR("us-sdn"), .ref = STR("1"), .kind = kind};
    struct sink sink = {.put = keep, .ctx = out};
    struct ofac o = {.a = &a, .r = &r, .out = &sink};
    struct node *top;
    record_name(&a, &r, QUALITY_PRIMARY, STR("X"));
    ofac_remarks(&o, first, false);
    ofac_remarks(&o, second, false);
    if (sink_record(&sink, &a, &r, NULL) != OK || record_decode(&a, buf_str(out), &top, NULL) != OK)
        abort();
    sink_free(&sink);
    arena_free(&a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct buf apart = {0}, together = {0}, joined = {0};
    if (size == 0 || memchr(data, 0, size) ||
        utf8_valid((struct str){(const char *)data, size}) < size)
        return 0;
    enum kind kind = data[0] % 2 ? KIND_PERSON : KIND_VESSEL;
    struct str text = {(const char *)data, size};
    read_both(text, STR("MMSI 123456789."), kind, &apart);
    /* Behind a closing full stop or an open quote, a clause more is another text. */
    if (!str_ends(str_trim(text), STR(".")) && !memchr(data, '\'', size)) {
        buf_put(&joined, text);
        buf_puts(&joined, "; MMSI 123456789.");
        read_both(buf_str(&joined), STR(""), kind, &together);
        if (!str_equal(buf_str(&apart), buf_str(&together)))
            abort();
    }
    buf_free(&apart);
    buf_free(&together);
    buf_free(&joined);
    return 0;
}
