/* SPDX-License-Identifier: Apache-2.0 */
/* twist_letters.c - other letters in a word: confusions, romanisations, slips of the hand.
 *
 * A word that nobody is known by (a particle, a legal form, "Trading") is left
 * alone; of the others, the rarest that can be changed is. */
#include "screen/twist_parts.h"
#include "text/clean.h"
#include "text/rarity.h"

#include <string.h>

enum { WORD_LEAST = 5, LONG_NAME = 12 };
static const char too_short[] = "no word of five letters";

/* ---- Rules: letters that are written for others. */

enum where { ANYWHERE, AT_START, AT_END };
struct rule {
    const char *from, *to;
    enum where where;
};

static const struct rule confusions[] = {
    {"a", "e", 0},  {"e", "a", 0},  {"e", "i", 0},   {"i", "e", 0},   {"o", "u", 0},
    {"u", "o", 0},  {"a", "o", 0},  {"i", "y", 0},   {"y", "i", 0},   {"c", "k", 0},
    {"k", "c", 0},  {"s", "z", 0},  {"z", "s", 0},   {"v", "w", 0},   {"w", "v", 0},
    {"f", "ph", 0}, {"ph", "f", 0}, {"ie", "ei", 0}, {"ei", "ie", 0}, {"ks", "x", 0},
    {"x", "ks", 0}, {"g", "j", 0},  {"j", "g", 0},   {"b", "p", 0},   {"d", "t", 0},
    {"t", "d", 0},  {"m", "n", 0},  {"n", "m", 0},   {"ee", "ea", 0}, {"ck", "k", 0},
};

static const struct rule romanisations[] = {
    {"kh", "h", 0},          {"h", "kh", 0},         {"q", "k", 0},
    {"k", "q", 0},           {"ou", "u", 0},         {"u", "ou", 0},
    {"oo", "u", 0},          {"u", "oo", 0},         {"y", "i", 0},
    {"i", "y", 0},           {"dh", "z", 0},         {"dh", "d", 0},
    {"ov", "off", AT_END},   {"ev", "eff", AT_END},  {"off", "ov", AT_END},
    {"eff", "ev", AT_END},   {"sh", "ch", 0},        {"j", "dj", 0},
    {"dj", "j", 0},          {"zh", "j", 0},         {"gh", "g", 0},
    {"th", "t", 0},          {"ee", "i", 0},         {"aa", "a", 0},
    {"ai", "ei", 0},         {"ei", "ai", 0},        {"ya", "ia", 0},
    {"yu", "iu", 0},         {"ia", "ya", 0},        {"iy", "y", AT_END},
    {"y", "iy", AT_END},     {"ts", "tz", 0},        {"w", "v", 0},
    {"v", "w", 0},           {"ah", "a", AT_END},    {"ullah", "allah", AT_END},
    {"eh", "ah", AT_END},    {"e", "ye", AT_START},  {"ye", "e", AT_START},
    {"sky", "skiy", AT_END}, {"sky", "ski", AT_END}, {"kiy", "ky", AT_END},
};

static bool rule_fits(const struct rule *r, struct str word, size_t at)
{
    struct str from = str_of(r->from);
    if (from.len > word.len - at || (r->where == AT_END && at + from.len != word.len) ||
        (r->where == AT_START) != (at == 0))
        return false;
    for (size_t i = 0; i < from.len; i++)
        if (ascii_lower(word.s[at + i]) != from.s[i])
            return false;
    return true;
}

static void put_as(struct buf *out, char c, char like)
{
    bool upper = like >= 'A' && like <= 'Z';
    buf_byte(out, upper && ascii_letter(c) ? (char)(c & ~32) : c);
}

static bool doubled(struct str word, size_t at)
{
    return at > 0 && at + 1 < word.len && ascii_lower(word.s[at]) == ascii_lower(word.s[at + 1]);
}

static bool vowel(char c)
{
    return strchr("aeiouy", ascii_lower(c)) && c;
}

static bool can_double(struct str word, size_t at)
{
    return at > 0 && at + 1 < word.len && strchr("bdfklmnprst", ascii_lower(word.s[at])) &&
           vowel(word.s[at - 1]) && vowel(word.s[at + 1]);
}

/* Two vowels together are one sound, of which no half is written otherwise. */
static bool in_pair(const struct rule *r, struct str word, size_t at)
{
    size_t end = at + strlen(r->from);
    return vowel(word.s[at]) && ((at > 0 && vowel(word.s[at - 1]) && strlen(r->to) > 1) ||
                                 (end < word.len && vowel(word.s[end]) && strlen(r->to) > 1));
}

/* What can be done to a word: rules[rule] at a place, or a letter made one or two. */
enum { SINGLE = 100, DOUBLE = 101, CHANGES_MAX = 256 };
struct changes {
    struct {
        uint8_t rule, at;
    } of[CHANGES_MAX];
    size_t count;
};

