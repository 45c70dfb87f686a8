/* SPDX-License-Identifier: Apache-2.0 */
/* index_test.c - what is put into a snapshot comes out of it, and what a search
 * finds is exactly what holding every name against the query finds. */
#include "cmocka_all.h"

#include "base/edition.h"
#include "base/file.h"
#include "index/layout.h"
#include "index/sum.h"
#include "index_run.h"

#include <string.h>
#include <unistd.h>

static struct index *opened(struct index_builder *b, struct buf *bytes)
{
    struct error err = {0};
    struct index *ix = NULL;
    if (index_builder_bytes(b, bytes, &err) || index_open_bytes(buf_str(bytes), &ix, &err))
        fail_msg("%s", err.why);
    index_builder_free(b);
    return ix;
}

/* ---- What is found. */

static bool same_found(const struct index *ix, struct index_scratch *s, struct str text,
                       unsigned percent, unsigned slip, uint64_t *found)
{
    struct run_query a;
    struct error err = {0};
    run_ask(&a, text, percent);
    struct run_found fast = {.need = run_least(&a)}, slow = fast;
    assert_int_equal(index_scan(ix, &a.query, run_take, &slow, &err), OK);
    run_slip(&a, slip);
    assert_int_equal(index_search(ix, s, &a.query, run_take, &fast, &err), OK);
    assert_false(fast.below || slow.below);
    *found += slow.names;
    return fast.names == slow.names && fast.hash == slow.hash;
}

enum { ENTRIES = 400, QUERIES = 1008, FAULT_QUERIES = 200, SEED = 7 };

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

static const unsigned percents[] = {0, 30, 50, 60, 70, 85, 100};

/* How many of the queries find other names by search than by scan. */
static size_t misses(const struct buf *bytes, size_t queries, unsigned slip, uint64_t *found)
{
    struct index *ix = NULL;
    struct error err = {0};
    assert_int_equal(index_open_bytes(buf_str(bytes), &ix, &err), OK);
    struct index_scratch *s = index_scratch_new(ix);
    assert_non_null(s);
    size_t missed = 0;
    for (uint64_t i = 0; i < queries; i++) {
        struct gen_name n = query_of(i);
        struct str text = {n.s, n.len};
        if (same_found(ix, s, text, percents[i % COUNT(percents)], slip, found))
            continue;
        if (!missed++ && queries == QUERIES)
            print_message("query %llu: %.*s\n", (unsigned long long)i, (int)n.len, n.s);
    }
    index_scratch_free(s);
    index_close(ix);
    return missed;
}

static void search_finds_what_a_scan_finds(void **state)
{
    (void)state;
    struct buf bytes = {0};
    index_close(opened(run_builder(SEED, ENTRIES, 2), &bytes));
    uint64_t found = 0;
    assert_int_equal(misses(&bytes, QUERIES, 0, &found), 0);
    assert_true(found > QUERIES / 2);
    buf_free(&bytes);
}

/* ---- Planted faults: the test above would see them, and so does validate. */

static void lose_probes(struct buf *b)
{
    size_t count;
    uint8_t *tags = run_rows(b, SECTION_TAGS, &count);
    for (size_t i = 0; i < count; i += 8)
        tags[i] ^= 2;
}

static void lose_postings(struct buf *b)
{
    size_t count;
    uint32_t *names = run_rows(b, SECTION_POSTINGS, &count);
    for (size_t i = 1; i < count; i++)
        if (names[i] > names[i - 1] + 1)
            names[i]--; /* still in order, and no longer that name */
}

static void lose_unit(struct buf *b)
{
    size_t count;
    struct disk_letters *l = run_rows(b, SECTION_LETTERS, &count);
    for (size_t i = 0; i < count; i += 3)
        l[i].letters[0] = l[i].letters[0] == 'x' ? 'y' : 'x';
}

static void faults_are_seen(void **state)
{
    (void)state;
    static void (*const faults[])(struct buf * b) = {lose_probes, lose_postings, lose_unit};
    struct buf good = {0}, bad = {0};
    uint64_t found = 0;
    index_close(opened(run_builder(SEED, ENTRIES, 1), &good));
    assert_true(misses(&good, FAULT_QUERIES, 1, &found) > 0); /* need, off by one */
    for (size_t i = 0; i < COUNT(faults); i++) {
        struct index *ix = NULL;
        struct error err = {0};
        buf_clear(&bad);
        buf_put(&bad, buf_str(&good));
        faults[i](&bad);
        run_resign(&bad);
        if (i < 2)
            assert_true(misses(&bad, FAULT_QUERIES, 0, &found) > 0);
        assert_int_equal(index_open_bytes(buf_str(&bad), &ix, &err), OK);
        assert_int_equal(index_validate(ix, &err), ERR_CORRUPT);
        index_close(ix);
    }
    buf_free(&good);
    buf_free(&bad);
}

/* ---- Damage: what was cut is not opened, what flipped is not searched. */

