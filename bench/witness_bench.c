/* SPDX-License-Identifier: Apache-2.0 */
/* witness_bench.c - how many checkpoints a second `tocsin witness serve` cosigns.
 *
 *   witness_bench [REQUESTS]
 *
 * The program is $TOCSIN, else build/tocsin; its files are made in build/bench, so that each answer
 * waits for that disk.  Requests are made before; each connection sends those of its own log, one
 * after the other, over one connection.  The goal, 849 a second, is what the witness litewitness
 * 0.9.0 did.  Before and behind the one log it is told how often a second the disk takes 1 KB that
 * is appended and synced, by one writer that does nothing else: no witness of one log can do more.
 */
#include "grown.h"

#include "base/clock.h"
#include "base/file.h"
#include "serve/witness_files.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { LOGS_MOST = 64, REQUESTS = 1500 };
#define WORK "build/bench/witness"

static void die(const char *what)
{
    fprintf(stderr, "witness_bench: %s\n", what);
    exit(1);
}

/* ---- A server of its own. */

struct server {
    pid_t pid;
    in_port_t port;
};

static struct server start(const char *dir)
{
    const char *program = getenv("TOCSIN");
    struct server s = {0};
    int out[2];
    char line[128] = "";
    if (pipe(out))
        die("no pipe");
    s.pid = fork();
    if (s.pid == 0) {
        dup2(out[1], STDOUT_FILENO);
        close(out[0]);
        close(out[1]);
        execl(program ? program : "build/tocsin", "tocsin", "witness", "serve", "--dir", dir,
              "--listen", "127.0.0.1:0", (char *)NULL);
        _exit(127);
    }
    close(out[1]);
    FILE *said = fdopen(out[0], "r");
    if (s.pid < 0 || !said || !fgets(line, sizeof line, said))
        die("the server does not start");
    uint64_t port = 0;
    const char *colon = strrchr(line, ':');
    if (!colon || !str_number(str_trim(str_of(colon + 1)), 65535, &port))
        die("the server does not say where it is");
    s.port = (in_port_t)port;
    fclose(said);
    return s;
}

static void stop(struct server s)
{
    int status = 0;
    kill(s.pid, SIGTERM);
    if (waitpid(s.pid, &status, 0) != s.pid || status)
        die("the server did not end well");
}

/* ---- Its clients. */

struct client {
    pthread_t thread;
    in_port_t port;
    struct buf requests; /* whole, one behind the other */
    VEC(size_t) ends;    /* where each ends */
    struct arena arena;  /* of ends */
    double *seconds;     /* that each took */
    size_t refused;
};

static void name_log(unsigned n, char name[32])
{
    snprintf(name, 32, "bench.example/%u", n);
}

static void make_requests(struct client *c, const char *dir, unsigned n, size_t count, bool grows)
{
    char name[32], text[SIGNER_TEXT];
    struct signer key;
    struct grown g;
    struct error err = {0};
    struct buf body = {0};
    bool fresh;
    name_log(n, name);
    if (signer_generate(str_of(name), KEY_ED25519, &key, &err))
        die(err.why);
    signer_print(&key, text);
    grown_make(&g, text, grows ? count : 1, 0, 0);
    struct key k = signer_key(&key);
    if (witness_log_add(dir, key_print(&c->arena, &k), (struct str){0}, &fresh, &err))
        die(err.why);
    for (size_t i = 0; i < count; i++) {
        grown_request(&g, grows ? i : i > 0, grows ? i + 1 : 1, &body);
        buf_printf(&c->requests,
                   "POST /add-checkpoint HTTP/1.1\r\nHost: bench\r\nContent-Length: %zu\r\n\r\n",
                   body.len);
        buf_put(&c->requests, buf_str(&body));
        *(size_t *)VEC_ADD(&c->arena, &c->ends) = c->requests.len;
    }
    c->seconds = arena_alloc(&c->arena, count, sizeof *c->seconds);
    if (c->requests.failed || !c->seconds)
        die("no memory");
    buf_free(&body);
    grown_free(&g);
}

/* The status of one answer; they are short, and come whole or in two. */
static bool read_answer(int fd)
{
    char text[4096];
    size_t len = 0, head, length;
    for (;;) {
        ssize_t n = recv(fd, text + len, sizeof text - len, 0);
        if (n <= 0)
            return false;
        len += (size_t)n;
        struct str all = {text, len};
        size_t end = str_find(all, STR("\r\n\r\n"));
        size_t at = str_find_nocase(all, STR("content-length: "));
        if (end == SIZE_MAX || at == SIZE_MAX)
            continue;
        head = end + 4;
        length = (size_t)strtoul(text + at + 16, NULL, 10);
        if (len >= head + length)
            return str_starts(all, STR("HTTP/1.1 200"));
    }
}

