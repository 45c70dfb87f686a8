/* SPDX-License-Identifier: Apache-2.0 */
/* index_real_test.c - real lists as a snapshot: it is valid, and every name that
 * has words finds itself, in full. */
#include "cmocka_all.h"

#include "index_run.h"
#include "record/decode.h"
#include "source_run.h"

struct self {
    uint32_t name;
    unsigned full;
    bool found;
};

static void take_self(void *ctx, const struct index_found *f)
{
    struct self *s = ctx;
    s->found |= f->name == s->name && f->sum == s->full;
}

static void feed(struct index_builder *b, struct str lines, int64_t from)
{
    struct arena a = {0};
    while (lines.len) {
        struct str line;
        struct node *top;
        struct error err = {0};
        struct index_state s;
        lines = str_cut(lines, '\n', &line);
        assert_int_equal(record_decode(&a, line, &top, &err), OK);
        index_state_of(&a, top, &s);
        s.from = from;
        s.until = INSTANT_END;
        index_builder_entry(b, record_head_of(top).ref);
        index_builder_state(b, &s);
        assert_false(a.failed);
        arena_reset(&a);
    }
    arena_free(&a);
}

static void names_find_themselves(const struct index *ix)
{
    struct index_scratch *s = index_scratch_new(ix);
    assert_non_null(s);
    for (uint32_t i = 0; i < index_count(ix).names; i++) {
        struct run_query a;
        struct error err = {0};
        struct index_name n = index_name(ix, i);
        run_ask(&a, n.text, 100);
        struct self self = {.name = i, .full = a.query.need};
        assert_int_equal(index_search(ix, s, &a.query, take_self, &self, &err), OK);
        if (a.query.need && !self.found)
            fail_msg("%.*s is not found", STRF(n.text));
    }
    index_scratch_free(s);
}

static void real_lists_make_valid_snapshots(void **state)
{
    (void)state;
    static const struct {
        const char *list, *source, *file;
    } lists[] = {{"un", "un", "data/un/2026-02-27.xml"},
                 {"us-cons", "ofac", "data/ofac/cons-2025-03-28.xml"},
                 {"gb", "gb", "data/uk/conlist-2018-04-13.csv"}};
    struct index_builder *b = index_builder_new(0);
    struct buf file = {0}, bytes = {0};
    struct error err = {0};
    struct index *ix = NULL;
    size_t fed = 0;
    for (size_t i = 0; i < COUNT(lists); i++) {
        struct ran ran;
        if (!run_real(lists[i].file, &file))
            continue;
        run_source(&ran, source_find(str_of(lists[i].source)), lists[i].list, lists[i].file,
                   buf_str(&file), STR(""));
        if (ran.rc)
            fail_msg("%s: %s", lists[i].file, ran.err.why);
        index_builder_list(b, &(struct index_list){.id = str_of(lists[i].list), .at = 1000});
        feed(b, buf_str(&ran.lines), 1000);
        run_free(&ran);
        fed++;
    }
    if (fed) {
        if (index_builder_bytes(b, &bytes, &err) || index_open_bytes(buf_str(&bytes), &ix, &err) ||
            index_validate(ix, &err))
            fail_msg("%s", err.why);
        struct index_counts n = index_count(ix);
        print_message("%u entries, %u names, %u words, %u identifiers, %llu bytes\n", n.entries,
                      n.names, n.words, n.identifiers, (unsigned long long)n.bytes);
        names_find_themselves(ix);
    }
    index_close(ix);
    index_builder_free(b);
    buf_free(&file);
    buf_free(&bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(real_lists_make_valid_snapshots)};
    return cmocka_run_group_tests_name("index_real", tests, NULL, NULL);
}
