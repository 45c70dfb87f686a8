/* SPDX-License-Identifier: Apache-2.0 */
/* pieces.c - a name's atoms to its pieces.
 *
 * A segment is a run of letters, digits and what may stand inside a word.  Most
 * are one word in one script, and become a piece as they are; others go through
 * the steps below. */
#include "text/pieces.h"

#include "text/clean.h"

#include <string.h>

enum {
    EAST_MAX = 7, /* characters of the longest known word of Han or Hangul */
    EAST_LONG = 8 /* of the longest run that may be one word of 31 letters */
};

struct splitter {
    struct atom *a;
    size_t n;
    struct pieces *out;
    enum ones how;
    uint8_t gap; /* PIECE_JOINED, PIECE_COMMA: what stood before the next piece */
};

static bool in_word(struct atom a)
{
    return a.kind >= KIND_DIGIT;
}

static bool is_upper(struct atom a)
{
    return a.bits & ATOM_UPPER;
}

static void add(struct splitter *s, struct piece p)
{
    if (s->out->count == PIECES_MAX) {
        s->out->cut = true;
        return;
    }
    p.bits |= s->gap;
    s->out->scripts |= 1U << p.letters;
    s->gap = PIECE_JOINED;
    s->out->at[s->out->count++] = p;
}

static void add_run(struct splitter *s, size_t from, size_t to, uint8_t bits)
{
    uint8_t any = 0, all = ATOM_UPPER;
    for (size_t i = from; i < to; i++) {
        any |= s->a[i].bits;
        all &= s->a[i].bits;
    }
    bits |= (uint8_t)((any & ATOM_ODD ? PIECE_ODD : 0) | (all ? PIECE_UPPER : 0));
    if (from < to)
        add(s, (struct piece){(uint16_t)from, (uint16_t)to, s->a[from].bits & ATOM_LETTERS, bits,
                              NULL});
}

/* ---- Han and Hangul have no blanks: known words are looked for. */

static const struct lexeme *known_east(const struct splitter *s, size_t from, size_t to,
                                       size_t *len)
{
    char bytes[4 * EAST_MAX];
    size_t ends[EAST_MAX], used = 0, n = 0;
    for (; n < EAST_MAX && from + n < to; n++) {
        used += utf8_put(s->a[from + n].c, bytes + used);
        ends[n] = used;
    }
    for (; n > 1; n--) {
        const struct lexeme *l = words_find((struct str){bytes, ends[n - 1]}, 1, LETTERS_LATIN);
        *len = n;
        if (l)
            return l;
    }
    return NULL;
}

/* Words of organisations are mostly of two characters; a run too long for a name
 * of a person is one of those. */
static void add_east(struct splitter *s, size_t from, size_t to, bool organisation)
{
    organisation = organisation || to - from > EAST_LONG;
    while (organisation && to - from > 3) {
        add_run(s, from, from + 2, 0);
        from += 2;
    }
    add_run(s, from, to, 0);
}

static void split_east(struct splitter *s, size_t from, size_t to)
{
    size_t start = from, len = 0;
    bool organisation = false;
    for (size_t i = from; i < to;) {
        const struct lexeme *known = known_east(s, i, to, &len);
        if (!known) {
            i++;
            continue;
        }
        add_east(s, start, i, true);
        add(s, (struct piece){(uint16_t)i, (uint16_t)(i + len), s->a[i].bits & ATOM_LETTERS, 0,
                              known});
        organisation = true;
        start = i += len;
    }
    add_east(s, start, to, organisation);
}

/* ---- Runs of one kind. */

static bool is_mac(const struct splitter *s, size_t from, size_t to)
{
    static const char *const names[] = {"mac", "fitz", "saint"};
    for (size_t k = 0; k < COUNT(names); k++) {
        struct str name = str_of(names[k]);
        size_t i = 0;
        while (i < name.len && from + i < to && s->a[from + i].c == (unsigned char)name.s[i])
            i++;
        if (i == name.len && from + i == to)
            return true;
    }
    return false;
}

/* SiemensAG, SergeiLavrov, JPMorgan; but not McDonald, LeBron, GmbH. */
static bool is_camel(const struct splitter *s, size_t from, size_t i, size_t to)
{
    const struct atom *a = s->a;
    if (!is_upper(a[i]) || i + 1 == to || atom_letters(a[i + 1]) != atom_letters(a[i]) ||
        a[i + 1].kind != KIND_LETTER)
        return false;
    if (!is_upper(a[i - 1]))
        return i - from >= 3 && !is_mac(s, from, i);
    return i - from >= 2 && is_upper(a[i - 2]) && !is_upper(a[i + 1]) && i + 2 < to;
}

