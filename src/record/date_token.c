/* SPDX-License-Identifier: Apache-2.0 */
/* date_token.c - the vocabulary of dates: months in the languages that lists
 * use, words for about and until, calendars, and what may be passed over. */
#include "record/date_token.h"

#include <string.h>

#include "text/clean.h"

/* English, French, Spanish, German, Turkish; Russian and Ukrainian, genitive
 * and nominative.  Lower case, a blank around each word. */
static const char *const months[12] = {
    " jan january janvier janv enero ene januar ocak января январь янв січня січень ",
    " feb february février fevrier févr fév febrero februar şubat февраля февраль фев лютого "
    "лютий ",
    " mar march mars marzo märz maerz mart марта март березня березень ",
    " apr april avril avr abril abr nisan апреля апрель апр квітня квітень ",
    " may mai mayo mayıs мая май травня травень ",
    " jun june juin junio juni haziran июня июнь червня червень ",
    " jul july juillet juil julio juli temmuz июля июль липня липень ",
    " aug august août aout agosto ago ağustos августа август авг серпня серпень ",
    " sep sept september septembre septiembre setiembre eylül сентября сентябрь сен вересня "
    "вересень ",
    " oct october octobre octubre oktober okt ekim октября октябрь окт жовтня жовтень ",
    " nov november novembre noviembre kasım ноября ноябрь ноя листопада листопад ",
    " dec december décembre decembre diciembre dic dezember dez aralık декабря декабрь дек "
    "грудня грудень ",
};

/* What a word does beside giving a token. */
enum effect { GIVES_TOKEN, GIVES_ZERO, SAYS_CIRCA, SAYS_VAGUE, SAYS_CALENDAR, SAYS_NOTHING };

static const struct word {
    const char *words;
    enum effect effect;
    enum token_kind kind;
    const char *calendar;
} vocabulary[] = {
    {" circa c ca cca approximately approx approximate approximative approximativement "
     "aproximadamente around about abt environ env vers около приблизно близько ",
     SAYS_CIRCA, TOKEN_OTHER, NULL},
    {" early mid middle late beginning end ", SAYS_VAGUE, TOKEN_OTHER, NULL},
    {" to until till through thru bis au hasta по до ", GIVES_TOKEN, TOKEN_TO, NULL},
    {" and et y und и і та & ", GIVES_TOKEN, TOKEN_AND, NULL},
    {" between from entre zwischen между між ", GIVES_TOKEN, TOKEN_BETWEEN, NULL},
    {" s ", GIVES_TOKEN, TOKEN_DECADE, NULL},
    {" dd mm jj tt xx ", GIVES_ZERO, TOKEN_NUMBER, NULL},
    {" hijri hijra hijrah hegira ah islamic lunar ", SAYS_CALENDAR, TOKEN_OTHER, "islamic"},
    {" shamsi jalali persian solar ", SAYS_CALENDAR, TOKEN_OTHER, "persian"},
    {" buddhist ", SAYS_CALENDAR, TOKEN_OTHER, "buddhist"},
    {" of de del the in on year st nd rd th er dob alt born b date birth calendar gregorian г "
     "года год р року рік 年 月 日 ",
     SAYS_NOTHING, TOKEN_OTHER, NULL},
};

enum { WORD_MAX = 40 };

static uint32_t lower(uint32_t c)
{
    if ((c >= 'A' && c <= 'Z') || (c >= 0xC0 && c <= 0xDE && c != 0xD7) ||
        (c >= 0x410 && c <= 0x42F))
        return c + 0x20;
    if (c >= 0x400 && c <= 0x40F)
        return c + 0x50;
    return c == 0x11E || c == 0x15E ? c + 1 : c; /* Turkish g and s */
}

/* The word in lower case with a blank around it; "" when it is too long. */
static void word_key(struct str word, char key[WORD_MAX + 8])
{
    size_t len, at = 0;
    key[at++] = ' ';
    for (; word.len && at < WORD_MAX; word = str_from(word, len))
        at += utf8_put(lower(utf8_next(word, &len)), key + at);
    key[at++] = ' ';
    key[word.len ? 0 : at] = '\0';
}

static int month_of_key(const char *key)
{
    for (int m = 0; m < 12; m++)
        if (*key && strstr(months[m], key))
            return m + 1;
    return 0;
}

int month_named(struct str word)
{
    char key[WORD_MAX + 8];
    word_key(text_strip(word, "."), key);
    return word.len ? month_of_key(key) : 0;
}

static void add(struct tokens *t, enum token_kind kind, int value, int digits, bool spaced)
{
    if (t->count == TOKENS_MAX)
        t->at[TOKENS_MAX - 1].kind = TOKEN_OTHER;
    else
        t->at[t->count++] = (struct token){kind, value, digits, spaced};
}

