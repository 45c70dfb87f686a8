/* SPDX-License-Identifier: Apache-2.0 */
/* alike.c - the cheapest way to turn one word into the other.
 *
 * Both words are cut into segments of up to three letters that stand for each
 * other; each pair of segments has a cost (alike_table.h), and the least sum is
 * found row by row, going only from cells that are still below the limit: of
 * two words of eight letters these are some 30 of 100 cells. */
#include "text/alike.h"

#include "text/alike_table.h"

#include <string.h>

enum { SWAPPED = 44, OTHER_SEX = 40, CELLS = WORD_MAX + 6, UNREACHED = 0x3fff };

void alike_ready(struct str word, struct alike_word *out)
{
    *out = (struct alike_word){.plain = word.len > 0 && word.len <= WORD_MAX};
    size_t len = word.len <= WORD_MAX ? word.len : WORD_MAX;
    uint8_t *code = out->code;
    memcpy(out->letters, word.s, len);
    out->len = (uint8_t)len;
    code[0] = ALIKE_BEGIN;
    for (size_t i = 0; i < len; i++) {
        unsigned c = (unsigned char)word.s[i];
        bool letter = c >= 'a' && c <= 'z';
        out->plain &= letter;
        code[i + 1] = (uint8_t)(letter ? c - 'a' + 1 : 0);
    }
    code[len + 1] = ALIKE_END;
    for (size_t i = 0; i <= len; i++) {
        out->two[i] = alike_two[code[i]][code[i + 1]];
        out->three[i] = alike_three[out->two[i]][code[i + 2]];
    }
}

/* What two words may cost at most to be alike, by their letters together: the
 * shorter they are the more words are near them by chance. */
static unsigned limit_of(size_t letters)
{
    static const uint8_t limit[] = {0,  0,  0,  15,  20,  22,  24,  32,  46,  52,  60, 68,
                                    76, 84, 92, 104, 113, 120, 128, 136, 144, 152, 160};
    return letters < COUNT(limit) ? limit[letters] : limit[COUNT(limit) - 1];
}

struct grid {
    const struct alike_table *t;
    const struct alike_word *a, *b;
    unsigned limit;
    uint16_t cell[4][CELLS]; /* rows i to i + 3, in turn */
};

static inline void reach(struct grid *g, unsigned i, unsigned j, unsigned cost)
{
    uint16_t *cell = &g->cell[i & 3][j];
    if (cost < *cell)
        *cell = (uint16_t)cost;
}

static unsigned rule_cost(const struct alike_table *t, unsigned a, unsigned b)
{
    if (a == 0 || b == 0)
        return ALIKE_NONE;
    for (unsigned k = alike_slot(a, b); t->rules[k].a; k = (k + 1) % ALIKE_SLOTS)
        if (t->rules[k].a == a && t->rules[k].b == b)
            return t->rules[k].cost;
    return ALIKE_NONE;
}

/* From one cell by two or three letters of one side, or of both. */
static void reach_groups(struct grid *g, unsigned i, unsigned j, unsigned sum)
{
    const struct alike_table *t = g->t;
    const uint16_t a[2] = {g->a->two[i], g->a->three[i]}, b[2] = {g->b->two[j], g->b->three[j]};
    unsigned x = g->a->code[i], y = g->b->code[j], ruled = 0;
    for (unsigned k = 0; k < 2; k++) {
        unsigned in_a = t->group[0][a[k]], in_b = t->group[1][b[k]];
        if (in_a & 0x7fff)
            reach(g, i + 2 + k, j + 1, sum + t->rows[in_a & 0x7fff][y]);
        if (in_b & 0x7fff)
            reach(g, i + 1, j + 2 + k, sum + t->rows[in_b & 0x7fff][x]);
        ruled |= (in_a >> 15) << k | (in_b >> 15) << (2 + k);
    }
    for (unsigned k = 0; k < 2 && (ruled & 3); k++)
        for (unsigned m = 0; m < 2 && (ruled >> 2); m++)
            if ((ruled >> k & 1) && (ruled >> (2 + m) & 1))
                reach(g, i + 2 + k, j + 2 + m, sum + rule_cost(t, a[k], b[m]));
}

static unsigned cheapest(struct grid *g)
{
    const uint8_t *a = g->a->code, *b = g->b->code;
    unsigned n = g->a->len + 2u, m = g->b->len + 2u;
    for (unsigned i = 0; i < 4; i++)
        for (unsigned j = 0; j < m + 4; j++)
            g->cell[i][j] = UNREACHED;
    g->cell[0][0] = 0;
    for (unsigned i = 0; i < n; i++) {
        uint16_t *row = g->cell[i & 3];
        for (unsigned j = 0; j <= m; j++) {
            unsigned sum = row[j];
            if (sum >= g->limit)
                continue;
            reach(g, i + 1, j + 1, sum + g->t->one[a[i]][b[j]]);
            reach(g, i + 1, j, sum + g->t->one[a[i]][0]);
            reach(g, i, j + 1, sum + g->t->one[0][b[j]]);
            if (a[i] == b[j + 1] && a[i + 1] == b[j])
                reach(g, i + 2, j + 2, sum + SWAPPED);
            reach_groups(g, i, j, sum);
        }
        for (unsigned j = 0; j < m + 4; j++)
            row[j] = UNREACHED;
    }
    return g->cell[n & 3][m];
}

/* Part of what likeness is (alike.h): what the probes do not find is far. */
static bool share_probe(const struct alike_word *a, const struct alike_word *b)
{
    uint32_t x[ALIKE_PROBES], y[ALIKE_PROBES];
    size_t n = alike_probes((struct str){a->letters, a->len}, x);
    size_t m = alike_probes((struct str){b->letters, b->len}, y);
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < m; j++)
            if (x[i] == y[j])
                return true;
    return false;
}

/* Karim and Karima, Petrov and Petrova: the one is a man, the other a woman. */
static bool of_two_sexes(const struct alike_word *a, const struct alike_word *b)
{
    static const char open[] = "aeiouyh";
    char x = a->letters[a->len - 1], y = b->letters[b->len - 1];
    return (x == 'a') != (y == 'a') && !strchr(open, x == 'a' ? y : x);
}

unsigned alike_ready_cost(const struct alike_word *a, enum letters a_in, const struct alike_word *b,
                          enum letters b_in)
{
    if (a->len == b->len && memcmp(a->letters, b->letters, a->len) == 0)
        return 0;
    if (!a->plain || !b->plain)
        return ALIKE_FAR;
    /* The side with the table's script comes first. */
    bool turn = alike_table_of[b_in] > alike_table_of[a_in];
    struct grid g = {.t = &alike_tables[alike_table_of[turn ? b_in : a_in]],
                     .a = turn ? b : a,
                     .b = turn ? a : b,
                     .limit = limit_of(a->len + b->len)};
    if (alike_table_of[a_in] == alike_table_of[b_in])
        g.t = &alike_tables[0];
    unsigned cost = cheapest(&g) + (of_two_sexes(a, b) ? OTHER_SEX : 0);
    return cost < g.limit && share_probe(a, b) ? cost : ALIKE_FAR;
}

unsigned alike_cost(struct str a, enum letters a_in, struct str b, enum letters b_in)
{
    if (str_equal(a, b))
        return 0;
    struct alike_word x, y;
    alike_ready(a, &x);
    alike_ready(b, &y);
    return alike_ready_cost(&x, a_in, &y, b_in);
}
