/* SPDX-License-Identifier: Apache-2.0 */
/* witness_test.c - what a witness cosigns and what not, row by row; that it forgets nothing, and
 * that requests beside each other leave one history. */
#include "cmocka_all.h"
#include "grown.h"
#include "ledger_run.h"

#include "serve/witness.h"
#include "serve/witness_files.h"

#include <pthread.h>
#include <sqlite3.h>
#include <stdatomic.h>
#include <sys/syscall.h>

enum { NOW = 1764000000, SIZE = 40 };

static struct signer witness_key;
static struct grown log_of_ours, fork_of_it, other;

static struct str vkey_of(struct arena *a, const char *private)
{
    struct signer s = grown_signer(private);
    struct key k = signer_key(&s);
    return key_print(a, &k);
}

static void add_log(const char *key, const char *origin, bool expect_fresh)
{
    struct arena a = {0};
    struct error err = {0};
    bool fresh;
    if (witness_log_add(test_folder, vkey_of(&a, key), str_of(origin), &fresh, &err))
        fail_msg("%s", err.why);
    assert_int_equal(fresh, expect_fresh);
    arena_free(&a);
}

static struct witness *open_witness(void)
{
    struct witness *w;
    struct error err = {0};
    if (witness_open(test_folder, &witness_key, &w, &err))
        fail_msg("%s", err.why);
    return w;
}

/* The status of an answer, which is checked: a cosignature is of this checkpoint, a size is one. */
static unsigned ask(struct witness *w, struct str body, char text[256])
{
    struct witness_adding one = {.body = body};
    struct arena a = {0};
    witness_add(w, &one, 1, NOW);
    struct witness_answer answer = one.answer;
    unsigned status = answer.status;
    snprintf(text, 256, "%.*s", (int)answer.body.len, answer.body.len ? answer.body.s : "");
    assert_string_equal(answer.type,
                        status == 409 ? "text/x.tlog.size" : "text/plain; charset=utf-8");
    assert_true((status == 200 || status == 409) == (answer.why.why[0] == 0));
    if (status == 200) {
        struct witnessing_request r;
        struct error err = {0};
        struct note n, lines;
        note_verified_vec verified;
        struct key own = signer_key(&witness_key);
        assert_int_equal(witnessing_parse(body, &r, &err), OK);
        assert_int_equal(note_parse(&a, r.note, &n, &err), OK);
        assert_int_equal(note_parse_signatures(&a, buf_str(&answer.body), &lines, &err), OK);
        lines.text = n.text;
        assert_int_equal(note_verify(&a, &lines, &own, 1, &verified, &err), OK);
        assert_int_equal(lines.signatures.count, 1);
        assert_int_equal(verified.at[0].time, NOW);
    }
    arena_free(&a);
    buf_free(&answer.body);
    return status;
}

static unsigned ask_growth(struct witness *w, struct grown *g, uint64_t old, uint64_t size)
{
    struct buf body = {0};
    char text[256];
    unsigned status = ask(w, grown_request(g, old, size, &body), text);
    buf_free(&body);
    return status;
}

static int begin(void **state)
{
    witness_key = grown_signer(WITNESS_KEY);
    grown_make(&log_of_ours, LOG_KEY, SIZE, 0, 0);
    grown_make(&fork_of_it, LOG_KEY, SIZE, 1, 7);
    grown_make(&other, OTHER_KEY, SIZE, 0, 0);
    (void)state;
    return 0;
}

static int end(void **state)
{
    grown_free(&log_of_ours);
    grown_free(&fork_of_it);
    grown_free(&other);
    (void)state;
    return 0;
}

/* ---- The table. */

enum edit {
    AS_IT_IS,
    NO_PROOF,         /* without its hashes */
    HASH_MORE,        /* one behind them */
    HASH_LESS,        /* without the last */
    HASH_WRONG,       /* a bit of the first */
    ROOT_WRONG,       /* signed, but of another root */
    SIGNED_BY_OTHER,  /* under the name of ours, by another key */
    SIGNED_TWICE,     /* by an unknown key, and then well */
    SIGNATURE_WRONG,  /* a bit of it */
    SIGNATURE_BESIDE, /* a wrong one of the key behind a good one */
    EXTENDED,         /* a line behind the root */
    ORIGIN_OTHER,     /* a log that nobody has added */
    CUT,              /* the last byte */
    GARBAGE,          /* no request at all */
};

