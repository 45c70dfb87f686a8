/* SPDX-License-Identifier: Apache-2.0 */
/* clock.h - instants and days, always UTC, always the Gregorian calendar.
 *
 * An instant is whole seconds since 1970-01-01T00:00:00Z (leap seconds not
 * counted), from year 1 to 9999.  Text is RFC 3339. */
#ifndef TOCSIN_CLOCK_H
#define TOCSIN_CLOCK_H

#include "base/base.h"

enum { DAY_SECONDS = 86400 };
/* Later than every instant that has a text: the open end of an interval. */
#define INSTANT_END ((int64_t)1 << 40)

int64_t clock_now(void);
double clock_seconds(void); /* monotonic, for measuring */

/* Days since 1970-01-01 of a valid civil date. */
int64_t day_number(int year, int month, int day);
bool day_valid(int year, int month, int day);

/* Reads "2025-11-18", "2025-11-18T07:30:00Z", "…07:30:00.5+02:00" (the fraction
 * is dropped).  A bare day is its first second. */
MUST_CHECK bool instant_parse(struct str text, int64_t *out);
/* Writes "2025-11-18T00:00:00Z" and a NUL. */
enum { INSTANT_TEXT = 21 };
const char *instant_text(int64_t at, char text[INSTANT_TEXT]);

#endif
