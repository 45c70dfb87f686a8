/* SPDX-License-Identifier: Apache-2.0 */
/* cli.h - what every command is given, and how it speaks.
 *
 * src/cli/NAME.c runs `tocsin NAME`.  A command reads its arguments with
 * cli_options, does its work, and returns an exit code: 0 done, 1 failed,
 * 2 wrong usage, 3 something was held. */
#ifndef TOCSIN_CLI_H
#define TOCSIN_CLI_H

#include "base/buf.h"
#include "ingest/import.h"

enum exit_code { EXIT_DONE = 0, EXIT_FAILED = 1, EXIT_USAGE = 2, EXIT_HELD = 3 };

struct cli {
    struct arena arena;      /* of the command */
    const char *home_given;  /* --home */
    bool json, colour, wide; /* --json; stdout is a terminal that takes colour; --verbose */
    int columns;             /* of the terminal; 0: not a terminal */
    char **args;             /* operands, after options */
    int count;
    struct home *home;
};

struct command {
    const char *name, *operands, *summary;
    const char *help; /* options and examples, shown by --help */
    enum exit_code (*run)(struct cli *c, int argc, char **argv);
};
extern const struct command *const commands[]; /* in the order of --help */
extern const size_t command_count;

/* One option of a command; the common ones (--home, --json, --help, --verbose,
 * --color) are always there. */
struct option_spec {
    const char *name;   /* "as-of" for --as-of */
    const char **value; /* takes a value; NULL for a switch */
    bool *set;          /* a switch; or NULL */
};
/* Reads argv behind the command's name into c and the specs.  false when the
 * command must end with *code: wrong usage (already told) or --help. */
bool cli_options(struct cli *c, const struct command *self, int argc, char **argv,
                 const struct option_spec *specs, size_t count, enum exit_code *code);
const struct command *cli_command(const char *name);

/* Where the home is; false, told, when that cannot be known. */
bool cli_home(struct cli *c, struct str *path, enum exit_code *code);
/* Opens c->home; on failure tells why.  What is known to be wrong with the ledger is told on
 * stderr; answers that are one JSON object say it too, as their member `ledger`. */
bool cli_open(struct cli *c, bool writing, enum exit_code *code);
/* The same for reading, and tells nothing of the ledger: for who is about to look. */
bool cli_open_quietly(struct cli *c, enum exit_code *code);
/* Tells it. */
void cli_tell_ledger(const struct cli *c);
/* What is known to be wrong with it; empty: nothing, or there is no home. */
struct str cli_ledger_fault(const struct cli *c);

/* Checks that these are lists, and joins them with blanks in the arena.  false,
 * told, when one is not: wrong usage. */
bool cli_lists(struct cli *c, const char *const *ids, int count, struct str *out);

/* Tells a failure on stderr: "tocsin: why". */
enum exit_code cli_fail(const struct error *err);
enum exit_code cli_usage(const struct command *self, const char *fmt, ...) PRINTF_LIKE(2, 3);
/* A day or instant from an option; for a bare day, its last second when
 * `end_of_day`.  false, told, when it is neither. */
bool cli_instant(const char *text, bool end_of_day, int64_t *out);

/* ---- Speaking. */

enum tone { TONE_PLAIN, TONE_DIM, TONE_GOOD, TONE_BAD, TONE_WARN, TONE_STRONG };
const char *cli_tone(const struct cli *c, enum tone t); /* "" without colours */
const char *cli_plain(const struct cli *c);
enum tone cli_change_tone(struct str change);

/* Writes s so that it cannot drive the terminal: control characters and
 * bidirectional marks become U+FFFD. */
void cli_safe(struct buf *b, struct str s);

size_t cli_width(struct str s); /* columns of a terminal that it takes */
/* cli_safe and a line feed; breaks between words at the terminal's width, the
 * lines after the first indented.  The first begins at column `indent`. */
void cli_wrap(const struct cli *c, struct buf *b, size_t indent, struct str text);

/* A table: cells are added row by row; columns are as wide as they need, the
 * last one takes what the terminal has left.  In a pipe: tab-separated, whole. */
struct table;
struct table *table_new(const struct cli *c, const char *const *headings, size_t columns);
void table_text(struct table *t, enum tone tone, struct str text);
void table_number(struct table *t, int64_t n);
/* Between rows of a long table: prints those there are when they are many. */
MUST_CHECK bool table_more(struct table *t);
bool table_flush(struct table *t); /* prints the rows there are; false as cli_write */
bool table_print(struct table *t); /* the same, and frees */
void table_free(struct table *t);

/* Writes everything to stdout; false, told, when that fails (a closed pipe is no fault). */
bool cli_write(const struct buf *b);
/* The same, and empties b: for an answer that is written in blocks. */
bool cli_flush(struct buf *b);

#endif
