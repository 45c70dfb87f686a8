/* SPDX-License-Identifier: Apache-2.0 */
/* reach.c - how many words of VOCABULARY share a probe with each word of QUERIES.
 *
 *   reach VOCABULARY QUERIES       one word a line */
#include "text/alike.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct post {
    uint32_t probe, word;
};

static int by_probe(const void *a, const void *b)
{
    const struct post *x = a, *y = b;
    return x->probe < y->probe   ? -1
           : x->probe > y->probe ? 1
           : x->word < y->word   ? -1
                                 : x->word > y->word;
}

static int by_count(const void *a, const void *b)
{
    return *(const int *)a - *(const int *)b;
}

int main(int argc, char **argv)
{
    FILE *f = argc > 2 ? fopen(argv[1], "r") : NULL, *q = argc > 2 ? fopen(argv[2], "r") : NULL;
    if (!f || !q)
        return 2;
    size_t n = 0, words = 0, probes = 0, queries = 0;
    struct post *posts = malloc(sizeof *posts * 8000000);
    char(*text)[40] = calloc(1000000, 40);
    uint32_t out[ALIKE_PROBES];
    while (fscanf(f, "%39s", text[words]) == 1) {
        size_t k = alike_probes((struct str){text[words], strlen(text[words])}, out);
        for (size_t i = 0; i < k; i++)
            posts[n++] = (struct post){out[i], (uint32_t)words};
        words++;
    }
    qsort(posts, n, sizeof *posts, by_probe);
    uint32_t *seen = calloc(words, sizeof *seen);
    int *counts = calloc(1000000, sizeof *counts);
    size_t sum = 0, near = 0;
    char word[40];
    while (fscanf(q, "%39s", word) == 1) {
        size_t k = alike_probes((struct str){word, strlen(word)}, out);
        queries++;
        probes += k;
        for (size_t i = 0; i < k; i++) {
            size_t lo = 0, hi = n;
            while (lo < hi) {
                size_t mid = (lo + hi) / 2;
                if (posts[mid].probe < out[i])
                    lo = mid + 1;
                else
                    hi = mid;
            }
            for (; lo < n && posts[lo].probe == out[i]; lo++)
                if (seen[posts[lo].word] != queries) {
                    seen[posts[lo].word] = (uint32_t)queries;
                    counts[queries]++;
                    const char *t = text[posts[lo].word];
                    near += alike_cost((struct str){word, strlen(word)}, 0,
                                       (struct str){t, strlen(t)}, 0) < ALIKE_FAR;
                }
        }
        sum += (size_t)counts[queries];
    }
    qsort(counts + 1, queries, sizeof *counts, by_count);
    printf("%zu words, %zu queries: probes %.2f, candidates mean %.1f median %d p90 %d p99 %d max "
           "%d; alike %.2f\n",
           words, queries, (double)probes / (double)queries, (double)sum / (double)queries,
           counts[queries / 2], counts[queries * 9 / 10], counts[queries * 99 / 100],
           counts[queries], (double)near / (double)queries);
    return 0;
}
