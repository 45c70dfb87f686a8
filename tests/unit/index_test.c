/* SPDX-License-Identifier: Apache-2.0 */
/* index_test.c - what is put into a snapshot comes out of it, and what a search
 * finds is exactly what holding every name against the query finds. */
#include "cmocka_all.h"

#include "../../bench/names_gen.h"
#include "index/build.h"
#include "index/search.h"
#include "text/rarity.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct str text_of(const struct gen_name *n)
{
    return (struct str){n->s, n->len};
}

static void add_entry(struct index_builder *b, const char *ref, struct str *names, size_t count,
                      enum kind kind)
{
    struct index_name rows[8];
    for (size_t i = 0; i < count; i++)
        rows[i] = (struct index_name){.text = names[i], .quality = i ? QUALITY_STRONG : 0};
    struct index_state s = {
        .from = 100, .until = INSTANT_END, .kind = kind, .listed = INDEX_NO_DAY, .name = names[0]};
    s.names.at = rows;
    s.names.count = count;
    index_builder_entry(b, str_of(ref));
    index_builder_state(b, &s);
}

static struct index_builder *built_of(uint64_t seed, uint32_t entries, unsigned threads)
{
    struct index_builder *b = index_builder_new(threads);
    assert_non_null(b);
    index_builder_list(b, &(struct index_list){.id = STR("made"), .at = 500, .first = 100});
    for (uint32_t i = 0; i < entries; i++) {
        struct gen_name made[3];
        struct str names[3];
        unsigned n = gen_aliases(seed, i);
        for (unsigned k = 0; k < n; k++) {
            made[k] = gen_entry(seed, i, k);
            names[k] = text_of(&made[k]);
        }
        char ref[24];
        snprintf(ref, sizeof ref, "M%u", i);
        add_entry(b, ref, names, n, made[0].organisation ? KIND_ORGANISATION : KIND_PERSON);
    }
    return b;
}

static struct index *opened(struct index_builder *b, struct buf *bytes)
{
    struct error err = {0};
    struct index *ix = NULL;
    if (index_builder_bytes(b, bytes, &err) || index_open_bytes(buf_str(bytes), &ix, &err))
        fail_msg("%s", err.why);
    index_builder_free(b);
    return ix;
}

/* ---- Queries. */

struct asked {
    struct unit units[UNITS_MAX];
    struct index_sought sought[SOUGHT_MAX];
    struct index_query query;
};

enum { ACCEPT_ALL = 15 };

/* A weight for each word, for a join those of its words; need is a share of the
 * most that could be had. */
static void ask(struct asked *a, struct str text, unsigned percent)
{
    struct reading r[READINGS_MAX];
    name_read(text, r);
    unsigned total = 0, weight[WORDS_MAX];
    for (size_t i = 0; i < r->count; i++) {
        weight[i] = rarity(reading_word(r, i), r->words[i].role);
        total += weight[i];
    }
    size_t n = units_of(r, true, a->units);
    for (size_t i = 0; i < n; i++) {
        const struct unit *u = &a->units[i];
        unsigned sum = 0;
        for (size_t w = u->first; w < (size_t)u->first + u->count; w++)
            sum += weight[w];
        a->sought[i] = (struct index_sought){.letters = unit_letters(u),
                                             .in = u->in,
                                             .first = u->first,
                                             .count = u->count,
                                             .accept = u->kind == UNIT_WORD ? ACCEPT_ALL : 1,
                                             .weight = (uint16_t)sum};
    }
    a->query = (struct index_query){a->sought, n, total * percent / 100,
                                    total * (percent < 60 ? percent + 40 : 100) / 100};
}

struct result {
    uint64_t names, hash;
    const struct asked *asked;
    const struct index *ix;
};

