/* SPDX-License-Identifier: Apache-2.0 */
/* index.h - the snapshot: every name of every list, to be read and searched.
 *
 * A file that is never changed, mapped read-only (doc/format/snapshot.md).  Any
 * number of threads read one without locks.  Texts are views into the map and
 * live until index_close.
 *
 * A block of the file is checked when it is first used.  Accessors are total:
 * of what is damaged, or not there, they give zeros, and the snapshot remembers
 * it: what was read from it counts only when index_sound says so behind it. */
#ifndef TOCSIN_INDEX_H
#define TOCSIN_INDEX_H

#include "base/clock.h"
#include "base/sha256.h"
#include "index/unit.h"
#include "record/record.h"

struct index;

/* ERR_IO when it cannot be read, ERR_CORRUPT when it is damaged or no snapshot,
 * ERR_CONFLICT when another edition of the program made it: it is to be made again. */
MUST_CHECK enum status index_open(const char *path, struct index **out, struct error *err);
/* The one that folder/current names; ERR_USAGE when there is none. */
MUST_CHECK enum status index_open_current(const char *folder, struct index **out,
                                          struct error *err);
/* Of bytes at an address that is a multiple of 8; they live until index_close. */
MUST_CHECK enum status index_open_bytes(struct str bytes, struct index **out, struct error *err);
void index_close(struct index *ix);

/* ERR_CORRUPT when something damaged was met since it was opened. */
MUST_CHECK enum status index_sound(const struct index *ix, struct error *err);
/* Reads all of it: every sum, the id, and that everything refers to what is
 * there and is found by search.  ERR_CORRUPT with the first thing wrong. */
MUST_CHECK enum status index_validate(const struct index *ix, struct error *err);

struct index_counts {
    uint32_t lists, entries, names, words, identifiers;
    uint64_t bytes;
};
struct index_counts index_count(const struct index *ix);
struct sha256 index_id(const struct index *ix);

/* ---- Lists and entries. */

struct index_list {
    struct str id;
    int64_t at;          /* of the version that the snapshot stands on */
    int64_t first, last; /* of its first and last version */
    struct sha256 root;  /* of the version stood on */
    uint32_t entries;    /* of the list, in the snapshot */
};
struct index_list index_list(const struct index *ix, uint32_t list);

enum { INDEX_NO_DAY = INT32_MIN };
struct index_span {
    uint32_t from, until; /* numbers of names, births …: from <= i < until */
};
struct index_entry {
    uint32_t list;
    enum kind kind;
    struct str ref, name;
    int32_t listed; /* stated day of listing, since 1970-01-01; INDEX_NO_DAY */
    uint32_t times; /* in which the list had it, each with its standing */
    struct index_span names, births, countries, genders, identifiers;
};
struct index_entry index_entry(const struct index *ix, uint32_t entry);

/* ---- Times: number `times` and, while `more`, those behind it; they rise. */

struct index_time {
    int64_t from, until; /* INSTANT_END: still */
    enum standing standing;
    bool more;
};
struct index_time index_time(const struct index *ix, uint32_t times);
/* Whether one of them holds `at`, and which: *out may be NULL. */
bool index_stood(const struct index *ix, uint32_t times, int64_t at, struct index_time *out);

/* ---- What is known of an entry. */

struct index_birth {
    struct day from, to;
    bool circa;
    uint32_t times;
};
enum country_is {
    COUNTRY_OTHER,
    COUNTRY_NATIONALITY,
    COUNTRY_CITIZENSHIP,
    COUNTRY_RESIDENCE,
    COUNTRY_JURISDICTION,
    COUNTRY_FLAG
};
struct index_country {
    char code[2]; /* ISO 3166-1, or zeros */
    enum country_is what;
    uint32_t times;
};
enum gender { GENDER_UNKNOWN, GENDER_MALE, GENDER_FEMALE, GENDER_OTHER };
struct index_gender {
    enum gender gender;
    uint32_t times;
};
struct index_identifier {
    struct str type, number; /* number: identifier_normal */
    char country[2];
    uint32_t entry, times;
};
struct index_birth index_birth(const struct index *ix, uint32_t birth);
struct index_country index_country(const struct index *ix, uint32_t country);
struct index_gender index_gender(const struct index *ix, uint32_t gender);
struct index_identifier index_identifier(const struct index *ix, uint32_t identifier);

enum { IDENTIFIER_MAX = 64 };
/* Letters in upper case and digits alone, cut to IDENTIFIER_MAX bytes. */
struct str identifier_normal(struct str number, char out[IDENTIFIER_MAX]);
/* Numbers of the identifiers with that normalised number, at most `most`. */
size_t index_identified(const struct index *ix, struct str normal, uint32_t *out, size_t most);

/* ---- Names. */

struct index_name {
    struct str text; /* as listed */
    uint32_t entry, times;
    enum quality quality;
    uint8_t flags; /* READING_… of its first reading */
};
struct index_name index_name(const struct index *ix, uint32_t name);

/* A unit (unit.h) of a name. */
struct index_unit {
    uint32_t word;
    uint8_t first;  /* word of the reading that it begins with */
    uint8_t is;     /* unit_role, unit_is */
    uint8_t flags;  /* WORD_…, of a word */
    uint8_t rarity; /* of a word (rarity.h), else 0 */
};
static inline enum role unit_role(struct index_unit u)
{
    return (enum role)(u.is & 7);
}
static inline enum unit_kind unit_is(struct index_unit u)
{
    return (enum unit_kind)(u.is >> 4 & 3);
}
/* Those of all its readings, one reading behind the other; in each, first its
 * words in their order, then joins, then the acronym. */
struct index_units {
    const struct index_unit *at;
    uint16_t readings;
    uint16_t count[READINGS_MAX]; /* units of each reading */
};
struct index_units index_units(const struct index *ix, uint32_t name);

struct index_word {
    struct str letters;
    enum letters in;
    enum unit_kind kind; /* UNIT_JOIN also for those over a particle */
    uint32_t names;      /* that have it */
};
struct index_word index_word(const struct index *ix, uint32_t word);

#endif
