/* SPDX-License-Identifier: Apache-2.0 */
/* near.c - prints every pair of words that letters alone make alike.
 *
 *   near < WORDS       one word a line; prints: cost, word, word */
#include "text/alike_table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 200000 };

struct post {
    uint32_t probe, word;
};

static struct alike_word *words;

static int by_probe(const void *a, const void *b)
{
    const struct post *x = a, *y = b;
    if (x->probe != y->probe)
        return x->probe < y->probe ? -1 : 1;
    return x->word < y->word ? -1 : x->word > y->word;
}

static int by_pair(const void *a, const void *b)
{
    return memcmp(a, b, sizeof(uint32_t[2]));
}

int main(void)
{
    words = calloc(MOST, sizeof *words);
    struct post *posts = calloc((size_t)MOST * ALIKE_PROBES, sizeof *posts);
    uint32_t(*pairs)[2] = calloc((size_t)MOST * 400, sizeof *pairs);
    size_t count = 0, n = 0, n_pairs = 0;
    char word[64];
    if (!words || !posts || !pairs)
        return 1;
    while (count < MOST && scanf("%63s", word) == 1) {
        uint32_t out[ALIKE_PROBES];
        size_t k = alike_probes(str_of(word), out);
        alike_ready(str_of(word), &words[count]);
        for (size_t i = 0; i < k; i++)
            posts[n++] = (struct post){out[i], (uint32_t)count};
        count++;
    }
    qsort(posts, n, sizeof *posts, by_probe);
    for (size_t i = 0; i < n; i++)
        for (size_t j = i + 1; j < n && posts[j].probe == posts[i].probe; j++)
            if (n_pairs < (size_t)MOST * 400) {
                pairs[n_pairs][0] = posts[i].word;
                pairs[n_pairs++][1] = posts[j].word;
            }
    qsort(pairs, n_pairs, sizeof *pairs, by_pair);
    for (size_t i = 0; i < n_pairs; i++) {
        const struct alike_word *a = &words[pairs[i][0]], *b = &words[pairs[i][1]];
        if (i && by_pair(pairs[i - 1], pairs[i]) == 0)
            continue;
        unsigned cost = alike_letters_cost(a, LETTERS_LATIN, b, LETTERS_LATIN);
        if (cost < ALIKE_FAR)
            printf("%u\t%.*s\t%.*s\n", cost, a->len, a->letters, b->len, b->letters);
    }
    return 0;
}
