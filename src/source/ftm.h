/* SPDX-License-Identifier: Apache-2.0 */
/* ftm.h - between the parts of the FollowTheMoney source: what each property
 * becomes (ftm_map.c), a value to its place (ftm_place.c), an entity to a record
 * (ftm_entity.c), lines and files (ftm.c).  What a user finds in the records is told in
 * doc/design/ftm.md. */
#ifndef TOCSIN_FTM_H
#define TOCSIN_FTM_H

#include "format/json.h"
#include "source/source.h"

/* Where the values of a property go. */
enum ftm_place {
    FTM_DETAIL, /* under the property's own name: what has no rule goes here too */
    FTM_NAME,
    FTM_PART,
    FTM_BIRTH,
    FTM_DATE,
    FTM_AMENDED,
    FTM_BIRTH_PLACE,
    FTM_BIRTH_COUNTRY,
    FTM_ADDRESS,
    FTM_ADDRESS_FIELD,
    FTM_COUNTRY,
    FTM_ID,
    FTM_ID_FIELD,
    FTM_CURRENCY,
    FTM_GENDER,
    FTM_TEXT,
    FTM_PROGRAMME,
    FTM_LINK,
    FTM_UN_REF,
    FTM_MEASURE,
    FTM_LISTED,
    FTM_ENDED,
    FTM_STANDING,
    FTM_AUTHORITY,
    FTM_PLACES,
};

struct ftm_rule {
    struct str property;
    const char *schema; /* NULL: every schema without a rule of its own */
    enum ftm_place place;
    uint32_t what;    /* enum quality or part; or the offset of the member in its struct */
    const char *type; /* of the date, country or identifier */
};

/* Finds rules by hash; read-only once built. */
enum { FTM_SLOTS = 1024 };
struct ftm_map {
    const struct ftm_rule *slot[FTM_SLOTS];
};
void ftm_map_build(struct ftm_map *m);
/* NULL when there is no rule, and the value is a detail. */
const struct ftm_rule *ftm_rule_find(const struct ftm_map *m, struct str property,
                                     struct str schema);
enum kind ftm_kind(struct str schema);
/* Whether a nested entity of this schema is a piece of the one around it
 * (an address, a sanction, a document) rather than a party of its own. */
bool ftm_is_piece(struct str schema);

/* What is being filled: a record, from one entity or from one nested in it. */
struct ftm_fill {
    const struct ftm_map *map;
    struct arena *a;
    struct record *r;
    struct sink *out;
    struct json_items items;
    struct str schema, caption, property;
    struct str path;         /* of the nested entity ("sanctions/"), else "" */
    struct str currency;     /* for the identifiers of a wallet */
    struct identifier about; /* what a document says of its number */
    struct place address;    /* an address by its parts */
    str_vec *regimes;        /* keys of programmes, for measures that are not stated */
    size_t first_id;         /* identifiers from here on are of this entity */
};

/* Puts one value where its rule says (NULL: a detail); nothing for a blank one. */
void ftm_put(struct ftm_fill *f, const struct ftm_rule *rule, struct str text);
/* Adds a detail, its text cleaned; nothing for a blank one. */
void ftm_detail(struct ftm_fill *f, struct str type, struct str text);
/* The three one behind the other, with a NUL behind them. */
struct str ftm_join(struct arena *a, struct str x, struct str y, struct str z);

/* Fills r from the entity at items.at[at]; `list` is for the record.  Texts are
 * views into the items.  ERR_INPUT when it is not an entity, with the offset in
 * its line.  `changed` gets the entity's last_change. */
MUST_CHECK enum status ftm_entity(const struct ftm_map *m, struct arena *a, struct json_items items,
                                  size_t at, struct record *r, struct str *changed,
                                  struct sink *out, struct error *err);
/* The id of the entity at items.at[at], or "". */
struct str ftm_id(struct json_items items, size_t at);

#endif
