/* SPDX-License-Identifier: Apache-2.0 */
/* sandbox_test.c - what a parser child cannot do, and what becomes of a version
 * whose parser tries, loops, crashes, floods or lies.
 *
 * Each attempt runs twice: in a bare child behind sandbox_enter, and as a
 * source behind parse_run.  Under a sanitizer memory is not limited and calls
 * fail instead of killing (ingest/sandbox.c), so there the answer may be either. */
#include "cmocka_all.h"

#include "base/clock.h"
#include "base/file.h"
#include "ingest/frame.h"
#include "ingest/parse.h"
#include "ingest/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SANITIZED 1
#endif
#endif
#ifndef SANITIZED
#define SANITIZED 0
#endif

/* How an attempt ends, besides the signal that killed it. */
enum { NOTHING_HAPPENED = 7, IT_WORKED = 8, WRONG_ERROR = 9 };

/* ---- Attempts.  true: it was done, which must not be; false: refused with errno. */

static bool open_file(void)
{
    return open("/etc/passwd", O_RDONLY) >= 0;
}

static bool open_for_writing(void)
{
    return syscall(SYS_openat, AT_FDCWD, "/tmp/tocsin-sandbox", O_WRONLY | O_CREAT, 0600) >= 0;
}

static bool make_socket(void)
{
    return socket(AF_INET, SOCK_STREAM, 0) >= 0;
}

static bool start_process(void)
{
    return syscall(SYS_fork) >= 0;
}

static bool start_thread(void)
{
    return syscall(SYS_clone, 0x50f00, NULL, NULL, NULL, 0) >= 0;
}

static bool run_program(void)
{
    char *const words[] = {NULL};
    execve("/bin/true", words, words);
    return false;
}

static bool trace_parent(void)
{
    return ptrace(PTRACE_ATTACH, getppid(), NULL, NULL) == 0;
}

static bool map_code(void)
{
    return mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1,
                0) != MAP_FAILED;
}

static bool make_code(void)
{
    void *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return page != MAP_FAILED && mprotect(page, 4096, PROT_READ | PROT_EXEC) == 0;
}

static bool kill_parent(void)
{
    return kill(getppid(), 0) == 0;
}

static const struct attempt {
    const char *what;
    bool (*does)(void);
    bool refused; /* with EPERM; the others kill */
    bool relaxed; /* a sanitizer's run-time needs to be able to */
} attempts[] = {
    {"open a file", open_file, true, false},
    {"make a file", open_for_writing, true, false},
    {"make a socket", make_socket, true, false},
    {"start a process", start_process, false, false},
    {"start a thread", start_thread, false, false},
    {"run a program", run_program, false, false},
    {"trace its parent", trace_parent, false, false},
    {"signal its parent", kill_parent, false, false},
    {"map executable memory", map_code, false, true},
    {"make memory executable", make_code, false, true},
};

/* ---- Behind sandbox_enter. */

static int end_of(void (*body)(void *), void *ctx)
{
    int how = 0;
    fflush(stdout);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        body(ctx);
        _exit(NOTHING_HAPPENED);
    }
    assert_int_equal(waitpid(child, &how, 0), child);
    return how;
}

static void enter(size_t memory, unsigned seconds)
{
    struct error err = {0};
    if (sandbox_enter(&(struct sandbox_limits){.memory = memory, .cpu_seconds = seconds}, &err))
        _exit(WRONG_ERROR);
}

static void attempt_it(void *ctx)
{
    const struct attempt *a = ctx;
    enter((size_t)64 << 20, 10);
    errno = 0;
    if (a->does())
        _exit(IT_WORKED);
    if (a->refused && errno != EPERM)
        _exit(WRONG_ERROR);
}

static void attempts_are_refused_or_kill(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(attempts); i++) {
        struct attempt a = attempts[i];
        if (SANITIZED && a.relaxed)
            continue;
        int how = end_of(attempt_it, &a);
        bool refused = WIFEXITED(how) && WEXITSTATUS(how) == NOTHING_HAPPENED;
        bool killed = WIFSIGNALED(how) && WTERMSIG(how) == SIGSYS;
        if (!(a.refused || SANITIZED ? refused : killed))
            fail_msg("%s: ended with %x", a.what, (unsigned)how);
    }
}

