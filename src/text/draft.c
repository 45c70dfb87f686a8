/* SPDX-License-Identifier: Apache-2.0 */
/* draft.c - words as they are pushed: what stands for them, compounds, phrases, numbers. */
#include "text/draft.h"

#include "text/pieces.h"
#include "text/rarity.h"

#include <string.h>

enum { PHRASE_MAX = 7 };

static bool is_digits(struct str s)
{
    return s.len > 0 && s.s[0] >= '0' && s.s[0] <= '9';
}

static void append(struct draft *d, struct str letters, struct pushed how, enum role role,
                   uint8_t hints)
{
    struct reading *r = d->r;
    if (letters.len > WORD_MAX) {
        letters.len = WORD_MAX;
        r->flags |= READING_CUT;
    }
    if (letters.len == 0)
        return;
    if (r->count == WORDS_MAX || r->used + letters.len > READING_BYTES) {
        r->flags |= READING_CUT;
        return;
    }
    memcpy(r->bytes + r->used, letters.s, letters.len);
    uint8_t flags = (uint8_t)((how.bits & PIECE_JOINED ? WORD_JOINED : 0) |
                              (how.bits & PIECE_ODD ? WORD_EVADES : 0) |
                              (hints & LEXEME_GIVEN ? WORD_GIVEN : 0));
    r->flags |= how.bits & PIECE_ODD ? READING_EVADES : 0;
    d->roles |= 1U << role;
    d->all_hints |= hints;
    d->hints[r->count] = hints;
    d->bits[r->count] = how.bits;
    r->words[r->count++] =
        (struct word){r->used, (uint8_t)letters.len, how.letters, (uint8_t)role, flags};
    r->used = (uint16_t)(r->used + letters.len);
}

/* The letters of the last n words. */
static struct str tail(const struct draft *d, size_t n)
{
    const struct reading *r = d->r;
    size_t at = r->words[r->count - n].at;
    return (struct str){r->bytes + at, r->used - at};
}

static const struct lexeme *phrase_at_end(const struct draft *d, uint8_t ends, size_t *words)
{
    for (size_t n = PHRASE_MAX; n > 1; n--) {
        if (!(ends >> n & 1) || n > d->r->count)
            continue;
        const struct lexeme *l = words_find(tail(d, n), n, LETTERS_LATIN);
        *words = n;
        if (l)
            return l;
    }
    return NULL;
}

/* A word that is in no table, whole: what was cut off may have been any. */
static bool unheard(struct str letters)
{
    return letters.len < WORD_MAX && rarity_unheard(rarity(letters, ROLE_NAME), letters.len);
}

/* What a word is known to be.  One that is but for a slip of the hand is read as what was
 * meant. */
static const struct lexeme *known_as(struct str *letters, enum letters in)
{
    const struct lexeme *l = words_find(*letters, 1, in);
    if (l || letters->len >= WORD_MAX)
        return l;
    l = words_find_meant(*letters, unheard(*letters));
    *letters = l ? words_letters(l) : *letters;
    return l;
}

/* Replaces phrases that end at the last word, of which `ends` says how long they may be. */
static void reduce(struct draft *d, uint8_t ends)
{
    struct reading *r = d->r;
    size_t n;
    const struct lexeme *l;
    while (ends && (l = phrase_at_end(d, ends, &n))) {
        struct word first = r->words[r->count - n];
        struct pushed how = {.letters = first.letters, .bits = d->bits[r->count - n]};
        r->count = (uint16_t)(r->count - n);
        r->used = first.at;
        append(d, words_as(l), how, (enum role)l->role, l->flags);
        ends = l->ends;
    }
}

