/* SPDX-License-Identifier: Apache-2.0 */
/* ofac_advanced.h - what stands outside the parties of OFAC's ADVANCED_XML.
 *
 * Parties speak in identifiers: of reference values, of locations before them,
 * of papers, relations and sanctions entries around them.  A first reading of
 * the file (ofac_advanced_refs.c) keeps these, resolved to texts; a second one
 * (ofac_advanced.c) makes the records. */
#ifndef TOCSIN_OFAC_ADVANCED_H
#define TOCSIN_OFAC_ADVANCED_H

#include "format/node.h"
#include "source/ofac.h"

/* A reference value: <AliasType ID="1400">A.K.A.</AliasType>. */
struct ofac_value {
    struct str set, id, text;
    struct str extra; /* the identifier that it refers to itself, or an ISO code */
};

/* One thing that is said of a profile or an identity from outside of it. */
struct ofac_said {
    enum {
        SAID_LIST,      /* text: the list; more: since when */
        SAID_PROGRAMME, /* text */
        SAID_MEASURE,   /* text */
        SAID_BASIS,     /* text */
        SAID_NOTE,      /* text; more: its label */
        SAID_LINK,      /* text: the relation; more: the other profile; note */
        SAID_PAPER,     /* fact; more: the location where it was issued */
    } what;
    struct str key; /* "p" and the profile's number, or "i" and the identity's */
    size_t order;
    struct str text, more, note;
    const struct ofac_fact *fact;
};

struct ofac_location {
    struct str id, country;
    struct place place;
};

struct advanced {
    const struct input *in;
    struct sink *out;
    struct arena kept, a; /* of the file; of the party at hand */
    struct ofac_memory memory;
    VEC(struct ofac_value) values;
    VEC(struct ofac_said) said;
    VEC(struct ofac_location) locations;
    uint32_t *slots; /* of values, by set and id; 1 + index, 0 is free */
    size_t slot_count;
};

/* The elements that are read whole. */
extern const char *const advanced_records[];

/* The first reading.  Afterwards `said` and `locations` are in the order of
 * their keys. */
MUST_CHECK enum status advanced_collect(struct advanced *x, struct error *err);

/* The reference value, or NULL; unknown identifiers are counted. */
const struct ofac_value *advanced_value(struct advanced *x, const char *set, struct str id);
struct str advanced_text(struct advanced *x, const char *set, struct str id);
const struct ofac_location *advanced_location(struct advanced *x, struct str id);
/* The first thing said of that key, and how many follow each other. */
const struct ofac_said *advanced_said(const struct advanced *x, char kind, struct str id,
                                      size_t *count);
/* A DatePeriod. */
struct dating advanced_period(const struct node *n);
/* A Date with Year, Month and Day, as ISO text. */
struct str advanced_date(struct arena *a, const struct node *n);

#endif
