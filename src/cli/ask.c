/* SPDX-License-Identifier: Apache-2.0 */
/* ask.c - what comes of it is in `tocsin ledger`; standard error has what somebody must look at. */
#include "cli/ask.h"

#include "ingest/ask.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

static void tell(void *ctx, struct str witness, const char *why)
{
    struct buf line = {0};
    (void)ctx;
    buf_puts(&line, "tocsin: the witness ");
    cli_safe(&line, witness);
    buf_puts(&line, ": ");
    cli_safe(&line, str_of(why));
    fprintf(stderr, "%s\n", buf_cstr(&line));
    buf_free(&line);
}

enum exit_code ask_now(struct cli *c)
{
    const struct ask_options o = {.all = true, .tell = tell};
    struct error err = {0};
    struct str path;
    enum exit_code code;
    if (!cli_home(c, &path, &code))
        return code;
    return ask_witnesses(path.s, &o, &err) ? cli_fail(&err) : EXIT_DONE;
}

/* A reader of the answer sees its end; the descriptor is not free for another file. */
static void end_answer(void)
{
    int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
    fflush(stdout);
    if (nowhere < 0)
        return;
    dup2(nowhere, STDOUT_FILENO);
    close(nowhere);
}

void ask_after(struct cli *c)
{
    const struct ask_options o = {.tell = tell};
    struct error err = {0};
    struct str path = {0};
    if (c->home && c->home->seal && c->home->policy.len)
        path = arena_copy(&c->arena, str_of(c->home->path));
    home_close(c->home);
    c->home = NULL;
    if (!path.len)
        return;
    end_answer();
    /* A writer that is at work asks when it has ended. */
    if (ask_witnesses(path.s, &o, &err) && err.status != ERR_CONFLICT)
        fprintf(stderr, "tocsin: witnesses: %s\n", err.why);
}
