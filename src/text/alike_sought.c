/* SPDX-License-Identifier: Apache-2.0 */
/* alike_sought.c - one word against many that were found by a probe.
 *
 * What alike.c finds row by row and cell by cell is found here column by column,
 * sixteen cells at once: a column is what each beginning of the sought word costs
 * against the letters of the other word so far.  What a letter or a group of the
 * other word costs for what ends at each letter of the sought word is worked out
 * when it is first met and kept, since words that share a probe share letters.
 *
 * Before that come bounds that need no column: letters that the other word has
 * not cost at least what the table says (alike_table.h: least). */
#include "text/alike_sought.h"

#include "text/alike_table.h"

#include <string.h>

enum { SWAPPED = 44, OTHER_SEX = 40, WIDE = 2 * LANES, ENDS = WORD_MAX + 2 };

/* ---- The sought word. */

void alike_sought_begin(struct alike_sought *s, struct str word, enum letters in)
{
    alike_ready(word, &s->word);
    s->in = in;
    s->t = NULL;
    s->n_probes = 0;
    s->fits = s->word.plain && s->word.len + 3 <= WIDE;
    s->parts = s->word.len + 3 <= LANES ? 1 : 2;
    if (!s->fits)
        return;
    memset(s->behind, 0, sizeof s->behind);
    for (unsigned i = 1; i < s->word.len; i++)
        s->behind[s->word.code[i]] |= 1u << s->word.code[i + 1];
}

static unsigned one_cost(const struct alike_sought *s, unsigned mine, unsigned other)
{
    return s->side ? s->t->one[other][mine] : s->t->one[mine][other];
}

/* To take away two letters, and four, from what it costs to take away one. */
static void sum_less(struct alike_sought *s)
{
    struct lanes below[2] = {lanes_all(255), lanes_all(255)};
    for (unsigned part = 0; part < s->parts; part++) {
        struct lanes one = lanes_load(&s->less[0][part * LANES]);
        struct lanes two = lanes_add(one, lanes_up(one, below[0], 1));
        struct lanes four = lanes_add(two, lanes_up(two, below[1], 2));
        lanes_store(two, &s->less[1][part * LANES]);
        lanes_store(four, &s->less[2][part * LANES]);
        below[0] = one;
        below[1] = two;
    }
}

/* Turns to another table. */
static void turn_to(struct alike_sought *s, const struct alike_table *t, unsigned side)
{
    const uint8_t *code = s->word.code, *least = t->least[side], *least_other = t->least[!side];
    s->t = t;
    s->side = side;
    s->known = s->has[0] = s->has[1] = s->has[2] = 0;
    for (unsigned i = 0; i < COUNT(s->met); i++)
        s->met[i].group = 0;
    for (unsigned c = 1; c < 27; c++) {
        s->weight[c] = 0;
        s->other[c] = s->word.mask >> c & 1 ? 0 : least_other[c];
    }
    memset(s->less[0], ALIKE_NONE, sizeof s->less[0]);
    for (unsigned i = 1; i <= s->word.len + 2u; i++) {
        s->less[0][i] = (uint8_t)one_cost(s, code[i - 1], 0);
        s->weight[code[i - 1]] = (uint16_t)(s->weight[code[i - 1]] + least[code[i - 1]]);
    }
    sum_less(s);
}

/* The groups of the sought word that the letter can stand for. */
static void know_groups(struct alike_sought *s, unsigned c, unsigned width)
{
    const uint16_t *group = width == 2 ? s->word.two : s->word.three;
    uint8_t *cost = s->cost[width - 1][c];
    bool some = false;
    for (unsigned end = width; end <= s->word.len + 2u; end++) {
        unsigned g = group[end - width];
        if (!g || !(s->t->letters[s->side][g] >> c & 1))
            continue;
        if (!some)
            memset(cost, ALIKE_NONE, WIDE);
        cost[end] = s->t->rows[s->t->group[s->side][g] & (ALIKE_RULED - 1)][c];
        some = true;
    }
    s->has[width - 1] |= (uint32_t)some << c;
}

static void know_letter(struct alike_sought *s, unsigned c)
{
    memset(s->cost[0][c], ALIKE_NONE, WIDE);
    for (unsigned i = 1; i <= s->word.len + 2u; i++)
        s->cost[0][c][i] = (uint8_t)one_cost(s, s->word.code[i - 1], c);
    know_groups(s, c, 2);
    know_groups(s, c, 3);
    s->known |= 1u << c;
}

/* ---- Groups of the other word. */

static unsigned rule_cost(const struct alike_sought *s, unsigned mine, unsigned other)
{
    unsigned a = s->side ? other : mine, b = s->side ? mine : other;
    const struct alike_rule *rules = s->t->rules;
    for (unsigned k = alike_slot(a, b); rules[k].a; k = (k + 1) % ALIKE_SLOTS)
        if (rules[k].a == a && rules[k].b == b)
            return rules[k].cost < ALIKE_NONE ? rules[k].cost : ALIKE_NONE;
    return ALIKE_NONE;
}

