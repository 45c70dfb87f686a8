/* SPDX-License-Identifier: Apache-2.0 */
/* measure_test.c - the lists' words for measures, and the measures of their programmes. */
#include "cmocka_all.h"

#include "base/clock.h"
#include "base/data.h"
#include "format/csv.h"
#include "record/record.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    const char *words, *type;
} table[] = {
    /* UK: SanctionsImposed and the names of the indicators */
    {"Asset freeze", "asset-freeze"},
    {"Travel Ban", "travel-ban"},
    {"Arms embargo", "arms-embargo"},
    {"AssetFreeze", "asset-freeze"},
    {"ArmsEmbargo", "arms-embargo"},
    {"TargetedArmsEmbargo", "arms-embargo"},
    {"CharteringOfShips", "transport-restrictions"},
    {"ClosureOfRepresentativeOffices", "business-restrictions"},
    {"CrewServicingOfShipsAndAircraft", "services-ban"},
    {"Deflag", "transport-restrictions"},
    {"PreventionOfBusinessArrangements", "business-restrictions"},
    {"ProhibitionOfPortEntry", "transport-restrictions"},
    {"TravelBan", "travel-ban"},
    {"PreventionOfCharteringOfShips", "transport-restrictions"},
    {"PreventionOfCharteringOfShipsAndAircraft", "transport-restrictions"},
    {"TechnicalAssistanceRelatedToAircraft", "services-ban"},
    {"TrustServicesSanctions", "services-ban"},
    {"DirectorDisqualificationSanction", "director-disqualification"},
    {"Trust Services Sanctions", "services-ban"},
    /* Australia: column names */
    {"Targeted Financial Sanction", "asset-freeze"},
    {"Maritime Restriction", "transport-restrictions"},
    /* Switzerland: sanctions-set */
    {"Financial measures", "asset-freeze"},
    {"Financial measures, annex 2", "asset-freeze"},
    {"Entry and transit ban, annex 2", "travel-ban"},
    {"Travel restrictions", "travel-ban"},
    /* OFAC: sanctionsType */
    {"Block", "asset-freeze"},
    {"Reject", "financial-restrictions"},
    {"Correspondent Account or Payable-Through Account Sanctions", "financial-restrictions"},
    /* EU */
    {"Prohibition to make funds available", "asset-freeze"},
    {"Freezing of funds and economic resources", "asset-freeze"},
    {"Restrictions on admission", "travel-ban"},
    {"Prohibition to satisfy claims", "no-claims"},
    /* FollowTheMoney programmes */
    {"Arms restrictions", "arms-embargo"},
    {"Export control", "export-control"},
    {"Financial restrictions", "financial-restrictions"},
    {"Import restrictions", "import-restrictions"},
    {"Transportation restrictions", "transport-restrictions"},
    {"Investment ban", "investment-ban"},
    {"Services ban", "services-ban"},
    {"Debarment", "debarment"},
    {"Aid suspension", "aid-suspension"},
    {"Sectoral sanctions", "sectoral-sanctions"},
    /* words that must not be read into others */
    {"Program", "other"},
    {"Building block", "other"},
    {"Rejected", "other"},
    {"Financial measures of another kind", "other"},
    {"", "other"},
    {"—", "other"},
};

static void words_are_as_in_the_table(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(table); i++) {
        const char *type = measure_of(str_of(table[i].words));
        assert_string_equal(type, table[i].type);
        assert_string_equal(measure_of(str_of(type)), type); /* a common word means itself */
    }
}

/* ---- Regimes. */

static void join(const struct record *r, char *text, size_t room)
{
    text[0] = '\0';
    for (size_t i = 0; i < r->measures.count; i++) {
        size_t at = strlen(text);
        snprintf(text + at, room - at, "%s%.*s", at ? ";" : "", STRF(r->measures.at[i].type));
    }
}

static const struct {
    const char *list, *regime;
    enum kind kind;
    bool known;
    const char *measures;
} regimes[] = {
    {"un", "un:Taliban", KIND_PERSON, true, "arms-embargo;asset-freeze;travel-ban"},
    {"un", "un:taliban", KIND_UNKNOWN, true, "arms-embargo;asset-freeze;travel-ban"},
    {"un", "un:Al-Qaida", KIND_ORGANISATION, true, "arms-embargo;asset-freeze"},
    {"un", "un:GB", KIND_ORGANISATION, true, ""},
    {"us-sdn", "us:FTO", KIND_ORGANISATION, true, "asset-freeze;support-crime;travel-ban"},
    {"us-sdn", "us:UKRAINE-EO13662", KIND_ORGANISATION, true, "asset-freeze"},
    {"us-cons", "us:UKRAINE-EO13662", KIND_ORGANISATION, true, "financial-restrictions"},
    {"us-cons", "us:BELARUS", KIND_ORGANISATION, false, ""},
    {"us-cons", "us:SDGT", KIND_ORGANISATION, true, ""},
    {"eu", "eu:TERR", KIND_PERSON, true, "asset-freeze"},
    {"gb", "gb:AFG", KIND_PERSON, true, "asset-freeze;travel-ban"},
    {"gb", "gb:The Afghanistan (Sanctions) (EU Exit) Regulations 2020", KIND_PERSON, true,
     "asset-freeze;travel-ban"},
    {"au", "au:1988 (Taliban)", KIND_VESSEL, true, "arms-embargo;asset-freeze"},
    {"os", "ftm:EU-AFG", KIND_PERSON, true, "arms-embargo;asset-freeze;travel-ban"},
    {"un", "un:Talib", KIND_PERSON, false, ""},
    {"un", "un:Talibans", KIND_PERSON, false, ""},
    {"", "", KIND_PERSON, false, ""},
    {"zz", "zz", KIND_PERSON, false, ""},
    {"key", "key", KIND_PERSON, false, ""}, /* the header is not a regime */
};

