/* SPDX-License-Identifier: Apache-2.0 */
/* parse_test.c - the parser child when it is not our own any more: sources that
 * break out of the frames or reach for what the sandbox keeps from them, and a
 * parent whose disk is full meanwhile. */
#include "cmocka_all.h"

#include "base/clock.h"
#include "base/file.h"
#include "ingest/frame.h"
#include "ingest/parse.h"
#include "ingest/sandbox.h"
#include "text/clean.h"

#include <linux/futex.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* ---- Sources. */

static const char *claims_all(struct str name, struct str head)
{
    (void)name, (void)head;
    return "any";
}

/* Writes past the sink, as code that has been taken over would, and leaves. */
static void say(char type, struct str payload)
{
    struct buf b = {0};
    uint32_t len = (uint32_t)payload.len;
    buf_byte(&b, type);
    buf_put(&b, (struct str){(const char *)&len, sizeof len});
    buf_put(&b, payload);
    struct error err = {0};
    if (file_put(1, buf_str(&b), "frames", &err))
        _exit(2);
    buf_free(&b);
}

static void say_unknown(struct str what)
{
    char payload[8192] = {1};
    memcpy(payload + 8, what.s, what.len);
    say('U', (struct str){payload, 8 + what.len});
}

static enum status finish(struct frame_summary sum)
{
    say('S', (struct str){(const char *)&sum, sizeof sum});
    _exit(0);
}

static enum status long_unknown(const struct input *in, struct sink *out, struct error *err)
{
    static char what[8000];
    (void)in, (void)out, (void)err;
    memset(what, 'x', sizeof what);
    say_unknown((struct str){what, sizeof what});
    return finish((struct frame_summary){0});
}

static enum status unknown_not_utf8(const struct input *in, struct sink *out, struct error *err)
{
    (void)in, (void)out, (void)err;
    say_unknown(STR("ab\xff"));
    return finish((struct frame_summary){0});
}

static enum status generated_no_instant(const struct input *in, struct sink *out, struct error *err)
{
    (void)in, (void)out, (void)err;
    return finish((struct frame_summary){.generated = "zzz"});
}

static enum status list_date_no_day(const struct input *in, struct sink *out, struct error *err)
{
    (void)in, (void)out, (void)err;
    return finish((struct frame_summary){.list_date = "2020-13-01"});
}

static enum status format_no_word(const struct input *in, struct sink *out, struct error *err)
{
    (void)in, (void)out, (void)err;
    return finish((struct frame_summary){.format = "x\xff"});
}

static enum status error_not_utf8(const struct input *in, struct sink *out, struct error *err)
{
    struct frame_error e = {.status = ERR_INPUT, .why = "bad \xff\xc3 end"};
    (void)in, (void)out, (void)err;
    say('E', (struct str){(const char *)&e, sizeof e});
    _exit(0);
}

static enum status fails_at_once(const struct input *in, struct sink *out, struct error *err)
{
    (void)in, (void)out;
    return fault(err, ERR_INPUT, 0, "not read at all");
}

/* Names one ref after the other, without end. */
static void say_refs(char type)
{
    for (uint64_t n = 0;; n++) {
        char frame[1000 * 32];
        size_t len = 0;
        for (int i = 0; i < 1000; i++) {
            uint32_t size = type == 'R' ? 2 + 8 + 2 : 8;
            uint16_t ref_len = 8;
            uint64_t ref = (n * 1000 + (unsigned)i) | UINT64_C(0x4040404000000000);
            frame[len++] = type;
            memcpy(frame + len, &size, sizeof size);
            len += sizeof size;
            if (type == 'R')
                memcpy(frame + len, &ref_len, sizeof ref_len), len += sizeof ref_len;
            memcpy(frame + len, &ref, sizeof ref);
            len += sizeof ref;
            if (type == 'R')
                memcpy(frame + len, "{}", 2), len += 2;
        }
        struct error err = {0};
        if (file_put(1, (struct str){frame, len}, "frames", &err))
            _exit(2);
    }
}

static enum status names_without_end(const struct input *in, struct sink *out, struct error *err)
{
    (void)in, (void)out, (void)err;
    say_refs('R');
    return OK;
}

