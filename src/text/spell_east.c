/* SPDX-License-Identifier: Apache-2.0 */
/* spell_east.c - Han, Hangul and kana.
 *
 * Han is pinyin by character; two to four characters that begin with a surname
 * are a surname and a given name.  Hangul is the Revised Romanization, with
 * surnames as they are usually spelt.  Kana is Hepburn without long vowels. */
#include "text/spell.h"

#include <string.h>

enum { HANGUL = 0xAC00, HANGUL_END = 0xD7A4, VOWELS = 21, FINALS = 28 };

static const char *const initials[] = {"g",  "kk", "n", "d",  "tt", "r", "m", "b", "pp", "s",
                                       "ss", "",   "j", "jj", "ch", "k", "t", "p", "h"};
static const char *const vowels[VOWELS] = {"a",  "ae", "ya", "yae", "eo", "e",  "yeo",
                                           "ye", "o",  "wa", "wae", "oe", "yo", "u",
                                           "wo", "we", "wi", "yu",  "eu", "ui", "i"};
static const char *const finals[FINALS] = {"",  "k",  "k", "k", "n", "n", "n", "t", "l", "k",
                                           "m", "l",  "l", "l", "p", "l", "m", "p", "p", "t",
                                           "t", "ng", "t", "t", "k", "t", "p", "t"};

/* As Koreans mostly spell their surnames abroad. */
static const struct {
    uint32_t syllable;
    const char *letters;
} surnames[] = {
    {U'김', "kim"},   {U'이', "lee"},   {U'박', "park"},  {U'최', "choi"},  {U'정', "jung"},
    {U'강', "kang"},  {U'조', "cho"},   {U'윤', "yoon"},  {U'장', "jang"},  {U'임', "lim"},
    {U'한', "han"},   {U'오', "oh"},    {U'서', "seo"},   {U'신', "shin"},  {U'권', "kwon"},
    {U'황', "hwang"}, {U'안', "ahn"},   {U'송', "song"},  {U'전', "jeon"},  {U'홍', "hong"},
    {U'유', "yoo"},   {U'고', "ko"},    {U'문', "moon"},  {U'양', "yang"},  {U'손', "son"},
    {U'배', "bae"},   {U'백', "baek"},  {U'허', "heo"},   {U'남', "nam"},   {U'심', "shim"},
    {U'노', "noh"},   {U'하', "ha"},    {U'곽', "kwak"},  {U'성', "sung"},  {U'차', "cha"},
    {U'주', "joo"},   {U'우', "woo"},   {U'구', "koo"},   {U'나', "na"},    {U'민', "min"},
    {U'류', "ryu"},   {U'리', "ri"},    {U'렴', "ryom"},  {U'로', "ro"},    {U'림', "rim"},
    {U'량', "ryang"}, {U'현', "hyun"},  {U'태', "tae"},   {U'변', "byun"},  {U'원', "won"},
    {U'방', "bang"},  {U'채', "chae"},  {U'천', "cheon"}, {U'공', "kong"},  {U'길', "gil"},
    {U'도', "do"},    {U'석', "seok"},  {U'선', "sun"},   {U'설', "seol"},  {U'여', "yeo"},
    {U'연', "yeon"},  {U'염', "yeom"},  {U'왕', "wang"},  {U'위', "wi"},    {U'은', "eun"},
    {U'지', "ji"},    {U'진', "jin"},   {U'추', "choo"},  {U'표', "pyo"},   {U'함', "ham"},
    {U'엄', "um"},    {U'명', "myung"}, {U'기', "ki"},    {U'금', "keum"},  {U'국', "kook"},
    {U'사', "sa"},    {U'소', "so"},    {U'탁', "tak"},   {U'맹', "maeng"}, {U'제', "je"},
    {U'옥', "ok"},    {U'육', "yuk"},   {U'반', "ban"},   {U'모', "mo"},    {U'라', "ra"},
};

static const char *korean_surname(uint32_t syllable)
{
    for (size_t i = 0; i < COUNT(surnames); i++)
        if (surnames[i].syllable == syllable)
            return surnames[i].letters;
    return NULL;
}

/* The syllable that an atom is read as, Han or Hangul; 0: none. */
static uint32_t syllable_of(struct atom a)
{
    uint32_t c = atom_letters(a) == LETTERS_HAN ? latin_hangul(a.c) : a.c;
    return c >= HANGUL && c < HANGUL_END ? c : 0;
}

static void put_syllable(struct spelling *out, uint32_t c, uint32_t before)
{
    uint32_t i = c - HANGUL, final = before ? (before - HANGUL) % FINALS : 0;
    const char *first = initials[i / FINALS / VOWELS];
    bool doubled = final == 8 && *first == 'r'; /* l and r are ll */
    spell_put(out, str_of(doubled ? "l" : first));
    spell_put(out, str_of(vowels[i / FINALS % VOWELS]));
    spell_put(out, str_of(finals[i % FINALS]));
}

