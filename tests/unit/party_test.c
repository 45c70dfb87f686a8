/* SPDX-License-Identifier: Apache-2.0 */
/* party_test.c - which entries of invented lists are one party.
 *
 * A case is a few entries in words and the parties that they make.  Each is also
 * made step by step, an entry at a time, with the links kept in between: both
 * ways must give the same file. */
#include "cmocka_all.h"

#include "base/file.h"
#include "record/record.h"
#include "screen/links_file.h"
#include "screen/party.h"
#include "screen/snapshot.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char folder[64];

static int make_folder(void **state)
{
    (void)state;
    snprintf(folder, sizeof folder, "%s/tocsin-party-XXXXXX",
             access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
    return mkdtemp(folder) ? 0 : 1;
}

static int remove_folder(void **state)
{
    char command[96];
    (void)state;
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    return system(command);
}

/* ---- A store from words. */

enum { ENTRIES_MOST = 12, DAY_1 = 10 * DAY_SECONDS };

/* "un A1 person: Aran Velmor | Aran V. Velmor; born 1970-02-03; passport X123456; is gb 7" */
static void put_fact(struct arena *a, struct record *r, struct str fact)
{
    struct str key, value = str_cut(str_trim(fact), ' ', &key), list;
    if (str_is(key, "born")) {
        struct dating *d = VEC_ADD(a, &r->births);
        unsigned year = 0, month = 0, day = 0;
        struct str text = arena_copy(a, value);
        (void)sscanf(text.s, "%u-%u-%u", &year, &month, &day);
        d->from = d->to = (struct day){(int16_t)year, (int8_t)month, (int8_t)day};
    } else if (str_is(key, "of")) {
        record_country(a, r, "nationality", value, value);
    } else if (str_is(key, "gender")) {
        r->gender = value;
    } else if (str_is(key, "is")) {
        value = str_cut(value, ' ', &list);
        record_xref(a, r, arena_copy(a, list).s, value);
    } else if (str_is(key, "weak")) {
        (void)record_name(a, r, QUALITY_WEAK, value);
    } else {
        (void)record_identifier(a, r, key, value);
    }
}

static enum kind kind_of(struct str word)
{
    for (int k = KIND_UNKNOWN; k <= KIND_AIRCRAFT; k++)
        if (str_is(word, kind_text((enum kind)k)))
            return (enum kind)k;
    fail_msg("no kind: %.*s", STRF(word));
    return KIND_UNKNOWN;
}

static void read_record(struct arena *a, const char *words, struct record *r)
{
    struct str rest = str_of(words), head, kind, names, name, fact;
    *r = (struct record){0};
    rest = str_cut(rest, ':', &head);
    head = str_cut(head, ' ', &r->list);
    kind = str_cut(head, ' ', &r->ref);
    r->kind = kind_of(kind);
    rest = str_cut(rest, ';', &names);
    for (bool first = true; names.len; first = false) {
        names = str_cut(names, '|', &name);
        (void)record_name(a, r, first ? QUALITY_PRIMARY : QUALITY_STRONG, str_trim(name));
    }
    while (rest.len) {
        rest = str_cut(rest, ';', &fact);
        put_fact(a, r, fact);
    }
}

static void put_record(struct store *s, struct hasher *h, const char *words, int64_t from)
{
    struct arena a = {0};
    struct record r;
    struct buf body = {0};
    struct error err = {0};
    read_record(&a, words, &r);
    record_write(&r, &body);
    struct run run = {.from = from, .until = INSTANT_END, .in_force = true};
    run.sha = hasher_of(h, buf_str(&body));
    assert_int_equal(store_put_record(s, r.list, r.ref, run.sha, buf_str(&body), &err), OK);
    assert_int_equal(store_put_run(s, r.list, r.ref, &run, &err), OK);
    struct version v = {.list = r.list, .at = DAY_1, .root = run.sha, .readable = true};
    assert_int_equal(store_put_version(s, &v, &err), OK);
    if (from > DAY_1) {
        v.at = from;
        assert_int_equal(store_put_version(s, &v, &err), OK);
    }
    buf_free(&body);
    arena_free(&a);
}

/* ---- The parties of a store. */

struct world {
    struct store *store;
    struct hasher *hasher;
    struct index *ix;
    struct links links;
    struct links_work work;
    struct decisions decisions;
    struct parties parties;
    struct arena arena;
    char links_path[96], index_folder[96];
};

static void open_world(struct world *w)
{
    static unsigned nth;
    char path[96];
    struct error err = {0};
    *w = (struct world){.hasher = hasher_new()};
    snprintf(path, sizeof path, "%s/%u.db", folder, ++nth);
    snprintf(w->links_path, sizeof w->links_path, "%s/%u.links", folder, nth);
    snprintf(w->index_folder, sizeof w->index_folder, "%s/%u.index", folder, nth);
    assert_int_equal(store_open(path, true, &w->store, &err), OK);
}

static void drop_parties(struct world *w)
{
    parties_free(&w->parties);
    links_free(&w->links);
    index_close(w->ix);
    w->ix = NULL;
}

static void make_parties(struct world *w, struct moment m, unsigned threads)
{
    struct error err = {0};
    drop_parties(w);
    if (snapshot_open(w->store, w->index_folder, NULL, NULL, &w->ix, &err) ||
        links_bring(w->store, w->ix, m, w->links_path, threads, NULL, NULL, &w->links, &w->work,
                    &err) ||
        parties_make(w->ix, &w->links, &w->decisions, &(struct claim_options){0}, &w->parties,
                     &err))
        fail_msg("%s", err.why);
}

static void close_world(struct world *w)
{
    drop_parties(w);
    hasher_free(w->hasher);
    store_close(w->store);
    arena_free(&w->arena);
}

/* "aa 1 = bb 7, aa 2 = cc 9": those of two entries or more. */
static const char *parties_text(const struct parties *p, struct buf *b)
{
    buf_clear(b);
    for (uint32_t i = 0; i < p->links->entries.count; i++) {
        struct party_entries all = party_of(p, i);
        if (p->party[i] != i || all.count < 2)
            continue;
        for (size_t k = 0; k < all.count; k++) {
            const struct present *e = &p->links->entries.at[all.at[k]];
            buf_puts(b, k ? " = " : b->len ? ", " : "");
            buf_printf(b, "%.*s %.*s", STRF(index_list(p->ix, e->list).id), STRF(e->ref));
        }
    }
    return buf_cstr(b);
}

static void read_links(const char *path, struct buf *b)
{
    struct error err = {0};
    assert_int_equal(file_read(path, 1 << 24, b, &err), OK);
}

/* ---- Which entries are one party. */

struct party_case {
    const char *what;
    const char *entries[ENTRIES_MOST];
    const char *parties;
};

static const struct party_case cases[] = {
    {"the same names",
     {"aa 1 person: Dorvan Keltrim Osmeri", "bb 7 person: Dorvan Keltrim Osmeri"},
     "aa 1 = bb 7"},
    {"in another order",
     {"aa 1 person: Dorvan Keltrim Osmeri", "bb 7 person: OSMERI Dorvan Keltrim"},
     "aa 1 = bb 7"},
    {"any of the strong names",
     {"aa 1 person: Dorvan Keltrim Osmeri | Belto Quarnel", "bb 7 person: Belto Quarnel"},
     "aa 1 = bb 7"},
    {"a weak name joins nothing",
     {"aa 1 person: Dorvan Keltrim Osmeri; weak Belto Quarnel", "bb 7 person: Belto Quarnel"},
     ""},
    {"other names",
     {"aa 1 person: Dorvan Keltrim Osmeri", "bb 7 person: Belto Quarnel Istrand"},
     ""},
    {"births that are far apart",
     {"aa 1 person: Dorvan Keltrim Osmeri; born 1950-01-02",
      "bb 7 person: Dorvan Keltrim Osmeri; born 1990-05-06"},
     ""},
    {"births that agree",
     {"aa 1 person: Dorvan Keltrim Osmeri; born 1950-01-02",
      "bb 7 person: Dorvan Keltrim Osmeri; born 1950-01-02; born 1931"},
     "aa 1 = bb 7"},
    {"a person and an organisation",
     {"aa 1 person: Dorvan Keltrim Osmeri", "bb 7 organisation: Dorvan Keltrim Osmeri"},
     ""},
    {"a kind that is not known",
     {"aa 1 unknown: Dorvan Keltrim Osmeri", "bb 7 organisation: Dorvan Keltrim Osmeri"},
     "aa 1 = bb 7"},
    {"never two of one list",
     {"aa 1 person: Dorvan Keltrim Osmeri", "aa 2 person: Dorvan Keltrim Osmeri"},
     ""},
    {"of two that are alike, the one with the birth",
     {"aa 1 person: Dorvan Keltrim Osmeri", "aa 2 person: Dorvan Keltrim Osmeri; born 1950-01-02",
      "bb 7 person: Dorvan Keltrim Osmeri; born 1950-01-02"},
     "aa 2 = bb 7"},
    {"of two that share a name, the one that shares them all",
     {"aa 1 organisation: Velmor Brigade of Osk | Sons of Tarquil",
      "aa 2 organisation: Keltrim Front | Sons of Tarquil",
      "bb 7 organisation: Velmor Brigade of Osk | Sons of Tarquil"},
     "aa 1 = bb 7"},
    {"through a third list",
     {"aa 1 person: Dorvan Keltrim Osmeri",
      "bb 7 person: Dorvan Keltrim Osmeri | Belto Quarnel Istrand",
      "cc 9 person: Belto Quarnel Istrand"},
     "aa 1 = bb 7 = cc 9"},
    {"but not to two of one list",
     {"aa 1 person: Dorvan Keltrim Osmeri",
      "bb 7 person: Dorvan Keltrim Osmeri | Belto Quarnel Istrand",
      "aa 3 person: Belto Quarnel Istrand; born 1950-01-02", "bb 8 person: Hendro Varnak"},
     "aa 1 = bb 7"},
    {"a cross reference, whatever the names",
     {"aa 1 person: Dorvan Keltrim Osmeri; is bb 7", "bb 7 person: Dorvan Kelt"},
     "aa 1 = bb 7"},
    {"a cross reference to what is not there",
     {"aa 1 person: Dorvan Keltrim Osmeri; is bb 8", "bb 7 person: Belto Quarnel"},
     ""},
    {"a cross reference to another kind",
     {"aa 1 person: Dorvan Keltrim Osmeri; is bb 7", "bb 7 organisation: Sons of Tarquil"},
     ""},
    {"a cross reference that two entries print cannot be true of both: names decide",
     {"aa 1 organisation: Velmor Brigade of Osk; is bb 7",
      "aa 2 organisation: Belto Quarnel Bank; is bb 7", "aa 3 organisation: Tarquil Credit Union",
      "bb 7 organisation: Tarquil Credit Union"},
     "aa 3 = bb 7"},
    {"a passport in common",
     {"aa 1 person: Dorvan Keltrim Osmeri; passport K-882 19 03",
      "bb 7 person: Abu Selim; passport K8821903"},
     "aa 1 = bb 7"},
    {"a number that is too short",
     {"aa 1 person: Dorvan Keltrim Osmeri; passport K8821",
      "bb 7 person: Abu Selim; passport K8821"},
     ""},
    {"a number of another type alone",
     {"aa 1 person: Dorvan Keltrim Osmeri; passport K8821903",
      "bb 7 person: Abu Selim; tax K8821903"},
     ""},
    {"a telephone",
     {"aa 1 person: Dorvan Keltrim Osmeri; phone 88219035",
      "bb 7 person: Abu Selim; phone 88219035"},
     ""},
    {"a number that many have",
     {"aa 1 organisation: Dorvan Works; tax 88219035",
      "aa 2 organisation: Quarnel Bank; tax 88219035",
      "aa 3 organisation: Osmeri Lines; tax 88219035",
      "aa 4 organisation: Varnak Oil; tax 88219035",
      "aa 5 organisation: Istrand Press; tax 88219035",
      "bb 6 organisation: Tarquil Mines; tax 88219035",
      "bb 7 organisation: Selim Timber; tax 88219035",
      "bb 8 organisation: Hendro Steel; tax 88219035",
      "bb 9 organisation: Belto Glass; tax 88219035"},
     ""},
};

static void put_all(struct world *w, const struct party_case *c)
{
    for (size_t i = 0; i < ENTRIES_MOST && c->entries[i]; i++)
        put_record(w->store, w->hasher, c->entries[i], DAY_1);
}

static void test_cases(void **state)
{
    struct buf text = {0};
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct world w;
        open_world(&w);
        put_all(&w, &cases[i]);
        make_parties(&w, (struct moment){0}, 1);
        if (strcmp(parties_text(&w.parties, &text), cases[i].parties) != 0)
            fail_msg("%s: '%s', not '%s'", cases[i].what, buf_cstr(&text), cases[i].parties);
        close_world(&w);
    }
    buf_free(&text);
}