static const struct {
    const char *what;
    uint64_t state; /* cosigned before; UINT64_MAX: never */
    uint64_t old, size;
    enum edit edit;
    unsigned status;
    const char *answer; /* NULL: not compared */
} rows[] = {
#define NEVER UINT64_MAX
    {"first", NEVER, 0, 5, AS_IT_IS, 200, NULL},
    {"first, empty", NEVER, 0, 0, AS_IT_IS, 200, NULL},
    {"after empty", 0, 0, 5, AS_IT_IS, 200, NULL},
    {"empty again", 0, 0, 0, AS_IT_IS, 200, NULL},
    {"growth by one", 5, 5, 6, AS_IT_IS, 200, NULL},
    {"growth", 5, 5, 40, AS_IT_IS, 200, NULL},
    {"growth from a power of two", 8, 8, 40, AS_IT_IS, 200, NULL},
    {"growth to a power of two", 7, 7, 32, AS_IT_IS, 200, NULL},
    {"the same again", 5, 5, 5, AS_IT_IS, 200, NULL},
    {"signatures of others beside", 5, 5, 9, SIGNED_TWICE, 200, NULL},
    {"a line more", 5, 5, 9, EXTENDED, 200, NULL},

    {"garbage", 5, 5, 9, GARBAGE, 400, NULL},
    {"cut", 5, 5, 9, CUT, 400, "a note ends with a line feed\n"},
    {"old above size", 5, 9, 6, AS_IT_IS, 400, "the old size is above that of the checkpoint\n"},
    {"old above size of no log", 5, 9, 6, ORIGIN_OTHER, 400,
     "the old size is above that of the checkpoint\n"},

    {"no log", NEVER, 0, 5, ORIGIN_OTHER, 404, "the log is not known here\n"},

    {"another key", NEVER, 0, 5, SIGNED_BY_OTHER, 403,
     "the note has no signature of a known key\n"},
    {"a wrong signature", NEVER, 0, 5, SIGNATURE_WRONG, 403,
     "the signature of example.com/log (17b5cd5a) does not verify\n"},
    {"a wrong signature beside a good one", NEVER, 0, 5, SIGNATURE_BESIDE, 403,
     "the signature of example.com/log (17b5cd5a) does not verify\n"},
    {"another key and another size", 5, 6, 9, SIGNED_BY_OTHER, 403, NULL},

    {"nothing cosigned yet", NEVER, 5, 9, AS_IT_IS, 409, "0\n"},
    {"behind", 9, 5, 9, AS_IT_IS, 409, "9\n"},
    {"behind, and further", 9, 5, 12, AS_IT_IS, 409, "9\n"},
    {"ahead", 5, 6, 9, AS_IT_IS, 409, "5\n"},
    {"asking", 5, 0, 9, AS_IT_IS, 409, "5\n"},
    {"asking, with a proof", 5, 0, 9, HASH_MORE, 409, "5\n"},
    {"asking with an empty log", 5, 0, 0, AS_IT_IS, 409, "5\n"},
    {"another size and no proof", 5, 6, 9, NO_PROOF, 409, "5\n"},

    {"empty with a root", NEVER, 0, 0, ROOT_WRONG, 422,
     "the root of a log without entries is that of none\n"},
    {"a proof from nothing", NEVER, 0, 5, HASH_MORE, 422, "growth from nothing has no proof\n"},
    {"a proof of nothing", NEVER, 0, 0, HASH_MORE, 422, "growth from nothing has no proof\n"},
    {"no proof", 5, 5, 9, NO_PROOF, 422, NULL},
    {"a hash more", 5, 5, 9, HASH_MORE, 422, NULL},
    {"a hash less", 5, 5, 9, HASH_LESS, 422, NULL},
    {"a wrong hash", 5, 5, 9, HASH_WRONG, 422, NULL},
    {"another root", 5, 5, 9, ROOT_WRONG, 422, NULL},
    {"another root at the same size", 5, 5, 5, ROOT_WRONG, 422,
     "a log of this size was cosigned with another root\n"},
    {"a proof at the same size", 5, 5, 5, HASH_MORE, 422, NULL},
};

