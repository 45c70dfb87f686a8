/* SPDX-License-Identifier: Apache-2.0 */
/* twist_order.c - the same words otherwise put: turned round, joined, left out, shortened. */
#include "screen/twist_parts.h"
#include "text/clean.h"

#include <string.h>

static struct str without_comma(struct str word)
{
    return word.len && word.s[word.len - 1] == ',' ? str_span(word, 0, word.len - 1) : word;
}

static size_t known_by(const struct pieces *p)
{
    size_t count = 0;
    for (size_t i = 0; i < p->count; i++)
        count += !word_common(p->at[i]) && word_length(p->at[i]) > 1;
    return count;
}

/* Where the last word's particles begin: Usama [bin Ladin]. */
static size_t last_name(const struct pieces *p)
{
    size_t at = p->count - 1;
    while (at > 1 && word_particle(p->at[at - 1]))
        at--;
    return at;
}

static const char *turn_person(const struct pieces *p, struct chance *c, struct buf *out)
{
    enum { COMMA, ROUND, LAST_FIRST, WAYS };
    size_t way = chance_below(c, WAYS), cut = last_name(p);
    if (way == ROUND && p->count > 2) {
        for (size_t i = p->count; i > 0; i--)
            pieces_put_some(p, i - 1, i, out);
        return NULL;
    }
    pieces_put_some(p, cut, p->count, out);
    if (way == COMMA)
        buf_byte(out, ',');
    pieces_put_some(p, 0, cut, out);
    return NULL;
}

/* Two neighbours that are no legal form change places. */
static const char *turn_thing(struct pieces *p, struct chance *c, struct buf *out)
{
    size_t fit[PIECES_MAX], fits = 0;
    for (size_t i = 0; i + 1 < p->count; i++)
        if (word_plain(p->at[i]) && word_plain(p->at[i + 1]) && !word_legal(p->at[i]) &&
            !word_legal(p->at[i + 1]) && !word_particle(p->at[i]) && !word_particle(p->at[i + 1]))
            fit[fits++] = i;
    if (!fits)
        return "no two words that can change places";
    size_t at = fit[chance_below(c, fits)];
    struct str word = p->at[at];
    p->at[at] = p->at[at + 1];
    p->at[at + 1] = word;
    pieces_put(p, out);
    return NULL;
}

const char *twist_order(struct str name, enum kind kind, struct chance *c, struct buf *out)
{
    struct pieces p;
    pieces_of(name, &p);
    if (p.count < 2)
        return "only one word";
    for (size_t i = 0; i < p.count; i++)
        p.at[i] = without_comma(p.at[i]);
    return kind == KIND_PERSON ? turn_person(&p, c, out) : turn_thing(&p, c, out);
}

/* ---- Joined and split. */

static bool can_join(struct str a, struct str b)
{
    return word_plain(a) && word_plain(b) && a.len > 1 && b.len > 1 && a.len + b.len <= 20 &&
           !word_legal(b);
}

static bool can_split(struct str word)
{
    return word_plain(word) && word.len >= 8 && !word_common(word);
}

const char *twist_joined(struct str name, enum kind kind, struct chance *c, struct buf *out)
{
    struct pieces p;
    size_t way[2 * PIECES_MAX], ways = 0;
    (void)kind;
    pieces_of(name, &p);
    for (size_t i = 0; i < p.count; i++) {
        if (i + 1 < p.count && can_join(p.at[i], p.at[i + 1]))
            way[ways++] = 2 * i;
        if (can_split(p.at[i]))
            way[ways++] = 2 * i + 1;
    }
    if (!ways)
        return "no two words to join, and none of eight letters to split";
    size_t take = way[chance_below(c, ways)], at = take / 2;
    pieces_put_some(&p, 0, at, out);
    if (take & 1) {
        size_t cut = 3 + chance_below(c, p.at[at].len - 5);
        struct str half[2] = {str_span(p.at[at], 0, cut), str_from(p.at[at], cut)};
        struct pieces halves = {.at = {half[0], half[1]}, .count = 2};
        pieces_put_some(&halves, 0, 2, out);
    } else {
        pieces_put_some(&p, at, at + 1, out);
        buf_put(out, p.at[++at]);
    }
    pieces_put_some(&p, at + 1, p.count, out);
    return NULL;
}

/* ---- Left out. */

static bool ends(struct str word, const char *with)
{
    size_t len = strlen(with);
    return word.len > len + 2 && str_is_nocase(str_from(word, word.len - len), with);
}

static bool patronymic(struct str word)
{
    static const char *const ends_of[] = {"ovich", "evich", "ovych", "evych", "yovych", "ovna",
                                          "evna",  "ivna",  "ович",  "евич",  "йович",  "овна",
                                          "евна",  "ївна",  "івна",  "ьич",   "ОВИЧ",   "ЕВИЧ",
                                          "ОВНА",  "ЕВНА",  "ЙОВИЧ", "ІВНА",  "ЇВНА",   "ИЧНА"};
    for (size_t i = 0; i < COUNT(ends_of); i++)
        if (ends(word, ends_of[i]))
            return true;
    return false;
}

/* Whether the word is one with that before it: Abd al-Rahman, Abd Rahman. */
static bool bound(const struct pieces *p, size_t at)
{
    static const char *const heads[] = {"abd", "'abd", "abdul", "abdal", "abdel", "abu", "umm"};
    for (size_t i = 0; at > 0 && i < COUNT(heads); i++)
        if (str_is_nocase(p->at[at - 1], heads[i]))
            return true;
    return at > 0 && (str_is(p->at[at - 1], "عبد") || str_is(p->at[at - 1], "ابو"));
}

/* Words that can be left out.  Of a person a patronymic, or any middle word; of a
 * thing a generic word in its middle. */