static void take(void *ctx, const struct index_found *f)
{
    struct result *r = ctx;
    uint64_t h = f->name * 0x9E3779B97F4A7C15u + f->sum;
    for (size_t i = 0; i < r->asked->query.count; i++)
        h = h * 31 + (uint64_t)f->match[i].cost * 1000 +
            (f->match[i].cost == ALIKE_FAR ? 0 : f->match[i].unit);
    r->hash += h * h; /* in any order */
    r->names++;
    assert_true(f->sum >= r->asked->query.need);
}

static bool same_found(const struct index *ix, struct index_scratch *s, struct str text,
                       unsigned percent, uint64_t *found)
{
    struct asked a;
    struct error err = {0};
    ask(&a, text, percent);
    struct result fast = {.asked = &a, .ix = ix}, slow = fast;
    assert_int_equal(index_search(ix, s, &a.query, take, &fast, &err), OK);
    assert_int_equal(index_scan(ix, &a.query, take, &slow, &err), OK);
    *found += slow.names;
    return fast.names == slow.names && fast.hash == slow.hash;
}

enum { ENTRIES = 1500, QUERIES = 2500, SEED = 7 };

/* Exact, misspelt, native, innocent; then shuffled, joined, cut, garbage. */
static struct gen_name query_of(uint64_t i)
{
    uint64_t state = i;
    struct gen_name n = gen_query(SEED, ENTRIES, (enum gen_mix)(i % GEN_MIXES), i);
    switch (i / GEN_MIXES % 6) {
    case 1: { /* last word first */
        struct gen_name turned = {.len = 0};
        size_t at = n.len;
        while (at && n.s[at - 1] != ' ')
            at--;
        gen_put(&turned, (struct str){n.s + at, n.len - at});
        gen_put(&turned, STR(" "));
        gen_put(&turned, (struct str){n.s, at});
        return turned;
    }
    case 2: /* two words written as one */
        for (size_t k = 0; k < n.len; k++)
            if (n.s[k] == ' ') {
                memmove(n.s + k, n.s + k + 1, n.len - k - 1);
                n.len--;
                break;
            }
        break;
    case 3:
        n.len -= gen_below(&state, (uint32_t)n.len);
        break;
    case 4:
        for (size_t k = 0; k < n.len; k++)
            n.s[k] = (char)gen_next(&state);
        break;
    case 5:
        gen_misspell(&n, &state);
        gen_misspell(&n, &state);
        break;
    default:
        break;
    }
    return n;
}

static void search_finds_what_a_scan_finds(void **state)
{
    (void)state;
    static const unsigned percents[] = {0, 30, 50, 60, 70, 85, 100};
    struct buf bytes = {0};
    struct index *ix = opened(built_of(SEED, ENTRIES, 2), &bytes);
    struct index_scratch *s = index_scratch_new(ix);
    assert_non_null(s);
    uint64_t found = 0;
    for (uint64_t i = 0; i < QUERIES; i++) {
        struct gen_name n = query_of(i);
        unsigned percent = percents[i % COUNT(percents)];
        if (!same_found(ix, s, text_of(&n), percent, &found))
            fail_msg("query %llu, %u per cent: %.*s", (unsigned long long)i, percent, (int)n.len,
                     n.s);
    }
    assert_true(found > QUERIES);
    index_scratch_free(s);
    index_close(ix);
    buf_free(&bytes);
}

static void any_number_of_threads_gives_the_same_bytes(void **state)
{
    (void)state;
    struct buf one = {0}, five = {0};
    struct index *a = opened(built_of(3, 3000, 1), &one), *b = opened(built_of(3, 3000, 5), &five);
    assert_true(str_equal(buf_str(&one), buf_str(&five)));
    index_close(a);
    index_close(b);
    buf_free(&one);
    buf_free(&five);
}

/* ---- What was put in. */

