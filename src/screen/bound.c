/* SPDX-License-Identifier: Apache-2.0 */
/* bound.c - what a name must have in common with a query to reach some odds.
 *
 * Evidence that speaks for is at most what the query alone allows; evidence that
 * speaks against is at least nothing, and what nearness takes off a conflict is never
 * more than the conflict (tests/unit/score_test.c asks the weights). */
#include "screen/bound.h"

#include "screen/amounts.h"
#include "screen/weights.h"

#include <math.h>

static unsigned initials_of(const struct side *s)
{
    unsigned sum = 0;
    for (size_t i = 0; i < s->reading->count; i++)
        if (s->reading->words[i].role == ROLE_INITIAL)
            sum += s->rarity[i];
    return sum;
}

static unsigned generic_of(const struct side *s)
{
    unsigned sum = 0;
    for (size_t i = 0; i < s->reading->count; i++)
        if (s->reading->words[i].role == ROLE_GENERIC && !(s->repeats >> i & 1))
            sum += s->rarity[i];
    return sum;
}

/* Amounts are kept as floats: so much may be lost by that. */
static const double ROUNDED = 1e-4;

/* What a name is at most that has a partner for so much of the query. */
enum how {
    HOW_FULL,    /* every word of both has one */
    HOW_OPEN,    /* a word of either is left over */
    HOW_ALONE,   /* and it is all by one word of the query */
    HOW_LETTERED /* letters stand for what is not counted */
};

/* What a name is at most by what is agreed, and by the share of the query that it is. */
static double most_common(enum subject subject, double agreed, double share)
{
    const double *w = score_weights[subject];
    return w[EVIDENCE_PRIOR] + w[EVIDENCE_AGREED] * (agreed < AGREED_MOST ? agreed : AGREED_MOST) +
           w[EVIDENCE_OF_QUERY] * (share < 1 ? share : 1) + w[EVIDENCE_OF_NAME];
}

/* The same where no word is left over and spelling costs so many nats. */
static double most_full(enum subject subject, double agreed, double share, double cost)
{
    const double *w = score_weights[subject], spelt = (double)WHOLE_SPELT;
    return most_common(subject, agreed, share) +
           w[EVIDENCE_WHOLE] * (cost < spelt ? 1 - cost / spelt : 0) +
           fmax(w[EVIDENCE_SPELLING], w[EVIDENCE_KNOWN]) * cost;
}

/* The least odds of a name that is the same but for slips, one of which costs so much
 * or all of them on average. */
static double given_slips(double says, double cost)
{
    bool slipped = cost <= SLIP_ONE ? says >= (double)SLIP_SAYS
                                    : cost <= SLIP_COST && says >= (double)SLIPS_SAY;
    return slipped ? SCORE_SLIPPED : -HUGE_VAL;
}

/* Words that say nothing here may say something there, where they stand elsewhere:
 * Haji Ahmad is read the same as Ahmad Haji, in which a word is then left over. */
static bool has_unsaid(const struct side *s)
{
    for (size_t i = 0; i < s->reading->count; i++)
        if (!s->rarity[i])
            return true;
    return false;
}

/* The least odds that a name is given for being the same, for slips, or for more
 * words; `whole` when no word is left over. */
static double least_given(const struct side *query, enum subject subject, unsigned sum, bool whole)
{
    double found = (double)sum + initials_of(query), says = found / NAT;
    double lost = query->total - found - query->reading->count; /* each is rounded down */
    if (found >= query->total && (whole || has_unsaid(query)))
        return SCORE_SAME;
    if (whole)
        return given_slips(says, lost / query->total * RARITY_SPELT);
    bool extended = subject == SUBJECT_THING && found + generic_of(query) >= query->total &&
                    says >= (double)EXTENDED_SAYS;
    return extended ? SCORE_SLIPPED : -HUGE_VAL;
}

/* The share of a query's rarity that a name without a word left over has lost by
 * spelling: then its words cost so much on average, weighed by their rarity, and
 * the worst, and all together, no less.  Each may have been rounded down once. */
