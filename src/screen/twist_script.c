/* SPDX-License-Identifier: Apache-2.0 */
/* twist_script.c - the same letters otherwise drawn: with marks, in another script, by look-alikes.
 *
 * The tables are short and were written for the test: what a clerk in Moscow,
 * Athens or Cairo might write who hears the name, not a standard. */
#include "screen/twist_parts.h"
#include "text/clean.h"

#include <string.h>

static struct str letter_at(struct str s, size_t at)
{
    size_t len;
    utf8_next(str_from(s, at), &len);
    return str_span(s, at, len);
}

struct swap {
    const char *from, *to;
};

/* ---- Marks. */

static const struct swap marks[] = {
    {"a", "á"}, {"a", "ä"}, {"a", "ã"}, {"a", "ā"}, {"e", "é"}, {"e", "ë"}, {"e", "ê"}, {"e", "ě"},
    {"i", "í"}, {"i", "ī"}, {"i", "ı"}, {"o", "ó"}, {"o", "ö"}, {"o", "ø"}, {"o", "ő"}, {"u", "ú"},
    {"u", "ü"}, {"u", "ů"}, {"u", "ū"}, {"c", "ç"}, {"c", "č"}, {"c", "ć"}, {"s", "š"}, {"s", "ş"},
    {"s", "ș"}, {"s", "ś"}, {"z", "ž"}, {"z", "ż"}, {"n", "ñ"}, {"n", "ń"}, {"l", "ł"}, {"g", "ğ"},
    {"t", "ț"}, {"y", "ý"}, {"d", "đ"}, {"r", "ř"}, {"h", "ḥ"}, {"s", "ṣ"}, {"t", "ṭ"}, {"A", "Á"},
    {"A", "Ä"}, {"A", "Ā"}, {"E", "É"}, {"E", "Ë"}, {"I", "Í"}, {"I", "İ"}, {"O", "Ó"}, {"O", "Ö"},
    {"O", "Ø"}, {"U", "Ú"}, {"U", "Ü"}, {"U", "Ů"}, {"C", "Ç"}, {"C", "Č"}, {"S", "Š"}, {"S", "Ş"},
    {"Z", "Ž"}, {"N", "Ñ"}, {"L", "Ł"}, {"G", "Ğ"}, {"Y", "Ý"}, {"D", "Đ"}, {"R", "Ř"},
};

/* NULL when it has no mark that is known here. */
static const char *unmarked(struct str letter)
{
    static const struct swap more[] = {
        {"a", "à"}, {"a", "â"}, {"a", "å"}, {"a", "ă"}, {"a", "ą"},  {"e", "è"},  {"e", "ę"},
        {"e", "ē"}, {"e", "ė"}, {"i", "ì"}, {"i", "î"}, {"i", "ï"},  {"o", "ò"},  {"o", "ô"},
        {"o", "õ"}, {"o", "ō"}, {"u", "ù"}, {"u", "û"}, {"u", "ű"},  {"s", "ŝ"},  {"z", "ź"},
        {"n", "ň"}, {"t", "ť"}, {"d", "ď"}, {"l", "ľ"}, {"ss", "ß"}, {"ae", "æ"}, {"A", "À"},
        {"A", "Â"}, {"A", "Å"}, {"E", "È"}, {"E", "Ê"}, {"Z", "Ż"},  {"Z", "Ź"},  {"S", "Ś"},
        {"S", "Ș"}, {"C", "Ć"}, {"T", "Ț"}, {"N", "Ń"}, {"I", "Î"},  {"O", "Ô"},  {"U", "Û"},
    };
    for (size_t i = 0; i < COUNT(marks); i++)
        if (str_is(letter, marks[i].to))
            return marks[i].from;
    for (size_t i = 0; i < COUNT(more); i++)
        if (str_is(letter, more[i].to))
            return more[i].from;
    return NULL;
}

