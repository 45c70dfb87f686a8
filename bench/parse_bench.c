/* SPDX-License-Identifier: Apache-2.0 */
/* parse_bench.c - each source over its real files: megabytes and entries a second.
 *
 *   parse_bench [LIST [RUNS]]
 *
 * Real files are looked for below $TOCSIN_SHARED, else ../shared; where there
 * are none, or a list has none there, two thousand invented entries stand in.
 * What is timed is what the sandboxed child does, from bytes in memory to
 * canonical bytes, by the processor's time: what others do on the machine
 * meanwhile is not measured.  Runs follow one that is not counted. */
#include "base/file.h"
#include "source/source.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { RUNS = 11, RUNS_MOST = 99, FILES = 4, INVENTED = 2000 };

struct task {
    const char *list, *source, *what;
    const char *files[FILES]; /* below the folder of shared data */
    const char *mapping;
    double goal;                    /* MB/s; 0: none is set */
    const char *head, *entry, *end; /* invented; each # of an entry is its number */
};

#define PERSON "<FIRST_NAME>Ordan#</FIRST_NAME><SECOND_NAME>Velmisar</SECOND_NAME>"
#define UN_ENTRY                                                                                   \
    "<INDIVIDUAL><DATAID>#</DATAID><VERSIONNUM>1</VERSIONNUM>" PERSON                              \
    "<UN_LIST_TYPE>Taliban</UN_LIST_TYPE><REFERENCE_NUMBER>TAi.#</REFERENCE_NUMBER>"               \
    "<LISTED_ON>2001-01-25</LISTED_ON><COMMENTS1>Invented for a measurement.</COMMENTS1>"          \
    "<INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY><ALIAS_NAME>Ordan the #th</ALIAS_NAME>"              \
    "</INDIVIDUAL_ALIAS></INDIVIDUAL>\n"
#define GB_HEAD                                                                                    \
    "Unique ID,OFSI Group ID,Name 6,Name 1,Name type,UN Reference Number,Sanctions Imposed,"       \
    "Designation Type,Regime Name\n"
#define CH_HEAD                                                                                    \
    "<swiss-sanctions-list list-type=\"full\" date=\"2026-08-01\"><sanctions-program "             \
    "ssid=\"11\"><program-key lang=\"eng\">Taliban</program-key><sanctions-set ssid=\"21\" "       \
    "lang=\"eng\">Annex 2</sanctions-set></sanctions-program>"
#define CH_ENTRY                                                                                   \
    "<target ssid=\"9#\"><sanctions-set-id>21</sanctions-set-id><individual sex=\"male\">"         \
    "<identity ssid=\"8#\" main=\"true\"><name ssid=\"7#\" name-type=\"primary-name\"><name-part " \
    "order=\"1\" name-part-type=\"family-name\"><value>Velmisar #</value></name-part></name>"      \
    "</identity></individual></target>\n"
#define CA_ENTRY                                                                                   \
    "<record><Country>Iran</Country><LastName>Samplezadeh #</LastName><GivenName>Reza</GivenName>" \
    "<Schedule>1</Schedule><Item>#</Item></record>\n"

