/* SPDX-License-Identifier: Apache-2.0 */
/* score_test.c - pairs that must, and must not, be hits; that a score is the sum
 * of its reasons; and what the bound of a search asks of the weights. */
#include "cmocka_all.h"

#include "screen/reason.h"

#include <math.h>
#include <string.h>

#define PERSON SUBJECT_PERSON
#define THING  SUBJECT_THING

static const struct {
    const char *a, *b;
    enum subject subject;
    bool hit;
} cases[] = {
    {"Ordan Velmarov", "Ordan Velmarov", PERSON, true},
    {"Ordan Velmarov", "VELMAROV, Ordan", PERSON, true},
    {"Ordan Velmarov", "Ордан Велмаров", PERSON, true},
    {"Ordan Sergeyevich Velmarov", "Ordan Velmarov", PERSON, true},
    {"Ordan Sergeyevich Velmarov", "Ordan Ivanovich Velmarov", PERSON, false},
    {"Ordan Velmarov", "Ordan Tashkovski", PERSON, false},
    {"Ordan Velmarov", "Ordan", PERSON, false},
    {"Mohammad", "Mohammad Hassan Ali", PERSON, false},
    {"A. S.", "Ordan Velmarov", PERSON, false},
    {"Muhammad Velmarov", "Mohamed Velmarov", PERSON, true},
    {"Abdul Rahman Velmarov", "Abdulrahman Velmarov", PERSON, true},
    {"Ordan bin Velmar Hakim", "Velmar bin Ordan Hakim", PERSON, false},
    {"Velmarov Shipping Ltd", "Velmarov Shipping Limited", THING, true},
    {"Velmarov Shipping LLC", "OOO Velmarov Shipping", THING, true},
    {"Velmarov Bank", "Tashkov Bank", THING, false},
    {"Brigade 44", "Brigade 45", THING, false},
    {"Ahmed Salrem", "Ahmed Salem", PERSON, true}, /* nobody is called Salrem */
    {"Ahmed Saleh", "Ahmed Salem", PERSON, false},
    {"Ordan Salmna", "Ordan Salman", PERSON, true},  /* a slip, not a woman */
    {"Hassan Kusyuk", "Hasan Kysiuk", PERSON, true}, /* nobody else is called nearly so */
    {"상호 박", "Chang Ho Pak", PERSON, false},
    {"国华 李", "Guihua Li", PERSON, false}, /* other syllables, not a slip */
    {"Tarabzi Rhouma bin Mohamed bin Monsaf", "Monsaf bin Mohamed bin Rhouma Tarabzi", PERSON,
     true}, /* all turned round */
    {"James James Smith", "Jame Jame", PERSON, false},
    {"Elena Tortegui Almendo", "ETA", THING, false},
    {"Velmar Industries", "Velmar", THING, true},
    {"Velmar Industries", "Velmar Bank", THING, false},
    {"Velmar Systems", "Velmar", THING, false}, /* of one family, perhaps */
    {"ABC Holding", "ABC", THING, false},
    {"Bank Holding", "Bank", THING, false},
    {"O. Velmarov", "Ordan Velmarov", PERSON, true},
    {"O. Hassan", "Ordan Hassan", PERSON, false},
    {"N.V. Co", "N.V. Co", THING, true},
    {"ISIS", "Islamic State of Iraq and Syria", THING, true},
    {"ISIS", "Isabel Sofia Inez Soares", PERSON, false},
    {"TALIBAN ORGANIZATION", "TEHRAN PRISONS ORGANIZATION", THING, false},
};

static void score_of(const char *a, const char *b, enum subject subject, struct asked *x,
                     struct asked *y, struct score *s, size_t *i, size_t *j)
{
    asked_read(str_of(a), x);
    asked_read(str_of(b), y);
    compare_names(x, y, subject, s, i, j);
}

static void hits_are_as_in_the_table(void **state)
{
    (void)state;
    static struct asked x, y;
    struct score s;
    size_t wrong = 0, i, j;
    for (size_t k = 0; k < COUNT(cases); k++) {
        for (int turned = 0; turned < 2; turned++) {
            const char *a = turned ? cases[k].b : cases[k].a, *b = turned ? cases[k].a : cases[k].b;
            score_of(a, b, cases[k].subject, &x, &y, &s, &i, &j);
            if ((score_of_odds(s.odds) >= 0.7) == cases[k].hit)
                continue;
            print_error("%s | %s: %.3f\n", a, b, score_of_odds(s.odds));
            wrong++;
        }
    }
    assert_int_equal(wrong, 0);
}

static void reasons_add_up(void **state)
{
    (void)state;
    static struct asked x, y;
    struct arena a = {0};
    struct score s;
    size_t i, j;
    for (size_t k = 0; k < COUNT(cases); k++) {
        reason_vec reasons = {0};
        score_of(cases[k].a, cases[k].b, cases[k].subject, &x, &y, &s, &i, &j);
        reasons_of(&a, &x.side[i], &y.side[j], &s, &reasons);
        double sum = 0;
        for (size_t r = 0; r < reasons.count; r++)
            sum += reasons.at[r].weight;
        assert_true(fabs(sum - s.odds) < 0.01 * EVIDENCE_COUNT);
    }
    arena_free(&a);
}

/* bound_need() takes it that this evidence only speaks for, and all other only
 * against; and that nearness never outweighs the conflict that it softens. */
static void weights_keep_the_bound(void **state)
{
    (void)state;
    static const enum evidence speak_for[] = {EVIDENCE_AGREED, EVIDENCE_OF_QUERY, EVIDENCE_OF_NAME,
                                              EVIDENCE_WHOLE, EVIDENCE_NEAR};
    for (int k = 0; k < SUBJECT_COUNT; k++) {
        enum subject subject = (enum subject)k;
        bool for_it[EVIDENCE_COUNT] = {[EVIDENCE_PRIOR] = true, [EVIDENCE_SAME] = true};
        for (size_t i = 0; i < COUNT(speak_for); i++) {
            for_it[speak_for[i]] = true;
            assert_true(score_weight(subject, speak_for[i]) >= 0);
        }
        for (size_t e = 0; e < EVIDENCE_COUNT; e++)
            assert_true(for_it[e] || score_weight(subject, (enum evidence)e) <= 0);
        assert_true(score_weight(subject, EVIDENCE_NEAR) <=
                    -score_weight(subject, EVIDENCE_CONFLICT));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hits_are_as_in_the_table),
        cmocka_unit_test(reasons_add_up),
        cmocka_unit_test(weights_keep_the_bound),
    };
    return cmocka_run_group_tests_name("score", tests, NULL, NULL);
}
