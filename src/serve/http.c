/* SPDX-License-Identifier: Apache-2.0 */
/* http.c - two threads of libmicrohttpd read requests and send answers, by epoll; a third has the
 * handler, which may wait for the disk.  While it does, whole requests gather in a queue, their
 * connections suspended.  At worst 512 connections hold 16 KB of headers and a body each. */
#include "serve/http.h"

#include "base/clock.h"
#include "serve/crowd.h"
#include "serve/microhttpd.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum {
    THREADS = 2,
    CONNECTIONS = 512,
    HEADERS_MOST = 16 << 10,
    REQUEST_SECONDS = 30, /* from the first byte, or the answer before, to the last of its answer */
    BACKLOG = 1024,
    FILES = 2 * CONNECTIONS,
    ENDING_SECONDS = 5, /* what is being answered has so long when the server is to end */
};

struct exchange {
    struct http_asked asked;
    struct MHD_Connection *connection;
    struct exchange *next; /* in the queue */
    struct buf body;
    bool answered;
};

struct http {
    struct microhttpd mhd;
    const struct http_options *o;
    struct crowd *crowd;

    pthread_t answering;
    pthread_mutex_t lock; /* of what follows */
    pthread_cond_t came;
    struct exchange *first, **last;
    bool ending; /* nothing is queued any more */
};

/* ---- The queue. */

/* False when it is too late. */
static bool queue_put(struct http *h, struct exchange *x)
{
    pthread_mutex_lock(&h->lock);
    bool open = !h->ending;
    if (open) {
        /* Before anybody can resume it. */
        h->mhd.suspend_connection(x->connection);
        *h->last = x;
        h->last = &x->next;
        pthread_cond_signal(&h->came);
    }
    pthread_mutex_unlock(&h->lock);
    return open;
}

/* Waits for some; none when the end has come. */
static size_t queue_take(struct http *h, struct http_asked *all[HTTP_TOGETHER_MOST])
{
    size_t count = 0;
    pthread_mutex_lock(&h->lock);
    while (!h->first && !h->ending)
        pthread_cond_wait(&h->came, &h->lock);
    for (; h->first && count < HTTP_TOGETHER_MOST; h->first = h->first->next)
        all[count++] = &h->first->asked;
    if (!h->first)
        h->last = &h->first;
    pthread_mutex_unlock(&h->lock);
    return count;
}

static void *answer_all(void *ctx)
{
    struct http *h = ctx;
    struct http_asked *all[HTTP_TOGETHER_MOST];
    for (size_t count; (count = queue_take(h, all));) {
        h->o->handle(h->o->ctx, all, count);
        for (size_t i = 0; i < count; i++) {
            struct exchange *x = (struct exchange *)(void *)all[i]; /* its first member */
            x->answered = true;
            h->mhd.resume_connection(x->connection);
        }
    }
    return NULL;
}

static void queue_end(struct http *h)
{
    pthread_mutex_lock(&h->lock);
    h->ending = true;
    pthread_cond_signal(&h->came);
    pthread_mutex_unlock(&h->lock);
    pthread_join(h->answering, NULL);
}

/* ---- One request. */