static bool put_unmarked(struct str name, struct buf *out)
{
    bool any = false;
    for (size_t at = 0; at < name.len;) {
        struct str letter = letter_at(name, at);
        const char *plain = unmarked(letter);
        any = any || plain;
        buf_put(out, plain ? str_of(plain) : letter);
        at += letter.len;
    }
    return any;
}

/* Some letters of the name's words that are written for others, by chance `most`;
 * how many. */
static size_t put_swapped(struct str name, const struct swap *swaps, size_t count, size_t most,
                          struct chance *c, struct buf *out)
{
    size_t place[128], places = 0, made = 0;
    for (size_t at = 0; at < name.len && places < COUNT(place); at++)
        for (size_t i = 0; i < count; i++)
            if (swaps[i].from[0] == name.s[at]) {
                place[places++] = at;
                break;
            }
    for (size_t at = 0; at < name.len; at++) {
        size_t fit[32], fits = 0;
        bool here = false;
        for (size_t k = 0; k < places; k++)
            here = here || place[k] == at;
        here = here && made < most && (chance_below(c, places) < most || at == place[places - 1]);
        for (size_t i = 0; here && i < count && fits < COUNT(fit); i++)
            if (swaps[i].from[0] == name.s[at])
                fit[fits++] = i;
        made += fits > 0;
        if (fits)
            buf_puts(out, swaps[fit[chance_below(c, fits)]].to);
        else
            buf_byte(out, name.s[at]);
    }
    return made;
}

const char *twist_mark(struct str name, enum kind kind, struct chance *c, struct buf *out)
{
    (void)kind;
    if (put_unmarked(name, out))
        return NULL;
    buf_clear(out);
    return put_swapped(name, marks, COUNT(marks), 2, c, out) ? NULL : "no Latin letters";
}

/* ---- Look-alikes. */

const char *twist_homoglyph(struct str name, enum kind kind, struct chance *c, struct buf *out)
{
    static const struct swap cyrillic[] = {
        {"a", "а"}, {"e", "е"}, {"o", "о"}, {"p", "р"}, {"c", "с"}, {"x", "х"}, {"y", "у"},
        {"i", "і"}, {"s", "ѕ"}, {"j", "ј"}, {"A", "А"}, {"B", "В"}, {"E", "Е"}, {"H", "Н"},
        {"K", "К"}, {"M", "М"}, {"O", "О"}, {"P", "Р"}, {"C", "С"}, {"T", "Т"}, {"X", "Х"}};
    static const struct swap digits[] = {{"o", "0"}, {"O", "0"}, {"i", "1"}, {"l", "1"},
                                         {"I", "1"}, {"e", "3"}, {"E", "3"}, {"a", "4"},
                                         {"A", "4"}, {"s", "5"}, {"S", "5"}};
    static const char *const unseen[] = {"\u200b", "\u200c", "\u200d",
                                         "\u00ad", "\ufeff", "\u2060"};
    (void)kind;
    size_t way = chance_below(c, 3);
    if (way == 0 && put_swapped(name, digits, COUNT(digits), 2, c, out))
        return NULL;
    buf_clear(out);
    if (way == 1 && put_swapped(name, cyrillic, COUNT(cyrillic), 3, c, out))
        return NULL;
    buf_clear(out);
    for (size_t at = 0; at + 1 < name.len; at++) {
        buf_byte(out, name.s[at]);
        bool inside = ascii_letter(name.s[at]) && ascii_letter(name.s[at + 1]);
        if (!inside || chance_below(c, 4))
            continue;
        buf_puts(out, unseen[chance_below(c, COUNT(unseen))]);
        buf_put(out, str_from(name, at + 1));
        return NULL;
    }
    buf_clear(out);
    return put_swapped(name, cyrillic, COUNT(cyrillic), 3, c, out) ? NULL : "no Latin letters";
}

/* ---- Scripts.  The first line that fits is taken; longer ones stand first. */