static void sign_as(const char *text, const char *key, struct buf *out)
{
    struct signer s = grown_signer(key);
    struct error err = {0};
    assert_int_equal(note_sign(str_of(text), &s, 1, out, &err), OK);
}

/* The signature's line of a note, without the last line feed. */
static void flip_signature(struct buf *note)
{
    note->s[note->len - 20] ^= 'A' ^ 'B';
    if (!((note->s[note->len - 20] >= 'A' && note->s[note->len - 20] <= 'Z') ||
          (note->s[note->len - 20] >= 'a' && note->s[note->len - 20] <= 'z')))
        note->s[note->len - 20] = 'C';
}

static void edit_note(enum edit edit, struct checkpoint c, struct buf *note)
{
    struct buf text = {0};
    if (edit == ROOT_WRONG)
        c.root.byte[3] ^= 4;
    if (edit == ORIGIN_OTHER)
        c.origin = STR("example.com/nobody");
    checkpoint_print(&c, &text);
    if (edit == EXTENDED)
        buf_puts(&text, "another line\n");
    buf_clear(note);
    if (edit == SIGNED_TWICE) {
        sign_as(buf_cstr(&text), OTHER_KEY, note);
        struct buf good = {0};
        sign_as(buf_cstr(&text), LOG_KEY, &good);
        buf_put(note, str_from(buf_str(&good), text.len + 1));
        buf_free(&good);
    } else {
        sign_as(buf_cstr(&text), edit == SIGNED_BY_OTHER ? OTHER_KEY : LOG_KEY, note);
    }
    if (edit == SIGNATURE_BESIDE) {
        struct buf line = {0};
        buf_put(&line, str_from(buf_str(note), text.len + 1));
        buf_put(note, buf_str(&line));
        buf_free(&line);
    }
    if (edit == SIGNATURE_WRONG || edit == SIGNATURE_BESIDE)
        flip_signature(note);
    buf_free(&text);
}

static void make_body(uint64_t old, uint64_t size, enum edit edit, struct buf *body)
{
    struct error err = {0};
    struct buf note = {0};
    struct checkpoint c = {STR("example.com/log"), size, grown_root(&log_of_ours, size), 0};
    struct witnessing_request r = {.old = old};
    if (old <= size)
        r.proof = grown_proof(&log_of_ours, old, size);
    r.proof.count = edit == NO_PROOF ? 0 : r.proof.count;
    r.proof.count += edit == HASH_MORE;
    r.proof.count -= edit == HASH_LESS;
    r.proof.at[0].byte[0] ^= edit == HASH_WRONG;
    edit_note(edit, c, &note);
    r.note = buf_str(&note);
    assert_int_equal(witnessing_print(&r, body, &err), OK);
    body->len -= edit == CUT;
    if (edit == GARBAGE)
        memset(body->s, 'x', body->len);
    buf_free(&note);
}

static void each_row_has_its_answer(void **state)
{
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct buf body = {0}, before = {0}, after = {0};
        char text[256], hex[SHA256_HEX];
        make_folder(state);
        add_log(LOG_KEY, "", true);
        struct witness *w = open_witness();
        sha256_hex(witness_log_id(STR("example.com/log")), hex);
        if (rows[i].state != NEVER)
            assert_int_equal(ask_growth(w, &log_of_ours, 0, rows[i].state), 200);
        bool was = witness_latest(w, str_of(hex), &before);
        assert_int_equal(was, rows[i].state != NEVER);
        make_body(rows[i].old, rows[i].size, rows[i].edit, &body);
        unsigned status = ask(w, buf_str(&body), text);
        if (status != rows[i].status || (rows[i].answer && strcmp(text, rows[i].answer) != 0))
            fail_msg("%s: %u, %s", rows[i].what, status, text);
        /* Nothing changes but by 200; and what is 200 is the state, now and after a restart. */
        bool is = witness_latest(w, str_of(hex), &after);
        assert_int_equal(is, was || status == 200);
        if (status != 200)
            assert_true(str_equal(buf_str(&before), buf_str(&after)));
        witness_close(w);
        w = open_witness();
        buf_clear(&before);
        assert_int_equal(witness_latest(w, str_of(hex), &before), is);
        assert_true(str_equal(buf_str(&before), buf_str(&after)));
        if (status == 200)
            assert_int_equal(ask_growth(w, &log_of_ours, rows[i].size, SIZE), 200);
        witness_close(w);
        buf_free(&body);
        buf_free(&before);
        buf_free(&after);
        remove_folder(state);
    }
}

