/* SPDX-License-Identifier: Apache-2.0 */
/* record.h - what one list says of one party, in the words that all lists share.
 *
 * A source fills a record; record_write gives its canonical bytes (RFC 8785,
 * doc/format/record.md), which are what is hashed, kept, compared and shown.
 * Texts are views; they and the arrays live in the arena that the source uses,
 * until the record has been written.  An empty text or array means that the
 * list does not say.
 *
 * Sets (all arrays but `parts`) have no order: record_write sorts them and
 * drops repetitions. */
#ifndef TOCSIN_RECORD_H
#define TOCSIN_RECORD_H

#include "base/buf.h"

enum kind { KIND_UNKNOWN, KIND_PERSON, KIND_ORGANISATION, KIND_VESSEL, KIND_AIRCRAFT };

/* Where the party stands on this list.  Delisted and lapsed records are those
 * that a list still prints after it let the party go; `never` is what only a
 * casebook says: that this authority did not designate the party. */
enum standing {
    STANDING_LISTED,
    STANDING_SUSPENDED,
    STANDING_DELISTED,
    STANDING_LAPSED,
    STANDING_NEVER,
};

enum quality {
    QUALITY_PRIMARY,
    QUALITY_STRONG,
    QUALITY_WEAK,
    QUALITY_FORMER,
    QUALITY_ORIGINAL, /* the name in its original script */
};

enum part {
    PART_GIVEN,
    PART_MIDDLE,
    PART_FAMILY,
    PART_PATRONYMIC,
    PART_MATRONYMIC,
    PART_FATHER,
    PART_GRANDFATHER,
    PART_TRIBAL,
    PART_MAIDEN,
    PART_NICKNAME,
    PART_TITLE,
    PART_SUFFIX,
    PART_OTHER, /* a part whose role the list does not tell */
};

struct name_part {
    enum part part;
    struct str text;
};

struct name {
    struct str text;
    enum quality quality;
    struct str language; /* ISO 639 code or the list's word */
    struct str script;   /* ISO 15924; set by record_name for other than Latn */
    struct str note;
    struct str verbatim;         /* the list's own form, where cleaning changed its inside */
    VEC(struct name_part) parts; /* in the list's order */
};

/* 0 for a month or day that is not known. */
struct day {
    int16_t year;
    int8_t month, day;
};

/* An interval that a date lies in.  A day, month or year is from = to; a range
 * has both ends.  year 0 in `from`: only the text is known.  Calendars other
 * than the Gregorian keep their own numbers. */
struct dating {
    struct day from, to;
    bool circa;
    struct str calendar; /* "islamic", "buddhist" …; "" is Gregorian */
    struct str text;     /* verbatim, where it says more than from and to */
    struct str note;
    struct str type; /* birth, death, founded, built …; only in record.dates */
};

struct place {
    struct str type; /* birth; else what the list calls it */
    struct str text; /* verbatim, where it is not split */
    struct str city, region, country, postcode, street, note;
};

struct country {
    struct str type;    /* nationality, citizenship, residence, jurisdiction, flag */
    struct str country; /* the list's words */
    struct str code;    /* ISO 3166-1 alpha-2, where the list gives it */
    struct str note;
};

struct identifier {
    struct str type; /* passport, national-id, tax, registration, imo, mmsi, swift, crypto:XBT … */
    struct str number; /* never unescaped or reformatted */
    struct str country, issuer, issued, expires, note;
};

struct measure {
    struct str type; /* asset-freeze, travel-ban, arms-embargo …: measure_of() */
    struct str text; /* the list's own words */
    struct str from; /* "entry", or "regime" when derived from the programme */
};

struct link {
    struct str type; /* what the list calls the relation */
    struct str ref;  /* of an entry of the same list, where given */
    struct str name;
    struct str note;
};

/* The same party on another list, as this list says. */
struct xref {
    struct str list, ref;
};

/* Something the list says that has no place above, under the list's own name
 * for it: call sign, tonnage, web site, appearance. */
struct detail {
    struct str type, text;
};

struct record {
    struct str list, ref, native; /* native: the authority's internal key, if not the ref */
    enum kind kind;
    enum standing standing;
    VEC(struct name) names;
    VEC(struct dating) births, dates;
    VEC(struct place) places, addresses;
    VEC(struct country) countries;
    VEC(struct identifier) identifiers;
    VEC(struct measure) measures;
    VEC(struct link) links;
    VEC(struct xref) xrefs;
    VEC(struct detail) details;
    str_vec programmes, basis, positions, titles, remarks, reasons, sources;
    struct str gender;                   /* male, female, other */
    struct str authority;                /* where entries of one list come from several */
    struct str group;                    /* casebook: the party that the row is about */
    struct str confidence;               /* casebook: confirmed, partly, memory */
    struct str listed, suspended, ended; /* stated dates: YYYY, YYYY-MM or YYYY-MM-DD */
    str_vec amended;                     /* stated dates of amendment */
};

/* ---- Filling.  All copy nothing but what they clean, and take arena failure
 * silently: sink_record asks arena.failed once. */

/* Adds a name, cleaned; nothing for a blank one.  Returns it (a throw-away one
 * when blank), so that the caller can add parts, note or language. */
struct name *record_name(struct arena *a, struct record *r, enum quality quality, struct str text);
void name_part(struct arena *a, struct name *n, enum part part, struct str text);
/* The pieces joined by blanks, for lists that give no whole name. */
struct str name_join(struct arena *a, const struct str *pieces, size_t count);

/* Adds cleaned text to one of the record's text sets; nothing for blank text. */
void record_text(struct arena *a, str_vec *set, struct str text);
void record_detail(struct arena *a, struct record *r, const char *type, struct str text);
void record_country(struct arena *a, struct record *r, const char *type, struct str country,
                    struct str code);
/* Adds an identifier and returns it; a throw-away one for a blank number. */
struct identifier *record_identifier(struct arena *a, struct record *r, struct str type,
                                     struct str number);
void record_xref(struct arena *a, struct record *r, const char *list, struct str ref);
/* Adds the measure that the list states in its own words. */
void record_measure(struct arena *a, struct record *r, struct str words);
/* Adds the measures that a regime has, unless the record has measures of its
 * own; `regime` is a key of data/regimes.csv.  false when it is not there.
 * Measures that only persons bear are not for a record of another known kind:
 * list and kind are set before. */
bool record_regime(struct arena *a, struct record *r, const char *regime);

/* ---- Words. */
const char *kind_text(enum kind k);
const char *standing_text(enum standing s);
const char *quality_text(enum quality q);
const char *part_text(enum part p);
/* The common word for a measure in a list's own words ("Asset freeze",
 * "Prohibition to make funds available"), or "other". */
const char *measure_of(struct str words);

/* ---- Canonical bytes. */

/* Appends the record's canonical bytes to b.  Failure of memory shows in
 * b->failed. */
void record_write(const struct record *r, struct buf *b);

#endif