static void use_memory(void *ctx)
{
    size_t *used = ctx;
    enter((size_t)32 << 20, 10);
    for (; *used < (size_t)1 << 30; *used += 1 << 20) {
        char *block = malloc(1 << 20);
        if (!block)
            return;
        memset(block, 1, 1 << 20);
    }
}

static void memory_ends_at_its_limit(void **state)
{
    (void)state;
    if (SANITIZED)
        return;
    size_t *used = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    assert_true(used != MAP_FAILED);
    int how = end_of(use_memory, used);
    assert_true(WIFEXITED(how) && WEXITSTATUS(how) == NOTHING_HAPPENED);
    assert_in_range(*used, (size_t)16 << 20, (size_t)32 << 20);
    munmap(used, 4096);
}

static void use_time(void *ctx)
{
    volatile unsigned *n = ctx;
    enter((size_t)64 << 20, 1);
    for (;;)
        ++*n;
}

static void time_ends_at_its_limit(void **state)
{
    unsigned n = 0;
    double began = clock_seconds();
    (void)state;
    int how = end_of(use_time, &n);
    assert_true(WIFSIGNALED(how));
    assert_true(WTERMSIG(how) == SIGXCPU || WTERMSIG(how) == SIGKILL);
    assert_true(clock_seconds() - began < 60);
}

/* ---- Behind parse_run.  The file's first byte says what the source does. */

static enum status put_good(struct sink *out, const char *ref, struct error *err)
{
    struct arena a = {0};
    struct record r = {.list = STR("test"), .ref = str_of(ref)};
    record_name(&a, &r, QUALITY_PRIMARY, STR("Test"));
    enum status rc = sink_record(out, &a, &r, err);
    arena_free(&a);
    return rc;
}

static void put_raw(const void *bytes, size_t len)
{
    while (len) {
        ssize_t n = write(1, bytes, len);
        if (n <= 0)
            _exit(1);
        bytes = (const char *)bytes + n;
        len -= (size_t)n;
    }
}

static void put_frame(char type, uint32_t claimed, const void *payload, size_t len)
{
    char head[FRAME_HEAD] = {type};
    memcpy(head + 1, &claimed, sizeof claimed);
    put_raw(head, sizeof head);
    put_raw(payload, len);
}

static void crash(void)
{
    signal(SIGSEGV, SIG_DFL);
    raise(SIGSEGV);
}

static void flood(void)
{
    static char block[1 << 16];
    for (;;)
        put_raw(block, sizeof block);
}

static void huge_frame(void)
{
    put_frame('R', UINT32_MAX, "", 0);
}

static void short_record(void)
{
    put_frame('R', 1, "x", 1);
}

static void lying_ref(void)
{
    put_frame('R', 4, "\xff\xff{}", 4);
}

static void no_record(void)
{
    put_frame('R', 7, "\x01\0x{\"a\"", 7);
}

static void unknown_frame(void)
{
    put_frame('?', 0, "", 0);
}

static void removal_without_delta(void)
{
    put_frame('G', 3, "abc", 3);
}

static void lying_summary(void)
{
    struct frame_summary sum = {.records = 12345};
    put_frame('S', sizeof sum, &sum, sizeof sum);
}

static void cut_frame(void)
{
    put_frame('R', 100, "\x01\0x", 3);
    _exit(0);
}

static void early_end(void)
{
    _exit(0);
}