static const struct task tasks[] = {
    {"un",
     "un",
     "XML",
     {"un/2026-02-27.xml"},
     NULL,
     0,
     "<CONSOLIDATED_LIST><INDIVIDUALS>",
     UN_ENTRY,
     "</INDIVIDUALS></CONSOLIDATED_LIST>"},
    {"us-sdn",
     "ofac",
     "CSV set",
     {"ofac/2021/sdn.csv", "ofac/2021/alt.csv", "ofac/2021/add.csv"},
     NULL,
     0,
     "",
     "#,\"VELMISAR, Ordan #\",\"individual\",\"SDGT\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,\"DOB 01 "
     "Jan 1970.\"\n",
     ""},
    {"us-cons", "ofac", "legacy XML", {"ofac/cons-2025-03-28.xml"}, NULL, 0, NULL, NULL, NULL},
    {"us-sdn",
     "ofac",
     "enhanced XML",
     {"ofac/enhanced-irgc-2024-08-28.xml"},
     NULL,
     0,
     NULL,
     NULL,
     NULL},
    {"eu",
     "eu",
     "CSV",
     {"eu/fsf-old-short-2018-07-04.csv"},
     NULL,
     0,
     "<export xmlns=\"http://eu.europa.ec/fpi/fsd/export\" generationDate=\"2026-01-01\">",
     "<sanctionEntity logicalId=\"#\"><nameAlias wholeName=\"Ordan Velmisar #\"/>"
     "</sanctionEntity>\n",
     "</export>"},
    {"eu", "eu", "old XML", {"eu/fsd-old-2016-02-11.xml"}, NULL, 0, NULL, NULL, NULL},
    {"gb",
     "gb",
     "ConList CSV",
     {"uk/conlist-2018-04-13.csv"},
     NULL,
     0,
     GB_HEAD,
     "AFG#,#,VELMISAR #,ORDAN,Primary Name,TAi.#,Asset freeze,Individual,Afghanistan\n",
     ""},
    {"ch", "ch", "XML", {NULL}, NULL, 0, CH_HEAD, CH_ENTRY, "</swiss-sanctions-list>"},
    {"ca", "ca", "XML", {"ca/sema-2020-04.xml"}, NULL, 0, "<data-set>", CA_ENTRY, "</data-set>"},
    {"au", "au", "XLSX", {"au/2024-12.xlsx"}, NULL, 0, NULL, NULL, NULL},
    {"us-fto",
     "us-fto",
     "HTML",
     {NULL},
     NULL,
     0,
     "<table><tr><th>Date Designated</th><th>Name</th></tr>",
     "<tr><td>March 11, 2021</td><td>Invented Brigade # (IB#)</td></tr>\n",
     "</table><h2>Delisted</h2><table><tr><th>Date Removed</th><th>Name</th><th>Date Originally "
     "Listed</th></tr><tr><td>July 8, 2025</td><td>Gone Army</td><td>May 15, 2002</td></tr>"
     "</table>"},
    {"ru-fsb",
     "ru-fsb",
     "HTML",
     {NULL},
     NULL,
     0,
     "<table><tr><td>№</td><td>Наименование организации</td><td>Суд, дата</td></tr>",
     "<tr><td>#</td><td>«Пример #»</td><td>Верховный Суд РФ, от 14.02.2003, № ГКПИ "
     "03-116</td></tr>\n",
     "</table>"},
    {"ae",
     "table",
     "CSV by a mapping",
     {"other/ae-local-list.csv"},
     "data/tables/ae.ini",
     0,
     NULL,
     NULL,
     NULL},
    {"pk",
     "table",
     "JSON by a mapping",
     {"other/pk-proscribed-persons.json"},
     "data/tables/pk.ini",
     0,
     NULL,
     NULL,
     NULL},
    {"ua",
     "table",
     "XLSX by a mapping",
     {"other/ua-nsdc-2021-08.xlsx"},
     "data/tables/ua.ini",
     0,
     NULL,
     NULL,
     NULL},
    {"ftm",
     "ftm",
     "JSON lines, delta",
     {"ftm/entities.delta.json"},
     NULL,
     300,
     "",
     "{\"id\":\"NK-#\",\"caption\":\"Ordan #\",\"schema\":\"Person\",\"properties\":{\"name\":"
     "[\"Ordan Velmisar #\"],\"topics\":[\"sanction\"]},\"datasets\":[\"test\"]}\n",
     ""},
};

struct tape {
    struct str rest;
};

static size_t read_tape(void *ctx, char *into, size_t len)
{
    struct tape *t = ctx;
    struct str piece = str_span(t->rest, 0, len);
    if (piece.len)
        memcpy(into, piece.s, piece.len);
    t->rest = str_from(t->rest, piece.len);
    return piece.len;
}

static enum status count_record(void *ctx, const struct record *r, struct str canonical,
                                struct error *err)
{
    (void)r, (void)err;
    *(size_t *)ctx += canonical.len;
    return OK;
}

static enum status count_gone(void *ctx, struct str ref, struct error *err)
{
    (void)err;
    *(size_t *)ctx += ref.len;
    return OK;
}

static void invent(const struct task *t, struct buf *b)
{
    buf_puts(b, t->head);
    for (int i = 1; i <= INVENTED; i++)
        for (const char *s = t->entry; *s; s++)
            if (*s == '#')
                buf_printf(b, "%d", i);
            else
                buf_byte(b, *s);
    buf_puts(b, t->end);
}

/* The files of a task in memory: real ones, or one that is invented. */
struct loaded {
    struct buf bytes[FILES], mapping;
    struct input_file files[FILES];
    size_t count, size;
    bool real;
};

