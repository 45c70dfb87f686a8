/* SPDX-License-Identifier: Apache-2.0 */
/* names_gen.h - names that look like those of lists and of people, by number.
 *
 * Name i of a seed is always the same, so that millions need not be kept.  Words
 * are drawn by rank, as unevenly as in life: the first of them from short lists
 * of names that are in fact common, the others made of syllables.  One name in
 * five is an organisation's; an eighth of the Russian and Arabic ones are in
 * their own script; second names of an entry are other spellings of its first.
 * Whoever really bears such a name is not meant. */
#ifndef TOCSIN_NAMES_GEN_H
#define TOCSIN_NAMES_GEN_H

#include "base/base.h"

#include <string.h>

enum { GEN_NAME_MAX = 320 };

struct gen_name {
    char s[GEN_NAME_MAX];
    size_t len;
    bool organisation;
    uint8_t culture;
};

struct gen_culture {
    uint8_t share; /* of persons, in 256 */
    /* How likely each octave of ranks is (gen_rank), a digit each: the first of
     * given names and of family names is as common as it is in life. */
    const char *given_octaves, *family_octaves;
    const char *given, *family;                 /* common ones, the commonest first */
    const char *onsets, *nuclei, *codas, *ends; /* syllables of the others */
};

static const struct gen_culture gen_cultures[] = {
    {60, "123467765432111", "123456789998765433",
     "james mary john patricia robert jennifer michael linda william elizabeth david barbara "
     "richard susan joseph jessica thomas sarah charles karen",
     "smith johnson williams brown jones miller davis wilson anderson taylor moore jackson martin "
     "lee thompson white harris clark lewis robinson walker young allen king wright",
     "b br c ch d f g gr h j k l m n p r s sh st t th w", "a e i o u ea oo ai",
     "n r l ck t d s m nd rt", "son er ton ley man field ing well"},
    {68, "43345665432111", "23456788887654322",
     "muhammad ahmad ali hassan hussein abdullah omar ibrahim yusuf khalid mahmoud fatima mustafa "
     "hamid salim karim nasser jamal tariq bilal",
     "ahmad khan hussein hassan ali al-sayed al-masri haddad mansour saleh najjar qasim rahman "
     "hamdan al-shami al-tikriti al-baghdadi darwish",
     "b d f gh h j k kh l m n q r s sh t w y z", "a i u aa ee", "n r l m d b h s",
     "i ani awi iri a an"},
    {36, "3456776543211", "12345678888765432",
     "aleksandr sergei vladimir dmitri andrei aleksei ivan mikhail nikolai elena olga tatyana "
     "natalia irina anna svetlana viktor yuri igor oleg",
     "ivanov smirnov kuznetsov popov vasiliev petrov sokolov mikhailov novikov fedorov morozov "
     "volkov alekseev lebedev semenov egorov",
     "b v g d zh z k l m n p r s t f kh ch sh", "a e i o u ya yu", "n r l s k t v m",
     "ov ev in sky enko yan uk"},
    {32, "2345776543211", "34566665544433221",
     "jose maria juan carlos luis ana antonio francisco manuel jesus rosa miguel pedro alejandro "
     "rafael fernando jorge ricardo",
     "garcia rodriguez martinez hernandez lopez gonzalez perez sanchez ramirez torres flores "
     "rivera gomez diaz reyes cruz morales ortiz",
     "b c d f g j l ll m n p qu r s t v", "a e i o u ue ia", "n r l s", "ez o a as ero illo"},
    {28, "11234567765432", "2455432111",
     "wei fang na min jing li ying yan jun jie xin hui hong ming xiuying guiying yong ping",
     "wang li zhang liu chen yang huang zhao wu zhou xu sun ma zhu hu guo he lin gao luo",
     "b p m f d t n l g k h j q x zh ch sh z c s", "a o e i u ai ei ao ou ia iao uo", "n ng",
     "n ng i u a o"},
    {32, "22345677654321", "3455666655443221",
     "rajesh sunil amit priya sanjay ravi anil mohammed suresh ramesh deepak sunita vijay anita "
     "rahul pooja imran asif",
     "kumar singh sharma khan patel gupta das reddy shah ali ahmed yadav verma mishra joshi nair "
     "rao hussain begum",
     "b bh ch d dh g gh j k kh l m n p ph r s sh t th v y", "a aa e i ee o u", "n r l m sh t",
     "a i an esh endra it nath"},
};

