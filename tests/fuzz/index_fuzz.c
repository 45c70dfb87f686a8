/* SPDX-License-Identifier: Apache-2.0 */
/* index_fuzz.c - a snapshot with some of its bytes changed: it is refused, or the
 * search says that it is damaged, or it finds what the good one finds; and when
 * all sums are made right again, nothing is read that is not there, and what
 * index_validate lets pass finds what a scan of it finds. */
#include "index_run.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { SEED = 7, ENTRIES = 60 };

static void must(bool holds)
{
    if (!holds)
        abort();
}

static struct run_found searched(const struct index *ix, bool slow, enum status *rc)
{
    struct run_query a;
    struct error err = {0};
    struct gen_name n = gen_entry(SEED, 3, 0);
    run_ask(&a, (struct str){n.s, n.len}, 40);
    struct run_found f = {.need = run_least(&a)};
    struct index_scratch *s = slow ? NULL : index_scratch_new(ix);
    must(slow || s);
    *rc = slow ? index_scan(ix, &a.query, run_take, &f, &err)
               : index_search(ix, s, &a.query, run_take, &f, &err);
    index_scratch_free(s);
    return f;
}

/* Reads all that accessors give. */
static void read_all(const struct index *ix)
{
    struct index_counts n = index_count(ix);
    for (uint32_t i = 0; i < n.lists; i++)
        (void)index_list(ix, i);
    for (uint32_t i = 0; i < n.entries; i++) {
        struct index_entry e = index_entry(ix, i);
        (void)index_stood(ix, e.times, 200, NULL);
        (void)index_birth(ix, e.births.from);
        (void)index_country(ix, e.countries.from);
        (void)index_gender(ix, e.genders.from);
        (void)index_identifier(ix, e.identifiers.from);
    }
    for (uint32_t i = 0; i < n.names; i++) {
        (void)index_name(ix, i);
        (void)index_units(ix, i);
    }
    for (uint32_t i = 0; i < n.words; i++)
        (void)index_word(ix, i);
    uint32_t found[4];
    (void)index_identified(ix, STR("AB1"), found, 4);
}

/* The input: a byte that says whether to make the sums right, then changes: where
 * (four bytes) and what to. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct buf good;
    static struct run_found expected;
    struct error err = {0};
    struct index *ix = NULL;
    enum status rc = OK;
    if (!good.len) {
        struct index_builder *b = run_builder(SEED, ENTRIES, 1);
        must(b && index_builder_bytes(b, &good, &err) == OK);
        index_builder_free(b);
        must(index_open_bytes(buf_str(&good), &ix, &err) == OK);
        expected = searched(ix, true, &rc);
        must(rc == OK && expected.names > 0);
        index_close(ix);
    }
    struct buf b = {0};
    buf_put(&b, buf_str(&good));
    bool changed = false, resign = size && data[0] & 1;
    for (size_t i = 1; i + 5 <= size; i += 5) {
        uint32_t at;
        memcpy(&at, data + i, sizeof at);
        char *byte = &b.s[resign ? HEADER_SIZE + at % (b.len - HEADER_SIZE) : at % b.len];
        changed |= *byte != (char)data[i + 4];
        *byte = (char)data[i + 4];
    }
    if (resign)
        run_resign(&b);
    if (index_open_bytes(buf_str(&b), &ix, &err) == OK) {
        read_all(ix);
        struct run_found fast = searched(ix, false, &rc);
        must(resign || rc || (fast.names == expected.names && fast.hash == expected.hash));
        if (index_validate(ix, &err) == OK) {
            struct run_found slow = searched(ix, true, &rc);
            must(fast.names == slow.names && fast.hash == slow.hash);
            must(resign || !changed);
        }
        index_close(ix);
    }
    buf_free(&b);
    return 0;
}
