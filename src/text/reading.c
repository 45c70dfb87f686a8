/* SPDX-License-Identifier: Apache-2.0 */
/* reading.c - a name as words in plain letters.
 *
 * Bytes are folded to atoms (fold.h), atoms parted into pieces (pieces.h), each
 * piece spelt (spell.h) and pushed (draft.h); then roles are given.  The last
 * three are done again for each other way to read the name. */
#include "text/reading.h"

#include "text/draft.h"
#include "text/pieces.h"

#include <string.h>

struct source {
    const struct atom *a;
    const struct pieces *p;
};

/* Written as the first letter of a name is: then it is no word, such as and. */
static bool is_initial(const struct pieces *p, size_t i)
{
    const struct piece *piece = &p->at[i];
    return piece->to - piece->from == 1 &&
           (i == 0 || piece->bits & PIECE_DOTTED || (piece->bits & PIECE_UPPER && p->lower));
}

static struct pushed how_of(const struct pieces *p, size_t i)
{
    const struct piece *piece = &p->at[i];
    bool capitals = piece->bits & PIECE_UPPER && (p->lower || p->quoted || i == 0) && p->count > 1;
    return (struct pushed){.letters = piece->letters,
                           .bits = piece->bits,
                           .capitals = capitals,
                           .known = piece->known};
}

/* ar-Rahman, ash-Sharif: the article takes the first consonant of its word. */
static bool is_article(const struct source *s, size_t i, struct str letters, const struct draft *d)
{
    static const char *const forms[] = {"ar",  "as", "ash", "ad", "adh", "an", "at",
                                        "ath", "az", "er",  "es", "esh", "ed", "en",
                                        "et",  "ez", "us",  "ur", "ud",  "un", "ush"};
    if (letters.len > 3 || letters.len < 2 || i + 1 >= s->p->count)
        return false;
    const struct piece *next = &s->p->at[i + 1];
    struct str first = latin_letters(latin_form(s->a[next->from].form));
    bool servant = d->r->count > 0 && str_is(reading_word(d->r, d->r->count - 1u), "abd");
    bool joined = next->bits & PIECE_JOINED && next->to > next->from;
    if (!(joined || servant) || first.len == 0 || first.s[0] != letters.s[1])
        return false;
    for (size_t k = 0; k < COUNT(forms); k++)
        if (str_is(letters, forms[k]))
            return true;
    return false;
}

/* What a Roman numeral stands for, from II on, in capitals or all small; 0: it is none.  V, X
 * and XI are left out: they are initials and a surname more often; and vi, which is a name. */
static unsigned roman(const struct source *s, size_t i)
{
    static const struct {
        struct str letters;
        unsigned value;
    } numerals[] = {{{"ii", 2}, 2},    {{"iii", 3}, 3},    {{"iv", 2}, 4},     {{"vi", 2}, 6},
                    {{"vii", 3}, 7},   {{"viii", 4}, 8},   {{"ix", 2}, 9},     {{"xii", 3}, 12},
                    {{"xiii", 4}, 13}, {{"xiv", 3}, 14},   {{"xv", 2}, 15},    {{"xvi", 3}, 16},
                    {{"xvii", 4}, 17}, {{"xviii", 5}, 18}, {{"xix", 3}, 19},   {{"xx", 2}, 20},
                    {{"xxi", 3}, 21},  {{"xxii", 4}, 22},  {{"xxiii", 5}, 23}, {{"xxiv", 4}, 24}};
    const struct piece *p = &s->p->at[i];
    size_t n = (size_t)p->to - p->from;
    char letters[5];
    if (i == 0 || n < 2 || n > sizeof letters)
        return 0;
    bool small = true;
    for (size_t k = 0; k < n; k++) {
        uint32_t c = s->a[p->from + k].c;
        if (c != 'i' && c != 'v' && c != 'x')
            return 0;
        letters[k] = (char)c;
        small = small && !(s->a[p->from + k].bits & ATOM_UPPER);
    }
    bool name = small && n == 2 && letters[0] == 'v';
    if (name || (!small && !(p->bits & PIECE_UPPER)))
        return 0;
    for (size_t k = 0; k < COUNT(numerals); k++)
        if (str_equal((struct str){letters, n}, numerals[k].letters))
            return numerals[k].value;
    return 0;
}

static bool push_number(struct draft *d, const struct source *s, size_t i, struct pushed how)
{
    unsigned number = roman(s, i);
    char digits[2] = {(char)('0' + number / 10), (char)('0' + number % 10)};
    if (number)
        draft_push(d, number > 9 ? (struct str){digits, 2} : (struct str){digits + 1, 1}, how);
    return number != 0;
}