/* What stands for a lexeme, or its letters, as words. */
static void append_known(struct draft *d, struct str letters, struct pushed how,
                         const struct lexeme *l)
{
    enum role role = l ? (enum role)l->role : ROLE_NAME;
    if (!l || !l->as_len) {
        append(d, letters, how, role, l ? l->flags : 0);
        reduce(d, l ? l->ends : 0);
        return;
    }
    for (struct str rest = words_as(l); rest.len; how.bits |= PIECE_JOINED) {
        struct str word = draft_next(&rest);
        const struct lexeme *own = words_find(word, 1, LETTERS_LATIN);
        bool several = rest.len || word.len < l->as_len;
        enum role is = several && own ? (enum role)own->role : role;
        append(d, word, how, is_digits(word) ? ROLE_NUMBER : is, l->flags);
        reduce(d, own ? own->ends : l->ends);
    }
}

static void append_article(struct draft *d, struct pushed how)
{
    append_known(d, STR("al"), how, words_find(STR("al"), 1, LETTERS_LATIN));
}

/* ---- Compounds. */

static bool is_vowel(char c)
{
    return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u';
}

/* Where the name of God begins in Abdulrahman, Abderrahman, Abdusalam; 0: it is
 * no such name. */
static size_t after_servant(struct str s)
{
    size_t i = 3;
    if (s.len < 8 || memcmp(s.s, "abd", 3) != 0)
        return 0;
    while (i < 5 && is_vowel(s.s[i]))
        i++;
    if (i == 3 || i + 3 > s.len)
        return 0;
    bool sun = strchr("rsndztl", s.s[i]) != NULL;
    bool twice = s.s[i] == s.s[i + 1];
    bool written = s.s[i] == 'l' || (sun && twice);
    size_t at = written ? i + 1 : i;
    return sun && words_is_divine(str_from(s, at)) ? at : 0;
}

/* How many letters stand before -uddin, -eddine, -aldeen; 0: it has no such end. */
static size_t before_din(struct str s)
{
    size_t i = s.len;
    if (i < 8)
        return 0;
    i -= s.s[i - 1] == 'e';
    if (s.s[--i] != 'n')
        return 0;
    size_t vowels = 0;
    while (vowels < 2 && (s.s[i - 1] == 'i' || s.s[i - 1] == 'e' || s.s[i - 1] == 'y')) {
        i--;
        vowels++;
    }
    if (vowels == 0 || s.s[i - 1] != 'd' || (s.s[i - 2] != 'd' && s.s[i - 2] != 'l'))
        return 0;
    i -= 2;
    if (!is_vowel(s.s[--i]))
        return 0;
    i -= s.s[i] == 'u' && s.s[i - 1] == 'o';
    return i >= 3 ? i : 0;
}

/* Its parts are read as the words that they will be when the reading is read. */
static bool append_compound(struct draft *d, struct str s, struct pushed how)
{
    size_t at = after_servant(s), stem = at ? 0 : before_din(s);
    struct pushed then = how;
    how.capitals = then.capitals = false;
    then.bits |= PIECE_JOINED;
    if (at) {
        append(d, STR("abdul"), how, ROLE_NAME, 0);
        draft_push(d, str_from(s, at), then);
    } else if (stem) {
        draft_push(d, str_span(s, 0, stem), how);
        append_article(d, then);
        append(d, STR("din"), then, ROLE_NAME, 0);
    }
    return at || stem;
}

static bool may_be_compound(struct str s, const struct lexeme *l)
{
    return s.len > 6 && (!l || (l->role == ROLE_NAME && l->as_len == 0));
}

/* ---- Generic words that are written as one with what stands beside them. */

/* Before a generic word so long the rest may have fewer letters. */
enum { GENERIC_LETTERS = 5, REST_LETTERS = 4, LONG_LETTERS = 9, REST_BEFORE_LONG = 2 };

static bool is_generic(struct str s)
{
    const struct lexeme *l = s.len < GENERIC_LETTERS ? NULL : words_find(s, 1, LETTERS_LATIN);
    return l && l->role == ROLE_GENERIC && !(l->flags & LEXEME_CAPS);
}

/* Where a word that is in no table is two: the longest generic word at its end, whatever
 * stands before it (VINALESTOURS), or at its beginning before a word that is known, since
 * what is not may be its ending (associations).  0: it is one word. */
