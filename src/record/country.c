/* SPDX-License-Identifier: Apache-2.0 */
/* country.c - looking words up in data/countries.csv.
 *
 * A text is reduced to its letters and digits, in plain lower case, with a note
 * of where its words began; so that any run of its words is a key, without
 * copying.  The whole is looked up first, then the longest run from each word
 * on.  The table is searched in place: its lines are sorted by key in byte
 * order, and its first three columns are never quoted, so that twelve
 * comparisons find a row and nothing is parsed or kept. */
#include "record/country.h"

#include "base/data.h"
#include "text/clean.h"

#include <string.h>

enum { TEXT_MAX = 240, RUNS_MAX = 40 };

struct plain {
    char text[TEXT_MAX + 4];
    size_t len;
    size_t begin[RUNS_MAX + 1]; /* of its words; behind the last, where that ends */
    bool upper[RUNS_MAX];       /* letters A-Z and dots alone */
    size_t words;
};

/* ---- Plain letters. */

/* Latin letters without their marks; S, A, O, T: ss, ae, oe, th. */
static const char latin_extended[] = /* U+00C0 on */
    "aaaaaaAceeeeiiiidnooooo.ouuuuyTSaaaaaaAceeeeiiiidnooooo.ouuuuyTyaaaaaaccccccccdd"
    "ddeeeeeeeeeegggggggghhhhiiiiiiiiii..jjkkkllllll..llnnnnnnnnnooooooOOrrrrrrssssss"
    "ssttttttuuuuuuuuuuuuwwyyyzzzzzz.................................oo.............u"
    "u............................aaiioouuuuuuuuuu.aaaaAA..ggkkoooo..j...gg..nnaaAAoo"
    "aaaaeeeeiiiioooorrrruuuusstt..hh......aaeeooooooooyy............................";
static const char latin_additional[] = /* U+1E00 on */
    "aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmmmmmmnnnnnnnnoooo"
    "oooopppprrrrrrrrssssssssssttttttttuuuuuuuuuuvvvvwwwwwwwwwwxxxxyyzzzzzzhtwy....S."
    "aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeeeeeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuu"
    "uuyyyyyyyy......";

static const struct {
    uint32_t from, to;
} same[] = {
    {0x0451, 0x0435}, {0x03c2, 0x03c3}, {0x03ac, 0x03b1}, {0x03ad, 0x03b5}, {0x03ae, 0x03b7},
    {0x03af, 0x03b9}, {0x03cc, 0x03bf}, {0x03cd, 0x03c5}, {0x03ce, 0x03c9}, {0x03ca, 0x03b9},
    {0x03cb, 0x03c5}, {0x0390, 0x03b9}, {0x0386, 0x03b1}, {0x0388, 0x03b5}, {0x0389, 0x03b7},
    {0x038a, 0x03b9}, {0x038c, 0x03bf}, {0x0622, 0x0627}, {0x0623, 0x0627}, {0x0625, 0x0627},
    {0x0671, 0x0627}, {0x0649, 0x064a}, {0x06cc, 0x064a}, {0x0626, 0x064a}, {0x0624, 0x0648},
    {0x06a9, 0x0643}, {0x0629, 0x0647}, {0x06c0, 0x0647},
};

static uint32_t lower(uint32_t c)
{
    if ((c >= 'A' && c <= 'Z') || (c >= 0x391 && c <= 0x3a9) || (c >= 0x410 && c <= 0x42f))
        c += 32;
    else if (c >= 0x400 && c <= 0x40f)
        c += 80;
    else if (c >= 0x531 && c <= 0x556)
        c += 48;
    else if (c >= 0x460 && c <= 0x52f)
        c |= 1;
    for (size_t i = 0; i < COUNT(same); i++)
        if (same[i].from == c)
            return same[i].to;
    return c;
}

static bool mark(uint32_t c)
{
    return (c >= 0x300 && c <= 0x36f) || (c >= 0x64b && c <= 0x655) || c == 0x670 || c == 0x640;
}

/* Blanks and punctuation, of which apostrophes do not end a word. */
static bool apostrophe(uint32_t c)
{
    return c == '\'' || c == '.' || c == 0x2018 || c == 0x2019 || (c >= 0x2b0 && c <= 0x2ff);
}

static bool punctuation(uint32_t c)
{
    return (c < 0xc0 && !(c >= '0' && c <= '9') && !(c >= 'a' && c <= 'z')) ||
           (c >= 0x2000 && c <= 0x206f) || (c >= 0x3000 && c <= 0x303f) || c == 0x60c ||
           c == 0x61b || c == 0xd7 || c == 0xf7 || c == 0xfeff || c == 0xfffd;
}

static void put_latin(struct plain *p, char c)
{
    static const char *const two[128] = {['S'] = "ss", ['A'] = "ae", ['O'] = "oe", ['T'] = "th"};
    const char *pair = two[(unsigned char)c & 127];
    if (c == '.')
        return;
    p->text[p->len++] = pair ? pair[0] : c;
    if (pair)
        p->text[p->len++] = pair[1];
}

static void put_letter(struct plain *p, uint32_t c)
{
    if (c >= 0xc0 && c < 0xc0 + sizeof latin_extended - 1)
        put_latin(p, latin_extended[c - 0xc0]);
    else if (c >= 0x1e00 && c < 0x1e00 + sizeof latin_additional - 1)
        put_latin(p, latin_additional[c - 0x1e00]);
    else
        p->len += utf8_put(lower(c), p->text + p->len);
}

