/* SPDX-License-Identifier: Apache-2.0 */
/* ledger_policy_test.c - policies that are none, with the line that says so; and which sets of
 * witnesses are enough, against a table. */
#include "ledger_run.h"

#include "ledger/policy.h"
#include "ledger/tlog_proof.h"

enum { WITNESSES = 6 };
static struct signer log_signer, witness[WITNESSES];
static char log_key[512], key[WITNESSES][512];

static void print_key(const struct signer *s, char text[512])
{
    struct arena a = {0};
    struct key k = signer_key(s);
    snprintf(text, 512, "%.*s", STRF(key_print(&a, &k)));
    arena_free(&a);
}

static int make_keys(void **state)
{
    struct error err = {0};
    (void)state;
    if (signer_generate(STR("a.example/log"), KEY_ED25519, &log_signer, &err))
        return 1;
    print_key(&log_signer, log_key);
    for (unsigned i = 0; i < WITNESSES; i++) {
        char name[16];
        snprintf(name, sizeof name, "w%u.example", i);
        if (signer_generate(str_of(name), KEY_COSIGNATURE, &witness[i], &err))
            return 1;
        print_key(&witness[i], key[i]);
    }
    return 0;
}

/* A policy text in which $L is the key of the log and $0 to $5 are those of witnesses. */
static struct str fill(struct arena *a, const char *text)
{
    struct buf b = {0};
    for (; *text; text++)
        if (*text == '$' && text++)
            buf_puts(&b, *text == 'L' ? log_key : key[*text - '0']);
        else
            buf_byte(&b, *text);
    struct str out = arena_copy(a, buf_str(&b));
    buf_free(&b);
    return out;
}

static const struct {
    const char *text, *why;
    size_t line;
} none[] = {
    {"", "a policy has a line `quorum`", 0},
    {"log $L\n", "a policy has a line `quorum`", 0},
    {"quorum none", "the last line of a policy ends with a line feed", 1},
    {"quorum none\nquorum none\n", "a policy has one quorum", 2},
    {"quorum\n", "the quorum is in no line above", 1},
    {"quorum A\nwitness A $0\n", "the quorum is in no line above", 1},
    {"quorum none none\n", "there is a word too many", 1},
    {"\n# a\nlogs $L\n", "a line of a policy begins with log, witness, group or quorum", 3},
    {"quorum none\r\n", "a policy has no control characters", 1},
    {"log\n", "a key begins with a name, then + and its id", 1},
    {"log $0\n", "the key is not one of a log", 1},
    {"log $L a b\n", "there is a word too many", 1},
    {"log $L\nlog $L\n", "this log is in a line above", 2},
    {"witness\n", "a name is missing", 1},
    {"witness none $0\n", "this name has a meaning already", 1},
    {"witness A $L\n", "the key is not one of a witness", 1},
    {"witness A $0\nwitness A $1\n", "this name has a meaning already", 2},
    {"witness A $0\nwitness B $0\n", "this witness is in a line above", 2},
    {"witness A $0\ngroup A any A\n", "this name has a meaning already", 2},
    {"group G any\n", "a group has members, and before them all, any or how many of them", 1},
    {"group G any A\n", "a member of this group is in no line above", 1},
    {"group G any G\n", "a member of this group is in no line above", 1},
    {"group G any none\n", "a member of this group is in no line above", 1},
    {"witness A $0\ngroup G 0 A\n",
     "a group has members, and before them all, any or how many of them", 2},
    {"witness A $0\ngroup G 2 A\n",
     "a group has members, and before them all, any or how many of them", 2},
    {"witness A $0\ngroup G 01 A\n",
     "a group has members, and before them all, any or how many of them", 2},
    {"witness A $0\ngroup G some A\n",
     "a group has members, and before them all, any or how many of them", 2},
    {"witness A $0\ngroup G any A A\n",
     "a member of this group is one already, here or in another group", 2},
    {"witness A $0\ngroup G any A\ngroup H any A\n",
     "a member of this group is one already, here or in another group", 3},
};

static void what_is_no_policy_is_refused(void **state)
{
    struct arena a = {0};
    (void)state;
    for (size_t i = 0; i < COUNT(none); i++) {
        struct policy p;
        struct error err = {0};
        assert_int_equal(policy_parse(&a, fill(&a, none[i].text), &p, &err), ERR_INPUT);
        assert_string_equal(err.why, none[i].why);
        assert_int_equal(err.line, none[i].line);
    }
    arena_free(&a);
}

