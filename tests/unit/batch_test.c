/* SPDX-License-Identifier: Apache-2.0 */
/* batch_test.c - many questions give the same lines in the same order, however many
 * threads answer them; and stop when they are told to. */
#include "cmocka_all.h"

#include "index_run.h"
#include "screen/batch.h"

#include <string.h>

enum { SEED = 5, ENTRIES = 300, QUESTIONS = 6000, BROKEN_AT = 2500 };

static struct index *made(struct buf *bytes)
{
    struct error err = {0};
    struct index *ix = NULL;
    struct index_builder *b = run_builder(SEED, ENTRIES, 1);
    assert_non_null(b);
    assert_int_equal(index_builder_bytes(b, bytes, &err), OK);
    assert_int_equal(index_open_bytes(buf_str(bytes), &ix, &err), OK);
    index_builder_free(b);
    return ix;
}

struct asking {
    size_t next, breaks_at; /* questions; SIZE_MAX: never */
    struct buf answers;
    struct batch_count count;
    size_t stop_after; /* rows */
};

static bool next_question(void *ctx, struct arena *a, struct batch_row *row, struct error *err)
{
    struct asking *k = ctx;
    if (k->next == QUESTIONS)
        return false;
    if (k->next == k->breaks_at) {
        (void)fault(err, ERR_IO, k->next, "the file ends in the middle of a row");
        return false;
    }
    struct gen_name n = gen_query(SEED, ENTRIES, (enum gen_mix)(k->next % GEN_MIXES), k->next);
    *row = (struct batch_row){.id = arena_printf(a, "%zu", k->next),
                              .question = {.name = arena_copy(a, (struct str){n.s, n.len})},
                              .bad = k->next % 1000 == 999 ? "a bad row" : NULL};
    k->next++;
    return true;
}

static bool take_answers(void *ctx, struct str lines, struct batch_count of)
{
    struct asking *k = ctx;
    buf_put(&k->answers, lines);
    k->count.rows += of.rows;
    k->count.hits += of.hits;
    k->count.unscreened += of.unscreened;
    return k->count.rows < k->stop_after;
}

static enum status run(const struct index *ix, unsigned threads, struct asking *k)
{
    struct error err = {0};
    struct screen_options o = {0};
    struct batch b = {.ix = ix,
                      .options = &o,
                      .threads = threads,
                      .next = next_question,
                      .put = take_answers,
                      .ctx = k};
    return batch_run(&b, &err);
}

/* The lines are those of questions 0 to count - 1, in this order. */
static void in_order(struct str lines, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct str line;
        char id[32];
        lines = str_cut(lines, '\n', &line);
        snprintf(id, sizeof id, "{\"id\":\"%zu\",", i);
        assert_true(str_starts(line, str_of(id)));
    }
    assert_int_equal(lines.len, 0);
}

static void threads_do_not_matter(void **state)
{
    (void)state;
    struct buf bytes = {0};
    struct index *ix = made(&bytes);
    struct asking one = {.breaks_at = SIZE_MAX, .stop_after = SIZE_MAX}, four = one;
    assert_int_equal(run(ix, 1, &one), OK);
    assert_int_equal(run(ix, 4, &four), OK);
    in_order(buf_str(&one.answers), QUESTIONS);
    assert_true(str_equal(buf_str(&one.answers), buf_str(&four.answers)));
    assert_memory_equal(&one.count, &four.count, sizeof one.count);
    assert_int_equal(one.count.rows, QUESTIONS);
    assert_int_equal(one.count.unscreened, QUESTIONS / 1000);
    assert_true(one.count.hits > QUESTIONS / 4);
    buf_free(&one.answers);
    buf_free(&four.answers);
    index_close(ix);
    buf_free(&bytes);
}

static void it_stops(void **state)
{
    (void)state;
    struct buf bytes = {0};
    struct index *ix = made(&bytes);
    struct asking told = {.breaks_at = SIZE_MAX, .stop_after = 1};
    struct asking broken = {.breaks_at = BROKEN_AT, .stop_after = SIZE_MAX};
    assert_int_equal(run(ix, 4, &told), OK);
    assert_true(told.count.rows > 0 && told.count.rows < QUESTIONS);
    in_order(buf_str(&told.answers), told.count.rows);
    assert_int_equal(run(ix, 4, &broken), ERR_IO);
    in_order(buf_str(&broken.answers), broken.count.rows); /* what was answered is good */
    buf_free(&told.answers);
    buf_free(&broken.answers);
    index_close(ix);
    buf_free(&bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(threads_do_not_matter),
        cmocka_unit_test(it_stops),
    };
    return cmocka_run_group_tests_name("batch", tests, NULL, NULL);
}
