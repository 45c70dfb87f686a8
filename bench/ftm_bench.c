/* SPDX-License-Identifier: Apache-2.0 */
/* ftm_bench.c - FollowTheMoney lines a second: found, filled, and written.
 *
 *   ftm_bench [FILE [RUNS [STEP]]]
 *
 * FILE is repeated until there are 64 MiB; without one, invented entities of
 * the shape and size of real ones (3 KB, 60 values, half of them names).  The
 * goal is 300 MB/s to records with their canonical bytes. */
#include "base/file.h"
#include "source/ftm.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

enum { SIZE = 64 << 20, RUNS = 7, RUNS_MOST = 99 };

struct tape {
    struct str bytes;
    size_t at;
};

static size_t read_tape(void *ctx, char *into, size_t len)
{
    struct tape *t = ctx;
    struct str piece = str_span(t->bytes, t->at, len);
    memcpy(into, piece.s, piece.len);
    t->at += piece.len;
    return piece.len;
}

static enum status count_record(void *ctx, const struct record *r, struct str canonical,
                                struct error *err)
{
    (void)r;
    (void)err;
    *(size_t *)ctx += canonical.len;
    return OK;
}

static enum status count_gone(void *ctx, struct str ref, struct error *err)
{
    (void)err;
    *(size_t *)ctx += ref.len;
    return OK;
}

/* ---- Invented entities. */

/* Two texts in seven are in another script. */
static const char *const syllables[][8] = {
    {"ka", "lo", "mi", "Test", "ar", "un", "ben", "zar"},
    {"dul", "qi", "ov", "ek", "ish", "man", "Sa", "ri"},
    {"ben", "tu", "al", "Ra", "him", "nor", "esh", "ya"},
    {"ka", "Vel", "os", "mi", "tar", "in", "gu", "dze"},
    {"lo", "An", "ter", "is", "ko", "va", "ne", "sh"},
    {"ба", "то", "ри", "сам", "Ше", "ник", "ол", "ев"},
    {"سا", "مي", "نو", "رح", "عب", "دل", "كر", "تا"},
};

static void words(struct buf *b, unsigned *seed, unsigned count)
{
    *seed = *seed * 1103515245U + 12345U;
    const char *const *script = syllables[(*seed >> 16) % COUNT(syllables)];
    for (unsigned w = 0; w < count; w++) {
        if (w)
            buf_byte(b, ' ');
        for (int k = 0; k < 3; k++) {
            *seed = *seed * 1103515245U + 12345U;
            buf_puts(b, script[(*seed >> 16) % 8]);
        }
    }
}

static void values(struct buf *b, unsigned *seed, const char *property, unsigned count,
                   unsigned length)
{
    json_key(b, property);
    buf_byte(b, '[');
    for (unsigned i = 0; i < count; i++) {
        buf_puts(b, i ? ",\"" : "\"");
        words(b, seed, length);
        buf_byte(b, '"');
    }
    buf_byte(b, ']');
}

static void invent(struct buf *b, unsigned number)
{
    unsigned seed = number, wide = 1 + number % 8;
    buf_printf(b, "{\"id\":\"NK-test%u\",\"caption\":\"", number);
    words(b, &seed, 3);
    buf_puts(b, "\",\"schema\":\"Person\",\"properties\":{");
    values(b, &seed, "name", 2 * wide, 3);
    values(b, &seed, "alias", 3 * wide, 3);
    values(b, &seed, "weakAlias", wide, 2);
    values(b, &seed, "firstName", wide, 1);
    values(b, &seed, "lastName", wide, 1);
    values(b, &seed, "birthPlace", wide, 4);
    values(b, &seed, "notes", 1 + wide / 2, 40);
    buf_printf(b, ",\"birthDate\":[\"19%02u\"],\"nationality\":[\"zz\"],\"topics\":[\"sanction\"],",
               number % 100);
    buf_printf(b,
               "\"idNumber\":[\"%09u\"]},\"referents\":[\"test-%u\"],\"datasets\":[\"test_list\"],",
               number, number);
    buf_puts(b, "\"first_seen\":\"2023-01-01T00:00:00\",\"last_seen\":\"2024-05-30T00:00:00\","
                "\"last_change\":\"2024-05-28T00:00:00\",\"target\":true}\n");
}

