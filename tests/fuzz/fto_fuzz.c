/* SPDX-License-Identifier: Apache-2.0 */
/* fto_fuzz.c - any bytes as the FTO page, and as rows inside a good one: what the
 * good rows say is there, whatever stands around them. */
#include "fuzz_source.h"

#include "base/buf.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str in = {(const char *)data, size};
    struct fuzz_seen seen;
    struct buf page = {0};
    (void)fuzz_source(&source_us_fto, in, (struct str){0}, &seen);
    fuzz_free(&seen);
    buf_puts(&page, "<table><tr><th>Date Designated</th><th>Name</th></tr>"
                    "<tr><td>May 1, 2020</td><td>First Army (FA)</td></tr></table>"
                    "<table><tr><th>Date Removed</th><th>Name</th><th>Date Originally Listed</th>"
                    "</tr><tr><td>May 1, 2021</td><td>Last Army</td><td>May 1, 2001</td></tr>");
    buf_put(&page, in);
    enum status rc = fuzz_source(&source_us_fto, buf_str(&page), (struct str){0}, &seen);
    if (rc == OK) {
        must(str_find(buf_str(&seen.text), STR("\"ref\":\"first-army/2020-05-01\"")) != SIZE_MAX);
        must(str_find(buf_str(&seen.text), STR("\"ref\":\"last-army/2001-05-01\"")) != SIZE_MAX);
    }
    fuzz_free(&seen);
    buf_free(&page);
    return 0;
}