static const char gen_generic[] =
    "company trading group bank international general national industries islamic foundation "
    "organization services holding shipping petroleum engineering construction investment "
    "development technology electronics marine oil union front brigade committee relief network "
    "center institute";
static const char gen_legal[] = "ltd llc co inc gmbh jsc ooo plc fze sarl";
static const char gen_places[] =
    "iran syria damascus tehran aleppo moscow dubai gulf caspian korea east west ural siberia "
    "baghdad kabul orient pacific atlantic northern";

/* splitmix64 */
static inline uint64_t gen_next(uint64_t *state)
{
    uint64_t z = *state += 0x9E3779B97F4A7C15u;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    return z ^ z >> 31;
}

static inline uint32_t gen_below(uint64_t *state, uint32_t n)
{
    return (uint32_t)((gen_next(state) >> 32) * n >> 32);
}

/* A rank: octave k has the ranks from 2^k - 1 on, 2^k of them. */
static inline uint32_t gen_rank(uint64_t *state, const char *octaves)
{
    uint32_t sum = 0, octave = 0;
    for (const char *o = octaves; *o; o++)
        sum += (uint32_t)(*o - '0');
    uint32_t at = gen_below(state, sum);
    while (at >= (uint32_t)(octaves[octave] - '0'))
        at -= (uint32_t)(octaves[octave++] - '0');
    return (1u << octave) - 1 + gen_below(state, 1u << octave);
}

/* The i-th of the words of a text, from 0; "" behind the last. */
static inline struct str gen_pick(const char *words, uint32_t i)
{
    struct str word = STR(""), rest = str_of(words);
    for (uint32_t k = 0; k <= i; k++)
        rest = str_cut(rest, ' ', &word);
    return word;
}

static inline uint32_t gen_count(const char *words)
{
    uint32_t n = 1;
    for (; *words; words++)
        n += *words == ' ';
    return n;
}

static inline void gen_put(struct gen_name *n, struct str s)
{
    size_t len = s.len < GEN_NAME_MAX - n->len ? s.len : GEN_NAME_MAX - n->len;
    if (len)
        memcpy(n->s + n->len, s.s, len);
    n->len += len;
}

static inline void gen_any(struct gen_name *n, const char *words, uint64_t *state)
{
    gen_put(n, gen_pick(words, gen_below(state, gen_count(words))));
}

/* The word of that rank: from the list, or of syllables, always the same. */
static inline void gen_word(struct gen_name *n, const struct gen_culture *c, const char *common,
                            uint32_t rank, uint64_t salt)
{
    uint32_t known = gen_count(common);
    if (rank < known) {
        gen_put(n, gen_pick(common, rank));
        return;
    }
    uint64_t state = rank * 0x100000001B3u + salt * 0x9E3779B1u + (uint64_t)(c - gen_cultures);
    uint32_t syllables = 1 + gen_below(&state, 8) % 3;
    for (uint32_t i = 0; i < syllables; i++) {
        gen_any(n, c->onsets, &state);
        gen_any(n, c->nuclei, &state);
        if (gen_below(&state, 3) == 0)
            gen_any(n, c->codas, &state);
    }
    gen_any(n, c->onsets, &state);
    gen_any(n, c->ends, &state);
}

static inline void gen_given(struct gen_name *n, const struct gen_culture *c, uint64_t *state)
{
    gen_word(n, c, c->given, gen_rank(state, c->given_octaves), 1);
}

static inline void gen_family(struct gen_name *n, const struct gen_culture *c, uint64_t *state)
{
    gen_word(n, c, c->family, gen_rank(state, c->family_octaves), 2);
}

