/* SPDX-License-Identifier: Apache-2.0 */
/* rarity.c - words by what they are for and how often they are met.
 *
 * Names and generic words are looked up in a table (rarity_table.h) of the
 * 5,400 that one name in ten thousand has, spellings of one name taken
 * together; a word that is not there is the rarer the longer it is.  What
 * a word is for bounds what it can say: that two companies are limited is
 * never news. */
#include "text/rarity.h"

#include "text/alike_table.h"
#include "text/rarity_table.h"

#include <assert.h>

/* The table's value, or 0. */
static unsigned listed(struct str word)
{
    uint64_t h = rarity_hash(word);
    uint32_t mark = (uint32_t)(h / RARITY_SLOTS % 0x1000000);
    for (size_t at = h % RARITY_SLOTS; rarity_slots[at]; at = (at + 1) % RARITY_SLOTS)
        if (rarity_slots[at] >> 8 == mark)
            return rarity_slots[at] & 255;
    return 0;
}

static unsigned of_length(size_t len)
{
    static const uint8_t by_length[] = {64,  50,  100, 116, 132, 148,       160,
                                        168, 174, 178, 182, 186, RARITY_MAX};
    return by_length[len < COUNT(by_length) ? len : COUNT(by_length) - 1];
}

bool rarity_unheard(unsigned rare, size_t len)
{
    return rare == of_length(len);
}

static unsigned of_name(struct str word)
{
    char letters[WORD_MAX];
    for (size_t i = 0; i < word.len; i++)
        if (word.s[i] < 'a' || word.s[i] > 'z')
            return of_length(word.len);
    unsigned found = listed((struct str){letters, alike_level(word, letters)});
    return found ? found : of_length(word.len);
}

/* 44 is met more often than 4471. */
static unsigned of_number(struct str word)
{
    return word.len < 4 ? 32 + 16 * (unsigned)word.len : 96;
}

unsigned rarity(struct str word, enum role role)
{
    static const uint8_t most[ROLE_COUNT] = {
        [ROLE_NAME] = RARITY_MAX, [ROLE_PATRONYMIC] = 128, [ROLE_PARTICLE] = 16,
        [ROLE_HONORIFIC] = 32,    [ROLE_LEGAL] = 24,       [ROLE_GENERIC] = 96,
        [ROLE_NUMBER] = 96,       [ROLE_INITIAL] = 40};
    assert(role < ROLE_COUNT);
    unsigned value = role == ROLE_NUMBER ? of_number(word) : of_name(word);
    return value < most[role] ? value : most[role];
}