static enum status removes_without_end(const struct input *in, struct sink *out, struct error *err)
{
    (void)in, (void)out, (void)err;
    say_refs('G');
    return OK;
}

/* Takes no processor time, so that the limit of that never ends it. */
static enum status sleeps(const struct input *in, struct sink *out, struct error *err)
{
    static int word;
    (void)in, (void)out, (void)err;
    while (syscall(SYS_futex, &word, FUTEX_WAIT_PRIVATE, 0, NULL, NULL, 0) <= 0)
        ;
    return OK;
}

/* Set before the child is forked. */
static pid_t victim;

static enum status signals_another(const struct input *in, struct sink *out, struct error *err)
{
    (void)in, (void)out;
    return syscall(SYS_tgkill, victim, victim, 0) == 0
               ? fault(err, ERR_INPUT, 0, "another process was reached")
               : fault(err, ERR_INPUT, 0, "no other process was reached");
}

static enum status writes_to_stderr(const struct input *in, struct sink *out, struct error *err)
{
    (void)in, (void)out;
    return write(2, "", 0) == 0 ? fault(err, ERR_INPUT, 0, "standard error is open")
                                : fault(err, ERR_INPUT, 0, "standard error is closed");
}

/* ---- Running them. */

struct ran_parse {
    enum status rc;
    struct error err;
    struct arena a;
    struct parse_summary sum;
};

static size_t named;

static enum status take_record(void *ctx, struct str ref, struct str body, struct error *err)
{
    (void)ctx, (void)ref, (void)body, (void)err;
    named++;
    return OK;
}

static enum status take_gone(void *ctx, struct str ref, struct error *err)
{
    (void)ctx, (void)ref, (void)err;
    named++;
    return OK;
}

typedef enum status source_parse(const struct input *in, struct sink *out, struct error *err);
typedef enum status bytes_take(void *ctx, size_t file, struct str block, struct error *err);

/* Long enough for a child that is not asleep, even under a sanitizer. */
enum { SILENCE = 5000 };

static void run_sized(struct ran_parse *r, source_parse *parse, bool streams, size_t size,
                      bytes_take *bytes, unsigned silence)
{
    char path[] = "/tmp/tocsin-parse-test-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    char *content = calloc(1, size);
    assert_non_null(content);
    memset(content, ' ', size);
    struct error err = {0};
    assert_int_equal(file_put(fd, (struct str){content, size}, path, &err), OK);
    free(content);
    close(fd);
    struct source source = {
        .name = "test", .streams = streams, .claims = claims_all, .parse = parse};
    struct parse_file file = {.path = path, .name = STR("file")};
    struct parse_job job = {.list = STR("zz"),
                            .source = &source,
                            .files = &file,
                            .count = 1,
                            .bytes = bytes,
                            .silence = silence,
                            .record = take_record,
                            .gone = take_gone};
    *r = (struct ran_parse){.rc = OK};
    r->rc = parse_run(&job, &r->a, &r->sum, &r->err);
    unlink(path);
}

static void run(struct ran_parse *r, source_parse *parse)
{
    run_sized(r, parse, false, 10, NULL, SILENCE);
}

/* ---- Tests. */

static void frames_that_make_no_sense_are_refused(void **state)
{
    static source_parse *const sources[] = {long_unknown, unknown_not_utf8, generated_no_instant,
                                            list_date_no_day, format_no_word};
    (void)state;
    for (size_t i = 0; i < COUNT(sources); i++) {
        struct ran_parse r;
        run(&r, sources[i]);
        if (r.rc != ERR_INPUT)
            fail_msg("source %zu: status %d", i, r.rc);
        assert_string_equal(r.err.why, "the parser sent a frame that makes no sense");
        arena_free(&r.a);
    }
}

static void reasons_are_utf8(void **state)
{
    struct ran_parse r;
    (void)state;
    run(&r, error_not_utf8);
    assert_int_equal(r.rc, ERR_INPUT);
    assert_string_equal(r.err.why, "bad ?? end");
}