static void add_change(struct changes *ch, size_t rule, size_t at)
{
    if (ch->count == CHANGES_MAX)
        return;
    ch->of[ch->count].rule = (uint8_t)rule;
    ch->of[ch->count++].at = (uint8_t)at;
}

static void changes_of(struct str word, const struct rule *rules, size_t count, bool doubling,
                       struct changes *ch)
{
    ch->count = 0;
    for (size_t at = 0; at < word.len && at < 255; at++) {
        for (size_t r = 0; r < count; r++)
            if (rule_fits(&rules[r], word, at) && !in_pair(&rules[r], word, at))
                add_change(ch, r, at);
        if (doubling && doubled(word, at))
            add_change(ch, SINGLE, at);
        if (doubling && can_double(word, at))
            add_change(ch, DOUBLE, at);
    }
}

static void put_changed(struct str word, const struct rule *rules, size_t rule, size_t at,
                        struct buf *out)
{
    size_t behind = at + (rule == SINGLE ? 1 : 0);
    buf_put(out, str_span(word, 0, at));
    if (rule == DOUBLE)
        buf_byte(out, word.s[at]);
    if (rule < SINGLE) {
        for (const char *c = rules[rule].to; *c; c++)
            put_as(out, *c, word.s[at]);
        behind += strlen(rules[rule].from);
    }
    buf_put(out, str_from(word, behind));
}

/* ---- Which word. */

static unsigned rarity_of(struct str word)
{
    char low[WORD_MAX];
    size_t len = word.len < WORD_MAX ? word.len : WORD_MAX;
    for (size_t i = 0; i < len; i++)
        low[i] = ascii_lower(word.s[i]);
    return rarity((struct str){low, len}, ROLE_NAME);
}

/* The rarest plain word of at least `least` letters that is not among `tried`;
 * the first such from a place by chance on.  SIZE_MAX: none. */
static size_t rarest(const struct pieces *p, size_t least, uint64_t tried, size_t begin)
{
    size_t best = SIZE_MAX;
    unsigned most = 0;
    for (size_t k = 0; k < p->count; k++) {
        size_t i = (begin + k) % p->count;
        if ((tried >> i & 1) || p->at[i].len < least || !word_plain(p->at[i]) ||
            word_common(p->at[i]))
            continue;
        unsigned is = rarity_of(p->at[i]);
        if (best == SIZE_MAX || is > most) {
            best = i;
            most = is;
        }
    }
    return best;
}

static void put_with(const struct pieces *p, size_t at, const struct buf *word, struct buf *out)
{
    struct pieces with = *p;
    with.at[at] = buf_str(word);
    pieces_put(&with, out);
}

static const char *by_rules(struct str name, struct chance *c, const struct rule *rules,
                            size_t count, bool doubling, struct buf *out)
{
    struct pieces p;
    struct buf word = {0};
    struct changes ch = {.count = 0};
    uint64_t tried = 0;
    pieces_of(name, &p);
    size_t at, begin = chance_below(c, p.count);
    while ((at = rarest(&p, WORD_LEAST, tried, begin)) != SIZE_MAX && !ch.count) {
        changes_of(p.at[at], rules, count, doubling, &ch);
        tried |= (uint64_t)1 << at;
        if (!ch.count)
            continue;
        size_t k = chance_below(c, ch.count);
        put_changed(p.at[at], rules, ch.of[k].rule, ch.of[k].at, &word);
        put_with(&p, at, &word, out);
    }
    buf_free(&word);
    return ch.count ? NULL : tried ? "no letter that is confused with another" : too_short;
}

const char *twist_spelling(struct str name, enum kind kind, struct chance *c, struct buf *out)
{
    (void)kind;
    return by_rules(name, c, confusions, COUNT(confusions), true, out);
}

/* al-Rahman, el-Rahman, Al Rahman, Alrahman; false when there is no article. */
static bool put_article(const struct pieces *p, struct chance *c, struct buf *out)
{
    static const char *const articles[] = {"Al-", "El-", "al ", "el ", "Al", "El"};
    for (size_t i = 0; i < p->count; i++) {
        struct str w = p->at[i];
        bool joined =
            w.len > 5 && w.s[2] == '-' &&
            (str_is_nocase(str_span(w, 0, 2), "al") || str_is_nocase(str_span(w, 0, 2), "el"));
        bool apart = i + 1 < p->count && p->at[i + 1].len > 3 &&
                     (str_is_nocase(w, "al") || str_is_nocase(w, "el"));
        if (!joined && !apart)
            continue;
        struct str rest = joined ? str_from(w, 3) : p->at[i + 1];
        pieces_put_some(p, 0, i, out);
        if (out->len)
            buf_byte(out, ' ');
        buf_puts(out, articles[chance_below(c, COUNT(articles))]);
        buf_put(out, rest);
        pieces_put_some(p, i + (joined ? 1 : 2), p->count, out);
        return true;
    }
    return false;
}

