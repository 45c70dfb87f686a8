/* SPDX-License-Identifier: Apache-2.0 */
/* reading_bench.c - names read a second.
 *
 *   reading_bench [FILE [RUNS]]
 *
 * FILE has a name a line (or a CSV whose first column has no quotes); without
 * one, 50,000 people below $TOCSIN_SHARED, else invented names.  Processor time
 * of the median run.  Under `valgrind --tool=callgrind --toggle-collect=name_read`
 * with one run it gives instructions a name, which do not hang on the machine. */
#include "base/file.h"
#include "text/reading.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { RUNS = 11, RUNS_MOST = 99, NAMES_MAX = 200000 };

static const char invented[] = "Ordan Velmisar\nSheikh Abdulrahman bin Testar al-Samplezi\n"
                               "OOO \"Velmisar Trading Company\"\nТест Тестович Примеров\n"
                               "محمد السامبل\nVelmisar Shipping Co., Ltd.\n测试山\n";

static double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static int by_value(const void *x, const void *y)
{
    double a = *(const double *)x, b = *(const double *)y;
    return (a > b) - (a < b);
}

static size_t load(const char *path, struct buf *b, struct str *names, bool csv)
{
    struct error err = {0};
    if (!path || file_read(path, (size_t)1 << 28, b, &err))
        buf_puts(b, invented);
    size_t count = 0;
    for (struct str rest = buf_str(b), line, name; rest.len && count < NAMES_MAX;) {
        rest = str_cut(rest, '\n', &line);
        name = line;
        if (csv)
            (void)str_cut(line, ',', &name);
        if (name.len)
            names[count++] = name;
    }
    return count;
}

static size_t read_all(const struct str *names, size_t count)
{
    struct reading r[READINGS_MAX];
    size_t words = 0;
    for (size_t i = 0; i < count; i++) {
        (void)name_read(names[i], r);
        words += r[0].count;
    }
    return words;
}

int main(int argc, char **argv)
{
    static struct str names[NAMES_MAX];
    struct buf b = {0};
    char path[4096];
    double took[RUNS_MOST];
    const char *shared = getenv("TOCSIN_SHARED");
    int runs = argc > 2 ? (int)strtol(argv[2], NULL, 10) : RUNS;
    runs = runs < 1 ? 1 : runs > RUNS_MOST ? RUNS_MOST : runs;
    snprintf(path, sizeof path, "%s/data/match/innocents-us.csv", shared ? shared : "../shared");
    size_t count = load(argc > 1 && *argv[1] ? argv[1] : path, &b, names, argc < 2 || !*argv[1]);
    size_t words = 0;
    for (int i = 0; i < runs; i++) {
        double from = seconds();
        words = read_all(names, count);
        took[i] = seconds() - from;
    }
    qsort(took, (size_t)runs, sizeof *took, by_value);
    printf("%zu names, %.2f words each: %.2f microseconds a name (goal 1.0), %.0f names/s\n", count,
           (double)words / (double)count, took[runs / 2] / (double)count * 1e6,
           (double)count / took[runs / 2]);
    buf_free(&b);
    return 0;
}
