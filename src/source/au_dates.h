/* SPDX-License-Identifier: Apache-2.0 */
/* au_dates.h - the dates of the Australian list, which come in every form there is. */
#ifndef TOCSIN_AU_DATES_H
#define TOCSIN_AU_DATES_H

#include "source/source.h"

/* Adds the dates of birth of one clean cell: a serial day, a year, or a text of
 * one or several dates ("a) 1966 b) circa 1960", "12/03/1960, 1961",
 * "3 May 1960 (from a passport); alternative DOB: 1961").  What is not
 * understood is kept as it stands and told to the sink. */
void au_births(struct arena *a, struct record *r, struct str cell, bool date1904, struct sink *out);

/* Adds what "Listing Information" says: the text to the legal basis, the first
 * day of listing and the days of amendment and of listing again. */
void au_listing(struct arena *a, struct record *r, struct str cell, bool date1904);

#endif
