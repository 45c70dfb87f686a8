/* SPDX-License-Identifier: Apache-2.0 */
/* clean.h - what every text of a list goes through before it becomes a record.
 *
 * All functions are total.  A result is a view into the input when nothing had
 * to change, else it is in the arena. */
#ifndef TOCSIN_CLEAN_H
#define TOCSIN_CLEAN_H

#include "base/base.h"

/* Length of the valid UTF-8 (RFC 3629) at the start of s: s.len when all is. */
size_t utf8_valid(struct str s);
/* The code point at the start of s and its length in bytes; U+FFFD and 1 for
 * bytes that are not UTF-8; 0 and 0 at the end. */
uint32_t utf8_next(struct str s, size_t *len);
/* Writes c to out[4], U+FFFD for what is no character, and returns how many
 * bytes it took. */
size_t utf8_put(uint32_t c, char out[4]);

/* Trims and folds each run of white space to one blank: ASCII and Unicode's own
 * (U+00A0, U+202F, U+3000 …) and the OOXML escape _x000D_, a carriage return.
 * Drops bidirectional marks (U+061C, U+200E, U+200F, U+202A-E, U+2066-9) and
 * byte order marks.  Bytes that are not UTF-8 stay.  Idempotent; never longer. */
struct str text_clean(struct arena *a, struct str s);

/* Undoes one level of HTML escaping (&amp; &lt; &gt; &quot; &apos; &nbsp; and
 * numeric references, of which those to no character stay); for free text only,
 * never for identifiers. */
struct str text_unescape(struct arena *a, struct str s);

/* Windows-1252 to UTF-8.  The five unassigned bytes become U+FFFD. */
struct str text_from_1252(struct arena *a, struct str s);

/* The ISO 15924 code of the script that most letters of s belong to ("Latn",
 * "Arab", "Cyrl", "Hani", "Hang", "Hebr", "Grek", …), "Jpan" for Han with kana,
 * "Zyyy" when it has no letters.  Latin wins a tie. */
const char *text_script(struct str s);

/* Splits a list such as "a) one b) two", "(1) one; (2) two" or "1: one 2: two"
 * into its items, without markers, separators and blank ones; one item when s
 * is not such a list, none when it is blank. */
void text_items(struct arena *a, struct str s, str_vec *out);

/* Removes s's bytes at the ends that are in `set` or white space. */
struct str text_strip(struct str s, const char *set);

#endif