static bool load_real(const struct task *t, struct loaded *l)
{
    const char *shared = getenv("TOCSIN_SHARED");
    char path[4096];
    struct error err = {0};
    for (l->count = 0; l->count < FILES && t->files[l->count]; l->count++) {
        const char *file = t->files[l->count];
        snprintf(path, sizeof path, "%s/data/%s", shared ? shared : "../shared", file);
        if (file_read(path, (size_t)1 << 30, &l->bytes[l->count], &err))
            return false;
        const char *slash = strrchr(file, '/');
        l->files[l->count] =
            (struct input_file){str_of(slash ? slash + 1 : file), buf_str(&l->bytes[l->count])};
        l->size += l->bytes[l->count].len;
    }
    return l->count > 0;
}

static bool load(const struct task *t, struct loaded *l)
{
    struct error err = {0};
    if (t->mapping && file_read(t->mapping, 1 << 20, &l->mapping, &err)) {
        fprintf(stderr, "%s\n", err.why);
        return false;
    }
    l->real = load_real(t, l);
    if (l->real)
        return true;
    if (!t->entry)
        return false;
    l->bytes[0].len = 0;
    invent(t, &l->bytes[0]);
    l->size = l->bytes[0].len;
    l->files[0] =
        (struct input_file){t->files[0] ? STR("sdn.csv") : str_of(t->list), buf_str(&l->bytes[0])};
    l->count = 1;
    return true;
}

static void unload(struct loaded *l)
{
    for (size_t i = 0; i < FILES; i++)
        buf_free(&l->bytes[i]);
    buf_free(&l->mapping);
}

/* One parse; the number of records and removals, 0 after a fault. */
static size_t parse_once(const struct task *t, const struct loaded *l)
{
    struct tape tape = {.rest = l->files[0].bytes};
    struct input in = {.list = str_of(t->list),
                       .files = l->files,
                       .count = l->count,
                       .mapping = buf_str(&l->mapping)};
    size_t bytes = 0;
    struct sink sink = {.put = count_record, .gone = count_gone, .ctx = &bytes};
    struct error err = {0};
    if (strcmp(t->source, "ftm") == 0) {
        in.read = read_tape;
        in.read_ctx = &tape;
    }
    size_t records = 0;
    if (source_find(str_of(t->source))->parse(&in, &sink, &err))
        fprintf(stderr, "%s: line %zu, byte %zu: %s\n", t->list, err.line, err.offset, err.why);
    else
        records = sink.records;
    sink_free(&sink);
    return records;
}

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

static bool measure(const struct task *t, const struct loaded *l, int runs)
{
    double took[RUNS_MOST], mb = (double)l->size / 1e6;
    size_t records = parse_once(t, l);
    for (int i = 0; i < runs && records; i++) {
        double from = processor_seconds();
        (void)parse_once(t, l);
        took[i] = processor_seconds() - from;
    }
    if (!records)
        return false;
    qsort(took, (size_t)runs, sizeof *took, by_value);
    double median = took[runs / 2];
    char goal[16] = "-";
    if (t->goal > 0)
        snprintf(goal, sizeof goal, "%.0f", t->goal);
    printf("%-9s %-18s %-8s %6.2f %6zu %8.0f %8.0f - %-6.0f %9.0f %6s\n", t->list, t->what,
           l->real ? "real" : "invented", mb, records, mb / median, mb / took[runs - 1],
           mb / took[0], (double)records / median, goal);
    return true;
}

int main(int argc, char **argv)
{
    int runs = argc > 2 ? (int)strtol(argv[2], NULL, 10) : RUNS;
    bool good = true;
    runs = runs < 1 ? 1 : runs > RUNS_MOST ? RUNS_MOST : runs;
    printf("Parsing in process, %d runs each\n", runs);
    printf("%-9s %-18s %-8s %6s %6s %8s %17s %9s %6s\n", "list", "format", "file", "MB", "recs",
           "MB/s", "slowest - fastest", "entries/s", "goal");
    for (size_t i = 0; i < COUNT(tasks); i++) {
        const struct task *t = &tasks[i];
        struct loaded l = {0};
        if (argc > 1 && *argv[1] && strcmp(argv[1], t->list) != 0)
            continue;
        if (load(t, &l))
            good = measure(t, &l, runs) && good;
        else
            printf("%-9s %-18s no file\n", t->list, t->what);
        unload(&l);
    }
    return !good;
}
