/* SPDX-License-Identifier: Apache-2.0 */
/* unit.c - the units of a reading. */
#include "index/unit.h"

#include <string.h>

static bool unit_join(const struct reading *r, size_t first, size_t count, struct unit *u)
{
    size_t len = 0;
    for (size_t i = first; i < first + count; i++)
        len += r->words[i].len;
    if (len > WORD_MAX || !len)
        return false;
    *u = (struct unit){.kind = count == 1   ? UNIT_WORD
                               : count == 2 ? UNIT_JOIN
                                            : UNIT_JOIN_OVER,
                       .in = r->words[first].letters,
                       .first = (uint8_t)first,
                       .count = (uint8_t)count};
    for (size_t i = first; i < first + count; i++) {
        struct str w = reading_word(r, i);
        memcpy(u->letters + u->len, w.s, w.len);
        u->len = (uint8_t)(u->len + w.len);
    }
    return true;
}

static bool significant(const struct word *w)
{
    return w->role == ROLE_NAME || w->role == ROLE_GENERIC;
}

static bool unit_acronym(const struct reading *r, struct unit *u)
{
    *u = (struct unit){.kind = UNIT_ACRONYM};
    for (size_t i = 0; i < r->count && u->len < WORD_MAX; i++) {
        if (!significant(&r->words[i]))
            continue;
        if (!u->len) {
            u->first = (uint8_t)i;
            u->in = r->words[i].letters;
        }
        u->letters[u->len++] = reading_word(r, i).s[0];
        u->count = (uint8_t)(i + 1 - u->first);
    }
    return u->len >= 3;
}

size_t units_of(const struct reading *r, bool acronym, struct unit out[UNITS_MAX])
{
    size_t n = 0;
    for (size_t i = 0; i < r->count; i++)
        n += unit_join(r, i, 1, &out[n]);
    for (size_t i = 0; i + 1 < r->count; i++)
        n += unit_join(r, i, 2, &out[n]);
    for (size_t i = 0; i + 2 < r->count; i++)
        if (r->words[i + 1].role == ROLE_PARTICLE)
            n += unit_join(r, i, 3, &out[n]);
    if (acronym && n < UNITS_MAX)
        n += unit_acronym(r, &out[n]);
    return n;
}