static void put(struct alike_met *m, unsigned width, unsigned end, unsigned cost)
{
    if (cost >= ALIKE_NONE)
        return;
    if (!(m->has >> width & 1))
        memset(m->cost[width - 1], ALIKE_NONE, WIDE);
    m->has |= (uint8_t)(1u << width);
    m->cost[width - 1][end] = (uint8_t)cost;
}

static void meet(struct alike_sought *s, struct alike_met *m, unsigned group)
{
    const struct alike_word *w = &s->word;
    uint32_t mask = w->mask | 1u << ALIKE_BEGIN | 1u << ALIKE_END;
    unsigned in = s->t->group[!s->side][group], end = w->len + 2u;
    const uint8_t *row = s->t->rows[in & (ALIKE_RULED - 1)];
    m->group = (uint16_t)group;
    m->has = 0;
    if ((in & (ALIKE_RULED - 1)) && (s->t->letters[!s->side][group] & mask))
        for (unsigned i = 1; i <= end; i++)
            put(m, 1, i, row[w->code[i - 1]]);
    if (!(in & ALIKE_RULED))
        return;
    uint64_t partners = s->t->partners[!s->side][group];
    for (unsigned width = 2; width <= 3; width++)
        for (unsigned i = 0; i + width <= end; i++) {
            unsigned mine = width == 2 ? w->two[i] : w->three[i];
            if (mine && partners >> (mine & 63) & 1)
                put(m, width, i + width, rule_cost(s, mine, group));
        }
}

/* ---- Columns. */

static ALWAYS_INLINE void lower_by(struct lanes *here, const struct lanes *from, unsigned up,
                                   const uint8_t *cost, unsigned parts)
{
    for (unsigned part = 0; part < parts; part++) {
        struct lanes moved = lanes_up(from[part], part ? from[0] : lanes_all(255), up);
        here[part] = lanes_min(here[part], lanes_add(moved, lanes_load(cost + part * LANES)));
    }
}

/* A group of the other word that ends here; `from` is the column before it. */
static ALWAYS_INLINE void lower_group(struct alike_sought *s, struct lanes *here,
                                      const struct lanes *from, unsigned group, unsigned parts)
{
    struct alike_met *m = &s->met[group % COUNT(s->met)];
    if (m->group != group)
        meet(s, m, group);
    if (m->has >> 1 & 1)
        lower_by(here, from, 1, m->cost[0], parts);
    if (m->has >> 2 & 1)
        lower_by(here, from, 2, m->cost[1], parts);
    if (m->has >> 3 & 1)
        lower_by(here, from, 3, m->cost[2], parts);
}

static void lower_swap(const struct alike_sought *s, struct lanes *here, const struct lanes *from,
                       unsigned first, unsigned second)
{
    uint8_t cost[WIDE];
    memset(cost, ALIKE_NONE, sizeof cost);
    for (unsigned i = 1; i < s->word.len; i++)
        if (s->word.code[i] == second && s->word.code[i + 1] == first)
            cost[i + 2] = SWAPPED;
    lower_by(here, from, 2, cost, s->parts);
}

/* From the column before it alone. */
static ALWAYS_INLINE void lower_letter(const struct alike_sought *s, struct lanes *here,
                                       const struct lanes *from, unsigned c, unsigned parts)
{
    struct lanes more = lanes_all(one_cost(s, 0, c));
    for (unsigned part = 0; part < parts; part++)
        here[part] = lanes_add(from[part], more);
    lower_by(here, from, 1, s->cost[0][c], parts);
    if (s->has[1] >> c & 1)
        lower_by(here, from, 2, s->cost[1][c], parts);
    if (s->has[2] >> c & 1)
        lower_by(here, from, 3, s->cost[2][c], parts);
}

/* Letters of the sought word taken away: up to seven in a row, of which each costs
 * more than an eighth of any limit. */
static ALWAYS_INLINE void lower_less(const struct alike_sought *s, struct lanes *here,
                                     unsigned parts)
{
    for (unsigned k = 0; k < 3; k++) {
        struct lanes from[2] = {here[0], here[parts - 1]};
        lower_by(here, from, 1u << k, s->less[k], parts);
    }
}

