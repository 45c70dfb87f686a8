/* SPDX-License-Identifier: Apache-2.0 */
/* tlog_proof.c - line by line, in the one order that there is. */
#include "ledger/tlog_proof.h"

#include "ledger/base64.h"
#include "ledger/lines.h"

#define HEAD STR("c2sp.org/tlog-proof@v1")

static enum status parse_extra(struct arena *a, struct lines *l, struct tlog_proof *out,
                               struct error *err)
{
    struct str base64 = str_from(l->line, 6);
    uint8_t *bytes = arena_alloc(a, base64.len + 1, 1);
    size_t len;
    if (!bytes)
        return fault(err, ERR_MEMORY, 0, "no memory for a proof");
    if (base64.len == 0 || !base64_get(base64, TLOG_PROOF_EXTRA_MOST, bytes, &len))
        return lines_fault(l, "what is extra in a proof is base64, of at most 131072 bytes", err);
    out->extra = (struct str){(const char *)bytes, len};
    return OK;
}

static bool parse_index(struct str line, uint64_t *out)
{
    return str_starts(line, STR("index ")) &&
           lines_number(str_from(line, 6), TREE_SIZE_MAX - 1, out);
}

static enum status parse_hashes(struct lines *l, struct tree_proof *out, struct error *err)
{
    while (lines_next(l)) {
        if (l->line.len == 0)
            return OK;
        if (out->count == TLOG_PROOF_HASHES_MOST)
            return lines_fault(l, "a proof has at most 63 hashes", err);
        if (!base64_get_all(l->line, SHA256_SIZE, out->at[out->count++].byte))
            return lines_fault(l, "a hash of a proof is 32 bytes in base64", err);
    }
    return lines_fault(l, "the hashes of a proof end with an empty line", err);
}

enum status tlog_proof_parse(struct arena *a, struct str bytes, struct tlog_proof *out,
                             struct error *err)
{
    struct lines l = {.all = bytes, .rest = bytes};
    enum status rc = OK;
    *out = (struct tlog_proof){0};
    if (bytes.len > TLOG_PROOF_MOST)
        return fault(err, ERR_INPUT, TLOG_PROOF_MOST, "a proof has at most %d bytes",
                     TLOG_PROOF_MOST);
    if (!lines_next(&l) || !str_equal(l.line, HEAD))
        return lines_fault(&l, "a proof begins with the line c2sp.org/tlog-proof@v1", err);
    bool more = lines_next(&l);
    if (more && str_starts(l.line, STR("extra "))) {
        rc = parse_extra(a, &l, out, err);
        more = lines_next(&l);
    }
    if (!rc && (!more || !parse_index(l.line, &out->index)))
        rc = lines_fault(&l, "a proof has a line `index` and the number of the entry", err);
    if (!rc)
        rc = parse_hashes(&l, &out->proof, err);
    out->checkpoint = l.rest;
    if (!rc && l.rest.len == 0)
        rc = lines_fault(&l, "the proof ends without a checkpoint", err);
    return rc;
}

void tlog_proof_print(const struct tlog_proof *r, struct buf *out)
{
    buf_put(out, HEAD);
    if (r->extra.len) {
        buf_puts(out, "\nextra ");
        base64_put(out, r->extra);
    }
    buf_printf(out, "\nindex %llu\n", (unsigned long long)r->index);
    for (size_t i = 0; i < r->proof.count; i++) {
        base64_put(out, (struct str){(const char *)r->proof.at[i].byte, SHA256_SIZE});
        buf_byte(out, '\n');
    }
    buf_byte(out, '\n');
    buf_put(out, r->checkpoint);
}

enum status tlog_proof_check(const struct tlog_proof *r, const struct sha256 *leaf,
                             const struct checkpoint *c, struct error *err)
{
    if (tree_holds(r->index, c->size, leaf, &r->proof, &c->root))
        return OK;
    return fault(err, ERR_INPUT, 0,
                 "the proof does not show that this is entry %llu of the %llu of %.*s",
                 (unsigned long long)r->index, (unsigned long long)c->size, STRF(c->origin));
}
