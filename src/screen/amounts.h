/* SPDX-License-Identifier: Apache-2.0 */
/* amounts.h - where amounts of evidence end, and what makes up for missing ones; for
 * score.c, which counts them, and bound.c, which must know. */
#ifndef TOCSIN_AMOUNTS_H
#define TOCSIN_AMOUNTS_H

/* Nats of spelling at which names whose words all have a partner are no longer
 * the same name at all. */
static const float WHOLE_SPELT = 8;

/* Nats of agreement beyond which more says no more. */
enum { AGREED_MOST = 16 };

/* What a word with one slip and one with two cost at most, in sixteenths of a nat, where a
 * name is the same but for slips; and how much, in nats, what is agreed must say with one slip
 * and with two. */
enum { SLIP_ONE = 60, SLIP_COST = 95 };
static const float SLIP_SAYS = 5, SLIPS_SAY = 7;
/* The same where generic words are all that one side lacks: more than three letters. */
static const float EXTENDED_SAYS = 8;

/* The same where a title and a family name are all that is asked for. */
static const float TITLED_SAYS = 9;

/* How much of only one word in common it is that one word is common and letters of the
 * listed name stand for all the rest. */
static const float BY_LETTER = 0.5F;

/* How much of a patronymic that the query has and the listed name has not is no part of the
 * query: lists leave them out as well. */
static const float FATHER_MORE = 0.5F;

#endif