/* An entry a day, in the given order or turned round: the file at the end is that
 * of making it at once, and each step screens what came and nothing else. */
static void test_step_by_step(void **state)
{
    struct buf once = {0}, steps = {0};
    (void)state;
    for (size_t i = 0; i < 2 * COUNT(cases); i++) {
        const struct party_case *c = &cases[i / 2];
        size_t count = 0;
        struct world w, v;
        open_world(&w);
        open_world(&v);
        while (count < ENTRIES_MOST && c->entries[count])
            count++;
        for (size_t k = 0; k < count; k++) {
            const char *entry = c->entries[i % 2 ? count - 1 - k : k];
            put_record(w.store, w.hasher, entry, DAY_1 + (int64_t)k * DAY_SECONDS);
            put_record(v.store, v.hasher, entry, DAY_1 + (int64_t)k * DAY_SECONDS);
            make_parties(&w, (struct moment){0}, 1);
            assert_int_equal(w.work.screened, 1);
            assert_true(w.work.kept);
        }
        make_parties(&v, (struct moment){0}, 2);
        assert_int_equal(v.work.screened, count);
        read_links(w.links_path, &steps);
        read_links(v.links_path, &once);
        if (!str_equal(buf_str(&steps), buf_str(&once)))
            fail_msg("%s: step by step and at once differ", c->what);
        make_parties(&w, (struct moment){0}, 1);
        assert_int_equal(w.work.screened, 0);
        close_world(&w);
        close_world(&v);
    }
    buf_free(&once);
    buf_free(&steps);
}