/* ---- Histories. */

static void a_fork_is_never_cosigned(void **state)
{
    (void)state;
    add_log(LOG_KEY, "", true);
    struct witness *w = open_witness();
    assert_int_equal(ask_growth(w, &log_of_ours, 0, 9), 200);
    for (uint64_t old = 0; old <= SIZE; old++)
        for (uint64_t size = old; size <= SIZE; size++) {
            unsigned status = ask_growth(w, &fork_of_it, old, size);
            assert_int_equal(status, old == 9 ? 422 : 409);
        }
    assert_int_equal(ask_growth(w, &log_of_ours, 9, 10), 200);
    assert_int_equal(ask_growth(w, &log_of_ours, 9, 10), 409); /* a replay */
    assert_int_equal(ask_growth(w, &log_of_ours, 0, 9), 409);
    assert_int_equal(ask_growth(w, &log_of_ours, 10, 10), 200);
    witness_close(w);
}

static void logs_do_not_know_of_each_other(void **state)
{
    (void)state;
    add_log(LOG_KEY, "", true);
    add_log(OTHER_KEY, "", true);
    struct witness *w = open_witness();
    assert_int_equal(witness_logs(w), 2);
    assert_int_equal(ask_growth(w, &log_of_ours, 0, 9), 200);
    assert_int_equal(ask_growth(w, &other, 9, 12), 409);
    assert_int_equal(ask_growth(w, &other, 0, 12), 200);
    assert_int_equal(ask_growth(w, &log_of_ours, 9, 12), 200);
    witness_close(w);
}

static void a_log_added_later_is_seen(void **state)
{
    (void)state;
    struct witness *w = open_witness();
    assert_int_equal(witness_logs(w), 0);
    assert_int_equal(ask_growth(w, &log_of_ours, 0, 9), 404);
    add_log(OTHER_KEY, "example.com/log", true);
    assert_int_equal(ask_growth(w, &log_of_ours, 0, 9), 403);
    add_log(LOG_KEY, "", false); /* another key of a log that is known */
    add_log(LOG_KEY, "", false);
    assert_int_equal(ask_growth(w, &log_of_ours, 0, 9), 200);
    assert_int_equal(witness_logs(w), 1);
    witness_close(w);
}

static void a_folder_has_one_witness(void **state)
{
    (void)state;
    struct witness *w = open_witness(), *second;
    struct error err = {0};
    assert_int_equal(witness_open(test_folder, &witness_key, &second, &err), ERR_CONFLICT);
    assert_null(second);
    witness_close(w);
    witness_close(open_witness());
}

/* ---- Several at once. */

/* What many() asks: of which log, from where to where, and what is answered. */
struct wanted {
    struct grown *g;
    uint64_t old, size;
    unsigned status;
};

static void many(struct witness *w, const struct wanted *wanted, size_t count)
{
    struct witness_adding all[16];
    struct buf bodies[16] = {{0}};
    assert_true(count <= 16);
    for (size_t i = 0; i < count; i++)
        all[i].body = grown_request(wanted[i].g, wanted[i].old, wanted[i].size, &bodies[i]);
    witness_add(w, all, count, NOW);
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(all[i].answer.status, wanted[i].status);
        buf_free(&all[i].answer.body);
        buf_free(&bodies[i]);
    }
}

static void requests_together_are_decided_in_their_order(void **state)
{
    (void)state;
    const struct wanted wanted[] = {
        {&log_of_ours, 0, 5, 200}, {&fork_of_it, 0, 9, 409},  {&other, 0, 7, 200},
        {&log_of_ours, 5, 9, 200}, {&fork_of_it, 9, 12, 422}, {&log_of_ours, 9, 9, 200},
        {&other, 0, 7, 409},       {&log_of_ours, 5, 9, 409}, {&log_of_ours, 9, 12, 200},
    };
    add_log(LOG_KEY, "", true);
    add_log(OTHER_KEY, "", true);
    struct witness *w = open_witness();
    many(w, wanted, COUNT(wanted));
    witness_close(w);
    w = open_witness();
    assert_int_equal(ask_growth(w, &log_of_ours, 12, 13), 200);
    assert_int_equal(ask_growth(w, &other, 7, 8), 200);
    witness_close(w);
}

