/* SPDX-License-Identifier: Apache-2.0 */
/* alike_sought.c - one word against many that were found by a probe.
 *
 * What alike.c finds row by row and cell by cell is found here column by column,
 * sixteen cells at once: a column is what each beginning of the sought word costs
 * against the letters of the other word so far.  What a letter or a group of the
 * other word costs for what ends at each letter of the sought word is worked out
 * when it is first met and kept, since words that share a probe share letters.
 *
 * Before that comes a bound that needs no column: letters that one word has more of
 * than the other cost at least what the table says (alike_table.h: parts). */
#include "text/alike_sought.h"

#include "text/alike_table.h"

#include <string.h>

enum { WIDE = 2 * LANES };

static ALWAYS_INLINE unsigned letter_code(char c)
{
    return (unsigned char)c - 'a' + 1u;
}

/* ---- Cells of a column. */

/* `high` is looked at only when a column has two parts. */
struct cells {
    struct lanes low, high;
};

static ALWAYS_INLINE struct cells cells_load(const uint8_t from[WIDE], unsigned parts)
{
    struct lanes low = lanes_load(from);
    return (struct cells){low, parts > 1 ? lanes_load(from + LANES) : low};
}

static ALWAYS_INLINE void cells_store(struct cells x, uint8_t to[WIDE], unsigned parts)
{
    lanes_store(x.low, to);
    if (parts > 1)
        lanes_store(x.high, to + LANES);
}

static ALWAYS_INLINE struct cells cells_add(struct cells x, struct cells y, unsigned parts)
{
    x.low = lanes_add(x.low, y.low);
    x.high = parts > 1 ? lanes_add(x.high, y.high) : x.low;
    return x;
}

/* Those that lie `up` letters of the sought word further on.  What comes before them
 * says nothing, and all that is ever added to it is without end. */
static ALWAYS_INLINE struct cells cells_up(struct cells x, unsigned up, unsigned parts)
{
    struct lanes low = lanes_up(x.low, up);
    return (struct cells){low, parts > 1 ? lanes_up_from(x.high, x.low, up) : low};
}

/* `here`, or what is less: the cells `up` letters back, each at its cost. */
static ALWAYS_INLINE struct cells lower(struct cells here, struct cells from, unsigned up,
                                        const uint8_t cost[WIDE], unsigned parts)
{
    struct cells x = cells_add(cells_up(from, up, parts), cells_load(cost, parts), parts);
    here.low = lanes_min(here.low, x.low);
    here.high = parts > 1 ? lanes_min(here.high, x.high) : here.low;
    return here;
}

/* Letters of the sought word taken away: as many in a row as stay below the limit,
 * which are fewer than eight, since each costs more than an eighth of any limit. */
static ALWAYS_INLINE struct cells lower_less(const struct alike_sought *s, struct cells here,
                                             unsigned limit, unsigned parts)
{
    if (s->least_less >= limit)
        return here;
    here = lower(here, here, 1, s->less[0], parts);
    if (2u * s->least_less >= limit)
        return here;
    here = lower(here, here, 2, s->less[1], parts);
    return 4u * s->least_less >= limit ? here : lower(here, here, 4, s->less[2], parts);
}

/* ---- The sought word. */

void alike_sought_begin(struct alike_sought *s, struct str word, enum letters in)
{
    alike_ready(word, &s->word);
    s->in = in;
    s->t = NULL;
    s->n_probes = 0;
    s->mask = s->word.mask | 1u << ALIKE_BEGIN | 1u << ALIKE_END;
    s->fits = s->word.plain && s->word.len + 3 <= WIDE;
    s->parts = s->word.len + 3 <= LANES ? 1 : 2;
    if (!s->fits)
        return;
    memset(s->behind, 0, sizeof s->behind);
    memset(s->count, 0, sizeof s->count);
    for (unsigned i = 1; i <= s->word.len; i++)
        s->count[s->word.code[i]]++;
    for (unsigned i = 1; i < s->word.len; i++)
        s->behind[s->word.code[i]] |= 1u << s->word.code[i + 1];
}

/* What the letter of the other word costs for each of the sought word; 0 is none. */
static void know_letter(struct alike_sought *s, unsigned c)
{
    const uint8_t *from = s->side ? s->t->one[c] : &s->t->one[0][c];
    size_t step = s->side ? 1 : sizeof s->t->one[0], end = s->word.len + 2u;
    uint8_t *cost = s->cost[0][c];
    memset(cost, ALIKE_NONE, WIDE);
    for (size_t i = 0; i < end; i++)
        cost[i + 1] = from[s->word.code[i] * step];
    memset(s->more[c], *from, LANES);
    s->known |= 1u << c;
}

