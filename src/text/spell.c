/* SPDX-License-Identifier: Apache-2.0 */
/* spell.c - the alphabets: Latin, Cyrillic, Greek, Armenian and others alike.
 *
 * Most letters are spelt by their form alone; here is where a neighbour or the
 * language changes that. */
#include "text/spell.h"

#include "text/clean.h"

#include <string.h>

void spell_put(struct spelling *out, struct str letters)
{
    for (size_t i = 0; i < letters.len; i++) {
        if (out->len == SPELL_MAX) {
            out->cut = true;
            return;
        }
        out->s[out->len++] = letters.s[i];
    }
}

void spell_atom(struct spelling *out, struct atom a)
{
    spell_put(out, latin_letters(latin_form(a.form)));
}

static uint32_t at(const struct atom *a, size_t n, size_t i)
{
    return i < n ? a[i].c : 0;
}

static bool is_one_of(uint32_t c, const char *letters)
{
    size_t len;
    for (struct str rest = str_of(letters); rest.len; rest = str_from(rest, len))
        if (utf8_next(rest, &len) == c)
            return true;
    return false;
}

/* How Serbian and Macedonian names are written in Latin, less the marks. */
static const char *serbian(uint32_t c)
{
    switch (c) {
    case U'ц':
    case U'ч':
    case U'ћ':
        return "c";
    case U'ж':
        return "z";
    case U'ш':
        return "s";
    case U'х':
        return "h";
    case U'ђ':
        return "d";
    default:
        return NULL;
    }
}

static const char *cyrillic(const struct atom *a, size_t n, size_t i, const struct manner *m)
{
    uint32_t before = i > 0 ? a[i - 1].c : 0;
    bool ukrainian = m->cyrillic == CYRILLIC_UKRAINIAN;
    switch (a[i].c) {
    case U'г':
        return ukrainian ? "h" : NULL;
    case U'и':
        return ukrainian ? "y" : NULL;
    case U'й': /* Zelenskyy, Zabolotnyy */
        return before == U'ы' || (ukrainian && before == U'и') ? "" : NULL;
    case U'ъ': /* a vowel in Bulgarian, a sign before one in Russian */
        return before && i + 1 < n && !is_one_of(a[i + 1].c, "еёюяєи") ? "a" : NULL;
    default:
        return m->cyrillic == CYRILLIC_SERBIAN ? serbian(a[i].c) : NULL;
    }
}

static void spell_cyrillic(const struct atom *a, size_t n, const struct manner *m,
                           struct spelling *out)
{
    for (size_t i = 0; i < n; i++) {
        const char *other = cyrillic(a, n, i, m);
        if (other)
            spell_put(out, str_of(other));
        else
            spell_atom(out, a[i]);
    }
}

static const char *greek_upsilon(uint32_t before, bool voiceless)
{
    switch (before) {
    case U'α':
        return voiceless ? "af" : "av";
    case U'ε':
        return voiceless ? "ef" : "ev";
    default:
        return voiceless ? "if" : "iv";
    }
}

struct greek_pair {
    uint32_t first, second;
    const char *inside, *begins;
};

static const struct greek_pair greek_pairs[] = {
    {U'ο', U'υ', "ou", "ou"},   {U'μ', U'π', "mp", "b"},
    {U'ν', U'τ', "nt", "d"},    {U'γ', U'κ', "gk", "g"},
    {U'γ', U'γ', "ng", "g"},    {U'γ', U'ξ', "nx", "gx"},
    {U'γ', U'χ', "nch", "gch"}, {0}};

/* Of names from abroad: the sounds that Greek has no letter for. */
static const struct greek_pair greek_foreign[] = {{U'μ', U'π', "b", "b"},   {U'ν', U'τ', "d", "d"},
                                                  {U'γ', U'κ', "g", "g"},   {U'τ', U'ζ', "j", "j"},
                                                  {U'τ', U'σ', "ch", "ch"}, {0}};

static const struct greek_pair *find_greek(const struct greek_pair *pairs, uint32_t first,
                                           uint32_t second)
{
    while (pairs->first && !(pairs->first == first && pairs->second == second))
        pairs++;
    return pairs->first ? pairs : NULL;
}