static void search_says_so(const struct buf *bytes, uint64_t names, uint64_t hash)
{
    struct index *ix = NULL;
    struct error err = {0};
    struct run_query a;
    if (index_open_bytes(buf_str(bytes), &ix, &err)) {
        assert_true(err.status == ERR_CORRUPT || err.status == ERR_CONFLICT);
        return;
    }
    struct index_scratch *s = index_scratch_new(ix);
    assert_non_null(s);
    run_ask(&a, STR("Muhammad Hassan"), 40);
    a.query.open = a.query.alone = 0; /* one of the two will do */
    struct run_found f = {.need = run_least(&a)};
    if (index_search(ix, s, &a.query, run_take, &f, &err) == OK)
        assert_true(f.names == names && f.hash == hash);
    struct error why = {0};
    assert_int_equal(index_validate(ix, &why), ERR_CORRUPT);
    assert_true(why.why[0] != 0);
    index_scratch_free(s);
    index_close(ix);
}

static void damage_is_never_searched(void **state)
{
    (void)state;
    struct buf bytes = {0};
    struct error err = {0};
    struct run_query a;
    struct index *ix = opened(run_builder(SEED, 100, 1), &bytes);
    struct index_scratch *s = index_scratch_new(ix);
    assert_int_equal(index_validate(ix, &err), OK);
    run_ask(&a, STR("Muhammad Hassan"), 40);
    a.query.open = a.query.alone = 0; /* one of the two will do */
    struct run_found f = {0};
    assert_int_equal(index_search(ix, s, &a.query, run_take, &f, &err), OK);
    assert_true(f.names > 0);
    index_scratch_free(s);
    index_close(ix);
    uint64_t random = 1;
    for (size_t i = 0; i < 600; i++) {
        size_t at =
            i < 200 ? gen_below(&random, HEADER_SIZE) : gen_below(&random, (uint32_t)bytes.len);
        bytes.s[at] = (char)(bytes.s[at] ^ 1 << i % 8);
        search_says_so(&bytes, f.names, f.hash);
        bytes.s[at] = (char)(bytes.s[at] ^ 1 << i % 8);
    }
    for (size_t i = 0; i < 50; i++) {
        struct str cut = {bytes.s, gen_below(&random, (uint32_t)bytes.len)};
        assert_int_equal(index_open_bytes(cut, &ix, &err), ERR_CORRUPT);
    }
    buf_free(&bytes);
}

/* A file that is whole, and of a program that read names otherwise. */
static void another_edition_is_refused(void **state)
{
    (void)state;
    struct buf bytes = {0};
    struct error err = {0};
    struct index *ix = opened(run_builder(SEED, 20, 1), &bytes);
    index_close(ix);
    struct disk_header *h = (void *)bytes.s;
    assert_true(h->edition == edition_names && edition_names != edition_scores);
    h->edition ^= 1;
    h->sum = sum_of(h, offsetof(struct disk_header, sum));
    assert_int_equal(index_open_bytes(buf_str(&bytes), &ix, &err), ERR_CONFLICT);
    assert_string_equal(err.why, "the snapshot was made by another version of the program");
    buf_free(&bytes);
}

/* ---- The folder. */

static void write_to(const char *folder, uint64_t seed, struct sha256 *id)
{
    struct error err = {0};
    struct index_builder *b = run_builder(seed, 50, 1);
    if (index_builder_write(b, folder, id, &err))
        fail_msg("%s", err.why);
    index_builder_free(b);
}

static void the_folder_has_one_in_use(void **state)
{
    (void)state;
    char folder[] = "/tmp/tocsin-index-XXXXXX", path[256], hex[SHA256_HEX];
    struct error err = {0};
    struct index *old = NULL, *new = NULL;
    struct sha256 one, two, again;
    assert_non_null(mkdtemp(folder));
    assert_int_equal(index_open_current(folder, &old, &err), ERR_USAGE);
    write_to(folder, 1, &one);
    assert_int_equal(index_open_current(folder, &old, &err), OK);
    write_to(folder, 2, &two);
    assert_int_equal(index_open_current(folder, &new, &err), OK);
    assert_true(sha256_equal(index_id(old), one) && sha256_equal(index_id(new), two));
    assert_int_equal(index_validate(old, &err), OK); /* removed, and mapped still */
    snprintf(path, sizeof path, "%s/%.32s.snapshot", folder, sha256_hex(one, hex));
    assert_false(file_exists(path));
    index_close(old);
    index_close(new);
    write_to(folder, 1, &again);
    assert_true(sha256_equal(one, again));
    snprintf(path, sizeof path, "%s/%.32s.snapshot", folder, sha256_hex(one, hex));
    unlink(path);
    snprintf(path, sizeof path, "%s/current", folder);
    unlink(path);
    assert_int_equal(rmdir(folder), 0); /* and nothing else was in it */
}

static void any_number_of_threads_gives_the_same_bytes(void **state)
{
    (void)state;
    struct buf one = {0}, five = {0};
    struct index *a = opened(run_builder(3, 3000, 1), &one),
                 *b = opened(run_builder(3, 3000, 5), &five);
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
        cmocka_unit_test(faults_are_seen),
        cmocka_unit_test(damage_is_never_searched),
        cmocka_unit_test(another_edition_is_refused),
        cmocka_unit_test(the_folder_has_one_in_use),
    };
    return cmocka_run_group_tests_name("index", tests, NULL, NULL);
}