static const struct swap to_cyrillic[] = {
    {"shch", "щ"}, {"eev", "еев"}, {"sky", "ский"}, {"sh", "ш"},  {"ch", "ч"},  {"zh", "ж"},
    {"kh", "х"},   {"ts", "ц"},    {"iy", "ий"},    {"ey", "ей"}, {"ay", "ай"}, {"oy", "ой"},
    {"uy", "уй"},  {"yu", "ю"},    {"ya", "я"},     {"yo", "ё"},  {"ye", "е"},  {"ph", "ф"},
    {"th", "т"},   {"ck", "к"},    {"qu", "кв"},    {"oo", "у"},  {"ou", "у"},  {"ee", "и"},
    {"gh", "г"},   {"dh", "з"},    {"ce", "се"},    {"ci", "си"}, {"a", "а"},   {"b", "б"},
    {"c", "к"},    {"d", "д"},     {"e", "е"},      {"f", "ф"},   {"g", "г"},   {"h", "х"},
    {"i", "и"},    {"j", "дж"},    {"k", "к"},      {"l", "л"},   {"m", "м"},   {"n", "н"},
    {"o", "о"},    {"p", "п"},     {"q", "к"},      {"r", "р"},   {"s", "с"},   {"t", "т"},
    {"u", "у"},    {"v", "в"},     {"w", "в"},      {"x", "кс"},  {"y", "и"},   {"z", "з"},
};
static const struct swap to_greek[] = {
    {"sh", "σ"}, {"ch", "τσ"},  {"kh", "χ"},   {"th", "θ"},    {"ph", "φ"},   {"ps", "ψ"},
    {"zh", "ζ"}, {"ts", "τσ"},  {"ou", "ου"},  {"oo", "ου"},   {"ck", "κ"},   {"gh", "γ"},
    {"dh", "δ"}, {"ya", "για"}, {"yo", "γιο"}, {"yu", "γιου"}, {"ye", "γιε"}, {"iy", "ι"},
    {"a", "α"},  {"b", "μπ"},   {"c", "κ"},    {"d", "ντ"},    {"e", "ε"},    {"f", "φ"},
    {"g", "γκ"}, {"h", "χ"},    {"i", "ι"},    {"j", "τζ"},    {"k", "κ"},    {"l", "λ"},
    {"m", "μ"},  {"n", "ν"},    {"o", "ο"},    {"p", "π"},     {"q", "κ"},    {"r", "ρ"},
    {"s", "σ"},  {"t", "τ"},    {"u", "ου"},   {"v", "β"},     {"w", "ου"},   {"x", "ξ"},
    {"y", "ι"},  {"z", "ζ"},
};
static const struct swap to_arabic[] = {
    {"sh", "ش"}, {"kh", "خ"}, {"th", "ث"}, {"dh", "ذ"}, {"gh", "غ"}, {"ch", "تش"}, {"ph", "ف"},
    {"aa", "ا"}, {"ee", "ي"}, {"oo", "و"}, {"ou", "و"}, {"ai", "ي"}, {"ay", "ي"},  {"ei", "ي"},
    {"au", "و"}, {"aw", "و"}, {"a", "ا"},  {"b", "ب"},  {"c", "ك"},  {"d", "د"},   {"e", "ي"},
    {"f", "ف"},  {"g", "غ"},  {"h", "ه"},  {"i", "ي"},  {"j", "ج"},  {"k", "ك"},   {"l", "ل"},
    {"m", "م"},  {"n", "ن"},  {"o", "و"},  {"p", "ب"},  {"q", "ق"},  {"r", "ر"},   {"s", "س"},
    {"t", "ت"},  {"u", "و"},  {"v", "ف"},  {"w", "و"},  {"x", "كس"}, {"y", "ي"},   {"z", "ز"},
};
static const struct swap from_cyrillic[] = {
    {"щ", "shch"}, {"ш", "sh"}, {"ч", "ch"}, {"ж", "zh"}, {"х", "kh"}, {"ц", "ts"}, {"ю", "yu"},
    {"я", "ya"},   {"ый", "y"}, {"ий", "y"}, {"а", "a"},  {"б", "b"},  {"в", "v"},  {"г", "g"},
    {"д", "d"},    {"е", "e"},  {"ё", "e"},  {"з", "z"},  {"и", "i"},  {"й", "y"},  {"к", "k"},
    {"л", "l"},    {"м", "m"},  {"н", "n"},  {"о", "o"},  {"п", "p"},  {"р", "r"},  {"с", "s"},
    {"т", "t"},    {"у", "u"},  {"ф", "f"},  {"ъ", ""},   {"ы", "y"},  {"ь", ""},   {"э", "e"},
    {"і", "i"},    {"ї", "yi"}, {"є", "ye"}, {"ґ", "g"},
};

