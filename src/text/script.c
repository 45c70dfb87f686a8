/* SPDX-License-Identifier: Apache-2.0 */
/* script.c - which script is a text written in?
 *
 * The letters (general category L) of the scripts that lists use, as ranges of
 * Unicode 15.  A range runs across marks and unassigned code points, so that
 * vowel signs between letters count with them; digits and punctuation are
 * outside. */
#include "text/clean.h"

#include <string.h>

enum script {
    LATN,
    CYRL,
    ARAB,
    HEBR,
    GREK,
    ARMN,
    GEOR,
    DEVA,
    BENG,
    TAML,
    THAI,
    HANI,
    HANG,
    HIRA,
    KANA,
    ETHI,
    KHMR,
    LAOO,
    MYMR,
    SINH,
    GURU,
    GUJR,
    TELU,
    KNDA,
    MLYM,
    TIBT,
    THAA,
    SCRIPTS,
};

static const char *const codes[] = {
    "Latn", "Cyrl", "Arab", "Hebr", "Grek", "Armn", "Geor", "Deva", "Beng",
    "Taml", "Thai", "Hani", "Hang", "Hira", "Kana", "Ethi", "Khmr", "Laoo",
    "Mymr", "Sinh", "Guru", "Gujr", "Telu", "Knda", "Mlym", "Tibt", "Thaa",
};

/* The letters of two bytes (U+0080 to U+07FF): by the first byte, a bit for each
 * of the 64 last ones. */
static const struct {
    uint64_t letters;
    enum script script;
} pairs[32] = {
    [0x02] = {0x0400040000000000, LATN}, [0x03] = {0xFF7FFFFFFF7FFFFF, LATN},
    [0x04] = {0xFFFFFFFFFFFFFFFF, LATN}, [0x05] = {0xFFFFFFFFFFFFFFFF, LATN},
    [0x06] = {0xFFFFFFFFFFFFFFFF, LATN}, [0x07] = {0xFFFFFFFFFFFFFFFF, LATN},
    [0x08] = {0xFFFFFFFFFFFFFFFF, LATN}, [0x09] = {0xFFFFFFFFFFFFFFFF, LATN},
    [0x0A] = {0x01FFFFFFFFFFFFFF, LATN}, [0x0B] = {0x0000001F00000000, LATN},
    [0x0D] = {0xBFCF000000000000, GREK}, [0x0E] = {0xFFFFFFFFFFFFFF40, GREK},
    [0x0F] = {0xFFBF0003FFFFFFFF, GREK}, [0x10] = {0xFFFFFFFFFFFFFFFF, CYRL},
    [0x11] = {0xFFFFFFFFFFFFFFFF, CYRL}, [0x12] = {0xFFFFFFFFFFFFFC03, CYRL},
    [0x13] = {0xFFFFFFFFFFFFFFFF, CYRL}, [0x14] = {0x0000FFFFFFFFFFFF, CYRL},
    [0x15] = {0xFFFFFFFF03FFFFFF, ARMN}, [0x16] = {0x00000000000001FF, ARMN},
    [0x17] = {0x0007FFFFFFFF0000, HEBR}, [0x18] = {0xFFFFFFFF00000000, ARAB},
    [0x19] = {0xFFFFC000000007FE, ARAB}, [0x1A] = {0xFFFFFFFFFFFFFFFF, ARAB},
    [0x1B] = {0x9C00C060002FFFFF, ARAB}, [0x1D] = {0xFFFFFFFFFFFF0000, ARAB},
    [0x1E] = {0x0003FFFFFFFFFFFF, THAA},
};

