/* SPDX-License-Identifier: Apache-2.0 */
/* note.c - a note is cut at its last empty line, and each line behind it is read strictly:
 * what is signed must not depend on how a reader understands the signatures. */
#include "ledger/note.h"

#include "ledger/base64.h"
#include "text/clean.h"

#include <assert.h>
#include <string.h>

enum { ID = 4, TIME = 8, SIGNATURE = KEY_SIGNATURE, SIGNATURE_MOST = 8192 };
#define DASH STR("\xe2\x80\x94 ")

/* ---- Reading. */

static size_t line_of(struct str bytes, size_t at)
{
    size_t line = 1;
    for (size_t i = 0; i < at; i++)
        line += bytes.s[i] == '\n';
    return line;
}

/* Length of what a note may hold, from the beginning. */
static size_t plain(struct str s)
{
    size_t valid = utf8_valid(s), at = 0;
    while (at < valid && ((unsigned char)s.s[at] >= ' ' || s.s[at] == '\n'))
        at++;
    return at;
}

static enum status check_bytes(struct str bytes, const char *what, struct error *err)
{
    if (bytes.len > NOTE_MOST)
        return fault(err, ERR_INPUT, NOTE_MOST, "%s has at most %d bytes", what, NOTE_MOST);
    size_t good = plain(bytes);
    if (good < bytes.len)
        return fault_at(err, ERR_INPUT, line_of(bytes, good), good,
                        "%s is UTF-8 without control characters", what);
    if (bytes.len == 0 || bytes.s[bytes.len - 1] != '\n')
        return fault(err, ERR_INPUT, bytes.len, "%s ends with a line feed", what);
    return OK;
}

enum status note_check_text(struct str text, struct error *err)
{
    return check_bytes(text, "the text of a note", err);
}