bool spell_is_korean(const struct atom *a, size_t n)
{
    if (n < 2 || n > 4)
        return false;
    for (size_t i = 0; i < n; i++)
        if (!syllable_of(a[i]))
            return false;
    return korean_surname(syllable_of(a[0])) != NULL;
}

void spell_hangul(const struct atom *a, size_t n, const struct manner *m, struct spelling *out)
{
    size_t i = 0;
    const char *surname = n ? korean_surname(syllable_of(a[0])) : NULL;
    if (surname && m->surname && (n == 1 || spell_is_korean(a, n))) {
        spell_put(out, str_of(surname));
        spell_put(out, n > 1 ? STR(" ") : STR(""));
        i = 1;
    }
    for (size_t first = i; i < n; i++) {
        uint32_t c = syllable_of(a[i]);
        if (c)
            put_syllable(out, c, i > first ? syllable_of(a[i - 1]) : 0);
        else
            spell_atom(out, a[i]);
    }
}

/* How many of the characters are a Chinese surname: 0 to 2. */
static size_t chinese_surname(const struct atom *a, size_t n)
{
    static const uint32_t doubles[][2] = {
        {U'欧', U'阳'}, {U'歐', U'陽'}, {U'司', U'马'}, {U'司', U'馬'}, {U'诸', U'葛'},
        {U'諸', U'葛'}, {U'上', U'官'}, {U'司', U'徒'}, {U'夏', U'侯'}, {U'皇', U'甫'},
        {U'尉', U'迟'}, {U'公', U'孙'}, {U'慕', U'容'}, {U'令', U'狐'}, {U'端', U'木'},
        {U'南', U'宫'}, {U'东', U'方'}, {U'东', U'郭'}, {U'独', U'孤'}, {U'宇', U'文'}};
    for (size_t i = 0; n > 2 && i < COUNT(doubles); i++)
        if (a[0].c == doubles[i][0] && a[1].c == doubles[i][1])
            return 2;
    return latin_surname(a[0].c).len > 0;
}

void spell_han(const struct atom *a, size_t n, const struct manner *m, struct spelling *out)
{
    if (m->han == HAN_KOREAN && spell_is_korean(a, n)) {
        spell_hangul(a, n, m, out);
        return;
    }
    size_t surname = m->surname && n <= 4 ? chinese_surname(a, n) : 0;
    for (size_t i = 0; i < n; i++) {
        if (i == 0 && surname == 1)
            spell_put(out, latin_surname(a[0].c));
        else
            spell_atom(out, a[i]);
        if (i + 1 == surname && n > surname)
            spell_put(out, STR(" "));
    }
}

static uint32_t hiragana(uint32_t c)
{
    return c >= U'ァ' && c <= U'ヶ' ? c - 0x60 : c;
}

static bool is_small(uint32_t c)
{
    return c == U'ゃ' || c == U'ゅ' || c == U'ょ' || c == U'ぁ' || c == U'ぃ' || c == U'ぅ' ||
           c == U'ぇ' || c == U'ぉ' || c == U'ゎ';
}

/* A small kana takes the place of the vowel before it. */
static void put_small(struct spelling *out, size_t from, struct str small)
{
    char vowel = out->len > from ? out->s[out->len - 1] : '\0';
    char before = out->len > from + 1 ? out->s[out->len - 2] : '\0';
    bool alone = before == '\0' || strchr("aiueon", before);
    if (!vowel || !strchr("iueo", vowel)) {
        spell_put(out, small);
        return;
    }
    out->len--;
    if (alone && vowel != 'e' && vowel != 'o' && small.len == 1)
        spell_put(out, vowel == 'u' ? STR("w") : STR("y"));
    bool palatal = before == 'h' || before == 'j'; /* sha, cha, ja */
    spell_put(out, str_from(small, palatal && small.len == 2));
}

static void double_consonant(struct spelling *out, size_t at)
{
    if (at < out->len && out->len < SPELL_MAX && !strchr("aiueo", out->s[at])) {
        memmove(out->s + at + 1, out->s + at, out->len - at);
        out->len++;
        if (out->s[at] == 'c')
            out->s[at] = 't';
    }
}

void spell_kana(const struct atom *a, size_t n, struct spelling *out)
{
    size_t from = out->len;
    bool twice = false;
    for (size_t i = 0; i < n; i++) {
        uint32_t c = hiragana(a[i].c);
        struct str letters = latin_letters(latin_form(a[i].form));
        size_t at = out->len;
        char last = at > from ? out->s[at - 1] : '\0';
        if (c == U'っ') {
            twice = true;
            continue;
        }
        if (is_small(c))
            put_small(out, from, letters);
        else if (!(c == U'う' && (last == 'o' || last == 'u')) && !(c == U'お' && last == 'o'))
            spell_put(out, letters);
        if (twice)
            double_consonant(out, at);
        twice = false;
    }
}
