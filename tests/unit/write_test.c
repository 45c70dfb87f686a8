/* SPDX-License-Identifier: Apache-2.0 */
/* write_test.c - sets come out in the order of their bytes, whatever is in them. */
#include "cmocka_all.h"

#include "record/decode.h"
#include "record/record.h"

#include <string.h>

static unsigned draw(unsigned *seed, unsigned below)
{
    *seed = *seed * 1103515245U + 12345U;
    return (*seed >> 16) % below;
}

/* A text that is like others for up to 60 bytes and may be one of them. */
static struct str invent(struct arena *a, unsigned *seed)
{
    char text[80];
    size_t alike = 15 * draw(seed, 5), more = draw(seed, 7);
    memset(text, 'a', alike);
    for (size_t i = 0; i < more; i++)
        text[alike + i] = "ab \"!\n\xc3\xa9"[draw(seed, 6)];
    return arena_copy(a, (struct str){text, alike + more});
}

/* record_decode takes sets in strictly rising order and no others. */
static void sets_are_in_order_and_without_repetitions(void **state)
{
    static const size_t counts[] = {2, 8, 9, 13, 64, 65, 300, 2000};
    (void)state;
    for (unsigned round = 0; round < 400; round++) {
        struct arena a = {0};
        struct record r = {.list = STR("test"), .ref = STR("1")};
        struct buf b = {0};
        struct error err = {0};
        struct node *top;
        unsigned seed = round;
        record_name(&a, &r, QUALITY_PRIMARY, STR("Test"));
        for (size_t i = 0; i < counts[round % COUNT(counts)]; i++) {
            record_text(&a, &r.remarks, invent(&a, &seed));
            record_detail(&a, &r, "test", invent(&a, &seed));
        }
        record_write(&r, &b);
        if (record_decode(&a, buf_str(&b), &top, &err))
            fail_msg("round %u: %s", round, err.why);
        buf_free(&b);
        arena_free(&a);
    }
}

/* Ever longer beginnings in rising and falling order make bad pivots. */
static void long_likenesses_are_sorted_too(void **state)
{
    struct arena a = {0};
    struct record r = {.list = STR("test"), .ref = STR("1")};
    struct buf b = {0};
    struct error err = {0};
    struct node *top;
    char text[1500];
    (void)state;
    record_name(&a, &r, QUALITY_PRIMARY, STR("Test"));
    memset(text, 'a', sizeof text);
    for (size_t len = 1; len < sizeof text; len++) {
        struct str one = {text, len}, other = {text, sizeof text - len};
        record_text(&a, &r.remarks, len % 2 ? one : other);
    }
    record_write(&r, &b);
    assert_int_equal(record_decode(&a, buf_str(&b), &top, &err), OK);
    buf_free(&b);
    arena_free(&a);
}

/* A line wrapped inside a name is the file's form, two blanks are the list's. */
static size_t distinct(const struct str *text, size_t count)
{
    size_t distinct = 0, j;
    for (size_t i = 0; i < count; i++) {
        for (j = 0; j < i && !str_equal(text[i], text[j]); j++)
            ;
        distinct += j == i;
    }
    return distinct;
}

/* Sets of every size, of texts that share beginnings of every length; the decoder
 * takes none that is out of order. */
static void any_set_is_sorted(void **state)
{
    struct arena a = {0};
    struct buf b = {0};
    struct error err = {0};
    struct node *top;
    unsigned seed = 1;
    (void)state;
    for (size_t count = 1; count < 400; count++) {
        struct record r = {.list = STR("test"), .ref = STR("1")};
        arena_reset(&a);
        buf_clear(&b);
        record_name(&a, &r, QUALITY_PRIMARY, STR("Test"));
        for (size_t i = 0; i < count % 100 + 1; i++) {
            char text[40];
            size_t len = 1 + (seed >> 20) % (count / 100 * 12 + 2);
            for (size_t k = 0; k < len; k++, seed = seed * 1103515245U + 12345U)
                text[k] = k + 3 < len ? 'a' : "ab"[(seed >> 16) % 2];
            seed = seed * 1103515245U + 12345U;
            struct str *one = VEC_ADD(&a, &r.remarks);
            *one = arena_copy(&a, (struct str){text, len});
        }
        record_write(&r, &b);
        assert_int_equal(record_decode(&a, buf_str(&b), &top, &err), OK);
        size_t written = 0;
        NODE_ALL (remark, node_child(top, "remarks"))
            written += remark != NULL;
        assert_int_equal(written, distinct(r.remarks.at, r.remarks.count));
    }
    buf_free(&b);
    arena_free(&a);
}

static void verbatim_forms_are_without_line_ends(void **state)
{
    static const struct {
        const char *given, *kept; /* "": nothing */
    } table[] = {
        {"Grey Falcon Trading", ""},
        {"Grey Falcon\n            Trading", ""},
        {"Grey Falcon \r\n\tTrading", ""},
        {"Grey  Falcon\nTrading", ",\"verbatim\":\"Grey  Falcon Trading\""},
        {"Grey Falcon\xc2\xa0Trading", ",\"verbatim\":\"Grey Falcon\xc2\xa0Trading\""},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(table); i++) {
        struct arena a = {0};
        struct record r = {.list = STR("test"), .ref = STR("1")};
        struct buf b = {0};
        record_name(&a, &r, QUALITY_PRIMARY, str_of(table[i].given));
        record_write(&r, &b);
        struct str want = arena_printf(
            &a, "[{\"quality\":\"primary\",\"text\":\"Grey Falcon Trading\"%s}]", table[i].kept);
        if (str_find(buf_str(&b), want) == SIZE_MAX)
            fail_msg("row %zu: %s", i, buf_cstr(&b));
        buf_free(&b);
        arena_free(&a);
    }
}

/* A text may hold one; a reference has to be typed and found again. */
static void a_nul_is_in_no_reference(void **state)
{
    static const struct {
        struct str ref;
        enum status rc;
    } cases[] = {{{"a\0b", 3}, ERR_CORRUPT}, {{"ab", 2}, OK}};
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct arena a = {0};
        struct record r = {.list = STR("test"), .ref = cases[i].ref};
        struct buf b = {0};
        struct error err = {0};
        struct node *top;
        record_name(&a, &r, QUALITY_PRIMARY, (struct str){"Te\0st", 5});
        record_write(&r, &b);
        assert_int_equal(record_decode(&a, buf_str(&b), &top, &err), cases[i].rc);
        buf_free(&b);
        arena_free(&a);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_nul_is_in_no_reference),
        cmocka_unit_test(sets_are_in_order_and_without_repetitions),
        cmocka_unit_test(long_likenesses_are_sorted_too),
        cmocka_unit_test(any_set_is_sorted),
        cmocka_unit_test(verbatim_forms_are_without_line_ends),
    };
    return cmocka_run_group_tests_name("write", tests, NULL, NULL);
}
