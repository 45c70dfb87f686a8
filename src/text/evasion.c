/* SPDX-License-Identifier: Apache-2.0 */
/* evasion.c - letters and digits that are there to look like others.
 *
 * A word of two alphabets is of the one whose letters all others are drawn as,
 * in the case that they are in (Н is H, н is not); where none or more than one is so, of the
 * one that most of its letters have, if the others have look-alikes in it.  A digit is a
 * letter when it stands between letters, alone, and they are three times as many
 * as the digits; elsewhere it may be one, which is another way to read the name. */
#include "text/pieces.h"

enum { ALPHABETS = 3 };
static const enum letters alphabets[ALPHABETS] = {LETTERS_LATIN, LETTERS_CYRILLIC, LETTERS_GREEK};

/* Which letters of a row are drawn as its Latin one; but nobody writes a RARE one in a
 * word of its own alphabet, so that the Latin one is no such letter. */
enum { CYRILLIC_LOWER = 1, CYRILLIC_UPPER = 2, GREEK_LOWER = 4, GREEK_UPPER = 8, RARE = 16 };
enum { CYRILLIC_BOTH = 3, GREEK_BOTH = 12, UPPER_BOTH = 10, ALL_BOTH = 15 };

static const struct look {
    uint32_t of[ALPHABETS];
    unsigned drawn;
} alike[] = {
    {{'a', U'а', U'α'}, ALL_BOTH},
    {{'b', U'в', U'β'}, UPPER_BOTH},
    {{'c', U'с', 0}, CYRILLIC_BOTH},
    {{'e', U'е', U'ε'}, CYRILLIC_BOTH | GREEK_UPPER},
    {{'h', U'н', U'η'}, UPPER_BOTH},
    {{'i', U'і', U'ι'}, ALL_BOTH},
    {{'j', U'ј', 0}, CYRILLIC_BOTH},
    {{'k', U'к', U'κ'}, UPPER_BOTH | GREEK_LOWER},
    {{'m', U'м', U'μ'}, UPPER_BOTH},
    {{'o', U'о', U'ο'}, ALL_BOTH},
    {{'p', U'р', U'ρ'}, ALL_BOTH},
    {{'s', U'ѕ', 0}, CYRILLIC_BOTH | RARE},
    {{'t', U'т', U'τ'}, UPPER_BOTH | GREEK_LOWER},
    {{'x', U'х', U'χ'}, ALL_BOTH},
    {{'y', U'у', U'υ'}, CYRILLIC_BOTH | GREEK_UPPER},
    {{'d', U'ԁ', 0}, CYRILLIC_LOWER | RARE},
    {{'q', U'ԛ', 0}, CYRILLIC_BOTH | RARE},
    {{'w', U'ԝ', U'ω'}, CYRILLIC_BOTH | RARE},
    {{'n', U'п', U'ν'}, GREEK_UPPER},
    {{'z', 0, U'ζ'}, GREEK_UPPER},
    {{'h', U'һ', 0}, CYRILLIC_LOWER | RARE},
    {{'l', U'ӏ', 0}, CYRILLIC_LOWER | RARE},
    {{'r', U'г', 0}, 0},
    {{'e', U'ё', 0}, 0},
    {{'v', U'ѵ', 0}, CYRILLIC_LOWER | RARE},
};

static uint32_t looks_like(uint32_t c, size_t from, size_t to)
{
    for (size_t i = 0; i < COUNT(alike); i++)
        if (alike[i].of[from] == c)
            return alike[i].of[to];
    return 0;
}

/* Whether a letter is drawn as one of another alphabet: between Latin and another. */
static bool drawn_as(struct atom a, size_t from, size_t to)
{
    unsigned other = from ? (unsigned)from : (unsigned)to;
    unsigned bit = 1U << (2 * (other - 1) + (a.bits & ATOM_UPPER ? 1 : 0));
    for (size_t i = 0; i < COUNT(alike); i++)
        if (alike[i].of[from] == a.c && alike[i].of[to] && alike[i].drawn & bit)
            return to == 0 || (from == 0 && !(alike[i].drawn & RARE));
    return false;
}

static void become(struct atom *a, uint32_t c)
{
    uint8_t upper = a->bits & ATOM_UPPER;
    *a = fold_atom(c);
    a->bits |= upper | ATOM_ODD;
}

static size_t alphabet_of(struct atom a)
{
    for (size_t i = 0; i < ALPHABETS; i++)
        if (a.kind == KIND_LETTER && atom_letters(a) == alphabets[i])
            return i;
    return ALPHABETS;
}

/* Whether all letters of other alphabets have look-alikes in this one. */
static bool can_be(const struct atom *a, size_t n, size_t to)
{
    for (size_t i = 0; i < n; i++) {
        size_t from = alphabet_of(a[i]);
        if (from < ALPHABETS && from != to && !looks_like(a[i].c, from, to))
            return false;
    }
    return true;
}

/* Whether they are all drawn as letters of this one. */
static bool is_drawn(const struct atom *a, size_t n, size_t to)
{
    for (size_t i = 0; i < n; i++) {
        size_t from = alphabet_of(a[i]);
        if (from < ALPHABETS && from != to && !drawn_as(a[i], from, to))
            return false;
    }
    return true;
}

