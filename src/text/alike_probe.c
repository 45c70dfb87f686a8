/* SPDX-License-Identifier: Apache-2.0 */
/* alike_probe.c - hashes that spellings of one name have in common.
 *
 * A probe is a hash of what is left of a word when that in which spellings
 * differ is taken away.  There are three kinds (doc/design/likeness.md has what
 * each finds and what it costs):
 *
 *   sounds   the consonants by class (k q g gh kh are one), without vowels; and
 *            the same without those that are often lost or taken for vowels
 *            (g h j w).  Short ones say more: how the word begins and ends,
 *            and whether its first vowel is dark;
 *   letters  the word with letters of one sound made equal, whole and less one
 *            letter: finds a typo in a word of up to nine letters;
 *   less     the classes of consonants less one, for longer words;
 *   heads    of the words that it is known to be a form of (Bob: Robert). */
#include "text/alike.h"

#include "text/alike_table.h"

#include <string.h>

enum { LETTERS_LEAST = 4, LETTERS_MOST = 12, LESS_FROM = 8, LESS_LEAST = 4, SOUNDS_MOST = 14 };

/* ---- Sounds. */

/* Capital letters are consonants by class, a dot is a vowel; G X J W C are read
 * in two ways. */
struct sound {
    uint8_t len;
    char letters[5], sounds[3];
};

/* By first letter, longest first; where none fits, by_letter. */
static const struct sound with_c[] = {{2, "cz", "S"},
                                      {2, "ch", "C"},
                                      {2, "ck", "K"},
                                      {2, "ce", "S"},
                                      {2, "ci", "S"},
                                      {2, "cy", "S"},
                                      {0}};
static const struct sound with_d[] = {
    {3, "dzh", "J"}, {2, "dh", "T"}, {2, "dz", "S"}, {2, "dj", "J"}, {0}};
static const struct sound with_g[] = {{2, "gh", "G"}, {0}};
static const struct sound with_k[] = {{2, "kh", "X"}, {2, "ks", "KS"}, {0}};
static const struct sound with_n[] = {{3, "ngh", "N"}, {2, "ng", "N"}, {0}};
static const struct sound with_p[] = {{2, "ph", "F"}, {0}};
static const struct sound with_s[] = {{4, "shch", "S"},
                                      {4, "szcz", "S"},
                                      {3, "sch", "S"},
                                      {2, "sz", "S"},
                                      {2, "sh", "S"},
                                      {2, "sj", "S"},
                                      {0}};
static const struct sound with_t[] = {{4, "tsch", "S"},
                                      {3, "tch", "S"},
                                      {2, "th", "T"},
                                      {2, "ts", "S"},
                                      {2, "tz", "S"},
                                      {2, "tj", "S"},
                                      {0}};
static const struct sound with_x[] = {{1, "x", "KS"}, {0}};
static const struct sound with_z[] = {{2, "zh", "J"}, {2, "zj", "J"}, {0}};
static const struct sound *const groups['z' - 'a' + 1] = {
    ['c' - 'a'] = with_c, ['d' - 'a'] = with_d, ['g' - 'a'] = with_g, ['k' - 'a'] = with_k,
    ['n' - 'a'] = with_n, ['p' - 'a'] = with_p, ['s' - 'a'] = with_s, ['t' - 'a'] = with_t,
    ['x' - 'a'] = with_x, ['z' - 'a'] = with_z,
};
/*                              abcdefghijklmnopqrstuvwxyz */
static const char by_letter[] = ".PKT.FG..JKLMN.PKRST.FWS.S";

static bool has_at(const char *word, size_t len, size_t at, const char *letters)
{
    size_t n = strlen(letters);
    return at + n <= len && memcmp(word + at, letters, n) == 0;
}

/* The word without doubled letters; returns its length. */
static size_t undouble(struct str word, char out[WORD_MAX])
{
    size_t n = 0;
    for (size_t i = 0; i < word.len; i++)
        if (n == 0 || out[n - 1] != word.s[i])
            out[n++] = word.s[i];
    return n;
}

