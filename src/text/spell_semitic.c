/* SPDX-License-Identifier: Apache-2.0 */
/* spell_semitic.c - Arabic script (Arabic, Persian, Pashto, Urdu, Kurdish, Uyghur) and Hebrew.
 *
 * Consonants and the vowels that are written, and no others: Muhammad is mhmd.
 * A waw or ya is a vowel between consonants and a consonant beside a vowel.
 * Vowel marks were dropped before, so that a name with and without them is one. */
#include "text/clean.h"
#include "text/spell.h"

struct letters_of {
    const struct atom *a;
    size_t n;
};

static uint32_t at(struct letters_of w, size_t i)
{
    return i < w.n ? w.a[i].c : 0;
}

static bool is_alif(uint32_t c)
{
    return c == U'ا' || c == U'آ' || c == U'أ' || c == U'ٱ' || c == U'إ';
}

static bool is_yeh(uint32_t c)
{
    return c == U'ي' || c == U'ی' || c == U'ى';
}

/* Persian and Arabic have code points of their own for two letters. */
static uint32_t arabic_fold(uint32_t c)
{
    return is_yeh(c) ? U'ي' : c == U'ک' ? U'ك' : c;
}

static bool arabic_has(struct letters_of w, size_t from, const char *letters)
{
    size_t len;
    for (struct str rest = str_of(letters); rest.len; rest = str_from(rest, len), from++)
        if (from >= w.n || arabic_fold(w.a[from].c) != utf8_next(rest, &len))
            return false;
    return true;
}

static char last_of(const struct spelling *out, size_t from)
{
    return out->len > from ? out->s[out->len - 1] : '\0';
}

static bool is_vowel(char last)
{
    return last == 'a' || last == 'i' || last == 'u' || last == 'e' || last == 'o';
}

/* Whether a written vowel follows, so that a waw or ya is a consonant. */
static bool vowel_follows(struct letters_of w, size_t i)
{
    uint32_t next = at(w, i + 1), then = at(w, i + 2);
    if (is_alif(next) || next == U'ة' || next == U'ە' || next == U'ۆ' || next == U'ێ')
        return true;
    if (w.a[i].c == U'و')
        return is_yeh(next) && i + 2 < w.n;
    return next == U'و' && !is_alif(then) && !is_yeh(then);
}

/* Alif or ayn at the beginning carries the waw or ya behind it, which is then the
 * vowel (Iran, Isa, Umar); returns that, or NULL. */
static const char *carried(struct letters_of w)
{
    uint32_t c = at(w, 0), next = at(w, 1);
    if (w.n < 3 || (!is_alif(c) && c != U'ع') || c == U'آ' || vowel_follows(w, 1))
        return NULL;
    return next == U'و' ? "u" : is_yeh(next) && c != U'أ' ? "i" : NULL;
}

/* Ta marbuta, and a last heh behind a consonant: many write it so, and in Persian it is an e. */
static const char *marbuta(struct letters_of w, size_t i, bool vowel_before)
{
    if (w.a[i].c == U'ة')
        return vowel_before ? "t" : "a";
    return w.a[i].c == U'ه' && i + 1 == w.n && i > 1 && !vowel_before ? "a" : NULL;
}

static const char *arabic_letter(struct letters_of w, size_t i, char before)
{
    bool vowel_before = is_vowel(before);
    uint32_t c = w.a[i].c;
    bool last = i + 1 == w.n;
    if (is_alif(c) && c != U'إ')
        return before == 'a' ? "" : "a";
    if (c == U'ع')
        return vowel_before || is_alif(at(w, i + 1)) ? "" : "a";
    if (c == U'ى' && last)
        return vowel_before ? "" : "a";
    if (c == U'و')
        return i == 0 || vowel_before || vowel_follows(w, i) ? "w" : "u";
    if (is_yeh(c))
        return i == 0 || vowel_before || vowel_follows(w, i) ? "y" : "i";
    if (c == U'ئ' && i == 0)
        return "";
    return marbuta(w, i, vowel_before);
}

