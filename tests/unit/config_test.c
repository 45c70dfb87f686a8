/* SPDX-License-Identifier: Apache-2.0 */
/* config_test.c - what config.ini says, and each way in which it can be wrong. */
#include "cmocka_all.h"

#include "base/file.h"
#include "ingest/config.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct {
    const char *text;
    size_t line;
    const char *why;
} faults[] = {
    {"[fetch]\ncolour = red\n", 2, "config.ini line 2: colour is not a setting of [fetch]"},
    {"[list un]\ncolour = red\n", 2, "config.ini line 2: colour is not a setting of a list"},
    {"[lists]\na = b\n", 2, "config.ini line 2: a stands under [fetch], [ledger] or [list ID]"},
    {"a = b\n", 1, "config.ini line 1: a stands under [fetch], [ledger] or [list ID]"},
    {"[list Un]\nguard = 5\n", 2,
     "config.ini line 2: guard stands under a list id of small letters, digits and hyphens"},
    {"[list -un]\nguard = 5\n", 2,
     "config.ini line 2: guard stands under a list id of small letters, digits and hyphens"},
    {"[list un]\nguard = 101\n", 2,
     "config.ini line 2: guard is a whole number of per cent, 0 to 100"},
    {"[list un]\nguard = -1\n", 2,
     "config.ini line 2: guard is a whole number of per cent, 0 to 100"},
    {"[list un]\npull = maybe\n", 2, "config.ini line 2: pull is yes or no"},
    {"[list un]\nprivate =\n", 2, "config.ini line 2: private is yes or no"},
    {"[list un]\nurl = ftp://example.org/x\n", 2,
     "config.ini line 2: url begins with https:// or http://"},
    {"[list un]\nurl = https://a.example/x\nurl3 = https://a.example/y\n", 3,
     "config.ini line 3: url3 follows the url before it"},
    {"[list un]\nurl5 = https://a.example/x\n", 2,
     "config.ini line 2: url5 is url, url2, url3 or url4"},
    {"; a comment\n\n[list mine]\nmapping = no-such-file.ini\n", 4,
     "config.ini line 4: mapping names a mapping file that can be read"},
    {"[fetch]\ntries = 0\n", 2, "config.ini line 2: tries is a whole number, 1 to 10"},
    {"[fetch]\ntries = 11\n", 2, "config.ini line 2: tries is a whole number, 1 to 10"},
    {"[fetch]\ntimeout = soon\n", 2,
     "config.ini line 2: timeout is a whole number of seconds, 1 to 86400"},
    {"[fetch]\nproxy\n", 2, "config.ini line 2 is neither [section], name = value nor ; comment"},
    {"[fetch\nproxy = x\n", 1,
     "config.ini line 1 is neither [section], name = value nor ; comment"},
    {"[ledger]\nname = x\n", 2, "config.ini line 2: name is not a setting of [ledger]"},
    {"[ledger]\nkey =\n", 2, "config.ini line 2: key is the path of a file, or fd:N"},
    {"[ledger]\nkey = fd:x\n", 2, "config.ini line 2: key is the path of a file, or fd:N"},
    {"[ledger]\nkey = fd:-1\n", 2, "config.ini line 2: key is the path of a file, or fd:N"},
    {"[ledger]\nwitness = x\n", 2, "config.ini line 2: witness is not a setting of [ledger]"},
    {"[ledger]\nprivate = maybe\n", 2, "config.ini line 2: private is yes or no"},
    {"[ledger]\ntimeout = 61\n", 2,
     "config.ini line 2: timeout is a whole number of seconds, 1 to 60"},
    {"[list mine]\ntitle = Mine\n", 0, "config.ini: the list mine needs a source"},
};

static struct home *read_text(const char *text, enum status *rc, struct error *err)
{
    struct home *h = calloc(1, sizeof *h);
    assert_non_null(h);
    *rc = config_read(h, str_of(text), "/nowhere", err);
    return h;
}

static void drop(struct home *h)
{
    arena_free(&h->arena);
    free(h);
}

