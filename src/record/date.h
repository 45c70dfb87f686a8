/* SPDX-License-Identifier: Apache-2.0 */
/* date.h - dates as lists write them, read into intervals that keep what is known.
 *
 * Total: text that is not understood gives a dating with its text alone and
 * from.year 0, which record_write keeps and the source reports. */
#ifndef TOCSIN_DATE_H
#define TOCSIN_DATE_H

#include "record/record.h"

/* How a numeric date is to be read where it could be read twice.  A year of
 * four digits is recognised wherever it stands, with the month next to it when
 * it comes first; DATE_YMD reads the day first when it comes last, and takes
 * eight digits for a date. */
enum date_order { DATE_DMY, DATE_MDY, DATE_YMD };

/* Reads one date:
 *   1967-01-01  1967-01  1967  1960-01-01-05:00  1962-01-01T00:00:00
 *   01/02/1962  00/05/1963  00/00/1962  dd/mm/1962  dd/11/1962  1.2.1962
 *   10 Oct 1957  Oct 10, 1957  Aug 1965  Nov. 1973  Mar-59
 *   circa 1957  approximately 1957  c. 1957  circa 1960-1965
 *   1960 to 1964  between 1960 and 1964  01 Jan 1960 to 31 Dec 1962
 *   between Aug. and Sep 1977  1960s  1962-63  24/06/1402 (Hijri calendar)
 * Months in English, French, Spanish, German, Turkish, Russian, Ukrainian; a
 * time of day and a zone are passed over.
 *
 * A range of 1 January to 31 December of one year is that year.  Years of two
 * digits are 19xx over 30, else 20xx.  When a number is over 12 where `order`
 * has the month, and the day could be one, they change places; other
 * impossible dates (31/02/1960) are not understood, nor is a text that holds
 * several dates (date_split).  Years 1300-1450 are of calendar "unknown"
 * unless the text names one.
 *
 * `text` is kept when from, to and circa do not say all of it: another
 * calendar, a year of two digits, a swap, words in brackets, "early 1960s". */
struct dating date_read(struct arena *a, struct str text, enum date_order order);

/* The dates of a cell, one text each for date_read: items (text_items), and
 * what stands between ; | >> or, behind something that is a date by itself,
 * between commas, "or", "and", &.  None for a blank cell. */
void date_split(struct arena *a, struct str cell, str_vec *out);

/* An Excel serial day (1899-12-30 + n; 1904-01-01 + n with date1904) when
 * 61 <= n <= 100000, or a year when 1800 <= n <= 2100; else date_read of the
 * text. */
struct dating date_from_serial(struct arena *a, struct str cell, bool date1904,
                               enum date_order order);

/* A day known by its parts, each as text and possibly empty; months may be
 * named.  Parts that make no date give the text of the first that is there. */
struct dating date_of_parts(struct str year, struct str month, struct str day);

/* "1962", "1962-05" or "1962-05-17" for a date that is one, else "". */
struct str date_text(struct arena *a, struct day d);
/* date_read and date_text: the stated dates of a record; "" when not understood,
 * for a range and for another calendar. */
struct str date_iso(struct arena *a, struct str text, enum date_order order);

bool day_known(struct day d);
/* The newer of two ISO date texts ("" is oldest). */
struct str date_newer(struct str a, struct str b);

#endif