/* An entry that changes or goes takes its links with it. */
static void test_change_and_end(void **state)
{
    struct world w;
    struct buf text = {0};
    struct error err = {0};
    (void)state;
    open_world(&w);
    put_record(w.store, w.hasher, "aa 1 person: Dorvan Keltrim Osmeri; is bb 7", DAY_1);
    put_record(w.store, w.hasher, "bb 7 person: Dorvan Keltrim Osmeri", DAY_1);
    put_record(w.store, w.hasher, "cc 9 person: Dorvan Keltrim Osmeri", DAY_1);
    make_parties(&w, (struct moment){0}, 1);
    assert_string_equal(parties_text(&w.parties, &text), "aa 1 = bb 7 = cc 9");
    assert_int_equal(store_cut_run(w.store, STR("aa"), STR("1"), DAY_1, 2 * DAY_1, &err), OK);
    put_record(w.store, w.hasher, "aa 1 person: Belto Quarnel Istrand", 2 * DAY_1);
    make_parties(&w, (struct moment){0}, 1);
    assert_int_equal(w.work.screened, 1);
    assert_string_equal(parties_text(&w.parties, &text), "bb 7 = cc 9");
    /* as of the day before nothing has changed, and nothing is kept of it */
    make_parties(&w, (struct moment){true, DAY_1}, 1);
    assert_int_equal(w.work.screened, 1);
    assert_false(w.work.kept);
    assert_string_equal(parties_text(&w.parties, &text), "aa 1 = bb 7 = cc 9");
    make_parties(&w, (struct moment){0}, 1);
    assert_int_equal(w.work.screened, 0);
    buf_free(&text);
    close_world(&w);
}

