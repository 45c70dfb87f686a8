/* SPDX-License-Identifier: Apache-2.0 */
/* tree.h - the Merkle tree of a log: RFC 6962 2.1, whose proofs are checked as RFC 9162
 * 2.1.3.2 and 2.1.4.2 say.
 *
 * Where the hashes of complete subtrees lie is not known here: who makes a proof gives a
 * function that has them.  Level 0 are the leaves, and number n of level k is the subtree
 * over leaves n*2^k to (n+1)*2^k - 1.  Sizes are at most TREE_SIZE_MAX. */
#ifndef TOCSIN_TREE_H
#define TOCSIN_TREE_H

#include "base/sha256.h"

#define TREE_SIZE_MAX ((uint64_t)INT64_MAX)
enum { TREE_LEVELS = 63, TREE_PROOF_MOST = 64 };

struct sha256 tree_empty(void); /* root of a tree without leaves */
struct sha256 tree_leaf(struct str entry);
struct sha256 tree_node(const struct sha256 *left, const struct sha256 *right);

/* The right edge of a tree that grows leaf by leaf: the roots of the complete subtrees that
 * it falls into, one for each bit of size.  Zero is the empty tree. */
struct tree_edge {
    uint64_t size;
    /* at[k] is meant when bit k of size is set, and after a push also when size is a multiple of
     * 2^k: then it is the subtree that the push has completed. */
    struct sha256 at[TREE_LEVELS];
};
/* Size is below TREE_SIZE_MAX. */
void tree_push(struct tree_edge *e, const struct sha256 *leaf);
struct sha256 tree_root(const struct tree_edge *e);

/* Gives the hash of a complete subtree.  A failure of it ends the call that asked. */
typedef enum status tree_hash(void *ctx, unsigned level, uint64_t number, struct sha256 *out,
                              struct error *err);

/* The edge of a tree of `size` leaves. */
MUST_CHECK enum status tree_edge_read(uint64_t size, tree_hash *hash, void *ctx,
                                      struct tree_edge *out, struct error *err);

/* Hashes in the order of RFC 9162: those nearest to the leaves first. */
struct tree_proof {
    size_t count;
    struct sha256 at[TREE_PROOF_MOST];
};

/* That leaf `index` is in the tree of `size` leaves.  ERR_USAGE when index is not below size. */
MUST_CHECK enum status tree_prove(uint64_t index, uint64_t size, tree_hash *hash, void *ctx,
                                  struct tree_proof *out, struct error *err);
/* That the tree of `size` leaves begins with that of `old` leaves; of equal sizes, and of
 * nothing (old is 0), the proof is empty.  ERR_USAGE when old is above size. */
MUST_CHECK enum status tree_prove_growth(uint64_t old, uint64_t size, tree_hash *hash, void *ctx,
                                         struct tree_proof *out, struct error *err);

/* Whether a proof is one.  A hash too many or too few makes it none.  Any arguments will do. */
bool tree_holds(uint64_t index, uint64_t size, const struct sha256 *leaf,
                const struct tree_proof *proof, const struct sha256 *root);
/* The same of growth.  An old size of 0 is refused, since it says nothing. */
bool tree_grew(uint64_t old, const struct sha256 *old_root, uint64_t size,
               const struct sha256 *root, const struct tree_proof *proof);

#endif