static void make(struct atom *a, size_t n, size_t to)
{
    for (size_t i = 0; i < n; i++) {
        size_t from = alphabet_of(a[i]);
        if (from < ALPHABETS && from != to)
            become(&a[i], looks_like(a[i].c, from, to));
    }
}

static void undo_alphabets(struct atom *a, size_t n)
{
    size_t counts[ALPHABETS + 1] = {0};
    for (size_t i = 0; i < n; i++)
        counts[alphabet_of(a[i])]++;
    size_t most = 0, kinds = 0;
    for (size_t i = 0; i < ALPHABETS; i++) {
        kinds += counts[i] > 0;
        most = counts[i] > counts[most] ? i : most;
    }
    size_t only = 0, drawn = 0;
    for (size_t i = 0; kinds > 1 && i < ALPHABETS; i++) {
        if (!counts[i] || !is_drawn(a, n, i))
            continue;
        only = i;
        drawn++;
    }
    if (drawn == 1) {
        make(a, n, only);
        return;
    }
    for (size_t k = 0; kinds > 1 && k <= ALPHABETS; k++) {
        size_t to = k == 0 ? most : k - 1;
        if (2 * counts[to] >= counts[most] && counts[to] && can_be(a, n, to)) {
            make(a, n, to);
            return;
        }
    }
}

static bool is_letter(struct atom a)
{
    return a.kind == KIND_LETTER && alphabet_of(a) < ALPHABETS;
}

/* The letter that a digit or sign looks like, or 0. */
static uint32_t letter_for(struct atom a, enum ones one)
{
    switch (a.c) {
    case '0':
        return 'o';
    case '1':
    case '!':
        return one == ONES_L ? 'l' : 'i';
    case '3':
        return 'e';
    case '4':
    case '@':
        return 'a';
    case '5':
    case '$':
        return 's';
    default:
        return 0;
    }
}

static bool is_digit(struct atom a)
{
    return a.kind == KIND_DIGIT || a.kind == KIND_AT;
}

/* Alone between letters, of which no word begins: Source1Herbs. */
static bool between_letters(const struct atom *a, size_t n, size_t i)
{
    bool after = i > 0 ? is_letter(a[i - 1]) : a[i].c == '0';
    return after && i + 1 < n && is_letter(a[i + 1]) &&
           !(a[i + 1].bits & ATOM_UPPER && i + 2 < n && is_letter(a[i + 2]) &&
             !(a[i + 2].bits & ATOM_UPPER));
}

/* A number and st, nd, rd, th. */
static bool is_ordinal(const struct atom *a, size_t n)
{
    static const char ends[][2] = {{'s', 't'}, {'n', 'd'}, {'r', 'd'}, {'t', 'h'}};
    for (size_t i = 0; i + 2 < n; i++)
        if (!is_digit(a[i]))
            return false;
    for (size_t k = 0; k < COUNT(ends) && n > 2; k++)
        if (a[n - 2].c == (unsigned char)ends[k][0] && a[n - 1].c == (unsigned char)ends[k][1])
            return true;
    return false;
}

struct digits {
    size_t letters, digits, ones;
    bool between, look, lower; /* all digits do; a letter is in lower case */
};

static struct digits count_digits(const struct atom *a, size_t n)
{
    struct digits d = {.between = true, .look = true};
    for (size_t i = 0; i < n; i++) {
        bool digit = is_digit(a[i]);
        d.letters += is_letter(a[i]);
        d.lower = d.lower || (is_letter(a[i]) && !(a[i].bits & ATOM_UPPER));
        d.digits += digit;
        d.ones += digit && (a[i].c == '1' || a[i].c == '!');
        d.between = d.between && (!digit || between_letters(a, n, i));
        d.look = d.look && (!digit || letter_for(a[i], ONES_I));
    }
    return d;
}

/* A word this short may have more digits than letters: 4L1. */
enum { SHORT = 3 };

static unsigned undo_digits(struct atom *a, size_t n, enum ones how)
{
    struct digits d = count_digits(a, n);
    if (!d.digits || !d.look)
        return 0;
    bool sure = d.between && d.letters >= 3 * d.digits;
    bool may = !sure && d.letters && (d.letters >= d.digits || n <= SHORT) && !is_ordinal(a, n);
    for (size_t i = 0; i < n && (sure || (may && how != ONES_SURE)); i++) {
        if (!is_digit(a[i]))
            continue;
        become(&a[i], letter_for(a[i], how));
        a[i].bits |= d.lower ? 0 : ATOM_UPPER;
    }
    return (may ? EVASION_MAY : 0) | ((sure || may) && d.ones ? EVASION_ONES : 0);
}

unsigned evasion_undo(struct atom *a, size_t n, enum ones how)
{
    unsigned seen = undo_digits(a, n, how);
    undo_alphabets(a, n);
    return seen;
}

bool evasion_looks_latin(const struct atom *a, size_t n)
{
    return can_be(a, n, 0);
}

uint32_t evasion_latin(struct atom a)
{
    size_t from = alphabet_of(a);
    return from < ALPHABETS ? looks_like(a.c, from, 0) : a.c;
}