static ALWAYS_INLINE unsigned cheapest(struct alike_sought *s, const uint8_t *code, unsigned n,
                                       unsigned limit, unsigned parts)
{
    struct lanes columns[4][2] = {{lanes_all(255), lanes_all(255)}};
    uint8_t first[LANES];
    memset(first + 1, ALIKE_NONE, sizeof first - 1);
    first[0] = 0;
    columns[0][0] = lanes_load(first);
    unsigned two = 0, dead = 0;
    for (unsigned j = 1; j <= n; j++) {
        unsigned c = code[j - 1], before = j > 1 ? code[j - 2] : 0;
        struct lanes *here = columns[j % 4];
        unsigned three = alike_three[two][c];
        two = alike_two[before][c];
        if (!(s->known >> c & 1))
            know_letter(s, c);
        lower_letter(s, here, columns[(j - 1) % 4], c, parts);
        if (two)
            lower_group(s, here, columns[(j - 2) % 4], two, parts);
        if (three)
            lower_group(s, here, columns[(j - 3) % 4], three, parts);
        if (c != before && s->behind[c] >> before & 1)
            lower_swap(s, here, columns[(j - 2) % 4], before, c);
        lower_less(s, here, parts);
        bool live =
            lanes_reach(here[0], limit - 1) || (parts > 1 && lanes_reach(here[1], limit - 1));
        dead = live ? 0 : dead + 1;
        if (dead == 3) /* a group leaps over two columns, not over three */
            return ALIKE_FAR;
    }
    uint8_t last[WIDE];
    for (unsigned part = 0; part < parts; part++)
        lanes_store(columns[n % 4][part], last + part * LANES);
    return last[s->word.len + 2];
}

/* ---- The other word. */

struct other {
    uint8_t code[WORD_MAX + 2];
    uint32_t mask;
    unsigned least; /* of its letters that the sought word has not */
};

static bool read_other(const struct alike_sought *s, struct str word, struct other *o)
{
    o->code[0] = ALIKE_BEGIN;
    o->mask = o->least = 0;
    for (size_t i = 0; i < word.len; i++) {
        unsigned c = (unsigned char)word.s[i] - 'a' + 1u;
        if (c - 1 > 25)
            return false;
        o->code[i + 1] = (uint8_t)c;
        o->mask |= 1u << c;
        o->least += s->other[c];
    }
    o->code[word.len + 1] = ALIKE_END;
    return true;
}

/* The letters of the sought word that the other word has not. */
static unsigned least_of(const struct alike_sought *s, uint32_t mask)
{
    unsigned sum = 0;
    for (uint32_t left = s->word.mask & ~mask; left; left &= left - 1)
        sum += s->weight[lowest_bit(left)];
    return sum;
}

static bool of_two_sexes(char x, char y)
{
    static const char open[] = "aeiouyh";
    return (x == 'a') != (y == 'a') && !strchr(open, x == 'a' ? y : x);
}

static bool share_probe(struct alike_sought *s, struct str word)
{
    uint32_t probes[ALIKE_PROBES];
    if (!s->n_probes)
        s->n_probes = alike_probes((struct str){s->word.letters, s->word.len}, s->probes);
    size_t n = alike_probes(word, probes);
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < s->n_probes; k++)
            if (probes[i] == s->probes[k])
                return true;
    return false;
}

/* By letters alone; ALIKE_FAR from `limit` on. */
static unsigned letters_cost(struct alike_sought *s, const struct other *o, struct str word,
                             unsigned limit)
{
    char x = s->word.letters[s->word.len - 1], y = word.s[word.len - 1];
    unsigned most = alike_limit(s->word.len + word.len);
    unsigned more = of_two_sexes(x, y) ? OTHER_SEX : 0;
    most = most < limit ? most : limit;
    if (o->least + more >= most || least_of(s, o->mask) + more >= most)
        return ALIKE_FAR;
    unsigned n = (unsigned)word.len + 2;
    unsigned cost = s->parts == 1 ? cheapest(s, o->code, n, most - more, 1)
                                  : cheapest(s, o->code, n, most - more, 2);
    return cost + more < most ? cost + more : ALIKE_FAR;
}

static unsigned slow_cost(const struct alike_sought *s, struct str word, enum letters in,
                          unsigned limit)
{
    unsigned cost = alike_cost((struct str){s->word.letters, s->word.len}, s->in, word, in);
    return cost < limit ? cost : ALIKE_FAR;
}

unsigned alike_sought_cost(struct alike_sought *s, struct str word, enum letters in, unsigned limit)
{
    struct other o;
    unsigned mine = alike_table_of[s->in], other = alike_table_of[in];
    unsigned side = other > mine;
    const struct alike_table *t = &alike_tables[mine == other ? 0 : side ? other : mine];
    if (!s->fits || word.len == 0 || word.len > WORD_MAX)
        return slow_cost(s, word, in, limit);
    if (s->t != t)
        turn_to(s, t, side);
    if (!read_other(s, word, &o))
        return ALIKE_FAR;
    if (s->word.len == word.len && s->word.mask == o.mask &&
        memcmp(s->word.letters, word.s, word.len) == 0)
        return limit ? 0 : ALIKE_FAR;
    unsigned cost = alike_known_cost(s->word.number, s->word.number ? alike_word_number(word) : 0);
    if (cost == ALIKE_UNKNOWN)
        cost = letters_cost(s, &o, word, limit);
    return cost < limit && cost < ALIKE_FAR && share_probe(s, word) ? cost : ALIKE_FAR;
}
