/* SPDX-License-Identifier: Apache-2.0 */
/* alike_test.c - the tables below are the specification of likeness: pairs that
 * are spellings of one name, pairs that are not, and which of two is nearer. */
#include "cmocka_all.h"

#include "text/alike_sought.h"

#include <string.h>

static unsigned cost(const char *a, const char *b)
{
    return alike_cost(str_of(a), LETTERS_LATIN, str_of(b), LETTERS_LATIN);
}

static const char *const alike[][2] = {
    {"muhammad", "mohamed"},
    {"usama", "osama"},
    {"qasim", "kassem"},
    {"khalid", "halid"},
    {"yusuf", "youssef"},
    {"jamal", "gamal"},
    {"aleksandr", "alexander"},
    {"sergei", "sergey"},
    {"ivanov", "ivanoff"},
    {"zawahiri", "zawahri"},
    {"kadyrov", "kadirov"},
    {"hizballah", "hezbollah"},
    {"said", "saeed"},
    {"li", "lee"},
    {"jan", "yan"},
    {"chaykovskiy", "tchaikovsky"},
    {"daud", "dawood"},
    {"mikhail", "mikail"},
    {"yevgeny", "evgeniy"},
    {"noureddine", "nuraddin"},
    /* a typo in five letters */
    {"kabir", "kabit"},
    {"salim", "slaim"},
    {"hibatullah", "hibztullah"},
};

static const char *const far[][2] = {
    {"hassan", "hussein"}, {"ali", "alia"},  {"kim", "jim"},   {"amin", "amina"},
    {"karim", "karima"},   {"olaf", "oleg"}, {"iran", "iraq"}, {"salman", "sulayman"},
    {"north", "south"},    {"bank", "tank"}, {"abd", "abu"},   {"al", "el"},
    {"omar", "oman"},      {"44", "45"},     {"a1", "a2"},     {"", "a"},
};

/* The first is nearer to the second than to the third. */
static const char *const nearer[][3] = {
    {"muhammad", "mohamed", "mahmud"}, {"hibatullah", "hibatulla", "hibztullah"},
    {"petrov", "petroff", "petrova"},  {"kassem", "qasim", "hashim"},
    {"sergei", "sergiy", "sergio"},    {"ivanovich", "ivanovitch", "ivanovna"},
};

static void pairs_are_as_in_the_tables(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(alike); i++)
        if (cost(alike[i][0], alike[i][1]) == ALIKE_FAR)
            fail_msg("%s is not %s", alike[i][0], alike[i][1]);
    for (size_t i = 0; i < COUNT(far); i++)
        if (cost(far[i][0], far[i][1]) != ALIKE_FAR)
            fail_msg("%s is %s: %u", far[i][0], far[i][1], cost(far[i][0], far[i][1]));
    for (size_t i = 0; i < COUNT(nearer); i++)
        if (cost(nearer[i][0], nearer[i][1]) >= cost(nearer[i][0], nearer[i][2]))
            fail_msg("%s: %s is not nearer than %s", nearer[i][0], nearer[i][1], nearer[i][2]);
}

static void equal_words_cost_nothing(void **state)
{
    (void)state;
    static const char *const words[] = {
        "", "a", "44", "a1", "muhammad", "\xff\xfe", "abcdefghijklmnopqrstuvwxyzabcdefghijkl"};
    for (size_t i = 0; i < COUNT(words); i++) {
        assert_int_equal(cost(words[i], words[i]), 0);
        uint32_t out[ALIKE_PROBES];
        assert_true(alike_probes(str_of(words[i]), out) > 0);
    }
}

static void words_that_are_too_long_are_alike_to_nothing_else(void **state)
{
    (void)state;
    char a[2 * WORD_MAX], b[2 * WORD_MAX];
    memset(a, 'g', sizeof a);
    memset(b, 'g', sizeof b);
    struct str x = {a, WORD_MAX + 1}, y = {b, WORD_MAX + 2}, z = {b, WORD_MAX + 1};
    assert_int_equal(alike_cost(x, LETTERS_LATIN, y, LETTERS_LATIN), ALIKE_FAR);
    assert_int_equal(alike_cost(x, LETTERS_LATIN, z, LETTERS_LATIN), 0);
}

/* ---- Of words made up of syllables that are often in names. */

static uint32_t next(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

static struct str make_word(uint32_t *seed, char out[WORD_MAX])
{
    static const char *const parts[] = {"mu",  "ham", "mad", "a", "li",  "kh", "a",
                                        "lid", "ya",  "ou",  "s", "sef", "iv", "an",
                                        "ov",  "sky", "zh",  "e", "j",   "sh"};
    size_t n = 0, count = 1 + next(seed) % 5;
    for (size_t i = 0; i < count; i++)
        for (const char *p = parts[next(seed) % COUNT(parts)]; *p && n < WORD_MAX; p++)
            out[n++] = *p;
    return (struct str){out, n};
}

static bool share(struct str a, struct str b)
{
    uint32_t x[ALIKE_PROBES], y[ALIKE_PROBES];
    size_t n = alike_probes(a, x), m = alike_probes(b, y);
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < m; j++)
            if (x[i] == y[j])
                return true;
    return false;
}

