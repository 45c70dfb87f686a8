/* SPDX-License-Identifier: Apache-2.0 */
/* ftm_place.c - one value of a FollowTheMoney entity into its place in the record:
 * one function for each place, and the table of them at the end. */
#include "source/ftm.h"

#include "base/clock.h"
#include "text/clean.h"

#include <string.h>

struct str ftm_join(struct arena *a, struct str x, struct str y, struct str z)
{
    char *room = arena_alloc(a, x.len + y.len + z.len + 1, 1), *at = room;
    if (!room)
        return (struct str){0};
    at = mempcpy(at, x.s ? x.s : "", x.len);
    at = mempcpy(at, y.s ? y.s : "", y.len);
    mempcpy(at, z.s ? z.s : "", z.len);
    return (struct str){room, x.len + y.len + z.len};
}

typedef void put_fn(struct ftm_fill *f, const struct ftm_rule *rule, struct str text);

void ftm_detail(struct ftm_fill *f, struct str type, struct str text)
{
    text = text_clean(f->a, text);
    if (text.len == 0)
        return;
    struct detail *d = VEC_ADD(f->a, &f->r->details);
    d->type = type;
    d->text = text;
}

static void put_detail(struct ftm_fill *f, const struct ftm_rule *rule, struct str text)
{
    (void)rule;
    ftm_detail(f, f->path.len ? ftm_join(f->a, f->path, f->property, (struct str){0}) : f->property,
               text);
}

/* The caption is the primary name already. */
static void put_name(struct ftm_fill *f, const struct ftm_rule *rule, struct str text)
{
    bool first = f->r->names.count == 0 && str_is(f->property, "name");
    if (!str_equal(text, f->caption))
        record_name(f->a, f->r, first ? QUALITY_PRIMARY : (enum quality)rule->what, text);
}

