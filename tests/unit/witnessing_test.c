/* SPDX-License-Identifier: Apache-2.0 */
/* witnessing_test.c - what a log sends to a witness, and what it makes of each answer. */
#include "cmocka_all.h"
#include "grown.h"

#include "ledger/base64.h"

#define HASH "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="

static const struct {
    const char *body, *why;
    size_t line, offset;
} none[] = {
    {"", "a request begins with a line `old SIZE`", 1, 0},
    {"old 0", "a request begins with a line `old SIZE`", 1, 0},
    {"old\n\n", "a request begins with a line `old SIZE`", 1, 0},
    {"old \n\n", "a request begins with a line `old SIZE`", 1, 0},
    {"old 00\n\n", "a request begins with a line `old SIZE`", 1, 0},
    {"old 01\n\n", "a request begins with a line `old SIZE`", 1, 0},
    {"old -1\n\n", "a request begins with a line `old SIZE`", 1, 0},
    {"old  1\n\n", "a request begins with a line `old SIZE`", 1, 0},
    {"old 1 \n\n", "a request begins with a line `old SIZE`", 1, 0},
    {"old 1\r\n\r\n", "a request begins with a line `old SIZE`", 1, 0},
    {"Old 1\n\n", "a request begins with a line `old SIZE`", 1, 0},
    {"old 9223372036854775808\n\n", "a request begins with a line `old SIZE`", 1, 0},
    {"old 0\n", "no empty line ends the proof", 2, 6},
    {"old 1\n" HASH "\n", "no empty line ends the proof", 3, 51},
    {"old 1\n" HASH "\nx", "no empty line ends the proof", 3, 51},
    {"old 1\nAAAA\n\n", "a hash is 32 bytes in base64", 2, 6},
    {"old 1\n" HASH "\n" HASH "=\n\n", "a hash is 32 bytes in base64", 3, 51},
    {"old 1\n" HASH "\r\n\n", "a hash is 32 bytes in base64", 2, 6},
};

static void what_is_no_request_is_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(none); i++) {
        struct witnessing_request r;
        struct error err = {0};
        assert_int_equal(witnessing_parse(str_of(none[i].body), &r, &err), ERR_INPUT);
        assert_string_equal(err.why, none[i].why);
        assert_int_equal(err.line, none[i].line);
        assert_int_equal(err.offset, none[i].offset);
    }
}

static void a_request_is_read_as_it_was_written(void **state)
{
    (void)state;
    for (size_t hashes = 0; hashes <= TREE_PROOF_MOST; hashes++) {
        struct witnessing_request r = {.old = hashes * 1000003, .note = STR("any\n\ntext")}, again;
        struct error err = {0};
        struct buf b = {0};
        r.proof.count = hashes;
        for (size_t i = 0; i < hashes; i++)
            memset(r.proof.at[i].byte, (int)i + 1, SHA256_SIZE);
        enum status rc = witnessing_print(&r, &b, &err);
        assert_int_equal(rc, hashes <= WITNESSING_PROOF_MOST ? OK : ERR_USAGE);
        if (!rc) {
            assert_int_equal(witnessing_parse(buf_str(&b), &again, &err), OK);
            assert_int_equal(again.old, r.old);
            assert_int_equal(again.proof.count, hashes);
            assert_memory_equal(again.proof.at, r.proof.at, hashes * SHA256_SIZE);
            assert_true(str_equal(again.note, r.note));
        }
        buf_free(&b);
    }
}

static void a_proof_of_too_many_hashes_is_refused(void **state)
{
    (void)state;
    struct witnessing_request r;
    struct error err = {0};
    struct buf b = {0};
    buf_puts(&b, "old 5\n");
    for (int i = 0; i <= WITNESSING_PROOF_MOST; i++)
        buf_puts(&b, HASH "\n");
    buf_puts(&b, "\nnote");
    assert_int_equal(witnessing_parse(buf_str(&b), &r, &err), ERR_INPUT);
    assert_int_equal(err.line, 65);
    buf_free(&b);
}