static void add_word(struct tokens *t, struct str text, bool spaced, bool bracketed)
{
    char key[WORD_MAX + 8];
    word_key(text, key);
    int month = month_of_key(key);
    if (month) {
        add(t, bracketed ? TOKEN_OTHER : TOKEN_MONTH, month, 0, spaced);
        return;
    }
    for (size_t i = 0; *key && i < COUNT(vocabulary); i++) {
        const struct word *w = &vocabulary[i];
        if (!strstr(w->words, key))
            continue;
        bool gives = w->effect == GIVES_TOKEN || w->effect == GIVES_ZERO;
        if (gives && !bracketed)
            add(t, w->kind, 0, 0, spaced);
        t->keep |= gives && bracketed;
        t->circa |= w->effect == SAYS_CIRCA || w->effect == SAYS_VAGUE;
        t->keep |= w->effect == SAYS_VAGUE;
        if (w->effect == SAYS_CALENDAR && (!t->calendar || str_is(str_of(w->calendar), "persian")))
            t->calendar = w->calendar; /* "Hijri Shamsi" is the solar one */
        return;
    }
    t->keep = true;
    if (!bracketed)
        add(t, TOKEN_OTHER, 0, 0, spaced);
}

static int digit_of(uint32_t c)
{
    static const uint32_t zeros[] = {'0', 0x660, 0x6F0, 0xFF10}; /* Arabic, Persian, full width */
    for (size_t i = 0; i < COUNT(zeros); i++)
        if (c >= zeros[i] && c <= zeros[i] + 9)
            return (int)(c - zeros[i]);
    return -1;
}

static size_t add_number(struct tokens *t, struct str s, bool spaced, bool packed, bool bracketed)
{
    size_t len, used = 0;
    int value = 0, digits = 0, digit;
    while ((digit = digit_of(utf8_next(str_from(s, used), &len))) >= 0) {
        value = digits < 8 ? value * 10 + digit : 0;
        digits++;
        used += len;
    }
    if (packed && digits == 8 && !bracketed) {
        add(t, TOKEN_NUMBER, value / 10000, 4, spaced);
        add(t, TOKEN_DASH, 0, 0, false);
        add(t, TOKEN_NUMBER, value / 100 % 100, 2, false);
        add(t, TOKEN_DASH, 0, 0, false);
        add(t, TOKEN_NUMBER, value % 100, 2, false);
    } else {
        bool good = !bracketed && (digits <= 2 || digits == 4);
        add(t, good ? TOKEN_NUMBER : TOKEN_OTHER, value, digits, spaced);
    }
    return used;
}

static size_t add_sign(struct tokens *t, struct str s, uint32_t c, size_t len, bool spaced)
{
    size_t run = len;
    enum token_kind before = t->count ? t->at[t->count - 1].kind : TOKEN_END;
    switch (c) {
    case '-':
    case 0x2010:
    case 0x2011:
    case 0x2012:
    case 0x2013:
    case 0x2014:
    case 0x2212:
        add(t, TOKEN_DASH, 0, 0, spaced);
        break;
    case '/':
        add(t, TOKEN_SLASH, 0, 0, spaced);
        break;
    case ',':
        add(t, TOKEN_COMMA, 0, 0, spaced);
        break;
    case '.':
        if (before == TOKEN_NUMBER)
            add(t, TOKEN_DOT, 0, 0, spaced);
        break;
    case '?':
        for (; run < s.len && s.s[run] == '?'; run++)
            continue;
        if (run == 2)
            add(t, TOKEN_NUMBER, 0, 0, spaced);
        t->circa |= run != 2;
        break;
    case '~':
        t->circa = true;
        break;
    case '&':
        add(t, TOKEN_AND, 0, 0, spaced);
        break;
    case ':':
    case '\'':
    case 0x2019:
    case '(':
    case ')':
    case '[':
    case ']':
        break;
    default:
        add(t, TOKEN_OTHER, 0, 0, spaced);
    }
    return run;
}

/* Letters are what is not ASCII or a sign that dates know. */
static bool is_letter(uint32_t c)
{
    if (c < 0x80)
        return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
    return digit_of(c) < 0 && !(c >= 0x2010 && c <= 0x2019) && c != 0x2212 && c != 0xFFFD;
}

static size_t word_length(struct str s)
{
    /* One character a word for the Han signs of year, month and day. */
    size_t used = 0, len;
    for (uint32_t c; is_letter(c = utf8_next(str_from(s, used), &len)); used += len)
        if (c >= 0x4E00 && c <= 0x9FFF)
            return used ? used : len;
    return used;
}

void tokens_read(struct tokens *t, struct str text, bool packed)
{
    size_t len;
    int depth = 0;
    bool spaced = false;
    *t = (struct tokens){0};
    for (struct str s = text; s.len; s = str_from(s, len)) {
        uint32_t c = utf8_next(s, &len);
        depth += (c == '(' || c == '[') - (c == ')' || c == ']');
        if (c == ' ') {
            spaced = true;
            continue;
        }
        if (digit_of(c) >= 0)
            len = add_number(t, s, spaced, packed, depth > 0);
        else if (is_letter(c))
            add_word(t, str_span(s, 0, len = word_length(s)), spaced, depth > 0);
        else if (depth <= 0)
            len = add_sign(t, s, c, len, spaced);
        spaced = false;
    }
    while (t->count &&
           (t->at[t->count - 1].kind == TOKEN_DOT || t->at[t->count - 1].kind == TOKEN_COMMA))
        t->count--;
    t->at[t->count] = (struct token){0};
}
