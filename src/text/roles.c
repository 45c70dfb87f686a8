/* SPDX-License-Identifier: Apache-2.0 */
/* roles.c - what each word of a reading is for, by its neighbours. */
#include "text/draft.h"
#include "text/pieces.h"
#include "text/rarity.h"

#include <string.h>

static struct str word(const struct draft *d, size_t i)
{
    return reading_word(d->r, i);
}

static bool is_role(const struct draft *d, size_t i, enum role role)
{
    return i < d->r->count && d->r->words[i].role == role;
}

static void set(struct draft *d, size_t i, enum role role)
{
    d->r->words[i].role = (uint8_t)role;
}

/* Alphabets of which one letter alone is the first of a name. */
static bool has_initials(enum letters letters)
{
    return letters <= LETTERS_CYRILLIC ||
           (letters >= LETTERS_HEBREW && letters <= LETTERS_GEORGIAN);
}

static void initials(struct draft *d)
{
    for (size_t i = 0; i < d->r->count; i++) {
        struct word *w = &d->r->words[i];
        if (w->len == 1 && w->role == ROLE_NAME && has_initials((enum letters)w->letters))
            w->role = ROLE_INITIAL;
        else if (w->len > 1 && w->role == ROLE_INITIAL)
            w->role = ROLE_NAME;
    }
}

/* AL-HAJ, Yehia, and HAFIZ, Abdallah: a surname. */
static bool is_surname(const struct draft *d, size_t i)
{
    bool behind_article = i > 0 && str_equal(word(d, i - 1), STR("al"));
    bool turned = i + 1 < d->r->count && d->bits[i + 1] & PIECE_COMMA;
    return (behind_article && (turned || i + 1 == d->r->count)) || (i == 0 && turned);
}

/* A particle with nothing behind it is a name: Nguyen Van; and so is one alone. */
static void last_word(struct draft *d)
{
    size_t last = d->r->count - 1u;
    if (is_role(d, last, ROLE_PARTICLE) && !(d->hints[last] & LEXEME_CHILD))
        set(d, last, ROLE_NAME);
}

/* A title is one when a name follows, or a comma stands before it; before a word of
 * organisations it is one of these: General Electric. */
static void titles(struct draft *d)
{
    bool name_follows = false, generic_next = false;
    for (size_t i = d->r->count; i-- > 0;) {
        if (is_role(d, i, ROLE_HONORIFIC)) {
            bool title = d->hints[i] & LEXEME_TITLE;
            if (generic_next)
                set(d, i, ROLE_GENERIC);
            else if (title && ((!name_follows && !(d->bits[i] & PIECE_COMMA)) || is_surname(d, i)))
                set(d, i, ROLE_NAME);
        }
        if (!is_role(d, i, ROLE_PARTICLE))
            generic_next = is_role(d, i, ROLE_GENERIC);
        name_follows = name_follows || is_role(d, i, ROLE_NAME);
    }
}

/* The word behind bin, and what belongs to it: bin Abdul Rahman, bin al-Hasan. */
static void parents(struct draft *d)
{
    for (size_t i = 0; i < d->r->count; i++) {
        if (!(d->hints[i] & LEXEME_PARENT))
            continue;
        size_t k = i + 1;
        while (is_role(d, k, ROLE_PARTICLE) && !(d->hints[k] & LEXEME_PARENT))
            k++;
        bool servant =
            k < d->r->count && str_equal(word(d, k), STR("abdul")) && is_role(d, k, ROLE_NAME);
        if (is_role(d, k, ROLE_NAME))
            set(d, k, ROLE_PATRONYMIC);
        if (servant && is_role(d, k + 1, ROLE_NAME))
            set(d, k + 1, ROLE_PATRONYMIC);
    }
}

static bool is_patronymic(struct str s)
{
    static const struct str ends[] = {{"ovich", 5},  {"evich", 5},  {"ovych", 5}, {"evych", 5},
                                      {"ovitch", 6}, {"evitch", 6}, {"ovna", 4},  {"evna", 4},
                                      {"ivna", 4},   {"ichna", 5},  {"ilich", 5}, {"ilyich", 6},
                                      {"owicz", 5}};
    char last = s.s[s.len - 1], before = s.len > 5 ? s.s[s.len - 2] : '\0';
    if (!(last == 'h' && before == 'c') && !(last == 'a' && before == 'n') && last != 'z')
        return false;
    for (size_t i = 0; i < COUNT(ends); i++)
        if (s.len > ends[i].len + 1 && str_ends(s, ends[i]))
            return true;
    return false;
}

/* Of three names and more, the first that ends so and is not the first of all;
 * another behind it is a surname. */