static bool parse_line(struct arena *a, struct str line, struct note_signature *out)
{
    uint8_t bytes[ID + SIGNATURE_MOST];
    size_t len;
    out->line = line;
    if (!str_starts(line, DASH))
        return false;
    struct str text = str_span(line, DASH.len, line.len - DASH.len - 1);
    struct str base64 = str_cut(text, ' ', &out->name);
    if (!key_name_valid(out->name) || !base64_get(base64, sizeof bytes, bytes, &len) || len <= ID)
        return false;
    out->id =
        (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
    out->bytes = arena_copy(a, (struct str){(const char *)bytes + ID, len - ID});
    return true;
}

/* The lines of all from byte `at` on. */
static enum status parse_lines(struct arena *a, struct str all, size_t at, struct note *out,
                               struct error *err)
{
    for (size_t line = line_of(all, at); at < all.len; line++) {
        if (out->signatures.count == NOTE_SIGNATURES_MOST)
            return fault_at(err, ERR_INPUT, line, at, "a note has at most %d signatures",
                            NOTE_SIGNATURES_MOST);
        size_t len = str_find(str_from(all, at), STR("\n")) + 1;
        struct note_signature *s = VEC_ADD(a, &out->signatures);
        if (!parse_line(a, str_span(all, at, len), s))
            return fault_at(err, ERR_INPUT, line, at,
                            "a signature is a dash (U+2014), a name and base64");
        at += len;
    }
    return a->failed ? fault(err, ERR_MEMORY, 0, "no memory for a note") : OK;
}

/* Where the signatures begin: behind the last empty line; 0 when there is none. */
static size_t signatures_at(struct str bytes)
{
    for (size_t at = bytes.len; at > 1; at--)
        if (bytes.s[at - 1] == '\n' && bytes.s[at - 2] == '\n')
            return at;
    return 0;
}

enum status note_parse(struct arena *a, struct str bytes, struct note *out, struct error *err)
{
    *out = (struct note){0};
    enum status rc = check_bytes(bytes, "a note", err);
    if (rc)
        return rc;
    size_t at = signatures_at(bytes);
    if (at == 0 || at == bytes.len)
        return fault(err, ERR_INPUT, bytes.len, "the note has no signatures behind an empty line");
    out->text = str_span(bytes, 0, at - 1);
    return parse_lines(a, bytes, at, out, err);
}

enum status note_parse_signatures(struct arena *a, struct str lines, struct note *out,
                                  struct error *err)
{
    *out = (struct note){0};
    enum status rc = check_bytes(lines, "a list of signatures", err);
    return rc ? rc : parse_lines(a, lines, 0, out, err);
}

/* ---- What is signed. */

/* cosignature/v1 signs the time and the text; the message is in *out. */
static enum status cosigned(struct str text, uint64_t time, struct buf *out, struct error *err)
{
    buf_printf(out, "cosignature/v1\ntime %llu\n", (unsigned long long)time);
    buf_put(out, text);
    return out->failed ? fault(err, ERR_MEMORY, 0, "no memory for a cosignature") : OK;
}

static uint64_t read_time(struct str bytes)
{
    uint64_t time = 0;
    for (size_t i = 0; i < TIME; i++)
        time = time << 8 | (unsigned char)bytes.s[i];
    return time;
}

/* ---- Checking. */

static enum status verify_cosignature(struct str text, struct str bytes, const struct key *k,
                                      uint64_t *time, bool *good, struct error *err)
{
    struct buf message = {0};
    enum status rc = OK;
    *good = bytes.len == TIME + SIGNATURE;
    *time = *good ? read_time(bytes) : 0;
    *good = *time > 0 && *time <= INT64_MAX;
    if (*good)
        rc = cosigned(text, *time, &message, err);
    if (*good && !rc)
        *good = key_signed(k, buf_str(&message), str_from(bytes, TIME));
    buf_free(&message);
    return rc;
}

static enum status verify_one(const struct note *n, const struct note_signature *s,
                              const struct key *k, uint64_t *time, struct error *err)
{
    enum status rc = OK;
    bool good;
    *time = 0;
    if (k->type == KEY_COSIGNATURE)
        rc = verify_cosignature(n->text, s->bytes, k, time, &good, err);
    else
        good = key_signed(k, n->text, s->bytes);
    if (!rc && !good)
        rc = fault(err, ERR_INPUT, 0, "the signature of %.*s (%08x) does not verify", STRF(k->name),
                   k->id);
    return rc;
}

static bool was_seen(const note_verified_vec *v, const struct key *k)
{
    for (size_t i = 0; i < v->count; i++)
        if (key_same(v->at[i].key, k))
            return true;
    return false;
}

enum status note_verify(struct arena *a, const struct note *n, const struct key *keys, size_t count,
                        note_verified_vec *out, struct error *err)
{
    *out = (note_verified_vec){0};
    for (size_t i = 0; i < n->signatures.count; i++) {
        const struct note_signature *s = &n->signatures.at[i];
        struct key signed_by = {.name = s->name, .id = s->id};
        for (size_t k = 0; k < count; k++) {
            uint64_t time;
            if (!key_same(&keys[k], &signed_by) || !key_verifies(&keys[k]))
                continue;
            enum status rc = verify_one(n, s, &keys[k], &time, err);
            if (rc)
                return rc;
            if (!was_seen(out, &keys[k]))
                *(struct note_verified *)VEC_ADD(a, out) =
                    (struct note_verified){.key = &keys[k], .time = time, .signature = i};
        }
    }
    if (a->failed)
        return fault(err, ERR_MEMORY, 0, "no memory for a note");
    return out->count ? OK : fault(err, ERR_INPUT, 0, "the note has no signature of a known key");
}

/* ---- Signing. */

/* Appends a line; `bytes` is what stands between the id and the signature. */
static void put_line(struct buf *out, const struct signer *s, struct str bytes,
                     const uint8_t signature[SIGNATURE])
{
    uint8_t all[ID + TIME + SIGNATURE];
    assert(bytes.len <= TIME);
    for (size_t i = 0; i < ID; i++)
        all[i] = (uint8_t)(s->id >> (8 * (ID - 1 - i)));
    if (bytes.len)
        memcpy(all + ID, bytes.s, bytes.len);
    memcpy(all + ID + bytes.len, signature, SIGNATURE);
    buf_put(out, DASH);
    buf_puts(out, s->name);
    buf_byte(out, ' ');
    base64_put(out, (struct str){(const char *)all, ID + bytes.len + SIGNATURE});
    buf_byte(out, '\n');
}

enum status note_sign(struct str text, const struct signer *signers, size_t count, struct buf *out,
                      struct error *err)
{
    enum status rc = note_check_text(text, err);
    if (rc)
        return rc;
    buf_put(out, text);
    buf_byte(out, '\n');
    for (size_t i = 0; i < count; i++) {
        uint8_t signature[SIGNATURE];
        assert(signers[i].type == KEY_ED25519);
        signer_sign(&signers[i], text, signature);
        put_line(out, &signers[i], (struct str){0}, signature);
    }
    return out->failed ? fault(err, ERR_MEMORY, 0, "no memory for a note") : OK;
}

enum status note_cosign(struct str text, const struct signer *s, uint64_t time, struct buf *out,
                        struct error *err)
{
    struct buf message = {0};
    uint8_t signature[SIGNATURE];
    char bytes[TIME];
    assert(s->type == KEY_COSIGNATURE && time > 0 && time <= INT64_MAX);
    enum status rc = note_check_text(text, err);
    if (!rc)
        rc = cosigned(text, time, &message, err);
    if (!rc) {
        for (size_t i = 0; i < TIME; i++)
            bytes[i] = (char)(time >> (8 * (TIME - 1 - i)));
        signer_sign(s, buf_str(&message), signature);
        put_line(out, s, (struct str){bytes, TIME}, signature);
        rc = out->failed ? fault(err, ERR_MEMORY, 0, "no memory for a cosignature") : OK;
    }
    buf_free(&message);
    return rc;
}

enum status note_add(const struct note *n, const struct note_signature *more, struct buf *out,
                     struct error *err)
{
    size_t kept = 0;
    buf_put(out, n->text);
    buf_byte(out, '\n');
    for (size_t i = 0; i < n->signatures.count; i++) {
        const struct note_signature *s = &n->signatures.at[i];
        if (s->id == more->id && str_equal(s->name, more->name))
            continue;
        buf_put(out, s->line);
        kept++;
    }
    buf_put(out, more->line);
    if (kept >= NOTE_SIGNATURES_MOST)
        return fault(err, ERR_INPUT, 0, "a note has at most %d signatures", NOTE_SIGNATURES_MOST);
    return out->failed ? fault(err, ERR_MEMORY, 0, "no memory for a note") : OK;
}
