/* SPDX-License-Identifier: Apache-2.0 */
/* fold.c - code points to atoms. */
#include "text/fold.h"

#include "text/clean.h"

struct folding {
    struct atom *out;
    size_t count;
    bool cut, hidden; /* an invisible character stood behind the last atom */
};

/* A Latin letter is what it is spelt as: its case and marks are gone. */
static struct atom atom_of(uint32_t c, uint16_t number, const struct form *f)
{
    if (f->letters == LETTERS_LATIN && f->len == 1)
        c = (unsigned char)latin_letters(f).s[0];
    uint8_t bits = (uint8_t)(f->letters | (f->flags & FORM_UPPER ? ATOM_UPPER : 0) |
                             (f->flags & FORM_ODD ? ATOM_ODD : 0));
    return (struct atom){c, number, f->kind, bits};
}

static struct atom hangul_atom(uint32_t c)
{
    return (struct atom){c, 0, KIND_LETTER, LETTERS_HANGUL};
}

static bool is_hangul(uint32_t c)
{
    return c >= 0xAC00 && c < 0xD7A4;
}

struct atom fold_atom(uint32_t c)
{
    uint16_t number = latin_find(c);
    return is_hangul(c) ? hangul_atom(c) : atom_of(c, number, latin_form(number));
}

static void add(struct folding *f, struct atom a)
{
    if (f->count == ATOMS_MAX) {
        f->cut = true;
        return;
    }
    if (f->hidden && a.kind >= KIND_DIGIT)
        a.bits |= ATOM_ODD;
    f->hidden = false;
    f->out[f->count++] = a;
}

/* Jamo that are written one by one make a syllable (Unicode 15, 3.12). */
static bool joins_syllable(struct atom *before, uint32_t c)
{
    if (before->c >= 0x1100 && before->c < 0x1113 && c >= 0x1161 && c < 0x1176) {
        *before = hangul_atom(0xAC00 + ((before->c - 0x1100) * 21 + (c - 0x1161)) * 28);
        return true;
    }
    if (is_hangul(before->c) && (before->c - 0xAC00) % 28 == 0 && c > 0x11A7 && c < 0x11C3) {
        *before = hangul_atom(before->c + (c - 0x11A7));
        return true;
    }
    return false;
}

/* A geresh makes other letters of these. */
static bool takes_geresh(struct atom *before)
{
    static const uint32_t pairs[][2] = {{U'ג', U'ج'}, {U'ז', U'ژ'}, {U'צ', U'چ'}, {U'ץ', U'چ'}};
    for (size_t i = 0; i < COUNT(pairs); i++)
        if (before->c == pairs[i][0]) {
            before->form = latin_find(pairs[i][1]);
            return true;
        }
    return false;
}

/* Whether what follows the last atom is taken into it. */
static bool merges(struct folding *f, uint32_t c, enum kind kind)
{
    struct atom *before = f->count ? &f->out[f->count - 1] : NULL;
    uint32_t whole = 0;
    switch (kind) {
    case KIND_MARK:
    case KIND_SIGN:
        if (before && (whole = latin_compose(before->c, c))) {
            uint8_t kept = before->bits & (ATOM_UPPER | ATOM_ODD);
            *before = fold_atom(whole);
            before->bits |= kept;
        }
        return whole || kind == KIND_MARK;
    case KIND_SKIP:
        f->hidden = before && before->kind >= KIND_DIGIT;
        return true;
    case KIND_JOINER:
        f->hidden =
            before && before->kind >= KIND_DIGIT &&
            (atom_letters(*before) == LETTERS_LATIN || atom_letters(*before) == LETTERS_CYRILLIC);
        return true;
    case KIND_QUOTE:
        return before && atom_letters(*before) == LETTERS_HEBREW && takes_geresh(before);
    default:
        return before && c >= 0x1161 && joins_syllable(before, c);
    }
}

static void take(struct folding *f, uint32_t c)
{
    uint16_t number = latin_find(c);
    const struct form *form = latin_form(number);
    if (is_hangul(c)) {
        add(f, hangul_atom(c));
    } else if (form->kind != KIND_FOLD) {
        if ((c < 0x80 && form->kind != KIND_QUOTE) || !merges(f, c, form->kind))
            add(f, atom_of(c, number, form));
    } else {
        uint8_t bits = atom_of(c, number, form).bits & (ATOM_UPPER | ATOM_ODD);
        size_t len, first = f->count;
        for (struct str rest = latin_letters(form); rest.len; rest = str_from(rest, len)) {
            struct atom a = fold_atom(utf8_next(rest, &len));
            if (!merges(f, a.c, a.kind))
                add(f, a);
        }
        if (first < f->count)
            f->out[first].bits |= bits;
    }
}

size_t fold(struct str name, struct atom out[ATOMS_MAX], bool *cut)
{
    struct folding f = {.out = out};
    size_t len = 1;
    for (size_t i = 0; i < name.len && !f.cut; i += len) {
        unsigned char byte = (unsigned char)name.s[i];
        len = 1;
        if (byte >= 0x80)
            take(&f, utf8_next(str_from(name, i), &len));
        else if (f.hidden || byte == '\'' || f.count == ATOMS_MAX)
            take(&f, byte);
        else
            out[f.count++] = latin_ascii[byte];
    }
    *cut = f.cut;
    return f.count;
}
