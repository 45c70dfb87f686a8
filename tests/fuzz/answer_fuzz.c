/* SPDX-License-Identifier: Apache-2.0 */
/* answer_fuzz.c - any answer of a witness to a log: a byte for the status, a byte for what was
 * asked and whether a good cosignature goes in front or behind, and the body.  Only a good one is
 * taken, it is one line that others can read, and what is to be asked again is a size that the log
 * has had and that was not asked just now. */
#include "grown.h"

#include "ledger/witnessing.h"

#include <stdlib.h>

enum { SIZE = 40, NOW = 1764000000, FRONT = 0x40, BEHIND = 0x80, TRIES = 0x07, OLD = 0x38 };

static void need(bool good)
{
    if (!good)
        abort();
}

static void check_line(struct str line, const struct witnessing_sent *sent, uint64_t time)
{
    struct arena a = {0};
    struct error err = {0};
    struct note n;
    note_verified_vec verified;
    need(note_parse_signatures(&a, line, &n, &err) == OK && n.signatures.count == 1);
    n.text = sent->text;
    need(note_verify(&a, &n, sent->witness, 1, &verified, &err) == OK);
    need(verified.count == 1 && verified.at[0].time == time && time > 0);
    arena_free(&a);
}

static void check(const struct witnessing_sent *sent, const struct witnessing_reply *reply)
{
    struct arena a = {0};
    struct error err = {0};
    struct witnessing_outcome out;
    enum status rc = witnessing_read(&a, sent, reply, &out, &err);
    need((rc == OK) == (out.step == WITNESSING_DONE || out.step == WITNESSING_AGAIN));
    need((rc == OK) == (err.why[0] == 0));
    if (out.step == WITNESSING_DONE) {
        need(reply->status == 200);
        check_line(out.line, sent, out.time);
    } else if (out.step == WITNESSING_AGAIN) {
        need(reply->status == 409 && out.old <= sent->size && out.old != sent->old);
        need(sent->tries < WITNESSING_TRIES_MOST);
    }
    arena_free(&a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const unsigned statuses[] = {200, 409, 400, 403, 404, 422, 429, 500, 302, 0};
    static const uint64_t olds[] = {0, 1, 7, 8, 31, 39, SIZE - 1, SIZE};
    if (size < 2)
        return 0;
    struct signer key = grown_signer(WITNESS_KEY);
    struct key own = signer_key(&key);
    struct error err = {0};
    struct buf line = {0}, body = {0};
    struct str text = STR("example.com/log\n40\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n");
    need(note_cosign(text, &key, NOW, &line, &err) == OK);
    if (data[1] & FRONT)
        buf_put(&body, buf_str(&line));
    buf_put(&body, (struct str){(const char *)data + 2, size - 2});
    if (data[1] & BEHIND)
        buf_put(&body, buf_str(&line));
    const struct witnessing_sent sent = {.witness = &own,
                                         .text = text,
                                         .old = olds[(data[1] & OLD) >> 3],
                                         .size = SIZE,
                                         .tries = 1 + (data[1] & TRIES)};
    const struct witnessing_reply reply = {statuses[data[0] % COUNT(statuses)], buf_str(&body)};
    check(&sent, &reply);
    buf_free(&line);
    buf_free(&body);
    return 0;
}
