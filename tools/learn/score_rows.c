/* SPDX-License-Identifier: Apache-2.0 */
/* score_rows.c - the evidence of pairs of names, for learning and measuring.
 *
 * Standard input: LABEL <tab> person|thing|any <tab> NAME <tab> NAME, a pair a
 * line.  Standard output: label, subject (0 or 1), odds, then the amount of
 * each sort of evidence, tab-separated, a line each. */
#include "screen/compare.h"

#include <stdio.h>
#include <string.h>

static enum subject subject_of(struct str word, const struct asked *a, const struct asked *b)
{
    if (str_is(word, "person"))
        return SUBJECT_PERSON;
    return str_is(word, "thing") ? SUBJECT_THING : compare_subject(&a->reading[0], &b->reading[0]);
}

static void row(struct str line)
{
    static struct asked a, b;
    struct score s;
    struct str label, subject, one;
    struct str rest = str_cut(line, '\t', &label);
    rest = str_cut(rest, '\t', &subject);
    struct str other = str_cut(rest, '\t', &one);
    asked_read(one, &a);
    asked_read(other, &b);
    compare_names(&a, &b, subject_of(subject, &a, &b), &s, NULL, NULL);
    printf("%.*s\t%d\t%.4f", STRF(label), (int)s.subject, s.odds);
    for (size_t e = 0; e < EVIDENCE_COUNT; e++)
        printf("\t%.4g", (double)s.amount[e]);
    putchar('\n');
}

int main(void)
{
    static char line[1 << 16];
    while (fgets(line, sizeof line, stdin))
        row((struct str){line, strcspn(line, "\n")});
    return 0;
}