static void plain_of(struct str s, struct plain *p)
{
    bool inside = false;
    p->len = p->words = 0;
    while (s.len && p->len < TEXT_MAX) {
        size_t len;
        uint32_t c = utf8_next(s, &len);
        s = str_from(s, len);
        if (mark(c) || apostrophe(c))
            continue;
        if (punctuation(c) && punctuation(lower(c))) {
            inside = false;
            continue;
        }
        if (!inside && p->words == RUNS_MAX)
            break;
        if (!inside) {
            p->begin[p->words] = p->len;
            p->upper[p->words++] = true;
            inside = true;
        }
        p->upper[p->words - 1] = p->upper[p->words - 1] && c >= 'A' && c <= 'Z';
        put_letter(p, c);
    }
    p->begin[p->words] = p->len;
}

static struct str run_of(const struct plain *p, size_t first, size_t until)
{
    return (struct str){p->text + p->begin[first], p->begin[until] - p->begin[first]};
}

/* ---- The table. */

struct meant {
    struct str key;
    struct str codes; /* AF, or RS;ME;XK */
    struct str is;
};

/* The last row whose key is at most this one; false when there is none.  All
 * before `low` are, none from `high` on. */
static bool find_below(struct str key, struct meant *out)
{
    struct str line, found, table = str_cut(data_file("data/countries.csv"), '\n', &line);
    size_t low = 0, high = table.len, best = SIZE_MAX;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const char *newline = memrchr(table.s + low, '\n', middle - low);
        size_t begin = newline ? (size_t)(newline - table.s) + 1 : low;
        struct str rest = str_cut(str_from(table, begin), '\n', &line);
        str_cut(line, ',', &found);
        if (str_compare(key, found) < 0) {
            high = begin;
            continue;
        }
        best = begin;
        low = table.len - rest.len;
    }
    if (best == SIZE_MAX)
        return false;
    str_cut(str_from(table, best), '\n', &line);
    line = str_cut(line, ',', &out->key);
    line = str_cut(line, ',', &out->codes);
    str_cut(line, ',', &out->is);
    return true;
}

static bool find(struct str key, struct meant *out)
{
    return find_below(key, out) && str_equal(out->key, key);
}

static size_t add_codes(struct str codes, char out[COUNTRIES_MAX][2], size_t count)
{
    while (codes.len) {
        struct str code;
        size_t i = 0;
        codes = str_cut(codes, ';', &code);
        while (i < count && memcmp(out[i], code.s, 2) != 0)
            i++;
        if (i < count || count == COUNTRIES_MAX || code.len != 2)
            continue;
        memcpy(out[count++], code.s, 2);
    }
    return count;
}

/* ---- Texts. */

static bool all_codes(const struct plain *p)
{
    struct meant m;
    for (size_t i = 0; i < p->words; i++)
        if (!p->upper[i] || !find(run_of(p, i, i + 1), &m) ||
            !(str_is(m.is, "code") || str_is(m.is, "short")))
            return false;
    return true;
}

/* How many words from `at` on have that many letters together; 0: that is no
 * end of a word. */
static size_t words_of(const struct plain *p, size_t at, size_t letters)
{
    size_t n = 1;
    while (at + n < p->words && run_of(p, at, at + n).len < letters)
        n++;
    return run_of(p, at, at + n).len == letters ? n : 0;
}

/* In running text an abbreviation means a country only in capitals, a code only
 * where all words are codes. */
static bool acceptable(const struct plain *p, size_t at, size_t n, bool codes,
                       const struct meant *m)
{
    bool code = str_is(m->is, "code"), abbreviation = code || str_is(m->is, "short");
    return n && (!code || codes) && (!abbreviation || n > 1 || p->upper[at]);
}

/* The longest run from word `at` on that means a country; how many words, or 0.
 * A key that is the beginning of another one sorts before it, and behind all
 * that are not: so the last key below the run either is the longest beginning,
 * or shows how much of the run is still to be tried. */
static size_t longest(const struct plain *p, size_t at, bool codes, struct meant *out)
{
    struct str run = run_of(p, at, p->words);
    while (run.len && find_below(run, out)) {
        size_t same_bytes = 0;
        while (same_bytes < run.len && same_bytes < out->key.len &&
               run.s[same_bytes] == out->key.s[same_bytes])
            same_bytes++;
        bool beginning = same_bytes == out->key.len;
        size_t n = beginning ? words_of(p, at, same_bytes) : 0;
        if (acceptable(p, at, n, codes, out))
            return n;
        run.len = beginning ? same_bytes - 1 : same_bytes;
    }
    return 0;
}

size_t country_codes(struct str words, char out[COUNTRIES_MAX][2])
{
    struct plain p;
    struct meant m;
    size_t count = 0;
    plain_of(words, &p);
    struct str whole = run_of(&p, 0, p.words);
    bool available = !str_is(whole, "na") || (p.words == 1 && p.upper[0]);
    if (!p.words || !available)
        return 0;
    if (find(whole, &m) && (p.words == 1 || !str_is(m.is, "code")))
        return add_codes(m.codes, out, 0);
    bool codes = all_codes(&p);
    for (size_t at = 0, n; at < p.words; at += n ? n : 1) {
        n = longest(&p, at, codes, &m);
        if (n)
            count = add_codes(m.codes, out, count);
    }
    return count;
}

bool country_code(struct str words, char out[2])
{
    char codes[COUNTRIES_MAX][2];
    if (country_codes(words, codes) != 1)
        return false;
    memcpy(out, codes[0], 2);
    return true;
}