static void states_become_times(void **state)
{
    (void)state;
    struct index_builder *b = index_builder_new(1);
    index_builder_list(b,
                       &(struct index_list){.id = STR("un"), .at = 400, .first = 100, .last = 400});
    struct index_name names[] = {{.text = STR("Ordan Velmisar"), .quality = QUALITY_PRIMARY},
                                 {.text = STR("The Ordan"), .quality = QUALITY_WEAK}};
    struct index_birth births[] = {{.from = {1960, 0, 0}, .to = {1962, 0, 0}, .circa = true}};
    struct index_country countries[] = {{.code = "AF", .what = COUNTRY_NATIONALITY}};
    struct index_identifier ids[] = {
        {.type = STR("passport"), .number = STR("ab 12-34"), .country = "PK"}};
    struct index_state s = {
        .kind = KIND_PERSON, .gender = GENDER_MALE, .listed = 77, .name = names[0].text};
    s.names.at = names;
    s.births.at = births;
    s.countries.at = countries;
    s.identifiers.at = ids;
    static const struct {
        int64_t from, until;
        enum standing standing;
        size_t names, facts;
    } runs[] = {{100, 200, STANDING_LISTED, 1, 1},
                {200, 300, STANDING_LISTED, 2, 1},
                {300, 350, STANDING_SUSPENDED, 1, 0},
                {400, INSTANT_END, STANDING_LISTED, 2, 1}};
    index_builder_entry(b, STR("TAi.1"));
    for (size_t i = 0; i < COUNT(runs); i++) {
        s.from = runs[i].from;
        s.until = runs[i].until;
        s.standing = runs[i].standing;
        s.names.count = runs[i].names;
        s.births.count = s.countries.count = s.identifiers.count = runs[i].facts;
        index_builder_state(b, &s);
    }
    struct buf bytes = {0};
    struct error err = {0};
    struct index *ix = opened(b, &bytes);
    if (index_validate(ix, &err))
        fail_msg("%s", err.why);
    struct index_entry e = index_entry(ix, 0);
    assert_true(str_is(e.ref, "TAi.1") && str_is(e.name, "Ordan Velmisar"));
    assert_int_equal(e.listed, 77);
    assert_int_equal(e.kind, KIND_PERSON);
    assert_int_equal(e.names.until - e.names.from, 2);
    struct index_time t;
    assert_false(index_stood(ix, e.times, 99, NULL));
    assert_true(index_stood(ix, e.times, 299, &t) && t.standing == STANDING_LISTED &&
                t.from == 100);
    assert_true(index_stood(ix, e.times, 300, &t) && t.standing == STANDING_SUSPENDED);
    assert_false(index_stood(ix, e.times, 350, NULL));
    assert_true(index_stood(ix, e.times, 400, &t) && t.until == INSTANT_END);
    struct index_name weak = index_name(ix, 1);
    assert_true(str_is(weak.text, "The Ordan") && weak.quality == QUALITY_WEAK && weak.entry == 0);
    assert_false(index_stood(ix, weak.times, 150, NULL));
    assert_true(index_stood(ix, weak.times, 250, NULL));
    assert_false(index_stood(ix, weak.times, 320, NULL));
    assert_true(index_birth(ix, 0).circa && index_birth(ix, 0).to.year == 1962);
    assert_memory_equal(index_country(ix, 0).code, "AF", 2);
    assert_int_equal(index_gender(ix, 0).gender, GENDER_MALE);
    uint32_t got[2];
    assert_int_equal(index_identified(ix, STR("AB1234"), got, 2), 1);
    struct index_identifier id = index_identifier(ix, got[0]);
    assert_true(str_is(id.type, "passport") && str_is(id.number, "AB1234") && id.entry == 0);
    assert_memory_equal(id.country, "PK", 2);
    assert_int_equal(index_identified(ix, STR("AB12345"), got, 2), 0);
    assert_true(str_is(index_list(ix, 0).id, "un") && index_list(ix, 0).entries == 1);
    index_close(ix);
    buf_free(&bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(states_become_times),
        cmocka_unit_test(any_number_of_threads_gives_the_same_bytes),
        cmocka_unit_test(search_finds_what_a_scan_finds),
    };
    return cmocka_run_group_tests_name("index", tests, NULL, NULL);
}