static inline void gen_person(struct gen_name *n, uint64_t *state)
{
    uint32_t share = gen_below(state, 256);
    uint8_t k = 0;
    while (k + 1u < COUNT(gen_cultures) && share >= gen_cultures[k].share)
        share -= gen_cultures[k++].share;
    const struct gen_culture *c = &gen_cultures[k];
    n->culture = k;
    if (k == 1 && gen_below(state, 12) == 0)
        gen_put(n, STR("abd al-rahman"));
    else
        gen_given(n, c, state);
    if (k == 1 && gen_below(state, 3) == 0)
        gen_put(n, STR(" bin"));
    if (k != 4 && gen_below(state, k == 1 ? 2 : 4) == 0) {
        gen_put(n, STR(" "));
        gen_given(n, c, state);
        if (k == 2)
            gen_put(n, STR("ovich"));
    }
    gen_put(n, STR(" "));
    gen_family(n, c, state);
    if (k == 3 && gen_below(state, 2)) {
        gen_put(n, STR(" "));
        gen_family(n, c, state);
    }
}

static inline void gen_organisation(struct gen_name *n, uint64_t *state)
{
    n->organisation = true;
    n->culture = (uint8_t)gen_below(state, COUNT(gen_cultures));
    const struct gen_culture *c = &gen_cultures[n->culture];
    if (gen_below(state, 2)) {
        gen_any(n, gen_places, state);
        gen_put(n, STR(" "));
    }
    gen_word(n, c, c->family, gen_rank(state, c->family_octaves), 3);
    for (uint32_t i = 0, words = 1 + gen_below(state, 3); i < words; i++) {
        gen_put(n, STR(" "));
        gen_put(n, gen_pick(gen_generic, gen_rank(state, "54332")));
    }
    if (gen_below(state, 2)) {
        gen_put(n, STR(" "));
        gen_any(n, gen_legal, state);
    }
}

/* ---- Other ways to write it. */

static const char *const gen_spellings[][2] = {
    {"uh", "oh"}, {"mm", "m"},   {"ss", "s"},   {"ei", "ey"}, {"ee", "i"}, {"aa", "a"}, {"q", "k"},
    {"kh", "h"},  {"sh", "sch"}, {"ov", "off"}, {"y", "i"},   {"ou", "u"}, {"ks", "x"}, {"gh", "g"},
};

/* One usual spelling for another, where there is one. */
static inline void gen_respell(struct gen_name *n, uint64_t *state)
{
    struct gen_name out = {.organisation = n->organisation, .culture = n->culture};
    size_t turn = gen_below(state, COUNT(gen_spellings));
    for (size_t k = 0; k < COUNT(gen_spellings); k++) {
        const char *const *pair = gen_spellings[(turn + k) % COUNT(gen_spellings)];
        struct str all = {n->s, n->len};
        size_t at = str_find(all, str_of(pair[0]));
        if (at == SIZE_MAX)
            continue;
        gen_put(&out, str_span(all, 0, at));
        gen_put(&out, str_of(pair[1]));
        gen_put(&out, str_from(all, at + strlen(pair[0])));
        *n = out;
        return;
    }
}

/* A letter dropped, doubled, changed, or two exchanged. */
static inline void gen_misspell(struct gen_name *n, uint64_t *state)
{
    if (n->len < 4 || n->len + 1 >= GEN_NAME_MAX)
        return;
    size_t at = 1 + gen_below(state, (uint32_t)n->len - 2);
    switch (gen_below(state, 4)) {
    case 0:
        memmove(n->s + at, n->s + at + 1, n->len - at - 1);
        n->len--;
        break;
    case 1:
        memmove(n->s + at + 1, n->s + at, n->len - at);
        n->len++;
        break;
    case 2:
        n->s[at] = (char)('a' + gen_below(state, 26));
        break;
    default: {
        char c = n->s[at];
        n->s[at] = n->s[at + 1];
        n->s[at + 1] = c;
    }
    }
}

