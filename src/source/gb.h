/* SPDX-License-Identifier: Apache-2.0 */
/* gb.h - what the readers of the British lists share: the columns that any of
 * them may have, and how a record takes what stands in them.
 *
 * The UK Sanctions List (XML and CSV) and the older OFSI consolidated list say
 * the same things under other names, so a reader only finds the columns; what
 * a column means is said once, in gb_fields.c. */
#ifndef TOCSIN_GB_H
#define TOCSIN_GB_H

#include "source/source.h"

/* Columns that belong together (a name and its type) stand together: see gb_fields. */
enum gb_column {
    GB_NAME_6, /* the family name, or the whole name of what is not a person */
    GB_NAME_1,
    GB_NAME_2,
    GB_NAME_3,
    GB_NAME_4,
    GB_NAME_5,
    GB_NAME_TYPE,
    GB_NAME_STRENGTH,
    GB_ORIGINAL,
    GB_ORIGINAL_SCRIPT,
    GB_ORIGINAL_LANGUAGE,
    GB_KIND,
    GB_TITLE,
    GB_BIRTH,
    GB_BIRTH_TOWN,
    GB_BIRTH_COUNTRY,
    GB_NATIONALITY,
    GB_PASSPORT,
    GB_PASSPORT_NOTE,
    GB_NATIONAL_ID,
    GB_NATIONAL_ID_NOTE,
    GB_POSITION,
    GB_GENDER,
    GB_ADDRESS_1,
    GB_ADDRESS_2,
    GB_ADDRESS_3,
    GB_ADDRESS_4,
    GB_ADDRESS_5,
    GB_ADDRESS_6,
    GB_POSTCODE,
    GB_ADDRESS_COUNTRY,
    GB_OTHER,
    GB_REASONS,
    GB_REGIME,
    GB_LISTED,
    GB_DESIGNATED,
    GB_UPDATED,
    GB_SANCTIONS,
    GB_ORIGIN,
    GB_UN_REF,
    GB_UNIQUE_ID,
    GB_GROUP_ID,
    GB_PHONE,
    GB_EMAIL,
    GB_WEBSITE,
    GB_ENTITY_TYPE,
    GB_SUBSIDIARY,
    GB_PARENT,
    GB_REGISTRATION,
    GB_IMO,
    GB_OWNER,
    GB_OWNER_BEFORE,
    GB_FLAG,
    GB_FLAG_BEFORE,
    GB_SHIP_TYPE,
    GB_TONNAGE,
    GB_LENGTH,
    GB_YEAR_BUILT,
    GB_HULL,
    GB_COLUMNS
};

/* Under which regime an entry was listed, and when. */
struct gb_listing {
    struct str regime, listed;
};

/* A record in the making. */
struct gb {
    struct arena *a;
    struct sink *out;
    struct record r;
    bool kind_known;
    struct str unique_id, group_id;
    VEC(struct gb_listing) listings;
};

/* Columns [first, first + count) that mean something together only.  `take`
 * gets the whole row, trimmed, by column; at least one of its own is not blank. */
struct gb_field {
    enum gb_column first;
    size_t count;
    void (*take)(struct gb *g, const struct str *cell, const struct gb_field *f);
    const char *word; /* the type of what is added, where one function serves several */
};
extern const struct gb_field gb_fields[];
extern const size_t gb_fields_count;
bool gb_field_blank(const struct gb_field *f, const struct str *cell);

/* Fields that gb_places.c takes. */
void gb_birth_place(struct gb *g, const struct str *cell, const struct gb_field *f);
void gb_country(struct gb *g, const struct str *cell, const struct gb_field *f);
void gb_address(struct gb *g, const struct str *cell, const struct gb_field *f);
/* text_items. */
str_vec gb_items(struct gb *g, struct str text);

/* Settles what depends on all that was taken, and hands the record on. */
MUST_CHECK enum status gb_finish(struct gb *g, struct error *err);

/* "Other Information": references of the UN, packed "(Label):value" pairs, remarks. */
void gb_other(struct gb *g, struct str text);
/* Adds the UN references that stand in a text behind "UN Ref"; gb_un_ref adds
 * one that is the text.  The form is the UN's own: "KPI. 076" is KPi.076. */
void gb_un_refs(struct gb *g, struct str text);
void gb_un_ref(struct gb *g, struct str text);
/* The number inside "Passport No: A 123456 (Afghan). Issued …", or all of the
 * text when it is not certain which part is the number. */
struct str gb_number(struct str text);

enum status gb_read_csv(const struct input *in, struct sink *out, struct error *err);
enum status gb_read_xml(const struct input *in, struct sink *out, struct error *err);

#endif
