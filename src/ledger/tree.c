/* SPDX-License-Identifier: Apache-2.0 */
/* tree.c - proofs are made from the top down and turned round, and checked from the leaf up.
 *
 * The tree over leaves [from, until) of which a proof needs the root is not always complete,
 * but falls into complete subtrees by the bits of its length, largest first, since `from` is
 * a multiple of the largest. */
#include "ledger/tree.h"

#include <assert.h>
#include <string.h>

struct sha256 tree_empty(void)
{
    return sha256_of((struct str){0}, (struct str){0});
}

struct sha256 tree_leaf(struct str entry)
{
    return sha256_of((struct str){"\0", 1}, entry);
}

struct sha256 tree_node(const struct sha256 *left, const struct sha256 *right)
{
    char bytes[1 + 2 * SHA256_SIZE] = {1};
    memcpy(bytes + 1, left->byte, SHA256_SIZE);
    memcpy(bytes + 1 + SHA256_SIZE, right->byte, SHA256_SIZE);
    return sha256_of((struct str){bytes, sizeof bytes}, (struct str){0});
}

/* ---- The right edge. */

void tree_push(struct tree_edge *e, const struct sha256 *leaf)
{
    struct sha256 hash = *leaf;
    unsigned level = 0;
    assert(e->size < TREE_SIZE_MAX);
    for (; e->size >> level & 1; level++) {
        struct sha256 both = tree_node(&e->at[level], &hash);
        e->at[level] = hash;
        hash = both;
    }
    e->at[level] = hash;
    e->size++;
}

struct sha256 tree_root(const struct tree_edge *e)
{
    struct sha256 root = tree_empty();
    bool any = false;
    for (unsigned level = 0; level < TREE_LEVELS; level++) {
        if (!(e->size >> level & 1))
            continue;
        root = any ? tree_node(&e->at[level], &root) : e->at[level];
        any = true;
    }
    return root;
}

/* ---- Making proofs. */

struct maker {
    tree_hash *hash;
    void *ctx;
    struct tree_proof *proof;
    struct error *err;
};

/* The edge of the tree over leaves [from, from + size). */
static enum status edge_of(const struct maker *m, uint64_t from, uint64_t size,
                           struct tree_edge *out)
{
    out->size = size;
    for (unsigned level = TREE_LEVELS; level-- > 0;) {
        if (!(size >> level & 1))
            continue;
        enum status rc = m->hash(m->ctx, level, from >> level, &out->at[level], m->err);
        if (rc)
            return rc;
        from += (uint64_t)1 << level;
    }
    return OK;
}

enum status tree_edge_read(uint64_t size, tree_hash *hash, void *ctx, struct tree_edge *out,
                           struct error *err)
{
    if (size > TREE_SIZE_MAX)
        return fault(err, ERR_USAGE, 0, "no log has %llu entries", (unsigned long long)size);
    return edge_of(&(struct maker){hash, ctx, NULL, err}, 0, size, out);
}

static enum status add_root(const struct maker *m, uint64_t from, uint64_t until)
{
    struct tree_edge edge;
    enum status rc = edge_of(m, from, until - from, &edge);
    if (!rc)
        m->proof->at[m->proof->count++] = tree_root(&edge);
    return rc;
}

static void turn_round(struct tree_proof *p)
{
    for (size_t i = 0, j = p->count; i + 1 < j; i++) {
        struct sha256 kept = p->at[i];
        p->at[i] = p->at[--j];
        p->at[j] = kept;
    }
}

/* The largest power of two below n; n is at least 2. */
static uint64_t split(uint64_t n)
{
    return (uint64_t)1 << (63 - (unsigned)__builtin_clzll(n - 1));
}

/* PATH of RFC 6962 2.1.1. */
enum status tree_prove(uint64_t index, uint64_t size, tree_hash *hash, void *ctx,
                       struct tree_proof *out, struct error *err)
{
    struct maker m = {hash, ctx, out, err};
    enum status rc = OK;
    out->count = 0;
    if (index >= size || size > TREE_SIZE_MAX)
        return fault(err, ERR_USAGE, 0, "a log of %llu entries has no entry %llu",
                     (unsigned long long)size, (unsigned long long)index);
    for (uint64_t from = 0, until = size; !rc && until - from > 1;) {
        uint64_t middle = from + split(until - from);
        if (index < middle) {
            rc = add_root(&m, middle, until);
            until = middle;
        } else {
            rc = add_root(&m, from, middle);
            from = middle;
        }
    }
    turn_round(out);
    return rc;
}

