/* SPDX-License-Identifier: Apache-2.0 */
/* index_bench.c - building, opening and searching snapshots of made names.
 *
 *   index_bench [NAMES [QUERIES [RUNS]]]
 *
 * Without arguments it measures 50,000 names and then 4,000,000.  Of a query are
 * timed its reading, index_search of its first reading alone, and (all) the whole question, as
 * `tocsin screen` asks it of a name and its kind at a score of 0.7, of which the percentiles are.
 * Each run begins with nothing remembered and asks the same; of each query the best of RUNS counts,
 * since other work on the machine can only make it slower.  The peer is what many use: Myers'
 * bit-parallel edit distance to every name. */
#include "names_gen.h"

#include "base/clock.h"
#include "base/file.h"
#include "index/build.h"
#include "screen/compare.h"
#include "screen/screen.h"
#include "screen/seek.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SEED = 1, THREADS_MOST = 64, FOLDER_MAX = 64 };

struct made {
    struct buf text;
    struct buf rows; /* struct made_name */
    uint32_t entries, names;
};
struct made_name {
    uint32_t entry, len;
    size_t at;
    bool organisation;
};

static void make(struct made *m, uint32_t names)
{
    for (uint32_t e = 0; m->names < names; e++, m->entries++)
        for (unsigned k = 0; k < gen_aliases(SEED, e) && m->names < names; k++, m->names++) {
            struct gen_name n = gen_entry(SEED, e, k);
            struct made_name row = {e, (uint32_t)n.len, m->text.len, n.organisation};
            buf_put(&m->text, (struct str){n.s, n.len});
            buf_put(&m->rows, (struct str){(const char *)&row, sizeof row});
        }
}

static double build(const struct made *m, const char *folder, struct sha256 *id)
{
    double start = clock_seconds();
    struct error err = {0};
    struct index_builder *b = index_builder_new(0);
    if (!b)
        exit(1);
    index_builder_list(b, &(struct index_list){.id = STR("made"), .at = 1, .first = 1, .last = 1});
    const struct made_name *rows = (const void *)m->rows.s;
    for (uint32_t i = 0, j; i < m->names; i = j) {
        struct index_name names[3];
        struct index_state s = {.from = 1, .until = INSTANT_END, .listed = INDEX_NO_DAY};
        for (j = i; j < m->names && rows[j].entry == rows[i].entry; j++)
            names[j - i] = (struct index_name){.text = {m->text.s + rows[j].at, rows[j].len},
                                               .quality = j > i ? QUALITY_STRONG : 0};
        char ref[16];
        snprintf(ref, sizeof ref, "M%u", rows[i].entry);
        s.kind = rows[i].organisation ? KIND_ORGANISATION : KIND_PERSON;
        s.name = names[0].text;
        s.names.at = names;
        s.names.count = j - i;
        index_builder_entry(b, str_of(ref));
        index_builder_state(b, &s);
    }
    if (index_builder_write(b, folder, id, &err)) {
        fprintf(stderr, "%s\n", err.why);
        exit(1);
    }
    index_builder_free(b);
    return clock_seconds() - start;
}

/* ---- Queries. */

/* As `tocsin screen` asks for a name at a score of 0.7, of whom nothing else is known. */
struct asking {
    struct asked asked;
    struct seek seek;
};

static void ask(struct asking *q, const struct gen_name *n)
{
    enum kind kind = n->organisation ? KIND_ORGANISATION : KIND_PERSON;
    asked_read((struct str){n->s, n->len}, &q->asked);
    double odds = odds_of_score(SCREEN_THRESHOLD);
    seek_make(&q->seek, &q->asked.side[0], kind, (double[SUBJECT_COUNT]){odds, odds});
}

static void nothing(void *ctx, const struct index_found *f)
{
    (void)ctx, (void)f;
}

struct run {
    const struct index *ix;
    uint64_t from, until, entries;
    double *seconds;
    double read, searched;
    struct index_effort effort;
    int mix; /* or GEN_MIXES: all in turn */
};

static void must(bool good, const struct error *err)
{
    if (good)
        return;
    fprintf(stderr, "%s\n", err->why[0] ? err->why : "no memory");
    exit(1);
}

/* The whole question, hits and all. */
static double screen_one(struct screener *s, const struct gen_name *n)
{
    struct arena arena = {0};
    struct error err = {0};
    hit_vec hits = {0};
    enum unscreened why;
    struct question q = {.name = {n->s, n->len},
                         .kind = n->organisation ? KIND_ORGANISATION : KIND_PERSON};
    double start = clock_seconds();
    must(!screen_ask(s, &q, &(struct screen_options){0}, &arena, &hits, &why, &err), &err);
    double took = clock_seconds() - start;
    arena_free(&arena);
    return took;
}

