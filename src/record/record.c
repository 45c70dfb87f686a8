/* SPDX-License-Identifier: Apache-2.0 */
/* record.c - filling a record: each text cleaned, nothing blank kept. */
#include "record/record.h"

#include "text/clean.h"

static const char *const kinds[] = {"unknown", "person", "organisation", "vessel", "aircraft"};
static const char *const standings[] = {"listed", "suspended", "delisted", "lapsed", "never"};
static const char *const qualities[] = {"primary", "strong", "weak", "former", "original"};
static const char *const parts[] = {"given",  "middle",      "family", "patronymic", "matronymic",
                                    "father", "grandfather", "tribal", "maiden",     "nickname",
                                    "title",  "suffix",      "other"};

const char *kind_text(enum kind k)
{
    return kinds[k];
}

const char *standing_text(enum standing s)
{
    return standings[s];
}

const char *quality_text(enum quality q)
{
    return qualities[q];
}

const char *part_text(enum part p)
{
    return parts[p];
}

/* Whether cleaning did more than trim the ends: then the list's own form is
 * worth keeping beside the clean one. */
static struct str kept_form(struct str given, struct str clean)
{
    given = str_trim(given);
    bool same = given.s == clean.s && given.len == clean.len;
    return same || str_equal(given, clean) ? ((struct str){0}) : given;
}

struct name *record_name(struct arena *a, struct record *r, enum quality quality, struct str text)
{
    struct str clean = text_clean(a, text);
    if (clean.len == 0)
        return vec_waste(sizeof(struct name));
    struct name *n = VEC_ADD(a, &r->names);
    n->text = clean;
    n->quality = quality;
    n->verbatim = kept_form(text, clean);
    struct str script = {text_script(clean), 4}; /* ISO 15924 codes have four letters */
    if (!str_equal(script, STR("Latn")) && !str_equal(script, STR("Zyyy")))
        n->script = script;
    return n;
}

void name_part(struct arena *a, struct name *n, enum part part, struct str text)
{
    struct str clean = text_clean(a, text);
    if (clean.len == 0)
        return;
    struct name_part *p = VEC_ADD(a, &n->parts);
    p->part = part;
    p->text = clean;
}

struct str name_join(struct arena *a, const struct str *pieces, size_t count)
{
    size_t room = 0, len = 0;
    for (size_t i = 0; i < count; i++)
        room += pieces[i].len + 1;
    char *joined = arena_alloc(a, room + 1, 1);
    if (!joined)
        return (struct str){0};
    for (size_t i = 0; i < count; i++) {
        struct str piece = str_trim(pieces[i]);
        if (piece.len == 0)
            continue;
        if (len)
            joined[len++] = ' ';
        for (size_t j = 0; j < piece.len; j++)
            joined[len++] = piece.s[j];
    }
    return (struct str){joined, len};
}

void record_text(struct arena *a, str_vec *set, struct str text)
{
    struct str clean = text_clean(a, text);
    if (clean.len == 0)
        return;
    struct str *place = VEC_ADD(a, set);
    *place = clean;
}

void record_detail(struct arena *a, struct record *r, const char *type, struct str text)
{
    struct str clean = text_clean(a, text);
    if (clean.len == 0)
        return;
    struct detail *d = VEC_ADD(a, &r->details);
    d->type = str_of(type);
    d->text = clean;
}

void record_country(struct arena *a, struct record *r, const char *type, struct str country,
                    struct str code)
{
    country = text_clean(a, country);
    code = str_trim(code);
    if (country.len == 0 && code.len == 0)
        return;
    struct country *c = VEC_ADD(a, &r->countries);
    c->type = str_of(type);
    c->country = country;
    c->code = code;
}

struct identifier *record_identifier(struct arena *a, struct record *r, struct str type,
                                     struct str number)
{
    number = str_trim(number);
    if (number.len == 0)
        return vec_waste(sizeof(struct identifier));
    struct identifier *id = VEC_ADD(a, &r->identifiers);
    id->type = type;
    id->number = number;
    return id;
}

void record_xref(struct arena *a, struct record *r, const char *list, struct str ref)
{
    ref = str_trim(ref);
    if (ref.len == 0)
        return;
    struct xref *x = VEC_ADD(a, &r->xrefs);
    x->list = str_of(list);
    x->ref = ref;
}
