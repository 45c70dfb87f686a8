/* SPDX-License-Identifier: Apache-2.0 */
/* ch.h - what the two halves of the Swiss reader share: the places that
 * identities refer to, and the record in the making. */
#ifndef TOCSIN_CH_H
#define TOCSIN_CH_H

#include "source/source.h"

struct node;

struct ch_place {
    struct str id; /* the place's ssid */
    struct str location, area, country, note;
};

struct ch {
    struct arena *a; /* of one record */
    struct sink *out;
    struct record r;
    const struct ch_place *places; /* sorted by id */
    size_t place_count;
};

/* Adds all that an <identity> says.  `persona` marks what it adds when the party
 * has several identities; "" when it has one.  `first` is said of the main one,
 * whose primary name is the party's. */
void ch_identity(struct ch *c, const struct node *identity, struct str persona, bool first);

#endif