/* Names that Arabic writes without their short vowels. */
static const struct swap arabic_names[] = {
    {"muhammad", "محمد"},    {"mohammad", "محمد"},
    {"mohammed", "محمد"},    {"mohamed", "محمد"},
    {"muhammed", "محمد"},    {"ahmad", "أحمد"},
    {"ahmed", "أحمد"},       {"mahmud", "محمود"},
    {"mahmoud", "محمود"},    {"ali", "علي"},
    {"hasan", "حسن"},        {"hassan", "حسن"},
    {"husayn", "حسين"},      {"hussein", "حسين"},
    {"hussain", "حسين"},     {"husain", "حسين"},
    {"abdul", "عبد"},        {"abd", "عبد"},
    {"abdullah", "عبدالله"}, {"abdallah", "عبدالله"},
    {"rahman", "الرحمن"},    {"abdulrahman", "عبدالرحمن"},
    {"ibrahim", "إبراهيم"},  {"ismail", "إسماعيل"},
    {"khalid", "خالد"},      {"khaled", "خالد"},
    {"umar", "عمر"},         {"omar", "عمر"},
    {"uthman", "عثمان"},     {"yusuf", "يوسف"},
    {"yousef", "يوسف"},      {"youssef", "يوسف"},
    {"salih", "صالح"},       {"saleh", "صالح"},
    {"said", "سعيد"},        {"saeed", "سعيد"},
    {"mustafa", "مصطفى"},    {"mostafa", "مصطفى"},
    {"jamal", "جمال"},       {"nasir", "ناصر"},
    {"nasser", "ناصر"},      {"karim", "كريم"},
    {"abu", "أبو"},          {"bin", "بن"},
    {"ibn", "ابن"},          {"al", "ال"},
    {"usama", "أسامة"},      {"osama", "أسامة"},
    {"tariq", "طارق"},       {"mansur", "منصور"},
    {"mansour", "منصور"},    {"rashid", "راشد"},
    {"hamid", "حامد"},       {"hamad", "حمد"},
    {"zayd", "زيد"},         {"sulayman", "سليمان"},
    {"fatima", "فاطمة"},     {"maryam", "مريم"},
    {"bashar", "بشار"},      {"qasim", "قاسم"},
    {"mahdi", "مهدي"},       {"reza", "رضا"},
    {"sadiq", "صادق"},       {"latif", "لطيف"},
};

static bool swap_fits(const struct swap *w, struct str s, size_t at)
{
    struct str from = str_of(w->from);
    if (from.len > s.len - at)
        return false;
    for (size_t i = 0; i < from.len; i++)
        if (ascii_lower(s.s[at + i]) != from.s[i])
            return false;
    return true;
}

/* false when a letter is in no line of the table. */
static bool put_script(struct str word, const struct swap *table, size_t count, struct buf *out)
{
    bool all = true;
    for (size_t at = 0; at < word.len;) {
        size_t i = 0;
        while (i < count && !swap_fits(&table[i], word, at))
            i++;
        bool apart = !ascii_letter(word.s[at]) && (unsigned char)word.s[at] < 0x80;
        if (i < count)
            buf_puts(out, table[i].to);
        else if (apart)
            buf_byte(out, word.s[at]);
        else
            all = false;
        at += i < count ? strlen(table[i].from) : 1;
    }
    return all;
}

