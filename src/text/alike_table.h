/* SPDX-License-Identifier: Apache-2.0 */
/* alike_table.h - what letters stand for which, and at what cost.
 *
 * The tables are made from data/likeness.tsv when the program is built
 * (tools/alike-table); that file is made from spellings by `make learn`
 * (doc/design/likeness.md).  A table has two sides: the first is a word that
 * was written in the table's script, the second a Latin word; the table of
 * Latin is the same both ways.
 *
 * Letters are 1 to 26; BEGIN and END are letters that stand around a word.
 * Groups of two or three letters that some table knows have numbers, the same
 * in all tables.
 *
 * Words of data/likeness-words.tsv, about which letters alone are wrong, have
 * numbers too, from 1 up.  A pair of them has its own cost.  The head of a word
 * is a word that it is a form of. */
#ifndef TOCSIN_ALIKE_TABLE_H
#define TOCSIN_ALIKE_TABLE_H

#include "text/alike.h"

enum {
    ALIKE_BEGIN = 27,
    ALIKE_END = 28,
    ALIKE_NONE = 255,     /* a cost: not one for the other */
    ALIKE_PART = 28,      /* what a letter bears at most: half of one for another */
    ALIKE_SLOTS = 1024,   /* of the rules of a table, a power of two */
    ALIKE_RULED = 0x8000, /* of a group: it has rules with other groups */
};

struct alike_rule {
    uint16_t a, b; /* groups; 0 0 is an empty slot */
    uint16_t cost;
};

struct alike_table {
    const uint8_t (*one)[32];       /* a letter for a letter; letter 0 is none */
    const uint16_t *group[2];       /* by side and group: its row, or 0, and ALIKE_RULED */
    const uint8_t (*rows)[32];      /* a group for a letter of the other side */
    const uint32_t *letters[2];     /* by side and group: the letters that its row has a cost for */
    const uint64_t *partners[2];    /* by side and group: 1 << number % 64 of the groups that its
                                       rules are with */
    const struct alike_rule *rules; /* a group for a group: at alike_slot() or behind it */
    const uint8_t (*least)[32];     /* by side and letter: of any change that takes it away */
    const uint8_t (*parts[2])[2][32]; /* by side and what is changed, a letter, 0 or a row + 31:
                                         what each letter bears of a change at least that leaves
                                         more of it, and fewer; ALIKE_PART for letters by rule */
};

static inline unsigned alike_slot(unsigned a, unsigned b)
{
    return (a * 181 + b * 7) % ALIKE_SLOTS;
}

extern const struct alike_table alike_tables[];
extern const uint8_t alike_table_of[LETTERS_COUNT];
extern const uint16_t alike_two[32][32]; /* the group of two letters, or 0 */
extern const uint16_t alike_three[][32]; /* by the group of the first two: of three */

enum { ALIKE_WORD_SLOTS = 16384, ALIKE_PAIR_SLOTS = 16384 };

struct alike_pair {
    uint16_t a, b; /* a < b; 0 0 is an empty slot */
    uint16_t cost;
};

static inline uint32_t alike_word_hash(struct str word)
{
    uint32_t h = 0;
    for (size_t i = 0; i < word.len; i++)
        h = h * 31 + (unsigned char)word.s[i];
    return h % ALIKE_WORD_SLOTS;
}

static inline unsigned alike_pair_slot(unsigned a, unsigned b)
{
    return (a * 181 + b * 7) % ALIKE_PAIR_SLOTS;
}

extern const char *const alike_words[];
extern const uint16_t alike_word_slots[ALIKE_WORD_SLOTS]; /* at alike_word_hash() or behind it */
extern const struct alike_pair alike_pairs[ALIKE_PAIR_SLOTS];
extern const uint16_t alike_head_at[]; /* of a word's heads; the next word's is the end */
extern const uint16_t alike_heads[];

enum { ALIKE_SWAPPED = 44, ALIKE_OTHER_SEX = 40 };

/* By the last letters: Karim and Karima, Petrov and Petrova. The one is a man, the other
 * a woman, which costs ALIKE_OTHER_SEX more.  As many letters (Salman, Salmna) are a slip. */
bool alike_two_sexes(struct str a, struct str b);

/* What two words may cost at most to be alike, by their letters together: the
 * shorter they are the more words are near them by chance. */
unsigned alike_limit(size_t letters);

/* What a pair of words is known to cost, by their numbers; ALIKE_UNKNOWN when
 * nothing is known of it. */
enum { ALIKE_UNKNOWN = 0x3f3f };
unsigned alike_known_cost(unsigned a, unsigned b);

/* The number of a word, or 0. */
unsigned alike_word_number(struct str word);

/* Letters of one sound made equal (q k, y i, e a, o u, z s, kh h) and doubles
 * single, for a word of the letters a-z; returns how many are left. */
size_t alike_level(struct str word, char out[WORD_MAX]);

/* Whether two words are the same but for consonants that are doubled, as in Firas and
 * Firras; then no more is asked than this.  Letters alone, which are counted wherever they
 * stand, would cost up to three times as much. */
enum { ALIKE_DOUBLES = 16 };
bool alike_but_for_doubles(struct str a, struct str b);

/* alike_ready_cost() without what is known of the words. */
unsigned alike_letters_cost(const struct alike_word *a, enum letters a_in,
                            const struct alike_word *b, enum letters b_in);

#endif