#define SIX                                                                                        \
    "# six of them\n\n\t log  $L\thttps://a.example/ \nwitness A $0\nwitness B $1 https://b/\n"    \
    "witness C $2\nwitness D $3\nwitness E $4\nwitness \xc3\xa9\xff $5\n"

static const char *const judged[] = {
    SIX "quorum none\n",
    SIX "quorum C\n",
    SIX "group G any A B C\nquorum G\n",
    SIX "group G all A B C\nquorum G\n",
    SIX "group X 2 A B C\ngroup Y any D E \xc3\xa9\xff\ngroup Z all X Y\nquorum Z\n",
};

static unsigned count_bits(unsigned x)
{
    return (unsigned)__builtin_popcount(x);
}

/* Of the policies above; bit i of a set is witness i. */
static bool enough(size_t policy, unsigned set)
{
    switch (policy) {
    case 0:
        return true;
    case 1:
        return set & 4;
    case 2:
        return set & 7;
    case 3:
        return (set & 7) == 7;
    default:
        return count_bits(set & 7) >= 2 && (set & 56);
    }
}

static void make_checkpoint(struct buf *b, unsigned set)
{
    struct error err = {0};
    struct sha256 root = {{1}};
    struct arena a = {0};
    struct note n;
    buf_clear(b);
    assert_int_equal(checkpoint_sign(7, &root, &log_signer, b, &err), OK);
    struct str note = arena_copy(&a, buf_str(b));
    assert_int_equal(note_parse(&a, note, &n, &err), OK);
    for (unsigned i = 0; i < WITNESSES; i++)
        if (set >> i & 1)
            assert_int_equal(note_cosign(n.text, &witness[i], 1700000000 + i, b, &err), OK);
    arena_free(&a);
}

static void quorums_are_as_in_the_table(void **state)
{
    struct arena a = {0};
    struct buf b = {0};
    (void)state;
    for (size_t i = 0; i < COUNT(judged); i++) {
        struct policy p;
        struct error err = {0};
        if (policy_parse(&a, fill(&a, judged[i]), &p, &err))
            fail_msg("%s", err.why);
        for (unsigned set = 0; set < 64; set++) {
            struct checkpoint c;
            const struct policy_log *by = NULL;
            make_checkpoint(&b, set);
            err = (struct error){0};
            enum status rc = policy_open(&p, &a, buf_str(&b), &c, NULL, &by, &err);
            assert_int_equal(rc, enough(i, set) ? OK : ERR_INPUT);
            if (!rc)
                assert_true(str_is(by->url, "https://a.example/") && c.size == 7);
        }
    }
    buf_free(&b);
    arena_free(&a);
}

static void a_wrong_cosignature_is_not_passed_over(void **state)
{
    struct arena a = {0};
    struct buf b = {0};
    struct policy p;
    struct checkpoint c;
    struct error err = {0};
    (void)state;
    assert_int_equal(policy_parse(&a, fill(&a, SIX "quorum A\n"), &p, &err), OK);
    make_checkpoint(&b, 3);
    b.s[b.len - 6] = b.s[b.len - 6] == 'A' ? 'B' : 'A';
    assert_int_equal(policy_open(&p, &a, buf_str(&b), &c, NULL, NULL, &err), ERR_INPUT);
    assert_non_null(strstr(err.why, "does not verify"));
    /* Cosignatures alone are no log's word. */
    assert_int_equal(policy_parse(&a, fill(&a, "witness A $0\nquorum A\n"), &p, &err), OK);
    make_checkpoint(&b, 1);
    err = (struct error){0};
    assert_int_equal(policy_open(&p, &a, buf_str(&b), &c, NULL, NULL, &err), ERR_INPUT);
    assert_string_equal(err.why, "no log of the policy has signed the checkpoint of a.example/log");
    buf_free(&b);
    arena_free(&a);
}