static bool greek_vowel(uint32_t c)
{
    return c && is_one_of(c, "αεηιουω");
}

/* w and y, before a vowel. */
static const char *greek_glide(const struct atom *a, size_t n, size_t i)
{
    uint32_t c = a[i].c, next = at(a, n, i + 1);
    if (!greek_vowel(at(a, n, i + 2)))
        return NULL;
    return c == U'ο' && next == U'υ' ? "w" : c == U'γ' && next == U'ι' ? "y" : NULL;
}

/* Two Greek letters that are one sound, or NULL. */
static const char *greek_sound(const struct atom *a, size_t n, size_t i, bool foreign)
{
    uint32_t c = a[i].c, next = at(a, n, i + 1);
    const char *glide = foreign ? greek_glide(a, n, i) : NULL;
    if (glide)
        return glide;
    if (next == U'υ' && is_one_of(c, "αεη"))
        return greek_upsilon(c, i + 2 == n || is_one_of(a[i + 2].c, "θκξπσςτφχψ"));
    const struct greek_pair *p = foreign ? find_greek(greek_foreign, c, next) : NULL;
    p = p ? p : find_greek(greek_pairs, c, next);
    return !p ? NULL : i > 0 ? p->inside : p->begins;
}

static void spell_greek(const struct atom *a, size_t n, const struct manner *m,
                        struct spelling *out)
{
    bool foreign = m->greek != GREEK_NATIVE;
    for (size_t i = 0; i < n; i++) {
        const char *pair = i + 1 < n ? greek_sound(a, n, i, foreign) : NULL;
        if (pair)
            spell_put(out, str_of(pair));
        else if (foreign && a[i].c == U'χ')
            spell_put(out, m->greek == GREEK_FOREIGN ? STR("h") : STR("kh"));
        else
            spell_atom(out, a[i]);
        i += pair != NULL;
    }
}

static void spell_armenian(const struct atom *a, size_t n, struct spelling *out)
{
    for (size_t i = 0; i < n; i++) {
        bool u = a[i].c == U'ո' && at(a, n, i + 1) == U'ւ';
        if (u)
            spell_put(out, STR("u"));
        else if (i == 0 && a[i].c == U'ո')
            spell_put(out, STR("vo"));
        else if (i == 0 && a[i].c == U'ե')
            spell_put(out, STR("ye"));
        else
            spell_atom(out, a[i]);
        i += u;
    }
}

static void spell_plainly(const struct atom *a, size_t n, struct spelling *out)
{
    size_t i = 0, room = SPELL_MAX - out->len, plain = n < room ? n : room;
    char *to = out->s + out->len;
    for (; i < plain && a[i].c < 0x80; i++)
        to[i] = (char)a[i].c;
    out->len += i;
    for (; i < n; i++)
        spell_atom(out, a[i]);
}

void spell_word(const struct atom *a, size_t n, const struct manner *m, struct spelling *out)
{
    switch (n ? atom_letters(a[0]) : LETTERS_LATIN) {
    case LETTERS_CYRILLIC:
        spell_cyrillic(a, n, m, out);
        break;
    case LETTERS_GREEK:
        spell_greek(a, n, m, out);
        break;
    case LETTERS_ARMENIAN:
        spell_armenian(a, n, out);
        break;
    case LETTERS_ARABIC:
        spell_arabic(a, n, out);
        break;
    case LETTERS_HEBREW:
        spell_hebrew(a, n, out);
        break;
    case LETTERS_INDIC:
    case LETTERS_OTHER:
        spell_stacked(a, n, out);
        break;
    case LETTERS_HAN:
        spell_han(a, n, m, out);
        break;
    case LETTERS_HANGUL:
        spell_hangul(a, n, m, out);
        break;
    case LETTERS_KANA:
        spell_kana(a, n, out);
        break;
    case LETTERS_LATIN:
    case LETTERS_GEORGIAN:
    case LETTERS_COUNT:
        spell_plainly(a, n, out);
        break;
    }
}
