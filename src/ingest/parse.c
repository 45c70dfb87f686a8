/* SPDX-License-Identifier: Apache-2.0 */
/* parse.c - the parent's side: one thread feeds the files, this one takes the frames. */
#include "ingest/parse.h"

#include "base/clock.h"
#include "base/sha256.h"
#include "ingest/child.h"
#include "ingest/frame.h"
#include "ingest/sandbox.h"
#include "text/clean.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { BLOCK = 256 << 10, PIPE_SIZE = 1 << 20, SILENCE = 300 * 1000 };

/* A sanitizer reports on standard error; a parser has nothing to say there. */
enum { FIRST_CLOSED = SANDBOX_SANITIZED ? 3 : 2 };

/* ---- Feeding, on its own thread. */

struct feeder {
    const struct parse_job *job;
    int to_child;
    int fd[PARSE_FILES_MAX];
    uint64_t size[PARSE_FILES_MAX];
    struct hasher *hasher;
    char *block;
    struct error err;
};

/* false when the child reads no more: its own words will say why. */
static bool feed(int fd, struct str s)
{
    while (s.len) {
        ssize_t n = write(fd, s.s, s.len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return false;
        s = str_from(s, (size_t)n);
    }
    return true;
}

/* Whom one reading of a file is for. */
enum reading { FOR_CHILD = 1, FOR_JOB = 2 };

static enum status read_file(struct feeder *f, size_t i, int whom, struct sha256 *sum)
{
    const struct parse_job *job = f->job;
    uint64_t left = f->size[i];
    bool listening = whom & FOR_CHILD, wanted = (whom & FOR_JOB) && job->bytes;
    listening = listening && feed(f->to_child, (struct str){(const char *)&left, sizeof left});
    hasher_begin(f->hasher);
    for (off_t at = 0; left;) {
        ssize_t n = pread(f->fd[i], f->block, left < BLOCK ? (size_t)left : BLOCK, at);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return fault_errno(&f->err, "cannot read", job->files[i].path);
        if (n == 0)
            return fault(&f->err, ERR_IO, 0, "%s became shorter while it was read",
                         job->files[i].path);
        struct str s = {f->block, (size_t)n};
        at += n;
        left -= (uint64_t)n;
        hasher_add(f->hasher, s);
        enum status rc = wanted ? job->bytes(job->bytes_ctx, i, s, &f->err) : OK;
        if (rc)
            return rc;
        listening = listening && feed(f->to_child, s);
    }
    *sum = hasher_end(f->hasher);
    return wanted ? job->bytes(job->bytes_ctx, i, (struct str){0}, &f->err) : OK;
}

/* A file that is parsed whole is read twice: first for the child, which cannot
 * begin before it has all of it, then for the job, while the child parses.
 * That both got the same bytes is checked.  One that streams is read once, for
 * both, at the pace of the slower. */
static enum status feed_files(struct feeder *f)
{
    const struct parse_job *job = f->job;
    struct sha256 parsed[PARSE_FILES_MAX], kept;
    int first = job->source->streams ? FOR_CHILD | FOR_JOB : FOR_CHILD;
    enum status rc = OK;
    for (size_t i = 0; i < job->count && !rc; i++)
        rc = read_file(f, i, first, &parsed[i]);
    for (size_t i = 0; i < job->count && !rc && job->bytes && first == FOR_CHILD; i++) {
        rc = read_file(f, i, FOR_JOB, &kept);
        if (!rc && !sha256_equal(parsed[i], kept))
            rc = fault(&f->err, ERR_IO, 0, "%s changed while it was read", job->files[i].path);
    }
    return rc;
}

static void *feed_all(void *ctx)
{
    struct feeder *f = ctx;
    sigset_t pipe;
    sigemptyset(&pipe);
    sigaddset(&pipe, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &pipe, NULL); /* a child that reads no more is no signal */
    f->block = malloc(BLOCK);
    f->hasher = hasher_new();
    if (f->block && f->hasher)
        (void)feed_files(f); /* f->err tells */
    else
        fault(&f->err, ERR_MEMORY, 0, "no memory to read the files");
    hasher_free(f->hasher);
    free(f->block);
    close(f->to_child);
    return NULL;
}

static enum status open_files(struct feeder *f, uint64_t *total, struct error *err)
{
    *total = 0;
    for (size_t i = 0; i < f->job->count; i++) {
        const char *path = f->job->files[i].path;
        struct stat st;
        f->fd[i] = open(path, O_RDONLY | O_CLOEXEC);
        if (f->fd[i] < 0)
            return fault_errno(err, "cannot open", path);
        if (fstat(f->fd[i], &st))
            return fault_errno(err, "cannot examine", path);
        if (!S_ISREG(st.st_mode))
            return fault(err, ERR_INPUT, 0, "%s is not a regular file", path);
        f->size[i] = (uint64_t)st.st_size;
        *total += f->size[i];
    }
    return OK;
}

/* ---- Taking frames. */

struct taker {
    const struct parse_job *job;
    struct arena *a;
    struct parse_summary *out;
    struct error *err;
    int from_child;
    struct buf bytes; /* read, not yet taken */
    uint64_t refs;    /* that may still be named */
    bool ended;       /* S or E has come */
};

static enum status nonsense(struct taker *t)
{
    return fault(t->err, ERR_INPUT, 0, "the parser sent a frame that makes no sense");
}

/* What is kept for each ref, and each record, must not grow by what a child says
 * alone. */
static enum status spend_ref(struct taker *t)
{
    if (t->refs == 0)
        return fault(t->err, ERR_INPUT, 0,
                     "the parser names more entries than files of this size can have");
    t->refs--;
    return OK;
}

static enum status take_record(struct taker *t, struct str payload)
{
    uint16_t ref_len;
    if (payload.len < sizeof ref_len)
        return nonsense(t);
    memcpy(&ref_len, payload.s, sizeof ref_len);
    payload = str_from(payload, sizeof ref_len);
    if (ref_len == 0 || ref_len > payload.len)
        return nonsense(t);
    enum status rc = spend_ref(t);
    if (rc)
        return rc;
    t->out->records++;
    return t->job->record(t->job->ctx, str_span(payload, 0, ref_len), str_from(payload, ref_len),
                          t->err);
}

static enum status take_gone(struct taker *t, struct str ref)
{
    if (!t->job->gone)
        return nonsense(t);
    enum status rc = spend_ref(t);
    return rc ? rc : t->job->gone(t->job->ctx, ref, t->err);
}

static enum status take_unknown(struct taker *t, struct str payload)
{
    uint64_t count;
    if (payload.len < sizeof count || payload.len > sizeof count + SINK_WHAT_MAX ||
        utf8_valid(str_from(payload, sizeof count)) != payload.len - sizeof count ||
        t->out->unknown.count >= SINK_UNKNOWN_MAX)
        return nonsense(t);
    memcpy(&count, payload.s, sizeof count);
    struct parse_unknown *u = VEC_ADD(t->a, &t->out->unknown);
    u->what = arena_copy(t->a, str_from(payload, sizeof count));
    u->count = count;
    return OK;
}

/* "", or what sink_generated, sink_list_date and sink_format write. */
static bool good_summary(const struct frame_summary *sum)
{
    char canonical[INSTANT_TEXT];
    int64_t at;
    struct str made = str_of(sum->generated), day = str_of(sum->list_date);
    for (const char *c = sum->format; *c; c++)
        if (*c <= ' ' || *c > '~')
            return false;
    if (made.len && (!instant_parse(made, &at) || !str_is(made, instant_text(at, canonical))))
        return false;
    return day.len == 0 || (day.len == 10 && instant_parse(day, &at));
}

static enum status take_summary(struct taker *t, struct str payload)
{
    struct frame_summary sum;
    if (payload.len != sizeof sum)
        return nonsense(t);
    memcpy(&sum, payload.s, sizeof sum);
    sum.format[sizeof sum.format - 1] = 0;
    sum.generated[sizeof sum.generated - 1] = 0;
    sum.list_date[sizeof sum.list_date - 1] = 0;
    if (sum.records != t->out->records || !good_summary(&sum))
        return nonsense(t);
    memcpy(t->out->format, sum.format, sizeof sum.format);
    memcpy(t->out->generated, sum.generated, sizeof sum.generated);
    memcpy(t->out->list_date, sum.list_date, sizeof sum.list_date);
    t->out->declared = sum.declared;
    t->out->partial = sum.partial;
    t->out->delta = sum.delta;
    t->ended = true;
    return OK;
}

static enum status take_error(struct taker *t, struct str payload)
{
    struct frame_error e;
    if (payload.len != sizeof e)
        return nonsense(t);
    memcpy(&e, payload.s, sizeof e);
    e.why[sizeof e.why - 1] = 0;
    t->ended = true;
    enum status status = e.status == ERR_MEMORY ? ERR_MEMORY
                         : e.status == ERR_IO   ? ERR_IO
                                                : ERR_INPUT;
    return fault_at(t->err, status, e.line, e.offset, "%s", e.why);
}

static enum status take_frame(struct taker *t, char type, struct str payload)
{
    if (t->ended)
        return nonsense(t);
    switch (type) {
    case 'R':
        return take_record(t, payload);
    case 'G':
        return take_gone(t, payload);
    case 'U':
        return take_unknown(t, payload);
    case 'S':
        return take_summary(t, payload);
    case 'E':
        return take_error(t, payload);
    default:
        return nonsense(t);
    }
}

/* Takes all whole frames in t->bytes and keeps the rest. */
static enum status take_frames(struct taker *t)
{
    struct str rest = buf_str(&t->bytes);
    while (rest.len >= FRAME_HEAD) {
        uint32_t len;
        memcpy(&len, rest.s + 1, sizeof len);
        if (len > FRAME_MAX)
            return nonsense(t);
        if (rest.len - FRAME_HEAD < len)
            break;
        enum status rc = take_frame(t, rest.s[0], str_span(rest, FRAME_HEAD, len));
        if (rc)
            return rc;
        rest = str_from(rest, FRAME_HEAD + (size_t)len);
    }
    if (rest.len)
        memmove(t->bytes.s, rest.s, rest.len);
    t->bytes.len = rest.len;
    return OK;
}

/* Waits until there is something to read.  A child that parses says something
 * now and then; its processor time is limited, but not how long it may sleep. */
static enum status await(struct taker *t)
{
    struct pollfd p = {.fd = t->from_child, .events = POLLIN};
    int ready, silence = t->job->silence ? (int)t->job->silence : SILENCE;
    do
        ready = poll(&p, 1, silence);
    while (ready < 0 && errno == EINTR);
    if (ready < 0)
        return fault_errno(t->err, "cannot wait for", "the parser");
    return ready ? OK
                 : fault(t->err, ERR_INPUT, 0,
                         "the file made the parser fall silent for %g seconds", silence / 1e3);
}

static enum status take_all(struct taker *t)
{
    for (;;) {
        enum status rc = await(t);
        if (rc)
            return rc;
        char *room = buf_room(&t->bytes, BLOCK);
        if (!room)
            return fault(t->err, ERR_MEMORY, 0, "no memory to read from the parser");
        ssize_t n = read(t->from_child, room, BLOCK);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return fault_errno(t->err, "cannot read from", "the parser");
        if (n == 0)
            return OK;
        t->bytes.len += (size_t)n;
        rc = take_frames(t);
        if (rc)
            return rc;
    }
}

/* ---- Both together. */

static enum status explain_death(int how, struct error *err)
{
    if (WIFSIGNALED(how) && WTERMSIG(how) == SIGXCPU)
        return fault(err, ERR_INPUT, 0, "the file took the parser more time than is allowed");
    if (WIFSIGNALED(how) && WTERMSIG(how) == SIGSYS)
        return fault(err, ERR_INPUT, 0, "the file made the parser try something forbidden");
    if (WIFSIGNALED(how))
        return fault(err, ERR_INPUT, 0, "the file made the parser fail (signal %d)", WTERMSIG(how));
    return fault(err, ERR_INPUT, 0, "the file made the parser end without a word (out of memory?)");
}

static pid_t start_child(const struct parse_job *job, uint64_t total, int *to, int *from,
                         struct error *err)
{
    int down[2] = {-1, -1}, up[2] = {-1, -1};
    size_t memory = job->memory            ? job->memory
                    : job->source->streams ? (size_t)512 << 20
                                           : ((size_t)192 << 20) + 8 * (size_t)total;
    unsigned seconds = 60 + (unsigned)(total >> 21);
    pid_t child = -1;
    if (pipe2(down, O_CLOEXEC) || pipe2(up, O_CLOEXEC)) {
        fault_errno(err, "cannot make a pipe for", "the parser");
    } else {
        (void)fcntl(down[1], F_SETPIPE_SZ, PIPE_SIZE);
        (void)fcntl(up[1], F_SETPIPE_SZ, PIPE_SIZE);
        child = fork();
        if (child < 0)
            fault_errno(err, "cannot start", "the parser");
    }
    if (child == 0) {
        /* Nothing but the two pipes goes along. */
        if (dup2(down[0], 0) < 0 || dup2(up[1], 1) < 0 || close_range(FIRST_CLOSED, ~0U, 0))
            _exit(1);
        child_run(job, memory, seconds, 0, 1);
    }
    if (down[0] >= 0)
        close(down[0]);
    if (up[1] >= 0)
        close(up[1]);
    *to = down[1];
    *from = up[0];
    return child;
}

/* The steps of one process, in their order.
 * NOLINTNEXTLINE(readability-function-cognitive-complexity) */
enum status parse_run(const struct parse_job *job, struct arena *a, struct parse_summary *out,
                      struct error *err)
{
    struct error said = {0};
    struct feeder f = {.job = job, .to_child = -1};
    struct taker t = {.job = job, .a = a, .out = out, .err = &said, .from_child = -1};
    uint64_t total = 0;
    pthread_t thread;
    pid_t child = -1;
    *out = (struct parse_summary){0};
    for (size_t i = 0; i < PARSE_FILES_MAX; i++)
        f.fd[i] = -1;
    enum status rc =
        job->count > PARSE_FILES_MAX
            ? fault(err, ERR_USAGE, 0, "more than %d files for one version", PARSE_FILES_MAX)
            : open_files(&f, &total, err);
    if (!rc) {
        child = start_child(job, total, &f.to_child, &t.from_child, err);
        if (child < 0)
            rc = ERR_IO;
    }
    if (!rc && pthread_create(&thread, NULL, feed_all, &f)) {
        rc = fault(err, ERR_IO, 0, "cannot start a thread to read the files");
    } else if (!rc) {
        t.refs = PARSE_REFS_FREE + total / PARSE_BYTES_A_REF;
        rc = take_all(&t);
        if (rc) /* nobody listens any more: end the child and with it the feeding */
            kill(child, SIGKILL);
        close(t.from_child);
        t.from_child = -1;
        pthread_join(thread, NULL);
        f.to_child = -1;
        int how = 0;
        while (waitpid(child, &how, 0) < 0 && errno == EINTR)
            ;
        child = -1;
        if (!rc && !t.ended)
            rc = explain_death(how, &said);
        /* What the child says of bytes that could not be read or kept is no
         * matter: nothing may stand on them. */
        if (f.err.status) {
            rc = f.err.status;
            said = f.err;
        }
        if (rc)
            fault_at(err, rc, said.line, said.offset, "%s", said.why);
    }
    if (child > 0) {
        kill(child, SIGKILL);
        waitpid(child, NULL, 0);
    }
    if (f.to_child >= 0)
        close(f.to_child);
    if (t.from_child >= 0)
        close(t.from_child);
    for (size_t i = 0; i < job->count && i < PARSE_FILES_MAX; i++)
        if (f.fd[i] >= 0)
            close(f.fd[i]);
    buf_free(&t.bytes);
    return rc;
}