/* ---- Answers. */

/* The example of c2sp.org/tlog-witness. */
static void the_example_of_the_standard_is_read(void **state)
{
    static const char body[] = "old 20852014\n"
                               "PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=\n"
                               "jrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=\n"
                               "5+pKlUdi2LeF/BcMHBn+Ku6yhPGNCswZZD1X/6QgPd8=\n"
                               "/6WVhPs2CwSsb5rYBH5cjHV/wSmA79abXAwhXw3Kj/0=\n"
                               "\n"
                               "example.com/behind-the-sofa\n"
                               "20852163\n"
                               "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
                               "\n"
                               "\xe2\x80\x94 example.com/behind-the-sofa "
                               "Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/"
                               "Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n";
    (void)state;
    struct arena a = {0};
    struct witnessing_request r;
    struct checkpoint c;
    struct note n;
    struct error err = {0};
    assert_int_equal(witnessing_parse(STR(body), &r, &err), OK);
    assert_int_equal(r.old, 20852014);
    assert_int_equal(r.proof.count, 4);
    assert_int_equal(note_parse(&a, r.note, &n, &err), OK);
    assert_int_equal(checkpoint_parse(n.text, &c, &err), OK);
    assert_int_equal(c.size, 20852163);
    arena_free(&a);
}

static const struct {
    const char *what;
    uint64_t old, size;
    unsigned tries, status;
    const char *body;
    enum witnessing_step step;
    enum status rc;
    uint64_t again;
} replies[] = {
    {"another size", 5, 9, 1, 409, "7\n", WITNESSING_AGAIN, OK, 7},
    {"another size without line feed", 5, 9, 1, 409, "7", WITNESSING_AGAIN, OK, 7},
    {"it knows nothing", 5, 9, 1, 409, "0\n", WITNESSING_AGAIN, OK, 0},
    {"it has this very size", 5, 9, 1, 409, "9\n", WITNESSING_AGAIN, OK, 9},
    {"it is ahead", 5, 9, 1, 409, "10\n", WITNESSING_REFUSED, ERR_CONFLICT, 0},
    {"no size: ask", 5, 9, 1, 409, "", WITNESSING_AGAIN, OK, 0},
    {"no size when asked", 0, 9, 2, 409, "", WITNESSING_REFUSED, ERR_NETWORK, 0},
    {"another root, without a size", 9, 9, 1, 409, "", WITNESSING_REFUSED, ERR_CONFLICT, 0},
    {"another root, with the size", 9, 9, 1, 409, "9\n", WITNESSING_REFUSED, ERR_CONFLICT, 0},
    {"the size that was sent", 5, 9, 1, 409, "5\n", WITNESSING_REFUSED, ERR_NETWORK, 0},
    {"no end of it", 5, 9, 4, 409, "7\n", WITNESSING_LATER, ERR_NETWORK, 0},
    {"no number", 5, 9, 1, 409, "many\n", WITNESSING_REFUSED, ERR_NETWORK, 0},
    {"a number with a zero", 5, 9, 1, 409, "07\n", WITNESSING_REFUSED, ERR_NETWORK, 0},
    {"two lines", 5, 9, 1, 409, "7\n\n", WITNESSING_REFUSED, ERR_NETWORK, 0},
    {"not understood", 5, 9, 1, 400, "", WITNESSING_REFUSED, ERR_NETWORK, 0},
    {"not known, by old witnesses", 5, 9, 1, 403, "", WITNESSING_UNKNOWN, ERR_NETWORK, 0},
    {"not known", 5, 9, 1, 404, "", WITNESSING_UNKNOWN, ERR_NETWORK, 0},
    {"no proof", 5, 9, 1, 422, "", WITNESSING_REFUSED, ERR_CONFLICT, 0},
    {"too often", 5, 9, 1, 429, "", WITNESSING_LATER, ERR_NETWORK, 0},
    {"ill", 5, 9, 1, 500, "", WITNESSING_LATER, ERR_NETWORK, 0},
    {"asleep", 5, 9, 1, 503, "", WITNESSING_LATER, ERR_NETWORK, 0},
    {"moved", 5, 9, 1, 302, "", WITNESSING_REFUSED, ERR_NETWORK, 0},
    {"done without a signature", 5, 9, 1, 200, "", WITNESSING_REFUSED, ERR_INPUT, 0},
    {"done with a page", 5, 9, 1, 200, "<html>\n", WITNESSING_REFUSED, ERR_INPUT, 0},
};