/* ---- Decisions. */

static void decide(struct world *w, int64_t at, bool split, const char *a, const char *b)
{
    struct decision *d = VEC_ADD(&w->arena, &w->decisions.at);
    d->at = at;
    d->split = split;
    d->a.ref = str_cut(str_of(a), ' ', &d->a.list);
    d->b.ref = str_cut(str_of(b), ' ', &d->b.list);
    d->why = STR("");
}

static void test_decisions_count(void **state)
{
    struct world w;
    struct buf text = {0};
    (void)state;
    open_world(&w);
    put_record(w.store, w.hasher, "aa 1 person: Dorvan Keltrim Osmeri", DAY_1);
    put_record(w.store, w.hasher, "bb 7 person: Dorvan Keltrim Osmeri", DAY_1);
    put_record(w.store, w.hasher, "cc 9 person: Belto Quarnel Istrand", DAY_1);
    static const struct {
        int64_t at;
        bool split;
        const char *a, *b, *parties;
    } steps[] = {
        {1, true, "aa 1", "bb 7", ""},
        {2, false, "aa 1", "cc 9", "aa 1 = cc 9"},
        {3, false, "bb 7", "cc 9", "aa 1 = cc 9"}, /* a split stays between them */
        {4, false, "aa 1", "bb 7", "aa 1 = bb 7 = cc 9"},
        {5, true, "bb 7", "cc 9", "aa 1 = bb 7"},
    };
    for (size_t i = 0; i < COUNT(steps); i++) {
        decide(&w, steps[i].at * DAY_1, steps[i].split, steps[i].a, steps[i].b);
        make_parties(&w, (struct moment){0}, 1);
        assert_string_equal(parties_text(&w.parties, &text), steps[i].parties);
    }
    for (size_t i = 0; i < COUNT(steps); i++) {
        make_parties(&w, (struct moment){true, steps[i].at * DAY_1 + 1}, 1);
        assert_string_equal(parties_text(&w.parties, &text), steps[i].parties);
    }
    buf_free(&text);
    close_world(&w);
}

