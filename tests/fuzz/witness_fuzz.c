/* SPDX-License-Identifier: Apache-2.0 */
/* witness_fuzz.c - any requests to a witness: raw bytes, and requests of a good log and of one that
 * forks, taken apart and put together wrongly.  Whatever is answered 200 has a cosignature that is
 * good for the text that was sent, is of one history with all that was cosigned before, and is what
 * the witness shows from then on; whatever is not leaves all as it was.  A request that was read
 * is written as it was. */
#include "grown.h"

#include "base/file.h"
#include "serve/witness.h"
#include "serve/witness_files.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SIZE = 64, NOW = 1764000000, FORK = 5 };

static struct made {
    struct grown good, fork;
    struct witness *w;
    struct signer key;
    char hex[SHA256_HEX];
    struct buf latest; /* as it is to be shown */
    uint64_t size;
    bool forked; /* the fork was cosigned, so the good one may not be */
} made;

static void need(bool good)
{
    if (!good)
        abort();
}

/* A state lives as long as an input: the folder is made anew in memory. */
static void begin(void)
{
    static char folder[64];
    struct error err = {0};
    struct arena a = {0};
    bool fresh;
    if (!made.good.at[0]) {
        made.key = grown_signer(WITNESS_KEY);
        grown_make(&made.good, LOG_KEY, SIZE, 0, 0);
        grown_make(&made.fork, LOG_KEY, SIZE, 1, FORK);
        sha256_hex(witness_log_id(STR("example.com/log")), made.hex);
        snprintf(folder, sizeof folder, "/dev/shm/tocsin-fuzz-%d", (int)getpid());
        struct key k = signer_key(&made.good.key);
        need(witness_log_add(folder, key_print(&a, &k), (struct str){0}, &fresh, &err) == OK);
    }
    char path[128];
    static const char *const names[] = {"witness.db", "witness.db-wal", "witness.db-shm"};
    for (size_t i = 0; i < COUNT(names); i++) {
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        unlink(path);
    }
    need(witness_open(folder, &made.key, &made.w, &err) == OK);
    buf_clear(&made.latest);
    made.size = 0;
    made.forked = false;
    arena_free(&a);
}

static void check_answer(const struct witness_adding *one)
{
    struct arena a = {0};
    struct error err = {0};
    struct witnessing_request r;
    struct note n, lines;
    struct checkpoint c;
    note_verified_vec verified;
    struct key own = signer_key(&made.key);
    need(witnessing_parse(one->body, &r, &err) == OK);
    need(note_parse(&a, r.note, &n, &err) == OK && checkpoint_parse(n.text, &c, &err) == OK);
    need(note_parse_signatures(&a, buf_str(&one->answer.body), &lines, &err) == OK);
    lines.text = n.text;
    need(note_verify(&a, &lines, &own, 1, &verified, &err) == OK);
    need(lines.signatures.count == 1 && verified.at[0].time == NOW);
    /* Of one history: the logs made here have no other roots that are signed. */
    need(r.old == made.size && c.size >= made.size && c.size <= SIZE);
    struct sha256 good = grown_root(&made.good, c.size), fork = grown_root(&made.fork, c.size);
    if (c.size > FORK) {
        bool is_fork = sha256_equal(c.root, fork);
        need(is_fork || sha256_equal(c.root, good));
        need(made.size <= FORK || is_fork == made.forked);
        made.forked = is_fork;
    } else {
        need(sha256_equal(c.root, good));
    }
    made.size = c.size;
    buf_clear(&made.latest);
    need(witness_latest(made.w, str_of(made.hex), &made.latest));
    need(str_starts(buf_str(&made.latest), n.text));
    need(str_ends(buf_str(&made.latest), buf_str(&one->answer.body)));
    arena_free(&a);
}

static void ask(struct str body)
{
    struct witness_adding one = {.body = body};
    struct buf now = {0}, again = {0};
    struct witnessing_request r;
    struct error err = {0};
    if (witnessing_parse(body, &r, &err) == OK) {
        need(witnessing_print(&r, &again, &err) == OK);
        need(str_equal(buf_str(&again), body));
    }
    witness_add(made.w, &one, 1, NOW);
    need(one.answer.status != 500);
    if (one.answer.status == 200)
        check_answer(&one);
    bool there = witness_latest(made.w, str_of(made.hex), &now);
    need(there == (made.latest.len > 0) && str_equal(buf_str(&now), buf_str(&made.latest)));
    if (one.answer.status == 409) {
        char size[32];
        snprintf(size, sizeof size, "%llu\n", (unsigned long long)made.size);
        need(str_is(buf_str(&one.answer.body), size));
    }
    buf_free(&one.answer.body);
    buf_free(&now);
    buf_free(&again);
}

/* Eight bytes make a request: whose, the old size, the new one, the size that the proof is to, and
 * one byte of the body that is changed, cut off or doubled. */
static void ask_made(const uint8_t *d)
{
    struct grown *g = d[0] & 1 ? &made.fork : &made.good;
    struct buf body = {0}, note = {0}, whole = {0};
    struct error err = {0};
    uint64_t old = d[1] % (SIZE + 1), size = d[2] % (SIZE + 1), to = d[3] % (SIZE + 1);
    struct witnessing_request r = {.old = d[0] & 2 ? made.size : old};
    r.note = grown_note(g, size, &note);
    to = d[0] & 4 ? size : to;
    if (r.old <= to)
        r.proof = grown_proof(g, r.old, to);
    need(witnessing_print(&r, &body, &err) == OK);
    buf_put(&whole, buf_str(&body));
    size_t at = ((size_t)d[4] << 8 | d[5]) % body.len;
    switch (d[6] % 8) {
    case 0:
        body.s[at] = (char)d[7];
        break;
    case 1:
        body.len = at;
        break;
    case 2:
        buf_put(&body, str_from(buf_str(&whole), at));
        break;
    default:
        break;
    }
    ask(buf_str(&body));
    buf_free(&body);
    buf_free(&note);
    buf_free(&whole);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    begin();
    if (data[0] == 'o' || data[0] == 0xff)
        ask((struct str){(const char *)data + (data[0] == 0xff), size - (data[0] == 0xff)});
    else
        for (size_t at = 0; at + 8 <= size && at < 8 * 24; at += 8)
            ask_made(data + at);
    witness_close(made.w);
    made.w = NULL;
    return 0;
}