static bool is_letter_at(struct str s, size_t at)
{
    unsigned char c = at < s.len ? (unsigned char)s.s[at] : ' ';
    return c >= 0x80 || (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

static bool has_word(struct str s, struct str word)
{
    size_t at = word.len ? str_find(s, word) : SIZE_MAX;
    return at != SIZE_MAX && !(at && is_letter_at(s, at - 1)) && !is_letter_at(s, at + word.len);
}

/* The model does not say which name a part is of.  It is of the caption if it
 * stands there; else it is a detail. */
static void put_part(struct ftm_fill *f, const struct ftm_rule *rule, struct str text)
{
    if (f->r->names.count && has_word(f->caption, str_trim(text)))
        name_part(f->a, &f->r->names.at[0], (enum part)rule->what, text);
    else
        put_detail(f, rule, text);
}

static bool digits_at(struct str s, size_t at, size_t count, int *out)
{
    uint64_t n;
    if (at + count > s.len || !str_number(str_span(s, at, count), 9999, &n))
        return false;
    *out = (int)n;
    return true;
}

/* The model's dates are the beginnings of ISO 8601: "1962", "1962-05",
 * "1962-05-17", "1962-05-17T10:00:00". */
static bool read_day(struct str s, struct day *d)
{
    int year = 0, month = 0, day = 0;
    bool good = digits_at(s, 0, 4, &year) && year;
    if (s.len > 4)
        good = good && s.s[4] == '-' && digits_at(s, 5, 2, &month);
    if (s.len > 7)
        good = good && s.s[7] == '-' && digits_at(s, 8, 2, &day);
    if (s.len > 10)
        good = good && s.s[10] == 'T';
    if (!good || !day_valid(year, s.len > 4 ? month : 1, s.len > 7 ? day : 1))
        return false;
    *d = (struct day){(int16_t)year, (int8_t)month, (int8_t)day};
    return true;
}

static struct dating dating(struct ftm_fill *f, struct str text)
{
    struct dating d = {0};
    text = str_trim(text);
    if (!read_day(text, &d.from))
        sink_unread(f->out, "date", text);
    d.to = d.from;
    if (d.from.year == 0 || text.len > 10)
        d.text = text;
    return d;
}

static void put_birth(struct ftm_fill *f, const struct ftm_rule *rule, struct str text)
{
    (void)rule;
    struct dating *d = VEC_ADD(f->a, &f->r->births);
    *d = dating(f, text);
}

static void put_date(struct ftm_fill *f, const struct ftm_rule *rule, struct str text)
{
    struct dating *d = VEC_ADD(f->a, &f->r->dates);
    *d = dating(f, text);
    d->type = str_of(rule->type);
}

/* The stated dates of a record are days at most; others stay details. */
static void stated(struct ftm_fill *f, struct str *into, struct str text)
{
    struct day d;
    text = str_trim(text);
    if (into->len == 0 && read_day(text, &d))
        *into = str_span(text, 0, 10);
    else
        put_detail(f, NULL, text);
}

static void put_listed(struct ftm_fill *f, const struct ftm_rule *rule, struct str text)
{
    (void)rule;
    stated(f, &f->r->listed, text);
}

static void put_ended(struct ftm_fill *f, const struct ftm_rule *rule, struct str text)
{
    (void)rule;
    stated(f, &f->r->ended, text);
}

static void put_amended(struct ftm_fill *f, const struct ftm_rule *rule, struct str text)
{
    struct str day = {0};
    (void)rule;
    stated(f, &day, text);
    record_text(f->a, &f->r->amended, day);
}

static void put_birth_place(struct ftm_fill *f, const struct ftm_rule *rule, struct str text)
{
    (void)rule;
    struct place *p = VEC_ADD(f->a, &f->r->places);
    p->type = STR("birth");
    p->text = text_clean(f->a, text);
}

static bool is_small(char c)
{
    return c >= 'a' && c <= 'z';
}

/* The model's countries are ISO 3166-1 codes in small letters, and some longer
 * ones of its own ("suhh", "gb-sct"), which have no code here. */
static struct str country_code(struct ftm_fill *f, struct str text)
{
    char *code = text.len == 2 && is_small(text.s[0]) && is_small(text.s[1])
                     ? arena_alloc(f->a, 2, 1)
                     : NULL;
    if (!code)
        return (struct str){0};
    code[0] = (char)(text.s[0] - 'a' + 'A');
    code[1] = (char)(text.s[1] - 'a' + 'A');
    return (struct str){code, 2};
}

static void put_country(struct ftm_fill *f, const struct ftm_rule *rule, struct str text)
{
    struct str code = country_code(f, text);
    record_country(f->a, f->r, rule->type, code.len ? ((struct str){0}) : text, code);
}

static void put_birth_country(struct ftm_fill *f, const struct ftm_rule *rule, struct str text)
{
    (void)rule;
    struct str code = country_code(f, text);
    struct place *p = VEC_ADD(f->a, &f->r->places);
    p->type = STR("birth");
    p->country = code.len ? code : text;
}

static void put_address(struct ftm_fill *f, const struct ftm_rule *rule, struct str text)
{
    (void)rule;
    struct place *p = VEC_ADD(f->a, &f->r->addresses);
    p->text = text_clean(f->a, text);
}

/* Takes the first value of a member; what is said more than once cannot be told
 * apart, so the rest are details. */
static void once(struct ftm_fill *f, struct str *member, struct str text)
{
    if (member->len == 0)
        *member = text_clean(f->a, text);
    else
        put_detail(f, NULL, text);
}

static void put_address_field(struct ftm_fill *f, const struct ftm_rule *rule, struct str text)
{
    once(f, (void *)((char *)&f->address + rule->what), text);
}

static void put_id(struct ftm_fill *f, const struct ftm_rule *rule, struct str text)
{
    record_identifier(f->a, f->r, str_of(rule->type), text);
}

static void put_id_field(struct ftm_fill *f, const struct ftm_rule *rule, struct str text)
{
    once(f, (void *)((char *)&f->about + rule->what), text);
}

static void put_currency(struct ftm_fill *f, const struct ftm_rule *rule, struct str text)
{
    (void)rule;
    once(f, &f->currency, text);
}

static void put_gender(struct ftm_fill *f, const struct ftm_rule *rule, struct str text)
{
    (void)rule;
    once(f, &f->r->gender, text);
}

static void put_text(struct ftm_fill *f, const struct ftm_rule *rule, struct str text)
{
    record_text(f->a, (void *)((char *)f->r + rule->what), text);
}

static void put_programme(struct ftm_fill *f, const struct ftm_rule *rule, struct str text)
{
    (void)rule;
    record_text(f->a, &f->r->programmes, text);
    struct str *key = VEC_ADD(f->a, f->regimes);
    *key = ftm_join(f->a, STR("ftm:"), str_trim(text), (struct str){0});
}

static void put_link(struct ftm_fill *f, const struct ftm_rule *rule, struct str text)
{
    (void)rule;
    struct link *l = VEC_ADD(f->a, &f->r->links);
    l->type = ftm_join(f->a, f->schema, STR("/"), f->property);
    l->ref = str_trim(text);
}

static void put_un_ref(struct ftm_fill *f, const struct ftm_rule *rule, struct str text)
{
    (void)rule;
    record_xref(f->a, f->r, "un", text);
}

static void put_measure(struct ftm_fill *f, const struct ftm_rule *rule, struct str text)
{
    (void)rule;
    record_measure(f->a, f->r, text);
}

/* Publishers' own words pass through; these few say where the sanction stands. */
static void put_standing(struct ftm_fill *f, const struct ftm_rule *rule, struct str text)
{
    static const struct {
        const char *word;
        enum standing standing;
    } words[] = {{"suspended", STANDING_SUSPENDED},
                 {"expired", STANDING_LAPSED},
                 {"inactive", STANDING_LAPSED}};
    for (size_t i = 0; i < COUNT(words); i++)
        if (str_is_nocase(str_trim(text), words[i].word))
            f->r->standing = words[i].standing;
    put_detail(f, rule, text);
}

static void put_authority(struct ftm_fill *f, const struct ftm_rule *rule, struct str text)
{
    (void)rule;
    once(f, &f->r->authority, text);
}

/* `piece`: whether a nested entity of its own (an address, a sanction, a
 * document) may put this into the record around it.  What says something of
 * the piece alone (its standing, its dates) stays a detail there. */
static const struct {
    put_fn *put;
    bool piece;
} places[FTM_PLACES] = {
    [FTM_DETAIL] = {put_detail, true},
    [FTM_NAME] = {put_name, false},
    [FTM_PART] = {put_part, false},
    [FTM_BIRTH] = {put_birth, false},
    [FTM_DATE] = {put_date, false},
    [FTM_AMENDED] = {put_amended, false},
    [FTM_BIRTH_PLACE] = {put_birth_place, false},
    [FTM_BIRTH_COUNTRY] = {put_birth_country, false},
    [FTM_ADDRESS] = {put_address, true},
    [FTM_ADDRESS_FIELD] = {put_address_field, true},
    [FTM_COUNTRY] = {put_country, false},
    [FTM_ID] = {put_id, true},
    [FTM_ID_FIELD] = {put_id_field, true},
    [FTM_CURRENCY] = {put_currency, false},
    [FTM_GENDER] = {put_gender, false},
    [FTM_TEXT] = {put_text, true},
    [FTM_PROGRAMME] = {put_programme, true},
    [FTM_LINK] = {put_link, false},
    [FTM_UN_REF] = {put_un_ref, true},
    [FTM_MEASURE] = {put_measure, true},
    [FTM_LISTED] = {put_listed, false},
    [FTM_ENDED] = {put_ended, false},
    [FTM_STANDING] = {put_standing, false},
    [FTM_AUTHORITY] = {put_authority, false},
};

void ftm_put(struct ftm_fill *f, const struct ftm_rule *rule, struct str text)
{
    enum ftm_place place = rule ? rule->place : FTM_DETAIL;
    if (str_trim(text).len == 0)
        return;
    if (f->path.len && place == FTM_LINK && str_equal(text, f->r->ref))
        return; /* the way back */
    if (f->path.len && !places[place].piece)
        place = FTM_DETAIL;
    places[place].put(f, rule, text);
}
