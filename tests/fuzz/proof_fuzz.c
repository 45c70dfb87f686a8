/* SPDX-License-Identifier: Apache-2.0 */
/* proof_fuzz.c - whatever file is accepted as a proof says what the ledger says: changed bytes may
 * be refused, or say the same, and never anything else.
 *
 * Bytes changed at random are no base64 and no JSON for long, so half of the changes are made to
 * what goes beside the entry, which is then put into the file again. */
#include "proof_claims.h"

#include "ledger/tlog_proof.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t most);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t most, unsigned seed);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a = {.limit = (size_t)64 << 20};
    struct error err = {0};
    struct key key;
    struct proof p;
    if (key_parse(&a, STR(CLAIMS_KEY), &key, &err))
        abort();
    struct proof_trust trust = {.log = &key};
    if (proof_check(&a, (struct str){(const char *)data, size}, &trust, &p, &err) == OK) {
        if (!claims_true(&p))
            abort();
    } else if (!err.why[0]) {
        abort();
    }
    arena_free(&a);
    return 0;
}

/* Changes what goes beside the entry; 0 when that does not fit. */
static size_t change_extra(uint8_t *data, size_t most, struct tlog_proof *r)
{
    uint8_t extra[8192];
    struct buf file = {0};
    size_t len = r->extra.len;
    if (!len || len > sizeof extra)
        return 0;
    memcpy(extra, r->extra.s, len);
    r->extra = (struct str){(const char *)extra, LLVMFuzzerMutate(extra, len, sizeof extra)};
    tlog_proof_print(r, &file);
    len = file.len <= most && !file.failed ? file.len : 0;
    memcpy(data, len ? file.s : "", len);
    buf_free(&file);
    return len;
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t most, unsigned seed)
{
    struct arena a = {.limit = (size_t)16 << 20};
    struct error err = {0};
    struct tlog_proof r;
    size_t len = 0;
    struct str in = arena_copy(&a, (struct str){(const char *)data, size});
    if (seed % 2 && tlog_proof_parse(&a, in, &r, &err) == OK)
        len = change_extra(data, most, &r);
    arena_free(&a);
    return len ? len : LLVMFuzzerMutate(data, size, most);
}
