/* SPDX-License-Identifier: Apache-2.0 */
/* edits.c - what letters stand for which, learned from pairs of spellings.
 *
 *   edits < PAIRS > EDITS          lines of: word, word, weight
 *   edits -d < PAIRS > EDITS       the first word is native: directions differ
 *
 * A pair is made by a row of segments, each of up to three letters on each
 * side; ^ and $ are letters that only meet each other.  The probability of each
 * segment is estimated by expectation over every way to cut the pair (EM);
 * segments that are not worth their place are dropped after each round.  The
 * cost of a segment is what it adds to minus the logarithm of the probability,
 * against both sides unchanged, in sixteenths of a nat.  Nothing is random. */
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LONGEST = 24, BEGIN = 27, END = 28, SLOTS = 1 << 23, BAND = 5, ROUNDS = 9, NAT = 16 };

struct pair {
    uint8_t a[LONGEST + 2], b[LONGEST + 2], na, nb;
    double weight;
};

struct segment {
    uint32_t key; /* 0 when empty; six letters of five bits, those of a first */
    double p, count;
    unsigned pairs; /* that had it with some weight */
    uint32_t last;
};

static struct segment *table;
static size_t slots = SLOTS; /* a power of two */
static struct pair *pairs;
static size_t pair_count;
static bool directed;

static uint32_t key_of(const uint8_t *x, unsigned p, const uint8_t *y, unsigned q)
{
    uint32_t k = 0;
    for (unsigned i = 0; i < 3; i++)
        k = k << 5 | (i < p ? x[i] : 0);
    for (unsigned i = 0; i < 3; i++)
        k = k << 5 | (i < q ? y[i] : 0);
    return k;
}

static uint32_t turned(uint32_t key)
{
    return (key << 15 & 0x3fff8000u) | key >> 15;
}

static struct segment *find(uint32_t key)
{
    size_t at = (key * 2654435761u >> 8) & (slots - 1);
    while (table[at].key && table[at].key != key)
        at = (at + 1) & (slots - 1);
    return &table[at];
}

/* May these letters stand for each other as one segment? */
static bool allowed(const uint8_t *x, unsigned p, const uint8_t *y, unsigned q)
{
    bool begin = (p && x[0] == BEGIN), end = (p && x[p - 1] == END);
    if (begin != (q && y[0] == BEGIN) || end != (q && y[q - 1] == END))
        return false;
    x += begin, y += begin;
    p -= begin + end, q -= begin + end;
    if (begin || end)
        return (p == 0 && q == 0) ||
               (p + q > 0 && (!p || !q || (x[0] != y[0] && x[p - 1] != y[q - 1])) && p <= 2 &&
                q <= 2);
    if (p + q == 1 || (p == 1 && q == 1))
        return true;
    if (!p || !q)
        return false;
    if (p + q == 3)
        return true;
    return x[0] != y[0] && x[p - 1] != y[q - 1];
}

static double start(unsigned p, unsigned q, bool same)
{
    if (p == 1 && q == 1)
        return same ? 0.03 : 2e-5;
    return p + q == 1 ? 1e-4 : p + q == 3 ? 2e-6 : p + q == 4 ? 1e-7 : 1e-8;
}

static double add_to(struct segment *s, double by, uint32_t pair)
{
    s->count += by;
    if (by > 0.1 && s->last != pair) {
        s->pairs++;
        s->last = pair;
    }
    return by;
}

/* Sums over every cut of the pair; adds what is expected of each segment. */
static double expect(const struct pair *w, uint32_t number, bool first)
{
    static double forward[LONGEST + 3][LONGEST + 3], backward[LONGEST + 3][LONGEST + 3];
    memset(forward, 0, sizeof forward);
    memset(backward, 0, sizeof backward);
    forward[0][0] = 1;
    backward[w->na][w->nb] = 1;
    for (int back = 0; back < 2; back++) {
        for (int n = 0; n <= w->na; n++)
            for (int m = 0; m <= w->nb; m++) {
                int i = back ? w->na - n : n, j = back ? w->nb - m : m;
                if (i - j > BAND || j - i > BAND)
                    continue;
                for (int p = 0; p <= 3 && i + p <= w->na; p++)
                    for (int q = 0; q <= 3 && j + q <= w->nb; q++) {
                        if (p + q == 0 || !allowed(w->a + i, (unsigned)p, w->b + j, (unsigned)q))
                            continue;
                        uint32_t key = key_of(w->a + i, (unsigned)p, w->b + j, (unsigned)q);
                        struct segment *s = find(key);
                        if (first && !s->key) {
                            s->key = key;
                            s->p = start((unsigned)p, (unsigned)q, p && q && w->a[i] == w->b[j]);
                        }
                        if (!s->key || s->p <= 0)
                            continue;
                        if (!back)
                            forward[i + p][j + q] += forward[i][j] * s->p;
                        else
                            backward[i][j] += s->p * backward[i + p][j + q];
                    }
            }
    }
    double all = backward[0][0];
    if (all <= 0)
        return 0;
    for (int i = 0; i <= w->na; i++)
        for (int j = 0; j <= w->nb; j++)
            for (int p = 0; p <= 3 && i + p <= w->na && forward[i][j] > 0; p++)
                for (int q = 0; q <= 3 && j + q <= w->nb; q++) {
                    if (i - j > BAND || j - i > BAND)
                        break; /* from there nothing was summed */
                    if (p + q == 0 || backward[i + p][j + q] <= 0 ||
                        !allowed(w->a + i, (unsigned)p, w->b + j, (unsigned)q))
                        continue;
                    uint32_t key = key_of(w->a + i, (unsigned)p, w->b + j, (unsigned)q);
                    struct segment *s = find(key);
                    if (!s->key || s->p <= 0)
                        continue;
                    double by = forward[i][j] * s->p * backward[i + p][j + q] / all;
                    add_to(s, by * w->weight, number);
                    if (!directed)
                        add_to(find(turned(key)), by * w->weight, number);
                }
    return log(all) * w->weight;
}