static struct guest *guest_of(struct http *h, struct MHD_Connection *c)
{
    const union MHD_ConnectionInfo *info =
        h->mhd.get_connection_info(c, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    return info ? info->socket_context : NULL;
}

static enum MHD_Result send_answer(struct http *h, struct MHD_Connection *c,
                                   const struct http_answer *a)
{
    enum MHD_Result sent = MHD_NO;
    struct MHD_Response *r =
        h->mhd.create_response_from_buffer(a->body.len, a->body.s, MHD_RESPMEM_MUST_COPY);
    if (!r)
        return MHD_NO;
    bool good = h->mhd.add_response_header(r, "Content-Type", a->type) == MHD_YES &&
                h->mhd.add_response_header(r, "Cache-Control", "no-cache") == MHD_YES;
    if (good && a->allow)
        good = h->mhd.add_response_header(r, "Allow", a->allow) == MHD_YES;
    if (good)
        sent = h->mhd.queue_response(c, a->status, r);
    h->mhd.destroy_response(r);
    return sent;
}

static enum MHD_Result too_large(struct http *h, struct MHD_Connection *c)
{
    struct http_answer a = {.status = 413, .type = "text/plain; charset=utf-8"};
    buf_printf(&a.body, "a request has at most %zu bytes\n", h->o->body_most);
    enum MHD_Result sent = send_answer(h, c, &a);
    buf_free(&a.body);
    return sent;
}

/* The headers are there.  An answer now keeps the body from being read. */
static enum MHD_Result begin(struct http *h, struct MHD_Connection *c, void **place)
{
    uint64_t length = 0;
    const char *told =
        h->mhd.lookup_connection_value(c, MHD_HEADER_KIND, MHD_HTTP_HEADER_CONTENT_LENGTH);
    if (told && !str_number(str_of(told), h->o->body_most, &length))
        return too_large(h, c);
    *place = calloc(1, sizeof(struct exchange));
    return *place ? MHD_YES : MHD_NO;
}

/* A body whose length nobody told ends the connection when it is too long. */
static enum MHD_Result collect(struct http *h, struct exchange *x, const char *data, size_t *len)
{
    if (*len > h->o->body_most - x->body.len)
        return MHD_NO;
    buf_put(&x->body, (struct str){data, *len});
    *len = 0;
    return x->body.failed ? MHD_NO : MHD_YES;
}

/* The request is whole.  It is called again when there is an answer. */
static enum MHD_Result answer(struct http *h, struct MHD_Connection *c, const char *method,
                              const char *path, struct exchange *x)
{
    struct http_answer *a = &x->asked.answer;
    if (x->answered)
        return a->body.failed ? MHD_NO : send_answer(h, c, a);
    x->asked.request =
        (struct http_request){str_of(method), str_of(path), buf_str(&x->body), clock_seconds()};
    *a = (struct http_answer){.status = 500, .type = "text/plain; charset=utf-8"};
    x->connection = c;
    crowd_serving(h->crowd, guest_of(h, c));
    return queue_put(h, x) ? MHD_YES : MHD_NO;
}

static enum MHD_Result on_request(void *ctx, struct MHD_Connection *c, const char *path,
                                  const char *method, const char *version, const char *data,
                                  size_t *len, void **place)
{
    struct http *h = ctx;
    (void)version;
    if (!*place)
        return begin(h, c, place);
    if (*len)
        return collect(h, *place, data, len);
    return answer(h, c, method, path, *place);
}

static void on_completed(void *ctx, struct MHD_Connection *c, void **place,
                         enum MHD_RequestTerminationCode how)
{
    struct http *h = ctx;
    struct exchange *x = *place;
    (void)how;
    crowd_served(h->crowd, guest_of(h, c), clock_seconds());
    if (x) {
        buf_free(&x->body);
        buf_free(&x->asked.answer.body);
    }
    free(x);
    *place = NULL;
}

static void on_connection(void *ctx, struct MHD_Connection *c, void **guest,
                          enum MHD_ConnectionNotificationCode what)
{
    struct http *h = ctx;
    if (what == MHD_CONNECTION_NOTIFY_CLOSED) {
        crowd_leave(h->crowd, *guest);
        *guest = NULL;
        return;
    }
    int fd = h->mhd.get_connection_info(c, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
    *guest = crowd_enter(h->crowd, fd, clock_seconds());
    if (!*guest)
        shutdown(fd, SHUT_RDWR);
}

/* ---- Listening. */

struct place {
    union {
        struct sockaddr any;
        struct sockaddr_in v4;
        struct sockaddr_in6 v6;
    } at;
    socklen_t len;
};

static enum status parse_place(const char *text, struct place *out, struct error *err)
{
    char host[INET6_ADDRSTRLEN];
    const char *colon = strrchr(text, ':');
    uint64_t port;
    *out = (struct place){0};
    bool good = colon && str_number(str_of(colon + 1), 65535, &port);
    struct str name = {text, good ? (size_t)(colon - text) : 0};
    bool v6 = name.len > 2 && name.s[0] == '[' && name.s[name.len - 1] == ']';
    name = v6 ? str_span(name, 1, name.len - 2) : name;
    good = good && name.len < sizeof host;
    snprintf(host, sizeof host, "%.*s", good ? (int)name.len : 0, text + v6);
    if (good && v6) {
        out->at.v6 =
            (struct sockaddr_in6){.sin6_family = AF_INET6, .sin6_port = htons((in_port_t)port)};
        out->len = sizeof out->at.v6;
        good = inet_pton(AF_INET6, host, &out->at.v6.sin6_addr) == 1;
    } else if (good) {
        out->at.v4 =
            (struct sockaddr_in){.sin_family = AF_INET, .sin_port = htons((in_port_t)port)};
        out->len = sizeof out->at.v4;
        good = inet_pton(AF_INET, host, &out->at.v4.sin_addr) == 1;
    }
    return good ? OK
                : fault(err, ERR_USAGE, 0,
                        "'%.80s' is not where one can listen: 127.0.0.1:8080, [::1]:8080", text);
}

static void print_place(const struct place *p, char text[80])
{
    char host[INET6_ADDRSTRLEN] = "";
    bool v6 = p->at.any.sa_family == AF_INET6;
    inet_ntop(p->at.any.sa_family,
              v6 ? (const void *)&p->at.v6.sin6_addr : (const void *)&p->at.v4.sin_addr, host,
              sizeof host);
    snprintf(text, 80, "%s%s%s:%u", v6 ? "[" : "", host, v6 ? "]" : "",
             ntohs(v6 ? p->at.v6.sin6_port : p->at.v4.sin_port));
}

static enum status listen_at(const char *text, int *out, char address[80], struct error *err)
{
    struct place p;
    int one = 1;
    enum status rc = parse_place(text, &p, err);
    if (rc)
        return rc;
    int fd = socket(p.at.any.sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0 || setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one) ||
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one) || bind(fd, &p.at.any, p.len) ||
        listen(fd, BACKLOG) || getsockname(fd, &p.at.any, &p.len)) {
        rc = fault_errno(err, "cannot listen at", text);
        if (fd >= 0)
            close(fd);
        return rc;
    }
    print_place(&p, address);
    *out = fd;
    return OK;
}

