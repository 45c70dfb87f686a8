/* SPDX-License-Identifier: Apache-2.0 */
/* reason.c - a score told in words. */
#include "screen/reason.h"

#include "format/json.h"

static void put_words(struct buf *b, const struct side *s, const struct unit *u)
{
    for (size_t k = 0; k < u->count; k++) {
        buf_puts(b, k ? " " : "");
        buf_put(b, reading_word(s->reading, u->first + k));
    }
}

static void put_pairs(struct buf *b, const struct side *query, const struct side *name,
                      const struct score *s, bool spelt)
{
    for (size_t k = 0; k < s->alignment.pairs; k++) {
        const struct pair *p = &s->alignment.pair[k];
        if (spelt && !p->cost)
            continue;
        buf_puts(b, b->len ? ", " : "");
        put_words(b, query, &query->unit[p->query]);
        buf_puts(b, p->cost ? " ~ " : " = ");
        put_words(b, name, &name->unit[p->name]);
        if (spelt)
            buf_printf(b, " (%.1f)", (double)p->cost / NAT);
    }
}

/* The words of one side that have no partner and are of that role (or, for
 * ROLE_NAME, parts of names of any sort). */
static void put_left(struct buf *b, const struct side *side, uint64_t has, enum role role)
{
    size_t began = b->len;
    for (size_t i = 0; i < side->reading->count; i++) {
        enum role r = side->reading->words[i].role;
        bool wanted = r == role || (role == ROLE_NAME && r == ROLE_PATRONYMIC);
        if (!wanted || has & (uint64_t)1 << i || (!side->rarity[i] && role != ROLE_LEGAL))
            continue;
        buf_puts(b, b->len > began ? " " : "");
        buf_put(b, reading_word(side->reading, i));
    }
}

static void put_both(struct buf *b, const struct side *query, const struct side *name,
                     const struct score *s, enum role role)
{
    put_left(b, query, s->alignment.ours, role);
    buf_puts(b, " / ");
    put_left(b, name, s->alignment.theirs, role);
}

static void put_detail(struct buf *b, const struct side *query, const struct side *name,
                       const struct score *s, enum evidence e)
{
    switch (e) {
    case EVIDENCE_AGREED:
        put_pairs(b, query, name, s, false);
        break;
    case EVIDENCE_OF_QUERY:
    case EVIDENCE_OF_NAME:
        buf_printf(b, "%.0f %%", 100 * (double)s->amount[e]);
        break;
    case EVIDENCE_SPELLING:
    case EVIDENCE_KNOWN:
        put_pairs(b, query, name, s, true);
        break;
    case EVIDENCE_CONFLICT:
    case EVIDENCE_CONFLICTS:
    case EVIDENCE_NEAR:
    case EVIDENCE_PATRONYMIC:
        put_both(b, query, name, s, ROLE_NAME);
        break;
    case EVIDENCE_ONLY_QUERY:
        put_left(b, query, s->alignment.ours, ROLE_NAME);
        break;
    case EVIDENCE_ONLY_NAME:
        put_left(b, name, s->alignment.theirs, ROLE_NAME);
        break;
    case EVIDENCE_NUMBER:
        put_both(b, query, name, s, ROLE_NUMBER);
        break;
    case EVIDENCE_LEGAL:
        put_both(b, query, name, s, ROLE_LEGAL);
        break;
    case EVIDENCE_GENERIC:
    case EVIDENCE_GENERIC_EXTRA:
        put_both(b, query, name, s, ROLE_GENERIC);
        break;
    default:
        break;
    }
}

void reasons_of(struct arena *a, const struct side *query, const struct side *name,
                const struct score *s, reason_vec *out)
{
    struct buf b = {0};
    for (size_t e = 0; e < EVIDENCE_COUNT; e++) {
        double weight = (double)s->amount[e] * score_weight(s->subject, (enum evidence)e);
        bool nothing = weight > -0.005 && weight < 0.005;
        bool words = e == EVIDENCE_AGREED && s->alignment.pairs; /* of things they weigh nothing */
        if (nothing && !words)
            continue;
        buf_clear(&b);
        put_detail(&b, query, name, s, (enum evidence)e);
        struct reason *r = VEC_ADD(a, out);
        *r = (struct reason){.feature = str_of(evidence_text((enum evidence)e)),
                             .detail = arena_copy(a, buf_str(&b)),
                             .weight = weight};
    }
    buf_free(&b);
}

void reasons_json(struct buf *b, const reason_vec *reasons)
{
    buf_byte(b, '[');
    for (size_t i = 0; i < reasons->count; i++) {
        const struct reason *r = &reasons->at[i];
        buf_puts(b, i ? ",{" : "{");
        json_member(b, "feature", r->feature);
        json_key(b, "detail");
        json_string(b, r->detail);
        json_key(b, "weight");
        buf_printf(b, "%.2f}", r->weight);
    }
    buf_byte(b, ']');
}