/* The other word is the first one with a few letters changed, half the time. */
static void probes_find_whatever_is_alike(void **state)
{
    (void)state;
    uint32_t seed = 1;
    char x[WORD_MAX], y[WORD_MAX];
    for (int i = 0; i < 1000000; i++) {
        struct str a = make_word(&seed, x), b = make_word(&seed, y);
        if (next(&seed) % 2) {
            memcpy(y, x, a.len);
            b.len = a.len;
            for (uint32_t k = next(&seed) % 3 + 1; k > 0; k--)
                y[next(&seed) % b.len] = (char)('a' + next(&seed) % 26);
        }
        enum letters in = next(&seed) % LETTERS_COUNT, to = next(&seed) % LETTERS_COUNT;
        unsigned c = alike_cost(a, in, b, to);
        assert_int_equal(c, alike_cost(b, to, a, in));
        if (c < ALIKE_FAR && !share(a, b))
            fail_msg("%.*s %.*s %u", STRF(a), STRF(b), c);
        struct alike_word ra, rb;
        alike_ready(a, &ra);
        alike_ready(b, &rb);
        assert_int_equal(c, alike_ready_cost(&ra, in, &rb, to));
    }
}

/* Like those that a probe finds: the sought word with letters changed, taken away, put in and
 * swapped, or another word. */
static struct str make_near(uint32_t *seed, struct str word, char out[WORD_MAX])
{
    if (next(seed) % 8 == 0)
        return make_word(seed, out);
    size_t n = word.len;
    memcpy(out, word.s, n);
    for (uint32_t k = next(seed) % 4; k > 0; k--) {
        size_t at = next(seed) % n;
        uint32_t what = next(seed) % 4;
        if (what == 0 && n > 1)
            memmove(out + at, out + at + 1, --n - at);
        else if (what == 1 && n < WORD_MAX)
            memmove(out + at + 1, out + at, n++ - at);
        if (what == 2 && at > 0) {
            char c = out[at];
            out[at] = out[at - 1];
            out[at - 1] = c;
        } else if (at < n)
            out[at] = (char)('a' + next(seed) % 26);
    }
    return (struct str){out, n};
}

static void check_sought(struct alike_sought *s, uint32_t *seed, struct str a, enum letters in)
{
    static const unsigned limits[] = {0, 1, 20, 40, 96, 160, 255};
    char y[WORD_MAX];
    struct str b = make_near(seed, a, y);
    enum letters to = next(seed) % 4 ? LETTERS_LATIN : next(seed) % LETTERS_COUNT;
    unsigned limit = limits[next(seed) % COUNT(limits)];
    unsigned c = alike_cost(a, in, b, to), want = c < limit ? c : ALIKE_FAR;
    unsigned got = alike_sought_cost(s, b, to, limit);
    if (got != want)
        fail_msg("%.*s %u %.*s %u below %u: %u, not %u", STRF(a), (unsigned)in, STRF(b),
                 (unsigned)to, limit, got, want);
}

/* alike_cost() is the slow and simple one. */
static void a_sought_word_costs_the_same(void **state)
{
    (void)state;
    static struct alike_sought s;
    uint32_t seed = 7;
    char x[WORD_MAX];
    for (int i = 0; i < 60000; i++) {
        struct str a = make_word(&seed, x);
        enum letters in = next(&seed) % LETTERS_COUNT;
        alike_sought_begin(&s, a, in);
        for (int k = 0; k < 20; k++)
            check_sought(&s, &seed, a, in);
    }
}

static void words_of_no_or_many_letters_are_sought_too(void **state)
{
    (void)state;
    static const char *const words[] = {"",
                                        "a",
                                        "44",
                                        "a1",
                                        "\xff",
                                        "robert",
                                        "bob",
                                        "abdulrahmanabdulaziz",
                                        "abdurrahmanabdulasis",
                                        "muhammadabdulrahmanibnabdullah",
                                        "muhammadabdulrahmanibnabdullahi",
                                        "muhammadabdulrahmanibnabdullahis"};
    static struct alike_sought s;
    for (size_t i = 0; i < COUNT(words); i++) {
        alike_sought_begin(&s, str_of(words[i]), LETTERS_LATIN);
        for (size_t k = 0; k < COUNT(words); k++)
            if (strlen(words[i]) <= WORD_MAX)
                assert_int_equal(alike_sought_cost(&s, str_of(words[k]), LETTERS_LATIN, 255),
                                 cost(words[i], words[k]));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pairs_are_as_in_the_tables),
        cmocka_unit_test(equal_words_cost_nothing),
        cmocka_unit_test(words_that_are_too_long_are_alike_to_nothing_else),
        cmocka_unit_test(probes_find_whatever_is_alike),
        cmocka_unit_test(a_sought_word_costs_the_same),
        cmocka_unit_test(words_of_no_or_many_letters_are_sought_too),
    };
    return cmocka_run_group_tests_name("alike", tests, NULL, NULL);
}
