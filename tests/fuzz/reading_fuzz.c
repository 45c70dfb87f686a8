/* SPDX-License-Identifier: Apache-2.0 */
/* reading_fuzz.c - any bytes: readings are within their bounds and always the same, and reading
 * the words of a reading gives these words again. */
#include "text/reading.h"

#include <stdlib.h>
#include <string.h>

static void must(bool holds)
{
    if (!holds)
        abort();
}

static bool is_plain(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

static void check_bounds(const struct reading *r)
{
    must(r->count <= WORDS_MAX && r->used <= READING_BYTES);
    size_t at = 0;
    for (size_t i = 0; i < r->count; i++) {
        const struct word *w = &r->words[i];
        must(w->at == at && w->len >= 1 && w->len <= WORD_MAX);
        must(w->letters < LETTERS_COUNT && w->role < ROLE_COUNT);
        for (size_t k = 0; k < w->len; k++)
            must(is_plain(r->bytes[at + k]));
        must(w->role == ROLE_NUMBER || r->bytes[at] > '9');
        at += w->len;
    }
    must(at == r->used);
}

static bool same(const struct reading *a, const struct reading *b)
{
    return a->count == b->count && a->used == b->used && a->flags == b->flags &&
           memcmp(a->bytes, b->bytes, a->used) == 0 &&
           memcmp(a->words, b->words, a->count * sizeof *a->words) == 0;
}

static bool same_words(const struct reading *a, const struct reading *b)
{
    if (a->count != b->count)
        return false;
    for (size_t i = 0; i < a->count; i++)
        if (!str_equal(reading_word(a, i), reading_word(b, i)))
            return false;
    return true;
}

static struct str joined(const struct reading *r, char out[READING_BYTES + WORDS_MAX])
{
    size_t len = 0;
    for (size_t i = 0; i < r->count; i++) {
        struct str word = reading_word(r, i);
        memcpy(out + len, word.s, word.len);
        len += word.len;
        out[len++] = ' ';
    }
    return (struct str){out, len};
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str name = {(const char *)data, size};
    struct reading once[READINGS_MAX], twice[READINGS_MAX];
    memset(once, 0x55, sizeof once);
    memset(twice, 0xAA, sizeof twice);
    size_t count = name_read(name, once);
    must(count >= 1 && count <= READINGS_MAX && name_read(name, twice) == count);
    for (size_t i = 0; i < count; i++) {
        check_bounds(&once[i]);
        must(same(&once[i], &twice[i]));
        for (size_t k = 0; k < i; k++)
            must(!same_words(&once[i], &once[k]));
    }
    for (size_t i = 0; i < count; i++) {
        char text[READING_BYTES + WORDS_MAX];
        bool cut = once[i].flags & READING_CUT;
        must(name_read(joined(&once[i], text), twice) == 1);
        must(cut || same_words(&once[i], &twice[0]));
    }
    return 0;
}
