/* SPDX-License-Identifier: Apache-2.0 */
/* receipt_fuzz.c - a receipt that is read is printed as it stood, byte for byte. */
#include "ledger/receipt.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str in = {(const char *)data, size};
    struct arena a = {.limit = (size_t)64 << 20};
    struct error err = {0};
    struct receipt r;
    struct buf b = {0};
    if (receipt_parse(&a, in, &r, &err) == OK) {
        struct sha256 leaf = {{0}};
        struct checkpoint c = {.size = r.index + 1, .root = {{1}}};
        receipt_print(&r, &b);
        if (!str_equal(buf_str(&b), in) || receipt_check(&r, &leaf, &c, &err) == OK)
            abort();
    } else if (err.offset > in.len || !err.why[0]) {
        abort();
    }
    buf_free(&b);
    arena_free(&a);
    return 0;
}
