/* SPDX-License-Identifier: Apache-2.0 */
/* ca_names.c - names in Canada's lists: cut apart, and made into keys. */
#include "source/ca.h"
#include "text/clean.h"

/* ---- Aliases. */

static bool is_company_form(struct str s)
{
    static const char *const forms[] = {"ltd",  "ltd.", "limited", "inc",   "inc.", "llc", "l.l.c.",
                                        "s.a.", "sa",   "co.",     "corp.", "plc",  "gmbh"};
    for (size_t i = 0; i < COUNT(forms); i++)
        if (str_is_nocase(s, forms[i]))
            return true;
    return false;
}

static size_t piece_length(struct str s)
{
    size_t depth = 0, i = 0;
    for (; i < s.len && (depth || (s.s[i] != ',' && s.s[i] != ';')); i++) {
        depth += s.s[i] == '(';
        depth -= s.s[i] == ')' && depth;
    }
    return i;
}

void ca_split(struct arena *a, struct str text, str_vec *out)
{
    size_t before = out->count;
    /* A bracket that never closes encloses nothing. */
    size_t open = 0;
    for (size_t i = 0; i < text.len; i++) {
        open += text.s[i] == '(';
        open -= text.s[i] == ')' && open;
    }
    while (text.len) {
        size_t len = open ? 0 : piece_length(text);
        while (open && len < text.len && text.s[len] != ',' && text.s[len] != ';')
            len++;
        struct str piece = str_trim(str_span(text, 0, len));
        if (is_company_form(piece) && out->count > before) {
            struct str *last = &out->at[out->count - 1];
            last->len = (size_t)(piece.s + piece.len - last->s);
        } else if (piece.len) {
            *(struct str *)VEC_ADD(a, out) = piece;
        }
        text = str_from(text, len + 1);
    }
}

/* ---- Keys. */

/* The letters U+00C0-U+017F without their marks; two letters or none for
 * those that have no one letter. */
static const char *const latin[] = {
    "a", "a", "a",  "a",  "a", "a", "ae", "c",  "e",  "e", "e", "e", "i",  "i",  "i", "i", "d", "n",
    "o", "o", "o",  "o",  "o", "",  "o",  "u",  "u",  "u", "u", "y", "th", "ss", "a", "a", "a", "a",
    "a", "a", "ae", "c",  "e", "e", "e",  "e",  "i",  "i", "i", "i", "d",  "n",  "o", "o", "o", "o",
    "o", "",  "o",  "u",  "u", "u", "u",  "y",  "th", "y", "a", "a", "a",  "a",  "a", "a", "c", "c",
    "c", "c", "c",  "c",  "c", "c", "d",  "d",  "d",  "d", "e", "e", "e",  "e",  "e", "e", "e", "e",
    "e", "e", "g",  "g",  "g", "g", "g",  "g",  "g",  "g", "h", "h", "h",  "h",  "i", "i", "i", "i",
    "i", "i", "i",  "i",  "i", "i", "ij", "ij", "j",  "j", "k", "k", "k",  "l",  "l", "l", "l", "l",
    "l", "l", "l",  "l",  "l", "n", "n",  "n",  "n",  "n", "n", "n", "n",  "n",  "o", "o", "o", "o",
    "o", "o", "oe", "oe", "r", "r", "r",  "r",  "r",  "r", "s", "s", "s",  "s",  "s", "s", "s", "s",
    "t", "t", "t",  "t",  "t", "t", "u",  "u",  "u",  "u", "u", "u", "u",  "u",  "u", "u", "u", "u",
    "w", "w", "y",  "y",  "y", "z", "z",  "z",  "z",  "z", "z", "s",
};
enum { LATIN_FIRST = 0xC0, LATIN_END = LATIN_FIRST + COUNT(latin) };

/* White space, punctuation and signs outside ASCII. */
static bool is_between(uint32_t c)
{
    return c < 0xC0 || (c >= 0x2000 && c < 0x2C00) || (c >= 0x3000 && c < 0x3005) ||
           (c >= 0x3008 && c < 0x3020) || (c >= 0xFF00 && c < 0xFF10) || c == 0xFFFD ||
           c == 0x60C || c == 0x61B || c == 0x61F;
}

static bool is_apostrophe(uint32_t c)
{
    return c == '\'' || c == '`' || c == 0xB4 || c == 0x2018 || c == 0x2019 || c == 0x2BC ||
           c == 0x2BB || c == 0x2BE || c == 0x2BF;
}

/* The bytes of c in a key; "" for what only parts words. */
static struct str key_bytes(uint32_t c, struct str bytes, char room[1])
{
    if (c >= 'A' && c <= 'Z') {
        room[0] = (char)(c - 'A' + 'a');
        return (struct str){room, 1};
    }
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
        return bytes;
    if (c >= LATIN_FIRST && c < LATIN_END)
        return str_of(latin[c - LATIN_FIRST]);
    return !is_between(c) ? bytes : (struct str){0};
}

struct str ca_key(struct arena *a, struct str text)
{
    struct buf key = {0};
    bool gap = false;
    text = text_clean(a, text);
    for (size_t len; text.len; text = str_from(text, len)) {
        char room[1];
        uint32_t c = utf8_next(text, &len);
        struct str bytes = key_bytes(c, str_span(text, 0, len), room);
        if (bytes.len == 0) {
            gap = gap || !is_apostrophe(c);
            continue;
        }
        if (gap && key.len && !is_apostrophe(c))
            buf_byte(&key, '-');
        if (!is_apostrophe(c)) {
            buf_put(&key, bytes);
            gap = false;
        }
    }
    struct str copy = arena_copy(a, buf_str(&key));
    a->failed = a->failed || key.failed;
    buf_free(&key);
    return copy;
}