/* SUBPROOF of RFC 6962 2.1.2: of [from, until) the first part, up to `old`, is the old tree's.
 * While from is 0, what is left of the old tree is known to who checks. */
enum status tree_prove_growth(uint64_t old, uint64_t size, tree_hash *hash, void *ctx,
                              struct tree_proof *out, struct error *err)
{
    struct maker m = {hash, ctx, out, err};
    uint64_t from = 0, until = size;
    enum status rc = OK;
    out->count = 0;
    if (old > size || size > TREE_SIZE_MAX)
        return fault(err, ERR_USAGE, 0, "a log of %llu entries did not grow out of one of %llu",
                     (unsigned long long)size, (unsigned long long)old);
    while (!rc && old && until > old) {
        uint64_t middle = from + split(until - from);
        if (old <= middle) {
            rc = add_root(&m, middle, until);
            until = middle;
        } else {
            rc = add_root(&m, from, middle);
            from = middle;
        }
    }
    if (!rc && old && from)
        rc = add_root(&m, from, until);
    turn_round(out);
    return rc;
}

/* ---- Checking proofs. */

static bool equal(const struct sha256 *a, const struct sha256 *b)
{
    return memcmp(a->byte, b->byte, SHA256_SIZE) == 0;
}

/* RFC 9162 2.1.3.2; fn is the node's number on its level and sn that of the last one there. */
bool tree_holds(uint64_t index, uint64_t size, const struct sha256 *leaf,
                const struct tree_proof *proof, const struct sha256 *root)
{
    if (index >= size || size > TREE_SIZE_MAX || proof->count > TREE_PROOF_MOST)
        return false;
    struct sha256 r = *leaf;
    uint64_t fn = index, sn = size - 1;
    for (size_t i = 0; i < proof->count; i++) {
        if (sn == 0)
            return false;
        if (fn & 1 || fn == sn) {
            r = tree_node(&proof->at[i], &r);
            for (; !(fn & 1) && fn; fn >>= 1)
                sn >>= 1;
        } else {
            r = tree_node(&r, &proof->at[i]);
        }
        fn >>= 1;
        sn >>= 1;
    }
    return sn == 0 && equal(&r, root);
}

/* RFC 9162 2.1.4.2, for 0 < old < size. */
static bool grew(uint64_t old, const struct sha256 *old_root, uint64_t size,
                 const struct sha256 *root, const struct sha256 *at, size_t count)
{
    uint64_t fn = old - 1, sn = size - 1;
    for (; fn & 1; fn >>= 1)
        sn >>= 1;
    /* The old tree is one complete subtree of the new one: its root goes first. */
    bool known = fn == 0;
    if (!known && count == 0)
        return false;
    struct sha256 fr = known ? *old_root : at[0], sr = fr;
    for (size_t i = known ? 0 : 1; i < count; i++) {
        if (sn == 0)
            return false;
        if (fn & 1 || fn == sn) {
            fr = tree_node(&at[i], &fr);
            sr = tree_node(&at[i], &sr);
            for (; !(fn & 1) && fn; fn >>= 1)
                sn >>= 1;
        } else {
            sr = tree_node(&sr, &at[i]);
        }
        fn >>= 1;
        sn >>= 1;
    }
    return sn == 0 && equal(&fr, old_root) && equal(&sr, root);
}

bool tree_grew(uint64_t old, const struct sha256 *old_root, uint64_t size,
               const struct sha256 *root, const struct tree_proof *proof)
{
    if (old == 0 || old > size || size > TREE_SIZE_MAX || proof->count > TREE_PROOF_MOST)
        return false;
    if (old == size)
        return proof->count == 0 && equal(old_root, root);
    return grew(old, old_root, size, root, proof->at, proof->count);
}
