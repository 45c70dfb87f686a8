/* SPDX-License-Identifier: Apache-2.0 */
/* twist_things.c - what is put on and taken off the names of organisations and vessels. */
#include "screen/twist_parts.h"

/* Forms that stand for each other: abbreviated, in full, of another country. */
enum { FORMS_MAX = 12 };
static const char *const families[][FORMS_MAX] = {
    {"LLC", "L.L.C.", "OOO", "GmbH", "Ltd", "Ltd.", "Limited", "SARL", "Limited Liability Company"},
    {"JSC", "OAO", "PAO", "AO", "Joint Stock Company", "PJSC", "OJSC", "S.A.", "AG", "SpA"},
    {"Co", "Co.", "Company"},
    {"Corp", "Corp.", "Corporation", "Inc", "Inc.", "Incorporated"},
};

static struct str bare(struct str word, char room[24])
{
    size_t len = 0;
    for (size_t i = 0; i < word.len && len < 24; i++)
        if (word.s[i] != '.' && word.s[i] != ',' && word.s[i] != '(' && word.s[i] != ')')
            room[len++] = ascii_lower(word.s[i]);
    return (struct str){room, len};
}

static bool same_form(struct str a, const char *b)
{
    char one[24], two[24];
    return str_equal(bare(a, one), bare(str_of(b), two));
}

/* COUNT(families) when it is of none. */
static size_t family_of(struct str word)
{
    for (size_t f = 0; f < COUNT(families); f++)
        for (size_t i = 0; i < FORMS_MAX && families[f][i]; i++)
            if (same_form(word, families[f][i]))
                return f;
    return COUNT(families);
}

static const char *form_by_chance(size_t family, struct chance *c)
{
    size_t count = 0;
    while (count < FORMS_MAX && families[family][count])
        count++;
    return families[family][chance_below(c, count)];
}

/* A run of words that are a legal form: at the end ("S.A. DE C.V."), else at the
 * beginning. */
struct run {
    size_t at, count;
};
static struct run form_of(const struct pieces *p)
{
    struct run r = {p->count, 0};
    while (r.at > 1 &&
           (word_legal(p->at[r.at - 1]) ||
            (r.count && r.at > 2 && word_particle(p->at[r.at - 1]) && word_legal(p->at[r.at - 2]))))
        r = (struct run){r.at - 1, r.count + 1};
    if (r.count)
        return r;
    r.at = 0;
    while (r.count + 1 < p->count && word_legal(p->at[r.count]))
        r.count++;
    return r;
}

static void drop_run(struct pieces *p, struct run r)
{
    while (r.count--)
        pieces_drop(p, r.at);
}

static bool known_by_something(const struct pieces *p)
{
    for (size_t i = 0; i < p->count; i++)
        if (!word_common(p->at[i]))
            return true;
    return false;
}

static const char *other_form(struct pieces *p, struct run r, struct chance *c, struct buf *out)
{
    struct str word = p->at[r.at];
    size_t family = r.count == 1 ? family_of(word) : COUNT(families);
    if (family == COUNT(families) || chance_below(c, 3) == 0) {
        drop_run(p, r);
    } else {
        do
            p->at[r.at] = str_of(form_by_chance(family, c));
        while (str_equal(p->at[r.at], word));
    }
    if (!known_by_something(p))
        return "nothing would be left but its legal form";
    pieces_put(p, out);
    return NULL;
}

const char *twist_legal(struct str name, enum kind kind, struct chance *c, struct buf *out)
{
    struct pieces p;
    if (kind != KIND_ORGANISATION)
        return "no organisation";
    pieces_of(name, &p);
    struct run r = form_of(&p);
    if (r.count)
        return other_form(&p, r, c, out);
    if (!name_latin(name))
        return "a script that the test has no legal forms for";
    buf_printf(out, "%.*s %s", STRF(name), form_by_chance(chance_below(c, COUNT(families)), c));
    return NULL;
}

static bool has_word(const struct pieces *p, const char *word)
{
    for (size_t i = 0; i < p->count; i++)
        if (same_form(p->at[i], word))
            return true;
    return false;
}

const char *twist_generic(struct str name, enum kind kind, struct chance *c, struct buf *out)
{
    static const char *const words[] = {"Group",    "Trading", "International", "Holding",
                                        "Services", "Global",  "Industries",    "Enterprises"};
    static const char *const ships[] = {"MV", "M/V", "MT", "M/T"};
    struct pieces p;
    if (kind == KIND_VESSEL) {
        buf_printf(out, "%s %.*s", ships[chance_below(c, COUNT(ships))], STRF(name));
        return NULL;
    }
    if (kind != KIND_ORGANISATION)
        return "no organisation or vessel";
    if (!name_latin(name))
        return "a script that the test has no generic words for";
    pieces_of(name, &p);
    size_t word = chance_below(c, COUNT(words));
    struct run r = form_of(&p);
    for (size_t i = 0; i < COUNT(words) && has_word(&p, words[word]); i++)
        word = (word + 1) % COUNT(words);
    size_t at = r.count && r.at ? r.at : p.count;
    pieces_put_some(&p, 0, at, out);
    buf_printf(out, " %s", words[word]);
    pieces_put_some(&p, at, p.count, out);
    return NULL;
}
