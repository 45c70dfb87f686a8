/* SPDX-License-Identifier: Apache-2.0 */
/* tlog_proof_fuzz.c - a proof that is read is printed as it stood, byte for byte. */
#include "ledger/tlog_proof.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str in = {(const char *)data, size};
    struct arena a = {.limit = (size_t)64 << 20};
    struct error err = {0};
    struct tlog_proof r;
    struct buf b = {0};
    if (tlog_proof_parse(&a, in, &r, &err) == OK) {
        struct sha256 leaf = {{0}};
        struct checkpoint c = {.size = r.index + 1, .root = {{1}}};
        tlog_proof_print(&r, &b);
        if (!str_equal(buf_str(&b), in) || tlog_proof_check(&r, &leaf, &c, &err) == OK)
            abort();
    } else if (err.offset > in.len || !err.why[0]) {
        abort();
    }
    buf_free(&b);
    arena_free(&a);
    return 0;
}
