/* SPDX-License-Identifier: Apache-2.0 */
/* feed.c - what a decoded record says, for the builder. */
#include "index/build.h"

#include "record/country.h"
#include "record/date.h"
#include "record/decode.h"

static enum kind kind_of(struct str word)
{
    for (int k = KIND_UNKNOWN; k <= KIND_AIRCRAFT; k++)
        if (str_is(word, kind_text((enum kind)k)))
            return (enum kind)k;
    return KIND_UNKNOWN;
}

static enum standing standing_of(struct str word)
{
    for (int k = STANDING_LISTED; k <= STANDING_NEVER; k++)
        if (str_is(word, standing_text((enum standing)k)))
            return (enum standing)k;
    return STANDING_LISTED;
}

static enum quality quality_of(struct str word)
{
    for (int k = QUALITY_PRIMARY; k <= QUALITY_ORIGINAL; k++)
        if (str_is(word, quality_text((enum quality)k)))
            return (enum quality)k;
    return QUALITY_STRONG;
}

static enum gender gender_of(struct str word)
{
    return str_is(word, "male")     ? GENDER_MALE
           : str_is(word, "female") ? GENDER_FEMALE
           : word.len               ? GENDER_OTHER
                                    : GENDER_UNKNOWN;
}

static enum country_is country_is(struct str word)
{
    static const char *const words[] = {
        [COUNTRY_OTHER] = "",
        [COUNTRY_NATIONALITY] = "nationality",
        [COUNTRY_CITIZENSHIP] = "citizenship",
        [COUNTRY_RESIDENCE] = "residence",
        [COUNTRY_JURISDICTION] = "jurisdiction",
        [COUNTRY_FLAG] = "flag",
    };
    for (size_t i = 1; i < COUNT(words); i++)
        if (str_is(word, words[i]))
            return (enum country_is)i;
    return COUNTRY_OTHER;
}

/* YYYY, YYYY-MM or YYYY-MM-DD; parts that are not there are zero. */
static struct day day_of(struct str text)
{
    uint64_t part[3] = {0};
    for (size_t i = 0; i < 3 && text.len; i++) {
        struct str digits;
        text = str_cut(text, '-', &digits);
        if (!str_number(digits, i ? 31 : 9999, &part[i]))
            return (struct day){0};
    }
    return (struct day){(int16_t)part[0], (int8_t)part[1], (int8_t)part[2]};
}

static int32_t day_of_listing(struct str text)
{
    struct day d = day_of(text);
    int month = d.month ? d.month : 1, day = d.day ? d.day : 1;
    return d.year && day_valid(d.year, month, day) ? (int32_t)day_number(d.year, month, day)
                                                   : INDEX_NO_DAY;
}

static void add_birth(struct arena *a, const struct node *n, struct index_state *out)
{
    struct str from = node_get(n, "from"), to = node_get(n, "to");
    struct index_birth b = {.from = day_of(from), .to = day_of(to.len ? to : from)};
    b.circa = node_is_true(n, "circa");
    if (!b.from.year || node_get(n, "calendar").len)
        return;
    struct index_birth *row = VEC_ADD(a, &out->births);
    *row = b;
}

/* The list's own code, or those that its words mean (record/country.h). */
static void add_country(struct arena *a, const struct node *n, struct index_state *out)
{
    char codes[COUNTRIES_MAX][2];
    struct str code = node_get(n, "code");
    size_t count = country_codes(code.len == 2 ? code : node_get(n, "country"), codes);
    for (size_t i = 0; i < count; i++) {
        struct index_country *row = VEC_ADD(a, &out->countries);
        *row = (struct index_country){.code = {codes[i][0], codes[i][1]},
                                      .what = country_is(node_get(n, "type"))};
    }
}

static void add_identifier(struct arena *a, const struct node *n, struct index_state *out)
{
    struct str country = node_get(n, "country");
    struct index_identifier *row = VEC_ADD(a, &out->identifiers);
    *row = (struct index_identifier){.type = node_get(n, "type"), .number = node_get(n, "number")};
    if (country.len == 2) {
        row->country[0] = country.s[0];
        row->country[1] = country.s[1];
    }
}

/* Items of an array have no name. */
static void each(struct arena *a, const struct node *top, const char *array,
                 void (*add)(struct arena *a, const struct node *n, struct index_state *out),
                 struct index_state *out)
{
    const struct node *set = node_child(top, array);
    NODE_ALL (n, set)
        add(a, n, out);
}

static void add_name(struct arena *a, const struct node *n, struct index_state *out)
{
    struct index_name *row = VEC_ADD(a, &out->names);
    *row = (struct index_name){.text = node_get(n, "text"),
                               .quality = quality_of(node_get(n, "quality"))};
}

void index_state_of(struct arena *a, const struct node *top, struct index_state *out)
{
    struct record_head head = record_head_of(top);
    *out = (struct index_state){.kind = kind_of(head.kind),
                                .standing = standing_of(head.status),
                                .gender = gender_of(node_get(top, "gender")),
                                .listed = day_of_listing(head.listed),
                                .name = head.name};
    each(a, top, "names", add_name, out);
    each(a, top, "births", add_birth, out);
    each(a, top, "countries", add_country, out);
    each(a, top, "identifiers", add_identifier, out);
}
