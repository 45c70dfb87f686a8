/* SPDX-License-Identifier: Apache-2.0 */
/* known.c - birth, country and gender as evidence. */
#include "screen/known.h"

/* In nats, rounded.  Births: that two parties who are not one were born in the
 * same year has a chance of about one in forty, on the same day of one in
 * fifteen thousand; but the names that come this far are of one culture and one
 * generation, and lists are often wrong by a year. */
static const double BIRTH_DAY = 2.5, BIRTH_MONTH = 1.5, BIRTH_YEAR = 0.7, BIRTH_NEAR = -0.5,
                    BIRTH_FAR = -3.5;
static const double COUNTRY_SAME = 0.5, COUNTRY_OTHER_ONE = -1.0;
static const double GENDER_SAME = 0.2, GENDER_DIFFERS = -3.0;

/* How many years the asked one lies outside of [from, to]. */
static int years_away(const struct index_birth *b, int year)
{
    int from = b->from.year, to = b->to.year ? b->to.year : b->from.year;
    return year < from ? from - year : year > to ? year - to : 0;
}

static bool exact(const struct index_birth *b)
{
    return b->from.year == b->to.year && b->from.month == b->to.month && b->from.day == b->to.day;
}

/* Two days of one year. */
static double weigh_days(struct day listed, struct day asked)
{
    if (!asked.month || !listed.month)
        return BIRTH_YEAR;
    bool same_month = asked.month == listed.month, both_days = asked.day && listed.day;
    if (same_month && !both_days)
        return BIRTH_MONTH;
    if (same_month && asked.day == listed.day)
        return BIRTH_DAY;
    bool swapped = both_days && asked.day == listed.month && asked.month == listed.day;
    return swapped ? BIRTH_MONTH : same_month ? BIRTH_YEAR : BIRTH_NEAR;
}

static double weigh_birth(const struct index_birth *b, struct day asked)
{
    int away = years_away(b, asked.year), allowed = b->circa ? 3 : 1;
    if (away > allowed)
        return BIRTH_FAR;
    if (away > 0)
        return BIRTH_NEAR;
    return exact(b) && !b->circa ? weigh_days(b->from, asked) : BIRTH_YEAR;
}

static void weigh_births(const struct index *ix, const struct index_entry *e, struct day asked,
                         int64_t at, struct known_weights *out)
{
    bool any = false;
    for (uint32_t i = e->births.from; i < e->births.until; i++) {
        struct index_birth b = index_birth(ix, i);
        if (!b.from.year || !index_stood(ix, b.times, at, NULL))
            continue;
        double weight = weigh_birth(&b, asked);
        if (!any || weight > out->birth) {
            out->birth = weight;
            out->birth_at = i;
        }
        any = true;
    }
}

static void weigh_countries(const struct index *ix, const struct index_entry *e,
                            const char asked[2], int64_t at, struct known_weights *out)
{
    bool any = false, same = false;
    for (uint32_t i = e->countries.from; i < e->countries.until && !same; i++) {
        struct index_country c = index_country(ix, i);
        if (!c.code[0] || !index_stood(ix, c.times, at, NULL))
            continue;
        same = c.code[0] == asked[0] && c.code[1] == asked[1];
        out->country_at = i;
        any = true;
    }
    out->country = same ? COUNTRY_SAME : any ? COUNTRY_OTHER_ONE : 0;
}

static void weigh_gender(const struct index *ix, const struct index_entry *e, enum gender asked,
                         int64_t at, struct known_weights *out)
{
    for (uint32_t i = e->genders.from; i < e->genders.until; i++) {
        struct index_gender g = index_gender(ix, i);
        if (g.gender && index_stood(ix, g.times, at, NULL))
            out->gender = g.gender == asked ? GENDER_SAME : GENDER_DIFFERS;
    }
}

struct known_weights known_weigh(const struct index *ix, const struct index_entry *e,
                                 const struct known *k, int64_t at)
{
    struct known_weights w = {0};
    if (k->birth.year)
        weigh_births(ix, e, k->birth, at, &w);
    if (k->country[0])
        weigh_countries(ix, e, k->country, at, &w);
    if (k->gender)
        weigh_gender(ix, e, k->gender, at, &w);
    return w;
}

struct known known_about(const struct known *k, enum subject subject)
{
    struct known about = *k;
    if (subject == SUBJECT_THING) {
        about.birth = (struct day){0};
        about.gender = GENDER_UNKNOWN;
    }
    return about;
}

double known_most(const struct known *k)
{
    double most = 0;
    if (k->birth.year)
        most += k->birth.day ? BIRTH_DAY : k->birth.month ? BIRTH_MONTH : BIRTH_YEAR;
    if (k->country[0])
        most += COUNTRY_SAME;
    if (k->gender)
        most += GENDER_SAME;
    return most;
}