static void patronymics(struct draft *d)
{
    size_t names = 0;
    for (size_t i = 0; i < d->r->count; i++)
        names += is_role(d, i, ROLE_NAME) || is_role(d, i, ROLE_INITIAL);
    for (size_t i = 1; i < d->r->count && names > 2; i++) {
        bool child =
            is_role(d, i, ROLE_NAME) && i + 1 < d->r->count && d->hints[i + 1] & LEXEME_CHILD;
        if (child || (is_role(d, i, ROLE_NAME) && is_patronymic(word(d, i)))) {
            set(d, i, ROLE_PATRONYMIC);
            return;
        }
    }
}

/* A legal form of two letters is one at an end of the name or beside another. */
static void legal_forms(struct draft *d)
{
    size_t n = d->r->count;
    for (size_t i = 0; i < n; i++) {
        if (!is_role(d, i, ROLE_LEGAL) || word(d, i).len > 2)
            continue;
        bool beside = is_role(d, i + 1, ROLE_LEGAL) || (i > 0 && is_role(d, i - 1, ROLE_LEGAL));
        bool behind = i > 0 && (is_role(d, i - 1, ROLE_GENERIC) || d->bits[i] & PIECE_DOTTED);
        if (n == 1 || (i > 0 && i + 1 < n && !beside && !behind))
            set(d, i, ROLE_NAME);
    }
}

/* y and e between names, written small; d and l that had an apostrophe. */
static void conjunctions(struct draft *d)
{
    for (size_t i = 0; i + 1 < d->r->count; i++) {
        struct str s = word(d, i);
        if (s.len != 1 || !is_role(d, i, ROLE_INITIAL))
            continue;
        bool elided =
            strchr("dl", s.s[0]) && d->bits[i + 1] & PIECE_JOINED && word(d, i + 1).len > 2;
        bool small = i > 0 && ((strchr("yeidl", s.s[0]) && !(d->bits[i] & PIECE_UPPER)) ||
                               (s.s[0] == 'y' && d->capitals));
        if (elided || small)
            set(d, i, ROLE_PARTICLE);
    }
}

/* No. 5 */
static void numbered(struct draft *d)
{
    for (size_t i = 0; i + 1 < d->r->count; i++)
        if (is_role(d, i + 1, ROLE_NUMBER) && str_equal(word(d, i), STR("no")))
            set(d, i, ROLE_PARTICLE);
}

static bool significant(const struct draft *d, size_t i)
{
    return is_role(d, i, ROLE_NAME) || is_role(d, i, ROLE_GENERIC);
}

/* The first letters of all other words: Reconnaissance General Bureau (RGB). */
static bool shortens(const struct draft *d, size_t at)
{
    struct str s = word(d, at);
    size_t n = 0;
    if (!is_role(d, at, ROLE_NAME) || s.len < 3)
        return false;
    for (size_t i = 0; i < d->r->count; i++) {
        if (i == at || !significant(d, i))
            continue;
        if (n == s.len || word(d, i).s[0] != s.s[n])
            return false;
        n++;
    }
    return n == s.len;
}

/* The same of a word that is nobody's name, in any order, and of all words but one: General
 * Reconnaissance Bureau (RGB), Reconnaissance General Bureau (RGB) Services. */
static bool shortens_nearly(const struct draft *d, size_t at)
{
    struct str s = word(d, at);
    size_t words = 0;
    uint64_t used = 0; /* letters of s */
    if (!is_role(d, at, ROLE_NAME) || s.len < 3 || !rarity_unheard(rarity(s, ROLE_NAME), s.len))
        return false;
    for (size_t i = 0; i < d->r->count; i++) {
        if (i == at || !significant(d, i))
            continue;
        words++;
        for (size_t k = 0; k < s.len; k++)
            if (s.s[k] == word(d, i).s[0] && !(used >> k & 1)) {
                used |= (uint64_t)1 << k;
                break;
            }
    }
    return used + 1 == (uint64_t)1 << s.len && words <= s.len + 1;
}

/* Such a word at the end, or the beginning, says again what the others say; a legal form, and
 * a generic word that is no part of the name, may stand behind it. */
static void shortening(struct draft *d)
{
    size_t last = d->r->count - 1U;
    while (last > 0 && (is_role(d, last, ROLE_LEGAL) || is_role(d, last, ROLE_GENERIC)))
        last--;
    if (shortens(d, last) || shortens_nearly(d, last))
        set(d, last, ROLE_PARTICLE);
    else if (shortens(d, 0))
        set(d, 0, ROLE_PARTICLE);
}

void draft_roles(struct draft *d)
{
    initials(d);
    conjunctions(d);
    if (d->r->count > 0 && d->roles & 1U << ROLE_PARTICLE)
        last_word(d);
    if (d->roles & 1U << ROLE_NUMBER)
        numbered(d);
    if (d->roles & 1U << ROLE_LEGAL)
        legal_forms(d);
    if (d->roles & 1U << ROLE_HONORIFIC)
        titles(d);
    if (d->all_hints & LEXEME_PARENT)
        parents(d);
    if (d->r->count > 2)
        patronymics(d);
    if (d->r->count > 3)
        shortening(d);
}
