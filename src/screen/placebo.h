/* SPDX-License-Identifier: Apache-2.0 */
/* placebo.h - names of nobody, to see how often screening rings for nothing. */
#ifndef TOCSIN_PLACEBO_H
#define TOCSIN_PLACEBO_H

#include "base/buf.h"
#include "screen/chance.h"

enum placebo {
    PLACEBO_WESTERN,
    PLACEBO_SPANISH,
    PLACEBO_RUSSIAN,
    PLACEBO_ARABIC,
    PLACEBO_SOUTH_ASIAN,
    PLACEBO_EAST_ASIAN,
    PLACEBO_COMPANY,
    PLACEBO_VESSEL,
    PLACEBO_COUNT
};
const char *placebo_text(enum placebo p);

/* Appends a name: common given names, family names put together from what such
 * names are made of. */
void placebo_name(enum placebo p, struct chance *c, struct buf *out);

#endif