/* ---- What lies on the disk. */

static sqlite3 *open_db(void)
{
    char path[512];
    sqlite3 *db;
    snprintf(path, sizeof path, "%s/witness.db", test_folder);
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    return db;
}

static void put_note(struct str note)
{
    sqlite3 *db = open_db();
    sqlite3_stmt *q;
    assert_int_equal(sqlite3_prepare_v2(db, "UPDATE cosigned SET note=?1", -1, &q, NULL), 0);
    assert_int_equal(sqlite3_bind_blob(q, 1, note.s, (int)note.len, SQLITE_STATIC), 0);
    assert_int_equal(sqlite3_step(q), SQLITE_DONE);
    sqlite3_finalize(q);
    sqlite3_close(db);
}

static void a_damaged_state_is_not_taken_for_none(void **state)
{
    (void)state;
    char hex[SHA256_HEX];
    struct buf good = {0}, bad = {0};
    struct error err = {0};
    struct witness *w;
    add_log(LOG_KEY, "", true);
    w = open_witness();
    assert_int_equal(ask_growth(w, &log_of_ours, 0, 9), 200);
    assert_true(
        witness_latest(w, str_of(sha256_hex(witness_log_id(STR("example.com/log")), hex)), &good));
    witness_close(w);
    /* Every byte counts: but for those that make the name or id of one signature another. */
    for (size_t i = 0; i < good.len; i += i < 80 ? 1 : 7) {
        buf_clear(&bad);
        buf_put(&bad, buf_str(&good));
        bad.s[i] ^= 1;
        put_note(buf_str(&bad));
        err = (struct error){0};
        enum status rc = witness_open(test_folder, &witness_key, &w, &err);
        if (rc == OK) {
            assert_int_equal(ask_growth(w, &log_of_ours, 0, 9), 409);
            witness_close(w);
        } else {
            assert_int_equal(rc, ERR_CORRUPT);
        }
    }
    put_note(STR(""));
    assert_int_equal(witness_open(test_folder, &witness_key, &w, &err), ERR_CORRUPT);
    buf_free(&good);
    buf_free(&bad);
}

/* A commit that fails leaves nothing of any request that was with it. */
static void what_cannot_be_written_is_not_cosigned(void **state)
{
    (void)state;
    /* The first row is taken, the second one refused. */
    static const char way[] = "CREATE TRIGGER no BEFORE INSERT ON cosigned WHEN EXISTS("
                              "SELECT 1 FROM cosigned WHERE instr(CAST(note AS TEXT), '\n12\n'))"
                              " BEGIN SELECT RAISE(ABORT, 'no'); END";
    const struct wanted before[] = {{&log_of_ours, 0, 9, 200}, {&other, 0, 9, 200}};
    const struct wanted fails[] = {
        {&log_of_ours, 9, 12, 500}, {&other, 9, 12, 500}, {&log_of_ours, 9, 12, 500}};
    const struct wanted after[] = {{&log_of_ours, 9, 11, 200}, {&other, 9, 11, 200}};
    add_log(LOG_KEY, "", true);
    add_log(OTHER_KEY, "", true);
    struct witness *w = open_witness();
    many(w, before, COUNT(before));
    sqlite3 *db = open_db();
    assert_int_equal(sqlite3_exec(db, way, NULL, NULL, NULL), 0);
    many(w, fails, COUNT(fails));
    assert_int_equal(sqlite3_exec(db, "DROP TRIGGER no", NULL, NULL, NULL), 0);
    many(w, after, COUNT(after));
    sqlite3_close(db);
    witness_close(w);
    w = open_witness();
    assert_int_equal(ask_growth(w, &log_of_ours, 9, 11), 409);
    assert_int_equal(ask_growth(w, &log_of_ours, 11, 12), 200);
    witness_close(w);
}

/* ---- How often the disk was waited for.  SQLite calls these, since a program comes before the
 * libraries. */

static atomic_uint syncs;

int fdatasync(int fd)
{
    syncs++;
    return (int)syscall(SYS_fdatasync, fd);
}

int fsync(int fd)
{
    syncs++;
    return (int)syscall(SYS_fsync, fd);
}

