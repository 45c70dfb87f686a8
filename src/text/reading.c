/* SPDX-License-Identifier: Apache-2.0 */
/* reading.c - a name as words in plain letters. */
#include "text/reading.h"

#include <string.h>

static bool plain(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

size_t name_read(struct str name, struct reading out[READINGS_MAX])
{
    struct reading *r = out;
    r->count = r->used = r->flags = 0;
    bool inside = false;
    for (size_t i = 0; i < name.len; i++) {
        char c = name.s[i];
        c = c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
        if (!plain(c)) {
            inside = false;
            continue;
        }
        if (!inside) {
            if (r->count == WORDS_MAX || r->used == READING_BYTES) {
                r->flags |= READING_CUT;
                break;
            }
            r->words[r->count++] = (struct word){.at = r->used};
            inside = true;
        }
        struct word *w = &r->words[r->count - 1];
        if (w->len == WORD_MAX || r->used == READING_BYTES)
            continue;
        r->bytes[r->used++] = c;
        w->len++;
    }
    return 1;
}
