/* SPDX-License-Identifier: Apache-2.0 */
/* checkpoint.c - read strictly: two texts that say the same would be two checkpoints. */
#include "ledger/checkpoint.h"

#include "ledger/base64.h"
#include "ledger/lines.h"
#include "ledger/tree.h"

static enum status wrong(struct str text, struct str rest, size_t line, const char *why,
                         struct error *err)
{
    return fault_at(err, ERR_INPUT, line, text.len - rest.len, "%s", why);
}

enum status checkpoint_parse(struct str text, struct checkpoint *out, struct error *err)
{
    struct str line, rest = text, next;
    *out = (struct checkpoint){0};
    if (text.len == 0 || text.s[text.len - 1] != '\n')
        return wrong(text, (struct str){0}, 0, "a checkpoint ends with a line feed", err);
    next = str_cut(rest, '\n', &out->origin);
    if (out->origin.len == 0)
        return wrong(text, rest, 1, "the first line of a checkpoint is the name of the log", err);
    rest = next;
    next = str_cut(rest, '\n', &line);
    if (!lines_number(line, TREE_SIZE_MAX, &out->size))
        return wrong(text, rest, 2, "the second line of a checkpoint is the size, in digits", err);
    rest = next;
    next = str_cut(rest, '\n', &line);
    if (!base64_get_all(line, SHA256_SIZE, out->root.byte))
        return wrong(text, rest, 3, "the third line of a checkpoint is the root, in base64", err);
    for (rest = next; rest.len; rest = next, out->extensions++) {
        next = str_cut(rest, '\n', &line);
        if (line.len == 0)
            return wrong(text, rest, 4 + out->extensions, "a line of a checkpoint is empty", err);
    }
    return OK;
}

void checkpoint_print(const struct checkpoint *c, struct buf *out)
{
    buf_put(out, c->origin);
    buf_printf(out, "\n%llu\n", (unsigned long long)c->size);
    base64_put(out, (struct str){(const char *)c->root.byte, SHA256_SIZE});
    buf_byte(out, '\n');
}

enum status checkpoint_sign(uint64_t size, const struct sha256 *root, const struct signer *log,
                            struct buf *out, struct error *err)
{
    struct checkpoint c = {.origin = str_of(log->name), .size = size, .root = *root};
    struct buf text = {0};
    checkpoint_print(&c, &text);
    enum status rc = text.failed ? fault(err, ERR_MEMORY, 0, "no memory for a checkpoint")
                                 : note_sign(buf_str(&text), log, 1, out, err);
    buf_free(&text);
    return rc;
}

enum status checkpoint_open(struct arena *a, struct str bytes, const struct key *log,
                            struct checkpoint *out, struct note *note, struct error *err)
{
    struct note n;
    note_verified_vec verified;
    enum status rc = note_parse(a, bytes, &n, err);
    if (!rc)
        rc = note_verify(a, &n, log, 1, &verified, err);
    if (!rc)
        rc = checkpoint_parse(n.text, out, err);
    if (!rc && !str_equal(out->origin, log->name))
        rc = fault_at(err, ERR_INPUT, 1, 0, "the checkpoint is of the log %.*s, not of %.*s",
                      STRF(out->origin), STRF(log->name));
    if (!rc && note)
        *note = n;
    return rc;
}
