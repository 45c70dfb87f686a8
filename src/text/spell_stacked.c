/* SPDX-License-Identifier: Apache-2.0 */
/* spell_stacked.c - scripts whose consonants carry an unwritten vowel, and Thai and Lao, whose
 * vowels may stand before their consonant.
 *
 * The unwritten vowel is a; at the end of a word the northern scripts of India
 * and Khmer do not speak it, but for a consonant that closes a cluster (Narendra). */
#include "text/spell.h"

#include <string.h>

struct state {
    bool vowel_due, cluster;
    const struct atom *prefixed; /* a vowel that waits for its consonant */
    size_t last;                 /* where the letters of the last consonant begin */
};

static void take_vowel(struct state *st, struct spelling *out)
{
    if (st->vowel_due)
        spell_put(out, STR("a"));
    st->vowel_due = false;
}

static void take_prefixed(struct state *st, struct spelling *out)
{
    if (st->prefixed)
        spell_atom(out, *st->prefixed);
    st->prefixed = NULL;
}

static void take(struct state *st, const struct atom *a, struct spelling *out)
{
    switch (a->kind) {
    case KIND_VIRAMA:
        st->cluster = st->vowel_due;
        st->vowel_due = false;
        return;
    case KIND_KILL:
        out->len = st->last < out->len ? st->last : out->len;
        return;
    case KIND_SIGN:
        st->vowel_due = st->cluster = false;
        spell_atom(out, *a);
        return;
    case KIND_MEDIAL:
        spell_atom(out, *a);
        return;
    case KIND_PREFIXED:
        take_vowel(st, out);
        take_prefixed(st, out);
        st->prefixed = a;
        return;
    default:
        break;
    }
    st->cluster = st->cluster && !st->vowel_due;
    take_vowel(st, out);
    st->last = out->len;
    spell_atom(out, *a);
    st->vowel_due = a->kind == KIND_CONSONANT;
    take_prefixed(st, out);
}

static bool speaks_its_end(uint32_t c)
{
    bool north = c >= 0x900 && c < 0xB00, khmer = c >= 0x1780 && c < 0x1800;
    return !north && !khmer;
}

void spell_stacked(const struct atom *a, size_t n, struct spelling *out)
{
    struct state st = {.last = out->len};
    for (size_t i = 0; i < n; i++)
        take(&st, &a[i], out);
    take_prefixed(&st, out);
    if (n && (st.cluster || speaks_its_end(a[n - 1].c)))
        take_vowel(&st, out);
}
