/* SPDX-License-Identifier: Apache-2.0 */
/* compare.c - tocsin compare A B: are two names those of one party? */
#include "base/file.h"
#include "cli/commands.h"
#include "format/csv.h"
#include "format/json.h"
#include "screen/reason.h"
#include "text/clean.h"

#include <stdio.h>
#include <stdlib.h>

static const char help[] =
    "  --kind KIND   person, organisation, vessel or aircraft; by default what the\n"
    "                names look like\n"
    "  --batch FILE  a CSV file with the columns name1, name2 and, if you like,\n"
    "                schema (Person, Company, Vessel …); prints it with a column `score`\n"
    "\nThe score is from 0 to 1; `tocsin screen` takes 0.7 and more for a hit.\n"
    "\nExamples:\n"
    "  tocsin compare 'Usama bin Ladin' 'Osama bin Laden'\n"
    "  tocsin compare 'OAO Gazprom' 'Gazprom JSC' --kind organisation --json\n"
    "  tocsin compare --batch pairs.csv > scored.csv\n";

/* A kind of ours or a schema of FollowTheMoney; false when it is neither. */
static bool subject_of(struct str kind, bool *known, enum subject *out)
{
    static const char *const things[] = {"organisation", "organization", "company",   "vessel",
                                         "aircraft",     "airplane",     "publicbody"};
    static const char *const unknown[] = {"", "legalentity", "unknown", "any"};
    *known = true;
    for (size_t i = 0; i < COUNT(things); i++)
        if (str_is_nocase(kind, things[i])) {
            *out = SUBJECT_THING;
            return true;
        }
    for (size_t i = 0; i < COUNT(unknown); i++)
        if (str_is_nocase(kind, unknown[i])) {
            *known = false;
            return true;
        }
    *out = SUBJECT_PERSON;
    return str_is_nocase(kind, "person");
}

struct comparison {
    struct asked a, b;
    size_t a_at, b_at;
    struct score score;
};

/* Reads a name; why it cannot be compared, or NULL. */
static const char *read_name(struct str name, struct asked *out)
{
    if (!name.len)
        return "is empty";
    if (utf8_valid(name) < name.len)
        return "is not UTF-8; iconv can convert it";
    asked_read(name, out);
    return out->reading[0].count ? NULL : "has no letters that can be read";
}

static void compare(struct comparison *c, bool known, enum subject subject)
{
    compare_names(&c->a, &c->b,
                  known ? subject : compare_subject(&c->a.reading[0], &c->b.reading[0]), &c->score,
                  &c->a_at, &c->b_at);
}

static void put_json(struct buf *out, struct str a, struct str b, double score,
                     const reason_vec *reasons)
{
    buf_byte(out, '{');
    json_key(out, "a");
    json_string(out, a);
    json_key(out, "b");
    json_string(out, b);
    json_key(out, "score");
    buf_printf(out, "%.4f", score);
    json_key(out, "why");
    reasons_json(out, reasons);
    buf_puts(out, "}\n");
}

static void put_text(const struct cli *c, struct buf *out, double score, const reason_vec *reasons)
{
    buf_printf(out, "%s%.3f%s\n", cli_tone(c, score >= 0.7 ? TONE_BAD : TONE_GOOD), score,
               cli_plain(c));
    for (size_t i = 0; i < reasons->count; i++) {
        const struct reason *r = &reasons->at[i];
        buf_printf(out, "  %+6.2f  %-*.*s", r->weight, r->detail.len ? 20 : 0, STRF(r->feature));
        cli_safe(out, r->detail);
        buf_byte(out, '\n');
    }
}

static enum exit_code one_pair(struct cli *c, bool known, enum subject subject)
{
    static struct comparison k;
    struct str a = str_of(c->args[0]), b = str_of(c->args[1]);
    struct buf out = {0};
    reason_vec reasons = {0};
    const char *no_a = read_name(a, &k.a), *no_b = read_name(b, &k.b);
    if (no_a || no_b) {
        fprintf(stderr, "tocsin: the %s name %s\n", no_a ? "first" : "second", no_a ? no_a : no_b);
        return EXIT_FAILED;
    }
    compare(&k, known, subject);
    double score = score_of_odds(k.score.odds);
    reasons_of(&c->arena, &k.a.side[k.a_at], &k.b.side[k.b_at], &k.score, &reasons);
    if (c->json)
        put_json(&out, a, b, score, &reasons);
    else
        put_text(c, &out, score, &reasons);
    bool written = cli_flush(&out);
    buf_free(&out);
    return written ? EXIT_DONE : EXIT_FAILED;
}

/* ---- A file of pairs. */