static bool is_east(struct atom a)
{
    return atom_letters(a) == LETTERS_HAN || atom_letters(a) == LETTERS_HANGUL;
}

static bool is_break(const struct splitter *s, size_t from, size_t i, size_t to)
{
    struct atom before = s->a[i - 1], here = s->a[i];
    if ((before.kind == KIND_DIGIT) != (here.kind == KIND_DIGIT))
        return true;
    if (here.kind == KIND_DIGIT)
        return false;
    return atom_letters(before) != atom_letters(here) || is_camel(s, from, i, to);
}

/* st, nd, rd, th behind a number. */
static bool is_ordinal(const struct splitter *s, size_t from, size_t to)
{
    static const char ends[][3] = {"st", "nd", "rd", "th"};
    for (size_t k = 0; k < COUNT(ends) && to - from == 2; k++)
        if (s->a[from].c == (unsigned char)ends[k][0] &&
            s->a[from + 1].c == (unsigned char)ends[k][1])
            return true;
    return false;
}

static void split_runs(struct splitter *s, size_t from, size_t to, uint8_t bits)
{
    for (size_t start = from, i = from + 1; start < to; i++) {
        if (i < to && !is_break(s, start, i, to))
            continue;
        bool ordinal = start > from && s->a[start - 1].kind == KIND_DIGIT && i == to &&
                       is_ordinal(s, start, to);
        if (s->a[start].kind != KIND_DIGIT && is_east(s->a[start]))
            split_east(s, start, i);
        else if (!ordinal)
            add_run(s, start, i, bits);
        start = i;
    }
}

/* ---- Segments. */

/* Moves the atoms of a segment that are letters or digits to its front. */
static size_t compact(struct splitter *s, size_t from, size_t to)
{
    size_t kept = from;
    for (size_t i = from; i < to; i++)
        if (in_word(s->a[i]))
            s->a[kept++] = s->a[i];
    return kept;
}

static bool has_kind(const struct splitter *s, size_t from, size_t to, enum kind kind)
{
    for (size_t i = from; i < to; i++)
        if (s->a[i].kind == kind)
            return true;
    return false;
}

/* Two letters with a dot between them are initials, unless they are a legal form
 * behind something. */
static void add_dotted(struct splitter *s, size_t from, size_t to, bool slashed)
{
    uint8_t bits = slashed ? PIECE_SLASHED : PIECE_DOTTED;
    char pair[2];
    if (to - from != 2 || slashed) {
        split_runs(s, from, to, bits);
        return;
    }
    for (size_t i = 0; i < 2; i++) {
        struct str letters = latin_letters(latin_form(s->a[from + i].form));
        pair[i] = letters.len == 1 ? letters.s[0] : '?';
    }
    const struct lexeme *l = words_find((struct str){pair, 2}, 1, LETTERS_LATIN);
    if (l && l->role == ROLE_LEGAL && s->out->count > 0) {
        split_runs(s, from, to, bits);
        return;
    }
    add_run(s, from, from + 1, PIECE_DOTTED);
    add_run(s, from + 1, to, PIECE_DOTTED);
}

/* The end of d' or l' before a vowel at the beginning of a segment, or from. */
static size_t elided(const struct splitter *s, size_t from, size_t to)
{
    uint32_t c = s->a[from].c;
    bool apart = to - from > 3 && s->a[from + 1].kind == KIND_QUOTE && (c == 'd' || c == 'l') &&
                 s->a[from + 2].c < 0x80 && strchr("aeiouh", (int)s->a[from + 2].c);
    return apart ? from + 1 : from;
}

static void split_segment(struct splitter *s, size_t from, size_t to)
{
    size_t cut = elided(s, from, to);
    if (cut > from) {
        add_run(s, from, cut, 0);
        from = cut + 1;
    }
    bool slashed = has_kind(s, from, to, KIND_SLASH);
    bool dotted = slashed || has_kind(s, from, to, KIND_DOT);
    if (has_kind(s, from, to, KIND_QUOTE) || dotted)
        to = compact(s, from, to);
    s->out->digits |= evasion_undo(s->a + from, to - from, s->how);
    to = compact(s, from, to);
    if (dotted)
        add_dotted(s, from, to, slashed);
    else
        split_runs(s, from, to, 0);
}

/* Whether the atom at i, a dot or slash, stands between single letters, or a letter
 * and a digit that may be one. */
