/* SPDX-License-Identifier: Apache-2.0 */
/* import.c - tocsin import LIST FILE…: files that a person has. */
#include "cli/commands.h"
#include "cli/report.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char help[] =
    "Several files are one version: the CSV set of OFAC, for instance.\n"
    "  --at INSTANT  when the files were fetched (default now); an older version\n"
    "                than the newest lands in its place\n"
    "\nExamples:\n"
    "  tocsin import un consolidated.xml\n"
    "  tocsin import un 2025-11-18.xml --at 2025-11-18T00:00:00Z --json\n"
    "  tocsin import us-sdn sdn.csv alt.csv add.csv sdn_comments.csv\n"
    "\nExit codes: 0 taken in, 1 failed, 2 wrong usage, 3 held (see tocsin accept)\n";

static struct str base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return str_of(slash ? slash + 1 : path);
}

/* The version's origin: the full path of its first file. */
static struct str origin_of(struct cli *c, const char *path)
{
    char full[PATH_MAX];
    return arena_copy(&c->arena, str_of(realpath(path, full) ? full : path));
}

static enum exit_code run(struct cli *c, int argc, char **argv)
{
    const char *at = NULL;
    const struct option_spec specs[] = {{"at", &at, NULL}};
    struct parse_file files[PARSE_FILES_MAX];
    struct import_job job = {.files = files};
    struct import_result result;
    struct error err = {0};
    struct buf out = {0};
    enum exit_code code = EXIT_FAILED;
    if (!cli_options(c, &command_import, argc, argv, specs, COUNT(specs), &code))
        return code;
    if (c->count < 2)
        return cli_usage(&command_import, "name a list and its file or files");
    if (c->count - 1 > PARSE_FILES_MAX)
        return cli_usage(&command_import, "more than %d files for one version", PARSE_FILES_MAX);
    if (at && !cli_instant(at, false, &job.at))
        return EXIT_USAGE;
    job.list = str_of(c->args[0]);
    job.count = (size_t)c->count - 1;
    for (size_t i = 0; i < job.count; i++)
        files[i] = (struct parse_file){.path = c->args[i + 1], .name = base_name(c->args[i + 1])};
    job.origin = origin_of(c, c->args[1]);
    if (!cli_open(c, true, &code))
        return code;
    if (import_version(c->home, &job, &c->arena, &result, &err))
        return cli_fail(&err);
    if (c->json)
        report_json(&out, job.list, &result);
    else
        report_text(c, &out, job.list, &result);
    bool written = cli_write(&out);
    buf_free(&out);
    return !written ? EXIT_FAILED : result.held ? EXIT_HELD : EXIT_DONE;
}

const struct command command_import = {
    .name = "import",
    .operands = "LIST FILE…",
    .summary = "Take in a list file, or the files that together are one version",
    .help = help,
    .run = run,
};
