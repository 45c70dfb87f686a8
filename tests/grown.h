/* SPDX-License-Identifier: Apache-2.0 */
/* grown.h - logs that are made for tests of witnesses: each has a key that is no secret, leaf n is
 * "NAME n" until it is told to go another way, and any size of it can be proved and signed. */
#ifndef TOCSIN_TESTS_GROWN_H
#define TOCSIN_TESTS_GROWN_H

#include "ledger/checkpoint.h"
#include "ledger/tree.h"
#include "ledger/witnessing.h"

#include <stdio.h>
#include <stdlib.h>

#define LOG_KEY "PRIVATE+KEY+example.com/log+17b5cd5a+AVd153WgCaiDVw+HOLLvunLr2Im+vXkjmAiKv0t4pVEz"
#define OTHER_KEY                                                                                  \
    "PRIVATE+KEY+example.com/other+c568555a+Ac/4dbRu3+Hfdx1cacDEKWBwGNAAb8GftyyKItmGFmxg"
#define WITNESS_KEY                                                                                \
    "PRIVATE+KEY+witness.example+18bc15f6+BMZy6C2SCn9FYbJLnyFuWuaFTfd3x6HjC/MZPaxkII7B"

enum { GROWN_MOST = 4096, GROWN_LEVELS = 13 };

struct grown {
    struct signer key;
    uint64_t size;
    unsigned way; /* leaves from `fork` on are of another history when not 0 */
    uint64_t fork;
    struct sha256 *at[GROWN_LEVELS]; /* complete subtrees by level */
};

static inline void grown_or_die(bool good, const char *what)
{
    if (!good) {
        fprintf(stderr, "grown: %s\n", what);
        abort();
    }
}

static inline struct signer grown_signer(const char *text)
{
    struct signer s;
    struct error err = {0};
    grown_or_die(signer_parse(str_of(text), &s, &err) == OK, err.why);
    return s;
}

static inline void grown_make(struct grown *g, const char *key, uint64_t size, unsigned way,
                              uint64_t fork)
{
    *g = (struct grown){.key = grown_signer(key), .size = size, .way = way, .fork = fork};
    grown_or_die(size <= GROWN_MOST, "too large");
    for (unsigned level = 0; level < GROWN_LEVELS; level++) {
        g->at[level] = calloc((size_t)(size >> level) + 1, sizeof **g->at);
        grown_or_die(g->at[level], "no memory");
        for (uint64_t n = 0; n < size >> level; n++) {
            char leaf[KEY_NAME_MOST + 64];
            int len = snprintf(leaf, sizeof leaf, "%s %llu %u", g->key.name, (unsigned long long)n,
                               n >= fork ? way : 0);
            g->at[level][n] =
                level ? tree_node(&g->at[level - 1][2 * n], &g->at[level - 1][2 * n + 1])
                      : tree_leaf((struct str){leaf, (size_t)len});
        }
    }
}

static inline void grown_free(struct grown *g)
{
    for (unsigned level = 0; level < GROWN_LEVELS; level++)
        free(g->at[level]);
    *g = (struct grown){0};
}

static inline enum status grown_hash(void *ctx, unsigned level, uint64_t number, struct sha256 *out,
                                     struct error *err)
{
    struct grown *g = ctx;
    (void)err;
    grown_or_die(level < GROWN_LEVELS && number < g->size >> level, "no such hash");
    *out = g->at[level][number];
    return OK;
}

static inline struct sha256 grown_root(struct grown *g, uint64_t size)
{
    struct tree_edge edge;
    struct error err = {0};
    grown_or_die(tree_edge_read(size, grown_hash, g, &edge, &err) == OK, err.why);
    return tree_root(&edge);
}

static inline struct tree_proof grown_proof(struct grown *g, uint64_t old, uint64_t size)
{
    struct tree_proof p;
    struct error err = {0};
    grown_or_die(tree_prove_growth(old, size, grown_hash, g, &p, &err) == OK, err.why);
    return p;
}

/* Replaces *out by the signed checkpoint. */
static inline struct str grown_note(struct grown *g, uint64_t size, struct buf *out)
{
    struct error err = {0};
    struct sha256 root = grown_root(g, size);
    buf_clear(out);
    grown_or_die(checkpoint_sign(size, &root, &g->key, out, &err) == OK, err.why);
    return buf_str(out);
}

/* Replaces *out by the request that a good log makes. */
static inline struct str grown_request(struct grown *g, uint64_t old, uint64_t size,
                                       struct buf *out)
{
    struct error err = {0};
    struct buf note = {0};
    struct witnessing_request r = {.old = old, .note = grown_note(g, size, &note)};
    if (old <= size)
        r.proof = grown_proof(g, old, size);
    buf_clear(out);
    grown_or_die(witnessing_print(&r, out, &err) == OK, err.why);
    buf_free(&note);
    return buf_str(out);
}

#endif