static bool between_letters(const struct splitter *s, size_t from, size_t i)
{
    const struct atom *a = s->a;
    bool before = in_word(a[i - 1]) && (i - 1 == from || !in_word(a[i - 2]));
    bool after = i + 1 < s->n && in_word(a[i + 1]) && (i + 2 == s->n || !in_word(a[i + 2]));
    bool one = before && after && a[i - 1].kind == KIND_LETTER;
    bool other = before && after && a[i + 1].kind == KIND_LETTER;
    if (one != other && a[one ? i + 1 : i - 1].kind == KIND_DIGIT) {
        s->out->digits |= EVASION_MAY;
        return s->how != ONES_SURE;
    }
    return one && other;
}

/* Whether what stands at i, no letter or digit, is inside a word. */
static bool is_inside(const struct splitter *s, size_t from, size_t i)
{
    const struct atom *a = s->a;
    if (i + 1 == s->n || !in_word(a[i + 1]))
        return false;
    switch (a[i].kind) {
    case KIND_QUOTE:
        return true;
    case KIND_AT:
        return a[i + 1].kind == KIND_LETTER && a[i - 1].kind == KIND_LETTER;
    case KIND_DOT:
    case KIND_SLASH:
        return between_letters(s, from, i);
    default:
        return false;
    }
}

static size_t segment_end(const struct splitter *s, size_t i)
{
    size_t from = i;
    while (i < s->n && (in_word(s->a[i]) || is_inside(s, from, i)))
        i++;
    return i;
}

/* Takes a segment that is nothing but letters of one script, without camel case;
 * returns its end, or where it begins when it is not so. */
static size_t take_plain(struct splitter *s, size_t from)
{
    const struct atom *a = s->a;
    uint8_t first = a[from].bits;
    size_t i = from, uppers = 0;
    while (i < s->n && a[i].kind == KIND_LETTER &&
           ((a[i].bits ^ first) & (ATOM_LETTERS | ATOM_ODD)) == 0)
        uppers += (a[i++].bits & ATOM_UPPER) != 0;
    bool capitals = uppers == i - from;
    bool ends = i == s->n || (!in_word(a[i]) && !is_inside(s, from, i));
    if (!ends || is_east(a[from]) || !(capitals || uppers == (first & ATOM_UPPER ? 1 : 0)))
        return from;
    add(s, (struct piece){
               (uint16_t)from, (uint16_t)i, first & ATOM_LETTERS,
               (uint8_t)((first & ATOM_ODD ? PIECE_ODD : 0) | (capitals ? PIECE_UPPER : 0)), NULL});
    return i;
}

/* What stands between segments. */
static void take_gap(struct splitter *s, size_t i)
{
    switch (s->a[i].kind) {
    case KIND_AND:
        add(s, (struct piece){.letters = LETTERS_LATIN, .bits = PIECE_AND});
        break;
    case KIND_COMMA:
        s->gap = PIECE_COMMA;
        break;
    case KIND_UNREAD:
        s->out->unread = true;
        break;
    case KIND_HYPHEN:
    case KIND_QUOTE:
    case KIND_DOT:
    case KIND_SLASH:
    case KIND_AT:
    case KIND_PERCENT:
        break;
    case KIND_MARKS:
        s->out->quoted = true;
        s->gap &= (uint8_t)~PIECE_JOINED;
        break;
    default:
        s->gap &= (uint8_t)~PIECE_JOINED;
        break;
    }
}

/* 3%ers: a sign that is a part of the word behind it. */
static bool is_percent(const struct splitter *s, size_t i)
{
    return s->a[i].kind == KIND_PERCENT && i > 0 && s->a[i - 1].kind == KIND_DIGIT &&
           i + 1 < s->n && s->a[i + 1].kind == KIND_LETTER;
}

void pieces_split(struct atom *a, size_t n, enum ones how, struct pieces *out)
{
    struct splitter s = {a, n, out, how, 0};
    out->count = 0;
    out->scripts = out->digits = 0;
    out->cut = out->unread = out->quoted = out->lower = false;
    for (size_t i = 0; i < n && !out->lower; i++)
        out->lower = a[i].kind == KIND_LETTER && !is_upper(a[i]) && atom_letters(a[i]) <= 1;
    for (size_t i = 0, end; i < n; i = end) {
        if (is_percent(&s, i)) {
            a[i].c = U'％'; /* spelt by its form, not as itself */
            a[i].kind = KIND_LETTER;
            a[i].bits = LETTERS_LATIN;
        }
        end = in_word(a[i]) ? take_plain(&s, i) : i + 1;
        if (!in_word(a[i])) {
            take_gap(&s, i);
        } else if (end == i) {
            end = segment_end(&s, i);
            split_segment(&s, i, end);
        }
    }
}
