/* SPDX-License-Identifier: Apache-2.0 */
/* words_table.h - what tools/make-words makes; for words.c alone.
 *
 * A slot has the number of a lexeme and 1 more, or 0; a word is looked for from
 * the slot of its hash on, to the first that is empty.  Lexemes are sorted by
 * their letters. */
#ifndef TOCSIN_WORDS_TABLE_H
#define TOCSIN_WORDS_TABLE_H

#include "text/words.h"

extern const char words_pool[];
extern const struct lexeme words_lexemes[];
extern const size_t words_count;
extern const uint16_t words_slots[];
extern const uint32_t words_mask;

#endif
