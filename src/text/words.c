/* SPDX-License-Identifier: Apache-2.0 */
/* words.c - looking up what tools/make-words has made. */
#include "text/words.h"

#include "text/alike_table.h"
#include "text/words_table.h"

#include <string.h>

static const struct lexeme *find(char mark, struct str letters, size_t words)
{
    uint32_t h = 2166136261u ^ (uint32_t)words;
    if (mark)
        h = (h ^ (unsigned char)mark) * 16777619u;
    for (size_t i = 0; i < letters.len; i++)
        h = (h ^ (unsigned char)letters.s[i]) * 16777619u;
    h ^= h >> 15;
    size_t front = mark != 0;
    for (uint32_t slot = h & words_mask; words_slots[slot]; slot = (slot + 1) & words_mask) {
        const struct lexeme *l = &words_lexemes[words_slots[slot] - 1];
        const char *key = words_pool + l->at;
        if (l->len == letters.len + front && l->words == words && (!mark || key[0] == mark) &&
            memcmp(key + front, letters.s, letters.len) == 0)
            return l;
    }
    return NULL;
}

const struct lexeme *words_find(struct str letters, size_t words, enum letters in)
{
    static const char marks[LETTERS_COUNT] = {[LETTERS_CYRILLIC] = 'C',
                                              [LETTERS_ARABIC] = 'A',
                                              [LETTERS_HEBREW] = 'H',
                                              [LETTERS_GREEK] = 'G'};
    const struct lexeme *own = marks[in] ? find(marks[in], letters, words) : NULL;
    return own ? own : find('\0', letters, words);
}

const struct lexeme *words_find_slashed(struct str letters)
{
    return find('/', letters, 1);
}

struct str words_as(const struct lexeme *l)
{
    return (struct str){words_pool + l->as, l->as_len};
}

struct str words_letters(const struct lexeme *l)
{
    return (struct str){words_pool + l->at, l->len};
}

/* The first lexeme that does not stand before that letter. */
static size_t first_with(char letter)
{
    size_t low = 0, high = words_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (words_pool[words_lexemes[middle].at] < letter)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* One letter put in, left out or changed, or two neighbours swapped. */
static bool one_slip(struct str a, struct str b)
{
    size_t front = 0, end = 0, shorter = a.len < b.len ? a.len : b.len;
    while (front < shorter && a.s[front] == b.s[front])
        front++;
    while (end < shorter - front && a.s[a.len - 1 - end] == b.s[b.len - 1 - end])
        end++;
    size_t ours = a.len - front - end, theirs = b.len - front - end;
    bool swapped =
        ours == 2 && theirs == 2 && a.s[front] == b.s[front + 1] && a.s[front + 1] == b.s[front];
    return swapped || (ours <= 1 && theirs <= 1);
}

/* Of seven letters there are people who are called nearly so: Brigida, Capitan, Partida;
 * of eight and nine there are some whose name goes on otherwise (Sharikar, sharikat). */
enum { SLIPPED_LETTERS = 8, SLIPPED_END = 10 };

/* What is spelt otherwise and sounds the same (level letters) is meant from fewer on. */
enum { SOUNDING_LETTERS = 7 };

static bool may_be_meant(const struct lexeme *l, size_t len)
{
    bool tells = l->role == ROLE_GENERIC || l->role == ROLE_LEGAL || l->role == ROLE_NUMBER;
    return tells && l->words == 1 && !(l->flags & LEXEME_CAPS) && l->len <= len + 1u &&
           len <= l->len + 1u;
}

static bool sounds_the_same(struct str a, struct str b)
{
    char x[WORD_MAX], y[WORD_MAX];
    size_t m = alike_level(a, x), n = alike_level(b, y);
    return str_equal((struct str){x, m}, (struct str){y, n});
}

/* So long, or so like it at the end, that hardly another word is meant. */
static bool is_slip(struct str meant, struct str letters)
{
    bool ends = meant.s[meant.len - 1] == letters.s[letters.len - 1];
    return meant.len >= (ends ? SLIPPED_LETTERS : SLIPPED_END);
}

const struct lexeme *words_find_meant(struct str letters, bool unheard)
{
    if (letters.len + 1 < SOUNDING_LETTERS || letters.len > WORD_MAX)
        return NULL;
    for (size_t i = first_with(letters.s[0]); i < words_count; i++) {
        const struct lexeme *l = &words_lexemes[i];
        if (words_pool[l->at] != letters.s[0])
            break;
        struct str meant = words_letters(l);
        if (!may_be_meant(l, letters.len) || !one_slip(letters, meant))
            continue;
        if (unheard && is_slip(meant, letters))
            return l;
        if (meant.len >= SOUNDING_LETTERS && sounds_the_same(letters, meant))
            return l;
    }
    return NULL;
}

enum { SKELETON = 8 };

/* Consonants, doubled ones once; q and g are k, and h counts where it begins. */
static size_t skeleton(struct str word, char out[SKELETON])
{
    size_t n = 0;
    for (size_t i = 0; i < word.len; i++) {
        char c = word.s[i];
        c = c == 'q' || c == 'g' || c == 'c' ? 'k' : c == 'v' ? 'w' : c;
        bool vowel = strchr("aeiouy", c) != NULL;
        bool breath = c == 'h' && i > 0 && strchr("kgdzst", word.s[i - 1]);
        if (vowel || breath || (n > 0 && out[n - 1] == c && i > 0 && word.s[i - 1] == word.s[i]))
            continue;
        if (n == SKELETON)
            return 0;
        out[n++] = c;
    }
    return n;
}

bool words_is_divine(struct str word)
{
    /* Rahman, Rahim, Karim, Qadir, Hamid, Hakim, Hadi, Wahid, Wahab, Jabbar … */
    static const char *const known[] = {
        "rhmn", "rhm", "krm", "kdr", "hmd", "hkm", "hd",   "whd", "whb",  "hb",    "jbr",  "kbr",
        "kfr",  "kn",  "ltf", "mlk", "mjd", "nsr", "nr",   "km",  "rsd",  "rshd",  "rf",   "rzk",
        "rzq",  "rb",  "sbr", "slm", "smd", "sm",  "str",  "skr", "shkr", "kkr",   "twb",  "wdd",
        "dd",   "wl",  "bk",  "br",  "bsr", "bst", "fth",  "ft",  "hfz",  "hfd",   "hlm",  "hk",
        "klk",  "mnn", "mn",  "mtn", "ml",  "mnm", "mhsn", "mmn", "ktdr", "mktdr", "mtlb", "nb",
        "kds",  "khr", "zhr", "zz",  "zm",  "zl",  "dl",   "hdd", "l",    "lm",    "rhd",  "nsm",
        "kym",  "jll", "jl",  "bd",  "brr", "nm",  "ktf",  "shd"};
    char bones[SKELETON];
    size_t n = skeleton(word, bones);
    if (n == 0 || word.len < 3)
        return false;
    for (size_t i = 0; i < COUNT(known); i++)
        if (str_is((struct str){bones, n}, known[i]))
            return true;
    return false;
}