static unsigned length(uint32_t three)
{
    return three & 31 ? 3 : three >> 5 & 31 ? 2 : three >> 10 ? 1 : 0;
}

/* Counts become probabilities; long segments pay for their place. */
static void settle(unsigned round)
{
    double sum = 0;
    for (size_t k = 0; k < slots; k++) {
        struct segment *s = &table[k];
        if (!s->key)
            continue;
        unsigned n = length(s->key >> 15) + length(s->key & 0x7fff);
        double discount = n <= 2 ? 0 : n == 3 ? 0.5 : 1.0;
        unsigned least = n <= 2 ? 1 : n == 3 ? 4 : 6;
        s->count -= discount;
        if (s->count < 0 || (round > 2 && n > 2 && (s->pairs < least || s->count < 1)))
            s->count = 0;
        if (n <= 2)
            s->count += 0.02;
        sum += s->count;
    }
    for (size_t k = 0; k < slots; k++) {
        table[k].p = table[k].count / sum;
        if (round + 1 < ROUNDS) {
            table[k].count = 0;
            table[k].pairs = 0;
            table[k].last = 0;
        }
    }
}

/* Only those that are left, close together. */
static void pack(void)
{
    struct segment *old = table;
    size_t was = slots, live = 0;
    for (size_t k = 0; k < was; k++)
        live += old[k].key && old[k].p > 0;
    for (slots = 1024; slots < 2 * live; slots *= 2)
        ;
    table = calloc(slots, sizeof *table);
    for (size_t k = 0; k < was; k++)
        if (table && old[k].key && old[k].p > 0)
            *find(old[k].key) = old[k];
    free(old);
}

/* The best that one letter gets on its side: what "unchanged" costs. */
static double plain[2][32];

static void weigh_plain(void)
{
    for (size_t k = 0; k < slots; k++) {
        uint32_t x = table[k].key >> 15, y = table[k].key & 0x7fff;
        if (!table[k].key || length(x) != 1 || length(y) != 1)
            continue;
        if (!directed && x != y)
            continue;
        if (table[k].p > plain[0][x >> 10])
            plain[0][x >> 10] = table[k].p;
        if (table[k].p > plain[1][y >> 10])
            plain[1][y >> 10] = table[k].p;
    }
}

static double unchanged(unsigned side, uint32_t three)
{
    double sum = 0;
    for (int i = 2; i >= 0; i--)
        if (three >> 5 * i & 31)
            sum += log(plain[side][three >> 5 * i & 31]);
    return sum;
}

static void spell(uint32_t three, char out[4])
{
    static const char letters[] = "?abcdefghijklmnopqrstuvwxyz^$???";
    unsigned n = 0;
    for (int i = 2; i >= 0; i--)
        if (three >> 5 * i & 31)
            out[n++] = letters[three >> 5 * i & 31];
    out[n] = 0;
}

static void print_all(void)
{
    for (size_t k = 0; k < slots; k++) {
        struct segment *s = &table[k];
        uint32_t x = s->key >> 15, y = s->key & 0x7fff;
        if (!s->key || s->p <= 0 || x == y || (!directed && x > y))
            continue;
        double cost = -log(s->p) + (unchanged(0, x) + unchanged(1, y)) / 2;
        char a[4], b[4];
        spell(x, a), spell(y, b);
        printf("%s\t%s\t%.1f\t%.2f\t%u\n", *a ? a : "-", *b ? b : "-", cost * NAT, s->count,
               s->pairs);
    }
}

static bool encode(const char *word, uint8_t *out, uint8_t *n)
{
    size_t len = strlen(word);
    if (len == 0 || len > LONGEST)
        return false;
    *n = 0;
    out[(*n)++] = BEGIN;
    for (size_t i = 0; i < len; i++) {
        if (word[i] < 'a' || word[i] > 'z')
            return false;
        out[(*n)++] = (uint8_t)(word[i] - 'a' + 1);
    }
    out[(*n)++] = END;
    return true;
}

int main(int argc, char **argv)
{
    directed = argc > 1 && strcmp(argv[1], "-d") == 0;
    table = calloc(SLOTS, sizeof *table);
    size_t room = 0;
    char a[256], b[256];
    double weight;
    while (scanf("%255s %255s %lf%*[^\n]", a, b, &weight) == 3) {
        if (pair_count == room) {
            room = room ? room * 2 : 1024;
            pairs = realloc(pairs, room * sizeof *pairs);
        }
        if (!table || !pairs)
            return 1;
        struct pair *w = &pairs[pair_count];
        w->weight = weight;
        if (encode(a, w->a, &w->na) && encode(b, w->b, &w->nb))
            pair_count++;
    }
    for (unsigned round = 0; round < ROUNDS; round++) {
        double sum = 0;
        for (size_t k = 0; k < pair_count; k++) {
            if (round == 0 && !directed) { /* both directions exist from the start */
                struct pair t = pairs[k];
                memcpy(t.a, pairs[k].b, sizeof t.a);
                memcpy(t.b, pairs[k].a, sizeof t.b);
                t.na = pairs[k].nb, t.nb = pairs[k].na, t.weight = 0;
                expect(&t, 0, true);
            }
            sum += expect(&pairs[k], (uint32_t)k + 1, round == 0);
        }
        settle(round);
        if (round == 0 || round == 3)
            pack();
        fprintf(stderr, "round %u: %zu pairs, %.0f\n", round, pair_count, sum);
    }
    weigh_plain();
    print_all();
    return 0;
}
