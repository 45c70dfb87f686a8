/* SPDX-License-Identifier: Apache-2.0 */
/* ofac_labels.h - the labels under which OFAC says things of a party. */
#ifndef TOCSIN_OFAC_LABELS_H
#define TOCSIN_OFAC_LABELS_H

#include "source/ofac.h"

enum ofac_role {
    ROLE_BIRTH,    /* a date of birth */
    ROLE_PLACE,    /* a place of that type */
    ROLE_COUNTRY,  /* a country in that role */
    ROLE_GENDER,   /* male or female */
    ROLE_POSITION, /* a post that the party holds */
    ROLE_LINK,     /* another party */
    ROLE_ID,       /* a number that someone gave the party */
    ROLE_IMO,      /* a ship's number, behind the letters IMO */
    ROLE_CRYPTO,   /* an address; the coin ends the label: "Digital Currency Address - XBT" */
    ROLE_DATE,     /* a date of that type; "(…)" behind the label belongs to it */
    ROLE_DETAIL,   /* anything else; without a type, the label is the type */
    ROLE_ORDER,    /* a detail whose label goes on to "information" or "determination" */
};

struct ofac_label {
    const char *text;
    const char *type; /* of what it becomes in the record */
    enum ofac_role role;
    bool exact; /* the type says all that the label says; else the label is a note */
};

/* The longest label that s begins with, or NULL; *own is the length of the label
 * alone, *len that with the punctuation behind it. */
const struct ofac_label *ofac_label_find(struct str s, size_t *own, size_t *len);

#endif
