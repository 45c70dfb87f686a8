/* SPDX-License-Identifier: Apache-2.0 */
/* evasion.c - letters and digits that are there to look like others.
 *
 * A word of two alphabets is of the one that most of its letters are of, if the
 * others have look-alikes in it.  A digit is a letter when it stands between
 * letters, alone, and they are three times as many as the digits. */
#include "text/pieces.h"

enum { ALPHABETS = 3 };
static const enum letters alphabets[ALPHABETS] = {LETTERS_LATIN, LETTERS_CYRILLIC, LETTERS_GREEK};

static const uint32_t alike[][ALPHABETS] = {
    {'a', U'а', U'α'}, {'b', U'в', U'β'}, {'c', U'с', 0},    {'e', U'е', U'ε'}, {'h', U'н', U'η'},
    {'i', U'і', U'ι'}, {'j', U'ј', 0},    {'k', U'к', U'κ'}, {'m', U'м', U'μ'}, {'o', U'о', U'ο'},
    {'p', U'р', U'ρ'}, {'s', U'ѕ', 0},    {'t', U'т', U'τ'}, {'x', U'х', U'χ'}, {'y', U'у', U'υ'},
    {'d', U'ԁ', 0},    {'q', U'ԛ', 0},    {'w', U'ԝ', U'ω'}, {'n', U'п', U'ν'}, {'z', 0, U'ζ'},
    {'h', U'һ', 0},    {'l', U'ӏ', 0},    {'r', U'г', 0},    {'e', U'ё', 0},    {'v', U'ѵ', 0},
};

static uint32_t looks_like(uint32_t c, size_t from, size_t to)
{
    for (size_t i = 0; i < COUNT(alike); i++)
        if (alike[i][from] == c)
            return alike[i][to];
    return 0;
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
static uint32_t letter_for(const struct atom *a, size_t n, size_t i)
{
    bool after = i > 0 && is_letter(a[i - 1]);
    if (i + 1 >= n || !is_letter(a[i + 1]) ||
        (a[i + 1].bits & ATOM_UPPER && i + 2 < n && !(a[i + 2].bits & ATOM_UPPER)))
        return 0;
    switch (a[i].c) {
    case '0':
        return after || i == 0 ? 'o' : 0;
    case '1':
    case '!':
        return after ? 'i' : 0;
    case '3':
        return after ? 'e' : 0;
    case '4':
    case '@':
        return after ? 'a' : 0;
    case '5':
    case '$':
        return after ? 's' : 0;
    default:
        return 0;
    }
}

static void undo_digits(struct atom *a, size_t n)
{
    size_t letters = 0, digits = 0;
    for (size_t i = 0; i < n; i++) {
        bool digit = a[i].kind == KIND_DIGIT || a[i].kind == KIND_AT;
        letters += is_letter(a[i]);
        digits += digit;
        if (digit && !letter_for(a, n, i))
            return;
    }
    if (digits == 0 || letters < 3 * digits)
        return;
    for (size_t i = 0; i < n; i++)
        if (a[i].kind == KIND_DIGIT || a[i].kind == KIND_AT)
            become(&a[i], letter_for(a, n, i));
}

void evasion_undo(struct atom *a, size_t n)
{
    undo_digits(a, n);
    undo_alphabets(a, n);
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
