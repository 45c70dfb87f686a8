/* SPDX-License-Identifier: Apache-2.0 */
/* country_test.c - countries in the words of lists, and the rules of the table. */
#include "cmocka_all.h"

#include "base/data.h"
#include "format/csv.h"
#include "record/country.h"

#include <stdio.h>
#include <string.h>

static const struct {
    const char *words, *codes;
} table[] = {
    /* as lists print them */
    {"Iran", "IR"},
    {"Iran (Islamic Republic of)", "IR"},
    {"Iran (Islamic Republic of).", "IR"},
    {"IRAN, ISLAMIC REPUBLIC OF", "IR"},
    {"Democratic People's Republic of Korea", "KP"},
    {"Democratic People’s Republic of Korea", "KP"},
    {"Korea, North", "KP"},
    {"DPRK", "KP"},
    {"Korea, South", "KR"},
    {"Congo, Democratic Republic of the", "CD"},
    {"Congo, Republic of the", "CG"},
    {"The Gambia", "GM"},
    {"Côte d’Ivoire", "CI"},
    {"Cote d Ivoire", "CI"},
    {"Türkiye", "TR"},
    {"TURKIYE", "TR"},
    {"Virgin Islands, British", "VG"},
    {"Man, Isle of", "IM"},
    {"St. Kitts & Nevis", "KN"},
    {"Macedonia, The Former Yugoslav Republic of", "MK"},
    {"Libyan Arab Jamahiriya", "LY"},
    {"West Bank", "PS"},
    {"Kosovo", "XK"},
    {"Burma", "MM"},
    {"Hong Kong", "HK"},
    {"USA", "US"},
    {"U.S.A.", "US"},
    {"Great Britain", "GB"},
    {"UK", "GB"},
    /* other languages */
    {"Россия", "RU"},
    {"РОССИЯ", "RU"},
    {"Российская Федерация", "RU"},
    {"Росія", "RU"},
    {"Königreich Schweden", "SE"},
    {"Allemagne", "DE"},
    {"Weißrussland", "BY"},
    {"República Popular Democrática de Corea", "KP"},
    {"مصر", "EG"},
    {"الإمارات", "AE"},
    {"الامارات", "AE"},
    {"ايران", "IR"},
    {"إيران", "IR"},
    {"أفغانستان", "AF"},
    {"中国", "CN"},
    {"Ελλάδα", "GR"},
    {"ΕΛΛΑΔΑ", "GR"},
    {"Հայաստան", "AM"},
    /* nationality */
    {"Afghan", "AF"},
    {"Iranian", "IR"},
    {"Saudi Arabian", "SA"},
    {"Central African", "CF"},
    {"North Korean", "KP"},
    {"إيراني", "IR"},
    {"Nigerian", "NG"},
    {"Nigerien", "NE"},
    /* codes */
    {"af", "AF"},
    {"AF", "AF"},
    {"AFG", "AF"},
    {"afg", "AF"},
    {"XK", "XK"},
    {"NA", "NA"},
    {"na", ""},
    {"n/a", ""},
    {"N/A", ""},
    {"ZZ", ""},
    {"RU, GE", "RU GE"},
    {"MD, RU, IL", "MD RU IL"},
    {"AND", "AD"},
    /* more than one */
    {"Congo", "CG CD"},
    {"Congolese", "CG CD"},
    {"German, Moroccan", "DE MA"},
    {"Russian and Ukrainian", "RU UA"},
    {"Sudan/South Sudan", "SD SS"},
    {"Malian / Mauritanian", "ML MR"},
    {"Serbia and Montenegro", "RS ME XK"},
    {"Czechoslovakia", "CZ SK"},
    {"Sudan or Sudan", "SD"},
    /* with other words */
    {"possibly Palestinian", "PS"},
    {"In prison in Germany", "DE"},
    {"Syrian Arab Republic as of September 2015", "SY"},
    {"Trinidad and Tobago citizenship", "TT"},
    {"Iranian national and US national/citizen", "IR US"},
    {"Saudi Arabian (this aka only, alt Citizenship Yemeni)", "SA YE"},
    {"Isfahan, Iran (Islamic Republic of).", "IR"},
    {"Santa Fe, New Mexico", "US"},
    {"مصر - مسجون", "EG"},
    {"Kazakh SSR", "KZ"},
    {"is it in", ""},
    /* no country */
    {"", ""},
    {"...", ""},
    {"undetermined", ""},
    {"stateless", ""},
    {"Medellin", ""},
    {"in and no", ""},
    {"\xff\xfe", ""},
};