/* Each answer that changes the state waits for the disk, several of them together once; no other
 * does. */
static void the_disk_is_waited_for(void **state)
{
    (void)state;
    const struct wanted wanted[] = {{&log_of_ours, 7, 9, 200}, {&other, 0, 9, 200}};
    add_log(LOG_KEY, "", true);
    add_log(OTHER_KEY, "", true);
    struct witness *w = open_witness();
    assert_int_equal(ask_growth(w, &log_of_ours, 0, 5), 200); /* which begins a file, too */
    unsigned before = syncs;
    assert_int_equal(ask_growth(w, &log_of_ours, 5, 7), 200);
    assert_int_equal(syncs, before + 1);
    many(w, wanted, COUNT(wanted));
    assert_int_equal(syncs, before + 2);
    assert_int_equal(ask_growth(w, &log_of_ours, 9, 9), 200);
    assert_int_equal(ask_growth(w, &log_of_ours, 5, 9), 409);
    assert_int_equal(ask_growth(w, &fork_of_it, 9, 12), 422);
    assert_int_equal(syncs, before + 2);
    witness_close(w);
}

static void a_new_key_of_the_witness_keeps_the_state(void **state)
{
    (void)state;
    struct error err = {0};
    add_log(LOG_KEY, "", true);
    struct witness *w = open_witness();
    assert_int_equal(ask_growth(w, &log_of_ours, 0, 9), 200);
    witness_close(w);
    assert_int_equal(signer_generate(STR("witness.example/2"), KEY_COSIGNATURE, &witness_key, &err),
                     OK);
    w = open_witness();
    assert_int_equal(ask_growth(w, &fork_of_it, 9, 12), 422);
    assert_int_equal(ask_growth(w, &log_of_ours, 9, 12), 200);
    witness_close(w);
    witness_key = grown_signer(WITNESS_KEY);
}

/* ---- Beside each other. */

enum { THREADS = 8 };

struct racer {
    pthread_t thread;
    struct witness *w;
    struct grown *g;
    unsigned won;
};

static void *race(void *arg)
{
    struct racer *r = arg;
    for (uint64_t old = 0; old < SIZE; old++)
        for (int tries = 0; tries < 1000; tries++) {
            struct buf body = {0};
            struct witness_adding one = {.body = grown_request(r->g, old, old + 1, &body)};
            witness_add(r->w, &one, 1, NOW);
            struct witness_answer answer = one.answer;
            uint64_t has = 0;
            bool told = answer.status == 409 &&
                        str_number((struct str){answer.body.s, answer.body.len - 1}, SIZE, &has);
            r->won += answer.status == 200;
            bool behind = told && has < old; /* nobody got there yet: it is never so */
            buf_free(&answer.body);
            buf_free(&body);
            if (!behind)
                break;
        }
    return NULL;
}

/* Two histories, four threads each: of each size one is cosigned, and all are of one history from
 * where they part. */
static void requests_beside_each_other_leave_one_history(void **state)
{
    (void)state;
    struct racer racers[THREADS];
    unsigned won = 0, forked = 0;
    add_log(LOG_KEY, "", true);
    struct witness *w = open_witness();
    for (size_t i = 0; i < THREADS; i++) {
        racers[i] = (struct racer){.w = w, .g = i % 2 ? &fork_of_it : &log_of_ours};
        assert_int_equal(pthread_create(&racers[i].thread, NULL, race, &racers[i]), 0);
    }
    for (size_t i = 0; i < THREADS; i++) {
        pthread_join(racers[i].thread, NULL);
        won += racers[i].won;
    }
    assert_int_equal(won, SIZE);
    forked += ask_growth(w, &log_of_ours, SIZE, SIZE) == 200;
    forked += ask_growth(w, &fork_of_it, SIZE, SIZE) == 200;
    assert_int_equal(forked, 1);
    witness_close(w);
}

/* ---- Keys. */