static void test_a_join_cannot_put_two_of_one_list_together(void **state)
{
    struct world w;
    struct buf text = {0};
    (void)state;
    open_world(&w);
    put_record(w.store, w.hasher, "aa 1 person: Dorvan Keltrim Osmeri", DAY_1);
    put_record(w.store, w.hasher, "aa 2 person: Belto Quarnel Istrand", DAY_1);
    put_record(w.store, w.hasher, "bb 7 person: Dorvan Keltrim Osmeri", DAY_1);
    decide(&w, DAY_1, false, "aa 2", "bb 7");
    make_parties(&w, (struct moment){0}, 1);
    assert_string_equal(parties_text(&w.parties, &text), "aa 2 = bb 7");
    assert_int_equal(w.parties.refused.count, 1);
    assert_int_equal(w.parties.refused.at[0].why, REFUSED_SAME_LIST);
    buf_free(&text);
    close_world(&w);
}

static const struct decision first = {.at = DAY_1,
                                      .a = {{"aa", 2}, {"1", 1}},
                                      .b = {{"bb", 2}, {"7", 1}},
                                      .why = {"a \"quoted\"\nreason", 17}};

static void add_decision(const char *path, bool split)
{
    struct arena a = {0};
    struct decisions all;
    struct error err = {0};
    struct decision d = first;
    d.split = split;
    assert_int_equal(decisions_read(path, &a, &all, &err), OK);
    if (decisions_add(path, &all, &d, &err))
        fail_msg("%s", err.why);
    arena_free(&a);
}

