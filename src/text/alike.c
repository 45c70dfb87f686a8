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

enum { CELLS = WORD_MAX + 6, UNREACHED = 0x3f3f };

void alike_ready(struct str word, struct alike_word *out)
{
    *out = (struct alike_word){.plain = word.len > 0 && word.len <= WORD_MAX};
    size_t len = word.len <= WORD_MAX ? word.len : WORD_MAX;
    uint8_t *code = out->code;
    if (len) /* an empty word can have no address */
        memcpy(out->letters, word.s, len);
    out->len = (uint8_t)len;
    code[0] = ALIKE_BEGIN;
    for (size_t i = 0; i < len; i++) {
        unsigned c = (unsigned char)word.s[i];
        bool letter = c >= 'a' && c <= 'z';
        out->plain &= letter;
        code[i + 1] = (uint8_t)(letter ? c - 'a' + 1 : 0);
        out->mask |= 1u << code[i + 1];
    }
    code[len + 1] = ALIKE_END;
    out->number = (uint16_t)(out->plain ? alike_word_number(word) : 0);
    for (size_t i = 0; i <= len; i++) {
        out->two[i] = alike_two[code[i]][code[i + 1]];
        out->three[i] = alike_three[out->two[i]][code[i + 2]];
    }
}

unsigned alike_limit(size_t letters)
{
    static const uint8_t limit[] = {0,  0,  0,  15,  20,  22,  24,  32,  46,  52,  60, 68,
                                    76, 84, 92, 104, 113, 120, 128, 136, 144, 152, 160};
    return letters < COUNT(limit) ? limit[letters] : limit[COUNT(limit) - 1];
}

/* A group of one word that can stand for a letter of the other: it ends behind
 * letter `end`, is `width` letters, and its costs by letter are `costs`. */
struct group {
    const uint8_t *costs;
    uint8_t end, width;
};

/* A group of each that have a rule. */
struct meeting {
    uint8_t a_end, b_end, a_width, b_width;
    uint16_t cost;
};

enum { MEETINGS = 4 * CELLS * CELLS };

struct grid {
    const struct alike_table *t;
    const struct alike_word *a, *b;
    unsigned n, m, limit, of_a, of_b, met, next_a, next_meeting;
    struct group in_a[2 * CELLS], in_b[2 * CELLS];
    struct meeting meetings[MEETINGS]; /* by a_end */
    uint16_t cell[CELLS][CELLS];       /* what the first i letters cost against the first j */
};

static unsigned rule_cost(const struct alike_table *t, unsigned a, unsigned b)
{
    for (unsigned k = alike_slot(a, b); t->rules[k].a; k = (k + 1) % ALIKE_SLOTS)
        if (t->rules[k].a == a && t->rules[k].b == b)
            return t->rules[k].cost;
    return ALIKE_NONE;
}

/* Most groups of a word are out of play, since the other word has not the
 * letters that could stand for them.  Adds to *ruled the places of those that
 * have rules, a bit each: of two letters from i, of three from i at i + 32. */
static unsigned find_groups(const struct alike_table *t, unsigned side, const struct alike_word *w,
                            uint32_t mask, struct group *out, uint64_t *ruled)
{
    unsigned count = 0;
    mask |= 1u << ALIKE_BEGIN | 1u << ALIKE_END;
    *ruled = 0;
    for (unsigned end = 2; end <= w->len + 2u; end++)
        for (unsigned width = 2; width <= 3 && width <= end; width++) {
            unsigned i = end - width, group = width == 2 ? w->two[i] : w->three[i];
            unsigned in = group ? t->group[side][group] : 0;
            if ((in & 0x7fff) && (t->letters[side][group] & mask))
                out[count++] = (struct group){t->rows[in & 0x7fff], (uint8_t)end, (uint8_t)width};
            *ruled |= (uint64_t)(in >> 15) << (i + (width == 3 ? 32 : 0));
        }
    return count;
}

/* The rules of one group of a with those of b. */
static void meet_one(struct grid *g, unsigned group, unsigned end, unsigned p, uint64_t of_b)
{
    for (unsigned k = 0; of_b; k++, of_b >>= 1) {
        if (!(of_b & 1))
            continue;
        unsigned j = k % 32, q = k < 32 ? 2 : 3;
        unsigned other = q == 2 ? g->b->two[j] : g->b->three[j];
        if (!(g->t->partners[0][group] >> (other & 63) & 1))
            continue;
        unsigned cost = rule_cost(g->t, group, other);
        if (cost < ALIKE_NONE)
            g->meetings[g->met++] = (struct meeting){(uint8_t)end, (uint8_t)(j + q), (uint8_t)p,
                                                     (uint8_t)q, (uint16_t)cost};
    }
}