const char *twist_transliteration(struct str name, enum kind kind, struct chance *c,
                                  struct buf *out)
{
    struct pieces p;
    (void)kind;
    pieces_of(name, &p);
    if (chance_below(c, 3) == 0 && put_article(&p, c, out) &&
        !str_equal(buf_str(out), name)) /* it may be that article */
        return NULL;
    buf_clear(out);
    return by_rules(name, c, romanisations, COUNT(romanisations), true, out);
}

/* ---- Slips of the hand, in any script. */

enum { LETTERS_MAX = 64 };
struct letters_of {
    struct str at[LETTERS_MAX];
    size_t count;
};

static void letters_of(struct str word, struct letters_of *out)
{
    size_t len;
    for (out->count = 0; word.len && out->count < LETTERS_MAX; out->count++) {
        utf8_next(word, &len);
        out->at[out->count] = str_span(word, 0, len);
        word = str_from(word, len);
    }
}

/* A letter for one that is hit by mistake: of the keys beside it for Latin, else
 * another one of the word. */
static struct str wrong_letter(const struct letters_of *l, size_t at, struct chance *c)
{
    static const char keys[] = "qwertyuiop asdfghjkl zxcvbnm ";
    struct str is = l->at[at];
    char low = is.len == 1 ? ascii_lower(is.s[0]) : 0;
    const char *key = low && ascii_letter(low) ? strchr(keys, low) : NULL;
    if (!key)
        return l->at[(at + 1 + chance_below(c, l->count - 1)) % l->count];
    bool right = key == keys || key[-1] == ' ' || (key[1] != ' ' && chance_below(c, 2));
    return (struct str){right ? key + 1 : key - 1, 1};
}

static void put_letter(struct buf *out, struct str letter, struct str like)
{
    if (letter.len == 1 && like.len == 1)
        put_as(out, letter.s[0], like.s[0]);
    else
        buf_put(out, letter);
}

/* The first letter stays: people seldom get it wrong. */
static void put_slipped(struct str word, struct chance *c, struct buf *out)
{
    enum { PUT_IN, LEFT_OUT, CHANGED, SWAPPED, SLIPS };
    struct letters_of l = {.count = 0};
    letters_of(word, &l);
    if (l.count < 2) {
        buf_put(out, word);
        return;
    }
    size_t at = 1 + chance_below(c, l.count - 1), slip = chance_below(c, SLIPS);
    struct str wrong = wrong_letter(&l, at, c);
    if (slip == SWAPPED && (at + 1 >= l.count || str_equal(l.at[at], l.at[at + 1])))
        slip = PUT_IN;
    if (slip == CHANGED && str_equal(wrong, l.at[at]))
        slip = LEFT_OUT;
    for (size_t i = 0; i < l.count; i++) {
        if (i != at) {
            buf_put(out, l.at[i]);
            continue;
        }
        if (slip == SWAPPED)
            buf_put(out, l.at[++i]);
        if (slip == PUT_IN || slip == CHANGED)
            put_letter(out, wrong, l.at[at]);
        if (slip == PUT_IN || slip == SWAPPED)
            buf_put(out, l.at[at]);
    }
}

static bool long_word(struct str word)
{
    for (size_t i = 0; i < word.len; i++)
        if ((unsigned char)word.s[i] < 0x80 && !ascii_letter(word.s[i]))
            return false;
    return word.len < 200 && word_length(word) >= WORD_LEAST && word_length(word) < LETTERS_MAX &&
           !word_common(word);
}

/* Up to `slips` of them, each in a word of its own while there are enough. */
static const char *slip(struct str name, struct chance *c, size_t slips, struct buf *out)
{
    struct pieces p;
    struct buf word[2] = {{0}, {0}};
    size_t fit[PIECES_MAX], fits = 0, made = 0;
    pieces_of(name, &p);
    for (size_t i = 0; i < p.count; i++)
        if (long_word(p.at[i]))
            fit[fits++] = i;
    for (; made < slips && fits; made++) {
        size_t k = chance_below(c, fits);
        if (made && fits > 1 && p.at[fit[k]].s == word[0].s)
            k = (k + 1) % fits;
        put_slipped(p.at[fit[k]], c, &word[made]);
        p.at[fit[k]] = buf_str(&word[made]);
    }
    if (made)
        pieces_put(&p, out);
    buf_free(&word[0]);
    buf_free(&word[1]);
    return made ? NULL : too_short;
}

const char *twist_typo(struct str name, enum kind kind, struct chance *c, struct buf *out)
{
    (void)kind;
    return slip(name, c, 1, out);
}

const char *twist_typos(struct str name, enum kind kind, struct chance *c, struct buf *out)
{
    if (word_length(name) < LONG_NAME)
        return "fewer than twelve letters";
    if (kind == KIND_PERSON && name_of_many(name))
        return twist_of_many;
    return slip(name, c, 2, out);
}
