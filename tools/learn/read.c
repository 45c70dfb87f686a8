/* SPDX-License-Identifier: Apache-2.0 */
/* read.c - the readings of each line: word/letters/role ..., and a tab between readings. */
#include "text/reading.h"

#include <stdio.h>
#include <string.h>

int main(void)
{
    static struct reading readings[READINGS_MAX];
    char line[4096];
    while (fgets(line, sizeof line, stdin)) {
        size_t n = name_read((struct str){line, strcspn(line, "\n")}, readings);
        for (size_t k = 0; k < n; k++) {
            for (size_t i = 0; i < readings[k].count; i++)
                printf("%s%.*s/%d/%d", i ? " " : "", STRF(reading_word(&readings[k], i)),
                       readings[k].words[i].letters, readings[k].words[i].role);
            putchar(k + 1 < n ? '\t' : '\n');
        }
    }
    return 0;
}