static void *search_all(void *ctx)
{
    struct run *r = ctx;
    struct error err = {0};
    struct index_scratch *s = index_scratch_new(r->ix);
    struct screener *screener = screener_new(r->ix);
    struct asking *a = malloc(sizeof *a);
    must(s && screener && a, &err);
    r->read = r->searched = 0;
    for (uint64_t i = r->from; i < r->until; i++) {
        enum gen_mix mix = (enum gen_mix)(r->mix < GEN_MIXES ? r->mix : (int)(i % GEN_MIXES));
        struct gen_name n = gen_query(SEED, r->entries, mix, i);
        double start = clock_seconds();
        ask(a, &n);
        double middle = clock_seconds();
        if (r->seconds) /* else the whole question alone is of interest */
            must(!index_search(r->ix, s, &a->seek.query, nothing, NULL, &err), &err);
        r->read += middle - start;
        r->searched += clock_seconds() - middle;
        double took = screen_one(screener, &n);
        if (r->seconds)
            r->seconds[i - r->from] = took;
    }
    r->effort = index_effort(s);
    index_scratch_free(s);
    screener_free(screener);
    free(a);
    return NULL;
}

static int by_value(const void *a, const void *b)
{
    const double *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

static const char *const mixes[] = {"exact", "misspelt", "native", "innocent", "all four"};

static void print_mix(const struct index *ix, uint64_t entries, int mix, uint64_t queries,
                      unsigned runs, double goal)
{
    struct run r = {.ix = ix, .until = queries, .entries = entries, .mix = mix};
    double *best = malloc(queries * sizeof *best), mean = 0, read = 0, search = 0;
    r.seconds = malloc(queries * sizeof *best);
    if (!best || !r.seconds)
        exit(1);
    for (unsigned k = 0; k < runs; k++) {
        search_all(&r);
        read = !k || r.read < read ? r.read : read;
        search = !k || r.searched < search ? r.searched : search;
        for (uint64_t i = 0; i < queries; i++)
            best[i] = !k || r.seconds[i] < best[i] ? r.seconds[i] : best[i];
    }
    for (uint64_t i = 0; i < queries; i++)
        mean += best[i] / (double)queries;
    read /= (double)queries;
    search /= (double)queries;
    qsort(best, queries, sizeof *best, by_value);
    double n = (double)queries;
    printf("  %-9s %8.2f %8.1f %8.1f %8.1f %8.1f %8.1f %8.1f %8.0f %8.0f %7.0f%% %8.0f %8.1f",
           mixes[mix], read * 1e6, search * 1e6, mean * 1e6, best[queries / 2] * 1e6,
           best[queries * 99 / 100] * 1e6, best[queries * 999 / 1000] * 1e6,
           (double)r.effort.found / n, (double)r.effort.names / n, (double)r.effort.postings / n,
           100.0 * (double)r.effort.known / (double)r.effort.words,
           (double)r.effort.shared / (double)(r.effort.words - r.effort.known + 1),
           (double)r.effort.compared / n);
    if (mix == GEN_MIXES)
        printf("   goal: mean %.0f", goal);
    printf("\n");
    free(best);
    free(r.seconds);
}

static double all_cores(const struct index *ix, uint64_t entries, uint64_t queries, long cores)
{
    struct run runs[THREADS_MOST];
    pthread_t threads[THREADS_MOST];
    long n = cores < THREADS_MOST ? cores : THREADS_MOST;
    double start = clock_seconds();
    for (long k = 0; k < n; k++) {
        runs[k] = (struct run){.ix = ix,
                               .from = queries * (uint64_t)k,
                               .until = queries * (uint64_t)(k + 1),
                               .entries = entries,
                               .mix = GEN_MIXES};
        if (pthread_create(&threads[k], NULL, search_all, &runs[k]))
            exit(1);
    }
    for (long k = 0; k < n; k++)
        pthread_join(threads[k], NULL);
    return (double)queries * (double)n / (clock_seconds() - start);
}

/* ---- The peer: Myers 1999, one 64-bit word. */

static unsigned edit_distance(const uint64_t peq[256], size_t len, struct str text)
{
    uint64_t pv = ~(uint64_t)0, mv = 0, last = len ? (uint64_t)1 << (len - 1) : 0;
    unsigned d = (unsigned)len;
    for (size_t i = 0; i < text.len; i++) {
        uint64_t eq = peq[(unsigned char)text.s[i]], xv = eq | mv;
        uint64_t xh = (((eq & pv) + pv) ^ pv) | eq, ph = mv | ~(xh | pv), mh = pv & xh;
        d += (ph & last) != 0;
        d -= (mh & last) != 0;
        ph = ph << 1 | 1;
        pv = mh << 1 | ~(xv | ph);
        mv = ph & xv;
    }
    return d;
}

static double peer(const struct made *m, uint64_t queries)
{
    const struct made_name *rows = (const void *)m->rows.s;
    double start = clock_seconds();
    uint64_t near = 0;
    for (uint64_t i = 0; i < queries; i++) {
        struct gen_name n = gen_query(SEED, m->entries, (enum gen_mix)(i % GEN_MIXES), i);
        uint64_t peq[256] = {0};
        size_t len = n.len < 64 ? n.len : 64;
        for (size_t k = 0; k < len; k++)
            peq[(unsigned char)n.s[k]] |= (uint64_t)1 << k;
        for (uint32_t k = 0; k < m->names; k++)
            near += edit_distance(peq, len, (struct str){m->text.s + rows[k].at, rows[k].len}) < 4;
    }
    /* Used, so that it is not left out. */
    return (clock_seconds() - start) / (double)queries + (near == UINT64_MAX ? 1 : 0);
}

/* ---- A size. */

/* Kilobytes resident of this process, of the snapshot's file alone. */
static long resident(const char *file)
{
    char line[512];
    long rss = 0;
    bool ours = false;
    FILE *f = fopen("/proc/self/smaps", "re");
    while (f && fgets(line, sizeof line, f)) {
        if (strchr(line, '-') && strchr(line, '-') < strchr(line, ' '))
            ours = strstr(line, file) != NULL;
        else if (ours && str_starts(str_of(line), STR("Rss:")))
            rss += strtol(line + 4, NULL, 10);
    }
    if (f)
        fclose(f);
    return rss;
}

static void print_open(const char *path, bool cold)
{
    struct error err = {0};
    struct index *ix = NULL;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (cold && fd >= 0)
        posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
    double start = clock_seconds();
    if (index_open(path, &ix, &err)) {
        fprintf(stderr, "%s\n", err.why);
        exit(1);
    }
    printf("  opened %s in %.2f ms", cold ? "cold" : "warm", (clock_seconds() - start) * 1e3);
    index_close(ix);
    close(fd);
}

static void measure(uint32_t names, uint64_t queries, unsigned runs)
{
    struct made m = {0};
    struct sha256 id;
    char folder[FOLDER_MAX], path[256], hex[SHA256_HEX];
    struct error err = {0};
    struct index *ix = NULL;
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    bool big = names > 1000000;
    make(&m, names);
    snprintf(folder, sizeof folder, "build/bench-index-%u", names);
    double took = build(&m, folder, &id);
    snprintf(path, sizeof path, "%s/%.32s.snapshot", folder, sha256_hex(id, hex));
    printf("%u names of %u entries\n", m.names, m.entries);
    printf("  built in %.2f s, %.0f names/s on %ld cores (goal 200000); file %.1f MB%s\n", took,
           names / took, cores, (double)file_size(path) / 1e6, big ? " (goal 2000)" : "");
    print_open(path, true);
    print_open(path, false);
    printf("  (goal 5)\n");
    double start = clock_seconds();
    if (index_open(path, &ix, &err)) {
        fprintf(stderr, "%s\n", err.why);
        exit(1);
    }
    if (index_validate(ix, &err))
        printf("  INVALID: %s\n", err.why);
    printf("  validated in %.2f s; %u words\n", clock_seconds() - start, index_count(ix).words);
    index_close(ix);
    if (index_open(path, &ix, &err))
        exit(1);
    printf("  microseconds a query, one core\n"
           "  %-9s %8s %8s %8s %8s %8s %8s %8s %8s %8s %8s %8s %8s\n",
           "", "reading", "search", "all", "p50", "p99", "p99.9", "found", "names", "postings",
           "known", "shared", "compared");
    for (int mix = 0; mix <= GEN_MIXES; mix++)
        print_mix(ix, m.entries, mix, queries, runs, big ? 100 : 6);
    printf("  on %ld cores %.0f names/s\n", cores, all_cores(ix, m.entries, queries, cores));
    printf("  resident of the file %.1f MB\n", (double)resident(path + 6) / 1e3);
    printf("  peer, bit-parallel edit distance to every name: %.0f microseconds a query\n",
           peer(&m, big ? 4 : 100) * 1e6);
    index_close(ix);
    buf_free(&m.text);
    buf_free(&m.rows);
}

int main(int argc, char **argv)
{
    uint64_t names = 0, queries = 20000, runs = 3;
    if ((argc > 1 && !str_number(str_of(argv[1]), 100000000, &names)) ||
        (argc > 2 && !str_number(str_of(argv[2]), 100000000, &queries)) ||
        (argc > 3 && !str_number(str_of(argv[3]), 1000, &runs)))
        return 2;
    if (names) {
        measure((uint32_t)names, queries, (unsigned)runs);
        return 0;
    }
    measure(50000, queries, (unsigned)runs);
    measure(4000000, queries / 4, (unsigned)runs);
    return 0;
}
