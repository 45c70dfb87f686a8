/* SPDX-License-Identifier: Apache-2.0 */
/* alike_test.c - the tables below are the specification of likeness: pairs that
 * are spellings of one name, pairs that are not, and which of two is nearer. */
#include "cmocka_all.h"

#include "text/alike.h"

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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pairs_are_as_in_the_tables),
        cmocka_unit_test(equal_words_cost_nothing),
        cmocka_unit_test(probes_find_whatever_is_alike),
    };
    return cmocka_run_group_tests_name("alike", tests, NULL, NULL);
}