static void arabic_part(struct letters_of w, struct spelling *out)
{
    size_t from = out->len;
    const char *first = carried(w);
    if (first)
        spell_put(out, str_of(first));
    for (size_t i = first ? 2 : 0; i < w.n; i++) {
        const char *own = arabic_letter(w, i, last_of(out, from));
        if (own)
            spell_put(out, str_of(own));
        else
            spell_atom(out, w.a[i]);
    }
}

/* Names that begin with the letters of the article and do not have it. */
static bool is_bare(struct letters_of w)
{
    static const char *const names[] = {"الياس", "الهام", "الطاف", "الكس",  "اليك",
                                        "اليز",  "البرت", "الفرد", "الفري", "الماس"};
    for (size_t i = 0; i < COUNT(names); i++)
        if (arabic_has(w, 0, names[i]))
            return true;
    return false;
}

static struct letters_of rest_of(struct letters_of w, size_t from)
{
    return (struct letters_of){w.a + from, w.n - from};
}

void spell_arabic(const struct atom *a, size_t n, struct spelling *out)
{
    struct letters_of w = {a, n};
    if (n == 4 && arabic_has(w, 0, "الله")) {
        spell_put(out, STR("allah"));
    } else if (n >= 7 && arabic_has(w, 0, "عبدال") && !arabic_has(w, 3, "الله")) {
        spell_put(out, STR("abdul "));
        arabic_part(rest_of(w, 5), out);
    } else if (n >= 7 && arabic_has(w, n - 5, "الدين")) {
        arabic_part((struct letters_of){a, n - 5}, out);
        spell_put(out, STR(" al din"));
    } else if (n >= 6 && arabic_has(w, n - 4, "الله")) {
        arabic_part((struct letters_of){a, n - 4}, out);
        spell_put(out, STR("allah"));
    } else if (n >= 4 && arabic_has(w, 0, "ال") && !is_bare(w)) {
        spell_put(out, STR("al "));
        arabic_part(rest_of(w, 2), out);
    } else {
        arabic_part(w, out);
    }
}

static const char *hebrew_vowel(struct letters_of w, size_t i, bool vowel_before)
{
    uint32_t next = at(w, i + 1);
    if (w.a[i].c == U'י')
        return (i == 0 && w.n > 1) || next == U'א' || next == U'ו' ? "y" : "i";
    if (w.a[i].c == U'ו')
        return (i == 0) != (next == U'ו') || (vowel_before && i > 1) ? "v" : "o";
    if (i == 0 && (next == U'ו' || next == U'י') && w.n > 2)
        return ""; /* alef and ayin carry it */
    return vowel_before || next == U'ו' ? "" : "a";
}

/* Hebrew letters whose neighbours matter; NULL for others. */
static const char *hebrew_letter(struct letters_of w, size_t i, bool vowel_before)
{
    switch (w.a[i].c) {
    case U'א':
    case U'ע':
    case U'ו':
    case U'י':
        return hebrew_vowel(w, i, vowel_before);
    case U'ה':
        return i > 0 && i + 1 == w.n ? (vowel_before ? "" : "a") : NULL;
    case U'ב':
        return i > 0 && vowel_before ? "v" : NULL;
    case U'פ':
        return i > 0 && vowel_before ? "f" : NULL;
    default:
        return NULL;
    }
}

void spell_hebrew(const struct atom *a, size_t n, struct spelling *out)
{
    struct letters_of w = {a, n};
    size_t from = out->len;
    for (size_t i = 0; i < n; i++) {
        const char *own = hebrew_letter(w, i, is_vowel(last_of(out, from)));
        if (own)
            spell_put(out, str_of(own));
        else
            spell_atom(out, a[i]);
        bool twice = i + 1 < n && a[i].c == a[i + 1].c && (a[i].c == U'ו' || a[i].c == U'י');
        i += twice;
    }
}