/* All others, and those that are not of the script that most of their row are of. */
static const struct range {
    uint32_t first, last;
    enum script script;
} ranges[] = {{0x531, 0x53F, ARMN},     {0x870, 0x887, ARAB},     {0x889, 0x88E, ARAB},
              {0x8A0, 0x8C9, ARAB},     {0x904, 0x961, DEVA},     {0x971, 0x97F, DEVA},
              {0x980, 0x9E1, BENG},     {0x9F0, 0x9F1, BENG},     {0x9FC, 0x9FC, BENG},
              {0xA05, 0xA5E, GURU},     {0xA72, 0xA74, GURU},     {0xA85, 0xAE1, GUJR},
              {0xAF9, 0xAF9, GUJR},     {0xB83, 0xBD0, TAML},     {0xC05, 0xC61, TELU},
              {0xC80, 0xC80, KNDA},     {0xC85, 0xCE1, KNDA},     {0xCF1, 0xCF2, KNDA},
              {0xD04, 0xD4E, MLYM},     {0xD54, 0xD56, MLYM},     {0xD5F, 0xD61, MLYM},
              {0xD7A, 0xD7F, MLYM},     {0xD85, 0xDC6, SINH},     {0xE01, 0xE33, THAI},
              {0xE40, 0xE46, THAI},     {0xE81, 0xEC6, LAOO},     {0xEDC, 0xEDF, LAOO},
              {0xF00, 0xF00, TIBT},     {0xF40, 0xF6C, TIBT},     {0xF88, 0xF8C, TIBT},
              {0x1000, 0x103F, MYMR},   {0x1050, 0x108E, MYMR},   {0x10A0, 0x10FA, GEOR},
              {0x10FC, 0x10FF, GEOR},   {0x1100, 0x11FF, HANG},   {0x1200, 0x135A, ETHI},
              {0x1380, 0x138F, ETHI},   {0x1780, 0x17B3, KHMR},   {0x17D7, 0x17D7, KHMR},
              {0x17DC, 0x17DC, KHMR},   {0x1C80, 0x1C88, CYRL},   {0x1C90, 0x1CBF, GEOR},
              {0x1D00, 0x1D25, LATN},   {0x1D26, 0x1D2A, GREK},   {0x1D2B, 0x1D2B, CYRL},
              {0x1D2C, 0x1D5C, LATN},   {0x1D5D, 0x1D61, GREK},   {0x1D62, 0x1D65, LATN},
              {0x1D66, 0x1D6A, GREK},   {0x1D6B, 0x1D77, LATN},   {0x1D78, 0x1D78, CYRL},
              {0x1D79, 0x1DBE, LATN},   {0x1DBF, 0x1DBF, GREK},   {0x1E00, 0x1EFF, LATN},
              {0x1F00, 0x1FBC, GREK},   {0x1FBE, 0x1FBE, GREK},   {0x1FC2, 0x1FCC, GREK},
              {0x1FD0, 0x1FDB, GREK},   {0x1FE0, 0x1FEC, GREK},   {0x1FF2, 0x1FFC, GREK},
              {0x2071, 0x2071, LATN},   {0x207F, 0x207F, LATN},   {0x2090, 0x209C, LATN},
              {0x2126, 0x2126, GREK},   {0x212A, 0x212B, LATN},   {0x2132, 0x2132, LATN},
              {0x214E, 0x214E, LATN},   {0x2183, 0x2184, LATN},   {0x2C60, 0x2C7F, LATN},
              {0x2D00, 0x2D2D, GEOR},   {0x2D80, 0x2DDE, ETHI},   {0x3005, 0x3005, HANI},
              {0x303B, 0x303B, HANI},   {0x3041, 0x3096, HIRA},   {0x309D, 0x309F, HIRA},
              {0x30A1, 0x30FA, KANA},   {0x30FD, 0x30FF, KANA},   {0x3131, 0x318E, HANG},
              {0x31F0, 0x31FF, KANA},   {0x3400, 0x4DBF, HANI},   {0x4E00, 0x9FFF, HANI},
              {0xA640, 0xA66E, CYRL},   {0xA67F, 0xA69D, CYRL},   {0xA722, 0xA787, LATN},
              {0xA78B, 0xA7FF, LATN},   {0xA8F2, 0xA8F7, DEVA},   {0xA8FB, 0xA8FB, DEVA},
              {0xA8FD, 0xA8FE, DEVA},   {0xA960, 0xA97C, HANG},   {0xA9E0, 0xA9EF, MYMR},
              {0xA9FA, 0xA9FE, MYMR},   {0xAA60, 0xAA76, MYMR},   {0xAA7A, 0xAA7F, MYMR},
              {0xAB01, 0xAB2E, ETHI},   {0xAB30, 0xAB5A, LATN},   {0xAB5C, 0xAB64, LATN},
              {0xAB65, 0xAB65, GREK},   {0xAB66, 0xAB69, LATN},   {0xAC00, 0xD7FB, HANG},
              {0xF900, 0xFAD9, HANI},   {0xFB00, 0xFB06, LATN},   {0xFB13, 0xFB17, ARMN},
              {0xFB1D, 0xFB28, HEBR},   {0xFB2A, 0xFB4F, HEBR},   {0xFB50, 0xFBB1, ARAB},
              {0xFBD3, 0xFD3D, ARAB},   {0xFD50, 0xFDC7, ARAB},   {0xFDF0, 0xFDFB, ARAB},
              {0xFE70, 0xFEFC, ARAB},   {0xFF21, 0xFF3A, LATN},   {0xFF41, 0xFF5A, LATN},
              {0xFF66, 0xFF6F, KANA},   {0xFF71, 0xFF9D, KANA},   {0xFFA0, 0xFFDC, HANG},
              {0x10780, 0x107BA, LATN}, {0x16FE3, 0x16FE3, HANI}, {0x1AFF0, 0x1B000, KANA},
              {0x1B001, 0x1B11F, HIRA}, {0x1B120, 0x1B122, KANA}, {0x1B150, 0x1B152, HIRA},
              {0x1B164, 0x1B167, KANA}, {0x1DF00, 0x1DF1E, LATN}, {0x1E7E0, 0x1E7FE, ETHI},
              {0x1EE00, 0x1EEBB, ARAB}, {0x20000, 0x323AF, HANI}};