static size_t left_out(const struct pieces *p, enum kind kind, size_t fit[PIECES_MAX])
{
    size_t fits = 0;
    for (size_t i = 1; i < p->count; i++)
        if (kind == KIND_PERSON && patronymic(p->at[i]))
            fit[fits++] = i;
    bool patronymics = fits > 0;
    for (size_t i = 1; !patronymics && i + 1 < p->count; i++)
        if (kind == KIND_PERSON
                ? !word_common(p->at[i]) && !bound(p, i)
                : word_common(p->at[i]) && !word_particle(p->at[i]) && !word_legal(p->at[i]))
            fit[fits++] = i;
    return fits;
}

const char *twist_missing(struct str name, enum kind kind, struct chance *c, struct buf *out)
{
    struct pieces p;
    size_t fit[PIECES_MAX];
    bool person = kind == KIND_PERSON;
    pieces_of(name, &p);
    if (p.count < 3)
        return "fewer than three words";
    if (known_by(&p) < (person ? 3 : 2))
        return "too little would be left";
    size_t fits = left_out(&p, kind, fit);
    if (!fits)
        return "no word that can be left out";
    size_t at = fit[chance_below(c, fits)];
    pieces_drop(&p, at);
    while (person && at > 1 && word_particle(p.at[at - 1]))
        pieces_drop(&p, --at); /* "bin" without its name */
    pieces_put(&p, out);
    return person && name_of_many(buf_str(out)) ? twist_of_many : NULL;
}

/* ---- Initials. */

/* Words that can be shortened: middle ones; of two words the given name, which
 * is the second in Cyrillic, where lists put the family name first. */
static size_t shortened(const struct pieces *p, bool family_first, size_t fit[PIECES_MAX])
{
    size_t fits = 0, from = p->count > 2 || family_first ? 1 : 0;
    size_t until = p->count > 2 || !family_first ? p->count - 1 : p->count;
    for (size_t i = from; i < until; i++)
        if (!word_common(p->at[i]) && word_length(p->at[i]) > 2 && !bound(p, i) &&
            !strchr("\"'(`", p->at[i].s[0]) && !memchr(p->at[i].s, '-', p->at[i].len))
            fit[fits++] = i;
    return fits;
}

const char *twist_initials(struct str name, enum kind kind, struct chance *c, struct buf *out)
{
    struct pieces p;
    size_t fit[PIECES_MAX], len;
    bool cyrillic = name_cyrillic(name);
    if (kind != KIND_PERSON)
        return "no person";
    if (!cyrillic && !name_latin(name))
        return "a script that does not write initials";
    pieces_of(name, &p);
    if (known_by(&p) < 2)
        return "only one word";
    size_t fits = shortened(&p, cyrillic, fit);
    if (!fits)
        return "no given name to shorten";
    size_t at = fit[chance_below(c, fits)];
    utf8_next(p.at[at], &len);
    pieces_put_some(&p, 0, at, out);
    if (out->len)
        buf_byte(out, ' ');
    buf_put(out, str_span(p.at[at], 0, len));
    if (chance_below(c, 2))
        buf_byte(out, '.');
    pieces_put_some(&p, at + 1, p.count, out);
    return name_of_many(buf_str(out)) ? twist_of_many : NULL;
}

/* ---- Case and punctuation. */

static void put_cased(struct str name, bool upper, struct buf *out)
{
    for (size_t i = 0; i < name.len; i++) {
        char c = name.s[i];
        buf_byte(out, !ascii_letter(c) ? c : upper ? (char)(c & ~32) : (char)(c | 32));
    }
}

static bool inner_mark(struct str name, size_t at)
{
    return strchr("-'.`,", name.s[at]) && name.s[at];
}

static void put_unpointed(struct str name, struct buf *out)
{
    for (size_t i = 0; i < name.len; i++) {
        if (!inner_mark(name, i))
            buf_byte(out, name.s[i]);
        else if (name.s[i] == '-' || name.s[i] == ',')
            buf_byte(out, ' ');
    }
}

static void put_hyphened(struct str name, struct buf *out)
{
    size_t blank = str_find(name, STR(" "));
    buf_put(out, str_span(name, 0, blank));
    buf_byte(out, '-');
    buf_put(out, str_from(name, blank + 1));
}

/* Case is changed in ASCII alone: other letters would stay as they are, and
 * nobody writes GéNéRAL. */
static bool can_change_case(struct str name)
{
    bool any = false;
    for (size_t i = 0; i < name.len; i++) {
        if ((unsigned char)name.s[i] >= 0x80)
            return false;
        any = any || ascii_letter(name.s[i]);
    }
    return any;
}

const char *twist_punctuation(struct str name, enum kind kind, struct chance *c, struct buf *out)
{
    enum { LOWER, UPPER, UNPOINTED, HYPHENED, WAYS };
    bool cased = can_change_case(name), pointed = false;
    bool spaced = str_find(name, STR(" ")) != SIZE_MAX;
    size_t fit[WAYS], fits = 0;
    (void)kind;
    for (size_t i = 0; i < name.len; i++)
        pointed = pointed || inner_mark(name, i);
    for (size_t way = 0; way < WAYS; way++)
        if (way == UNPOINTED ? pointed : way == HYPHENED ? spaced : cased)
            fit[fits++] = way;
    if (!fits)
        return "it has neither case nor punctuation";
    size_t way = fit[chance_below(c, fits)];
    if (way == UNPOINTED)
        put_unpointed(name, out);
    else if (way == HYPHENED)
        put_hyphened(name, out);
    else
        put_cased(name, way == UPPER, out);
    if (cased && str_equal(buf_str(out), name)) { /* it was all in that case */
        buf_clear(out);
        put_cased(name, way != UPPER, out);
    }
    return NULL;
}