static void regimes_are_as_in_the_table(void **state)
{
    (void)state;
    struct arena a = {0};
    for (size_t i = 0; i < COUNT(regimes); i++) {
        char text[200];
        struct record r = {.list = str_of(regimes[i].list), .kind = regimes[i].kind};
        assert_int_equal(record_regime(&a, &r, regimes[i].regime), regimes[i].known);
        join(&r, text, sizeof text);
        assert_string_equal(text, regimes[i].measures);
    }
    arena_free(&a);
}

static void own_measures_stand_before_those_of_the_regime(void **state)
{
    (void)state;
    struct arena a = {0};
    struct record r = {0};
    record_measure(&a, &r, STR(" Travel Ban\n"));
    record_measure(&a, &r, STR("  "));
    assert_int_equal(r.measures.count, 1);
    assert_true(str_is(r.measures.at[0].text, "Travel Ban"));
    assert_true(str_is(r.measures.at[0].type, "travel-ban"));
    assert_true(str_is(r.measures.at[0].from, "entry"));
    assert_true(record_regime(&a, &r, "eu:TERR"));
    assert_false(record_regime(&a, &r, "eu:NOTHING"));
    assert_int_equal(r.measures.count, 1);

    struct record two = {0}; /* programmes add up */
    assert_true(record_regime(&a, &two, "eu:TERR"));
    assert_true(record_regime(&a, &two, "un:GB"));
    assert_int_equal(two.measures.count, 2);
    assert_true(str_is(two.measures.at[0].from, "regime"));
    arena_free(&a);
}

static bool all_are_measures(struct str set)
{
    while (set.len) {
        struct str word;
        set = str_cut(set, ';', &word);
        if (!str_equal(str_of(measure_of(word)), word))
            return false;
    }
    return true;
}

static struct str folded(struct arena *a, struct str s)
{
    struct str copy = arena_copy(a, s);
    char *c = arena_alloc(a, s.len + 1, 1);
    assert_non_null(c);
    for (size_t i = 0; i < copy.len; i++)
        c[i] = (char)(copy.s[i] >= 'A' && copy.s[i] <= 'Z' ? copy.s[i] + 32 : copy.s[i]);
    return (struct str){c, s.len};
}

/* What record_regime relies on: sorted, unique, the first columns unquoted, one line a row;
 * and every key is found. */
static void the_table_of_regimes_is_in_order(void **state)
{
    (void)state;
    struct arena a = {0};
    struct error err = {0};
    struct str table_bytes = data_file("data/regimes.csv"), before = {0};
    struct csv c = csv_open(table_bytes, ',');
    struct row row;
    size_t count = 0;
    assert_true(csv_next(&c, &a, &row, &err));
    assert_true(str_is(row_cell(&row, 0), "key"));
    while (csv_next(&c, &a, &row, &err)) {
        struct record r = {.kind = KIND_PERSON};
        struct str key = row_cell(&row, 0), low = folded(&a, key);
        char text[400], want[400];
        assert_int_equal(row.count, 9);
        assert_true(row.line == ++count + 1);
        assert_true(str_find(key, STR("\"")) == SIZE_MAX && str_find(key, STR(",")) == SIZE_MAX);
        assert_true(str_compare(before, low) < 0);
        assert_true(all_are_measures(row_cell(&row, 1)));
        assert_true(all_are_measures(row_cell(&row, 2)));
        assert_true(all_are_measures(row_cell(&row, 3)));
        assert_true(record_regime(&a, &r, arena_copy(&a, key).s));
        join(&r, text, sizeof text);
        snprintf(want, sizeof want, "%.*s", STRF(row_cell(&row, 1)));
        assert_string_equal(text, want);
        before = low;
    }
    assert_int_equal(err.status, OK);
    assert_true(count > 400);
    csv_close(&c);
    arena_free(&a);
}

/* TOCSIN_MEASURE=1 prints what the look-ups cost. */
static void look_ups_are_cheap(void **state)
{
    (void)state;
    if (!getenv("TOCSIN_MEASURE"))
        return;
    enum { TIMES = 200000 };
    struct arena a = {0};
    double start = clock_seconds();
    for (size_t i = 0; i < TIMES; i++) {
        struct record r = {.list = STR("us-sdn")};
        assert_true(record_regime(&a, &r, regimes[i % 6].regime));
        if (i % 64 == 0)
            arena_reset(&a);
    }
    double between = clock_seconds();
    size_t others = 0;
    for (size_t i = 0; i < TIMES; i++)
        others += str_is(str_of(measure_of(str_of(table[i % COUNT(table)].words))), "other");
    printf("record_regime %.0f ns, measure_of %.0f ns (%zu)\n", (between - start) / TIMES * 1e9,
           (clock_seconds() - between) / TIMES * 1e9, others);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_as_in_the_table),
        cmocka_unit_test(regimes_are_as_in_the_table),
        cmocka_unit_test(own_measures_stand_before_those_of_the_regime),
        cmocka_unit_test(the_table_of_regimes_is_in_order),
        cmocka_unit_test(look_ups_are_cheap),
    };
    return cmocka_run_group_tests_name("measure", tests, NULL, NULL);
}