static void test_decisions_file(void **state)
{
    char path[96];
    struct arena a = {0};
    struct decisions all;
    struct error err = {0};
    struct buf bytes = {0};
    (void)state;
    snprintf(path, sizeof path, "%s/decisions.jsonl", folder);
    add_decision(path, false);
    add_decision(path, true);
    assert_int_equal(decisions_read(path, &a, &all, &err), OK);
    assert_int_equal(all.at.count, 2);
    assert_true(str_equal(all.at.at[0].why, first.why));
    assert_true(all.at.at[1].split && !all.at.at[0].split);
    assert_true(decisions_about(&all, first.b, first.a, DAY_1) == &all.at.at[1]);
    assert_null(decisions_about(&all, first.b, first.a, DAY_1 - 1));
    assert_int_equal(file_read(path, 1 << 20, &bytes, &err), OK);
    /* every byte of a whole line counts; of a line that was not finished, none does */
    for (size_t i = 0; i < bytes.len - 1; i++) {
        struct error here = {0};
        bytes.s[i] ^= 1;
        assert_int_equal(file_write(path, buf_str(&bytes), 0600, &err), OK);
        bytes.s[i] ^= 1;
        if (decisions_read(path, &a, &all, &here) == OK)
            fail_msg("byte %zu was changed and nobody saw it", i);
        assert_int_equal(here.status, ERR_CORRUPT);
    }
    size_t line = (size_t)((char *)memchr(bytes.s, '\n', bytes.len) - bytes.s) + 1;
    for (size_t len = line; len < bytes.len; len++) {
        assert_int_equal(file_write(path, (struct str){bytes.s, len}, 0600, &err), OK);
        assert_int_equal(decisions_read(path, &a, &all, &err), OK);
        assert_int_equal(all.at.count, 1);
        assert_int_equal(all.good, line);
    }
    add_decision(path, true);
    struct buf again = {0};
    assert_int_equal(file_read(path, 1 << 20, &again, &err), OK);
    assert_true(str_equal(buf_str(&again), buf_str(&bytes)));
    buf_free(&again);
    buf_free(&bytes);
    arena_free(&a);
}

static void test_a_reason_that_is_no_text(void **state)
{
    char path[96];
    struct error err = {0};
    struct decision d = first;
    (void)state;
    snprintf(path, sizeof path, "%s/none.jsonl", folder);
    d.why = STR("\xff");
    assert_int_equal(decisions_add(path, &(struct decisions){0}, &d, &err), ERR_INPUT);
    assert_false(file_exists(path));
}

/* ---- The file of links. */

/* Flips every bit in turn, and cuts at every length: never read, and made again. */
static void test_damaged_links(void **state)
{
    struct world w;
    struct buf bytes = {0}, again = {0};
    struct arena a = {0};
    struct links_file file;
    struct error err = {0};
    (void)state;
    open_world(&w);
    put_record(w.store, w.hasher, "aa 1 person: Dorvan Keltrim Osmeri; is bb 7", DAY_1);
    put_record(w.store, w.hasher, "bb 7 person: Dorvan Keltrim Osmeri", DAY_1);
    make_parties(&w, (struct moment){0}, 1);
    read_links(w.links_path, &bytes);
    assert_int_equal(links_parse(buf_str(&bytes), &a, &file, &err), OK);
    assert_int_equal(file.entries.count, 2);
    assert_int_equal(file.likenesses.count, 1);
    for (size_t i = 0; i < 8 * bytes.len; i++) {
        bytes.s[i / 8] = (char)(bytes.s[i / 8] ^ 1 << i % 8);
        assert_int_not_equal(links_parse(buf_str(&bytes), &a, &file, &(struct error){0}), OK);
        bytes.s[i / 8] = (char)(bytes.s[i / 8] ^ 1 << i % 8);
    }
    for (size_t len = 0; len < bytes.len; len++)
        assert_int_not_equal(links_parse((struct str){bytes.s, len}, &a, &file, &(struct error){0}),
                             OK);
    bytes.s[bytes.len / 2] ^= 4;
    assert_int_equal(file_write(w.links_path, buf_str(&bytes), 0600, &err), OK);
    bytes.s[bytes.len / 2] ^= 4;
    make_parties(&w, (struct moment){0}, 1);
    assert_non_null(w.work.why);
    assert_int_equal(w.work.screened, 2);
    read_links(w.links_path, &again);
    assert_true(str_equal(buf_str(&bytes), buf_str(&again)));
    buf_free(&bytes);
    buf_free(&again);
    arena_free(&a);
    close_world(&w);
}