static size_t before_generic(struct str s)
{
    if (s.len < GENERIC_LETTERS + REST_LETTERS || !unheard(s))
        return 0;
    for (size_t i = REST_BEFORE_LONG; i + GENERIC_LETTERS <= s.len; i++)
        if ((i >= REST_LETTERS || s.len - i >= LONG_LETTERS) && is_generic(str_from(s, i)))
            return i;
    for (size_t i = s.len - REST_LETTERS; i >= GENERIC_LETTERS; i--)
        if (is_generic(str_span(s, 0, i)) &&
            (words_find(str_from(s, i), 1, LETTERS_LATIN) || !unheard(str_from(s, i))))
            return i;
    return 0;
}

static bool push_split(struct draft *d, struct str s, struct pushed how)
{
    size_t at = before_generic(s);
    if (!at)
        return false;
    how.capitals = false; /* so it is read again */
    draft_push(d, str_span(s, 0, at), how);
    how.bits |= PIECE_JOINED;
    draft_push(d, str_from(s, at), how);
    return true;
}

/* Ziaur Rahman, Mujibur Rehman: the word before has the article at its end. */
static void part_article(struct draft *d, struct str s)
{
    struct reading *r = d->r;
    if (s.len < 6 || s.s[0] != 'r' || !str_equal(str_from(s, s.len - 3), STR("man")) ||
        r->count == 0 || r->count == WORDS_MAX)
        return;
    struct word *w = &r->words[r->count - 1];
    struct str before = reading_word(r, r->count - 1u), stem = str_span(before, 0, before.len - 2u);
    bool ends = before.len > 4 && (str_ends(before, STR("ur")) || str_ends(before, STR("or")));
    if (!ends || w->role != ROLE_NAME || d->hints[r->count - 1] ||
        words_find(stem, 1, LETTERS_LATIN) || after_servant(stem) || before_din(stem) ||
        before_generic(stem) || (unheard(stem) && words_find_meant(stem, true)))
        return;
    w->len = (uint8_t)stem.len;
    r->used = (uint16_t)(r->used - 2);
    append(d, STR("al"), (struct pushed){.letters = w->letters, .bits = PIECE_JOINED},
           ROLE_PARTICLE, 0);
}

/* ---- Numbers. */

static bool ends_in_tens(const struct draft *d)
{
    return d->r->count > 0 && d->hints[d->r->count - 1] & LEXEME_TENS;
}

/* Forty four, forty 4: the digit of the ones takes the place of the zero. */
static bool adds_unit(struct draft *d, struct str digits)
{
    if (!ends_in_tens(d) || digits.len != 1 || digits.s[0] == '0')
        return false;
    d->r->bytes[d->r->used - 1] = digits.s[0];
    d->hints[d->r->count - 1] = 0;
    return true;
}

void draft_push(struct draft *d, struct str letters, struct pushed how)
{
    if (is_digits(letters)) {
        if (!adds_unit(d, letters))
            append(d, letters, how, ROLE_NUMBER, 0);
        return;
    }
    part_article(d, letters);
    const struct lexeme *l = how.known;
    if (!l && how.bits & PIECE_SLASHED)
        l = words_find_slashed(letters);
    bool plain = !how.alone && !how.article;
    if (!l)
        l = plain ? known_as(&letters, (enum letters)how.letters)
                  : words_find(letters, 1, (enum letters)how.letters);
    if (!l && plain && push_split(d, letters, how))
        return;
    uint8_t ends = l ? l->ends : 0;
    if (how.alone)
        l = NULL;
    if (l && l->flags & LEXEME_CAPS && !how.capitals)
        l = NULL;
    if (how.article) {
        append_article(d, how);
    } else if (l && l->flags & LEXEME_UNIT && adds_unit(d, words_as(l))) {
        return;
    } else if (!may_be_compound(letters, l) || !append_compound(d, letters, how)) {
        append_known(d, letters, how, l);
        reduce(d, ends);
    }
}