static size_t sounds_of(const char *word, size_t len, char out[2 * WORD_MAX])
{
    size_t n = 0;
    for (size_t i = 0, step; i < len; i += step) {
        const struct sound *g = groups[word[i] - 'a'];
        while (g && g->len && (i + g->len > len || memcmp(word + i, g->letters, g->len) != 0))
            g++;
        step = g && g->len ? g->len : 1;
        if (i + 2 == len && word[i] == 'i' && word[i + 1] == 'c') { /* -ic is -ich */
            out[n++] = 'S';
            step = 2;
        } else if (g && g->len) {
            out[n++] = g->sounds[0];
            if (g->sounds[1])
                out[n++] = g->sounds[1];
        } else
            out[n++] = by_letter[word[i] - 'a'];
    }
    return n;
}

/* What a sound is when it is read as a consonant, and when it is left out; 0 is nothing. */
static const char as_strong[128] = {
    ['F'] = 'P', ['K'] = 'K', ['L'] = 'L', ['M'] = 'M', ['N'] = 'N', ['P'] = 'P', ['R'] = 'R',
    ['S'] = 'S', ['T'] = 'T', ['C'] = 'S', ['G'] = 'K', ['X'] = 'K', ['J'] = 'S', ['W'] = 'P'};
static const char as_weak[128] = {['F'] = 'P', ['K'] = 'K', ['L'] = 'L', ['M'] = 'M', ['N'] = 'N',
                                  ['P'] = 'P', ['R'] = 'R', ['S'] = 'S', ['T'] = 'T', ['C'] = 'S'};

/* As strong, but kh and w are left out: Khamenei, Hamenei. */
static const char as_mild[128] = {
    ['F'] = 'P', ['K'] = 'K', ['L'] = 'L', ['M'] = 'M', ['N'] = 'N', ['P'] = 'P',
    ['R'] = 'R', ['S'] = 'S', ['T'] = 'T', ['C'] = 'S', ['G'] = 'K', ['J'] = 'S'};

/* All consonants. */
static size_t settle_all(const char *sounds, size_t n, const char as[128], char out[SOUNDS_MOST])
{
    size_t m = 0;
    for (size_t i = 0; i < n && m < SOUNDS_MOST; i++)
        if (as[(unsigned char)sounds[i]])
            out[m++] = as[(unsigned char)sounds[i]];
    return m;
}

/* The consonants, each once where two are written together. */
static size_t settle(const char *sounds, size_t n, const char as[128], char out[SOUNDS_MOST])
{
    size_t m = 0;
    char before = 0;
    for (size_t i = 0; i < n && m < SOUNDS_MOST; i++) {
        char c = as[(unsigned char)sounds[i]];
        if (c && c != before)
            out[m++] = c;
        before = sounds[i] == '.' ? 0 : c ? c : before;
    }
    return m;
}

/* ---- Probes. */

/* Either all are wanted, in `out`, or (where that is NULL) whether one is among `sought`. */
struct probes {
    uint32_t *out;
    size_t count;
    uint64_t has; /* of each of `out` its last six bits: mostly no two are the same */
    const uint32_t *sought;
    size_t n_sought;
    bool met;
};

static uint32_t hash_on(uint32_t h, char c)
{
    return (h ^ (unsigned char)c) * 16777619u;
}

static void add(struct probes *p, uint32_t h)
{
    h ^= h >> 15;
    h *= 0x2c1b3c6du;
    h ^= h >> 13;
    for (size_t i = 0; i < p->n_sought; i++)
        p->met |= p->sought[i] == h;
    if (!p->out)
        return;
    for (size_t i = 0; p->has >> h % 64 & 1 && i < p->count; i++)
        if (p->out[i] == h)
            return;
    p->has |= (uint64_t)1 << h % 64;
    if (p->count < ALIKE_PROBES)
        p->out[p->count++] = h;
}

/* Of the letters, and of the letters less each one in turn: the hash is a
 * polynomial, so that what is before a letter and behind it are put together. */
