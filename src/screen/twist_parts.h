/* SPDX-License-Identifier: Apache-2.0 */
/* twist_parts.h - what the classes of twist.c are made of. */
#ifndef TOCSIN_TWIST_PARTS_H
#define TOCSIN_TWIST_PARTS_H

#include "screen/twist.h"

/* A name cut at its blanks. */
enum { PIECES_MAX = 64 };
struct pieces {
    struct str at[PIECES_MAX];
    size_t count;
};
void pieces_of(struct str name, struct pieces *out);
void pieces_put(const struct pieces *p, struct buf *out); /* with blanks between */
/* The pieces from `from` to before `until`, a blank in front of each but the first in out. */
void pieces_put_some(const struct pieces *p, size_t from, size_t until, struct buf *out);
void pieces_drop(struct pieces *p, size_t at);

bool ascii_letter(char c);
char ascii_lower(char c);
/* ASCII letters and nothing else. */
bool word_plain(struct str word);
/* Code points. */
size_t word_length(struct str word);
/* A particle, title, legal form or generic word: nobody is known by it. */
bool word_common(struct str word);
bool word_particle(struct str word);
bool word_legal(struct str word); /* dots and commas ignored */

/* Whether one person in some 20,000 and more would have a name of these words, as they are read:
 * then it is no longer that of the party, and nobody could say whose it is. */
bool name_of_many(struct str name);
extern const char twist_of_many[]; /* why that is not asked */

/* Latin letters for the most part. */
bool name_latin(struct str name);
bool name_cyrillic(struct str name);

/* One class each: NULL, or why it cannot be made. */
typedef const char *twist_make(struct str name, enum kind kind, struct chance *c, struct buf *out);
twist_make twist_spelling, twist_transliteration, twist_typo, twist_typos; /* twist_letters.c */
twist_make twist_order, twist_joined, twist_missing, twist_initials, twist_punctuation;
twist_make twist_legal, twist_generic;                /* twist_things.c */
twist_make twist_mark, twist_script, twist_homoglyph; /* twist_script.c */

#endif
