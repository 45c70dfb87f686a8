/* SPDX-License-Identifier: Apache-2.0 */
/* level.c - prints each word of the input, and what rarity looks it up by. */
#include "text/alike_table.h"

#include <stdio.h>

int main(void)
{
    char word[64], out[WORD_MAX];
    while (scanf("%63s", word) == 1)
        printf("%s\t%.*s\n", word, (int)alike_level(str_of(word), out), out);
    return 0;
}