/* ---- Serving. */

/* As many files as there may be connections, if the system lets us. */
static void take_files(void)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) || limit.rlim_cur >= FILES)
        return;
    limit.rlim_cur = limit.rlim_max < FILES ? limit.rlim_max : FILES;
    (void)setrlimit(RLIMIT_NOFILE, &limit);
}

static struct MHD_Daemon *start(struct http *h, int fd)
{
    return h->mhd.start_daemon(
        MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME, 0, NULL, NULL, on_request, h,
        MHD_OPTION_LISTEN_SOCKET, fd, MHD_OPTION_THREAD_POOL_SIZE, (unsigned)THREADS,
        MHD_OPTION_CONNECTION_LIMIT, (unsigned)CONNECTIONS, MHD_OPTION_CONNECTION_TIMEOUT,
        (unsigned)REQUEST_SECONDS, MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)HEADERS_MOST,
        MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_NOTIFY_COMPLETED, on_completed, h,
        MHD_OPTION_NOTIFY_CONNECTION, on_connection, h, MHD_OPTION_END);
}

static void until_told_to_end(struct http *h, const sigset_t *signals)
{
    const struct timespec second = {.tv_sec = 1};
    while (sigtimedwait(signals, NULL, &second) < 0)
        crowd_reap(h->crowd, clock_seconds());
}

/* Nobody new is let in; who is being answered is waited for. */
static void end_daemon(struct http *h, struct MHD_Daemon *daemon)
{
    const struct timespec moment = {.tv_nsec = 10000000};
    double began = clock_seconds();
    int fd = h->mhd.quiesce_daemon(daemon);
    if (fd >= 0)
        shutdown(fd, SHUT_RDWR); /* a thread may be accepting there still */
    while (crowd_being_served(h->crowd) && clock_seconds() - began < ENDING_SECONDS)
        nanosleep(&moment, NULL);
    queue_end(h); /* no connection is suspended behind it */
    h->mhd.stop_daemon(daemon);
    if (fd >= 0)
        close(fd);
}

enum status http_serve(const struct http_options *o, struct error *err)
{
    struct http h = {.o = o, .lock = PTHREAD_MUTEX_INITIALIZER, .came = PTHREAD_COND_INITIALIZER};
    h.last = &h.first;
    sigset_t signals, before;
    char address[80];
    int fd = -1;
    enum status rc = microhttpd_load(MICROHTTPD_NAME, &h.mhd, err);
    if (rc)
        return rc;
    take_files();
    rc = listen_at(o->listen, &fd, address, err);
    if (rc)
        return rc;
    /* Before there are threads, so that the signals are this one's. */
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    pthread_sigmask(SIG_BLOCK, &signals, &before);
    struct MHD_Daemon *daemon = NULL;
    h.crowd = crowd_new(CONNECTIONS, REQUEST_SECONDS);
    bool answering = h.crowd && pthread_create(&h.answering, NULL, answer_all, &h) == 0;
    if (answering && !(daemon = start(&h, fd)))
        queue_end(&h);
    if (daemon) {
        o->ready(o->ctx, address);
        until_told_to_end(&h, &signals);
        end_daemon(&h, daemon);
    } else {
        close(fd);
        rc = fault(err, ERR_NETWORK, 0, "the server at %s cannot be started", address);
    }
    crowd_free(h.crowd);
    pthread_cond_destroy(&h.came);
    pthread_mutex_destroy(&h.lock);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return rc;
}