/* Ben, where no name stands before it and none is turned round: Ben Johnson, Dr Ben
 * Carson; but Ben Ali, Zine. */
static bool is_ben(const struct source *s, const struct draft *d, struct str word)
{
    if (!str_equal(word, STR("ben")))
        return false;
    for (size_t i = 0; i < d->r->count; i++) {
        const struct lexeme *l = words_find(reading_word(d->r, i), 1, LETTERS_LATIN);
        if (!l || l->role != ROLE_HONORIFIC)
            return false;
    }
    for (size_t i = 0; i < s->p->count; i++)
        if (s->p->at[i].bits & PIECE_COMMA)
            return false;
    return true;
}

static bool looks_latin(const struct source *s, size_t i)
{
    const struct piece *p = &s->p->at[i];
    return (p->letters == LETTERS_CYRILLIC || p->letters == LETTERS_GREEK) &&
           evasion_looks_latin(s->a + p->from, (size_t)p->to - p->from);
}

/* Spells the Latin word that a piece looks like. */
static void spell_looks(const struct source *s, const struct piece *p, struct spelling *out)
{
    for (size_t i = p->from; i < p->to; i++) {
        char letter = (char)evasion_latin(s->a[i]);
        spell_put(out, (struct str){&letter, 1});
    }
}

static void push_piece(struct draft *d, const struct source *s, size_t i, const struct manner *m)
{
    const struct piece *p = &s->p->at[i];
    struct pushed how = how_of(s->p, i);
    struct spelling spelt;
    bool initial = is_initial(s->p, i);
    if (p->bits & PIECE_AND) {
        draft_push(d, STR("and"), how);
        return;
    }
    if (p->known) {
        draft_push(d, STR("?"), how);
        return;
    }
    if (push_number(d, s, i, how))
        return;
    spelt.len = 0;
    spelt.cut = false;
    if (m->looks && looks_latin(s, i)) {
        spell_looks(s, p, &spelt);
        how.letters = LETTERS_LATIN;
        how.bits |= PIECE_ODD;
    } else {
        spell_word(s->a + p->from, (size_t)p->to - p->from, m, &spelt);
    }
    d->r->flags |= spelt.cut ? READING_CUT : 0;
    for (struct str rest = {spelt.s, spelt.len}; rest.len; how.bits |= PIECE_JOINED) {
        struct str word = draft_next(&rest);
        how.article = is_article(s, i, word, d);
        how.alone = (initial && word.len == 1) || is_ben(s, d, word);
        if (word.len)
            draft_push(d, word, how);
    }
}

static void read_once(const struct source *s, const struct manner *m, bool cut, struct reading *r)
{
    struct draft d;
    struct manner rest = *m;
    rest.surname = false;
    d.r = r;
    d.roles = d.all_hints = 0;
    d.capitals = !s->p->lower;
    r->count = r->used = 0;
    r->flags =
        (uint8_t)((cut || s->p->cut ? READING_CUT : 0) | (s->p->unread ? READING_UNREAD : 0));
    for (size_t i = 0; i < s->p->count; i++)
        push_piece(&d, s, i, i == 0 ? m : &rest);
    draft_roles(&d);
}

/* ---- Which ways there are to read a name. */

struct seen {
    bool ukrainian, serbian, russian, kazakh, ge, cyrillic;
};

static void see(struct seen *seen, uint32_t c)
{
    switch (c) {
    case U'і':
    case U'ї':
    case U'є':
    case U'ґ':
        seen->ukrainian = true;
        break;
    case U'ј':
    case U'љ':
    case U'њ':
    case U'ђ':
    case U'ћ':
    case U'џ':
    case U'ќ':
    case U'ѓ':
        seen->serbian = true;
        break;
    case U'ы':
    case U'э':
    case U'ъ':
    case U'ё':
        seen->russian = true;
        break;
    case U'ә':
    case U'ғ':
    case U'қ':
    case U'ң':
    case U'ө':
    case U'ұ':
    case U'ү':
    case U'һ':
        seen->kazakh = true;
        break;
    case U'г':
        seen->ge = true;
        break;
    default:
        break;
    }
}

static struct seen see_all(const struct source *s)
{
    struct seen seen = {0};
    for (size_t i = 0; i < s->p->count; i++) {
        const struct piece *p = &s->p->at[i];
        if (p->letters != LETTERS_CYRILLIC)
            continue;
        seen.cyrillic = true;
        for (size_t k = p->from; k < p->to; k++) {
            see(&seen, s->a[k].c);
            if (k + 1 < p->to && s->a[k].c == U'ь' && s->a[k + 1].c == U'к')
                seen.ukrainian = true; /* -ський, where Russian has -ский */
        }
    }
    return seen;
}