/* What letters bear at least of the changes of a part of the sought word. */
static void know_part(struct alike_sought *s, unsigned part)
{
    const uint8_t(*from)[32] = s->t->parts[s->side][part];
    for (unsigned way = 0; way < 2; way++)
        for (unsigned i = 0; i < 32; i += LANES)
            lanes_store(lanes_min(lanes_load(&s->part[way][i]), lanes_load(&from[way][i])),
                        &s->part[way][i]);
}

/* The letters that a group of the sought word can stand for. */
static void know_group(struct alike_sought *s, unsigned group, unsigned width, unsigned end)
{
    unsigned in = s->t->group[s->side][group];
    if (in & ALIKE_RULED)
        s->ruled |= (uint64_t)1 << (group & 63);
    const uint8_t *row = s->t->rows[in & (ALIKE_RULED - 1)];
    if (in & (ALIKE_RULED - 1))
        know_part(s, (in & (ALIKE_RULED - 1)) + 31);
    for (uint32_t left = s->t->letters[s->side][group]; left; left &= left - 1) {
        unsigned c = lowest_bit(left);
        uint8_t *cost = s->cost[width - 1][c];
        if (!(s->has[width - 1] >> c & 1))
            memset(cost, ALIKE_NONE, WIDE);
        s->has[width - 1] |= 1u << c;
        cost[end] = row[c];
    }
}

/* To take away two letters, and four, from what it costs to take away one. */
static void sum_less(struct alike_sought *s)
{
    struct cells one = cells_load(s->less[0], 2), two = cells_add(one, cells_up(one, 1, 2), 2);
    cells_store(two, s->less[1], 2);
    cells_store(cells_add(two, cells_up(two, 2, 2), 2), s->less[2], 2);
}

/* BEGIN stands for BEGIN, or for what the sought word begins with. */
static void begin_column(struct alike_sought *s)
{
    memset(s->begun, ALIKE_NONE, sizeof s->begun);
    s->begun[1] = 0;
    for (unsigned width = 2; width <= 3; width++)
        if (s->has[width - 1] >> ALIKE_BEGIN & 1)
            s->begun[width] = s->cost[width - 1][ALIKE_BEGIN][width];
    cells_store(lower_less(s, cells_load(s->begun, 2), ALIKE_FAR, 2), s->begun, 2);
}

/* What is by the table; of the script, that is, which has the table or Latin. */
static void fill(struct alike_sought *s, const struct alike_table *t, unsigned side)
{
    const struct alike_word *w = &s->word;
    const uint8_t *less = t->one[0];
    s->t = t;
    s->side = side;
    s->known = s->has[1] = s->has[2] = 0;
    s->ruled = 0;
    s->least_less = ALIKE_NONE;
    s->met_known = 0;
    s->their_letters = t->letters[!side];
    s->their_partners = t->partners[!side];
    memset(s->part, ALIKE_PART, sizeof s->part);
    know_part(s, 0);
    memset(s->less[0], ALIKE_NONE, sizeof s->less[0]);
    for (unsigned i = 0; i < w->len + 2u; i++) {
        unsigned c = w->code[i];
        s->less[0][i + 1] = side ? less[c] : t->one[c][0];
        if (s->less[0][i + 1] < s->least_less)
            s->least_less = s->less[0][i + 1];
        know_part(s, c);
        if (w->two[i])
            know_group(s, w->two[i], 2, i + 2);
        if (w->three[i])
            know_group(s, w->three[i], 3, i + 3);
    }
    s->all = 0;
    for (unsigned i = 1; i <= w->len; i++)
        s->all += s->part[1][w->code[i]];
    sum_less(s);
    begin_column(s);
}

/* Turns to words of a script. */
static void turn_to(struct alike_sought *s, enum letters in)
{
    unsigned mine = alike_table_of[s->in], other = alike_table_of[in], side = other > mine;
    const struct alike_table *t = &alike_tables[mine == other ? 0 : side ? other : mine];
    if (s->t != t)
        fill(s, t, side);
    s->other_in = in;
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
    unsigned in = s->t->group[!s->side][group], end = w->len + 2u;
    const uint8_t *row = s->t->rows[in & (ALIKE_RULED - 1)];
    uint64_t partners = s->t->partners[!s->side][group];
    m->group = (uint16_t)group;
    m->has = 0;
    for (unsigned i = 0; in & (ALIKE_RULED - 1) && i < end; i++)
        put(m, 1, i + 1, row[w->code[i]]);
    for (unsigned i = 0; partners & s->ruled && i + 1 < end; i++) {
        if (w->two[i] && partners >> (w->two[i] & 63) & 1)
            put(m, 2, i + 2, rule_cost(s, w->two[i], group));
        if (w->three[i] && partners >> (w->three[i] & 63) & 1)
            put(m, 3, i + 3, rule_cost(s, w->three[i], group));
    }
}