static enum status disk_is_full(void *ctx, size_t file, struct str block, struct error *err)
{
    (void)ctx, (void)file;
    if (block.len)
        return OK;
    usleep(200000); /* the child has said what it thinks of the file */
    return fault(err, ERR_IO, 0, "the disk is full");
}

/* A version whose bytes could not be kept must not be held as if they were. */
static void bytes_that_were_not_kept_are_our_fault(void **state)
{
    struct ran_parse r;
    (void)state;
    run_sized(&r, fails_at_once, false, 10, disk_is_full, SILENCE);
    assert_int_equal(r.rc, ERR_IO);
    assert_string_equal(r.err.why, "the disk is full");
}

static void a_child_that_ends_early_is_no_signal(void **state)
{
    struct ran_parse r;
    (void)state;
    signal(SIGPIPE, SIG_DFL);
    run_sized(&r, fails_at_once, true, 8 << 20, NULL, SILENCE);
    assert_string_equal(r.err.why, "not read at all");
}

static void the_child_reaches_no_other_process(void **state)
{
    struct ran_parse r;
    (void)state;
    victim = getpid();
    run(&r, signals_another);
    assert_int_equal(r.rc, ERR_INPUT);
    assert_string_not_equal(r.err.why, "another process was reached");
}

static void the_child_has_two_descriptors(void **state)
{
    struct ran_parse r;
    (void)state;
    if (SANDBOX_SANITIZED)
        skip(); /* a sanitizer's report goes there */
    run(&r, writes_to_stderr);
    assert_string_equal(r.err.why, "standard error is closed");
}

/* Whom parse_run started is gone when it returns: it has waited for it. */
static void a_child_that_sleeps_is_ended(void **state)
{
    struct ran_parse r;
    (void)state;
    double began = clock_seconds();
    run_sized(&r, sleeps, false, 10, NULL, 250);
    double took = clock_seconds() - began;
    assert_int_equal(r.rc, ERR_INPUT);
    assert_string_equal(r.err.why, "the file made the parser fall silent for 0.25 seconds");
    assert_true(took > 0.2 && took < 20);
    assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
}

static void refs_are_bounded_by_the_files(void **state)
{
    static source_parse *const sources[] = {names_without_end, removes_without_end};
    static const size_t sizes[] = {10, 1 << 20};
    (void)state;
    for (size_t i = 0; i < COUNT(sources); i++)
        for (size_t j = 0; j < COUNT(sizes); j++) {
            struct ran_parse r;
            named = 0;
            run_sized(&r, sources[i], false, sizes[j], NULL, SILENCE);
            assert_int_equal(r.rc, ERR_INPUT);
            assert_string_equal(r.err.why, "the parser names more entries than files of this "
                                           "size can have");
            assert_int_equal(named, PARSE_REFS_FREE + sizes[j] / PARSE_BYTES_A_REF);
            arena_free(&r.a);
        }
}

/* SIGXCPU is what the parent understands; SIGKILL could be anything. */
static void too_much_time_is_told_from_other_deaths(void **state)
{
    (void)state;
    pid_t child = fork();
    if (child == 0) {
        struct error err = {0};
        if (sandbox_enter(&(struct sandbox_limits){.memory = 64 << 20, .cpu_seconds = 1}, &err))
            _exit(1);
        for (volatile unsigned n = 0;; n++)
            ;
    }
    int how = 0;
    assert_int_equal(waitpid(child, &how, 0), child);
    assert_true(WIFSIGNALED(how));
    assert_int_equal(WTERMSIG(how), SIGXCPU);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(frames_that_make_no_sense_are_refused),
        cmocka_unit_test(reasons_are_utf8),
        cmocka_unit_test(bytes_that_were_not_kept_are_our_fault),
        cmocka_unit_test(the_child_reaches_no_other_process),
        cmocka_unit_test(the_child_has_two_descriptors),
        cmocka_unit_test(a_child_that_sleeps_is_ended),
        cmocka_unit_test(refs_are_bounded_by_the_files),
        cmocka_unit_test(too_much_time_is_told_from_other_deaths),
        cmocka_unit_test(a_child_that_ends_early_is_no_signal),
    };
    return cmocka_run_group_tests_name("parse", tests, NULL, NULL);
}