static void *run_client(void *arg)
{
    struct client *c = arg;
    int one = 1;
    struct sockaddr_in to = {
        .sin_family = AF_INET, .sin_port = htons(c->port), .sin_addr = {htonl(INADDR_LOOPBACK)}};
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    if (fd < 0 || connect(fd, (const struct sockaddr *)&to, sizeof to) ||
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one))
        die("cannot connect");
    for (size_t i = 0, at = 0; i < c->ends.count; at = c->ends.at[i++]) {
        double began = clock_seconds();
        size_t len = c->ends.at[i] - at;
        if (send(fd, c->requests.s + at, len, 0) != (ssize_t)len)
            die("cannot send");
        c->refused += !read_answer(fd);
        c->seconds[i] = clock_seconds() - began;
    }
    close(fd);
    return NULL;
}

static int by_size(const void *a, const void *b)
{
    const double *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

static void report(const char *what, struct client *clients, unsigned logs, size_t each,
                   double seconds)
{
    size_t count = logs * each, refused = 0;
    double *all = calloc(count + 1, sizeof *all);
    if (!all)
        die("no memory");
    for (unsigned i = 0; i < logs; i++) {
        memcpy(all + i * each, clients[i].seconds, each * sizeof *all);
        refused += clients[i].refused;
    }
    qsort(all, count, sizeof *all, by_size);
    printf("%-34s %7.0f a second, median %.2f ms, 99th of 100 %.2f ms%s\n", what,
           (double)count / seconds, all[count / 2] * 1e3, all[count * 99 / 100] * 1e3,
           refused ? "  NOT ALL COSIGNED" : "");
    free(all);
}

static void measure(const char *what, unsigned logs, size_t count, bool grows)
{
    static struct client clients[LOGS_MOST];
    struct signer key;
    struct error err = {0};
    char dir[] = WORK "/XXXXXX";
    size_t each = count / logs;
    if (file_make_dirs(WORK, true, &err) || !mkdtemp(dir) ||
        witness_key_make(dir, STR("witness.example"), &key, &err))
        die(err.why[0] ? err.why : "no folder");
    for (unsigned i = 0; i < logs; i++)
        make_requests(&clients[i], dir, i, each, grows);
    struct server s = start(dir);
    double began = clock_seconds();
    for (unsigned i = 0; i < logs; i++) {
        clients[i].port = s.port;
        if (pthread_create(&clients[i].thread, NULL, run_client, &clients[i]))
            die("no thread");
    }
    for (unsigned i = 0; i < logs; i++)
        pthread_join(clients[i].thread, NULL);
    double seconds = clock_seconds() - began;
    stop(s);
    report(what, clients, logs, each, seconds);
    for (unsigned i = 0; i < logs; i++) {
        buf_free(&clients[i].requests);
        arena_free(&clients[i].arena);
        clients[i] = (struct client){0};
    }
}

/* ---- The disk alone. */

static void measure_disk(void)
{
    char path[] = WORK "/XXXXXX", bytes[1024] = {0};
    enum { SYNCS = 400 };
    struct error err = {0};
    int fd = file_make_dirs(WORK, true, &err) ? -1 : mkstemp(path);
    double began = clock_seconds();
    for (int i = 0; fd >= 0 && i < SYNCS; i++)
        if (write(fd, bytes, sizeof bytes) != (ssize_t)sizeof bytes || fdatasync(fd))
            die("cannot write and sync");
    double seconds = clock_seconds() - began;
    if (fd < 0)
        die("no file");
    close(fd);
    unlink(path);
    printf("%-34s %7.0f a second\n", "the disk: 1 KB appended and synced", SYNCS / seconds);
}

int main(int argc, char **argv)
{
    uint64_t count = REQUESTS;
    if (argc > 1 && !str_number(str_of(argv[1]), GROWN_MOST, &count))
        die("wrong usage");
    printf("goal: 849 a second, each on the disk before its answer\n");
    measure_disk();
    measure("one log that grows", 1, count, true);
    measure_disk();
    measure("16 logs that grow, beside each other", 16, count, true);
    measure("64 logs that grow, beside each other", 64, count, true);
    measure("one log, the same again (no write)", 1, count, false);
    return 0;
}
