/* SPDX-License-Identifier: Apache-2.0 */
/* options.c - arguments: --name value, --name=value, switches, operands in any order. */
#include "cli/cli.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void print_help(const struct command *self)
{
    printf("Usage: tocsin %s [OPTIONS]%s%s\n\n%s.\n%s%s", self->name, *self->operands ? " " : "",
           self->operands, self->summary, *self->help ? "\n" : "", self->help);
    fputs("\nCommon options: --home DIR, --json, --color always|never|auto, --verbose, --help\n",
          stdout);
}

enum exit_code cli_usage(const struct command *self, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    fprintf(stderr, "tocsin %s: ", self->name);
    vfprintf(stderr, fmt, args);
    fprintf(stderr, "; `tocsin %s --help` shows how\n", self->name);
    va_end(args);
    return EXIT_USAGE;
}

struct parsing {
    struct cli *c;
    const struct command *self;
    int argc, at;
    char **argv;
    enum exit_code code;
};

/* The value of the option at p->at: behind '=', or the next argument. */
static bool value_of(struct parsing *p, const char *name, const char **out)
{
    const char *equals = strchr(p->argv[p->at], '=');
    if (equals) {
        *out = equals + 1;
        return true;
    }
    if (p->at + 1 < p->argc) {
        *out = p->argv[++p->at];
        return true;
    }
    p->code = cli_usage(p->self, "%s%s needs a value", name[1] ? "--" : "-", name);
    return false;
}

static bool set_colour(struct parsing *p, const char *when)
{
    if (strcmp(when, "always") == 0)
        p->c->colour = true;
    else if (strcmp(when, "never") == 0)
        p->c->colour = false;
    else if (strcmp(when, "auto") != 0) {
        p->code = cli_usage(p->self, "--color is always, never or auto");
        return false;
    }
    return true;
}

static bool named(const char *arg, const char *name)
{
    size_t len = strlen(name);
    return strncmp(arg, name, len) == 0 && (arg[len] == 0 || arg[len] == '=');
}

static bool take_common(struct parsing *p, const char *arg, bool *known)
{
    const char *value;
    *known = true;
    if (named(arg, "json")) {
        p->c->json = true;
    } else if (named(arg, "verbose")) {
        p->c->wide = true;
    } else if (named(arg, "home")) {
        return value_of(p, "home", &p->c->home_given);
    } else if (named(arg, "color") || named(arg, "colour")) {
        return value_of(p, "color", &value) && set_colour(p, value);
    } else if (named(arg, "help")) {
        print_help(p->self);
        p->code = EXIT_DONE;
        return false;
    } else {
        *known = false;
    }
    return true;
}

static bool take_option(struct parsing *p, const struct option_spec *specs, size_t count)
{
    const char *arg = p->argv[p->at];
    bool known;
    arg = strcmp(arg, "-h") == 0   ? "help"
          : strcmp(arg, "-v") == 0 ? "verbose"
                                   : arg + (arg[1] == '-' ? 2 : 1);
    if (!take_common(p, arg, &known))
        return false;
    for (size_t i = 0; i < count && !known; i++) {
        if (!named(arg, specs[i].name))
            continue;
        known = true;
        if (!specs[i].value && strchr(arg, '=')) {
            p->code = cli_usage(p->self, "--%s takes no value", specs[i].name);
            return false;
        }
        if (specs[i].set)
            *specs[i].set = true;
        if (specs[i].value && !value_of(p, specs[i].name, specs[i].value))
            return false;
    }
    if (!known)
        p->code = cli_usage(p->self, "there is no option '%s'", p->argv[p->at]);
    return known;
}

static bool letter(char c)
{
    return c >= 'a' && c <= 'z';
}

bool cli_options(struct cli *c, const struct command *self, int argc, char **argv,
                 const struct option_spec *specs, size_t count, enum exit_code *code)
{
    struct parsing p = {.c = c, .self = self, .argc = argc, .argv = argv};
    bool literal = false;
    c->args = arena_alloc(&c->arena, (size_t)argc + 1, sizeof *c->args);
    if (!c->args) {
        *code = EXIT_FAILED;
        return false;
    }
    for (; p.at < argc; p.at++) {
        char *arg = argv[p.at];
        bool option = !literal && arg[0] == '-' && arg[1] &&
                      (arg[1] == '-' || (arg[2] == 0 && letter(arg[1])));
        if (option && strcmp(arg, "--") == 0)
            literal = true;
        else if (!option)
            c->args[c->count++] = arg;
        else if (!take_option(&p, specs, count)) {
            *code = p.code;
            return false;
        }
    }
    return true;
}

bool cli_instant(const char *text, bool end_of_day, int64_t *out)
{
    struct str s = str_of(text);
    if (!instant_parse(s, out)) {
        fprintf(stderr,
                "tocsin: '%s' is not a day (2025-04-17) or an instant "
                "(2025-04-17T12:00:00Z)\n",
                text);
        return false;
    }
    if (end_of_day && s.len == 10)
        *out += DAY_SECONDS - 1;
    return true;
}

bool cli_lists(struct cli *c, const char *const *ids, int count, struct str *out)
{
    struct buf joined = {0}, safe = {0};
    bool known = true;
    for (int i = 0; i < count && known; i++) {
        known = home_list(c->home, str_of(ids[i])) != NULL;
        buf_puts(&joined, i ? " " : "");
        buf_puts(&joined, ids[i]);
        if (!known)
            cli_safe(&safe, str_of(ids[i]));
    }
    if (!known)
        fprintf(stderr, "tocsin: there is no list %s; `tocsin lists --all` names them\n",
                buf_cstr(&safe));
    *out = arena_copy(&c->arena, buf_str(&joined));
    buf_free(&joined);
    buf_free(&safe);
    return known;
}

enum exit_code cli_fail(const struct error *err)
{
    if (err->line)
        fprintf(stderr, "tocsin: %s (line %zu, byte %zu)\n", err->why, err->line, err->offset);
    else
        fprintf(stderr, "tocsin: %s\n", err->why);
    return err->status == ERR_USAGE ? EXIT_USAGE : EXIT_FAILED;
}

bool cli_home(struct cli *c, struct str *path, enum exit_code *code)
{
    *path = home_path(&c->arena, c->home_given);
    if (path->len)
        return true;
    fputs("tocsin: no home: give --home DIR, or set HOME\n", stderr);
    *code = EXIT_USAGE;
    return false;
}

struct str cli_ledger_fault(const struct cli *c)
{
    return c->home ? c->home->fault : STR("");
}

static bool open_home(struct cli *c, bool writing, enum exit_code *code)
{
    struct error err = {0};
    struct str path;
    if (!cli_home(c, &path, code))
        return false;
    if (home_open(path.s, writing, &c->home, &err) == OK &&
        (writing || store_freeze(c->home->store, &err) == OK))
        return true;
    cli_fail(&err);
    *code = EXIT_FAILED;
    return false;
}

bool cli_open_quietly(struct cli *c, enum exit_code *code)
{
    return open_home(c, false, code);
}

void cli_tell_ledger(const struct cli *c)
{
    struct str why = cli_ledger_fault(c);
    if (why.len)
        fprintf(stderr, "tocsin: the ledger does not hold, and is only read: %.*s\n", STRF(why));
}

bool cli_open(struct cli *c, bool writing, enum exit_code *code)
{
    if (!open_home(c, writing, code))
        return false;
    cli_tell_ledger(c);
    return true;
}