static bool load(const char *path, struct buf *all)
{
    struct buf file = {0};
    struct error err = {0};
    if (path && file_read(path, SIZE_MAX, &file, &err)) {
        fprintf(stderr, "%s\n", err.why);
        return false;
    }
    for (unsigned i = 0; all->len < SIZE && !all->failed; i++) {
        if (path)
            buf_put(all, buf_str(&file));
        else
            invent(all, i);
    }
    buf_free(&file);
    return !all->failed;
}

/* ---- What is measured; each gives the number of lines. */

typedef size_t measured(struct str all);

/* With a map, fills records too. */
static size_t each_line(struct str all, const struct ftm_map *map)
{
    struct json_reader *json = json_reader_new();
    struct arena a = {0};
    struct sink sink = {0};
    struct error err = {0};
    struct str line, changed;
    size_t lines = 0;
    for (; all.len && json; lines++) {
        struct json_items items;
        struct record r = {0};
        all = str_cut(all, '\n', &line);
        if (json_flat(json, line, &items, &err))
            break;
        arena_reset(&a);
        size_t at = str_is(items.at[1].key, "op") ? 2 : 0;
        bool gone = at && items.at[2].next - at < 4;
        if (map && !gone && ftm_entity(map, &a, items, at, &r, &changed, &sink, &err))
            break;
    }
    json_reader_free(json);
    arena_free(&a);
    sink_free(&sink);
    return err.status ? 0 : lines;
}

static size_t run_lex(struct str all)
{
    return each_line(all, NULL);
}

static size_t run_fill(struct str all)
{
    struct ftm_map map;
    ftm_map_build(&map);
    return each_line(all, &map);
}

static size_t run_write(struct str all)
{
    struct tape tape = {.bytes = all};
    struct input in = {.list = STR("test"), .read = read_tape, .read_ctx = &tape};
    size_t bytes = 0;
    struct sink sink = {.put = count_record, .gone = count_gone, .ctx = &bytes};
    struct error err = {0};
    size_t lines = 0;
    if (source_ftm.parse(&in, &sink, &err))
        fprintf(stderr, "line %zu, byte %zu: %s\n", err.line, err.offset, err.why);
    else
        lines = sink.records;
    sink_free(&sink);
    return lines;
}

/* Processor time: what others do on the machine is not measured. */
static double processor_seconds(void)
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

static bool report(const char *what, measured *run, struct str all, int runs)
{
    double took[RUNS_MOST];
    size_t lines = 0;
    for (int i = 0; i < runs; i++) {
        double from = processor_seconds();
        lines = run(all);
        took[i] = processor_seconds() - from;
        if (lines == 0)
            return false;
    }
    qsort(took, (size_t)runs, sizeof *took, by_value);
    double size = (double)all.len / 1e6, median = took[runs / 2];
    printf("%-28s %5.0f MB/s (%.0f-%.0f in %d runs)  %7.0f entities/s\n", what, size / median,
           size / took[runs - 1], size / took[0], runs, (double)lines / median);
    return true;
}

static const struct {
    const char *step, *what;
    measured *run;
} steps[] = {
    {"lex", "laid flat", run_lex},
    {"fill", "laid flat, filled", run_fill},
    {"write", "laid flat, filled, written", run_write},
};

int main(int argc, char **argv)
{
    int runs = argc > 2 ? (int)strtol(argv[2], NULL, 10) : RUNS;
    struct buf all = {0};
    struct rusage use;
    bool good = load(argc > 1 && *argv[1] ? argv[1] : NULL, &all);
    runs = runs < 1 ? 1 : runs > RUNS_MOST ? RUNS_MOST : runs;
    for (size_t i = 0; good && i < COUNT(steps); i++)
        if (argc < 4 || strcmp(argv[3], steps[i].step) == 0)
            good = report(steps[i].what, steps[i].run, buf_str(&all), runs);
    if (getrusage(RUSAGE_SELF, &use) == 0)
        printf("resident at most %ld MiB, of it %zu MiB the input\n", use.ru_maxrss >> 10,
               all.len >> 20);
    buf_free(&all);
    return !good;
}
