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
 *   less     the classes of consonants less one, for longer words. */
#include "text/alike.h"

#include <string.h>

enum { LETTERS_MOST = 9, LESS_FROM = 8, LESS_LEAST = 4, SOUNDS_MOST = 14 };

/* ---- Sounds. */

/* Capital letters are consonants by class, a dot is a vowel; G X J W C are read
 * in two ways. */
struct sound {
    char letters[6], sounds[3];
};

/* The longest that fits is read; where none does, by_letter. */
static const struct sound groups[] = {
    {"shch", "S"}, {"szcz", "S"}, {"tsch", "S"}, {"dzh", "J"}, {"sch", "S"}, {"tch", "S"},
    {"ngh", "N"},  {"cz", "S"},   {"sz", "S"},   {"ch", "C"},  {"sh", "S"},  {"zh", "J"},
    {"kh", "X"},   {"gh", "G"},   {"dh", "T"},   {"th", "T"},  {"ph", "F"},  {"ck", "K"},
    {"ts", "S"},   {"tz", "S"},   {"dz", "S"},   {"dj", "J"},  {"tj", "S"},  {"sj", "S"},
    {"zj", "J"},   {"ks", "KS"},  {"ng", "N"},   {"ce", "S"},  {"ci", "S"},  {"cy", "S"},
};
static const char by_letter['z' - 'a' + 1] = {
    ['b' - 'a'] = 'P', ['c' - 'a'] = 'K', ['d' - 'a'] = 'T', ['f' - 'a'] = 'F', ['g' - 'a'] = 'G',
    ['j' - 'a'] = 'J', ['k' - 'a'] = 'K', ['l' - 'a'] = 'L', ['m' - 'a'] = 'M', ['n' - 'a'] = 'N',
    ['p' - 'a'] = 'P', ['q' - 'a'] = 'K', ['r' - 'a'] = 'R', ['s' - 'a'] = 'S', ['t' - 'a'] = 'T',
    ['v' - 'a'] = 'F', ['w' - 'a'] = 'W', ['x' - 'a'] = 'X', ['z' - 'a'] = 'S',
};

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
        const struct sound *found = NULL;
        for (size_t k = 0; k < COUNT(groups) && !found; k++)
            if (has_at(word, len, i, groups[k].letters))
                found = &groups[k];
        step = found ? strlen(found->letters) : 1;
        if (i + 2 == len && has_at(word, len, i, "ic"))
            out[n++] = 'S', step = 2;
        else if (found)
            for (const char *s = found->sounds; *s; s++)
                out[n++] = *s;
        else if (word[i] == 'x')
            out[n++] = 'K', out[n++] = 'S';
        else
            out[n++] = by_letter[word[i] - 'a'] ? by_letter[word[i] - 'a'] : '.';
    }
    return n;
}

/* The sounds with the two-way ones read as consonants, or left out. */
static size_t settle(const char *sounds, size_t n, bool strong, char out[SOUNDS_MOST])
{
    static const char as_strong[] = "GKXKJSWFCS";
    size_t m = 0;
    for (size_t i = 0; i < n && m < SOUNDS_MOST; i++) {
        char c = sounds[i];
        for (size_t k = 0; k < sizeof as_strong - 1; k += 2)
            if (c == as_strong[k]) {
                c = strong || c == 'C' ? as_strong[k + 1] : 0;
                break;
            }
        bool again = i && c && sounds[i - 1] != '.' && m && out[m - 1] == c;
        if (c && c != '.' && !again)
            out[m++] = c;
    }
    return m;
}

/* ---- Probes. */

struct probes {
    uint32_t *out;
    size_t count;
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
    for (size_t i = 0; i < p->count; i++)
        if (p->out[i] == h)
            return;
    if (p->count < ALIKE_PROBES)
        p->out[p->count++] = h;
}

/* Of the letters, and of the letters less each one in turn. */
static void add_less_one(struct probes *p, char kind, const char *s, size_t n, size_t least)
{
    for (size_t without = 0; without <= n; without++) {
        if (n - (without < n) < least)
            continue;
        uint32_t h = hash_on(2166136261u, kind);
        for (size_t i = 0; i < n; i++)
            if (i != without)
                h = hash_on(h, s[i]);
        add(p, h);
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
    if (n <= 3) {
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

/* Letters of one sound made equal. */
static size_t level(const char *word, size_t len, char out[WORD_MAX])
{
    static const char two[][4] = {"khh", "ghg", "phf", "dhd", "tht", "shs", "zhs", "oou", "ouu"};
    static const char one[] = "qkyijiwveaouzs";
    size_t n = 0;
    for (size_t i = 0; i < len; i++) {
        char c = word[i];
        for (size_t k = 0; one[k]; k += 2)
            if (c == one[k]) {
                c = one[k + 1];
                break;
            }
        for (size_t k = 0; k < COUNT(two) && i + 1 < len; k++)
            if (word[i] == two[k][0] && word[i + 1] == two[k][1]) {
                c = two[k][2];
                i++;
                break;
            }
        if (n == 0 || out[n - 1] != c)
            out[n++] = c;
    }
    return n;
}

/* "ee" is a long i, "oo" a long u: they are told apart before doubles go. */
static size_t unlong(struct str word, char out[WORD_MAX])
{
    size_t n = 0;
    for (size_t i = 0; i < word.len; i++) {
        bool twice = i + 1 < word.len && word.s[i] == word.s[i + 1];
        char c = word.s[i] == 'e' && twice ? 'i' : word.s[i] == 'o' && twice ? 'u' : word.s[i];
        i += twice;
        if (n == 0 || out[n - 1] != c)
            out[n++] = c;
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

size_t alike_probes(struct str word, uint32_t out[ALIKE_PROBES])
{
    struct probes p = {.out = out};
    if (!is_plain(word)) {
        add_less_one(&p, '=', word.s, word.len, word.len);
        return p.count;
    }
    char single[WORD_MAX], sounds[2 * WORD_MAX], strong[SOUNDS_MOST], weak[SOUNDS_MOST];
    size_t len = undouble(word, single), n = sounds_of(single, len, sounds);
    size_t n_strong = settle(sounds, n, true, strong), n_weak = settle(sounds, n, false, weak);
    add_sounds(&p, single, len, strong, n_strong, true);
    if (n_weak >= 3 || (n_weak == 2 && word.len <= 6) || (n_weak == 1 && word.len <= 4))
        add_sounds(&p, single, len, weak, n_weak, false);
    if (word.len < 5)
        return p.count;
    char letters[WORD_MAX], longs[WORD_MAX];
    size_t n_letters = level(longs, unlong(word, longs), letters);
    if (n_letters <= LETTERS_MOST)
        add_less_one(&p, 'l', letters, n_letters, 4);
    if (n_letters >= LESS_FROM)
        add_less_one(&p, 'c', strong, n_strong, LESS_LEAST);
    return p.count;
}