/* Longest first. */
static const char *const gen_cyrillic[][2] = {
    {"shch", "щ"}, {"zh", "ж"}, {"kh", "х"}, {"ch", "ч"}, {"sh", "ш"}, {"ts", "ц"}, {"ya", "я"},
    {"yu", "ю"},   {"a", "а"},  {"b", "б"},  {"v", "в"},  {"g", "г"},  {"d", "д"},  {"e", "е"},
    {"z", "з"},    {"i", "и"},  {"y", "й"},  {"k", "к"},  {"l", "л"},  {"m", "м"},  {"n", "н"},
    {"o", "о"},    {"p", "п"},  {"r", "р"},  {"s", "с"},  {"t", "т"},  {"u", "у"},  {"f", "ф"},
    {"c", "к"},    {"h", "х"},  {"j", "дж"}, {"q", "к"},  {"w", "в"},  {"x", "кс"},
};
static const char *const gen_arabic[][2] = {
    {"kh", "خ"}, {"gh", "غ"}, {"sh", "ش"}, {"th", "ث"}, {"dh", "ذ"}, {"aa", "ا"}, {"ee", "ي"},
    {"oo", "و"}, {"ou", "و"}, {"b", "ب"},  {"t", "ت"},  {"j", "ج"},  {"h", "ح"},  {"d", "د"},
    {"r", "ر"},  {"z", "ز"},  {"s", "س"},  {"q", "ق"},  {"k", "ك"},  {"l", "ل"},  {"m", "م"},
    {"n", "ن"},  {"f", "ف"},  {"w", "و"},  {"y", "ي"},  {"i", "ي"},  {"u", "و"},  {"a", ""},
    {"e", ""},   {"o", "و"},  {"p", "ب"},  {"v", "ف"},  {"g", "غ"},  {"c", "ك"},  {"x", "كس"},
};

/* In the script of its culture: Arabic, else Cyrillic. */
static inline void gen_native(struct gen_name *n)
{
    struct gen_name out = {.organisation = n->organisation, .culture = n->culture};
    bool arabic = n->culture == 1;
    size_t rules = arabic ? COUNT(gen_arabic) : COUNT(gen_cyrillic);
    for (size_t i = 0; i < n->len;) {
        struct str rest = {n->s + i, n->len - i};
        size_t k = 0;
        while (k < rules &&
               !str_starts(rest, str_of(arabic ? gen_arabic[k][0] : gen_cyrillic[k][0])))
            k++;
        if (k == rules) {
            gen_put(&out, (struct str){n->s + i, 1});
            i++;
            continue;
        }
        gen_put(&out, str_of(arabic ? gen_arabic[k][1] : gen_cyrillic[k][1]));
        i += strlen(arabic ? gen_arabic[k][0] : gen_cyrillic[k][0]);
    }
    *n = out;
}

/* Entry number `i`: its name, and with `alias` > 0 another spelling of it. */
static inline struct gen_name gen_entry(uint64_t seed, uint64_t i, unsigned alias)
{
    struct gen_name n = {.len = 0};
    uint64_t state = seed * 0xD1342543DE82EF95u + i;
    gen_next(&state);
    if (gen_below(&state, 5) == 0)
        gen_organisation(&n, &state);
    else
        gen_person(&n, &state);
    state += alias;
    for (unsigned k = 0; k < alias; k++)
        gen_respell(&n, &state);
    if (!n.organisation && (n.culture == 1 || n.culture == 2) && gen_below(&state, 8) == 0)
        gen_native(&n);
    return n;
}

/* How many names entry `i` has: 1 to 3, three for every two entries. */
static inline unsigned gen_aliases(uint64_t seed, uint64_t i)
{
    uint64_t state = seed + i * 77;
    uint32_t x = gen_below(&state, 8);
    return x < 5 ? 1 : x < 7 ? 2 : 3;
}

enum gen_mix { GEN_EXACT, GEN_MISSPELT, GEN_NATIVE, GEN_INNOCENT, GEN_MIXES };

/* Query `i` of a kind against the first `entries` entries of a seed. */
static inline struct gen_name gen_query(uint64_t seed, uint64_t entries, enum gen_mix mix,
                                        uint64_t i)
{
    uint64_t state = seed ^ (i * GEN_MIXES + (uint64_t)mix) * 0x2545F4914F6CDD1Du;
    uint64_t of = gen_next(&state) % (entries ? entries : 1);
    struct gen_name n = mix == GEN_INNOCENT ? gen_entry(seed + 99, of, 0)
                                            : gen_entry(seed, of, gen_below(&state, 2));
    if (mix == GEN_MISSPELT)
        gen_misspell(&n, &state);
    if (mix == GEN_NATIVE)
        gen_native(&n);
    return n;
}

#endif