static const struct deed {
    const char *what;
    void (*does)(void);
    const char *says; /* a piece of the sentence; NULL: any */
} deeds[] = {
    {"crash", crash, "fail"},
    {"flood", flood, "makes no sense"},
    {"a frame of 4 GiB", huge_frame, "makes no sense"},
    {"a record frame of one byte", short_record, "makes no sense"},
    {"a ref longer than its frame", lying_ref, "makes no sense"},
    {"a record that is none", no_record, NULL},
    {"a frame of no kind", unknown_frame, "makes no sense"},
    {"a removal that nobody asked for", removal_without_delta, "makes no sense"},
    {"a count that is not so", lying_summary, "makes no sense"},
    {"half a frame", cut_frame, "without a word"},
    {"an early end", early_end, "without a word"},
};

static const char *claims(struct str name, struct str head)
{
    (void)name, (void)head;
    return "test";
}

static enum status parse(const struct input *in, struct sink *out, struct error *err)
{
    unsigned nth = (unsigned char)in->files[0].bytes.s[0];
    enum status rc = put_good(out, "1", err);
    if (nth < COUNT(deeds))
        deeds[nth].does();
    else if (nth - 100 < COUNT(attempts) && attempts[nth - 100].does())
        return put_good(out, "it worked", err);
    return rc;
}

static const struct source naughty = {.name = "naughty", .claims = claims, .parse = parse};

struct gathered {
    bool worked;
};

static enum status take_record(void *ctx, struct str ref, struct str body, struct error *err)
{
    struct gathered *g = ctx;
    g->worked |= str_is(ref, "it worked");
    return body.len && body.s[body.len - 1] == '}'
               ? OK
               : fault(err, ERR_INPUT, 0, "the record %.*s makes no sense", STRF(ref));
}

static enum status run_deed(unsigned nth, struct gathered *g, struct error *err)
{
    char path[] = "/tmp/tocsin-sandbox-XXXXXX", byte = (char)nth;
    struct arena a = {0};
    struct parse_summary summary;
    int fd = mkstemp(path);
    assert_true(fd >= 0 && write(fd, &byte, 1) == 1);
    close(fd);
    struct parse_file file = {.path = path, .name = STR("test")};
    struct parse_job job = {.list = STR("test"),
                            .source = &naughty,
                            .files = &file,
                            .count = 1,
                            .record = take_record,
                            .ctx = g};
    enum status rc = parse_run(&job, &a, &summary, err);
    arena_free(&a);
    unlink(path);
    return rc;
}

static void deeds_of_a_parser_are_faults_of_the_file(void **state)
{
    (void)state;
    for (unsigned i = 0; i < COUNT(deeds); i++) {
        struct error err = {0};
        struct gathered g = {0};
        enum status rc = run_deed(i, &g, &err);
        bool told = !deeds[i].says || strstr(err.why, deeds[i].says) ||
                    (SANITIZED && i == 0 && strstr(err.why, "without a word"));
        if (rc == OK || !told || strlen(err.why) < 20)
            fail_msg("%s: %d, \"%s\"", deeds[i].what, (int)rc, err.why);
        if (rc != ERR_INPUT)
            fail_msg("%s: cannot be held: %d, \"%s\"", deeds[i].what, (int)rc, err.why);
    }
}

static void attempts_of_a_parser_come_to_nothing(void **state)
{
    (void)state;
    for (unsigned i = 0; i < COUNT(attempts); i++) {
        struct error err = {0};
        struct gathered g = {0};
        if (SANITIZED && attempts[i].relaxed)
            continue;
        enum status rc = run_deed(100 + i, &g, &err);
        bool killed = rc == ERR_INPUT && strstr(err.why, "forbidden");
        if (g.worked || !(attempts[i].refused || SANITIZED ? rc == OK : killed))
            fail_msg("%s: %d, \"%s\"", attempts[i].what, (int)rc, err.why);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(attempts_are_refused_or_kill),
        cmocka_unit_test(memory_ends_at_its_limit),
        cmocka_unit_test(time_ends_at_its_limit),
        cmocka_unit_test(deeds_of_a_parser_are_faults_of_the_file),
        cmocka_unit_test(attempts_of_a_parser_come_to_nothing),
    };
    return cmocka_run_group_tests_name("sandbox", tests, NULL, NULL);
}
