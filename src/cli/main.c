/* SPDX-License-Identifier: Apache-2.0 */
/* main.c - finds the command and hands it its arguments. */
#include "cli/ask.h"
#include "cli/cli.h"

#include <locale.h>
#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

static void print_help(FILE *out)
{
    fputs("tocsin keeps every list of designations that authorities publish, and rings when\n"
          "one changes.\n\nUsage: tocsin COMMAND [OPTIONS] [ARGUMENTS]\n\nCommands:\n",
          out);
    for (size_t i = 0; i < command_count; i++)
        fprintf(out, "  %-10s %s\n", commands[i]->name, commands[i]->summary);
    fputs("\nEach command has --help with examples.  Common options:\n"
          "  --home DIR   where everything is kept (default $TOCSIN_HOME, else\n"
          "               $XDG_DATA_HOME/tocsin, else ~/.local/share/tocsin)\n"
          "  --json       JSON lines instead of tables\n"
          "  --color WHEN always, never or auto (default)\n"
          "  --version    the program's version\n",
          out);
}

static int no_such_command(const char *name)
{
    fprintf(stderr, "tocsin: there is no command '%s'; `tocsin --help` lists them\n", name);
    return EXIT_USAGE;
}

static void look_at_terminal(struct cli *c)
{
    struct winsize size;
    const char *term = getenv("TERM"), *no_colour = getenv("NO_COLOR");
    if (!isatty(STDOUT_FILENO))
        return;
    c->columns = ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col ? size.ws_col : 80;
    c->colour = !(no_colour && *no_colour) && term && strcmp(term, "dumb") != 0;
}

/* glibc asks for memory in steps of 132 KiB, and gives blocks of that size back to
 * the system each time; an import that grows to 20 MB asked 200 times. */
static void take_memory_in_large_steps(void)
{
#ifdef __GLIBC__
    enum { STEP = 4 << 20 };
    (void)mallopt(M_TOP_PAD, STEP);
    (void)mallopt(M_TRIM_THRESHOLD, 2 * STEP);
    (void)mallopt(M_MMAP_THRESHOLD, STEP);
#endif
}

int main(int argc, char **argv)
{
    struct cli c = {0};
    take_memory_in_large_steps();
    setlocale(LC_CTYPE, "C.UTF-8");
    /* A reader that has gone is told by write(2), not by a signal. */
    signal(SIGPIPE, SIG_IGN);
    look_at_terminal(&c);
    if (argc < 2) {
        print_help(stderr);
        return EXIT_USAGE;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 ||
        (strcmp(argv[1], "help") == 0 && argc == 2)) {
        print_help(stdout);
        return EXIT_DONE;
    }
    if (strcmp(argv[1], "--version") == 0) {
        puts("tocsin " TOCSIN_VERSION);
        return EXIT_DONE;
    }
    bool help = strcmp(argv[1], "help") == 0;
    const struct command *command = cli_command(argv[help ? 2 : 1]);
    if (!command)
        return no_such_command(argv[help ? 2 : 1]);
    char flag[] = "--help", *asked[] = {flag, NULL};
    enum exit_code code = help ? command->run(&c, 1, asked) : command->run(&c, argc - 2, argv + 2);
    ask_after(&c);
    arena_free(&c.arena);
    return (int)code;
}