static void meet(struct grid *g, uint64_t of_a, uint64_t of_b)
{
    uint64_t marks = 0; /* of the numbers of b's groups */
    for (unsigned j = 0; j <= g->b->len; j++)
        marks |= (of_b >> j & 1) << (g->b->two[j] & 63) | (of_b >> (j + 32) & 1)
                                                              << (g->b->three[j] & 63);
    for (unsigned end = 2; end <= g->n; end++)
        for (unsigned p = 2; p <= 3 && p <= end; p++) {
            unsigned i = end - p, group = p == 2 ? g->a->two[i] : g->a->three[i];
            if ((of_a >> (i + (p == 3 ? 32 : 0)) & 1) && (g->t->partners[0][group] & marks))
                meet_one(g, group, end, p, of_b);
        }
}

static inline void lower(uint16_t *cell, unsigned cost)
{
    *cell = cost < *cell ? (uint16_t)cost : *cell;
}

/* By groups and swaps that end behind letter i of a, in the cells from lo to hi. */
static void lower_row(struct grid *g, unsigned i, unsigned lo, unsigned hi)
{
    const uint8_t *a = g->a->code, *b = g->b->code;
    uint16_t *row = g->cell[i];
    for (; g->next_a < g->of_a && g->in_a[g->next_a].end <= i; ++g->next_a) {
        const struct group *x = &g->in_a[g->next_a];
        const uint16_t *from = g->cell[i - x->width];
        for (unsigned j = lo; x->end == i && j <= hi; j++)
            lower(&row[j], from[j - 1] + (unsigned)x->costs[b[j - 1]]);
    }
    for (unsigned k = 0; k < g->of_b; k++) {
        const struct group *x = &g->in_b[k];
        if (x->end >= lo && x->end <= hi)
            lower(&row[x->end], g->cell[i - 1][x->end - x->width] + (unsigned)x->costs[a[i - 1]]);
    }
    for (; g->next_meeting < g->met && g->meetings[g->next_meeting].a_end <= i; ++g->next_meeting) {
        const struct meeting *x = &g->meetings[g->next_meeting];
        if (x->a_end == i && x->b_end <= hi)
            lower(&row[x->b_end],
                  g->cell[i - x->a_width][x->b_end - x->b_width] + (unsigned)x->cost);
    }
    if (i < 2 || a[i - 1] == a[i - 2] || !(g->b->mask >> a[i - 1] & g->b->mask >> a[i - 2] & 1))
        return;
    for (unsigned j = lo < 2 ? 2 : lo; j <= hi; j++)
        if (a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
            lower(&row[j], g->cell[i - 2][j - 2] + (unsigned)ALIKE_SWAPPED);
}

/* Which cells of a row are below the limit. */
struct live {
    unsigned from, to;
};

/* Row i from those above it, between lo and hi and as far behind as letters of
 * b alone lead. */
static struct live fill_row(struct grid *g, unsigned i, unsigned lo, unsigned hi)
{
    const uint8_t *b = g->b->code, *one = g->t->one[g->a->code[i - 1]], *none = g->t->one[0];
    const uint16_t *above = g->cell[i - 1];
    uint16_t *row = g->cell[i];
    for (unsigned j = lo; j <= hi; j++) {
        unsigned both = above[j - 1] + (unsigned)one[b[j - 1]], less = above[j] + (unsigned)one[0];
        row[j] = (uint16_t)(both < less ? both : less);
    }
    lower_row(g, i, lo, hi);
    struct live live = {CELLS, 0};
    unsigned before = UNREACHED;
    for (unsigned j = lo; j <= g->m; j++) {
        unsigned here = row[j], more = before + none[b[j - 1]];
        here = more < here ? more : here;
        row[j] = (uint16_t)here;
        before = here;
        if (here < g->limit) {
            live.from = live.from < j ? live.from : j;
            live.to = j;
        } else if (j > hi)
            break;
    }
    return live;
}

static unsigned min3(unsigned a, unsigned b, unsigned c)
{
    unsigned least = a < b ? a : b;
    return least < c ? least : c;
}

static unsigned max3(unsigned a, unsigned b, unsigned c)
{
    unsigned most = a > b ? a : b;
    return most > c ? most : c;
}

static unsigned cheapest(struct grid *g)
{
    uint64_t ruled_a, ruled_b;
    g->n = g->a->len + 2u;
    g->m = g->b->len + 2u;
    g->met = g->next_a = g->next_meeting = 0;
    g->of_a = find_groups(g->t, 0, g->a, g->b->mask, g->in_a, &ruled_a);
    g->of_b = find_groups(g->t, 1, g->b, g->a->mask, g->in_b, &ruled_b);
    if (ruled_a && ruled_b)
        meet(g, ruled_a, ruled_b);
    memset(g->cell, UNREACHED & 255, (g->n + 1) * sizeof g->cell[0]);
    g->cell[0][0] = 0;
    struct live x = {CELLS, 0}, y = {CELLS, 0}, z = {0, 0}; /* of the last three rows */
    for (unsigned i = 1; i <= g->n; i++) {
        unsigned lo = min3(x.from, y.from, z.from), hi = max3(x.to, y.to, z.to) + 3;
        if (lo == CELLS)
            return UNREACHED; /* a group leaps over two rows, not over three */
        x = y, y = z;
        z = fill_row(g, i, lo ? lo : 1, hi < g->m ? hi : g->m);
    }
    return g->cell[g->n][g->m];
}

/* What it costs at least to take away the letters that the other word has not. */
static unsigned least_cost(const uint8_t least[32], const struct alike_word *w, uint32_t other)
{
    unsigned sum = 0;
    for (unsigned i = 1; i <= w->len; i++)
        sum += other >> w->code[i] & 1 ? 0 : least[w->code[i]];
    return sum;
}

bool alike_two_sexes(struct str a, struct str b)
{
    static const char open[] = "aeiouyh";
    char x = a.s[a.len - 1], y = b.s[b.len - 1];
    return a.len != b.len && (x == 'a') != (y == 'a') && !strchr(open, x == 'a' ? y : x);
}

unsigned alike_letters_cost(const struct alike_word *a, enum letters a_in,
                            const struct alike_word *b, enum letters b_in)
{
    if (!a->plain || !b->plain)
        return ALIKE_FAR;
    unsigned in_a = alike_table_of[a_in], in_b = alike_table_of[b_in];
    bool turn = in_b > in_a; /* the side with the table's script comes first */
    struct grid g;           /* most of it is filled as it is needed */
    g.t = &alike_tables[in_a == in_b ? 0 : turn ? in_b : in_a];
    g.a = turn ? b : a;
    g.b = turn ? a : b;
    g.limit = alike_limit(a->len + b->len);
    if (least_cost(g.t->least[0], g.a, g.b->mask) >= g.limit ||
        least_cost(g.t->least[1], g.b, g.a->mask) >= g.limit)
        return ALIKE_FAR;
    unsigned cost = cheapest(&g) + (alike_two_sexes((struct str){a->letters, a->len},
                                                    (struct str){b->letters, b->len})
                                        ? ALIKE_OTHER_SEX
                                        : 0);
    return cost < g.limit ? cost : ALIKE_FAR;
}

/* ---- Words about which letters alone are wrong. */

unsigned alike_word_number(struct str word)
{
    for (uint32_t at = alike_word_hash(word);; at = (at + 1) % ALIKE_WORD_SLOTS) {
        unsigned number = alike_word_slots[at];
        if (number == 0 || str_is(word, alike_words[number]))
            return number;
    }
}

unsigned alike_known_cost(unsigned a, unsigned b)
{
    unsigned low = a < b ? a : b, high = a < b ? b : a;
    if (low == 0)
        return ALIKE_UNKNOWN;
    for (unsigned at = alike_pair_slot(low, high); alike_pairs[at].a;
         at = (at + 1) % ALIKE_PAIR_SLOTS)
        if (alike_pairs[at].a == low && alike_pairs[at].b == high)
            return alike_pairs[at].cost;
    return ALIKE_UNKNOWN;
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

/* The next letter of a word, a doubled consonant once; 0 at the end. */
static char next_single(struct str s, size_t *at)
{
    char c = *at < s.len ? s.s[(*at)++] : '\0';
    while (c && !strchr("aeiou", c) && *at < s.len && s.s[*at] == c)
        ++*at;
    return c;
}

bool alike_but_for_doubles(struct str a, struct str b)
{
    size_t i = 0, j = 0;
    char x = next_single(a, &i), y = next_single(b, &j);
    while (x && x == y) {
        x = next_single(a, &i);
        y = next_single(b, &j);
    }
    return x == y;
}

unsigned alike_ready_cost(const struct alike_word *a, enum letters a_in, const struct alike_word *b,
                          enum letters b_in)
{
    if (a->len == b->len && memcmp(a->letters, b->letters, a->len) == 0)
        return 0;
    unsigned cost = alike_known_cost(a->number, b->number);
    if (cost == ALIKE_UNKNOWN)
        cost = alike_letters_cost(a, a_in, b, b_in);
    if (cost > ALIKE_DOUBLES &&
        alike_but_for_doubles((struct str){a->letters, a->len}, (struct str){b->letters, b->len}))
        cost = ALIKE_DOUBLES;
    return cost < ALIKE_FAR && share_probe(a, b) ? cost : ALIKE_FAR;
}

unsigned alike_cost(struct str a, enum letters a_in, struct str b, enum letters b_in)
{
    if (str_equal(a, b))
        return 0;
    if (a.len > WORD_MAX || b.len > WORD_MAX) /* made ready, their ends would be lost */
        return ALIKE_FAR;
    struct alike_word x, y;
    alike_ready(a, &x);
    alike_ready(b, &y);
    return alike_ready_cost(&x, a_in, &y, b_in);
}
