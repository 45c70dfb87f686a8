/* SPDX-License-Identifier: Apache-2.0 */
/* table_map.h - a mapping file (doc/format/table.md) as data. */
#ifndef TOCSIN_TABLE_MAP_H
#define TOCSIN_TABLE_MAP_H

#include "record/date.h"

enum table_format { TABLE_ANY, TABLE_CSV, TABLE_XLSX, TABLE_JSON };

/* What a key of [columns] or [record] fills. */
enum table_target {
    TO_REF,
    TO_NATIVE,
    TO_KIND,
    TO_STANDING,
    TO_GENDER,
    TO_AUTHORITY,
    TO_NAME,
    TO_BIRTH,
    TO_DATE,
    TO_BIRTHPLACE,
    TO_ADDRESS,
    TO_COUNTRY,
    TO_ID,
    TO_STATED, /* listed, suspended, ended */
    TO_AMENDED,
    TO_TEXT, /* one of the record's text sets */
    TO_MEASURE,
    TO_REGIME,
    TO_DETAIL,
    TO_LINK,
    TO_XREF,
    TO_IGNORE,
    TO_SKIP, /* a skip rule of [table] */
};

struct table_key {
    const char *name;
    enum table_target target;
    int which; /* a quality, or an offset into struct record */
    enum {     /* what may stand behind a dot */
           SUB_NONE,
           SUB_PART,  /* a part of a name, or nothing */
           SUB_PLACE, /* a piece of a place, or nothing */
           SUB_ID,    /* a piece of an identifier */
           SUB_ANY,   /* any word: the type */
    } sub;
    bool constant; /* may stand in [record] */
    bool column;   /* may stand in [columns] */
};

struct table_column {
    struct str name; /* "" with `place` or `sheet` */
    size_t place;    /* of "@7": 7 */
    bool sheet;      /* "@sheet" */
    bool optional;
};

enum table_rule { RULE_NONE, RULE_BLANK, RULE_IS, RULE_BEGINS, RULE_NOT_NUMBER };

struct table_field {
    const struct table_key *key;
    size_t line;      /* in the mapping */
    unsigned group;   /* of "id2.number": 2; 0 without a number */
    struct str sub;   /* behind the dot */
    struct str fixed; /* of [record] */
    VEC(struct table_column) columns;
    size_t first; /* number of columns of the fields before */
    str_vec splits, drops;
    bool items;
    struct str as, otherwise, language, note;
    enum date_order order;
    enum table_rule rule;
    struct str word; /* of the rule */
};

struct table_word {
    struct str key, ours, theirs;
    bool prefix; /* "theirs*" */
};

struct table_map {
    struct arena arena; /* of all that is below */
    enum table_format format;
    bool latin; /* windows-1252 */
    char separator;
    bool merge;
    bool nameless; /* rows without a name are entries too */
    size_t header; /* 0 with a marker */
    struct str marker, path;
    str_vec sheets, nulls;
    VEC(struct table_field) fields; /* of [columns], [record] and the skip rules */
    VEC(struct table_word) words;
    size_t columns; /* of all fields */
};

/* Reads a mapping.  ERR_USAGE with its line when it is wrong: what is wrong with
 * a mapping is not the list's fault. */
MUST_CHECK enum status table_map_read(struct str text, struct table_map *out, struct error *err);
void table_map_free(struct table_map *m);

enum { TABLE_GROUPS = 10 };

#endif
