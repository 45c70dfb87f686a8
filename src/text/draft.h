/* SPDX-License-Identifier: Apache-2.0 */
/* draft.h - a reading while it is made.
 *
 * Words are pushed one by one.  Each is replaced by what stands for it; then the
 * longest phrase that ends at it is, for as long as there is one.  So no known
 * phrase is left, and reading a reading changes nothing. */
#ifndef TOCSIN_DRAFT_H
#define TOCSIN_DRAFT_H

#include "text/words.h"

struct draft {
    struct reading *r;
    uint8_t hints[WORDS_MAX];  /* flags of lexemes */
    uint8_t bits[WORDS_MAX];   /* of pieces: what stood before, how it was written */
    unsigned roles, all_hints; /* that any word has had: bits of roles, flags of lexemes */
    bool capitals;             /* the whole name is in capitals, or its script has none */
};

/* What is known of a word that is pushed. */
struct pushed {
    uint8_t letters, bits; /* of its piece */
    bool capitals;         /* it may be what is only written in capitals (LEXEME_CAPS) */
    bool alone;            /* nothing stands for it: an initial, Ben as a given name */
    bool article;          /* an assimilated article stands for al */
    const struct lexeme *known;
};

/* Takes the next word of some that are parted by single blanks. */
static inline struct str draft_next(struct str *rest)
{
    struct str word = {rest->s, 0};
    while (word.len < rest->len && word.s[word.len] != ' ')
        word.len++;
    size_t taken = word.len + (word.len < rest->len);
    *rest = (struct str){rest->s + taken, rest->len - taken};
    return word;
}

void draft_push(struct draft *d, struct str letters, struct pushed how);

/* What each word is for, once all are there. */
void draft_roles(struct draft *d);

#endif