static void put_codes(struct str words, char *out)
{
    char codes[COUNTRIES_MAX][2];
    size_t count = country_codes(words, codes), at = 0;
    for (size_t i = 0; i < count; i++)
        at += (size_t)snprintf(out + at, 4, "%s%.2s", i ? " " : "", codes[i]);
    out[at] = 0;
}

static void words_of_lists(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(table); i++) {
        char got[4 * COUNTRIES_MAX] = "", one[2];
        put_codes(str_of(table[i].words), got);
        if (strcmp(got, table[i].codes) != 0)
            fail_msg("'%s' gave '%s', not '%s'", table[i].words, got, table[i].codes);
        assert_int_equal(country_code(str_of(table[i].words), one), strlen(table[i].codes) == 2);
    }
}

static void successors(void **state)
{
    char got[4 * COUNTRIES_MAX], one[2];
    (void)state;
    put_codes(STR("former Soviet Union"), got);
    assert_string_equal(got, "RU UA BY UZ KZ GE AZ LT MD LV KG TJ AM TM EE");
    assert_false(country_code(STR("USSR"), one));
}

static void long_texts(void **state)
{
    static char text[5000];
    char codes[COUNTRIES_MAX][2];
    (void)state;
    memset(text, 'x', sizeof text);
    assert_int_equal(country_codes((struct str){text, sizeof text}, codes), 0);
    for (size_t i = 0; i + 5 <= sizeof text; i += 5)
        memcpy(text + i, "Iran ", 5);
    assert_int_equal(country_codes((struct str){text, sizeof text}, codes), 1);
    memset(text, 0xef, sizeof text);
    assert_int_equal(country_codes((struct str){text, sizeof text}, codes), 0);
}

/* Sorted, each key once, each its own words' key, codes known, and found. */
static void rules_of_the_table(void **state)
{
    struct arena a = {0};
    struct csv csv = csv_open(data_file("data/countries.csv"), ',');
    struct error err = {0};
    struct row row;
    struct str before = STR("");
    size_t rows = 0;
    char got[4 * COUNTRIES_MAX], want[4 * COUNTRIES_MAX];
    (void)state;
    assert_true(csv_next(&csv, &a, &row, &err));
    assert_true(str_is(row_cell(&row, 0), "key") && row.count == 5);
    while (csv_next(&csv, &a, &row, &err)) {
        struct str key = row_cell(&row, 0), codes = row_cell(&row, 1), is = row_cell(&row, 2);
        if (str_compare(before, key) >= 0)
            fail_msg("line %zu: '%.*s' is not in its place", row.line, STRF(key));
        before = key;
        snprintf(want, sizeof want, "%.*s", STRF(codes));
        for (char *c = want; *c; c++)
            *c = *c == ';' ? ' ' : *c;
        put_codes(row_cell(&row, 4), got);
        if (strcmp(got, want) != 0)
            fail_msg("line %zu: '%.*s' gave '%s', not '%s'", row.line, STRF(row_cell(&row, 4)), got,
                     want);
        if (!str_is(key, "na"))
            put_codes(key, got);
        if (!str_is(is, "short") && strcmp(got, want) != 0)
            fail_msg("line %zu: the key '%.*s' is not found", row.line, STRF(key));
        for (; codes.len; rows++) {
            char one[2];
            struct str code;
            codes = str_cut(codes, ';', &code);
            assert_true(country_code(code, one) && memcmp(one, code.s, 2) == 0);
        }
    }
    assert_int_equal(err.status, OK);
    assert_true(rows > 3000);
    csv_close(&csv);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_of_lists),
        cmocka_unit_test(successors),
        cmocka_unit_test(long_texts),
        cmocka_unit_test(rules_of_the_table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
