/* SPDX-License-Identifier: Apache-2.0 */
/* ledger_checkpoint_test.c - what a checkpoint is and what it is not; and the log of fifteen
 * entries whose test key is public, made again byte for byte. */
#include "ledger_run.h"

#include "ledger/checkpoint.h"
#include "ledger/tile.h"
#include "ledger/tree.h"

#define ROOT "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=" /* of no entries */

static const struct {
    const char *text, *why;
    size_t line, offset;
} none[] = {
    {"", "a checkpoint ends with a line feed", 0, 0},
    {"log\n0\n" ROOT, "a checkpoint ends with a line feed", 0, 50},
    {"\n0\n" ROOT "\n", "the first line of a checkpoint is the name of the log", 1, 0},
    {"log\n", "the second line of a checkpoint is the size, in digits", 2, 4},
    {"log\n00\n" ROOT "\n", "the second line of a checkpoint is the size, in digits", 2, 4},
    {"log\n01\n" ROOT "\n", "the second line of a checkpoint is the size, in digits", 2, 4},
    {"log\n-1\n" ROOT "\n", "the second line of a checkpoint is the size, in digits", 2, 4},
    {"log\n 1\n" ROOT "\n", "the second line of a checkpoint is the size, in digits", 2, 4},
    {"log\n9223372036854775808\n" ROOT "\n",
     "the second line of a checkpoint is the size, in digits", 2, 4},
    {"log\n0\n", "the third line of a checkpoint is the root, in base64", 3, 6},
    {"log\n0\nAAAA\n", "the third line of a checkpoint is the root, in base64", 3, 6},
    {"log\n0\n" ROOT "AAAA\n", "the third line of a checkpoint is the root, in base64", 3, 6},
    {"log\n0\n" ROOT "\n\n", "a line of a checkpoint is empty", 4, 51},
    {"log\n0\n" ROOT "\nx\n\ny\n", "a line of a checkpoint is empty", 5, 53},
};

static void what_is_no_checkpoint_is_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(none); i++) {
        struct checkpoint c;
        struct error err = {0};
        assert_int_equal(checkpoint_parse(str_of(none[i].text), &c, &err), ERR_INPUT);
        assert_string_equal(err.why, none[i].why);
        assert_int_equal(err.line, none[i].line);
        assert_int_equal(err.offset, none[i].offset);
    }
}

static void a_checkpoint_is_printed_as_it_was_read(void **state)
{
    static const struct {
        const char *text, *again;
    } good[] = {
        {"log\n0\n" ROOT "\n", "log\n0\n" ROOT "\n"},
        {"a b\n9223372036854775807\n" ROOT "\n", "a b\n9223372036854775807\n" ROOT "\n"},
        {"log\n1\n" ROOT "\nof another\nkind\n", "log\n1\n" ROOT "\n"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(good); i++) {
        struct checkpoint c;
        struct error err = {0};
        struct buf b = {0};
        assert_int_equal(checkpoint_parse(str_of(good[i].text), &c, &err), OK);
        assert_int_equal(c.extensions, i == 2 ? 2 : 0);
        checkpoint_print(&c, &b);
        assert_true(str_is(buf_str(&b), good[i].again));
        buf_free(&b);
    }
}

static void a_signed_one_opens_with_its_key_alone(void **state)
{
    struct arena a = {0};
    struct signer log, other;
    struct error err = {0};
    struct buf b = {0}, forged = {0};
    struct checkpoint c;
    struct note n;
    (void)state;
    assert_int_equal(signer_generate(STR("a.example"), KEY_ED25519, &log, &err), OK);
    assert_int_equal(signer_generate(STR("b.example"), KEY_ED25519, &other, &err), OK);
    struct sha256 root = tree_leaf(STR("x"));
    assert_int_equal(checkpoint_sign(1, &root, &log, &b, &err), OK);
    struct key k = signer_key(&log), k2 = signer_key(&other);
    assert_int_equal(checkpoint_open(&a, buf_str(&b), &k, &c, &n, &err), OK);
    assert_true(c.size == 1 && sha256_equal(c.root, root) && str_is(c.origin, "a.example"));
    assert_int_equal(checkpoint_open(&a, buf_str(&b), &k2, &c, NULL, &err), ERR_INPUT);
    /* Signed by its key, but in another's name. */
    err = (struct error){0};
    assert_int_equal(note_sign(n.text, &other, 1, &forged, &err), OK);
    assert_int_equal(checkpoint_open(&a, buf_str(&forged), &k2, &c, NULL, &err), ERR_INPUT);
    assert_string_equal(err.why, "the checkpoint is of the log a.example, not of b.example");
    buf_free(&b);
    buf_free(&forged);
    arena_free(&a);
}

/* ---- The log of fifteen. */

#define LOG "tessera-testdata/testdata/log/"

static bool read_log(struct signer *s, struct buf *bundle)
{
    struct buf keys = {0};
    struct error err = {0};
    struct str secret;
    if (!vectors_read("tessera-testdata/testdata/KEYS.txt", &keys) ||
        !vectors_read(LOG "tile/entries/000.p/15", bundle)) {
        buf_free(&keys);
        return false;
    }
    size_t at = str_find(buf_str(&keys), STR("PRIVATE+KEY+"));
    str_cut(str_from(buf_str(&keys), at), '\n', &secret);
    assert_int_equal(signer_parse(secret, s, &err), OK);
    buf_free(&keys);
    return true;
}

static void the_log_of_fifteen_is_made_again(void **state)
{
    struct signer s;
    struct buf bundle = {0}, made = {0}, want = {0};
    struct tree_edge edge = {0};
    struct arena a = {0};
    (void)state;
    if (!read_log(&s, &bundle))
        return;
    struct key k = signer_key(&s);
    struct str rest = buf_str(&bundle), entry;
    for (unsigned size = 0; size <= 15; size++) {
        char name[64];
        struct error err = {0};
        struct checkpoint c;
        struct sha256 root = tree_root(&edge);
        buf_clear(&made);
        assert_int_equal(checkpoint_sign(size, &root, &s, &made, &err), OK);
        snprintf(name, sizeof name, LOG "checkpoint.%u", size);
        assert_true(vectors_read(name, &want));
        assert_true(str_equal(buf_str(&made), buf_str(&want)));
        assert_int_equal(checkpoint_open(&a, buf_str(&want), &k, &c, NULL, &err), OK);
        if (size == 15)
            break;
        assert_true(bundle_take(&rest, &entry));
        struct sha256 leaf = tree_leaf(entry);
        tree_push(&edge, &leaf);
    }
    assert_int_equal(rest.len, 0);
    buf_free(&bundle);
    buf_free(&made);
    buf_free(&want);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_no_checkpoint_is_refused),
        cmocka_unit_test(a_checkpoint_is_printed_as_it_was_read),
        cmocka_unit_test(a_signed_one_opens_with_its_key_alone),
        cmocka_unit_test(the_log_of_fifteen_is_made_again),
    };
    return cmocka_run_group_tests_name("ledger_checkpoint", tests, NULL, NULL);
}