static void add_less_one(struct probes *p, char kind, const char *s, size_t n, size_t least)
{
    enum { BASE = 0x01000193 };
    if (n < least)
        return;
    uint32_t before = 0, behind[WORD_MAX + 1], power = 1, powers[WORD_MAX + 1];
    behind[n] = 0;
    powers[n] = 1;
    for (size_t i = n; i-- > 0; power *= BASE) {
        behind[i] = behind[i + 1] + (unsigned char)s[i] * power;
        powers[i] = power;
    }
    add(p, behind[0] ^ (uint32_t)(unsigned char)kind << 24);
    for (size_t i = 0; i < n && n > least; i++) {
        add(p, (before * powers[i] + behind[i + 1]) ^ (uint32_t)(unsigned char)kind << 24);
        if (i > 0 && i + 1 < n && s[i - 1] == s[i + 1]) /* what was one double letter: muhamnmad */
            add(p, (before * powers[i + 1] + behind[i + 2]) ^ (uint32_t)(unsigned char)kind << 24);
        before = before * BASE + (unsigned char)s[i];
    }
}

static bool is_vowel(char c)
{
    return c && strchr("aeiouyw", c);
}

/* Does the word end open: in a vowel, or in an h behind one? */
static bool ends_open(const char *word, size_t n)
{
    return is_vowel(word[n - 1]) || (n > 1 && word[n - 1] == 'h' && is_vowel(word[n - 2]));
}

/* The first vowel: 'A', dark 'O', 'B' that can be either, '-' none. */
static char first_vowel(const char *word, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (is_vowel(word[i]))
            return word[i] == 'o' ? 'B' : strchr("uw", word[i]) ? 'O' : 'A';
    return '-';
}

/* Of the sounds, and of what a short row of them needs beside it. */
static void add_sounds(struct probes *p, const char *word, size_t len, const char *s, size_t n,
                       bool strong)
{
    uint32_t h = hash_on(2166136261u, 's');
    for (size_t i = 0; i < n; i++)
        h = hash_on(h, s[i]);
    if (n <= 3 && len > 0) {
        bool soft = strchr("aeiouhyw", word[0]) ||
                    (!strong && (strchr("jg", word[0]) || has_at(word, len, 0, "kh")));
        h = hash_on(h, soft ? '(' : '[');
        h = hash_on(h, ends_open(word, len) ? ')' : ']');
    }
    char vowel = n <= 2 ? first_vowel(word, len) : '-';
    if (vowel == 'B') {
        add(p, hash_on(h, 'A'));
        vowel = 'O';
    }
    add(p, n <= 2 ? hash_on(h, vowel) : h);
}

/* Of the words that it is known to be a form of. */
static void add_heads(struct probes *p, struct str word)
{
    unsigned number = alike_word_number(word);
    for (unsigned k = alike_head_at[number]; k < alike_head_at[number + 1]; k++)
        add(p, hash_on(hash_on(hash_on(2166136261u, '~'), (char)(alike_heads[k] >> 8)),
                       (char)alike_heads[k]));
}

/* The next letter that is not `last`, or 0.  "ee" is a long i, "oo" a long u: they are
 * told apart before doubles go. */
static inline char next_letter(struct str word, size_t *at, char last)
{
    while (*at < word.len) {
        char c = word.s[*at];
        bool twice = *at + 1 < word.len && word.s[*at + 1] == c;
        *at += 1u + twice;
        if (twice && (c == 'e' || c == 'o'))
            c = c == 'e' ? 'i' : 'u';
        if (c != last)
            return c;
    }
    return 0;
}

size_t alike_level(struct str word, char out[WORD_MAX])
{
    /*                            abcdefghijklmnopqrstuvwxyz */
    static const char one[] = "?abcdafghiiklmnupkrstuvvxis";
    static const char with_h[] = "????d??g???h????f??st?????s"; /* kh is h, ph f, others silent */
    size_t n = 0, at = 0;
    word = str_span(word, 0, WORD_MAX);
    for (char c = next_letter(word, &at, 0), next; c; c = next) {
        char to = one[c & 31];
        next = next_letter(word, &at, c);
        if (next == 'h' && with_h[c & 31] != '?') {
            to = with_h[c & 31];
            next = next_letter(word, &at, 'h');
        } else if (c == 'o' && next == 'u') /* as u alone */
            next = next_letter(word, &at, 'u');
        if (n == 0 || out[n - 1] != to)
            out[n++] = to;
    }
    return n;
}

static bool is_plain(struct str word)
{
    for (size_t i = 0; i < word.len; i++)
        if (word.s[i] < 'a' || word.s[i] > 'z')
            return false;
    return word.len > 0 && word.len <= WORD_MAX;
}

