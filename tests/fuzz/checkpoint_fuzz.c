/* SPDX-License-Identifier: Apache-2.0 */
/* checkpoint_fuzz.c - a checkpoint that is read is printed as it stood, but for lines that others
 * may have added. */
#include "ledger/checkpoint.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str in = {(const char *)data, size};
    struct error err = {0};
    struct checkpoint c;
    struct buf b = {0};
    if (checkpoint_parse(in, &c, &err) == OK) {
        checkpoint_print(&c, &b);
        if (!str_starts(in, buf_str(&b)) || (in.len == b.len) != (c.extensions == 0))
            abort();
    } else if (err.offset > in.len || !err.why[0]) {
        abort();
    }
    buf_free(&b);
    return 0;
}