static size_t cyrillic_manners(const struct source *s, struct manner m[READINGS_MAX])
{
    struct seen seen = see_all(s);
    m[0].cyrillic = seen.kazakh      ? CYRILLIC_RUSSIAN
                    : seen.ukrainian ? CYRILLIC_UKRAINIAN
                    : seen.serbian   ? CYRILLIC_SERBIAN
                                     : CYRILLIC_RUSSIAN;
    if (!seen.ge || seen.ukrainian || seen.russian || seen.serbian || seen.kazakh)
        return 1;
    m[1] = m[0];
    m[1].cyrillic = CYRILLIC_UKRAINIAN;
    return 2;
}

/* A name that is Latin but for words that look so, or has one that was written in
 * both. */
static bool has_looks(const struct source *s)
{
    bool latin = false, looks = false;
    for (size_t i = 0; i < s->p->count; i++) {
        latin = latin || s->p->at[i].letters == LETTERS_LATIN ||
                (s->p->at[i].bits & PIECE_ODD && looks_latin(s, i));
        looks = looks || looks_latin(s, i);
    }
    return latin && looks;
}

static size_t manners(const struct source *s, struct manner m[READINGS_MAX])
{
    const struct piece *first = &s->p->at[0];
    m[0] = (struct manner){.surname = s->p->count == 1};
    if (s->p->count == 0 || s->p->scripts == 1U << LETTERS_LATIN)
        return 1;
    const struct atom *a = s->a + first->from;
    size_t n = (size_t)first->to - first->from;
    if (first->letters == LETTERS_HAN && s->p->count == 1 && spell_is_korean(a, n)) {
        m[1] = m[0];
        m[1].han = HAN_KOREAN;
        return 2;
    }
    if (first->letters == LETTERS_HANGUL) {
        m[0].surname = s->p->count == 1 || n == 1;
        m[1] = m[0];
        m[1].surname = false;
        return s->p->count == 1 && spell_is_korean(a, n) ? 2 : 1;
    }
    size_t count = cyrillic_manners(s, m);
    bool looks = has_looks(s), greek = count == 1 && s->p->scripts >> LETTERS_GREEK & 1;
    m[count] = m[0];
    if (looks)
        m[count++].looks = true;
    for (size_t way = GREEK_FOREIGN; greek && way <= GREEK_FOREIGN_KH && count < READINGS_MAX;
         way++) {
        m[count] = m[0];
        m[count++].greek = way == GREEK_FOREIGN ? GREEK_FOREIGN : GREEK_FOREIGN_KH;
    }
    return count;
}

static bool same_words(const struct reading *a, const struct reading *b)
{
    if (a->count != b->count || a->used != b->used || memcmp(a->bytes, b->bytes, a->used) != 0)
        return false;
    for (size_t i = 0; i < a->count; i++)
        if (a->words[i].len != b->words[i].len)
            return false;
    return true;
}

/* Adds a reading that is like none before it. */
static void add_reading(const struct source *s, const struct manner *m, bool cut,
                        struct reading out[READINGS_MAX], size_t *count)
{
    if (*count == READINGS_MAX)
        return;
    read_once(s, m, cut, &out[*count]);
    for (size_t k = 0; k < *count; k++)
        if (same_words(&out[k], &out[*count]))
            return;
    ++*count;
}

size_t name_read(struct str name, struct reading out[READINGS_MAX])
{
    struct atom atoms[ATOMS_MAX];
    struct pieces pieces;
    struct manner ways[READINGS_MAX] = {0};
    struct source source = {atoms, &pieces};
    bool cut;
    size_t n = fold(name, atoms, &cut);
    pieces_split(atoms, n, ONES_SURE, &pieces);
    size_t wanted = manners(&source, ways), count = 0;
    for (size_t i = 0; i < wanted; i++)
        add_reading(&source, &ways[i], cut, out, &count);
    unsigned digits = pieces.digits;
    for (enum ones how = ONES_I; how <= ONES_L && digits; how++) {
        if (!(digits & (how == ONES_I ? EVASION_MAY : EVASION_ONES)))
            continue;
        n = fold(name, atoms, &cut);
        pieces_split(atoms, n, how, &pieces);
        add_reading(&source, &ways[0], cut, out, &count);
    }
    return count;
}
