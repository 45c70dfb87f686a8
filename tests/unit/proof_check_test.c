/* SPDX-License-Identifier: Apache-2.0 */
/* proof_check_test.c - proofs of a ledger whose key is gone: each one proves what is true, and
 * no byte of one can be another such that it proves anything else. */
#include "cmocka_all.h"

#include "base/file.h"
#include "ledger/tlog_proof.h"
#include "proof_claims.h"

#include <stdio.h>
#include <string.h>

static const struct {
    const char *name;
    enum proof_says says;
    const char *ref;
    uint64_t index;
} proofs[] = {
    {"present", PROOF_PRESENT, "TAi.002", 1},       {"absent", PROOF_ABSENT, "TAi.002", 8},
    {"absent_first", PROOF_ABSENT, "A", 8},         {"absent_last", PROOF_ABSENT, "zz", 8},
    {"change_amended", PROOF_CHANGE, "TAi.003", 5}, {"change_delisted", PROOF_CHANGE, "TAi.002", 4},
    {"change_listed", PROOF_CHANGE, "TAi.005", 7},
};

static void read_proof(const char *name, struct buf *out)
{
    char path[128];
    struct error err = {0};
    snprintf(path, sizeof path, "tests/data/proofs/%s.tlog-proof", name);
    assert_int_equal(file_read(path, PROOF_FILE_MOST, out, &err), OK);
}

static enum status check(struct arena *a, struct str file, struct proof *p)
{
    struct error err = {0};
    struct key key;
    assert_int_equal(key_parse(a, STR(CLAIMS_KEY), &key, &err), OK);
    enum status rc = proof_check(a, file, &(struct proof_trust){.log = &key}, p, &err);
    assert_true(rc == OK || err.why[0]);
    return rc;
}

static void each_proves_what_is_true(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(proofs); i++) {
        struct arena a = {0};
        struct buf file = {0};
        struct proof p;
        read_proof(proofs[i].name, &file);
        assert_int_equal(check(&a, buf_str(&file), &p), OK);
        assert_int_equal(p.says, proofs[i].says);
        assert_true(str_is(p.ref, proofs[i].ref));
        assert_int_equal(p.index, proofs[i].index);
        assert_true(claims_true(&p));
        buf_free(&file);
        arena_free(&a);
    }
}

static void no_changed_byte_proves_anything_else(void **state)
{
    (void)state;
    static const uint8_t changes[] = {1, 2, 0x20, 0x80};
    size_t refused = 0;
    for (size_t i = 0; i < COUNT(proofs); i++) {
        struct buf file = {0};
        read_proof(proofs[i].name, &file);
        for (size_t n = 0; n < file.len * COUNT(changes); n++) {
            struct arena a = {0};
            struct proof p;
            char was = file.s[n / COUNT(changes)];
            file.s[n / COUNT(changes)] ^= (char)changes[n % COUNT(changes)];
            if (check(&a, buf_str(&file), &p) == OK)
                assert_true(claims_true(&p)); /* an absence, perhaps, of a neighbour's neighbour */
            else
                refused++;
            file.s[n / COUNT(changes)] = was;
            arena_free(&a);
        }
        buf_free(&file);
    }
    assert_true(refused > 10000);
}

static void what_was_cut_off_proves_nothing(void **state)
{
    (void)state;
    struct buf file = {0};
    read_proof("present", &file);
    for (size_t len = 0; len < file.len; len++) {
        struct arena a = {0};
        struct proof p;
        assert_int_not_equal(check(&a, str_span(buf_str(&file), 0, len), &p), OK);
        arena_free(&a);
    }
    buf_free(&file);
}

/* The file with other words beside its entry. */
static void change_extra(struct arena *a, const char *name, const char *from, const char *to,
                         struct buf *out)
{
    struct buf file = {0}, extra = {0};
    struct tlog_proof r;
    struct error err = {0};
    read_proof(name, &file);
    assert_int_equal(tlog_proof_parse(a, buf_str(&file), &r, &err), OK);
    size_t at = str_find(r.extra, str_of(from));
    assert_int_not_equal(at, SIZE_MAX);
    buf_put(&extra, str_span(r.extra, 0, at));
    buf_puts(&extra, to);
    buf_put(&extra, str_from(r.extra, at + strlen(from)));
    r.extra = buf_str(&extra);
    tlog_proof_print(&r, out);
    buf_free(&extra);
    buf_free(&file);
}

static const struct {
    const char *name, *from, *to, *why;
} lies[] = {
    {"absent", "\"absent\":\"TAi.002\"", "\"absent\":\"\"", "which ref"},
    {"absent", "\"absent\":\"TAi.002\"", "\"absent\":{}", "which ref"},
    {"absent", "\"absent\":\"TAi.002\"", "\"absent\":\"TAi.003\"", "between"},
    {"absent", "\"absent\":\"TAi.002\"", "\"absent\":\"TAi.001\"", "between"},
    {"absent", "\"absent\":\"TAi.002\"", "\"absent\":\"TAi.005\"", "between"},
    {"absent", "\"after\":", "\"later\":", "side by side"},
    {"absent", "\"before\":", "\"earlier\":", "side by side"},
    {"absent_first", "\"after\":", "\"before\":", "between"},
    {"absent_last", "\"before\":", "\"after\":", "between"},
    {"present", "\"index\":1", "\"index\":2", "path"},
    {"present", "Ordan", "Orden", "path"},
    {"change_listed", "Otherwise", "Otherwide", "not the one of the change"},
};

static void what_stands_beside_the_entry_is_not_believed(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(lies); i++) {
        struct arena a = {0};
        struct buf file = {0};
        struct error err = {0};
        struct key key;
        struct proof p;
        change_extra(&a, lies[i].name, lies[i].from, lies[i].to, &file);
        assert_int_equal(key_parse(&a, STR(CLAIMS_KEY), &key, &err), OK);
        struct proof_trust trust = {.log = &key};
        assert_int_equal(proof_check(&a, buf_str(&file), &trust, &p, &err), ERR_INPUT);
        assert_non_null(strstr(err.why, lies[i].why));
        buf_free(&file);
        arena_free(&a);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_proves_what_is_true),
        cmocka_unit_test(no_changed_byte_proves_anything_else),
        cmocka_unit_test(what_stands_beside_the_entry_is_not_believed),
        cmocka_unit_test(what_was_cut_off_proves_nothing),
    };
    return cmocka_run_group_tests_name("proof_check", tests, NULL, NULL);
}