/* The range that the letter c is in; NULL for what is not a letter. */
static const struct range *range_of(uint32_t c)
{
    size_t low = 0, high = COUNT(ranges);
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (c < ranges[middle].first)
            high = middle;
        else if (c > ranges[middle].last)
            low = middle + 1;
        else
            return &ranges[middle];
    }
    return NULL;
}

static bool is_ascii(struct str s)
{
    uint64_t word, high = 0;
    size_t i = 0;
    for (; s.len - i >= sizeof word && !high; i += sizeof word) {
        memcpy(&word, s.s + i, sizeof word);
        high = word & UINT64_C(0x8080808080808080);
    }
    for (; i < s.len && !high; i++)
        high = s.s[i] & 0x80;
    return !high;
}

/* Whether s is ASCII with a letter in it, as most names are. */
static bool is_plain_latin(struct str s)
{
    if (!is_ascii(s))
        return false;
    for (size_t i = 0; i < s.len; i++)
        if ((s.s[i] | 0x20) >= 'a' && (s.s[i] | 0x20) <= 'z')
            return true;
    return false;
}

/* What a byte speaks for: an ASCII letter, or the first of two bytes, for the script
 * that the letters of its row are of (see pairs); others must be decoded. */
enum { SIGN_LATN = 1, SIGN_CYRL = 2, SIGN_ARAB = 4, SIGN_OTHER = 8 };
/* clang-format off */
static const uint8_t signs[256] = {
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, /* 00 */
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, /* 10 */
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, /* 20 */
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, /* 30 */
    0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, /* 40 */
    1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, /* 50 */
    0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, /* 60 */
    1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, /* 70 */
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, /* 80 */
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, /* 90 */
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, /* A0 */
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, /* B0 */
    8, 8, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 8, 8, 8, 8, /* C0 */
    2, 2, 2, 2, 8, 8, 8, 8, 4, 4, 4, 4, 8, 8, 8, 8, /* D0 */
    8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, /* E0 */
    8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, /* F0 */
};
/* clang-format on */

static bool is_letter_of_two(struct str s, size_t i)
{
    const unsigned char *u = (const unsigned char *)s.s;
    bool two = (u[i] & 0xE0) == 0xC0 && i + 1 < s.len && (u[i + 1] & 0xC0) == 0x80;
    return two && pairs[u[i] & 0x1F].letters >> (u[i + 1] & 0x3F) & 1;
}

/* The script of a text in which all letters speak for the same one, as nearly all
 * texts are; NULL where they do not or there is none. */
static const char *only_script(struct str s)
{
    static const enum script script[] = {
        [SIGN_LATN] = LATN, [SIGN_CYRL] = CYRL, [SIGN_ARAB] = ARAB};
    const unsigned char *u = (const unsigned char *)s.s;
    unsigned all = 0;
    for (size_t i = 0; i < s.len; i++)
        all |= signs[u[i]];
    if (all != SIGN_LATN && all != SIGN_CYRL && all != SIGN_ARAB)
        return NULL;
    for (size_t i = 0; i < s.len; i++)
        if ((u[i] < 0x80 && signs[u[i]]) || is_letter_of_two(s, i))
            return codes[script[all]];
    return NULL;
}

const char *text_script(struct str s)
{
    if (is_plain_latin(s))
        return codes[LATN];
    const char *only = only_script(s);
    if (only)
        return only;
    const unsigned char *u = (const unsigned char *)s.s;
    size_t count[SCRIPTS] = {0}, len;
    const struct range *range = &ranges[0]; /* of the letter before, most likely of the next */
    for (size_t i = 0; i < s.len; i += len) {
        if (u[i] < 0x80) {
            count[LATN] += (u[i] | 0x20) >= 'a' && (u[i] | 0x20) <= 'z';
            len = 1;
            continue;
        }
        if (is_letter_of_two(s, i)) {
            count[pairs[u[i] & 0x1F].script]++;
            len = 2;
            continue;
        }
        uint32_t c = utf8_next(str_from(s, i), &len);
        const struct range *other = c < range->first || c > range->last ? range_of(c) : range;
        range = other ? other : range;
        count[range->script] += other != NULL;
    }
    bool japanese = count[HANI] && (count[HIRA] || count[KANA]);
    if (japanese) {
        count[HANI] += count[HIRA] + count[KANA];
        count[HIRA] = count[KANA] = 0;
    }
    size_t most = 0;
    for (size_t i = 1; i < SCRIPTS; i++)
        most = count[i] > count[most] ? i : most;
    if (count[most] == 0)
        return "Zyyy";
    return japanese && most == HANI ? "Jpan" : codes[most];
}
