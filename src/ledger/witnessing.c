/* SPDX-License-Identifier: Apache-2.0 */
/* witnessing.c - requests are read as strictly as notes: one text for each request. */
#include "ledger/witnessing.h"

#include "ledger/base64.h"
#include "ledger/lines.h"

#define OLD STR("old ")

/* ---- Requests. */

enum status witnessing_print(const struct witnessing_request *r, struct buf *out, struct error *err)
{
    if (r->proof.count > WITNESSING_PROOF_MOST)
        return fault(err, ERR_USAGE, 0, "a witness takes at most %d hashes of a proof",
                     WITNESSING_PROOF_MOST);
    buf_printf(out, "old %llu\n", (unsigned long long)r->old);
    for (size_t i = 0; i < r->proof.count; i++) {
        base64_put(out, (struct str){(const char *)r->proof.at[i].byte, SHA256_SIZE});
        buf_byte(out, '\n');
    }
    buf_byte(out, '\n');
    buf_put(out, r->note);
    return out->failed ? fault(err, ERR_MEMORY, 0, "no memory for a request") : OK;
}

enum status witnessing_parse(struct str body, struct witnessing_request *out, struct error *err)
{
    struct lines l = {.all = body, .rest = body};
    *out = (struct witnessing_request){0};
    if (!lines_next(&l) || !str_starts(l.line, OLD) ||
        !lines_number(str_from(l.line, OLD.len), TREE_SIZE_MAX, &out->old))
        return fault_at(err, ERR_INPUT, 1, 0, "a request begins with a line `old SIZE`");
    while (lines_next(&l)) {
        if (l.line.len == 0) {
            out->note = l.rest;
            return OK;
        }
        if (out->proof.count == WITNESSING_PROOF_MOST)
            return lines_fault(&l, "a proof has at most 63 hashes", err);
        if (!base64_get_all(l.line, SHA256_SIZE, out->proof.at[out->proof.count++].byte))
            return lines_fault(&l, "a hash is 32 bytes in base64", err);
    }
    return fault_at(err, ERR_INPUT, l.number + 1, body.len - l.rest.len,
                    "no empty line ends the proof");
}

/* ---- Replies. */

/* The lines are of the text that was sent; the first cosignature by the witness's key is it. */
static enum status read_cosignature(struct arena *a, const struct witnessing_sent *sent,
                                    struct str body, struct witnessing_outcome *out,
                                    struct error *err)
{
    struct note n;
    note_verified_vec verified;
    enum status rc = note_parse_signatures(a, body, &n, err);
    n.text = sent->text;
    if (!rc)
        rc = note_verify(a, &n, sent->witness, 1, &verified, err);
    if (rc)
        return rc;
    out->step = WITNESSING_DONE;
    out->time = verified.at[0].time;
    out->line = arena_copy(a, n.signatures.at[verified.at[0].signature].line);
    return a->failed ? fault(err, ERR_MEMORY, 0, "no memory for a cosignature") : OK;
}

/* A size with its line feed; some leave that out. */
static bool read_size(struct str body, uint64_t *size)
{
    if (str_ends(body, STR("\n")))
        body.len--;
    return lines_number(body, TREE_SIZE_MAX, size);
}

static enum status read_conflict(const struct witnessing_sent *sent, struct str body,
                                 struct witnessing_outcome *out, struct error *err)
{
    uint64_t has = 0;
    bool told = read_size(body, &has);
    if (!told && body.len)
        return fault(err, ERR_NETWORK, 0, "the witness answers a conflict, but no size");
    if (told && has > sent->size)
        return fault(err, ERR_CONFLICT, 0,
                     "the witness has seen %llu entries of this log, which has %llu",
                     (unsigned long long)has, (unsigned long long)sent->size);
    if (sent->old == sent->size && (!told || has == sent->size))
        return fault(err, ERR_CONFLICT, 0,
                     "the witness has seen another log of %llu entries under this name",
                     (unsigned long long)sent->size);
    if (has == sent->old)
        return fault(err, ERR_NETWORK, 0, "the witness refuses the size that it asks for");
    if (sent->tries >= WITNESSING_TRIES_MOST) {
        out->step = WITNESSING_LATER;
        return fault(err, ERR_NETWORK, 0, "the witness answers another size each time");
    }
    out->step = WITNESSING_AGAIN;
    out->old = has;
    return OK;
}

static const struct {
    unsigned status;
    enum witnessing_step step;
    enum status rc;
    const char *why;
} refusals[] = {
    {400, WITNESSING_REFUSED, ERR_NETWORK, "the witness does not understand the request"},
    {403, WITNESSING_UNKNOWN, ERR_NETWORK, "the witness does not know the log, or not its key"},
    {404, WITNESSING_UNKNOWN, ERR_NETWORK, "the witness does not know the log"},
    {408, WITNESSING_LATER, ERR_NETWORK, "the witness waited too long for the request"},
    {413, WITNESSING_REFUSED, ERR_NETWORK, "the request is too large for the witness"},
    {422, WITNESSING_REFUSED, ERR_CONFLICT,
     "the witness says that the log has not grown from what it was"},
    {429, WITNESSING_LATER, ERR_NETWORK, "the witness is asked too often"},
};

enum status witnessing_read(struct arena *a, const struct witnessing_sent *sent,
                            const struct witnessing_reply *reply, struct witnessing_outcome *out,
                            struct error *err)
{
    enum status rc;
    *out = (struct witnessing_outcome){.step = WITNESSING_REFUSED};
    if (reply->status == 200) {
        rc = read_cosignature(a, sent, reply->body, out, err);
        if (rc)
            out->step = rc == ERR_MEMORY ? WITNESSING_LATER : WITNESSING_REFUSED;
        return rc;
    }
    if (reply->status == 409)
        return read_conflict(sent, reply->body, out, err);
    for (size_t i = 0; i < COUNT(refusals); i++)
        if (refusals[i].status == reply->status) {
            out->step = refusals[i].step;
            return fault(err, refusals[i].rc, 0, "%s", refusals[i].why);
        }
    if (reply->status >= 500)
        out->step = WITNESSING_LATER;
    return fault(err, ERR_NETWORK, 0, "the witness answers %u", reply->status);
}
