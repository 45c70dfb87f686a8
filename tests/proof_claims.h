/* SPDX-License-Identifier: Apache-2.0 */
/* proof_claims.h - what the ledger says of which tests/data/proofs are proofs, so that whatever
 * else is accepted as a proof of it can be told to be false.
 *
 * An invented list of two versions: TAi.001 to 004, and then 001, 003, 004 and 005.  The key that
 * signed it is nowhere any more. */
#ifndef TOCSIN_TESTS_PROOF_CLAIMS_H
#define TOCSIN_TESTS_PROOF_CLAIMS_H

#include "base/sha256.h"
#include "ingest/proof.h"

#define CLAIMS_KEY  "lists.example/fuzz+071973cc+ATwRudmjA3mnlA5MI0D9re9i6zSzoB+pLf8PUXRpfQWW"
#define CLAIMS_SIZE 9
enum { CLAIMS_FIRST = 1577836800, CLAIMS_SECOND = 1580515200 }; /* 2020-01-01, 2020-02-01 */

/* Records whose salts are told in one of the proofs. */
static const struct {
    const char *ref;
    int64_t at;
    const char *sha;
} claims_records[] = {
    {"TAi.002", CLAIMS_FIRST, "a789c0f9588d3fd049e59bce3e94c37b23e0ad27fc60c88e05e547569fcb0eec"},
    {"TAi.003", CLAIMS_FIRST, "2ef93b911704d32975bd5c0e4f50f5a229e2f509a038b0543a4632363feb4cef"},
    {"TAi.003", CLAIMS_SECOND, "be46e3f586c8bcbc5ab3daacb3cc49413d6f37c8eeb4540252feb9c1571eaa43"},
    {"TAi.005", CLAIMS_SECOND, "029be671ba9791b0c82418925769ff74a454b140b0d996e1272faa3451eeec8e"},
};

static const struct {
    const char *ref, *change;
} claims_changes[] = {
    {"TAi.001", "amended"}, {"TAi.002", "delisted"}, {"TAi.003", "amended"},
    {"TAi.004", "amended"}, {"TAi.005", "listed"},
};

static inline bool claims_record(struct str ref, int64_t at, struct str record)
{
    struct sha256 is = sha256_of(record, STR("")), said;
    for (size_t i = 0; i < COUNT(claims_records); i++)
        if (str_is(ref, claims_records[i].ref) && at == claims_records[i].at &&
            sha256_from_hex(str_of(claims_records[i].sha), &said) && sha256_equal(is, said))
            return true;
    return false;
}

static inline bool claims_stood(struct str ref, int64_t at)
{
    static const char *const both[] = {"TAi.001", "TAi.003", "TAi.004"};
    for (size_t i = 0; i < COUNT(both); i++)
        if (str_is(ref, both[i]))
            return true;
    return str_is(ref, at == CLAIMS_FIRST ? "TAi.002" : "TAi.005");
}

static inline bool claims_change(const struct proof *p)
{
    bool known = false;
    for (size_t i = 0; i < COUNT(claims_changes); i++)
        known |=
            str_is(p->ref, claims_changes[i].ref) && str_is(p->change, claims_changes[i].change);
    return known && p->at == CLAIMS_SECOND &&
           (!p->before.len || claims_record(p->ref, CLAIMS_FIRST, p->before)) &&
           (!p->after.len || claims_record(p->ref, CLAIMS_SECOND, p->after));
}

/* Whether what was taken for proven is so. */
static inline bool claims_true(const struct proof *p)
{
    if (!str_is(p->list, "un") || p->checkpoint.size != CLAIMS_SIZE || p->index >= CLAIMS_SIZE ||
        !str_is(p->checkpoint.origin, "lists.example/fuzz"))
        return false;
    if (p->says == PROOF_CHANGE)
        return claims_change(p);
    if (p->entries != 4 || (p->at != CLAIMS_FIRST && p->at != CLAIMS_SECOND))
        return false;
    return p->says == PROOF_PRESENT ? claims_record(p->ref, p->at, p->record)
                                    : p->ref.len && !claims_stood(p->ref, p->at);
}

#endif
