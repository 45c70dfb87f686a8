/* SPDX-License-Identifier: Apache-2.0 */
/* alike_bench.c - likeness of words: nanoseconds a call, and what it tells apart.
 *
 *   alike_bench              everything
 *   alike_bench CASE N       N calls of one case and no more, for callgrind
 *
 * Quality is of pairs that no training saw (build/learn/TABLE.test, left there
 * by `make learn`): how many are alike, and how many of as many pairs made of
 * one pair's first word and another's second.  Without them it says so. */
#include "text/alike_sought.h"
#include "text/alike_table.h"
#include "text/rarity.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { CALLS = 400000, MOST = 60000 };

static volatile unsigned kept;

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

/* ---- Speed. */

static const struct speed {
    const char *name, *a, *b;
    unsigned goal; /* nanoseconds */
} speeds[] = {
    {"alike", "mohammed", "mahammad", 250},  {"far", "salimani", "slmounya", 250},
    {"reject", "kadyrov", "petrosyan", 15},  {"longer", "ali", "alikhanov", 15},
    {"known", "muhammad", "mohamed", 15},    {"simple", "mohammed", "mahammad", 0},
    {"sought", "mohammed", "mahammad", 250}, {"unlike", "salimani", "slmounya", 250},
    {"other", "kadyrov", "petrosyan", 15},   {"begin", "zawahiri", "mohammed", 0},
    {"probes", "zawahiri", "", 0},           {"ready", "zawahiri", "", 0},
    {"rarity", "zawahiri", "", 30},
};

static void call(const struct speed *s, unsigned long calls)
{
    struct str a = str_of(s->a), b = str_of(s->b);
    struct alike_word x, y;
    uint32_t probes[ALIKE_PROBES];
    alike_ready(a, &x);
    alike_ready(b, &y);
    static struct alike_sought z;
    alike_sought_begin(&z, a, LETTERS_LATIN);
    bool sought = strcmp(s->name, "sought") == 0 || strcmp(s->name, "unlike") == 0 ||
                  strcmp(s->name, "other") == 0;
    for (unsigned long i = 0; i < calls; i++)
        if (sought)
            kept += alike_sought_cost(&z, b, LETTERS_LATIN, RARITY_SPELT);
        else if (strcmp(s->name, "probes") == 0)
            kept += (unsigned)alike_probes(a, probes);
        else if (strcmp(s->name, "begin") == 0) {
            alike_sought_begin(&z, a, LETTERS_LATIN);
            kept += alike_sought_cost(&z, b, LETTERS_LATIN, RARITY_SPELT);
        } else if (strcmp(s->name, "simple") == 0)
            kept += alike_cost(a, LETTERS_LATIN, b, LETTERS_LATIN);
        else if (strcmp(s->name, "ready") == 0)
            alike_ready(a, &x), kept += x.len;
        else if (strcmp(s->name, "rarity") == 0)
            kept += rarity(a, ROLE_NAME);
        else
            kept += alike_ready_cost(&x, LETTERS_LATIN, &y, LETTERS_LATIN);
}

static void time_all(void)
{
    printf("%-8s %-24s %8s %6s\n", "case", "words", "ns", "goal");
    for (size_t i = 0; i < COUNT(speeds); i++) {
        double best = 1e18;
        for (int run = 0; run < 5; run++) {
            double from = now();
            call(&speeds[i], CALLS / 5);
            double took = (now() - from) / (CALLS / 5.0);
            best = took < best ? took : best;
        }
        char words[64], goal[16] = "";
        snprintf(words, sizeof words, "%s %s", speeds[i].a, speeds[i].b);
        if (speeds[i].goal)
            snprintf(goal, sizeof goal, "%u", speeds[i].goal);
        printf("%-8s %-24s %8.1f %6s\n", speeds[i].name, words, best, goal);
    }
}

/* ---- Quality. */

static const struct {
    const char *table;
    enum letters in;
} tables[] = {
    {"latin", LETTERS_LATIN},   {"cyrillic", LETTERS_CYRILLIC}, {"arabic", LETTERS_ARABIC},
    {"hebrew", LETTERS_HEBREW}, {"greek", LETTERS_GREEK},       {"han", LETTERS_HAN},
    {"hangul", LETTERS_HANGUL}, {"kana", LETTERS_KANA},
};

static char first[MOST][WORD_MAX + 1], second[MOST][WORD_MAX + 1];

static size_t load(const char *table)
{
    char path[128];
    snprintf(path, sizeof path, "build/learn/%s.test", table);
    FILE *f = fopen(path, "r");
    size_t n = 0;
    while (f && n < MOST && fscanf(f, "%31s %31s%*[^\n]", first[n], second[n]) == 2)
        n++;
    if (f)
        fclose(f);
    return n;
}

static int by_value(const void *a, const void *b)
{
    return *(const int *)a - *(const int *)b;
}

static void judge(const char *table, enum letters in, size_t n)
{
    static int costs[MOST];
    size_t by_letters = 0, alike = 0, random = 0, same = 0;
    for (size_t i = 0; i < n; i++) {
        struct alike_word a, b, c;
        alike_ready(str_of(first[i]), &a);
        alike_ready(str_of(second[i]), &b);
        alike_ready(str_of(second[(i * 7919 + 104729) % n]), &c);
        costs[i] = (int)alike_ready_cost(&a, in, &b, LETTERS_LATIN);
        same += costs[i] == 0;
        alike += costs[i] < ALIKE_FAR;
        by_letters += alike_letters_cost(&a, in, &b, LETTERS_LATIN) < ALIKE_FAR;
        random += alike_ready_cost(&a, in, &c, LETTERS_LATIN) < ALIKE_FAR;
    }
    qsort(costs, n, sizeof *costs, by_value);
    double whole = (double)n / 100;
    printf("%-9s %7zu %7.1f %9.1f %9.1f %9.3f %7d %5d\n", table, n, (double)same / whole,
           (double)by_letters / whole, (double)alike / whole, (double)random / whole, costs[n / 2],
           costs[n * 9 / 10]);
}

static void judge_all(void)
{
    printf("\n%-9s %7s %7s %9s %9s %9s %7s %5s\n", "held out", "pairs", "equal %", "letters %",
           "alike %", "random %", "median", "p90");
    for (size_t i = 0; i < COUNT(tables); i++) {
        size_t n = load(tables[i].table);
        if (n)
            judge(tables[i].table, tables[i].in, n);
        else
            printf("%-9s no pairs (make learn leaves them in build/learn)\n", tables[i].table);
    }
}

int main(int argc, char **argv)
{
    for (size_t i = 0; i < COUNT(speeds) && argc > 2; i++)
        if (strcmp(speeds[i].name, argv[1]) == 0)
            call(&speeds[i], strtoul(argv[2], NULL, 10));
    if (argc > 2)
        return 0;
    time_all();
    judge_all();
    return 0;
}
