/* SPDX-License-Identifier: Apache-2.0 */
/* un_name.c - names of the UN list: four parts in sequence, and aliases that
 * may hold several names at once.
 *
 * FIRST_NAME to FOURTH_NAME are not given and family names but the sequence of
 * one whole name, so that is all that the parts say.  An ALIAS_NAME packs more
 * than one name in these ways, all found in the files of 2015 to 2026:
 *
 *     Fazel Rahim; Fazil Rahim
 *     <Arabic> (Hassan Ghul; Hassan Gul; Hasan Gul)
 *     Abubakar (original script: <Cyrillic>)
 *     Abdul Baqi (previously listed as)
 *
 * and its NOTE can hold more: "original script: <Cyrillic>", "A; B; C" or
 * "A, B (transliterations of original script name)".  Each becomes a name of
 * the alias's quality, beside the alias as the list wrote it (verbatim); a
 * weak alias stays weak in any script. */
#include "source/un.h"

#include "text/clean.h"

#include <string.h>

/* The list writes "na" for a part that is not there; capital NA is a name. */
static bool is_placeholder(struct str part)
{
    return str_is(part, "na");
}

static void own_name(struct arena *a, struct record *r, const struct node *entry)
{
    static const char *const sequence[] = {"FIRST_NAME", "SECOND_NAME", "THIRD_NAME",
                                           "FOURTH_NAME"};
    struct str parts[COUNT(sequence)];
    size_t count = 0;
    for (size_t i = 0; i < COUNT(sequence); i++) {
        struct str part = node_get(entry, sequence[i]);
        if (part.len && !is_placeholder(part))
            parts[count++] = part;
    }
    struct name *n = record_name(a, r, QUALITY_PRIMARY, name_join(a, parts, count));
    for (size_t i = 0; i < count && count > 1; i++)
        name_part(a, n, PART_OTHER, parts[i]);
}

/* "<Ethiopic> (Tigrinya)" names its language. */
static void original_name(struct arena *a, struct record *r, struct str text)
{
    size_t open = str_find(text, STR(" ("));
    struct str language = {0};
    if (open != SIZE_MAX && str_ends(text, STR(")")) &&
        !str_is(str_of(text_script(str_span(text, 0, open))), "Latn")) {
        language = str_span(text, open + 2, text.len - open - 3);
        text = str_span(text, 0, open);
    }
    record_name(a, r, QUALITY_ORIGINAL, text)->language = language;
}

/* ---- Several names in one text. */

static const char *const former[] = {" (previously listed as)", " (formerly listed as)"};
static const char *const marks[] = {" (original script)"};

static bool drop_end(struct str *s, const char *end)
{
    if (!str_ends(*s, str_of(end)))
        return false;
    *s = str_span(*s, 0, s->len - strlen(end));
    return true;
}

static void add_piece(struct arena *a, str_vec *pieces, struct str piece)
{
    piece = str_trim(piece);
    for (size_t i = 0; i < COUNT(marks); i++)
        drop_end(&piece, marks[i]);
    if (piece.len == 0)
        return;
    struct str *place = VEC_ADD(a, pieces);
    *place = piece;
}

static void split_at(struct arena *a, str_vec *pieces, struct str text, char sep)
{
    while (text.len) {
        struct str head;
        text = str_cut(text, sep, &head);
        add_piece(a, pieces, head);
    }
}

/* Where the bracket closes that opens at `open`; s.len when it never does. */
static size_t bracket_end(struct str s, size_t open)
{
    size_t depth = 0;
    for (size_t i = open; i < s.len; i++) {
        depth += s.s[i] == '(';
        if (s.s[i] == ')' && --depth == 0)
            return i;
    }
    return s.len;
}

/* The bracket at the end of s that holds a list of names, or SIZE_MAX. */
static size_t list_bracket(struct str s)
{
    for (size_t i = 0; i < s.len; i++) {
        if (s.s[i] != '(')
            continue;
        size_t end = bracket_end(s, i);
        if (end + 1 < s.len)
            i = end;
        else if (memchr(s.s + i, ';', s.len - i))
            return i;
    }
    return SIZE_MAX;
}

static void split_alias(struct arena *a, str_vec *pieces, struct str text)
{
    static const struct str script = {" (original script: ", sizeof " (original script: " - 1};
    size_t at = str_find(text, script);
    if (at != SIZE_MAX && str_ends(text, STR(")"))) {
        add_piece(a, pieces, str_span(text, 0, at));
        add_piece(a, pieces, str_span(text, at + script.len, text.len - at - script.len - 1));
        return;
    }
    at = list_bracket(text);
    if (at != SIZE_MAX) {
        size_t end = bracket_end(text, at);
        split_at(a, pieces, str_span(text, 0, at), ';');
        split_at(a, pieces, str_span(text, at + 1, end - at - 1), ';');
        return;
    }
    split_at(a, pieces, text, ';');
}