/* Can the group of the other word stand for anything in the sought word? */
static ALWAYS_INLINE bool in_play(const struct alike_sought *s, unsigned group)
{
    return (s->their_letters[group] & s->mask) || (s->their_partners[group] & s->ruled);
}

/* ---- Columns. */

/* A group of the other word that ends here; `from` is the column before it. */
static ALWAYS_INLINE struct cells lower_group(struct alike_sought *s, struct cells here,
                                              struct cells from, unsigned group, unsigned parts)
{
    unsigned at = group % COUNT(s->met);
    struct alike_met *m = &s->met[at];
    if (!(s->met_known >> at & 1) || m->group != group) {
        meet(s, m, group);
        s->met_known |= (uint64_t)1 << at;
    }
    if (m->has >> 1 & 1)
        here = lower(here, from, 1, m->cost[0], parts);
    if (m->has >> 2 & 1)
        here = lower(here, from, 2, m->cost[1], parts);
    if (m->has >> 3 & 1)
        here = lower(here, from, 3, m->cost[2], parts);
    return here;
}

static void find_swaps(const struct alike_sought *s, unsigned first, unsigned second,
                       uint8_t cost[WIDE])
{
    memset(cost, ALIKE_NONE, WIDE);
    for (unsigned i = 1; i < s->word.len; i++)
        if (s->word.code[i] == second && s->word.code[i + 1] == first)
            cost[i + 2] = ALIKE_SWAPPED;
}

/* From the column before it alone. */
static ALWAYS_INLINE struct cells lower_letter(struct alike_sought *s, struct cells from,
                                               unsigned c, unsigned parts)
{
    if (!(s->known >> c & 1))
        know_letter(s, c);
    struct lanes more = lanes_load(s->more[c]);
    struct cells here = cells_add(from, (struct cells){more, more}, parts);
    here = lower(here, from, 1, s->cost[0][c], parts);
    if (s->has[1] >> c & 1)
        here = lower(here, from, 2, s->cost[1][c], parts);
    if (s->has[2] >> c & 1)
        here = lower(here, from, 3, s->cost[2][c], parts);
    return here;
}

/* The last three columns, and the letters of the other word that end there. */
struct columns {
    struct cells back1, back2, back3;
    unsigned live; /* a bit for each: a way below the limit can lead through it */
    unsigned letter, two;
};

/* By what leaps over columns. */
static ALWAYS_INLINE struct cells lower_leaps(struct alike_sought *s, const struct columns *k,
                                              struct cells here, unsigned c, unsigned parts)
{
    unsigned two = alike_two[k->letter][c], three = alike_three[k->two][c];
    if (two && k->live & 2 && in_play(s, two))
        here = lower_group(s, here, k->back2, two, parts);
    if (three && k->live & 4 && in_play(s, three))
        here = lower_group(s, here, k->back3, three, parts);
    if (s->behind[c] >> k->letter & 1 && c != k->letter) {
        uint8_t cost[WIDE];
        find_swaps(s, k->letter, c, cost);
        here = lower(here, k->back2, 2, cost, parts);
    }
    return here;
}

/* The column of one more letter. */
static ALWAYS_INLINE struct columns next_column(struct alike_sought *s, struct columns k,
                                                unsigned c, unsigned limit, unsigned parts)
{
    const struct cells far = {lanes_all(255), lanes_all(255)};
    struct cells here = k.live & 1 ? lower_letter(s, k.back1, c, parts) : far;
    here = lower_leaps(s, &k, here, c, parts);
    here = lower_less(s, here, limit, parts);
    unsigned most = limit - 1;
    bool live = lanes_reach(here.low, most) || (parts > 1 && lanes_reach(here.high, most));
    return (struct columns){
        here, k.back1, k.back2, (k.live << 1 | live) & 7, c, alike_two[k.letter][c]};
}