static bool put_greek(struct str word, struct buf *out)
{
    bool all = put_script(word, to_greek, COUNT(to_greek), out);
    if (str_ends(buf_str(out), STR("σ"))) {
        out->len -= strlen("σ");
        buf_puts(out, "ς");
    }
    return all;
}

static bool put_arabic(struct str word, struct buf *out)
{
    struct str head = str_span(word, 0, 3);
    if (str_is_nocase(head, "al-") || str_is_nocase(head, "el-")) {
        buf_puts(out, "ال");
        word = str_from(word, 3);
    }
    for (size_t i = 0; i < COUNT(arabic_names); i++)
        if (str_is_nocase(word, arabic_names[i].from)) {
            buf_puts(out, arabic_names[i].to);
            return true;
        }
    if (word.len && strchr("eiou", ascii_lower(word.s[0])))
        buf_puts(out, "ا");
    struct buf single = {0}; /* two consonants of one kind are written once */
    for (size_t i = 0; i < word.len; i++)
        if (i == 0 || strchr("aeo", ascii_lower(word.s[i])) ||
            ascii_lower(word.s[i]) != ascii_lower(word.s[i - 1]))
            buf_byte(&single, word.s[i]);
    bool all = put_script(buf_str(&single), to_arabic, COUNT(to_arabic), out);
    buf_free(&single);
    return all;
}

static bool arabic_name(const struct pieces *p)
{
    for (size_t i = 0; i < p->count; i++)
        for (size_t k = 0; k < COUNT(arabic_names); k++)
            if (str_is_nocase(p->at[i], arabic_names[k].from))
                return true;
    return false;
}

/* Lower case, so that a table need not have both. */
static void cyrillic_lower(struct str name, struct buf *out)
{
    for (size_t at = 0; at < name.len;) {
        char bytes[4];
        size_t len;
        uint32_t c = utf8_next(str_from(name, at), &len);
        c = c >= 0x410 && c <= 0x42f ? c + 32 : c >= 0x400 && c <= 0x40f ? c + 80 : c;
        c = c == 0x490 ? 0x491 : c;
        buf_put(out, (struct str){bytes, utf8_put(c, bytes)});
        at += len;
    }
}

static const char *to_latin(struct str name, struct buf *out)
{
    struct buf low = {0};
    cyrillic_lower(name, &low);
    bool all = put_script(buf_str(&low), from_cyrillic, COUNT(from_cyrillic), out);
    buf_free(&low);
    return all && out->len ? NULL : "a script that the test has no table for";
}

static bool thing_by_words(const struct pieces *p)
{
    for (size_t i = 0; i < p->count; i++)
        if (word_common(p->at[i]) && !word_particle(p->at[i]))
            return true;
    return false;
}

const char *twist_script(struct str name, enum kind kind, struct chance *c, struct buf *out)
{
    struct pieces p;
    bool all = true;
    if (!name_latin(name))
        return to_latin(name, out);
    pieces_of(name, &p);
    if (kind != KIND_PERSON && thing_by_words(&p))
        return "words that would be translated";
    if (!arabic_name(&p) && (memchr(name.s, 'j', name.len) || memchr(name.s, 'J', name.len)))
        return "a j, which each language reads otherwise";
    size_t script = arabic_name(&p) ? chance_below(c, 3) : chance_below(c, 2);
    for (size_t i = 0; i < p.count && all; i++) {
        struct buf word = {0};
        all = script == 0   ? put_script(p.at[i], to_cyrillic, COUNT(to_cyrillic), &word)
              : script == 1 ? put_greek(p.at[i], &word)
                            : put_arabic(p.at[i], &word);
        if (i)
            buf_byte(out, ' ');
        buf_put(out, buf_str(&word));
        buf_free(&word);
    }
    return !all || !out->len ? "a letter that the test has no line for" : NULL;
}
