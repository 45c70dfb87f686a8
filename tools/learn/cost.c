/* SPDX-License-Identifier: Apache-2.0 */
/* cost.c - prints what each pair of words costs.
 *
 *   cost [-d SCRIPT] < PAIRS       word, word, anything; the cost is put before it */
#include "text/alike.h"

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
        printf("%u\t%s", alike_cost(a, in, b, LETTERS_LATIN), line);
    }
    return 0;
}