static ALWAYS_INLINE unsigned cheapest(struct alike_sought *s, struct str word, unsigned limit,
                                       unsigned parts)
{
    static const uint8_t nothing[WIDE] = {0,   255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
                                          255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
                                          255, 255, 255, 255, 255, 255, 255, 255, 255, 255};
    struct cells before = cells_load(nothing, parts);
    struct columns k = {cells_load(s->begun, parts), before, before, 3, ALIKE_BEGIN, 0};
    for (size_t i = 0; i < word.len; i++) {
        unsigned c = letter_code(word.s[i]);
        k = next_column(s, k, c, limit, parts);
        if (!k.live)
            return ALIKE_FAR;
    }
    k = next_column(s, k, ALIKE_END, limit, parts);
    uint8_t cell[WIDE];
    cells_store(k.back1, cell, parts);
    return cell[s->word.len + 2];
}

/* ---- The other word. */

/* What it costs at least that the other word has other letters; ALIKE_NOT when something else
 * than letters is in it.  Each letter that it shares takes off what its absence would cost. */
enum { ALIKE_NOT = 0x7fff };
static unsigned least_of(const struct alike_sought *s, struct str word)
{
    uint8_t left[32];
    unsigned sum = s->all;
    memcpy(left, s->count, sizeof left);
    for (size_t i = 0; i < word.len; i++) {
        unsigned c = letter_code(word.s[i]);
        if (c - 1 > 25)
            return ALIKE_NOT;
        if (left[c]) {
            left[c]--;
            sum -= s->part[1][c];
        } else
            sum += s->part[0][c];
    }
    return sum;
}

static bool share_probe(struct alike_sought *s, struct str word)
{
    if (!s->n_probes)
        s->n_probes = alike_probes((struct str){s->word.letters, s->word.len}, s->probes);
    return alike_probes_meet(word, s->probes, s->n_probes);
}

/* By letters alone; ALIKE_FAR from `limit` on. */
static unsigned letters_cost(struct alike_sought *s, struct str word, unsigned least,
                             unsigned limit)
{
    unsigned most = alike_limit(s->word.len + word.len);
    unsigned more =
        alike_two_sexes((struct str){s->word.letters, s->word.len}, word) ? ALIKE_OTHER_SEX : 0;
    most = most < limit ? most : limit;
    if (least + more >= most)
        return ALIKE_FAR;
    most -= more;
    unsigned cost = s->parts == 1 ? cheapest(s, word, most, 1) : cheapest(s, word, most, 2);
    return cost < most ? cost + more : ALIKE_FAR;
}

static unsigned slow_cost(const struct alike_sought *s, struct str word, enum letters in,
                          unsigned limit)
{
    unsigned cost = alike_cost((struct str){s->word.letters, s->word.len}, s->in, word, in);
    return cost < limit ? cost : ALIKE_FAR;
}

unsigned alike_sought_least(struct alike_sought *s, struct str word, enum letters in)
{
    if (!s->fits || word.len == 0 || word.len > WORD_MAX)
        return 0;
    if (!s->t || s->other_in != in)
        turn_to(s, in);
    unsigned least = least_of(s, word);
    if (least == ALIKE_NOT)
        return ALIKE_FAR;
    unsigned cost = ALIKE_UNKNOWN;
    if (least && s->word.number)
        cost = alike_known_cost(s->word.number, alike_word_number(word));
    cost = cost == ALIKE_UNKNOWN ? least : cost;
    return cost < ALIKE_FAR ? cost : ALIKE_FAR;
}

unsigned alike_sought_cost(struct alike_sought *s, struct str word, enum letters in, unsigned limit)
{
    if (!s->fits || word.len == 0 || word.len > WORD_MAX)
        return slow_cost(s, word, in, limit);
    if (!s->t || s->other_in != in)
        turn_to(s, in);
    unsigned least = least_of(s, word);
    if (least == ALIKE_NOT)
        return ALIKE_FAR;
    if (least == 0 && str_equal((struct str){s->word.letters, s->word.len}, word))
        return limit ? 0 : ALIKE_FAR;
    unsigned cost = ALIKE_UNKNOWN;
    if (s->word.number)
        cost = alike_known_cost(s->word.number, alike_word_number(word));
    if (cost == ALIKE_UNKNOWN)
        cost = letters_cost(s, word, least, limit);
    if (cost > ALIKE_DOUBLES &&
        alike_but_for_doubles((struct str){s->word.letters, s->word.len}, word))
        cost = ALIKE_DOUBLES;
    return cost < limit && cost < ALIKE_FAR && share_probe(s, word) ? cost : ALIKE_FAR;
}
