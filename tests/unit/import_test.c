/* SPDX-License-Identifier: Apache-2.0 */
/* import_test.c - random histories of a small list, imported in order and
 * shuffled: the stores must have the same digest, and say on every day what a
 * slow model says that only knows whole versions.
 *
 * A version is a set of entries, each with a name and a remark.  Some versions
 * drop so many entries that they are held, some say that they are older than the
 * one before, some are broken, some say nothing new in the same bytes or in
 * others; which of them stand is told by the model as well. */
#include "cmocka_all.h"

#include "base/file.h"
#include "ingest/import.h"
#include "record/decode.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { REFS = 70, VERSIONS = 7, ROUNDS = 40, DAY0 = 1500000000 };

/* What one version says: for each ref a text, 0 for no entry. */
struct model_version {
    int text[REFS];
    bool broken;
    int generated; /* day on which the file says that it was made */
    bool noise;    /* its bytes differ from those of any other version */
    int64_t at;
};

struct model {
    struct model_version v[VERSIONS];
    bool stands[VERSIONS];
};

static unsigned random_state;

static unsigned roll(unsigned sides)
{
    random_state = random_state * 1664525U + 1013904223U;
    return (random_state >> 16) % sides;
}

/* ---- The model. */

static int count_of(const struct model_version *v)
{
    int n = 0;
    for (int i = 0; i < REFS; i++)
        n += v->text[i] != 0;
    return n;
}

static int gone_between(const struct model_version *a, const struct model_version *b)
{
    int n = 0;
    for (int i = 0; i < REFS; i++)
        n += a->text[i] && !b->text[i];
    return n;
}

static void judge(struct model *m)
{
    const struct model_version *before = NULL;
    for (int i = 0; i < VERSIONS; i++) {
        struct model_version *v = &m->v[i];
        m->stands[i] = !v->broken;
        if (before && count_of(before) >= 50 &&
            gone_between(before, v) * 100 > count_of(before) * GUARD_DEFAULT)
            m->stands[i] = false;
        if (before && v->generated < before->generated)
            m->stands[i] = false;
        if (m->stands[i])
            before = v;
    }
}

static void make_model(struct model *m)
{
    *m = (struct model){0};
    for (int i = 0; i < VERSIONS; i++) {
        struct model_version *v = &m->v[i];
        if (i)
            *v = m->v[i - 1];
        v->broken = i && roll(7) == 0;
        v->at = DAY0 + i * 86400;
        v->generated = roll(6) == 0 ? 1 + (int)roll(VERSIONS) : 1 + i;
        v->noise = roll(2) == 0;
        if (roll(4) == 0 && i)
            continue; /* nothing new */
        bool purge = i && roll(5) == 0;
        for (int r = 0; r < REFS; r++) {
            unsigned die = roll(100);
            if (i == 0)
                v->text[r] = die < 85 ? 1 : 0;
            else if (purge && die < 40)
                v->text[r] = 0;
            else if (die < 5)
                v->text[r] = 0;
            else if (die < 12)
                v->text[r] = 1 + (int)roll(3);
        }
        v->text[0] = 1; /* never empty */
    }
    judge(m);
}

/* ---- Files of the model. */

static void put_entry(struct buf *b, int ref, int text)
{
    buf_printf(b,
               "<INDIVIDUAL><DATAID>%d</DATAID><FIRST_NAME>NAME%d</FIRST_NAME>"
               "<UN_LIST_TYPE>Invented</UN_LIST_TYPE><REFERENCE_NUMBER>ZZi.%03d</REFERENCE_NUMBER>"
               "<LISTED_ON>2001-01-01</LISTED_ON><COMMENTS1>text %d</COMMENTS1></INDIVIDUAL>\n",
               1000 + ref, ref, ref, text);
}

static void write_version(const char *path, const struct model_version *v)
{
    struct buf b = {0};
    struct error err = {0};
    buf_printf(&b,
               "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
               "<CONSOLIDATED_LIST dateGenerated=\"2017-07-%02dT00:00:00Z\"><INDIVIDUALS>\n",
               v->generated);
    if (v->noise)
        buf_printf(&b, "<!-- %lld -->\n", (long long)v->at);
    for (int r = 0; r < REFS; r++)
        if (v->text[r])
            put_entry(&b, r, v->text[r]);
    if (!v->broken)
        buf_puts(&b, "</INDIVIDUALS></CONSOLIDATED_LIST>\n");
    assert_int_equal(file_write(path, buf_str(&b), 0600, &err), OK);
    buf_free(&b);
}

static void import_one(struct home *h, const struct model_version *v)
{
    char path[512];
    struct arena a = {0};
    struct error err = {0};
    struct import_result result;
    snprintf(path, sizeof path, "%s/incoming/version.xml", h->path);
    write_version(path, v);
    struct parse_file file = {.path = path, .name = STR("version.xml")};
    struct import_job job = {
        .list = STR("un"), .files = &file, .count = 1, .at = v->at, .origin = STR("a test")};
    if (import_version(h, &job, &a, &result, &err))
        fail_msg("import failed: %s", err.why);
    arena_free(&a);
}

