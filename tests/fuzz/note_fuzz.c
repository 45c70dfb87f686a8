/* SPDX-License-Identifier: Apache-2.0 */
/* note_fuzz.c - a note is its text, an empty line and its signature lines, and is read again from
 * these to the same; and any key that is read is printed as it stood. */
#include "ledger/note.h"

#include <stdlib.h>

static void must(bool good)
{
    if (!good)
        abort();
}

static void try_key(struct str in)
{
    struct arena a = {0};
    struct error err = {0};
    struct key k;
    struct signer s;
    char text[SIGNER_TEXT];
    if (key_parse(&a, in, &k, &err) == OK)
        must(str_equal(key_print(&a, &k), in));
    err = (struct error){0};
    if (signer_parse(in, &s, &err) == OK)
        must(str_equal(signer_print(&s, text), in));
    arena_free(&a);
}

static void join(const struct note *n, struct buf *out)
{
    buf_put(out, n->text);
    buf_byte(out, '\n');
    for (size_t i = 0; i < n->signatures.count; i++)
        buf_put(out, n->signatures.at[i].line);
}

/* Each signature of a key that is made for it: none can be good. */
static void try_verify(struct arena *a, const struct note *n)
{
    for (size_t i = 0; i < n->signatures.count; i++) {
        char public[KEY_PUBLIC] = {1, 2, 3};
        struct error err = {0};
        note_verified_vec v;
        struct key k = {.name = n->signatures.at[i].name,
                        .id = n->signatures.at[i].id,
                        .type = i % 2 ? KEY_ED25519 : KEY_COSIGNATURE,
                        .material = {public, KEY_PUBLIC}};
        must(note_verify(a, n, &k, 1, &v, &err) == ERR_INPUT);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str in = {(const char *)data, size};
    struct arena a = {.limit = (size_t)64 << 20};
    struct error err = {0};
    struct note n;
    struct buf b = {0};
    try_key(in);
    if (note_parse(&a, in, &n, &err) == OK) {
        must(n.signatures.count > 0 && n.signatures.count <= NOTE_SIGNATURES_MOST);
        must(note_check_text(n.text, &err) == OK);
        join(&n, &b);
        must(str_equal(buf_str(&b), in));
        try_verify(&a, &n);
    } else {
        must(err.offset <= in.len && err.why[0]);
    }
    buf_free(&b);
    arena_free(&a);
    return 0;
}