static void faults_name_their_line_and_rule(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(faults); i++) {
        struct error err = {0};
        enum status rc;
        struct home *h = read_text(faults[i].text, &rc, &err);
        if (rc != ERR_INPUT || strcmp(err.why, faults[i].why) != 0 || err.line != faults[i].line)
            fail_msg("row %zu: line %zu, \"%s\"", i, err.line, err.why);
        drop(h);
    }
}

static void a_list_of_ones_own(void **state)
{
    struct error err = {0};
    enum status rc;
    (void)state;
    struct home *h = read_text("[fetch]\ncontact = a@b.example\ntries = 2\ntimeout = 30\n"
                               "[list mine]\nsource = un\ntitle = Mine\nguard = 7 %\n"
                               "url = https://a.example/1\nurl2 = https://a.example/2\n"
                               "token = secret\npull = no\nprivate = yes\n",
                               &rc, &err);
    assert_int_equal(rc, OK);
    const struct list_config *l = home_list(h, STR("mine"));
    assert_non_null(l);
    assert_string_equal(l->source->name, "un");
    assert_true(str_is(l->title, "Mine") && str_is(l->token, "secret"));
    assert_true(l->guard == 7 && !l->pulled && l->private_ok && l->url_count == 2);
    assert_true(str_is(l->urls[1], "https://a.example/2"));
    assert_true(str_is(h->contact, "a@b.example") && h->tries == 2 && h->timeout == 30);
    drop(h);
}

static void witnesses_are_those_of_a_policy(void **state)
{
    static const struct {
        const char *text, *policy;
        bool private;
        unsigned timeout;
    } cases[] = {
        {"", "", false, WITNESSES_TIMEOUT},
        {"[ledger]\npolicy =\n", "", false, WITNESSES_TIMEOUT},
        {"[ledger]\npolicy = witnesses\n", "/nowhere/witnesses", false, WITNESSES_TIMEOUT},
        {"[ledger]\npolicy = /etc/w\nprivate = yes\ntimeout = 9\n", "/etc/w", true, 9},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct error err = {0};
        enum status rc;
        struct home *h = read_text(cases[i].text, &rc, &err);
        assert_int_equal(rc, OK);
        assert_true(str_is(h->policy, cases[i].policy));
        assert_int_equal(h->witnesses_private, cases[i].private);
        assert_int_equal(h->witnesses_timeout, cases[i].timeout);
        drop(h);
    }
}

static void known_lists_are_there_and_can_be_changed(void **state)
{
    struct error err = {0};
    enum status rc;
    (void)state;
    struct home *h = read_text("[list us-sdn]\nurl = https://mirror.example/sdn.csv\n", &rc, &err);
    assert_int_equal(rc, OK);
    assert_int_equal(h->lists.count, lists_known_count);
    const struct list_config *sdn = home_list(h, STR("us-sdn")), *un = home_list(h, STR("un"));
    assert_true(sdn && sdn->url_count == 1 &&
                str_is(sdn->urls[0], "https://mirror.example/sdn.csv"));
    assert_true(sdn->guard == GUARD_DEFAULT && sdn->pulled && !sdn->private_ok);
    assert_true(un && un->url_count >= 1 && un->source == source_find(STR("un")));
    assert_null(home_list(h, STR("nosuch")));
    drop(h);
}

static void long_lines_are_refused(void **state)
{
    char text[300] = "[fetch]\ncontact = ";
    struct error err = {0};
    enum status rc;
    (void)state;
    memset(text + strlen(text), 'x', 250);
    struct home *h = read_text(text, &rc, &err);
    assert_int_equal(rc, ERR_INPUT);
    assert_int_equal(err.line, 2);
    drop(h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(faults_name_their_line_and_rule),
        cmocka_unit_test(a_list_of_ones_own),
        cmocka_unit_test(witnesses_are_those_of_a_policy),
        cmocka_unit_test(known_lists_are_there_and_can_be_changed),
        cmocka_unit_test(long_lines_are_refused),
    };
    return cmocka_run_group_tests_name("config", tests, NULL, NULL);
}