static struct home *open_home(char path[64])
{
    struct home *h;
    struct error err = {0};
    snprintf(path, 64, "%s/tocsin-import-test-XXXXXX",
             access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
    assert_non_null(mkdtemp(path));
    if (home_open(path, true, &h, &err))
        fail_msg("cannot open a home: %s", err.why);
    return h;
}

static void remove_home(struct home *h, const char *path)
{
    char command[128];
    home_close(h);
    snprintf(command, sizeof command, "rm -rf '%s'", path);
    assert_int_equal(system(command), 0);
}

/* ---- What the store says, against the model. */

static int text_on(struct home *h, int ref, int64_t at)
{
    char name[16];
    struct run run;
    struct arena a = {0};
    struct error err = {0};
    struct str body;
    int text = 0;
    snprintf(name, sizeof name, "ZZi.%03d", ref);
    if (store_run_at(h->store, STR("un"), str_of(name), at, &run, &err)) {
        assert_int_equal(store_record(h->store, &a, STR("un"), str_of(name), run.sha, &body, &err),
                         OK);
        size_t found = str_find(body, STR("\"remarks\":[\"text "));
        assert_int_not_equal(found, SIZE_MAX);
        text = body.s[found + sizeof "\"remarks\":[\"text " - 1] - '0';
    }
    assert_int_equal(err.status, OK);
    arena_free(&a);
    return text;
}

struct tally_of_changes {
    int listed, amended, delisted, relisted;
};

static enum status count_change(void *ctx, const struct change *c, struct error *err)
{
    struct tally_of_changes *t = ctx;
    (void)err;
    t->listed += str_is(c->change, "listed");
    t->amended += str_is(c->change, "amended");
    t->delisted += str_is(c->change, "delisted");
    t->relisted += str_is(c->change, "relisted");
    return OK;
}

static struct tally_of_changes model_changes(const struct model *m)
{
    struct tally_of_changes t = {0};
    bool seen[REFS] = {false};
    const struct model_version *before = NULL;
    for (int i = 0; i < VERSIONS; i++) {
        const struct model_version *v = &m->v[i];
        if (!m->stands[i])
            continue;
        for (int r = 0; r < REFS; r++) {
            int was = before ? before->text[r] : 0, is = v->text[r];
            t.listed += before && !was && is && !seen[r];
            t.relisted += before && !was && is && seen[r];
            t.delisted += was && !is;
            t.amended += was && is && was != is;
            seen[r] = seen[r] || is;
        }
        before = v;
    }
    return t;
}

static void check_against_model(struct home *h, const struct model *m)
{
    struct tally_of_changes got = {0}, want = model_changes(m);
    struct error err = {0};
    struct change_filter all = {0};
    const struct model_version *now = NULL;
    for (int i = 0; i < VERSIONS; i++) {
        if (m->stands[i])
            now = &m->v[i];
        for (int r = 0; r < REFS; r++)
            assert_int_equal(text_on(h, r, m->v[i].at + 5), now ? now->text[r] : 0);
    }
    assert_int_equal(store_changes(h->store, &all, count_change, &got, &err), OK);
    assert_memory_equal(&got, &want, sizeof got);
}

static struct sha256 digest_of(struct home *h)
{
    struct sha256 d;
    struct error err = {0};
    assert_int_equal(store_digest(h->store, &d, &err), OK);
    return d;
}

static void any_order_gives_the_same_store(void **state)
{
    (void)state;
    for (unsigned round = 0; round < ROUNDS; round++) {
        struct model m;
        char in_order[64], shuffled[64];
        int order[VERSIONS];
        random_state = round * 7919 + 17;
        make_model(&m);
        struct home *a = open_home(in_order), *b = open_home(shuffled);
        for (int i = 0; i < VERSIONS; i++) {
            import_one(a, &m.v[i]);
            order[i] = i;
        }
        check_against_model(a, &m);
        for (int i = VERSIONS - 1; i > 0; i--) {
            int j = (int)roll((unsigned)i + 1), swap = order[i];
            order[i] = order[j];
            order[j] = swap;
        }
        for (int i = 0; i < VERSIONS; i++)
            import_one(b, &m.v[order[i]]);
        check_against_model(b, &m);
        assert_true(sha256_equal(digest_of(a), digest_of(b)));
        remove_home(a, in_order);
        remove_home(b, shuffled);
    }
}

/* A store that is lost is made again from receipts and blobs, the same. */
static void receipts_and_blobs_make_the_store_again(void **state)
{
    (void)state;
    for (unsigned round = 0; round < 12; round++) {
        struct model m;
        char path[64], db[96];
        struct error err = {0};
        random_state = round * 104729 + 3;
        make_model(&m);
        struct home *h = open_home(path);
        for (int i = VERSIONS - 1; i >= 0; i--) /* backwards: many fall into place late */
            import_one(h, &m.v[i]);
        struct sha256 before = digest_of(h);
        home_close(h);
        static const char *const files[] = {"tocsin.db", "tocsin.db-wal", "tocsin.db-shm"};
        for (size_t i = 0; i < COUNT(files); i++) {
            snprintf(db, sizeof db, "%s/%s", path, files[i]);
            unlink(db);
        }
        if (home_open(path, true, &h, &err))
            fail_msg("cannot make the store again: %s", err.why);
        assert_true(sha256_equal(digest_of(h), before));
        check_against_model(h, &m);
        remove_home(h, path);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_order_gives_the_same_store),
        cmocka_unit_test(receipts_and_blobs_make_the_store_again),
    };
    return cmocka_run_group_tests_name("import", tests, NULL, NULL);
}
