/* SPDX-License-Identifier: Apache-2.0 */
/* party_answer.h - parties as JSON, the same for the commands and the server. */
#ifndef TOCSIN_PARTY_ANSWER_H
#define TOCSIN_PARTY_ANSWER_H

#include "screen/party.h"

/* The party of an entry, seen from it: doc/man/tocsin-party.1. */
void party_json(struct buf *b, struct arena *a, const struct parties *p, const struct decisions *d,
                uint32_t who);
/* A party with all its entries and the claims between them: tocsin-parties.1. */
void parties_json(struct buf *b, struct arena *a, const struct parties *p, uint32_t who);

/* Reasons of a tie, in the arena: those of its claim; in front of them, through
 * which entry it goes when that is not `who`. */
void tie_reasons(struct arena *a, const struct parties *p, uint32_t who, const struct tie *t,
                 reason_vec *out);
/* "un:QDi.317": that of its first entry by list and ref.  Not permanent: an entry
 * that comes or goes before it changes it.  In the arena. */
struct str party_id(struct arena *a, const struct parties *p, uint32_t who);
/* Why a claim joined nothing, in words. */
struct str refusal_text(struct arena *a, const struct parties *p, const struct refused *r);
/* Whether the decision is about an entry of the party of `who`, and of the day. */
bool party_decided(const struct parties *p, uint32_t who, const struct decision *d);
/* Whether the claim refused has an end in the party of `who`. */
bool party_refused(const struct parties *p, uint32_t who, const struct refused *r);

#endif
