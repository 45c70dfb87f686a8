/* SPDX-License-Identifier: Apache-2.0 */
/* ledger_bench.c - the log: durable appends, verifying, proofs, and what an entry takes on the
 * disk.
 *
 *   ledger_bench [ENTRIES]     1,000,000 without an argument; a multiple of 10,000
 *
 * Below build/, so that the disk is a real one.  An append is durable when log_write has
 * returned; signing and publishing the checkpoint are timed with it.  Of repeated runs the median
 * is given, then the least and the most.  Files are in the page cache when they are read. */
#include "base/clock.h"
#include "base/file.h"
#include "ledger/checkpoint.h"
#include "ledger/log.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define FOLDER "build/bench-ledger"
enum { BATCH = 10000, LONE = 100, VERIFIED = 5, PROOFS = 2000, ENTRY_ROOM = 512 };

static void must(enum status rc, const struct error *err)
{
    if (!rc)
        return;
    fprintf(stderr, "%s\n", err->why);
    exit(1);
}

static int by_value(const void *a, const void *b)
{
    const double *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

/* A row: median, least and most. */
static void print_row(const char *what, double *v, size_t count, const char *unit, const char *goal)
{
    qsort(v, count, sizeof *v, by_value);
    printf("  %-34s %10.1f %10.1f %10.1f  %-9s %6zu   %s\n", what, v[count / 2], v[0], v[count - 1],
           unit, count, goal);
}

/* As a change of an entry is told: about 300 bytes. */
static struct str entry_of(uint64_t i, char room[ENTRY_ROOM])
{
    static const char digest[] = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
    int len = snprintf(room, ENTRY_ROOM,
                       "{\"after\":\"%s\",\"at\":\"2025-11-18T00:00:00Z\",\"before\":\"%s\","
                       "\"change\":\"changed\",\"kind\":\"change\",\"list\":\"made\","
                       "\"part\":\"entries\",\"ref\":\"M-%07llu\",\"stated\":\"2025-11-17\"}",
                       digest, digest, (unsigned long long)i);
    return (struct str){room, (size_t)len};
}

static void add(struct log *l, uint64_t count)
{
    struct error err = {0};
    char room[ENTRY_ROOM];
    for (uint64_t i = 0; i < count; i++)
        must(log_add(l, entry_of(log_size(l), room), &err), &err);
    must(log_write(l, &err), &err);
}

static void publish(struct log *l, const struct signer *s)
{
    struct error err = {0};
    struct buf note = {0};
    struct sha256 root = log_root(l);
    must(checkpoint_sign(log_size(l), &root, s, &note, &err), &err);
    must(log_publish(l, buf_str(&note), &err), &err);
    buf_free(&note);
}

static void appends(struct log *l, const struct signer *s, uint64_t entries)
{
    size_t batches = entries / BATCH;
    double *rate = malloc(batches * sizeof *rate), start = clock_seconds();
    if (!rate)
        exit(1);
    for (size_t i = 0; i < batches; i++) {
        double from = clock_seconds();
        add(l, BATCH);
        publish(l, s);
        rate[i] = BATCH / (clock_seconds() - from);
    }
    double took = clock_seconds() - start;
    print_row("durable appends, 10,000 at once", rate, batches, "entries/s", ">= 60000");
    printf("  %-34s %10.1f\n", "  all of them", (double)entries / took);
    free(rate);
}

static void lone_appends(struct log *l, const struct signer *s)
{
    double write[LONE], both[LONE];
    for (size_t i = 0; i < LONE; i++) {
        double from = clock_seconds();
        add(l, 1);
        write[i] = (clock_seconds() - from) * 1e3;
        publish(l, s);
        both[i] = (clock_seconds() - from) * 1e3;
    }
    print_row("a lone append, durable", write, LONE, "ms", "<= 10");
    print_row("  with its checkpoint", both, LONE, "ms", "<= 10");
}

static void open_again(uint64_t size, const struct sha256 *root)
{
    double took[20];
    struct error err = {0};
    for (size_t i = 0; i < COUNT(took); i++) {
        struct log *l;
        double from = clock_seconds();
        must(log_open(FOLDER, true, size, root, &l, &err), &err);
        took[i] = (clock_seconds() - from) * 1e6;
        log_close(l);
    }
    print_row("opening for writing", took, COUNT(took), "us", "");
}

static void proofs(uint64_t size, const struct sha256 *root)
{
    double cold[200], warm[PROOFS], growth[PROOFS];
    struct error err = {0};
    struct tree_proof p;
    struct log *l;
    uint64_t at = 12345;
    for (size_t i = 0; i < COUNT(cold); i++) {
        at = (at * 6364136223846793005U + 1442695040888963407U) % size;
        must(log_open(FOLDER, false, size, root, &l, &err), &err);
        double from = clock_seconds();
        must(log_prove(l, at, size, &p, &err), &err);
        cold[i] = (clock_seconds() - from) * 1e6;
        log_close(l);
    }
    must(log_open(FOLDER, false, size, root, &l, &err), &err);
    for (size_t i = 0; i < PROOFS; i++) {
        at = (at * 6364136223846793005U + 1442695040888963407U) % size;
        double from = clock_seconds();
        must(log_prove(l, at, size, &p, &err), &err);
        warm[i] = (clock_seconds() - from) * 1e6;
        from = clock_seconds();
        must(log_prove_growth(l, at + 1, size, &p, &err), &err);
        growth[i] = (clock_seconds() - from) * 1e6;
    }
    log_close(l);
    print_row("a proof, the first of an open log", cold, COUNT(cold), "us", "<= 100");
    print_row("a proof, of many", warm, PROOFS, "us", "<= 100");
    print_row("a proof of growth, of many", growth, PROOFS, "us", "<= 100");
}

/* In a process of its own, for what memory it takes. */
static void verify(uint64_t size, const struct sha256 *root)
{
    double took[VERIFIED], mega[VERIFIED];
    fflush(stdout);
    for (size_t i = 0; i < VERIFIED; i++) {
        struct rusage use;
        int status;
        double from = clock_seconds();
        pid_t child = fork();
        if (child == 0) {
            struct error err = {0};
            must(log_verify_folder(FOLDER, size, root, NULL, NULL, &err), &err);
            _exit(0);
        }
        if (child < 0 || wait4(child, &status, 0, &use) < 0 || status)
            exit(1);
        took[i] = (clock_seconds() - from) * 1e3;
        mega[i] = (double)use.ru_maxrss / 1e3;
    }
    print_row("verifying all", took, VERIFIED, "ms", "<= 3000 of a million");
    print_row("  memory of that process", mega, VERIFIED, "MB", "flat");
}

static double bytes, blocks, files;

static int count_one(const char *path, const struct stat *st, int type, struct FTW *at)
{
    (void)path, (void)at;
    bytes += type == FTW_F ? (double)st->st_size : 0;
    blocks += (double)st->st_blocks * 512;
    files += type == FTW_F;
    return 0;
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *at)
{
    (void)st, (void)type, (void)at;
    return remove(path);
}

static void storage(uint64_t size)
{
    char room[ENTRY_ROOM];
    if (nftw(FOLDER, count_one, 16, FTW_PHYS))
        exit(1);
    printf("  an entry of %zu bytes takes %.1f bytes, %.1f on the disk; %.0f files\n",
           entry_of(1, room).len, bytes / (double)size, blocks / (double)size, files);
}

int main(int argc, char **argv)
{
    uint64_t entries = 1000000;
    struct error err = {0};
    struct signer s;
    struct log *l;
    if (argc > 1 && (!str_number(str_of(argv[1]), 100000000, &entries) || entries < BATCH))
        return 2;
    (void)nftw(FOLDER, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    must(signer_generate(STR("log.example/bench"), KEY_ED25519, &s, &err), &err);
    must(log_open(FOLDER, true, 0, NULL, &l, &err), &err);
    printf("%llu entries; median, least and most of so many runs; goal\n",
           (unsigned long long)entries);
    appends(l, &s, entries);
    storage(entries);
    lone_appends(l, &s);
    uint64_t size = log_size(l);
    struct sha256 root = log_root(l);
    log_close(l);
    open_again(size, &root);
    proofs(size, &root);
    verify(size, &root);
    (void)nftw(FOLDER, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    return 0;
}
