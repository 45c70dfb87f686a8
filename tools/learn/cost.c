/* SPDX-License-Identifier: Apache-2.0 */
/* cost.c - prints what each pair of words costs by letters, and all in all.
 *
 *   cost [-d SCRIPT] < PAIRS       word, word, anything; the costs are put before it */
#include "text/alike_table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(int argc, char **argv)
{
    enum letters in = argc > 2 ? (enum letters)atoi(argv[2]) : LETTERS_LATIN;
    char line[1024];
    while (fgets(line, sizeof line, stdin)) {
        struct str a = {line, strcspn(line, "\t \n")};
        struct str b = {line + a.len + (line[a.len] != 0), 0};
        b.len = strcspn(b.s, "\t \n");
        struct alike_word x, y;
        alike_ready(a, &x);
        alike_ready(b, &y);
        printf("%u\t%u\t%s", alike_letters_cost(&x, in, &y, LETTERS_LATIN),
               alike_ready_cost(&x, in, &y, LETTERS_LATIN), line);
    }
    return 0;
}
