/* SPDX-License-Identifier: Apache-2.0 */
/* ledger_tree_test.c - hashes, proofs and checks of src/ledger/tree.c against the vectors of
 * transparency-dev/merkle, and against the definitions of RFC 6962 written down as they
 * stand there, which is slow. */
#include "ledger_run.h"

#include "ledger/tree.h"

static struct sha256 from_hex(const char *hex)
{
    struct sha256 out;
    assert_true(sha256_from_hex(str_of(hex), &out));
    return out;
}

static void must_equal(struct sha256 got, struct sha256 want)
{
    char a[SHA256_HEX], b[SHA256_HEX];
    assert_string_equal(sha256_hex(got, a), sha256_hex(want, b));
}

static void hashes_are_those_of_rfc_6962(void **state)
{
    (void)state;
    must_equal(tree_empty(),
               from_hex("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
    must_equal(tree_leaf(STR("")),
               from_hex("6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"));
    must_equal(tree_leaf(STR("L123456")),
               from_hex("395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56"));
    struct tree_edge none = {0};
    must_equal(tree_root(&none), tree_empty());
}

/* ---- The definitions. */

enum { LEAVES = 300 };
static struct sha256 leaf[LEAVES];

static uint64_t below(uint64_t n)
{
    uint64_t k = 1;
    while (2 * k < n)
        k *= 2;
    return k;
}

static struct sha256 mth(uint64_t from, uint64_t until)
{
    if (until - from == 1)
        return leaf[from];
    uint64_t k = below(until - from);
    struct sha256 left = mth(from, from + k), right = mth(from + k, until);
    return tree_node(&left, &right);
}

static void put(struct tree_proof *p, uint64_t from, uint64_t until)
{
    p->at[p->count++] = mth(from, until);
}

static void path(uint64_t m, uint64_t from, uint64_t until, struct tree_proof *p)
{
    if (until - from == 1)
        return;
    uint64_t k = below(until - from);
    if (m < k) {
        path(m, from, from + k, p);
        put(p, from + k, until);
    } else {
        path(m - k, from + k, until, p);
        put(p, from, from + k);
    }
}

static void subproof(uint64_t m, uint64_t from, uint64_t until, bool b, struct tree_proof *p)
{
    if (m == until - from) {
        if (!b)
            put(p, from, until);
        return;
    }
    uint64_t k = below(until - from);
    if (m <= k) {
        subproof(m, from, from + k, b, p);
        put(p, from + k, until);
    } else {
        subproof(m - k, from + k, until, false, p);
        put(p, from, from + k);
    }
}

static enum status subtree(void *ctx, unsigned level, uint64_t number, struct sha256 *out,
                           struct error *err)
{
    uint64_t limit = *(const uint64_t *)ctx;
    (void)err;
    assert_true((number + 1) << level <= limit);
    *out = mth(number << level, (number + 1) << level);
    return OK;
}

static void must_be_same(const struct tree_proof *got, const struct tree_proof *want)
{
    assert_int_equal(got->count, want->count);
    assert_memory_equal(got->at, want->at, want->count * sizeof *want->at);
}

/* ---- Against them. */

static int make_leaves(void **state)
{
    (void)state;
    for (unsigned i = 0; i < LEAVES; i++)
        leaf[i] = tree_leaf((struct str){(const char *)&i, sizeof i});
    return 0;
}

static void roots_are_as_defined(void **state)
{
    struct tree_edge edge = {0}, read;
    struct error err = {0};
    (void)state;
    for (uint64_t size = 1; size <= LEAVES; size++) {
        tree_push(&edge, &leaf[size - 1]);
        must_equal(tree_root(&edge), mth(0, size));
        assert_int_equal(tree_edge_read(size, subtree, &size, &read, &err), OK);
        must_equal(tree_root(&read), mth(0, size));
    }
}

/* A proof with any one thing wrong is refused. */
static void damage(struct tree_proof *p, bool (*check)(const struct tree_proof *, const void *),
                   const void *ctx, uint64_t *seed)
{
    assert_true(check(p, ctx));
    for (size_t i = 0; i < p->count; i++) {
        unsigned bit = chance(seed) % 256;
        p->at[i].byte[bit / 8] ^= (uint8_t)(1U << bit % 8);
        assert_false(check(p, ctx));
        p->at[i].byte[bit / 8] ^= (uint8_t)(1U << bit % 8);
    }
    p->at[p->count++] = leaf[0];
    assert_false(check(p, ctx));
    p->count--;
    if (p->count) {
        p->count--;
        assert_false(check(p, ctx));
        struct tree_proof late = {.count = p->count};
        memcpy(late.at, p->at + 1, late.count * sizeof *late.at);
        assert_false(check(&late, ctx));
        p->count++;
    }
}

struct claim {
    uint64_t index, size;
    struct sha256 leaf, root;
};

static bool holds(const struct tree_proof *p, const void *ctx)
{
    const struct claim *c = ctx;
    return tree_holds(c->index, c->size, &c->leaf, p, &c->root);
}

static void each_entry_of_each_size_is_proved(void **state)
{
    struct error err = {0};
    uint64_t seed = 1;
    (void)state;
    for (uint64_t size = 1; size <= LEAVES; size += size < 70 ? 1 : 23)
        for (uint64_t index = 0; index < size; index++) {
            struct claim c = {index, size, leaf[index], mth(0, size)};
            struct tree_proof want = {0}, got;
            path(index, 0, size, &want);
            assert_int_equal(tree_prove(index, size, subtree, &size, &got, &err), OK);
            must_be_same(&got, &want);
            damage(&got, holds, &c, &seed);
            c.index = size; /* not in it */
            assert_false(holds(&got, &c));
            if (size > 1) {
                c.index = index ? index - 1 : 1;
                assert_false(holds(&got, &c));
            }
        }
}

struct growth {
    uint64_t old, size;
    struct sha256 old_root, root;
};

static bool grew(const struct tree_proof *p, const void *ctx)
{
    const struct growth *g = ctx;
    return tree_grew(g->old, &g->old_root, g->size, &g->root, p);
}

static void each_growth_is_proved(void **state)
{
    struct error err = {0};
    uint64_t seed = 2;
    (void)state;
    for (uint64_t size = 1; size <= LEAVES; size += size < 70 ? 1 : 23)
        for (uint64_t old = 1; old <= size; old++) {
            struct growth g = {old, size, mth(0, old), mth(0, size)};
            struct tree_proof want = {0}, got;
            subproof(old, 0, size, true, &want);
            assert_int_equal(tree_prove_growth(old, size, subtree, &size, &got, &err), OK);
            must_be_same(&got, &want);
            damage(&got, grew, &g, &seed);
            g.root.byte[3] ^= 4;
            assert_false(grew(&got, &g));
            g.root.byte[3] ^= 4;
            g.old_root.byte[31] ^= 128;
            assert_false(grew(&got, &g));
        }
}

static void what_does_not_exist_is_not_proved(void **state)
{
    struct tree_proof p;
    struct error err = {0};
    uint64_t limit = 5;
    (void)state;
    assert_int_equal(tree_prove(5, 5, subtree, &limit, &p, &err), ERR_USAGE);
    assert_string_equal(err.why, "a log of 5 entries has no entry 5");
    err = (struct error){0};
    assert_int_equal(tree_prove(0, 0, subtree, &limit, &p, &err), ERR_USAGE);
    err = (struct error){0};
    assert_int_equal(tree_prove_growth(6, 5, subtree, &limit, &p, &err), ERR_USAGE);
    err = (struct error){0};
    assert_int_equal(tree_prove(0, UINT64_MAX, subtree, &limit, &p, &err), ERR_USAGE);
    assert_int_equal(tree_prove_growth(0, 5, subtree, &limit, &p, &err), OK);
    assert_int_equal(p.count, 0);
}

/* The largest sizes end as any others do. */
static void sizes_are_bounded(void **state)
{
    static const uint64_t sizes[] = {TREE_SIZE_MAX, (uint64_t)1 << 62, TREE_SIZE_MAX - 1,
                                     (uint64_t)1 << 63, UINT64_MAX};
    struct tree_proof p = {.count = TREE_PROOF_MOST};
    (void)state;
    for (size_t i = 0; i < COUNT(sizes); i++)
        for (p.count = 0; p.count <= TREE_PROOF_MOST; p.count++) {
            assert_false(tree_holds(sizes[i] - 1, sizes[i], &leaf[0], &p, &leaf[1]));
            assert_false(tree_holds(0, sizes[i], &leaf[0], &p, &leaf[1]));
            assert_false(tree_grew(sizes[i] - 1, &leaf[0], sizes[i], &leaf[1], &p));
            assert_false(tree_grew(1, &leaf[0], sizes[i], &leaf[1], &p));
        }
    p.count = SIZE_MAX;
    assert_false(tree_holds(0, 2, &leaf[0], &p, &leaf[1]));
    assert_false(tree_grew(1, &leaf[0], 2, &leaf[1], &p));
}

/* ---- The vectors. */

static struct {
    unsigned good, bad;
} seen;

static bool read_proof(const struct node *top, struct tree_proof *p)
{
    bool good = true;
    p->count = 0;
    for (const struct node *n = node_child(top, "proof")->first; n; n = n->next) {
        assert_true(p->count < TREE_PROOF_MOST);
        good &= vector_hash(n->text, &p->at[p->count++]);
    }
    return good;
}

static bool claim_of(const struct node *top)
{
    struct sha256 hash, root;
    struct tree_proof p;
    return vector_hash(node_get(top, "leafHash"), &hash) &&
           vector_hash(node_get(top, "root"), &root) && read_proof(top, &p) &&
           tree_holds(vector_number(top, "leafIdx"), vector_number(top, "treeSize"), &hash, &p,
                      &root);
}

/* Some of these roots are texts of twelve bytes. */
static bool short_hash(struct str base64, struct sha256 *out)
{
    size_t len;
    *out = (struct sha256){0};
    return base64_get(base64, sizeof out->byte, out->byte, &len);
}

static bool growth_of(const struct node *top)
{
    struct sha256 old, new;
    struct tree_proof p;
    return short_hash(node_get(top, "root1"), &old) && short_hash(node_get(top, "root2"), &new) &&
           read_proof(top, &p) &&
           tree_grew(vector_number(top, "size1"), &old, vector_number(top, "size2"), &new, &p);
}

static int one_vector(const char *file, const struct stat *st, int type, struct FTW *at)
{
    struct arena a = {0};
    (void)st, (void)at;
    if (type != FTW_F)
        return 0;
    const struct node *top = vectors_json(&a, file);
    bool wanted = !node_is_true(top, "wantErr");
    bool got = node_child(top, "leafIdx") ? claim_of(top) : growth_of(top);
    if (got != wanted)
        fail_msg("%s", file);
    seen.good += wanted;
    seen.bad += !wanted;
    arena_free(&a);
    return 0;
}

static void walk(const char *name)
{
    char folder[512];
    seen.good = seen.bad = 0;
    if (!file_exists(vectors_path(folder, name))) {
        print_message("skipped: %s is not here\n", folder);
        return;
    }
    assert_int_equal(nftw(folder, one_vector, 16, FTW_PHYS), 0);
    assert_int_equal(seen.good, 6);
    assert_int_equal(seen.bad, 92);
}

static void vectors_of_inclusion(void **state)
{
    (void)state;
    walk("merkle/testdata/inclusion");
}

static void vectors_of_consistency(void **state)
{
    (void)state;
    walk("merkle/testdata/consistency");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hashes_are_those_of_rfc_6962),
        cmocka_unit_test(roots_are_as_defined),
        cmocka_unit_test(each_entry_of_each_size_is_proved),
        cmocka_unit_test(each_growth_is_proved),
        cmocka_unit_test(what_does_not_exist_is_not_proved),
        cmocka_unit_test(sizes_are_bounded),
        cmocka_unit_test(vectors_of_inclusion),
        cmocka_unit_test(vectors_of_consistency),
    };
    return cmocka_run_group_tests_name("ledger_tree", tests, make_leaves, NULL);
}
