/* SPDX-License-Identifier: Apache-2.0 */
/* ledger_tlog_proof_test.c - the tables say what a proof is not; each bit of one is looked at. */
#include "ledger_run.h"

#include "ledger/tlog_proof.h"

#define HEAD "c2sp.org/tlog-proof@v1\n"
#define HASH "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="

static const struct {
    const char *text, *why;
    size_t line, offset;
} none[] = {
    {"", "a proof begins with the line c2sp.org/tlog-proof@v1", 0, 0},
    {"c2sp.org/tlog-proof@v1", "a proof begins with the line c2sp.org/tlog-proof@v1", 0, 0},
    {"c2sp.org/tlog-proof@v2\nindex 0\n\nx\n",
     "a proof begins with the line c2sp.org/tlog-proof@v1", 1, 0},
    {HEAD, "a proof has a line `index` and the number of the entry", 1, 0},
    {HEAD "index\n\nx\n", "a proof has a line `index` and the number of the entry", 2, 23},
    {HEAD "index \n\nx\n", "a proof has a line `index` and the number of the entry", 2, 23},
    {HEAD "index 00\n\nx\n", "a proof has a line `index` and the number of the entry", 2, 23},
    {HEAD "index 9223372036854775807\n\nx\n",
     "a proof has a line `index` and the number of the entry", 2, 23},
    {HEAD "extra YQ==\n\nx\n", "a proof has a line `index` and the number of the entry", 3, 34},
    {HEAD "extra \nindex 1\n\nx\n", "what is extra in a proof is base64, of at most 131072 bytes",
     2, 23},
    {HEAD "extra YQ\nindex 1\n\nx\n", "what is extra in a proof is base64, of at most 131072 bytes",
     2, 23},
    {HEAD "index 1\nextra YQ==\n\nx\n", "a hash of a proof is 32 bytes in base64", 3, 31},
    {HEAD "index 1\n" HASH "\n", "the hashes of a proof end with an empty line", 3, 31},
    {HEAD "index 1\n" HASH "\nYQ==\n\nx\n", "a hash of a proof is 32 bytes in base64", 4, 76},
    {HEAD "index 1\n" HASH "\n\n", "the proof ends without a checkpoint", 4, 76},
};

static void what_is_no_proof_is_refused(void **state)
{
    struct arena a = {0};
    (void)state;
    for (size_t i = 0; i < COUNT(none); i++) {
        struct tlog_proof r;
        struct error err = {0};
        assert_int_equal(tlog_proof_parse(&a, str_of(none[i].text), &r, &err), ERR_INPUT);
        assert_string_equal(err.why, none[i].why);
        assert_int_equal(err.line, none[i].line);
        assert_int_equal(err.offset, none[i].offset);
    }
    arena_free(&a);
}

static void a_proof_is_printed_as_it_was_read(void **state)
{
    static const char *const good[] = {
        HEAD "index 0\n\na\n",
        HEAD "extra YQ==\nindex 9223372036854775806\n" HASH "\n" HASH "\n\na\n\nb\n",
        HEAD "index 12\n" HASH "\n\n\n\n", /* the checkpoint is not looked into */
    };
    struct arena a = {0};
    (void)state;
    for (size_t i = 0; i < COUNT(good); i++) {
        struct tlog_proof r;
        struct error err = {0};
        struct buf b = {0};
        assert_int_equal(tlog_proof_parse(&a, str_of(good[i]), &r, &err), OK);
        tlog_proof_print(&r, &b);
        assert_true(str_is(buf_str(&b), good[i]));
        buf_free(&b);
    }
    arena_free(&a);
}

static void hashes_are_counted(void **state)
{
    struct arena a = {0};
    struct buf b = {0};
    (void)state;
    for (unsigned count = 60; count < 70; count++) {
        struct tlog_proof r;
        struct error err = {0};
        buf_clear(&b);
        buf_puts(&b, HEAD "index 1\n");
        for (unsigned i = 0; i < count; i++)
            buf_puts(&b, HASH "\n");
        buf_puts(&b, "\nx\n");
        assert_int_equal(tlog_proof_parse(&a, buf_str(&b), &r, &err), count > 63 ? ERR_INPUT : OK);
    }
    buf_free(&b);
    arena_free(&a);
}

/* ---- A true one. */

static struct sha256 leaves[9];

static enum status subtree(void *ctx, unsigned level, uint64_t number, struct sha256 *out,
                           struct error *err)
{
    struct tree_edge e = {0};
    (void)ctx, (void)err;
    for (uint64_t i = number << level; i < (number + 1) << level; i++)
        tree_push(&e, &leaves[i]);
    *out = tree_root(&e);
    return OK;
}

static enum status check(struct arena *a, struct str bytes, const struct key *log,
                         const struct sha256 *leaf)
{
    struct tlog_proof r;
    struct checkpoint c;
    struct error err = {0};
    enum status rc = tlog_proof_parse(a, bytes, &r, &err);
    if (!rc)
        rc = checkpoint_open(a, r.checkpoint, log, &c, NULL, &err);
    return rc ? rc : tlog_proof_check(&r, leaf, &c, &err);
}

static void each_flipped_bit_is_refused(void **state)
{
    struct arena a = {0};
    struct error err = {0};
    struct tree_edge e = {0};
    struct signer s;
    struct tlog_proof r = {.index = 5};
    struct buf note = {0}, b = {0};
    (void)state;
    assert_int_equal(signer_generate(STR("a"), KEY_ED25519, &s, &err), OK);
    for (unsigned i = 0; i < COUNT(leaves); i++) {
        leaves[i] = tree_leaf((struct str){(const char *)&i, sizeof i});
        tree_push(&e, &leaves[i]);
    }
    struct sha256 root = tree_root(&e);
    struct key k = signer_key(&s);
    assert_int_equal(checkpoint_sign(COUNT(leaves), &root, &s, &note, &err), OK);
    assert_int_equal(tree_prove(5, COUNT(leaves), subtree, NULL, &r.proof, &err), OK);
    r.checkpoint = buf_str(&note);
    tlog_proof_print(&r, &b);
    assert_int_equal(check(&a, buf_str(&b), &k, &leaves[5]), OK);
    assert_int_equal(check(&a, buf_str(&b), &k, &leaves[4]), ERR_INPUT);
    for (size_t bit = 0; bit < 8 * b.len; bit++) {
        b.s[bit / 8] ^= (char)(1U << bit % 8);
        if (!check(&a, buf_str(&b), &k, &leaves[5]))
            fail_msg("bit %zu", bit);
        b.s[bit / 8] ^= (char)(1U << bit % 8);
    }
    buf_free(&note);
    buf_free(&b);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_no_proof_is_refused),
        cmocka_unit_test(a_proof_is_printed_as_it_was_read),
        cmocka_unit_test(hashes_are_counted),
        cmocka_unit_test(each_flipped_bit_is_refused),
    };
    return cmocka_run_group_tests_name("ledger_tlog_proof", tests, NULL, NULL);
}