/* Of what is no word of letters, as it is. */
static void add_whole(struct probes *p, struct str word)
{
    uint32_t h = hash_on(2166136261u, '=');
    for (size_t i = 0; i < word.len; i++)
        h = hash_on(h, word.s[i]);
    add(p, h);
}

/* A doubled letter can have lost the vowel between. */
static void add_doubled(struct probes *p, struct str word, size_t n_strong)
{
    char sounds[2 * WORD_MAX], all[SOUNDS_MOST];
    size_t n = sounds_of(word.s, word.len, sounds);
    size_t n_all = settle_all(sounds, n, as_strong, all);
    if (n_all > n_strong)
        add_sounds(p, word.s, word.len, all, n_all, true);
}

/* Of the sounds that are not strong ones. */
static void add_softer(struct probes *p, struct str word, const char *single, size_t len,
                       const char *sounds, size_t n)
{
    char weak[SOUNDS_MOST], mild[SOUNDS_MOST];
    size_t n_weak = settle(sounds, n, as_weak, weak);
    if (n_weak >= 3 || (n_weak == 2 && word.len <= 6) || (n_weak == 1 && word.len <= 4))
        add_sounds(p, single, len, weak, n_weak, false);
    size_t n_mild = memchr(sounds, 'X', n) ? settle(sounds, n, as_mild, mild) : 0;
    if (n_mild >= 2)
        add_sounds(p, single, len, mild, n_mild, false);
}

/* Of the word's letters in the order of the alphabet, behind the first: finds any two that
 * have changed places. */
static void add_sorted(struct probes *p, struct str word)
{
    uint8_t times['z' - 'a' + 1] = {0};
    for (size_t i = 1; i < word.len; i++)
        times[word.s[i] - 'a']++;
    uint32_t h = hash_on(hash_on(2166136261u, '%'), word.s[0]);
    for (int c = 'a'; c <= 'z'; c++)
        for (size_t k = 0; k < times[c - 'a']; k++)
            h = hash_on(h, (char)c);
    add(p, h);
}

/* Of four letters, less one by its place: so short, three letters alone are too many words'. */
static void add_less_here(struct probes *p, const char *s, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        uint32_t h = hash_on(2166136261u, '?');
        for (size_t k = 0; k < n; k++)
            h = hash_on(h, k == i ? '?' : s[k]);
        add(p, h);
    }
}

static void add_letters(struct probes *p, struct str word, const char *strong, size_t n_strong)
{
    char letters[WORD_MAX];
    size_t n = alike_level(word, letters);
    add_sorted(p, word);
    if (n <= LETTERS_MOST)
        add_less_one(p, 'l', letters, n, LETTERS_LEAST);
    if (n == LETTERS_LEAST && word.len > LETTERS_LEAST)
        add_less_here(p, letters, n);
    if (n >= LESS_FROM)
        add_less_one(p, 'c', strong, n_strong, LESS_LEAST);
}

/* All of them, or as many as it takes to meet one that is sought. */
static void add_all(struct probes *p, struct str word)
{
    if (!is_plain(word)) {
        add_whole(p, word);
        return;
    }
    char single[WORD_MAX], sounds[2 * WORD_MAX], strong[SOUNDS_MOST];
    size_t len = undouble(word, single), n = sounds_of(single, len, sounds);
    size_t n_strong = settle(sounds, n, as_strong, strong);
    add_sounds(p, single, len, strong, n_strong, true);
    if (!p->met)
        add_softer(p, word, single, len, sounds, n);
    if (len < word.len && !p->met)
        add_doubled(p, word, n_strong);
    if (!p->met)
        add_heads(p, word);
    if (word.len >= LETTERS_LEAST && !p->met)
        add_letters(p, word, strong, n_strong);
}

size_t alike_probes(struct str word, uint32_t out[ALIKE_PROBES])
{
    struct probes p = {0};
    p.out = out;
    add_all(&p, word);
    return p.count;
}

bool alike_probes_meet(struct str word, const uint32_t *probes, size_t n)
{
    struct probes p = {.sought = probes, .n_sought = n};
    add_all(&p, word);
    return p.met;
}
