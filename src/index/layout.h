/* SPDX-License-Identifier: Apache-2.0 */
/* layout.h - the snapshot's bytes (doc/format/snapshot.md), for src/index alone.
 *
 * The structures are those of the file: it is mapped and looked at in place,
 * which takes a little-endian machine. */
#ifndef TOCSIN_INDEX_LAYOUT_H
#define TOCSIN_INDEX_LAYOUT_H

#include "text/reading.h"

#if defined __BYTE_ORDER__ && __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "snapshots are mapped as they are: this needs a little-endian machine"
#endif

enum section {
    SECTION_LISTS,
    SECTION_ENTRIES,
    SECTION_NAMES,
    SECTION_TIMES,
    SECTION_BIRTHS,
    SECTION_COUNTRIES,
    SECTION_GENDERS,
    SECTION_IDENTIFIERS,
    SECTION_NUMBERS,
    SECTION_UNITS_AT,
    SECTION_UNITS,
    SECTION_LETTERS,
    SECTION_WORDS,
    SECTION_POSTINGS,
    SECTION_PROBES_AT,
    SECTION_PROBES,
    SECTION_TAGS,
    SECTION_SPARE_17,
    SECTION_TEXT,
    SECTION_SPARE_19,
    SECTION_SPARE_20,
    SECTION_SUMS,
    SECTION_COUNT
};

enum {
    SNAPSHOT_FORMAT = 2,
    HEADER_SIZE = 4096,
    SECTION_ALIGN = 64,
    BLOCK_SIZE = 16384,
    NO_DAY = INT32_MIN,
};
#define SNAPSHOT_MAGIC "tocsinix"

struct disk_section {
    uint64_t at, count;
};

struct disk_header {
    char magic[8];
    uint32_t format, sections;
    uint64_t size, edition;
    uint8_t id[32];
    uint64_t sums;
    struct disk_section section[SECTION_COUNT];
    uint8_t zero[HEADER_SIZE - 80 - 16 * SECTION_COUNT];
    uint64_t sum;
};

struct disk_list {
    uint32_t id_at, id_len;
    int64_t at, first, last;
    uint8_t root[32];
    uint32_t entries, zero;
};

struct disk_entry {
    uint32_t list, ref_at, name_at;
    int32_t listed;
    uint32_t when, names, births, countries, genders, identifiers;
    uint16_t ref_len, name_len;
    uint8_t kind, zero[3];
};

struct disk_name {
    uint32_t text_at, text_len, entry, when;
    uint8_t quality, flags;
    uint16_t zero;
};

struct disk_time {
    int64_t from, until;
    uint8_t standing, more, zero[6];
};

struct disk_day {
    int16_t year;
    uint8_t month, day;
};

struct disk_birth {
    struct disk_day from, to;
    uint32_t when;
    uint8_t circa, zero[3];
};

struct disk_country {
    char code[2];
    uint8_t what, zero;
    uint32_t when;
};

struct disk_gender {
    uint8_t gender, zero[3];
    uint32_t when;
};

struct disk_identifier {
    uint32_t type_at, number_at, entry, when;
    uint16_t type_len, number_len;
    char country[2];
    uint8_t zero[2];
};

struct disk_number {
    uint32_t hash, identifier;
};

struct disk_head {
    uint16_t units[READINGS_MAX];
    uint8_t readings, zero;
};

struct disk_letters {
    uint8_t len;
    char letters[WORD_MAX];
};

struct disk_word {
    uint32_t postings;
    uint8_t in, kind;
    uint16_t zero;
};

_Static_assert(sizeof(struct disk_header) == HEADER_SIZE, "header");
_Static_assert(sizeof(struct disk_list) == 72 && sizeof(struct disk_entry) == 48, "lists, entries");
_Static_assert(sizeof(struct disk_name) == 20 && sizeof(struct disk_time) == 24, "names, times");
_Static_assert(sizeof(struct disk_birth) == 16 && sizeof(struct disk_country) == 8, "facts");
_Static_assert(sizeof(struct disk_gender) == 8 && sizeof(struct disk_identifier) == 24, "facts");
_Static_assert(sizeof(struct disk_number) == 8 && sizeof(struct disk_head) == 8, "numbers, head");
_Static_assert(sizeof(struct disk_letters) == 32 && sizeof(struct disk_word) == 8, "words");

/* Bytes of an item, and how many items more than things that are counted. */
static const struct {
    uint8_t size, extra;
    const char *name;
} section_table[SECTION_COUNT] = {
    [SECTION_LISTS] = {72, 0, "lists"},        [SECTION_ENTRIES] = {48, 1, "entries"},
    [SECTION_NAMES] = {20, 0, "names"},        [SECTION_TIMES] = {24, 0, "times"},
    [SECTION_BIRTHS] = {16, 0, "births"},      [SECTION_COUNTRIES] = {8, 0, "countries"},
    [SECTION_GENDERS] = {8, 0, "genders"},     [SECTION_IDENTIFIERS] = {24, 0, "identifiers"},
    [SECTION_NUMBERS] = {8, 0, "numbers"},     [SECTION_UNITS_AT] = {4, 1, "units at"},
    [SECTION_UNITS] = {8, 0, "units"},         [SECTION_LETTERS] = {32, 0, "letters"},
    [SECTION_WORDS] = {8, 1, "words"},         [SECTION_POSTINGS] = {4, 0, "postings"},
    [SECTION_PROBES_AT] = {4, 1, "probes at"}, [SECTION_PROBES] = {4, 0, "probes"},
    [SECTION_TAGS] = {1, 0, "probe tags"},     [SECTION_SPARE_17] = {1, 0, "spare"},
    [SECTION_TEXT] = {1, 0, "text"},           [SECTION_SPARE_19] = {1, 0, "spare"},
    [SECTION_SPARE_20] = {1, 0, "spare"},      [SECTION_SUMS] = {8, 0, "sums"},
};

/* Where a probe lies in the table: its bucket is the upper bits of this, its tag
 * the lower eight, the lowest of which tells joins and acronyms from words. */
static inline uint32_t probe_mixed(uint32_t h, bool joined)
{
    h *= 0x9E3779B1u;
    return (h ^ h >> 15) >> 1 << 1 | joined;
}

static inline uint32_t probe_bucket(uint32_t mixed, unsigned bits)
{
    return bits ? mixed >> (32 - bits) : 0;
}

#endif