static void each_answer_says_what_is_next(void **state)
{
    (void)state;
    struct signer w = grown_signer(WITNESS_KEY);
    struct key key = signer_key(&w);
    for (size_t i = 0; i < COUNT(replies); i++) {
        struct arena a = {0};
        struct error err = {0};
        struct witnessing_outcome out;
        struct witnessing_sent sent = {.witness = &key,
                                       .text = STR("text\n"),
                                       .old = replies[i].old,
                                       .size = replies[i].size,
                                       .tries = replies[i].tries};
        struct witnessing_reply reply = {.status = replies[i].status,
                                         .body = str_of(replies[i].body)};
        enum status rc = witnessing_read(&a, &sent, &reply, &out, &err);
        if (rc != replies[i].rc || out.step != replies[i].step || out.old != replies[i].again)
            fail_msg("%s: status %d, step %d, old %llu: %s", replies[i].what, (int)rc,
                     (int)out.step, (unsigned long long)out.old, err.why);
        assert_true((rc == OK) == (err.why[0] == 0));
        arena_free(&a);
    }
}

static void a_cosignature_is_found_and_checked(void **state)
{
    (void)state;
    struct arena a = {0};
    struct grown g;
    struct buf note = {0}, lines = {0};
    struct error err = {0};
    struct witnessing_outcome out;
    struct note n;
    struct signer w = grown_signer(WITNESS_KEY), stranger;
    struct key key = signer_key(&w);
    grown_make(&g, LOG_KEY, 9, 0, 0);
    assert_int_equal(signer_generate(STR("witness.example"), KEY_COSIGNATURE, &stranger, &err), OK);
    assert_int_equal(note_parse(&a, grown_note(&g, 9, &note), &n, &err), OK);
    struct witnessing_sent sent = {.witness = &key, .text = n.text, .old = 5, .size = 9};

    /* Among those of others, of which the key is not known. */
    assert_int_equal(note_cosign(n.text, &stranger, 7, &lines, &err), OK);
    size_t first = lines.len;
    assert_int_equal(note_cosign(n.text, &w, 1700000000, &lines, &err), OK);
    struct witnessing_reply reply = {.status = 200, .body = buf_str(&lines)};
    assert_int_equal(witnessing_read(&a, &sent, &reply, &out, &err), OK);
    assert_int_equal(out.step, WITNESSING_DONE);
    assert_int_equal(out.time, 1700000000);
    assert_true(str_equal(out.line, str_from(buf_str(&lines), first)));

    /* Only the stranger's. */
    reply.body.len = first;
    assert_int_equal(witnessing_read(&a, &sent, &reply, &out, &err), ERR_INPUT);
    assert_int_equal(out.step, WITNESSING_REFUSED);

    /* Of another text. */
    err = (struct error){0};
    reply.body = buf_str(&lines);
    sent.text = STR("example.com/log\n8\n" HASH "\n");
    assert_int_equal(witnessing_read(&a, &sent, &reply, &out, &err), ERR_INPUT);
    assert_int_equal(out.step, WITNESSING_REFUSED);
    buf_free(&note);
    buf_free(&lines);
    grown_free(&g);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_no_request_is_refused),
        cmocka_unit_test(a_request_is_read_as_it_was_written),
        cmocka_unit_test(a_proof_of_too_many_hashes_is_refused),
        cmocka_unit_test(the_example_of_the_standard_is_read),
        cmocka_unit_test(each_answer_says_what_is_next),
        cmocka_unit_test(a_cosignature_is_found_and_checked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