static double spelt(const struct side *query, unsigned sum)
{
    double lost = query->total - (double)sum - initials_of(query) - query->reading->count;
    return lost > 0 ? lost / query->total * RARITY_SPELT / NAT : 0;
}

/* The first letter counts as its word, all say little; one word at least has another
 * partner than a letter.  One word and a letter for the other is half of one word alone. */
static double at_most_lettered(const struct side *query, enum subject subject, unsigned sum)
{
    unsigned words = 0, letters = 0, dearest = 0;
    for (size_t i = 0; i < query->reading->count; i++) {
        words += query->rarity[i] > 0;
        if (!score_stands_for(query, i))
            continue;
        letters++;
        dearest = query->rarity[i] > dearest ? query->rarity[i] : dearest;
    }
    if (!letters || words < 2)
        return -HUGE_VAL;
    letters -= letters == words;
    double share = (double)sum + dearest + (letters - 1) * SCORE_INITIAL;
    return most_full(subject, ((double)sum + letters * SCORE_INITIAL) / NAT, share / query->total,
                     0) +
           (words == 2 ? score_weights[subject][EVIDENCE_ONE_WORD] * (double)BY_LETTER : 0);
}

static double at_most(const struct side *query, enum subject subject, unsigned sum, enum how how)
{
    double agreed = (double)sum / NAT, share = query->total ? (double)sum / query->total : 0;
    if (how == HOW_LETTERED)
        return at_most_lettered(query, subject, sum);
    double most = how == HOW_FULL ? most_full(subject, agreed, share, spelt(query, sum))
                                  : most_common(subject, agreed, share);
    if (how == HOW_ALONE)
        most += score_weights[subject][EVIDENCE_ONE_WORD];
    return fmax(most, least_given(query, subject, sum, how == HOW_FULL));
}

static unsigned least_sum(const struct side *query, enum subject subject, double odds, enum how how)
{
    unsigned low = 0, high = query->total + 1U;
    while (low < high) {
        unsigned middle = (low + high) / 2;
        if (at_most(query, subject, middle, how) + ROUNDED >= odds)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

/* Less what initials add; without a common word there is only what speaks against. */
static unsigned less_initials(unsigned sum, unsigned initials, unsigned least)
{
    return sum > initials + least ? sum - initials : least;
}

struct need bound_need(const struct side *query, enum subject subject, double odds)
{
    unsigned initials = initials_of(query);
    unsigned least = score_weights[subject][EVIDENCE_PRIOR] < odds;
    unsigned open = least_sum(query, subject, odds, HOW_OPEN);
    unsigned full = least_sum(query, subject, odds, HOW_FULL);
    full = less_initials(full < open ? full : open, initials, least);
    unsigned lettered =
        less_initials(least_sum(query, subject, odds, HOW_LETTERED), initials, least);
    if (initials) /* they have partners that no search tells */
        return (struct need){full, full, full, lettered};
    return (struct need){.full = full,
                         .open = less_initials(open, 0, least),
                         .alone =
                             less_initials(least_sum(query, subject, odds, HOW_ALONE), 0, least),
                         .lettered = lettered};
}

unsigned bound_limit(const struct side *query, enum subject subject, double odds, unsigned rare)
{
    unsigned low = 0, high = RARITY_SPELT, all = 0;
    for (size_t i = 0; i < query->reading->count; i++)
        all += query->rarity[i];
    while (low < high) {
        unsigned cost = (low + high) / 2, sum = all - rare + rarity_left(rare, cost);
        double agreed = (double)sum / NAT, share = query->total ? (double)sum / query->total : 0;
        double most = most_full(subject, agreed, share, (double)cost / NAT);
        if (fmax(most, given_slips(agreed, cost)) + ROUNDED >= odds)
            low = cost + 1;
        else
            high = cost;
    }
    return low || SCORE_SAME < odds ? low : 1;
}
