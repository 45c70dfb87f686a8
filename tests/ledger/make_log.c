/* SPDX-License-Identifier: Apache-2.0 */
/* make_log.c - a log of made entries for programs of others to read.
 *
 *   make_log FOLDER SIZE
 *
 * Writes FOLDER/log in several runs, each opened at the checkpoint of the last one, and
 * FOLDER/proofs; prints the vkey.  FOLDER is there. */
#include "ledger/base64.h"
#include "ledger/checkpoint.h"
#include "ledger/log.h"

#include "base/file.h"

#include <stdio.h>
#include <stdlib.h>

enum { RUNS = 7, PROOFS = 200, PATH_ROOM = 4096 };

static void must(enum status rc, const struct error *err)
{
    if (!rc)
        return;
    fprintf(stderr, "%s\n", err->why);
    exit(1);
}

static void add_entries(struct log *l, uint64_t until)
{
    struct error err = {0};
    char text[400];
    for (uint64_t i = log_size(l); i < until; i++) {
        int len =
            snprintf(text, sizeof text, "{\"kind\":\"made\",\"number\":%llu,\"room\":\"%*s\"}",
                     (unsigned long long)i, (int)(i * 7919 % 300), "");
        must(log_add(l, (struct str){text, i % 1000 == 999 ? 0 : (size_t)len}, &err), &err);
    }
}

/* Opens at what was signed, adds, signs, publishes. */
static void run(const char *folder, const struct signer *s, uint64_t *size, struct sha256 *root,
                uint64_t until)
{
    struct error err = {0};
    struct buf note = {0};
    struct log *l;
    must(log_open(folder, true, *size, root, &l, &err), &err);
    add_entries(l, until);
    must(log_write(l, &err), &err);
    *size = log_size(l);
    *root = log_root(l);
    must(checkpoint_sign(*size, root, s, &note, &err), &err);
    must(log_publish(l, buf_str(&note), &err), &err);
    buf_free(&note);
    log_close(l);
}

static void put_proof(struct buf *b, const char *kind, uint64_t at, uint64_t size,
                      const struct tree_proof *p)
{
    buf_printf(b, "%s %llu %llu", kind, (unsigned long long)at, (unsigned long long)size);
    for (size_t i = 0; i < p->count; i++) {
        buf_byte(b, ' ');
        base64_put(b, (struct str){(const char *)p->at[i].byte, SHA256_SIZE});
    }
    buf_byte(b, '\n');
}

/* Of entries and sizes all over the log. */
static void put_proofs(struct log *l, struct buf *b)
{
    struct error err = {0};
    struct tree_proof p;
    uint64_t size = log_size(l);
    for (uint64_t i = 0; i < PROOFS; i++) {
        uint64_t at = i * 7919 * 7907 % size, then = at + 1 + i * 104729 % (size - at);
        must(log_prove(l, at, size, &p, &err), &err);
        put_proof(b, "entry", at, size, &p);
        must(log_prove(l, at, then, &p, &err), &err);
        put_proof(b, "entry", at, then, &p);
        must(log_prove_growth(l, at + 1, then, &p, &err), &err);
        put_proof(b, "growth", at + 1, then, &p);
        must(log_prove_growth(l, then, size, &p, &err), &err);
        put_proof(b, "growth", then, size, &p);
    }
}

static void write_proofs(const char *folder, const char *name, uint64_t size,
                         const struct sha256 *root)
{
    struct error err = {0};
    struct buf b = {0};
    struct log *l;
    must(log_open(folder, false, size, root, &l, &err), &err);
    put_proofs(l, &b);
    must(file_write(name, buf_str(&b), 0644, &err), &err);
    log_close(l);
    buf_free(&b);
}

int main(int argc, char **argv)
{
    char folder[PATH_ROOM], proofs[PATH_ROOM];
    struct error err = {0};
    struct signer s;
    struct sha256 root;
    struct arena a = {0};
    uint64_t most, size = 0;
    if (argc != 3 || !str_number(str_of(argv[2]), 100000000, &most) || most == 0)
        return 2;
    snprintf(folder, sizeof folder, "%s/log", argv[1]);
    snprintf(proofs, sizeof proofs, "%s/proofs", argv[1]);
    must(signer_generate(STR("log.example/made"), KEY_ED25519, &s, &err), &err);
    for (uint64_t i = 1; i <= RUNS; i++)
        run(folder, &s, &size, &root, most * i / RUNS);
    write_proofs(folder, proofs, size, &root);
    struct key k = signer_key(&s);
    printf("%.*s\n", STRF(key_print(&a, &k)));
    arena_free(&a);
    return 0;
}