static void too_few_are_counted(void **state)
{
    struct arena a = {0};
    struct buf b = {0};
    struct policy p;
    struct checkpoint c;
    struct error err = {0};
    (void)state;
    assert_int_equal(policy_parse(&a, fill(&a, SIX "group g 4 A B C D E\nquorum g\n"), &p, &err),
                     OK);
    make_checkpoint(&b, 1 | 8 | 32); /* the last is in no group */
    assert_int_equal(policy_open(&p, &a, buf_str(&b), &c, NULL, NULL, &err), ERR_INPUT);
    assert_string_equal(err.why,
                        "too few witnesses of the policy have signed the checkpoint: 3 of 6");
    buf_free(&b);
    arena_free(&a);
}

/* Who asks witnesses knows its own log, which the policy need not name. */
static void the_log_can_be_given(void **state)
{
    struct arena a = {0};
    struct buf b = {0};
    struct policy p;
    struct note n;
    struct error err = {0};
    struct key log = signer_key(&log_signer);
    note_verified_vec verified;
    (void)state;
    assert_int_equal(policy_parse(&a, fill(&a, "witness A $0\nquorum A\n"), &p, &err), OK);
    make_checkpoint(&b, 0);
    assert_int_equal(note_parse(&a, buf_str(&b), &n, &err), OK);
    assert_int_equal(policy_verify(&p, NULL, &a, &n, &verified, &err), ERR_INPUT);
    err = (struct error){0};
    assert_int_equal(policy_verify(&p, &log, &a, &n, &verified, &err), OK);
    assert_true(verified.count == 1 && !policy_met(&p, &verified));
    make_checkpoint(&b, 1);
    assert_int_equal(note_parse(&a, buf_str(&b), &n, &err), OK);
    assert_int_equal(policy_verify(&p, &log, &a, &n, &verified, &err), OK);
    assert_true(verified.count == 2 && policy_met(&p, &verified));
    assert_int_equal(policy_require(&p, &verified, &err), OK);
    buf_free(&b);
    arena_free(&a);
}

static void a_policy_is_printed_as_it_means(void **state)
{
    struct arena a = {0};
    (void)state;
    for (size_t i = 0; i < COUNT(judged); i++) {
        struct policy p, q;
        struct error err = {0};
        struct buf once = {0}, twice = {0};
        assert_int_equal(policy_parse(&a, fill(&a, judged[i]), &p, &err), OK);
        policy_print(&p, &a, &once);
        assert_int_equal(policy_parse(&a, buf_str(&once), &q, &err), OK);
        policy_print(&q, &a, &twice);
        assert_true(str_equal(buf_str(&once), buf_str(&twice)));
        assert_int_equal(p.members.count, q.members.count);
        assert_int_equal(p.quorum, q.quorum);
        buf_free(&once);
        buf_free(&twice);
    }
    arena_free(&a);
}

/* The files that others can try their programs on. */
static void the_proof_in_tests_data_is_good(void **state)
{
    struct arena a = {0};
    struct buf policy = {0}, proof = {0};
    struct policy p;
    struct tlog_proof r;
    struct checkpoint c;
    struct error err = {0};
    (void)state;
    assert_int_equal(file_read("tests/data/made.policy", POLICY_MOST, &policy, &err), OK);
    assert_int_equal(file_read("tests/data/made.tlog-proof", TLOG_PROOF_MOST, &proof, &err), OK);
    assert_int_equal(policy_parse(&a, buf_str(&policy), &p, &err), OK);
    assert_int_equal(tlog_proof_parse(&a, buf_str(&proof), &r, &err), OK);
    assert_int_equal(policy_open(&p, &a, r.checkpoint, &c, NULL, NULL, &err), OK);
    assert_true(str_is(r.extra, "entry 5"));
    struct sha256 leaf = tree_leaf(r.extra);
    assert_int_equal(tlog_proof_check(&r, &leaf, &c, &err), OK);
    assert_true(r.index == 5 && c.size == 9 && str_is(c.origin, "log.example/made"));
    buf_free(&policy);
    buf_free(&proof);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_no_policy_is_refused),
        cmocka_unit_test(quorums_are_as_in_the_table),
        cmocka_unit_test(a_wrong_cosignature_is_not_passed_over),
        cmocka_unit_test(too_few_are_counted),
        cmocka_unit_test(the_log_can_be_given),
        cmocka_unit_test(a_policy_is_printed_as_it_means),
        cmocka_unit_test(the_proof_in_tests_data_is_good),
    };
    return cmocka_run_group_tests_name("ledger_policy", tests, make_keys, NULL);
}