struct batch {
    struct buf file, out;
    struct arena arena; /* of the row at hand */
    struct csv csv;
    struct header header;
    struct comparison comparison;
    size_t scored, bad;
};

static void put_row(struct batch *b, const struct row *r, const char *last)
{
    for (size_t i = 0; i < r->count; i++)
        csv_put(&b->out, b->csv.sep, i == 0, r->cell[i]);
    for (size_t i = r->count; i < b->header.count; i++)
        csv_put(&b->out, b->csv.sep, false, STR(""));
    csv_put(&b->out, b->csv.sep, false, str_of(last));
    buf_byte(&b->out, '\n');
}

static void score_row(struct batch *b, const struct row *r, bool known, enum subject subject)
{
    char text[16] = "";
    struct str one = header_get(&b->header, r, "name1"), two = header_get(&b->header, r, "name2");
    struct str schema = header_get(&b->header, r, "schema");
    const char *no_one = read_name(one, &b->comparison.a);
    const char *no_two = read_name(two, &b->comparison.b), *wrong = no_one ? no_one : no_two;
    if (!wrong && !known && schema.len && !subject_of(schema, &known, &subject))
        known = false; /* a schema that is neither: what the names look like */
    if (wrong) {
        fprintf(stderr, "tocsin: line %zu is not scored: %s %s\n", r->line,
                no_one ? "name1" : "name2", wrong);
        b->bad++;
    } else {
        compare(&b->comparison, known, subject);
        snprintf(text, sizeof text, "%.4f", score_of_odds(b->comparison.score.odds));
        b->scored++;
    }
    put_row(b, r, text);
}

static enum status read_header(struct batch *b, struct arena *a, const char *path,
                               struct error *err)
{
    struct row row;
    b->csv = csv_open(buf_str(&b->file), 0);
    if (!csv_next(&b->csv, a, &row, err))
        return err->status ? err->status : fault(err, ERR_INPUT, 0, "%s is empty", path);
    enum status rc = header_read(a, &row, &b->header, err);
    if (rc)
        return rc;
    if (!header_has(&b->header, "name1") || !header_has(&b->header, "name2"))
        return fault_at(err, ERR_INPUT, 1, 0, "%s has no columns name1 and name2", path);
    put_row(b, &row, "score");
    return OK;
}

static enum status score_file(struct batch *b, struct arena *a, const char *path, bool known,
                              enum subject subject, struct error *err)
{
    struct row row;
    enum status rc = file_read(path, SIZE_MAX, &b->file, err);
    rc = rc ? rc : read_header(b, a, path, err);
    while (!rc && csv_next(&b->csv, &b->arena, &row, err)) {
        if (row.count == 1 && !row_cell(&row, 0).len)
            continue;
        score_row(b, &row, known, subject);
        arena_reset(&b->arena);
        if (b->out.len > 1 << 16 && !cli_flush(&b->out))
            return fault(err, ERR_IO, 0, "not all is printed");
    }
    return rc ? rc : err->status;
}

static enum exit_code file_of_pairs(struct cli *c, const char *path, bool known,
                                    enum subject subject)
{
    struct batch *b = NEW(&c->arena, struct batch);
    struct error err = {0};
    if (!b)
        return EXIT_FAILED;
    enum exit_code code =
        score_file(b, &c->arena, path, known, subject, &err) ? cli_fail(&err) : EXIT_DONE;
    if (!cli_flush(&b->out))
        code = EXIT_FAILED;
    if (b->bad) {
        fprintf(stderr, "tocsin: %zu rows scored, %zu not scored\n", b->scored, b->bad);
        code = code ? code : EXIT_FAILED;
    }
    csv_close(&b->csv);
    arena_free(&b->arena);
    buf_free(&b->file);
    buf_free(&b->out);
    return code;
}

static enum exit_code run(struct cli *c, int argc, char **argv)
{
    const char *kind = "", *path = NULL;
    const struct option_spec specs[] = {{"kind", &kind, NULL}, {"batch", &path, NULL}};
    enum exit_code code;
    enum subject subject = SUBJECT_PERSON;
    bool known;
    if (!cli_options(c, &command_compare, argc, argv, specs, COUNT(specs), &code))
        return code;
    if (!subject_of(str_of(kind), &known, &subject))
        return cli_usage(&command_compare,
                         "--kind is person, organisation, vessel or aircraft, not '%s'", kind);
    if (path && c->count == 0)
        return file_of_pairs(c, path, known, subject);
    if (path || c->count != 2)
        return cli_usage(&command_compare, "name two names, or --batch FILE");
    return one_pair(c, known, subject);
}

const struct command command_compare = {
    .name = "compare",
    .operands = "A B",
    .summary = "Score two names: are they those of one party?",
    .help = help,
    .run = run,
};
