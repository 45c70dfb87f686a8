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

/* What is asked of a query again and again. */
struct about {
    const double *weights;
    enum subject subject;
    unsigned total, words;     /* words of the reading, whatever they say */
    unsigned initials;         /* what they say together */
    unsigned fathers;          /* what patronymics say that a list may leave out */
    unsigned put_on;           /* what words say that a firm leaves off */
    bool unsaid;               /* has words that say nothing */
    unsigned saying;           /* words that say something */
    unsigned letters, dearest; /* words that letters stand for, and what the dearest says */
};

static struct about about_of(const struct side *s, enum subject subject)
{
    struct about a = {.weights = score_weights[subject],
                      .subject = subject,
                      .total = s->total,
                      .words = s->reading->count,
                      .fathers = score_fathers(s, 0)};
    for (size_t i = 0; i < s->reading->count; i++) {
        unsigned role = s->reading->words[i].role, says = s->rarity[i];
        a.initials += role == ROLE_INITIAL ? says : 0;
        a.put_on += score_put_on(s, i) && !(s->repeats >> i & 1) ? says : 0;
        a.unsaid |= !says;
        a.saying += says > 0;
        if (!score_stands_for(s, i))
            continue;
        a.letters++;
        a.dearest = says > a.dearest ? says : a.dearest;
    }
    return a;
}

/* Amounts are kept as floats: so much may be lost by that. */
static const double ROUNDED = 1e-4;

/* What a name is at most that has a partner for so much of the query. */
enum how {
    HOW_FULL,    /* every word of both has one, but those that a firm leaves off */
    HOW_OPEN,    /* a word of either is left over */
    HOW_ALONE,   /* and it is all by one word of the query */
    HOW_LETTERED /* letters stand for what is not counted */
};

/* What a name is at most by what is agreed, and by the share of the query that it is. */
static double most_common(const double *w, double agreed, double share)
{
    return w[EVIDENCE_PRIOR] + w[EVIDENCE_AGREED] * (agreed < AGREED_MOST ? agreed : AGREED_MOST) +
           w[EVIDENCE_OF_QUERY] * (share < 1 ? share : 1) + w[EVIDENCE_OF_NAME];
}

/* The same where no word is left over and spelling costs so many nats. */
static double most_full(const double *w, double agreed, double share, double cost)
{
    double spelt = (double)WHOLE_SPELT, known = w[EVIDENCE_KNOWN], spelling = w[EVIDENCE_SPELLING];
    return most_common(w, agreed, share) +
           w[EVIDENCE_WHOLE] * (cost < spelt ? 1 - cost / spelt : 0) +
           (known > spelling ? known : spelling) * cost;
}

/* The least odds of a name that is the same but for slips, one of which costs so much
 * or all of them on average. */
static double given_slips(double says, double cost)
{
    bool slipped = cost <= SLIP_ONE ? says >= (double)SLIP_SAYS
                                    : cost <= SLIP_COST && says >= (double)SLIPS_SAY;
    return slipped ? SCORE_SLIPPED : -HUGE_VAL;
}

/* The least odds that a name is given for being the same, for slips, or for words that a
 * firm puts on; `whole` when no word is left over but such of the query.  Words that say nothing
 * here may say something there, where they stand elsewhere: Haji Ahmad is read the same as Ahmad
 * Haji, in which a word is then left over.  A title is such a word, so what is given for one is
 * in this. */
static double least_given(const struct about *a, unsigned sum, bool whole)
{
    double found = (double)sum + a->initials, says = found / NAT;
    double lost = a->total - found - a->words; /* each is rounded down */
    if (found >= a->total && (whole || a->unsaid))
        return SCORE_SAME;
    bool extended = a->subject == SUBJECT_THING && says >= (double)EXTENDED_SAYS &&
                    found + (whole ? a->put_on : 0) >= a->total;
    if (extended)
        return SCORE_SLIPPED;
    return whole ? given_slips(says, lost / a->total * RARITY_SPELT) : -HUGE_VAL;
}

/* The share of a query's rarity that a name without a word left over has lost by
 * spelling: then its words cost so much on average, weighed by their rarity, and
 * the worst, and all together, no less.  Each may have been rounded down once. */
static double spelt(const struct about *a, unsigned sum)
{
    double lost = a->total - (double)sum - a->initials - a->words;
    return lost > 0 ? lost / a->total * RARITY_SPELT / NAT : 0;
}

/* The share of the query that is in a name, where so much of it has a partner and words may be
 * left over. */
static double share_open(const struct about *a, unsigned sum)
{
    unsigned left = sum < a->total ? a->total - sum : 0;
    unsigned fathers = a->fathers < left ? a->fathers : left;
    return a->total ? sum / (a->total - (double)FATHER_MORE * fathers) : 0;
}

/* The first letter counts as its word, all say little; one word at least has another
 * partner than a letter.  One word and a letter for the other is half of one word alone. */
static double at_most_lettered(const struct about *a, unsigned sum)
{
    unsigned letters = a->letters;
    if (!letters || a->saying < 2)
        return -HUGE_VAL;
    letters -= letters == a->saying;
    double ours = (double)sum + a->dearest + (letters - 1) * SCORE_INITIAL;
    double all = a->total - (double)FATHER_MORE * a->fathers;
    return most_full(a->weights, ((double)sum + letters * SCORE_INITIAL) / NAT, ours / all, 0) +
           (a->saying == 2 ? a->weights[EVIDENCE_ONE_WORD] * (double)BY_LETTER : 0);
}

static double at_most(const struct about *a, unsigned sum, enum how how)
{
    double agreed = (double)sum / NAT, share = a->total ? (double)sum / a->total : 0;
    if (how == HOW_LETTERED)
        return at_most_lettered(a, sum);
    double most = how == HOW_FULL ? most_full(a->weights, agreed, share, spelt(a, sum))
                                  : most_common(a->weights, agreed, share_open(a, sum));
    if (how == HOW_ALONE)
        most += a->weights[EVIDENCE_ONE_WORD];
    double given = least_given(a, sum, how == HOW_FULL);
    return most > given ? most : given;
}

static unsigned least_sum(const struct about *a, double odds, enum how how)
{
    unsigned low = 0, high = a->total + 1U;
    while (low < high) {
        unsigned middle = (low + high) / 2;
        if (at_most(a, middle, how) + ROUNDED >= odds)
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
    struct about a = about_of(query, subject);
    unsigned least = score_weights[subject][EVIDENCE_PRIOR] < odds;
    unsigned open = least_sum(&a, odds, HOW_OPEN), full = least_sum(&a, odds, HOW_FULL);
    full = less_initials(full < open ? full : open, a.initials, least);
    unsigned lettered = less_initials(least_sum(&a, odds, HOW_LETTERED), a.initials, least);
    if (a.initials) /* they have partners that no search tells */
        return (struct need){full, full, full, lettered};
    return (struct need){.full = full,
                         .open = less_initials(open, 0, least),
                         .alone = less_initials(least_sum(&a, odds, HOW_ALONE), 0, least),
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
        double most = most_full(score_weights[subject], agreed, share, (double)cost / NAT);
        double given = given_slips(agreed, cost);
        if ((most > given ? most : given) + ROUNDED >= odds)
            low = cost + 1;
        else
            high = cost;
    }
    return low || SCORE_SAME < odds ? low : 1;
}
