/* SPDX-License-Identifier: Apache-2.0 */
/* twist.c - the classes of twisted names, and the words of names. */
#include "screen/twist.h"

#include "screen/twist_parts.h"
#include "text/alike.h"
#include "text/clean.h"
#include "text/rarity.h"

#include <string.h>

static const char *twist_exact(struct str name, enum kind kind, struct chance *c, struct buf *out)
{
    (void)kind, (void)c;
    buf_put(out, name);
    return NULL;
}

static const struct {
    const char *text;
    enum twist_level level;
    twist_make *make;
} classes[TWIST_COUNT] = {
    [TWIST_EXACT] = {"exact", LEVEL_EXACT, twist_exact},
    [TWIST_SPELLING] = {"spelling", LEVEL_MINOR, twist_spelling},
    [TWIST_TRANSLITERATION] = {"transliteration", LEVEL_MINOR, twist_transliteration},
    [TWIST_ORDER] = {"order", LEVEL_MINOR, twist_order},
    [TWIST_JOINED] = {"joined", LEVEL_MINOR, twist_joined},
    [TWIST_TYPO] = {"typo", LEVEL_MINOR, twist_typo},
    [TWIST_MARK] = {"mark", LEVEL_MINOR, twist_mark},
    [TWIST_PUNCTUATION] = {"punctuation", LEVEL_MINOR, twist_punctuation},
    [TWIST_LEGAL] = {"legal form", LEVEL_MINOR, twist_legal},
    [TWIST_MISSING] = {"missing part", LEVEL_MAJOR, twist_missing},
    [TWIST_INITIALS] = {"initials", LEVEL_MAJOR, twist_initials},
    [TWIST_TYPOS] = {"two typos", LEVEL_MAJOR, twist_typos},
    [TWIST_SCRIPT] = {"script", LEVEL_MAJOR, twist_script},
    [TWIST_HOMOGLYPH] = {"homoglyph", LEVEL_MAJOR, twist_homoglyph},
    [TWIST_GENERIC] = {"generic word", LEVEL_MAJOR, twist_generic},
};

const char *twist_text(enum twist t)
{
    return classes[t].text;
}

enum twist_level twist_level(enum twist t)
{
    return classes[t].level;
}

const char *level_text(enum twist_level l)
{
    static const char *const words[LEVEL_COUNT] = {
        [LEVEL_EXACT] = "exact", [LEVEL_MINOR] = "minor", [LEVEL_MAJOR] = "major"};
    return words[l];
}

const char *twist_name(enum twist t, struct str name, enum kind kind, struct chance *c,
                       struct buf *out)
{
    const char *why = classes[t].make(name, kind, c, out);
    return !why && t != TWIST_EXACT && str_equal(buf_str(out), name) ? "it came out the same" : why;
}

/* ---- The words of a name. */

void pieces_of(struct str name, struct pieces *out)
{
    out->count = 0;
    while (name.len && out->count < PIECES_MAX) {
        struct str word;
        if (out->count == PIECES_MAX - 1) {
            word = name;
            name.len = 0;
        } else {
            name = str_cut(name, ' ', &word);
        }
        if (word.len)
            out->at[out->count++] = word;
    }
}

void pieces_put_some(const struct pieces *p, size_t from, size_t until, struct buf *out)
{
    for (size_t i = from; i < until; i++) {
        if (out->len)
            buf_byte(out, ' ');
        buf_put(out, p->at[i]);
    }
}

void pieces_put(const struct pieces *p, struct buf *out)
{
    pieces_put_some(p, 0, p->count, out);
}

void pieces_drop(struct pieces *p, size_t at)
{
    p->count--;
    for (size_t i = at; i < p->count; i++)
        p->at[i] = p->at[i + 1];
}

bool ascii_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

char ascii_lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

const char twist_of_many[] = "it would be the name of many people";

/* In sixteenths of a nat: e^10 is 22,000. */
enum { MANY = 10 * NAT };

bool name_of_many(struct str name)
{
    struct reading r[READINGS_MAX];
    unsigned says = 0;
    name_read(name, r);
    for (size_t i = 0; i < r[0].count; i++) {
        enum role role = (enum role)r[0].words[i].role;
        if (role == ROLE_NAME || role == ROLE_PATRONYMIC || role == ROLE_INITIAL)
            says += rarity(reading_word(&r[0], i), role);
    }
    return says < MANY;
}

bool name_latin(struct str name)
{
    return strcmp(text_script(name), "Latn") == 0;
}

bool name_cyrillic(struct str name)
{
    return strcmp(text_script(name), "Cyrl") == 0;
}

bool word_plain(struct str word)
{
    for (size_t i = 0; i < word.len; i++)
        if (!ascii_letter(word.s[i]))
            return false;
    return word.len > 0;
}

size_t word_length(struct str word)
{
    size_t count = 0, len;
    for (; word.len; count++) {
        utf8_next(word, &len);
        word = str_from(word, len);
    }
    return count;
}

/* Sorted by use, not by letter; each between blanks. */
static const char particles[] =
    " al el ul as an ar at az ad ash bin ben ibn bint abu abou umm um abd abdul de la le da di do "
    "dos del der den van von of the and for in on to et y e und & wa wal u und o a i عبد بن ابن "
    "بنت ابو أبو ال و ";
static const char titles[] =
    " dr mr mrs ms sheikh shaykh sheik haji hajji hadji mullah mawlawi maulavi maulvi qari mufti "
    "hafiz sayyid sayed sayeed sayyed seyed seyyed syed hajj haj agha molvi moulavi général "
    "president minister brigadier major captain commander general gen col colonel prof ";
static const char legal[] =
    " liability joint stock joint-stock public open closed private proprietary obshchestvo "
    "ogranichennoy otvetstvennostyu aktsionernoe zakrytoe otkrytoe corporacion sociedad anonima "
    "llc ltd limited inc incorporated corp corporation co company gmbh ag kg sa sarl srl spa nv "
    "bv "
    "plc ooo oao zao pao ao jsc ojsc pjsc cjsc fze fzc fzco fzllc llp lp sal pte pvt pty bhd sdn "
    "cv ltda sas sl slu as oy ab dmcc tic aş ";
static const char generic[] =
    " group trading international company holding holdings general industries industry industrial "
    "services service enterprises enterprise import export bank foundation organization "
    "organisation association society institute university center centre office ministry islamic "
    "national state shipping lines line marine maritime transport airlines air exchange investment "
    "development construction engineering technology technologies research relief welfare trust "
    "fund committee council union brigade army front party movement agency bureau department "
    "factory plant works products production commercial financial finance insurance oil gas "
    "petroleum petrochemical energy electronics systems system management consulting global world "
    "directorate political security military defense defence force forces guard corps revolution "
    "revolutionary republic people's government presidency branch headquarters navy intelligence "
    "middle east north south west eastern northern southern western central ";

static bool among(const char *words, struct str word)
{
    char key[32];
    size_t len = 0;
    key[len++] = ' ';
    for (size_t i = 0; i < word.len; i++) {
        if (strchr(".,()'`\"", word.s[i]))
            continue;
        if (len == sizeof key - 1)
            return false;
        key[len++] = ascii_lower(word.s[i]);
    }
    key[len++] = ' ';
    return len > 2 && str_find(str_of(words), (struct str){key, len}) != SIZE_MAX;
}

bool word_particle(struct str word)
{
    return among(particles, word);
}

bool word_legal(struct str word)
{
    return among(legal, word);
}

bool word_common(struct str word)
{
    return among(particles, word) || among(titles, word) || among(legal, word) ||
           among(generic, word);
}