static void the_key_is_made_once_and_read_from_where_it_is(void **state)
{
    (void)state;
    struct signer made, read;
    struct error err = {0};
    struct stat st;
    char path[512];
    struct witness_key_place place = {.dir = test_folder, .fd = -1};
    assert_int_equal(witness_key_read(&place, &read, &err), ERR_USAGE);
    err = (struct error){0};
    assert_int_equal(witness_key_make(test_folder, STR("w.example"), &made, &err), OK);
    snprintf(path, sizeof path, "%s/key", test_folder);
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    assert_int_equal(witness_key_make(test_folder, STR("w.example"), &read, &err), ERR_CONFLICT);
    assert_int_equal(witness_key_read(&place, &read, &err), OK);
    assert_memory_equal(read.seed, made.seed, KEY_SEED);

    /* Others may not read it, but where systemd has put it. */
    assert_int_equal(chmod(path, 0640), 0);
    err = (struct error){0};
    assert_int_equal(witness_key_read(&place, &read, &err), ERR_INPUT);
    place.file = path;
    assert_int_equal(witness_key_read(&place, &read, &err), ERR_INPUT);
    char moved[512];
    snprintf(moved, sizeof moved, "%s/witness", test_folder);
    assert_int_equal(rename(path, moved), 0);
    place = (struct witness_key_place){.dir = "/nowhere", .credentials = test_folder, .fd = -1};
    assert_int_equal(witness_key_read(&place, &read, &err), OK);
    assert_memory_equal(read.seed, made.seed, KEY_SEED);

    int ends[2];
    char text[SIGNER_TEXT];
    struct str secret = signer_print(&made, text);
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(write(ends[1], secret.s, secret.len), secret.len);
    close(ends[1]);
    place = (struct witness_key_place){.dir = "/nowhere", .fd = ends[0]};
    assert_int_equal(witness_key_read(&place, &read, &err), OK);
    assert_memory_equal(read.seed, made.seed, KEY_SEED);
    close(ends[0]);

    /* A log's key is none, nor is a text that is too long; no error tells a byte of it. */
    assert_int_equal(file_write(moved, STR(LOG_KEY), 0600, &err), OK);
    place = (struct witness_key_place){.dir = "/nowhere", .file = moved, .fd = -1};
    err = (struct error){0};
    assert_int_equal(witness_key_read(&place, &read, &err), ERR_INPUT);
    assert_null(strstr(err.why, "AVd153"));
    char large[WITNESS_KEY_FILE_MOST + 1];
    memset(large, 'k', sizeof large);
    assert_int_equal(file_write(moved, (struct str){large, sizeof large}, 0600, &err), OK);
    err = (struct error){0};
    assert_int_equal(witness_key_read(&place, &read, &err), ERR_INPUT);
}

static void what_is_no_key_of_a_log_is_not_added(void **state)
{
    static const char *const none[] = {
        "",
        "example.com/log",
        LOG_KEY,
        "example.com/log+17b5cd5b+AT5LS+ZsMYrCM/Ud8H+DdegcKm6pozukFH/BOMp6VEgm",
    };
    (void)state;
    struct arena a = {0};
    bool fresh;
    for (size_t i = 0; i < COUNT(none); i++) {
        struct error err = {0};
        assert_int_equal(
            witness_log_add(test_folder, str_of(none[i]), (struct str){0}, &fresh, &err),
            ERR_INPUT);
    }
    struct error err = {0};
    assert_int_equal(
        witness_log_add(test_folder, vkey_of(&a, LOG_KEY), STR("two\nlines"), &fresh, &err),
        ERR_INPUT);
    arena_free(&a);
}

#define IN_A_FOLDER(test) cmocka_unit_test_setup_teardown(test, make_folder, remove_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_A_FOLDER(a_fork_is_never_cosigned),
        IN_A_FOLDER(logs_do_not_know_of_each_other),
        IN_A_FOLDER(a_log_added_later_is_seen),
        IN_A_FOLDER(a_folder_has_one_witness),
        IN_A_FOLDER(requests_together_are_decided_in_their_order),
        IN_A_FOLDER(a_damaged_state_is_not_taken_for_none),
        IN_A_FOLDER(what_cannot_be_written_is_not_cosigned),
        IN_A_FOLDER(the_disk_is_waited_for),
        IN_A_FOLDER(a_new_key_of_the_witness_keeps_the_state),
        IN_A_FOLDER(requests_beside_each_other_leave_one_history),
        IN_A_FOLDER(the_key_is_made_once_and_read_from_where_it_is),
        IN_A_FOLDER(what_is_no_key_of_a_log_is_not_added),
        cmocka_unit_test(each_row_has_its_answer),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
