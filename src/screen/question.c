/* SPDX-License-Identifier: Apache-2.0 */
/* question.c - a question from the texts that people give. */
#include "screen/question.h"

#include "base/clock.h"
#include "record/country.h"
#include "record/date.h"
#include "text/clean.h"

static const struct {
    const char *word;
    enum kind kind;
} kinds[] = {
    {"person", KIND_PERSON},
    {"individual", KIND_PERSON},
    {"organisation", KIND_ORGANISATION},
    {"organization", KIND_ORGANISATION},
    {"company", KIND_ORGANISATION},
    {"entity", KIND_ORGANISATION},
    {"publicbody", KIND_ORGANISATION},
    {"vessel", KIND_VESSEL},
    {"aircraft", KIND_AIRCRAFT},
    {"airplane", KIND_AIRCRAFT},
    {"unknown", KIND_UNKNOWN},
    {"any", KIND_UNKNOWN},
    {"legalentity", KIND_UNKNOWN},
    {"thing", KIND_UNKNOWN},
    {"", KIND_UNKNOWN},
};

static const struct {
    const char *word;
    enum gender gender;
} genders[] = {
    {"", GENDER_UNKNOWN},    {"unknown", GENDER_UNKNOWN}, {"male", GENDER_MALE},
    {"m", GENDER_MALE},      {"female", GENDER_FEMALE},   {"f", GENDER_FEMALE},
    {"other", GENDER_OTHER},
};

bool question_kind(struct str text, enum kind *out)
{
    for (size_t i = 0; i < COUNT(kinds); i++) {
        if (!str_is_nocase(text, kinds[i].word))
            continue;
        *out = kinds[i].kind;
        return true;
    }
    return false;
}

static bool gender_of(struct str text, enum gender *out)
{
    for (size_t i = 0; i < COUNT(genders); i++) {
        if (!str_is_nocase(text, genders[i].word))
            continue;
        *out = genders[i].gender;
        return true;
    }
    return false;
}

/* 19570310, as many systems write a day: with dashes.  What else it may be stays. */
static struct str dashed(struct arena *a, struct str text)
{
    uint64_t n;
    if (text.len != 8 || !str_number(text, 99999999, &n))
        return text;
    int year = (int)(n / 10000), month = (int)(n / 100 % 100), day = (int)(n % 100);
    return year >= 1850 && year < 2100 && day_valid(year, month, day)
               ? arena_printf(a, "%04d-%02d-%02d", year, month, day)
               : text;
}

static bool birth_of(struct arena *a, struct str text, struct day *out)
{
    text = dashed(a, text);
    struct dating d = date_read(a, text, DATE_DMY);
    *out = d.from;
    if (d.calendar.len || (d.to.year && d.to.year != d.from.year))
        return false;
    if (d.to.year && (d.to.month != d.from.month || d.to.day != d.from.day))
        out->month = out->day = 0;
    return d.from.year != 0;
}

/* What is in another encoding would be screened without its letters, and answered in
 * what is no JSON. */
static enum status is_text(const char *what, struct str text, struct error *err)
{
    size_t valid = utf8_valid(text), nul = str_find(text, (struct str){"", 1});
    if (valid < text.len)
        return fault(err, ERR_INPUT, 0,
                     "the %s is not UTF-8 (at its byte %zu); iconv can convert it", what,
                     valid + 1);
    if (nul != SIZE_MAX)
        return fault(err, ERR_INPUT, 0, "the %s has a NUL (at its byte %zu); is it UTF-16?", what,
                     nul + 1);
    return OK;
}

static enum status are_texts(const struct question_texts *t, struct error *err)
{
    const struct {
        const char *what;
        struct str text;
    } all[] = {{"name", t->name},       {"kind", t->kind},     {"birth", t->birth},
               {"country", t->country}, {"gender", t->gender}, {"identifier", t->identifier}};
    enum status rc = OK;
    for (size_t i = 0; !rc && i < COUNT(all); i++)
        rc = is_text(all[i].what, all[i].text, err);
    return rc;
}

enum status question_read(struct arena *a, const struct question_texts *t, struct question *q,
                          struct error *err)
{
    *q = (struct question){.name = str_trim(t->name), .identifier = str_trim(t->identifier)};
    struct str birth = str_trim(t->birth), country = str_trim(t->country);
    if (are_texts(t, err))
        return err->status;
    if (!question_kind(str_trim(t->kind), &q->kind))
        return fault(err, ERR_INPUT, 0,
                     "'%.*s' is no kind: person, organisation, vessel or aircraft", STRF(t->kind));
    if (birth.len && !birth_of(a, birth, &q->known.birth))
        return fault(err, ERR_INPUT, 0, "'%.*s' is no date of birth: 1975, 1975-03 or 1975-03-21",
                     STRF(t->birth));
    if (country.len && !country_code(country, q->known.country))
        return fault(err, ERR_INPUT, 0, "'%.*s' is no country: a code or a name, such as AF",
                     STRF(t->country));
    if (!gender_of(str_trim(t->gender), &q->known.gender))
        return fault(err, ERR_INPUT, 0, "'%.*s' is no gender: male, female or other",
                     STRF(t->gender));
    return OK;
}