/* ---- Names in the note of an alias. */

static bool has_any(struct str s, const char *set)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.s[i] && strchr(set, s.s[i]))
            return true;
    return false;
}

static bool is_other_script(struct str s)
{
    const char *script = text_script(s);
    return strcmp(script, "Latn") != 0 && strcmp(script, "Zyyy") != 0;
}

static void split_note(struct arena *a, str_vec *pieces, struct str note)
{
    size_t colon = SIZE_MAX;
    for (size_t i = 0; i < note.len; i++)
        if (note.s[i] == ':')
            colon = i;
    if (colon != SIZE_MAX && is_other_script(str_from(note, colon + 1)))
        add_piece(a, pieces, str_from(note, colon + 1));
    else if (drop_end(&note, " (transliterations of original script name)"))
        split_at(a, pieces, note, ',');
    else if (has_any(note, ";") && !has_any(note, ":()0123456789"))
        split_at(a, pieces, note, ';');
}

/* ---- Aliases. */

static const struct {
    const char *word;
    enum quality quality;
} qualities[] = {
    {"", QUALITY_STRONG},  {"Good", QUALITY_STRONG},   {"a.k.a.", QUALITY_STRONG},
    {"Low", QUALITY_WEAK}, {"f.k.a.", QUALITY_FORMER},
};

static enum quality alias_quality(struct str word, struct str note, struct str *name,
                                  struct sink *out)
{
    for (size_t i = 0; i < COUNT(former); i++)
        if (drop_end(name, former[i]))
            return QUALITY_FORMER;
    if (str_find_nocase(note, STR("previously listed as")) == 0 ||
        str_find_nocase(note, STR("formerly listed as")) == 0)
        return QUALITY_FORMER;
    for (size_t i = 0; i < COUNT(qualities); i++)
        if (str_is_nocase(word, qualities[i].word))
            return qualities[i].quality;
    sink_unread(out, "alias quality", word);
    return QUALITY_STRONG;
}

static struct str about_alias(struct arena *a, struct str name)
{
    return name.len ? arena_printf(a, "alias: %.*s", STRF(name)) : STR("alias");
}

static void alias_birth(struct un *u, struct record *r, const struct node *n, struct str name)
{
    struct arena *a = &u->a;
    struct str date = node_get(n, "DATE_OF_BIRTH");
    struct str city = text_clean(a, node_get(n, "CITY_OF_BIRTH"));
    struct str country = text_clean(a, node_get(n, "COUNTRY_OF_BIRTH"));
    if (date.len == 0 && city.len == 0 && country.len == 0)
        return;
    struct str about = about_alias(a, name);
    un_birth_text(u, r, date)->note = about;
    if (city.len || country.len) {
        struct place *p = VEC_ADD(a, &r->places);
        *p = (struct place){.type = STR("birth"), .city = city, .country = country, .note = about};
    }
}

static void alias(struct un *u, struct record *r, const struct node *n)
{
    struct arena *a = &u->a;
    struct str whole = node_get(n, "ALIAS_NAME"), word = node_get(n, "QUALITY");
    struct str name = text_clean(a, whole); /* wherever the file wraps its lines */
    struct str note = text_clean(a, node_get(n, "NOTE"));
    enum quality quality = alias_quality(word, note, &name, u->out);
    str_vec pieces = {0};
    split_alias(a, &pieces, name);
    size_t own = pieces.count;
    split_note(a, &pieces, note);
    for (size_t i = 0; i < pieces.count; i++) {
        struct name *added = record_name(a, r, quality, pieces.at[i]);
        if (i >= own)
            added->note = about_alias(a, name);
        else
            added->note = note;
        if (i < own && !str_equal(added->text, whole))
            added->verbatim = whole;
    }
    if (whole.len == 0 && note.len)
        record_text(a, &r->remarks, arena_printf(a, "alias: %.*s", STRF(note)));
    alias_birth(u, r, n, text_clean(a, name));
}

void un_names(struct un *u, struct record *r, const struct node *entry)
{
    own_name(&u->a, r, entry);
    NODE_EACH (n, entry, "NAME_ORIGINAL_SCRIPT")
        original_name(&u->a, r, node_text(n));
    NODE_EACH (n, entry, "INDIVIDUAL_ALIAS")
        alias(u, r, n);
    NODE_EACH (n, entry, "ENTITY_ALIAS")
        alias(u, r, n);
}
