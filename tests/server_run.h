/* SPDX-License-Identifier: Apache-2.0 */
/* server_run.h - tests/server/server.py, for as long as a test runs. */
#ifndef TOCSIN_SERVER_RUN_H
#define TOCSIN_SERVER_RUN_H

#include "base/base.h"

#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

struct server {
    pid_t pid;
    int hold; /* it ends when this does */
    unsigned port, other, tls;
    char ca[256];
};

static inline void server_run(int in[2], int out[2], const char *files)
{
    dup2(in[0], 0);
    dup2(out[1], 1);
    close(in[0]);
    close(in[1]);
    close(out[0]);
    close(out[1]);
    execlp("python3", "python3", "tests/server/server.py", "--tls", "--dir", files, (char *)NULL);
    _exit(127);
}

/* Lines up to an empty one. */
static inline bool server_greets(struct server *s, int from)
{
    char text[1024] = "";
    size_t len = 0;
    while (len + 1 < sizeof text && !strstr(text, "\n\n") && read(from, text + len, 1) == 1)
        text[++len] = 0;
    for (const char *line = text; line && *line; line = strchr(line, '\n')) {
        line += *line == '\n';
        sscanf(line, "port %u", &s->port);
        sscanf(line, "other %u", &s->other);
        sscanf(line, "tls %u", &s->tls);
        sscanf(line, "ca %255s", s->ca);
    }
    return s->port && s->other && s->tls && s->ca[0];
}

static inline bool server_start(struct server *s, const char *files)
{
    int in[2], out[2];
    if (pipe(in) || pipe(out))
        return false;
    s->pid = fork();
    if (s->pid == 0)
        server_run(in, out, files);
    close(in[0]);
    close(out[1]);
    s->hold = in[1];
    bool ready = server_greets(s, out[0]);
    close(out[0]);
    return ready;
}

static inline void server_stop(struct server *s)
{
    close(s->hold);
    waitpid(s->pid, NULL, 0);
}

/* "{port}", "{other}" and "{tls}" in an address become the server's ports; one
 * that begins with "/" is on port. */
static inline struct str server_address(const struct server *s, struct arena *a, const char *text)
{
    static const char *const names[] = {"{port}", "{other}", "{tls}"};
    const unsigned ports[] = {s->port, s->other, s->tls};
    struct str out = str_of(text), head;
    if (*text == '/')
        out = arena_printf(a, "http://127.0.0.1:%u%s", s->port, text);
    /* In the query they are for the server to fill in. */
    for (size_t i = 0; i < COUNT(names); i++) {
        size_t query = str_find(out, STR("?")), at = str_find(out, str_of(names[i]));
        if (at >= query)
            continue;
        struct str rest = str_cut_at(out, str_of(names[i]), &head);
        out = arena_printf(a, "%.*s%u%.*s", STRF(head), ports[i], STRF(rest));
    }
    return out;
}

#endif
