/* SPDX-License-Identifier: Apache-2.0 */
/* ofac_places.c - addresses and periods as OFAC's larger XML formats give them. */
#include "source/ofac.h"

struct str ofac_street(struct ofac *o, struct str a, struct str b, struct str c)
{
    struct str street = {0}, lines[] = {a, b, c};
    for (size_t i = 0; i < COUNT(lines); i++) {
        struct str line = ofac_text(o, lines[i]);
        if (line.len && street.len)
            street = arena_printf(o->a, "%.*s, %.*s", STRF(street), STRF(line));
        else if (line.len)
            street = line;
    }
    return street;
}

void ofac_address_part(struct ofac *o, struct place *p, struct str lines[3], struct str role,
                       struct str text)
{
    const struct {
        const char *role;
        struct str *to;
    } parts[] = {
        {"ADDRESS1", &lines[0]}, {"ADDRESS2", &lines[1]},        {"ADDRESS3", &lines[2]},
        {"CITY", &p->city},      {"STATE/PROVINCE", &p->region}, {"POSTAL CODE", &p->postcode},
        {"REGION", &p->note},    {"Unknown", &p->text},
    };
    text = ofac_text(o, text);
    for (size_t i = 0; i < COUNT(parts); i++) {
        if (str_is_nocase(role, parts[i].role)) {
            *parts[i].to = ofac_join(o, *parts[i].to, text);
            return;
        }
    }
    sink_unread(o->out, "part of an address", role);
    p->note = ofac_join(o, p->note, arena_printf(o->a, "%.*s: %.*s", STRF(role), STRF(text)));
}

static int last_day(struct day d)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (d.year % 4 == 0 && d.year % 100) || d.year % 400 == 0;
    return d.month == 2 && leap ? 29 : days[(d.month + 11) % 12];
}

struct dating ofac_whole_years(struct dating d)
{
    if (d.from.month == 1 && d.from.day == 1 && d.to.month == 12 && d.to.day == 31) {
        d.from.month = d.from.day = d.to.month = d.to.day = 0;
    } else if (d.from.year == d.to.year && d.from.month == d.to.month && d.from.day == 1 &&
               d.to.day == last_day(d.to)) {
        d.from.day = d.to.day = 0;
    }
    return d;
}