/* ---- Both ways the same. */

static void test_likeness_is_symmetric(void **state)
{
    static const char *const entries[] = {
        "aa 1 person: Dorvan Keltrim Osmeri | Dorvan Osmeri; born 1950-01-02; of SE; gender male",
        "bb 2 person: Dorvan Osmeri | Dorwan Keltrim; born 1950; born 1951; of SE; of NO",
        "cc 3 person: Keltrim | Osmeri Dorvan K.; born 1930-01-02; gender female",
        "dd 4 organisation: Osmeri Trading Company LLC | Keltrim Group",
        "ee 5 unknown: Osmeri Trading | First Keltrim Group of Companies",
        "ff 6 person: Мухаммад Османов | Mohamed Osmanov; born 1950-02-01; of NO",
        "gg 7 person: Muhammad Usmanov | Osmanow; born 1950-01",
    };
    const double bound[] = {1e9, 1e9};
    struct world w;
    struct arena a = {0};
    (void)state;
    open_world(&w);
    for (size_t i = 0; i < COUNT(entries); i++)
        put_record(w.store, w.hasher, entries[i], DAY_1);
    make_parties(&w, (struct moment){0}, 1);
    for (size_t i = 0; i < COUNT(entries); i++) {
        for (size_t k = i + 1; k < COUNT(entries); k++) {
            struct likened x, y;
            struct likeness there = {.a = 0, .b = 1}, back = there;
            likened_of(w.ix, &w.links.entries.at[i], (struct moment){0}, &a, &x);
            likened_of(w.ix, &w.links.entries.at[k], (struct moment){0}, &a, &y);
            assert_true(likeness_of(&x, &y, bound, -1e5, false, &there));
            assert_true(likeness_of(&y, &x, bound, -1e5, true, &back));
            assert_true(there.odds == back.odds && there.asked_b == back.asked_b);
            assert_true(there.shared == back.shared);
            assert_true(str_equal(there.a_name, back.a_name));
            assert_true(str_equal(there.b_name, back.b_name));
            struct known_between p = known_between(&x, &y), q = known_between(&y, &x);
            assert_true(p.birth == q.birth && p.country == q.country && p.gender == q.gender);
            double sum = p.birth + p.country + p.gender;
            assert_true(sum <= x.most + 1e-9 && sum <= y.most + 1e-9);
        }
    }
    arena_free(&a);
    close_world(&w);
}

/* The reasons of every claim add up to its odds. */
static void test_reasons_add_up(void **state)
{
    struct world w;
    struct arena a = {0};
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        open_world(&w);
        put_all(&w, &cases[i]);
        decide(&w, DAY_1, false, "aa 1", "bb 7");
        make_parties(&w, (struct moment){0}, 1);
        for (size_t k = 0; k < w.parties.claims.count; k++) {
            reason_vec why = {0};
            double sum = 0;
            claim_reasons(&a, w.ix, &w.links, &w.parties.claims.at[k], &why);
            for (size_t n = 0; n < why.count; n++)
                sum += why.at[n].weight;
            double off = sum - w.parties.claims.at[k].odds;
            if (off > 0.1 || off < -0.1)
                fail_msg("%s: reasons of %.2f for odds of %.2f", cases[i].what, sum,
                         w.parties.claims.at[k].odds);
        }
        close_world(&w);
    }
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cases),
        cmocka_unit_test(test_step_by_step),
        cmocka_unit_test(test_change_and_end),
        cmocka_unit_test(test_decisions_count),
        cmocka_unit_test(test_a_join_cannot_put_two_of_one_list_together),
        cmocka_unit_test(test_decisions_file),
        cmocka_unit_test(test_a_reason_that_is_no_text),
        cmocka_unit_test(test_damaged_links),
        cmocka_unit_test(test_likeness_is_symmetric),
        cmocka_unit_test(test_reasons_add_up),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
