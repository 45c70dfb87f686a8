/* SPDX-License-Identifier: Apache-2.0 */
/* country.h - the countries that words mean, as ISO 3166-1 alpha-2 codes.
 *
 * Lists print countries and nationalities in words, in several languages and in
 * the names of other times; data/countries.csv has them.  Case, marks,
 * punctuation and blanks do not count.  Kosovo is XK.  Total and pure.
 *
 * A record keeps the list's own words; codes are made of them where names are
 * screened. */
#ifndef TOCSIN_COUNTRY_H
#define TOCSIN_COUNTRY_H

#include "base/base.h"

enum { COUNTRIES_MAX = 20 };

/* All that are named, each once, in the order of the words: of "Iran", "IRN",
 * "IR" one, of "German, Moroccan" two, of "Congo" both that may be meant, of
 * "USSR" all successors.  Words between them that mean none are passed over
 * ("Located in Syria"); 0 when no word means one.  Codes count only where the
 * text is made of nothing else, and "na", not available, is no Namibia. */
size_t country_codes(struct str words, char out[COUNTRIES_MAX][2]);

/* The one that is named; false when that is none or more than one. */
bool country_code(struct str words, char out[2]);

#endif
