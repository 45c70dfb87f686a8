/* SPDX-License-Identifier: Apache-2.0 */
/* post_test.c - the table below says how a message ends for ways in which tests/server/server.py
 * behaves; and none of them takes longer than all may. */
#include "cmocka_all.h"
#include "server_run.h"

#include "base/clock.h"
#include "ingest/post.h"

enum { ANSWER_MOST = 5000, AGAIN = 3 };

struct world {
    struct server server;
    struct arena arena;
    unsigned over, again; /* how often that was called, and is to say so still */
};

static struct world world;

static int start(void **state)
{
    (void)state;
    return server_start(&world.server, "/nowhere") ? 0 : -1;
}

static int stop(void **state)
{
    (void)state;
    server_stop(&world.server);
    arena_free(&world.arena);
    return 0;
}

static bool over(void *ctx, size_t which, struct post *p)
{
    struct world *w = ctx;
    (void)which;
    assert_true((p->status == 0) == (p->error.status != OK));
    w->over++;
    if (!w->again || !p->status)
        return false;
    w->again--;
    buf_byte(&p->body, '+');
    return true;
}

static void run(struct post *posts, size_t count, double seconds, const char *ca)
{
    struct error err = {0};
    const struct post_options o = {.seconds = seconds,
                                   .answer_most = ANSWER_MOST,
                                   .proxy = "",
                                   .ca_file = ca,
                                   .over = over,
                                   .ctx = &world};
    world.over = 0;
    assert_int_equal(post_all(posts, count, &o, &err), OK);
}

static struct post message(const char *url)
{
    struct post p = {.url = server_address(&world.server, &world.arena, url), .private_ok = true};
    buf_puts(&p.body, "a message\n");
    return p;
}

static void done(struct post *p)
{
    buf_free(&p->body);
    buf_free(&p->answer);
}

static const struct {
    const char *url;
    unsigned status;
    const char *says; /* the answer, or a part of the reason */
} cases[] = {
    {"/back?key=once", 200, "a message\n"},
    {"/need-agent", 200, "Tocsin/" TOCSIN_VERSION " (sanctions list archive)"},
    {"/status?code=409", 409, "<html>sorry</html>"},
    {"/status?code=500", 500, "<html>sorry</html>"},
    {"/redirect?to=/back", 302, "moved"},
    {"/empty", 200, ""},
    {"/ok?size=5000", 200, NULL},
    {"/ok?size=5001", 0, "127.0.0.1 answers with more than 5000 bytes"},
    {"/endless", 0, "127.0.0.1 answers with more than 5000 bytes"},
    {"/headers", 0, "127.0.0.1 answers with more than 5000 bytes"},
    {"/garbage", 0, "127.0.0.1: "},
    {"/reset", 0, "127.0.0.1: "},
    {"/mute", 0, "127.0.0.1: no answer in 1.5 seconds"},
    {"/stall", 0, "127.0.0.1: no answer in 1.5 seconds"},
    {"/drip", 0, "127.0.0.1: no answer in 1.5 seconds"},
    {"http://127.0.0.1:1/", 0, "127.0.0.1: "},
    {"https://127.0.0.1:{tls}/back", 0, "certificate"},
    {"ftp://127.0.0.1/", 0, "only http and https are fetched, not ftp"},
    {"http://me:secret@127.0.0.1/", 0, "user name or password"},
    {"no URL", 0, "not a URL"},
};

/* All at once: those that answer are not kept by those that do not. */
static void ends_are_as_in_the_table(void **state)
{
    struct post posts[COUNT(cases)];
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++)
        posts[i] = message(cases[i].url);
    double began = clock_seconds();
    run(posts, COUNT(cases), 1.5, NULL);
    assert_true(clock_seconds() - began < 4);
    assert_int_equal(world.over, COUNT(cases));
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct post *p = &posts[i];
        const char *said = p->status ? buf_cstr(&p->answer) : p->error.why;
        if (p->status != cases[i].status ||
            (cases[i].says &&
             (p->status ? strcmp(said, cases[i].says) != 0 : strstr(said, cases[i].says) == NULL)))
            fail_msg("%s: %u %.200s", cases[i].url, p->status, said);
        done(p);
    }
}

static void a_private_address_must_be_allowed(void **state)
{
    static const char *const urls[] = {"/back", "http://localhost:{port}/back"};
    (void)state;
    for (size_t i = 0; i < COUNT(urls); i++) {
        struct post p = message(urls[i]);
        p.private_ok = false;
        run(&p, 1, 5, NULL);
        assert_int_equal(p.status, 0);
        assert_non_null(strstr(p.error.why, "a private address, which config.ini does not allow"));
        done(&p);
    }
}

static void it_is_sent_again_as_it_has_become(void **state)
{
    struct post p = message("/back?key=again");
    (void)state;
    world.again = AGAIN;
    run(&p, 1, 5, NULL);
    assert_int_equal(world.over, AGAIN + 1);
    assert_string_equal(buf_cstr(&p.answer), "a message\n+++a message\n+++"
                                             "a message\n+++a message\n+++");
    done(&p);
}

static void a_server_is_trusted_by_its_certificate(void **state)
{
    struct post p = message("https://127.0.0.1:{tls}/back?key=tls");
    (void)state;
    run(&p, 1, 5, world.server.ca);
    assert_string_equal(p.error.why, "");
    assert_string_equal(buf_cstr(&p.answer), "a message\n");
    done(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ends_are_as_in_the_table),
        cmocka_unit_test(a_private_address_must_be_allowed),
        cmocka_unit_test(it_is_sent_again_as_it_has_become),
        cmocka_unit_test(a_server_is_trusted_by_its_certificate),
    };
    return cmocka_run_group_tests_name("post", tests, start, stop);
}
