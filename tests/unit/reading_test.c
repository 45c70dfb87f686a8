/* SPDX-License-Identifier: Apache-2.0 */
/* reading_test.c - the tables below are the specification of name_read.
 *
 * A reading is written as its words, each with a letter for its role (none for a
 * part of a name): p patronymic, a particle, h honorific, l legal form, g generic
 * word, n number, i initial.  A hyphen in front: joined to the word before; ! behind:
 * something was undone. */
#include "cmocka_all.h"

#include "text/reading.h"

#include <stdio.h>
#include <string.h>

enum { SHOWN = 1024 };

static void show(const struct reading *r, char out[SHOWN])
{
    static const char *const roles[ROLE_COUNT] = {"", "/p", "/a", "/h", "/l", "/g", "/n", "/i"};
    size_t used = 0;
    out[0] = '\0';
    for (size_t i = 0; i < r->count; i++) {
        struct str s = reading_word(r, i);
        const struct word *w = &r->words[i];
        used += (size_t)snprintf(out + used, SHOWN - used, "%s%s%.*s%s%s", i ? " " : "",
                                 i && w->flags & WORD_JOINED ? "-" : "", STRF(s),
                                 w->flags & WORD_EVADES ? "!" : "", roles[w->role]);
        assert_true(used < SHOWN);
    }
}

struct row {
    const char *name, *want;
    const char *second; /* the other reading; NULL: there is none */
};

static void check(const struct row *rows, size_t count)
{
    struct reading r[READINGS_MAX];
    char got[SHOWN];
    for (size_t i = 0; i < count; i++) {
        size_t n = name_read(str_of(rows[i].name), r);
        show(&r[0], got);
        if (strcmp(got, rows[i].want) != 0)
            fail_msg("%s: got \"%s\", want \"%s\"", rows[i].name, got, rows[i].want);
        if (n != (rows[i].second ? 2 : 1))
            fail_msg("%s: has %zu readings", rows[i].name, n);
        if (n == 2)
            show(&r[1], got);
        if (n == 2 && strcmp(got, rows[i].second) != 0)
            fail_msg("%s: second \"%s\", want \"%s\"", rows[i].name, got, rows[i].second);
    }
}

static void words_end_where_they_should(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"", "", NULL},
        {" -.,'\"() ", "", NULL},
        {"Olaf Scholz", "olaf scholz", NULL},
        {"  Scholz ,OLAF", "scholz olaf", NULL},
        {"Kim Jong-un", "kim jong -un", NULL},
        {"Qa'ida", "qaida", NULL},
        {"Sha\u2019ari", "shaari", NULL},
        {"O'Brien", "obrien", NULL},
        {"D'Angelo", "d/a -angelo", NULL},
        {"SiemensAG", "siemens -ag/l", NULL},
        {"SergeiLavrov", "sergei -lavrov", NULL},
        {"PolPot", "pol -pot", NULL},
        {"McDonald", "mcdonald", NULL},
        {"MacLeod", "macleod", NULL},
        {"LeBron James", "lebron james", NULL},
        {"JSCARGUMENT", "jscargument", NULL},
        {"JPMorgan", "jp -morgan", NULL},
        {"GmbH", "gmbh/l", NULL},
        {"L.X.C. Aviation", "lxc aviation/g", NULL},
        {"L.X.C Aviation", "lxc aviation/g", NULL},
        {"N.N.", "n/i -n/i", NULL},
        {"A.B.C.", "abc", NULL},
        {"Frost, William G.", "frost william g/i", NULL},
        {"Amazonis.com, Inc.", "amazonis -com/g inc/l", NULL},
        {"Bank2000", "bank/g -2000/n", NULL},
        {"3%ers", "3/n -percenters", NULL},
    };
    check(rows, COUNT(rows));
}

static void scripts_are_spelt(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"Nicolás Erdoğan Støre Łukasz Straße Þór Đỗ İstanbul ısı əliyev",
         "nicolas erdogan store lukasz strasse thor do/a istanbul isi aliyev", NULL},
        {"Сергей Шойгу", "sergey shoygu", "serhey shoyhu"},
        {"Володимир Зеленський", "volodymyr zelensky", NULL},
        {"محمد", "mhmd", NULL},
        {"عبدالفتاح السيسي", "abdul -ftah al/a -sisi", NULL},
        {"בנימין נתניהו", "bnimin ntniho", NULL},
        {"Αλέξης Τσίπρας", "alexis tsipras", NULL},
        {"Բարակ Օբամա", "barak obama", NULL},
        {"ბარაკ ობამა", "barak obama", NULL},
        {"नरेन्द्र मोदी", "narendra modi", NULL},
        {"习近平", "xi -jinping", NULL},
        {"贝拉克·奥巴马", "beilake -aobama", NULL},
        {"김정은", "kim -jeongeun", "gimjeongeun"},
        {"バラク・オバマ", "baraku obama", NULL},
    };
    check(rows, COUNT(rows));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(words_end_where_they_should),
                                       cmocka_unit_test(scripts_are_spelt)};
    return cmocka_run_group_tests_name("reading", tests, NULL, NULL);
}
